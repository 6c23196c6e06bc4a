//! The cases of one run of matters, as a check goes through them.
//!
//! In: a run. Out: which sets of claims occur, in how many cases, and where as a diagram. Read off the run's table, or off its
//! diagram where it has no table; nothing is judged here.

use crate::arena::Id;
use crate::diagram::{ClaimId, Diagram, Grid, GridAxis, NodeId, Outcome, Run, TooLarge};
use crate::model::{Axis, AxisId, Model, PartId, ValueSet};
use rustc_hash::FxHashMap;

/// Stands at the leaf of a case that is not looked at.
pub(super) const IGNORED: u32 = (u32::MAX >> 1) - 1;

/// A set of claims that occurs, by its number in one [`Slice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Its number.
    pub(super) set: u32,
    /// It occurs in a case that some declaration vouches for.
    pub(super) vouched: bool,
    /// It occurs on a day on which the policy is in force.
    pub(super) in_force: bool,
}

/// The cases of one run, with room that is used again for the next.
pub(super) struct Slice {
    grid: Grid,
    /// For each axis the values that are vouched for, where not all are.
    limits: Vec<Option<ValueSet>>,
    /// Where there is no table, the root, and the root without the cases that nothing vouches for.
    nodes: Option<(NodeId, NodeId)>,
    /// The claims of the run, rising.
    pub(super) claims: Vec<ClaimId>,
    /// The further parts that its matters are asked for.
    pub(super) further: Vec<PartId>,
    /// The sets that occur, rising.
    pub(super) occurring: Vec<Occurrence>,
    /// The facts on which the verdict depends, rising, once the cases are judged.
    pub(super) support: Vec<AxisId>,
    judged: Judged,
    found: Vec<Option<Occurrence>>,
    /// Room to count in.
    room: Room,
}

/// The verdict of each case.
enum Judged {
    /// By cell.
    Cells(Vec<u32>),
    /// As a diagram.
    Diagram(NodeId),
}

#[derive(Default)]
struct Room {
    cases: Vec<u128>,
    more: Vec<u128>,
}

impl Slice {
    /// Makes ready for the runs of a policy.
    pub(super) fn new(model: &Model) -> Slice {
        let limit = |(id, axis): (AxisId, &Axis)| {
            Some(Diagram::vouched(model, id)).filter(|set| set.len() < axis.size())
        };
        Slice {
            grid: Grid::default(),
            limits: model.axes.pairs().map(limit).collect(),
            nodes: None,
            claims: Vec::new(),
            further: Vec::new(),
            occurring: Vec::new(),
            support: Vec::new(),
            judged: Judged::Cells(Vec::new()),
            found: Vec::new(),
            room: Room::default(),
        }
    }

    /// Returns the values of an axis that are vouched for, where not all are.
    fn limit(&self, axis: AxisId) -> Option<&ValueSet> {
        self.limits.get(axis.index())?.as_ref()
    }

    /// Tells whether some values of a fact are vouched for by nothing.
    pub(super) fn is_limited(&self, axis: AxisId) -> bool {
        self.limit(axis).is_some()
    }

    /// Reads the cases of a run.
    pub(super) fn read(&mut self, model: &Model, diagram: &mut Diagram, run: &Run) -> Result<(), TooLarge> {
        self.nodes = None;
        self.occurring.clear();
        diagram.runs().claims(run, &mut self.claims);
        self.further = diagram.asked_of(model, &self.claims);
        if diagram.paint(model, &self.claims, &mut self.grid) {
            self.occurring_in_table(model);
            return Ok(());
        }
        diagram.prepare(model, &ValueSet::single(run.start))?;
        let root = diagram.root(run.start);
        let vouched = vouched(model, diagram, root)?;
        let in_force = in_force(model, diagram, root)?;
        self.nodes = Some((root, vouched));
        let inside = diagram.store.terminals(vouched);
        let during = diagram.store.terminals(in_force);
        let occurrence = |set: u32| Occurrence {
            set,
            vouched: inside.binary_search(&set).is_ok(),
            in_force: during.binary_search(&set).is_ok(),
        };
        self.occurring.extend(diagram.store.terminals(root).into_iter().map(occurrence));
        Ok(())
    }

    /// Returns the claims of a set, rising.
    pub(super) fn claims_of(&self, diagram: &Diagram, set: u32, into: &mut Vec<ClaimId>) {
        if self.nodes.is_some() {
            into.clear();
            into.extend_from_slice(diagram.claims_at(set));
        } else {
            self.grid.claims(set, into);
        }
    }

