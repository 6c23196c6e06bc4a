//! What is better not written so, though it has one clear meaning.
//!
//! In: a model, and whether its unlisted matters are answered. Out: findings, each with its usual level. Nothing here changes an
//! answer. Every lint takes time in proportion to the file.

mod allow;
mod clauses;
mod names;
mod performer;
mod sections;
mod usage;

pub(super) use allow::allow;

use super::check::{MOST_LISTED, note};
use super::finding::{Finding, Kind};
use crate::diagnostic::{Code, Label, Severity};
use crate::message::{Advice, Message};
use crate::model::{AxisId, Model, Rule, RuleId, SectionId, ValueSet};
use crate::source::Span;

/// One thing that a lint found.
#[derive(Debug, Clone)]
pub struct Lint {
    /// Its code.
    pub code: Code,
    /// What is the matter.
    pub message: Message,
    /// Where.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Advice,
    /// The section that it stands in.
    pub section: Option<SectionId>,
    /// The matters that it is about, where it is about some alone.
    pub matters: Option<ValueSet>,
}

impl Lint {
    /// Makes one at a place.
    #[must_use]
    pub fn new(code: Code, span: Span, message: Message, help: Advice) -> Lint {
        let labels = vec![Label { span, message: None }];
        Lint { code, message, labels, help, section: None, matters: None }
    }

    /// Makes one about a rule.
    fn about(code: Code, rule: &Rule, message: Message, help: Advice) -> Lint {
        Lint {
            section: rule.section,
            matters: Some(rule.matters.clone()),
            ..Lint::new(code, rule.span, message, help)
        }
    }

    fn label(mut self, span: Span, message: Message) -> Lint {
        self.labels.push(Label { span, message: Some(message) });
        self
    }
}

/// Returns what the lints find, in the order of their codes and of the file; `links` is what was found where other documents are known,
/// and `above` are the facts that documents above have as well.
pub(super) fn lints(
    model: &Model,
    answers_unlisted: bool,
    (links, above): (Vec<Lint>, &[AxisId]),
) -> Vec<Finding> {
    let mut found = usage::unused(model, above);
    found.extend(links);
    found.extend(names::near_duplicates(model));
    found.extend(names::confusables(model));
    found.extend(clauses::without_citation(model));
    found.extend(clauses::cited_twice(model));
    found.extend(clauses::no_residual(model, answers_unlisted));
    found.extend(performer::without_performer(model));
    found.extend(clauses::quotes_of_others(model));
    found.extend(sections::sections(model));
    found.sort_by_key(|lint| (lint.code, lint.labels.first().map(|label| label.span)));
    listed(found)
}

/// Makes findings of so many of each code as are listed; the rest are counted.
fn listed(found: Vec<Lint>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut more: Vec<(Code, usize)> = Vec::new();
    let mut last: Option<(Code, usize)> = None;
    for lint in found {
        let count = last.filter(|(code, _)| *code == lint.code).map_or(0, |(_, count)| count);
        last = Some((lint.code, count.saturating_add(1)));
        if count < MOST_LISTED {
            findings.push(finding(lint));
            continue;
        }
        match more.last_mut().filter(|(code, _)| *code == lint.code) {
            Some((_, dropped)) => *dropped = dropped.saturating_add(1),
            None => more.push((lint.code, 1)),
        }
    }
    findings.extend(more.into_iter().map(|(code, more)| note(Kind::MoreLints { code, more })));
    findings
}

/// Makes the finding of a lint, as grave as usual.
fn finding(lint: Lint) -> Finding {
    let severity = lint.code.usual_severity().unwrap_or(Severity::Warning);
    Finding { severity, ..note(Kind::Lint(Box::new(lint))) }
}

/// Returns the rules that allocate, or say what holds otherwise.
fn allocating(model: &Model) -> impl Iterator<Item = (RuleId, &Rule)> {
    model.rules.pairs().filter(|(_, rule)| rule.effect.statement().is_some())
}
