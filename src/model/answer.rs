//! What an answer says, before and after roles are resolved.
//!
//! In: nothing; these are plain types. Out: terms as rules state them, and the values that they come to.

use super::share::Share;
use super::{AxisId, Condition, LevelId, PartId, Unit};
use crate::source::Span;
use crate::syntax::ast::Manner;

/// The transfer is the first further part of every policy.
pub const TRANSFER: PartId = PartId::nth(0);
/// How much is paid in all is the second.
pub const AMOUNT: PartId = PartId::nth(1);

/// An answer before roles are resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Statement {
    /// Who has the authority.
    pub class: Option<ClassTerm>,
    /// Who pays.
    pub payer: Option<PayerTerm>,
    /// Further parts, each at most once.
    pub further: Vec<(PartId, FurtherTerm)>,
}

/// A class as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ClassTerm {
    /// The same in every case.
    Fixed(Class),
    /// The level that a role has: `same level`, `by affiliation`.
    Role(AxisId),
}

/// A payer as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PayerTerm {
    /// The same in every case.
    Fixed(Payer),
    /// The level that a role has: `same level`, `by affiliation`.
    Role(AxisId),
    /// The level that the class resolves to: `owner level`.
    Owner,
    /// `central 80%, same level 20%`
    Split(Vec<PortionTerm>),
    /// `by 分档 { 第一档 : …; others : … }`; the arms are disjoint.
    Map(Vec<Arm>),
}

/// A row of a map, with the cases that no narrower row takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Arm {
    /// Where it speaks.
    pub condition: Condition,
    /// What it says; no map.
    pub payer: PayerTerm,
}

/// A portion whose payee may be a role.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PortionTerm {
    /// Who pays it; nothing for a rest that is not divided.
    pub payee: Option<Payee>,
    /// How much it is.
    pub share: PortionShare,
}

/// Who pays a portion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Payee {
    /// `central`
    Level(LevelId),
    /// `same level`, `by affiliation`
    Role(AxisId),
}

/// Who has the authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// One level alone.
    Level(LevelId),
    /// Several; the levels where they are named.
    Shared(Vec<LevelId>),
    /// A clause leaves it open.
    Undetermined,
    /// Somebody above keeps it.
    Retained(Party),
    /// Another document says; `existing rules` may be named without one.
    Governed(Manner, Option<String>),
}

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Payer {
    /// One level pays all.
    Level(LevelId),
    /// Several pay portions, in the order of the levels; never one level the whole.
    Split(Vec<Portion>),
    /// Several pay jointly, the levels where they are named; the split is not stated.
    Unstated(Vec<LevelId>),
    /// Another document sets it.
    Elsewhere(Option<String>),
    /// A clause leaves it open.
    Undetermined,
    /// Follows from a class that is retained.
    Retained(Party),
    /// Follows from a class that another document governs.
    Governed(Manner, Option<String>),
}

/// What one level pays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Portion {
    /// Who pays it; nothing for a rest that is not divided.
    pub payee: Option<LevelId>,
    /// How much it is.
    pub share: PortionShare,
}

/// How much of the whole a portion is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PortionShare {
    /// `80%`
    Exact(Share),
    /// `60%` of what is left after a share that is not known here.
    OfRest(Share),
    /// `elsewhere "…"`: another document sets it.
    Elsewhere(Option<String>),
    /// `rest unstated`: the rest, jointly.
    OpenRest,
    /// `mainly county`
    Main,
    /// `subsidy city`
    Subsidy,
}

/// A level, or somebody who is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// `province`
    Level(LevelId),
    /// `"国家知识产权局"`
    Named(String),
}

/// A further part of an answer.
#[derive(Debug, Clone)]
pub struct PartInfo {
    /// `organiser`
    pub name: String,
    /// `牵头`
    pub aliases: Vec<String>,
    /// The words that it may be; empty where it is a level.
    pub words: Vec<(String, Vec<String>)>,
    /// Where it is declared; nothing for those that every policy has.
    pub span: Option<Span>,
}

/// A further part as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FurtherTerm {
    /// The same in every case.
    Fixed(FurtherValue),
    /// The level that a role has.
    Role(AxisId),
}

