//! A check after one rule was changed.
//!
//! In: a generated policy, and the same with one other answer. Out: time of a whole check, from the text to the findings, and of a
//! check that resolves the changed rule alone.

use super::up_to;
use crate::clock::measure;
use crate::generate::{ANSWERS, Shape, policy};
use crate::ours;
use crate::table::{Table, at_most, digits, thousands, time};
use std::hint::black_box;

const SIZES: [usize; 1] = [10_000];

/// Measures and prints.
pub fn run(most: usize) {
    println!("## recheck: after one rule was changed\n");
    for size in up_to(most, &SIZES) {
        let mut rows = policy(Shape::Specific, size, 1);
        let text = rows.text();
        let rule = &mut rows.rules[size / 2];
        rule.answer = (rule.answer + 1) % ANSWERS.len();
        let changed = rows.text();
        let (whole, _) = measure(|| ours::analyse(&ours::model(black_box(&changed))));
        let again = ours::recheck(&text, &changed);
        let mut table = Table::new(&["quanze", "time", "x whole"]);
        let label = format!("{} rules, text to findings", thousands(size));
        table.row(vec![label, time(whole), digits(1.0)]);
        table.row(vec!["after one change".to_owned(), time(again), digits(again / whole)]);
        table.print();
        println!("Goal, after one change against the whole {}.\n", at_most(again / whole, 0.2));
    }
}
