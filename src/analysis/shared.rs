//! The pass over runs that share very many claims.
//!
//! In: the sheet of a run. Out: the same as for other runs. Cases in which claims simply agree or clash are judged all at once, by the
//! planes of what is said there; the others one by one. Conflicts are told by the rule that reaches furthest, since there may be
//! millions of them.

use super::cause::{Cause, causes_of};
use super::check::Check;
use super::layer::{Layer, rank, rule_of};
use super::listed::{count_listed, list, look_closely};
use super::sheet::{Sheet, Sheets};
use super::survey::{Survey, counts_in};
use crate::arena::Id;
use crate::diagram::{
    ANSWERED, CLASS, ClaimId, Diagram, Manner, PAYER, Plane, Run, Status, TooLarge, Voices,
};
use crate::model::AxisId;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Room that is used again for the next run.
#[derive(Default)]
pub(super) struct Shared {
    /// The things that are said in the run.
    used: Vec<usize>,
    /// For each thing the cases in which it is said, and nothing fuller.
    said: Vec<Plane>,
    /// For each part the cases in which something is said of it.
    stated: Vec<Plane>,
    /// And those in which claims clash there.
    clash: Vec<Plane>,
    conflict: Plane,
    gap: Plane,
    /// The cases in which claims simply agree or clash.
    simple: Plane,
    /// The cases that declarations vouch for, as far as the run's claims limit the facts.
    vouched: Plane,
    /// For each answered status its cases, in that order.
    answered: [Plane; ANSWERED.len()],
    /// For each thing that the run's own claims say the cases in which something else says it as well.
    again: Vec<Plane>,
    /// Cases at hand.
    here: Plane,
    beside: Plane,
    /// For each case the rank of the rule by which its conflict is told.
    told: Vec<u64>,
    /// For each rule the last run in which a conflict was told by it, and no other rule was left to name.
    done: Vec<Option<usize>>,
    claims: Vec<ClaimId>,
}

impl Shared {
    /// Looks at a run, if it has a sheet.
    pub(super) fn run(
        &mut self,
        check: &mut Check<'_>,
        survey: &mut Survey,
        (number, run): (usize, &Run),
    ) -> Result<bool, TooLarge> {
        let mut sheets = std::mem::take(&mut survey.sheets);
        let opened = match sheets.open(check.model, check.diagram, run, &|_| false) {
            Some(mut sheet) => self.look(check, survey, &mut sheet, (number, run)).map(|()| true),
            None => Ok(false),
        };
        survey.sheets = sheets;
        opened
    }

    fn look(
        &mut self,
        check: &mut Check<'_>,
        survey: &mut Survey,
        sheet: &mut Sheet<'_>,
        (number, run): (usize, &Run),
    ) -> Result<(), TooLarge> {
        let before = check.diagram.mark();
        self.meet(check, sheet);
        self.vouched.set_to(sheet.layer.layout.full());
        sheet.layer.limit(check.diagram, &sheet.own.claims, &mut self.vouched);
        self.note_needed(check.diagram, survey, sheet);
        let mut found: BTreeMap<Cause, Vec<u32>> = BTreeMap::new();
        let mut special = sheet.layer.layout.full().clone();
        special.subtract(&self.simple);
        let facts;
        if special.is_empty() {
            facts = self.count(check, survey, sheet, run);
        } else {
            let alike = list(check, sheet);
            facts = count_listed(check, survey, sheet, run, &alike);
            for alike in alike
                .iter()
                .filter(|alike| alike.cases.first().is_some_and(|&case| special.has(case as usize)))
            {
                look_closely(check, survey, sheet, &self.vouched, (number, run, alike), &mut found);
            }
        }
        self.clashes(check, survey, sheet, (number, run));
        self.gaps(check, sheet, &mut found);
        if found.is_empty() {
            check.diagram.forget(before);
            return Ok(());
        }
        let support: Option<Vec<AxisId>> = facts.map(|facts| {
            let axes = sheet.layer.layout.axes().enumerate();
            axes.filter(|(at, _)| facts >> at & 1 == 1).map(|(_, axis)| axis).collect()
        });
        survey.causes.add(check, (number, run, support.as_deref()), found, &mut |check, cases| {
            let mut plane = sheet.layer.layout.empty();
            cases.iter().for_each(|&case| plane.put(case as usize, true));
            sheet.layer.layout.shape(&mut check.diagram.store, &plane)
        })
    }

