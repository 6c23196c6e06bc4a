//! Answers and findings → text and JSON.
//!
//! In: plain data of the analysis. Out: strings and serialisable structs. No colour, no output, no decisions.

mod cell;
mod json;
mod money;
mod remarks;
mod text;
mod words;

pub use cell::cell_text;
pub use json::{
    AnswerLine, CheckLine, ErrorLine, TestLine, answer_line, check_line, error_line, schema, test_line,
};
pub use text::{actual_text, answer_lines, clash_text, expected_text};
pub use words::{fact_word, level_word, status as status_word};
