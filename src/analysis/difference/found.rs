//! The changes that were met, and where they show.
//!
//! In: runs that differ, one pair after another. Out: each change once, with its places. Matters in which the same changes show in the same
//! cases are one place. So many places are worked out and no more; of the matters in the others it is counted how many they are.

use super::Change;
use super::beside::Both;
use super::contrast::{Contrasts, Key, Measure};
use super::overlay::Overlay;
use crate::analysis::phrase::{Place, Witness};
use crate::diagram::{NodeId, Region, Store, TooLarge};
use crate::model::{AxisId, Model, RuleId, ValueSet};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Old,
    New,
}

/// The changes that were met, in the order in which they were.
pub(super) struct Found {
    list: Vec<Shown>,
    /// The place of each key in the list, by its number.
    of_keys: Vec<Option<usize>>,
    /// What runs differ in that were met, where places of it are listed.
    pictures: Vec<Picture>,
    of_pictures: FxHashMap<u64, Vec<usize>>,
    /// How many further boxes are listed.
    left: usize,
    /// The changes of the matters added last whose places are listed.
    pub(super) listed: Vec<u32>,
    wanted: Wanted,
}

/// Which contrasts are looked for, by their numbers, with room that is used again.
#[derive(Default)]
struct Wanted {
    list: Vec<u32>,
    marks: Vec<bool>,
}

/// A change, and where it shows.
struct Shown {
    key: u32,
    places: Vec<Shape>,
    /// A matter in which it shows, and a case of it.
    witness: (u32, Vec<(AxisId, u32)>),
    matters: Vec<u32>,
    /// How many of them are in no place that is listed.
    more: usize,
    old_rules: Vec<RuleId>,
    new_rules: Vec<RuleId>,
}

/// The matters in which a change shows in the same cases.
struct Shape {
    node: NodeId,
    region: Region,
    matters: Vec<u32>,
}

/// What two runs differ in.
struct Picture {
    facts: Vec<Both>,
    contrasts: Vec<u32>,
    /// Each change that shows, with its place if that is listed.
    shows: Vec<(usize, Option<usize>)>,
}

/// Where two runs differ.
pub(super) enum Cases<'a> {
    Table(&'a Overlay),
    /// A diagram of contrasts.
    Diagram(NodeId),
}

impl Cases<'_> {
    /// Returns where one of some contrasts is, as a diagram of 0 and 1.
    fn shape(&self, store: &mut Store, wanted: &[bool]) -> Result<NodeId, TooLarge> {
        match self {
            Cases::Table(overlay) => overlay.shape(store, wanted),
            Cases::Diagram(node) => {
                let inside = |contrast: u32| wanted.get(contrast as usize).copied().unwrap_or(false);
                store.map(*node, &mut |contrast| u32::from(inside(contrast)))
            }
        }
    }
}

impl Found {
    /// Lists places until they come to so many boxes.
    pub(super) fn new(boxes: usize) -> Found {
        Found {
            list: Vec::new(),
            of_keys: Vec::new(),
            pictures: Vec::new(),
            of_pictures: FxHashMap::default(),
            left: boxes,
            listed: Vec::new(),
            wanted: Wanted::default(),
        }
    }

    /// Tells whether no more places are worked out, but for the first of a change.
    pub(super) fn is_full(&self) -> bool {
        self.left == 0
    }

    /// Counts matters that differ, where no place is to be worked out any more; `false` where one is.
    pub(super) fn count(&mut self, keys: &[u32], matters: &[u32]) -> bool {
        let place = |key: &u32| self.of_keys.get(*key as usize).copied().flatten();
        if self.left > 0 || !keys.iter().all(|key| place(key).is_some()) {
            return false;
        }
        for &key in keys {
            let at = self.place_of(key);
            if let Some(shown) = self.list.get_mut(at) {
                shown.count(matters);
            }
        }
        true
    }

