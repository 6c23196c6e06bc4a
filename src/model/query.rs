//! A query, its names resolved against one policy.
//!
//! In: the tree of a query, and facts given beforehand. Out: what is known of each axis; what is left out stays
//! unknown. A value that is not declared is not an error: it is answered `gap`, and never by its neighbour.

use super::domain::{Axis, AxisKind, DATE_NAME, Table};
use super::matters::MatterTree;
use super::scale::{Interval, Unit};
use super::value::{self, Refusal, bad_figure};
use super::{AxisId, Level, LevelId, MatterId, Model, ValueSet, suggest};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::source::Span;
use crate::syntax::ast::{self, Binding, MatterWord, Name, QuerySubject, Value};
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
}

/// Resolves a query against a policy; `given` holds facts that the query does not repeat.
///
/// # Errors
/// Says which fact is not known, or which is given twice.
pub fn resolve_query(model: &Model, tree: &ast::Query, given: &[Binding]) -> Result<Query, Vec<Diagnostic>> {
    let words =
        Words { levels: &model.levels, axes: &model.axes, tables: &model.tables, matters: &model.matters };
    // A fact given beforehand may belong to another policy of the session: then it says nothing here.
    let mut before: Vec<Known> = Vec::new();
    for known in given.iter().filter_map(|binding| self::binding(words, binding).ok()) {
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
        match binding(words, part) {
            Ok(new) if known.iter().any(|old| joins(old, &new)) => {
                for old in known.iter_mut().filter(|old| old.axis == new.axis) {
                    *old = Known { set: old.set.intersection(&new.set), by_table: false, ..old.clone() };
                }
                if known.iter().any(|old| old.axis == new.axis && old.set.is_empty()) {
                    let message = Message::NotTogether { given: given_words(tree, new.axis, words) };
                    diagnostics.push(
                        Diagnostic::error(Code::GivenTwice, part.span, message)
                            .help(Message::HelpNotTogether),
                    );
                }
            }
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
            Ok(Query { subject, known, date, amount, span: tree.span })
        }
        _ => Err(diagnostics),
    }
}

