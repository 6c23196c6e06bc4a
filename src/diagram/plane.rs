//! Sets of cases, one bit a case.
//!
//! In: facts of few values, and the areas of claims over them. Out: where a claim applies as a plane, and what planes have in common,
//! by the word. Nothing is known here of what claims say.

use super::boxes::{Area, Side, Values};
use super::grid::MAX_CELLS;
use super::store::{Edge, NodeId, Store, TooLarge};
use super::{ClaimId, Diagram};
use crate::model::{AxisId, Model};
use rustc_hash::FxHashMap;

/// How many cases a layout may have: as many as a table may have cells. A claim is laid out far faster than it is painted.
const MOST_CASES: usize = MAX_CELLS;

/// How many words the planes of sides may take together before they are made anew.
const MOST_WORDS: usize = 1 << 21;

/// A set of cases of one [`Layout`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Plane {
    words: Vec<u64>,
}

impl Plane {
    /// Makes it empty.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Makes it the same as another.
    pub fn set_to(&mut self, other: &Plane) {
        self.words.clone_from(&other.words);
    }

    /// Makes it empty, with room for the cases of another.
    pub fn clear_for(&mut self, other: &Plane) {
        self.words.clear();
        self.words.resize(other.words.len(), 0);
    }

    /// Adds the cases of another.
    pub fn unite(&mut self, other: &Plane) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own |= other);
    }

    /// Leaves those that another has as well.
    pub fn intersect(&mut self, other: &Plane) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own &= other);
    }

    /// Takes away those that another has.
    pub fn subtract(&mut self, other: &Plane) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own &= !other);
    }

    /// Adds the cases that two others share.
    pub fn unite_shared(&mut self, one: &Plane, two: &Plane) {
        let shared = one.words.iter().zip(&two.words).map(|(one, two)| one & two);
        self.words.iter_mut().zip(shared).for_each(|(own, shared)| *own |= shared);
    }

    /// Adds the cases of one that another does not have.
    pub fn unite_outside(&mut self, one: &Plane, two: &Plane) {
        let outside = one.words.iter().zip(&two.words).map(|(one, two)| one & !two);
        self.words.iter_mut().zip(outside).for_each(|(own, outside)| *own |= outside);
    }

    /// Takes away the cases of one that another does not have.
    pub fn subtract_outside(&mut self, one: &Plane, two: &Plane) {
        let outside = one.words.iter().zip(&two.words).map(|(one, two)| one & !two);
        self.words.iter_mut().zip(outside).for_each(|(own, outside)| *own &= !outside);
    }

    /// Tells whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Tells whether some case is in another as well.
    #[must_use]
    pub fn meets(&self, other: &Plane) -> bool {
        self.words.iter().zip(&other.words).any(|(own, other)| own & other != 0)
    }

    /// Tells whether some case is in a second plane and not in a third.
    #[must_use]
    pub fn meets_outside(&self, inside: &Plane, outside: &Plane) -> bool {
        self.words
            .iter()
            .zip(&inside.words)
            .zip(&outside.words)
            .any(|((own, inside), outside)| own & inside & !outside != 0)
    }

    /// Counts those that another has as well.
    #[must_use]
    pub fn count_within(&self, other: &Plane) -> u64 {
        let shared = self.words.iter().zip(&other.words).map(|(own, other)| own & other);
        shared.map(|word| u64::from(word.count_ones())).fold(0, u64::saturating_add)
    }

    /// Tells whether a case is in it.
    #[must_use]
    pub fn has(&self, case: usize) -> bool {
        self.words.get(case / 64).is_some_and(|word| word >> (case % 64) & 1 == 1)
    }

    /// Puts a case in or takes it out.
    pub fn put(&mut self, case: usize, inside: bool) {
        if let Some(word) = self.words.get_mut(case / 64) {
            let bit = 1 << (case % 64);
            *word = if inside { *word | bit } else { *word & !bit };
        }
    }

    /// Returns the cases, rising.
    pub fn cases(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                let some = left != 0;
                left &= left.wrapping_sub(1);
                some.then(|| at.saturating_mul(64).saturating_add(bit))
            })
        })
    }

    /// Puts neighbouring cases in, the last left out.
    fn fill(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let stop = end.min((at / 64).saturating_add(1).saturating_mul(64));
            let many = u32::try_from(stop.saturating_sub(at)).unwrap_or(0);
            let bits = u64::MAX.checked_shr(64_u32.saturating_sub(many)).unwrap_or(0) << (at % 64);
            if let Some(word) = self.words.get_mut(at / 64) {
                *word |= bits;
            }
            at = stop;
        }
    }
}

