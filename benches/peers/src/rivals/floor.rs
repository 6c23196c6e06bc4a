//! The floors: what the same answers cost without any engine.
//!
//! In: a task. Out: look-ups in plain tables that somebody wrote by hand for these rows alone.

use super::{ByNumbers, ByWords, Loaded};
use crate::task::{Code, NOT_LISTED, Numbers, Task, Words};
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// One load from a table; whoever asks has numbered matters and levels.
pub fn array<'t>(task: &'t Task, _: &str) -> Loaded<'t> {
    let levels = task.levels.len();
    let mut codes: Vec<Code> =
        task.matters.iter().flat_map(|matter| (0..levels).map(|level| matter.code(level))).collect();
    codes.extend(std::iter::repeat_n(NOT_LISTED, levels));
    Ok(Box::new(ByNumbers(move |of: Numbers| codes[of.matter as usize * levels + of.level as usize])))
}

/// The matter by the fast hash of the Rust compiler, then the level.
pub fn fast_hash<'t>(task: &'t Task, _: &str) -> Loaded<'t> {
    by_name(task, FxHashMap::default())
}

/// The same by the hash of the standard library.
pub fn std_hash<'t>(task: &'t Task, _: &str) -> Loaded<'t> {
    by_name(task, HashMap::new())
}

fn by_name<'t, S: BuildHasher + 't>(task: &'t Task, mut rows: HashMap<&'t str, [Code; 4], S>) -> Loaded<'t> {
    for matter in &task.matters {
        let code = |level| if level < task.levels.len() { matter.code(level) } else { NOT_LISTED };
        rows.insert(&matter.name, std::array::from_fn(code));
    }
    let levels: Vec<&str> = task.levels.iter().map(String::as_str).collect();
    Ok(Box::new(ByWords(move |words: &Words| {
        let row = rows.get(words.matter.as_str());
        let level = levels.iter().position(|level| *level == words.level);
        row.zip(level).map_or(NOT_LISTED, |(row, level)| row[level])
    })))
}
