//! Two runs box by box.
//!
//! In: the claims of either side. Out: what differs, but not where, if on each side no two claims apply in one case. That is seen from the
//! sides of their boxes alone, so that no table is painted; any other two runs are left to their tables.

use super::contrast::{ALIKE, Contrasts, Measure};
use super::overlay::Met;
use super::reader::Reader;
use super::side::Side;
use crate::diagram::ClaimId;
use crate::model::{AxisId, MATTER, Model, ValueSet};

/// How many boxes either side may have for each to be held against each.
const MOST_BOXES: usize = 48;

/// How many values a fact may have.
const MOST_VALUES: u32 = 64;

/// The boxes of two runs, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Boxes {
    /// The common facts that some box limits, in the order in which they were met.
    axes: Vec<Axis>,
    old: Placed,
    new: Placed,
    /// What differs in some case.
    pub(super) met: Met,
}

/// A common fact, with the values that are compared, one bit a value.
struct Axis {
    id: AxisId,
    within: u64,
}

/// The boxes of one side.
#[derive(Default)]
struct Placed {
    boxes: Vec<One>,
    /// For each box the values on every axis, one bit a value.
    sides: Vec<u64>,
    /// How many cases they have together.
    volume: u64,
}

struct One {
    saying: u32,
    volume: u64,
    /// How many of its cases lie in boxes of the other side.
    shared: u64,
}

impl Boxes {
    /// Finds what differs between two runs in some case; nothing comes back where tables are needed.
    pub(super) fn compare<'a, M: Measure>(
        &mut self,
        (old, new): (&mut Reader<'a>, &mut Reader<'a>),
        (contrasts, joint): (&mut Contrasts<M>, &Model),
        limits: &[(AxisId, ValueSet)],
    ) -> Option<()> {
        self.met.clear();
        self.axes.clear();
        let many = [&old.claims, &new.claims].into_iter().any(|claims| claims.len() > MOST_BOXES);
        if many || !contrasts.measure.decided().is_empty() {
            return None;
        }
        for reader in [&*old, &*new] {
            self.find_axes(&reader.side, &reader.claims, joint, limits)?;
        }
        if self.axes.is_empty() {
            self.axes.push(Axis { id: MATTER, within: 1 });
        }
        let mut nothing = [0; 2];
        for ((placed, reader), nothing) in
            [(&mut self.old, old), (&mut self.new, new)].into_iter().zip(&mut nothing)
        {
            let Reader { side, claims, .. } = reader;
            *nothing = side.saying_of(contrasts, joint, &[])?;
            placed.place(&self.axes, (side, claims), (contrasts, joint))?;
        }
        self.meet(nothing, (contrasts, joint))
    }

    /// Finds the facts that some box limits.
    fn find_axes(
        &mut self,
        side: &Side<'_>,
        claims: &[ClaimId],
        joint: &Model,
        limits: &[(AxisId, ValueSet)],
    ) -> Option<()> {
        for &claim in claims {
            for (own, values) in side.diagram.boxes_of(claim)?.flatten() {
                values?;
                let id = side.own.axis(own);
                if self.axes.iter().any(|axis| axis.id == id) {
                    continue;
                }
                let size = joint.axes[id].size();
                if size > MOST_VALUES {
                    return None;
                }
                let limit = limits.iter().find(|(known, _)| *known == id);
                let within = limit.map_or_else(|| all_of(size), |(_, set)| bits_of(set.iter()));
                self.axes.push(Axis { id, within });
            }
        }
        Some(())
    }

    /// Holds each box of the one side against each of the other, and against what the other leaves out.
    fn meet<M: Measure>(
        &mut self,
        nothing: [u32; 2],
        (contrasts, joint): (&mut Contrasts<M>, &Model),
    ) -> Option<()> {
        let Boxes { axes, old, new, met } = self;
        let width = axes.len();
        let all = volume(axes.iter().map(|axis| axis.within))?;
        // Where both sides have a claim in every case, it does not matter how many cases two boxes share.
        let covered = old.volume == all && new.volume == all;
        for (one, sides) in old.boxes.iter_mut().zip(old.sides.chunks_exact(width)) {
            for (two, others) in new.boxes.iter_mut().zip(new.sides.chunks_exact(width)) {
                let both = sides.iter().zip(others).map(|(one, two)| one & two);
                if both.clone().any(|values| values == 0) {
                    continue;
                }
                if !covered {
                    let shared = volume(both)?;
                    one.shared = one.shared.checked_add(shared)?;
                    two.shared = two.shared.checked_add(shared)?;
                }
                met.add(contrasts.between(joint, one.saying, two.saying));
            }
        }
        if covered {
            return Some(());
        }
        let [of_old, of_new] = nothing;
        for one in old.boxes.iter().filter(|one| one.shared < one.volume) {
            met.add(contrasts.between(joint, one.saying, of_new));
        }
        for two in new.boxes.iter().filter(|two| two.shared < two.volume) {
            met.add(contrasts.between(joint, of_old, two.saying));
        }
        // Cases may be left in which neither side has a claim.
        (contrasts.between(joint, of_old, of_new) == ALIKE).then_some(())
    }
}

