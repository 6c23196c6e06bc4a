//! A query, its names resolved against one policy.
//!
//! In: the tree of a query, and facts given beforehand. Out: what is known of each axis; what is left out stays
//! unknown. A value that is not declared is not an error: it is answered `gap`, and never by its neighbour.

mod binding;
mod doubt;
mod hints;
mod subject;

pub(super) use binding::{binding, unknown_fact};

use super::domain::{Axis, DATE_NAME, Table};
use super::matters::MatterTree;
use super::scale::{Interval, Unit};
use super::value::bad_figure;
use super::{AxisId, Level, LevelId, MatterId, Model, SectionId, SectionInfo, ValueSet};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::Span;
use crate::syntax::ast::{self, Binding};
use binding::{given_words, joins};
use jiff::civil::Date;
use subject::subject;

/// A question about one policy.
#[derive(Debug, Clone)]
pub struct Query {
    /// What is asked about.
    pub subject: Subject,
    /// Where a part of that is asked about which only a document above lists: its name there.
    pub part: Option<String>,
    /// The name stands in quotes: no component of any document is meant.
    pub quoted: bool,
    /// What is known, at most once for each axis.
    pub known: Vec<Known>,
    /// The first and the last day asked about; nothing means every day in force.
    pub date: Option<(Date, Date)>,
    /// How much is to be paid, in fen.
    pub amount: Option<i64>,
    /// Where the query stands.
    pub span: Span,
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
        /// They are the components of one matter, answered together.
        whole: bool,
    },
    /// A component that its matter does not list.
    UnlistedComponent {
        /// The matter.
        matter: MatterId,
        /// The component that was asked.
        name: String,
    },
    /// A matter that the policy does not list.
    Unlisted {
        /// The name that was asked; nothing for `any other matter`.
        name: Option<String>,
        /// Where a component of such a matter was asked: the matter, and the component.
        component: Option<(String, String)>,
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
    /// The figures that it may be, where it counts something: from the smallest to the largest.
    pub figures: Option<Interval>,
    /// It was given through a table that sorts its values.
    pub by_table: bool,
    /// Words that are not declared, taken as further values of an open fact.
    pub taken: Vec<String>,
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
    pub tables: &'m [Table],
    pub matters: &'m MatterTree,
    /// The sections, where somebody asks; nothing where the policy itself names a matter, since its drafter knows the list.
    pub sections: Option<&'m Arena<SectionId, SectionInfo>>,
}

impl<'m> Words<'m> {
    fn of(model: &'m Model) -> Words<'m> {
        Words {
            levels: &model.levels,
            axes: &model.axes,
            tables: &model.tables,
            matters: &model.matters,
            sections: Some(&model.sections),
        }
    }
}

/// Tells whether a matter that is not listed can be asked for by its bare name; if not, the name stands between quotes.
#[must_use]
pub fn is_bare(model: &Model, name: &str) -> bool {
    doubt::is_bare(Words::of(model), name)
}

/// Says how to ask about a listed matter that a name may mean, or else about another one: a name that holds a listed one, or is part of
/// one, or that holds the name of a component.
#[must_use]
pub fn may_mean(model: &Model, name: &str) -> Option<Advice> {
    doubt::meant(&model.matters, name).or_else(|| doubt::meant_component(&model.matters, name))
}

/// Says that a bare name is that of a component, and how to ask for it.
#[must_use]
pub fn names_component(model: &Model, name: &str) -> Option<(Message, Advice)> {
    doubt::component(&model.matters, name)
}

/// Resolves a query against a policy; `given` holds facts that the query does not repeat.
///
/// # Errors
/// Says which fact is not known, or which is given twice.
pub fn resolve_query(model: &Model, tree: &ast::Query, given: &[Binding]) -> Result<Query, Vec<Diagnostic>> {
    let words = Words::of(model);
    // A fact given beforehand may belong to another policy of the session: then it says nothing here.
    let mut before: Vec<Known> = Vec::new();
    for known in given.iter().filter_map(|binding| self::binding(words, binding).ok()) {
        before.retain(|old| old.axis != known.axis);
        before.push(known);
    }
    resolve_with(words, tree, &before)
}

/// Leaves out what a query says of facts that a policy does not have; returns the rest, and their names.
#[must_use]
pub fn known_part(model: &Model, tree: &ast::Query) -> (ast::Query, Vec<String>) {
    let words = Words::of(model);
    let mut unknown = Vec::new();
    let mut rest = tree.clone();
    rest.bindings.retain(|part| match self::binding(words, part) {
        Err(why) if matches!(why.code, Code::UnknownFact | Code::BadQuery) => {
            let value = part.values.iter().find_map(|value| match value {
                ast::Value::Named(name) => Some(name.text.clone()),
                _ => None,
            });
            let name = Some(part.fact.text.clone()).filter(|name| !name.is_empty());
            unknown.extend(name.or(value));
            false
        }
        _ => true,
    });
    (rest, unknown)
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
        match binding(words, part) {
            Ok(new) if known.iter().any(|old| joins(old, &new)) => {
                for old in known.iter_mut().filter(|old| old.axis == new.axis) {
                    *old = Known { set: old.set.intersection(&new.set), by_table: false, ..old.clone() };
                }
                if known.iter().any(|old| old.axis == new.axis && old.set.is_empty()) {
                    let message = Message::NotTogether { given: given_words(tree, new.axis, words) };
                    diagnostics.push(
                        Diagnostic::error(Code::GivenTwice, part.span, message).help(Advice::NotTogether),
                    );
                }
            }
            Ok(new) if known.iter().any(|old| old.axis == new.axis) => {
                let message = Message::GivenTwice { fact: words.axes[new.axis].called() };
                diagnostics
                    .push(Diagnostic::error(Code::GivenTwice, part.span, message).help(Advice::GivenTwice));
            }
            Ok(new) => known.push(new),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    let before =
        given.iter().filter(|old| known.iter().all(|new| new.axis != old.axis)).cloned().collect::<Vec<_>>();
    // A day that the query names comes before one that is given.
    let names_day = |known: &&Known| tree.date.is_none() || words.axes[known.axis].name != DATE_NAME;
    let before: Vec<Known> = before.iter().filter(names_day).cloned().collect();
    known.extend(before);
    known.sort_by_key(|known| known.axis);
    let amount = match tree.amount.as_ref().map(|name| (name, Unit::Fen.read(&name.text))) {
        Some((name, Err(why))) => {
            diagnostics.push(bad_figure(name, Unit::Fen, why));
            None
        }
        Some((_, Ok(figure))) => Some(figure.first),
        None => None,
    };
    match subject {
        Some(subject) if diagnostics.is_empty() => {
            let date = tree.date.map(|date| (date.first, date.last));
            let quoted = matches!(tree.subject, ast::QuerySubject::Called(_));
            Ok(Query { subject, part: None, quoted, known, date, amount, span: tree.span })
        }
        _ => Err(diagnostics),
    }
}

impl Known {
    /// Returns the one figure that is known.
    #[must_use]
    pub fn figure(&self) -> Option<i64> {
        self.figures.filter(|figures| figures.first == figures.last).map(|figures| figures.first)
    }
}

impl Query {
    /// Returns what is known of an axis.
    #[must_use]
    pub fn known(&self, axis: AxisId) -> Option<&Known> {
        self.known.iter().find(|known| known.axis == axis)
    }
}
