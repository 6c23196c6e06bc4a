//! A query, its names resolved against one policy.
//!
//! In: the tree of a query, and facts given beforehand. Out: what is known of each axis; what is left out stays
//! unknown. A value that is not declared is not an error: it is answered `gap`, and never by its neighbour.

use super::domain::{Axis, AxisKind, DATE_NAME};
use super::matters::MatterTree;
use super::{AxisId, Level, LevelId, Model, ValueSet, suggest};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::syntax::ast::{self, Binding, Name, QuerySubject, Value};
use jiff::civil::Date;

/// A question about one policy.
#[derive(Debug, Clone)]
pub struct Query {
    /// What is asked about.
    pub subject: Subject,
    /// What is known, at most once for each axis.
    pub known: Vec<Known>,
    /// The first and the last day asked about; nothing means every day in force.
    pub date: Option<(Date, Date)>,
}

/// What a query asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A matter or a group of matters that the policy lists.
    Listed {
        /// The leaves under it.
        leaves: ValueSet,
        /// Its canonical name.
        name: String,
    },
    /// A matter that the policy does not list.
    Unlisted {
        /// The name that was asked; nothing for `any other matter`.
        name: Option<String>,
        /// Listed names near it.
        near: Vec<String>,
    },
}

/// What a query says of one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The axis.
    pub axis: AxisId,
    /// The values that it may have.
    pub set: ValueSet,
    /// It has all of them at once.
    pub together: bool,
    /// A value that the axis does not have.
    pub unknown: Option<UnknownValue>,
}

/// A value that an axis does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownValue {
    /// A word that is not declared.
    Undeclared {
        /// The word.
        name: String,
        /// A declared word near it.
        near: Option<String>,
    },
    /// A level that is declared, but not for this role.
    OutsideRange(LevelId),
}

/// The names that a query may use.
#[derive(Clone, Copy)]
pub(super) struct Words<'m> {
    pub levels: &'m Arena<LevelId, Level>,
    pub axes: &'m Arena<AxisId, Axis>,
    pub matters: &'m MatterTree,
}

/// Resolves a query against a policy; `given` holds facts that the query does not repeat.
///
/// # Errors
/// Says which fact is not known, or which is given twice.
pub fn resolve_query(model: &Model, tree: &ast::Query, given: &[Binding]) -> Result<Query, Vec<Diagnostic>> {
    let words = Words { levels: &model.levels, axes: &model.axes, matters: &model.matters };
    // A fact given beforehand may belong to another policy of the session: then it says nothing here.
    let mut before: Vec<Known> = Vec::new();
    for known in given.iter().filter_map(|binding| self::binding(words.levels, words.axes, binding).ok()) {
        before.retain(|old| old.axis != known.axis);
        before.push(known);
    }
    resolve_with(words, tree, &before)
}

