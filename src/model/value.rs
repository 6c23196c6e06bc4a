//! Values as written → sets of values of an axis.
//!
//! In: `重大`, `at least 500万元`, `elsewhere in 辽宁`, `other`; the axis or the table that they are values of. Out: the set, or
//! why there is none. Rules, maps, tables and queries all read values here, so that they cannot differ.

use super::domain::{Axis, AxisKind, Table};
use super::scale::{BadFigure, Interval, Unit};
use super::{AxisId, Level, LevelId, ValueSet, suggest};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Called, Message};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Name, Value};
use crate::syntax::worded_bound;

/// What a fact's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// A fact of its own.
    Axis(AxisId),
    /// A table that sorts the values of one, by its number.
    Table(usize),
}

/// Why a value stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The fact does not have it.
    Unknown(Name),
    /// `other` of a fact that is closed.
    Closed(Span),
    /// `elsewhere in` a node that is not open.
    NotOpen(Name),
    /// `at least` of words without order.
    NotOrdered(Span),
    /// A figure that cannot be read.
    Figure(Name, Unit, BadFigure),
}

/// Returns the values of an axis that a written value stands for.
pub(super) fn values(
    levels: &Arena<LevelId, Level>,
    axis: &Axis,
    value: &Value,
) -> Result<ValueSet, Refusal> {
    if let Some(scale) = &axis.scale {
        return interval(scale.unit, value).map(|interval| scale.touching(interval));
    }
    match value {
        Value::Named(name) if axis.kind == AxisKind::Role => {
            role_values(levels, axis, name).ok_or_else(|| Refusal::Unknown(name.clone()))
        }
        Value::Named(name) => axis.named(&name.text).ok_or_else(|| Refusal::Unknown(name.clone())),
        Value::Other(span) => axis.other().map(ValueSet::single).ok_or(Refusal::Closed(*span)),
        Value::Elsewhere(name) => {
            axis.rest_of(&name.text).map(ValueSet::single).ok_or_else(|| Refusal::NotOpen(name.clone()))
        }
        Value::Range(bounds, span) => range(axis, bounds, *span),
    }
}

/// Returns the values of a table's fact that lie in a row.
pub(super) fn row(table: &Table, value: &Value) -> Result<ValueSet, Refusal> {
    match value {
        Value::Named(name) => {
            table.row(&name.text).map(|row| row.set.clone()).ok_or_else(|| Refusal::Unknown(name.clone()))
        }
        Value::Other(span) => Err(Refusal::Closed(*span)),
        Value::Elsewhere(name) => Err(Refusal::NotOpen(name.clone())),
        Value::Range(_, span) => Err(Refusal::NotOrdered(*span)),
    }
}

/// Returns the figures that a written value stands for.
pub(super) fn interval(unit: Unit, value: &Value) -> Result<Interval, Refusal> {
    let read = |name: &Name| unit.read(&name.text).map_err(|why| Refusal::Figure(name.clone(), unit, why));
    match value {
        Value::Named(name) => read(name),
        Value::Other(span) => Err(Refusal::Closed(*span)),
        Value::Elsewhere(name) => Err(Refusal::NotOpen(name.clone())),
        Value::Range(bounds, _) => {
            let mut interval = Interval { first: unit.least(), last: unit.greatest() };
            for (comparison, name) in bounds {
                let bound = read(name)?;
                interval = interval.meet(match comparison {
                    Comparison::AtLeast => Interval { first: bound.first, last: unit.greatest() },
                    Comparison::AtMost => Interval { first: unit.least(), last: bound.last },
                    Comparison::Above => {
                        Interval { first: bound.last.saturating_add(1), last: unit.greatest() }
                    }
                    Comparison::Below => {
                        Interval { first: unit.least(), last: bound.first.saturating_sub(1) }
                    }
                });
            }
            Ok(interval)
        }
    }
}

/// Returns the values of a role that a level's name stands for: the level itself, or the members of a composite one.
pub(super) fn role_values(levels: &Arena<LevelId, Level>, axis: &Axis, name: &Name) -> Option<ValueSet> {
    if let Some(value) = axis.find(&name.text) {
        return Some(ValueSet::single(value));
    }
    let level = levels.iter().find(|level| level.is_called(&name.text))?;
    let values = level.members.iter().filter_map(|&level| axis.of_level(level));
    let set = ValueSet::from_ranges(values.map(|value| (value, value.saturating_add(1))));
    (!set.is_empty()).then_some(set)
}

