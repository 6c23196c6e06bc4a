//! Several cases answered at once, and verdicts put into answers.
//!
//! In: terminals of a narrowed diagram: leaves, or tuples of them. `at city and county` is answered only where each level
//! alone has the same answer; the components of a matter are listed, each with its own. Out: answers without branches.

use super::answer::{Answer, Candidate, Reason};
use super::evaluate::Evaluation;
use crate::diagram::{Claim, ClaimId, IMPOSSIBLE, NodeId, Outside, PayerClaim, Status, TooLarge, Verdict};
use crate::model::{AxisId, Class, Known, Payer, Query, RuleId, ValueSet};
use rustc_hash::FxHashMap;

/// Stands at the leaf of a case that the query rules out; no diagram has so many leaves.
pub(super) const EXCLUDED: u32 = (u32::MAX >> 1) - 1;

/// Stands for the verdict of values that are answered differently each alone.
const DIFFERENT: u32 = (u32::MAX >> 1) - 2;

/// Tuples of terminals, and lists of verdicts; their numbers come after those of the diagram.
#[derive(Default)]
pub(super) struct Tuples {
    tuples: Vec<Tuple>,
    numbers: FxHashMap<Tuple, usize>,
    lists: Vec<Vec<u32>>,
}

/// What several cases lead to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Tuple {
    /// Values of an axis, all at once.
    Together(AxisId, Vec<u32>),
    /// The components of a matter, each with its number.
    Components(Vec<(u32, u32)>),
}