/// The value of a further part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FurtherValue {
    /// `organiser city`
    Level(LevelId),
    /// A declared word, by its number.
    Word(usize),
    /// `transfer yes`
    Transfer(Transfer),
    /// `amount 补助标准 × 人数`
    Amount(Amount),
}

/// Whether a transfer supports the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transfer {
    /// `yes`
    Yes,
    /// `no`
    No,
    /// `from central`
    From(LevelId),
    /// `discretionary`: somebody may help, and need not; the level where it is named.
    Discretionary(Option<LevelId>),
}

/// `amount at least 补助标准 × 人数`
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Amount {
    /// It is a floor.
    pub at_least: bool,
    /// What is multiplied, in a fixed order: exactly one counts money.
    pub factors: Vec<Factor>,
}

/// A factor of an amount.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Factor {
    /// `300元`, in fen; `12`, in pieces.
    Literal(i64, Unit),
    /// A parameter, by its number.
    Parameter(usize),
    /// A fact of the query.
    Fact(AxisId),
}

impl PayerTerm {
    /// Returns the terms that it may come to: itself, or those of its rows.
    pub fn choices(&self) -> impl Iterator<Item = &PayerTerm> {
        let (own, arms): (Option<&PayerTerm>, &[Arm]) = match self {
            PayerTerm::Map(arms) => (None, arms),
            other => (Some(other), &[]),
        };
        own.into_iter().chain(arms.iter().map(|arm| &arm.payer))
    }

    /// Returns the roles that it reads.
    #[must_use]
    pub fn roles(&self) -> Vec<AxisId> {
        match self {
            PayerTerm::Role(axis) => vec![*axis],
            PayerTerm::Split(portions) => portions
                .iter()
                .filter_map(|portion| match portion.payee {
                    Some(Payee::Role(axis)) => Some(axis),
                    _ => None,
                })
                .collect(),
            PayerTerm::Map(arms) => arms.iter().flat_map(|arm| arm.payer.roles()).collect(),
            PayerTerm::Fixed(_) | PayerTerm::Owner => Vec::new(),
        }
    }

    /// Returns the payer once roles are known; nothing for the owner's level and for a map.
    #[must_use]
    pub fn payer(&self, level: &dyn Fn(AxisId) -> Option<LevelId>) -> Option<Payer> {
        match self {
            PayerTerm::Fixed(payer) => Some(payer.clone()),
            PayerTerm::Role(axis) => level(*axis).map(Payer::Level),
            PayerTerm::Split(portions) => {
                let mut resolved = Vec::new();
                for portion in portions {
                    let payee = match portion.payee {
                        Some(Payee::Level(level)) => Some(level),
                        Some(Payee::Role(axis)) => Some(level(axis)?),
                        None => None,
                    };
                    resolved.push(Portion { payee, share: portion.share.clone() });
                }
                Some(Payer::split(resolved))
            }
            PayerTerm::Owner | PayerTerm::Map(_) => None,
        }
    }
}

impl Payer {
    /// Puts portions into their one form: in the order of the levels, shares of one level added up.
    #[must_use]
    pub fn split(mut portions: Vec<Portion>) -> Payer {
        portions.sort();
        let mut joined: Vec<Portion> = Vec::new();
        for portion in portions {
            match joined.last_mut() {
                Some(last) if last.payee == portion.payee => match (&mut last.share, &portion.share) {
                    (PortionShare::Exact(sum), PortionShare::Exact(more))
                    | (PortionShare::OfRest(sum), PortionShare::OfRest(more)) => {
                        // INVARIANT: the shares of one answer sum to one, which was computed before.
                        *sum = super::share::sum([&*sum, more]).unwrap_or(*more);
                    }
                    (
                        PortionShare::Main | PortionShare::Subsidy,
                        PortionShare::Main | PortionShare::Subsidy,
                    ) => {}
                    _ => joined.push(portion),
                },
                _ => joined.push(portion),
            }
        }
        match joined.as_slice() {
            [Portion { payee: Some(level), share: PortionShare::Exact(whole) }] if whole.is_integer() => {
                Payer::Level(*level)
            }
            _ => Payer::Split(joined),
        }
    }
}
