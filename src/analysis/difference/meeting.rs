//! Where boxes of the one side meet boxes of the other.
//!
//! In: the boxes of either side, and a region. Out: how many cases of it lie in each two boxes, in one alone,
//! and in none. It is not known here what the boxes say.

use super::placed::{Placed, numbers, volume};

/// Room for boxes within a region, that is used again for the next.
#[derive(Default)]
pub(super) struct Meeting {
    old: Near,
    new: Near,
}

/// The boxes of one side that share cases with a region.
#[derive(Default)]
struct Near {
    list: Vec<Part>,
    /// For each of them the values on every axis, within the region.
    sides: Vec<u64>,
}

/// What of a box lies in a region.
struct Part {
    number: usize,
    /// How many cases lie in no box of the other side, as far as it was held against them.
    left: u64,
}

/// Boxes by their numbers, nothing for none, and how many cases they share.
pub(super) type Shared = (Option<usize>, Option<usize>, u64);

impl Meeting {
    /// Visits each two boxes that share cases in a region, each that does with none, and no box where cases are in none; nothing comes
    /// back where the cases are too many to be counted. With either side stands which of its boxes lie in the region, one bit each.
    pub(super) fn visit(
        &mut self,
        (old, new): ((&Placed, u64), (&Placed, u64)),
        region: &[u64],
        mut f: impl FnMut(Shared) -> Option<()>,
    ) -> Option<()> {
        let Meeting { old: here, new: there } = self;
        here.find(old, region)?;
        there.find(new, region)?;
        let mut left = volume(region.iter().copied())?;
        let width = region.len().max(1);
        for (one, sides) in here.list.iter_mut().zip(here.sides.chunks_exact(width)) {
            left = left.checked_sub(one.left)?;
            for (two, others) in there.list.iter_mut().zip(there.sides.chunks_exact(width)) {
                let both = sides.iter().zip(others).map(|(one, two)| one & two);
                if both.clone().any(|values| values == 0) {
                    continue;
                }
                let shared = volume(both)?;
                one.left = one.left.checked_sub(shared)?;
                two.left = two.left.checked_sub(shared)?;
                f((Some(one.number), Some(two.number), shared))?;
            }
            if one.left > 0 {
                f((Some(one.number), None, one.left))?;
            }
        }
        for two in there.list.iter().filter(|two| two.left > 0) {
            left = left.checked_sub(two.left)?;
            f((None, Some(two.number), two.left))?;
        }
        if left > 0 {
            f((None, None, left))?;
        }
        Some(())
    }
}

impl Near {
    /// Finds them among some boxes, one bit each, that all do.
    fn find(&mut self, (placed, near): (&Placed, u64), region: &[u64]) -> Option<()> {
        self.list.clear();
        self.sides.clear();
        let width = region.len();
        for number in numbers(near) {
            let start = number.checked_mul(width)?;
            let sides = placed.sides.get(start..start.checked_add(width)?)?;
            let inside = sides.iter().zip(region).map(|(one, two)| one & two);
            self.sides.extend(inside.clone());
            self.list.push(Part { number, left: volume(inside)? });
        }
        Some(())
    }
}
