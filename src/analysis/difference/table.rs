//! The cases of a run of one side as a table, over the values of the common facts.
//!
//! In: claims of a run. Out: one cell for each combination of classes of values, with the number of what is said there. Of a value that the
//! side does not have it says what it says of all its own, where they agree; else that it does not have it.

use super::contrast::{Contrasts, Measure, Saying};
use super::side::Side;
use crate::analysis::decides::{Aspect, deciding};
use crate::diagram::{ClaimId, Diagram, Grid, GridAxis, Outcome, Run, SetId};
use crate::model::{AxisId, Model, PartId, RuleId};

/// A common fact, as a table has it.
pub(super) struct Fact {
    pub(super) axis: AxisId,
    /// The common values as runs of one class each: the value after the last, and how far its cells are from the first.
    pub(super) runs: Vec<(u32, u32)>,
    count: usize,
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
    /// The only claim of the set.
    only: Option<ClaimId>,
    /// How it comes to that, once somebody asked.
    outcome: Option<Outcome>,
}

/// The table of a run, with room that is used again for the next.
#[derive(Default)]
pub(super) struct Table {
    grid: Grid,
    further: Vec<PartId>,
    pub(super) facts: Vec<Fact>,
    met: Vec<Met>,
    /// The place of the set among those that are met, in each cell.
    cells: Vec<u32>,
    /// The same by the number of the set.
    of_sets: Vec<Option<u32>>,
    applying: Vec<ClaimId>,
}

impl Table {
    /// Reads the cases of a run as some of its claims, rising, have them; `false` where there is no table.
    pub(super) fn read<M: Measure>(
        &mut self,
        side: &mut Side<'_>,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        (run, claims): (&Run, &[ClaimId]),
    ) -> bool {
        if !side.diagram.paint(side.model, claims, &mut self.grid) {
            return false;
        }
        self.further.clear();
        if Diagram::asks_further(side.model) {
            side.diagram.runs().claims(run, &mut self.applying);
            self.further = side.diagram.asked_of(side.model, &self.applying);
        }
        self.meet(side, contrasts, joint);
        self.facts.clear();
        for axis in self.grid.axes() {
            self.facts.push(Fact::new(side, joint, axis));
        }
        if self.facts.iter().any(|fact| fact.lacks) {
            let saying = contrasts.saying(Saying::nothing());
            self.met.push(Met { set: None, verdict: u32::MAX, saying, only: None, outcome: None });
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
    pub(super) fn met_in(&self, cell: u32) -> u32 {
        self.cells.get(cell as usize).copied().unwrap_or(0)
    }

    /// Returns the number of what one of the sets that are met says.
    pub(super) fn saying_of(&self, met: u32) -> u32 {
        self.met.get(met as usize).map_or(0, |met| met.saying)
    }

    /// Adds the rules that decide a part of what one of the sets that are met comes to.
    pub(super) fn rules(&mut self, side: &Side<'_>, met: u32, aspect: Aspect, into: &mut Vec<RuleId>) {
        let Some(met) = self.met.get_mut(met as usize) else { return };
        let (Some(set), Some(aspect)) = (met.set, side.own_aspect(aspect)) else { return };
        if met.only.is_some_and(|only| side.standing(&[only], aspect, into)) {
            return;
        }
        self.grid.claims(set, &mut self.applying);
        if side.standing(&self.applying, aspect, into) {
            return;
        }
        let decided = || side.diagram.decide(side.model, &self.applying, &self.further);
        into.extend(deciding(side.diagram, met.outcome.get_or_insert_with(decided), aspect));
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
                let new = u32::try_from(met.len()).unwrap_or(u32::MAX);
                let only = if let [only] = applying.as_slice() { Some(*only) } else { None };
                met.push(Met { set: Some(set), verdict, saying, only, outcome: None });
                new
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
        let lacking = u32::try_from(self.met.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let Some(fact) = self.facts.get_mut(at).filter(|fact| fact.lacks) else { return };
        let block = inner.saturating_mul(fact.count).max(1);
        let mut extended: Vec<u32> = Vec::with_capacity(self.cells.len().saturating_add(inner));
        let verdict = |met: &u32| self.met.get(*met as usize).map(|met| met.verdict);
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
            let step = u32::try_from(stride).unwrap_or(u32::MAX);
            for (_, class) in &mut fact.runs {
                *class = class.saturating_mul(step);
            }
            stride = stride.saturating_mul(fact.count);
        }
    }
}

impl Fact {
    fn new(side: &Side<'_>, joint: &Model, axis: &GridAxis) -> Fact {
        let own = axis.runs();
        let common = side.own.axis(axis.id());
        let first = own.first().map_or(0, |(_, class)| *class as usize);
        let count = axis.count();
        let Some(values) = side.own.values(axis.id()) else {
            return Fact { axis: common, runs: own, count: count as usize, first, lacks: false };
        };
        let lacks = values.contains(&None);
        let runs = if joint.axes[common].scale.is_some() && !lacks {
            // Common figures are cut more often, and stand in the same order.
            let below = |end: u32| values.partition_point(|value| value.is_some_and(|value| value < end));
            let end = |end: u32| u32::try_from(below(end)).unwrap_or(u32::MAX);
            own.iter().map(|&(last, class)| (end(last), class)).collect()
        } else {
            let class = |value: u32| {
                let at = own.partition_point(|(end, _)| *end <= value);
                own.get(at).map_or(count, |(_, class)| *class)
            };
            (1_u32..).zip(values.iter().map(|value| value.map_or(count, class))).collect()
        };
        Fact { axis: common, runs, count: count as usize, first, lacks }
    }
}
