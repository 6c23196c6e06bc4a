//! Meaning → one exact decision diagram.
//!
//! In: a [`Model`]. Out: a [`Diagram`] that knows, for every case, which rules apply and what they come to. Check,
//! evaluate and explain read it and nothing else, so that they cannot disagree. No texts and no spans here.

mod applies;
mod apply;
mod boxes;
mod build;
mod claim;
mod classes;
mod grid;
mod leaves;
mod plane;
mod profile;
mod region;
mod root;
mod runs;
mod store;
mod validity;
mod verdict;
mod voice;

pub use claim::{Claim, ClaimId, Claims, Manner, PayerClaim, Says, SaysId};
pub use classes::GridAxis;
pub use grid::{Grid, MAX_CELLS, SetId};
pub use plane::{Layout, Plane};
pub use profile::{IMPOSSIBLE, Profile};
pub use region::{Cube, MAX_CUBES, Region};
pub use runs::{Run, Runs};
pub use store::{Edge, MAX_NODES, NodeId, Store, TooLarge};
pub use validity::Outside;
pub use verdict::{ANSWERED, Asked, Cell, Outcome, Part, Saying, Status, Verdict, decide, says_more};
pub use voice::{CLASS, PAYER, Voice, Voices};

use crate::model::{AxisId, Model, PartId, ValueSet};
use boxes::{Area, Boxes, Values};
use leaves::Leaves;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Which rules apply in every case of a policy, and what they come to.
#[derive(Debug, Clone)]
pub struct Diagram {
    /// The nodes; more are added while questions are answered.
    pub store: Store,
    /// The claims, in the order of the file.
    pub claims: Claims,
    /// Says of every day whether it lies before the policy's first or after its last; elsewhere the terminal 0.
    bounds: NodeId,
    boxes: Boxes,
    runs: Runs,
    leaves: Leaves,
    /// The roots that were made, by the number of their run.
    roots: FxHashMap<usize, NodeId>,
    /// The runs whose roots were made, in that order.
    made: Vec<usize>,
    /// The facts on which the verdict depends, by root.
    supports: BTreeMap<NodeId, Vec<AxisId>>,
    /// What there was before the first question.
    kept: Mark,
}

/// How much a diagram knew at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    nodes: usize,
    leaves: usize,
    roots: usize,
}

/// With so many nodes more than were needed for good, those made for earlier questions are forgotten before the next.
const MUCH: usize = MAX_NODES / 4;

impl Diagram {
    /// Builds the diagram of a policy.
    ///
    /// # Errors
    /// Fails when a condition would need more than [`MAX_NODES`] nodes.
    pub fn new(model: &Model) -> Result<Diagram, TooLarge> {
        build::build(model)
    }

    /// Makes the diagrams of some matters ready to be asked: [`Diagram::root`] knows these.
    ///
    /// # Errors
    /// Fails when they would need more than [`MAX_NODES`] nodes.
    pub fn prepare(&mut self, model: &Model, matters: &ValueSet) -> Result<(), TooLarge> {
        for &(start, end) in matters.ranges() {
            let mut matter = start;
            while matter < end {
                let Some(run) = self.runs.of(matter) else { break };
                if !self.roots.contains_key(&run) {
                    let root = self.make_root(model, run)?;
                    self.roots.insert(run, root);
                    self.made.push(run);
                }
                matter = self.runs.all().get(run).map_or(end, |run| run.end);
            }
        }
        Ok(())
    }

