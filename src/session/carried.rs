//! A question about one document, put to another.
//!
//! In: a query in the words of the lower document. Out: the same in the words of the upper one. Facts and values are the same where
//! a name or an alias is. What the upper document has no word for is left out of the question, and so unknown to it: it is never
//! taken for something near. A fact that a list decides means that list, and is not carried over.

use super::Asking;
use crate::model::{Axis, AxisId, Interval, Known, Model, PERFORMER, Query, known_part, resolve_query};
use crate::source::Span;
use crate::syntax::ast::{self, Binding, Comparison, DateWord, Name, Value};

/// A query, and which fact of the other document each known fact is: the lower one's, then the upper one's.
pub(super) type Carried = (Query, Vec<(AxisId, AxisId)>);

/// Puts a query about the lower document to the upper one; its subject is not yet set.
pub(super) fn carried(
    upper: &Model,
    lower: &Model,
    query: &Query,
    (tree, given): Asking<'_>,
) -> Option<Carried> {
    let span = query.span;
    let mut bindings: Vec<Binding> = Vec::new();
    let mut pairs: Vec<(AxisId, AxisId)> = Vec::new();
    for known in query.known.iter().filter(|known| known.unknown.is_none() && known.taken.is_empty()) {
        let Some(there) = counterpart(upper, lower, known.axis) else { continue };
        if pairs.iter().any(|(_, other)| *other == there) {
            continue;
        }
        let made = binding(upper, lower, (known, there), span);
        if let Some(made) = made.filter(|made| is_understood(upper, made, span)) {
            bindings.push(made);
            pairs.push((known.axis, there));
        }
    }
    // Facts that only the upper document has may be given all the same.
    bindings.extend(unknown_to(lower, &tree.bindings, span));
    let given = unknown_to(lower, given, span);
    let date = query.date.map(|(first, last)| DateWord { first, last, span });
    let whole = ast::Query { date, ..silent(bindings, span) };
    let (rest, _) = known_part(upper, &whole);
    let mut carried = resolve_query(upper, &rest, &given).ok()?;
    carried.known.retain(|known| known.unknown.is_none() && known.taken.is_empty());
    Some((carried, pairs))
}

/// Finds the fact of the upper document that a fact of the lower one is.
pub(super) fn counterpart(upper: &Model, lower: &Model, own: AxisId) -> Option<AxisId> {
    let there = same_fact(upper, lower, own)?;
    let by_list = |model: &Model, axis: AxisId| model.listed.iter().any(|listed| listed.axis == axis);
    (!by_list(lower, own) && !by_list(upper, there)).then_some(there)
}

fn same_fact(upper: &Model, lower: &Model, own: AxisId) -> Option<AxisId> {
    if own == PERFORMER {
        return Some(PERFORMER);
    }
    let axis = &lower.axes[own];
    let mut theirs = upper.axes.pairs().skip(1);
    theirs
        .find(|(_, there)| names(&axis.name, &axis.aliases).any(|name| there.is_called(name)))
        .map(|(id, _)| id)
}

fn names<'n>(name: &'n String, aliases: &'n [String]) -> impl Iterator<Item = &'n String> {
    std::iter::once(name).chain(aliases)
}

/// Makes a query about no matter.
fn silent(bindings: Vec<Binding>, span: Span) -> ast::Query {
    ast::Query { subject: ast::QuerySubject::AnyOther, bindings, date: None, amount: None, span }
}

/// Returns what is said of facts that a document does not have.
fn unknown_to(model: &Model, bindings: &[Binding], span: Span) -> Vec<Binding> {
    let (known, _) = known_part(model, &silent(bindings.to_vec(), span));
    bindings.iter().filter(|binding| !known.bindings.contains(binding)).cloned().collect()
}

/// Tells whether a document has every word of what is said of one of its facts.
fn is_understood(model: &Model, binding: &Binding, span: Span) -> bool {
    let query = resolve_query(model, &silent(vec![binding.clone()], span), &[]);
    query.is_ok_and(|query| query.known.iter().all(|known| known.unknown.is_none() && known.taken.is_empty()))
}

/// Says of a fact of the upper document what is known of one of the lower; nothing where that is nothing.
fn binding(upper: &Model, lower: &Model, (known, there): (&Known, AxisId), span: Span) -> Option<Binding> {
    let (own, axis) = (&lower.axes[known.axis], &upper.axes[there]);
    let name = |text: String| Name { text, span };
    let mut negated = false;
    let values = if let Some(scale) = &own.scale {
        if axis.scale.as_ref().is_none_or(|there| there.unit != scale.unit) {
            return None;
        }
        let ranges = known.set.ranges().iter().map(|&(start, end)| {
            let (first, last) = (scale.stretch(start).first, scale.stretch(end.saturating_sub(1)).last);
            let figures = Interval { first, last };
            known.figures.map_or(figures, |asked| figures.meet(asked))
        });
        let range = |figures: Interval| {
            let least = (Comparison::AtLeast, name(scale.unit.write(figures.first)));
            let most = (Comparison::AtMost, name(scale.unit.write(figures.last)));
            let mut bounds = Vec::new();
            bounds.extend((figures.first > scale.unit.least()).then_some(least));
            bounds.extend((figures.last < scale.unit.greatest()).then_some(most));
            Value::Range(bounds, span)
        };
        ranges.filter(|figures| !figures.is_empty()).map(range).collect()
    } else {
        // What the lower document does not name may be what the upper one does.
        let other = known.set.iter().any(|number| number as usize >= own.values.len());
        let word = |number: u32| {
            // The rest of a node is all of it above, and so is not to be ruled out there.
            let value = own.values.get(number as usize).filter(|value| !(value.rest && other))?;
            let called = |text: &&String| is_word(upper, axis, text);
            let text = names(&value.name, &value.aliases).find(called).unwrap_or(&value.name);
            Some((text.clone(), is_word(upper, axis, text)))
        };
        negated = other;
        let wanted = if other { known.set.complement(own.size()) } else { known.set.clone() };
        let words = wanted.iter().filter_map(word).filter(|(_, known)| *known || !other);
        words.map(|(text, _)| Value::Named(name(text))).collect::<Vec<Value>>()
    };
    let unbounded = |value: &Value| matches!(value, Value::Range(bounds, _) if bounds.is_empty());
    if values.is_empty() || values.iter().any(unbounded) {
        return None;
    }
    let fact = name(axis.name.clone());
    Some(Binding { fact, values, together: known.together, negated, span })
}

/// Tells whether a word is a value of a fact, a node of its tree, or a level.
fn is_word(model: &Model, axis: &Axis, text: &str) -> bool {
    axis.named(text).is_some() || model.levels.iter().any(|level| level.is_called(text))
}
