//! What sets of claims say, by number.
//!
//! In: claims that only agree or clash. Out: a number for all that they say together, whichever rules say it; and what two such sets come to
//! where both apply. Very many sets say the same few things, so each two are judged once.

use super::known::Known;
use crate::arena::Id;
use crate::diagram::{ClaimId, Diagram, Manner};
use crate::model::Model;
use rustc_hash::FxHashMap;

/// The number of what a set of claims says.
pub(super) type Sentence = u32;

/// What a set of claims comes to: the number of its verdict, and that of what it says in common words.
pub(super) type Told = (u32, u32);

/// What sets of claims say.
pub(super) struct Sentences {
    /// What claims come to follows from what they say: no parts are asked for of some matters alone.
    follows: bool,
    /// The numbers of single claims, by what they say.
    single: Vec<Option<Sentence>>,
    numbers: FxHashMap<Vec<u32>, Sentence>,
    /// What each two come to.
    together: Known<Told>,
    key: Vec<u32>,
}

impl Sentences {
    pub(super) fn new(model: &Model) -> Sentences {
        let mut numbers = FxHashMap::default();
        numbers.insert(Vec::new(), 0);
        Sentences {
            follows: !Diagram::asks_further(model),
            single: Vec::new(),
            numbers,
            together: Known::default(),
            key: Vec::new(),
        }
    }

    /// Returns the number of what some claims say, that of no claim being 0; nothing where it does not follow from that what they come to.
    pub(super) fn of(&mut self, diagram: &Diagram, claims: &[ClaimId]) -> Option<Sentence> {
        if !self.follows || claims.iter().any(|id| diagram.claims[*id].manner != Manner::Plain) {
            return None;
        }
        let says = |id: &ClaimId| diagram.claims[*id].says.index();
        if let [only] = claims {
            let at = says(only);
            if let Some(&Some(known)) = self.single.get(at) {
                return Some(known);
            }
            if self.single.len() <= at {
                self.single.resize(diagram.claims.sayings().len(), None);
            }
        }
        self.key.clear();
        self.key.extend(claims.iter().map(|id| u32::try_from(says(id)).unwrap_or(u32::MAX)));
        self.key.sort_unstable();
        self.key.dedup();
        let number = self.numbers.get(&self.key).copied().unwrap_or_else(|| {
            let new = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            self.numbers.insert(self.key.clone(), new);
            new
        });
        if let [only] = claims
            && let Some(slot) = self.single.get_mut(says(only))
        {
            *slot = Some(number);
        }
        Some(number)
    }

    /// Returns what two come to together, if it is known.
    pub(super) fn together(&self, one: Sentence, two: Sentence) -> Option<Told> {
        self.together.get(one, two)
    }

    /// Learns what two come to together.
    pub(super) fn learn(&mut self, one: Sentence, two: Sentence, told: Told) {
        self.together.put(one, two, told);
    }
}
