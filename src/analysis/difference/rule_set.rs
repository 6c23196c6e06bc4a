//! Rules, each once.
//!
//! In: rules in any order, many of them again and again. Out: the same in the order of the file. A few are kept as a list, many as one bit
//! a rule, so that nothing takes more room than a bit for every rule that there is.

use crate::arena::Id;
use crate::model::RuleId;

/// How many are kept as a list at least.
const FEW: usize = 64;

/// Rules of one policy.
#[derive(Default)]
pub(super) struct RuleSet {
    list: Vec<RuleId>,
    /// One bit a rule, once there are many.
    bits: Vec<u64>,
}

impl RuleSet {
    /// Adds a rule of a policy that has so many.
    pub(super) fn add(&mut self, rule: RuleId, count: usize) {
        if self.bits.is_empty() {
            if self.list.last() == Some(&rule) {
                return;
            }
            self.list.push(rule);
            if self.list.len() > FEW.saturating_add(count / 32) {
                self.bits.resize(count.div_ceil(64), 0);
                for rule in std::mem::take(&mut self.list) {
                    self.put(rule);
                }
            }
        } else {
            self.put(rule);
        }
    }

    fn put(&mut self, rule: RuleId) {
        if let Some(word) = self.bits.get_mut(rule.index() / 64) {
            *word |= 1 << (rule.index() % 64);
        }
    }

    /// Returns the rules, in the order of the file.
    pub(super) fn sorted(self) -> Vec<RuleId> {
        let mut list = self.list;
        if self.bits.is_empty() {
            list.sort_unstable();
            list.dedup();
            return list;
        }
        list.reserve_exact(self.bits.iter().map(|word| word.count_ones() as usize).sum());
        for (at, &word) in self.bits.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                list.push(RuleId::from_index(at.saturating_mul(64).saturating_add(bit)));
                left &= left.wrapping_sub(1);
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::RuleSet;
    use crate::arena::Id;
    use crate::model::RuleId;

    #[test]
    fn few_and_many_rules_come_once_and_in_order() {
        for many in [3_usize, 100, 5_000] {
            let mut set = RuleSet::default();
            for rule in (0..many).rev().chain(0..many) {
                set.add(RuleId::from_index(rule), 5_000);
            }
            let numbers: Vec<usize> = set.sorted().into_iter().map(Id::index).collect();
            assert_eq!(numbers, (0..many).collect::<Vec<usize>>());
        }
    }
}
