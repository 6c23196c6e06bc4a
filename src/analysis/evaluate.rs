//! One query → one answer.
//!
//! In: a resolved query. Out: the answer; where facts are missing that matter, exactly those, with the answer for
//! each of their cases. What the query leaves out is unknown, never assumed. The date is one more fact; where the query
//! names no day, every day on which the policy is in force is possible.

use super::answer::{Answer, Branch, Reason};
use super::money::{factors, money};
use super::needs::needs;
use super::regroup::regions;
use super::tuples::{EXCLUDED, Tuples};
use crate::diagram::{Cell, Diagram, IMPOSSIBLE, NodeId, Part, Status, TooLarge};
use crate::model::{AxisId, Interval, Known, MATTER, Model, Query, Subject, ValueSet, number_of};
use rustc_hash::FxHashMap;

/// Answers a query.
///
/// # Errors
/// Fails when the question itself would need more nodes than the limit.
pub fn evaluate(model: &Model, diagram: &mut Diagram, query: &Query) -> Result<Answer, TooLarge> {
    match &query.subject {
        Subject::Listed { leaves, .. } => diagram.prepare(model, leaves)?,
        _ => diagram.prepare(model, &ValueSet::single(model.matters.unlisted()))?,
    }
    let before = diagram.store.len();
    let answer = Evaluation::new(model, diagram, query).answer(query);
    diagram.forget_nodes(before);
    answer
}

pub(super) struct Evaluation<'a> {
    pub(super) model: &'a Model,
    pub(super) diagram: &'a mut Diagram,
    /// Cases of several values at once.
    pub(super) tuples: Tuples,
    /// The figures and days that are asked about.
    pub(super) asked: Vec<(AxisId, Interval)>,
    /// No day is asked about: then every day counts on which the policy is in force for the case.
    pub(super) undated: bool,
}

/// Returns the figures and the days that a query asks about.
#[must_use]
pub fn asked_figures(model: &Model, query: &Query) -> Vec<(AxisId, Interval)> {
    let known = query.known.iter().filter_map(|known| Some((known.axis, known.figures?)));
    let days = query.date.map(|(first, last)| Interval { first: number_of(first), last: number_of(last) });
    known.chain(days.map(|days| (model.date(), days))).collect()
}

impl<'a> Evaluation<'a> {
    /// Makes ready for a query whose matters are prepared.
    pub(super) fn new(model: &'a Model, diagram: &'a mut Diagram, query: &Query) -> Evaluation<'a> {
        let asked = asked_figures(model, query);
        let undated = query.date.is_none() && query.known(model.date()).is_none();
        Evaluation { model, diagram, tuples: Tuples::default(), asked, undated }
    }
}

