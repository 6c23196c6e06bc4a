//! Days of a question that names none, under documents that are in force on some of them only.
//!
//! In: a case of the lowest document, of which a stretch of days is known. Out: the question to a document above without the days on
//! which that one is not in force, and what there is to say about those.

use super::Asking;
use super::chain::{Days, Step};
use crate::message::Message;
use crate::model::{Interval, Model, Query, Unit, day_of, number_of};
use jiff::civil::Date;

/// Tells whether a question is about some day, and not about every one on which the policy is in force.
pub(super) fn asks_days(lowest: &Model, (tree, given): Asking<'_>) -> bool {
    let date = &lowest.axes[lowest.date()];
    let mut bindings = tree.bindings.iter().chain(given);
    tree.date.is_some() || bindings.any(|binding| date.is_called(&binding.fact.text))
}

/// Leaves out of a question about no day in particular those on which a document above is not in force.
pub(super) fn cut(upper: &Model, query: &mut Query) {
    let in_force = upper.in_force();
    if let Some((first, last)) = query.date {
        let days = in_force.meet(Interval { first: number_of(first), last: number_of(last) });
        if !days.is_empty() {
            query.date = Some((day_of(days.first), day_of(days.last)));
        }
    }
    let stretches = upper.stretches(in_force);
    for known in query.known.iter_mut().filter(|known| known.axis == upper.date()) {
        let set = known.set.intersection(&stretches);
        if !set.is_empty() {
            known.set = set;
        }
    }
}

/// Says on which days of a stretch of the lowest document's a document above is in force, where it is not on all of them.
pub(super) fn while_above(step: &Step, lower: Date, days: Days) -> Option<Message> {
    let (from, until) = step.answer.in_force;
    let begins = from.is_some_and(|from| from > days.0.unwrap_or(lower));
    let ends = until.is_some_and(|until| days.1.is_none_or(|last| last > until));
    let day = |date: Option<Date>, cuts: bool| date.filter(|_| cuts).map(|date| date.to_string());
    let document = step.model.name.clone();
    (begins || ends).then(|| Message::WhileAbove {
        document,
        from: day(from, begins),
        until: day(until, ends),
    })
}

/// Returns days as an interval, without end where none is stated.
pub(super) fn interval((from, until): Days) -> Interval {
    let ends = (Unit::Day.least(), Unit::Day.greatest());
    Interval { first: from.map_or(ends.0, number_of), last: until.map_or(ends.1, number_of) }
}
