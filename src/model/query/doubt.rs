//! Which bare names are not taken for those of matters that a policy does not list.
//!
//! In: a name that no listed matter has. Out: what speaks against it: it is something else's name, or says only who is to pay, or a listed
//! matter may be meant by it. Nothing is answered here; quotation marks say that another matter is meant.

use super::Words;
use crate::message::{Advice, Message};
use crate::model::matters::{Matter, MatterTree};
use crate::model::{MatterId, SectionId, names_no_matter};
use crate::syntax::{canonical, in_quotes, quoted};
use std::collections::BTreeSet;

/// Tells whether nothing speaks against taking a bare name for that of a matter that is not listed.
pub(super) fn is_bare(words: Words<'_>, name: &str) -> bool {
    doubts(words, name).is_none()
}

/// Says what speaks against a name: that of a level or a fact, a listed matter run together with more words, or words that one
/// listed may be meant by.
pub(super) fn doubts(words: Words<'_>, name: &str) -> Option<(Message, Advice)> {
    let text = || name.to_owned();
    if name.chars().all(|c| c.is_ascii_digit()) {
        return Some((Message::NumberNotMatter { name: text() }, Advice::QueryForm));
    }
    if words.levels.iter().any(|level| level.is_called(name)) {
        return Some((Message::LevelNotMatter { name: text() }, Advice::QueryForm));
    }
    let table = words.tables.iter().any(|table| table.is_called(name));
    if table || words.axes.iter().skip(1).any(|axis| axis.is_called(name)) {
        return Some((Message::FactNotMatter { name: text() }, Advice::QueryForm));
    }
    if let Some(component) = component(words.matters, name) {
        return Some(component);
    }
    if let Some(section) = section_called(words, name) {
        return Some(section);
    }
    if words.sections.is_some() && names_no_matter(name) {
        return Some((Message::NamesNoMatter { name: text() }, Advice::Questions));
    }
    run_together(words.matters, name).or_else(|| in_part(words.matters, name))
}

/// Says how to ask about a listed matter that a name may mean, or else about another one; nothing where none may be meant.
pub(super) fn meant(matters: &MatterTree, name: &str) -> Option<Advice> {
    let near = matters.names().filter(|listed| holds(name, listed) || holds(listed, name));
    let near: BTreeSet<MatterId> = near.filter_map(|listed| matters.find(listed)).collect();
    let shown = near.iter().take(SHOWN).map(|&id| quoted(&matters.nodes[id].name).into_owned());
    let names: Vec<String> = shown.collect();
    let more = near.len().saturating_sub(names.len());
    let first = names.first()?.clone();
    Some(Advice::MeantOrQuoted { name: in_quotes(name), first, names, more })
}

/// Says how to ask about a component whose name another name holds, or else about another matter: 县级营房.
pub(super) fn meant_component(matters: &MatterTree, name: &str) -> Option<Advice> {
    let nodes = matters.nodes.iter().filter_map(|node| {
        let matter = &matters.nodes[node.parent?];
        let mut called = std::iter::once(&node.name).chain(&node.aliases);
        let meant = matter.whole && called.any(|called| holds(name, called));
        meant.then(|| (matter.name.clone(), node.name.clone()))
    });
    let queries: Vec<(String, String)> = nodes.take(SHOWN).collect();
    (!queries.is_empty()).then(|| Advice::ComponentOrQuoted { name: in_quotes(name), queries })
}

/// Refuses the name of a component: alone it says nothing.
pub(super) fn component(matters: &MatterTree, name: &str) -> Option<(Message, Advice)> {
    let queries = components_called(matters, name);
    let message = Message::IsComponent { name: name.to_owned() };
    (!queries.is_empty()).then_some((message, Advice::IsComponent { queries }))
}

/// Refuses the name of a section: it holds matters, and is none.
fn section_called(words: Words<'_>, name: &str) -> Option<(Message, Advice)> {
    let called = |text: &str| canonical(text) == name;
    let sections = words.sections?.pairs();
    let here: Vec<SectionId> = sections
        .filter(|(_, section)| called(&section.label) || section.title.as_deref().is_some_and(called))
        .map(|(id, _)| id)
        .collect();
    let in_here = |node: &&Matter| node.section.is_some_and(|section| here.contains(&section));
    let names = words.matters.nodes.iter().filter(in_here).map(|node| quoted(&node.name).into_owned());
    let names: Vec<String> = names.collect();
    let message = Message::SectionNotMatter { name: name.to_owned() };
    let help = match names.first() {
        Some(first) => Advice::AskOfSection { first: first.clone(), names },
        None => Advice::QueryForm,
    };
    (!here.is_empty()).then_some((message, help))
}

/// 专利导航在县
fn run_together(matters: &MatterTree, name: &str) -> Option<(Message, Advice)> {
    let listed = matters.names().filter(|listed| {
        name.strip_prefix(listed).is_some_and(|rest| RUN_ON.iter().any(|word| rest.starts_with(word)))
    });
    let listed = listed.max_by_key(|listed| listed.len())?;
    let rest = name.strip_prefix(listed).unwrap_or_default();
    let message =
        Message::RunTogether { name: name.to_owned(), listed: listed.to_owned(), rest: rest.to_owned() };
    Some((message, Advice::QueryForm))
}

/// A name that holds a listed one or is part of one: 专利导航平台, 行政裁决. Whether that matter is meant or another, only whoever asks
/// can say; quotation marks say that it is another.
fn in_part(matters: &MatterTree, name: &str) -> Option<(Message, Advice)> {
    let message = Message::NotQuiteListed { name: name.to_owned() };
    Some((message, meant(matters, name)?))
}

/// How many listed matters are named when one of them may be meant.
const SHOWN: usize = 5;

/// Tells whether words hold others; in an alphabet a word is never a part of another: `road upkeep` holds `road`, `roads` does not.
fn holds(words: &str, part: &str) -> bool {
    let joined = |before: Option<char>, after: Option<char>| {
        [before, after].into_iter().all(|one| one.is_some_and(|c| c.is_ascii_alphanumeric()))
    };
    words.match_indices(part).any(|(at, _)| {
        let (before, rest) = words.split_at_checked(at).unwrap_or_default();
        let after = rest.strip_prefix(part).unwrap_or_default();
        let (first, last) = (part.chars().next(), part.chars().next_back());
        !joined(before.chars().next_back(), first) && !joined(last, after.chars().next())
    })
}

/// Returns the matters with their components that a name may mean: 消防队伍建设, 消防队伍的建设, or 建设 alone.
fn components_called(matters: &MatterTree, text: &str) -> Vec<(String, String)> {
    let of = |node: &Matter| node.parent.filter(|&parent| matters.nodes[parent].whole);
    let names = |node: &Matter| {
        std::iter::once(node.name.clone()).chain(node.aliases.iter().cloned()).collect::<Vec<String>>()
    };
    let mut queries = Vec::new();
    for node in matters.nodes.iter() {
        let Some(parent) = of(node).map(|parent| &matters.nodes[parent]) else { continue };
        let own = names(node);
        let joined = names(parent).into_iter().filter_map(|name| {
            let rest = text.strip_prefix(name.as_str())?;
            Some(rest.strip_prefix('的').unwrap_or(rest).to_owned())
        });
        if own.iter().any(|name| name == text) || joined.into_iter().any(|rest| own.contains(&rest)) {
            queries.push((parent.name.clone(), node.name.clone()));
        }
    }
    queries
}

/// What follows a matter's name where spaces were left out.
const RUN_ON: &[&str] = &["在", "，", "at"];
