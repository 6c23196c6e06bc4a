//! Amounts of money in words.
//!
//! In: what is paid, or why it cannot be said. Out: one sentence.

use super::words;
use crate::analysis::{Answer, Money, Paid};
use crate::message::{Aside, Lang, Message, Word};
use crate::model::{Amount, Factor, Model, Unit};

/// Returns what is paid, or why it cannot be said.
pub(super) fn money_text(model: &Model, answer: &Answer, lang: Lang) -> Option<String> {
    let aside = match answer.money.as_ref()? {
        Money::Paid(paid) => Aside::Amounts {
            total: Unit::Fen.write(paid.total),
            parts: paid_parts(model, paid, lang),
            at_least: paid.at_least,
            rounded: paid.rounded,
            remainder: paid.remainder.map(|level| words::level_word(model, level, lang)),
            floor: paid.floor.map(|floor| Unit::Fen.write(floor)),
            own: paid.own.map(|own| Unit::Fen.write(own)),
        },
        Money::Needs { amount, facts, date } => {
            let mut facts: Vec<String> =
                facts.iter().map(|&axis| words::fact_word(model, axis, lang)).collect();
            if *date {
                facts.push(Word::TheDay.text(lang));
            }
            let formula = formula(model, amount, lang);
            Aside::AmountNeeds { formula, facts, at_least: amount.at_least }
        }
        Money::NoParameter(number) => {
            let name = model.parameters.get(*number).map(|parameter| parameter.name.clone());
            return Some(Message::NoParameter { name: name.unwrap_or_default() }.text(lang));
        }
        Money::NotDivided => Aside::NotDivided { components: !answer.components.is_empty() },
        Money::TooLarge => Aside::AmountTooLarge,
    };
    Some(aside.text(lang))
}

/// Returns `central 80万元` for each payer.
pub(super) fn paid_parts(model: &Model, paid: &Paid, lang: Lang) -> Vec<String> {
    let part =
        |&(level, fen): &_| format!("{} {}", words::level_word(model, level, lang), Unit::Fen.write(fen));
    paid.parts.iter().map(part).collect()
}

/// Returns `补助标准 × 人数`.
pub(super) fn formula(model: &Model, amount: &Amount, lang: Lang) -> String {
    let factor = |factor: &Factor| match factor {
        Factor::Literal(figure, unit) => unit.write(*figure),
        Factor::Parameter(number) => {
            model.parameters.get(*number).map(|parameter| parameter.name.clone()).unwrap_or_default()
        }
        Factor::Fact(axis) => words::fact_word(model, *axis, lang),
    };
    amount.factors.iter().map(factor).collect::<Vec<_>>().join(" × ")
}
