//! Several values at once, and verdicts put into answers.
//!
//! In: terminals of a narrowed diagram: leaves, or tuples of them. `at city and county` is answered only where each level
//! alone has the same answer. Out: answers without branches.

use super::answer::{Answer, Candidate, Reason};
use super::evaluate::Evaluation;
use crate::diagram::{ClaimId, Claims, IMPOSSIBLE, NodeId, Outside, PayerClaim, Status, TooLarge, Verdict};
use crate::model::{AxisId, Class, Known, Payer, RuleId};
use rustc_hash::FxHashMap;

/// The number of the first tuple; no diagram has so many leaves.
const FIRST_TUPLE: usize = 1 << 30;

/// Stands at the leaf of a case that the query rules out.
pub(super) const EXCLUDED: u32 = (u32::MAX >> 1) - 1;

/// Stands for the verdict of values that are answered differently each alone.
pub(super) const DIFFERENT: u32 = (u32::MAX >> 1) - 2;

/// Tuples of terminals.
#[derive(Default)]
pub(super) struct Tuples {
    tuples: Vec<Tuple>,
    numbers: FxHashMap<Tuple, usize>,
}

/// What the values of an axis, all at once, lead to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Tuple {
    axis: AxisId,
    terminals: Vec<u32>,
}

impl Tuples {
    /// Returns the number of a tuple among those that come after the leaves.
    fn number(&mut self, tuple: Tuple) -> usize {
        let next = self.tuples.len();
        *self.numbers.entry(tuple).or_insert_with_key(|tuple| {
            self.tuples.push(tuple.clone());
            next
        })
    }
}

