//! Meaning → one exact decision diagram.
//!
//! In: a [`Model`]. Out: a [`Diagram`] that knows, for every case, which rules apply and what they come to. Check,
//! evaluate and explain read it and nothing else, so that they cannot disagree. No texts and no spans here.

mod apply;
mod build;
mod claim;
mod region;
mod store;
mod validity;
mod verdict;

pub use claim::{Claim, ClaimId, PayerClaim};
pub use region::{Cube, MAX_CUBES, Region};
pub use store::{Edge, MAX_NODES, NodeId, Store, TooLarge};
pub use validity::Outside;
pub use verdict::{Asked, Cell, Outcome, Part, Status, Verdict, decide};

use crate::arena::Arena;
use crate::model::{AxisId, Model, ValueSet};

/// Which rules apply in every case of a policy, and what they come to.
#[derive(Debug, Clone)]
pub struct Diagram {
    /// The nodes; more are added while questions are answered.
    pub store: Store,
    /// The claims, in the order of the file.
    pub claims: Arena<ClaimId, Claim>,
    /// Which parts the policy answers.
    pub asked: Asked,
    /// Says of every day whether it lies before the policy's first or after its last; elsewhere the terminal 0.
    bounds: NodeId,
    roots: Vec<NodeId>,
    leaves: Vec<Leaf>,
    verdicts: Vec<Verdict>,
}

/// A set of claims that apply together somewhere.
#[derive(Debug, Clone)]
struct Leaf {
    claims: Vec<ClaimId>,
    outcome: Outcome,
    /// The parts that its matters are asked for.
    asked: Asked,
    /// The number of its verdict, so that equal answers have equal numbers.
    verdict: u32,
}

/// The number of [`Verdict::Impossible`].
pub const IMPOSSIBLE: u32 = 0;

impl Diagram {
    /// Builds the diagram of a policy.
    ///
    /// # Errors
    /// Fails when the policy would need more than [`MAX_NODES`] nodes.
    pub fn new(model: &Model) -> Result<Diagram, TooLarge> {
        build::build(model, Store::default())
    }

    /// Returns the root for a matter by its number; the last is that of every unlisted matter.
    #[must_use]
    pub fn root(&self, matter: u32) -> NodeId {
        self.roots.get(matter as usize).copied().unwrap_or(NodeId::FALSE)
    }

    /// Returns how many matters there are, the unlisted ones as one.
    #[must_use]
    pub fn matter_count(&self) -> u32 {
        u32::try_from(self.roots.len()).unwrap_or(u32::MAX)
    }

    /// Returns one diagram for several matters, which tests the matter first.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn over(&mut self, matters: &ValueSet) -> Result<NodeId, TooLarge> {
        if let (1, Some(only)) = (matters.len(), matters.first()) {
            return Ok(self.root(only));
        }
        let end = self.matter_count();
        let edges: Vec<Edge> =
            (0..end).map(|n| Edge { end: n.saturating_add(1), child: self.root(n) }).collect();
        self.store.node(crate::model::MATTER, edges)
    }

    /// Returns the claims that apply at a leaf.
    #[must_use]
    pub fn claims_at(&self, leaf: u32) -> &[ClaimId] {
        self.leaves.get(leaf as usize).map_or(&[], |leaf| &leaf.claims)
    }

    /// Returns what the claims at a leaf come to.
    #[must_use]
    pub fn outcome(&self, leaf: u32) -> Option<&Outcome> {
        self.leaves.get(leaf as usize).map(|leaf| &leaf.outcome)
    }

    /// Returns the parts that a leaf's matters are asked for.
    #[must_use]
    pub fn asked_at(&self, leaf: u32) -> &Asked {
        self.leaves.get(leaf as usize).map_or(&self.asked, |leaf| &leaf.asked)
    }

    /// Puts the days before the policy's first and after its last into a diagram, as leaves of their own; what stands at
    /// `kept` stays.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn with_bounds(&mut self, node: NodeId, kept: u32) -> Result<NodeId, TooLarge> {
        let Diagram { store, leaves, bounds, .. } = self;
        let outside = |leaf: u32| leaves.get(leaf as usize).and_then(|leaf| leaf.outcome.outside);
        store.combine(&[*bounds, node], &mut |values| match values {
            [_, leaf] if *leaf == kept => kept,
            // A case that starts on a day of its own says so.
            [bound, leaf]
                if matches!(
                    (outside(*bound), outside(*leaf)),
                    (Some(Outside::NotYet(_)), Some(Outside::NotYet(_)))
                ) =>
            {
                *leaf
            }
            [0, leaf] | [leaf, _] => *leaf,
            _ => 0,
        })
    }

    /// Returns the number of a leaf's verdict.
    #[must_use]
    pub fn verdict_of(&self, leaf: u32) -> u32 {
        self.leaves.get(leaf as usize).map_or(IMPOSSIBLE, |leaf| leaf.verdict)
    }

    /// Turns a diagram of leaves into one of verdicts; what is no leaf becomes [`IMPOSSIBLE`].
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn verdicts(&mut self, node: NodeId) -> Result<NodeId, TooLarge> {
        let Diagram { store, leaves, .. } = self;
        store.map(node, &mut |leaf| leaves.get(leaf as usize).map_or(IMPOSSIBLE, |leaf| leaf.verdict))
    }

    /// Returns a verdict by its number.
    #[must_use]
    pub fn verdict(&self, number: u32) -> &Verdict {
        self.verdicts.get(number as usize).unwrap_or(&Verdict::Impossible)
    }

    /// Returns how many leaves there are.
    #[must_use]
    pub fn leaf_count(&self) -> usize {
        self.leaves.len()
    }

    /// Returns the values that a check looks at: all but those that no declaration vouches for.
    #[must_use]
    pub fn vouched(model: &Model, axis: AxisId) -> ValueSet {
        if axis == model.date() {
            return model.stretches(model.in_force());
        }
        let axis = &model.axes[axis];
        let full = ValueSet::full(axis.size());
        match axis.other() {
            Some(other) if axis.inferred => ValueSet::range(0, other),
            _ => full,
        }
    }
}
