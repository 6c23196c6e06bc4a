//! The tables of either side on one another.
//!
//! In: two tables over the common facts. Out: one cell for each combination of values that neither of them tells apart, with the number
//! of what differs there.

use super::contrast::{ALIKE, Contrasts, Measure};
use super::table::{Fact, Table};
use crate::diagram::{Edge, MAX_CELLS, NodeId, Store, TooLarge};
use crate::model::{AxisId, Model, ValueSet};

/// A fact that either table tests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Both {
    axis: AxisId,
    /// The values as runs of one class each: the value after the last, and the class; nothing where they are not compared.
    runs: Vec<(u32, Option<u32>)>,
    /// For each class, how far its cells are from the first in the one table and in the other.
    steps: Vec<(usize, usize)>,
}

/// Two tables on one another, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Overlay {
    facts: Vec<Both>,
    /// The cell of either table in each common cell.
    cells: Vec<(usize, usize)>,
    /// What differs in each common cell.
    contrasts: Vec<u32>,
    /// What differs between the sets that are met on either side; nothing where they do not meet.
    between: Vec<Option<u32>>,
    room: Vec<(usize, usize)>,
}

/// How many pairs of sets two tables may have.
const MOST_PAIRS: usize = 1 << 22;

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
        self.facts.clear();
        let mut axes: Vec<AxisId> =
            pair.old.facts.iter().chain(&pair.new.facts).map(|fact| fact.axis).collect();
        axes.sort_unstable();
        axes.dedup();
        for axis in axes {
            self.facts.push(both(pair, axis));
        }
        let cells = self.facts.iter().map(|fact| fact.steps.len()).fold(1, usize::saturating_mul);
        let pairs = pair.old.met().saturating_mul(pair.new.met());
        if cells > MAX_CELLS || pairs > MOST_PAIRS {
            return false;
        }
        self.place();
        self.decide(pair, contrasts);
        self.compare(pair, contrasts);
        true
    }

    /// Returns the sets of either side that meet somewhere and differ, by their places among those that are met, with what differs.
    pub(super) fn meeting(&self, new: &Table) -> impl Iterator<Item = (usize, usize, u32)> {
        let width = new.met().max(1);
        let known = self.between.iter().enumerate();
        known.filter_map(move |(at, contrast)| {
            let contrast = contrast.filter(|contrast| *contrast != ALIKE)?;
            Some((at.checked_div(width)?, at.checked_rem(width)?, contrast))
        })
    }

    /// Returns what differs where: equal ones differ in the same cases.
    pub(super) fn picture(&self) -> (&[Both], &[u32]) {
        (&self.facts, &self.contrasts)
    }

    /// Returns the cells in which something differs as a diagram of 0 and 1.
    pub(super) fn shape(&self, store: &mut Store, wanted: &dyn Fn(u32) -> bool) -> Result<NodeId, TooLarge> {
        let node = |contrast: &u32| {
            if *contrast != ALIKE && wanted(*contrast) { NodeId::TRUE } else { NodeId::FALSE }
        };
        let mut nodes: Vec<NodeId> = self.contrasts.iter().map(node).collect();
        for fact in self.facts.iter().rev() {
            let mut above: Vec<NodeId> = Vec::with_capacity(nodes.len());
            for row in nodes.chunks(fact.steps.len().max(1)) {
                above.push(fact.join(store, row)?);
            }
            nodes = above;
        }
        Ok(nodes.first().copied().unwrap_or(NodeId::FALSE))
    }

    /// Finds the cells of either table in each common one.
    fn place(&mut self) {
        self.cells.clear();
        self.cells.push((0, 0));
        for fact in &self.facts {
            self.room.clear();
            for (old, new) in &self.cells {
                let step = |step: &(usize, usize)| (old.saturating_add(step.0), new.saturating_add(step.1));
                self.room.extend(fact.steps.iter().map(step));
            }
            std::mem::swap(&mut self.cells, &mut self.room);
        }
    }

    /// Moves cells of the new table to where the old side decides a fact for it.
    fn decide<M: Measure>(&mut self, pair: &Pair<'_>, contrasts: &Contrasts<M>) {
        let decided = contrasts.measure.decided();
        if decided.is_empty() {
            return;
        }
        let mut strides: Vec<usize> = Vec::with_capacity(self.facts.len());
        let mut inner = 1_usize;
        for fact in self.facts.iter().rev() {
            strides.insert(0, inner);
            inner = inner.saturating_mul(fact.steps.len());
        }
        let moved = |number: usize| {
            // What is decided last goes first: each decision looks at the old side where those behind it have led.
            decided.iter().rev().fold(number, |number, &axis| {
                let Some(at) = self.facts.iter().position(|fact| fact.axis == axis) else { return number };
                let (Some(fact), Some(&stride)) = (self.facts.get(at), strides.get(at)) else {
                    return number;
                };
                let Some(&(old, _)) = self.cells.get(number) else { return number };
                let value = contrasts.value_of(axis, pair.old.saying_of(pair.old.met_in(old)));
                let Some(class) = value.and_then(|value| fact.class_of(value)) else { return number };
                let here = number.checked_div(stride).and_then(|at| at.checked_rem(fact.steps.len()));
                let first = number.saturating_sub(here.unwrap_or(0).saturating_mul(stride));
                first.saturating_add((class as usize).saturating_mul(stride))
            })
        };
        let news: Vec<usize> = (0..self.cells.len())
            .map(|number| self.cells.get(moved(number)).map_or(0, |(_, new)| *new))
            .collect();
        for ((_, slot), new) in self.cells.iter_mut().zip(news) {
            *slot = new;
        }
    }

    fn compare<M: Measure>(&mut self, pair: &Pair<'_>, contrasts: &mut Contrasts<M>) {
        let Overlay { cells, contrasts: found, between, .. } = self;
        let width = pair.new.met();
        between.clear();
        between.resize(pair.old.met().saturating_mul(width), None);
        found.clear();
        for &(old, new) in cells.iter() {
            let (a, b) = (pair.old.met_in(old), pair.new.met_in(new));
            let Some(slot) = between.get_mut(a.saturating_mul(width).saturating_add(b)) else { continue };
            let judged = || contrasts.between(pair.joint, pair.old.saying_of(a), pair.new.saying_of(b));
            found.push(*slot.get_or_insert_with(judged));
        }
    }
}

