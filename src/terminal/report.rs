//! Diagnostics and reports as drawn text.
//!
//! In: diagnostics, or what a check found. Out: one text, ending in the line of counts.

use super::draw::{Canvas, printable};
use crate::analysis::{Finding, Kind, Report, Summary};
use crate::diagnostic::Diagnostic;
use crate::export::{actual_text, clash_text, expected_text};
use crate::limits::LIMITS;
use crate::message::{Message, Word};
use crate::model::Model;
use crate::source::Sources;

/// Draws diagnostics, as many as a reader can take in.
#[must_use]
pub fn diagnostics(canvas: &Canvas, sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(LIMITS.drawn) {
        text.push_str(&canvas.draw(sources, diagnostic, &[]));
        text.push('\n');
    }
    if let Some(more) = diagnostics.len().checked_sub(LIMITS.drawn).filter(|more| *more > 0) {
        text.push_str(&Message::AndMore { more }.text(canvas.lang));
        text.push('\n');
    }
    text
}

/// Draws what a check of one policy found, and its counts.
#[must_use]
pub fn policy_report(canvas: &Canvas, sources: &Sources, model: &Model, report: &Report) -> String {
    let all: Vec<&Finding> = report.findings.iter().collect();
    let mut text = findings_report(canvas, sources, model, &all);
    let counts = counts(&report.summary).text(canvas.lang);
    // A policy without a name has that of its file.
    text.push_str(&printable(&Word::Colon { left: model.name.clone(), right: counts }.text(canvas.lang)));
    text.push('\n');
    text
}

/// Draws findings, as many as a reader can take in.
#[must_use]
pub fn findings_report(canvas: &Canvas, sources: &Sources, model: &Model, findings: &[&Finding]) -> String {
    let mut text = String::new();
    let told = || findings.iter().filter(|finding| finding.allowed.is_none() && !finding.old);
    for finding in told().take(LIMITS.drawn) {
        if !finding.acknowledged.is_empty() {
            text.push_str(&acknowledged_line(canvas, sources, model, finding));
            text.push('\n');
            continue;
        }
        if matches!(finding.kind, Kind::Narrower { .. }) {
            text.push_str(&one_line(canvas, sources, &finding.diagnostic(model, canvas.lang)));
            text.push('\n');
            continue;
        }
        let extra = extra_lines(canvas, sources, model, finding);
        text.push_str(&canvas.draw(sources, &finding.diagnostic(model, canvas.lang), &extra));
        text.push('\n');
    }
    if let Some(more) = told().count().checked_sub(LIMITS.drawn).filter(|more| *more > 0) {
        text.push_str(&Message::AndMore { more }.text(canvas.lang));
        text.push('\n');
    }
    text
}

/// Returns the witness, the region, and for a failed expectation what came out.
fn extra_lines(canvas: &Canvas, sources: &Sources, model: &Model, finding: &Finding) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |message: Message| lines.push(message.text(canvas.lang));
    if let Kind::Failed { index, actual } = &finding.kind
        && let Some(expect) = model.expects.get(*index)
    {
        say(Message::Expected { text: expected_text(sources, expect) });
        say(Message::Actual { text: actual_text(model, expect, actual, canvas.lang) });
    }
    if let Some(answer) = &finding.clash {
        say(Message::Clash { what: clash_text(model, answer, canvas.lang) });
    }
    let witness = finding.witness_text(model, canvas.lang);
    if let Some(query) = &witness {
        say(Message::Witness { query: query.clone() });
    }
    // One box is already said: in the message, or by the case itself.
    let region = finding.region_lines(model, canvas.lang);
    let said = match region.as_slice() {
        [] => true,
        [only] => {
            matches!(finding.kind, Kind::Conflict { .. } | Kind::Gap { .. }) || Some(only) == witness.as_ref()
        }
        _ => false,
    };
    if !said {
        say(Message::RegionIs { lines: region });
    }
    lines
}

/// Says in one line what the document itself causes and the file acknowledges.
fn acknowledged_line(canvas: &Canvas, sources: &Sources, model: &Model, finding: &Finding) -> String {
    let diagnostic = finding.diagnostic(model, canvas.lang);
    let because = model.reasons(&finding.acknowledged);
    let place = finding.acknowledged.first().map(|&rule| sources.locate(model.rules[rule].span));
    let (file, line) = place.map_or(("", 1), |(file, position)| (file, position.line));
    let message = Message::AcknowledgedFinding {
        code: diagnostic.code.as_str(),
        what: diagnostic.message.text(canvas.lang),
        because: because.unwrap_or_default(),
        place: format!("{file}:{line}"),
    };
    printable(&message.text(canvas.lang))
}

/// Says a note in one line: it is worth knowing, and nothing has to be done.
fn one_line(canvas: &Canvas, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span().map(|span| sources.locate(span));
    let place = place.map(|(file, position)| format!(" ({file}:{})", position.line)).unwrap_or_default();
    let what = diagnostic.message.text(canvas.lang);
    printable(&format!("{} {what}{place}", diagnostic.code.as_str()))
}

/// Returns the last line of a check.
fn counts(summary: &Summary) -> Message {
    Message::Counts {
        clean: summary.is_clean(),
        old: summary.old,
        in_part: summary.in_part,
        errors: summary.errors,
        warnings: summary.warnings,
        acknowledged: (summary.acknowledged_conflicts, summary.acknowledged_gaps),
        cases: summary.cases(),
        decided: summary.decided,
        undetermined: summary.undetermined,
        retained: summary.retained,
        governed: summary.governed,
        conflicts: summary.conflicts,
        gaps: summary.gaps,
        impossible: summary.impossible,
        expects: (summary.expects_held, summary.expects),
    }
}
