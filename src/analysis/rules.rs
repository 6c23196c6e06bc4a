//! Rules that decide nothing, and rules without which nothing changes.
//!
//! In: the sets of claims that apply together somewhere. Out: unreachable rules with the reason, and redundant ones
//! with the rules that already say the same. Both are judged against all other rules at once, not pair by pair:
//! taking a rule away means deciding each set without it.

use super::check::{Check, IGNORED, note};
use super::finding::{Finding, Kind, Why};
use super::support::Support;
use crate::diagnostic::Severity;
use crate::diagram::{ClaimId, NodeId, TooLarge, Verdict, decide};
use crate::model::{Effect, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many idle and redundant rules are listed; the rest are counted.
const MOST_LISTED: usize = 1_000;

/// How many claims may be looked at to judge redundancy where claims do not simply agree.
const MOST_WORK: usize = 50_000_000;

/// How many rules a finding names as already saying so.
const MOST_COVER: usize = 6;

/// Returns the unreachable rules, then the redundant ones, each in the order of the file.
pub(super) fn rules(check: &mut Check<'_>) -> Result<Vec<Finding>, TooLarge> {
    let leaves = leaves_by_rule(check)?;
    let idle = idle_rules(check, &leaves);
    let mut found: Vec<(RuleId, Severity, Kind)> = idle
        .iter()
        .map(|(rule, why)| (*rule, Severity::Warning, Kind::Unreachable { rule: *rule, why: why.clone() }))
        .collect();
    let idle: FxHashSet<RuleId> = idle.into_iter().map(|(rule, _)| rule).collect();
    let mut judge = Judge {
        check,
        leaves: &leaves,
        gone: FxHashSet::default(),
        work: MOST_WORK,
        support: Support::default(),
    };
    let redundant = judge.redundant(&idle);
    let unjudged = judge.work == 0;
    found.extend(redundant);
    let more = found.len().saturating_sub(MOST_LISTED);
    found.truncate(MOST_LISTED);
    let mut findings = Vec::with_capacity(found.len());
    for (rule, severity, kind) in found {
        let here = leaves.get(&rule).map_or(&[][..], Vec::as_slice);
        findings.push(with_place(check, rule, here, Finding { severity, ..note(kind) })?);
    }
    if more > 0 || unjudged {
        findings.push(note(Kind::NotListed { more, unjudged }));
    }
    Ok(findings)
}

/// Returns, for each rule, the leaves at which it applies.
fn leaves_by_rule(check: &mut Check<'_>) -> Result<FxHashMap<RuleId, Vec<u32>>, TooLarge> {
    // Of undeclared words there may be more than are mentioned, so every case counts here.
    let mut roots: Vec<NodeId> =
        (0..check.diagram.matter_count()).map(|matter| check.diagram.root(matter)).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut all: Vec<u32> = Vec::new();
    for root in roots {
        let in_force = check.in_force(root)?;
        all.extend(check.diagram.store.terminals(in_force).into_iter().filter(|&leaf| leaf != IGNORED));
    }
    all.sort_unstable();
    all.dedup();
    let mut leaves: FxHashMap<RuleId, Vec<u32>> = FxHashMap::default();
    for leaf in all {
        for &claim in check.diagram.claims_at(leaf) {
            let list = leaves.entry(check.diagram.claims[claim].rule).or_default();
            if list.last() != Some(&leaf) {
                list.push(leaf);
            }
        }
    }
    Ok(leaves)
}

// ---------------------------------------------------------------- idle rules

/// Returns the rules that decide nothing at any of their leaves, with the reason.
fn idle_rules(check: &Check<'_>, leaves: &FxHashMap<RuleId, Vec<u32>>) -> Vec<(RuleId, Why)> {
    let every = leaves.values().flatten().copied().collect::<FxHashSet<u32>>();
    let outcomes = every.iter().filter_map(|&leaf| check.diagram.outcome(leaf));
    let standing: FxHashSet<RuleId> =
        outcomes.flat_map(|outcome| &outcome.standing).map(|&id| check.diagram.claims[id].rule).collect();
    let rules = check
        .model
        .rules
        .pairs()
        .filter(|(rule, tree)| !standing.contains(rule) && !acknowledges(&tree.effect));
    rules
        .map(|(rule, _)| (rule, why_idle(check, rule, leaves.get(&rule).map_or(&[][..], Vec::as_slice))))
        .collect()
}

fn acknowledges(effect: &Effect) -> bool {
    matches!(effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_))
}

/// Says why a rule decides nothing.
fn why_idle(check: &Check<'_>, rule: RuleId, leaves: &[u32]) -> Why {
    if leaves.is_empty() {
        return Why::NeverTrue;
    }
    let mut impossible = Vec::new();
    let mut winners = Vec::new();
    let mut possible = false;
    let mut outside = false;
    for outcome in leaves.iter().filter_map(|&leaf| check.diagram.outcome(leaf)) {
        if outcome.verdict == Verdict::NotInForce {
            outside = true;
        } else if outcome.verdict == Verdict::Impossible {
            impossible.extend(outcome.deciding.iter().map(|&id| check.diagram.claims[id].rule));
        } else {
            possible = true;
            let beaten = outcome.beaten.iter().filter(|(loser, _)| check.diagram.claims[*loser].rule == rule);
            winners.extend(beaten.map(|(_, winner)| check.diagram.claims[*winner].rule));
        }
    }
    match (possible, winners.is_empty()) {
        (false, _) if outside && impossible.is_empty() => Why::NeverTrue,
        (false, _) => Why::Impossible(sorted(impossible)),
        (true, false) => Why::Beaten(sorted(winners)),
        (true, true) if matches!(check.model.rules[rule].effect, Effect::Default(_)) => Why::NeverDefault,
        (true, true) => Why::SaysNothing,
    }
}

