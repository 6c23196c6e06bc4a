//! The cases of a sheet one by one, where some claim does not simply agree or clash.
//!
//! In: the sheet of a run. Out: its cases by the claims that apply in them, each list decided once; their counts and the causes of
//! findings among them.

use super::cause::{Cause, causes_of, furthest};
use super::check::Check;
use super::sheet::Sheet;
use super::survey::{Survey, counts_in};
use crate::diagram::{ClaimId, Plane, Profile, Run, Status};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Cases in which the same claims apply.
pub(super) struct Alike {
    pub(super) claims: Vec<ClaimId>,
    pub(super) profile: Profile,
    pub(super) cases: Vec<u32>,
}

/// Lists the cases of a run by the claims that apply in them.
pub(super) fn list(check: &mut Check<'_>, sheet: &mut Sheet<'_>) -> Vec<Alike> {
    let mut numbers: FxHashMap<(Vec<ClaimId>, u32), usize> = FxHashMap::default();
    let mut lists: Vec<Alike> = Vec::new();
    let sets = sheet.layer.sets().to_vec();
    for (case, set) in (0_u32..).zip(sets) {
        let own = sheet.own.claims().filter(|(_, area)| area.has(case as usize)).map(|(claim, _)| claim);
        let at = *numbers.entry((own.collect(), set)).or_insert_with(|| {
            let mut claims = Vec::new();
            sheet.claims_in(case as usize, &mut claims);
            let profile = check.diagram.profile(check.model, &claims, &[]);
            lists.push(Alike { claims, profile, cases: Vec::new() });
            lists.len().saturating_sub(1)
        });
        if let Some(alike) = lists.get_mut(at) {
            alike.cases.push(case);
        }
    }
    lists
}

/// Counts the cases of a run that were listed; returns the facts on which the verdict depends, one bit a fact, where they count.
pub(super) fn count_listed(
    check: &Check<'_>,
    survey: &mut Survey,
    sheet: &mut Sheet<'_>,
    run: &Run,
    lists: &[Alike],
) -> Option<u32> {
    if !counts_in(check, run) {
        return None;
    }
    let layout = &sheet.layer.layout;
    let mut verdicts = vec![0; layout.case_count()];
    for alike in lists {
        for &case in &alike.cases {
            if let Some(verdict) = verdicts.get_mut(case as usize) {
                *verdict = alike.profile.verdict;
            }
        }
    }
    let depends = (0..layout.axes().count()).map(|fact| u32::from(layout.differ(&verdicts, fact)) << fact);
    let facts = depends.fold(0, |all, bit| all | bit);
    let mask = sheet.layer.mask(facts);
    for alike in lists {
        let cases = alike.cases.iter().filter(|case| mask.has(**case as usize)).count();
        survey.add_cases(run, alike.profile.status, u128::try_from(cases).unwrap_or(u128::MAX));
    }
    Some(facts)
}

/// Looks at cases in which more counts than what is said.
pub(super) fn look_closely(
    check: &Check<'_>,
    survey: &mut Survey,
    sheet: &Sheet<'_>,
    vouched: &Plane,
    (number, run, alike): (usize, &Run, &Alike),
    found: &mut BTreeMap<Cause, Vec<u32>>,
) {
    let cases: Vec<u32> = alike.cases.iter().copied().filter(|&case| vouched.has(case as usize)).collect();
    let remarkable =
        matches!(alike.profile.status, Status::Conflict | Status::Gap) || alike.profile.acknowledges;
    let Some(&first) = cases.first().filter(|_| remarkable) else { return };
    let outcome = check.diagram.decide(check.model, &alike.claims, &[]);
    if !outcome.acknowledged.is_empty() {
        survey.heard.extend(alike.claims.iter().map(|&id| check.diagram.claims[id].rule));
    }
    for cause in causes_of(check, &outcome) {
        match &cause {
            Cause::Conflict { rules, acknowledged } if acknowledged.is_empty() => {
                let Some(rule) = furthest(check, rules) else { continue };
                let others = rules.iter().copied().filter(|other| *other != rule);
                let case = || (run.start, sheet.case(check.diagram, first as usize));
                survey.causes.clashes.meet(rule, others, number, case);
            }
            _ => found.entry(cause).or_default().extend(&cases),
        }
    }
}
