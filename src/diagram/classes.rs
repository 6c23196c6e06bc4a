//! The values of one fact in classes: those that no claim tells apart stand together.
//!
//! In: the sets of values that claims test, one after another. Out: how many classes there are, which values each has, and which
//! classes make up a set. A fact of few values is kept as bits; another is first cut into pieces where some set begins or ends.
//!
//! Classes are the cells of the partition that the sets generate, refined one set at a time as in partition refinement
//! (R. Paige and R. E. Tarjan, "Three partition refinement algorithms", SIAM Journal on Computing 16(6), 1987).

use super::boxes::{Boxes, MOST_BITS, Values, range_bits};
use crate::model::{AxisId, ValueSet};

/// One axis of a table.
#[derive(Debug, Clone, Default)]
pub struct GridAxis {
    pub(super) axis: Option<AxisId>,
    size: u32,
    /// Where pieces begin, and the end of the last; empty where each value is a piece.
    pub(super) cuts: Vec<u32>,
    /// The pieces of each class, one bit a piece; empty where each piece is a class.
    pub(super) classes: Vec<u64>,
    /// How many classes there are.
    pub(super) count: u32,
    /// How far apart the cells of neighbouring classes are.
    pub(super) stride: usize,
}

impl GridAxis {
    /// Returns the fact.
    #[must_use]
    pub fn id(&self) -> AxisId {
        self.axis.unwrap_or(crate::model::MATTER)
    }

    /// Returns how many classes of values there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Returns how far apart the cells of neighbouring classes are.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Returns the values as runs of one class each, rising: the value after the last, and the class.
    #[must_use]
    pub fn runs(&self) -> Vec<(u32, u32)> {
        let pieces = if self.cuts.is_empty() { self.size } else { self.pieces() };
        let mut runs: Vec<(u32, u32)> = Vec::with_capacity(self.count as usize);
        for piece in 0..pieces {
            let end = self.cuts.get((piece as usize).saturating_add(1)).copied();
            let end = end.unwrap_or(piece.saturating_add(1));
            let class = self.class_of(piece);
            match runs.last_mut() {
                Some(last) if last.1 == class => last.0 = end,
                _ => runs.push((end, class)),
            }
        }
        runs
    }

    /// Returns how many values a class has.
    #[must_use]
    pub fn weight(&self, class: u32) -> u32 {
        match self.classes.get(class as usize) {
            Some(bits) if self.cuts.is_empty() => bits.count_ones(),
            Some(bits) => {
                (0..self.pieces()).filter(|piece| bits >> piece & 1 == 1).map(|p| self.piece_len(p)).sum()
            }
            None => self.piece_len(class),
        }
    }

    fn piece_len(&self, piece: u32) -> u32 {
        let cut = |at: u32| self.cuts.get(at as usize).copied().unwrap_or(0);
        cut(piece.saturating_add(1)).saturating_sub(cut(piece))
    }

    /// Returns how many values of a set each class has.
    #[must_use]
    pub fn weights(&self, within: &ValueSet) -> Vec<u32> {
        let mut weights = vec![0_u32; self.count as usize];
        let mut start = 0;
        for (end, class) in self.runs() {
            let inside = within.intersection(&ValueSet::range(start, end)).len();
            if let Some(weight) = weights.get_mut(class as usize) {
                *weight = weight.saturating_add(inside);
            }
            start = end;
        }
        weights
    }

    pub(super) fn begin(&mut self, id: AxisId, size: u32) {
        self.axis = Some(id);
        self.size = size;
        self.cuts.clear();
        self.classes.clear();
        if size <= MOST_BITS {
            self.classes.push(range_bits(0, size));
            self.count = 1;
        } else {
            self.cuts.extend([0, size]);
        }
    }

    pub(super) fn tell_apart(&mut self, boxes: &Boxes, values: Values) {
        match values {
            // Where every value is a class, nothing is left to tell apart.
            Values::Bits(_) if self.classes.len() == self.size as usize => {}
            Values::Bits(bits) => {
                self.refine(bits);
                self.recount();
            }
            Values::Wide(number) => {
                self.cuts.extend(boxes.wide(number).iter().flat_map(|&(start, end)| [start, end]));
            }
        }
    }

    /// Splits each class that a set cuts.
    pub(super) fn refine(&mut self, bits: u64) {
        for at in 0..self.classes.len() {
            let Some(class) = self.classes.get_mut(at) else { return };
            let (inside, outside) = (*class & bits, *class & !bits);
            if inside != 0 && outside != 0 {
                *class = inside;
                self.classes.push(outside);
            }
        }
    }

    pub(super) fn recount(&mut self) {
        if !self.classes.is_empty() {
            self.count = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        }
    }

    /// Puts the cuts in order, and makes one class of all pieces where they fit into bits.
    pub(super) fn settle(&mut self) {
        if self.cuts.is_empty() {
            return;
        }
        self.cuts.sort_unstable();
        self.cuts.dedup();
        let pieces = self.pieces();
        self.count = pieces;
        self.classes.clear();
        if pieces <= MOST_BITS {
            self.classes.push(range_bits(0, pieces));
        }
        self.recount();
    }

    fn pieces(&self) -> u32 {
        u32::try_from(self.cuts.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    fn piece_at(&self, value: u32) -> u32 {
        u32::try_from(self.cuts.partition_point(|&cut| cut < value)).unwrap_or(u32::MAX)
    }

    /// Returns the pieces of a set, which is cut nowhere inside a piece.
    pub(super) fn piece_bits(&self, ranges: &[(u32, u32)]) -> u64 {
        let bits = |&(start, end): &(u32, u32)| range_bits(self.piece_at(start), self.piece_at(end));
        ranges.iter().map(bits).fold(0, |all, bits| all | bits)
    }

    /// Returns the piece in which a value lies.
    pub(super) fn piece_of(&self, value: u32) -> u32 {
        if self.cuts.is_empty() {
            return value;
        }
        let after = self.cuts.partition_point(|&cut| cut <= value);
        u32::try_from(after).unwrap_or(u32::MAX).saturating_sub(1)
    }

    pub(super) fn class_of(&self, piece: u32) -> u32 {
        if self.classes.is_empty() {
            return piece;
        }
        let at = self.classes.iter().position(|class| class >> piece & 1 == 1);
        at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    }

    /// Adds the classes of a set as ranges.
    pub(super) fn class_ranges(&self, boxes: &Boxes, values: Values, into: &mut Vec<(u32, u32)>) {
        let bits = match values {
            Values::Bits(bits) => bits,
            Values::Wide(number) if self.classes.is_empty() => {
                let pieces = boxes.wide(number).iter();
                return into.extend(pieces.map(|&(start, end)| (self.piece_at(start), self.piece_at(end))));
            }
            Values::Wide(number) => self.piece_bits(boxes.wide(number)),
        };
        let mut open: Option<u32> = None;
        for (number, class) in (0_u32..).zip(&self.classes) {
            match (class & bits != 0, open) {
                (true, None) => open = Some(number),
                (false, Some(first)) => {
                    into.push((first, number));
                    open = None;
                }
                _ => {}
            }
        }
        into.extend(open.map(|first| (first, self.count)));
    }
}
