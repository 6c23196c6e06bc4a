//! Which of two documents that disagree holds.
//!
//! In: what both say of a case, and the maxims that they declare. Out: the one that holds, and by which maxims; or why neither does.
//! A maxim that no document declares is never used. What each document declares is read by itself: where two would decide
//! differently, none does.

use super::answer::Answer;
use super::special::special;
use crate::model::{Header, LevelId, Maxim, Model};
use jiff::civil::Date;
use std::cmp::Ordering;

/// Which of two documents holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// Maxims decide it.
    Holds {
        /// It is the upper document.
        upper: bool,
        /// The maxims.
        maxims: Vec<Maxim>,
        /// The documents that declare them.
        declared_by: Vec<String>,
    },
    /// Maxims that are declared decide differently, and none comes before the other.
    Against(Vec<Vote>),
    /// No maxim that is declared decides it: these are.
    Silent(Vec<Maxim>),
}

/// What one maxim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The maxim.
    pub maxim: Maxim,
    /// It is for the upper document.
    pub upper: bool,
    /// The document that declares it.
    pub declared_by: String,
}

/// Says which of two documents holds, where they disagree about a case; `left` are the levels of the upper one whose part is divided
/// below, or nothing where both have one rank and neither is the upper one.
#[must_use]
pub fn ruling(upper: (&Model, &Answer), lower: (&Model, &Answer), left: Option<&[LevelId]>) -> Ruling {
    let mut found: Vec<Vote> = Vec::new();
    let mut silent: Vec<Maxim> = Vec::new();
    for (model, _) in [upper, lower] {
        for rank in &model.header.maxims {
            let vote = |&maxim: &Maxim| {
                let upper = match maxim {
                    Maxim::Upper => left.is_some().then_some(true)?,
                    Maxim::Special => special(upper, lower, left.unwrap_or_default())?,
                    Maxim::Later => later(&upper.0.header, &lower.0.header)?,
                };
                Some(Vote { maxim, upper, declared_by: model.name.clone() })
            };
            let votes: Vec<Vote> = rank.iter().filter_map(vote).collect();
            if votes.is_empty() {
                silent.extend(rank);
                continue;
            }
            // What comes later in this document is not asked any more.
            found.extend(votes);
            break;
        }
    }
    let Some(first) = found.first() else { return Ruling::Silent(each_once(silent)) };
    if found.iter().any(|vote| vote.upper != first.upper) {
        return Ruling::Against(found);
    }
    Ruling::Holds {
        upper: first.upper,
        maxims: each_once(found.iter().map(|vote| vote.maxim)),
        declared_by: each_once(found.iter().map(|vote| vote.declared_by.clone())),
    }
}

/// Tells whether the upper document is the later one: by every day that both state, and not by one against another.
fn later(upper: &Header, lower: &Header) -> Option<bool> {
    let days: [fn(&Header) -> Option<Date>; 3] = [|h| h.issued, |h| h.published, |h| h.effective];
    let orders: Vec<Ordering> = days.iter().filter_map(|day| Some(day(upper)?.cmp(&day(lower)?))).collect();
    let (after, before) = (orders.contains(&Ordering::Greater), orders.contains(&Ordering::Less));
    (after != before).then_some(after)
}

fn each_once<T: PartialEq>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut once: Vec<T> = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}
