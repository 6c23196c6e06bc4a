//! Rules that decide nothing, and rules without which nothing changes.
//!
//! In: the sets of claims that apply together somewhere. Out: unreachable rules with the reason, and redundant ones
//! with the rules that already say the same. Both are judged against all other rules at once, not pair by pair:
//! taking a rule away means deciding each set without it.

use super::check::{Check, note};
use super::finding::{Finding, Kind, Why};
use crate::diagnostic::Severity;
use crate::diagram::{ClaimId, NodeId, TooLarge, Verdict, decide};
use crate::model::{Effect, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Returns the unreachable rules, then the redundant ones, each in the order of the file.
pub(super) fn rules(check: &mut Check<'_>) -> Result<Vec<Finding>, TooLarge> {
    let leaves = leaves_by_rule(check);
    let mut findings = Vec::new();
    let mut redundant = Vec::new();
    let mut gone: FxHashSet<RuleId> = FxHashSet::default();
    let mut idle: FxHashSet<RuleId> = FxHashSet::default();
    for (rule, tree) in check.model.rules.pairs() {
        if matches!(tree.effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_)) {
            continue;
        }
        let here = leaves.get(&rule).map_or(&[][..], Vec::as_slice);
        if let Some(why) = unreachable(check, rule, here) {
            idle.insert(rule);
            let kind = Kind::Unreachable { rule, why };
            findings.push(with_place(
                check,
                rule,
                here,
                Finding { severity: Severity::Warning, ..note(kind) },
            )?);
        }
    }
    // From the last rule to the first, each judged without those already found: of two equal rules one is named.
    // Where a redundant exception goes, a rule that it beat may become redundant too, so the round is repeated.
    let mut found = true;
    while found {
        found = false;
        for rule in check.model.rules.ids().rev() {
            let here = leaves.get(&rule).map_or(&[][..], Vec::as_slice);
            if gone.contains(&rule)
                || idle.contains(&rule)
                || here.is_empty()
                || !changes_nothing(check, rule, here, &gone)
            {
                continue;
            }
            gone.insert(rule);
            found = true;
            let kind = Kind::Redundant { rule, cover: cover(check, rule, here, &gone) };
            let cites_its_own =
                check.model.rules[rule].quote.is_some() || check.model.rules[rule].cite.is_some();
            let severity = if cites_its_own { Severity::Note } else { Severity::Warning };
            let finding = with_place(check, rule, here, Finding { severity, ..note(kind) })?;
            redundant.push((rule, finding));
        }
    }
    redundant.sort_by_key(|(rule, _)| *rule);
    findings.extend(redundant.into_iter().map(|(_, finding)| finding));
    Ok(findings)
}

/// Returns, for each rule, the leaves at which it applies.
fn leaves_by_rule(check: &Check<'_>) -> FxHashMap<RuleId, Vec<u32>> {
    // Of undeclared words there may be more than are mentioned, so every case counts here.
    let mut roots: Vec<NodeId> =
        (0..check.diagram.matter_count()).map(|matter| check.diagram.root(matter)).collect();
    roots.sort_unstable();
    roots.dedup();
    let mut all: Vec<u32> = roots.iter().flat_map(|root| check.diagram.store.terminals(*root)).collect();
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
    leaves
}

/// Says why a rule decides nothing at any of its leaves; nothing where it does.
fn unreachable(check: &Check<'_>, rule: RuleId, leaves: &[u32]) -> Option<Why> {
    if leaves.is_empty() {
        return Some(Why::NeverTrue);
    }
    let of_rule = |id: &ClaimId| check.diagram.claims[*id].rule == rule;
    let mut impossible = Vec::new();
    let mut winners = Vec::new();
    let mut possible = false;
    for outcome in leaves.iter().filter_map(|&leaf| check.diagram.outcome(leaf)) {
        if outcome.standing.iter().any(of_rule) {
            return None;
        }
        if outcome.verdict == Verdict::Impossible {
            impossible.extend(outcome.deciding.iter().map(|&id| check.diagram.claims[id].rule));
        } else {
            possible = true;
            let beaten = outcome.beaten.iter().filter(|(loser, _)| of_rule(loser));
            winners.extend(beaten.map(|(_, winner)| check.diagram.claims[*winner].rule));
        }
    }
    Some(match (possible, winners.is_empty()) {
        (false, _) => Why::Impossible(sorted(impossible)),
        (true, false) => Why::Beaten(sorted(winners)),
        (true, true) if matches!(check.model.rules[rule].effect, Effect::Default(_)) => Why::NeverDefault,
        (true, true) => Why::SaysNothing,
    })
}

/// Tells whether every leaf comes to the same without the rule, and without those already gone.
fn changes_nothing(check: &Check<'_>, rule: RuleId, leaves: &[u32], gone: &FxHashSet<RuleId>) -> bool {
    let effect = &check.model.rules[rule].effect;
    if matches!(effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_)) {
        return false;
    }
    leaves.iter().all(|&leaf| {
        let without: Vec<ClaimId> = check
            .diagram
            .claims_at(leaf)
            .iter()
            .copied()
            .filter(|&id| {
                let of = check.diagram.claims[id].rule;
                of != rule && !gone.contains(&of)
            })
            .collect();
        let outcome = decide(check.model, &check.diagram.claims, check.diagram.asked, &without);
        check.diagram.outcome(leaf).is_some_and(|before| {
            before.parts == outcome.parts
                && (before.verdict == Verdict::Impossible) == (outcome.verdict == Verdict::Impossible)
        })
    })
}

/// Returns the rules that decide where the redundant one applies.
fn cover(check: &Check<'_>, rule: RuleId, leaves: &[u32], gone: &FxHashSet<RuleId>) -> Vec<RuleId> {
    let outcomes = leaves.iter().filter_map(|&leaf| check.diagram.outcome(leaf));
    let rules = outcomes.flat_map(|outcome| &outcome.standing).map(|&id| check.diagram.claims[id].rule);
    sorted(rules.filter(|other| *other != rule && !gone.contains(other)).collect())
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
        let shape = check.diagram.store.map(root, &mut |leaf| u32::from(leaves.contains(&leaf)))?;
        let about: Vec<u32> =
            matters.into_iter().filter(|matter| check.model.rules[rule].matters.contains(*matter)).collect();
        if shape != NodeId::FALSE && !about.is_empty() {
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
