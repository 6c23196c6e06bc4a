//! A check after one rule was changed.
//!
//! In: a generated policy, and the same with one other answer. Out: time of a whole check and of a check that
//! goes on from it.

use super::up_to;
use crate::clock::measure;
use crate::generate::{ANSWERS, Shape, policy};
use crate::ours;
use crate::table::{Table, digits, thousands, time};
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
        let ratio = again.map_or("-".to_owned(), |again| digits(again / whole));
        table.row(vec!["after one change".to_owned(), again.map_or("-".to_owned(), time), ratio]);
        table.print();
    }
}
