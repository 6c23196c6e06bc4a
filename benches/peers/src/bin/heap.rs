//! Counts the heap that a contender takes: the most at any time while it loads, and what stays.
//!
//! In: the name of a contender and a number of rules. Out: two numbers of megabytes, beyond its document and
//! the questions.

use peak_alloc::PeakAlloc;
use quanze_peers::child::{CHECKED, MODEL, SESSION};
use quanze_peers::{ours, rivals, task};
use std::hint::black_box;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, name, rules] = &arguments[..] else { panic!("usage: heap CONTENDER RULES") };
    let task = task::lookup(rules.parse().expect("a number of rules"));
    let kept = match name.as_str() {
        MODEL => kept(|| ours::model(&task.text)),
        SESSION => kept(|| ours::load(&task.text)),
        CHECKED => kept(|| ours::asked_and_checked(&task.text, &task.matters[0].name, &task.levels[0])),
        name => {
            let contender = rivals::ALL.iter().find(|contender| contender.name == name);
            let contender = contender.expect("a contender of that name");
            let document = (contender.document)(&task);
            kept(|| (contender.load)(&task, &document).unwrap_or_else(|why| panic!("{why}")))
        }
    };
    println!("{:.1} {:.1}", megabytes(HEAP.peak_usage(), kept.0), megabytes(kept.1, kept.0));
}

/// Returns the bytes in use before something is made and while it lives.
fn kept<T>(make: impl FnOnce() -> T) -> (usize, usize) {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let made = black_box(make());
    let after = HEAP.current_usage();
    drop(made);
    (before, after)
}

fn megabytes(bytes: usize, before: usize) -> f64 {
    bytes.saturating_sub(before) as f64 / 1e6
}
