//! The claims of one side as boxes of common values.
//!
//! In: claims, and the facts that some claim limits. Out: boxes that share no case, each with the claims that apply in it. One bit stands
//! for a value, so no fact may have more than a machine word has.

use super::contrast::{Contrasts, Measure};
use super::sentence::Sentence;
use super::side::Side;
use crate::diagram::ClaimId;
use crate::model::{AxisId, Model, ValueSet};

/// How many boxes either side may have for each to be held against each.
pub(super) const MOST_BOXES: usize = 48;

/// How many values a fact may have.
pub(super) const MOST_VALUES: u32 = 64;

/// A common fact, with the values that are compared, one bit a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) id: AxisId,
    pub(super) within: u64,
}

/// The boxes of one side, with room that is used again for the next run.
#[derive(Default)]
pub(super) struct Placed {
    pub(super) boxes: Vec<One>,
    /// For each box the values on every axis, one bit a value.
    pub(super) sides: Vec<u64>,
    /// The claims of the boxes, one box after another.
    claims: Vec<ClaimId>,
    row: Vec<u64>,
    /// For each value of each axis the boxes that have it, one bit a box.
    having: Vec<u64>,
}

/// A box in which the same claims apply.
#[derive(Debug, Clone, Copy)]
pub(super) struct One {
    claims: (usize, usize),
    /// What they say, and what they come to by themselves; both are found once all boxes are there.
    pub(super) sentence: Sentence,
    pub(super) saying: u32,
}

impl Axis {
    /// Returns a fact with the values that are compared; nothing where it has too many.
    pub(super) fn new(id: AxisId, joint: &Model, limits: &[(AxisId, ValueSet)]) -> Option<Axis> {
        let size = joint.axes[id].size();
        if size > MOST_VALUES {
            return None;
        }
        let limit = limits.iter().find(|(known, _)| *known == id);
        let within = limit.map_or_else(|| bits_of(0..size), |(_, set)| bits_of(set.iter()));
        Some(Axis { id, within })
    }
}

