//! From the text of a policy to its model.
//!
//! In: generated look-up tables as text. Out: time and speed of reading, beside counting lines and beside
//! grammars alone; how it grows; and the heap that a policy takes.

use super::up_to;
use crate::child;
use crate::clock::measure;
use crate::generate::{Shape, policy};
use crate::rivals::{ALL, ARRAY, OURS_BY_NUMBER};
use crate::table::{Table, at_most, digits, thousands, time};
use crate::{grammars, ours};
use std::hint::black_box;

const SIZES: [usize; 4] = [10_000, 50_000, 100_000, 200_000];
/// At this size the goals are stated, and the heap is counted.
const STATED: usize = 100_000;
/// Megabytes that a policy of that size may keep.
const HEAP: f64 = 60.0;

/// Measures and prints.
pub fn run(most: usize) {
    println!("## load: from text to a model\n");
    let columns =
        ["rules", "MB", "newlines", "pest, lines", "pest, quanze", "model", "session", "MB/s", "x half"];
    let mut table = Table::new(&columns);
    let mut before: Option<(usize, f64)> = None;
    let mut verdicts = Vec::new();
    for size in up_to(most, &SIZES) {
        let text = policy(Shape::Lookup, size, 1).text();
        let megabytes = text.len() as f64 / 1e6;
        let (newlines, _) = measure(|| black_box(&text).bytes().filter(|&byte| byte == b'\n').count());
        let (lines, ()) = measure(|| grammars::lines(black_box(&text)));
        let (whole, ()) = measure(|| grammars::whole(black_box(&text)));
        let (model, _) = measure(|| ours::model(black_box(&text)));
        let (session, _) = measure(|| ours::load(black_box(&text)));
        let half = before.filter(|(other, _)| other * 2 == size).map(|(_, seconds)| model / seconds);
        let mut cells = vec![thousands(size), digits(megabytes)];
        cells.extend([newlines, lines, whole, model, session].map(time));
        cells.extend([digits(megabytes / model), half.map_or("-".to_owned(), digits)]);
        table.row(cells);
        if size == STATED {
            verdicts.push(("the model against pest with the same grammar", at_most(model / whole, 2.0)));
            verdicts.push((
                "the session against pest with a grammar of these lines",
                at_most(session / lines, 3.5),
            ));
        }
        before = Some((size, model));
    }
    table.print();
    println!("`session` also makes the diagram. `x half` compares the model with that of half the text.\n");
    for (what, verdict) in verdicts {
        println!("Goal, {what} {verdict}.\n");
    }
    if most >= STATED {
        heap();
    }
}

/// Counts the heap in processes of their own, where nothing else was ever taken.
fn heap() {
    let Some(program) = child::own("heap") else {
        println!("Heap: not measured, the child does not build.\n");
        return;
    };
    println!("Heap at {} rules, MB beyond the document\n", thousands(STATED));
    let mut table = Table::new(&["contender", "most while loading", "kept"]);
    let readers =
        ALL.iter().map(|contender| contender.name).filter(|name| ![ARRAY, OURS_BY_NUMBER].contains(name));
    let mut ours = None;
    for name in [child::MODEL, child::SESSION, child::CHECKED].into_iter().chain(readers) {
        let said = child::output(&program, &[name, &STATED.to_string()]);
        let numbers: Vec<f64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [peak, kept] = numbers[..] else { panic!("`heap` said `{said}`") };
        table.row(vec![name.to_owned(), digits(peak), digits(kept)]);
        if name == child::CHECKED {
            ours = Some(kept);
        }
    }
    table.print();
    if let Some(kept) = ours {
        println!("Goal, kept by a session of quanze against {HEAP} MB {}.\n", at_most(kept / HEAP, 1.0));
    }
}
