//! Two runs box by box.
//!
//! In: the claims of either side. Out: what differs, but not where. That is seen from the sides of their boxes alone, so that no table is
//! painted. Claims that many runs share may lie beneath them. Runs with many boxes, or with claims of which it does not follow from what
//! they say what they come to, are left to their tables.

use super::beneath::Beneath;
use super::contrast::{Contrasts, Measure};
use super::meeting::Meeting;
use super::overlay::Met;
use super::placed::{Axis, MOST_BOXES, Placed};
use super::reader::Reader;
use super::sentence::Sentence;
use super::side::Side;
use crate::arena::Id;
use crate::diagram::ClaimId;
use crate::model::{AxisId, MATTER, Model, ValueSet};

/// The boxes of two runs, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Boxes {
    /// The common facts that some box limits; those of shared claims come first.
    axes: Vec<Axis>,
    old: Placed,
    new: Placed,
    meeting: Meeting,
    /// How many cases lie in each box of the old side with each of the new one, and beneath no shared claim; none is the last of either.
    free: Vec<u64>,
    region: Vec<u64>,
    /// What differs in some case.
    pub(super) met: Met,
}

impl Boxes {
    /// Finds what differs between two runs in some case; nothing comes back where tables are needed.
    pub(super) fn compare<'a, M: Measure>(
        &mut self,
        (old, new): (&mut Reader<'a>, &mut Reader<'a>),
        beneath: Option<&Beneath>,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
        limits: &[(AxisId, ValueSet)],
    ) -> Option<()> {
        self.met.clear();
        if old.above.len().max(new.above.len()) > MOST_BOXES {
            return None;
        }
        self.axes.clear();
        self.axes.extend(beneath.iter().flat_map(|beneath| &beneath.axes));
        for reader in [&*old, &*new] {
            self.find_axes(&reader.side, &reader.above, joint, limits)?;
        }
        if self.axes.is_empty() {
            self.axes.push(Axis { id: MATTER, within: 1 });
        }
        for (placed, reader) in [(&mut self.old, &mut *old), (&mut self.new, &mut *new)] {
            let Reader { side, above, .. } = reader;
            placed.place(&self.axes, (side, above), (contrasts, joint))?;
        }
        self.meet((old, new), beneath, (contrasts, joint))
    }

    /// Finds the facts that some box limits.
    fn find_axes(
        &mut self,
        side: &Side<'_>,
        claims: &[ClaimId],
        joint: &Model,
        limits: &[(AxisId, ValueSet)],
    ) -> Option<()> {
        // Most facts are limited by many boxes.
        let mut seen = 0_u64;
        for &claim in claims {
            for (own, values) in side.diagram.boxes_of(claim)?.flatten() {
                values?;
                let bit = 1_u64.checked_shl(u32::try_from(own.index()).ok()?).unwrap_or(0);
                if seen & bit != 0 {
                    continue;
                }
                seen |= bit;
                let id = side.own.axis(own);
                if !self.axes.iter().any(|axis| axis.id == id) {
                    self.axes.push(Axis::new(id, joint, limits)?);
                }
            }
        }
        Some(())
    }

    /// Holds each box of the one side against each of the other, and against what the other leaves out.
    fn meet<M: Measure>(
        &mut self,
        (left, right): (&mut Reader<'_>, &mut Reader<'_>),
        beneath: Option<&Beneath>,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
    ) -> Option<()> {
        let of_old = left.side.saying_of(contrasts, joint, &[])?;
        let of_new = right.side.saying_of(contrasts, joint, &[])?;
        self.region.clear();
        self.region.extend(self.axes.iter().map(|axis| axis.within));
        if let Some(beneath) = beneath {
            self.meet_over((left, right), beneath, (contrasts, joint))?;
        }
        let Boxes { old, new, meeting, free, region, met, .. } = self;
        let mut meets = |one: Option<usize>, two: Option<usize>| {
            let said = (saying(old, one, of_old)?, saying(new, two, of_new)?);
            met.add(contrasts.between(joint, said.0, said.1));
            Some(())
        };
        if beneath.is_none() {
            let all = ((&*old, old.all()), (&*new, new.all()));
            return meeting.visit(all, region, |(one, two, _)| meets(one, two));
        }
        let all = |placed: &Placed| (0..placed.boxes.len()).map(Some).chain([None]);
        for (one, row) in all(old).zip(free.chunks_exact(row_len(new))) {
            for (two, _) in all(new).zip(row).filter(|(_, cases)| **cases > 0) {
                meets(one, two)?;
            }
        }
        Some(())
    }

    /// Holds them against each other where shared claims lie beneath, and counts the cases where none do.
    fn meet_over<M: Measure>(
        &mut self,
        (left, right): (&mut Reader<'_>, &mut Reader<'_>),
        beneath: &Beneath,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
    ) -> Option<()> {
        let Boxes { axes, old, new, meeting, free, region, met } = self;
        old.note(axes.len());
        new.note(axes.len());
        let (rows, width) = (old.boxes.len(), row_len(new));
        let at = |one: Option<usize>, two: Option<usize>| {
            let start = one.unwrap_or(rows).saturating_mul(width);
            start.saturating_add(two.unwrap_or(width.saturating_sub(1)))
        };
        free.clear();
        free.resize(at(None, None).saturating_add(1), 0);
        let all = ((&*old, old.all()), (&*new, new.all()));
        meeting.visit(all, region, |(one, two, cases)| {
            *free.get_mut(at(one, two))? = cases;
            Some(())
        })?;
        let whole = region.clone();
        for (cell, sides) in beneath.cells() {
            region.iter_mut().zip(sides).for_each(|(values, side)| *values = *side);
            let near = ((&*old, old.near(region)), (&*new, new.near(region)));
            meeting.visit(near, region, |(one, two, cases)| {
                let slot = free.get_mut(at(one, two))?;
                *slot = slot.checked_sub(cases)?;
                let before = left.over_shared((contrasts, joint), cell.old, own(old, one));
                let after = right.over_shared((contrasts, joint), cell.new, own(new, two));
                met.add(contrasts.between(joint, before, after));
                Some(())
            })?;
        }
        *region = whole;
        Some(())
    }
}

/// Returns how many boxes one may be held against, none being the last.
fn row_len(placed: &Placed) -> usize {
    placed.boxes.len().saturating_add(1)
}

/// Returns what a box says by itself.
fn saying(placed: &Placed, number: Option<usize>, nothing: u32) -> Option<u32> {
    match number {
        Some(number) => placed.boxes.get(number).map(|one| one.saying),
        None => Some(nothing),
    }
}

/// Returns what the claims of a box say, and them.
fn own(placed: &Placed, number: Option<usize>) -> (Sentence, &[ClaimId]) {
    let one = number.and_then(|number| placed.boxes.get(number));
    one.map_or((0, &[]), |one| (one.sentence, placed.claims_of(one)))
}
