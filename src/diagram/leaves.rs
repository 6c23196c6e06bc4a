//! The sets of claims that were met, each decided once.
//!
//! In: sets of claims. Out: a number for each, with what it comes to; and a number for each verdict, so that equal answers have
//! equal numbers.

use super::ClaimId;
use super::claim::Claims;
use super::validity::Outside;
use super::verdict::{Asked, Outcome, Verdict, decide};
use crate::model::{Model, PartId};
use rustc_hash::FxHashMap;

/// The number of [`Verdict::Impossible`].
pub const IMPOSSIBLE: u32 = 0;

/// A set of claims that apply together somewhere.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) claims: Vec<ClaimId>,
    pub(super) outcome: Outcome,
    /// The parts that its matters are asked for.
    pub(super) asked: Asked,
    /// The number of its verdict.
    pub(super) verdict: u32,
}

/// What a leaf is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// These claims apply, and these further parts are asked for.
    Claims(Vec<ClaimId>, Vec<PartId>),
    /// The policy is not in force.
    Outside(Outside),
}

/// All leaves that were met.
#[derive(Debug, Clone)]
pub(super) struct Leaves {
    /// The parts that the policy answers at all.
    pub(super) asked: Asked,
    list: Vec<Leaf>,
    numbers: FxHashMap<Key, u32>,
    verdicts: Vec<Verdict>,
    verdict_numbers: FxHashMap<Verdict, u32>,
}

impl Leaves {
    /// Begins with the leaf at which no claim applies, which is the first.
    pub(super) fn new(model: &Model, asked: Asked) -> Leaves {
        let mut leaves = Leaves {
            asked,
            list: Vec::new(),
            numbers: FxHashMap::default(),
            verdicts: vec![Verdict::Impossible],
            verdict_numbers: FxHashMap::default(),
        };
        leaves.verdict_numbers.insert(Verdict::Impossible, IMPOSSIBLE);
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
        let key = Key::Claims(applying.to_vec(), further.to_vec());
        if let Some(&known) = self.numbers.get(&key) {
            return known;
        }
        let asked = Asked { further: further.to_vec(), ..self.asked.clone() };
        let outcome = decide(model, claims, &asked, applying);
        self.add(key, applying.to_vec(), asked, outcome)
    }

    /// Returns the leaf for days outside of the policy's validity.
    pub(super) fn outside(&mut self, outside: Outside) -> u32 {
        match self.numbers.get(&Key::Outside(outside)) {
            Some(&known) => known,
            None => {
                let asked = Asked { further: Vec::new(), ..self.asked.clone() };
                self.add(Key::Outside(outside), Vec::new(), asked, Outcome::outside(outside))
            }
        }
    }

    fn add(&mut self, key: Key, claims: Vec<ClaimId>, asked: Asked, outcome: Outcome) -> u32 {
        let verdict = self.number(&outcome.verdict);
        let new = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(Leaf { claims, outcome, asked, verdict });
        self.numbers.insert(key, new);
        new
    }

    /// Returns the number of a verdict, a new one if need be.
    pub(super) fn number(&mut self, verdict: &Verdict) -> u32 {
        if let Some(&known) = self.verdict_numbers.get(verdict) {
            return known;
        }
        let new = u32::try_from(self.verdicts.len()).unwrap_or(u32::MAX);
        self.verdicts.push(verdict.clone());
        self.verdict_numbers.insert(verdict.clone(), new);
        new
    }

    /// Returns a leaf by its number.
    pub(super) fn get(&self, leaf: u32) -> Option<&Leaf> {
        self.list.get(leaf as usize)
    }

    /// Returns a verdict by its number.
    pub(super) fn verdict(&self, number: u32) -> &Verdict {
        self.verdicts.get(number as usize).unwrap_or(&Verdict::Impossible)
    }

    /// Returns how many leaves there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets the leaves that were added since there were this many. Verdicts keep their numbers.
    pub(super) fn forget(&mut self, len: usize) {
        while self.list.len() > len {
            let Some(leaf) = self.list.pop() else { return };
            let key = match leaf.outcome.outside {
                Some(outside) => Key::Outside(outside),
                None => Key::Claims(leaf.claims, leaf.asked.further),
            };
            self.numbers.remove(&key);
        }
    }
}
