//! Some claims of one side as a table of sets.
//!
//! In: claims. Out: the set of them that applies in each cell, by its place among those that are met, and what it says where that follows
//! from its sentences alone.

use super::beside::Strip;
use super::sentence::Sentence;
use super::side::Side;
use crate::diagram::{ClaimId, Grid};
use crate::model::AxisId;

/// A table of sets of claims, with room that is used again for the next.
#[derive(Default)]
pub(super) struct Painted {
    grid: Grid,
    /// The claims that are painted.
    claims: Vec<ClaimId>,
    is_painted: bool,
    facts: Vec<Tested>,
    /// The place of the set among those that are met, in each cell.
    cells: Vec<u32>,
    /// The same by the number of the set.
    of_sets: Vec<Option<u32>>,
    /// The sets that are met.
    sets: Vec<Set>,
    /// Their claims, one set after another.
    applying: Vec<ClaimId>,
    room: Vec<ClaimId>,
}

/// A fact that some claim tests.
struct Tested {
    axis: AxisId,
    runs: Vec<(u32, u32)>,
}

struct Set {
    /// Where its claims stand.
    claims: (usize, usize),
    sentence: Option<Sentence>,
}

impl Painted {
    /// Paints claims, which come rising; `false` where there is no table.
    pub(super) fn paint(&mut self, side: &mut Side<'_>, claims: &[ClaimId]) -> bool {
        // Neighbouring matters are often compared with one and the same run of the other side.
        if self.is_painted && self.claims == claims {
            return true;
        }
        self.is_painted = side.diagram.paint(side.model, claims, &mut self.grid);
        if !self.is_painted {
            return false;
        }
        self.claims.clear();
        self.claims.extend_from_slice(claims);
        self.facts.clear();
        for axis in self.grid.axes() {
            let stride = u32::try_from(axis.stride()).unwrap_or(u32::MAX);
            let mut runs = axis.runs();
            runs.iter_mut().for_each(|(_, class)| *class = class.saturating_mul(stride));
            self.facts.push(Tested { axis: axis.id(), runs });
        }
        self.meet(side);
        true
    }

    /// Finds the sets that are in cells.
    fn meet(&mut self, side: &mut Side<'_>) {
        let Painted { grid, cells, of_sets, sets, applying, room, .. } = self;
        cells.clear();
        sets.clear();
        applying.clear();
        of_sets.clear();
        of_sets.resize(grid.set_count(), None);
        for &number in grid.cells() {
            let Some(slot) = of_sets.get_mut(number as usize) else { continue };
            let at = *slot.get_or_insert_with(|| {
                grid.claims(number, room);
                let start = applying.len();
                applying.extend_from_slice(room);
                let sentence = side.sentences.of(side.diagram, room);
                sets.push(Set { claims: (start, applying.len()), sentence });
                u32::try_from(sets.len()).unwrap_or(u32::MAX).saturating_sub(1)
            });
            cells.push(at);
        }
    }

    /// Returns the facts that are tested, rising.
    pub(super) fn facts(&self) -> impl Iterator<Item = AxisId> {
        self.facts.iter().map(|fact| fact.axis)
    }

    /// Returns how far the cells of the values of a fact are from the first; nothing where it is not tested.
    pub(super) fn strip(&self, axis: AxisId) -> Option<&Strip> {
        self.facts.iter().find(|fact| fact.axis == axis).map(|fact| fact.runs.as_slice())
    }

    /// Returns which of the sets that are met is in a cell.
    pub(super) fn set_in(&self, cell: u32) -> u32 {
        self.cells.get(cell as usize).copied().unwrap_or(0)
    }

    /// Returns how many sets are met.
    pub(super) fn set_count(&self) -> usize {
        self.sets.len()
    }

    /// Returns the claims of a set, rising.
    pub(super) fn claims_of(&self, set: u32) -> &[ClaimId] {
        let claims = self.sets.get(set as usize).map_or((0, 0), |set| set.claims);
        self.applying.get(claims.0..claims.1).unwrap_or_default()
    }

    /// Returns what a set says, where its claims only agree or clash.
    pub(super) fn sentence_of(&self, set: u32) -> Option<Sentence> {
        self.sets.get(set as usize)?.sentence
    }
}
