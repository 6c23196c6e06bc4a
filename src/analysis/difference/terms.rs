//! What one side says, in the common vocabulary.
//!
//! In: classes, payers and further parts of one model. Out: the same with the common levels, parts and words.

use super::align::Own;
use crate::arena::Id;
use crate::diagram::{Cell, Part};
use crate::model::{
    Amount, Class, Factor, FurtherValue, LevelId, Model, PartId, Party, Payer, Portion, Transfer,
};

impl Own {
    pub(in crate::analysis) fn level(&self, own: LevelId) -> LevelId {
        self.levels.get(own.index()).copied().unwrap_or(own)
    }

    fn level_list(&self, own: &[LevelId]) -> Vec<LevelId> {
        let mut levels: Vec<LevelId> = own.iter().map(|&level| self.level(level)).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }

    /// Returns the parts of an answer; a part that this side does not have is not asked for.
    pub(in crate::analysis) fn cell(&self, joint: &Model, own: &Cell) -> Cell {
        let mut further = vec![Part::Unasked; joint.parts.len()];
        for ((id, own_words), part) in self.parts.iter().zip(&self.words).zip(&own.further) {
            if let Some(slot) = further.get_mut(id.index()) {
                *slot = map(part, &|value| self.further_value(own_words, value));
            }
        }
        Cell {
            class: map(&own.class, &|class| self.class(class)),
            payer: map(&own.payer, &|payer| self.payer(payer)),
            further,
        }
    }

    /// Returns the side's own number of a common part.
    pub(super) fn own_part(&self, joint: PartId) -> Option<PartId> {
        self.parts.iter().position(|id| *id == joint).map(PartId::from_index)
    }

    fn party(&self, party: &Party) -> Party {
        match party {
            Party::Level(level) => Party::Level(self.level(*level)),
            Party::Named(name) => Party::Named(name.clone()),
        }
    }

    pub(super) fn class(&self, class: &Class) -> Class {
        match class {
            Class::Level(level) => Class::Level(self.level(*level)),
            Class::Shared(among) => Class::Shared(self.level_list(among)),
            Class::Retained(by) => Class::Retained(self.party(by)),
            Class::Undetermined | Class::Governed(..) => class.clone(),
        }
    }

    pub(super) fn payer(&self, payer: &Payer) -> Payer {
        match payer {
            Payer::Level(level) => Payer::Level(self.level(*level)),
            Payer::Split(portions) => {
                let portion = |portion: &Portion| Portion {
                    payee: portion.payee.map(|level| self.level(level)),
                    share: portion.share.clone(),
                };
                Payer::split(portions.iter().map(portion).collect())
            }
            Payer::Unstated(among) => Payer::Unstated(self.level_list(among)),
            Payer::Retained(by) => Payer::Retained(self.party(by)),
            Payer::Undetermined | Payer::Elsewhere(_) | Payer::Governed(..) => payer.clone(),
        }
    }

    /// Returns the common part of one of the side's own.
    pub(super) fn part(&self, own: PartId) -> PartId {
        self.parts.get(own.index()).copied().unwrap_or(own)
    }

    /// Returns the value of one of the side's own parts.
    pub(super) fn further(&self, own: PartId, value: &FurtherValue) -> FurtherValue {
        self.further_value(self.words.get(own.index()).map_or(&[], Vec::as_slice), value)
    }

    fn further_value(&self, words: &[usize], value: &FurtherValue) -> FurtherValue {
        match value {
            FurtherValue::Level(level) => FurtherValue::Level(self.level(*level)),
            FurtherValue::Word(word) => FurtherValue::Word(words.get(*word).copied().unwrap_or(*word)),
            FurtherValue::Transfer(Transfer::From(level)) => {
                FurtherValue::Transfer(Transfer::From(self.level(*level)))
            }
            FurtherValue::Transfer(Transfer::Discretionary(level)) => {
                FurtherValue::Transfer(Transfer::Discretionary(level.map(|level| self.level(level))))
            }
            FurtherValue::Transfer(Transfer::Yes | Transfer::No) => value.clone(),
            FurtherValue::Amount(_) => self.amount(value),
        }
    }

    /// Returns an amount over the common facts and parameters; any other value stays as it is.
    fn amount(&self, value: &FurtherValue) -> FurtherValue {
        match value {
            FurtherValue::Amount(amount) => {
                let mut factors: Vec<Factor> =
                    amount.factors.iter().map(|factor| self.factor(factor)).collect();
                factors.sort();
                FurtherValue::Amount(Amount { at_least: amount.at_least, factors })
            }
            other => other.clone(),
        }
    }

    fn factor(&self, factor: &Factor) -> Factor {
        match factor {
            Factor::Literal(..) => factor.clone(),
            Factor::Parameter(own) => Factor::Parameter(self.parameters.get(*own).copied().unwrap_or(*own)),
            Factor::Fact(own) => Factor::Fact(self.axis(*own)),
        }
    }
}

/// Puts the values of a part into other words; several that clash stay in order.
fn map<T: Ord, U: Ord>(part: &Part<T>, f: &dyn Fn(&T) -> U) -> Part<U> {
    match part {
        Part::Unasked => Part::Unasked,
        Part::Missing => Part::Missing,
        Part::Value(value) => Part::Value(f(value)),
        Part::Clash(values) => {
            let mut values: Vec<U> = values.iter().map(f).collect();
            values.sort();
            Part::Clash(values)
        }
    }
}
