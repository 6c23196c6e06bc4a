//! The cases of a run of one side as a table, over the values of the common facts.
//!
//! In: claims of a run, painted. Out: one cell for each combination of classes of values, with the number of what is said there and the sets of
//! claims that say it: one of the run's own, one that many runs share. Of a value that the side does not have it says what it says of
//! all its own, where they agree; else that it does not have it.

use super::beside::{Beside, Both, Strip};
use super::contrast::{Contrasts, Measure, Saying};
use super::painted::Painted;
use super::sentence::Told;
use super::side::{Side, join};
use crate::diagram::{ClaimId, Diagram, MAX_CELLS, Run};
use crate::model::{AxisId, Model, PartId};
use rustc_hash::FxHashMap;

/// A common fact, as a table has it.
struct Fact {
    axis: AxisId,
    /// The common values as runs of one class each: the value after the last, and how far its cells are from the first.
    runs: Vec<(u32, u32)>,
    count: usize,
    /// The last class stands for values that the side does not have.
    lacks: bool,
}

/// The sets of claims that apply in a cell: of those that many runs share, and of the run's own.
pub(super) type Sets = (u32, u32);

/// Stands where a side does not have the value, and its answer depends on it.
const LACKING: u32 = u32::MAX;

/// Stands where it is not known what two sets say.
const UNKNOWN: u32 = u32::MAX;

/// How many pairs of sets are looked up by their places.
const MOST_PAIRS: usize = 1 << 16;

/// The table of a run, with room that is used again for the next.
#[derive(Default)]
pub(super) struct Table {
    beside: Beside,
    pub(super) further: Vec<PartId>,
    facts: Vec<Fact>,
    /// What is said in each cell.
    sayings: Vec<u32>,
    /// Where there are values that the side does not have, the cell that each cell is without them.
    extended: Vec<u32>,
    /// What two sets say, by their places; unknown where they were not met.
    said: Vec<u32>,
    /// What two sets come to where that does not follow from what they say.
    known: FxHashMap<Sets, Told>,
    applying: Vec<ClaimId>,
}