fn subject(words: Words<'_>, tree: &QuerySubject) -> Result<Subject, Box<Diagnostic>> {
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
    let refuse = |message| Err(Box::new(Diagnostic::error(Code::BadQuery, name.span, message)));
    if words.levels.iter().any(|level| level.is_called(text)) {
        return refuse(Message::LevelNotMatter { name: text.to_owned() })
            .map_err(|d| Box::new(d.help(Message::HelpQueryForm)));
    }
    let table = words.tables.iter().any(|table| table.is_called(text));
    if table || words.axes.iter().skip(1).any(|axis| axis.is_called(text)) {
        return refuse(Message::FactNotMatter { name: text.to_owned() })
            .map_err(|d| Box::new(d.help(Message::HelpQueryForm)));
    }
    let components = components_called(words.matters, text);
    if !components.is_empty() {
        let help = Message::HelpIsComponent { queries: components };
        return refuse(Message::IsComponent { name: text.to_owned() }).map_err(|d| Box::new(d.help(help)));
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

/// Returns the queries for components that a name may mean: 消防队伍建设, 消防队伍的建设, or 建设 alone.
fn components_called(matters: &MatterTree, text: &str) -> Vec<String> {
    let of = |node: &super::Matter| node.parent.filter(|&parent| matters.nodes[parent].whole);
    let names = |node: &super::Matter| {
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
            queries.push(format!("{} component {}", parent.name, node.name));
        }
    }
    queries
}

/// What follows a matter's name where spaces were left out.
const RUN_ON: &[&str] = &["在", "由", "归", "的", "谁", "，", "at"];

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
            Err(Box::new(Diagnostic::error(Code::NotOpen, name.span, message).help(Message::HelpNotOpen)))
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
            Diagnostic::error(Code::BadQuery, part.span, message).help(Message::HelpNoComponents),
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

/// Returns what a query gives of an axis, by its own name or by a table's: `region is 大连`, `分档 is 第三档`.
fn given_words(tree: &ast::Query, axis: AxisId, words: Words<'_>) -> Vec<String> {
    let about = |binding: &&Binding| {
        let name = binding.fact.text.as_str();
        words.axes[axis].is_called(name)
            || words.tables.iter().any(|table| table.axis == axis && table.is_called(name))
    };
    let value = |value: &Value| match value {
        Value::Named(name) => Some(name.text.clone()),
        _ => None,
    };
    let text = |binding: &Binding| {
        let values: Vec<String> = binding.values.iter().filter_map(value).collect();
        format!("{} is {}", binding.fact.text, values.join(" or "))
    };
    tree.bindings.iter().filter(about).map(text).collect()
}

/// Tells whether two facts known of one axis hold together: a value, and a row of a table that sorts the values.
fn joins(old: &Known, new: &Known) -> bool {
    let whole = |known: &Known| !known.together && known.unknown.is_none();
    old.axis == new.axis && (old.by_table || new.by_table) && whole(old) && whole(new)
}

/// Resolves `FACT is VALUE`.
pub(super) fn binding(words: Words<'_>, tree: &Binding) -> Result<Known, Box<Diagnostic>> {
    let Words { levels, axes, tables, .. } = words;
    let facts = || axes.pairs().skip(1);
    if tree.fact.text.is_empty() {
        return bare(words, tree);
    }
    if let Some(table) = tables.iter().find(|table| table.is_called(&tree.fact.text)) {
        return by_table(table, axes, tree);
    }
    let found = facts().find(|(_, axis)| axis.is_called(&tree.fact.text));
    let Some((id, axis)) = found else {
        let names = facts().map(|(_, a)| (&a.name, &a.aliases));
        let names = names.chain(tables.iter().map(|table| (&table.name, &table.aliases)));
        let names = names
            .flat_map(|(name, also)| std::iter::once(name.as_str()).chain(also.iter().map(String::as_str)));
        return Err(Box::new(unknown_fact(&tree.fact, names)));
    };
    let mut set = ValueSet::default();
    let mut unknown = None;
    let mut figures: Option<Interval> = None;
    let mut taken = Vec::new();
    let mut partly = ValueSet::default();
    for written in &tree.values {
        match value::values(levels, axis, written) {
            Ok(values) => set = set.union(&values),
            Err(Refusal::Unknown(name)) if value::around(levels, axis, &name).is_some() => {
                partly = partly.union(&value::around(levels, axis, &name).unwrap_or_default());
            }
            // What is not declared is one more value of an open fact, and otherwise no value at all.
            // In a tree it may also stand below any node whose list is open.
            Err(Refusal::Unknown(name)) => match axis.other().map(ValueSet::single) {
                Some(other) => {
                    set = set.union(&other).union(&rests(axis));
                    taken.push(name.text);
                }
                None => unknown = unknown.or_else(|| Some(undeclared(levels, axis, &name))),
            },
            Err(why) => return Err(Box::new(why.diagnostic(&axis.name, axis.words()))),
        }
        let interval = axis.scale.as_ref().filter(|_| !tree.negated);
        let interval = interval.and_then(|scale| value::interval(scale.unit, written).ok());
        figures = match (figures, interval) {
            (Some(before), Some(interval)) => Some(Interval::hull(before, interval)),
            (before, interval) => before.or(interval),
        };
    }
    // A member alone does not rule out the composite level: there are others in it.
    if !tree.negated {
        set = set.union(&partly);
    }
    if set.is_empty() && partly.is_empty() && unknown.is_none() {
        let message = Message::NothingThere { fact: axis.name.clone() };
        let known = axis.words().map(str::to_owned).collect();
        let help = Message::HelpValues { fact: axis.name.clone(), known };
        let nothing = Diagnostic::error(Code::UnknownValue, tree.span, message);
        return Err(Box::new(if axis.scale.is_some() { nothing } else { nothing.help(help) }));
    }
    let together = tree.together && !tree.negated && set.len() > 1;
    if tree.negated {
        set = complement(axis, &tree.values, &set);
    }
    Ok(Known { axis: id, set, figures, by_table: false, taken, together, unknown })
}

/// Returns what the open nodes of a tree hold besides their lists.
fn rests(axis: &Axis) -> ValueSet {
    let rests = (0_u32..).zip(&axis.values).filter(|(_, value)| value.rest);
    ValueSet::from_ranges(rests.map(|(value, _)| (value, value.saturating_add(1))))
}

/// Returns the values that are not named; of figures also the stretches that hold further ones.
fn complement(axis: &Axis, values: &[Value], set: &ValueSet) -> ValueSet {
    let Some(scale) = &axis.scale else { return set.complement(axis.size()) };
    let mut named: Vec<Interval> =
        values.iter().filter_map(|value| value::interval(scale.unit, value).ok()).collect();
    named.sort_by_key(|interval| interval.first);
    let mut left = ValueSet::default();
    // The smallest figure that is not looked at yet; nothing comes after the largest.
    let mut next = Some(scale.unit.least());
    for interval in named {
        let Some(from) = next else { return left };
        if let Some(last) = interval.first.checked_sub(1) {
            left = left.union(&scale.touching(Interval { first: from, last }));
        }
        next = interval.last.checked_add(1).map(|after| after.max(from));
    }
    match next {
        Some(from) => left.union(&scale.touching(Interval { first: from, last: scale.unit.greatest() })),
        None => left,
    }
}

/// Resolves `分档 is 第一档`: the values of the table's fact that lie in the rows.
fn by_table(table: &Table, axes: &Arena<AxisId, Axis>, tree: &Binding) -> Result<Known, Box<Diagnostic>> {
    let mut set = ValueSet::default();
    for written in &tree.values {
        let row = value::row(table, written).map_err(|why| {
            Box::new(why.diagnostic(&table.name, table.rows.iter().map(|row| row.name.as_str())))
        })?;
        set = set.union(&row);
    }
    if tree.negated {
        set = set.complement(axes[table.axis].size());
    }
    Ok(Known {
        axis: table.axis,
        set,
        figures: None,
        by_table: true,
        taken: Vec::new(),
        together: false,
        unknown: None,
    })
}

/// Resolves a value alone: a level, or a value that only one fact has.
fn bare(words: Words<'_>, tree: &Binding) -> Result<Known, Box<Diagnostic>> {
    let Words { levels, axes, tables, .. } = words;
    let Some(Value::Named(name)) = tree.values.first() else {
        let bound = tree.values.first().and_then(|value| match value {
            Value::Range(bounds, _) => bounds.first().map(|(_, name)| name.text.clone()),
            Value::Elsewhere(name) => Some(name.text.clone()),
            _ => None,
        });
        let message = Message::BareValue { value: bound.unwrap_or_default() };
        return Err(Box::new(
            Diagnostic::error(Code::BadQuery, tree.span, message).help(Message::HelpQueryForm),
        ));
    };
    let text = name.text.as_str();
    let is_level = levels.iter().any(|level| level.is_called(text));
    let facts = axes.iter().skip(2).filter(|axis| axis.named(text).is_some()).map(|axis| axis.name.as_str());
    let rows = tables.iter().filter(|table| table.row(text).is_some()).map(|table| table.name.as_str());
    let having: Vec<&str> = facts.chain(rows).collect();
    let fact = match having.as_slice() {
        _ if is_level => super::LEVEL_NAME,
        [only] => only,
        _ => {
            let message = Message::BareValue { value: text.to_owned() };
            return Err(Box::new(
                Diagnostic::error(Code::BadQuery, tree.span, message).help(Message::HelpQueryForm),
            ));
        }
    };
    let fact = Name { text: fact.to_owned(), span: tree.fact.span };
    binding(words, &Binding { fact, ..tree.clone() })
}

fn undeclared(levels: &Arena<LevelId, Level>, axis: &Axis, name: &Name) -> UnknownValue {
    let level = levels.pairs().find(|(_, level)| level.is_called(&name.text));
    match level {
        Some((id, _)) if axis.kind == AxisKind::Role => UnknownValue::OutsideRange(id),
        _ => {
            let near = suggest::nearest(&name.text, axis.words()).map(str::to_owned);
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

impl Known {
    /// Returns the one figure that is known.
    #[must_use]
    pub fn figure(&self) -> Option<i64> {
        self.figures.filter(|figures| figures.first == figures.last).map(|figures| figures.first)
    }
}

impl Query {
    /// Returns the one day that is asked about.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.date.filter(|(first, last)| first == last).map(|(first, _)| first)
    }

    /// Returns what is known of an axis.
    #[must_use]
    pub fn known(&self, axis: AxisId) -> Option<&Known> {
        self.known.iter().find(|known| known.axis == axis)
    }
}
