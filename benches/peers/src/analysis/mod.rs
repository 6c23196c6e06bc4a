//! Conflicts and gaps of generated rules, exactly, by two methods that have nothing to do with the program.
//!
//! In: rows of the generator without exceptions. Out: how many cases several rules answer differently, how
//! many none answers, and which rules take part in a conflict.

mod bdd;
mod sweep;

pub use bdd::{Order, bdd};
pub use sweep::{Cells, cells, sweep};

use crate::generate::Policy;

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many cases two rules answer differently.
    pub conflicts: u64,
    /// How many cases no rule answers.
    pub gaps: u64,
    /// For each rule, whether it applies in such a conflict.
    pub involved: Vec<bool>,
}

impl Found {
    fn nothing(policy: &Policy) -> Found {
        Found { conflicts: 0, gaps: 0, involved: vec![false; policy.rules.len()] }
    }

    /// Returns how many rules take part in a conflict.
    pub fn rules(&self) -> usize {
        self.involved.iter().filter(|&&involved| involved).count()
    }
}
