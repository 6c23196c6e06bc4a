//! Everything that claims say, one part at a time.
//!
//! In: the claims of a policy. Out: a number for each value of each part that some claim states, which of them agree, and what status
//! an answer has that says it. Whether two values agree is decided with the verdicts.

use super::claim::{Claims, PayerClaim, SaysId};
use super::verdict::{Saying, Status};
use crate::arena::Id;
use crate::model::{Class, FurtherValue, PartId};
use rustc_hash::FxHashMap;

/// A value of one part, as some claim states it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    Class(Class),
    Payer(PayerClaim),
    Further(PartId, FurtherValue),
}

/// One thing that is said.
#[derive(Debug, Clone)]
pub struct Voice {
    /// Of which part: see [`CLASS`] and [`PAYER`]; the further parts follow.
    pub part: usize,
    /// The status of an answer that says it, as far as it is up to this.
    pub status: Status,
    /// Fuller values, beside which it says nothing more.
    pub fuller: Vec<usize>,
}

/// The part of the class.
pub const CLASS: usize = 0;

/// The part of the payer.
pub const PAYER: usize = 1;

/// Everything that is said.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    /// What is said, by its number.
    pub list: Vec<Voice>,
    /// What each sentence says.
    of: Vec<Vec<usize>>,
}

impl Voices {
    /// Numbers everything that claims say.
    #[must_use]
    pub fn of(claims: &Claims) -> Voices {
        let mut numbers: FxHashMap<Value, usize> = FxHashMap::default();
        let mut values: Vec<Value> = Vec::new();
        let mut of = Vec::with_capacity(claims.sayings().len());
        for says in claims.sayings().iter() {
            let class = says.class.iter().cloned().map(Value::Class);
            let payer = says.payer.iter().cloned().map(Value::Payer);
            let further = says.further.iter().map(|(part, value)| Value::Further(*part, value.clone()));
            let number = |value: Value| {
                *numbers.entry(value).or_insert_with_key(|value| {
                    values.push(value.clone());
                    values.len().saturating_sub(1)
                })
            };
            of.push(class.chain(payer).chain(further).map(number).collect());
        }
        let list = values.iter().map(|value| value.voice(&values)).collect();
        Voices { list, of }
    }

    /// Returns what a sentence says.
    #[must_use]
    pub fn said_by(&self, says: SaysId) -> &[usize] {
        self.of.get(says.index()).map_or(&[], Vec::as_slice)
    }
}

impl Value {
    fn voice(&self, all: &[Value]) -> Voice {
        let (part, status) = match self {
            Value::Class(class) => (CLASS, class.status()),
            Value::Payer(payer) => (PAYER, payer.status()),
            Value::Further(part, value) => {
                (PAYER.saturating_add(1).saturating_add(part.index()), value.status())
            }
        };
        let fuller = all.iter().enumerate().filter(|(_, other)| self.named_by(other));
        Voice { part, status, fuller: fuller.map(|(number, _)| number).collect() }
    }

    fn named_by(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Class(bare), Value::Class(fuller)) => bare.named_by(fuller),
            (Value::Payer(bare), Value::Payer(fuller)) => bare.named_by(fuller),
            (Value::Further(part, bare), Value::Further(other, fuller)) => {
                part == other && bare.named_by(fuller)
            }
            _ => false,
        }
    }
}
