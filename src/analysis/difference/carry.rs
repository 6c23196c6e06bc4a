//! The diagram of one side, over the common facts.
//!
//! In: a root of one side. Out: the same in another store, whose facts may have more values and stand in another order. Of a value
//! that the side does not have it says what it says of all its own, where they agree; else that it does not have it.

use super::align::Own;
use crate::diagram::{Diagram, Edge, NodeId, Store, TooLarge};
use crate::model::{AxisId, Model, ValueSet};
use rustc_hash::FxHashMap;

/// Stands where a side does not have the value, and its answer depends on it.
pub(super) const LACKING: u32 = (u32::MAX >> 1) - 2;

/// Carries roots of one side over.
pub(super) struct Carry<'a> {
    pub(super) diagram: &'a Diagram,
    pub(super) own: &'a Own,
    /// The common vocabulary.
    pub(super) joint: &'a Model,
    pub(super) store: &'a mut Store,
}

impl Carry<'_> {
    /// Carries a root over.
    pub(super) fn root(&mut self, root: NodeId) -> Result<NodeId, TooLarge> {
        self.node(root, &mut FxHashMap::default())
    }

    fn node(&mut self, node: NodeId, memo: &mut FxHashMap<NodeId, NodeId>) -> Result<NodeId, TooLarge> {
        let Some(own) = self.diagram.store.axis(node) else { return Ok(node) };
        if let Some(&done) = memo.get(&node) {
            return Ok(done);
        }
        let mut children = Vec::new();
        for (child, _) in self.diagram.store.grouped(node) {
            children.push((child, self.node(child, memo)?));
        }
        let carried = |child: NodeId| children.iter().find(|(own, _)| *own == child).map(|(_, there)| *there);
        let axis = self.own.axis(own);
        let mut edges: Vec<Edge> = Vec::new();
        match self.own.values(own) {
            None => {
                for edge in self.diagram.store.edges(node) {
                    edges.extend(carried(edge.child).map(|child| Edge { end: edge.end, child }));
                }
            }
            Some(values) => {
                let lacking = if values.contains(&None) {
                    let nodes: Vec<NodeId> = children.iter().map(|(_, there)| *there).collect();
                    self.agreed(&nodes)?
                } else {
                    NodeId::terminal(LACKING)
                };
                for (number, value) in (1_u32..).zip(values) {
                    let child = value.map(|value| self.diagram.store.follow(node, value));
                    let child = child.and_then(carried).unwrap_or(lacking);
                    edges.push(Edge { end: number, child });
                }
            }
        }
        let made = self.make(axis, edges)?;
        memo.insert(node, made);
        Ok(made)
    }

    /// Returns what all of several diagrams say, and elsewhere that the value is lacking.
    fn agreed(&mut self, nodes: &[NodeId]) -> Result<NodeId, TooLarge> {
        let diagram = self.diagram;
        self.store.combine(nodes, &mut |leaves| {
            let mut verdicts = leaves.iter().map(|&leaf| verdict_of(diagram, leaf));
            let first = verdicts.next();
            match leaves.first() {
                Some(&leaf) if verdicts.all(|other| Some(other) == first) => leaf,
                _ => LACKING,
            }
        })
    }

    /// Makes a node where a fact may stand behind facts that its children test.
    fn make(&mut self, axis: AxisId, edges: Vec<Edge>) -> Result<NodeId, TooLarge> {
        let in_order = edges.iter().all(|edge| self.store.axis(edge.child).is_none_or(|below| axis < below));
        if in_order {
            return self.store.node(axis, edges);
        }
        let mut groups: Vec<(NodeId, Vec<(u32, u32)>)> = Vec::new();
        let mut start = 0;
        for edge in edges {
            match groups.iter_mut().find(|(child, _)| *child == edge.child) {
                Some((_, ranges)) => ranges.push((start, edge.end)),
                None => groups.push((edge.child, vec![(start, edge.end)])),
            }
            start = edge.end;
        }
        let size = self.joint.axes[axis].size();
        let mut made = NodeId::FALSE;
        for (child, ranges) in groups {
            let here = self.store.test(axis, &ValueSet::from_ranges(ranges), size)?;
            made = self.store.combine(&[here, child, made], &mut |values| match values {
                [1, inside, _] => *inside,
                [_, _, outside] => *outside,
                _ => 0,
            })?;
        }
        Ok(made)
    }
}

/// Returns the number of a leaf's verdict; what is lacking has one of its own.
fn verdict_of(diagram: &Diagram, leaf: u32) -> u32 {
    if leaf == LACKING { LACKING } else { diagram.verdict_of(leaf) }
}
