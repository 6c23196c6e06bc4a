//! All conflicts and gaps of generated rules.
//!
//! In: rules over matter, level, year and kind. Out: seconds for a plain sweep, for decision diagrams, and
//! for what we find, alone and with all else that our check does. Sweep and diagrams have found the same before
//! they are measured, and we name the same rules; at the smallest size each case is also asked for alone.

use super::up_to;
use crate::analysis::{Found, Order, bdd, cells, sweep};
use crate::clock::measure;
use crate::generate::{Policy, Shape, policy};
use crate::ours::{self, Named};
use crate::table::{Table, at_least, at_most, digits, thousands, time};
use quanze::diagram::Status;
use quanze::model::Model;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Up to this size each case is asked for alone.
const EACH_CASE: usize = 1_000;
/// Seconds that a contender may take; it is not tried at a size at which it would take longer.
const LONGEST: f64 = 60.0;
const SHAPES: [(Shape, &str); 3] = [
    (Shape::Specific, "every rule names its matters"),
    (Shape::Wild1, "one rule in a hundred is about every matter, a group, or every level"),
    (Shape::Wild25, "one rule in four is"),
];
const NAMES: [&str; 5] = [
    "sweep by matter, one bit a case",
    "oxidd, matter first",
    "oxidd, matter last",
    "quanze, diagram and findings",
    "quanze, the whole check: witnesses asked again, lints",
];

/// Seconds of each contender at one size; nothing where it was left out.
type Times = [Option<f64>; 5];

/// Measures and prints.
pub fn run(most: usize) {
    println!("## analyse: all conflicts and gaps\n");
    for (shape, what) in SHAPES {
        println!("### {shape:?}: {what}\n");
        let mut before = [[Some(0.0); 5]; 2];
        for size in up_to(most, &SIZES) {
            let times = at_size(shape, size, &before);
            before = [before[1], times];
        }
    }
}

fn at_size(shape: Shape, size: usize, before: &[Times; 2]) -> Times {
    let rows = policy(shape, size, 1);
    let (floor, found) = measure(|| sweep(&rows));
    println!(
        "{} rules, {} matters: {} cases in conflict, {} without a rule, {} rules in conflicts\n",
        thousands(rows.rules.len()),
        thousands(rows.matters as usize),
        thousands(found.conflicts as usize),
        thousands(found.gaps as usize),
        thousands(found.rules()),
    );
    let try_it = |number: usize| expected(before[0][number], before[1][number]) < LONGEST;
    let by_order = |order, number| try_it(number).then(|| diagrams(&rows, order, &found)).flatten();
    let times = [
        Some(floor),
        by_order(Order::MatterFirst, 1),
        by_order(Order::MatterLast, 2),
        try_it(3).then(|| by_us(&rows, &found, size <= EACH_CASE, ours::analyse)).flatten(),
        try_it(4).then(|| by_us(&rows, &found, false, ours::whole_check)).flatten(),
    ];
    let mut table = Table::new(&["contender", "time", "x floor"]);
    for (name, seconds) in NAMES.iter().zip(times) {
        let ratio = seconds.map_or("-".to_owned(), |seconds| digits(seconds / floor));
        table.row(vec![(*name).to_owned(), seconds.map_or("-".to_owned(), time), ratio]);
    }
    table.print();
    goals(shape, &times);
    times
}

/// Guesses the time at ten times the size from the last two sizes: nothing at either counts as forever.
fn expected(earlier: Option<f64>, last: Option<f64>) -> f64 {
    match (earlier, last) {
        (Some(earlier), Some(last)) if earlier > 0.0 => last * (last / earlier).max(10.0),
        // One size alone does not say how it grows: between linear and quadratic.
        (_, Some(last)) => last * 30.0,
        _ => f64::INFINITY,
    }
}

fn goals(shape: Shape, times: &Times) {
    let [Some(floor), first, last, ours, _] = *times else { return };
    let Some(ours) = ours else {
        println!("quanze is left out: too large for it, or over {LONGEST} s.\n");
        return;
    };
    // Where rules of all kinds meet, naming who takes part costs more than the cases: there only the rival
    // counts.
    if shape == Shape::Specific {
        println!(
            "Goal, quanze against the sweep {}.\n",
            at_most(ours / floor, 5.0)
        );
    }
    let rival = [first, last].into_iter().flatten().fold(f64::INFINITY, f64::min);
    if rival.is_finite() {
        println!("Goal, oxidd against quanze {}.\n", at_least(rival / ours, if shape == Shape::Specific { 40.0 } else { 20.0 }));
    }
}

/// Measures the diagrams, which have to agree with the sweep.
fn diagrams(rows: &Policy, order: Order, found: &Found) -> Option<f64> {
    let (seconds, other) = measure(|| bdd(rows, order));
    let other = other?;
    let both = (found.conflicts, other.conflicts, found.gaps, other.gaps);
    assert!(other == *found, "the sweep and oxidd differ: {both:?}");
    Some(seconds)
}

/// Measures what we find, or our whole check; it has to agree with the sweep.
fn by_us(rows: &Policy, found: &Found, each_case: bool, analyse: fn(&Model) -> Option<Named>) -> Option<f64> {
    let text = rows.text();
    if each_case {
        ask_each_case(rows, &text);
    }
    let model = ours::model(&text);
    let (seconds, named) = measure(|| analyse(&model));
    let named = named?;
    let involved: Vec<usize> = (0..rows.rules.len()).filter(|&rule| found.involved[rule]).collect();
    let both = (named.rules.len(), involved.len());
    let right = named.rules.iter().all(|&rule| found.involved[rule]) && (!named.all || named.rules.iter().eq(&involved));
    assert!(right, "quanze and the sweep name other rules in conflicts: {both:?}");
    Some(seconds)
}

/// Compares our status of each case with the sweep's.
fn ask_each_case(rows: &Policy, text: &str) {
    let mut ask = ours::status_decider(text, &["level", "year", "kind"]);
    for matter in 0..rows.matters {
        let cells = cells(rows, matter);
        for (level, year, kind) in cases() {
            let value = |fact, value: usize| rows.value_name(fact, value as u32);
            let words = [value(0, level), value(1, year), value(2, kind)];
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let name = rows.matter_name(matter);
            let expected = match (cells.is_conflict(level, year, kind), cells.is_gap(level, year, kind)) {
                (true, _) => Status::Conflict,
                (_, true) => Status::Gap,
                _ => Status::Decided,
            };
            assert!(ask(&name, &words) == expected, "{name} {words:?} should be {expected:?}");
        }
    }
}

fn cases() -> impl Iterator<Item = (usize, usize, usize)> {
    (0..4 * 32 * 8).map(|case| (case / 256, case / 8 % 32, case % 8))
}
