//! What changes between two runs.
//!
//! In: what differs in some of their cases. Out: each change once, with the part that it is a change of.

use super::Said;
use super::contrast::{Contrasts, Key, Measure};
use crate::analysis::decides::Aspect;

/// The changes between two runs, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Keys {
    /// Their numbers; rising once they are settled.
    pub(super) list: Vec<u32>,
    /// The place of each in the list, by its number.
    places: Vec<Option<usize>>,
    /// What each is a change of.
    aspects: Vec<Aspect>,
}

impl Keys {
    /// Collects all that changes where these contrasts are met, for it to be counted.
    pub(super) fn collect<M: Measure>(&mut self, contrasts: &Contrasts<M>, met: &[u32]) {
        self.clear();
        for &contrast in met {
            for &key in contrasts.keys_of(contrast) {
                if self.places.len() <= key as usize {
                    self.places.resize((key as usize).saturating_add(1), None);
                }
                if let Some(slot) = self.places.get_mut(key as usize).filter(|slot| slot.is_none()) {
                    *slot = Some(0);
                    self.list.push(key);
                }
            }
        }
    }

    /// Puts what was collected in order, for it to be looked up.
    pub(super) fn settle<M: Measure>(&mut self, contrasts: &Contrasts<M>) {
        self.list.sort_unstable();
        self.aspects.clear();
        for (place, &key) in self.list.iter().enumerate() {
            if let Some(slot) = self.places.get_mut(key as usize) {
                *slot = Some(place);
            }
            self.aspects.push(contrasts.key(key).map_or(Aspect::Whole, aspect_of));
        }
    }

    /// Leaves some of the changes alone.
    pub(super) fn keep<M: Measure>(&mut self, contrasts: &Contrasts<M>, some: &[u32]) {
        self.clear();
        self.list.extend_from_slice(some);
        self.settle(contrasts);
    }

    fn clear(&mut self) {
        for key in self.list.drain(..) {
            if let Some(slot) = self.places.get_mut(key as usize) {
                *slot = None;
            }
        }
    }

    /// Returns the place of a change in the list.
    pub(super) fn place(&self, key: u32) -> Option<usize> {
        self.places.get(key as usize).copied().flatten()
    }

    /// Returns what a change is of, by its place.
    pub(super) fn aspect(&self, place: usize) -> Aspect {
        self.aspects.get(place).copied().unwrap_or(Aspect::Whole)
    }
}

/// Returns which part a change is of.
fn aspect_of((from, _): &Key) -> Aspect {
    match from {
        Said::Class(_) => Aspect::Class,
        Said::Payer(_) => Aspect::Payer,
        Said::Further(part, _) => Aspect::Further(*part),
        Said::Impossible | Said::NotInForce | Said::Nothing | Said::Whole(_) => Aspect::Whole,
    }
}
