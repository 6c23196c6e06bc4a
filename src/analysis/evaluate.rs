//! One query → one answer.
//!
//! In: a resolved query. Out: the answer; where facts are missing that matter, exactly those, with the answer for
//! each of their cases. What the query leaves out is unknown, never assumed.

use super::answer::{Answer, Branch, Candidate, Need, Reason};
use super::needs::needs;
use crate::diagram::{
    Claim, ClaimId, Diagram, IMPOSSIBLE, NodeId, Part, PayerClaim, Status, TooLarge, Verdict,
};
use crate::model::{AxisId, Known, Model, Payer, Query, RuleId, Subject, ValueSet};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Stands at the leaf of a case that the query rules out; no diagram has so many leaves.
const EXCLUDED: u32 = (u32::MAX >> 1) - 1;

/// Stands for the verdict of values that are answered differently each alone.
const DIFFERENT: u32 = (u32::MAX >> 1) - 2;

/// Answers a query.
///
/// # Errors
/// Fails when the question itself would need more nodes than the limit.
pub fn evaluate(model: &Model, diagram: &mut Diagram, query: &Query) -> Result<Answer, TooLarge> {
    let before = diagram.store.len();
    let answer = Evaluation { model, diagram, tuples: Vec::new() }.answer(query);
    diagram.store.forget(before);
    answer
}

struct Evaluation<'a> {
    model: &'a Model,
    diagram: &'a mut Diagram,
    /// Cases of several values at once; their terminals come after those of the diagram.
    tuples: Vec<Tuple>,
}

/// A case of several values at once: what each of them alone leads to.
#[derive(PartialEq, Eq)]
struct Tuple {
    axis: AxisId,
    leaves: Vec<u32>,
}

