//! An answer in as few words as a table has room for.
//!
//! In: an answer. Out: `shared / county`, or its status. What is not decided is never shown like what is.

use super::words;
use crate::analysis::Answer;
use crate::diagram::{Part, Status};
use crate::message::{Lang, Word};
use crate::model::{Class, Model};

/// Returns who has the authority and who pays, or why nobody is named.
#[must_use]
pub fn cell_text(model: &Model, answer: &Answer, lang: Lang) -> String {
    match answer.status {
        Status::Decided | Status::Undetermined => parts(model, answer, lang),
        // Who pays follows from it, and is not said by this policy.
        Status::Retained | Status::Governed => match &answer.class {
            Part::Value(class) => words::class(model, class, lang),
            _ => words::status(answer.status, lang),
        },
        Status::NeedsFacts => {
            let facts = answer.needs.iter().map(|&axis| words::fact_word(model, axis, lang));
            Word::DependsOn { facts: facts.collect() }.text(lang)
        }
        status => words::status(status, lang),
    }
}

fn parts(model: &Model, answer: &Answer, lang: Lang) -> String {
    let class = match &answer.class {
        Part::Value(Class::Level(level)) => Some(words::level_word(model, *level, lang)),
        Part::Value(Class::Shared(among)) if among.is_empty() => Some(Word::SharedShort.text(lang)),
        Part::Value(other) => Some(words::class(model, other, lang)),
        _ => None,
    };
    let payer = match &answer.payer {
        Part::Value(payer) => Some(words::payer(model, payer, lang)),
        _ => None,
    };
    let mut parts: Vec<String> = class.into_iter().chain(payer).collect();
    if answer.status == Status::Undetermined {
        parts.dedup();
    }
    // A matter with components has an answer for each of them.
    if parts.is_empty() { words::status(answer.status, lang) } else { parts.join(" / ") }
}
