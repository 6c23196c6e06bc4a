//! Rules that decide nothing, and rules without which nothing changes.
//!
//! In: the sets of claims that apply together somewhere. Out: unreachable rules with the reason, and redundant ones
//! with the rules that already say the same. Both are judged against all other rules at once, not pair by pair:
//! taking a rule away means deciding each set without it.

use super::check::{Check, MOST_LISTED, note};
use super::finding::{Finding, Kind, Why};
use super::place::with_place;
use super::sheet::{Sheet, Sheets};
use super::slice::Slice;
use super::support::Support;
use super::without::Without;
use crate::arena::Id;
use crate::diagnostic::Severity;
use crate::diagram::{ClaimId, Diagram, Manner, TooLarge, Verdict, decide};
use crate::model::{Effect, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many claims may be looked at to judge redundancy where claims do not simply agree.
const MOST_WORK: usize = 50_000_000;

/// How many rules a finding names as already saying so.
pub(super) const MOST_COVER: usize = 6;

/// How many sets of claims are looked at again to judge the rules that are in doubt.
const MOST_SETS: usize = 200_000;

/// Returns the unreachable rules, then the redundant ones, each in the order of the file; `needed` rules are neither, rules that
/// are `standing` are reached.
pub(super) fn rules(
    check: &mut Check<'_>,
    needed: &[bool],
    standing: &[bool],
    mut sheets: Sheets,
) -> Result<Vec<Finding>, TooLarge> {
    let in_doubt =
        |(id, rule): &(RuleId, &crate::model::Rule)| !is(needed, *id) && !acknowledges(&rule.effect);
    let doubtful: FxHashSet<RuleId> = check.model.rules.pairs().filter(in_doubt).map(|(id, _)| id).collect();
    if doubtful.is_empty() {
        return Ok(Vec::new());
    }
    let before = check.base;
    let (leaves, all) = leaves_by_rule(check, &mut sheets, &doubtful, standing)?;
    // The leaves are needed until all are judged.
    check.base = check.diagram.mark();
    let idle = if all {
        idle_rules(check, &|rule| doubtful.contains(rule) && !is(standing, *rule), &leaves)
    } else {
        Vec::new()
    };
    let idle_ids: FxHashSet<RuleId> = idle.iter().map(|(rule, _)| *rule).collect();
    let without = Without::new(&check.diagram.claims, sheets);
    let mut judge = Judge {
        check,
        leaves: &leaves,
        gone: FxHashSet::default(),
        order: FxHashMap::default(),
        work: if all { MOST_WORK } else { 0 },
        support: Support::default(),
        without,
    };
    let mut asked: Vec<RuleId> = doubtful.into_iter().filter(|rule| !idle_ids.contains(rule)).collect();
    asked.sort_unstable();
    judge.look(&asked);
    let unjudged = judge.work == 0;
    let redundant: Vec<RuleId> = asked.into_iter().filter(|rule| judge.gone.contains(rule)).collect();
    let more = idle.len().saturating_add(redundant.len()).saturating_sub(MOST_LISTED);
    let mut found: Vec<(RuleId, Severity, Kind)> = idle
        .into_iter()
        .map(|(rule, why)| (rule, Severity::Warning, Kind::Unreachable { rule, why }))
        .take(MOST_LISTED)
        .collect();
    for rule in redundant.into_iter().take(MOST_LISTED.saturating_sub(found.len())) {
        let tree = &judge.check.model.rules[rule];
        let cites_its_own = tree.quote.is_some() || tree.cite.is_some();
        let severity = if cites_its_own { Severity::Note } else { Severity::Warning };
        let cover = judge.cover(rule);
        found.push((rule, severity, Kind::Redundant { rule, cover }));
    }
    let mut sheets = judge.without.sheets;
    let mut findings = Vec::with_capacity(found.len());
    for (rule, severity, kind) in found {
        findings.push(with_place(check, &mut sheets, rule, Finding { severity, ..note(kind) })?);
    }
    if more > 0 || unjudged {
        findings.push(note(Kind::NotListed { more, unjudged }));
    }
    check.base = before;
    check.diagram.relax(before);
    Ok(findings)
}

/// Returns, for each rule in doubt, the leaves at which it has to be looked at; `false` where they are too many. Where cases of a
/// sheet are simple, planes tell whether a rule that stands there is redundant, and no leaf is needed.
fn leaves_by_rule(
    check: &mut Check<'_>,
    sheets: &mut Sheets,
    doubtful: &FxHashSet<RuleId>,
    standing: &[bool],
) -> Result<(FxHashMap<RuleId, Vec<u32>>, bool), TooLarge> {
    let mut leaves = Leaves { doubtful, of: FxHashMap::default(), sets: 0 };
    let mut slice = Slice::new(check.model);
    let mut claims = Vec::new();
    // Whether some claim of a layer has to be looked at closer.
    let mut in_layer: FxHashMap<usize, bool> = FxHashMap::default();
    for run in check.diagram.runs().all().to_vec() {
        let lies = |rule: RuleId| doubtful.contains(&rule) && !is(standing, rule);
        if let Some((_, layer)) = sheets.layer_of(&run) {
            let diagram = &*check.diagram;
            let below = *in_layer.entry(run.layer).or_insert_with(|| {
                let lies = |id: &ClaimId| lies(diagram.claims[*id].rule);
                !layer.special.is_empty() || layer.claims.iter().any(lies)
            });
            let counts_more = |id: &ClaimId| {
                let claim = diagram.claims[*id];
                claim.manner != Manner::Plain || lies(claim.rule)
            };
            if !below && !diagram.runs().own(&run).iter().any(counts_more) {
                continue;
            }
            let Some(sheet) = sheets.open(check.model, check.diagram, &run, &|_| false) else { continue };
            for claims in closer(check.diagram, &sheet, &lies) {
                leaves.note(check.diagram, &claims, |diagram| diagram.leaf(check.model, &claims, &[]));
            }
        } else {
            check.diagram.runs().claims(&run, &mut claims);
            if !claims.iter().any(|&id| doubtful.contains(&check.diagram.claims[id].rule)) {
                continue;
            }
            slice.read(check.model, check.diagram, &run)?;
            // Of undeclared words there may be more than are mentioned, so every case counts here.
            for occurrence in slice.occurring.iter().filter(|occurrence| occurrence.in_force) {
                slice.claims_of(check.diagram, occurrence.set, &mut claims);
                leaves
                    .note(check.diagram, &claims, |diagram| slice.leaf(check.model, diagram, occurrence.set));
            }
        }
        if leaves.sets > MOST_SETS {
            return Ok((leaves.of, false));
        }
    }
    for list in leaves.of.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    Ok((leaves.of, true))
}

/// The leaves by the rules in doubt that apply there.
struct Leaves<'d> {
    doubtful: &'d FxHashSet<RuleId>,
    of: FxHashMap<RuleId, Vec<u32>>,
    /// How many sets of claims were looked at.
    sets: usize,
}

