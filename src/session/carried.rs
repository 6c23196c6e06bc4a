//! A question about one document, put to another.
//!
//! In: a query in the words of the lower document. Out: the same in the words of the upper one. Facts and values are the same where
//! a name or an alias is. What the upper document has no word for is left out of the question, and so unknown to it: it is never
//! taken for something near. A fact that a list decides means that list, and is not carried over.

use super::Asking;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::{Axis, AxisId, Interval, Known, Model, PERFORMER, Query, known_part, resolve_query};
use crate::source::Span;
use crate::syntax::ast::{self, Binding, Comparison, DateWord, Name, Value};

/// A query, and which fact of the other document each known fact is: the lower one's, then the upper one's.
pub(super) type Carried = (Query, Vec<(AxisId, AxisId)>);

/// Puts a query about the lower document to the upper one; its subject is not yet set.
///
/// # Errors
/// Says what is given twice, or does not hold together, in the words of the upper document.
pub(super) fn carried(
    upper: &Model,
    lower: &Model,
    query: &Query,
    (tree, given): Asking<'_>,
) -> Result<Carried, Vec<Diagnostic>> {
    let span = query.span;
    let mut bindings: Vec<Binding> = Vec::new();
    let mut pairs: Vec<(AxisId, AxisId)> = Vec::new();
    // What is said again of a fact that is carried over.
    let mut again: Vec<Known> = Vec::new();
    for known in query.known.iter().filter(|known| known.unknown.is_none()) {
        let Some(there) = counterpart(upper, lower, known.axis) else { continue };
        if pairs.iter().any(|(_, other)| *other == there) {
            continue;
        }
        if !known.taken.is_empty() {
            let said = as_given(upper, lower, (known.axis, there), (tree, given));
            if !said.is_empty() {
                again.extend(said);
                pairs.push((known.axis, there));
            }
            continue;
        }
        let made = binding(upper, lower, (known, there), span);
        if let Some(made) = made.filter(|made| is_understood(upper, made, span)) {
            bindings.push(made);
            pairs.push((known.axis, there));
        }
    }
    // Facts that only the upper document has may be given all the same.
    for strange in unknown_to(lower, &tree.bindings) {
        match understood(upper, &strange) {
            Some(known) if pairs.iter().any(|(_, there)| *there == known.axis) => again.push(known),
            _ => bindings.push(strange),
        }
    }
    let given = unknown_to(lower, given);
    let date = query.date.map(|(first, last)| DateWord { first, last, span });
    let whole = ast::Query { date, ..silent(bindings, span) };
    let (rest, _) = known_part(upper, &whole);
    let mut carried = resolve_query(upper, &rest, &given)?;
    carried.known.retain(|known| known.unknown.is_none() && known.taken.is_empty());
    for known in again {
        join(upper, &mut carried, known)?;
    }
    Ok((carried, pairs))
}

/// Puts what is said again of a fact to what is known of it.
fn join(upper: &Model, query: &mut Query, said: Known) -> Result<(), Vec<Diagnostic>> {
    let Some(known) = query.known.iter_mut().find(|known| known.axis == said.axis) else {
        query.known.push(said);
        query.known.sort_by_key(|known| known.axis);
        return Ok(());
    };
    let set = known.set.intersection(&said.set);
    let figures = match (known.figures, said.figures) {
        (Some(one), Some(other)) => Some(one.meet(other)),
        (one, other) => one.or(other),
    };
    if set.is_empty() || figures.is_some_and(Interval::is_empty) || known.together != said.together {
        let message = Message::GivenTwice { fact: upper.axes[said.axis].called() };
        let twice = Diagnostic::error(Code::GivenTwice, query.span, message);
        return Err(vec![twice.help(Advice::GivenTwice)]);
    }
    *known = Known { set, figures, ..known.clone() };
    Ok(())
}

