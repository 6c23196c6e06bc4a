//! The sets of claims that diagrams lead to.
//!
//! In: sets of claims. Out: a number for each, with the number of what it comes to. How it comes to that is worked out once
//! somebody asks: few sets are ever asked about.

use super::claim::{ClaimId, Claims};
use super::profile::{IMPOSSIBLE, Profiles};
use super::validity::Outside;
use super::verdict::{Asked, Outcome, Verdict, decide};
use crate::model::{Model, PartId};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// A set of claims that apply together somewhere, or days on which none does.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    key: Key,
    /// The number of its verdict.
    pub(super) verdict: u32,
    /// How it comes to that, once somebody asked.
    outcome: OnceLock<Box<Outcome>>,
}

/// What a leaf is made of; the claims may be thousands, so the list of leaves and their index share them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// These claims apply, and these further parts are asked for.
    Claims(Arc<[ClaimId]>, Box<[PartId]>),
    /// The policy is not in force.
    Outside(Outside),
}

/// All leaves that were met.
#[derive(Debug, Clone)]
pub(super) struct Leaves {
    /// What sets of claims come to.
    pub(super) profiles: Profiles,
    list: Vec<Leaf>,
    numbers: FxHashMap<Key, u32>,
}

impl Leaves {
    /// Begins with the leaf at which no claim applies, which is the first.
    pub(super) fn new(model: &Model, asked: Asked) -> Leaves {
        let mut leaves =
            Leaves { profiles: Profiles::new(asked), list: Vec::new(), numbers: FxHashMap::default() };
        leaves.claims(model, &Claims::default(), &[], &[]);
        leaves
    }

    /// Returns the leaf for a set of claims, a new one if need be.
    pub(super) fn claims(
        &mut self,
        model: &Model,
        claims: &Claims,
        applying: &[ClaimId],
        further: &[PartId],
    ) -> u32 {
        let key = Key::Claims(applying.into(), further.into());
        if let Some(&known) = self.numbers.get(&key) {
            return known;
        }
        let verdict = self.profiles.of(model, claims, applying, further).0.verdict;
        self.add(key, verdict)
    }

    /// Returns the leaf for days outside of the policy's validity.
    pub(super) fn outside(&mut self, outside: Outside) -> u32 {
        match self.numbers.get(&Key::Outside(outside)) {
            Some(&known) => known,
            None => {
                let verdict = self.profiles.number(&Verdict::NotInForce);
                self.add(Key::Outside(outside), verdict)
            }
        }
    }

    fn add(&mut self, key: Key, verdict: u32) -> u32 {
        let new = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(Leaf { key: key.clone(), verdict, outcome: OnceLock::new() });
        self.numbers.insert(key, new);
        new
    }

    /// Returns the number of a leaf's verdict.
    pub(super) fn verdict_of(&self, leaf: u32) -> u32 {
        self.list.get(leaf as usize).map_or(IMPOSSIBLE, |leaf| leaf.verdict)
    }

    /// Returns the claims that apply at a leaf.
    pub(super) fn claims_at(&self, leaf: u32) -> &[ClaimId] {
        match self.list.get(leaf as usize).map(|leaf| &leaf.key) {
            Some(Key::Claims(claims, _)) => claims,
            _ => &[],
        }
    }

    /// Returns the parts that a leaf's matters are asked for.
    pub(super) fn asked_at(&self, leaf: u32) -> Asked {
        let further = match self.list.get(leaf as usize).map(|leaf| &leaf.key) {
            Some(Key::Claims(_, further)) => further.to_vec(),
            _ => Vec::new(),
        };
        Asked { further, ..self.profiles.asked.clone() }
    }

    /// Returns how the days of a leaf lie outside of the policy's validity, if they do.
    pub(super) fn outside_at(&self, leaf: u32) -> Option<Outside> {
        match self.list.get(leaf as usize).map(|leaf| &leaf.key) {
            Some(Key::Outside(outside)) => Some(*outside),
            _ => None,
        }
    }

    /// Returns what a leaf comes to, and how.
    pub(super) fn outcome(&self, model: &Model, claims: &Claims, number: u32) -> Option<&Outcome> {
        let leaf = self.list.get(number as usize)?;
        let made = leaf.outcome.get_or_init(|| {
            Box::new(match &leaf.key {
                Key::Claims(applying, _) => decide(model, claims, &self.asked_at(number), applying),
                Key::Outside(outside) => Outcome::outside(*outside),
            })
        });
        Some(made)
    }

    /// Returns how many leaves there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets the leaves that were added since there were this many. Verdicts keep their numbers.
    pub(super) fn forget(&mut self, len: usize) {
        while self.list.len() > len {
            if let Some(leaf) = self.list.pop() {
                self.numbers.remove(&leaf.key);
            }
        }
    }
}
