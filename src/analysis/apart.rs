//! Runs of matters whose claims nowhere meet.
//!
//! In: a run. Out: how many cases come to which verdict, where no two of its claims share a case and every case has one. That is
//! seen from the sides of the boxes alone, so that no table is painted; any other run is left to the survey of its table.

use super::slice::Slice;
use crate::diagram::{ClaimId, Diagram, Manner, Run, Status};
use crate::model::{AxisId, Model};

/// How many boxes a run may have for each to be held against each.
const MOST_BOXES: usize = 48;

/// The boxes of one run side by side, with room that is used again for the next.
#[derive(Default)]
pub(super) struct Apart {
    /// The claims of the run, rising.
    pub(super) claims: Vec<ClaimId>,
    /// The facts that some box limits, in the order in which they were met.
    axes: Vec<Axis>,
    boxes: Vec<Box>,
    /// For each box the values on every axis, one bit a value.
    sides: Vec<u64>,
    /// The cases of each status.
    pub(super) counts: Vec<(Status, u64)>,
}

/// A fact that some box limits.
#[derive(Clone, Copy)]
struct Axis {
    id: AxisId,
    size: u32,
}

#[derive(Clone, Copy)]
struct Box {
    verdict: u32,
    status: Status,
    volume: u64,
}

impl Apart {
    /// Reads a run; `false` where its claims meet, leave a case out, or say what needs a closer look.
    pub(super) fn read(&mut self, model: &Model, diagram: &mut Diagram, slice: &Slice, run: &Run) -> bool {
        self.claims.clear();
        self.claims.extend_from_slice(diagram.runs().own(run));
        let simple = diagram.runs().layer_claims(run.layer).is_empty()
            && model.parts.len() <= 2
            && model.starts.is_empty()
            && self.claims.len() <= MOST_BOXES;
        simple
            && self.find_axes(model, diagram, slice).is_some()
            && self.place(model, diagram).is_some()
            && self.are_apart()
            && self.count().is_some()
    }

    /// Finds the facts that the boxes limit.
    fn find_axes(&mut self, model: &Model, diagram: &Diagram, slice: &Slice) -> Option<()> {
        self.axes.clear();
        for &claim in &self.claims {
            if diagram.claims[claim].manner != Manner::Plain {
                return None;
            }
            for (id, values) in diagram.boxes_of(claim)?.flatten() {
                if self.axes.iter().all(|axis| axis.id != id) {
                    // Where not every value counts, the table knows how many do.
                    if values.is_none() || slice.is_limited(id) {
                        return None;
                    }
                    self.axes.push(Axis { id, size: model.axes[id].size() });
                }
            }
        }
        Some(())
    }

    /// Puts the boxes side by side.
    fn place(&mut self, model: &Model, diagram: &mut Diagram) -> Option<()> {
        self.boxes.clear();
        self.sides.clear();
        for &claim in &self.claims {
            let profile = diagram.profile_of(model, claim);
            if matches!(profile.status, Status::Conflict | Status::Gap) {
                return None;
            }
            for sides in diagram.boxes_of(claim)? {
                let start = self.sides.len();
                self.sides.extend(self.axes.iter().map(|axis| full(axis.size)));
                let row = self.sides.get_mut(start..)?;
                for (id, values) in sides {
                    let at = self.axes.iter().position(|axis| axis.id == id)?;
                    *row.get_mut(at)? = values?;
                }
                let volume = row.iter().try_fold(1_u64, |all, values| all.checked_mul(many(*values)))?;
                self.boxes.push(Box { verdict: profile.verdict, status: profile.status, volume });
            }
        }
        (self.boxes.len() <= MOST_BOXES).then_some(())
    }

    fn rows(&self) -> impl Iterator<Item = (&Box, &[u64])> + Clone {
        self.boxes.iter().zip(self.sides.chunks_exact(self.axes.len().max(1)))
    }

    /// Tells whether no two boxes share a case.
    fn are_apart(&self) -> bool {
        let mut left = self.sides.as_slice();
        while let Some((one, others)) =
            left.split_at_checked(self.axes.len()).filter(|(one, _)| !one.is_empty())
        {
            let apart = |other: &[u64]| one.iter().zip(other).any(|(a, b)| a & b == 0);
            if !others.chunks_exact(one.len()).all(apart) {
                return false;
            }
            left = others;
        }
        // Boxes that limit nothing are all the same.
        !self.axes.is_empty() || self.boxes.len() <= 1
    }

    /// Adds up the cases of each status, over the facts on which the verdict depends; nothing where a case has none.
    fn count(&mut self) -> Option<()> {
        let all = self.axes.iter().try_fold(1_u64, |all, axis| all.checked_mul(u64::from(axis.size)))?;
        let covered = self.boxes.iter().try_fold(0_u64, |sum, one| sum.checked_add(one.volume))?;
        if covered != all {
            return None;
        }
        // A fact on which no verdict depends multiplies the cases of each by its values.
        let mut idle = 1_u64;
        for (at, axis) in self.axes.iter().enumerate() {
            if !self.depends(at, axis.size)? {
                idle = idle.checked_mul(u64::from(axis.size))?;
            }
        }
        self.counts.clear();
        for one in &self.boxes {
            match self.counts.iter_mut().find(|(known, _)| *known == one.status) {
                Some((_, sum)) => *sum = sum.saturating_add(one.volume),
                None => self.counts.push((one.status, one.volume)),
            }
        }
        for (_, cases) in &mut self.counts {
            *cases = cases.checked_div(idle)?;
        }
        Some(())
    }

    /// Tells whether some case would come to another verdict with another value of a fact: then some box, made as long as the fact
    /// has values, is not filled by boxes of its verdict.
    fn depends(&self, axis: usize, size: u32) -> Option<bool> {
        for (at, (one, sides)) in self.rows().enumerate() {
            let own = *sides.get(axis)?;
            if own == full(size) {
                continue;
            }
            let long = one.volume.checked_div(many(own))?.checked_mul(u64::from(size))?;
            let alike =
                self.rows().enumerate().filter(|(other, (it, _))| *other != at && it.verdict == one.verdict);
            let shared = alike.map(|(_, (_, other))| shared(sides, other, axis));
            if shared.fold(one.volume, u64::saturating_add) != long {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// Returns how many cases of a box lie in another that is made as long as one fact has values.
fn shared(long: &[u64], other: &[u64], axis: usize) -> u64 {
    let both = long.iter().zip(other).enumerate();
    let both = both.map(|(at, (long, other))| if at == axis { *other } else { long & other });
    both.map(many).fold(1, u64::saturating_mul)
}

fn full(size: u32) -> u64 {
    1_u64.checked_shl(size).map_or(u64::MAX, |bit| bit.wrapping_sub(1))
}

fn many(values: u64) -> u64 {
    u64::from(values.count_ones())
}
