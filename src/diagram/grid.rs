//! The cases of one run of matters as a table.
//!
//! In: the boxes of its claims. Out: one cell for each combination of classes of values, where values of a fact are in one class
//! when no claim tells them apart; and in each cell the set of claims that apply. A table of a few dozen cells is painted far
//! faster than a diagram is combined, and says the same; the diagram is made from it where a question needs one.
//!
//! Classes of values are the cells of the partition that the claims' sets generate, refined one set at a time as in partition
//! refinement (R. Paige and R. E. Tarjan, "Three partition refinement algorithms", SIAM Journal on Computing 16(6), 1987).

use super::ClaimId;
use super::boxes::{Area, Boxes, MOST_BITS, Side, Values, range_bits};
use super::store::{Edge, NodeId, Store, TooLarge};
use crate::model::{AxisId, ValueSet};

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

/// One axis of a table.
#[derive(Debug, Clone, Default)]
pub struct GridAxis {
    axis: Option<AxisId>,
    size: u32,
    /// Where pieces begin, and the end of the last; empty where each value is a piece.
    cuts: Vec<u32>,
    /// The pieces of each class, one bit a piece; empty where each piece is a class.
    classes: Vec<u64>,
    /// Every piece is a class of its own.
    apart: bool,
    /// How many classes there are.
    count: u32,
    /// How far apart the cells of neighbouring classes are.
    stride: usize,
}

/// How a set came about: one claim more than another set.
#[derive(Debug, Clone, Copy)]
struct Step {
    before: SetId,
    claim: Option<ClaimId>,
    /// The set that came of this one with the claim that is painted at the moment.
    next: (Option<ClaimId>, SetId),
}

