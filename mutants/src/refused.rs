//! Finds the mutants that the compiler refuses.
//!
//! In: the compiler's messages as JSON on standard input, and `places`. Out: their numbers, added to `refused`.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead};
use std::ops::Range;
use std::path::{Path, PathBuf};

struct Place {
    file: String,
    range: Range<usize>,
    numbers: Vec<usize>,
}

fn path(copy: &str) -> PathBuf {
    Path::new(copy).join("refused")
}

/// Returns the mutants that were refused so far.
pub fn known(copy: &str) -> BTreeSet<usize> {
    let text = fs::read_to_string(path(copy)).unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

/// Returns the mutants that are in the sources.
pub fn placed(copy: &str) -> BTreeSet<usize> {
    places(copy).into_iter().flat_map(|place| place.numbers).collect()
}

fn places(copy: &str) -> Vec<Place> {
    let text = fs::read_to_string(Path::new(copy).join("places")).expect("the places");
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let place = |line: &str| {
        let parts: Vec<&str> = line.split('\t').collect();
        let numbers = parts[3].split(' ').map(number).collect();
        Place { file: parts[0].to_owned(), range: number(parts[1])..number(parts[2]), numbers }
    };
    text.lines().map(place).collect()
}

/// Adds the mutants that errors lie in.
pub fn refuse(copy: &str) {
    let places = places(copy);
    let mut refused = known(copy);
    let (before, mut elsewhere) = (refused.len(), String::new());
    for line in io::stdin().lock().lines() {
        let Ok(json) = serde_json::from_str::<Value>(&line.expect("text")) else { continue };
        let message = &json["message"];
        let mut spans: Vec<&Value> = message["spans"].as_array().into_iter().flatten().collect();
        if message["level"] != "error" || spans.is_empty() {
            continue;
        }
        spans.sort_by_key(|span| span["is_primary"] != true);
        let innermost = |span: &&Value| {
            let at = span["byte_start"].as_u64().unwrap_or(0) as usize;
            let here = |place: &&Place| span["file_name"] == *place.file && place.range.contains(&at);
            places.iter().filter(here).min_by_key(|place| place.range.len())
        };
        match spans.iter().find_map(innermost) {
            Some(place) => refused.extend(&place.numbers),
            None => elsewhere.push_str(message["rendered"].as_str().unwrap_or_default()),
        }
    }
    // An error may follow from another.
    assert!(refused.len() > before, "errors of no mutant:\n{elsewhere}");
    let numbers: String = refused.iter().map(|number| format!("{number}\n")).collect();
    fs::write(path(copy), numbers).expect("written");
    println!("{} more are refused, {} in all", refused.len() - before, refused.len());
}