impl Table {
    /// Reads the cases of a run as some of its claims have them; `false` where there would be too many cells.
    pub(super) fn read<M: Measure>(
        &mut self,
        (side, contrasts, joint): (&mut Side<'_>, &mut Contrasts<M>, &Model),
        (run, shared, own): (&Run, &Painted, &Painted),
    ) -> bool {
        self.beside.clear();
        let mut axes: Vec<AxisId> = shared.facts().chain(own.facts()).collect();
        axes.sort_unstable();
        axes.dedup();
        for axis in axes {
            let size = side.model.axes[axis].size();
            self.beside.add((axis, size), (shared.strip(axis), own.strip(axis)), None);
        }
        if self.beside.count() > MAX_CELLS {
            return false;
        }
        self.beside.place_rows();
        self.further.clear();
        if Diagram::asks_further(side.model) {
            side.diagram.runs().claims(run, &mut self.applying);
            self.further = side.diagram.asked_of(side.model, &self.applying);
        }
        self.facts.clear();
        self.facts.extend(self.beside.facts().iter().map(|both| Fact::new(side, joint, both)));
        self.fill(side, contrasts, joint, (shared, own));
        self.measure_out();
        true
    }

    /// Returns the common facts that are tested.
    pub(super) fn facts(&self) -> impl Iterator<Item = AxisId> {
        self.facts.iter().map(|fact| fact.axis)
    }

    /// Returns how far the cells of the common values of a fact are from the first; nothing where it is not tested.
    pub(super) fn strip(&self, axis: AxisId) -> Option<&Strip> {
        self.facts.iter().find(|fact| fact.axis == axis).map(|fact| fact.runs.as_slice())
    }

    /// Returns the number of what is said in a cell.
    pub(super) fn saying_in(&self, cell: u32) -> u32 {
        self.sayings.get(cell as usize).copied().unwrap_or(0)
    }

    /// Returns the cells of the shared claims and of the run's own that a cell is made of; nothing where the side does not have the value.
    pub(super) fn parts_of(&self, cell: u32) -> Option<(u32, u32)> {
        let cell = if self.extended.is_empty() { cell } else { *self.extended.get(cell as usize)? };
        self.beside.cell(cell)
    }

    /// Returns the cell of the shared claims that a cell is made of; nothing where there are values that the side does not have.
    pub(super) fn shared_cell(&self, cell: u32) -> Option<u32> {
        let known = self.extended.is_empty();
        self.beside.cell(cell).filter(|_| known).map(|(shared, _)| shared)
    }

    /// Finds out what is said in each cell.
    fn fill<M: Measure>(
        &mut self,
        side: &mut Side<'_>,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        (shared, own): (&Painted, &Painted),
    ) {
        let Table { beside, further, facts, sayings, extended, said, known, applying } = self;
        known.clear();
        let mut told = |sets: Sets| {
            let (one, two) = (shared.claims_of(sets.0), own.claims_of(sets.1));
            if let (Some(a), Some(b)) = (shared.sentence_of(sets.0), own.sentence_of(sets.1)) {
                return side.together((contrasts, joint), (a, one), (b, two), applying);
            }
            *known
                .entry(sets)
                .or_insert_with(|| side.saying(contrasts, joint, join(applying, one, two), further))
        };
        extended.clear();
        sayings.clear();
        // What two sets say is looked up by their places, as far as there is room.
        let width = own.set_count();
        let pairs = width.saturating_mul(shared.set_count());
        said.clear();
        said.resize(if pairs > MOST_PAIRS { 0 } else { pairs }, UNKNOWN);
        sayings.reserve(beside.count());
        beside.each_cell(|a, b| {
            let here = (shared.set_in(a), own.set_in(b));
            let at = (here.0 as usize).wrapping_mul(width).wrapping_add(here.1 as usize);
            let mut saying = said.get(at).copied().unwrap_or(UNKNOWN);
            if saying == UNKNOWN {
                saying = told(here).1;
                if let Some(slot) = said.get_mut(at) {
                    *slot = saying;
                }
            }
            sayings.push(saying);
        });
        if facts.iter().all(|fact| !fact.lacks) {
            return;
        }
        let cells = beside.cells().map(|(a, b)| told((shared.set_in(a), own.set_in(b))).0);
        let verdicts: Vec<u32> = cells.collect();
        *extended = extend(facts, &verdicts);
        let nothing = contrasts.saying(Saying::nothing());
        let saying = |cell: &u32| sayings.get(*cell as usize).copied().unwrap_or(nothing);
        *sayings = extended.iter().map(saying).collect();
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

/// Returns the cells with those of the values that the side does not have: each is one of its own, or is lacking.
fn extend(facts: &mut [Fact], verdicts: &[u32]) -> Vec<u32> {
    let mut cells: Vec<u32> = (0..).zip(verdicts).map(|(cell, _)| cell).collect();
    let verdict = |cell: &u32| verdicts.get(*cell as usize);
    for at in (0..facts.len()).rev() {
        let behind = facts.iter().skip(at.saturating_add(1));
        let inner = behind.map(|fact| fact.count).fold(1, usize::saturating_mul);
        let Some(fact) = facts.get_mut(at).filter(|fact| fact.lacks) else { continue };
        let block = inner.saturating_mul(fact.count).max(1);
        let mut more: Vec<u32> = Vec::with_capacity(cells.len().saturating_add(inner));
        for cells in cells.chunks(block) {
            more.extend_from_slice(cells);
            for place in 0..inner {
                // The first value is in the first class.
                let first = cells.get(place);
                let mut along = cells.iter().skip(place).step_by(inner.max(1));
                let agreed = first.filter(|first| along.all(|other| verdict(other) == verdict(first)));
                more.push(agreed.copied().unwrap_or(LACKING));
            }
        }
        fact.count = fact.count.saturating_add(1);
        cells = more;
    }
    cells
}

impl Fact {
    fn new(side: &Side<'_>, joint: &Model, both: &Both) -> Fact {
        let common = side.own.axis(both.axis);
        let count = u32::try_from(both.steps.len()).unwrap_or(u32::MAX);
        // No value is left out of a table of one side.
        let own = both.runs.iter().map(|&(end, class)| (end, class.unwrap_or(0)));
        let Some(values) = side.own.values(both.axis) else {
            return Fact { axis: common, runs: own.collect(), count: count as usize, lacks: false };
        };
        let lacks = values.contains(&None);
        let runs = if joint.axes[common].scale.is_some() && !lacks {
            // Common figures are cut more often, and stand in the same order.
            let below = |end: u32| values.partition_point(|value| value.is_some_and(|value| value < end));
            own.map(|(last, class)| (u32::try_from(below(last)).unwrap_or(u32::MAX), class)).collect()
        } else {
            let class = |value: u32| {
                let at = both.runs.partition_point(|(end, _)| *end <= value);
                both.runs.get(at).and_then(|(_, class)| *class).unwrap_or(count)
            };
            (1_u32..).zip(values.iter().map(|value| value.map_or(count, class))).collect()
        };
        Fact { axis: common, runs, count: count as usize, lacks }
    }
}
