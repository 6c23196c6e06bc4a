//! The object of a check.
//!
//! In: diagnostics of texts, and the findings of each policy. Out: one object with all of them and the counts.

use super::line::{CheckLine, FindingBody, SpanBody, SummaryBody};
use crate::analysis::{Finding, Summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::text::clash_text;
use crate::message::Lang;
use crate::model::Model;
use crate::source::{Sources, Span};

/// Makes the object of a check: diagnostics of the texts first, then the findings of each policy.
#[must_use]
pub fn check_line(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    policies: &[(&Model, &[Finding], &Summary)],
    lang: Lang,
) -> CheckLine {
    let mut findings: Vec<FindingBody> =
        diagnostics.iter().map(|diagnostic| finding_body(sources, diagnostic, lang)).collect();
    let mut summary =
        SummaryBody { policies: policies.len(), errors: diagnostics.len(), ..SummaryBody::default() };
    for (model, found, counts) in policies {
        for finding in *found {
            let mut body = finding_body(sources, &finding.diagnostic(model, lang), lang);
            body.policy = Some(model.name.clone());
            body.witness = finding.witness_text(model, Lang::En);
            body.clash = finding.clash.as_ref().map(|answer| clash_text(model, answer, lang));
            body.region = finding.region_lines(model, Lang::En);
            body.acknowledged = model.reasons(&finding.acknowledged);
            summary.notes = summary.notes.saturating_add(usize::from(finding.severity == Severity::Note));
            findings.push(body);
        }
        summary.add(counts);
    }
    CheckLine { findings, summary }
}

fn finding_body(sources: &Sources, diagnostic: &Diagnostic, lang: Lang) -> FindingBody {
    FindingBody {
        code: diagnostic.code.as_str(),
        level: diagnostic.severity.as_str(),
        policy: None,
        message: diagnostic.message.text(lang),
        help: diagnostic.help.iter().map(|help| help.text(lang)).collect(),
        spans: diagnostic
            .labels
            .iter()
            .map(|label| span_body(sources, label.span, label.message.as_ref().map(|m| m.text(lang))))
            .collect(),
        witness: None,
        clash: None,
        region: Vec::new(),
        acknowledged: None,
    }
}

fn span_body(sources: &Sources, span: Span, label: Option<String>) -> SpanBody {
    let (file, start) = sources.locate(span);
    let end = sources.locate(Span { start: span.end, ..span }).1;
    SpanBody {
        file: file.to_owned(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label,
    }
}

impl SummaryBody {
    fn add(&mut self, counts: &Summary) {
        let number = |count: u128| u64::try_from(count).unwrap_or(u64::MAX);
        let add = |slot: &mut u64, count: u128| *slot = slot.saturating_add(number(count));
        add(&mut self.cases, counts.cases());
        add(&mut self.decided, counts.decided);
        add(&mut self.undetermined, counts.undetermined);
        add(&mut self.retained, counts.retained);
        add(&mut self.governed, counts.governed);
        add(&mut self.conflicts, counts.conflicts);
        add(&mut self.gaps, counts.gaps);
        add(&mut self.impossible, counts.impossible);
        self.errors = self.errors.saturating_add(counts.errors);
        self.warnings = self.warnings.saturating_add(counts.warnings);
        self.acknowledged = self.acknowledged.saturating_add(counts.acknowledged());
        self.expects = self.expects.saturating_add(counts.expects);
        self.expects_held = self.expects_held.saturating_add(counts.expects_held);
    }
}
