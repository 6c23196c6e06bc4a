//! Where the decision for a matter and for values of some columns stands.
//!
//! In: cells, laid down run by run. Out: the decision in one. Values that nothing tells apart share a cell, so that a table stays
//! small however many values there are; one that is small without that is unfolded, and its cells are found by counting alone.

use super::table::DecisionId;
use rustc_hash::FxHashMap;

/// How many cells a table may have that is unfolded.
const MOST_UNFOLDED: usize = 1 << 20;

/// A column: how many values it has, and in a table that is unfolded how far apart the cells of neighbouring values are.
#[derive(Debug, Clone, Copy)]
struct Column {
    size: u32,
    stride: usize,
}

/// The cells of a table.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    columns: Vec<Column>,
    decisions: Vec<DecisionId>,
    way: Way,
}

/// How a cell is found.
#[derive(Debug, Clone)]
enum Way {
    /// Each matter has so many cells, one for each combination of values.
    Counted(usize),
    /// Each matter has a row, which says where its cells begin, then for each column where its steps begin.
    Stepped {
        rows: Vec<u32>,
        /// How far from the first cell the cells of each value are.
        steps: Vec<u32>,
        /// Steps that were laid down already.
        laid: FxHashMap<Vec<u32>, u32>,
    },
}

impl Cells {
    /// Begins a table whose columns have so many values.
    pub(super) fn new(sizes: impl Iterator<Item = u32>) -> Cells {
        let columns = sizes.map(|size| Column { size, stride: 0 }).collect();
        let way = Way::Stepped { rows: Vec::new(), steps: Vec::new(), laid: FxHashMap::default() };
        Cells { columns, decisions: Vec::new(), way }
    }

    /// Lays down the cells of the next matters, of which there are so many; `steps` of a column that tells nothing apart may be
    /// left out.
    pub(super) fn lay(&mut self, matters: u32, cells: Vec<DecisionId>, steps: Vec<Option<Vec<u32>>>) {
        let Way::Stepped { rows, steps: known, laid } = &mut self.way else { return };
        let mut row = vec![number(self.decisions.len())];
        self.decisions.extend(cells);
        for (column, steps) in self.columns.iter().zip(steps) {
            let steps = steps.unwrap_or_else(|| vec![0; column.size as usize]);
            let at = *laid.entry(steps).or_insert_with_key(|steps| {
                let at = number(known.len());
                known.extend(steps);
                at
            });
            row.push(at);
        }
        for _ in 0..matters {
            rows.extend(&row);
        }
    }

    /// Unfolds a small table once all is laid down.
    pub(super) fn settle(&mut self) {
        let Way::Stepped { rows, laid, .. } = &mut self.way else { return };
        *laid = FxHashMap::default();
        let width = self.columns.len().saturating_add(1);
        let matters = rows.len().checked_div(width).unwrap_or(0);
        let mut block = 1_usize;
        for column in self.columns.iter_mut().rev() {
            column.stride = block;
            block = block.saturating_mul(column.size as usize);
        }
        if matters.saturating_mul(block) > MOST_UNFOLDED {
            return;
        }
        let value = |cell: usize, column: &Column| {
            let value = cell.checked_div(column.stride)?.checked_rem(column.size as usize)?;
            u32::try_from(value).ok()
        };
        let find = |(matter, cell)| {
            let values = self.columns.iter().map(|column| value(cell, column));
            self.find(matter, values)
        };
        let all = (0..number(matters)).flat_map(|matter| (0..block).map(move |cell| (matter, cell)));
        let unfolded: Option<Vec<DecisionId>> = all.map(find).collect();
        if let Some(decisions) = unfolded {
            self.decisions = decisions;
            self.way = Way::Counted(block);
        }
    }

    /// Returns the decision for a matter and a value of each column; nothing where there is none.
    #[inline]
    pub(super) fn find(
        &self,
        matter: u32,
        values: impl ExactSizeIterator<Item = Option<u32>>,
    ) -> Option<DecisionId> {
        if values.len() != self.columns.len() {
            return None;
        }
        let columns = self.columns.iter().zip(values);
        let cell = match &self.way {
            Way::Counted(block) => {
                let mut cell = (matter as usize).wrapping_mul(*block);
                for (column, value) in columns {
                    let value = value.filter(|value| *value < column.size)?;
                    cell = cell.wrapping_add((value as usize).wrapping_mul(column.stride));
                }
                cell
            }
            Way::Stepped { rows, steps, .. } => {
                let width = self.columns.len().wrapping_add(1);
                let start = (matter as usize).wrapping_mul(width);
                let (first, row) = rows.get(start..start.wrapping_add(width))?.split_first()?;
                let mut cell = *first;
                for (&at, (column, value)) in row.iter().zip(columns) {
                    let value = value.filter(|value| *value < column.size)?;
                    cell = cell.wrapping_add(*steps.get(at.wrapping_add(value) as usize)?);
                }
                cell as usize
            }
        };
        self.decisions.get(cell).copied()
    }

    /// Returns how many cells there are.
    pub(super) fn len(&self) -> usize {
        self.decisions.len()
    }
}

fn number(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Id;

    /// Two matters; the first column tells its two values apart, the second none of its many.
    fn table(many: u32) -> Cells {
        let mut cells = Cells::new([2, many].into_iter());
        let ids = |numbers: [usize; 2]| numbers.map(DecisionId::from_index).to_vec();
        cells.lay(1, ids([0, 1]), vec![Some(vec![0, 1]), None]);
        cells.lay(1, ids([2, 3]), vec![Some(vec![1, 0]), None]);
        cells.settle();
        cells
    }

    #[test]
    fn cells_are_found_alike_in_small_and_large_tables() {
        let (small, large) = (table(3), table(MOST_UNFOLDED as u32));
        assert_eq!((small.len(), large.len()), (12, 4));
        for table in [small, large] {
            let find =
                |matter, values: [u32; 2]| table.find(matter, values.into_iter().map(Some)).map(Id::index);
            assert_eq!([find(0, [0, 2]), find(0, [1, 0])], [Some(0), Some(1)]);
            assert_eq!([find(1, [0, 1]), find(1, [1, 2])], [Some(3), Some(2)]);
            // No such value, no such matter, a column too few.
            assert_eq!([find(0, [2, 0]), find(0, [0, u32::MAX]), find(2, [0, 0])], [None; 3]);
            assert!(table.find(0, [Some(0)].into_iter()).is_none());
        }
    }
}