    /// Finds out what the claims come to together in the simple cases.
    fn meet(&mut self, check: &Check<'_>, sheet: &Sheet<'_>) {
        let Sheet { voices, layer, own } = sheet;
        let (layout, asked) = (&layer.layout, check.diagram.asked());
        self.used.clear();
        self.used.extend(&layer.said.used);
        self.used.extend(own.said.used.iter().filter(|voice| !layer.said.used.contains(voice)));
        self.said.resize(voices.list.len(), Plane::default());
        self.stated.resize(layer.furthest.len(), Plane::default());
        self.clash.resize(layer.furthest.len(), Plane::default());
        self.simple.set_to(layout.full());
        self.simple.subtract(&layer.special);
        self.simple.subtract(&own.special);
        for plane in self.stated.iter_mut().chain(&mut self.clash).chain([&mut self.conflict, &mut self.gap])
        {
            plane.clear_for(layout.full());
        }
        for &voice in &self.used {
            let (Some(said), Some(known)) = (self.said.get_mut(voice), voices.list.get(voice)) else {
                continue;
            };
            let (Some(shared), Some(alone)) = (layer.said.some.get(voice), own.said.some.get(voice)) else {
                continue;
            };
            said.set_to(shared);
            said.unite(alone);
            if !known.fuller.is_empty() {
                self.here.clear_for(layout.full());
                layer.said.add_fuller(voices, voice, &mut self.here);
                own.said.add_fuller(voices, voice, &mut self.here);
                said.subtract(&self.here);
            }
            if let (Some(stated), Some(clash)) =
                (self.stated.get_mut(known.part), self.clash.get_mut(known.part))
            {
                clash.unite_shared(stated, said);
                stated.unite(said);
            }
        }
        self.clash.iter().for_each(|clash| self.conflict.unite(clash));
        if !asked.class && !asked.payer {
            self.gap.set_to(layout.full());
        }
        for (part, _) in [(CLASS, asked.class), (PAYER, asked.payer)].iter().filter(|(_, asked)| *asked) {
            if let Some(stated) = self.stated.get(*part) {
                self.gap.unite_outside(layout.full(), stated);
            }
        }
        self.gap.subtract(&self.conflict);
        self.answer(voices, layout.full());
    }

    /// Tells the statuses of the cases apart in which nothing clashes and nothing is missing.
    fn answer(&mut self, voices: &Voices, full: &Plane) {
        let left = &mut self.here;
        left.set_to(full);
        left.subtract(&self.conflict);
        left.subtract(&self.gap);
        for (status, here) in ANSWERED.into_iter().zip(&mut self.answered) {
            if status == Status::Decided {
                here.set_to(left);
                left.clear();
                continue;
            }
            here.clear_for(full);
            for &voice in &self.used {
                if voices.list.get(voice).is_some_and(|voice| voice.status == status)
                    && let Some(said) = self.said.get(voice)
                {
                    here.unite(said);
                }
            }
            here.intersect(left);
            left.subtract(here);
        }
    }

