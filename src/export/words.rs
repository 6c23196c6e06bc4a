//! Classes, payers and levels in words.
//!
//! In: values of one model. Out: short text in the reader's language.

use super::money::formula;
use crate::diagram::{Part, Status};
use crate::message::{Lang, Word, local};
use crate::model::{
    AMOUNT, AxisId, Class, FurtherValue, LevelId, Manner, Model, PartId, Party, Payer, Portion, PortionShare,
    Transfer, share,
};
use crate::syntax::QueryWords;

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
        Class::Governed(manner, document) => governed(*manner, document.as_ref(), lang),
    }
}

fn governed(manner: Manner, document: Option<&String>, lang: Lang) -> String {
    let word = match (manner, document.cloned()) {
        (Manner::Document, document) => Word::GovernedBy { document: document.unwrap_or_default() },
        (Manner::Analogy, document) => Word::ByAnalogy { document: document.unwrap_or_default() },
        (Manner::Existing, None) => Word::ExistingRules,
        (Manner::Existing, Some(document)) => Word::ExistingRulesOf { document },
    };
    word.text(lang)
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
        Payer::Split(portions) => portions_text(model, portions, lang),
        Payer::Unstated(among) if among.is_empty() => Word::Unstated.text(lang),
        Payer::Unstated(among) => {
            let levels = among.iter().map(|&level| level_word(model, level, lang)).collect();
            Word::UnstatedAmong { levels }.text(lang)
        }
        Payer::Elsewhere(None) => Word::Elsewhere.text(lang),
        Payer::Elsewhere(Some(document)) => Word::ElsewhereIn { document: document.clone() }.text(lang),
        Payer::Undetermined => Word::Undetermined.text(lang),
        Payer::Retained(by) => Word::RetainedBy { by: party(model, by, lang) }.text(lang),
        Payer::Governed(manner, document) => governed(*manner, document.as_ref(), lang),
    }
}

/// Returns `central 80%, province 20%`.
fn portions_text(model: &Model, portions: &[Portion], lang: Lang) -> String {
    let payee = |portion: &Portion| {
        portion.payee.map_or_else(|| Word::Rest.text(lang), |level| level_word(model, level, lang))
    };
    // Where no upper share is named, another document sets what comes before the rest.
    let nameless = portions.iter().all(|p| matches!(p.share, PortionShare::OfRest(_)));
    let text = |portion: &Portion| {
        let payee = payee(portion);
        let word = match &portion.share {
            PortionShare::Exact(exact) => return format!("{payee} {}", share::percentage(exact)),
            PortionShare::OfRest(exact) => Word::OfRest { payee, share: share::percentage(exact) },
            PortionShare::Elsewhere(None) => Word::PortionElsewhere { payee },
            PortionShare::Elsewhere(Some(document)) => {
                Word::PortionElsewhereIn { payee, document: document.clone() }
            }
            PortionShare::OpenRest => Word::OpenRest { payee: portion.payee.map(|_| payee) },
            PortionShare::Main => Word::Mainly { payee },
            PortionShare::Subsidy => Word::Subsidy { payee },
        };
        word.text(lang)
    };
    let mut words: Vec<String> = Vec::new();
    if nameless {
        words.push(Word::AfterUpperShare.text(lang));
    }
    // Who mainly pays is named first.
    let (main, rest): (Vec<&Portion>, Vec<&Portion>) =
        portions.iter().partition(|portion| portion.share == PortionShare::Main);
    let (named, nobody): (Vec<&Portion>, Vec<&Portion>) =
        rest.into_iter().partition(|portion| portion.payee.is_some());
    words.extend(main.into_iter().chain(named).chain(nobody).map(text));
    words.join(Word::Listing.text(lang).as_str())
}

