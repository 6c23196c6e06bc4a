//! Which sets of claims say what changes.
//!
//! In: the sets that apply where something changes, case by case. Out: the rules of each change. Where claims only agree or clash, each
//! decides what it states, so that sets of the run's own and sets that many runs share are noted apart: the rules of the latter are looked
//! up once, when all runs are through.

use super::contrast::{Contrasts, Measure};
use super::found::{Found, Which};
use super::keys::Keys;
use super::painted::Painted;
use super::side::Side;
use super::table::{Sets, join};
use crate::diagram::ClaimId;
use crate::model::PartId;
use std::collections::BTreeMap;

/// The sets of one side that say what changes.
#[derive(Default)]
pub(super) struct Told {
    /// The contrasts that were met in the run, in that order.
    met: Vec<u32>,
    /// The place of each among them, by its number.
    places: Vec<Option<usize>>,
    /// Whether an answer changes there that is no part, by place.
    whole: Vec<bool>,
    /// Where each was met, by its place.
    of_contrasts: Noted,
    /// Where each change shows, by its place.
    of_keys: Noted,
    /// Sets whose claims may do more than agree or clash.
    special: (Vec<bool>, Vec<bool>),
    /// Sets that are to be looked at together, with the contrast.
    together: Vec<(Sets, u32)>,
    last: Option<(u32, Sets)>,
    /// Shared sets that say what changes in some run that was seen, by layer and by the number of the change.
    layers: BTreeMap<usize, Rows>,
    applying: Vec<ClaimId>,
}

/// Sets of either kind.
#[derive(Default)]
struct Noted {
    shared: Rows,
    own: Rows,
}

/// Sets by what they say, one bit a set.
#[derive(Default)]
struct Rows {
    width: usize,
    words: Vec<u64>,
}

impl Rows {
    fn clear(&mut self, sets: usize) {
        self.width = sets.div_ceil(64).max(1);
        self.words.clear();
    }

    fn range(&self, row: usize) -> std::ops::Range<usize> {
        let start = row.saturating_mul(self.width);
        start..start.saturating_add(self.width)
    }

    /// Makes room for so many rows.
    fn reach(&mut self, rows: usize) {
        let len = self.width.saturating_mul(rows);
        if self.words.len() < len {
            self.words.resize(len, 0);
        }
    }

    fn put(&mut self, row: usize, set: u32) {
        let at = row.saturating_mul(self.width).saturating_add(set as usize / 64);
        if let Some(word) = self.words.get_mut(at) {
            *word |= 1 << (set % 64);
        }
    }

    fn row(&self, row: usize) -> &[u64] {
        self.words.get(self.range(row)).unwrap_or_default()
    }

    /// Adds the sets of another's row.
    fn add(&mut self, row: usize, sets: &[u64]) {
        let range = self.range(row);
        let own = self.words.get_mut(range).unwrap_or_default();
        own.iter_mut().zip(sets).for_each(|(own, more)| *own |= more);
    }
}

/// Returns the sets of a row, rising.
fn sets_in(row: &[u64]) -> impl Iterator<Item = u32> {
    (0_u32..).zip(row).flat_map(|(at, &word)| {
        let mut left = word;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros();
            let some = left != 0;
            left &= left.wrapping_sub(1);
            some.then(|| at.saturating_mul(64).saturating_add(bit))
        })
    })
}

impl Told {
    /// Makes ready for a run with these sets.
    pub(super) fn begin(&mut self, (shared, own): (&Painted, &Painted)) {
        for contrast in self.met.drain(..) {
            if let Some(place) = self.places.get_mut(contrast as usize) {
                *place = None;
            }
        }
        for noted in [&mut self.of_contrasts, &mut self.of_keys] {
            noted.shared.clear(shared.set_count());
            noted.own.clear(own.set_count());
        }
        self.special = (shared.special(), own.special());
        self.whole.clear();
        self.together.clear();
        self.last = None;
    }

