//! One decision under a real policy, from strings.
//!
//! In: the policy of Benxi. Out: seconds an answer for each contender, and our goals against the floor and
//! the best rivals.

use crate::race::{Results, race};
use crate::rivals::{ARRAY, FLOOR, OURS, OURS_BY_NUMBER, REGORUS, ZEN};
use crate::table::{Table, at_least, at_most, digits, thousands};
use crate::task::benxi;

/// Measures and prints.
pub fn run(_most: usize) {
    let task = benxi();
    println!("## decide: one answer, Benxi\n");
    println!(
        "{} matters, {} rows over {} levels; {} questions, two in a hundred about a matter that is not listed.\n",
        task.matters.len(),
        task.rules(),
        task.levels.len(),
        thousands(task.questions.codes.len()),
    );
    let results = race(&task, None);
    results.print();
    goals(&results, &Goals { floor: 2.0, regorus: 50.0, zen: 140.0 });
}

/// What one answer should cost us.
pub struct Goals {
    /// From strings: at most so many times the floor.
    pub floor: f64,
    /// At least so many times faster than regorus.
    pub regorus: f64,
    /// At least so many times faster than zen.
    pub zen: f64,
}

/// Prints which goals hold.
pub fn goals(results: &Results, goals: &Goals) {
    let rows = [
        (
            "quanze against the floor from strings",
            results.ratio(OURS, FLOOR),
            at_most as fn(f64, f64) -> String,
            goals.floor,
        ),
        ("quanze from numbers against the array", results.ratio(OURS_BY_NUMBER, ARRAY), at_most, 5.0),
        ("regorus (RVM) against quanze", results.ratio(REGORUS, OURS), at_least, goals.regorus),
        ("zen against quanze", results.ratio(ZEN, OURS), at_least, goals.zen),
    ];
    let mut table = Table::new(&["goal", "ratio", "verdict"]);
    for (what, ratio, verdict, goal) in rows {
        let said = ratio.map_or("not measured".to_owned(), |ratio| verdict(ratio, goal));
        table.row(vec![what.to_owned(), ratio.map_or("-".to_owned(), digits), said]);
    }
    table.print();
}
