//! What becomes of each matter of the upper policy.
//!
//! In: both policies in one vocabulary. Out: for each matter whether the upper policy leaves it to the levels below, and by which
//! names the lower one lists it.

use super::judge::Ranks;
use super::{Above, Fate, Fault, fault};
use crate::analysis::difference::align::Alignment;
use crate::analysis::difference::{Change, Compared};
use crate::analysis::evaluate;
use crate::analysis::tuples::EXCLUDED;
use crate::diagram::{Cell, Part, TooLarge, Verdict};
use crate::model::{
    Class, Leaf, LevelId, MATTER, MatterId, Model, PERFORMER, Payer, Query, SectionId, Subject, ValueSet,
    nearest,
};
use std::collections::{BTreeMap, BTreeSet};

/// The matters of the upper policy, and what is not to be judged case by case.
pub(super) struct Matters {
    pub(super) matters: Vec<Above>,
    /// Common matters of which the lower policy says nothing: they are told once, as missing.
    pub(super) ignored: Vec<u32>,
    /// The upper matter of each common one.
    of_common: Vec<Option<u32>>,
}

impl Matters {
    /// Marks the matters in which a contradiction may show.
    pub(super) fn mark_unclear(&mut self, unclear: &[Change]) {
        for common in unclear.iter().flat_map(|change| change.matters.iter()) {
            let upper = self.of_common.get(common as usize).copied().flatten();
            if let Some(matter) = upper.and_then(|upper| self.matters.get_mut(upper as usize)) {
                matter.unclear = true;
            }
        }
    }

    /// Marks the matters in which a contradiction shows; returns how many that the upper policy does not list are contradicted, and how
    /// many are not allocated.
    pub(super) fn mark(&mut self, contradictions: &[Change]) -> (usize, usize) {
        let (mut denied, mut unallocated) = (ValueSet::default(), ValueSet::default());
        for change in contradictions {
            let partly = fault(&change.to) == Fault::NotAllocated;
            for common in change.matters.iter() {
                let upper = self.of_common.get(common as usize).copied().flatten();
                if let Some(matter) = upper.and_then(|upper| self.matters.get_mut(upper as usize)) {
                    matter.partly |= partly;
                    matter.contradicted |= !partly;
                } else {
                    let of_rest = if partly { &mut unallocated } else { &mut denied };
                    *of_rest = of_rest.union(&ValueSet::single(common));
                }
            }
        }
        (denied.len() as usize, unallocated.len() as usize)
    }
}

/// Finds the common matters that are a part of one policy's matter and may be a part of the other's, where the upper one does not say the
/// same of all these.
pub(super) fn loose(upper: &mut Compared<'_>, alignment: &Alignment) -> Result<Vec<u32>, TooLarge> {
    let matters = &alignment.matters;
    let mut parts: BTreeMap<u32, (ValueSet, Vec<u32>)> = BTreeMap::new();
    for &common in &matters.loose {
        let pair = matters.pairs.get(common as usize).and_then(|pair| pair.new.zip(pair.old));
        let Some((part, above)) = pair else { continue };
        let (all, commons) = parts.entry(part).or_default();
        *all = all.union(&ValueSet::single(above));
        commons.push(common);
    }
    let mut loose = Vec::new();
    let mut known: Vec<(ValueSet, bool)> = Vec::new();
    for (all, commons) in parts.into_values() {
        let told_apart = match known.iter().find(|(set, _)| *set == all) {
            Some((_, told_apart)) => *told_apart,
            None => {
                let told_apart = are_told_apart(upper, &all)?;
                known.push((all, told_apart));
                told_apart
            }
        };
        if told_apart {
            loose.extend(commons);
        }
    }
    loose.sort_unstable();
    Ok(loose)
}