    /// Notes the sets that apply in a case with some contrast; `is_whole` tells whether an answer changes there that is no part.
    pub(super) fn note(&mut self, contrast: u32, sets: Sets, is_whole: impl Fn(u32) -> bool) {
        // Neighbours are often alike.
        if self.last == Some((contrast, sets)) {
            return;
        }
        self.last = Some((contrast, sets));
        let place = self.place(contrast, is_whole);
        let is = |marks: &[bool], at: usize| marks.get(at).copied().unwrap_or(true);
        let special = is(&self.special.0, sets.0 as usize) || is(&self.special.1, sets.1 as usize);
        if special || is(&self.whole, place) {
            self.together.push((sets, contrast));
        } else {
            self.of_contrasts.shared.put(place, sets.0);
            self.of_contrasts.own.put(place, sets.1);
        }
    }

    /// Returns the place of a contrast among those that were met.
    fn place(&mut self, contrast: u32, is_whole: impl Fn(u32) -> bool) -> usize {
        let known = self.places.get(contrast as usize).copied().flatten();
        known.unwrap_or_else(|| {
            if self.places.len() <= contrast as usize {
                self.places.resize((contrast as usize).saturating_add(1), None);
            }
            let new = self.met.len();
            if let Some(place) = self.places.get_mut(contrast as usize) {
                *place = Some(new);
            }
            self.met.push(contrast);
            self.whole.push(is_whole(contrast));
            self.of_contrasts.shared.reach(self.met.len());
            self.of_contrasts.own.reach(self.met.len());
            new
        })
    }

    /// Adds the rules of all sets that were noted; those of shared ones are noted for their layer.
    pub(super) fn add<M: Measure>(
        &mut self,
        (side, which): (&Side<'_>, Which),
        (contrasts, keys, found): (&Contrasts<M>, &Keys, &mut Found),
        (shared, own): (&Painted, &Painted),
        (layer, further): (Option<usize>, &[PartId]),
    ) {
        let Told { met, of_contrasts, of_keys, together, layers, applying, .. } = self;
        of_keys.shared.reach(keys.list.len());
        of_keys.own.reach(keys.list.len());
        for (at, &contrast) in met.iter().enumerate() {
            for place in contrasts.keys_of(contrast).iter().filter_map(|key| keys.place(*key)) {
                of_keys.shared.add(place, of_contrasts.shared.row(at));
                of_keys.own.add(place, of_contrasts.own.row(at));
            }
        }
        for (place, (key, aspect)) in keys.each().enumerate() {
            if let Some(layer) = layer {
                let noted = layers.entry(layer).or_default();
                noted.width = of_keys.shared.width;
                noted.reach((key as usize).saturating_add(1));
                noted.add(key as usize, of_keys.shared.row(place));
            }
            let (Some(rules), Some(aspect)) = (found.rules(key, which), side.own_aspect(aspect)) else {
                continue;
            };
            for set in sets_in(of_keys.own.row(place)) {
                side.stating(own.claims_of(set), aspect, rules);
            }
        }
        together.sort_unstable();
        together.dedup();
        for &(sets, contrast) in together.iter() {
            let claims = join(applying, shared.claims_of(sets.0), own.claims_of(sets.1));
            for &key in contrasts.keys_of(contrast) {
                if let (Some(rules), Some(place)) = (found.rules(key, which), keys.place(key)) {
                    side.rules(claims, further, keys.aspect(place), rules);
                }
            }
        }
    }

    /// Returns the sets of a layer that were noted, by the number of the change.
    pub(super) fn of_layer(&self, layer: usize) -> impl Iterator<Item = (u32, impl Iterator<Item = u32>)> {
        let rows = self.layers.get(&layer).into_iter();
        (0_u32..).zip(rows.flat_map(|noted| noted.words.chunks(noted.width.max(1))).map(sets_in))
    }
}
