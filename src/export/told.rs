//! What a check tells, one thing after another, in the form that every output shares.
//!
//! In: diagnostics of texts, and the findings of each policy. Out: for each its code, its words, its places and its fingerprint. Which
//! form it is written in is decided elsewhere.

use super::expectation::actual_text;
use super::fingerprint::{Fingerprints, basis};
use super::text::{clash_text, expected_text};
use crate::analysis::{Finding, Kind, Report};
use crate::diagnostic::{Code, Diagnostic, Label, Severity, Unread};
use crate::message::{Lang, Message};
use crate::model::Model;
use crate::source::{Position, Sources, Span};
use schemars::JsonSchema;
use serde::Serialize;

/// A policy with what a check found in it.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// What it means.
    pub model: &'a Model,
    /// The name of the text that it came from.
    pub file: &'a str,
    /// What was found.
    pub report: &'a Report,
}

/// One thing that is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its stable code.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The policy; nothing where a text is broken.
    pub policy: Option<String>,
    /// The file of the policy, or of the first place.
    pub file: String,
    /// What is the matter.
    pub message: String,
    /// What to do about it.
    pub help: Vec<String>,
    /// Where; the first is the primary place. There may be none.
    pub spots: Vec<Spot>,
    /// A case that shows it, as a query in English.
    pub witness: Option<String>,
    /// In a conflict: the values that clash.
    pub clash: Option<String>,
    /// Of an expectation that does not hold: what it expects, and what came out.
    pub failed: Option<Failed>,
    /// All cases, a line for each box.
    pub region: Vec<String>,
    /// Why the file acknowledges it, if it does.
    pub acknowledged: Option<String>,
    /// The same for the same finding, wherever its lines have moved to.
    pub fingerprint: String,
    /// A baseline has it: it is an old one.
    pub old: bool,
}

/// What was expected, and what came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// What the line expects, as it is written.
    pub expected: String,
    /// What came out instead.
    pub actual: String,
}

/// A place: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spot {
    /// The file's name.
    pub file: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last.
    pub end_column: usize,
    /// What stands beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Told {
    /// Tells whether it fails a check.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.severity > Severity::Note && self.acknowledged.is_none() && !self.old
    }

    /// Returns the message with the case and the advice, a line each.
    #[must_use]
    pub fn full_text(&self, lang: Lang) -> String {
        let mut lines = vec![self.message.clone()];
        lines.extend(self.outcome(lang));
        lines.extend(self.clash.iter().map(|what| Message::Clash { what: what.clone() }.text(lang)));
        lines.extend(self.witness.iter().map(|query| Message::Witness { query: query.clone() }.text(lang)));
        lines.extend(self.help.iter().cloned());
        lines.join("\n")
    }

    /// Returns the message in one line; of an expectation with what came out.
    #[must_use]
    pub fn in_one_line(&self, lang: Lang) -> String {
        let what = self.message.clone();
        match self.failed.clone() {
            None => what,
            Some(Failed { expected, actual }) => {
                Message::FailedInOneLine { what, expected, actual }.text(lang)
            }
        }
    }

    /// Returns what was expected and what came out, a line each.
    fn outcome(&self, lang: Lang) -> Vec<String> {
        let lines = |Failed { expected, actual }: Failed| {
            [Message::Expected { text: expected }.text(lang), Message::Actual { text: actual }.text(lang)]
        };
        self.failed.clone().into_iter().flat_map(lines).collect()
    }
}

/// Puts together all that is told: diagnostics of the texts first, then the findings of each policy.
#[must_use]
pub fn told(
    sources: &Sources,
    diagnostics: &[&Diagnostic],
    policies: &[Checked<'_>],
    lang: Lang,
) -> Vec<Told> {
    let mut prints = Fingerprints::default();
    let mut all = Vec::new();
    for diagnostic in diagnostics {
        let mut told = one(sources, diagnostic, lang);
        let english = diagnostic.message.text(Lang::En);
        told.fingerprint = prints.next(&basis(sources, diagnostic, None, &english));
        all.push(told);
    }
    for policy in policies {
        for finding in &policy.report.findings {
            all.push(found(sources, policy, finding, lang, &mut prints));
        }
    }
    all
}

fn found(
    sources: &Sources,
    policy: &Checked<'_>,
    finding: &Finding,
    lang: Lang,
    prints: &mut Fingerprints,
) -> Told {
    let model = policy.model;
    let diagnostic = finding.diagnostic(model, lang);
    let english = finding.diagnostic(model, Lang::En).message.text(Lang::En);
    Told {
        policy: Some(model.name.clone()),
        file: policy.file.to_owned(),
        witness: finding.witness_text(model, Lang::En),
        clash: finding.clash.as_ref().map(|answer| clash_text(model, answer, lang)),
        failed: failed(sources, model, finding, lang),
        region: finding.region_lines(model, Lang::En),
        acknowledged: finding.excuse(model),
        fingerprint: prints.next(&basis(sources, &diagnostic, Some(policy), &english)),
        ..one(sources, &diagnostic, lang)
    }
}

/// Returns what an expectation expects and what came out, if the finding is about one.
fn failed(sources: &Sources, model: &Model, finding: &Finding, lang: Lang) -> Option<Failed> {
    let Kind::Failed { index, actual } = &finding.kind else { return None };
    let expect = model.expects.get(*index)?;
    Some(Failed {
        expected: expected_text(sources, expect),
        actual: actual_text(model, expect, actual, lang),
    })
}

fn one(sources: &Sources, diagnostic: &Diagnostic, lang: Lang) -> Told {
    let label =
        |label: &Label| spot(sources, label.span, label.message.as_ref().map(|message| message.text(lang)));
    let mut spots: Vec<Spot> = diagnostic.labels.iter().map(label).collect();
    spots.extend(diagnostic.file.as_ref().and_then(end_of));
    let unread = || diagnostic.file.as_ref().map(|unread| unread.path.clone()).unwrap_or_default();
    Told {
        code: diagnostic.code,
        severity: diagnostic.severity,
        policy: None,
        file: spots.first().map_or_else(unread, |spot| spot.file.clone()),
        message: diagnostic.message.text(lang),
        help: diagnostic.help.iter().map(|help| help.text(lang)).collect(),
        spots,
        witness: None,
        clash: None,
        failed: None,
        region: Vec::new(),
        acknowledged: None,
        fingerprint: String::new(),
        old: false,
    }
}

/// Returns the place where a file stops being text.
fn end_of(unread: &Unread) -> Option<Spot> {
    let Position { line, column } = unread.until?;
    let file = unread.path.clone();
    Some(Spot { file, line, column, end_line: line, end_column: column.saturating_add(1), label: None })
}

fn spot(sources: &Sources, span: Span, label: Option<String>) -> Spot {
    let (file, start) = sources.locate(span);
    let end = sources.locate(Span { start: span.end, ..span }).1;
    Spot {
        file: file.to_owned(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label,
    }
}