    /// Returns the set that is in each cell.
    fn set_in(&self, cell: usize) -> u32 {
        self.grid.cells().get(cell).copied().unwrap_or(0)
    }

    /// Returns the leaf of the diagram for a set.
    pub(super) fn leaf(&self, model: &Model, diagram: &mut Diagram, set: u32) -> u32 {
        if self.nodes.is_some() {
            return set;
        }
        let mut claims = Vec::new();
        self.claims_of(diagram, set, &mut claims);
        diagram.leaf(model, &claims, &self.further)
    }

    /// Returns what a set comes to.
    pub(super) fn outcome(&self, model: &Model, diagram: &Diagram, set: u32) -> Outcome {
        if let Some(outcome) = self.nodes.and_then(|_| diagram.outcome(model, set)) {
            return outcome.clone();
        }
        let mut claims = Vec::new();
        self.claims_of(diagram, set, &mut claims);
        diagram.decide(model, &claims, &self.further)
    }

    /// Tells whether the cases are read off a diagram; then the sets are its leaves.
    pub(super) fn is_diagram(&self) -> bool {
        self.nodes.is_some()
    }

    /// Returns where some sets occur in cases that are vouched for, as a diagram of 0 and 1.
    pub(super) fn shape(
        &self,
        model: &Model,
        diagram: &mut Diagram,
        wanted: &dyn Fn(u32) -> bool,
    ) -> Result<NodeId, TooLarge> {
        if let Some((_, vouched)) = self.nodes {
            return diagram.store.map(vouched, &mut |set| u32::from(set != IGNORED && wanted(set)));
        }
        let mut node = self.grid.shape(&mut diagram.store, &|cell| wanted(self.set_in(cell)))?;
        for axis in self.grid.axes() {
            if let Some(set) = self.limit(axis.id()) {
                node = diagram.store.within(node, axis.id(), set, model.axes[axis.id()].size(), 0)?;
            }
        }
        Ok(node)
    }

    /// Finds out on which facts the verdict depends; `verdicts` holds those of the sets that occur, in their order.
    pub(super) fn judge(&mut self, diagram: &mut Diagram, verdicts: &[u32]) -> Result<(), TooLarge> {
        let known = self.occurring.iter().map(|occurrence| occurrence.set).zip(verdicts.iter().copied());
        if let Some((root, _)) = self.nodes {
            let known: FxHashMap<u32, u32> = known.collect();
            let of_cases = diagram.store.map(root, &mut |set| known.get(&set).copied().unwrap_or(IGNORED))?;
            self.support = diagram.store.support(of_cases);
            self.judged = Judged::Diagram(of_cases);
            return Ok(());
        }
        let mut of_set = vec![IGNORED; self.grid.set_count()];
        for (set, verdict) in known {
            if let Some(slot) = of_set.get_mut(set as usize) {
                *slot = verdict;
            }
        }
        let verdict = |set: &u32| of_set.get(*set as usize).copied().unwrap_or(IGNORED);
        let cells: Vec<u32> = self.grid.cells().iter().map(verdict).collect();
        self.support.clear();
        let depends = |axis: &&GridAxis| differs(&cells, axis.count(), axis.stride());
        self.support.extend(self.grid.axes().iter().filter(depends).map(GridAxis::id));
        self.judged = Judged::Cells(cells);
        Ok(())
    }

    /// Counts the cases of each verdict, once they are judged, over the facts on which the verdict depends.
    pub(super) fn count(
        &mut self,
        model: &Model,
        diagram: &mut Diagram,
    ) -> Result<Vec<(u32, u128)>, TooLarge> {
        let Judged::Diagram(mut of_cases) = self.judged else { return Ok(self.count_cells()) };
        for &axis in &self.support {
            if let Some(set) = self.limit(axis) {
                of_cases = diagram.store.within(of_cases, axis, set, model.axes[axis].size(), IGNORED)?;
            }
        }
        let axes = self.support.iter().map(|&axis| (axis, model.axes[axis].size()));
        let axes: Vec<(AxisId, u32)> = axes.collect();
        let tally = diagram.store.tally(of_cases, &axes);
        Ok(tally.into_iter().filter(|(verdict, _)| *verdict != IGNORED).collect())
    }