/// Returns the value of a further part.
fn further_value(model: &Model, part: PartId, value: &FurtherValue, lang: Lang) -> String {
    match value {
        FurtherValue::Level(level) => level_word(model, *level, lang),
        FurtherValue::Word(number) => {
            let words = &model.parts[part].words;
            words.get(*number).map(|(name, also)| local(name, also, lang).to_owned()).unwrap_or_default()
        }
        FurtherValue::Amount(amount) if amount.at_least => {
            format!("{} {}", QueryWords::of(lang).at_least, formula(model, amount, lang))
        }
        FurtherValue::Amount(amount) => formula(model, amount, lang),
        FurtherValue::Transfer(transfer) => match transfer {
            Transfer::Yes => Word::Yes.text(lang),
            Transfer::No => Word::No.text(lang),
            Transfer::From(level) => Word::TransferFrom { level: level_word(model, *level, lang) }.text(lang),
            Transfer::Discretionary(None) => Word::Discretionary.text(lang),
            Transfer::Discretionary(Some(level)) => {
                Word::DiscretionaryFrom { level: level_word(model, *level, lang) }.text(lang)
            }
        },
    }
}

/// Returns the value of a further part in the words of JSON.
pub(super) fn further_name(model: &Model, part: PartId, value: &FurtherValue) -> String {
    further_value(model, part, value, Lang::En)
}

/// Returns what a further part is called.
pub(super) fn part_word(model: &Model, part: PartId, lang: Lang) -> String {
    let info = &model.parts[part];
    local(&info.name, &info.aliases, lang).to_owned()
}

/// Returns `transfer yes`, `organiser city`, or what is paid.
pub(super) fn further_word(model: &Model, part: PartId, value: &FurtherValue, lang: Lang) -> String {
    let value = further_value(model, part, value, lang);
    Word::Further { part: part_word(model, part, lang), value }.text(lang)
}

/// Returns `transfer yes`, `organiser city`: the further parts that say something.
fn further(model: &Model, parts: &[Part<FurtherValue>], lang: Lang) -> Vec<String> {
    let mut words = Vec::new();
    for (id, part) in model.parts.ids().zip(parts) {
        let name = part_word(model, id, lang);
        match part {
            // What is paid has a line of its own.
            Part::Value(_) if id == AMOUNT => {}
            Part::Value(value) => words.push(further_word(model, id, value, lang)),
            Part::Clash(values) => {
                let values = values.iter().map(|value| further_value(model, id, value, lang)).collect();
                words.push(Word::FurtherClash { part: name, values }.text(lang));
            }
            Part::Unasked | Part::Missing => {}
        }
    }
    words
}

/// Tells whether a payer says no more than the class.
pub(super) fn follows(class_part: &Part<Class>, payer_part: &Part<Payer>) -> bool {
    matches!(
        (class_part, payer_part),
        (Part::Value(Class::Undetermined), Part::Value(Payer::Undetermined))
            | (Part::Value(Class::Retained(_)), Part::Value(Payer::Retained(_)))
            | (Part::Value(Class::Governed(..)), Part::Value(Payer::Governed(..)))
    )
}

/// Returns `shared, payer county`; a part that says nothing is left out.
pub(super) fn parts(
    model: &Model,
    class_part: &Part<Class>,
    payer_part: &Part<Payer>,
    further_parts: &[Part<FurtherValue>],
    lang: Lang,
) -> String {
    let mut words = Vec::new();
    match class_part {
        Part::Value(value) => words.push(class(model, value, lang)),
        Part::Clash(values) => {
            let values = values.iter().map(|value| class_short(model, value, lang)).collect();
            words.push(Word::ClassClash { values }.text(lang));
        }
        Part::Unasked | Part::Missing => {}
    }
    match payer_part {
        Part::Value(_) if follows(class_part, payer_part) => {}
        Part::Value(value) => words.push(Word::PaidBy { payer: payer(model, value, lang) }.text(lang)),
        Part::Clash(values) => {
            let values = values.iter().map(|value| payer(model, value, lang)).collect();
            words.push(Word::PayerClash { values }.text(lang));
        }
        Part::Unasked | Part::Missing => {}
    }
    words.extend(further(model, further_parts, lang));
    words.join(Word::Comma.text(lang).as_str())
}

/// Returns the word for a status.
#[must_use]
pub fn status(status: Status, lang: Lang) -> String {
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