impl Grid {
    /// Paints the claims, which come rising; `cut` are sets that are to be told apart as well, and so is what `base` tells apart.
    /// Nothing is painted where the table would be too large, or where some claim is no box: then `false` comes back.
    pub(super) fn paint(
        &mut self,
        boxes: &Boxes,
        claims: &[ClaimId],
        size: &dyn Fn(AxisId) -> u32,
        cut: &[(AxisId, Values)],
        base: Option<&Grid>,
    ) -> bool {
        if !self.lay_out(boxes, claims, size, cut, base) {
            return false;
        }
        self.sets.clear();
        self.sets.push(Step { before: 0, claim: None, next: (None, 0) });
        for &claim in claims {
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

    /// Finds for each cell the cell of the table that this one was painted over.
    pub fn below(&self, base: &Grid, into: &mut Vec<u32>) {
        into.clear();
        into.push(0);
        let mut before = Vec::new();
        for axis in &self.axes {
            std::mem::swap(into, &mut before);
            into.clear();
            let under = base.axes.iter().find(|other| other.axis == axis.axis);
            let step = |class: u32| {
                let cell = under.map_or(0, |other| {
                    (other.class_of(other.piece_of(axis.first_value(class))) as usize)
                        .saturating_mul(other.stride)
                });
                u32::try_from(cell).unwrap_or(u32::MAX)
            };
            let steps: Vec<u32> = (0..axis.count).map(step).collect();
            for cell in &before {
                into.extend(steps.iter().map(|step| cell.saturating_add(*step)));
            }
        }
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

    /// Returns the first value of each fact in a cell.
    #[must_use]
    pub fn first_case(&self, cell: usize) -> Vec<(AxisId, u32)> {
        let mut left = cell;
        let mut case = Vec::with_capacity(self.axes.len());
        for axis in &self.axes {
            let class = left.checked_div(axis.stride).unwrap_or(0);
            left = left.saturating_sub(class.saturating_mul(axis.stride));
            case.push((axis.id(), axis.first_value(u32::try_from(class).unwrap_or(0))));
        }
        case
    }

    fn lay_out(
        &mut self,
        boxes: &Boxes,
        claims: &[ClaimId],
        size: &dyn Fn(AxisId) -> u32,
        cut: &[(AxisId, Values)],
        base: Option<&Grid>,
    ) -> bool {
        self.spare.append(&mut self.axes);
        for axis in base.iter().flat_map(|base| &base.axes) {
            let mut own = self.spare.pop().unwrap_or_default();
            own.begin_like(axis);
            self.axes.push(own);
        }
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
        for (id, values) in cut {
            if let Some(axis) = self.axes.iter_mut().find(|axis| axis.axis == Some(*id)) {
                axis.tell_apart(boxes, *values);
            }
        }
        self.refine_wide(boxes, claims, cut);
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
    fn refine_wide(&mut self, boxes: &Boxes, claims: &[ClaimId], cut: &[(AxisId, Values)]) {
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
        let sides = areas.flatten().flat_map(|number| boxes.sides(number));
        let sides = sides.map(|side| (side.axis, side.values)).chain(cut.iter().copied());
        for (id, values) in sides {
            if let (Values::Wide(number), Some(axis)) =
                (values, self.axes.iter_mut().find(|axis| axis.axis == Some(id)))
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

impl GridAxis {
    /// Returns the fact.
    #[must_use]
    pub fn id(&self) -> AxisId {
        self.axis.unwrap_or(crate::model::MATTER)
    }

    /// Returns how many classes of values there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Returns how far apart the cells of neighbouring classes are.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Returns the values as runs of one class each, rising: the value after the last, and the class.
    #[must_use]
    pub fn runs(&self) -> Vec<(u32, u32)> {
        let pieces = if self.cuts.is_empty() { self.size } else { self.pieces() };
        let mut runs: Vec<(u32, u32)> = Vec::with_capacity(self.count as usize);
        for piece in 0..pieces {
            let end = self.cuts.get((piece as usize).saturating_add(1)).copied();
            let end = end.unwrap_or(piece.saturating_add(1));
            let class = self.class_of(piece);
            match runs.last_mut() {
                Some(last) if last.1 == class => last.0 = end,
                _ => runs.push((end, class)),
            }
        }
        runs
    }

    /// Returns how many values a class has.
    #[must_use]
    pub fn weight(&self, class: u32) -> u32 {
        match self.classes.get(class as usize) {
            Some(bits) if self.cuts.is_empty() => bits.count_ones(),
            Some(bits) => {
                (0..self.pieces()).filter(|piece| bits >> piece & 1 == 1).map(|p| self.piece_len(p)).sum()
            }
            None => self.piece_len(class),
        }
    }

    fn piece_len(&self, piece: u32) -> u32 {
        let cut = |at: u32| self.cuts.get(at as usize).copied().unwrap_or(0);
        cut(piece.saturating_add(1)).saturating_sub(cut(piece))
    }

    /// Returns how many values of a set each class has.
    #[must_use]
    pub fn weights(&self, within: &ValueSet) -> Vec<u32> {
        let mut weights = vec![0_u32; self.count as usize];
        let mut start = 0;
        for (end, class) in self.runs() {
            let inside = within.intersection(&ValueSet::range(start, end)).len();
            if let Some(weight) = weights.get_mut(class as usize) {
                *weight = weight.saturating_add(inside);
            }
            start = end;
        }
        weights
    }

    fn begin(&mut self, id: AxisId, size: u32) {
        self.axis = Some(id);
        self.size = size;
        self.apart = false;
        self.cuts.clear();
        self.classes.clear();
        if size <= MOST_BITS {
            self.classes.push(range_bits(0, size));
            self.count = 1;
        } else {
            self.cuts.extend([0, size]);
        }
    }

    /// Begins with what another table tells apart.
    fn begin_like(&mut self, other: &GridAxis) {
        self.axis = other.axis;
        self.size = other.size;
        self.apart = !other.cuts.is_empty();
        self.cuts.clone_from(&other.cuts);
        self.classes.clone_from(&other.classes);
        self.count = other.count;
    }

    fn tell_apart(&mut self, boxes: &Boxes, values: Values) {
        match values {
            Values::Bits(bits) => {
                self.refine(bits);
                self.recount();
            }
            Values::Wide(number) => {
                self.cuts.extend(boxes.wide(number).iter().flat_map(|&(start, end)| [start, end]));
            }
        }
    }

    /// Splits each class that a set cuts.
    fn refine(&mut self, bits: u64) {
        for at in 0..self.classes.len() {
            let Some(class) = self.classes.get_mut(at) else { return };
            let (inside, outside) = (*class & bits, *class & !bits);
            if inside != 0 && outside != 0 {
                *class = inside;
                self.classes.push(outside);
            }
        }
    }

    fn recount(&mut self) {
        if !self.classes.is_empty() {
            self.count = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        }
    }

    /// Puts the cuts in order, and makes one class of all pieces where they fit into bits.
    fn settle(&mut self) {
        if self.cuts.is_empty() {
            return;
        }
        self.cuts.sort_unstable();
        self.cuts.dedup();
        let pieces = self.pieces();
        self.count = pieces;
        self.classes.clear();
        if self.apart && pieces <= MOST_BITS {
            self.classes.extend((0..pieces).map(|piece| range_bits(piece, piece.saturating_add(1))));
        } else if pieces <= MOST_BITS {
            self.classes.push(range_bits(0, pieces));
        }
        self.recount();
    }

    fn pieces(&self) -> u32 {
        u32::try_from(self.cuts.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    fn piece_at(&self, value: u32) -> u32 {
        u32::try_from(self.cuts.partition_point(|&cut| cut < value)).unwrap_or(u32::MAX)
    }

    /// Returns the pieces of a set, which is cut nowhere inside a piece.
    fn piece_bits(&self, ranges: &[(u32, u32)]) -> u64 {
        let bits = |&(start, end): &(u32, u32)| range_bits(self.piece_at(start), self.piece_at(end));
        ranges.iter().map(bits).fold(0, |all, bits| all | bits)
    }

    /// Returns the piece in which a value lies.
    fn piece_of(&self, value: u32) -> u32 {
        if self.cuts.is_empty() {
            return value;
        }
        let after = self.cuts.partition_point(|&cut| cut <= value);
        u32::try_from(after).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// Returns the smallest value of a class.
    fn first_value(&self, class: u32) -> u32 {
        let piece = self.classes.get(class as usize).map_or(class, |class| class.trailing_zeros());
        if self.cuts.is_empty() { piece } else { self.cuts.get(piece as usize).copied().unwrap_or(0) }
    }

    fn class_of(&self, piece: u32) -> u32 {
        if self.classes.is_empty() {
            return piece;
        }
        let at = self.classes.iter().position(|class| class >> piece & 1 == 1);
        at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    }

    /// Adds the classes of a set as ranges.
    fn class_ranges(&self, boxes: &Boxes, values: Values, into: &mut Vec<(u32, u32)>) {
        let bits = match values {
            Values::Bits(bits) => bits,
            Values::Wide(number) if self.classes.is_empty() => {
                let pieces = boxes.wide(number).iter();
                return into.extend(pieces.map(|&(start, end)| (self.piece_at(start), self.piece_at(end))));
            }
            Values::Wide(number) => self.piece_bits(boxes.wide(number)),
        };
        let mut open: Option<u32> = None;
        for (number, class) in (0_u32..).zip(&self.classes) {
            match (class & bits != 0, open) {
                (true, None) => open = Some(number),
                (false, Some(first)) => {
                    into.push((first, number));
                    open = None;
                }
                _ => {}
            }
        }
        into.extend(open.map(|first| (first, self.count)));
    }
}
