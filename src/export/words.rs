//! Classes, payers and levels in words.
//!
//! In: values of one model. Out: short text in the reader's language.

use crate::analysis::local;
use crate::diagram::{Part, Status};
use crate::message::{Lang, Word};
use crate::model::{AxisId, Class, LevelId, Model, Party, Payer};

/// Returns what a level is called: its local name in Chinese, its own name in English.
#[must_use]
pub fn level_word(model: &Model, level: LevelId, lang: Lang) -> String {
    let level = &model.levels[level];
    local(&level.name, &level.aliases, lang).to_owned()
}

pub(super) fn party(model: &Model, party: &Party, lang: Lang) -> String {
    match party {
        Party::Level(level) => level_word(model, *level, lang),
        Party::Named(name) => name.clone(),
    }
}

pub(super) fn class(model: &Model, class: &Class, lang: Lang) -> String {
    match class {
        Class::Level(level) => Word::Exclusive { level: level_word(model, *level, lang) }.text(lang),
        Class::Shared(among) if among.is_empty() => Word::Shared.text(lang),
        Class::Shared(among) => {
            let levels = among.iter().map(|&level| level_word(model, level, lang)).collect::<Vec<_>>();
            Word::SharedAmong { levels }.text(lang)
        }
        Class::Undetermined => Word::Undetermined.text(lang),
        Class::Retained(by) => Word::RetainedBy { by: party(model, by, lang) }.text(lang),
        Class::Governed(document) => Word::GovernedBy { document: document.clone() }.text(lang),
    }
}

/// Returns a class by its shortest name, for lists of classes.
fn class_short(model: &Model, value: &Class, lang: Lang) -> String {
    match value {
        Class::Level(level) => level_word(model, *level, lang),
        other => class(model, other, lang),
    }
}

/// Returns what a fact is called: its Chinese alias in Chinese, its own name in English.
#[must_use]
pub fn fact_word(model: &Model, axis: AxisId, lang: Lang) -> String {
    let fact = &model.axes[axis];
    local(&fact.name, &fact.aliases, lang).to_owned()
}

pub(super) fn payer(model: &Model, payer: &Payer, lang: Lang) -> String {
    match payer {
        Payer::Level(level) => level_word(model, *level, lang),
        Payer::Unstated => Word::Unstated.text(lang),
        Payer::Elsewhere(None) => Word::Elsewhere.text(lang),
        Payer::Elsewhere(Some(document)) => Word::ElsewhereIn { document: document.clone() }.text(lang),
        Payer::Undetermined => Word::Undetermined.text(lang),
        Payer::Retained(by) => party(model, by, lang),
        Payer::Governed(document) => Word::GovernedBy { document: document.clone() }.text(lang),
    }
}

/// Returns `shared, payer county`; a part that says nothing is left out.
pub(super) fn parts(model: &Model, class_part: &Part<Class>, payer_part: &Part<Payer>, lang: Lang) -> String {
    let mut words = Vec::new();
    match class_part {
        Part::Value(value) => words.push(class(model, value, lang)),
        Part::Clash(values) => {
            let values = values.iter().map(|value| class_short(model, value, lang)).collect();
            words.push(Word::ClassClash { values }.text(lang));
        }
        Part::Unasked | Part::Missing => {}
    }
    let follows = matches!(
        (class_part, payer_part),
        (Part::Value(Class::Undetermined), Part::Value(Payer::Undetermined))
            | (Part::Value(Class::Retained(_)), Part::Value(Payer::Retained(_)))
            | (Part::Value(Class::Governed(_)), Part::Value(Payer::Governed(_)))
    );
    match payer_part {
        Part::Value(_) if follows => {}
        Part::Value(value) => words.push(Word::PaidBy { payer: payer(model, value, lang) }.text(lang)),
        Part::Clash(values) => {
            let values = values.iter().map(|value| payer(model, value, lang)).collect();
            words.push(Word::PayerClash { values }.text(lang));
        }
        Part::Unasked | Part::Missing => {}
    }
    words.join(Word::Comma.text(lang).as_str())
}

pub(super) fn status(status: Status, lang: Lang) -> String {
    let word = match status {
        Status::Decided => Word::Decided,
        Status::Undetermined => Word::Undetermined,
        Status::Retained => Word::Retained,
        Status::Governed => Word::Governed,
        Status::NotInForce => Word::NotInForce,
        Status::Conflict => Word::Conflict,
        Status::Gap => Word::Gap,
        Status::Impossible => Word::Impossible,
        Status::NeedsFacts => Word::NeedsFacts,
    };
    word.text(lang)
}
