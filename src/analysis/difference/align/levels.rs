//! The levels of two policies in one order.
//!
//! In: two models. Out: every level once, from the top down. Composite levels of one name that are made of others are two
//! levels, and their names say what they are made of.

use super::{Own, alike};
use crate::arena::{Arena, Id};
use crate::model::{Level, LevelId, Model};

/// A level of the common order: of the new side, or of the old side alone.
type Slot = (Option<LevelId>, Option<LevelId>);

/// Joins the levels: in the order of the new side, those of the old side alone behind the one that they follow there.
pub(super) fn levels(old: &Model, new: &Model, own: &mut [Own; 2]) -> Arena<LevelId, Level> {
    let matched = matched(old, new);
    let mut slots: Vec<Slot> = new.levels.ids().map(|id| (None, Some(id))).collect();
    let mut after = 0;
    for (id, known) in old.levels.ids().zip(&matched) {
        let at = known.same.and_then(|same| slots.iter().position(|slot| slot.1 == Some(same)));
        match at {
            Some(at) => after = at.saturating_add(1),
            None => {
                slots.insert(after.min(slots.len()), (Some(id), None));
                after = after.saturating_add(1);
            }
        }
    }
    let place = |wanted: Slot| slots.iter().position(|slot| *slot == wanted).map(LevelId::from_index);
    let of_new = |id: LevelId| place((None, Some(id))).unwrap_or(id);
    let of_old = |id: LevelId| match matched.get(id.index()).and_then(|known| known.same) {
        Some(same) => of_new(same),
        None => place((Some(id), None)).unwrap_or(id),
    };
    let apart = |id: &LevelId| matched.iter().any(|known| known.same.is_none() && known.named == Some(*id));
    let mut joint = Arena::default();
    for slot in &slots {
        joint.push(match *slot {
            (_, Some(id)) => level(new, id, &of_new, apart(&id)),
            (Some(id), None) => {
                let named = matched.get(id.index()).is_some_and(|known| known.named.is_some());
                level(old, id, &of_old, named)
            }
            (None, None) => continue,
        });
    }
    let [side_old, side_new] = own;
    side_old.levels = old.levels.ids().map(of_old).collect();
    side_new.levels = new.levels.ids().map(of_new).collect();
    joint
}

/// What a level of the old side is on the new one.
struct Known {
    /// The level of that name.
    named: Option<LevelId>,
    /// The same, where it is made of the same levels.
    same: Option<LevelId>,
}

fn matched(old: &Model, new: &Model) -> Vec<Known> {
    let find = |level: &Level| {
        let mut known = new.levels.pairs();
        known
            .find(|(_, other)| alike((&level.name, &level.aliases), (&other.name, &other.aliases)))
            .map(|(id, _)| id)
    };
    let named: Vec<Option<LevelId>> = old.levels.iter().map(find).collect();
    let same = |level: &Level, id: LevelId| {
        let members = level.members.iter().map(|member| named.get(member.index()).copied().flatten());
        let mut mine: Vec<Option<LevelId>> = members.collect();
        let mut theirs: Vec<Option<LevelId>> = new.levels[id].members.iter().copied().map(Some).collect();
        mine.sort_unstable();
        theirs.sort_unstable();
        mine == theirs
    };
    old.levels
        .iter()
        .zip(&named)
        .map(|(level, &named)| Known { named, same: named.filter(|&id| same(level, id)) })
        .collect()
}

/// Returns a level in the common order; where that tells it apart, with what it is made of in its name.
fn level(model: &Model, id: LevelId, place: &dyn Fn(LevelId) -> LevelId, apart: bool) -> Level {
    let level = &model.levels[id];
    let members: Vec<&str> = level.members.iter().map(|&member| model.levels[member].name.as_str()).collect();
    let suffix = if apart { format!(" ({})", members.join(", ")) } else { String::new() };
    Level {
        name: format!("{}{suffix}", level.name),
        aliases: level.aliases.iter().map(|alias| format!("{alias}{suffix}")).collect(),
        members: level.members.iter().map(|&member| place(member)).collect(),
        span: level.span,
    }
}