/// One fact of a layout.
#[derive(Debug, Clone, Copy)]
struct LaidOut {
    id: AxisId,
    size: usize,
    /// How far apart the cases of neighbouring values are.
    stride: usize,
}

/// The cases of some facts in a fixed order; those of the last fact's values are neighbours.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    axes: Vec<LaidOut>,
    cases: usize,
    full: Plane,
    /// For each fact the cases that do not have its last value.
    ahead: Vec<Plane>,
    /// Where a fact has certain values, made once for all claims that say so.
    sides: Vec<Plane>,
    numbers: FxHashMap<(AxisId, Values), usize>,
}

impl Layout {
    /// Returns how many cases there are.
    #[must_use]
    pub fn case_count(&self) -> usize {
        self.cases
    }

    /// Returns the facts.
    pub fn axes(&self) -> impl Iterator<Item = AxisId> {
        self.axes.iter().map(|axis| axis.id)
    }

    /// Returns all cases.
    #[must_use]
    pub fn full(&self) -> &Plane {
        &self.full
    }

    /// Returns no case.
    #[must_use]
    pub fn empty(&self) -> Plane {
        Plane { words: vec![0; self.full.words.len()] }
    }

    /// Returns the value of each fact in a case.
    pub fn values(&self, case: usize) -> impl Iterator<Item = (AxisId, u32)> {
        self.axes.iter().map(move |axis| {
            let value = case.checked_div(axis.stride).and_then(|at| at.checked_rem(axis.size)).unwrap_or(0);
            (axis.id, u32::try_from(value).unwrap_or(0))
        })
    }

    /// Returns the cases in which a fact has a value in some ranges.
    #[must_use]
    pub fn where_in(&self, axis: AxisId, ranges: &[(u32, u32)]) -> Plane {
        let mut plane = self.empty();
        let Some(&LaidOut { size, stride, .. }) = self.axes.iter().find(|laid| laid.id == axis) else {
            return plane;
        };
        let block = size.saturating_mul(stride);
        let mut first = 0;
        while first < self.cases {
            for &(start, end) in ranges {
                let at = |value: u32| first.saturating_add((value as usize).min(size).saturating_mul(stride));
                plane.fill(at(start), at(end));
            }
            first = first.saturating_add(block.max(1));
        }
        plane
    }

    /// Tells whether a plane has one of two cases that differ in one fact alone, by its place, and not the other.
    #[must_use]
    pub fn differs(&self, plane: &Plane, axis: usize) -> bool {
        let (Some(laid), Some(ahead)) = (self.axes.get(axis), self.ahead.get(axis)) else { return false };
        let (skip, shift) = (laid.stride / 64, laid.stride % 64);
        let word = |at: usize| plane.words.get(at).copied().unwrap_or(0);
        plane.words.iter().zip(&ahead.words).enumerate().any(|(at, (own, ahead))| {
            let from = at.saturating_add(skip);
            let above = word(from.saturating_add(1)).checked_shl(64_u32.saturating_sub(shift as u32));
            (own ^ (word(from) >> shift | above.unwrap_or(0))) & ahead != 0
        })
    }

    /// Tells whether values, one a case, differ in cases that differ in one fact alone, by its place.
    #[must_use]
    pub fn differ(&self, values: &[u32], axis: usize) -> bool {
        let (Some(laid), Some(ahead)) = (self.axes.get(axis), self.ahead.get(axis)) else { return false };
        ahead.cases().any(|case| values.get(case) != values.get(case.saturating_add(laid.stride)))
    }

