//! The diagram of a run of matters, made when it is asked for.
//!
//! In: the claims of the run. Out: a node whose leaves are the sets of claims that apply. It is read off the run's table; where a
//! table would be too large, the claims' own diagrams are combined, which takes as much room as the result needs.

use super::boxes::{Area, Side};
use super::grid::{Grid, Picture};
use super::leaves::Leaves;
use super::store::{Edge, NodeId, Store, TooLarge};
use super::{ClaimId, Diagram};
use crate::model::{AMOUNT, AxisId, Condition, Model, PartId, TRANSFER};

impl Store {
    /// Turns a condition into a diagram.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn condition(&mut self, model: &Model, condition: &Condition) -> Result<NodeId, TooLarge> {
        match condition {
            Condition::Always => Ok(NodeId::TRUE),
            Condition::Test(axis, set) => self.test(*axis, set, model.axes[*axis].size()),
            Condition::All(parts) => parts.iter().try_fold(NodeId::TRUE, |all, part| {
                let part = self.condition(model, part)?;
                self.and(all, part)
            }),
            Condition::Any(parts) => parts.iter().try_fold(NodeId::FALSE, |any, part| {
                let part = self.condition(model, part)?;
                self.or(any, part)
            }),
            Condition::Not(part) => {
                let part = self.condition(model, part)?;
                self.map(part, &mut |value| u32::from(value == 0))
            }
        }
    }
}

impl Diagram {
    /// Returns where a condition holds, as a diagram of 0 and 1.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn condition(&mut self, model: &Model, condition: &Condition) -> Result<NodeId, TooLarge> {
        self.store.condition(model, condition)
    }

    /// Makes the root of a run.
    pub(super) fn make_root(&mut self, model: &Model, run: usize) -> Result<NodeId, TooLarge> {
        let Some(here) = self.runs.all().get(run).copied() else { return Ok(NodeId::FALSE) };
        let mut claims = Vec::new();
        self.runs.claims(&here, &mut claims);
        let further = self.asked_of(model, &claims);
        let mut grid = Grid::default();
        if self.paint(model, &claims, &mut grid) {
            let Diagram { store, leaves, claims: all, .. } = self;
            let mut applying = Vec::new();
            return grid.diagram(store, &mut |set| {
                grid.claims(set, &mut applying);
                leaves.claims(model, all, &applying, &further)
            });
        }
        self.combine(model, here.start, &claims, &further)
    }

    /// Paints the table of some claims; nothing is painted where a diagram is needed.
    #[must_use]
    pub fn paint(&self, model: &Model, claims: &[ClaimId], grid: &mut Grid) -> bool {
        let size = |axis: AxisId| model.axes[axis].size();
        let picture = Picture { boxes: &self.boxes, claims, size: &size };
        // Cases that start on days of their own are known to diagrams alone.
        model.starts.is_empty() && grid.paint(&picture)
    }

    /// Tells whether further parts may be asked for: a transfer and an amount are never missed.
    #[must_use]
    pub fn asks_further(model: &Model) -> bool {
        model.parts.len() > 2
    }

    /// Returns the further parts that some rule about a matter states.
    #[must_use]
    pub fn asked_of(&self, model: &Model, claims: &[ClaimId]) -> Vec<PartId> {
        if !Diagram::asks_further(model) {
            return Vec::new();
        }
        let states = |id: &ClaimId| model.rules[self.claims[*id].rule].effect.statement();
        let stated =
            claims.iter().filter_map(states).flat_map(|says| says.further.iter().map(|(part, _)| *part));
        let mut parts: Vec<PartId> = stated.filter(|part| ![TRANSFER, AMOUNT].contains(part)).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// Combines the diagrams of claims: each leaf is the set of those that apply, once the policy has started.
    fn combine(
        &mut self,
        model: &Model,
        matter: u32,
        applying: &[ClaimId],
        further: &[PartId],
    ) -> Result<NodeId, TooLarge> {
        let mut nodes = Vec::with_capacity(applying.len().saturating_add(1));
        for &claim in applying {
            nodes.push(self.area(model, claim)?);
        }
        nodes.push(self.starts(model, matter)?);
        let Diagram { store, leaves, claims, .. } = self;
        let leaf = |leaves: &mut Leaves, values: &[u32]| {
            if let Some(&outside) = values.last().filter(|&&outside| outside != 0) {
                return outside;
            }
            let here = applying.iter().zip(values).filter(|(_, value)| **value == 1).map(|(id, _)| *id);
            leaves.claims(model, claims, &here.collect::<Vec<ClaimId>>(), further)
        };
        store.combine(&nodes, &mut |values| leaf(leaves, values))
    }

    /// Returns where a claim applies as a diagram.
    fn area(&mut self, model: &Model, claim: ClaimId) -> Result<NodeId, TooLarge> {
        let Diagram { store, boxes, .. } = self;
        match boxes.area(claim) {
            Area::Diagram(node) => Ok(node),
            Area::Boxes(first, end) => (first..end).try_fold(NodeId::FALSE, |any, number| {
                let one = boxes.sides(number).iter().rev().try_fold(NodeId::TRUE, |inner, side: &Side| {
                    let set = boxes.set(side.values);
                    let test = store.test(side.axis, &set, model.axes[side.axis].size())?;
                    let edges: Vec<Edge> = store.edges(test).to_vec();
                    let child = |edge: Edge| Edge {
                        child: if edge.child == NodeId::TRUE { inner } else { edge.child },
                        ..edge
                    };
                    store.node(side.axis, edges.into_iter().map(child))
                })?;
                store.or(any, one)
            }),
        }
    }
}
