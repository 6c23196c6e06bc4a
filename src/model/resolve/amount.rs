//! How much is paid in all: `amount 补助标准 × 人数`.
//!
//! In: the factors as written. Out: parameters, facts and literals, exactly one of which counts money.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::{Amount, Factor, Unit};
use crate::syntax::ast::{AmountWord, Name};

impl Resolver<'_> {
    pub(super) fn amount(&mut self, word: &AmountWord) -> Option<Amount> {
        let mut factors = Vec::new();
        let mut money = 0_usize;
        for name in &word.factors {
            let (factor, unit) = self.factor(name)?;
            money = money.saturating_add(usize::from(unit == Unit::Fen));
            factors.push(factor);
        }
        if money != 1 {
            let message = Message::AmountFactors { money };
            self.report(Diagnostic::error(Code::BadAmount, word.span, message).help(Advice::Amount));
            return None;
        }
        // In whatever order they are written, the product is the same.
        factors.sort();
        Some(Amount { at_least: word.at_least, factors })
    }

    fn factor(&mut self, name: &Name) -> Option<(Factor, Unit)> {
        let known =
            self.words.parameters.iter().position(|p| p.name == name.text || p.aliases.contains(&name.text));
        if let Some(number) = known {
            let unit = self.words.parameters.get(number).map_or(Unit::Count, |parameter| parameter.unit);
            return Some((Factor::Parameter(number), unit));
        }
        if let Some(axis) = self.words.axis(&name.text) {
            let unit = self.words.axes[axis].scale.as_ref().map(|scale| scale.unit);
            if let Some(unit @ (Unit::Fen | Unit::Count)) = unit {
                return Some((Factor::Fact(axis), unit));
            }
        }
        for unit in [Unit::Count, Unit::Fen] {
            if let Ok(figure) = unit.read(&name.text) {
                return Some((Factor::Literal(figure.first, unit), unit));
            }
        }
        let message = Message::UnknownFactor { name: name.text.clone() };
        self.report(Diagnostic::error(Code::BadAmount, name.span, message).help(Advice::Amount));
        None
    }
}
