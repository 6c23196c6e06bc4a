//! The cases of one run of matters as a table.
//!
//! In: the boxes of its claims. Out: one cell for each combination of classes of values, where values of a fact are in one class
//! when no claim tells them apart; and in each cell the set of claims that apply. A table of a few dozen cells is painted far
//! faster than a diagram is combined, and says the same; the diagram is made from it where a question needs one.

use super::ClaimId;
use super::boxes::{Area, Boxes, Side, Values};
use super::classes::GridAxis;
use super::store::{Edge, NodeId, Store, TooLarge};
use crate::model::AxisId;

/// How many cells a table may have.
pub const MAX_CELLS: usize = 1 << 18;

/// A set of claims that apply together in some cell, by its number in one [`Grid`]; 0 is the empty set.
pub type SetId = u32;

/// A table, with room that is used again for the next.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    axes: Vec<GridAxis>,
    /// Axes that are not in use at the moment.
    spare: Vec<GridAxis>,
    cells: Vec<SetId>,
    sets: Vec<Step>,
    /// The ranges of classes on each side of the box at hand.
    ranges: Vec<(u32, u32)>,
}

/// How a set came about: one claim more than another set.
#[derive(Debug, Clone, Copy)]
struct Step {
    before: SetId,
    claim: Option<ClaimId>,
    /// The set that came of this one with the claim that is painted at the moment.
    next: (Option<ClaimId>, SetId),
}

/// What is to be painted.
pub(super) struct Picture<'p> {
    pub(super) boxes: &'p Boxes,
    /// The claims, rising.
    pub(super) claims: &'p [ClaimId],
    /// How many values a fact has.
    pub(super) size: &'p dyn Fn(AxisId) -> u32,
}

impl Grid {
    /// Paints claims. Nothing is painted where the table would be too large, or where some claim is no box: then `false` comes
    /// back.
    pub(super) fn paint(&mut self, picture: &Picture<'_>) -> bool {
        if !self.lay_out(picture) {
            return false;
        }
        self.sets.clear();
        self.sets.push(Step { before: 0, claim: None, next: (None, 0) });
        let Picture { boxes, claims, .. } = picture;
        for &claim in *claims {
            if let Area::Boxes(first, end) = boxes.area(claim) {
                for number in first..end {
                    self.paint_box(boxes, boxes.sides(number), claim);
                }
            }
        }
        true
    }

    /// Returns the axes, in their order; the cells of the last are neighbours.
    #[must_use]
    pub fn axes(&self) -> &[GridAxis] {
        &self.axes
    }

    /// Returns the set of claims in each cell.
    #[must_use]
    pub fn cells(&self) -> &[SetId] {
        &self.cells
    }

    /// Returns how many sets were made on the way; not all are in some cell.
    #[must_use]
    pub fn set_count(&self) -> usize {
        self.sets.len()
    }

    /// Returns the claims of a set, rising.
    pub fn claims(&self, set: SetId, into: &mut Vec<ClaimId>) {
        into.clear();
        let mut here = set;
        while let Some(Step { before, claim: Some(claim), .. }) = self.sets.get(here as usize) {
            into.push(*claim);
            here = *before;
        }
        into.reverse();
    }

