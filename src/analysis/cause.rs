//! Why cases are findings: conflicts, gaps, stale acknowledgements.
//!
//! In: sets of claims that come to a conflict or a gap, or that an acknowledgement covers. Out: each cause once, with the places
//! where it shows. Where there are too many causes to read, conflicts are told by the rule that reaches furthest.

use super::check::{Check, MOST_LISTED};
use super::finding::{Finding, Kind};
use super::phrase::{Place, Witness};
use super::slice::Slice;
use crate::arena::Id;
use crate::diagnostic::Severity;
use crate::diagram::{ClaimId, NodeId, Outcome, Part, Run, Status, TooLarge, Verdict};
use crate::model::{AxisId, FurtherValue, PartId, RuleId};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Why a set of claims is a finding; sets with equal causes are one finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Cause {
    /// These rules disagree.
    Conflict { rules: Vec<RuleId>, acknowledged: Vec<RuleId> },
    /// `shape` tells gaps of different shape apart, so that each is said as few boxes.
    Gap {
        class: bool,
        payer: bool,
        further: Vec<PartId>,
        rules: Vec<RuleId>,
        acknowledged: Vec<RuleId>,
        shape: Option<NodeId>,
    },
    /// The acknowledgement covers what is no such finding.
    Stale { rule: RuleId },
}

/// Where a cause shows: for each shape, the matters that have it.
pub(super) type Places = Vec<(NodeId, Vec<u32>)>;

/// Turns sets of claims of a run, which come rising, into a diagram of the cases in which they apply.
pub(super) type Shape<'s> = dyn FnMut(&mut Check<'_>, &[u32]) -> Result<NodeId, TooLarge> + 's;

/// The causes in the order in which they were met.
#[derive(Default)]
pub(super) struct Causes {
    /// Conflicts that are told by rule from the start.
    pub(super) clashes: Clashes,
    list: Vec<(Cause, Shown)>,
    index: FxHashMap<Cause, usize>,
    /// How many conflicts are in the list that nothing acknowledges.
    conflicts: usize,
    /// How many gaps are.
    gaps: usize,
}

/// Where a cause shows.
#[derive(Default)]
struct Shown {
    /// Empty once there are too many causes to list each.
    places: Places,
    /// The facts on which the verdict of the first place depends, where they are known.
    support: Option<Vec<AxisId>>,
    /// The runs, rising.
    runs: Vec<usize>,
}

impl Causes {
    /// Adds the causes that show in one run, each with its sets; `support` are the facts on which the run's verdict depends.
    pub(super) fn add(
        &mut self,
        check: &mut Check<'_>,
        (number, run, support): (usize, &Run, Option<&[AxisId]>),
        found: BTreeMap<Cause, Vec<u32>>,
        shape: &mut Shape<'_>,
    ) -> Result<(), TooLarge> {
        let matters: Vec<u32> = (run.start..run.end).collect();
        let answered = run.start != check.model.matters.unlisted() || check.answers_unlisted();
        for (mut cause, mut sets) in found {
            if !answered && !matches!(cause, Cause::Stale { .. }) {
                continue;
            }
            sets.sort_unstable();
            let shape = if self.are_many(&cause) { None } else { Some(shape(check, &sets)?) };
            if let Cause::Gap { shape: slot, .. } = &mut cause {
                *slot = shape;
            }
            let at = *self.index.entry(cause.clone()).or_insert(self.list.len());
            if at == self.list.len() {
                self.conflicts = self.conflicts.saturating_add(usize::from(is_clash(&cause)));
                self.gaps = self.gaps.saturating_add(usize::from(matches!(cause, Cause::Gap { .. })));
                self.list.push((cause, Shown::default()));
            }
            let Some((_, shown)) = self.list.get_mut(at) else { continue };
            shown.runs.push(number);
            let Some(shape) = shape else { continue };
            if shown.places.is_empty() {
                shown.support = support.map(<[AxisId]>::to_vec);
            }
            match shown.places.iter_mut().find(|(node, _)| *node == shape) {
                Some((_, more)) => more.extend(&matters),
                None => shown.places.push((shape, matters.clone())),
            }
        }
        Ok(())
    }

    /// Tells whether there are too many causes of a kind to list each.
    fn are_many(&self, cause: &Cause) -> bool {
        match cause {
            Cause::Gap { .. } => self.gaps > MOST_LISTED,
            cause => is_clash(cause) && self.conflicts > MOST_LISTED,
        }
    }

