//! What differs between two runs by the product of their diagrams, where a table would be too large.
//!
//! In: a matter of either side. Out: a diagram over the common facts whose terminals say what differs, and the leaves that meet there.

use super::carry::{Carry, LACKING};
use super::contrast::{ALIKE, Contrasts, Measure, Saying};
use super::side::Side;
use crate::diagram::{NodeId, Store, TooLarge};
use crate::model::{AxisId, Model, ValueSet};
use rustc_hash::FxHashMap;

/// Two policies whose runs are multiplied.
pub(super) struct Product<'p, 'a, M> {
    pub(super) old: &'p mut Side<'a>,
    pub(super) new: &'p mut Side<'a>,
    pub(super) joint: &'p Model,
    pub(super) limits: &'p [(AxisId, ValueSet)],
    pub(super) contrasts: &'p mut Contrasts<M>,
    pub(super) store: &'p mut Store,
}

/// What differs between two runs.
pub(super) struct Made {
    /// What differs in each case.
    pub(super) node: NodeId,
    /// The leaves of either side that meet and differ, with what does.
    pub(super) meeting: Vec<(u32, u32, u32)>,
}

impl<M: Measure> Product<'_, '_, M> {
    /// Multiplies the diagrams of a matter of either side.
    pub(super) fn of(&mut self, old: u32, new: u32) -> Result<Made, TooLarge> {
        let left = carry(self.old, self.joint, self.store, old)?;
        let right = carry(self.new, self.joint, self.store, new)?;
        let mut said = [FxHashMap::default(), FxHashMap::default()];
        let right = self.decided(left, right, &mut said)?;
        let mut differing: Vec<(u32, u32, u32)> = Vec::new();
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let Product { old, new, joint, contrasts, store, .. } = self;
        let [of_old, of_new] = &mut said;
        let mut node = store.combine(&[left, right], &mut |leaves| {
            let [a, b] = leaves else { return 0 };
            *numbers.entry((*a, *b)).or_insert_with(|| {
                let before = saying(old, contrasts, joint, of_old, *a);
                let after = saying(new, contrasts, joint, of_new, *b);
                let contrast = contrasts.between(joint, before, after);
                if contrast == ALIKE {
                    return 0;
                }
                differing.push((*a, *b, contrast));
                u32::try_from(differing.len()).unwrap_or(u32::MAX)
            })
        })?;
        for (axis, set) in self.limits {
            let size = self.joint.axes[*axis].size();
            if set.len() < size && self.store.support(node).contains(axis) {
                node = self.store.within(node, *axis, set, size, 0)?;
            }
        }
        let met = |number: u32| differing.get((number as usize).checked_sub(1)?).copied();
        let left = self.store.terminals(node);
        let node = self.store.map(node, &mut |number| met(number).map_or(ALIKE, |met| met.2))?;
        Ok(Made { node, meeting: left.into_iter().filter_map(met).collect() })
    }

    /// Fixes facts of the new side where what the old one says decides them.
    fn decided(&mut self, old: NodeId, new: NodeId, said: &mut [Known; 2]) -> Result<NodeId, TooLarge> {
        let mut new = new;
        for axis in self.contrasts.measure.decided() {
            let fixed = (0..self.joint.axes[axis].size()).map(|value| self.store.fix(new, axis, value));
            let mut nodes = vec![old, new];
            nodes.extend(fixed.collect::<Result<Vec<NodeId>, TooLarge>>()?);
            let Product { old: side, joint, contrasts, store, .. } = self;
            let [known, _] = &mut *said;
            new = store.combine(&nodes, &mut |leaves| {
                let [upper, either, fixed @ ..] = leaves else { return 0 };
                let number = saying(side, contrasts, joint, known, *upper);
                let value = contrasts.value_of(axis, number);
                value.and_then(|value| fixed.get(value as usize)).copied().unwrap_or(*either)
            })?;
        }
        Ok(new)
    }
}

/// The numbers of what leaves say.
type Known = FxHashMap<u32, u32>;

fn saying<M: Measure>(
    side: &mut Side<'_>,
    contrasts: &mut Contrasts<M>,
    joint: &Model,
    known: &mut Known,
    leaf: u32,
) -> u32 {
    *known.entry(leaf).or_insert_with(|| match leaf {
        LACKING => contrasts.saying(Saying::nothing()),
        leaf => side.saying_at(contrasts, joint, leaf),
    })
}

fn carry(side: &mut Side<'_>, joint: &Model, store: &mut Store, matter: u32) -> Result<NodeId, TooLarge> {
    side.diagram.prepare(side.model, &ValueSet::single(matter))?;
    let root = side.diagram.root(matter);
    Carry { diagram: side.diagram, own: side.own, joint, store }.root(root)
}