    /// Turns the table into a diagram in which each set of claims is the terminal that `terminal` gives.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn diagram(
        &self,
        store: &mut Store,
        terminal: &mut dyn FnMut(SetId) -> u32,
    ) -> Result<NodeId, TooLarge> {
        let mut known: Vec<Option<NodeId>> = vec![None; self.sets.len()];
        let mut nodes: Vec<NodeId> = Vec::with_capacity(self.cells.len());
        for &set in &self.cells {
            let slot = known.get_mut(set as usize);
            let node = slot
                .map_or(NodeId::FALSE, |slot| *slot.get_or_insert_with(|| NodeId::terminal(terminal(set))));
            nodes.push(node);
        }
        self.reduce(store, nodes)
    }

    /// Turns the table into a diagram that is true in some of its cells.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn shape(&self, store: &mut Store, inside: &dyn Fn(usize) -> bool) -> Result<NodeId, TooLarge> {
        let cells = (0..self.cells.len()).map(|cell| if inside(cell) { NodeId::TRUE } else { NodeId::FALSE });
        self.reduce(store, cells.collect())
    }

    /// Joins cells to nodes, axis by axis from the last.
    fn reduce(&self, store: &mut Store, mut nodes: Vec<NodeId>) -> Result<NodeId, TooLarge> {
        for axis in self.axes.iter().rev() {
            let runs = axis.runs();
            let mut above = Vec::with_capacity(nodes.len());
            for row in nodes.chunks(axis.count.max(1) as usize) {
                if let Some(&only) = row.first().filter(|first| row.iter().all(|node| node == *first)) {
                    above.push(only);
                    continue;
                }
                let edge = |&(end, class): &(u32, u32)| {
                    let child = row.get(class as usize).copied().unwrap_or(NodeId::FALSE);
                    Edge { end, child }
                };
                above.push(store.node(axis.id(), runs.iter().map(edge))?);
            }
            nodes = above;
        }
        Ok(nodes.first().copied().unwrap_or(NodeId::FALSE))
    }

    /// Returns the cell for some values; of a fact that has none the first class.
    #[must_use]
    pub fn origin(&self, value: &dyn Fn(AxisId) -> Option<u32>) -> usize {
        let cell = |axis: &GridAxis| {
            let class = value(axis.id()).map_or(0, |value| axis.class_of(axis.piece_of(value)));
            (class as usize).saturating_mul(axis.stride)
        };
        self.axes.iter().map(cell).fold(0, usize::saturating_add)
    }

    fn lay_out(&mut self, picture: &Picture<'_>) -> bool {
        let Picture { boxes, claims, size } = *picture;
        self.spare.append(&mut self.axes);
        for &claim in claims {
            let Area::Boxes(first, end) = boxes.area(claim) else { return false };
            for number in first..end {
                for side in boxes.sides(number) {
                    let at = self.axis(side.axis, size);
                    if let Some(axis) = self.axes.get_mut(at) {
                        axis.tell_apart(boxes, side.values);
                    }
                }
            }
        }
        self.refine_wide(picture);
        let mut cells = 1_usize;
        for axis in self.axes.iter_mut().rev() {
            axis.stride = cells;
            cells = cells.saturating_mul(axis.count as usize);
        }
        if cells > MAX_CELLS || self.axes.len() > MAX_SIDES {
            return false;
        }
        self.cells.clear();
        self.cells.resize(cells, 0);
        true
    }

    /// Returns the place of the axis for a fact, a new one if need be.
    fn axis(&mut self, id: AxisId, size: &dyn Fn(AxisId) -> u32) -> usize {
        let at = self.axes.partition_point(|axis| axis.axis < Some(id));
        if self.axes.get(at).is_none_or(|axis| axis.axis != Some(id)) {
            let mut fresh = self.spare.pop().unwrap_or_default();
            fresh.begin(id, size(id));
            self.axes.insert(at, fresh);
        }
        at
    }

    /// Joins the pieces of axes that are cut into pieces, once all cuts are known.
    fn refine_wide(&mut self, picture: &Picture<'_>) {
        let Picture { boxes, claims, .. } = *picture;
        for axis in &mut self.axes {
            axis.settle();
        }
        if self.axes.iter().all(|axis| axis.cuts.is_empty()) {
            return;
        }
        let areas = claims.iter().filter_map(|&claim| match boxes.area(claim) {
            Area::Boxes(first, end) => Some(first..end),
            Area::Diagram(_) => None,
        });
        for side in areas.flatten().flat_map(|number| boxes.sides(number)) {
            if let (Values::Wide(number), Some(axis)) =
                (side.values, self.axes.iter_mut().find(|axis| axis.axis == Some(side.axis)))
                && !axis.classes.is_empty()
            {
                let bits = axis.piece_bits(boxes.wide(number));
                axis.refine(bits);
            }
        }
        for axis in &mut self.axes {
            axis.recount();
        }
    }

    fn paint_box(&mut self, boxes: &Boxes, sides: &[Side], claim: ClaimId) {
        self.ranges.clear();
        let mut spans: [(usize, usize); MAX_SIDES] = [(0, 0); MAX_SIDES];
        let mut sides = sides.iter().peekable();
        for (axis, span) in self.axes.iter().zip(&mut spans) {
            let start = self.ranges.len();
            match sides.next_if(|side| Some(side.axis) == axis.axis) {
                Some(side) => axis.class_ranges(boxes, side.values, &mut self.ranges),
                None => self.ranges.push((0, axis.count)),
            }
            *span = (start, self.ranges.len());
        }
        let spans = spans.get(..self.axes.len()).unwrap_or_default();
        let mut brush = Brush { axes: &self.axes, ranges: &self.ranges, sets: &mut self.sets, claim };
        brush.stroke(spans, 0, &mut self.cells);
    }
}

/// How many axes a table may have: as many as have two classes each.
const MAX_SIDES: usize = 20;

/// Adds one claim to the cells of one box.
struct Brush<'g> {
    axes: &'g [GridAxis],
    ranges: &'g [(u32, u32)],
    sets: &'g mut Vec<Step>,
    claim: ClaimId,
}

impl Brush<'_> {
    /// Paints what lies below one axis; `cells` are those from its first class on.
    fn stroke(&mut self, spans: &[(usize, usize)], depth: usize, cells: &mut [SetId]) {
        let Some((&(start, end), rest)) = spans.split_first() else {
            if let Some(cell) = cells.first_mut() {
                self.add(cell);
            }
            return;
        };
        let stride = self.axes.get(depth).map_or(1, |axis| axis.stride);
        let ranges = self.ranges;
        for &(first, after) in ranges.get(start..end).unwrap_or_default() {
            let (from, to) =
                ((first as usize).saturating_mul(stride), (after as usize).saturating_mul(stride));
            let part = cells.get_mut(from..to).unwrap_or_default();
            if rest.is_empty() {
                for cell in part {
                    self.add(cell);
                }
            } else {
                for row in part.chunks_mut(stride) {
                    self.stroke(rest, depth.saturating_add(1), row);
                }
            }
        }
    }

    fn add(&mut self, cell: &mut SetId) {
        let new = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let Some(step) = self.sets.get_mut(*cell as usize) else { return };
        // A claim has disjoint boxes, so it comes to no cell twice.
        if step.next.0 != Some(self.claim) {
            step.next = (Some(self.claim), new);
            let made = Step { before: *cell, claim: Some(self.claim), next: (None, 0) };
            self.sets.push(made);
            *cell = new;
        } else {
            *cell = step.next.1;
        }
    }
}
