//! Rules that decide nothing, and rules without which nothing changes.
//!
//! In: the sets of claims that apply together somewhere. Out: unreachable rules with the reason, and redundant ones
//! with the rules that already say the same. Both are judged against all other rules at once, not pair by pair:
//! taking a rule away means deciding each set without it.

use super::cause::Places;
use super::check::{Check, MOST_LISTED, note};
use super::finding::{Finding, Kind, Why};
use super::slice::Slice;
use super::support::Support;
use crate::arena::Id;
use crate::diagnostic::Severity;
use crate::diagram::{ClaimId, NodeId, Run, TooLarge, Verdict, decide};
use crate::model::{Effect, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many claims may be looked at to judge redundancy where claims do not simply agree.
const MOST_WORK: usize = 50_000_000;

/// How many rules a finding names as already saying so.
const MOST_COVER: usize = 6;

/// How many sets of claims are looked at again to judge the rules that are in doubt.
const MOST_SETS: usize = 200_000;

/// Returns the unreachable rules, then the redundant ones, each in the order of the file; `needed` rules are neither, rules that
/// are `standing` are reached.
pub(super) fn rules(
    check: &mut Check<'_>,
    needed: &[bool],
    standing: &[bool],
) -> Result<Vec<Finding>, TooLarge> {
    let doubtful: FxHashSet<RuleId> = check
        .model
        .rules
        .pairs()
        .filter(|(id, rule)| !is(needed, *id) && !acknowledges(&rule.effect))
        .map(|(id, _)| id)
        .collect();
    if doubtful.is_empty() {
        return Ok(Vec::new());
    }
    let before = check.base;
    let (leaves, all) = leaves_by_rule(check, &doubtful)?;
    // The leaves are needed until all are judged.
    check.base = check.diagram.mark();
    let idle = if all {
        idle_rules(check, &|rule| doubtful.contains(rule) && !is(standing, *rule), &leaves)
    } else {
        Vec::new()
    };
    let mut found: Vec<(RuleId, Severity, Kind)> = idle
        .iter()
        .map(|(rule, why)| (*rule, Severity::Warning, Kind::Unreachable { rule: *rule, why: why.clone() }))
        .collect();
    let idle: FxHashSet<RuleId> = idle.into_iter().map(|(rule, _)| rule).collect();
    let mut judge = Judge {
        check,
        leaves: &leaves,
        gone: FxHashSet::default(),
        work: if all { MOST_WORK } else { 0 },
        support: Support::default(),
    };
    let redundant = judge.redundant(&idle);
    let unjudged = judge.work == 0;
    found.extend(redundant);
    let more = found.len().saturating_sub(MOST_LISTED);
    found.truncate(MOST_LISTED);
    let mut findings = Vec::with_capacity(found.len());
    for (rule, severity, kind) in found {
        findings.push(with_place(check, rule, Finding { severity, ..note(kind) })?);
    }
    if more > 0 || unjudged {
        findings.push(note(Kind::NotListed { more, unjudged }));
    }
    check.base = before;
    check.diagram.relax(before);
    Ok(findings)
}

/// Returns, for each rule in doubt, the leaves at which it applies; `false` where they are too many.
fn leaves_by_rule(
    check: &mut Check<'_>,
    doubtful: &FxHashSet<RuleId>,
) -> Result<(FxHashMap<RuleId, Vec<u32>>, bool), TooLarge> {
    let mut leaves: FxHashMap<RuleId, Vec<u32>> = FxHashMap::default();
    let mut slice = Slice::new(check.model);
    let mut claims = Vec::new();
    let mut sets = 0_usize;
    for run in check.diagram.runs().all().to_vec() {
        check.diagram.runs().claims(&run, &mut claims);
        if !claims.iter().any(|&id| doubtful.contains(&check.diagram.claims[id].rule)) {
            continue;
        }
        slice.read(check.model, check.diagram, &run)?;
        // Of undeclared words there may be more than are mentioned, so every case counts here.
        for occurrence in slice.occurring.iter().filter(|occurrence| occurrence.in_force) {
            slice.claims_of(check.diagram, occurrence.set, &mut claims);
            claims.retain(|&id| doubtful.contains(&check.diagram.claims[id].rule));
            if claims.is_empty() {
                continue;
            }
            sets = sets.saturating_add(1);
            if sets > MOST_SETS {
                return Ok((leaves, false));
            }
            let leaf = slice.leaf(check.model, check.diagram, occurrence.set);
            for &claim in &claims {
                leaves.entry(check.diagram.claims[claim].rule).or_default().push(leaf);
            }
        }
    }
    for list in leaves.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    Ok((leaves, true))
}

// ---------------------------------------------------------------- idle rules

/// Returns the rules that decide nothing at any of their leaves, with the reason.
fn idle_rules(
    check: &Check<'_>,
    doubtful: &dyn Fn(&RuleId) -> bool,
    leaves: &FxHashMap<RuleId, Vec<u32>>,
) -> Vec<(RuleId, Why)> {
    let here = leaves.iter().filter(|(rule, _)| doubtful(rule)).flat_map(|(_, leaves)| leaves);
    let every = here.copied().collect::<FxHashSet<u32>>();
    let outcomes = every.iter().filter_map(|&leaf| check.diagram.outcome(check.model, leaf));
    let standing: FxHashSet<RuleId> =
        outcomes.flat_map(|outcome| &outcome.standing).map(|&id| check.diagram.claims[id].rule).collect();
    let rules = check.model.rules.pairs().filter(|(rule, _)| doubtful(rule) && !standing.contains(rule));
    rules
        .map(|(rule, _)| (rule, why_idle(check, rule, leaves.get(&rule).map_or(&[][..], Vec::as_slice))))
        .collect()
}

fn is(marked: &[bool], rule: RuleId) -> bool {
    marked.get(rule.index()).copied().unwrap_or(false)
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
    for outcome in leaves.iter().filter_map(|&leaf| check.diagram.outcome(check.model, leaf)) {
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
                let skipped =
                    self.gone.contains(&rule) || idle.contains(&rule) || !self.leaves.contains_key(&rule);
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
        let outcome = decide(self.check.model, claims, &self.check.diagram.asked_at(leaf), &without);
        self.check.diagram.outcome(self.check.model, leaf).is_some_and(|before| {
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
        for outcome in
            self.here(rule).iter().filter_map(|&leaf| self.check.diagram.outcome(self.check.model, leaf))
        {
            let others = outcome.standing.iter().map(|&id| self.check.diagram.claims[id].rule);
            rules
                .extend(others.filter(|other| *other != rule && !self.gone.contains(other)).take(MOST_COVER));
        }
        rules = sorted(rules);
        rules.truncate(MOST_COVER);
        rules
    }
}

/// How many runs of matters a finding about a rule shows.
const MOST_RUNS: usize = 100;

/// Adds a witness and the region to a finding about a rule.
fn with_place(check: &mut Check<'_>, rule: RuleId, finding: Finding) -> Result<Finding, TooLarge> {
    let mut places: Places = Vec::new();
    let mut slice = Slice::new(check.model);
    let mut claims = Vec::new();
    let about = &check.model.rules[rule].matters;
    let firsts = about.ranges().iter().filter_map(|(start, _)| check.diagram.runs().of(*start));
    let all = check.diagram.runs().all();
    let runs = firsts.flat_map(|first| all.iter().skip(first).take_while(|run| about.contains(run.start)));
    let runs: Vec<Run> = runs.take(MOST_RUNS.saturating_add(1)).copied().collect();
    for run in runs.iter().take(MOST_RUNS) {
        slice.read(check.model, check.diagram, run)?;
        let mut sets = Vec::new();
        for occurrence in slice.occurring.iter().filter(|occurrence| occurrence.in_force) {
            slice.claims_of(check.diagram, occurrence.set, &mut claims);
            if claims.iter().any(|&id| check.diagram.claims[id].rule == rule) {
                sets.push(occurrence.set);
            }
        }
        let shape = slice.shape(check.model, check.diagram, &|set| sets.contains(&set))?;
        if shape == NodeId::FALSE {
            continue;
        }
        let matters = run.start..run.end;
        match places.iter_mut().find(|(known, _)| *known == shape) {
            Some((_, more)) => more.extend(matters),
            None => places.push((shape, matters.collect())),
        }
    }
    let first = places.first().and_then(|(shape, matters)| {
        let case = check.diagram.store.first_case(*shape)?;
        Some((*matters.first()?, case))
    });
    let witness = first.map(|(matter, case)| check.case(matter, case)).transpose()?;
    let mut region = check.region(&places);
    if let Some(last) = region.last_mut() {
        last.region.cut |= runs.len() > MOST_RUNS;
    }
    check.diagram.relax(check.base);
    Ok(Finding { witness, region, ..finding })
}

fn sorted(mut rules: Vec<RuleId>) -> Vec<RuleId> {
    rules.sort_unstable();
    rules.dedup();
    rules
}