/// Tells whether a policy says different things of some of its matters: whoever asks about one of them has to say which.
fn are_told_apart(policy: &mut Compared<'_>, leaves: &ValueSet) -> Result<bool, TooLarge> {
    let first = leaves.first().and_then(|leaf| policy.model.matters.leaf(leaf));
    let Some(node) = first.map(|leaf| &policy.model.matters.nodes[leaf.matter]) else { return Ok(false) };
    let subject = Subject::Listed { leaves: leaves.clone(), name: node.name.clone(), whole: false };
    let query = Query {
        subject,
        part: None,
        quoted: false,
        known: Vec::new(),
        date: None,
        amount: None,
        span: node.span,
    };
    let mark = policy.diagram.mark();
    let answer = evaluate(policy.model, policy.diagram, &query);
    policy.diagram.forget(mark);
    Ok(answer?.needs.contains(&MATTER))
}

/// Returns the levels of the upper policy, in common words, whose part the lower one divides.
pub(super) fn divided(upper: &Model, lower: &Model, alignment: &Alignment) -> Vec<LevelId> {
    upper.left_to(lower).into_iter().map(|level| alignment.old.level(level)).collect()
}

/// Looks at each matter of the upper policy.
pub(super) fn above(
    upper: &mut Compared<'_>,
    lower: &mut Compared<'_>,
    alignment: &Alignment,
    ranks: &Ranks,
) -> Result<Matters, TooLarge> {
    let pairs = &alignment.matters.pairs;
    let unlisted = lower.model.matters.unlisted();
    let rest_speaks = speaks_of_rest(lower)?;
    let sections = sections(upper.model);
    let mut counterparts: Vec<Vec<(usize, u32)>> =
        vec![Vec::new(); upper.model.matters.leaf_count() as usize];
    for (at, pair) in pairs.iter().enumerate() {
        if let Some(list) = pair.old.and_then(|old| counterparts.get_mut(old as usize)) {
            list.push((at, pair.new.unwrap_or(unlisted)));
        }
    }
    let is_loose =
        |at: usize| u32::try_from(at).is_ok_and(|at| alignment.matters.loose.binary_search(&at).is_ok());
    let mut matters = Vec::new();
    let mut ignored = Vec::new();
    for (number, counterparts) in (0_u32..).zip(counterparts) {
        let listed: Vec<u32> =
            counterparts.iter().map(|(_, new)| *new).filter(|new| *new != unlisted).collect();
        let fate = fate(upper, alignment, ranks, number)?;
        let loosely: Vec<u32> =
            counterparts.iter().filter(|(at, _)| is_loose(*at)).map(|(_, new)| *new).collect();
        // What is said to be the same comes before what may be.
        let is_said = counterparts.iter().any(|(at, new)| *new != unlisted && !is_loose(*at));
        let loosely = if is_said { Vec::new() } else { loosely };
        let below = match loosely.as_slice() {
            [] => below(upper.model, lower.model, number, &listed),
            [part, ..] => vec![(whole_name(lower.model, *part), false)],
        };
        let names: Vec<String> = below.iter().map(|(name, _)| name.clone()).collect();
        let missing = fate == Fate::Left && names.is_empty() && !rest_speaks;
        if names.is_empty() && !rest_speaks {
            ignored.extend(counterparts.iter().filter_map(|(at, _)| u32::try_from(*at).ok()));
        }
        matters.push(Above {
            name: leaf_name(upper.model, number),
            number,
            section: sections.get(number as usize).copied().flatten(),
            fate,
            renamed: below.iter().any(|(_, renamed)| *renamed),
            below: names,
            contradicted: false,
            partly: false,
            unclear: false,
            missing,
        });
    }
    Ok(Matters {
        matters,
        ignored,
        of_common: pairs.iter().map(|pair| listed_old(upper.model, pair.old)).collect(),
    })
}

