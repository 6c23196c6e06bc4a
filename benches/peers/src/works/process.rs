//! Whole processes, as a user starts them.
//!
//! In: the built program and generated files. Out: wall time from start to exit, as medians, and what is left
//! of it without the cost of a process that does nothing.

use crate::child;
use crate::clock::median;
use crate::generate::{Shape, policy};
use crate::table::{Table, thousands, time};
use std::path::Path;
use std::time::Instant;

/// How often each process runs; one that takes long runs less often.
const RUNS: usize = 21;
/// Seconds after which a process is not run again.
const ENOUGH: f64 = 30.0;
const SIZE: usize = 100_000;

/// Measures and prints.
pub fn run(most: usize) {
    println!("## process: from start to exit\n");
    let (Some(quanze), Some(nothing)) = (child::quanze(), child::own("nothing")) else {
        println!("Not measured: the program does not build.\n");
        return;
    };
    let size = SIZE.min(most);
    let mut table = Table::new(&["process", "wall", "beyond nothing", "runs"]);
    let floor = wall(&nothing, &[]);
    let mut add = |what: &str, (seconds, runs): (f64, usize)| {
        let beyond = time((seconds - floor.0).max(0.0));
        table.row(vec![what.to_owned(), time(seconds), beyond, runs.to_string()]);
    };
    add("an empty program", floor);
    let benxi = child::project().join("policies/benxi/ip-2025.qz");
    add(
        "quanze eval, Benxi, one query",
        wall(&quanze, &["eval", &benxi.to_string_lossy(), "专利导航 at county"]),
    );
    add("quanze check, Benxi", wall(&quanze, &["check", &benxi.to_string_lossy()]));
    for shape in [Shape::Lookup, Shape::Specific] {
        let path = child::file(&format!("{shape:?}.qz"), &policy(shape, size, 1).text());
        let what = format!("quanze check, {shape:?}, {} rules", thousands(size));
        add(&what, wall(&quanze, &["check", &path.to_string_lossy()]));
    }
    table.print();
}

/// Returns the seconds of a process and how often it ran.
fn wall(program: &Path, arguments: &[&str]) -> (f64, usize) {
    let mut seconds = Vec::new();
    while seconds.len() < RUNS && seconds.iter().sum::<f64>() < ENOUGH {
        let start = Instant::now();
        child::run(program, arguments);
        seconds.push(start.elapsed().as_secs_f64());
    }
    let runs = seconds.len();
    (median(seconds), runs)
}