    /// Returns how much is known now, to come back to later.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { nodes: self.store.len(), leaves: self.leaves.len(), roots: self.made.len() }
    }

    /// Forgets what was made since a mark; ids of forgotten nodes and leaves are void.
    pub fn forget(&mut self, mark: Mark) {
        for run in self.made.drain(mark.roots.min(self.made.len())..) {
            self.roots.remove(&run);
        }
        self.store.forget(mark.nodes);
        self.leaves.forget(mark.leaves);
        self.supports.clear();
    }

    /// Forgets the nodes that were added since there were this many, with what is known of them.
    pub fn forget_nodes(&mut self, count: usize) {
        self.store.forget(count);
        // Another node may come to stand under the same id.
        drop(self.supports.split_off(&NodeId::numbered(count)));
    }

    /// Returns the facts on which the verdict under a root ever depends, rising.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn verdict_support(&mut self, root: NodeId) -> Result<Vec<AxisId>, TooLarge> {
        if let Some(known) = self.supports.get(&root) {
            return Ok(known.clone());
        }
        let verdicts = self.verdicts(root)?;
        let support = self.store.support(verdicts);
        self.supports.insert(root, support.clone());
        Ok(support)
    }

    /// Forgets what was made since a mark, once it is much.
    pub fn relax(&mut self, mark: Mark) {
        if self.store.len().saturating_sub(mark.nodes) > MUCH {
            self.forget(mark);
        }
    }

    /// Forgets what earlier questions left behind, once it is much.
    pub fn tidy(&mut self) {
        self.relax(self.kept);
    }

    /// Returns the root for a matter by its number, once it is prepared; the last matter stands for all that are not listed.
    #[must_use]
    pub fn root(&self, matter: u32) -> NodeId {
        let root = self.runs.of(matter).and_then(|run| self.roots.get(&run));
        root.copied().unwrap_or(NodeId::FALSE)
    }

    /// Returns the runs of matters that the same claims are about.
    #[must_use]
    pub fn runs(&self) -> &Runs {
        &self.runs
    }

    /// Returns where a claim applies as boxes: for each the facts that it limits, rising, with the values as bits where the fact has
    /// few. Nothing comes back for a claim that takes too many boxes.
    #[must_use]
    pub fn boxes_of(
        &self,
        claim: ClaimId,
    ) -> Option<impl Iterator<Item = impl Iterator<Item = (AxisId, Option<u64>)>>> {
        let Area::Boxes(first, end) = self.boxes.area(claim) else { return None };
        Some((first..end).map(|number| {
            self.boxes.sides(number).iter().map(|side| match side.values {
                Values::Bits(bits) => (side.axis, Some(bits)),
                Values::Wide(_) => (side.axis, None),
            })
        }))
    }

    /// Returns how many matters there are, the unlisted ones as one.
    #[must_use]
    pub fn matter_count(&self) -> u32 {
        self.runs.all().last().map_or(0, |run| run.end)
    }

    /// Returns one diagram for several matters, which tests the matter first; for all others it comes to `elsewhere`.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn over(&mut self, matters: &ValueSet, elsewhere: u32) -> Result<NodeId, TooLarge> {
        if let (1, Some(only)) = (matters.len(), matters.first()) {
            return Ok(self.root(only));
        }
        let elsewhere = NodeId::terminal(elsewhere);
        let mut edges: Vec<Edge> = Vec::new();
        for &(start, end) in matters.ranges() {
            if start > 0 {
                edges.push(Edge { end: start, child: elsewhere });
            }
            for matter in start..end {
                edges.push(Edge { end: matter.saturating_add(1), child: self.root(matter) });
            }
        }
        // The last matter stands for all that are not listed, and is none of these.
        edges.push(Edge { end: self.matter_count(), child: elsewhere });
        self.store.node(crate::model::MATTER, edges)
    }

    /// Returns the leaf for a set of claims, which come rising, and for the further parts that are asked for.
    pub fn leaf(&mut self, model: &Model, claims: &[ClaimId], further: &[PartId]) -> u32 {
        self.leaves.claims(model, &self.claims, claims, further)
    }

    /// Returns what a set of claims comes to, without a leaf for it.
    pub fn profile(&mut self, model: &Model, claims: &[ClaimId], further: &[PartId]) -> Profile {
        self.leaves.profiles.of(model, &self.claims, claims, further).0
    }

    /// Returns what a set of claims comes to, with the number of all its parts as a verdict that leaves nothing out.
    pub fn profile_in_full(
        &mut self,
        model: &Model,
        claims: &[ClaimId],
        further: &[PartId],
    ) -> (Profile, u32) {
        self.leaves.profiles.of(model, &self.claims, claims, further)
    }

    /// Returns what one claim comes to that only agrees or clashes, and stands alone.
    pub fn profile_of(&mut self, model: &Model, claim: ClaimId) -> Profile {
        self.leaves.profiles.of_one(model, &self.claims, claim).0
    }

    /// Decides what a set of claims comes to, and how, without a leaf for it.
    #[must_use]
    pub fn decide(&self, model: &Model, claims: &[ClaimId], further: &[PartId]) -> Outcome {
        let asked = Asked { further: further.to_vec(), ..self.asked().clone() };
        decide(model, &self.claims, &asked, claims)
    }

    /// Returns which parts the policy answers.
    #[must_use]
    pub fn asked(&self) -> &Asked {
        &self.leaves.profiles.asked
    }

    /// Returns the claims that apply at a leaf.
    #[must_use]
    pub fn claims_at(&self, leaf: u32) -> &[ClaimId] {
        self.leaves.claims_at(leaf)
    }

    /// Returns what the claims at a leaf come to, and how.
    #[must_use]
    pub fn outcome(&self, model: &Model, leaf: u32) -> Option<&Outcome> {
        self.leaves.outcome(model, &self.claims, leaf)
    }

    /// Returns how the days of a leaf lie outside of the policy's validity, if they do.
    #[must_use]
    pub fn outside_at(&self, leaf: u32) -> Option<Outside> {
        self.leaves.outside_at(leaf)
    }

    /// Returns the parts that a leaf's matters are asked for.
    #[must_use]
    pub fn asked_at(&self, leaf: u32) -> Asked {
        self.leaves.asked_at(leaf)
    }

    /// Puts the days before the policy's first and after its last into a diagram, as leaves of their own; what stands at
    /// `kept` stays.
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn with_bounds(&mut self, node: NodeId, kept: u32) -> Result<NodeId, TooLarge> {
        let Diagram { store, leaves, bounds, .. } = self;
        let outside = |leaf: u32| leaves.outside_at(leaf);
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
        self.leaves.verdict_of(leaf)
    }

    /// Turns a diagram of leaves into one of verdicts; what is no leaf becomes [`IMPOSSIBLE`].
    ///
    /// # Errors
    /// Fails when the store is full.
    pub fn verdicts(&mut self, node: NodeId) -> Result<NodeId, TooLarge> {
        let Diagram { store, leaves, .. } = self;
        store.map(node, &mut |leaf| leaves.verdict_of(leaf))
    }

    /// Returns a verdict by its number.
    #[must_use]
    pub fn verdict(&self, number: u32) -> &Verdict {
        self.leaves.profiles.verdict(number)
    }

    /// Returns the status of a verdict by its number.
    #[must_use]
    pub fn status(&self, verdict: u32) -> Status {
        self.leaves.profiles.status(verdict)
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
