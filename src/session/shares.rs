//! What each level pays of the whole, through several documents.
//!
//! In: what the documents of a chain say, from the top; each divides only what the one above left to it. Out: the shares multiplied out.

use super::chain::Step;
use crate::analysis::{Link, shares_of};
use crate::diagram::Status;
use crate::model::share::{Share, product, sum};
use crate::model::{LevelId, Model};

/// What each level pays.
type Shares = Vec<(LevelId, Share)>;

/// Multiplies the shares out, from the top: none where all was left to the last document. Nothing comes back where it is not known what was.
pub(super) fn multiplied<'s>(steps: impl Iterator<Item = &'s Step>) -> Option<Vec<Link>> {
    let steps = each_rank(steps.filter(|step| step.answer.status != Status::NotInForce))?;
    let one = Share::from_integer(1);
    let mut links: Vec<Link> = Vec::new();
    let mut left = one;
    // Of each document above: how many shares were known before it, and what was left to it.
    let mut starts: Vec<(usize, Share)> = Vec::new();
    let Some((own, above)) = steps.split_last() else { return Some(Vec::new()) };
    for &step in above {
        let shares = shares_of(&step.answer.payer).filter(|_| step.joined)?;
        if let Some(again) = says_again(&step.model, &shares, &links, &starts)? {
            left = back_to(again, &mut links, &mut starts)?;
        }
        starts.push((links.len(), left));
        let (down, kept): (Shares, Shares) =
            shares.into_iter().partition(|(level, _)| is_left(&step.model, *level, &step.left));
        for (level, share) in kept {
            links.push(link(&step.model, level, product(&left, &share)?, false));
        }
        let part = sum(down.iter().map(|(_, share)| share))?;
        left = product(&left, &part).filter(|part| *part != Share::from_integer(0))?;
    }
    let shares = shares_of(&own.answer.payer)?;
    if let Some(again) = says_again(&own.model, &shares, &links, &starts)? {
        left = back_to(again, &mut links, &mut starts)?;
        if links.is_empty() && left == one {
            return Some(Vec::new());
        }
    }
    for (level, share) in shares {
        links.push(link(&own.model, level, product(&left, &share)?, true));
    }
    let says_more = left != one || links.iter().any(|link| link.open);
    Some(if says_more { links } else { Vec::new() })
}

/// Tells whether a level is one of those whose part is divided below, or is made of some.
fn is_left(model: &Model, level: LevelId, left: &[LevelId]) -> bool {
    left.contains(&level) || model.levels[level].members.iter().any(|member| left.contains(member))
}

/// Returns one document of each rank: of several that speak of the matter each has to say who pays, and they agree then.
fn each_rank<'s>(steps: impl Iterator<Item = &'s Step>) -> Option<Vec<&'s Step>> {
    let mut each: Vec<&Step> = Vec::new();
    for step in steps {
        match each.last() {
            Some(before) if before.rank == step.rank => {
                let both = [*before, step].into_iter().all(|step| shares_of(&step.answer.payer).is_some());
                if !both || before.model.name == step.model.name {
                    return None;
                }
            }
            _ => each.push(step),
        }
    }
    Some(each)
}

/// Finds the document above whose shares a document says again, the highest of them: then it divides what that one divides, and not what
/// was left to it. Nothing comes back where it says only some of them again, or says them otherwise.
fn says_again(
    model: &Model,
    shares: &[(LevelId, Share)],
    links: &[Link],
    starts: &[(usize, Share)],
) -> Option<Option<usize>> {
    let said = |link: &Link| {
        let same = |(level, _): &&(LevelId, Share)| {
            let level = &model.levels[*level];
            level.is_called(&link.level) || link.aliases.iter().any(|alias| level.is_called(alias))
        };
        shares.iter().find(same).map(|(_, share)| *share)
    };
    let Some(first) = links.iter().position(|link| said(link).is_some()) else { return Some(None) };
    let again = starts.iter().rposition(|(known, _)| *known <= first)?;
    let (known, left) = starts.get(again)?;
    let mut divided = links.iter().skip(*known);
    let alike =
        |link: &Link| said(link).and_then(|share| product(left, &share)).is_some_and(|all| all == link.share);
    divided.all(alike).then_some(Some(again))
}

/// Forgets the shares from one document on; returns what was left to it.
fn back_to(document: usize, links: &mut Vec<Link>, starts: &mut Vec<(usize, Share)>) -> Option<Share> {
    let (known, left) = starts.get(document).copied()?;
    links.truncate(known);
    starts.truncate(document);
    Some(left)
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
