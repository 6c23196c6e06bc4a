//! Where claims apply, as boxes.
//!
//! In: conditions. Out: boxes, each the product of one set of values for every fact that it limits. A condition that only
//! joins tests with `and`, as most do, is one box; any other is read off its diagram. A claim whose region would take too many
//! boxes keeps the diagram.

use super::store::{NodeId, Store};
use super::{ClaimId, MAX_CUBES};
use crate::arena::Id;
use crate::model::{Axis, AxisId, Condition, ValueSet};
use rustc_hash::FxHashMap;

/// How many values a fact may have for its sets to be kept as bits.
pub(super) const MOST_BITS: u32 = 64;

/// One side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) axis: AxisId,
    pub(super) values: Values,
}

/// The values of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Values {
    /// One bit a value.
    Bits(u64),
    /// A set that is kept aside, by its number.
    Wide(u32),
}

/// Where one claim applies.
#[derive(Debug, Clone, Copy)]
pub(super) enum Area {
    /// In these boxes, by their numbers.
    Boxes(u32, u32),
    /// Where this diagram is true.
    Diagram(NodeId),
}

/// The boxes of all claims.
#[derive(Debug, Clone, Default)]
pub(super) struct Boxes {
    sides: Vec<Side>,
    /// Where the sides of each box stand.
    boxes: Vec<(u32, u32)>,
    areas: Vec<Area>,
    wide: Vec<ValueSet>,
    wide_numbers: FxHashMap<ValueSet, u32>,
}

impl Boxes {
    /// Adds the area of the next claim.
    pub(super) fn push<'s>(&mut self, boxes: impl IntoIterator<Item = &'s [Side]>) {
        let first = number(self.boxes.len());
        for sides in boxes {
            let start = number(self.sides.len());
            self.sides.extend(sides);
            self.boxes.push((start, number(self.sides.len())));
        }
        self.areas.push(Area::Boxes(first, number(self.boxes.len())));
    }

    /// Adds the area of the next claim as a diagram; it becomes boxes where they are few.
    pub(super) fn push_diagram(&mut self, store: &Store, node: NodeId, axes: &dyn Fn(AxisId) -> u32) {
        let region = store.region(node, axes);
        if region.cut || region.cubes.len() > MAX_CUBES {
            self.areas.push(Area::Diagram(node));
            return;
        }
        let mut side =
            |(axis, set): &(AxisId, ValueSet)| Side { axis: *axis, values: self.values(set, axes(*axis)) };
        let boxes: Vec<Vec<Side>> =
            region.cubes.iter().map(|cube| cube.sets.iter().map(&mut side).collect()).collect();
        self.push(boxes.iter().map(Vec::as_slice));
    }

    /// Returns where a claim applies.
    pub(super) fn area(&self, claim: ClaimId) -> Area {
        self.areas.get(claim.index()).copied().unwrap_or(Area::Boxes(0, 0))
    }

    /// Returns the sides of a box by its number.
    pub(super) fn sides(&self, number: u32) -> &[Side] {
        let (start, end) = self.boxes.get(number as usize).copied().unwrap_or((0, 0));
        self.sides.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Returns a set that is kept aside.
    pub(super) fn wide(&self, number: u32) -> &[(u32, u32)] {
        self.wide.get(number as usize).map_or(&[], ValueSet::ranges)
    }

    /// Returns a side's values as a set.
    pub(super) fn set(&self, values: Values) -> ValueSet {
        match values {
            Values::Bits(bits) => {
                let inside = (0..MOST_BITS).filter(|value| bits >> value & 1 == 1);
                ValueSet::from_ranges(inside.map(|value| (value, value.saturating_add(1))))
            }
            Values::Wide(number) => self.wide.get(number as usize).cloned().unwrap_or_default(),
        }
    }

    /// Puts a set of values of an axis of this size into its short form.
    pub(super) fn values(&mut self, set: &ValueSet, size: u32) -> Values {
        if size <= MOST_BITS {
            return Values::Bits(
                set.ranges().iter().fold(0, |bits, &(start, end)| bits | range_bits(start, end)),
            );
        }
        if let Some(&number) = self.wide_numbers.get(set) {
            return Values::Wide(number);
        }
        let new = number(self.wide.len());
        self.wide.push(set.clone());
        self.wide_numbers.insert(set.clone(), new);
        Values::Wide(new)
    }

    /// Narrows a box by one more side; nothing is left where `false` comes back. A side that limits nothing is left out.
    pub(super) fn narrow(&mut self, sides: &mut Vec<Side>, side: Side, size: u32) -> bool {
        if side.values == Values::Bits(range_bits(0, size)) {
            return true;
        }
        // Tests come in the order of the facts as a rule.
        if sides.last().is_none_or(|last| last.axis < side.axis) {
            sides.push(side);
            return !self.is_empty(side.values);
        }
        let at = sides.partition_point(|known| known.axis < side.axis);
        let known = sides.get(at).filter(|known| known.axis == side.axis).copied();
        let values = match (known.map(|known| known.values), side.values) {
            (None, values) => values,
            (Some(Values::Bits(a)), Values::Bits(b)) => Values::Bits(a & b),
            (Some(a), b) => {
                let both = self.set(a).intersection(&self.set(b));
                self.values(&both, size)
            }
        };
        let narrowed = Side { axis: side.axis, values };
        match sides.get_mut(at).filter(|_| known.is_some()) {
            Some(slot) => *slot = narrowed,
            None => sides.insert(at, narrowed),
        }
        !self.is_empty(values)
    }

    fn is_empty(&self, values: Values) -> bool {
        match values {
            Values::Bits(bits) => bits == 0,
            Values::Wide(number) => self.wide(number).is_empty(),
        }
    }

    /// Turns a condition into the sides of one box, if it is one: `Some(false)` for a condition that is never true.
    pub(super) fn one_box(
        &mut self,
        condition: &Condition,
        axes: &AxisList<'_>,
        sides: &mut Vec<Side>,
    ) -> Option<bool> {
        sides.clear();
        self.join(condition, axes, sides)
    }

    /// Joins a condition to a box; nothing comes back where it is no box, `false` where nothing is left of it.
    fn join(&mut self, condition: &Condition, axes: &AxisList<'_>, sides: &mut Vec<Side>) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::Test(axis, set) => {
                let size = axes(*axis).size();
                if set.ranges() == [(0, size)] {
                    return Some(true);
                }
                let values = self.values(set, size);
                Some(self.narrow(sides, Side { axis: *axis, values }, size))
            }
            Condition::All(parts) => {
                let mut possible = true;
                for part in parts {
                    possible &= self.join(part, axes, sides)?;
                }
                Some(possible)
            }
            Condition::Not(part) => match part.as_ref() {
                Condition::Test(axis, set) => {
                    let outside = set.complement(axes(*axis).size());
                    self.join(&Condition::Test(*axis, outside), axes, sides)
                }
                _ => None,
            },
            Condition::Any(_) => None,
        }
    }
}

/// How an axis is looked up.
pub(super) type AxisList<'m> = dyn Fn(AxisId) -> &'m Axis + 'm;

/// Returns the bits of the values from `start` up to, but without, `end`.
pub(super) fn range_bits(start: u32, end: u32) -> u64 {
    let below = |bound: u32| if bound >= MOST_BITS { u64::MAX } else { (1_u64 << bound).wrapping_sub(1) };
    below(end) & !below(start)
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
