//! What the rules of a policy come to together.
//!
//! In: a model and its diagram. Out: conflicts, gaps, stale acknowledgements, unreachable and redundant rules, each once, with
//! its cases and one of them as a witness; and the cases counted. Exact and complete; nothing is put into words here, and no witness
//! is asked again.

use super::check::{Check, note};
use super::finding::{Finding, Kind};
use super::rules;
use super::summary::Summary;
use super::survey::{Survey, survey};
use crate::diagnostic::Severity;
use crate::diagram::{Diagram, TooLarge};
use crate::model::{Effect, Model, RuleId, SectionId};
use rustc_hash::FxHashSet;

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Conflicts, gaps and stale acknowledgements, then unreachable and redundant rules.
    pub findings: Vec<Finding>,
    /// The cases by status.
    pub summary: Summary,
    /// The cases by status for each section that has any; those of no section come last.
    pub sections: Vec<(Option<SectionId>, Summary)>,
}

/// Finds out what the rules of a policy come to together.
///
/// # Errors
/// Fails when some matter's cases would need more nodes than the limit.
pub fn find(model: &Model, diagram: &mut Diagram) -> Result<Found, TooLarge> {
    let mark = diagram.mark();
    let found = Check::new(model, diagram).find();
    diagram.forget(mark);
    found
}

impl Check<'_> {
    /// Finds them; what was made for the witnesses stays for whoever asks them.
    pub(super) fn find(&mut self) -> Result<Found, TooLarge> {
        let Survey { summary, causes, needed, standing, sections, heard, sheets } = survey(self)?;
        self.base = self.diagram.mark();
        let mut findings = causes.findings(self)?;
        let silent = self.silent_acknowledgements(&findings, &heard);
        findings.extend(silent);
        findings.extend(rules::rules(self, &needed, &standing, sheets)?);
        Ok(Found { findings, summary, sections: sections.counted() })
    }

    /// Finds acknowledgements that cover no possible case at all; where two cover the same finding, both are heard.
    fn silent_acknowledgements(&self, findings: &[Finding], heard: &[RuleId]) -> Vec<Finding> {
        let stale = findings.iter().filter_map(|finding| match finding.kind {
            Kind::Stale { rule } => Some(rule),
            _ => None,
        });
        let heard: FxHashSet<RuleId> = heard.iter().copied().chain(stale).collect();
        let rules = self.model.rules.pairs().filter(|(id, rule)| {
            let acknowledges =
                matches!(rule.effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_));
            acknowledges && !heard.contains(id)
        });
        let stale = |(rule, _)| Finding { severity: Severity::Error, ..note(Kind::Stale { rule }) };
        rules.map(stale).collect()
    }
}