/// Returns the matters of the lower policy that are none of the upper one's, nor part of one.
pub(super) fn added(upper: &Model, alignment: &Alignment) -> Vec<u32> {
    let alone = alignment.matters.only_new.iter().copied();
    let pairs = &alignment.matters.pairs;
    // What an open list leaves unnamed may be something that the upper one names.
    let met: BTreeSet<u32> = pairs
        .iter()
        .filter(|pair| listed_old(upper, pair.old).is_some())
        .filter_map(|pair| pair.new)
        .collect();
    let is_new = |common: &u32| {
        let pair = pairs.get(*common as usize);
        pair.is_some_and(|pair| pair.new.is_none_or(|new| !met.contains(&new)))
    };
    alone.filter(is_new).collect()
}

/// Finds the matters of the lower policy that the upper one does not list, by whether they are on its list: those that are not, and
/// those of which this cannot be told, as the list is open or a name there is near.
pub(super) fn not_listed(
    upper: &Model,
    lower: &Model,
    alignment: &Alignment,
) -> Vec<(Option<bool>, Vec<u32>)> {
    let (mut not, mut unknown) = (Vec::new(), Vec::new());
    let is_open = upper.matters.open_matter_lists().next().is_some();
    for (common, pair) in (0_u32..).zip(&alignment.matters.pairs) {
        if pair.old.is_some_and(|old| is_rest(upper, old)) {
            // Its list leaves open what else is on it.
            unknown.push(common);
            continue;
        }
        let Some(new) = pair.new.filter(|_| listed_old(upper, pair.old).is_none()) else { continue };
        let near = || {
            let names = lower.matters.names_of(new).unwrap_or_default();
            let near = names.iter().filter_map(|name| nearest(name, upper.matters.names()));
            near.into_iter().any(|near| lower.matters.find(near).is_none())
        };
        let list = if is_open || near() { &mut unknown } else { &mut not };
        list.push(common);
    }
    vec![(Some(false), not), (None, unknown)]
}

/// Tells whether a matter is what a list leaves open. A matter whose components are open is on the list all the same.
fn is_rest(model: &Model, leaf: u32) -> bool {
    let rest = model.matters.leaf(leaf).is_some_and(|leaf| leaf.elsewhere);
    rest && model.matters.whole_of(leaf).is_none()
}

fn listed_old(upper: &Model, old: Option<u32>) -> Option<u32> {
    old.filter(|old| *old != upper.matters.unlisted())
}

/// Returns the section of the first rule about each matter.
fn sections(model: &Model) -> Vec<Option<SectionId>> {
    let mut sections = vec![None; model.matters.leaf_count() as usize];
    let mut left = model.matters.all();
    let allocating = model.rules.iter().filter(|rule| rule.effect.statement().is_some());
    for rule in allocating.filter(|rule| rule.section.is_some()) {
        if left.is_empty() {
            break;
        }
        let here = rule.matters.intersection(&left);
        for matter in here.iter() {
            if let Some(slot) = sections.get_mut(matter as usize) {
                *slot = rule.section;
            }
        }
        left = left.intersection(&here.complement(model.matters.leaf_count()));
    }
    sections
}

/// Finds out what the upper policy does with a matter, where units of the levels below perform it, if any of them may.
fn fate(
    upper: &mut Compared<'_>,
    alignment: &Alignment,
    ranks: &Ranks,
    number: u32,
) -> Result<Fate, TooLarge> {
    let mark = upper.diagram.mark();
    upper.diagram.prepare(upper.model, &ValueSet::single(number))?;
    let mut node = upper.diagram.root(number);
    let axis = &upper.model.axes[PERFORMER];
    let is_below =
        |value: &u32| axis.level(*value).is_some_and(|own| ranks.is_below(alignment.old.level(own)));
    let values: Vec<u32> = (0..axis.size()).filter(is_below).collect();
    if !values.is_empty() {
        let set = ValueSet::from_ranges(values.into_iter().map(|value| (value, value.saturating_add(1))));
        node = upper.diagram.store.within(node, PERFORMER, &set, axis.size(), EXCLUDED)?;
    }
    let mut fate = Fate::Open;
    // What is excluded is no leaf, and so comes to nothing.
    for leaf in upper.diagram.store.terminals(node) {
        if let Verdict::Cell(cell) = upper.diagram.verdict(upper.diagram.verdict_of(leaf)) {
            match ranks.leaves(&alignment.old.cell(&alignment.model, cell)) {
                Some(true) => fate = Fate::Left,
                Some(false) if fate == Fate::Open => fate = Fate::Kept,
                _ => {}
            }
        }
    }
    upper.diagram.forget(mark);
    Ok(fate)
}