/// Returns the composite values of a role that a level is a member of.
///
/// Only a query may name a member: it is answered as the composite level, and never narrowed to the member.
pub(super) fn around(levels: &Arena<LevelId, Level>, axis: &Axis, name: &Name) -> Option<ValueSet> {
    if axis.kind != AxisKind::Role {
        return None;
    }
    let (id, _) = levels.pairs().find(|(_, level)| level.is_called(&name.text))?;
    let composite = levels.pairs().filter(|(_, other)| other.members.contains(&id));
    let values = composite.filter_map(|(level, _)| axis.of_level(level));
    let set = ValueSet::from_ranges(values.map(|value| (value, value.saturating_add(1))));
    (!set.is_empty()).then_some(set)
}

fn range(axis: &Axis, bounds: &[(Comparison, Name)], span: Span) -> Result<ValueSet, Refusal> {
    if axis.kind != AxisKind::Ordered {
        return Err(Refusal::NotOrdered(span));
    }
    let size = axis.size();
    let mut set = ValueSet::full(size);
    for (comparison, name) in bounds {
        let at = axis.find(&name.text).ok_or_else(|| Refusal::Unknown(name.clone()))?;
        set = set.intersection(&match comparison {
            Comparison::AtLeast => ValueSet::range(at, size),
            Comparison::AtMost => ValueSet::range(0, at.saturating_add(1)),
            Comparison::Above => ValueSet::range(at.saturating_add(1), size),
            Comparison::Below => ValueSet::range(0, at),
        });
    }
    Ok(set)
}

impl Refusal {
    /// Says why a value stands for nothing; `known` are the words of the fact.
    pub(super) fn diagnostic<'w>(self, fact: Called, known: impl Iterator<Item = &'w str>) -> Diagnostic {
        match self {
            Refusal::Unknown(name) => unknown_value(fact, &name, known),
            Refusal::Closed(span) => {
                let message = Message::ClosedFact { fact };
                Diagnostic::error(Code::ClosedFact, span, message).help(Advice::OpenFact)
            }
            Refusal::NotOpen(name) => {
                let message = Message::NotOpenNode { name: name.text.clone(), fact };
                Diagnostic::error(Code::NotOpen, name.span, message).help(Advice::NotOpenNode)
            }
            Refusal::NotOrdered(span) => {
                let message = Message::NotOrdered { fact };
                Diagnostic::error(Code::NotOrdered, span, message).help(Advice::NotOrdered)
            }
            Refusal::Figure(name, unit, why) => bad_figure(&name, unit, why),
        }
    }
}

fn unknown_value<'w>(fact: Called, name: &Name, known: impl Iterator<Item = &'w str>) -> Diagnostic {
    let words: Vec<&str> = known.collect();
    let message = Message::UnknownValue { value: name.text.clone(), fact: fact.clone() };
    let diagnostic = Diagnostic::error(Code::UnknownValue, name.span, message);
    match suggest::advice(&name.text, words.iter().copied()) {
        Some(near) => diagnostic.help(near),
        None => {
            let known = words.iter().map(|&word| word.to_owned()).collect();
            diagnostic.help(Advice::Values { fact, known })
        }
    }
}

/// Says why a figure cannot be read, and how one is written.
pub(super) fn bad_figure(name: &Name, unit: Unit, why: BadFigure) -> Diagnostic {
    let found = name.text.clone();
    if why == BadFigure::Day {
        let message = Message::NoSuchDate { found };
        return Diagnostic::error(Code::NoSuchDate, name.span, message).help(Advice::Date);
    }
    let message = match why {
        BadFigure::Large => Message::LargeFigure { found },
        BadFigure::Fine => Message::FineFigure { found, money: unit == Unit::Fen },
        BadFigure::Unit | BadFigure::Day => Message::UnknownUnit { found, money: unit == Unit::Fen },
    };
    let worded = worded_bound(&name.text, true).filter(|_| why == BadFigure::Unit);
    let help = match worded {
        Some(right) => Advice::Write { right },
        None if unit == Unit::Fen => Advice::Money,
        None => Advice::Number,
    };
    Diagnostic::error(Code::BadFigure, name.span, message).help(help)
}
