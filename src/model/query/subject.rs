//! What a query asks about.
//!
//! In: the name as written. Out: a matter, a component, the rest of an open group, or a matter that the policy does not
//! list; what is no matter's name, or may mean a listed one, is refused, with the right way to ask.

use super::{Subject, Words};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::matters::{Matter, MatterTree};
use crate::model::{MatterId, ValueSet, suggest};
use crate::syntax::ast::{MatterWord, Name, QuerySubject};
use crate::syntax::{in_quotes, quoted};
use std::collections::BTreeSet;

pub(super) fn subject(words: Words<'_>, tree: &QuerySubject) -> Result<Subject, Box<Diagnostic>> {
    let matters = words.matters;
    match tree {
        QuerySubject::AnyOther => Ok(Subject::Unlisted { name: None, near: Vec::new() }),
        QuerySubject::Matter(MatterWord::Named(name)) if matters.find(&name.text).is_none() => {
            match doubts(words, &name.text) {
                Some((message, help)) => {
                    Err(Box::new(Diagnostic::error(Code::BadQuery, name.span, message).help(help)))
                }
                None => Ok(called(matters, name)),
            }
        }
        QuerySubject::Called(name) | QuerySubject::Matter(MatterWord::Named(name)) => {
            Ok(called(matters, name))
        }
        QuerySubject::Matter(MatterWord::Elsewhere(name)) => elsewhere(matters, name),
        QuerySubject::Matter(MatterWord::Component(name, part)) => component(words, name, part),
    }
}

/// Tells whether nothing speaks against taking a bare name for that of a matter that is not listed.
pub(super) fn is_bare(words: Words<'_>, name: &str) -> bool {
    doubts(words, name).is_none()
}

/// Returns the matter of exactly that name, listed or not.
fn called(matters: &MatterTree, name: &Name) -> Subject {
    match matters.find(&name.text) {
        Some(id) => Subject::Listed {
            leaves: matters.under(id),
            name: matters.nodes[id].name.clone(),
            whole: matters.nodes[id].whole,
        },
        None => {
            let near = suggest::neighbours(&name.text, matters.names(), 3);
            Subject::Unlisted {
                name: Some(name.text.clone()),
                near: near.into_iter().map(str::to_owned).collect(),
            }
        }
    }
}

/// Says what speaks against a name: that of a level or a fact, a listed matter run together with more words, or words that one
/// listed may be meant by.
fn doubts(words: Words<'_>, name: &str) -> Option<(Message, Advice)> {
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
    let queries = components_called(words.matters, name);
    if !queries.is_empty() {
        return Some((Message::IsComponent { name: text() }, Advice::IsComponent { queries }));
    }
    run_together(words.matters, name).or_else(|| in_part(words.matters, name))
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

fn elsewhere(matters: &MatterTree, name: &Name) -> Result<Subject, Box<Diagnostic>> {
    let leaf = matters.find(&name.text).and_then(|id| matters.elsewhere(id));
    match leaf {
        Some(leaf) => Ok(Subject::Listed {
            leaves: ValueSet::single(leaf),
            name: format!("elsewhere in {}", name.text),
            whole: false,
        }),
        None => {
            let message = Message::NotOpen { name: name.text.clone() };
            Err(Box::new(Diagnostic::error(Code::NotOpen, name.span, message).help(Advice::NotOpen)))
        }
    }
}

fn component(words: Words<'_>, name: &Name, part: &Name) -> Result<Subject, Box<Diagnostic>> {
    let matters = words.matters;
    let Some(matter) = matters.find(&name.text) else {
        let near = suggest::neighbours(&name.text, matters.names(), 3);
        return Ok(Subject::Unlisted {
            name: Some(format!("{} component {}", name.text, part.text)),
            near: near.into_iter().map(str::to_owned).collect(),
        });
    };
    if !matters.nodes[matter].whole {
        let message = Message::NoComponents { name: name.text.clone() };
        return Err(Box::new(
            Diagnostic::error(Code::BadQuery, part.span, message).help(Advice::NoComponents),
        ));
    }
    Ok(match matters.component(matter, &part.text) {
        Some(id) => Subject::Listed {
            leaves: matters.under(id),
            name: format!("{} component {}", matters.nodes[matter].name, matters.nodes[id].name),
            whole: matters.nodes[id].whole,
        },
        // An open list never answers by itself: its rest has a query of its own.
        None => Subject::UnlistedComponent { matter, name: part.text.clone() },
    })
}
