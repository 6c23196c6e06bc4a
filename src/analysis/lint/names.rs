//! Names that a reader takes for one another.
//!
//! In: a model. Out: names that look alike, whether declared or not; and names that nothing declares and that differ in a single character.
//! Two declared names that are merely near are two names: whoever declared them meant both.

use super::Lint;
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::{AxisKind, Inferred, LookAlike, MatterId, Model, Subject, ValueSet, is_near, near_keys};
use crate::source::Span;
use rustc_hash::FxHashMap;

/// A name with the place where it is declared, if there is one.
type Named<'m> = (&'m str, Option<Span>);

/// Finds names that look like another of their kind.
pub(super) fn confusables(model: &Model) -> Vec<Lint> {
    let mut look = LookAlike::default();
    let mut found = Vec::new();
    let matters = matter_names(model);
    found.extend(among(&mut look, &matters));
    let levels: Vec<Named<'_>> =
        model.levels.iter().flat_map(|one| placed(model, &one.name, &one.aliases, Some(one.span))).collect();
    found.extend(among(&mut look, &levels));
    let facts = model.axes.iter().flat_map(|axis| placed(model, &axis.name, &axis.aliases, axis.span));
    let tables =
        model.tables.iter().flat_map(|table| placed(model, &table.name, &table.aliases, Some(table.span)));
    found.extend(among(&mut look, &facts.chain(tables).collect::<Vec<_>>()));
    // The values of a role are levels, and were looked at.
    for axis in model.axes.iter().filter(|axis| !matches!(axis.kind, AxisKind::Role | AxisKind::Matter)) {
        let place = |name| axis.span.map(|fact| model.places.of(fact, name));
        let values: Vec<Named<'_>> = axis.words().map(|name| (name, place(name))).collect();
        found.extend(among(&mut look, &values));
    }
    found.extend(asked(&mut look, model, &matters));
    found
}

/// Returns what is declared at a place, each name with its own.
fn placed<'m>(
    model: &'m Model,
    name: &'m str,
    aliases: &'m [String],
    declared: Option<Span>,
) -> impl Iterator<Item = Named<'m>> {
    let also = aliases
        .iter()
        .map(move |alias| (alias.as_str(), declared.map(|declared| model.places.of(declared, alias))));
    std::iter::once((name, declared)).chain(also)
}

/// Returns the names of matters; components stand by themselves.
fn matter_names(model: &Model) -> Vec<Named<'_>> {
    let nodes = model.matters.nodes.iter();
    nodes.flat_map(|node| placed(model, &node.name, &node.aliases, Some(node.span))).collect()
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
    let bare = |name: &'_ str| name.split_whitespace().collect::<String>();
    let blanks = bare(name) == bare(other);
    let (name, other) = (name.to_owned(), other.to_owned());
    let (message, help) = if blanks {
        (Message::OnlyBlanks { name, other }, Advice::OnlyBlanks)
    } else {
        (Message::Confusable { name, other }, Advice::Confusable)
    };
    let lint = Lint::new(Code::Confusable, span, message, help);
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

/// Finds matters that nothing declares, nearly the same as an earlier one.
pub(super) fn near_duplicates(model: &Model) -> Vec<Lint> {
    if !model.inferred.contains(&Inferred::Matters) {
        return Vec::new();
    }
    // By each key, those of which none is near another.
    let mut apart: FxHashMap<String, Vec<MatterId>> = FxHashMap::default();
    let mut found = Vec::new();
    for (id, node) in model.matters.nodes.pairs() {
        let mut near = None;
        for key in near_keys(&node.name) {
            let known = apart.entry(key).or_default();
            match known.iter().find(|other| is_near(&node.name, &model.matters.nodes[**other].name)) {
                Some(other) => near = near.or(Some(*other)),
                None => known.push(id),
            }
        }
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
