//! One pass over all cases of a policy.
//!
//! In: a model and its diagram. Out: how many cases have which status, the causes of findings, and the rules without which some
//! case surely comes to something else. Each run of matters is read once and forgotten again.

use super::apart::Apart;
use super::cause::{Cause, Causes, causes_of};
use super::check::Check;
use super::coverage::Sections;
use super::shared::{Shared, settle};
use super::sheet::Sheets;
use super::slice::Slice;
use super::summary::Summary;
use crate::arena::Id;
use crate::diagram::{ClaimId, Diagram, Profile, Run, Status, TooLarge, says_more};
use crate::model::{Model, RuleId};
use std::collections::BTreeMap;

/// What the pass found.
pub(super) struct Survey {
    /// The cases by status.
    pub(super) summary: Summary,
    /// The causes of findings.
    pub(super) causes: Causes,
    /// Whether each rule is surely needed: in some case it alone says something, and nothing is taken back there.
    pub(super) needed: Vec<bool>,
    /// Whether each rule surely stands: in some case it says something that nothing takes back.
    pub(super) standing: Vec<bool>,
    /// The cases by status for each section.
    pub(super) sections: Sections,
    /// The acknowledgements that some conflict or gap was met with.
    pub(super) heard: Vec<RuleId>,
    /// The layers of claims that very many runs share.
    pub(super) sheets: Sheets,
}

/// Goes over all cases.
pub(super) fn survey(check: &mut Check<'_>) -> Result<Survey, TooLarge> {
    let mut pass = Pass {
        apart: Apart::default(),
        shared: Shared::default(),
        slice: Slice::new(check.model),
        verdicts: Vec::new(),
        claims: Vec::new(),
        survey: Survey {
            summary: Summary::default(),
            causes: Causes::default(),
            needed: vec![false; check.model.rules.len()],
            standing: vec![false; check.model.rules.len()],
            sections: Sections::new(check.model),
            heard: Vec::new(),
            sheets: Sheets::default(),
        },
    };
    for number in 0..check.diagram.runs().all().len() {
        let Some(run) = check.diagram.runs().all().get(number).copied() else { continue };
        pass.run(check, number, &run)?;
    }
    let mut sheets = std::mem::take(&mut pass.survey.sheets);
    settle(check.diagram, &mut pass.survey, &mut sheets);
    pass.survey.sheets = sheets;
    Ok(pass.survey)
}

struct Pass {
    apart: Apart,
    shared: Shared,
    slice: Slice,
    /// The verdicts of the sets that occur in the run, in their order.
    verdicts: Vec<u32>,
    claims: Vec<ClaimId>,
    survey: Survey,
}

impl Pass {
    fn run(&mut self, check: &mut Check<'_>, number: usize, run: &Run) -> Result<(), TooLarge> {
        let (model, before) = (check.model, check.diagram.mark());
        if self.apart.read(model, check.diagram, &self.slice, run) {
            self.survey.note_apart(check, run, &self.apart);
            return Ok(());
        }
        if self.shared.run(check, &mut self.survey, (number, run))? {
            return Ok(());
        }
        self.slice.read(model, check.diagram, run)?;
        self.verdicts.clear();
        let mut found: BTreeMap<Cause, Vec<u32>> = BTreeMap::new();
        for at in 0..self.slice.occurring.len() {
            let Some(&occurrence) = self.slice.occurring.get(at) else { continue };
            let set = occurrence.set;
            self.slice.claims_of(check.diagram, set, &mut self.claims);
            let profile = if self.slice.is_diagram() {
                of_leaf(model, check.diagram, set)
            } else {
                check.diagram.profile(model, &self.claims, &self.slice.further)
            };
            self.verdicts.push(profile.verdict);
            if occurrence.in_force && profile.plain {
                self.survey.note_needed(check.diagram, &self.claims);
            }
            let clashes = matches!(profile.status, Status::Conflict | Status::Gap);
            if occurrence.vouched && (clashes || profile.acknowledges) {
                let outcome = self.slice.outcome(model, check.diagram, set);
                if !outcome.acknowledged.is_empty() {
                    self.survey.heard.extend(self.claims.iter().map(|&id| check.diagram.claims[id].rule));
                }
                for cause in causes_of(check, &outcome) {
                    found.entry(cause).or_default().push(set);
                }
            }
        }
        self.slice.judge(check.diagram, &self.verdicts)?;
        self.survey.count(check, &mut self.slice, run)?;
        if found.is_empty() {
            check.diagram.forget(before);
        } else {
            let slice = &self.slice;
            let support = Some(slice.support.as_slice());
            self.survey.causes.add(check, (number, run, support), found, &mut |check, sets| {
                slice.shape(check.model, check.diagram, &|set| sets.binary_search(&set).is_ok())
            })?;
        }
        Ok(())
    }
}

