//! What a rule says once roles are known.
//!
//! In: a rule. Out: its claims, each with the cases in which it is made: one for each combination of the levels of the
//! roles that it reads, and for each row of a map.

use crate::arena::{Arena, ids};
use crate::model::{
    AxisId, Class, ClassTerm, Effect, FurtherTerm, FurtherValue, LevelId, PartId, Payer, PayerTerm, Rule,
    RuleId, Statement,
};
use rustc_hash::FxHashMap;
use std::ops::Index;

ids! {
    /// What a rule says for one combination of the roles that it reads.
    ClaimId;
    /// What claims say.
    SaysId;
}

/// What a rule says for one combination of the roles that it reads: `payer same level` makes one claim a level.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// The rule.
    pub rule: RuleId,
    /// What it says.
    pub says: SaysId,
    /// How it meets others.
    pub manner: Manner,
}

/// How a claim meets others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It agrees or disagrees, and that is all.
    Plain,
    /// It acknowledges what the others come to.
    Acknowledges,
    /// It may come before others, stand behind them, rule a case out, or depend on what they say.
    Special,
}

/// What claims say. Thousands of rules say the same few things, so each is kept once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Says {
    /// The class that it states.
    pub class: Option<Class>,
    /// The payer that it states.
    pub payer: Option<PayerClaim>,
    /// The further parts that it states, rising.
    pub further: Vec<(PartId, FurtherValue)>,
}

/// A payer once roles are known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PayerClaim {
    /// This payer.
    Fixed(Payer),
    /// The level that the class comes to, which another rule may state.
    Owner,
}

/// The claims of a policy, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    list: Arena<ClaimId, Claim>,
    says: Arena<SaysId, Says>,
    numbers: FxHashMap<Says, SaysId>,
}

impl Claims {
    /// Adds a claim.
    pub(super) fn push(&mut self, rule: RuleId, tree: &Rule, says: SaysId) {
        let manner = manner(tree, &self.says[says]);
        self.list.push(Claim { rule, says, manner });
    }

    /// Returns the number of what is said, a new one if need be.
    pub(super) fn number(&mut self, says: Says) -> SaysId {
        if let Some(&known) = self.numbers.get(&says) {
            return known;
        }
        let new = self.says.push(says.clone());
        self.numbers.insert(says, new);
        new
    }

    /// Returns what a claim says.
    #[must_use]
    pub fn says(&self, claim: ClaimId) -> &Says {
        &self.says[self.list[claim].says]
    }

    /// Returns the claims of a rule among some, which come rising.
    #[must_use]
    pub fn of_rule<'c>(&self, among: &'c [ClaimId], rule: RuleId) -> &'c [ClaimId] {
        // INVARIANT: claims are in the order of the file, so those of one rule stand together.
        let start = among.partition_point(|&id| self.list[id].rule < rule);
        let end = among.partition_point(|&id| self.list[id].rule <= rule);
        among.get(start..end).unwrap_or_default()
    }

    /// Returns everything that claims say, in the order in which it was first said.
    #[must_use]
    pub fn sayings(&self) -> &Arena<SaysId, Says> {
        &self.says
    }

    /// Returns how many claims there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there is no claim.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

fn manner(rule: &Rule, says: &Says) -> Manner {
    match rule.effect {
        Effect::Allocate(_) if !rule.beats.is_empty() || says.payer == Some(PayerClaim::Owner) => {
            Manner::Special
        }
        Effect::Allocate(_) => Manner::Plain,
        Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_) => Manner::Acknowledges,
        Effect::Default(_) | Effect::Impossible(_) => Manner::Special,
    }
}

impl Index<ClaimId> for Claims {
    type Output = Claim;

    fn index(&self, id: ClaimId) -> &Claim {
        &self.list[id]
    }
}

impl Says {
    /// Tells whether anything is said at all.
    #[must_use]
    pub fn is_something(&self) -> bool {
        self.class.is_some() || self.payer.is_some() || !self.further.is_empty()
    }

    /// Returns what is said of a further part.
    #[must_use]
    pub fn further(&self, part: PartId) -> Option<&FurtherValue> {
        self.further.iter().find(|(other, _)| *other == part).map(|(_, value)| value)
    }
}

/// Returns the roles that an answer reads with one of its payers, rising.
pub(super) fn roles(statement: &Statement, payer: Option<&PayerTerm>) -> Vec<AxisId> {
    let class = match statement.class {
        Some(ClassTerm::Role(axis)) => Some(axis),
        _ => None,
    };
    let further = statement.further.iter().filter_map(|(_, term)| match term {
        FurtherTerm::Role(axis) => Some(*axis),
        FurtherTerm::Fixed(_) => None,
    });
    let payers = payer.map(PayerTerm::roles).unwrap_or_default();
    let mut axes: Vec<AxisId> = class.into_iter().chain(further).chain(payers).collect();
    axes.sort_unstable();
    axes.dedup();
    axes
}

/// Returns what a rule says for chosen levels of its roles and with one of its payers.
pub(super) fn says(rule: &Rule, payer: Option<&PayerTerm>, chosen: &[(AxisId, LevelId)]) -> Says {
    let level = |axis: AxisId| chosen.iter().find(|(a, _)| *a == axis).map(|(_, level)| *level);
    let Some(statement) = rule.effect.statement() else { return Says::default() };
    Says {
        class: statement.class.as_ref().and_then(|term| match term {
            ClassTerm::Fixed(class) => Some(class.clone()),
            ClassTerm::Role(axis) => level(*axis).map(Class::Level),
        }),
        payer: payer.and_then(|term| match term {
            PayerTerm::Owner => Some(PayerClaim::Owner),
            other => other.payer(&level).map(PayerClaim::Fixed),
        }),
        further: statement
            .further
            .iter()
            .filter_map(|(part, term)| match term {
                FurtherTerm::Fixed(value) => Some((*part, value.clone())),
                FurtherTerm::Role(axis) => level(*axis).map(|level| (*part, FurtherValue::Level(level))),
            })
            .collect(),
    }
}
