//! Where a rule applies, for a finding about it.
//!
//! In: a rule. Out: the finding with its region, and with one concrete question that lies in it.

use super::cause::Places;
use super::check::Check;
use super::finding::Finding;
use super::sheet::Sheets;
use super::slice::Slice;
use crate::diagram::{NodeId, Plane, Run, TooLarge};
use crate::model::RuleId;
use rustc_hash::FxHashMap;

/// How many runs of matters a finding about a rule shows.
const MOST_RUNS: usize = 100;

/// Returns the first runs of the matters that a rule is about.
pub(super) fn runs_of(check: &Check<'_>, rule: RuleId, most: usize) -> Vec<Run> {
    let about = &check.model.rules[rule].matters;
    let all = check.diagram.runs().all();
    let firsts = about.ranges().iter().filter_map(|(start, _)| check.diagram.runs().of(*start));
    let runs = firsts.flat_map(|first| all.iter().skip(first).take_while(|run| about.contains(run.start)));
    runs.take(most).copied().collect()
}

/// Adds a witness and the region to a finding about a rule.
pub(super) fn with_place(
    check: &mut Check<'_>,
    sheets: &mut Sheets,
    rule: RuleId,
    finding: Finding,
) -> Result<Finding, TooLarge> {
    let mut places: Places = Vec::new();
    let mut slice = Slice::new(check.model);
    let mut known: FxHashMap<(usize, Plane), NodeId> = FxHashMap::default();
    let runs = runs_of(check, rule, MOST_RUNS.saturating_add(1));
    for run in runs.iter().take(MOST_RUNS) {
        let shape = match sheets.layer_of(run) {
            Some((_, layer)) => {
                let mut area = layer.area_of(check.diagram, run, rule);
                layer.limit(check.diagram, check.diagram.runs().own(run), &mut area);
                match known.get(&(run.layer, area.clone())) {
                    Some(&known) => known,
                    None => {
                        let shape = layer.layout.shape(&mut check.diagram.store, &area)?;
                        known.insert((run.layer, area), shape);
                        shape
                    }
                }
            }
            None => in_table(check, &mut slice, run, rule)?,
        };
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

/// Returns the cases of any other run in which a rule applies.
fn in_table(check: &mut Check<'_>, slice: &mut Slice, run: &Run, rule: RuleId) -> Result<NodeId, TooLarge> {
    slice.read(check.model, check.diagram, run)?;
    let mut claims = Vec::new();
    let mut sets = Vec::new();
    for occurrence in slice.occurring.iter().filter(|occurrence| occurrence.in_force) {
        slice.claims_of(check.diagram, occurrence.set, &mut claims);
        if claims.iter().any(|&id| check.diagram.claims[id].rule == rule) {
            sets.push(occurrence.set);
        }
    }
    slice.shape(check.model, check.diagram, &|set| sets.contains(&set))
}
