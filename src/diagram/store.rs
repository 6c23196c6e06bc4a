//! The node store: multi-valued decision diagrams with shared nodes.
//!
//! In: tests of one axis, and operations on nodes. Out: nodes in reduced, ordered form, so that two nodes are equal
//! exactly when they stand for the same function. A node tests one axis and has one edge for each maximal run of
//! values with the same child, so its size follows the cut points that rules mention, not the number of values.
//!
//! Source: R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on Computers
//! C-35(8), 1986; for edges over ranges of values: K. Strehl and L. Thiele, "Interval diagrams for efficient symbolic
//! verification of process networks", IEEE Transactions on CAD 19(8), 2000.

use crate::model::{AxisId, ValueSet};
use rustc_hash::FxHashMap;

/// A node, or a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

const TERMINAL: u32 = 1 << 31;

impl NodeId {
    /// The terminal 0: false, or the empty set.
    pub const FALSE: NodeId = NodeId::terminal(0);
    /// The terminal 1: true.
    pub const TRUE: NodeId = NodeId::terminal(1);

    /// Makes a terminal.
    #[must_use]
    pub const fn terminal(value: u32) -> NodeId {
        NodeId(value | TERMINAL)
    }

    /// Returns the node that is added once there are this many.
    pub(super) fn numbered(count: usize) -> NodeId {
        NodeId(u32::try_from(count).unwrap_or(u32::MAX) & !TERMINAL)
    }

    /// Returns the value of a terminal.
    #[must_use]
    pub const fn value(self) -> Option<u32> {
        if self.0 & TERMINAL == 0 { None } else { Some(self.0 & !TERMINAL) }
    }
}

/// A run of values, up to but without `end`, and where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The value after the last of the run.
    pub end: u32,
    /// Where it leads.
    pub child: NodeId,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Node {
    axis: AxisId,
    edges: Box<[Edge]>,
}

/// Why a diagram was not built: it would have more nodes than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// The limit.
    pub limit: usize,
}

/// All nodes of one policy.
#[derive(Debug, Clone)]
pub struct Store {
    nodes: Vec<Node>,
    unique: FxHashMap<Node, NodeId>,
    limit: usize,
}

/// How many nodes one policy may have.
pub const MAX_NODES: usize = crate::limits::LIMITS.nodes;

impl Default for Store {
    fn default() -> Self {
        Store { nodes: Vec::new(), unique: FxHashMap::default(), limit: MAX_NODES }
    }
}

impl Store {
    /// Returns the node for these edges: joined where neighbours agree, skipped where all do.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn node(&mut self, axis: AxisId, edges: impl IntoIterator<Item = Edge>) -> Result<NodeId, TooLarge> {
        let mut joined: Vec<Edge> = Vec::new();
        for edge in edges {
            match joined.last_mut() {
                Some(last) if last.child == edge.child => last.end = edge.end,
                _ => joined.push(edge),
            }
        }
        if let [only] = joined.as_slice() {
            return Ok(only.child);
        }
        let node = Node { axis, edges: joined.into_boxed_slice() };
        if let Some(&id) = self.unique.get(&node) {
            return Ok(id);
        }
        if self.nodes.len() >= self.limit {
            return Err(TooLarge { limit: self.limit });
        }
        let id = NodeId::numbered(self.nodes.len());
        self.nodes.push(node.clone());
        self.unique.insert(node, id);
        Ok(id)
    }

    /// Returns true where the axis has a value of the set; the axis has `size` values.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn test(&mut self, axis: AxisId, set: &ValueSet, size: u32) -> Result<NodeId, TooLarge> {
        let mut edges = Vec::new();
        let mut from = 0;
        for &(start, end) in set.ranges() {
            if start > from {
                edges.push(Edge { end: start, child: NodeId::FALSE });
            }
            edges.push(Edge { end, child: NodeId::TRUE });
            from = end;
        }
        if from < size {
            edges.push(Edge { end: size, child: NodeId::FALSE });
        }
        self.node(axis, edges)
    }

    /// Returns the axis that a node tests; nothing for a terminal.
    #[must_use]
    pub fn axis(&self, id: NodeId) -> Option<AxisId> {
        self.get(id).map(|node| node.axis)
    }

    /// Returns the edges of a node, rising; none for a terminal.
    #[must_use]
    pub fn edges(&self, id: NodeId) -> &[Edge] {
        self.get(id).map_or(&[], |node| &node.edges)
    }

    /// Returns the edges of a node as ranges of values.
    pub fn runs(&self, id: NodeId) -> impl Iterator<Item = (u32, u32, NodeId)> {
        let edges = self.edges(id);
        let starts = std::iter::once(0).chain(edges.iter().map(|edge| edge.end));
        starts.zip(edges).map(|(start, edge)| (start, edge.end, edge.child))
    }

    /// Returns where a node leads for a value of its axis.
    #[must_use]
    pub fn follow(&self, id: NodeId, value: u32) -> NodeId {
        let edges = self.edges(id);
        let at = edges.partition_point(|edge| edge.end <= value);
        edges.get(at).map_or(NodeId::FALSE, |edge| edge.child)
    }

    /// Forgets the nodes that were added since there were this many; ids of forgotten nodes are void, and are given again to
    /// others. The store of a diagram forgets by [`Diagram::forget_nodes`](super::Diagram::forget_nodes) alone.
    pub fn forget(&mut self, len: usize) {
        while self.nodes.len() > len {
            if let Some(node) = self.nodes.pop() {
                self.unique.remove(&node);
            }
        }
    }

    /// Returns how many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Tells whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn get(&self, id: NodeId) -> Option<&Node> {
        if id.value().is_some() { None } else { self.nodes.get(id.0 as usize) }
    }
}
