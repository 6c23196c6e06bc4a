//! Names that a reader takes for one another.
//!
//! In: a model. Out: names that look alike, whether declared or not; and names that nothing declares and that differ in a single character.
//! Two declared names that are merely near are two names: whoever declared them meant both.

use super::Lint;
use super::look_alike::LookAlike;
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::{AxisKind, Inferred, MatterId, Model, Subject, ValueSet};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// A name with the place where it is declared, if there is one.
type Named<'m> = (&'m str, Option<Span>);

/// Finds names that look like another of their kind.
pub(super) fn confusables(model: &Model) -> Vec<Lint> {
    let mut look = LookAlike::default();
    let mut found = Vec::new();
    let matters = matter_names(model);
    found.extend(among(&mut look, &matters));
    let level = |level: &'_ crate::model::Level| level.span;
    let levels: Vec<Named<'_>> = model
        .levels
        .iter()
        .flat_map(|one| words(&one.name, &one.aliases).map(move |name| (name, Some(level(one)))))
        .collect();
    found.extend(among(&mut look, &levels));
    let facts =
        model.axes.iter().flat_map(|axis| words(&axis.name, &axis.aliases).map(|name| (name, axis.span)));
    let tables = model
        .tables
        .iter()
        .flat_map(|table| words(&table.name, &table.aliases).map(|name| (name, Some(table.span))));
    found.extend(among(&mut look, &facts.chain(tables).collect::<Vec<_>>()));
    // The values of a role are levels, and were looked at.
    for axis in model.axes.iter().filter(|axis| !matches!(axis.kind, AxisKind::Role | AxisKind::Matter)) {
        let values: Vec<Named<'_>> = axis.words().map(|name| (name, axis.span)).collect();
        found.extend(among(&mut look, &values));
    }
    found.extend(asked(&mut look, model, &matters));
    found
}

fn words<'m>(name: &'m str, aliases: &'m [String]) -> impl Iterator<Item = &'m str> {
    std::iter::once(name).chain(aliases.iter().map(String::as_str))
}

/// Returns the names of matters; components stand by themselves.
fn matter_names(model: &Model) -> Vec<Named<'_>> {
    let nodes = model.matters.nodes.iter();
    nodes.flat_map(|node| words(&node.name, &node.aliases).map(|name| (name, Some(node.span)))).collect()
}

