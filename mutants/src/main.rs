//! Tries mutants of a package with one build: every mutant is in the program, and a variable of the environment turns one on.
//!
//! In: the list of `cargo mutants --list --json`, and a copy of the package. Out: the copy with the mutants in it; which of
//! them the compiler refuses; which each test reaches; and for each that is tried, whether a test notices it. `run.sh` does
//! one after the other.

mod places;
mod refused;
mod tests;
mod tried;

use serde_json::Value;
use std::fs;

/// One change, as `cargo mutants` lists it.
pub struct Mutant {
    /// Its place in the list, from 1; 0 is the program as it is.
    pub number: usize,
    pub name: String,
    pub file: String,
    pub kind: String,
    /// Where the text that is changed begins: a line, and a column in characters, both from 1.
    pub start: (usize, usize),
    pub replacement: String,
}

fn list(path: &str) -> Vec<Mutant> {
    let json: Value = serde_json::from_str(&fs::read_to_string(path).expect("the list")).expect("JSON");
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let place = |one: &Value, key: &str| one["span"]["start"][key].as_u64().unwrap_or(0) as usize;
    let mutants = json.as_array().expect("a list").iter().zip(1..).map(|(one, number)| Mutant {
        number,
        name: text(one, "name"),
        file: text(one, "file"),
        kind: text(one, "genre"),
        start: (place(one, "line"), place(one, "column")),
        replacement: text(one, "replacement"),
    });
    mutants.collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["place", mutants, original, copy] => places::place(&list(mutants), original, copy),
        ["refuse", copy] => refused::refuse(copy),
        ["record", copy, programs @ ..] => tests::record(copy, programs),
        ["try", mutants, copy, minutes] => {
            tried::try_all(&list(mutants), copy, minutes.parse().expect("a number of minutes"))
        }
        _ => panic!("place LIST ORIGINAL COPY | refuse COPY | record COPY TESTS… | try LIST COPY MINUTES"),
    }
}
