//! Which matters of the document above a matter of the lower one is.
//!
//! In: two models. Out: for each matter of the lower one those of the upper that speak of the same: by name or alias, as what holds it
//! or what it holds, or else those that are not listed. A single question pairs them as a comparison of both documents does.

use crate::analysis::difference::align::align_parts;
use crate::model::{Model, ValueSet};

/// The matters of an upper document by those of a lower one.
#[derive(Debug, Clone)]
pub struct Counterparts {
    by_lower: Vec<ValueSet>,
    /// Parts of a matter that the upper document divides as well, into others: they may be any of these.
    loose: ValueSet,
}

impl Counterparts {
    /// Pairs the matters of two documents.
    #[must_use]
    pub fn new(upper: &Model, lower: &Model) -> Counterparts {
        let mut by_lower: Vec<Vec<u32>> = vec![Vec::new(); lower.matters.leaf_count() as usize];
        let matters = align_parts(upper, lower).matters;
        for pair in &matters.pairs {
            let Some((old, new)) = pair.old.zip(pair.new) else { continue };
            if let Some(slot) = by_lower.get_mut(new as usize) {
                slot.push(old);
            }
        }
        let set = |mut leaves: Vec<u32>| {
            leaves.sort_unstable();
            leaves.dedup();
            ValueSet::from_ranges(leaves.into_iter().map(|leaf| (leaf, leaf.saturating_add(1))))
        };
        let loose = matters.loose.iter().filter_map(|&at| matters.pairs.get(at as usize)?.new);
        Counterparts { loose: set(loose.collect()), by_lower: by_lower.into_iter().map(set).collect() }
    }

    /// Returns the matters of the upper document that speak of some of the lower one, or may.
    #[must_use]
    pub fn of(&self, lower: &ValueSet) -> ValueSet {
        let own = lower.iter().filter_map(|leaf| self.by_lower.get(leaf as usize));
        own.fold(ValueSet::default(), |all, set| all.union(set))
    }

    /// Tells whether it is not said which of them speak of some of the lower document: both divide a matter, each in its own way.
    #[must_use]
    pub fn is_loose(&self, lower: &ValueSet) -> bool {
        !self.loose.intersection(lower).is_empty()
    }

    /// Returns the matters of the lower document that speak of some of the upper one.
    #[must_use]
    pub fn below(&self, upper: &ValueSet) -> ValueSet {
        let is_said = |leaf: u32| !self.loose.contains(leaf);
        let speaks = (0_u32..).zip(&self.by_lower).filter(|(_, set)| !set.intersection(upper).is_empty());
        let speaks = speaks.filter(|(leaf, _)| is_said(*leaf));
        ValueSet::from_ranges(speaks.map(|(leaf, _)| (leaf, leaf.saturating_add(1))))
    }
}