/// Returns what a question says of a fact in words that the lower document does not have, where the upper one has all of them.
fn as_given(
    upper: &Model,
    lower: &Model,
    (own, there): (AxisId, AxisId),
    (tree, given): Asking<'_>,
) -> Vec<Known> {
    let is = |model: &Model, binding: &Binding, axis: AxisId| {
        understood_as(model, binding).is_some_and(|known| known.axis == axis)
    };
    let about = |binding: &&Binding| is(lower, binding, own) || is(upper, binding, there);
    let mut said: Vec<&Binding> = tree.bindings.iter().filter(about).collect();
    if said.is_empty() {
        // Of what was given beforehand the last counts.
        said.extend(given.iter().rfind(about));
    }
    // What is left of a closed list once a word of it is ruled out may be what that list does not have.
    let known = said.into_iter().filter(|said| !said.negated).filter_map(|said| understood(upper, said));
    known.filter(|known| known.axis == there).collect()
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
fn unknown_to(model: &Model, bindings: &[Binding]) -> Vec<Binding> {
    strange(model, bindings).into_iter().filter_map(|at| bindings.get(at).cloned()).collect()
}

/// Finds what is said of facts that a document does not have, by its place.
pub(super) fn strange(model: &Model, bindings: &[Binding]) -> Vec<usize> {
    let Some(first) = bindings.first() else { return Vec::new() };
    let (known, _) = known_part(model, &silent(bindings.to_vec(), first.span));
    let mut known = known.bindings.iter().peekable();
    let all = bindings.iter().enumerate();
    all.filter(|(_, binding)| known.next_if(|known| known == binding).is_none()).map(|(at, _)| at).collect()
}

/// Tells whether a document has every word of what is said of one of its facts.
fn is_understood(model: &Model, binding: &Binding, span: Span) -> bool {
    let query = resolve_query(model, &silent(vec![binding.clone()], span), &[]);
    query.is_ok_and(|query| query.known.iter().all(|known| known.unknown.is_none() && known.taken.is_empty()))
}

/// Returns what is known by what is said of one fact of a document.
fn understood_as(model: &Model, binding: &Binding) -> Option<Known> {
    let query = resolve_query(model, &silent(vec![binding.clone()], binding.span), &[]).ok()?;
    query.known.into_iter().next()
}

/// The same, where the document has every word of it.
fn understood(model: &Model, binding: &Binding) -> Option<Known> {
    understood_as(model, binding).filter(|known| known.unknown.is_none() && known.taken.is_empty())
}

/// Returns the words that a question gives of a fact, and that the upper document does not have among its values.
pub(super) fn words_not_above(
    upper: &Model,
    lower: &Model,
    query: &Query,
    (tree, given): Asking<'_>,
    there: AxisId,
) -> Vec<String> {
    let axis = &upper.axes[there];
    let own = |known: &&Known| counterpart(upper, lower, known.axis) == Some(there);
    let Some(known) = query.known.iter().find(own).filter(|_| axis.scale.is_none()) else {
        return Vec::new();
    };
    let values = &lower.axes[known.axis].values;
    let is_strange =
        |name: &String, aliases: &[String]| !names(name, aliases).any(|name| is_word(upper, axis, name));
    let other = known.set.iter().any(|value| value as usize >= values.len());
    if other {
        let given = tree.bindings.iter().chain(given).filter(|binding| !binding.negated);
        let about = given.filter_map(|binding| understood_as(lower, binding));
        let taken = about.filter(|said| said.axis == known.axis).flat_map(|said| said.taken);
        return taken.filter(|word| is_strange(word, &[])).collect();
    }
    let named = known.set.iter().filter_map(|value| values.get(value as usize));
    named.filter(|value| is_strange(&value.name, &value.aliases)).map(|value| value.name.clone()).collect()
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
        if other && axis.other().is_none() {
            // Nor is it one of a closed list for not being another one of it.
            return None;
        }
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
