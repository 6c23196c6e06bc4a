//! One decision as the policy grows.
//!
//! In: generated look-up tables. Out: seconds an answer for each contender at each size, and our goals at the
//! largest.

use super::decide::{Goals, goals};
use super::up_to;
use crate::race::{Result, Results, race};
use crate::table::{Table, thousands, time};
use crate::task::lookup;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// Measures and prints.
pub fn run(most: usize) {
    println!("## scale: one answer among N rules\n");
    let mut all: Vec<(usize, Results)> = Vec::new();
    for size in up_to(most, &SIZES) {
        let task = lookup(size);
        let results = race(&task, all.last().map(|(_, results)| results));
        println!(
            "{} rules, {} matters, {} levels\n",
            thousands(task.rules()),
            task.matters.len(),
            task.levels.len()
        );
        results.print();
        goals(
            &results,
            &Goals { floor: 2.7, regorus: 65.0, zen: if size < 100_000 { 140.0 } else { 1_000.0 } },
        );
        all.push((size, results));
    }
    together(&all);
}

/// Prints the sizes beside each other.
fn together(all: &[(usize, Results)]) {
    let Some((_, first)) = all.first() else { return };
    let mut columns = vec!["an answer".to_owned()];
    columns.extend(all.iter().map(|(size, _)| thousands(*size)));
    let mut table = Table::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    for name in first.names() {
        let cells = all.iter().map(|(_, results)| match results.result(name) {
            Some(Result::Ran { answer, .. }) => time(*answer),
            _ => "-".to_owned(),
        });
        table.row(std::iter::once(name.to_owned()).chain(cells).collect());
    }
    table.print();
}