impl Tuple {
    fn terminals(&self) -> Vec<u32> {
        match self {
            Tuple::Together(_, terminals) => terminals.clone(),
            Tuple::Components(parts) => parts.iter().map(|(_, terminal)| *terminal).collect(),
        }
    }
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
        let base = self.diagram.leaf_count();
        let tuples = &mut self.tuples;
        self.diagram.store.combine(&alone, &mut |terminals| {
            if terminals.contains(&EXCLUDED) {
                return EXCLUDED;
            }
            let at = tuples.number(Tuple::Together(known.axis, terminals.to_vec()));
            u32::try_from(base.saturating_add(at)).unwrap_or(EXCLUDED)
        })
    }

    /// Each case is the tuple of what each component comes to.
    pub(super) fn components(&mut self, leaves: &ValueSet, query: &Query) -> Result<NodeId, TooLarge> {
        let mut alone = Vec::new();
        for matter in leaves.iter() {
            let root = self.diagram.root(matter);
            alone.push(self.known(root, query)?);
        }
        let base = self.diagram.leaf_count();
        let tuples = &mut self.tuples;
        self.diagram.store.combine(&alone, &mut |terminals| {
            if terminals.contains(&EXCLUDED) {
                return EXCLUDED;
            }
            let parts = leaves.iter().zip(terminals.iter().copied()).collect();
            let at = tuples.number(Tuple::Components(parts));
            u32::try_from(base.saturating_add(at)).unwrap_or(EXCLUDED)
        })
    }

    /// Tells whether the policy is not in force at a leaf.
    pub(super) fn is_outside(&self, terminal: u32) -> bool {
        let outside = |leaf: u32| {
            let outcome = self.diagram.outcome(leaf);
            outcome.is_some_and(|outcome| outcome.verdict == Verdict::NotInForce)
        };
        self.leaves_of(terminal).into_iter().any(outside)
    }

    fn tuple(&self, terminal: u32) -> Option<&Tuple> {
        self.tuples.tuples.get((terminal as usize).checked_sub(self.diagram.leaf_count())?)
    }

    /// Returns the leaves of the diagram behind a terminal: itself, or those of its tuple.
    pub(super) fn leaves_of(&self, terminal: u32) -> Vec<u32> {
        match self.tuple(terminal) {
            Some(tuple) => tuple.terminals().into_iter().flat_map(|leaf| self.leaves_of(leaf)).collect(),
            None => vec![terminal],
        }
    }

    /// Returns the verdict of a terminal; of a tuple the common one, or what its parts come to.
    pub(super) fn verdict_of(&mut self, terminal: u32) -> u32 {
        if terminal == EXCLUDED {
            return IMPOSSIBLE;
        }
        let Some(tuple) = self.tuple(terminal).cloned() else {
            return if self.undated && self.is_outside(terminal) {
                IMPOSSIBLE
            } else {
                self.diagram.verdict_of(terminal)
            };
        };
        let verdicts: Vec<u32> = tuple.terminals().into_iter().map(|part| self.verdict_of(part)).collect();
        let mut possible = verdicts.iter().copied();
        if matches!(tuple, Tuple::Together(..)) {
            return match possible.next() {
                Some(first) if possible.all(|other| other == first) => first,
                Some(_) => DIFFERENT,
                None => IMPOSSIBLE,
            };
        }
        let mut possible = possible.filter(|&verdict| verdict != IMPOSSIBLE);
        match possible.next() {
            None => IMPOSSIBLE,
            Some(first) if possible.all(|other| other == first) => first,
            Some(_) => self.list(verdicts),
        }
    }

    /// Returns the number of a list of verdicts, which come after those of the diagram.
    fn list(&mut self, verdicts: Vec<u32>) -> u32 {
        let lists = &mut self.tuples.lists;
        let at = lists.iter().position(|known| *known == verdicts).unwrap_or(lists.len());
        if at == lists.len() {
            lists.push(verdicts);
        }
        u32::try_from(self.diagram.verdict_count().saturating_add(at)).unwrap_or(DIFFERENT)
    }

    fn listed_verdicts(&self, number: u32) -> Option<&[u32]> {
        let at = (number as usize).checked_sub(self.diagram.verdict_count())?;
        self.tuples.lists.get(at).map(Vec::as_slice)
    }

    // ------------------------------------------------------------ verdicts → answers

    /// Returns the answer that a verdict stands for, with the rules of the leaves that came to it.
    pub(super) fn said(&mut self, number: u32, terminals: &[u32]) -> Answer {
        let mut behind = Vec::new();
        for &terminal in terminals {
            if self.verdict_of(terminal) == number {
                behind.push(terminal);
            }
        }
        match self.listed_verdicts(number).map(<[u32]>::to_vec) {
            Some(verdicts) => self.list_answer(&verdicts, &behind),
            None => self.one_answer(number, &behind),
        }
    }

    /// Answers a matter whose components are answered differently: each by itself, the gravest status first.
    fn list_answer(&mut self, verdicts: &[u32], behind: &[u32]) -> Answer {
        let mut components: Vec<(u32, Answer)> = Vec::new();
        for (at, &verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| **verdict != IMPOSSIBLE) {
            let part = |terminal: &u32| match self.tuple(*terminal) {
                Some(Tuple::Components(parts)) => parts.get(at).copied(),
                _ => None,
            };
            let parts: Vec<(u32, u32)> = behind.iter().filter_map(part).collect();
            let Some(&(matter, _)) = parts.first() else { continue };
            let mut terminals: Vec<u32> = parts.into_iter().map(|(_, terminal)| terminal).collect();
            terminals.sort_unstable();
            terminals.dedup();
            components.push((matter, self.said(verdict, &terminals)));
        }
        let grave = |status: Status| match status {
            Status::Conflict => 0,
            Status::Gap => 1,
            Status::NotInForce => 2,
            Status::Retained => 3,
            Status::Governed => 4,
            Status::Undetermined => 5,
            _ => 6,
        };
        let status = components.iter().map(|(_, answer)| answer.status).min_by_key(|status| grave(*status));
        let mut answer = Answer::of(status.unwrap_or(Status::Decided));
        let mut answers = components.iter().map(|(_, answer)| answer);
        if let Some(first) = answers.next() {
            let rest: Vec<&Answer> = answers.collect();
            // What all components have in common is said once.
            if rest.iter().all(|other| other.class == first.class) {
                answer.class = first.class.clone();
            }
            if rest.iter().all(|other| other.payer == first.payer) {
                answer.payer = first.payer.clone();
            }
        }
        answer.rules = components.iter().flat_map(|(_, part)| part.rules.iter().copied()).collect();
        answer.rules.sort_unstable();
        answer.rules.dedup();
        answer.beaten = components.iter().flat_map(|(_, part)| part.beaten.iter().copied()).collect();
        answer.beaten.sort_unstable();
        answer.beaten.dedup();
        answer.components = components;
        answer
    }

    fn one_answer(&self, number: u32, behind: &[u32]) -> Answer {
        let mut leaves: Vec<u32> = behind.iter().flat_map(|&terminal| self.leaves_of(terminal)).collect();
        leaves.sort_unstable();
        leaves.dedup();
        let outcomes: Vec<_> = leaves.iter().filter_map(|&leaf| self.diagram.outcome(leaf)).collect();
        let mut answer = if number == DIFFERENT {
            let axis = behind.iter().find_map(|&terminal| match self.tuple(terminal) {
                Some(Tuple::Together(axis, _)) => Some(*axis),
                _ => None,
            });
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
                answer.candidates = claims.iter().map(|&id| candidate(&self.diagram.claims[id])).collect();
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

fn candidate(claim: &Claim) -> Candidate {
    let payer = match (&claim.payer, &claim.class) {
        (Some(PayerClaim::Fixed(payer)), _) => Some(payer.clone()),
        (Some(PayerClaim::Owner), Some(Class::Level(level))) => Some(Payer::Level(*level)),
        _ => None,
    };
    Candidate { rule: claim.rule, class: claim.class.clone(), payer, further: claim.further.clone() }
}