impl Placed {
    /// Puts the boxes of some claims beside one another, cut where they meet; nothing comes back where there are too many, or where it does
    /// not follow from what claims say what they come to.
    pub(super) fn place<M: Measure>(
        &mut self,
        axes: &[Axis],
        (side, claims): (&mut Side<'_>, &[ClaimId]),
        (contrasts, joint): (&mut Contrasts<M>, &Model),
    ) -> Option<()> {
        self.boxes.clear();
        self.sides.clear();
        self.claims.clear();
        for &claim in claims {
            for limits in side.diagram.boxes_of(claim)? {
                let mut row = std::mem::take(&mut self.row);
                row.clear();
                row.extend(axes.iter().map(|axis| axis.within));
                for (own, values) in limits {
                    let id = side.own.axis(own);
                    let at = axes.iter().position(|axis| axis.id == id)?;
                    *row.get_mut(at)? &= common_bits(side.own.values(own), values?)?;
                }
                if !row.contains(&0) {
                    self.add(claim, &row, 0)?;
                }
                self.row = row;
            }
        }
        for one in &mut self.boxes {
            let claims = self.claims.get(one.claims.0..one.claims.1)?;
            one.sentence = side.sentences.of(side.diagram, claims)?;
            one.saying = side.alone((contrasts, joint), one.sentence, claims);
        }
        Some(())
    }

    /// Notes which boxes have each value, for [`Placed::near`].
    pub(super) fn note(&mut self, width: usize) {
        let values = MOST_VALUES as usize;
        self.having.clear();
        self.having.resize(width.saturating_mul(values), 0);
        for (number, sides) in self.sides.chunks_exact(width.max(1)).enumerate() {
            for (&side, having) in sides.iter().zip(self.having.chunks_exact_mut(values)) {
                for value in numbers(side) {
                    if let Some(boxes) = having.get_mut(value) {
                        *boxes |= 1 << number;
                    }
                }
            }
        }
    }

    /// Returns the boxes that have some value of a region on every axis, one bit a box; others share no case with it.
    pub(super) fn near(&self, region: &[u64]) -> u64 {
        let axes = region.iter().zip(self.having.chunks_exact(MOST_VALUES as usize));
        axes.fold(u64::MAX, |boxes, (&side, having)| {
            boxes & numbers(side).filter_map(|value| having.get(value)).fold(0, |all, one| all | one)
        })
    }

    /// Returns all boxes, one bit each.
    pub(super) fn all(&self) -> u64 {
        (0..self.boxes.len()).fold(0, |all, number| all | 1 << number)
    }

    /// Returns the claims that apply in a box, rising.
    pub(super) fn claims_of(&self, one: &One) -> &[ClaimId] {
        self.claims.get(one.claims.0..one.claims.1).unwrap_or_default()
    }

    /// Adds a box of a claim, which is cut where it meets others from one on.
    fn add(&mut self, claim: ClaimId, row: &[u64], from: usize) -> Option<()> {
        let width = row.len();
        let rest = self.sides.get(from.checked_mul(width)?..)?.chunks_exact(width);
        let meets = |other: &[u64]| row.iter().zip(other).all(|(a, b)| a & b != 0);
        let Some(at) = rest.clone().position(meets).and_then(|at| at.checked_add(from)) else {
            self.claims.push(claim);
            return self.push((self.claims.len().checked_sub(1)?, self.claims.len()), row);
        };
        let start = at.checked_mul(width)?;
        let other = self.sides.get(start..start.checked_add(width)?)?.to_vec();
        let both: Vec<u64> = row.iter().zip(&other).map(|(a, b)| a & b).collect();
        let known = self.boxes.get(at)?.claims;
        // INVARIANT: claims come rising, so those of a box do; a claim's own boxes may meet.
        let already = self.claims.get(known.0..known.1)?.last() == Some(&claim);
        if !already {
            for piece in without(&other, &both) {
                self.push(known, &piece)?;
            }
            let first = self.claims.len();
            self.claims.extend_from_within(known.0..known.1);
            self.claims.push(claim);
            self.boxes.get_mut(at)?.claims = (first, self.claims.len());
            self.sides.get_mut(start..start.checked_add(width)?)?.copy_from_slice(&both);
        }
        without(row, &both).iter().try_for_each(|piece| self.add(claim, piece, at.checked_add(1)?))
    }

    fn push(&mut self, claims: (usize, usize), sides: &[u64]) -> Option<()> {
        self.sides.extend(sides);
        self.boxes.push(One { claims, sentence: 0, saying: 0 });
        (self.boxes.len() <= MOST_BOXES).then_some(())
    }
}

/// Returns a box without a part of it, as boxes that share no case.
fn without(whole: &[u64], part: &[u64]) -> Vec<Vec<u64>> {
    let mut pieces = Vec::new();
    for (at, (all, inside)) in whole.iter().zip(part).enumerate() {
        if all & !inside == 0 {
            continue;
        }
        let mut piece = whole.to_vec();
        for (side, within) in piece.iter_mut().zip(part).take(at) {
            *side = *within;
        }
        if let Some(side) = piece.get_mut(at) {
            *side = all & !inside;
        }
        pieces.push(piece);
    }
    pieces
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

/// Returns some values, one bit each.
pub(super) fn bits_of(values: impl Iterator<Item = u32>) -> u64 {
    values.fold(0, |bits, value| bits | 1 << value)
}

/// Returns the places of the bits that are set, rising.
pub(super) fn numbers(bits: u64) -> impl Iterator<Item = usize> {
    let rest = |left: &u64| Some(left & left.wrapping_sub(1));
    std::iter::successors(Some(bits), rest)
        .take_while(|left| *left != 0)
        .map(|left| left.trailing_zeros() as usize)
}

/// Returns how many cases a box has.
pub(super) fn volume(sides: impl Iterator<Item = u64>) -> Option<u64> {
    sides.into_iter().try_fold(1_u64, |all, values| all.checked_mul(u64::from(values.count_ones())))
}
