//! From the text of a policy to its model.
//!
//! In: generated look-up tables as text. Out: time and speed of reading, beside counting lines and beside the grammar alone; how it
//! grows; and the heap that a policy takes.

use super::up_to;
use crate::child;
use crate::clock::median_of;
use crate::generate::{Shape, policy};
use crate::ours;
use crate::table::{Table, at_most, digits, thousands, time};
use std::hint::black_box;

const SIZES: [usize; 4] = [10_000, 50_000, 100_000, 200_000];
/// At this size the goals are stated, and the heap is counted.
const STATED: usize = 100_000;
/// Megabytes that a policy of that size may take.
const HEAP: f64 = 60.0;

/// The grammar of the program, with nothing behind it.
mod bare {
    #![allow(missing_docs)]

    /// Parses by the grammar file.
    #[derive(pest_derive::Parser)]
    #[grammar = "../../grammar/quanze.pest"]
    pub struct Grammar;
}

/// Measures and prints.
pub fn run(most: usize) {
    println!("## load: from text to a model\n");
    let mut table =
        Table::new(&["rules", "MB", "lines", "pest alone", "model", "session", "MB/s", "x pest", "x half"]);
    let mut stated = None;
    let mut before: Option<(usize, f64)> = None;
    for size in up_to(most, &SIZES) {
        let text = policy(Shape::Lookup, size, 1).text();
        let megabytes = text.len() as f64 / 1e6;
        let lines = median_of(|| black_box(&text).bytes().filter(|&b| b == b'\n').count());
        let pest = median_of(|| parse(black_box(&text)));
        let model = median_of(|| ours::model(black_box(&text)));
        let session = median_of(|| ours::load(black_box(&text)));
        let half = before.filter(|(other, _)| other * 2 == size).map(|(_, seconds)| model / seconds);
        table.row(vec![
            thousands(size),
            digits(megabytes),
            time(lines),
            time(pest),
            time(model),
            time(session),
            digits(megabytes / model),
            digits(model / pest),
            half.map_or("-".to_owned(), digits),
        ]);
        if size == STATED {
            stated = Some(model / pest);
        }
        before = Some((size, model));
    }
    table.print();
    println!("`session` also makes the diagram; `x half` compares with half the text.\n");
    if let Some(ratio) = stated {
        println!("Goal against pest alone at {} rules: {}\n", thousands(STATED), at_most(ratio, 1.5));
        heap();
    }
}

fn parse(text: &str) {
    use pest::Parser;
    let pairs = bare::Grammar::parse(bare::Rule::file, text);
    drop(black_box(pairs.expect("the text is right")));
}

/// Counts the heap in a process of its own, where nothing else was ever taken.
fn heap() {
    let Some(program) = child::own("heap") else {
        println!("Heap: not measured, the child does not build.\n");
        return;
    };
    let path = child::file("heap.qz", &policy(Shape::Lookup, STATED, 1).text());
    let mut table = Table::new(&["heap, MB", "peak", "kept"]);
    for until in ["model", "session"] {
        let said = child::output(&program, &[until, &path.to_string_lossy()]);
        let numbers: Vec<f64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [peak, kept] = numbers[..] else { panic!("`heap` said `{said}`") };
        table.row(vec![format!("quanze, {until}"), digits(peak), digits(kept)]);
        if until == "model" {
            println!("Goal: at most {HEAP} MB kept: {}\n", at_most(kept / HEAP, 1.0));
        }
    }
    table.print();
}
