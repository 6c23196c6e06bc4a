//! The cases of one run of matters, as a check goes through them.
//!
//! In: a run. Out: which sets of claims occur, in how many cases, and where as a diagram. Read off the run's table, or off its
//! diagram where it has no table; nothing is judged here.

use crate::diagram::{Asked, ClaimId, Diagram, Grid, NodeId, Outcome, Run, TooLarge, decide};
use crate::model::{AxisId, Model, PartId, ValueSet};

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
#[derive(Default)]
pub(super) struct Slice {
    grid: Grid,
    /// Where there is no table, the root, and the root without the cases that nothing vouches for.
    nodes: Option<(NodeId, NodeId)>,
    /// The claims of the run, rising.
    pub(super) claims: Vec<ClaimId>,
    /// The further parts that its matters are asked for.
    pub(super) further: Vec<PartId>,
    /// The sets that occur, rising.
    pub(super) occurring: Vec<Occurrence>,
    found: Vec<Option<Occurrence>>,
}

impl Slice {
    /// Reads the cases of a run.
    pub(super) fn read(&mut self, model: &Model, diagram: &mut Diagram, run: &Run) -> Result<(), TooLarge> {
        diagram.runs().claims(run, &mut self.claims);
        self.further = diagram.asked_of(model, &self.claims);
        self.nodes = None;
        self.occurring.clear();
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

    /// Returns the claims of a set.
    pub(super) fn claims_of(&self, diagram: &Diagram, set: u32, into: &mut Vec<ClaimId>) {
        if self.nodes.is_none() {
            return self.grid.claims(set, into);
        }
        into.clear();
        into.extend_from_slice(diagram.claims_at(set));
    }

    /// Returns the leaf of the diagram for a set.
    pub(super) fn leaf(&self, model: &Model, diagram: &mut Diagram, set: u32) -> u32 {
        if self.nodes.is_some() {
            return set;
        }
        let mut claims = Vec::new();
        self.grid.claims(set, &mut claims);
        diagram.leaf(model, &claims, &self.further)
    }

    /// Returns what a set comes to.
    pub(super) fn outcome(&self, model: &Model, diagram: &Diagram, set: u32) -> Outcome {
        if let Some(outcome) = diagram.outcome(set).filter(|_| self.nodes.is_some()) {
            return outcome.clone();
        }
        let mut claims = Vec::new();
        self.grid.claims(set, &mut claims);
        let asked = Asked { further: self.further.clone(), ..diagram.asked().clone() };
        decide(model, &diagram.claims, &asked, &claims)
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
        let mut node = self.grid.diagram(&mut diagram.store, &mut |set| u32::from(wanted(set)))?;
        for axis in self.grid.axes() {
            let set = Diagram::vouched(model, axis.id());
            let size = model.axes[axis.id()].size();
            if set.len() < size {
                node = diagram.store.within(node, axis.id(), &set, size, 0)?;
            }
        }
        Ok(node)
    }

    /// Counts the cases of each verdict over the facts on which the verdict depends; sets with one verdict are one of them.
    pub(super) fn count(
        &self,
        model: &Model,
        diagram: &mut Diagram,
        verdict: &dyn Fn(u32) -> u32,
    ) -> Result<Vec<(u32, u128)>, TooLarge> {
        let Some((root, _)) = self.nodes else { return Ok(self.count_cells(model, verdict)) };
        let mut verdicts = diagram.store.map(root, &mut |set| verdict(set))?;
        let support = diagram.store.support(verdicts);
        for &axis in &support {
            let set = Diagram::vouched(model, axis);
            let size = model.axes[axis].size();
            verdicts = diagram.store.within(verdicts, axis, &set, size, IGNORED)?;
        }
        let axes: Vec<(AxisId, u32)> = support.iter().map(|&axis| (axis, model.axes[axis].size())).collect();
        let tally = diagram.store.tally(verdicts, &axes);
        Ok(tally.into_iter().filter(|(verdict, _)| *verdict != IGNORED).collect())
    }

    fn occurring_in_table(&mut self, model: &Model) {
        self.found.clear();
        self.found.resize(self.grid.set_count(), None);
        let axes = self.grid.axes().iter().map(|axis| axis.id());
        let limited = axes.filter(|&axis| Diagram::vouched(model, axis).len() < model.axes[axis].size());
        if limited.count() == 0 {
            for &set in self.grid.cells() {
                if let Some(slot) = self.found.get_mut(set as usize) {
                    *slot = Some(Occurrence { set, vouched: true, in_force: true });
                }
            }
        } else {
            let vouched = self.cases(model, &|_| Over::Vouched);
            let day = |axis| if axis == model.date() { Over::Vouched } else { Over::Any };
            let in_force = self.cases(model, &day);
            for ((&set, vouched), in_force) in self.grid.cells().iter().zip(vouched).zip(in_force) {
                if let Some(slot) = self.found.get_mut(set as usize) {
                    let found = slot.get_or_insert(Occurrence { set, vouched: false, in_force: false });
                    found.vouched |= vouched > 0;
                    found.in_force |= in_force > 0;
                }
            }
        }
        self.occurring.extend(self.found.iter().flatten());
    }

    fn count_cells(&self, model: &Model, verdict: &dyn Fn(u32) -> u32) -> Vec<(u32, u128)> {
        let cells: Vec<u32> = self.grid.cells().iter().map(|&set| verdict(set)).collect();
        let differing = self.grid.axes().iter().filter(|axis| differs(&cells, axis.count(), axis.stride()));
        let support: Vec<AxisId> = differing.map(|axis| axis.id()).collect();
        let over = |axis| if support.contains(&axis) { Over::Vouched } else { Over::One };
        let mut counts: Vec<(u32, u128)> = Vec::new();
        for (verdict, cases) in
            cells.iter().copied().zip(self.cases(model, &over)).filter(|(_, cases)| *cases > 0)
        {
            match counts.iter_mut().find(|(known, _)| *known == verdict) {
                Some((_, sum)) => *sum = sum.saturating_add(cases),
                None => counts.push((verdict, cases)),
            }
        }
        counts
    }

    /// Returns for each cell how many cases it stands for.
    fn cases(&self, model: &Model, over: &dyn Fn(AxisId) -> Over) -> Vec<u128> {
        let mut cases = vec![1_u128];
        for axis in self.grid.axes() {
            let weights: Vec<u32> = match over(axis.id()) {
                Over::Vouched => axis.weights(&Diagram::vouched(model, axis.id())),
                Over::Any => vec![1; axis.count() as usize],
                Over::One => (0..axis.count()).map(|class| u32::from(class == 0)).collect(),
            };
            cases = product(&cases, &weights);
        }
        cases
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

fn product(cases: &[u128], weights: &[u32]) -> Vec<u128> {
    let times =
        |case: &u128| weights.iter().map(|&w| case.saturating_mul(u128::from(w))).collect::<Vec<u128>>();
    cases.iter().flat_map(times).collect()
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
