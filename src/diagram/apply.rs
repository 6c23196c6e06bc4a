//! Operations on diagrams.
//!
//! In: nodes of one store. Out: nodes of the same store. Each operation visits every tuple of nodes once.

use super::store::{Edge, NodeId, Store, TooLarge};
use crate::model::{AxisId, ValueSet};
use rustc_hash::FxHashMap;

impl Store {
    /// Combines several diagrams: `join` makes a terminal once all of them are terminals.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn combine(
        &mut self,
        nodes: &[NodeId],
        join: &mut dyn FnMut(&[u32]) -> u32,
    ) -> Result<NodeId, TooLarge> {
        self.combine_memo(nodes, join, &mut FxHashMap::default())
    }

    fn combine_memo(
        &mut self,
        nodes: &[NodeId],
        join: &mut dyn FnMut(&[u32]) -> u32,
        memo: &mut FxHashMap<Box<[NodeId]>, NodeId>,
    ) -> Result<NodeId, TooLarge> {
        let terminals: Option<Vec<u32>> = nodes.iter().map(|node| node.value()).collect();
        if let Some(values) = terminals {
            return Ok(NodeId::terminal(join(&values)));
        }
        if let Some(&done) = memo.get(nodes) {
            return Ok(done);
        }
        let Some(axis) = nodes.iter().filter_map(|&node| self.axis(node)).min() else {
            return Ok(NodeId::FALSE);
        };
        let mut edges = Vec::new();
        for (end, children) in self.split(axis, nodes) {
            edges.push(Edge { end, child: self.combine_memo(&children, join, memo)? });
        }
        let made = self.node(axis, edges)?;
        memo.insert(nodes.into(), made);
        Ok(made)
    }

    /// Cuts an axis where any of the nodes cuts it, and returns each piece's end with the children there.
    #[must_use]
    pub fn split(&self, axis: AxisId, nodes: &[NodeId]) -> Vec<(u32, Vec<NodeId>)> {
        let mut ends: Vec<u32> = nodes
            .iter()
            .filter(|&&node| self.axis(node) == Some(axis))
            .flat_map(|&node| self.edges(node).iter().map(|edge| edge.end))
            .collect();
        ends.sort_unstable();
        ends.dedup();
        let mut start = 0;
        let mut pieces = Vec::with_capacity(ends.len());
        for end in ends {
            let child =
                |&node: &NodeId| if self.axis(node) == Some(axis) { self.follow(node, start) } else { node };
            pieces.push((end, nodes.iter().map(child).collect()));
            start = end;
        }
        pieces
    }

    /// Returns true where both are.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn and(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        match (a, b) {
            (NodeId::FALSE, _) | (_, NodeId::FALSE) => Ok(NodeId::FALSE),
            (NodeId::TRUE, other) | (other, NodeId::TRUE) => Ok(other),
            _ => self.combine(&[a, b], &mut |values| u32::from(values.iter().all(|&v| v == 1))),
        }
    }

    /// Returns true where either is.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn or(&mut self, a: NodeId, b: NodeId) -> Result<NodeId, TooLarge> {
        match (a, b) {
            (NodeId::TRUE, _) | (_, NodeId::TRUE) => Ok(NodeId::TRUE),
            (NodeId::FALSE, other) | (other, NodeId::FALSE) => Ok(other),
            _ => self.combine(&[a, b], &mut |values| u32::from(values.contains(&1))),
        }
    }

    /// Replaces each terminal.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn map(&mut self, node: NodeId, f: &mut dyn FnMut(u32) -> u32) -> Result<NodeId, TooLarge> {
        self.map_memo(node, f, &mut FxHashMap::default())
    }

    fn map_memo(
        &mut self,
        node: NodeId,
        f: &mut dyn FnMut(u32) -> u32,
        memo: &mut FxHashMap<NodeId, NodeId>,
    ) -> Result<NodeId, TooLarge> {
        if let Some(&done) = memo.get(&node) {
            return Ok(done);
        }
        let made = match (node.value(), self.axis(node)) {
            (Some(value), _) => NodeId::terminal(f(value)),
            (None, None) => NodeId::FALSE,
            (None, Some(axis)) => {
                let mut edges = self.edges(node).to_vec();
                for edge in &mut edges {
                    edge.child = self.map_memo(edge.child, f, memo)?;
                }
                self.node(axis, edges)?
            }
        };
        memo.insert(node, made);
        Ok(made)
    }

    /// Keeps a diagram where an axis has a value of the set, and puts `outside` everywhere else.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn within(
        &mut self,
        node: NodeId,
        axis: AxisId,
        set: &ValueSet,
        size: u32,
        outside: u32,
    ) -> Result<NodeId, TooLarge> {
        let inside = self.test(axis, set, size)?;
        self.combine(&[inside, node], &mut |values| match values {
            [1, value] => *value,
            _ => outside,
        })
    }

    /// Returns what is left once an axis is known to have this value.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn fix(&mut self, node: NodeId, axis: AxisId, value: u32) -> Result<NodeId, TooLarge> {
        self.fix_memo(node, axis, value, &mut FxHashMap::default())
    }

    fn fix_memo(
        &mut self,
        node: NodeId,
        axis: AxisId,
        value: u32,
        memo: &mut FxHashMap<NodeId, NodeId>,
    ) -> Result<NodeId, TooLarge> {
        match self.axis(node) {
            Some(here) if here == axis => return Ok(self.follow(node, value)),
            Some(here) if here < axis => {}
            _ => return Ok(node),
        }
        if let Some(&done) = memo.get(&node) {
            return Ok(done);
        }
        let here = self.axis(node).unwrap_or(axis);
        let mut edges = self.edges(node).to_vec();
        for edge in &mut edges {
            edge.child = self.fix_memo(edge.child, axis, value, memo)?;
        }
        let made = self.node(here, edges)?;
        memo.insert(node, made);
        Ok(made)
    }

    /// Returns the axes that a diagram tests, in order.
    #[must_use]
    pub fn support(&self, node: NodeId) -> Vec<AxisId> {
        let mut axes = Vec::new();
        self.each_node(node, &mut |store, id| axes.extend(store.axis(id)));
        axes.sort_unstable();
        axes.dedup();
        axes
    }

    /// Returns the terminals that a diagram can reach, rising.
    #[must_use]
    pub fn terminals(&self, node: NodeId) -> Vec<u32> {
        let mut values = Vec::new();
        self.each_node(node, &mut |_, id| values.extend(id.value()));
        values.sort_unstable();
        values.dedup();
        values
    }

    /// Visits every node and terminal under a node once, the node itself first.
    pub fn each_node(&self, node: NodeId, visit: &mut dyn FnMut(&Store, NodeId)) {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut waiting = vec![node];
        while let Some(next) = waiting.pop() {
            if seen.insert(next) {
                visit(self, next);
                waiting.extend(self.edges(next).iter().map(|edge| edge.child));
            }
        }
    }
}