impl Placed {
    /// Puts the boxes of one side beside one another; nothing comes back where two of them share a case, or where it does not
    /// follow from what a claim says what it comes to.
    fn place<M: Measure>(
        &mut self,
        axes: &[Axis],
        (side, claims): (&mut Side<'_>, &[ClaimId]),
        (contrasts, joint): (&mut Contrasts<M>, &Model),
    ) -> Option<()> {
        self.boxes.clear();
        self.sides.clear();
        self.volume = 0;
        for &claim in claims {
            let saying = side.saying_of(contrasts, joint, &[claim])?;
            for limits in side.diagram.boxes_of(claim)? {
                let start = self.sides.len();
                self.sides.extend(axes.iter().map(|axis| axis.within));
                let row = self.sides.get_mut(start..)?;
                for (own, values) in limits {
                    let id = side.own.axis(own);
                    let at = axes.iter().position(|axis| axis.id == id)?;
                    *row.get_mut(at)? &= common_bits(side.own.values(own), values?)?;
                }
                let volume = volume(row.iter().copied())?;
                if volume == 0 {
                    self.sides.truncate(start);
                    continue;
                }
                self.volume = self.volume.checked_add(volume)?;
                self.boxes.push(One { saying, volume, shared: 0 });
            }
        }
        (self.boxes.len() <= MOST_BOXES && self.are_apart(axes.len())).then_some(())
    }

    /// Tells whether no two boxes share a case.
    fn are_apart(&self, width: usize) -> bool {
        let mut left = self.sides.as_slice();
        while let Some((one, others)) = left.split_at_checked(width).filter(|(one, _)| !one.is_empty()) {
            let apart = |other: &[u64]| one.iter().zip(other).any(|(a, b)| a & b == 0);
            if !others.chunks_exact(width).all(apart) {
                return false;
            }
            left = others;
        }
        true
    }
}

/// Returns the common values that are some of a side's own; nothing where the side lacks one.
fn common_bits(values: Option<&[Option<u32>]>, own: u64) -> Option<u64> {
    let Some(values) = values else { return Some(own) };
    let mut common = 0;
    for (bit, value) in values.iter().enumerate() {
        common |= (own >> (*value)? & 1) << bit;
    }
    Some(common)
}

fn bits_of(values: impl Iterator<Item = u32>) -> u64 {
    values.fold(0, |bits, value| bits | 1 << value)
}

fn all_of(size: u32) -> u64 {
    bits_of(0..size)
}

/// Returns how many cases a box has.
fn volume(sides: impl Iterator<Item = u64>) -> Option<u64> {
    sides.into_iter().try_fold(1_u64, |all, values| all.checked_mul(u64::from(values.count_ones())))
}
