//! What a rule says once roles are known.
//!
//! In: a rule. Out: its claims, each with the cases in which it is made: one for each combination of the levels of the
//! roles that it reads, and for each row of a map.

use super::store::NodeId;
use crate::arena::ids;
use crate::model::{
    AxisId, Class, ClassTerm, FurtherTerm, FurtherValue, LevelId, PartId, Payer, PayerTerm, Rule, RuleId,
    Statement,
};

ids! {
    /// What a rule says for one combination of the roles that it reads.
    ClaimId;
}

/// What a rule says for one combination of the roles that it reads: `payer same level` makes one claim a level.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The rule.
    pub rule: RuleId,
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

impl Claim {
    /// Returns what the claim says of a further part.
    #[must_use]
    pub fn further(&self, part: PartId) -> Option<&FurtherValue> {
        self.further.iter().find(|(other, _)| *other == part).map(|(_, value)| value)
    }
}

/// A claim, and where it applies.
pub(super) type Applies = (ClaimId, NodeId);

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

/// Makes the claim of a rule for chosen levels of its roles and for one of its payers.
pub(super) fn claim(
    rule: RuleId,
    tree: &Rule,
    payer: Option<&PayerTerm>,
    chosen: &[(AxisId, LevelId)],
) -> Claim {
    let level = |axis: AxisId| chosen.iter().find(|(a, _)| *a == axis).map(|(_, level)| *level);
    let mut claim = Claim { rule, class: None, payer: None, further: Vec::new() };
    let Some(says) = tree.effect.statement() else { return claim };
    claim.class = says.class.as_ref().and_then(|term| match term {
        ClassTerm::Fixed(class) => Some(class.clone()),
        ClassTerm::Role(axis) => level(*axis).map(Class::Level),
    });
    claim.payer = payer.and_then(|term| match term {
        PayerTerm::Owner => Some(PayerClaim::Owner),
        other => other.payer(&level).map(PayerClaim::Fixed),
    });
    claim.further = says
        .further
        .iter()
        .filter_map(|(part, term)| match term {
            FurtherTerm::Fixed(value) => Some((*part, value.clone())),
            FurtherTerm::Role(axis) => level(*axis).map(|level| (*part, FurtherValue::Level(level))),
        })
        .collect();
    claim
}
