//! Facts that a loaded document decides: is the matter on its list?
//!
//! In: the names of a matter, what it is in the document, and the document. Out: yes, no, or why that cannot be told. Nothing is
//! guessed: where the list is open, where a name is only near, or where the document itself does not decide, the fact stays unknown.

use super::chain::{Days, meet};
use super::joined::common;
use super::{Policy, unasked};
use crate::analysis::{Answer, evaluate};
use crate::diagnostic::{Code, Diagnostic};
use crate::diagram::{Part, Status};
use crate::message::{Advice, Message};
use crate::model::{
    AxisId, Class, Interval, Level, Listed, Model, Party, Query, Subject, ValueSet, day_of, days, nearest,
    number_of, resolve_query,
};

/// What a document makes of one fact.
#[derive(Debug, Clone)]
pub(super) struct Computed {
    /// The fact.
    pub axis: AxisId,
    /// Its value, where the document decides it.
    pub value: Option<bool>,
    /// The days on which that holds.
    pub days: Days,
    /// What the answer says about it.
    pub note: Message,
    /// The document, where it is a reconstruction.
    pub reconstruction: Option<String>,
    /// What it says is taken.
    pub taken: bool,
}

/// Reports levels that the documents do not have whose lists are meant.
pub(super) fn unknown_levels(loaded: &[&Policy]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for policy in loaded {
        for listed in &policy.model.listed {
            let used = |there: &&&Policy| {
                there.model.name == listed.document && policy.file.uses.contains(&there.file.identity)
            };
            let Some((level, span)) = &listed.level else { continue };
            let Some(upper) = loaded.iter().find(used) else { continue };
            if upper.model.levels.iter().all(|known| !known.is_called(level)) {
                let known = upper.model.levels.iter().map(Level::called).collect();
                let message = Message::UnknownLevel { name: level.clone() };
                let unknown = Diagnostic::error(Code::UnknownLevel, *span, message);
                found.push(unknown.help(Advice::Levels { known }));
            }
        }
    }
    found
}

/// The names of each matter that a query is about; nothing where a matter has none.
pub(super) fn names(model: &Model, query: &Query) -> Option<Vec<Vec<String>>> {
    // A part is on a list by its own name, or by that of the whole.
    let called = |leaf| Some(query.part.iter().cloned().chain(model.matters.names_of(leaf)?).collect());
    match &query.subject {
        Subject::Listed { leaves, .. } => leaves.iter().map(called).collect(),
        // A component is on a list by the name of its matter.
        Subject::Unlisted { component: Some((matter, _)), .. } => Some(vec![vec![matter.clone()]]),
        Subject::Unlisted { name: Some(name), .. } => Some(vec![vec![name.clone()]]),
        Subject::Unlisted { name: None, .. } | Subject::UnlistedComponent { .. } => None,
    }
}

/// Decides a fact for all matters of a query together, each with its names and with what of the document speaks of it; nothing where
/// they differ, as the fact is then to be given.
pub(super) fn decide(
    model: &Model,
    listed: &Listed,
    matters: &[(Vec<String>, ValueSet)],
    query: &Query,
    upper: &mut Policy,
) -> Option<Computed> {
    let mut found: Option<Computed> = None;
    for (names, there) in matters {
        let one = decide_one(model, listed, (names, there), query, upper);
        match &mut found {
            Some(before) if before.value != one.value || !meet(before.days, one.days) => return None,
            Some(before) => before.days = common([before.days, one.days]),
            None => found = Some(one),
        }
    }
    found
}

fn decide_one(
    model: &Model,
    listed: &Listed,
    (names, there): (&[String], &ValueSet),
    query: &Query,
    upper: &mut Policy,
) -> Computed {
    let fact = model.axes[listed.axis].called();
    let document = listed.document.clone();
    let reconstruction = upper.model.header.reconstruction.is_some().then(|| document.clone());
    let in_force = days(upper.model.in_force());
    let made =
        |(value, days), note| Computed { axis: listed.axis, value, days, note, reconstruction, taken: true };
    let unknown = (None, in_force);
    if !is_in_force(model, query, &upper.model) {
        return made(unknown, Message::ListNotInForce { fact, document });
    }
    let is_open = |leaf| is_rest(&upper.model, leaf);
    if there.is_empty() || there.iter().any(is_open) {
        if upper.model.matters.open_matter_lists().next().is_some() {
            return made(unknown, Message::ListIsOpen { fact, document });
        }
        // A near name may be the same matter under another spelling, unless it is another matter here.
        let near = names.iter().filter_map(|name| nearest(name, upper.model.matters.names()));
        let near = near.into_iter().find(|near| model.matters.find(near).is_none());
        return match near.map(str::to_owned) {
            Some(near) => made(unknown, Message::ListedAsNear { fact, document, near }),
            None => made((Some(false), in_force), Message::NotOnList { fact, document }),
        };
    }
    let level = listed.level.as_ref().map(|(level, _)| level.as_str());
    let matter = called(&upper.model, names, there);
    let answer = asked(upper, &matter, there, (model, query));
    let value = match (level, &answer) {
        (None, _) => Some(true),
        (Some(level), Some(answer)) => kept(&upper.model, answer, level),
        (Some(_), None) => None,
    };
    // What it says of the matter may hold on some of its days only.
    let holds = answer.as_ref().filter(|_| level.is_some()).map_or(in_force, |answer| answer.in_force);
    let days = common([in_force, holds]);
    let note = match value {
        Some(value) => Message::OnList {
            fact,
            value,
            cite: answer.and_then(|answer| cited(&upper.model, &answer)).unwrap_or(document),
        },
        None => Message::ListUndecided { fact, document, matter },
    };
    made((value, days), note)
}