// ---------------------------------------------------------------- redundant rules

/// The state of the search for redundant rules.
struct Judge<'j, 'a> {
    check: &'j Check<'a>,
    leaves: &'j FxHashMap<RuleId, Vec<u32>>,
    /// The rules that are already found redundant.
    gone: FxHashSet<RuleId>,
    /// How many claims may still be looked at.
    work: usize,
    support: Support,
}

impl Judge<'_, '_> {
    /// Goes from the last rule to the first, each judged without those already found: of two equal rules one is named.
    /// Where a redundant exception goes, a rule that it beat may become redundant too, so the round is repeated.
    fn redundant(&mut self, idle: &FxHashSet<RuleId>) -> Vec<(RuleId, Severity, Kind)> {
        let mut found = Vec::new();
        let mut again = true;
        while again && self.work > 0 {
            again = false;
            for (rule, tree) in self.check.model.rules.pairs().rev() {
                let skipped = self.gone.contains(&rule) || idle.contains(&rule) || acknowledges(&tree.effect);
                if skipped || !self.changes_nothing(rule) {
                    continue;
                }
                again = true;
                self.take_away(rule);
                let cites_its_own = tree.quote.is_some() || tree.cite.is_some();
                let severity = if cites_its_own { Severity::Note } else { Severity::Warning };
                found.push((rule, severity, Kind::Redundant { rule, cover: self.cover(rule) }));
            }
        }
        found.sort_by_key(|(rule, _, _)| *rule);
        found
    }

    fn here(&self, rule: RuleId) -> &[u32] {
        self.leaves.get(&rule).map_or(&[][..], Vec::as_slice)
    }

    /// Tells whether every leaf comes to the same without the rule, and without those already gone.
    fn changes_nothing(&mut self, rule: RuleId) -> bool {
        let leaves = self.here(rule).to_vec();
        !leaves.is_empty() && leaves.iter().all(|&leaf| self.same_without(leaf, rule))
    }

    fn same_without(&mut self, leaf: u32, rule: RuleId) -> bool {
        if let Some(same) = self.support.same_without(self.check, leaf, rule, &self.gone) {
            return same;
        }
        let claims = &self.check.diagram.claims;
        let applying = self.check.diagram.claims_at(leaf);
        self.work = self.work.saturating_sub(applying.len().saturating_mul(applying.len()));
        if self.work == 0 {
            return false;
        }
        let stays = |id: &ClaimId| claims[*id].rule != rule && !self.gone.contains(&claims[*id].rule);
        let without: Vec<ClaimId> = applying.iter().copied().filter(stays).collect();
        let outcome = decide(self.check.model, claims, self.check.diagram.asked_at(leaf), &without);
        self.check.diagram.outcome(leaf).is_some_and(|before| {
            let impossible = |verdict: &Verdict| *verdict == Verdict::Impossible;
            before.parts == outcome.parts && impossible(&before.verdict) == impossible(&outcome.verdict)
        })
    }

    fn take_away(&mut self, rule: RuleId) {
        for leaf in self.here(rule).to_vec() {
            self.support.take_away(self.check, leaf, rule);
        }
        self.gone.insert(rule);
    }

    /// Returns rules that decide where the redundant one applies.
    fn cover(&self, rule: RuleId) -> Vec<RuleId> {
        let mut rules = Vec::new();
        for outcome in self.here(rule).iter().filter_map(|&leaf| self.check.diagram.outcome(leaf)) {
            let others = outcome.standing.iter().map(|&id| self.check.diagram.claims[id].rule);
            rules
                .extend(others.filter(|other| *other != rule && !self.gone.contains(other)).take(MOST_COVER));
        }
        rules = sorted(rules);
        rules.truncate(MOST_COVER);
        rules
    }
}

/// Adds a witness and the region to a finding about a rule.
fn with_place(
    check: &mut Check<'_>,
    rule: RuleId,
    leaves: &[u32],
    finding: Finding,
) -> Result<Finding, TooLarge> {
    let mut places: Vec<(NodeId, Vec<u32>)> = Vec::new();
    for (root, matters) in check.groups().to_vec() {
        let about: Vec<u32> =
            matters.into_iter().filter(|matter| check.model.rules[rule].matters.contains(*matter)).collect();
        if about.is_empty() {
            continue;
        }
        let shape = check.diagram.store.map(root, &mut |leaf| u32::from(leaves.contains(&leaf)))?;
        if shape != NodeId::FALSE {
            places.push((shape, about));
        }
    }
    let first = places.first().and_then(|(shape, matters)| {
        let case = check.diagram.store.first_case(*shape)?;
        Some((*matters.first()?, case))
    });
    let witness = first.map(|(matter, case)| check.case(matter, case)).transpose()?;
    Ok(Finding { witness, region: check.region(&places), ..finding })
}

fn sorted(mut rules: Vec<RuleId>) -> Vec<RuleId> {
    rules.sort_unstable();
    rules.dedup();
    rules
}