/// Finds the values of a fact that neither table tells apart.
fn both(pair: &Pair<'_>, axis: AxisId) -> Both {
    let size = pair.joint.axes[axis].size();
    let limit = pair.limits.iter().find(|(known, set)| *known == axis && set.len() < size);
    let whole = [(size, 0)];
    let runs = |facts: &'_ [Fact]| facts.iter().position(|fact| fact.axis == axis);
    let of_old = runs(&pair.old.facts).and_then(|at| pair.old.facts.get(at)).map(|fact| fact.runs.as_slice());
    let of_new = runs(&pair.new.facts).and_then(|at| pair.new.facts.get(at)).map(|fact| fact.runs.as_slice());
    let compared: Vec<(u32, bool)> = match limit {
        None => vec![(size, true)],
        Some((_, set)) => {
            let ends = set.ranges().iter().flat_map(|&(start, end)| [(start, false), (end, true)]);
            ends.chain([(size, false)]).collect()
        }
    };
    let mut old = of_old.unwrap_or(&whole).iter().peekable();
    let mut new = of_new.unwrap_or(&whole).iter().peekable();
    let mut compared = compared.iter().peekable();
    let mut made = Both { axis, runs: Vec::new(), steps: Vec::new() };
    let mut start = 0;
    while let (Some(&&(a, left)), Some(&&(b, right)), Some(&&(c, inside))) =
        (old.peek(), new.peek(), compared.peek())
    {
        let end = a.min(b).min(c);
        if end > start {
            made.add(end, inside.then_some((left, right)));
            start = end;
        }
        old.next_if(|(last, _)| *last <= end);
        new.next_if(|(last, _)| *last <= end);
        compared.next_if(|(last, _)| *last <= end);
    }
    made
}

impl Both {
    fn add(&mut self, end: u32, step: Option<(usize, usize)>) {
        let class = step.map(|step| {
            let at = self.steps.iter().position(|known| *known == step).unwrap_or(self.steps.len());
            if at == self.steps.len() {
                self.steps.push(step);
            }
            u32::try_from(at).unwrap_or(u32::MAX)
        });
        match self.runs.last_mut() {
            Some((last, known)) if *known == class => *last = end,
            _ => self.runs.push((end, class)),
        }
    }

    fn class_of(&self, value: u32) -> Option<u32> {
        let at = self.runs.partition_point(|(end, _)| *end <= value);
        self.runs.get(at)?.1
    }

    /// Makes a node of the nodes of its classes.
    fn join(&self, store: &mut Store, row: &[NodeId]) -> Result<NodeId, TooLarge> {
        let all = self.runs.iter().all(|(_, class)| class.is_some());
        if let Some(first) = row.first().filter(|first| row.iter().all(|node| node == *first))
            && (all || *first == NodeId::FALSE)
        {
            return Ok(*first);
        }
        let edge = |&(end, class): &(u32, Option<u32>)| {
            let child = class.and_then(|class| row.get(class as usize)).copied();
            Edge { end, child: child.unwrap_or(NodeId::FALSE) }
        };
        store.node(self.axis, self.runs.iter().map(edge))
    }
}
