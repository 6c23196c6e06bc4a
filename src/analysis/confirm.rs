//! Witnesses, asked again.
//!
//! In: findings. Out: each witness asked as a user would ask it, as its text and through the parser; one that does not show what its
//! finding says is a finding itself.

use super::answer::{Answer, Reason};
use super::check::{Check, note};
use super::evaluate;
use super::finding::{Finding, Kind};
use super::phrase::Phrases;
use crate::diagnostic::Severity;
use crate::diagram::{Status, TooLarge};
use crate::message::Lang;
use crate::model::resolve_query;
use crate::source::{Source, Sources};
use crate::syntax::parse_query;

impl Check<'_> {
    /// Asks every witness as a user would, and reports those that do not show what they should.
    pub(super) fn confirm(&mut self, findings: &mut Vec<Finding>) -> Result<(), TooLarge> {
        let mut phrases = Phrases::new(self.model, Lang::En);
        let mut unconfirmed = Vec::new();
        for finding in findings.iter_mut() {
            let Some(witness) = &finding.witness else { continue };
            let answer = self.replay(&phrases.witness(witness))?;
            if matches!(finding.kind, Kind::Conflict { .. } | Kind::Clashes { .. }) {
                finding.clash = answer.clone().map(Box::new);
            }
            if !answer.is_some_and(|answer| shows(&finding.kind, &answer)) {
                let kind = Kind::Unconfirmed { code: finding.code() };
                unconfirmed.push(Finding {
                    severity: Severity::Error,
                    witness: Some(witness.clone()),
                    ..note(kind)
                });
            }
        }
        findings.extend(unconfirmed);
        Ok(())
    }

    fn replay(&mut self, witness: &str) -> Result<Option<Answer>, TooLarge> {
        let mut sources = Sources::default();
        let source = Source::new("<witness>", witness);
        let id = sources.add(source.clone());
        let Ok(tree) = parse_query(id, &source) else { return Ok(None) };
        let Ok(query) = resolve_query(self.model, &tree, &[]) else { return Ok(None) };
        let answer = evaluate(self.model, self.diagram, &query);
        self.diagram.relax(self.base);
        answer.map(Some)
    }
}

/// Tells whether an answer shows what a finding says of it.
fn shows(kind: &Kind, answer: &Answer) -> bool {
    match kind {
        Kind::Clashes { rule, .. } => answer.status == Status::Conflict && answer.rules.contains(rule),
        Kind::Conflict { rules } => {
            answer.status == Status::Conflict && rules.iter().all(|rule| answer.rules.contains(rule))
        }
        Kind::Gap { .. } => {
            answer.status == Status::Gap && !matches!(answer.reason, Some(Reason::UnknownValue(..)))
        }
        Kind::Stale { rule } => !answer.acknowledged.contains(rule),
        Kind::Unreachable { rule, .. } => !answer.rules.contains(rule),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::finding::Why;
    use crate::arena::Id;
    use crate::model::{PERFORMER, RuleId, UnknownValue};

    #[test]
    fn a_finding_is_shown_by_its_own_status_and_rules() {
        let rules: Vec<RuleId> = (0..3).map(RuleId::from_index).collect();
        let (one, two, other) = (rules[0], rules[1], rules[2]);
        let answer = |status, rules: &[RuleId]| Answer { rules: rules.to_vec(), ..Answer::of(status) };
        let clash = answer(Status::Conflict, &[one, two]);
        let decided = answer(Status::Decided, &[one, two]);

        let kind = Kind::Conflict { rules: vec![one, two] };
        assert!(shows(&kind, &clash));
        assert!(!shows(&kind, &decided) && !shows(&kind, &answer(Status::Conflict, &[one, other])));

        let kind = Kind::Clashes { rule: one, others: vec![two], more: false, matters: 1 };
        assert!(shows(&kind, &clash));
        assert!(!shows(&kind, &decided) && !shows(&kind, &answer(Status::Conflict, &[two, other])));

        let kind = Kind::Gap { class: true, payer: true, further: Vec::new(), rules: Vec::new(), matter: 0 };
        let gap = Answer::of(Status::Gap);
        assert!(shows(&kind, &gap) && !shows(&kind, &decided));
        let value = UnknownValue::Undeclared { name: String::new(), near: None };
        assert!(!shows(&kind, &Answer { reason: Some(Reason::UnknownValue(PERFORMER, value)), ..gap }));

        let kind = Kind::Stale { rule: other };
        assert!(shows(&kind, &clash));
        assert!(!shows(&kind, &Answer { acknowledged: vec![other], ..clash }));

        let kind = Kind::Unreachable { rule: other, why: Why::NeverTrue };
        assert!(shows(&kind, &decided));
        assert!(!shows(&kind, &answer(Status::Decided, &[one, other])));
    }
}
