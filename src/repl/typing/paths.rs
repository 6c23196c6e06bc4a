//! Paths behind `:load`.
//!
//! In: the beginning of a path. Out: folders and rule files that it could become.

use super::complete::{Candidate, Rank};
use std::fs;
use std::path::Path;

/// How many are offered.
const MOST: usize = 200;

/// Returns the folders and rule files whose path begins so.
pub(super) fn paths(typed: &str) -> Vec<Candidate> {
    let (folder, begun) = typed.rfind('/').map_or(("", typed), |at| typed.split_at(at.saturating_add(1)));
    let place = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        if hidden || !name.starts_with(begun) || name.chars().any(char::is_control) {
            continue;
        }
        let is_folder = entry.path().is_dir();
        if is_folder || name.ends_with(".qz") {
            found.push(format!("{folder}{name}{}", if is_folder { "/" } else { "" }));
        }
    }
    found.sort();
    found.truncate(MOST);
    found.into_iter().map(|text| Candidate { text, rank: Rank::Begins }).collect()
}
