//! The cells of two tables beside one another.
//!
//! In: two tables, fact by fact: which values each tells apart, and how far their cells are from its first. Out: the classes of values that
//! neither tells apart, and for each combination of them the cell of either table. What is in the cells is not known here.

use crate::model::{AxisId, MATTER, ValueSet};

/// The values of a fact as runs: the value after the last, and how far their cells are from the first.
pub(super) type Strip = [(u32, u32)];

/// How far cells of either table are from the first.
pub(super) type Step = (u32, u32);

/// A fact that either table tests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Both {
    pub(super) axis: AxisId,
    /// The values as runs of one class each: the value after the last, and the class; nothing where they are not compared.
    pub(super) runs: Vec<(u32, Option<u32>)>,
    /// For each class, how far its cells are from the first in the one table and in the other.
    pub(super) steps: Vec<Step>,
}

/// Two tables beside one another, with room that is used again for the next two.
#[derive(Default)]
pub(super) struct Beside {
    facts: Vec<Both>,
    /// Facts that are not in use at the moment.
    spare: Vec<Both>,
    /// The first cells of either table in each row of common cells.
    rows: Vec<Step>,
    /// How far each cell of a row is from its first.
    along: Vec<Step>,
    room: Vec<Step>,
}

impl Beside {
    pub(super) fn clear(&mut self) {
        self.spare.append(&mut self.facts);
    }

    /// Returns the facts.
    pub(super) fn facts(&self) -> &[Both] {
        &self.facts
    }

    /// Returns how many common cells there are.
    pub(super) fn count(&self) -> usize {
        self.facts.iter().map(|fact| fact.steps.len()).fold(1, usize::saturating_mul)
    }

    /// Adds a fact of so many values; facts come rising. A table that does not test it has one run for all values.
    pub(super) fn add(
        &mut self,
        (axis, size): (AxisId, u32),
        (one, two): (Option<&Strip>, Option<&Strip>),
        limit: Option<&ValueSet>,
    ) {
        let mut fact =
            self.spare.pop().unwrap_or_else(|| Both { axis: MATTER, runs: Vec::new(), steps: Vec::new() });
        fact.axis = axis;
        fact.runs.clear();
        fact.steps.clear();
        let whole = [(size, 0)];
        let (mut one, mut two) = (one.unwrap_or(&whole), two.unwrap_or(&whole));
        let mut start = 0;
        while let ([(a, left), ones @ ..], [(b, right), twos @ ..]) = (one, two) {
            let end = *a.min(b);
            if end > start {
                fact.add_within((start, end), (*left, *right), limit);
                start = end;
            }
            if *a <= end {
                one = ones;
            }
            if *b <= end {
                two = twos;
            }
        }
        self.facts.push(fact);
    }

    /// Finds the cells of either table in each row, once all facts are known: those that differ in the last fact alone are a row.
    pub(super) fn place_rows(&mut self) {
        let last = self.facts.pop();
        self.place();
        self.along.clear();
        match last {
            Some(last) => {
                self.along.extend(&last.steps);
                self.facts.push(last);
            }
            None => self.along.push((0, 0)),
        }
    }

    /// Finds the cells of either table, each common cell as a row of its own.
    pub(super) fn place_cells(&mut self) -> &mut Vec<Step> {
        self.place();
        self.along.clear();
        self.along.push((0, 0));
        &mut self.rows
    }

    /// Returns the cell of either table in each common cell, in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = Step> {
        let row = |row: &Step| {
            let (old, new) = *row;
            self.along.iter().map(move |step| (old.saturating_add(step.0), new.saturating_add(step.1)))
        };
        self.rows.iter().flat_map(row)
    }

    /// Visits the same, faster.
    pub(super) fn each_cell(&self, mut visit: impl FnMut(u32, u32)) {
        for &(old, new) in &self.rows {
            for &(one, two) in &self.along {
                visit(old.wrapping_add(one), new.wrapping_add(two));
            }
        }
    }

    /// Returns the cell of either table in one of the common cells.
    pub(super) fn cell(&self, number: u32) -> Option<Step> {
        let number = number as usize;
        let row = self.rows.get(number.checked_div(self.along.len())?)?;
        let step = self.along.get(number.checked_rem(self.along.len())?)?;
        Some((row.0.saturating_add(step.0), row.1.saturating_add(step.1)))
    }

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

    /// Returns the common cell with another value of a fact; nothing where neither table tests it, or where it is not compared.
    pub(super) fn moved(&self, cell: usize, axis: AxisId, value: u32) -> Option<usize> {
        let at = self.facts.iter().position(|fact| fact.axis == axis)?;
        let fact = self.facts.get(at)?;
        let behind = self.facts.iter().skip(at.saturating_add(1));
        let stride = behind.map(|fact| fact.steps.len()).fold(1, usize::saturating_mul);
        let here = cell.checked_div(stride)?.checked_rem(fact.steps.len())?;
        let class = fact.class_of(value)? as usize;
        let first = cell.saturating_sub(here.saturating_mul(stride));
        Some(first.saturating_add(class.saturating_mul(stride)))
    }
}

impl Both {
    /// Adds values that neither table tells apart, as far as they are compared.
    fn add_within(&mut self, (start, end): (u32, u32), step: Step, limit: Option<&ValueSet>) {
        let Some(limit) = limit else { return self.add(end, Some(step)) };
        let mut at = start;
        for &(from, to) in limit.ranges() {
            let (from, to) = (from.clamp(at, end), to.clamp(at, end));
            if from < to {
                if from > at {
                    self.add(from, None);
                }
                self.add(to, Some(step));
                at = to;
            }
        }
        if at < end {
            self.add(end, None);
        }
    }

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
}