    /// Marks the run's own rules that stand or are needed, and notes where it leaves the layer's rules to say something.
    fn note_needed(&mut self, diagram: &Diagram, survey: &mut Survey, sheet: &mut Sheet<'_>) {
        let Sheet { voices, layer, own } = sheet;
        let Shared { here, beside: said, again, .. } = self;
        here.set_to(&self.simple);
        here.intersect(&layer.in_force);
        layer.simple.unite(here);
        for &voice in &layer.said.used {
            // Once enough runs were met that do not say it, there is nothing to add.
            if let Some(lacking) =
                layer.lacking.get_mut(voice).filter(|known| here.meets_outside(here, known))
            {
                said.clear_for(here);
                own.said.add_said(voices, voice, said);
                lacking.unite_outside(here, said);
            }
        }
        again.resize(voices.list.len(), Plane::default());
        for &voice in &own.said.used {
            if let (Some(twice), Some(plane)) = (own.said.twice.get(voice), again.get_mut(voice)) {
                plane.set_to(twice);
                layer.said.add_said(voices, voice, plane);
                own.said.add_fuller(voices, voice, plane);
            }
        }
        for (claim, area) in own.claims().filter(|(id, _)| diagram.claims[*id].manner == Manner::Plain) {
            let said = voices.said_by(diagram.claims[claim].says);
            let alone =
                |voice: &usize| again.get(*voice).is_some_and(|again| area.meets_outside(here, again));
            survey.mark(diagram.claims[claim].rule, !said.is_empty() && area.meets(here), || {
                said.iter().any(alone)
            });
        }
    }

    /// Counts the simple cases of a run in which all are; returns the facts on which the verdict depends, one bit a fact, where they
    /// count.
    fn count(
        &mut self,
        check: &Check<'_>,
        survey: &mut Survey,
        sheet: &mut Sheet<'_>,
        run: &Run,
    ) -> Option<u32> {
        if !counts_in(check, run) {
            return None;
        }
        let layout = &sheet.layer.layout;
        // In a conflict only the parts that clash count.
        for &voice in &self.used {
            let part = sheet.voices.list.get(voice).map_or(CLASS, |voice| voice.part);
            if let (Some(said), Some(clash)) = (self.said.get_mut(voice), self.clash.get(part)) {
                said.subtract_outside(&self.conflict, clash);
            }
        }
        let mut facts = 0_u32;
        for fact in 0..layout.axes().count() {
            let depends =
                |voice: &usize| self.said.get(*voice).is_some_and(|said| layout.differs(said, fact));
            facts |= u32::from(self.used.iter().any(depends)) << fact;
        }
        let mask = sheet.layer.mask(facts);
        let clashing = [(Status::Conflict, &self.conflict), (Status::Gap, &self.gap)];
        for (status, plane) in clashing.into_iter().chain(ANSWERED.into_iter().zip(&self.answered)) {
            survey.add_cases(run, status, u128::from(plane.count_within(mask)));
        }
        Some(facts)
    }

    /// Tells the conflicts in simple cases by the rule that reaches furthest of those that state a part that clashes.
    fn clashes(
        &mut self,
        check: &Check<'_>,
        survey: &mut Survey,
        sheet: &Sheet<'_>,
        (number, run): (usize, &Run),
    ) {
        let Sheet { voices, layer, own } = sheet;
        for clash in self.clash.iter_mut().chain([&mut self.conflict]) {
            clash.intersect(&self.simple);
            clash.intersect(&self.vouched);
        }
        if self.conflict.is_empty() {
            return;
        }
        let mut here = Plane::default();
        self.told.clear();
        self.told.resize(layer.layout.case_count(), 0);
        let mut tell = |case: usize, rank: u64| {
            if let Some(told) = self.told.get_mut(case) {
                *told = (*told).max(rank);
            }
        };
        for (clash, ranks) in self.clash.iter().zip(&layer.furthest) {
            clash.cases().for_each(|case| tell(case, ranks.get(case).copied().unwrap_or(0)));
        }
        for (claim, area) in own.claims().filter(|(id, _)| check.diagram.claims[*id].manner == Manner::Plain)
        {
            let rank = rank(check.model, check.diagram, claim);
            for part in parts_of(voices, check.diagram, claim) {
                let (Some(clash), Some(stated)) = (self.clash.get(part), layer.stated.get(part)) else {
                    continue;
                };
                here.set_to(area);
                here.intersect(clash);
                if rank < layer.lowest {
                    here.subtract(stated);
                }
                here.cases().for_each(|case| tell(case, rank));
            }
        }
        self.done.resize(check.model.rules.len(), None);
        for case in self.conflict.cases() {
            let Some(rule) = self.told.get(case).filter(|rank| **rank > 0).map(|rank| rule_of(*rank)) else {
                continue;
            };
            let Some(done) = self.done.get_mut(rule.index()).filter(|done| **done != Some(number)) else {
                continue;
            };
            let names = survey.causes.clashes.names(rule);
            *done = (!names).then_some(number);
            self.claims.clear();
            if names {
                sheet.claims_in(case, &mut self.claims);
            }
            let clashes = |part: usize| self.clash.get(part).is_some_and(|clash| clash.has(case));
            let states = |id: &&ClaimId| parts_of(voices, check.diagram, **id).any(clashes);
            let others = self.claims.iter().filter(states).map(|&id| check.diagram.claims[id].rule);
            let others = others.filter(|other| *other != rule);
            survey.causes.clashes.meet(rule, others, number, || (run.start, sheet.case(check.diagram, case)));
        }
    }

