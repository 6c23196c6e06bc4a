//! What a query asks about.
//!
//! In: the name as written. Out: a matter, a component, the rest of an open group, or a matter that the policy does not
//! list; what is surely no matter's name is refused, with the right way to ask.

use super::{Subject, Words};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::matters::{Matter, MatterTree};
use crate::model::{ValueSet, suggest};
use crate::syntax::ast::{MatterWord, Name, QuerySubject};

pub(super) fn subject(words: Words<'_>, tree: &QuerySubject) -> Result<Subject, Box<Diagnostic>> {
    let matters = words.matters;
    let name = match tree {
        QuerySubject::AnyOther => return Ok(Subject::Unlisted { name: None, near: Vec::new() }),
        QuerySubject::Matter(MatterWord::Named(name)) => name,
        QuerySubject::Matter(MatterWord::Elsewhere(name)) => return elsewhere(matters, name),
        QuerySubject::Matter(MatterWord::Component(name, part)) => return component(words, name, part),
    };
    Ok(match matters.find(&name.text) {
        Some(id) => Subject::Listed {
            leaves: matters.under(id),
            name: matters.nodes[id].name.clone(),
            whole: matters.nodes[id].whole,
        },
        None => {
            not_a_matter(words, name)?;
            let near = suggest::neighbours(&name.text, matters.names(), 3);
            Subject::Unlisted {
                name: Some(name.text.clone()),
                near: near.into_iter().map(str::to_owned).collect(),
            }
        }
    })
}

/// Refuses what is surely no name of a matter: a level, a fact, or a listed matter run together with more words.
fn not_a_matter(words: Words<'_>, name: &Name) -> Result<(), Box<Diagnostic>> {
    let text = name.text.as_str();
    let matters = words.matters;
    let refuse = |message| Err(Box::new(Diagnostic::error(Code::BadQuery, name.span, message)));
    if words.levels.iter().any(|level| level.is_called(text)) {
        return refuse(Message::LevelNotMatter { name: text.to_owned() })
            .map_err(|d| Box::new(d.help(Advice::QueryForm)));
    }
    let table = words.tables.iter().any(|table| table.is_called(text));
    if table || words.axes.iter().skip(1).any(|axis| axis.is_called(text)) {
        return refuse(Message::FactNotMatter { name: text.to_owned() })
            .map_err(|d| Box::new(d.help(Advice::QueryForm)));
    }
    let components = components_called(words.matters, text);
    if !components.is_empty() {
        let help = Advice::IsComponent { queries: components };
        return refuse(Message::IsComponent { name: text.to_owned() }).map_err(|d| Box::new(d.help(help)));
    }
    if let Some(listed) = mentioned(words, text) {
        let help = Advice::AskListed { listed };
        return refuse(Message::NotAName { name: text.to_owned() }).map_err(|d| Box::new(d.help(help)));
    }
    let run_on = |words: &[&str]| {
        let begins = |rest: &str| words.iter().any(|word| rest.starts_with(word));
        let listed = matters.names().filter(|name| text.strip_prefix(name).is_some_and(begins));
        listed.max_by_key(|listed| listed.len())
    };
    if let Some(listed) = run_on(SAID_OF) {
        let help = Advice::AskListed { listed: listed.to_owned() };
        return refuse(Message::NotAName { name: text.to_owned() }).map_err(|d| Box::new(d.help(help)));
    }
    match run_on(RUN_ON) {
        Some(listed) => {
            let rest = text.strip_prefix(listed).unwrap_or_default();
            let message = Message::RunTogether {
                name: text.to_owned(),
                listed: listed.to_owned(),
                rest: rest.to_owned(),
            };
            refuse(message).map_err(|d| Box::new(d.help(Advice::QueryForm)))
        }
        None => Ok(()),
    }
}

/// Finds the listed matter that words are about: 县承担执法, 执法要不要县出钱, 执法和专利导航, 县级执法, 列入省级事权的执法. Such words are no name of a
/// matter, and what is said of matters that are not listed must not answer them.
fn mentioned(words: Words<'_>, text: &str) -> Option<String> {
    let matters = words.matters;
    if let Some(listed) = matters.names().find(|listed| is_qualified(words, text, listed)) {
        return Some(listed.to_owned());
    }
    let contained = || matters.names().filter(|listed| text.contains(listed));
    let listed = contained().max_by_key(|listed| listed.len())?;
    let rest = text.replacen(listed, "", 1);
    let sentence =
        SENTENCE.iter().any(|word| rest.contains(word)) || ENDINGS.iter().any(|word| rest.ends_with(word));
    let several = JOINERS.iter().any(|joiner| {
        let mut parts = text.split(joiner).map(str::trim);
        text.contains(joiner) && parts.all(|part| matters.find(part).is_some())
    });
    (sentence || several).then(|| listed.to_owned())
}

/// Tells whether words are a matter behind a level, a value, or a clause about it: 县级执法, 全市性执法, 列入省级事权的执法.
fn is_qualified(words: Words<'_>, text: &str, listed: &str) -> bool {
    let Some(before) = text.strip_suffix(listed) else { return false };
    if before.len() > '的'.len_utf8() && before.ends_with('的') {
        return true;
    }
    let level = before.strip_suffix('级').unwrap_or(before);
    let is_level = words.levels.iter().any(|known| known.is_called(before) || known.is_called(level));
    is_level || words.axes.iter().skip(1).any(|axis| axis.values.iter().any(|value| value.is_called(before)))
}

/// Words that ask, or say who pays.
const SENTENCE: &[&str] = &[
    "承担",
    "负责",
    "支出",
    "支付",
    "出钱",
    "付钱",
    "掏钱",
    "买单",
    "多少",
    "谁",
    "哪级",
    "哪一级",
    "吗",
    "呢",
    "要不要",
    "是否",
    "怎么",
    "什么",
];

/// What only what is paid ends in.
const ENDINGS: &[&str] = &["费用", "经费", "的钱"];

/// Words between two matters.
const JOINERS: &[&str] = &["以及", "和", "与", "及", "跟", "、", "或"];

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

/// What follows a matter's name where a space was left out.
const RUN_ON: &[&str] = &["在", "，", "at"];

/// What follows a matter's name where something is said of it.
const SAID_OF: &[&str] = &["由", "归", "的", "谁"];

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
