//! Rules without which nothing changes, in the simple cases of runs that share very many claims.
//!
//! In: the layers as the survey left them. Out: whether everything that a rule says is, in every such case, said by another rule that
//! stays. A rule of the layer is judged by the cases in which it alone of the layer says something and some run does not; a run's own
//! rule by those in which the layer does not, which are few.

use super::check::Check;
use super::layer::Layer;
use super::place::runs_of;
use super::rules::MOST_COVER;
use super::sheet::Sheets;
use crate::diagram::{ClaimId, Claims, Manner, Plane, Run, Voices};
use crate::model::RuleId;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many runs are looked at for the rules that cover a redundant one.
const MOST_RUNS: usize = 100;

/// The layers while rules are taken away.
pub(super) struct Without {
    pub(super) sheets: Sheets,
    /// For each layer how many claims say a thing in a case.
    counts: FxHashMap<usize, Vec<Vec<u32>>>,
}

impl Without {
    pub(super) fn new(claims: &Claims, mut sheets: Sheets) -> Without {
        let counts =
            sheets.layers().into_iter().map(|(voices, layer)| (layer.number, count(claims, voices, layer)));
        let counts = counts.collect();
        Without { sheets, counts }
    }

    /// Tells whether everything that a rule says is said by others in every simple case, without the rules that are gone.
    pub(super) fn changes_nothing(
        &mut self,
        check: &Check<'_>,
        rule: RuleId,
        gone: &FxHashSet<RuleId>,
    ) -> bool {
        let layers = self.sheets.layers();
        let layered = layers.into_iter().all(|(voices, layer)| said_without(check, voices, layer, rule));
        layered && near(check, rule).all(|run| self.said_in(check, &run, rule, gone))
    }

    /// Tells whether what a run's own rule says is said by others there.
    fn said_in(&mut self, check: &Check<'_>, run: &Run, rule: RuleId, gone: &FxHashSet<RuleId>) -> bool {
        let Some(mut missing) = self.not_in_layer(check, run, rule) else { return true };
        if missing.iter().all(|(_, plane)| plane.is_empty()) {
            return true;
        }
        let gone = |other: RuleId| other == rule || gone.contains(&other);
        let Some(sheet) = self.sheets.open(check.model, check.diagram, run, &gone) else { return true };
        missing.iter_mut().all(|(voice, plane)| {
            let mut others = sheet.own.special.clone();
            others.unite(&sheet.layer.special);
            sheet.own.said.add_said(sheet.voices, *voice, &mut others);
            plane.subtract(&others);
            plane.is_empty()
        })
    }

    /// Returns for each thing that a run's own rule says the cases in which the layer does not say it.
    fn not_in_layer(&mut self, check: &Check<'_>, run: &Run, rule: RuleId) -> Option<Vec<(usize, Plane)>> {
        let (voices, layer) = self.sheets.layer_of(run)?;
        let mut missing = Vec::new();
        for &claim in plain(check, check.diagram.claims.of_rule(check.diagram.runs().own(run), rule)) {
            let mut area = Plane::default();
            if !check.diagram.area_in(&mut layer.layout, claim, &mut area) {
                return None;
            }
            area.intersect(&layer.in_force);
            for &voice in voices.said_by(check.diagram.claims[claim].says) {
                let mut said = layer.layout.empty();
                layer.said.add_said(voices, voice, &mut said);
                let mut left = area.clone();
                left.subtract(&said);
                missing.push((voice, left));
            }
        }
        Some(missing)
    }

    /// Takes away a rule that changes nothing; `gone` has it already.
    pub(super) fn take_away(&mut self, check: &Check<'_>, rule: RuleId, gone: &FxHashSet<RuleId>) {
        for (voices, layer) in self.sheets.layers() {
            if let Some(counts) = self.counts.get_mut(&layer.number) {
                take_from(check, voices, layer, counts, rule);
            }
        }
        for run in near(check, rule) {
            if !self.leaves_as_it_was(check, &run, rule) {
                self.note_lacking(check, &run, gone);
            }
        }
    }

    /// Tells whether in all cases of a run's own rule some other run does not say what it says.
    fn leaves_as_it_was(&mut self, check: &Check<'_>, run: &Run, rule: RuleId) -> bool {
        let Some((voices, layer)) = self.sheets.layer_of(run) else { return true };
        let mut area = Plane::default();
        plain(check, check.diagram.claims.of_rule(check.diagram.runs().own(run), rule)).all(|&claim| {
            if !check.diagram.area_in(&mut layer.layout, claim, &mut area) {
                return true;
            }
            area.intersect(&layer.in_force);
            let says = voices.said_by(check.diagram.claims[claim].says);
            let touched = layer.said.used.iter().filter(|&&voice| {
                let fuller =
                    voices.list.get(voice).is_some_and(|voice| voice.fuller.iter().any(|f| says.contains(f)));
                fuller || says.contains(&voice)
            });
            touched
                .filter_map(|&voice| layer.lacking.get(voice))
                .all(|lacking| !area.meets_outside(&area, lacking))
        })
    }