impl Evaluation<'_> {
    fn answer(&mut self, query: &Query) -> Result<Answer, TooLarge> {
        if let Some(known) = query.known.iter().find(|known| known.unknown.is_some()) {
            return Ok(self.unknown_value(known, query));
        }
        match self.in_force(query.date) {
            Validity::Inside => self.plain(query),
            Validity::Outside(reason) => Ok(self.not_in_force(reason)),
            Validity::Both(parts) => self.partly_in_force(query, parts),
        }
    }

    /// A value that is not declared is a gap, whatever else is known.
    fn unknown_value(&self, known: &Known, query: &Query) -> Answer {
        let mut answer = Answer::of(Status::Gap);
        answer.class = if self.diagram.asked.class { Part::Missing } else { Part::Unasked };
        answer.payer = if self.diagram.asked.payer { Part::Missing } else { Part::Unasked };
        answer.reason = known.unknown.clone().map(|unknown| Reason::UnknownValue(known.axis, unknown));
        answer.in_force = self.validity();
        if let Subject::Unlisted { name, near } = &query.subject {
            answer.unlisted.clone_from(name);
            answer.near.clone_from(near);
        }
        answer
    }

    // ------------------------------------------------------------ the date

    fn validity(&self) -> (Option<Date>, Option<Date>) {
        (self.model.header.effective, self.model.header.until)
    }

    fn in_force(&self, asked: Option<(Date, Date)>) -> Validity {
        let Some((first, last)) = asked else { return Validity::Inside };
        let (from, until) = self.validity();
        if let Some(from) = from.filter(|from| last < *from) {
            return Validity::Outside(Reason::NotYet(from));
        }
        if let Some(until) = until.filter(|until| first > *until) {
            return Validity::Outside(Reason::NoLonger(until));
        }
        let early = from.filter(|from| first < *from);
        let late = until.filter(|until| last > *until);
        if early.is_none() && late.is_none() {
            return Validity::Inside;
        }
        let mut outside = Vec::new();
        if let Some(from) = early {
            outside.push((first, from.yesterday().unwrap_or(from), Reason::NotYet(from)));
        }
        if let Some(until) = late {
            outside.push((until.tomorrow().unwrap_or(until), last, Reason::NoLonger(until)));
        }
        Validity::Both(Parts { inside: (early.unwrap_or(first), late.unwrap_or(last)), outside })
    }

    fn not_in_force(&self, reason: Reason) -> Answer {
        Answer { reason: Some(reason), in_force: self.validity(), ..Answer::of(Status::NotInForce) }
    }

    /// Part of the time asked about lies outside of the policy's validity: the date matters.
    fn partly_in_force(&mut self, query: &Query, parts: Parts) -> Result<Answer, TooLarge> {
        let mut inner = self.plain(query)?;
        let (first, last) = parts.inside;
        let inside = Some((Some(first), Some(last)));
        let mut answer = Answer::of(Status::NeedsFacts);
        answer.needs = std::mem::take(&mut inner.needs);
        answer.needs.push(Need::Date);
        answer.irrelevant = std::mem::take(&mut inner.irrelevant);
        answer.unlisted.clone_from(&inner.unlisted);
        answer.near.clone_from(&inner.near);
        answer.in_force = self.validity();
        for (first, last, reason) in parts.outside {
            let dates = Some((Some(first), Some(last)));
            answer.branches.push(Branch { region: everywhere(), dates, answer: self.not_in_force(reason) });
        }
        if inner.branches.is_empty() {
            answer.branches.push(Branch { region: everywhere(), dates: inside, answer: inner });
        } else {
            let branches = inner.branches.into_iter();
            answer.branches.extend(branches.map(|branch| Branch { dates: inside, ..branch }));
        }
        answer.branches.sort_by_key(|branch| branch.dates);
        Ok(answer)
    }

    // ------------------------------------------------------------ the diagram

    fn plain(&mut self, query: &Query) -> Result<Answer, TooLarge> {
        let (root, unlisted) = match &query.subject {
            Subject::Listed { leaves, .. } => (self.listed(leaves)?, None),
            Subject::Unlisted { name, near } => {
                (self.diagram.root(self.model.matters.unlisted()), Some((name, near)))
            }
        };
        let irrelevant = if unlisted.is_some() { Vec::new() } else { self.irrelevant(root, query)? };
        let node = self.known(root, query)?;
        let mut answer = self.read(node)?;
        answer.irrelevant = irrelevant;
        if let Subject::Listed { leaves, .. } = &query.subject {
            answer.left_out = self.left_out(node, leaves)?;
        }
        if let Some((name, near)) = unlisted {
            answer.unlisted.clone_from(name);
            answer.near.clone_from(near);
            answer.open_lists = !self.model.matters.open_lists.is_empty();
            if answer.status == Status::Gap && answer.rules.is_empty() {
                answer.reason = Some(Reason::Unlisted);
            }
        }
        Ok(answer)
    }

    /// Narrows a diagram to what is known: to one value, to one of several, or to several at once.
    fn known(&mut self, mut node: NodeId, query: &Query) -> Result<NodeId, TooLarge> {
        for known in &query.known {
            let size = self.model.axes[known.axis].size();
            node = match (known.set.len(), known.set.first()) {
                (1, Some(value)) => self.diagram.store.fix(node, known.axis, value)?,
                _ if known.together => self.together(node, known)?,
                _ => self.diagram.store.within(node, known.axis, &known.set, size, EXCLUDED)?,
            };
        }
        Ok(node)
    }

    /// `at city and county`: each case is the tuple of what each level alone comes to.
    fn together(&mut self, node: NodeId, known: &Known) -> Result<NodeId, TooLarge> {
        let mut alone = Vec::new();
        for value in known.set.iter() {
            alone.push(self.diagram.store.fix(node, known.axis, value)?);
        }
        let base = self.diagram.leaf_count();
        let tuples = &mut self.tuples;
        self.diagram.store.combine(&alone, &mut |leaves| {
            if leaves.contains(&EXCLUDED) {
                return EXCLUDED;
            }
            let tuple = Tuple { axis: known.axis, leaves: leaves.to_vec() };
            let at = tuples.iter().position(|known| *known == tuple).unwrap_or(tuples.len());
            if at == tuples.len() {
                tuples.push(tuple);
            }
            u32::try_from(base.saturating_add(at)).unwrap_or(EXCLUDED)
        })
    }

    /// Returns the leaves of the diagram behind a terminal: itself, or those of its tuple.
    fn leaves_of(&self, terminal: u32) -> Vec<u32> {
        match self.tuple(terminal) {
            Some(tuple) => tuple.leaves.iter().flat_map(|&leaf| self.leaves_of(leaf)).collect(),
            None => vec![terminal],
        }
    }

    /// Returns the verdict of a terminal: of a tuple the common one, or [`DIFFERENT`].
    fn verdict_of(&self, terminal: u32) -> u32 {
        if terminal == EXCLUDED {
            return IMPOSSIBLE;
        }
        let mut verdicts = self.leaves_of(terminal).into_iter().map(|leaf| self.diagram.verdict_of(leaf));
        match verdicts.next() {
            Some(first) if verdicts.all(|other| other == first) => first,
            Some(_) => DIFFERENT,
            None => IMPOSSIBLE,
        }
    }

    /// Returns the matters of a group that the case leaves out, because they are impossible there.
    fn left_out(&mut self, node: NodeId, leaves: &ValueSet) -> Result<Vec<u32>, TooLarge> {
        let mut left_out = Vec::new();
        if leaves.len() > 1 {
            for matter in leaves.iter() {
                let alone = self.diagram.store.fix(node, crate::model::MATTER, matter)?;
                let terminals = self.diagram.store.terminals(alone);
                if terminals.iter().all(|&terminal| self.verdict_of(terminal) == IMPOSSIBLE) {
                    left_out.push(matter);
                }
            }
            if left_out.len() == leaves.len() as usize {
                left_out.clear();
            }
        }
        Ok(left_out)
    }

    /// Returns the diagram of the matters asked about; several are told apart by the matter's own axis.
    fn listed(&mut self, leaves: &ValueSet) -> Result<NodeId, TooLarge> {
        let all = self.diagram.over(leaves)?;
        if leaves.len() <= 1 {
            return Ok(all);
        }
        let size = self.diagram.matter_count();
        self.diagram.store.within(all, crate::model::MATTER, leaves, size, EXCLUDED)
    }

    /// Returns the known facts on which the answer for the matter never depends.
    fn irrelevant(&mut self, root: NodeId, query: &Query) -> Result<Vec<AxisId>, TooLarge> {
        let verdicts = self.diagram.verdicts(root)?;
        let support = self.diagram.store.support(verdicts);
        Ok(query.known.iter().map(|known| known.axis).filter(|axis| !support.contains(axis)).collect())
    }

    fn read(&mut self, node: NodeId) -> Result<Answer, TooLarge> {
        let terminals = self.diagram.store.terminals(node);
        let numbers: FxHashMap<u32, u32> = terminals.iter().map(|&t| (t, self.verdict_of(t))).collect();
        let verdicts = self
            .diagram
            .store
            .map(node, &mut |terminal| numbers.get(&terminal).copied().unwrap_or(IMPOSSIBLE))?;
        let mut possible: Vec<u32> =
            numbers.values().copied().filter(|&verdict| verdict != IMPOSSIBLE).collect();
        possible.sort_unstable();
        possible.dedup();
        match possible.as_slice() {
            [] => Ok(self.impossible(&terminals)),
            [only] => Ok(self.said(*only, &terminals)),
            _ => self.branches(verdicts, &terminals),
        }
    }

    fn branches(&mut self, verdicts: NodeId, leaves: &[u32]) -> Result<Answer, TooLarge> {
        let (needed, projected) = needs(&mut self.diagram.store, verdicts)?;
        let mut answer = Answer::of(Status::NeedsFacts);
        answer.needs = needed.iter().copied().map(Need::Axis).collect();
        answer.in_force = self.validity();
        let mut branches = Vec::new();
        for verdict in self.diagram.store.terminals(projected) {
            if verdict == IMPOSSIBLE {
                continue;
            }
            let inside = self.diagram.store.map(projected, &mut |value| u32::from(value == verdict))?;
            let first = self.diagram.store.first_case(inside).unwrap_or_default();
            let order: Vec<u32> = needed
                .iter()
                .map(|axis| first.iter().find(|(a, _)| a == axis).map_or(0, |(_, value)| *value))
                .collect();
            let axes = &self.model.axes;
            let size = |axis| axes[axis].size();
            let region = self.diagram.store.region(inside, &size);
            branches.push((order, Branch { region, dates: None, answer: self.said(verdict, leaves) }));
        }
        branches.sort_by(|a, b| a.0.cmp(&b.0));
        answer.branches = branches.into_iter().map(|(_, branch)| branch).collect();
        Ok(answer)
    }

    // ------------------------------------------------------------ leaves → answers

    fn impossible(&self, leaves: &[u32]) -> Answer {
        let rules = self
            .rules(leaves.iter().filter_map(|&leaf| self.diagram.outcome(leaf)).flat_map(|o| &o.deciding));
        let mut answer = Answer::of(Status::Impossible);
        answer.reason = Some(Reason::Impossible(rules.clone()));
        answer.rules = rules;
        answer.in_force = self.validity();
        answer
    }

    /// Returns the answer that a verdict stands for, with the rules of the leaves that came to it.
    fn said(&self, number: u32, terminals: &[u32]) -> Answer {
        let behind = terminals.iter().copied().filter(|&terminal| self.verdict_of(terminal) == number);
        let mut leaves: Vec<u32> = behind.clone().flat_map(|terminal| self.leaves_of(terminal)).collect();
        leaves.sort_unstable();
        leaves.dedup();
        let outcomes: Vec<_> = leaves.iter().filter_map(|&leaf| self.diagram.outcome(leaf)).collect();
        let mut answer = if number == DIFFERENT {
            let axis = behind.filter_map(|terminal| self.tuple(terminal)).map(|tuple| tuple.axis).next();
            Answer { reason: axis.map(Reason::Together), ..Answer::of(Status::Conflict) }
        } else {
            let verdict = self.diagram.verdict(number).clone();
            let mut answer = Answer::of(verdict.status());
            if let Verdict::Cell { class, payer } = verdict {
                answer.class = class;
                answer.payer = payer;
            }
            answer
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
        answer.in_force = self.validity();
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

    fn tuple(&self, terminal: u32) -> Option<&Tuple> {
        self.tuples.get((terminal as usize).checked_sub(self.diagram.leaf_count())?)
    }

    fn rules<'c>(&self, claims: impl Iterator<Item = &'c ClaimId>) -> Vec<RuleId> {
        let mut rules: Vec<RuleId> = claims.map(|&id| self.diagram.claims[id].rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

fn candidate(claim: &Claim) -> Candidate {
    let payer = match (&claim.payer, &claim.class) {
        (Some(PayerClaim::Fixed(payer)), _) => Some(payer.clone()),
        (Some(PayerClaim::Owner), Some(crate::model::Class::Level(level))) => Some(Payer::Level(*level)),
        _ => None,
    };
    Candidate { rule: claim.rule, class: claim.class.clone(), payer }
}

fn everywhere() -> crate::diagram::Region {
    crate::diagram::Region { cubes: vec![crate::diagram::Cube::default()], cut: false }
}

/// How the time asked about lies to the policy's validity.
enum Validity {
    Inside,
    Outside(Reason),
    Both(Parts),
}

struct Parts {
    inside: (Date, Date),
    outside: Vec<(Date, Date, Reason)>,
}
