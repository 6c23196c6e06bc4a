//! What changes between two runs, and what says so on either side.
//!
//! In: what is met on either side and differs. Out: each change once, and for each side and change everything that is met there, once.

use super::Said;
use super::contrast::{Contrasts, Key, Measure};
use crate::analysis::decides::Aspect;

/// What is met on either side, by its place among all that is, and what differs between the two.
pub(super) type Meeting = (u32, u32, u32);

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Old,
    New,
}

/// The changes between two runs, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Keys {
    /// Their numbers, rising.
    pub(super) list: Vec<u32>,
    /// The place of each in the list, by its number.
    places: Vec<Option<usize>>,
    /// What each is a change of.
    aspects: Vec<Aspect>,
    /// For what is met on a side, and each change, whether it was told.
    told: Vec<bool>,
}

impl Keys {
    /// Collects all that changes.
    pub(super) fn collect<M: Measure>(&mut self, contrasts: &Contrasts<M>, meeting: &[Meeting]) {
        for key in self.list.drain(..) {
            if let Some(slot) = self.places.get_mut(key as usize) {
                *slot = None;
            }
        }
        for &(_, _, contrast) in meeting {
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
        self.list.sort_unstable();
        self.aspects.clear();
        for (place, &key) in self.list.iter().enumerate() {
            if let Some(slot) = self.places.get_mut(key as usize) {
                *slot = Some(place);
            }
            self.aspects.push(contrasts.key(key).map_or(Aspect::Whole, aspect_of));
        }
    }

    /// Visits for each side what is met there, with every change that shows where it is: its number and what it is a change of.
    pub(super) fn each<M: Measure>(
        &mut self,
        contrasts: &Contrasts<M>,
        meeting: &[Meeting],
        mut visit: impl FnMut(Which, u32, u32, Aspect),
    ) {
        for which in [Which::Old, Which::New] {
            let met = |(a, b, _): &Meeting| if which == Which::Old { *a } else { *b };
            let most = meeting.iter().map(met).max().unwrap_or(0) as usize;
            self.told.clear();
            self.told.resize(most.saturating_add(1).saturating_mul(self.list.len()), false);
            for one in meeting {
                let first = (met(one) as usize).saturating_mul(self.list.len());
                for &key in contrasts.keys_of(one.2) {
                    let Some(place) = self.places.get(key as usize).copied().flatten() else { continue };
                    let told = self.told.get_mut(first.saturating_add(place)).filter(|told| !**told);
                    if let (Some(told), Some(&aspect)) = (told, self.aspects.get(place)) {
                        *told = true;
                        visit(which, met(one), key, aspect);
                    }
                }
            }
        }
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