    /// Looks at the simple cases in which something is missing.
    fn gaps(&mut self, check: &Check<'_>, sheet: &Sheet<'_>, found: &mut BTreeMap<Cause, Vec<u32>>) {
        self.gap.intersect(&self.simple);
        self.gap.intersect(&self.vouched);
        let mut alike: FxHashMap<Vec<ClaimId>, Vec<u32>> = FxHashMap::default();
        for case in self.gap.cases() {
            // Where nothing is said at all, it does not matter by whom.
            self.claims.clear();
            if self.stated.iter().any(|stated| stated.has(case)) {
                sheet.claims_in(case, &mut self.claims);
            }
            let number = u32::try_from(case).unwrap_or(u32::MAX);
            match alike.get_mut(&self.claims) {
                Some(cases) => cases.push(number),
                None => drop(alike.insert(self.claims.clone(), vec![number])),
            }
        }
        for (claims, cases) in alike {
            for cause in causes_of(check, &check.diagram.decide(check.model, &claims, &[])) {
                found.entry(cause).or_default().extend(&cases);
            }
        }
    }
}

/// Marks the rules of a layer that stand or are needed, once all its runs were looked at.
pub(super) fn settle(diagram: &Diagram, survey: &mut Survey, sheets: &mut Sheets) {
    for (voices, layer) in sheets.layers() {
        let again: Vec<Plane> = (0..voices.list.len())
            .map(|voice| {
                let mut plane = layer.layout.empty();
                layer.said.add_fuller(voices, voice, &mut plane);
                if let Some(twice) = layer.said.twice.get(voice) {
                    plane.unite(twice);
                }
                plane
            })
            .collect();
        let mut area = Plane::default();
        let Layer { layout, claims, lacking, simple, .. } = layer;
        for &claim in claims.iter().filter(|id| diagram.claims[**id].manner == Manner::Plain) {
            if !diagram.area_in(layout, claim, &mut area) {
                continue;
            }
            let said = voices.said_by(diagram.claims[claim].says);
            let alone = |voice: &usize| match (lacking.get(*voice), again.get(*voice)) {
                (Some(lacking), Some(again)) => area.meets_outside(lacking, again),
                _ => false,
            };
            survey.mark(diagram.claims[claim].rule, !said.is_empty() && area.meets(simple), || {
                said.iter().any(alone)
            });
        }
    }
}

/// Returns the parts that a claim states.
fn parts_of(voices: &Voices, diagram: &Diagram, claim: ClaimId) -> impl Iterator<Item = usize> {
    let said = voices.said_by(diagram.claims[claim].says).iter();
    said.filter_map(|&voice| voices.list.get(voice).map(|voice| voice.part))
}
