//! Answers of several cases, put together.
//!
//! In: answers that say the same, or the branches of one. Out: one answer that rests on all that they rest on; what documents above say
//! of all cases is said once.

use super::chain::Days;
use crate::analysis::Answer;
use crate::message::Message;
use crate::model::ValueSet;

/// The days of one case.
pub(super) struct CaseDays {
    /// Which of several groups of the same answer it belongs to.
    pub(super) group: u32,
    /// The stretches of days that it is about, where it is about some only.
    pub(super) about: Option<ValueSet>,
    /// Those on which its answer holds.
    pub(super) in_force: Days,
}

/// Puts what one case rests on to that of another of the same answer.
pub(super) fn join(group: &mut Answer, other: Answer) {
    extend(&mut group.rules, other.rules);
    group.rules.sort_unstable();
    extend(&mut group.beaten, other.beaten);
    extend(&mut group.narrower, other.narrower);
    extend(&mut group.acknowledged, other.acknowledged);
    extend(&mut group.documents, other.documents);
    extend(&mut group.precedence, other.precedence);
    if group.money != other.money {
        group.money = None;
    }
}

fn extend<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}

/// Returns the days on which all of several are in force; nothing where there is no such day.
pub(super) fn common(all: impl IntoIterator<Item = Days>) -> Days {
    let (mut first, mut last) = (None, None);
    for (from, until) in all {
        first = first.max(from);
        last = [last, until].into_iter().flatten().min();
    }
    if first.zip(last).is_some_and(|(first, last)| last < first) { (None, None) } else { (first, last) }
}

/// Returns the days on which the answers of all cases hold. Cases of other days do not limit one another: together they reach from the
/// first day of the earliest to the last of the latest.
pub(super) fn days_of<'c>(cases: impl IntoIterator<Item = &'c CaseDays>) -> Days {
    let mut stretches: Vec<(&ValueSet, Days)> = Vec::new();
    let mut always: Days = (None, None);
    for CaseDays { about, in_force, .. } in cases {
        let Some(about) = about else {
            always = common([always, *in_force]);
            continue;
        };
        match stretches.iter_mut().find(|(known, _)| *known == about) {
            Some((_, days)) => *days = common([*days, *in_force]),
            None => stretches.push((about, *in_force)),
        }
    }
    let each = || stretches.iter().map(|(_, days)| *days);
    let first = each().map(|days| days.0).min().flatten();
    let last = each().map(|days| days.1).collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    common([always, (first, last)])
}

/// Lets an answer hold on some days, also where it is that of another document.
pub(super) fn holds_on(answer: &mut Answer, days: Days) {
    answer.in_force = days;
    if let Some(held) = &mut answer.held {
        held.answer.in_force = days;
    }
}

/// Returns an answer with what was said of the question before: its matter, its facts and its words.
pub(super) fn as_asked(mut answer: Answer, asked: Answer) -> Answer {
    let mut documents = asked.documents;
    extend(&mut documents, answer.documents);
    answer.documents = documents;
    if !asked.narrower.is_empty() {
        answer.narrower = asked.narrower;
    }
    answer.reconstruction = asked.reconstruction.or(answer.reconstruction);
    answer.irrelevant = asked.irrelevant;
    answer.remarks = asked.remarks;
    answer.taken = asked.taken;
    answer.left_out = asked.left_out;
    answer.unlisted = asked.unlisted;
    answer.near = asked.near;
    answer.open_lists = asked.open_lists;
    answer.unknown_facts = asked.unknown_facts;
    answer
}

/// Says what documents above say of every case once for all of them.
pub(super) fn hoist(answer: &mut Answer) {
    let mut parts: Vec<&mut Vec<Message>> =
        answer.branches.iter_mut().map(|branch| &mut branch.answer.documents).collect();
    parts.extend(answer.components.iter_mut().map(|(_, part)| &mut part.documents));
    let Some(first) = parts.first() else { return };
    let common: Vec<Message> =
        first.iter().filter(|message| parts.iter().all(|part| part.contains(message))).cloned().collect();
    for part in parts {
        part.retain(|message| !common.contains(message));
    }
    extend(&mut answer.documents, common);
}