impl Survey {
    /// Marks the rules of a plain set: all that say something stand, and those that say it alone are needed.
    fn note_needed(&mut self, diagram: &Diagram, set: &[ClaimId]) {
        for (at, &id) in set.iter().enumerate() {
            let rule = diagram.claims[id].rule.index();
            let Some(needed) = self.needed.get_mut(rule).filter(|needed| !**needed) else { continue };
            let says = diagram.claims.says(id);
            let others = set.iter().enumerate().filter(|(other, _)| *other != at);
            *needed = says_more(says, others.map(|(_, &id)| diagram.claims.says(id)));
            if let Some(standing) = self.standing.get_mut(rule) {
                *standing |= says_more(says, std::iter::empty());
            }
        }
    }

    /// Marks the rule of a simple claim that stands in some case, and is needed there or not.
    pub(super) fn mark(&mut self, rule: RuleId, stands: bool, is_needed: impl FnOnce() -> bool) {
        let slots = (self.needed.get_mut(rule.index()), self.standing.get_mut(rule.index()));
        if let (Some(needed), Some(standing)) = slots {
            *standing |= stands;
            *needed = *needed || is_needed();
        }
    }

    /// Counts the cases of a run that is judged, over the facts on which its answer depends.
    fn count(&mut self, check: &mut Check<'_>, slice: &mut Slice, run: &Run) -> Result<(), TooLarge> {
        if !counts_in(check, run) {
            return Ok(());
        }
        let mut sums: Vec<(Status, u128)> = Vec::new();
        for (verdict, cases) in slice.count(check.model, check.diagram)? {
            let status = check.diagram.status(verdict);
            match sums.iter_mut().find(|(known, _)| *known == status) {
                Some((_, sum)) => *sum = sum.saturating_add(cases),
                None => sums.push((status, cases)),
            }
        }
        for (status, cases) in sums {
            self.add_cases(run, status, cases);
        }
        Ok(())
    }

    /// Takes in a run whose claims nowhere meet: each says something alone.
    fn note_apart(&mut self, check: &Check<'_>, run: &Run, apart: &Apart) {
        for &claim in &apart.claims {
            let speaks = check.diagram.claims.says(claim).is_something();
            self.mark(check.diagram.claims[claim].rule, speaks, || speaks);
        }
        if counts_in(check, run) {
            for &(status, cases) in &apart.counts {
                self.add_cases(run, status, u128::from(cases));
            }
        }
    }

    /// Adds so many cases of each matter of a run.
    pub(super) fn add_cases(&mut self, run: &Run, status: Status, count: u128) {
        let add = |summary: &mut Summary, matters: u128| summary.add(status, count.saturating_mul(matters));
        add(&mut self.summary, u128::from(run.end.saturating_sub(run.start)));
        self.sections.add(run.start, run.end, &add);
    }
}

/// Tells whether the cases of a run count: those of matters that are not listed do where some rule answers for them.
pub(super) fn counts_in(check: &Check<'_>, run: &Run) -> bool {
    run.start != check.model.matters.unlisted() || check.answers_unlisted()
}

/// Returns what a leaf of a diagram comes to.
fn of_leaf(model: &Model, diagram: &Diagram, leaf: u32) -> Profile {
    let outcome = diagram.outcome(model, leaf);
    let status = outcome.map_or(Status::Gap, |outcome| outcome.verdict.status());
    // What is acknowledged is a conflict or a gap, and looked at as such.
    let acknowledges = outcome.is_some_and(|outcome| !outcome.stale.is_empty());
    Profile { verdict: diagram.verdict_of(leaf), status, plain: false, acknowledges }
}

/// Tells whether some rule states an answer for the matters that are not listed.
pub(super) fn answers_unlisted(model: &Model, diagram: &Diagram) -> bool {
    let mut claims = Vec::new();
    if let Some(unlisted) = diagram.runs().all().last() {
        diagram.runs().claims(unlisted, &mut claims);
    }
    claims.iter().any(|&id| model.rules[diagram.claims[id].rule].effect.statement().is_some())
}
