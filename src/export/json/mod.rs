//! Answers and findings as JSON.
//!
//! In: plain data of the analysis. Out: structs that serialise to the published schema.

mod answer;
mod check;
mod compare;
mod coverage;
mod line;
mod listing;
mod why;
mod written;

pub use check::check_line;
pub use compare::{ConformityLine, DifferenceLine, conformity_line, difference_line};
pub use coverage::{CoverageLine, coverage_line};
pub use line::{AnswerLine, CheckLine, ErrorLine, FileErrorLine, TestLine};
pub use listing::{ListingLine, listing_line};
pub use why::{ExplainLine, WhyNotLine, explain_line, why_not_line};
pub use written::{json_laid_out, json_text};

use super::told::Told;
use crate::analysis::Answer;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Lang;
use crate::model::Model;
use crate::source::{Sources, Span};
use answer::Writer;

/// Returns the published schema of every line, by its name.
#[must_use]
pub fn schema() -> serde_json::Value {
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "quanze output, one definition for each kind of line",
        "eval": schemars::schema_for!(AnswerLine),
        "eval_error": schemars::schema_for!(ErrorLine),
        "test": schemars::schema_for!(TestLine),
        "test_error": schemars::schema_for!(FileErrorLine),
        "ask": schemars::schema_for!(ListingLine),
        "explain": schemars::schema_for!(ExplainLine),
        "why_not": schemars::schema_for!(WhyNotLine),
        "check": schemars::schema_for!(CheckLine),
        "diff": schemars::schema_for!(DifferenceLine),
        "conform": schemars::schema_for!(ConformityLine),
        "coverage": schemars::schema_for!(CoverageLine),
        "coverage_error": schemars::schema_for!(FileErrorLine),
    })
}

/// Makes the line of an answer.
#[must_use]
pub fn answer_line(model: &Model, sources: &Sources, query: &str, answer: &Answer, lang: Lang) -> AnswerLine {
    let answer = Writer { model, sources, lang }.answer(answer);
    AnswerLine { query: query.to_owned(), policy: model.name.clone(), answer }
}

/// Makes the line of a query that is not understood.
#[must_use]
pub fn error_line(sources: &Sources, query: &str, diagnostics: &[Diagnostic], lang: Lang) -> ErrorLine {
    let first = diagnostics.first();
    let position = first.and_then(Diagnostic::span).map(|span| sources.locate(span).1);
    let help = first.map(|d| d.help.iter().map(|help| help.text(lang)).collect()).unwrap_or_default();
    ErrorLine {
        query: query.to_owned(),
        status: "error",
        code: first.map_or(Code::BadQuery, |d| d.code).as_str(),
        message: first.map(|d| d.message.text(lang)).unwrap_or_default(),
        help,
        line: position.map_or(1, |p| p.line),
        column: position.map_or(1, |p| p.column),
    }
}

/// Makes the line of what is wrong with a file whose expectations were to be tried, or whose cases were to be counted.
#[must_use]
pub fn file_error_line(told: &Told) -> FileErrorLine {
    let spot = told.spots.first();
    FileErrorLine {
        status: "error",
        code: told.code.as_str(),
        message: told.message.clone(),
        help: told.help.clone(),
        file: told.file.clone(),
        line: spot.map(|spot| spot.line),
        column: spot.map(|spot| spot.column),
    }
}

/// Makes the line of one `expect`.
#[must_use]
pub fn test_line(
    model: &Model,
    sources: &Sources,
    span: Span,
    query: String,
    expected: String,
    actual: String,
    passed: bool,
) -> TestLine {
    let (file, position) = sources.locate(span);
    TestLine {
        query,
        policy: model.name.clone(),
        passed,
        expected,
        actual,
        file: file.to_owned(),
        line: position.line,
    }
}
