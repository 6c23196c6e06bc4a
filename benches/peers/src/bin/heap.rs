//! Counts the heap that a policy takes: the most at any time while it loads, and what stays.
//!
//! In: `model` or `session`, and a path. Out: two numbers of megabytes beyond the text itself.

use peak_alloc::PeakAlloc;
use quanze_peers::ours;
use std::hint::black_box;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, until, path] = &arguments[..] else { panic!("usage: heap model|session PATH") };
    let text = std::fs::read_to_string(path).expect("the file is readable");
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let kept = if until == "model" {
        let model = black_box(ours::model(&text));
        let kept = HEAP.current_usage();
        drop(model);
        kept
    } else {
        let session = black_box(ours::load(&text));
        let kept = HEAP.current_usage();
        drop(session);
        kept
    };
    let megabytes = |bytes: usize| bytes.saturating_sub(before) as f64 / 1e6;
    println!("{:.1} {:.1}", megabytes(HEAP.peak_usage()), megabytes(kept));
}
