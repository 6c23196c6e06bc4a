//! What a query says of one fact.
//!
//! In: `FACT is VALUE`, a range, or a value alone. Out: the set of values that are possible. What is not declared is kept
//! by its name: of an open fact it is a further value, of a closed one none.

use super::{Known, UnknownValue, Words};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Called, Message};
use crate::model::domain::{Axis, AxisKind, LEVEL_NAME, Table};
use crate::model::scale::{BadFigure, Interval, Unit};
use crate::model::value::{self, Refusal, bad_figure};
use crate::model::{AxisId, Level, LevelId, ValueSet, suggest};
use crate::source::Span;
use crate::syntax::ast::{self, Binding, Name, Value};

/// Returns what a query gives of an axis, by its own name or by a table's: `region is 大连`, `分档 is 第三档`.
pub(super) fn given_words(tree: &ast::Query, axis: AxisId, words: Words<'_>) -> Vec<String> {
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
pub(super) fn joins(old: &Known, new: &Known) -> bool {
    let whole = |known: &Known| !known.together && known.unknown.is_none();
    old.axis == new.axis && (old.by_table || new.by_table) && whole(old) && whole(new)
}

/// Resolves `FACT is VALUE`.
pub(in crate::model) fn binding(words: Words<'_>, tree: &Binding) -> Result<Known, Box<Diagnostic>> {
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
                // One further value is ruled out by its name; the others stay possible.
                Some(_) if tree.negated => taken.push(name.text),
                Some(other) => {
                    set = set.union(&other).union(&rests(axis));
                    taken.push(name.text);
                }
                None => unknown = unknown.or_else(|| Some(undeclared(levels, axis, &name))),
            },
            Err(why) => return Err(Box::new(why.diagnostic(axis.called(), axis.words()))),
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
    let together = tree.together && !tree.negated && set.len() > 1;
    if tree.negated {
        set = complement(axis, &tree.values, &set);
    }
    if set.is_empty() && unknown.is_none() {
        let nothing = nothing_there(tree.span, axis.called(), axis.words());
        return Err(Box::new(if axis.scale.is_some() {
            Diagnostic { help: Vec::new(), ..nothing }
        } else {
            nothing
        }));
    }
    Ok(Known { axis: id, set, figures, by_table: false, taken, together, unknown })
}