impl Leaves<'_> {
    fn note(&mut self, diagram: &mut Diagram, claims: &[ClaimId], leaf: impl FnOnce(&mut Diagram) -> u32) {
        let rules: Vec<RuleId> = claims.iter().map(|&id| diagram.claims[id].rule).collect();
        let mut rules = rules.into_iter().filter(|rule| self.doubtful.contains(rule)).peekable();
        if rules.peek().is_none() || self.sets > MOST_SETS {
            return;
        }
        self.sets = self.sets.saturating_add(1);
        let leaf = leaf(diagram);
        rules.for_each(|rule| self.of.entry(rule).or_default().push(leaf));
    }
}

/// Returns the sets of claims of a sheet of which planes do not tell enough: where claims are not simple, and where rules apply that
/// do not stand.
fn closer(diagram: &Diagram, sheet: &Sheet<'_>, lies: &dyn Fn(RuleId) -> bool) -> Vec<Vec<ClaimId>> {
    let mut cases = sheet.layer.special.clone();
    cases.unite(&sheet.own.special);
    for (_, area) in sheet.own.claims().filter(|(claim, _)| lies(diagram.claims[*claim].rule)) {
        cases.unite(area);
    }
    if sheet.layer.claims.iter().any(|&claim| lies(diagram.claims[claim].rule)) {
        let here =
            |case: &usize| sheet.layer.claims_in(*case).iter().any(|&id| lies(diagram.claims[id].rule));
        sheet.layer.layout.full().cases().filter(here).for_each(|case| cases.put(case, true));
    }
    cases.intersect(&sheet.layer.in_force);
    let mut seen: FxHashSet<Vec<ClaimId>> = FxHashSet::default();
    let mut found = Vec::new();
    let mut claims = Vec::new();
    for case in cases.cases() {
        sheet.claims_in(case, &mut claims);
        if !seen.contains(&claims) {
            seen.insert(claims.clone());
            found.push(claims.clone());
        }
    }
    found
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
    // Where a rule applies the policy is in force.
    for outcome in leaves.iter().filter_map(|&leaf| check.diagram.outcome(check.model, leaf)) {
        if outcome.verdict == Verdict::Impossible {
            impossible.extend(outcome.deciding.iter().map(|&id| check.diagram.claims[id].rule));
        } else {
            possible = true;
            let beaten = outcome.beaten.iter().filter(|(loser, _)| check.diagram.claims[*loser].rule == rule);
            winners.extend(beaten.map(|(_, winner)| check.diagram.claims[*winner].rule));
        }
    }
    match (possible, winners.is_empty()) {
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
    /// And when each was.
    order: FxHashMap<RuleId, usize>,
    /// How many claims may still be looked at.
    work: usize,
    support: Support,
    without: Without,
}

impl Judge<'_, '_> {
    /// Goes from the last rule to the first, each judged without those already found: of two equal rules one is named.
    /// Where a redundant exception goes, a rule that it beat may become redundant too, so the round is repeated.
    fn look(&mut self, rules: &[RuleId]) {
        let mut again = true;
        while again && self.work > 0 {
            again = false;
            for &rule in rules.iter().rev() {
                if !self.gone.contains(&rule) && self.changes_nothing(rule) {
                    again = true;
                    self.take_away(rule);
                }
            }
        }
    }

    fn here(&self, rule: RuleId) -> &[u32] {
        self.leaves.get(&rule).map_or(&[][..], Vec::as_slice)
    }

    /// Tells whether every case comes to the same without the rule, and without those already gone.
    fn changes_nothing(&mut self, rule: RuleId) -> bool {
        let leaves = self.here(rule).to_vec();
        leaves.iter().all(|&leaf| self.same_without(leaf, rule))
            && self.without.changes_nothing(self.check, rule, &self.gone)
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
        self.order.insert(rule, self.order.len());
        self.gone.insert(rule);
        self.without.take_away(self.check, rule, &self.gone);
    }

    /// Returns rules that decide where the redundant one applies, and were not found redundant before it.
    fn cover(&mut self, rule: RuleId) -> Vec<RuleId> {
        let found = |rule: &RuleId| self.order.get(rule).copied().unwrap_or(usize::MAX);
        let stays = |other: &RuleId| *other != rule && found(other) > found(&rule);
        let mut rules = Vec::new();
        let leaves = self.leaves.get(&rule).map_or(&[][..], Vec::as_slice);
        for outcome in leaves.iter().filter_map(|&leaf| self.check.diagram.outcome(self.check.model, leaf)) {
            let others = outcome.standing.iter().map(|&id| self.check.diagram.claims[id].rule);
            rules.extend(others.filter(stays).take(MOST_COVER));
        }
        rules.extend(self.without.cover(self.check, rule, &stays));
        rules = sorted(rules);
        rules.truncate(MOST_COVER);
        rules
    }
}

pub(super) fn sorted(mut rules: Vec<RuleId>) -> Vec<RuleId> {
    rules.sort_unstable();
    rules.dedup();
    rules
}
