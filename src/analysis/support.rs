//! How many rules say the same at a leaf.
//!
//! In: a leaf at which claims simply agree or clash: no exception, no default, no impossible case, no owner's level
//! that depends on other rules. Out: whether the leaf comes to the same without a rule, from counts alone. Where it
//! is not so simple there is no answer here, and the leaf has to be decided anew.

use super::check::Check;
use crate::diagram::{PayerClaim, Saying, Says};
use crate::model::{Class, Effect, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// Counts for the leaves that were asked about.
#[derive(Default)]
pub(super) struct Support {
    /// Nothing for a leaf that is not simple.
    leaves: FxHashMap<u32, Option<Counts>>,
}

/// How many claims state each value.
#[derive(Default)]
struct Counts {
    classes: FxHashMap<Class, usize>,
    payers: FxHashMap<PayerClaim, usize>,
}

impl Support {
    /// Tells whether a leaf comes to the same without a rule; nothing where counts do not tell.
    pub(super) fn same_without(
        &mut self,
        check: &Check<'_>,
        leaf: u32,
        rule: RuleId,
        gone: &FxHashSet<RuleId>,
    ) -> Option<bool> {
        let counts = self.leaves.entry(leaf).or_insert_with(|| count(check, leaf, gone)).as_ref()?;
        let mut claims = claims_of(check, leaf, rule);
        Some(claims.all(|claim| {
            let class = claim.class.as_ref().is_none_or(|class| others_say(&counts.classes, class));
            let payer = claim.payer.as_ref().is_none_or(|payer| others_say(&counts.payers, payer));
            class && payer
        }))
    }

    /// Counts a rule no longer.
    pub(super) fn take_away(&mut self, check: &Check<'_>, leaf: u32, rule: RuleId) {
        let Some(Some(counts)) = self.leaves.get_mut(&leaf) else { return };
        for claim in claims_of(check, leaf, rule) {
            if let Some(count) = claim.class.as_ref().and_then(|class| counts.classes.get_mut(class)) {
                *count = count.saturating_sub(1);
            }
            if let Some(count) = claim.payer.as_ref().and_then(|payer| counts.payers.get_mut(payer)) {
                *count = count.saturating_sub(1);
            }
        }
    }
}

/// Tells whether something is still said without one of those who say it, if only by something fuller.
fn others_say<T: Saying + Eq + Hash>(counts: &FxHashMap<T, usize>, value: &T) -> bool {
    let fuller = |(other, &n): (&T, &usize)| n > 0 && value.named_by(other);
    counts.get(value).is_some_and(|&n| n > 1) || counts.iter().any(fuller)
}

/// Counts what is said at a leaf, if it is simple.
fn count(check: &Check<'_>, leaf: u32, gone: &FxHashSet<RuleId>) -> Option<Counts> {
    let mut counts = Counts::default();
    for &id in check.diagram.claims_at(leaf) {
        let claim = check.diagram.claims.says(id);
        let made_by = check.diagram.claims[id].rule;
        let rule = &check.model.rules[made_by];
        match rule.effect {
            Effect::Allocate(_) => {}
            Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_) => continue,
            Effect::Default(_) | Effect::Impossible(_) => return None,
        }
        let depends = claim.payer == Some(PayerClaim::Owner);
        if depends || !rule.beats.is_empty() || !claim.further.is_empty() {
            return None;
        }
        if gone.contains(&made_by) {
            continue;
        }
        if let Some(class) = &claim.class {
            let count = counts.classes.entry(class.clone()).or_insert(0);
            *count = count.saturating_add(1);
        }
        if let Some(payer) = &claim.payer {
            let count = counts.payers.entry(payer.clone()).or_insert(0);
            *count = count.saturating_add(1);
        }
    }
    Some(counts)
}

fn claims_of<'c>(check: &'c Check<'_>, leaf: u32, rule: RuleId) -> impl Iterator<Item = &'c Says> {
    let claims = &check.diagram.claims;
    claims.of_rule(check.diagram.claims_at(leaf), rule).iter().map(|&id| claims.says(id))
}
