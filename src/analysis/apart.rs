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
    axes: Vec<Axis>,
    boxes: Vec<Box>,
    /// For each box the values on every axis, one bit a value.
    sides: Vec<u64>,
    /// The verdicts with their cases.
    pub(super) counts: Vec<(u32, u128)>,
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
        simple && self.place(model, diagram, slice).is_some() && self.are_apart() && self.count().is_some()
    }

    /// Puts the boxes side by side.
    fn place(&mut self, model: &Model, diagram: &mut Diagram, slice: &Slice) -> Option<()> {
        self.axes.clear();
        for &claim in &self.claims {
            if diagram.claims[claim].manner != Manner::Plain {
                return None;
            }
            for sides in diagram.boxes_of(claim)? {
                for (id, _) in sides {
                    let at = self.axes.partition_point(|axis| axis.id < id);
                    if self.axes.get(at).is_none_or(|axis| axis.id != id) {
                        // Where not every value counts, the table knows how many do.
                        if slice.is_limited(id) {
                            return None;
                        }
                        self.axes.insert(at, Axis { id, size: model.axes[id].size() });
                    }
                }
            }
        }
        self.boxes.clear();
        self.sides.clear();
        for at in 0..self.claims.len() {
            let Some(&claim) = self.claims.get(at) else { break };
            let profile = diagram.profile(model, &[claim], &[]);
            if matches!(profile.status, Status::Conflict | Status::Gap) {
                return None;
            }
            for mut sides in diagram.boxes_of(claim)? {
                let mut volume = 1_u64;
                let mut side = sides.next();
                for axis in &self.axes {
                    let values = match side {
                        Some((id, values)) if id == axis.id => {
                            side = sides.next();
                            values?
                        }
                        _ => full(axis.size),
                    };
                    volume = volume.checked_mul(u64::from(values.count_ones()))?;
                    self.sides.push(values);
                }
                self.boxes.push(Box { verdict: profile.verdict, volume });
            }
        }
        (self.boxes.len() <= MOST_BOXES).then_some(())
    }

    fn rows(&self) -> impl Iterator<Item = (&Box, &[u64])> + Clone {
        let wide = self.axes.len();
        self.boxes.iter().enumerate().map(move |(at, one)| {
            let from = at.saturating_mul(wide);
            (one, self.sides.get(from..from.saturating_add(wide)).unwrap_or_default())
        })
    }

    /// Tells whether no two boxes share a case.
    fn are_apart(&self) -> bool {
        let mut rows = self.rows();
        while let Some((_, one)) = rows.next() {
            let apart = |other: &[u64]| one.iter().zip(other).any(|(a, b)| a & b == 0);
            if !rows.clone().all(|(_, other)| apart(other)) {
                return false;
            }
        }
        true
    }

    /// Adds up the cases of each verdict, over the facts on which the verdict depends; nothing where a case has none.
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
        for at in 0..self.boxes.len() {
            let Some(&Box { verdict, volume }) = self.boxes.get(at) else { break };
            let cases = u128::from(volume);
            match self.counts.iter_mut().find(|(known, _)| *known == verdict) {
                Some((_, sum)) => *sum = sum.saturating_add(cases),
                None => self.counts.push((verdict, cases)),
            }
        }
        for (_, cases) in &mut self.counts {
            *cases = cases.checked_div(u128::from(idle)).unwrap_or(0);
        }
        Some(())
    }

    /// Tells whether some case would come to another verdict with another value of a fact: then some box, made as long as the fact
    /// has values, is not filled by boxes of its verdict.
    fn depends(&self, axis: usize, size: u32) -> Option<bool> {
        for (one, sides) in self.rows() {
            let own = sides.get(axis)?.count_ones();
            if own == size {
                continue;
            }
            let long = one.volume.checked_div(u64::from(own))?.checked_mul(u64::from(size))?;
            let alike = self.rows().filter(|(other, _)| other.verdict == one.verdict);
            let filled = alike.map(|(_, other)| shared(sides, other, axis)).fold(0, u64::saturating_add);
            if filled != long {
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
    both.map(|values| u64::from(values.count_ones())).fold(1, u64::saturating_mul)
}

fn full(size: u32) -> u64 {
    1_u64.checked_shl(size).map_or(u64::MAX, |bit| bit.wrapping_sub(1))
}