impl Evaluation<'_> {
    fn answer(&mut self, query: &Query) -> Result<Answer, TooLarge> {
        let mut answer = match query.known.iter().find(|known| known.unknown.is_some()) {
            Some(known) => self.unknown_value(known),
            None => match &query.subject {
                Subject::UnlistedComponent { matter, name } => {
                    let reason = Reason::UnknownComponent(*matter, name.clone());
                    Answer { reason: Some(reason), ..self.missing() }
                }
                _ => self.plain(query)?,
            },
        };
        self.remarks(query, &mut answer);
        let taken =
            query.known.iter().flat_map(|known| known.taken.iter().map(|word| (known.axis, word.clone())));
        answer.taken = taken.collect();
        if let Subject::Unlisted { name, near, .. } = &query.subject {
            answer.unlisted.clone_from(name);
            answer.near.clone_from(near);
        }
        Ok(answer)
    }

    /// A value that is not declared is a gap, whatever else is known.
    fn unknown_value(&self, known: &Known) -> Answer {
        let reason = known.unknown.clone().map(|unknown| Reason::UnknownValue(known.axis, unknown));
        Answer { reason, ..self.missing() }
    }

    /// Returns an answer in which every part is missing.
    fn missing(&self) -> Answer {
        let mut answer = Answer::of(Status::Gap);
        answer.class = if self.diagram.asked().class { Part::Missing } else { Part::Unasked };
        answer.payer = if self.diagram.asked().payer { Part::Missing } else { Part::Unasked };
        answer.in_force = self.validity();
        answer
    }

    /// Adds what the policy says of the matter without allocating anything.
    fn remarks(&self, query: &Query, answer: &mut Answer) {
        let Subject::Listed { leaves, .. } = &query.subject else { return };
        let about = |remark: &crate::model::Remark| {
            remark.matters.as_ref().is_some_and(|matters| !matters.intersection(leaves).is_empty())
        };
        let remarks = self.model.remarks.iter().enumerate().filter(|(_, remark)| about(remark));
        answer.remarks = remarks.map(|(number, _)| number).collect();
    }

    // ------------------------------------------------------------ the diagram

    fn plain(&mut self, query: &Query) -> Result<Answer, TooLarge> {
        let root = match &query.subject {
            Subject::Listed { leaves, whole: true, .. } if leaves.len() > 1 => {
                return self.whole(leaves, query);
            }
            Subject::Listed { leaves, .. } => self.listed(leaves)?,
            _ => self.diagram.root(self.model.matters.unlisted()),
        };
        let node = self.known(root, query)?;
        let mut answer = self.on_days(node, query)?;
        answer.money = money(self.model, query, &answer);
        for branch in &mut answer.branches {
            branch.answer.money = money(self.model, query, &branch.answer);
        }
        match &query.subject {
            Subject::Listed { leaves, .. } => {
                answer.irrelevant = self.irrelevant(&[root], query, &answer)?;
                let dated = self.dated(node, query)?;
                answer.left_out = self.left_out(dated, leaves)?;
            }
            _ => {
                answer.open_lists = self.model.matters.open_matter_lists().next().is_some();
                if answer.status == Status::Gap && answer.rules.is_empty() {
                    answer.reason = Some(Reason::Unlisted);
                }
            }
        }
        answer.narrower = self.narrower(query, &answer);
        Ok(answer)
    }

    /// Narrows a diagram to what is known: to one value, to one of several, or to several at once.
    pub(super) fn known(&mut self, mut node: NodeId, query: &Query) -> Result<NodeId, TooLarge> {
        for known in query.known.iter().filter(|known| known.axis != self.model.date()) {
            let size = self.model.axes[known.axis].size();
            node = match (known.set.len(), known.set.first()) {
                (1, Some(value)) => self.diagram.store.fix(node, known.axis, value)?,
                _ if known.together => self.together(node, known)?,
                _ => self.diagram.store.within(node, known.axis, &known.set, size, EXCLUDED)?,
            };
        }
        Ok(node)
    }

    /// Returns the matters of a group that the case leaves out, because they are impossible there.
    fn left_out(&mut self, node: NodeId, leaves: &ValueSet) -> Result<Vec<u32>, TooLarge> {
        let mut left_out = Vec::new();
        if leaves.len() > 1 {
            for matter in leaves.iter() {
                let alone = self.diagram.store.fix(node, MATTER, matter)?;
                let terminals = self.diagram.store.terminals(alone);
                // A case that has not started is not impossible.
                let impossible =
                    |terminal: u32| self.verdict_of(terminal) == IMPOSSIBLE && !self.is_outside(terminal);
                if terminals.into_iter().all(impossible) {
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
    pub(super) fn listed(&mut self, leaves: &ValueSet) -> Result<NodeId, TooLarge> {
        self.diagram.over(leaves, EXCLUDED)
    }

    /// Returns the known facts on which neither the answer for the matter nor its amount ever depends.
    pub(super) fn irrelevant(
        &mut self,
        roots: &[NodeId],
        query: &Query,
        answer: &Answer,
    ) -> Result<Vec<AxisId>, TooLarge> {
        let mut used = Vec::new();
        for &root in roots {
            used.extend(self.diagram.verdict_support(root)?);
        }
        used.push(self.model.date());
        used.extend(factors(answer));
        Ok(query.known.iter().map(|known| known.axis).filter(|axis| !used.contains(axis)).collect())
    }

    /// Returns the entries of tables that decide in which row the case lies, though its container lies in another.
    pub(super) fn narrower(&self, query: &Query, answer: &Answer) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for rule in answer.all_rules() {
            for &number in &self.model.rules[rule].tables {
                let Some(table) = self.model.tables.get(number) else { continue };
                let Some(known) = query.known(table.axis) else { continue };
                let entries = table.narrower.iter().enumerate();
                let here = entries.filter(|(_, entry)| entry.set.covers(&known.set) && !known.set.is_empty());
                found.extend(here.map(|(entry, _)| (number, entry)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    // ------------------------------------------------------------ verdicts → answers

    pub(super) fn read(&mut self, node: NodeId) -> Result<Answer, TooLarge> {
        let terminals = self.diagram.store.terminals(node);
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        for &terminal in &terminals {
            let verdict = self.verdict_of(terminal);
            numbers.insert(terminal, verdict);
        }
        let verdicts = self
            .diagram
            .store
            .map(node, &mut |terminal| numbers.get(&terminal).copied().unwrap_or(IMPOSSIBLE))?;
        let mut possible: Vec<u32> =
            numbers.values().copied().filter(|&verdict| verdict != IMPOSSIBLE).collect();
        possible.sort_unstable();
        possible.dedup();
        match possible.as_slice() {
            [] if self.undated && terminals.iter().any(|&terminal| self.is_outside(terminal)) => {
                self.undated = false;
                let answer = self.read(node);
                self.undated = true;
                answer
            }
            [] => Ok(self.impossible(&terminals)),
            [only] => Ok(self.said(*only, &terminals)),
            _ => self.branches(verdicts, &terminals),
        }
    }

    fn branches(&mut self, verdicts: NodeId, terminals: &[u32]) -> Result<Answer, TooLarge> {
        let (needed, projected) = needs(&mut self.diagram.store, verdicts)?;
        let mut answer = Answer::of(Status::NeedsFacts);
        answer.needs.clone_from(&needed);
        answer.in_force = self.validity();
        for (verdict, region) in regions(self.model, &mut self.diagram.store, &needed, projected)? {
            let said = self.said(verdict, terminals);
            answer.branches.push(Branch { region, asked: self.asked.clone(), answer: said });
        }
        Ok(answer)
    }

    fn impossible(&self, terminals: &[u32]) -> Answer {
        let leaves: Vec<u32> = terminals.iter().flat_map(|&terminal| self.leaves_of(terminal)).collect();
        let outcomes = leaves.iter().filter_map(|&leaf| self.diagram.outcome(self.model, leaf));
        let rules = self.rules(outcomes.flat_map(|outcome| &outcome.deciding));
        let mut answer = Answer::with(Status::Impossible, Cell::empty());
        answer.reason = Some(Reason::Impossible(rules.clone()));
        answer.rules = rules;
        answer.in_force = self.validity();
        answer
    }
}
