//! What each level pays of the whole, through several documents.
//!
//! In: what the documents of a chain say, from the top; each divides only what the one above left to it. Out: the shares multiplied out.

use super::chain::Step;
use crate::analysis::{Link, shares_of};
use crate::model::share::{Share, product, sum};
use crate::model::{LevelId, Model};

/// What each level pays.
type Shares = Vec<(LevelId, Share)>;

/// Multiplies the shares out, from the top; nothing where one of the documents states none, or where none above keeps any.
pub(super) fn multiplied(steps: &[Step]) -> Vec<Link> {
    let Some(steps) = each_rank(steps) else { return Vec::new() };
    let one = Share::from_integer(1);
    let mut links: Vec<Link> = Vec::new();
    let mut left = one;
    let Some((own, above)) = steps.split_last() else { return Vec::new() };
    for &step in above {
        let Some(shares) = shares_of(&step.answer.payer).filter(|_| step.joined) else { return Vec::new() };
        if says_again(&step.model, &shares, &links) {
            return Vec::new();
        }
        let (down, kept): (Shares, Shares) =
            shares.into_iter().partition(|(level, _)| is_left(&step.model, *level, &step.left));
        for (level, share) in kept {
            let Some(share) = product(&left, &share) else { return Vec::new() };
            links.push(link(&step.model, level, share, false));
        }
        let part = sum(down.iter().map(|(_, share)| share)).and_then(|part| product(&left, &part));
        match part {
            Some(part) if part != Share::from_integer(0) => left = part,
            _ => return Vec::new(),
        }
    }
    let Some(shares) = shares_of(&own.answer.payer) else { return Vec::new() };
    if says_again(&own.model, &shares, &links) {
        return Vec::new();
    }
    for (level, share) in shares {
        let Some(share) = product(&left, &share) else { return Vec::new() };
        links.push(link(&own.model, level, share, true));
    }
    let says_more = left != one || links.iter().any(|link| link.open);
    if says_more { links } else { Vec::new() }
}

/// Tells whether a level is one of those whose part is divided below, or is made of some.
fn is_left(model: &Model, level: LevelId, left: &[LevelId]) -> bool {
    left.contains(&level) || model.levels[level].members.iter().any(|member| left.contains(member))
}

/// Returns one document of each rank: of several that speak of the matter each has to say who pays, and they agree then.
fn each_rank(steps: &[Step]) -> Option<Vec<&Step>> {
    let mut each: Vec<&Step> = Vec::new();
    for step in steps {
        match each.last() {
            Some(before) if before.rank == step.rank => {
                let both = [*before, step].iter().all(|step| shares_of(&step.answer.payer).is_some());
                if !both || before.model.name == step.model.name {
                    return None;
                }
            }
            _ => each.push(step),
        }
    }
    Some(each)
}

/// Tells whether a document says the share of a level above again: then its shares are of the whole already.
fn says_again(model: &Model, shares: &[(LevelId, Share)], links: &[Link]) -> bool {
    shares.iter().any(|(level, _)| {
        let level = &model.levels[*level];
        let same = |link: &Link| {
            level.is_called(&link.level) || link.aliases.iter().any(|alias| level.is_called(alias))
        };
        links.iter().any(same)
    })
}

/// Makes the share of a level; of one that is made of others the last document says no more.
fn link(model: &Model, level: LevelId, share: Share, last: bool) -> Link {
    let level = &model.levels[level];
    Link {
        level: level.name.clone(),
        aliases: level.aliases.clone(),
        share,
        open: last && !level.members.is_empty(),
    }
}