    /// Turns the causes into findings, conflicts first.
    pub(super) fn findings(self, check: &mut Check<'_>) -> Result<Vec<Finding>, TooLarge> {
        let mut findings = Vec::new();
        let by_rule = self.conflicts > MOST_LISTED;
        let mut clashes = self.clashes;
        let mut gaps = 0_usize;
        let mut more_gaps: Vec<usize> = Vec::new();
        for (cause, shown) in self.list {
            match &cause {
                Cause::Conflict { rules, acknowledged } if by_rule && acknowledged.is_empty() => {
                    clashes.add(check, rules, &shown.runs);
                }
                Cause::Gap { .. } if gaps >= MOST_LISTED => more_gaps.extend(shown.runs),
                _ => {
                    gaps = gaps.saturating_add(usize::from(matches!(cause, Cause::Gap { .. })));
                    findings.push(finding(check, cause, &shown)?);
                }
            }
        }
        findings.extend(clashes.findings(check)?);
        if !more_gaps.is_empty() {
            let matters = matters_of(check, &mut more_gaps);
            findings.push(Finding {
                severity: Severity::Error,
                ..super::check::note(Kind::MoreGaps { matters })
            });
        }
        findings.sort_by_key(|finding| finding.code());
        Ok(findings)
    }
}

/// Tells whether rules disagree that nothing acknowledges.
fn is_clash(cause: &Cause) -> bool {
    matches!(cause, Cause::Conflict { acknowledged, .. } if acknowledged.is_empty())
}

/// Counts the matters of some runs.
fn matters_of(check: &Check<'_>, runs: &mut Vec<usize>) -> u32 {
    runs.sort_unstable();
    runs.dedup();
    let all = check.diagram.runs().all();
    let matters = runs.iter().filter_map(|&run| all.get(run)).map(|run| run.end.saturating_sub(run.start));
    matters.fold(0, u32::saturating_add)
}

/// Conflicts told by the rule that reaches furthest.
#[derive(Default)]
pub(super) struct Clashes {
    /// By the number of the rule.
    by_rule: Vec<Option<Box<Clash>>>,
}

/// What one far-reaching rule clashes with.
#[derive(Default)]
struct Clash {
    /// The first of the others, rising.
    others: Vec<RuleId>,
    /// There are more of them.
    more: bool,
    runs: Vec<usize>,
    /// The first case in which it was met, where that was kept.
    first: Option<(u32, Vec<(AxisId, u32)>)>,
}

/// How many rules are listed with their clashes; the rest are counted.
const MOST_CLASHES: usize = 100;

/// How many of the other rules are named.
const MOST_NAMED: usize = 6;

impl Clash {
    fn name(&mut self, rules: impl Iterator<Item = RuleId>) {
        for rule in rules {
            if let Err(at) = self.others.binary_search(&rule) {
                self.others.insert(at, rule);
                self.more |= self.others.len() > MOST_NAMED;
                self.others.truncate(MOST_NAMED);
            }
        }
    }
}

impl Clashes {
    /// Tells whether further rules that a rule clashes with are still of interest.
    pub(super) fn names(&self, rule: RuleId) -> bool {
        self.by_rule.get(rule.index()).and_then(Option::as_ref).is_none_or(|clash| !clash.more)
    }

    /// Adds a clash of a rule in one run with some of the others there; `case` gives the first case.
    pub(super) fn meet(
        &mut self,
        rule: RuleId,
        others: impl Iterator<Item = RuleId>,
        run: usize,
        case: impl FnOnce() -> (u32, Vec<(AxisId, u32)>),
    ) {
        let Some(clash) = self.of(rule) else { return };
        if clash.runs.last() != Some(&run) {
            clash.runs.push(run);
        }
        if clash.first.is_none() {
            clash.first = Some(case());
        }
        if !clash.more {
            clash.name(others);
        }
    }

    /// Returns what a rule clashes with, nothing yet where it is new.
    fn of(&mut self, rule: RuleId) -> Option<&mut Clash> {
        if self.by_rule.len() <= rule.index() {
            self.by_rule.resize_with(rule.index().saturating_add(1), || None);
        }
        Some(self.by_rule.get_mut(rule.index())?.get_or_insert_with(Box::default))
    }

    fn add(&mut self, check: &Check<'_>, rules: &[RuleId], runs: &[usize]) {
        let Some(hub) = furthest(check, rules) else { return };
        let Some(clash) = self.of(hub) else { return };
        clash.runs.extend(runs);
        clash.name(rules.iter().copied().filter(|rule| *rule != hub));
    }

    fn findings(self, check: &mut Check<'_>) -> Result<Vec<Finding>, TooLarge> {
        let rules = self.by_rule.into_iter().enumerate();
        let mut rules: Vec<(RuleId, Box<Clash>)> =
            rules.filter_map(|(number, clash)| Some((RuleId::from_index(number), clash?))).collect();
        // Those that touch most come first, and are kept.
        rules.sort_by_key(|(rule, clash)| (std::cmp::Reverse(clash.runs.len()), *rule));
        let more = rules.len().saturating_sub(MOST_CLASHES);
        rules.truncate(MOST_CLASHES);
        let mut findings = Vec::with_capacity(rules.len());
        for (rule, mut clash) in rules {
            let matters = matters_of(check, &mut clash.runs);
            let witness = match (clash.first, clash.runs.first()) {
                (Some((matter, case)), _) => Some(Witness::Case(matter, case)),
                (None, Some(&run)) => first_clash(check, run, rule)?,
                (None, None) => None,
            };
            let kind = Kind::Clashes { rule, others: clash.others, more: clash.more, matters };
            findings.push(Finding { severity: Severity::Error, witness, ..super::check::note(kind) });
        }
        if more > 0 {
            findings.push(super::check::note(Kind::MoreClashes { more }));
        }
        Ok(findings)
    }
}

