//! How every rule about a matter stands to one question.
//!
//! In: a query. Out: for each rule whether it decides, was beaten and by what, applies in some of the cases, or does not apply and by
//! which facts. Whether a rule applies is read off the diagram; which fact keeps it away, off its own condition.

use super::evaluate::Evaluation;
use super::tuples::EXCLUDED;
use crate::diagram::{Diagram, NodeId, TooLarge};
use crate::model::{AxisId, Effect, Model, Query, RuleId, Subject, ValueSet};

/// How a rule stands to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The answer rests on it; these exceptions beat it in another part.
    Decides(Vec<RuleId>),
    /// It applies, and others decide.
    Applies,
    /// These exceptions beat it in some part.
    Beaten(Vec<RuleId>),
    /// It is a default, or is about what cannot occur there: other rules come first.
    Behind,
    /// It applies in some of the cases that are possible.
    Sometimes(Vec<AxisId>),
    /// It does not apply, because of these facts.
    Not(Vec<AxisId>),
}

/// Says how every rule about the matter of a query stands to it, in the order of the file.
///
/// # Errors
/// Fails when the question itself would need more nodes than the limit.
pub fn trace(
    model: &Model,
    diagram: &mut Diagram,
    query: &Query,
) -> Result<Vec<(RuleId, Standing)>, TooLarge> {
    let leaves = match &query.subject {
        Subject::Listed { leaves, .. } => leaves.clone(),
        _ => ValueSet::single(model.matters.unlisted()),
    };
    diagram.prepare(model, &leaves)?;
    let before = diagram.store.len();
    let traced = traced(model, diagram, query, &leaves);
    diagram.forget_nodes(before);
    traced
}

fn traced(
    model: &Model,
    diagram: &mut Diagram,
    query: &Query,
    leaves: &ValueSet,
) -> Result<Vec<(RuleId, Standing)>, TooLarge> {
    let mut evaluation = Evaluation::new(model, diagram, query);
    let root = evaluation.listed(leaves)?;
    let node = evaluation.known(root, query)?;
    let node = evaluation.dated(node, query)?;
    let terminals = evaluation.diagram.store.terminals(node);
    let mut sets: Vec<u32> = terminals
        .into_iter()
        .filter(|&terminal| terminal != EXCLUDED)
        .flat_map(|terminal| evaluation.leaves_of(terminal))
        .collect();
    sets.sort_unstable();
    sets.dedup();
    let mut list = Vec::new();
    for (id, rule) in model.rules.pairs() {
        if rule.matters.intersection(leaves).is_empty() || !is_traced(&rule.effect) {
            continue;
        }
        let applying: Vec<u32> = sets.iter().copied().filter(|&set| applies(&evaluation, set, id)).collect();
        let standing = if applying.is_empty() {
            Standing::Not(kept_away(model, evaluation.diagram, query, id)?)
        } else if applying.len() < sets.len() {
            let support = evaluation.diagram.condition(model, &rule.condition)?;
            let unknown = |axis: &AxisId| query.known(*axis).is_none_or(|known| known.set.len() > 1);
            let support = evaluation.diagram.store.support(support);
            Standing::Sometimes(support.into_iter().filter(unknown).collect())
        } else {
            standing(&evaluation, &applying, id)
        };
        list.push((id, standing));
    }
    Ok(list)
}

fn is_traced(effect: &Effect) -> bool {
    !matches!(effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_))
}

fn applies(evaluation: &Evaluation<'_>, set: u32, rule: RuleId) -> bool {
    let claims = evaluation.diagram.claims_at(set).iter();
    claims.into_iter().any(|&claim| evaluation.diagram.claims[claim].rule == rule)
}

/// Says how a rule stands that applies in every case.
fn standing(evaluation: &Evaluation<'_>, sets: &[u32], rule: RuleId) -> Standing {
    let of = |claim: crate::diagram::ClaimId| evaluation.diagram.claims[claim].rule;
    let outcomes: Vec<_> =
        sets.iter().filter_map(|&set| evaluation.diagram.outcome(evaluation.model, set)).collect();
    let decides = outcomes.iter().any(|outcome| outcome.deciding.iter().any(|&claim| of(claim) == rule));
    let beaten = outcomes.iter().flat_map(|outcome| &outcome.beaten);
    let mut by: Vec<RuleId> =
        beaten.filter(|(loser, _)| of(*loser) == rule).map(|(_, winner)| of(*winner)).collect();
    by.sort_unstable();
    by.dedup();
    let stands = outcomes.iter().any(|outcome| outcome.standing.iter().any(|&claim| of(claim) == rule));
    if decides {
        Standing::Decides(by)
    } else if !by.is_empty() {
        Standing::Beaten(by)
    } else if stands {
        Standing::Applies
    } else {
        Standing::Behind
    }
}

/// Returns the known facts that keep a rule away, each alone if one does.
fn kept_away(
    model: &Model,
    diagram: &mut Diagram,
    query: &Query,
    rule: RuleId,
) -> Result<Vec<AxisId>, TooLarge> {
    let node = diagram.condition(model, &model.rules[rule].condition)?;
    let support = diagram.store.support(node);
    let mut alone = Vec::new();
    for known in query.known.iter().filter(|known| support.contains(&known.axis)) {
        let size = model.axes[known.axis].size();
        if diagram.store.within(node, known.axis, &known.set, size, 0)? == NodeId::FALSE {
            alone.push(known.axis);
        }
    }
    Ok(if alone.is_empty() { support } else { alone })
}
