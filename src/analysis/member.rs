//! Whether a level is who pays, or who has the authority.
//!
//! In: a part of an answer. Out: yes, no, or open. It is open wherever the answer does not say for sure: a level that is made of
//! several, a joint payer without a split, a share or a payer that another document sets, a conflict, a gap.

use crate::diagram::Part;
use crate::model::{Class, LevelId, Model, Payer, Portion, PortionShare};

/// Whether something holds of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    Yes,
    No,
    Open,
}

/// Tells whether a level pays, all or a share.
pub(super) fn pays(model: &Model, payer: &Part<Payer>, level: LevelId) -> Member {
    let Part::Value(payer) = payer else { return Member::Open };
    match payer {
        Payer::Level(one) => is(model, *one, level),
        Payer::Split(portions) => {
            let each = portions.iter().map(|portion| pays_portion(model, portion, level));
            each.fold(Member::No, either)
        }
        Payer::Unstated(among) if among.is_empty() => Member::Open,
        Payer::Unstated(among) => {
            match among.iter().map(|&one| is(model, one, level)).fold(Member::No, either) {
                Member::Yes => Member::Open,
                other => other,
            }
        }
        Payer::Elsewhere(_) | Payer::Undetermined | Payer::Retained(_) | Payer::Governed(..) => Member::Open,
    }
}

fn pays_portion(model: &Model, portion: &Portion, level: LevelId) -> Member {
    let payee = portion.payee.map_or(Member::Open, |payee| is(model, payee, level));
    match (&portion.share, payee) {
        // How much it is, or whether it is anything, is not said here.
        (PortionShare::Elsewhere(_) | PortionShare::OpenRest, Member::Yes) => Member::Open,
        (_, payee) => payee,
    }
}

/// Tells whether a level alone has the authority.
pub(super) fn owns(model: &Model, class: &Part<Class>, level: LevelId) -> Member {
    match class {
        Part::Value(Class::Level(one)) => is(model, *one, level),
        Part::Value(Class::Shared(among)) if among.is_empty() => Member::Open,
        Part::Value(Class::Shared(among)) => {
            match among.iter().map(|&one| is(model, one, level)).fold(Member::No, either) {
                Member::Yes => Member::Open,
                other => other,
            }
        }
        _ => Member::Open,
    }
}

/// Tells whether the authority is shared.
pub(super) fn shared(class: &Part<Class>) -> Member {
    match class {
        Part::Value(Class::Shared(_)) => Member::Yes,
        Part::Value(Class::Level(_)) => Member::No,
        _ => Member::Open,
    }
}

/// Tells whether one level is the other; it is open where one of them is made of the other and more.
fn is(model: &Model, one: LevelId, level: LevelId) -> Member {
    let made_of = |whole: LevelId, part: LevelId| model.levels[whole].members.contains(&part);
    let share = |whole: LevelId, other: LevelId| {
        model.levels[whole].members.iter().any(|member| model.levels[other].members.contains(member))
    };
    if one == level {
        Member::Yes
    } else if made_of(one, level) || made_of(level, one) || share(one, level) {
        Member::Open
    } else {
        Member::No
    }
}

fn either(a: Member, b: Member) -> Member {
    match (a, b) {
        (Member::Yes, _) | (_, Member::Yes) => Member::Yes,
        (Member::Open, _) | (_, Member::Open) => Member::Open,
        _ => Member::No,
    }
}