/// Tells whether the lower policy's clause for the rest says anything of what it does not list that can be held against the upper one.
fn speaks_of_rest(lower: &mut Compared<'_>) -> Result<bool, TooLarge> {
    let unlisted = lower.model.matters.unlisted();
    lower.diagram.prepare(lower.model, &ValueSet::single(unlisted))?;
    let root = lower.diagram.root(unlisted);
    let leaves = lower.diagram.store.terminals(root).into_iter();
    let mut verdicts = leaves.map(|leaf| lower.diagram.verdict(lower.diagram.verdict_of(leaf)));
    Ok(verdicts.any(|verdict| matches!(verdict, Verdict::Cell(cell) if speaks(cell))))
}

fn speaks(cell: &Cell) -> bool {
    let silent_class = matches!(
        cell.class,
        Part::Missing | Part::Unasked | Part::Value(Class::Undetermined | Class::Governed(..))
    );
    let silent_payer = matches!(
        cell.payer,
        Part::Missing | Part::Unasked | Part::Value(Payer::Undetermined | Payer::Governed(..))
    );
    !silent_class || !silent_payer
}

/// Returns the lower policy's matters that an upper one is, each with whether it goes by another name there.
fn below(upper: &Model, lower: &Model, number: u32, listed: &[u32]) -> Vec<(String, bool)> {
    let own = upper.matters.leaf(number);
    let plain = own.filter(|leaf| !leaf.elsewhere && upper.matters.whole_of(number).is_none());
    let mut found: Vec<MatterId> = Vec::new();
    if let Some(Leaf { matter, .. }) = plain {
        let node = &upper.matters.nodes[matter];
        for name in std::iter::once(&node.name).chain(&node.aliases) {
            found.extend(lower.matters.find(name).filter(|id| !found.contains(id)));
        }
        let inside = |id: &MatterId| {
            let mut above =
                std::iter::successors(lower.matters.nodes[*id].parent, |&id| lower.matters.nodes[id].parent);
            above.any(|holder| found.contains(&holder))
        };
        let outer: Vec<MatterId> = found.iter().copied().filter(|id| !inside(id)).collect();
        if !outer.is_empty() {
            let named = |id: MatterId| {
                let below = &lower.matters.nodes[id].name;
                (below.clone(), *below != node.name)
            };
            return outer.into_iter().map(named).collect();
        }
    }
    // It is a part of something that the lower policy lists as a whole, or a component.
    let mut names: Vec<(String, bool)> = Vec::new();
    for &leaf in listed {
        let name = (leaf_name(lower, leaf), false);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // Several parts of one group are one place.
    names.truncate(1);
    names
}

/// Returns the name of what holds a part of a matter.
fn whole_name(model: &Model, number: u32) -> String {
    let Some(leaf) = model.matters.leaf(number) else { return String::new() };
    let parent = model.matters.nodes[leaf.matter].parent.filter(|_| !leaf.elsewhere);
    let whole = model.matters.whole_of(number).or(parent).unwrap_or(leaf.matter);
    model.matters.nodes[whole].name.clone()
}

/// Returns the name of a matter.
fn leaf_name(model: &Model, number: u32) -> String {
    let Some(leaf) = model.matters.leaf(number) else { return String::new() };
    model.matters.nodes[leaf.matter].name.clone()
}