impl Evaluation<'_> {
    /// `at city and county`: each case is the tuple of what each level alone comes to.
    pub(super) fn together(&mut self, node: NodeId, known: &Known) -> Result<NodeId, TooLarge> {
        let mut alone = Vec::new();
        for value in known.set.iter() {
            alone.push(self.diagram.store.fix(node, known.axis, value)?);
        }
        let tuples = &mut self.tuples;
        self.diagram.store.combine(&alone, &mut |terminals| {
            if terminals.contains(&EXCLUDED) {
                return EXCLUDED;
            }
            let at = tuples.number(Tuple { axis: known.axis, terminals: terminals.to_vec() });
            u32::try_from(FIRST_TUPLE.saturating_add(at)).unwrap_or(EXCLUDED)
        })
    }

    /// Tells whether the policy is not in force at a leaf.
    pub(super) fn is_outside(&self, terminal: u32) -> bool {
        let outside = |leaf: u32| self.diagram.outside_at(leaf).is_some();
        self.leaves_of(terminal).into_iter().any(outside)
    }

    /// Tells whether a declaration says that the cases of a leaf cannot occur.
    pub(super) fn is_declared(&self, terminal: u32) -> bool {
        let declared = |leaf: u32| {
            let outcome = self.diagram.outcome(self.model, leaf);
            outcome.is_some_and(|outcome| outcome.verdict == Verdict::Impossible)
        };
        self.leaves_of(terminal).into_iter().any(declared)
    }

    fn tuple(&self, terminal: u32) -> Option<&Tuple> {
        self.tuples.tuples.get((terminal as usize).checked_sub(FIRST_TUPLE)?)
    }

    /// Returns the leaves of the diagram behind a terminal: itself, or those of its tuple.
    pub(super) fn leaves_of(&self, terminal: u32) -> Vec<u32> {
        match self.tuple(terminal) {
            Some(tuple) => tuple.terminals.iter().flat_map(|&leaf| self.leaves_of(leaf)).collect(),
            None => vec![terminal],
        }
    }

    /// Returns the verdict of a terminal: of a tuple the common one, or [`DIFFERENT`].
    pub(super) fn verdict_of(&self, terminal: u32) -> u32 {
        if terminal == EXCLUDED {
            return IMPOSSIBLE;
        }
        let Some(tuple) = self.tuple(terminal) else {
            let left_out = self.undated && self.is_outside(terminal);
            return if left_out { IMPOSSIBLE } else { self.diagram.verdict_of(terminal) };
        };
        let mut verdicts = tuple.terminals.iter().map(|&part| self.verdict_of(part));
        match verdicts.next() {
            Some(first) if verdicts.all(|other| other == first) => first,
            Some(_) => DIFFERENT,
            None => IMPOSSIBLE,
        }
    }

    // ------------------------------------------------------------ verdicts → answers

    /// Returns the answer that a verdict stands for, with the rules of the leaves that came to it.
    pub(super) fn said(&self, number: u32, terminals: &[u32]) -> Answer {
        let behind: Vec<u32> =
            terminals.iter().copied().filter(|&terminal| self.verdict_of(terminal) == number).collect();
        let mut leaves: Vec<u32> = behind.iter().flat_map(|&terminal| self.leaves_of(terminal)).collect();
        leaves.sort_unstable();
        leaves.dedup();
        let outcomes: Vec<_> =
            leaves.iter().filter_map(|&leaf| self.diagram.outcome(self.model, leaf)).collect();
        let mut answer = if number == DIFFERENT {
            let axis = behind.iter().find_map(|&terminal| self.tuple(terminal)).map(|tuple| tuple.axis);
            Answer { reason: axis.map(Reason::Together), ..Answer::of(Status::Conflict) }
        } else {
            let verdict = self.diagram.verdict(number);
            match verdict {
                Verdict::Cell(cell) => Answer::with(verdict.status(), cell.clone()),
                Verdict::NotInForce => {
                    let mut outside: Vec<Outside> = outcomes.iter().filter_map(|o| o.outside).collect();
                    outside.sort_unstable();
                    outside.dedup();
                    Answer { reason: Some(Reason::Outside(outside)), ..Answer::of(Status::NotInForce) }
                }
                Verdict::Impossible => Answer::of(Status::Impossible),
            }
        };
        answer.rules = self.rules(outcomes.iter().flat_map(|outcome| &outcome.deciding));
        answer.beaten = outcomes
            .iter()
            .flat_map(|outcome| &outcome.beaten)
            .map(|(loser, winner)| (self.diagram.claims[*loser].rule, self.diagram.claims[*winner].rule))
            .collect();
        answer.beaten.sort_unstable();
        answer.beaten.dedup();
        answer.by_default = outcomes.iter().any(|outcome| outcome.by_default);
        answer.in_force = crate::model::days(self.model.in_force());
        if number != DIFFERENT && outcomes.iter().all(|outcome| !outcome.acknowledged.is_empty()) {
            answer.acknowledged = outcomes.iter().flat_map(|outcome| outcome.acknowledged.clone()).collect();
            answer.acknowledged.sort_unstable();
            answer.acknowledged.dedup();
        }
        match answer.status {
            Status::Conflict => {
                let mut claims: Vec<ClaimId> =
                    outcomes.iter().flat_map(|outcome| outcome.deciding.clone()).collect();
                claims.sort_unstable();
                claims.dedup();
                // What cannot be says nothing, though it is answered otherwise than the rest.
                let says = |id: &&ClaimId| self.diagram.claims.says(**id).is_something();
                let says = claims.iter().filter(says);
                answer.candidates = says.map(|&id| candidate(&self.diagram.claims, id)).collect();
            }
            Status::Gap if answer.rules.is_empty() => answer.reason = Some(Reason::NoRule),
            _ => {}
        }
        answer
    }

    pub(super) fn rules<'c>(&self, claims: impl Iterator<Item = &'c ClaimId>) -> Vec<RuleId> {
        let mut rules: Vec<RuleId> = claims.map(|&id| self.diagram.claims[id].rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

fn candidate(claims: &Claims, id: ClaimId) -> Candidate {
    let says = claims.says(id);
    let payer = match (&says.payer, &says.class) {
        (Some(PayerClaim::Fixed(payer)), _) => Some(payer.clone()),
        (Some(PayerClaim::Owner), Some(Class::Level(level))) => Some(Payer::Level(*level)),
        _ => None,
    };
    let rule = claims[id].rule;
    Candidate { rule, class: says.class.clone(), payer, further: says.further.clone() }
}