/// Tells whether a document is in force on all days that are asked about, or, where none is, on some on which the policy is.
fn is_in_force(model: &Model, query: &Query, upper: &Model) -> bool {
    let list = upper.in_force();
    match asked_days(model, query) {
        Some(asked) => list.first <= asked.first && asked.last <= list.last,
        None => !list.meet(model.in_force()).is_empty(),
    }
}

/// Returns the days that a query asks about, from the first to the last; nothing where it asks about none.
pub(super) fn asked_days(model: &Model, query: &Query) -> Option<Interval> {
    let named = query.date.map(|(first, last)| Interval { first: number_of(first), last: number_of(last) });
    let known = || {
        let known = query.known(model.date())?;
        let scale = model.axes[known.axis].scale.as_ref()?;
        let stretches = known.set.ranges().iter().map(|&(start, end)| Interval {
            first: scale.stretch(start).first,
            last: scale.stretch(end.saturating_sub(1)).last,
        });
        let all = stretches.reduce(Interval::hull)?;
        Some(known.figures.map_or(all, |figures| figures.meet(all)))
    };
    named.or_else(known)
}

/// Tells whether a matter of a document is what its list leaves open. A matter whose components are open is on the list all the same.
pub(super) fn is_rest(model: &Model, leaf: u32) -> bool {
    let rest = model.matters.leaf(leaf).is_some_and(|leaf| leaf.elsewhere);
    rest && model.matters.whole_of(leaf).is_none()
}

/// Returns what the document calls a matter: by one of these names, or by that of what holds it there.
fn called(upper: &Model, names: &[String], there: &ValueSet) -> String {
    let own = names.iter().find(|name| upper.matters.find(name).is_some());
    let first = || there.first().and_then(|leaf| Some(upper.matters.names_of(leaf)?.first()?.clone()));
    own.cloned().or_else(first).unwrap_or_default()
}

/// Asks the document about a matter, for the day that the query is about.
fn asked(
    upper: &mut Policy,
    matter: &str,
    there: &ValueSet,
    (model, query): (&Model, &Query),
) -> Option<Answer> {
    let tree = unasked(matter, query.span);
    let resolved = resolve_query(&upper.model, &tree, &[]).ok()?;
    let subject = match resolved.subject {
        subject @ Subject::Listed { .. } if is_all(&subject, there) => subject,
        _ => Subject::Listed { leaves: there.clone(), name: matter.to_owned(), whole: false },
    };
    let date = asked_days(model, query).map(|asked| (day_of(asked.first), day_of(asked.last)));
    let question = Query { subject, date, ..resolved };
    upper.diagram.tidy();
    evaluate(&upper.model, &mut upper.diagram, &question).ok()
}

fn is_all(subject: &Subject, there: &ValueSet) -> bool {
    matches!(subject, Subject::Listed { leaves, .. } if leaves == there)
}

/// Tells whether an answer gives the authority to a level alone; nothing where it decides nothing.
pub(super) fn kept(model: &Model, answer: &Answer, level: &str) -> Option<bool> {
    if !answer.components.is_empty() {
        let mut parts = answer.components.iter().map(|(_, part)| kept(model, part, level));
        let first = parts.next()?;
        return first.filter(|_| parts.all(|other| other == first));
    }
    match (answer.status, &answer.class) {
        (Status::NeedsFacts, _) => {
            let mut branches = answer.branches.iter().map(|branch| kept(model, &branch.answer, level));
            let first = branches.next()?;
            first.filter(|_| branches.all(|other| other == first))
        }
        (Status::Decided, Part::Value(Class::Level(own))) => Some(model.levels[*own].is_called(level)),
        (Status::Decided, Part::Value(Class::Shared(_))) => Some(false),
        (Status::Retained, Part::Value(Class::Retained(Party::Level(by)))) => {
            Some(model.levels[*by].is_called(level))
        }
        (Status::Retained, Part::Value(Class::Retained(Party::Named(by)))) => Some(by == level),
        _ => None,
    }
}

fn cited(model: &Model, answer: &Answer) -> Option<String> {
    answer.all_rules().next().map(|rule| model.citation(&model.rules[rule]))
}