/// Finds two names with one skeleton.
fn among(look: &mut LookAlike, names: &[Named<'_>]) -> Vec<Lint> {
    let mut by_skeleton: FxHashMap<String, Named<'_>> = FxHashMap::default();
    for &(name, span) in names {
        if let Some(skeleton) = look.skeleton(name) {
            by_skeleton.entry(skeleton).or_insert((name, span));
        }
    }
    let mut found = Vec::new();
    if by_skeleton.is_empty() {
        return found;
    }
    for &(name, span) in names {
        let skeleton = look.skeleton(name);
        let other = by_skeleton.get(skeleton.as_deref().unwrap_or(name)).filter(|(other, _)| *other != name);
        if let (Some(&(other, there)), Some(span)) = (other, span) {
            found.push(confusable(name, span, other, there.filter(|there| *there != span)));
        }
    }
    found
}

fn confusable(name: &str, span: Span, other: &str, there: Option<Span>) -> Lint {
    let message = Message::Confusable { name: name.to_owned(), other: other.to_owned() };
    let lint = Lint::new(Code::Confusable, span, message, Advice::Confusable);
    match there {
        Some(there) => lint.label(there, Message::LabelAnother),
        None => lint,
    }
}

/// Finds expectations about a matter that is not listed and looks like one that is.
fn asked(look: &mut LookAlike, model: &Model, matters: &[Named<'_>]) -> Vec<Lint> {
    let unlisted: Vec<(&str, Span)> = model
        .expects
        .iter()
        .filter_map(|expect| match &expect.query.subject {
            Subject::Unlisted { name: Some(name), .. } => Some((name.as_str(), expect.span)),
            _ => None,
        })
        .collect();
    if unlisted.is_empty() {
        return Vec::new();
    }
    let mut by_skeleton: FxHashMap<String, Named<'_>> = FxHashMap::default();
    for &(name, span) in matters {
        let skeleton = look.skeleton(name).unwrap_or_else(|| name.to_owned());
        by_skeleton.entry(skeleton).or_insert((name, span));
    }
    let like = |(name, span): (&str, Span)| {
        let skeleton = look.skeleton(name).unwrap_or_else(|| name.to_owned());
        let (other, there) = by_skeleton.get(&skeleton).filter(|(other, _)| *other != name)?;
        Some(confusable(name, span, other, *there))
    };
    unlisted.into_iter().filter_map(like).collect()
}

// ---------------------------------------------------------------- near duplicates

/// Shorter names are too near to each other anyway.
const SHORTEST: usize = 4;

/// Characters that tell two things apart that are otherwise called the same.
const TELLING: &str =
    "中央省市州县区乡镇村国地内外上下东西南北左右大小高低新旧前后男女城一二三四五六七八九十甲乙丙丁"; // a keyword

/// What may be said before the name of a piece of work without naming another one.
const DOING: &[&str] = &["开展", "推进", "组织", "实施", "加强", "做好", "承担", "负责"]; // a keyword

/// Finds matters that nothing declares, nearly the same as an earlier one.
pub(super) fn near_duplicates(model: &Model) -> Vec<Lint> {
    if !model.inferred.contains(&Inferred::Matters) {
        return Vec::new();
    }
    let mut first: FxHashMap<String, MatterId> = FxHashMap::default();
    let mut found = Vec::new();
    for (id, node) in model.matters.nodes.pairs() {
        let near = neighbours(&node.name).into_iter().fold(None, |near: Option<MatterId>, key| {
            match first.entry(key) {
                Entry::Vacant(slot) => {
                    slot.insert(id);
                    near
                }
                Entry::Occupied(slot) => {
                    let other = *slot.get();
                    near.or_else(|| is_near(&node.name, &model.matters.nodes[other].name).then_some(other))
                }
            }
        });
        if let Some(other) = near.map(|other| &model.matters.nodes[other]) {
            let message = Message::NearDuplicate { name: node.name.clone(), other: other.name.clone() };
            let lint = Lint {
                matters: Some(ValueSet::range(node.leaves.0, node.leaves.1)),
                ..Lint::new(Code::NearDuplicate, node.span, message, Advice::NearDuplicate)
            };
            found.push(lint.label(other.span, Message::LabelAnother));
        }
    }
    found
}

/// Returns a name without what is merely done about it.
fn stem(name: &str) -> &str {
    let rest = DOING.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    rest.strip_suffix("工作").unwrap_or(rest) // a keyword
}

/// Returns the stem, and the stem without each of its characters: two names a character apart share one of them.
fn neighbours(name: &str) -> Vec<String> {
    let stem: Vec<char> = stem(name).chars().collect();
    let mut keys = vec![stem.iter().collect()];
    if stem.len() >= SHORTEST {
        let without = |gone: usize| {
            stem.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).collect::<String>()
        };
        keys.extend((0..stem.len()).map(without));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Tells whether two names differ in one character that does not tell them apart, or only in what is done.
fn is_near(name: &str, other: &str) -> bool {
    let (a, b) = (stem(name), stem(other));
    if a == b {
        return name != other;
    }
    let telling = |c: char| c.is_ascii() || c.is_numeric() || TELLING.contains(c);
    let shortest = a.chars().count().min(b.chars().count());
    let start = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let end = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .count()
        .min(shortest.saturating_sub(start));
    let middle = |text: &str| {
        let length = text.chars().count().saturating_sub(start).saturating_sub(end);
        text.chars().skip(start).take(length).collect::<Vec<char>>()
    };
    let (x, y) = (middle(a), middle(b));
    shortest >= SHORTEST && x.len() <= 1 && y.len() <= 1 && !x.iter().chain(&y).any(|c| telling(*c))
}

#[cfg(test)]
mod tests {
    use super::{is_near, neighbours};

    #[test]
    fn near_names_are_near() {
        for (a, b) in [
            ("专利导航", "专利导行"),
            ("专利导航", "开展专利导航"),
            ("行政裁决工作", "行政裁决"),
            ("维权援助中心", "维权助中心"),
            ("执法检查", "执法检检查"),
        ] {
            assert!(is_near(a, b), "{a} {b}");
            assert!(neighbours(a).iter().any(|key| neighbours(b).contains(key)), "{a} {b}");
        }
        for (a, b) in [
            ("市级规划", "县级规划"),
            ("国内合作", "国外合作"),
            ("执法", "执行"),
            ("事项一百", "事项二百"),
            ("item10", "item11"),
            ("专利导航", "专利导航"),
        ] {
            assert!(!is_near(a, b), "{a} {b}");
        }
    }
}
