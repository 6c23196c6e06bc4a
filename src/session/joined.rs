//! Answers of several cases, put together.
//!
//! In: answers that say the same, or the branches of one. Out: one answer that rests on all that they rest on; what documents above say
//! of all cases is said once.

use super::chain::Days;
use crate::analysis::Answer;
use crate::message::Message;

/// Puts what one case rests on to that of another of the same answer.
pub(super) fn join(group: &mut Answer, other: Answer) {
    extend(&mut group.rules, other.rules);
    group.rules.sort_unstable();
    extend(&mut group.beaten, other.beaten);
    extend(&mut group.narrower, other.narrower);
    extend(&mut group.acknowledged, other.acknowledged);
    extend(&mut group.documents, other.documents);
    extend(&mut group.precedence, other.precedence);
    let until = [group.in_force.1, other.in_force.1].into_iter().flatten().min();
    group.in_force = (group.in_force.0.max(other.in_force.0), until);
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

/// Returns the days on which all of several answers hold.
pub(super) fn days_of(answers: &[Answer]) -> Days {
    let first = answers.iter().filter_map(|answer| answer.in_force.0).max();
    (first, answers.iter().filter_map(|answer| answer.in_force.1).min())
}

/// Returns an answer with what was said of the question before: its matter, its facts and its words.
pub(super) fn as_asked(answer: Answer, asked: Answer) -> Answer {
    let Answer {
        irrelevant,
        narrower,
        remarks,
        taken,
        left_out,
        unlisted,
        near,
        open_lists,
        unknown_facts,
        mut documents,
        ..
    } = asked;
    extend(&mut documents, answer.documents);
    let narrower = if narrower.is_empty() { answer.narrower } else { narrower };
    let reconstruction = asked.reconstruction.or(answer.reconstruction);
    Answer {
        irrelevant,
        narrower,
        remarks,
        taken,
        left_out,
        unlisted,
        near,
        open_lists,
        unknown_facts,
        documents,
        reconstruction,
        ..answer
    }
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
