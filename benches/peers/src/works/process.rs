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
const RUNS: usize = 15;
/// Seconds after which a process is not run again.
const ENOUGH: f64 = 60.0;
const SIZE: usize = 100_000;

/// Measures and prints.
pub fn run(most: usize) {
    println!("## process: from start to exit\n");
    let (Some(quanze), Some(nothing)) = (child::quanze(), child::own("nothing")) else {
        println!("Not measured: the program does not build.\n");
        return;
    };
    let size = SIZE.min(most);
    let mut table = Table::new(&["process", "wall", "an empty one", "beyond it", "runs"]);
    let mut add = |what: &str, arguments: &[&str]| {
        let (wall, floor, runs) = turns(&quanze, arguments, &nothing);
        let beyond = time((wall - floor).max(0.0));
        table.row(vec![what.to_owned(), time(wall), time(floor), beyond, runs.to_string()]);
    };
    let benxi = child::project().join("policies/benxi/ip-2025.qz");
    add("quanze eval, Benxi, one query", &["eval", &benxi.to_string_lossy(), "专利导航 at county"]);
    add("quanze check, Benxi", &["check", &benxi.to_string_lossy()]);
    for shape in [Shape::Lookup, Shape::Specific] {
        let path = child::file(&format!("{shape:?}.qz"), &policy(shape, size, 1).text());
        let what = format!("quanze check, {shape:?}, {} rules", thousands(size));
        add(&what, &["check", &path.to_string_lossy()]);
    }
    table.print();
}

/// Runs a program and an empty one in turns, so that both meet the same machine; returns the seconds of each,
/// and how often they ran.
fn turns(program: &Path, arguments: &[&str], nothing: &Path) -> (f64, f64, usize) {
    let (mut wall, mut floor) = (Vec::new(), Vec::new());
    while wall.len() < RUNS && wall.iter().sum::<f64>() < ENOUGH {
        floor.push(seconds(nothing, &[]));
        wall.push(seconds(program, arguments));
    }
    let runs = wall.len();
    (median(wall), median(floor), runs)
}

fn seconds(program: &Path, arguments: &[&str]) -> f64 {
    let start = Instant::now();
    child::run(program, arguments);
    start.elapsed().as_secs_f64()
}
