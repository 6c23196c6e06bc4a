//! Answers and findings → text and JSON.
//!
//! In: plain data of the analysis. Out: strings and serialisable structs. No colour, no output, no decisions.

mod cell;
mod compare;
mod json;
mod listing;
mod money;
mod remarks;
mod rows;
mod table;
mod text;
mod why;
mod words;

pub use cell::cell_text;
pub use compare::{Pair, Setting, conformity_lines, difference_lines};
pub use json::{
    AnswerLine, CheckLine, ConformityLine, DifferenceLine, ErrorLine, ExplainLine, ListingLine, TestLine,
    WhyNotLine, answer_line, check_line, conformity_line, difference_line, error_line, explain_line,
    listing_line, schema, test_line, why_not_line,
};
pub use listing::{listing_lines, listing_table};
pub use rows::answers_table;
pub use table::Table;
pub use text::{actual_text, answer_lines, answer_words, clash_text, expected_text};
pub use why::{trace_lines, trace_table, why_lines, why_not_lines, why_not_table};
pub use words::{fact_word, level_word, status as status_word};
