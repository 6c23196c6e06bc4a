//! The tables of either side on one another.
//!
//! In: two tables over the common facts. Out: one cell for each combination of values that neither of them tells apart, with the number
//! of what differs there.

use super::beside::{Beside, Both};
use super::contrast::{ALIKE, Contrasts, Measure};
use super::table::Table;
use crate::diagram::{Edge, MAX_CELLS, NodeId, Store, TooLarge};
use crate::model::{AxisId, Model, ValueSet};

/// Two tables on one another, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Overlay {
    beside: Beside,
    /// What differs in each common cell.
    contrasts: Vec<u32>,
    /// What differs in some cell.
    met: Met,
}

/// Contrasts that were met, each once.
#[derive(Default)]
pub(super) struct Met {
    pub(super) list: Vec<u32>,
    is_listed: Vec<bool>,
}

/// What is laid on one another.
pub(super) struct Pair<'a> {
    pub(super) old: &'a Table,
    pub(super) new: &'a Table,
    pub(super) joint: &'a Model,
    /// The values that are compared, of the facts of which not all are.
    pub(super) limits: &'a [(AxisId, ValueSet)],
}

impl Overlay {
    /// Lays two tables on one another; `false` where the result would be too large.
    pub(super) fn lay<M: Measure>(&mut self, pair: &Pair<'_>, contrasts: &mut Contrasts<M>) -> bool {
        self.beside.clear();
        let mut axes: Vec<AxisId> = pair.old.facts().chain(pair.new.facts()).collect();
        axes.sort_unstable();
        axes.dedup();
        for axis in axes {
            let size = pair.joint.axes[axis].size();
            let limit = pair.limits.iter().find(|(known, set)| *known == axis && set.len() < size);
            let strips = (pair.old.strip(axis), pair.new.strip(axis));
            self.beside.add((axis, size), strips, limit.map(|(_, set)| set));
        }
        if self.beside.count() > MAX_CELLS {
            return false;
        }
        if contrasts.measure.decided().is_empty() {
            self.beside.place_rows();
        } else {
            self.decide(pair, contrasts);
        }
        self.compare(pair, contrasts);
        true
    }

    /// Returns what differs in some cell.
    pub(super) fn met(&self) -> &[u32] {
        &self.met.list
    }

    /// Returns the common cells that differ: what does, and the cell of either table.
    pub(super) fn differing(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        let cells = self.contrasts.iter().copied().zip(self.beside.cells());
        cells.filter(|(contrast, _)| *contrast != ALIKE)
    }

    /// Returns the facts that either table tests.
    pub(super) fn facts(&self) -> &[Both] {
        self.beside.facts()
    }

    /// Returns the cell of either table in each common cell, the last fact changing from each to the next.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, u32)> {
        self.beside.cells()
    }

    /// Returns what differs where: equal ones differ in the same cases.
    pub(super) fn picture(&self) -> (&[Both], &[u32]) {
        (self.beside.facts(), &self.contrasts)
    }

    /// Returns the cells with some contrasts, one for each number, as a diagram of 0 and 1.
    pub(super) fn shape(&self, store: &mut Store, wanted: &[bool]) -> Result<NodeId, TooLarge> {
        let inside = |contrast: &u32| wanted.get(*contrast as usize).copied().unwrap_or(false);
        let node = |contrast: &u32| if inside(contrast) { NodeId::TRUE } else { NodeId::FALSE };
        let mut nodes: Vec<NodeId> = self.contrasts.iter().map(node).collect();
        for fact in self.beside.facts().iter().rev() {
            let mut above: Vec<NodeId> = Vec::with_capacity(nodes.len());
            for row in nodes.chunks(fact.steps.len().max(1)) {
                above.push(join(fact, store, row)?);
            }
            nodes = above;
        }
        Ok(nodes.first().copied().unwrap_or(NodeId::FALSE))
    }

    /// Moves cells of the new table to where the old side decides a fact for it.
    fn decide<M: Measure>(&mut self, pair: &Pair<'_>, contrasts: &Contrasts<M>) {
        let decided = contrasts.measure.decided();
        let before = self.beside.place_cells().clone();
        let moved = |number: usize| {
            // What is decided last goes first: each decision looks at the old side where those behind it have led.
            decided.iter().rev().fold(number, |number, &axis| {
                let Some(&(old, _)) = before.get(number) else { return number };
                let value = contrasts.value_of(axis, pair.old.saying_in(old));
                value.and_then(|value| self.beside.moved(number, axis, value)).unwrap_or(number)
            })
        };
        let cell = |number: usize| before.get(moved(number)).map_or(0, |(_, new)| *new);
        let news: Vec<u32> = (0..before.len()).map(cell).collect();
        for ((_, slot), new) in self.beside.place_cells().iter_mut().zip(news) {
            *slot = new;
        }
    }

    /// Compares what is in the common cells.
    fn compare<M: Measure>(&mut self, pair: &Pair<'_>, contrasts: &mut Contrasts<M>) {
        let Overlay { beside, contrasts: found, met } = self;
        found.clear();
        met.clear();
        // Neighbours often say the same.
        let mut last = ((u32::MAX, u32::MAX), ALIKE);
        found.reserve(beside.count());
        beside.each_cell(|old, new| {
            let said = (pair.old.saying_in(old), pair.new.saying_in(new));
            if last.0 != said {
                last = (said, contrasts.between(pair.joint, said.0, said.1));
                met.add(last.1);
            }
            found.push(last.1);
        });
    }
}

impl Met {
    pub(super) fn clear(&mut self) {
        for contrast in self.list.drain(..) {
            if let Some(slot) = self.is_listed.get_mut(contrast as usize) {
                *slot = false;
            }
        }
    }

    pub(super) fn add(&mut self, contrast: u32) {
        if contrast == ALIKE {
            return;
        }
        if self.is_listed.len() <= contrast as usize {
            self.is_listed.resize((contrast as usize).saturating_add(1), false);
        }
        if let Some(slot) = self.is_listed.get_mut(contrast as usize).filter(|slot| !**slot) {
            *slot = true;
            self.list.push(contrast);
        }
    }
}

/// Makes a node of the nodes of a fact's classes.
fn join(fact: &Both, store: &mut Store, row: &[NodeId]) -> Result<NodeId, TooLarge> {
    let all = fact.runs.iter().all(|(_, class)| class.is_some());
    if let Some(first) = row.first().filter(|first| row.iter().all(|node| node == *first))
        && (all || *first == NodeId::FALSE)
    {
        return Ok(*first);
    }
    let edge = |&(end, class): &(u32, Option<u32>)| {
        let child = class.and_then(|class| row.get(class as usize)).copied();
        Edge { end, child: child.unwrap_or(NodeId::FALSE) }
    };
    store.node(fact.axis, fact.runs.iter().map(edge))
}
