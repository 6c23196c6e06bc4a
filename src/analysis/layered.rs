//! The pass over runs that share very many claims.
//!
//! In: a run's own table over the table of the claims that it shares. Out: the same as for other runs. Sets are never put
//! together: what a cell comes to follows from what its own set says and what the shared set says, each named by a number. Its
//! conflicts are told by the rule that reaches furthest, since there may be millions of them.

use super::cause::{Cause, causes_of, furthest};
use super::check::Check;
use super::slice::{Layer, Slice};
use super::survey::Survey;
use crate::arena::Id;
use crate::diagram::{ClaimId, Diagram, Manner, Part, Profile, Run, Status, TooLarge, Verdict};
use crate::model::{Model, RuleId};
use rustc_hash::FxHashMap;

/// What is known from one run to the next.
#[derive(Default)]
pub(super) struct Layered {
    /// The sentences that a set says, by their numbers; sets that say the same share a number.
    sayings: FxHashMap<Vec<u32>, u32>,
    /// What two such numbers come to together.
    together: Vec<Vec<Option<Together>>>,
    /// The shared sets of the layer at hand.
    shared: Vec<Option<Summed>>,
    layer: usize,
    own: Vec<Option<Summed>>,
    claims: Vec<ClaimId>,
    verdicts: Vec<u32>,
}

/// What matters of a set besides its claims.
#[derive(Debug, Clone, Copy)]
struct Summed {
    /// The number of what it says; nothing where more counts than what is said.
    says: Option<u32>,
    /// Every rule in it is surely needed.
    settled: bool,
    /// The rule in it that reaches furthest.
    furthest: Option<(u32, RuleId, u8)>,
}

/// A cell in which rules clash.
struct Clash {
    cell: u32,
    /// What matters of the two sets in it.
    sums: [Summed; 2],
    /// The parts that clash, one bit each.
    parts: u8,
}

/// What two sets come to.
#[derive(Debug, Clone, Copy)]
struct Together {
    profile: Profile,
    /// The parts that clash, one bit each.
    clash: u8,
}

const CLASS: u8 = 1;
const PAYER: u8 = 2;

/// Returns the bit of a further part; there are two where runs are layered.
fn further_bit(number: usize) -> u8 {
    if number == 0 { 4 } else { 8 }
}

impl Layered {
    pub(super) fn run(
        &mut self,
        check: &mut Check<'_>,
        survey: &mut Survey,
        slice: &mut Slice,
        layer: &Layer,
        (number, run): (usize, &Run),
    ) -> Result<(), TooLarge> {
        let before = check.diagram.mark();
        self.begin(slice, layer);
        let mut remarkable: Vec<(u32, Vec<Cause>)> = Vec::new();
        for at in 0..slice.occurring.len() {
            let Some(&cell) = slice.occurring.get(at) else { continue };
            let pair = slice.pair(cell.set);
            let (own, shared) = self.summed(check, survey, slice, layer, pair);
            let together = match (own.says, shared.says) {
                (Some(own), Some(shared)) => Some(self.together(check, slice, cell.set, own, shared)),
                _ => None,
            };
            let Some(together) = together else {
                self.special(check, survey, slice, (number, run), cell.set, &mut remarkable);
                continue;
            };
            self.verdicts.push(together.profile.verdict);
            if cell.in_force && !(own.settled && shared.settled) {
                slice.claims_of(check.diagram, cell.set, &mut self.claims);
                survey.note_needed(check.diagram, &self.claims);
                self.settle(check.diagram, survey, slice, layer, pair);
            }
            match together.profile.status {
                Status::Conflict if cell.vouched => {
                    let clash = Clash { cell: cell.set, sums: [own, shared], parts: together.clash };
                    self.clash(check, survey, slice, (number, run), &clash);
                }
                Status::Gap if cell.vouched => {
                    let outcome = slice.outcome(check.model, check.diagram, cell.set);
                    remarkable.push((cell.set, causes_of(check, &outcome)));
                }
                _ => {}
            }
        }
        survey.count(check, slice, run, &self.verdicts)?;
        if remarkable.is_empty() {
            check.diagram.forget(before);
        } else {
            survey.causes.add(check, slice, (number, run), &remarkable)?;
        }
        Ok(())
    }

