//! Answers and findings → text and JSON.
//!
//! In: plain data of the analysis. Out: strings and serialisable structs. No colour, no output, no decisions.

mod baseline;
mod coverage;
mod fingerprint;
mod github;
mod json;
mod junit;
mod money;
mod remarks;
mod sarif;
mod short;
mod text;
mod told;
mod words;

pub use baseline::{Baseline, Old};
pub use coverage::{coverage_lines, coverage_rows, markdown_table};
pub use github::github_line;
pub use json::{
    AnswerLine, CheckLine, CoverageLine, ErrorLine, TestLine, answer_line, check_line, coverage_line,
    error_line, schema, test_line,
};
pub use junit::{Tried, junit_check, junit_test};
pub use sarif::{SarifLog, sarif_log};
pub use short::short_line;
pub use text::{actual_text, answer_lines, clash_text, expected_text};
pub use told::{Checked, Spot, Told, told};
pub use words::level_word;