    /// Notes anew in which cases a run does not say things itself.
    fn note_lacking(&mut self, check: &Check<'_>, run: &Run, gone: &FxHashSet<RuleId>) {
        let gone = |rule: RuleId| gone.contains(&rule);
        let Some(sheet) = self.sheets.open(check.model, check.diagram, run, &gone) else { return };
        for &voice in &sheet.layer.said.used {
            let mut said = sheet.own.special.clone();
            said.unite(&sheet.layer.special);
            sheet.own.said.add_said(sheet.voices, voice, &mut said);
            let mut left = sheet.layer.in_force.clone();
            left.subtract(&said);
            if let Some(lacking) = sheet.layer.lacking.get_mut(voice) {
                lacking.unite(&left);
            }
        }
    }

    /// Returns the first rules that stay and say something in the simple cases in which a rule applies.
    pub(super) fn cover(
        &mut self,
        check: &Check<'_>,
        rule: RuleId,
        stays: &dyn Fn(&RuleId) -> bool,
    ) -> Vec<RuleId> {
        let mut found: Vec<RuleId> = Vec::new();
        for run in runs_of(check, rule, MOST_RUNS) {
            let Some(sheet) = self.sheets.open(check.model, check.diagram, &run, &|_| false) else {
                continue;
            };
            let mut here = sheet.layer.area_of(check.diagram, &run, rule);
            here.subtract(&sheet.layer.special);
            here.subtract(&sheet.own.special);
            for case in here.cases() {
                let rules = sheet.layer.claims_in(case).iter().map(|&id| check.diagram.claims[id].rule);
                first_of(rules.filter(stays), &mut found);
            }
            let own = sheet.own.claims().filter(|(_, area)| area.meets(&here));
            first_of(own.map(|(id, _)| check.diagram.claims[id].rule).filter(stays), &mut found);
        }
        found
    }
}

/// Takes up the first of some rules, which come rising.
fn first_of(rules: impl Iterator<Item = RuleId>, found: &mut Vec<RuleId>) {
    for rule in rules {
        let Err(at) = found.binary_search(&rule) else { continue };
        if at >= MOST_COVER {
            return;
        }
        found.insert(at, rule);
        found.truncate(MOST_COVER);
    }
}

/// Counts how many claims of a layer say each thing in each case.
fn count(claims: &Claims, voices: &Voices, layer: &Layer) -> Vec<Vec<u32>> {
    let mut counts = vec![vec![0_u32; layer.layout.case_count()]; voices.list.len()];
    for case in layer.layout.full().cases() {
        let plain = layer.claims_in(case).iter().map(|&id| claims[id]).filter(|c| c.manner == Manner::Plain);
        for &voice in plain.flat_map(|claim| voices.said_by(claim.says)) {
            if let Some(count) = counts.get_mut(voice).and_then(|counts| counts.get_mut(case)) {
                *count = count.saturating_add(1);
            }
        }
    }
    counts
}

/// Returns the runs in which the claims of a rule stand as the runs' own.
fn near<'c>(check: &'c Check<'_>, rule: RuleId) -> impl Iterator<Item = Run> + 'c {
    let runs = check.diagram.runs();
    runs.near(&check.model.rules[rule].matters).filter_map(|run| runs.all().get(run).copied())
}

/// Returns those of some claims that simply agree or clash.
fn plain<'c>(check: &'c Check<'_>, claims: &'c [ClaimId]) -> impl Iterator<Item = &'c ClaimId> {
    claims.iter().filter(|id| check.diagram.claims[**id].manner == Manner::Plain)
}

/// Tells whether everything that a rule says as one of a layer is said by others, by the layer or by every run itself.
fn said_without(check: &Check<'_>, voices: &Voices, layer: &mut Layer, rule: RuleId) -> bool {
    let mut area = Plane::default();
    let mut again = layer.layout.empty();
    plain(check, check.diagram.claims.of_rule(&layer.claims, rule)).all(|&claim| {
        if !check.diagram.area_in(&mut layer.layout, claim, &mut area) {
            return false;
        }
        voices.said_by(check.diagram.claims[claim].says).iter().all(|&voice| {
            again.clear();
            layer.said.add_fuller(voices, voice, &mut again);
            if let Some(twice) = layer.said.twice.get(voice) {
                again.unite(twice);
            }
            layer.lacking.get(voice).is_some_and(|lacking| !area.meets_outside(lacking, &again))
        })
    })
}

/// Takes a rule out of a layer.
fn take_from(check: &Check<'_>, voices: &Voices, layer: &mut Layer, counts: &mut [Vec<u32>], rule: RuleId) {
    let mut area = Plane::default();
    for &claim in plain(check, check.diagram.claims.of_rule(&layer.claims, rule)) {
        if !check.diagram.area_in(&mut layer.layout, claim, &mut area) {
            continue;
        }
        for &voice in voices.said_by(check.diagram.claims[claim].says) {
            let planes = (layer.said.some.get_mut(voice), layer.said.twice.get_mut(voice));
            let (Some(some), Some(twice), Some(counts)) = (planes.0, planes.1, counts.get_mut(voice)) else {
                continue;
            };
            for case in area.cases() {
                let Some(count) = counts.get_mut(case) else { continue };
                *count = count.saturating_sub(1);
                twice.put(case, *count > 1);
                some.put(case, *count > 0);
            }
        }
    }
}