    fn begin(&mut self, slice: &Slice, layer: &Layer) {
        if self.layer != layer.number {
            self.layer = layer.number;
            self.shared.clear();
        }
        self.shared.resize(layer.claims.len(), None);
        self.own.clear();
        self.own.resize(slice.own_sets().set_count(), None);
        self.verdicts.clear();
    }

    /// Returns what matters of the two sets in a cell.
    fn summed(
        &mut self,
        check: &Check<'_>,
        survey: &Survey,
        slice: &Slice,
        layer: &Layer,
        (own, shared): (u32, u32),
    ) -> (Summed, Summed) {
        let known = self.own.get(own as usize).copied().flatten();
        let own_sum = known.unwrap_or_else(|| {
            slice.own_sets().claims(own, &mut self.claims);
            let sum = sum(&mut self.sayings, check, survey, &self.claims);
            if let Some(slot) = self.own.get_mut(own as usize) {
                *slot = Some(sum);
            }
            sum
        });
        let known = self.shared.get(shared as usize).copied().flatten();
        let shared_sum = known.unwrap_or_else(|| {
            let claims = layer.claims.get(shared as usize).map_or(&[][..], Vec::as_slice);
            let sum = sum(&mut self.sayings, check, survey, claims);
            if let Some(slot) = self.shared.get_mut(shared as usize) {
                *slot = Some(sum);
            }
            sum
        });
        (own_sum, shared_sum)
    }

    /// Notes which sets have no rule left that may not be needed.
    fn settle(
        &mut self,
        diagram: &Diagram,
        survey: &Survey,
        slice: &Slice,
        layer: &Layer,
        (own, shared): (u32, u32),
    ) {
        let settled = |claims: &[ClaimId]| claims.iter().all(|&id| is_needed(diagram, survey, id));
        slice.own_sets().claims(own, &mut self.claims);
        if let Some(Some(sum)) = self.own.get_mut(own as usize) {
            sum.settled = settled(&self.claims);
        }
        if let (Some(Some(sum)), Some(claims)) =
            (self.shared.get_mut(shared as usize), layer.claims.get(shared as usize))
        {
            sum.settled = settled(claims);
        }
    }

    /// Returns what two sets come to, worked out once for each two numbers.
    fn together(
        &mut self,
        check: &mut Check<'_>,
        slice: &Slice,
        cell: u32,
        own: u32,
        shared: u32,
    ) -> Together {
        let (own, shared) = (own as usize, shared as usize);
        if self.together.len() <= own {
            self.together.resize(own.saturating_add(1), Vec::new());
        }
        let known = self.together.get(own).and_then(|row| row.get(shared)).copied().flatten();
        if let Some(known) = known {
            return known;
        }
        slice.claims_of(check.diagram, cell, &mut self.claims);
        let profile = check.diagram.profile(check.model, &self.claims, &slice.further);
        let together = Together { profile, clash: clashing(check.diagram.verdict(profile.verdict)) };
        if let Some(row) = self.together.get_mut(own) {
            if row.len() <= shared {
                row.resize(shared.saturating_add(1), None);
            }
            if let Some(slot) = row.get_mut(shared) {
                *slot = Some(together);
            }
        }
        together
    }

    /// Tells a conflict by the rule in it that reaches furthest.
    fn clash(
        &mut self,
        check: &Check<'_>,
        survey: &mut Survey,
        slice: &Slice,
        (number, run): (usize, &Run),
        clash: &Clash,
    ) {
        let furthest =
            clash.sums.iter().filter_map(|sum| sum.furthest).filter(|(.., states)| states & clash.parts != 0);
        let Some((_, rule, _)) = furthest.max_by_key(|(reach, rule, _)| (*reach, std::cmp::Reverse(*rule)))
        else {
            return;
        };
        let claims = &mut self.claims;
        let names = survey.causes.clashes.names(rule);
        claims.clear();
        if names {
            slice.claims_of(check.diagram, clash.cell, claims);
        }
        let others = claims.iter().filter(|id| states(check.diagram, **id) & clash.parts != 0);
        let others = others.map(|&id| check.diagram.claims[id].rule).filter(|other| *other != rule);
        survey.causes.clashes.meet(rule, others, number, || (run.start, slice.first_case(clash.cell)));
    }

