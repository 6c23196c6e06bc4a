//! Which claims are about which matters.
//!
//! In: the matters of each claim. Out: runs of neighbouring matters that the same claims are about, so that each is looked at
//! once. Claims about very many runs are not repeated in each: they stand in a layer that the runs share.

use super::ClaimId;
use crate::arena::Id;
use crate::model::ValueSet;

/// How many runs a claim may be about before it moves into a layer.
const MOST_RUNS: u32 = 64;

/// A claim and neighbouring matters that it is about, the last left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    pub(super) claim: ClaimId,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Matters that the same claims are about.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// The first matter.
    pub start: u32,
    /// The matter after the last.
    pub end: u32,
    /// Where its own claims stand in the list.
    own: (u32, u32),
    /// The claims that it shares with many runs.
    pub layer: usize,
}

/// The runs of a policy, in the order of the matters.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    runs: Vec<Run>,
    own: Vec<ClaimId>,
    layers: Vec<Vec<ClaimId>>,
    /// The run in which each matter stands.
    of_matter: Vec<u32>,
}

impl Runs {
    /// Finds the runs among this many matters, from claims that come rising; the last matter, which stands for all that are not
    /// listed, is a run of its own. No run crosses the bounds of the ranges in `apart`.
    pub(super) fn new(matters: u32, about: &[About], apart: impl Iterator<Item = (u32, u32)>) -> Runs {
        let bounds = about.iter().map(|about| (about.start, about.end)).chain(apart);
        let of_matter = runs_of_matters(matters, bounds);
        let count = of_matter.last().map_or(0, |last| last.saturating_add(1));
        let place = |matter: u32| of_matter.get(matter as usize).copied().unwrap_or(count);
        let placed: Vec<About> = about
            .iter()
            .map(|about| About { start: place(about.start), end: place(about.end), ..*about })
            .collect();
        let mut sizes: Vec<u32> = vec![0; count as usize];
        for about in placed.iter().filter(|about| !about.reaches_far()) {
            for slot in sizes.get_mut(about.start as usize..about.end as usize).unwrap_or_default() {
                *slot = slot.saturating_add(1);
            }
        }
        let mut made = Runs { runs: Vec::with_capacity(sizes.len()), ..Runs::default() };
        made.lay_out(&sizes, &of_matter);
        made.fill(&placed);
        made.layer(&placed);
        made.of_matter = of_matter;
        made
    }

    /// Returns the runs.
    #[must_use]
    pub fn all(&self) -> &[Run] {
        &self.runs
    }

    /// Returns the number of the run in which a matter stands.
    #[must_use]
    pub fn of(&self, matter: u32) -> Option<usize> {
        self.of_matter.get(matter as usize).map(|&run| run as usize)
    }

    /// Returns the runs in which the claims about some matters stand as claims of their own, rising.
    pub fn near(&self, matters: &ValueSet) -> impl Iterator<Item = usize> {
        let place = |&(start, end): &(u32, u32)| {
            let (first, last) = (self.of(start)?, self.of(end.saturating_sub(1))?);
            (last.saturating_sub(first) < MOST_RUNS as usize).then_some(first..=last)
        };
        matters.ranges().iter().filter_map(place).flatten()
    }

    /// Returns the claims that only this run and few others have, rising.
    #[must_use]
    pub fn own(&self, run: &Run) -> &[ClaimId] {
        self.own.get(run.own.0 as usize..run.own.1 as usize).unwrap_or_default()
    }

    /// Returns the claims of a layer, rising.
    #[must_use]
    pub fn layer_claims(&self, layer: usize) -> &[ClaimId] {
        self.layers.get(layer).map_or(&[], Vec::as_slice)
    }

    /// Returns all claims of a run, rising.
    pub fn claims(&self, run: &Run, into: &mut Vec<ClaimId>) {
        into.clear();
        into.extend_from_slice(self.own(run));
        let shared = self.layer_claims(run.layer);
        if !shared.is_empty() {
            into.extend_from_slice(shared);
            into.sort_unstable();
        }
    }

    fn lay_out(&mut self, sizes: &[u32], of_matter: &[u32]) {
        let mut next = 0_u32;
        for &size in sizes {
            let end = next.saturating_add(size);
            self.runs.push(Run { start: u32::MAX, end: 0, own: (next, end), layer: 0 });
            next = end;
        }
        self.own = vec![ClaimId::from_index(0); next as usize];
        for (matter, &run) in (0_u32..).zip(of_matter) {
            if let Some(run) = self.runs.get_mut(run as usize) {
                run.start = run.start.min(matter);
                run.end = matter.saturating_add(1);
            }
        }
    }

    fn fill(&mut self, placed: &[About]) {
        // Where the next claim of each run goes; claims come rising, so that each list is sorted.
        let mut next: Vec<u32> = self.runs.iter().map(|run| run.own.0).collect();
        for about in placed.iter().filter(|about| !about.reaches_far()) {
            for slot in next.get_mut(about.start as usize..about.end as usize).unwrap_or_default() {
                if let Some(own) = self.own.get_mut(*slot as usize) {
                    *own = about.claim;
                }
                *slot = slot.saturating_add(1);
            }
        }
    }

    /// Makes a layer for each stretch of runs over which the same far-reaching claims apply.
    fn layer(&mut self, placed: &[About]) {
        self.layers.push(Vec::new());
        let far: Vec<&About> = placed.iter().filter(|about| about.reaches_far()).collect();
        let mut bounds: Vec<u32> = far.iter().flat_map(|about| [about.start, about.end]).collect();
        bounds.sort_unstable();
        bounds.dedup();
        for (&first, &after) in bounds.iter().zip(bounds.iter().skip(1)) {
            let here = far.iter().filter(|about| about.start <= first && after <= about.end);
            let mut here: Vec<ClaimId> = here.map(|about| about.claim).collect();
            if here.is_empty() {
                continue;
            }
            here.sort_unstable();
            let number = self.layers.len();
            self.layers.push(here);
            for run in self.runs.get_mut(first as usize..after as usize).unwrap_or_default() {
                run.layer = number;
            }
        }
    }
}

impl About {
    /// Tells whether a claim is about so many runs that they share it.
    fn reaches_far(&self) -> bool {
        self.end.saturating_sub(self.start) > MOST_RUNS
    }
}

/// Returns for each matter the number of its run.
fn runs_of_matters(matters: u32, ranges: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut starts = vec![false; (matters as usize).saturating_add(1)];
    let mut mark = |matter: u32| {
        if let Some(slot) = starts.get_mut(matter as usize) {
            *slot = true;
        }
    };
    mark(matters.saturating_sub(1));
    for (start, end) in ranges {
        mark(start);
        mark(end);
    }
    let mut run = 0_u32;
    let mut of_matter = Vec::with_capacity(matters as usize);
    for (matter, &starts) in starts.iter().take(matters as usize).enumerate() {
        run = run.saturating_add(u32::from(starts && matter > 0));
        of_matter.push(run);
    }
    of_matter
}