/// Says that no value of a fact is meant: all are ruled out, or none lies between the bounds.
fn nothing_there<'w>(span: Span, fact: Called, words: impl Iterator<Item = &'w str>) -> Diagnostic {
    let message = Message::NothingThere { fact: fact.clone() };
    let help = Advice::Values { fact, known: words.map(str::to_owned).collect() };
    Diagnostic::error(Code::UnknownValue, span, message).help(help)
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
            Box::new(why.diagnostic(table.called(), table.rows.iter().map(|row| row.name.as_str())))
        })?;
        set = set.union(&row);
    }
    if tree.negated {
        set = set.complement(axes[table.axis].size());
    }
    if set.is_empty() {
        let rows = table.rows.iter().map(|row| row.name.as_str());
        return Err(Box::new(nothing_there(tree.span, table.called(), rows)));
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

/// Resolves a value alone: a level, or a value that only one fact has; so too a bound that only one fact has.
fn bare(words: Words<'_>, tree: &Binding) -> Result<Known, Box<Diagnostic>> {
    let Words { levels, axes, tables, .. } = words;
    let named = match tree.values.first() {
        Some(Value::Named(name)) => Ok((name, true)),
        Some(Value::Range(bounds, _)) => {
            bounds.first().map(|(_, name)| (name, false)).ok_or_else(String::new)
        }
        Some(Value::Elsewhere(name)) => Err(name.text.clone()),
        Some(Value::Other(_)) => {
            let refused = Diagnostic::error(Code::BadQuery, tree.span, Message::BareOther);
            return Err(Box::new(refused.help(Advice::OtherOfFact)));
        }
        None => Err(String::new()),
    };
    let (name, is_plain) = match named {
        Ok(named) => named,
        Err(value) => {
            let refused = Diagnostic::error(Code::BadQuery, tree.span, Message::BareValue { value });
            return Err(Box::new(refused.help(Advice::QueryForm)));
        }
    };
    let text = name.text.as_str();
    let is_level = levels.iter().any(|level| level.is_called(text));
    let facts = axes.iter().skip(2).filter(|axis| axis.named(text).is_some()).map(|axis| axis.name.as_str());
    let rows = tables.iter().filter(|table| table.row(text).is_some()).map(|table| table.name.as_str());
    let having: Vec<&str> = facts.chain(rows).collect();
    let fact = match having.as_slice() {
        _ if is_level => LEVEL_NAME,
        [only] => only,
        _ if axes.iter().any(|axis| axis.is_called(text)) || tables.iter().any(|t| t.is_called(text)) => {
            let name = text.to_owned();
            let diagnostic =
                Diagnostic::error(Code::BadQuery, tree.span, Message::FactWithoutIs { name: name.clone() });
            return Err(Box::new(diagnostic.help(Advice::FactWithoutIs { name })));
        }
        [] if is_plain && written_like_a_day(text) && Unit::Day.read(text).is_err() => {
            return Err(Box::new(bad_figure(name, Unit::Day, BadFigure::Day)));
        }
        _ => {
            let message = Message::BareValue { value: text.to_owned() };
            let diagnostic = Diagnostic::error(Code::BadQuery, tree.span, message);
            let known = axes.iter().skip(2).flat_map(Axis::words);
            let near = suggest::nearest(text, known).map(str::to_owned).filter(|_| having.is_empty());
            let near = near.map(|name| Advice::DidYouMean { name });
            let instead = instead(words, text).filter(|_| is_plain);
            return Err(Box::new(diagnostic.help(instead.or(near).unwrap_or(Advice::QueryForm))));
        }
    };
    let fact = Name { text: fact.to_owned(), span: tree.fact.span };
    binding(words, &Binding { fact, ..tree.clone() })
}

/// Says how a word is written that stands for nothing by itself: a day, a sum, several levels in one word, or a fact run together
/// with its value.
fn instead(words: Words<'_>, text: &str) -> Option<Advice> {
    let facts = words.axes.iter().skip(1).flat_map(|axis| std::iter::once(&axis.name).chain(&axis.aliases));
    let glued = facts.filter(|name| text.strip_prefix(name.as_str()).is_some_and(|rest| !rest.is_empty()));
    if let Some(name) = glued.max_by_key(|name| name.len()) {
        let value = text.strip_prefix(name.as_str()).unwrap_or_default();
        let of_fact = |axis: &&Axis| axis.is_called(name) && axis.named(value).is_some();
        let is = if name.is_ascii() { "is" } else { "为" };
        return Some(match words.axes.iter().find(of_fact) {
            Some(_) => Advice::Write { right: format!("{name} {is} {value}") },
            None => Advice::Space { keyword: name.clone() },
        });
    }
    let is_level = |part: &str| words.levels.iter().any(|level| level.is_called(part));
    let several = |joiner: &&str| text.contains(*joiner) && text.split(*joiner).all(is_level);
    if JOINERS.iter().any(several) {
        return Some(Advice::SeveralLevels);
    }
    let text = text.to_owned();
    if Unit::Day.read(&text).is_ok() {
        Some(Advice::OnDay { day: text })
    } else if Unit::Fen.read(&text).is_ok() {
        Some(Advice::AmountBefore { value: text })
    } else {
        None
    }
}

/// Tells whether a word has the shape of a day, if there is one or not: 2025年2月30日, 2025-13-01.
fn written_like_a_day(text: &str) -> bool {
    let year = text.chars().take_while(char::is_ascii_digit).count();
    let signs = text.chars().filter(|c| !c.is_ascii_digit());
    year == 4 && text.len() > 4 && signs.clone().all(|c| "年月日号-".contains(c)) // a keyword
}

/// Words between two levels: 市和县.
const JOINERS: &[&str] = &["以及", "和", "与", "及", "、", "或"];

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

pub(in crate::model) fn unknown_fact<'a>(name: &Name, words: impl Iterator<Item = &'a str>) -> Diagnostic {
    let words: Vec<&str> = words.collect();
    let message = Message::UnknownFact { name: name.text.clone() };
    let diagnostic = Diagnostic::error(Code::UnknownFact, name.span, message);
    match suggest::advice(&name.text, words.iter().copied()) {
        Some(near) => diagnostic.help(near),
        None => diagnostic.help(Advice::Facts { known: words.iter().map(|&word| word.to_owned()).collect() }),
    }
}
