//! Regions of cases: a diagram of 0 and 1, said as boxes, as one case, or as a count.
//!
//! In: a node of which a terminal other than 0 means "inside". Out: disjoint boxes that cover it, merged as far as
//! neighbours go; its first case; how many cases there are.

use super::store::{NodeId, Store};
use crate::limits::LIMITS;
use crate::model::{AxisId, ValueSet};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// One box: the values of each axis; an axis that is not named may have any value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Cube {
    /// Rising by axis.
    pub sets: Vec<(AxisId, ValueSet)>,
}

/// So many boxes are held against each other one by one.
const FEW: usize = 16;

/// How many boxes of one region are listed.
pub const MAX_CUBES: usize = LIMITS.boxes;

/// A region as boxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Region {
    /// Disjoint boxes, in the order of the axes' values.
    pub cubes: Vec<Cube>,
    /// There are more than are listed.
    pub cut: bool,
}

impl Cube {
    /// Returns the values of an axis, if the box limits them.
    #[must_use]
    pub fn get(&self, axis: AxisId) -> Option<&ValueSet> {
        self.sets.iter().find(|(a, _)| *a == axis).map(|(_, set)| set)
    }

    /// Takes the values of an axis out, if the box limits them.
    fn take(&mut self, axis: AxisId) -> Option<ValueSet> {
        let at = self.sets.iter().position(|(known, _)| *known == axis)?;
        Some(self.sets.remove(at).1)
    }
}

impl Store {
    /// Returns a region as disjoint boxes.
    pub fn region(&self, node: NodeId, size: &dyn Fn(AxisId) -> u32) -> Region {
        let mut region = Region::default();
        self.cubes(node, &mut Vec::new(), &mut region);
        merge(&mut region.cubes, size);
        region
    }

    /// Adds the boxes below a node to those of a region; `sides` lead to it.
    fn cubes(&self, node: NodeId, sides: &mut Vec<(AxisId, ValueSet)>, region: &mut Region) {
        let Some(axis) = self.axis(node) else {
            if node != NodeId::FALSE {
                region.cut = region.cubes.len() >= MAX_CUBES;
                if !region.cut {
                    region.cubes.push(Cube { sets: sides.clone() });
                }
            }
            return;
        };
        // INVARIANT: a reduced node leads to some terminal other than 0, so no step is in vain.
        for (child, set) in self.grouped(node) {
            sides.push((axis, set));
            self.cubes(child, sides, region);
            sides.pop();
            if region.cut {
                return;
            }
        }
    }

    /// Returns each child of a node with all values that lead to it, in the order of their first value.
    #[must_use]
    pub fn grouped(&self, node: NodeId) -> Vec<(NodeId, ValueSet)> {
        let mut groups: Vec<(NodeId, Vec<(u32, u32)>)> = Vec::new();
        for (start, end, child) in self.runs(node) {
            match groups.iter_mut().find(|(known, _)| *known == child) {
                Some((_, ranges)) => ranges.push((start, end)),
                None => groups.push((child, vec![(start, end)])),
            }
        }
        groups.into_iter().map(|(child, ranges)| (child, ValueSet::from_ranges(ranges))).collect()
    }

    /// Returns the first case inside: a value for each axis that it depends on.
    #[must_use]
    pub fn first_case(&self, node: NodeId) -> Option<Vec<(AxisId, u32)>> {
        let mut case = Vec::new();
        let mut here = node;
        loop {
            match here.value() {
                Some(0) => return None,
                Some(_) => return Some(case),
                None => {}
            }
            // INVARIANT: a reduced node that is not the terminal 0 leads to another terminal.
            let (start, _, child) = self.runs(here).find(|(_, _, child)| *child != NodeId::FALSE)?;
            case.push((self.axis(here)?, start));
            here = child;
        }
    }

    /// Counts the cases that lead to each terminal, over the axes given with their sizes.
    ///
    /// The axes must rise and include every axis that the node depends on.
    #[must_use]
    pub fn tally(&self, node: NodeId, axes: &[(AxisId, u32)]) -> BTreeMap<u32, u128> {
        let mut memo = FxHashMap::default();
        self.tally_memo(node, axes, &mut memo)
    }

    fn tally_memo(
        &self,
        node: NodeId,
        axes: &[(AxisId, u32)],
        memo: &mut FxHashMap<(NodeId, usize), BTreeMap<u32, u128>>,
    ) -> BTreeMap<u32, u128> {
        let Some(((axis, size), rest)) = axes.split_first() else {
            return node.value().map(|value| (value, 1)).into_iter().collect();
        };
        if let Some(done) = memo.get(&(node, axes.len())) {
            return done.clone();
        }
        let mut counts: BTreeMap<u32, u128> = BTreeMap::new();
        let mut add = |inner: BTreeMap<u32, u128>, times: u32| {
            for (terminal, count) in inner {
                let sum = counts.entry(terminal).or_insert(0);
                *sum = sum.saturating_add(count.saturating_mul(u128::from(times)));
            }
        };
        if self.axis(node) == Some(*axis) {
            for (start, end, child) in self.runs(node) {
                add(self.tally_memo(child, rest, memo), end.saturating_sub(start));
            }
        } else {
            add(self.tally_memo(node, rest, memo), *size);
        }
        memo.insert((node, axes.len()), counts.clone());
        counts
    }
}

/// Joins boxes that differ in one axis only, until none do.
fn merge(cubes: &mut Vec<Cube>, size: &dyn Fn(AxisId) -> u32) {
    // Of a reduced diagram one box alone limits nothing in vain.
    while cubes.len() > 1 {
        let before = cubes.len();
        let mut axes: Vec<AxisId> =
            cubes.iter().flat_map(|cube| cube.sets.iter().map(|(axis, _)| *axis)).collect();
        axes.sort_unstable();
        axes.dedup();
        for axis in axes {
            let mut groups: Vec<(Cube, ValueSet)> = Vec::new();
            let mut index: FxHashMap<Cube, usize> = FxHashMap::default();
            let many = cubes.len() > FEW;
            for mut cube in cubes.drain(..) {
                let set = cube.take(axis).unwrap_or_else(|| ValueSet::full(size(axis)));
                let known = if many {
                    index.get(&cube).copied()
                } else {
                    groups.iter().position(|(rest, _)| *rest == cube)
                };
                match known.and_then(|at| groups.get_mut(at)) {
                    Some((_, joined)) => *joined = joined.union(&set),
                    None => {
                        if many {
                            index.insert(cube.clone(), groups.len());
                        }
                        groups.push((cube, set));
                    }
                }
            }
            cubes.extend(groups.into_iter().map(|(mut cube, set)| {
                if set != ValueSet::full(size(axis)) {
                    let at = cube.sets.partition_point(|(other, _)| *other < axis);
                    cube.sets.insert(at, (axis, set));
                }
                cube
            }));
        }
        if cubes.len() == before {
            return;
        }
    }
}
