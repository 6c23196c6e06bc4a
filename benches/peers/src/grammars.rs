//! Grammars with nothing behind them.
//!
//! In: text. Out: nothing but that it was parsed into pairs.

#![allow(missing_docs)]

use pest::Parser;
use std::hint::black_box;

/// The grammar of the program.
#[derive(pest_derive::Parser)]
#[grammar = "../../grammar/quanze.pest"]
struct Whole;

/// A grammar of these lines alone.
mod lines {
    /// The grammar.
    #[derive(pest_derive::Parser)]
    #[grammar = "lines.pest"]
    pub struct Lines;
}

/// Parses by the grammar of the program.
pub fn whole(text: &str) {
    drop(black_box(Whole::parse(Rule::file, text).expect("the text is right")));
}

/// Parses by a grammar of these lines alone.
pub fn lines(text: &str) {
    drop(black_box(lines::Lines::parse(lines::Rule::file, text).expect("the text is right")));
}
