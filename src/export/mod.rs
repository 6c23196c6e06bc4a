//! Answers and findings → text and JSON.
//!
//! In: plain data of the analysis. Out: strings and serialisable structs. No colour, no output, no decisions.

mod baseline;
mod cell;
mod compare;
mod coverage;
mod expectation;
mod fingerprint;
mod github;
mod json;
mod junit;
mod listing;
mod money;
mod remarks;
mod rows;
mod sarif;
mod short;
mod table;
mod text;
mod told;
mod why;
mod words;

pub use baseline::{Baseline, Old};
pub use cell::cell_text;
pub use compare::{Pair, Setting, conformity_lines, difference_lines};
pub use coverage::{coverage_lines, coverage_rows, markdown_table};
pub use expectation::actual_text;
pub use github::github_line;
pub use json::{
    AnswerLine, CheckLine, ConformityLine, CoverageLine, DifferenceLine, ErrorLine, ExplainLine, ListingLine,
    TestLine, WhyNotLine, answer_line, check_line, conformity_line, coverage_line, difference_line,
    error_line, explain_line, file_error_line, json_laid_out, json_text, listing_line, schema, test_line,
    why_not_line,
};
pub use junit::{Tried, junit_check, junit_test};
pub use listing::{listing_lines, listing_table};
pub use rows::answers_table;
pub use sarif::{SarifLog, sarif_log};
pub use short::short_line;
pub use table::Table;
pub use text::{answer_lines, answer_words, clash_text, expected_text};
pub use told::{Checked, Spot, Told, told};
pub use why::{answer_head, trace_head, trace_lines, trace_table, why_lines, why_not_lines, why_not_table};
pub use words::{fact_word, level_word, status as status_word};