    fn occurring_in_table(&mut self, model: &Model) {
        self.found.clear();
        self.found.resize(self.grid.set_count(), None);
        if self.grid.axes().iter().all(|axis| self.limit(axis.id()).is_none()) {
            for cell in 0..self.grid.cells().len() {
                let set = self.set_in(cell);
                if let Some(slot) = self.found.get_mut(set as usize) {
                    *slot = Some(Occurrence { set, vouched: true, in_force: true });
                }
            }
        } else {
            self.weigh(&|_| Over::Vouched);
            let vouched = self.room.cases.clone();
            self.weigh(&|axis| if axis == model.date() { Over::Vouched } else { Over::Any });
            for (cell, (vouched, in_force)) in vouched.into_iter().zip(&self.room.cases).enumerate() {
                let set = self.set_in(cell);
                if let Some(slot) = self.found.get_mut(set as usize) {
                    let found = slot.get_or_insert(Occurrence { set, vouched: false, in_force: false });
                    found.vouched |= vouched > 0;
                    found.in_force |= *in_force > 0;
                }
            }
        }
        self.occurring.extend(self.found.iter().flatten());
    }

    fn count_cells(&mut self) -> Vec<(u32, u128)> {
        let support = std::mem::take(&mut self.support);
        self.weigh(&|axis| if support.contains(&axis) { Over::Vouched } else { Over::One });
        self.support = support;
        let Judged::Cells(cells) = &self.judged else { return Vec::new() };
        let mut counts: Vec<(u32, u128)> = Vec::new();
        for (&verdict, &cases) in cells.iter().zip(&self.room.cases).filter(|(_, cases)| **cases > 0) {
            // Many cells, many verdicts: whoever adds them up does not mind seeing one twice.
            match counts.last_mut() {
                Some((known, sum)) if *known == verdict => *sum = sum.saturating_add(cases),
                _ => counts.push((verdict, cases)),
            }
        }
        counts
    }

    /// Works out for each cell how many cases it stands for.
    fn weigh(&mut self, over: &dyn Fn(AxisId) -> Over) {
        let mut room = std::mem::take(&mut self.room);
        room.cases.clear();
        room.cases.push(1);
        for axis in self.grid.axes() {
            room.more.clear();
            let over = over(axis.id());
            let limited = match (&over, self.limit(axis.id())) {
                (Over::Vouched, Some(set)) => Some(axis.weights(set)),
                _ => None,
            };
            let weight = |class: u32| match (&over, &limited) {
                (Over::Vouched, None) => axis.weight(class),
                (Over::Vouched, Some(weights)) => weights.get(class as usize).copied().unwrap_or(0),
                (Over::Any, _) => 1,
                (Over::One, _) => u32::from(class == 0),
            };
            for case in &room.cases {
                room.more
                    .extend((0..axis.count()).map(|class| case.saturating_mul(u128::from(weight(class)))));
            }
            std::mem::swap(&mut room.cases, &mut room.more);
        }
        self.room = room;
    }
}

/// How the values of a fact are counted.
enum Over {
    /// Those that are vouched for, each.
    Vouched,
    /// Each class once.
    Any,
    /// One class stands for all.
    One,
}

/// Tells whether cells that differ in one axis only differ.
fn differs(cells: &[u32], count: u32, stride: usize) -> bool {
    let block = stride.saturating_mul(count as usize).max(1);
    cells.chunks(block).any(|block| {
        let (first, rest) = block.split_at(stride.min(block.len()));
        rest.chunks(stride.max(1)).any(|row| row != first)
    })
}

/// Cuts off the days on which the policy is in force in no case.
fn in_force(model: &Model, diagram: &mut Diagram, node: NodeId) -> Result<NodeId, TooLarge> {
    let date = model.date();
    if !diagram.store.support(node).contains(&date) {
        return Ok(node);
    }
    let size = model.axes[date].size();
    let days = Diagram::vouched(model, date);
    diagram.store.within(node, date, &days, size, IGNORED)
}

/// Cuts off the cases that no declaration vouches for.
fn vouched(model: &Model, diagram: &mut Diagram, mut node: NodeId) -> Result<NodeId, TooLarge> {
    for axis in diagram.store.support(node) {
        let set = Diagram::vouched(model, axis);
        let size = model.axes[axis].size();
        if set.len() < size {
            node = diagram.store.within(node, axis, &set, size, IGNORED)?;
        }
    }
    Ok(node)
}