/// Returns the rule that is about the most matters, of several the first.
pub(super) fn furthest(check: &Check<'_>, rules: &[RuleId]) -> Option<RuleId> {
    let reach = |rule: &RuleId| check.model.rules[*rule].matters.len();
    rules.iter().copied().max_by_key(|rule| (reach(rule), std::cmp::Reverse(*rule)))
}

/// Returns the first case of a run in which a rule is in a conflict.
fn first_clash(check: &mut Check<'_>, run: usize, rule: RuleId) -> Result<Option<Witness>, TooLarge> {
    let Some(here) = check.diagram.runs().all().get(run).copied() else { return Ok(None) };
    let mut slice = Slice::new(check.model);
    slice.read(check.model, check.diagram, &here)?;
    let mut clashing = Vec::new();
    for occurrence in slice.occurring.iter().filter(|occurrence| occurrence.vouched) {
        let outcome = slice.outcome(check.model, check.diagram, occurrence.set);
        let decides = outcome.deciding.iter().any(|&id| check.diagram.claims[id].rule == rule);
        if decides && outcome.verdict.status() == Status::Conflict {
            clashing.push(occurrence.set);
        }
    }
    let shape = slice.shape(check.model, check.diagram, &|set| clashing.contains(&set))?;
    let case = check.diagram.store.first_case(shape);
    let witness = case.map(|case| check.case(here.start, case)).transpose()?;
    check.diagram.relax(check.base);
    Ok(witness)
}

/// Returns why an outcome is a finding.
pub(super) fn causes_of(check: &Check<'_>, outcome: &Outcome) -> Vec<Cause> {
    let acknowledged = outcome.acknowledged.clone();
    let rule = |id: &ClaimId| check.diagram.claims[*id].rule;
    let mut rules: Vec<RuleId> = outcome.deciding.iter().map(rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let mut causes: Vec<Cause> = outcome.stale.iter().map(|&rule| Cause::Stale { rule }).collect();
    match (&outcome.verdict, outcome.verdict.status()) {
        (_, Status::Conflict) => causes.push(Cause::Conflict { rules, acknowledged }),
        (Verdict::Cell(cell), Status::Gap) => {
            let missing = |(_, part): &(usize, &Part<FurtherValue>)| matches!(part, Part::Missing);
            let further = cell.further.iter().enumerate().filter(missing);
            let further: Vec<PartId> = further.map(|(number, _)| PartId::from_index(number)).collect();
            // Where a policy gives no authority to anybody, some other part may be stated.
            let stated = matches!(cell.class, Part::Value(_))
                || cell.further.iter().any(|part| !matches!(part, Part::Unasked));
            causes.push(Cause::Gap {
                class: matches!(cell.class, Part::Missing) || !stated,
                payer: matches!(cell.payer, Part::Missing),
                further,
                rules,
                acknowledged,
                shape: None,
            });
        }
        _ => {}
    }
    causes
}

fn finding(check: &mut Check<'_>, cause: Cause, shown: &Shown) -> Result<Finding, TooLarge> {
    let places = &shown.places;
    let region: Vec<Place> = check.region(places);
    let first = places.iter().flat_map(|(_, matters)| matters).copied().min().unwrap_or(0);
    let cases = places.iter().filter(|(_, matters)| matters.contains(&first));
    let case = cases.filter_map(|(shape, _)| check.diagram.store.first_case(*shape)).min();
    let witness = match (case, &shown.support) {
        (None, _) => None,
        (Some(case), Some(support)) => Some(check.case_over(support, first, case)),
        (Some(case), None) => Some(check.case(first, case)?),
    };
    let (kind, acknowledged) = match cause {
        Cause::Conflict { rules, acknowledged } => (Kind::Conflict { rules }, acknowledged),
        Cause::Gap { class, payer, further, rules, acknowledged, .. } => {
            (Kind::Gap { class, payer, further, rules, matter: first }, acknowledged)
        }
        Cause::Stale { rule } => (Kind::Stale { rule }, Vec::new()),
    };
    check.diagram.relax(check.base);
    let severity = if acknowledged.is_empty() { Severity::Error } else { Severity::Note };
    Ok(Finding { kind, severity, witness, region, acknowledged, clash: None, allowed: None, old: false })
}