    /// Looks at a cell in which more counts than what is said.
    fn special(
        &mut self,
        check: &mut Check<'_>,
        survey: &mut Survey,
        slice: &Slice,
        (number, run): (usize, &Run),
        cell: u32,
        remarkable: &mut Vec<(u32, Vec<Cause>)>,
    ) {
        slice.claims_of(check.diagram, cell, &mut self.claims);
        let profile = check.diagram.profile(check.model, &self.claims, &slice.further);
        self.verdicts.push(profile.verdict);
        let vouched = slice.occurring.get(cell as usize).is_some_and(|occurrence| occurrence.vouched);
        let found = matches!(profile.status, Status::Conflict | Status::Gap) || profile.acknowledges;
        if !vouched || !found {
            return;
        }
        let outcome = slice.outcome(check.model, check.diagram, cell);
        if !outcome.acknowledged.is_empty() {
            survey.heard.extend(self.claims.iter().map(|&id| check.diagram.claims[id].rule));
        }
        let mut causes = causes_of(check, &outcome);
        causes.retain(|cause| match cause {
            Cause::Conflict { rules, acknowledged } if acknowledged.is_empty() => {
                if let Some(rule) = furthest(check, rules) {
                    let others = rules.iter().copied().filter(|other| *other != rule);
                    survey.causes.clashes.meet(rule, others, number, || (run.start, slice.first_case(cell)));
                }
                false
            }
            _ => true,
        });
        if !causes.is_empty() {
            remarkable.push((cell, causes));
        }
    }
}

fn is_needed(diagram: &Diagram, survey: &Survey, id: ClaimId) -> bool {
    survey.needed.get(diagram.claims[id].rule.index()).copied().unwrap_or(true)
}

fn sum(
    sayings: &mut FxHashMap<Vec<u32>, u32>,
    check: &Check<'_>,
    survey: &Survey,
    claims: &[ClaimId],
) -> Summed {
    let diagram = &*check.diagram;
    let plain = claims.iter().all(|&id| diagram.claims[id].manner == Manner::Plain);
    let says = plain.then(|| {
        let mut key: Vec<u32> = claims
            .iter()
            .map(|&id| u32::try_from(diagram.claims[id].says.index()).unwrap_or(u32::MAX))
            .collect();
        key.sort_unstable();
        key.dedup();
        let next = u32::try_from(sayings.len()).unwrap_or(u32::MAX);
        *sayings.entry(key).or_insert(next)
    });
    Summed {
        says,
        settled: claims.iter().all(|&id| is_needed(diagram, survey, id)),
        furthest: claims
            .iter()
            .map(|&id| (reach(check.model, diagram, id), diagram.claims[id].rule, states(diagram, id)))
            .max_by_key(|(reach, rule, _)| (*reach, std::cmp::Reverse(*rule))),
    }
}

fn reach(model: &Model, diagram: &Diagram, id: ClaimId) -> u32 {
    model.rules[diagram.claims[id].rule].matters.len()
}

/// Returns the parts that a claim states, one bit each.
fn states(diagram: &Diagram, id: ClaimId) -> u8 {
    let says = diagram.claims.says(id);
    let bit = |stated: bool, bit: u8| if stated { bit } else { 0 };
    let further =
        says.further.iter().map(|(part, _)| further_bit(part.index())).fold(0, |all, bit| all | bit);
    bit(says.class.is_some(), CLASS) | bit(says.payer.is_some(), PAYER) | further
}

/// Returns the parts of a verdict that clash, one bit each.
fn clashing(verdict: &Verdict) -> u8 {
    let Verdict::Cell(cell) = verdict else { return 0 };
    let bit = |clashes: bool, bit: u8| if clashes { bit } else { 0 };
    let further = cell.further.iter().enumerate().filter(|(_, part)| matches!(part, Part::Clash(_)));
    let further = further.map(|(number, _)| further_bit(number)).fold(0, |all, bit| all | bit);
    bit(matches!(cell.class, Part::Clash(_)), CLASS)
        | bit(matches!(cell.payer, Part::Clash(_)), PAYER)
        | further
}
