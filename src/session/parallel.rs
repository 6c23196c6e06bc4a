//! Work on several texts at the same time.
//!
//! In: what is to be done, one piece for each text. Out: what came of each, in the order in which they came in. The work is shared among as
//! many threads as the machine has processors; where it gives none, this one does everything.

use std::sync::Mutex;
use std::thread::{Builder, available_parallelism, scope};

/// Does the same with each; what comes of it stands in the order of what came in.
pub(super) fn map<T: Send, R: Send>(pieces: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let processors = available_parallelism().map_or(1, usize::from);
    let helpers = processors.min(pieces.len()).saturating_sub(1);
    let (waiting, done) = (Mutex::new(pieces.into_iter().enumerate()), Mutex::new(Vec::new()));
    let work_on = || {
        // A lock is held for as long as it takes to get or to leave a piece, and nothing fails meanwhile.
        let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
        while let Some((number, piece)) = next() {
            let result = work(piece);
            if let Ok(mut done) = done.lock() {
                done.push((number, result));
            }
        }
    };
    scope(|threads| {
        for _ in 0..helpers {
            if Builder::new().spawn_scoped(threads, work_on).is_err() {
                break;
            }
        }
        work_on();
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
