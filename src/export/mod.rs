//! Answers and findings → text and JSON.
//!
//! In: plain data of the analysis. Out: strings and serialisable structs. No colour, no output, no decisions.

mod compare;
mod json;
mod money;
mod remarks;
mod text;
mod words;

pub use compare::{Pair, Setting, conformity_lines, difference_lines};
pub use json::{
    AnswerLine, CheckLine, ConformityLine, DifferenceLine, ErrorLine, TestLine, answer_line, check_line,
    conformity_line, difference_line, error_line, schema, test_line,
};
pub use text::{actual_text, answer_lines, answer_words, clash_text, expected_text};
pub use words::level_word;