pub(super) fn resolve_with(
    words: Words<'_>,
    tree: &ast::Query,
    given: &[Known],
) -> Result<Query, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let subject = match subject(words, &tree.subject) {
        Ok(subject) => Some(subject),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    };
    let mut known: Vec<Known> = Vec::new();
    for part in &tree.bindings {
        match binding(words.levels, words.axes, part) {
            Ok(new) if known.iter().any(|old| old.axis == new.axis) => {
                let message = Message::GivenTwice { fact: words.axes[new.axis].name.clone() };
                diagnostics.push(
                    Diagnostic::error(Code::GivenTwice, part.span, message).help(Message::HelpGivenTwice),
                );
            }
            Ok(new) => known.push(new),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    let before =
        given.iter().filter(|old| known.iter().all(|new| new.axis != old.axis)).cloned().collect::<Vec<_>>();
    known.extend(before);
    known.sort_by_key(|known| known.axis);
    match subject {
        Some(subject) if diagnostics.is_empty() => {
            Ok(Query { subject, known, date: tree.date.map(|date| (date.first, date.last)) })
        }
        _ => Err(diagnostics),
    }
}

fn subject(words: Words<'_>, tree: &QuerySubject) -> Result<Subject, Box<Diagnostic>> {
    let matters = words.matters;
    let name = match tree {
        QuerySubject::AnyOther => return Ok(Subject::Unlisted { name: None, near: Vec::new() }),
        QuerySubject::Named(name) => name,
        QuerySubject::Elsewhere(name) => return elsewhere(matters, name),
    };
    Ok(match matters.find(&name.text) {
        Some(id) => Subject::Listed { leaves: matters.under(id), name: matters.nodes[id].name.clone() },
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
    let refuse = |message| Err(Box::new(Diagnostic::error(Code::BadQuery, name.span, message)));
    let is_level = |level: &Level| level.name == text || level.aliases.iter().any(|alias| alias == text);
    if words.levels.iter().any(is_level) {
        return refuse(Message::LevelNotMatter { name: text.to_owned() })
            .map_err(|d| Box::new(d.help(Message::HelpQueryForm)));
    }
    if words.axes.iter().skip(1).any(|axis| axis.is_called(text)) {
        return refuse(Message::FactNotMatter { name: text.to_owned() })
            .map_err(|d| Box::new(d.help(Message::HelpQueryForm)));
    }
    let listed = words.matters.names().filter(|listed| {
        text.strip_prefix(listed).is_some_and(|rest| RUN_ON.iter().any(|word| rest.starts_with(word)))
    });
    match listed.max_by_key(|listed| listed.len()) {
        Some(listed) => {
            let rest = text.strip_prefix(listed).unwrap_or_default();
            let message = Message::RunTogether {
                name: text.to_owned(),
                listed: listed.to_owned(),
                rest: rest.to_owned(),
            };
            refuse(message).map_err(|d| Box::new(d.help(Message::HelpQueryForm)))
        }
        None => Ok(()),
    }
}

/// What follows a matter's name where spaces were left out.
const RUN_ON: &[&str] = &["在", "由", "归", "的", "谁", "，", "at"];

fn elsewhere(matters: &MatterTree, name: &Name) -> Result<Subject, Box<Diagnostic>> {
    let leaf = matters.find(&name.text).and_then(|id| matters.elsewhere(id));
    match leaf {
        Some(leaf) => Ok(Subject::Listed {
            leaves: ValueSet::single(leaf),
            name: format!("elsewhere in {}", name.text),
        }),
        None => {
            let message = Message::NotOpen { name: name.text.clone() };
            Err(Box::new(Diagnostic::error(Code::NotOpen, name.span, message).help(Message::HelpNotOpen)))
        }
    }
}

/// Resolves `FACT is VALUE`.
pub(super) fn binding(
    levels: &Arena<LevelId, Level>,
    axes: &Arena<AxisId, Axis>,
    tree: &Binding,
) -> Result<Known, Box<Diagnostic>> {
    let facts = || axes.pairs().skip(1);
    if tree.fact.text.is_empty() {
        return bare(axes, levels, tree);
    }
    let found = facts().find(|(_, axis)| axis.is_called(&tree.fact.text));
    let Some((id, axis)) = found else {
        let words = facts()
            .flat_map(|(_, a)| std::iter::once(a.name.as_str()).chain(a.aliases.iter().map(String::as_str)));
        return Err(Box::new(unknown_fact(&tree.fact, words)));
    };
    let mut ranges = Vec::new();
    let mut unknown = None;
    for value in &tree.values {
        let number = match value {
            Value::Other(span) => Some(axis.other().ok_or_else(|| {
                let message = Message::ClosedFact { fact: axis.name.clone() };
                Box::new(Diagnostic::error(Code::ClosedFact, *span, message).help(Message::HelpOpenFact))
            })?),
            Value::Named(name) => axis.find(&name.text).or_else(|| axis.other()),
        };
        match (number, value) {
            (Some(number), _) => ranges.push((number, number.saturating_add(1))),
            (None, Value::Named(name)) => unknown = unknown.or_else(|| Some(undeclared(levels, axis, name))),
            (None, Value::Other(_)) => {}
        }
    }
    let mut set = ValueSet::from_ranges(ranges);
    let together = tree.together && !tree.negated && set.len() > 1;
    if tree.negated {
        set = set.complement(axis.size());
    }
    Ok(Known { axis: id, set, together, unknown })
}

/// Resolves a value alone: a level, or a value that only one fact has.
fn bare(
    axes: &Arena<AxisId, Axis>,
    levels: &Arena<LevelId, Level>,
    tree: &Binding,
) -> Result<Known, Box<Diagnostic>> {
    let Some(Value::Named(name)) = tree.values.first() else {
        let message = Message::BareValue { value: String::new() };
        return Err(Box::new(
            Diagnostic::error(Code::BadQuery, tree.span, message).help(Message::HelpQueryForm),
        ));
    };
    let text = name.text.as_str();
    let is_level =
        levels.iter().any(|level| level.name == text || level.aliases.iter().any(|alias| alias == text));
    let having: Vec<&Axis> = axes.iter().skip(2).filter(|axis| axis.find(text).is_some()).collect();
    let fact = match having.as_slice() {
        _ if is_level => super::LEVEL_NAME,
        [only] => only.name.as_str(),
        _ => {
            let message = Message::BareValue { value: text.to_owned() };
            return Err(Box::new(
                Diagnostic::error(Code::BadQuery, tree.span, message).help(Message::HelpQueryForm),
            ));
        }
    };
    let fact = Name { text: fact.to_owned(), span: tree.fact.span };
    binding(levels, axes, &Binding { fact, ..tree.clone() })
}

fn undeclared(levels: &Arena<LevelId, Level>, axis: &Axis, name: &Name) -> UnknownValue {
    let level =
        levels.pairs().find(|(_, level)| level.name == name.text || level.aliases.contains(&name.text));
    match level {
        Some((id, _)) if axis.kind == AxisKind::Role => UnknownValue::OutsideRange(id),
        _ => {
            let all = axis
                .values
                .iter()
                .flat_map(|v| std::iter::once(&v.name).chain(&v.aliases))
                .map(String::as_str);
            let near = suggest::nearest(&name.text, all).map(str::to_owned);
            UnknownValue::Undeclared { name: name.text.clone(), near }
        }
    }
}

pub(super) fn unknown_fact<'a>(name: &Name, words: impl Iterator<Item = &'a str>) -> Diagnostic {
    let words: Vec<&str> = words.collect();
    let message = Message::UnknownFact { name: name.text.clone() };
    let diagnostic = Diagnostic::error(Code::UnknownFact, name.span, message);
    match suggest::nearest(&name.text, words.iter().copied()) {
        Some(near) => diagnostic.help(Message::DidYouMean { name: near.to_owned() }),
        None if name.text == DATE_NAME => diagnostic.help(Message::HelpOnDate),
        None => {
            diagnostic.help(Message::HelpFacts { known: words.iter().map(|&word| word.to_owned()).collect() })
        }
    }
}

impl Query {
    /// Returns what is known of an axis.
    #[must_use]
    pub fn known(&self, axis: AxisId) -> Option<&Known> {
        self.known.iter().find(|known| known.axis == axis)
    }
}
