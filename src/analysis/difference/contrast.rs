//! What differs between what two policies say of a case, by number.
//!
//! In: what either side says, in common words. Out: a number for each such saying, and for each two of them a number for what differs
//! between them. Very many cases say the same few things, so each two are judged once.

use super::Said;
use super::known::Known;
use crate::diagram::{Cell, ClaimId, Diagram, Part, Run};
use crate::model::{AxisId, Class, Model, Payer};
use rustc_hash::FxHashMap;

/// From what to what.
pub(in crate::analysis) type Key = (Said, Said);

/// What one side says of a case, in common words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::analysis) struct Saying {
    /// What answers are told apart by: of a conflict the parts alone that clash.
    pub(in crate::analysis) verdict: Said,
    /// Every part, also in a conflict.
    pub(in crate::analysis) full: Said,
    /// The side itself acknowledges it.
    pub(in crate::analysis) acknowledged: bool,
}

impl Saying {
    /// Says nothing.
    pub(super) fn nothing() -> Saying {
        Saying { verdict: Said::Nothing, full: Said::Nothing, acknowledged: false }
    }
}

/// What counts as a difference.
pub(in crate::analysis) trait Measure {
    /// Tells whether a common matter is not looked at.
    fn skips(&self, _matter: u32) -> bool {
        false
    }

    /// Returns the common facts that what the old side says decides for the new one.
    fn decided(&self) -> Vec<AxisId> {
        Vec::new()
    }

    /// Returns the value of one of these facts where the old side says this; nothing where it may be any.
    fn value_of(&self, _fact: AxisId, _old: &Saying) -> Option<u32> {
        None
    }

    /// Finds claims of two runs such that something differs exactly where it does if only those are made; `false` where nothing does.
    fn apart(
        &mut self,
        (old, a): (&Diagram, &Run),
        (new, b): (&Diagram, &Run),
        into: (&mut Vec<ClaimId>, &mut Vec<ClaimId>),
    ) -> bool {
        old.runs().claims(a, into.0);
        new.runs().claims(b, into.1);
        true
    }

    /// Returns what differs; nothing where the two are alike.
    fn changes(&self, joint: &Model, old: &Saying, new: &Saying) -> Vec<Key>;
}

/// What differs between sayings, by their numbers.
pub(super) struct Contrasts<M> {
    pub(super) measure: M,
    sayings: Numbered<Saying>,
    keys: Numbered<Key>,
    /// What differs, as the numbers of its keys; the first is that nothing does.
    contrasts: Numbered<Vec<u32>>,
    /// What differs between each two sayings, if it is known.
    known: Known<u32>,
}

/// The number of the contrast between two that are alike.
pub(super) const ALIKE: u32 = 0;

impl<M: Measure> Contrasts<M> {
    pub(super) fn new(measure: M) -> Contrasts<M> {
        let mut contrasts = Numbered::default();
        contrasts.number(Vec::new());
        Contrasts {
            measure,
            sayings: Numbered::default(),
            keys: Numbered::default(),
            contrasts,
            known: Known::default(),
        }
    }

    /// Returns the number of a saying.
    pub(super) fn saying(&mut self, saying: Saying) -> u32 {
        self.sayings.number(saying)
    }

    /// Returns the number of what differs between two sayings.
    #[inline]
    pub(super) fn between(&mut self, joint: &Model, old: u32, new: u32) -> u32 {
        match self.known.get(old, new) {
            Some(known) => known,
            None => self.compare(joint, old, new),
        }
    }

    fn compare(&mut self, joint: &Model, old: u32, new: u32) -> u32 {
        let changes = match (self.sayings.get(old), self.sayings.get(new)) {
            (Some(a), Some(b)) => self.measure.changes(joint, a, b),
            _ => Vec::new(),
        };
        let keys: Vec<u32> = changes.into_iter().map(|key| self.keys.number(key)).collect();
        let number = self.contrasts.number(keys);
        self.known.put(old, new, number);
        number
    }

    /// Returns what a fact is where the old side says this.
    pub(super) fn value_of(&self, fact: AxisId, old: u32) -> Option<u32> {
        self.measure.value_of(fact, self.sayings.get(old)?)
    }

    /// Returns the numbers of the keys of a contrast.
    pub(super) fn keys_of(&self, contrast: u32) -> &[u32] {
        self.contrasts.get(contrast).map_or(&[], Vec::as_slice)
    }

    /// Returns a key by its number.
    pub(super) fn key(&self, number: u32) -> Option<&Key> {
        self.keys.get(number)
    }
}

/// Values by numbers, in the order in which they were met.
struct Numbered<T> {
    list: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Numbered { list: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    fn number(&mut self, value: T) -> u32 {
        if let Some(&known) = self.numbers.get(&value) {
            return known;
        }
        let new = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(value.clone());
        self.numbers.insert(value, new);
        new
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.list.get(number as usize)
    }
}

// ---------------------------------------------------------------- answers are to be equal

/// Returns what differs between two answers, part by part.
pub(super) fn unequal(joint: &Model, old: &Saying, new: &Saying) -> Vec<Key> {
    if old.verdict == new.verdict {
        return Vec::new();
    }
    let (from, to) = (&old.full, &new.full);
    let (Said::Whole(before), Said::Whole(after)) = (from, to) else {
        return vec![(from.clone(), to.clone())];
    };
    let mut changes = Vec::new();
    if !is_one(before) && !is_one(after) {
        if before.class != after.class {
            changes.push((Said::Class(before.class.clone()), Said::Class(after.class.clone())));
        }
        if before.payer != after.payer {
            changes.push((Said::Payer(before.payer.clone()), Said::Payer(after.payer.clone())));
        }
        for ((part, old), new) in joint.parts.ids().zip(&before.further).zip(&after.further) {
            if old != new {
                changes.push((Said::Further(part, old.clone()), Said::Further(part, new.clone())));
            }
        }
    }
    if changes.is_empty() {
        changes.push((from.clone(), to.clone()));
    }
    changes
}

/// Tells whether class and payer are one sentence: a clause that leaves both open, or sends both elsewhere.
fn is_one(cell: &Cell) -> bool {
    matches!(
        (&cell.class, &cell.payer),
        (Part::Value(Class::Undetermined), Part::Value(Payer::Undetermined))
            | (Part::Value(Class::Retained(_)), Part::Value(Payer::Retained(_)))
            | (Part::Value(Class::Governed(..)), Part::Value(Payer::Governed(..)))
    )
}