    /// Adds matters that differ in these changes and were not counted, where these contrasts are met; of which changes the places are listed stands in
    /// [`Found::listed`] afterwards.
    pub(super) fn add<M: Measure>(
        &mut self,
        (store, joint): (&mut Store, &Model),
        contrasts: &Contrasts<M>,
        (cases, met): (&Cases<'_>, &[u32]),
        keys: &[u32],
        matters: &[u32],
    ) -> Result<(), TooLarge> {
        self.listed.clear();
        let hash = match cases {
            Cases::Table(overlay) if self.left > 0 => Some(hash_of(overlay)),
            _ => None,
        };
        if let (Cases::Table(overlay), Some(hash)) = (cases, hash)
            && self.join(overlay, hash, matters)
        {
            return Ok(());
        }
        let mut shows: Vec<(usize, Option<usize>)> = Vec::with_capacity(keys.len());
        for &key in keys {
            let at = self.place_of(key);
            let Some(shown) = self.list.get_mut(at) else { continue };
            if self.left == 0 && !shown.places.is_empty() {
                shown.count(matters);
                shows.push((at, None));
                continue;
            }
            shown.matters.extend_from_slice(matters);
            let having = met.iter().filter(|contrast| contrasts.keys_of(**contrast).contains(&key));
            self.wanted.mark(having);
            let node = cases.shape(store, self.wanted.marks())?;
            let known = shown.places.iter().position(|shape| shape.node == node);
            let place = known.unwrap_or_else(|| {
                let region = store.region(node, &|axis| joint.axes[axis].size());
                self.left = self.left.saturating_sub(region.cubes.len());
                if shown.places.is_empty() {
                    let case = store.first_case(node).unwrap_or_default();
                    shown.witness = (matters.first().copied().unwrap_or_default(), case);
                }
                shown.places.push(Shape { node, region, matters: Vec::new() });
                shown.places.len().saturating_sub(1)
            });
            if let Some(shape) = shown.places.get_mut(place) {
                shape.matters.extend_from_slice(matters);
            }
            shows.push((at, Some(place)));
            self.listed.push(key);
        }
        if let (Cases::Table(overlay), Some(hash)) = (cases, hash) {
            let (facts, contrasts) = overlay.picture();
            self.of_pictures.entry(hash).or_default().push(self.pictures.len());
            self.pictures.push(Picture { facts: facts.to_vec(), contrasts: contrasts.to_vec(), shows });
        }
        Ok(())
    }

    /// Returns the place of a change in the list, at its end if it is new.
    fn place_of(&mut self, key: u32) -> usize {
        if let Some(known) = self.of_keys.get(key as usize).copied().flatten() {
            return known;
        }
        if self.of_keys.len() <= key as usize {
            self.of_keys.resize((key as usize).saturating_add(1), None);
        }
        let new = self.list.len();
        if let Some(slot) = self.of_keys.get_mut(key as usize) {
            *slot = Some(new);
        }
        self.list.push(Shown::new(key));
        new
    }

    /// Adds matters to those that differ in the same things in the same cases; `false` where there are none that are listed.
    fn join(&mut self, overlay: &Overlay, hash: u64, matters: &[u32]) -> bool {
        let (facts, contrasts) = overlay.picture();
        let same = |picture: &&Picture| picture.facts == facts && picture.contrasts == contrasts;
        let numbers = self.of_pictures.get(&hash).map_or(&[][..], Vec::as_slice);
        let Some(picture) = numbers.iter().filter_map(|&at| self.pictures.get(at)).find(same) else {
            return false;
        };
        for &(at, place) in &picture.shows {
            let Some(shown) = self.list.get_mut(at) else { continue };
            match place.and_then(|place| shown.places.get_mut(place)) {
                Some(shape) => {
                    shape.matters.extend_from_slice(matters);
                    shown.matters.extend_from_slice(matters);
                    self.listed.push(shown.key);
                }
                None => shown.count(matters),
            }
        }
        true
    }

    /// Returns the rules of a side for a change that was added.
    pub(super) fn rules(&mut self, key: u32, which: Which) -> Option<&mut Vec<RuleId>> {
        let at = self.of_keys.get(key as usize).copied().flatten()?;
        let shown = self.list.get_mut(at)?;
        Some(match which {
            Which::Old => &mut shown.old_rules,
            Which::New => &mut shown.new_rules,
        })
    }

    /// Returns the changes, in the order of the matters.
    pub(super) fn changes<M: Measure>(self, contrasts: &Contrasts<M>) -> Vec<Change> {
        let mut list = self.list;
        list.sort_by_key(|shown| shown.witness.0);
        let change = |shown: Shown| contrasts.key(shown.key).map(|key| shown.change(key));
        list.into_iter().filter_map(change).collect()
    }
}

impl Shown {
    fn new(key: u32) -> Shown {
        Shown {
            key,
            places: Vec::new(),
            witness: (0, Vec::new()),
            matters: Vec::new(),
            more: 0,
            old_rules: Vec::new(),
            new_rules: Vec::new(),
        }
    }

    /// Takes in matters whose places are not worked out.
    fn count(&mut self, matters: &[u32]) {
        self.matters.extend_from_slice(matters);
        self.more = self.more.saturating_add(matters.len());
    }

    fn change(self, (from, to): &Key) -> Change {
        let set = |matters: Vec<u32>| {
            ValueSet::from_ranges(matters.into_iter().map(|matter| (matter, matter.saturating_add(1))))
        };
        let place = |shape: Shape| Place { leaves: set(shape.matters), region: shape.region };
        let mut places: Vec<Place> = self.places.into_iter().map(place).collect();
        places.sort_by_key(|place| place.leaves.first());
        let sorted = |mut rules: Vec<RuleId>| {
            // They come in the order of the matters, which is nearly that of the file.
            rules.sort();
            rules.dedup();
            rules
        };
        let (matter, case) = self.witness;
        Change {
            from: from.clone(),
            to: to.clone(),
            places,
            matters: set(self.matters),
            more: self.more,
            witness: Witness::Case(matter, case),
            old_rules: sorted(self.old_rules),
            new_rules: sorted(self.new_rules),
        }
    }
}

impl Wanted {
    /// Looks for these contrasts, and no longer for those before.
    fn mark<'c>(&mut self, contrasts: impl Iterator<Item = &'c u32>) {
        for contrast in self.list.drain(..) {
            if let Some(mark) = self.marks.get_mut(contrast as usize) {
                *mark = false;
            }
        }
        for &contrast in contrasts {
            if self.marks.len() <= contrast as usize {
                self.marks.resize((contrast as usize).saturating_add(1), false);
            }
            if let Some(mark) = self.marks.get_mut(contrast as usize) {
                *mark = true;
                self.list.push(contrast);
            }
        }
    }

    /// Tells of each contrast by its number whether it is looked for.
    fn marks(&self) -> &[bool] {
        &self.marks
    }
}

fn hash_of(overlay: &Overlay) -> u64 {
    let mut hasher = FxHasher::default();
    overlay.picture().hash(&mut hasher);
    hasher.finish()
}
