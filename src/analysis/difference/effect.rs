//! What a change does to money.
//!
//! In: a change of who pays, and a total. Out: what each level pays of it before and after; nothing where either side
//! divides it by no exact shares.

use super::{Change, Said};
use crate::analysis::money::paid;
use crate::model::{LevelId, Model};

/// Returns for each level what it pays of a total, in fen, before and after a change.
#[must_use]
pub fn effect(
    old: &Model,
    new: &Model,
    words: &Model,
    change: &Change,
    total: i64,
) -> Option<Vec<(LevelId, i64, i64)>> {
    let before = paid_by(&change.from, words, old, total)?;
    let after = paid_by(&change.to, words, new, total)?;
    let of = |paid: &[(LevelId, i64)], level: LevelId| {
        paid.iter().filter(|(payer, _)| *payer == level).map(|(_, fen)| *fen).sum::<i64>()
    };
    let mut levels: Vec<LevelId> = before.iter().chain(&after).map(|(level, _)| *level).collect();
    levels.sort_unstable();
    levels.dedup();
    Some(levels.into_iter().map(|level| (level, of(&before, level), of(&after, level))).collect())
}

fn paid_by(side: &Said, words: &Model, own: &Model, total: i64) -> Option<Vec<(LevelId, i64)>> {
    // Where all of an answer changes, one side has none, or leaves the payer to others.
    let Said::Payer(payer) = side else { return None };
    let remainder = own.header.remainder.map(|level| &own.levels[level].name);
    let remainder = remainder.and_then(|name| words.levels.pairs().find(|(_, level)| level.name == *name));
    paid(total, payer, remainder.map(|(id, _)| id))
}
