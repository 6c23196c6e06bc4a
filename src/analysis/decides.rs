//! Which rules decide a part of an answer.
//!
//! In: what a set of claims came to, and a part. Out: the rules whose statement of that part stands, in the order of the file.

use super::evaluate::Evaluation;
use crate::diagram::{ClaimId, Diagram, Outcome, Part, Verdict};
use crate::model::{Class, ClassTerm, Model, PartId, Payer, PayerTerm, RuleId};

/// A part of an answer, or all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    Whole,
    Class,
    Payer,
    Further(PartId),
}

/// Returns the rules that decide a part in the cases that lead to some terminals of an evaluation.
pub(super) fn deciding_at(evaluation: &Evaluation<'_>, terminals: &[u32], aspect: Aspect) -> Vec<RuleId> {
    let leaves = terminals.iter().flat_map(|&terminal| evaluation.leaves_of(terminal));
    let outcomes = leaves.filter_map(|leaf| evaluation.diagram.outcome(evaluation.model, leaf));
    let mut rules: Vec<RuleId> =
        outcomes.flat_map(|outcome| deciding(evaluation.diagram, outcome, aspect)).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// Returns the rules that decide a part.
pub(super) fn deciding(diagram: &Diagram, outcome: &Outcome, aspect: Aspect) -> Vec<RuleId> {
    let claims = match (aspect, &outcome.verdict) {
        (Aspect::Whole, _) | (_, Verdict::Impossible | Verdict::NotInForce) => outcome.deciding.clone(),
        _ => {
            let beaten = |claim: ClaimId| {
                let by = outcome.beaten.iter().filter(|(loser, _)| *loser == claim);
                by.into_iter().any(|(_, winner)| states(diagram, *winner, aspect))
            };
            let stating = outcome.standing.iter().copied().filter(|&claim| states(diagram, claim, aspect));
            stating.filter(|&claim| !beaten(claim)).collect()
        }
    };
    let mut rules: Vec<RuleId> = claims.into_iter().map(|claim| diagram.claims[claim].rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// Returns what a rule says, where it says it without looking at the case.
#[must_use]
pub fn answer_of(model: &Model, rule: RuleId) -> Option<(Part<Class>, Part<Payer>)> {
    let says = model.rules[rule].effect.statement()?;
    let class = match &says.class {
        Some(ClassTerm::Fixed(class)) => Part::Value(class.clone()),
        Some(ClassTerm::Role(_)) => return None,
        None => Part::Unasked,
    };
    let payer = match &says.payer {
        Some(PayerTerm::Fixed(payer)) => Part::Value(payer.clone()),
        Some(_) => return None,
        None => Part::Unasked,
    };
    Some((class, payer))
}

/// Tells whether a claim states a part.
pub(super) fn states(diagram: &Diagram, claim: ClaimId, aspect: Aspect) -> bool {
    let says = diagram.claims.says(claim);
    match aspect {
        Aspect::Whole => true,
        Aspect::Class => says.class.is_some(),
        Aspect::Payer => says.payer.is_some(),
        Aspect::Further(part) => says.further(part).is_some(),
    }
}
