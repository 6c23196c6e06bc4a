//! All conflicts and gaps of generated rules.
//!
//! In: rules over matter, level, year and kind. Out: seconds for a plain sweep, for decision diagrams, and for our check. Sweep and
//! diagrams have found the same before they are measured, and our check names the same rules; at the smallest size each case
//! is also asked for alone.

use super::up_to;
use crate::analysis::{Found, Order, bdd, cells, sweep};
use crate::clock::median_of;
use crate::generate::{Policy, Shape, policy};
use crate::ours;
use crate::table::{Table, at_least, at_most, digits, thousands, time};
use quanze::diagram::Status;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const SHAPES: [(Shape, &str); 3] = [
    (Shape::Specific, "every rule names its matters"),
    (Shape::Wild1, "one rule in a hundred is about every matter, a group, or every level"),
    (Shape::Wild25, "one rule in four is"),
];

/// Measures and prints.
pub fn run(most: usize) {
    println!("## analyse: all conflicts and gaps\n");
    for (shape, what) in SHAPES {
        for size in up_to(most, &SIZES) {
            measure(shape, what, size);
        }
    }
}

fn measure(shape: Shape, what: &str, size: usize) {
    let rows = policy(shape, size, 1);
    let found = sweep(&rows);
    println!(
        "{shape:?} ({what}), {} rules, {} matters: {} cases in conflict, {} without a rule, {} rules in conflicts.\n",
        thousands(rows.rules.len()),
        thousands(rows.matters as usize),
        thousands(found.conflicts as usize),
        thousands(found.gaps as usize),
        thousands(found.rules()),
    );
    let mut table = Table::new(&["contender", "time", "x floor"]);
    let floor = median_of(|| sweep(&rows));
    let mut add = |who: &str, seconds: Option<f64>| {
        let ratio = seconds.map_or("-".to_owned(), |seconds| digits(seconds / floor));
        table.row(vec![who.to_owned(), seconds.map_or("-".to_owned(), time), ratio]);
    };
    add("sweep by matter, one bit a case", Some(floor));
    let first = diagrams(&rows, Order::MatterFirst, &found);
    add("oxidd, matter first", first);
    let last = diagrams(&rows, Order::MatterLast, &found);
    add("oxidd, matter last", last);
    let ours = check(&rows, &found, size <= 1_000);
    add("quanze, diagram and check", ours);
    table.print();
    let Some(ours) = ours else {
        println!("Not measured: quanze refuses the policy as too large.\n");
        return;
    };
    if shape == Shape::Specific {
        println!("Goal against the sweep: {}", at_most(ours / floor, if size < 100_000 { 4.0 } else { 3.0 }));
    }
    let rivals = [first, last].into_iter().flatten().fold(f64::INFINITY, f64::min);
    println!("Goal of oxidd against quanze: {}\n", at_least(rivals / ours, 20.0));
}

/// Measures the diagrams, once they agree with the sweep.
fn diagrams(rows: &Policy, order: Order, found: &Found) -> Option<f64> {
    let other = bdd(rows, order)?;
    assert!(
        other == *found,
        "the sweep and oxidd differ: {:?}",
        (found.conflicts, other.conflicts, found.gaps, other.gaps)
    );
    Some(median_of(|| bdd(rows, order)))
}

/// Measures our check, once it agrees with the sweep.
fn check(rows: &Policy, found: &Found, each_case: bool) -> Option<f64> {
    let text = rows.text();
    if each_case {
        ask_each_case(rows, &text);
    }
    let model = ours::model(&text);
    let named = ours::analyse(&model)?;
    let involved: Vec<usize> = (0..rows.rules.len()).filter(|&rule| found.involved[rule]).collect();
    assert!(
        named.iter().eq(&involved),
        "the check names {} rules in conflicts, the sweep {}",
        named.len(),
        involved.len()
    );
    Some(median_of(|| ours::analyse(&model)))
}

/// Compares our status of each case with the sweep's.
fn ask_each_case(rows: &Policy, text: &str) {
    let mut ask = ours::status_decider(text);
    for matter in 0..rows.matters {
        let cells = cells(rows, matter);
        for (level, year, kind) in cases() {
            let value = |fact, value: usize| rows.value_name(fact, value as u32);
            let query = format!(
                "{} at {}, year is {}, kind is {}",
                rows.matter_name(matter),
                value(0, level),
                value(1, year),
                value(2, kind)
            );
            let expected = match (cells.is_conflict(level, year, kind), cells.is_gap(level, year, kind)) {
                (true, _) => Status::Conflict,
                (_, true) => Status::Gap,
                _ => Status::Decided,
            };
            assert!(ask(&query) == expected, "`{query}` should be {expected:?}");
        }
    }
}

fn cases() -> impl Iterator<Item = (usize, usize, usize)> {
    (0..4 * 32 * 8).map(|case| (case / 256, case / 8 % 32, case % 8))
}
