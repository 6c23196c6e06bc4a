//! The claims that many runs share, beneath the own claims of either run.
//!
//! In: the tables of two layers. Out: the common cells in which a layer has claims, as boxes, with what they say. Elsewhere the runs' own
//! claims decide alone.

use super::overlay::Overlay;
use super::placed::{Axis, MOST_VALUES, bits_of};
use super::reader::Reader;
use super::sentence::Sentence;

/// Of so many cells, one may have shared claims for it to be worth while to look at those apart.
const SPARSE: usize = 4;

/// So many of them are looked at apart.
const MOST_CELLS: usize = 1 << 10;

/// The cells of two layers in which either has claims.
pub(super) struct Beneath {
    pub(super) axes: Vec<Axis>,
    cells: Vec<Cell>,
    /// For each of the cells the values on every axis, one bit a value.
    sides: Vec<u64>,
}

/// What shared claims say in some cells of either side: the set of them, and its sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) old: (u32, Sentence),
    pub(super) new: (u32, Sentence),
}

impl Beneath {
    /// Reads the tables of two layers that lie on one another; nothing comes back where they are better read as tables.
    pub(super) fn new(overlay: &Overlay, old: &Reader<'_>, new: &Reader<'_>) -> Option<Beneath> {
        let mut axes = Vec::new();
        let mut classes: Vec<Vec<u64>> = Vec::new();
        for fact in overlay.facts() {
            let mut bits = vec![0; fact.steps.len()];
            let mut start = 0;
            for &(end, class) in &fact.runs {
                if end > MOST_VALUES {
                    return None;
                }
                if let Some(class) = class {
                    *bits.get_mut(class as usize)? |= bits_of(start..end);
                }
                start = end;
            }
            axes.push(Axis { id: fact.axis, within: bits.iter().fold(0, |all, bits| all | bits) });
            classes.push(bits);
        }
        let mut beneath = Beneath { axes, cells: Vec::new(), sides: Vec::new() };
        let mut count = 0_usize;
        for (number, (left, right)) in overlay.cells().enumerate() {
            let cell = Cell { old: old.shared_in(left)?, new: new.shared_in(right)? };
            // INVARIANT: the sentence of no claim is 0.
            if cell.old.1 != 0 || cell.new.1 != 0 {
                beneath.cells.push(cell);
                beneath.sides.extend(sides_of(number, &classes)?);
            }
            count = number;
        }
        if beneath.cells.len() > MOST_CELLS.min(count.checked_div(SPARSE)?) {
            return None;
        }
        while beneath.join() {}
        Some(beneath)
    }

    /// Returns each of the cells, with its values on every axis.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&Cell, &[u64])> {
        let width = self.axes.len();
        let sides = move |at: usize| self.sides.get(at.saturating_mul(width)..)?.get(..width);
        self.cells.iter().enumerate().map(move |(at, cell)| (cell, sides(at).unwrap_or_default()))
    }

    /// Joins cells that say the same and differ in one fact alone; `false` where there are none.
    fn join(&mut self) -> bool {
        let width = self.axes.len();
        let before = self.cells.len();
        let mut joined = Beneath { axes: self.axes.clone(), cells: Vec::new(), sides: Vec::new() };
        for (cell, sides) in self.cells() {
            let rows = joined.sides.chunks_exact_mut(width.max(1));
            let same = joined.cells.iter().zip(rows).filter(|(known, _)| known.says() == cell.says());
            let differing = |row: &[u64]| row.iter().zip(sides).filter(|(one, two)| one != two).count();
            match same.map(|(_, row)| row).find(|row| differing(row) == 1) {
                Some(row) => row.iter_mut().zip(sides).for_each(|(one, two)| *one |= two),
                None => {
                    joined.cells.push(*cell);
                    joined.sides.extend(sides);
                }
            }
        }
        *self = joined;
        self.cells.len() < before
    }
}

impl Cell {
    /// Returns what is said on either side, whichever claims say it.
    fn says(&self) -> (Sentence, Sentence) {
        (self.old.1, self.new.1)
    }
}

/// Returns the values of a cell on every axis; the last changes from each cell to the next.
fn sides_of(number: usize, classes: &[Vec<u64>]) -> Option<Vec<u64>> {
    let mut left = number;
    let mut sides = Vec::with_capacity(classes.len());
    for bits in classes.iter().rev() {
        sides.push(*bits.get(left.checked_rem(bits.len())?)?);
        left = left.checked_div(bits.len())?;
    }
    sides.reverse();
    Some(sides)
}
