//! What is worth knowing beside an answer.
//!
//! In: an answer. Out: sentences; none of them changes it.

use super::money::money_text;
use super::words;
use crate::analysis::{Answer, Link, Money, narrower_message, value_names};
use crate::diagram::{Part, Status};
use crate::message::{Aside, Lang, Message, local};
use crate::model::{MATTER, Model, OpenList, TRANSFER, ValueSet, nearest, share};

/// Returns what is worth knowing, remarks of the document and what keeps an amount from being said among it.
pub(super) fn all_notes(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    let unlisted = answer.unlisted.as_ref().map(|name| not_listed(name, answer, lang));
    let mut notes: Vec<String> = unlisted.into_iter().collect();
    notes.extend(remark_texts(model, answer, lang));
    let (model, answer) = answer.holding(model);
    if !matches!(answer.money, Some(Money::Paid(_))) {
        notes.extend(money_text(model, answer, lang));
    }
    let remarks = answer.remarks.iter().filter_map(|&number| model.remarks.get(number));
    notes.extend(remarks.map(|remark| format!("{} ({})", remark.text, remark.cite)));
    notes
}

/// Says that the policy does not list what was asked.
pub(super) fn not_listed(name: &str, answer: &Answer, lang: Lang) -> String {
    Aside::NotListed { name: name.to_owned(), near: answer.near.clone() }.text(lang)
}

/// Returns what is worth knowing beside the answer.
pub(super) fn remark_texts(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    if let Some(held) = &answer.held {
        let mut texts = remark_texts(&held.model, &held.answer, lang);
        texts.extend(document_texts(answer, lang));
        let elsewhere = |fact: &String| Aside::FactElsewhere { fact: fact.clone() }.text(lang);
        texts.extend(answer.unknown_facts.iter().map(elsewhere));
        return texts;
    }
    let mut texts = Vec::new();
    if answer.status == Status::Undetermined
        && matches!(answer.class, Part::Value(ref c) if *c != crate::model::Class::Undetermined)
    {
        texts.push(Aside::PayerOpen.text(lang));
    }
    if answer.status == Status::Decided && model.states_transfer() && transfer_unstated(answer) {
        texts.push(Aside::NoTransferStated.text(lang));
    }
    for part in composite_payers(model, answer) {
        texts.push(
            Aside::CompositeOpen {
                level: words::level_word(model, part, lang),
                members: model.levels[part]
                    .members
                    .iter()
                    .map(|&m| words::level_word(model, m, lang))
                    .collect(),
            }
            .text(lang),
        );
    }
    for &(table, entry) in &answer.narrower {
        texts.push(narrower_message(model, table, entry).text(lang));
    }
    texts.extend(document_texts(answer, lang));
    if let Some(made) = &answer.reconstruction {
        let (name, because) = (model.name.clone(), made.because.clone());
        texts.push(Message::IsReconstruction { name, because, accepted: made.accepted }.text(lang));
    }
    if answer.by_default {
        texts.push(Aside::ByDefault.text(lang));
    }
    if let Some(because) = model.reasons(&answer.acknowledged) {
        texts.push(Aside::Acknowledged { because }.text(lang));
    }
    if answer.open_lists {
        let lists = model.matters.open_matter_lists().filter_map(|list| open_list_name(model, list));
        texts.push(Aside::OpenLists { sections: lists.collect() }.text(lang));
    }
    if !answer.left_out.is_empty() {
        let leaves =
            ValueSet::from_ranges(answer.left_out.iter().map(|&leaf| (leaf, leaf.saturating_add(1))));
        texts.push(Aside::LeftOut { matters: value_names(model, MATTER, &leaves, &[], lang) }.text(lang));
    }
    for fact in &answer.unknown_facts {
        texts.push(Aside::FactElsewhere { fact: fact.clone() }.text(lang));
    }
    for (axis, value) in &answer.taken {
        let fact = words::fact_word(model, *axis, lang);
        let near = nearest(value, model.axes[*axis].words()).map(str::to_owned);
        texts.push(Aside::TakenAsOther { value: value.clone(), fact, near }.text(lang));
    }
    for axis in &answer.irrelevant {
        texts.push(Aside::Irrelevant { fact: words::fact_word(model, *axis, lang) }.text(lang));
    }
    let notes = answer.rules.iter().flat_map(|&rule| model.rules[rule].notes.iter().cloned());
    texts.extend(notes);
    texts
}

/// Returns what other documents have to do with an answer, a line each.
pub(super) fn document_texts(answer: &Answer, lang: Lang) -> Vec<String> {
    document_messages(answer, lang).iter().map(|message| message.text(lang)).collect()
}

fn document_messages(answer: &Answer, lang: Lang) -> Vec<Message> {
    let mut messages = answer.documents.clone();
    if !answer.chain.is_empty() {
        let share = |link: &Link| {
            let level = local(&link.level, &link.aliases, lang);
            format!("{level} {}", share::percentage(&link.share))
        };
        messages.push(Message::InAll { shares: answer.chain.iter().map(share).collect() });
        let open = answer.chain.iter().filter(|link| link.open);
        messages.extend(open.map(|link| Message::BelowNotLoaded {
            level: local(&link.level, &link.aliases, lang).to_owned(),
        }));
    }
    messages
}

/// Tells whether no rule says whether there is a transfer, though rules of the policy say so elsewhere.
pub(super) fn transfer_unstated(answer: &Answer) -> bool {
    answer.components.is_empty() && !matches!(answer.part(TRANSFER), Some(Part::Value(_)))
}

/// Returns the payers of an answer that are made of several levels.
fn composite_payers(model: &Model, answer: &Answer) -> Vec<crate::model::LevelId> {
    use crate::model::Payer;
    let levels = match &answer.payer {
        Part::Value(Payer::Level(level)) => vec![*level],
        Part::Value(Payer::Split(portions)) => portions.iter().filter_map(|portion| portion.payee).collect(),
        _ => Vec::new(),
    };
    levels.into_iter().filter(|&level| !model.levels[level].members.is_empty()).collect()
}

/// Returns what an open list is called: its group, its section, or what it begins with.
fn open_list_name(model: &Model, list: &OpenList) -> Option<String> {
    let group = list.group.map(|group| model.matters.nodes[group].name.clone());
    group.or_else(|| list.section.clone()).or_else(|| list.first.as_ref().map(|first| format!("{first} …")))
}