    /// Returns a plane as a diagram of 0 and 1.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn shape(&self, store: &mut Store, plane: &Plane) -> Result<NodeId, TooLarge> {
        let of_case = |case| if plane.has(case) { NodeId::TRUE } else { NodeId::FALSE };
        let mut nodes: Vec<NodeId> = (0..self.cases).map(of_case).collect();
        for axis in self.axes.iter().rev() {
            let mut above = Vec::with_capacity(nodes.len());
            for row in nodes.chunks(axis.size.max(1)) {
                if let Some(&only) = row.first().filter(|first| row.iter().all(|node| node == *first)) {
                    above.push(only);
                    continue;
                }
                let edges = (1_u32..).zip(row).map(|(end, &child)| Edge { end, child });
                above.push(store.node(axis.id, edges)?);
            }
            nodes = above;
        }
        Ok(nodes.first().copied().unwrap_or(NodeId::FALSE))
    }

    /// Adds the facts of some sides; nothing is added where there would be too many cases.
    fn make_room<'s>(&mut self, model: &Model, sides: impl Iterator<Item = &'s Side>) -> bool {
        let known = self.axes.len();
        for side in sides {
            if self.axes.iter().all(|axis| axis.id != side.axis) {
                let size = model.axes[side.axis].size() as usize;
                self.axes.push(LaidOut { id: side.axis, size, stride: 1 });
            }
        }
        let cases = self.axes.iter().map(|axis| axis.size).fold(1, usize::saturating_mul);
        if cases > MOST_CASES {
            self.axes.truncate(known);
        }
        cases <= MOST_CASES
    }

    /// Puts the facts in order once all are known.
    fn settle(&mut self) {
        self.axes.sort_by_key(|axis| axis.id);
        self.cases = 1;
        for axis in self.axes.iter_mut().rev() {
            axis.stride = self.cases;
            self.cases = self.cases.saturating_mul(axis.size);
        }
        self.full = Plane { words: vec![0; self.cases.div_ceil(64)] };
        self.full.fill(0, self.cases);
        let last = |axis: &LaidOut| u32::try_from(axis.size.saturating_sub(1)).unwrap_or(0);
        self.ahead = self.axes.iter().map(|axis| self.where_in(axis.id, &[(0, last(axis))])).collect();
    }

    /// Returns the number of the plane of a side; nothing where the fact is not among those laid out.
    fn side(&mut self, diagram: &Diagram, side: Side) -> Option<usize> {
        if let Some(&known) = self.numbers.get(&(side.axis, side.values)) {
            return Some(known);
        }
        if self.axes.iter().all(|axis| axis.id != side.axis) {
            return None;
        }
        let made = self.where_in(side.axis, diagram.boxes.set(side.values).ranges());
        let new = self.sides.len();
        self.sides.push(made);
        self.numbers.insert((side.axis, side.values), new);
        Some(new)
    }
}

impl Diagram {
    /// Lays out the facts that some claims limit, and those of as many further lists of claims as there is room for. Nothing comes
    /// back where there is none for the first, or where they need diagrams.
    pub fn layout<'c>(
        &self,
        model: &Model,
        shared: &[ClaimId],
        lists: impl Iterator<Item = &'c [ClaimId]>,
    ) -> Option<Layout> {
        let mut layout = Layout::default();
        let all_boxes = |claims: &[ClaimId]| {
            claims.iter().all(|&claim| matches!(self.boxes.area(claim), Area::Boxes(..)))
        };
        // Cases that start on days of their own are known to diagrams alone.
        if !model.starts.is_empty() || !all_boxes(shared) {
            return None;
        }
        if !layout.make_room(model, self.sides_of(shared)) {
            return None;
        }
        for list in lists {
            layout.make_room(model, self.sides_of(list));
        }
        layout.settle();
        Some(layout)
    }

    fn sides_of(&self, claims: &[ClaimId]) -> impl Iterator<Item = &Side> {
        let areas = claims.iter().filter_map(|&claim| match self.boxes.area(claim) {
            Area::Boxes(first, end) => Some(first..end),
            Area::Diagram(_) => None,
        });
        areas.flatten().flat_map(|number| self.boxes.sides(number))
    }

    /// Returns the facts that some claims limit, rising.
    #[must_use]
    pub fn facts_of(&self, claims: &[ClaimId]) -> Vec<AxisId> {
        let mut facts: Vec<AxisId> = Vec::new();
        for side in self.sides_of(claims) {
            if let Err(at) = facts.binary_search(&side.axis) {
                facts.insert(at, side.axis);
            }
        }
        facts
    }

    /// Finds the cases of a layout in which a claim applies; `false` where the layout does not tell.
    #[must_use]
    pub fn area_in(&self, layout: &mut Layout, claim: ClaimId, into: &mut Plane) -> bool {
        let Area::Boxes(first, end) = self.boxes.area(claim) else { return false };
        if layout.sides.len().saturating_mul(layout.full.words.len()) > MOST_WORDS {
            layout.sides.clear();
            layout.numbers.clear();
        }
        into.set_to(&layout.full);
        if end != first.saturating_add(1) {
            into.clear();
        }
        let mut one = Plane::default();
        for number in first..end {
            let single = end == first.saturating_add(1);
            if !single {
                one.set_to(&layout.full);
            }
            for &side in self.boxes.sides(number) {
                let Some(side) = layout.side(self, side) else { return false };
                let Some(plane) = layout.sides.get(side) else { return false };
                if single { into.intersect(plane) } else { one.intersect(plane) }
            }
            if !single {
                into.unite(&one);
            }
        }
        true
    }
}
