//! How long something takes.
//!
//! In: something to do. Out: seconds that this thread computed, as medians. Time of other processes does not
//! count, except where a whole process is measured.

use cpu_time::ThreadTime;
use std::hint::black_box;

/// How long one measurement lasts at least.
pub const LEAST: f64 = 0.2;

/// Runs something once; returns the seconds and what came out.
pub fn once<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = ThreadTime::now();
    let made = black_box(run());
    (start.elapsed().as_secs_f64(), made)
}

/// Measures something: returns the median of some measurements, each long enough to be read off a clock, and
/// what came out the first time. What takes long is measured less often.
pub fn measure<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let (first, made) = once(&mut run);
    let times = (LEAST / first).ceil().clamp(1.0, 1e7) as u32;
    let measurements = match first {
        ..0.5 => 7,
        0.5..2.0 => 5,
        2.0..10.0 => 3,
        _ => return (first, made),
    };
    let again = |_| {
        let (seconds, ()) = once(|| (0..times).for_each(|_| drop(black_box(run()))));
        seconds / f64::from(times)
    };
    (median((0..measurements).map(again).collect()), made)
}

/// Returns the number in the middle.
pub fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
