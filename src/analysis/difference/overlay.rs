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
    steps: Vec<Step>,
}

/// Cells of either table, or how far they are from the first.
type Step = (u32, u32);

/// Two tables on one another, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Overlay {
    facts: Vec<Both>,
    /// The first cells of either table in each row of common cells.
    rows: Vec<Step>,
    /// What differs in each common cell.
    contrasts: Vec<u32>,
    /// What differs between the sets that are met on either side; unknown where they do not meet.
    between: Vec<u32>,
    /// The pairs of sets that meet, by their places in that list.
    met: Vec<usize>,
    room: Vec<Step>,
}

/// Stands where it is not known what differs.
const UNKNOWN: u32 = u32::MAX;

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
        for &at in &self.met {
            if let Some(slot) = self.between.get_mut(at) {
                *slot = UNKNOWN;
            }
        }
        self.met.clear();
        if pairs > self.between.len() {
            self.between.resize(pairs, UNKNOWN);
        }
        if contrasts.measure.decided().is_empty() {
            let last = self.facts.pop();
            self.place();
            self.facts.extend(last);
            let along = self.facts.last().map(|fact| fact.steps.clone());
            self.compare(pair, &along.unwrap_or_else(|| vec![(0, 0)]), contrasts);
        } else {
            self.place();
            self.decide(pair, contrasts);
            self.compare(pair, &[(0, 0)], contrasts);
        }
        true
    }

    /// Returns the sets of either side that meet somewhere and differ, by their places among those that are met, with what differs.
    pub(super) fn meeting(&self, new: &Table) -> impl Iterator<Item = (u32, u32, u32)> {
        let width = new.met().max(1);
        let number = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        self.met.iter().filter_map(move |&at| {
            let contrast = self.between.get(at).copied().filter(|contrast| *contrast != ALIKE)?;
            Some((number(at.checked_div(width)), number(at.checked_rem(width)), contrast))
        })
    }

    /// Returns what differs where: equal ones differ in the same cases.
    pub(super) fn picture(&self) -> (&[Both], &[u32]) {
        (&self.facts, &self.contrasts)
    }

    /// Returns the cells with some contrasts, one for each number, as a diagram of 0 and 1.
    pub(super) fn shape(&self, store: &mut Store, wanted: &[bool]) -> Result<NodeId, TooLarge> {
        let inside = |contrast: &u32| wanted.get(*contrast as usize).copied().unwrap_or(false);
        let node = |contrast: &u32| if inside(contrast) { NodeId::TRUE } else { NodeId::FALSE };
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

    /// Finds the cells of either table in each common one, over all facts at hand.
    fn place(&mut self) {
        self.rows.clear();
        self.rows.push((0, 0));
        for fact in &self.facts {
            self.room.clear();
            for (old, new) in &self.rows {
                let step = |step: &Step| (old.saturating_add(step.0), new.saturating_add(step.1));
                self.room.extend(fact.steps.iter().map(step));
            }
            std::mem::swap(&mut self.rows, &mut self.room);
        }
    }

    /// Moves cells of the new table to where the old side decides a fact for it.
    fn decide<M: Measure>(&mut self, pair: &Pair<'_>, contrasts: &Contrasts<M>) {
        let decided = contrasts.measure.decided();
        let moved = |number: usize| {
            // What is decided last goes first: each decision looks at the old side where those behind it have led.
            decided.iter().rev().fold(number, |number, &axis| {
                let Some(&(old, _)) = self.rows.get(number) else { return number };
                let value = contrasts.value_of(axis, pair.old.saying_of(pair.old.met_in(old)));
                value.and_then(|value| self.moved(number, axis, value)).unwrap_or(number)
            })
        };
        let cell = |number: usize| self.rows.get(moved(number)).map_or(0, |(_, new)| *new);
        let news: Vec<u32> = (0..self.rows.len()).map(cell).collect();
        for ((_, slot), new) in self.rows.iter_mut().zip(news) {
            *slot = new;
        }
    }

    /// Returns the common cell with another value of a fact; nothing where neither table tests it, or where it is not compared.
    fn moved(&self, number: usize, axis: AxisId, value: u32) -> Option<usize> {
        let at = self.facts.iter().position(|fact| fact.axis == axis)?;
        let fact = self.facts.get(at)?;
        let behind = self.facts.iter().skip(at.saturating_add(1));
        let stride = behind.map(|fact| fact.steps.len()).fold(1, usize::saturating_mul);
        let here = number.checked_div(stride)?.checked_rem(fact.steps.len())?;
        let class = fact.class_of(value)? as usize;
        let first = number.saturating_sub(here.saturating_mul(stride));
        Some(first.saturating_add(class.saturating_mul(stride)))
    }

    /// Compares what is in the common cells, row by row.
    fn compare<M: Measure>(&mut self, pair: &Pair<'_>, along: &[Step], contrasts: &mut Contrasts<M>) {
        let Overlay { rows, contrasts: found, between, met, .. } = self;
        let width = pair.new.met();
        found.clear();
        for &(old, new) in rows.iter() {
            for step in along {
                let a = pair.old.met_in(old.saturating_add(step.0));
                let b = pair.new.met_in(new.saturating_add(step.1));
                let at = (a as usize).saturating_mul(width).saturating_add(b as usize);
                let Some(slot) = between.get_mut(at) else { continue };
                if *slot == UNKNOWN {
                    *slot = contrasts.between(pair.joint, pair.old.saying_of(a), pair.new.saying_of(b));
                    met.push(at);
                }
                found.push(*slot);
            }
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
    fn add(&mut self, end: u32, step: Option<Step>) {
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
