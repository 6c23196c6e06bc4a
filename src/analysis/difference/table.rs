//! The cases of a run of one side as a table, over the values of the common facts.
//!
//! In: a run. Out: one cell for each combination of classes of values, with the number of what is said there. Of a value that the
//! side does not have it says what it says of all its own, where they agree; else that it does not have it.

use super::contrast::{Contrasts, Measure, Saying};
use super::side::Side;
use crate::analysis::decides::Aspect;
use crate::diagram::{ClaimId, Grid, GridAxis, Run, SetId};
use crate::model::{AxisId, Model, PartId, RuleId};

/// A common fact, as a table has it.
pub(super) struct Fact {
    pub(super) axis: AxisId,
    /// The common values as runs of one class each: the value after the last, and how far its cells are from the first.
    pub(super) runs: Vec<(u32, usize)>,
    count: usize,
    stride: usize,
    /// The class of the first value.
    first: usize,
    /// The last class stands for values that the side does not have.
    lacks: bool,
}

/// A set of claims that is in some cell.
struct Met {
    /// Nothing where the side does not have the value, and its answer depends on it.
    set: Option<SetId>,
    /// The number of the verdict on its own side.
    verdict: u32,
    /// The number of what it says.
    saying: u32,
}

/// The table of a run, with room that is used again for the next.
#[derive(Default)]
pub(super) struct Table {
    grid: Grid,
    claims: Vec<ClaimId>,
    further: Vec<PartId>,
    pub(super) facts: Vec<Fact>,
    met: Vec<Met>,
    /// The place of the set among those that are met, in each cell.
    cells: Vec<usize>,
    /// The same by the number of the set.
    of_sets: Vec<Option<usize>>,
    applying: Vec<ClaimId>,
}

impl Table {
    /// Reads a run; `false` where it has no table.
    pub(super) fn read<M: Measure>(
        &mut self,
        side: &mut Side<'_>,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        run: &Run,
    ) -> bool {
        side.diagram.runs().claims(run, &mut self.claims);
        self.further = side.diagram.asked_of(side.model, &self.claims);
        if !side.diagram.paint(side.model, &self.claims, &mut self.grid) {
            return false;
        }
        self.meet(side, contrasts, joint);
        self.facts.clear();
        for axis in self.grid.axes() {
            self.facts.push(Fact::new(side, joint, axis));
        }
        if self.facts.iter().any(|fact| fact.lacks) {
            let saying = contrasts.saying(Saying::nothing());
            self.met.push(Met { set: None, verdict: u32::MAX, saying });
            for at in (0..self.facts.len()).rev() {
                self.extend(at);
            }
        }
        self.measure_out();
        true
    }

    /// Returns how many sets of claims are met.
    pub(super) fn met(&self) -> usize {
        self.met.len()
    }

    /// Returns which of the sets that are met is in a cell.
    pub(super) fn met_in(&self, cell: usize) -> usize {
        self.cells.get(cell).copied().unwrap_or(0)
    }

    /// Returns the number of what one of the sets that are met says.
    pub(super) fn saying_of(&self, met: usize) -> u32 {
        self.met.get(met).map_or(0, |met| met.saying)
    }

    /// Adds the rules that decide a part of what one of the sets that are met comes to.
    pub(super) fn rules(&mut self, side: &Side<'_>, met: usize, aspect: Aspect, into: &mut Vec<RuleId>) {
        if let Some(set) = self.met.get(met).and_then(|met| met.set) {
            self.grid.claims(set, &mut self.applying);
            side.rules(&self.applying, &self.further, aspect, into);
        }
    }

    /// Finds the sets that are in cells.
    fn meet<M: Measure>(&mut self, side: &mut Side<'_>, contrasts: &mut Contrasts<M>, joint: &Model) {
        let Table { grid, further, met, cells, of_sets, applying, .. } = self;
        met.clear();
        cells.clear();
        of_sets.clear();
        of_sets.resize(grid.set_count(), None);
        for &set in grid.cells() {
            let known = of_sets.get(set as usize).copied().flatten();
            let at = known.unwrap_or_else(|| {
                grid.claims(set, applying);
                let (verdict, saying) = side.saying(contrasts, joint, applying, further);
                met.push(Met { set: Some(set), verdict, saying });
                met.len().saturating_sub(1)
            });
            if let Some(slot) = of_sets.get_mut(set as usize) {
                *slot = Some(at);
            }
            cells.push(at);
        }
    }

    /// Adds the cells of the values of a fact that the side does not have.
    fn extend(&mut self, at: usize) {
        let inner: usize = self
            .facts
            .iter()
            .skip(at.saturating_add(1))
            .map(|fact| fact.count)
            .fold(1, usize::saturating_mul);
        let lacking = self.met.len().saturating_sub(1);
        let Some(fact) = self.facts.get_mut(at).filter(|fact| fact.lacks) else { return };
        let block = inner.saturating_mul(fact.count).max(1);
        let mut extended: Vec<usize> = Vec::with_capacity(self.cells.len().saturating_add(inner));
        let verdict = |met: &usize| self.met.get(*met).map(|met| met.verdict);
        for cells in self.cells.chunks(block) {
            extended.extend_from_slice(cells);
            for place in 0..inner {
                let first = cells.get(fact.first.saturating_mul(inner).saturating_add(place));
                let mut along = cells.iter().skip(place).step_by(inner.max(1));
                let agreed = first.filter(|first| along.all(|other| verdict(other) == verdict(first)));
                extended.push(agreed.copied().unwrap_or(lacking));
            }
        }
        fact.count = fact.count.saturating_add(1);
        self.cells = extended;
    }

    /// Turns classes into distances between cells, once it is known how many there are.
    fn measure_out(&mut self) {
        let mut stride = 1_usize;
        for fact in self.facts.iter_mut().rev() {
            fact.stride = stride;
            for (_, class) in &mut fact.runs {
                *class = class.saturating_mul(stride);
            }
            stride = stride.saturating_mul(fact.count);
        }
    }
}

impl Fact {
    fn new(side: &Side<'_>, joint: &Model, axis: &GridAxis) -> Fact {
        let own = axis.runs();
        let count = axis.count() as usize;
        let common = side.own.axis(axis.id());
        let values = side.own.values(axis.id());
        let lacks = values.is_some_and(|values| values.contains(&None));
        let first = own.first().map_or(0, |(_, class)| *class as usize);
        let runs = match values {
            None => own.iter().map(|&(end, class)| (end, class as usize)).collect(),
            // Common figures are cut more often, and stand in the same order.
            Some(values) if joint.axes[common].scale.is_some() && !lacks => {
                let below = |end: u32| values.partition_point(|value| value.is_some_and(|value| value < end));
                let end = |end: u32| u32::try_from(below(end)).unwrap_or(u32::MAX);
                let runs = own.iter().map(|&(last, class)| (end(last), class as usize));
                let mut start = 0;
                runs.filter(|(end, _)| std::mem::replace(&mut start, *end) < *end).collect()
            }
            Some(values) => {
                let class = |value: u32| {
                    let at = own.partition_point(|(end, _)| *end <= value);
                    own.get(at).map_or(count, |(_, class)| *class as usize)
                };
                let classes = values.iter().map(|value| value.map_or(count, class));
                (1_u32..).zip(classes).collect()
            }
        };
        Fact { axis: common, runs, count, stride: 1, first, lacks }
    }
}
