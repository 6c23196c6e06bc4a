//! One vocabulary for two policies.
//!
//! In: two models. Out: a model without rules that has the levels, facts, matters and parts of both, each once, and for either side
//! what its own words are in it. Words are the same where a name or an alias is.

mod facts;
mod levels;
mod matters;
mod relation;

pub(in crate::analysis) use relation::Relation;

use crate::arena::{Arena, Id};
use crate::model::{AxisId, Interval, LevelId, MatterTree, Model, Parameter, PartId, PartInfo, Unit};
use facts::facts;
use levels::levels;
use matters::matters;
use relation::Side;

/// Two policies in one vocabulary.
pub(in crate::analysis) struct Alignment {
    /// The vocabulary, as a model without rules.
    pub(in crate::analysis) model: Model,
    pub(in crate::analysis) old: Own,
    pub(in crate::analysis) new: Own,
    /// The matters of the vocabulary, the unlisted ones last.
    pub(in crate::analysis) matters: Relation,
}

/// What one side's own words are in the common vocabulary.
#[derive(Default)]
pub(in crate::analysis) struct Own {
    /// The common fact of each of its facts.
    pub(super) axes: Vec<AxisId>,
    /// For each of its facts, what each common value is to it; nothing where they are numbered alike.
    pub(super) values: Vec<Option<Vec<Option<u32>>>>,
    pub(super) levels: Vec<LevelId>,
    pub(super) parts: Vec<PartId>,
    /// The common words of each of its parts.
    pub(super) words: Vec<Vec<usize>>,
    pub(super) parameters: Vec<usize>,
}

/// Brings two models into one vocabulary.
pub(in crate::analysis) fn align(old: &Model, new: &Model) -> Alignment {
    aligned(old, new, relation::relate)
}

/// Brings two models into one vocabulary, in which the parts of a matter that both divide, each in its own way, may be one another.
pub(in crate::analysis) fn align_parts(old: &Model, new: &Model) -> Alignment {
    aligned(old, new, relation::relate_parts)
}

fn aligned(old: &Model, new: &Model, relate: fn(&Side<'_>, &Side<'_>) -> Relation) -> Alignment {
    let mut own = [Own::default(), Own::default()];
    let levels = levels(old, new, &mut own);
    let axes = facts(old, new, &mut own);
    let matters = relate(&matters(&old.matters), &matters(&new.matters));
    let tree = new.matters.with_leaves_of(&old.matters, &matters.by_old);
    let tree = if matters.new_leaves.len() == new.matters.leaf_count() as usize {
        tree
    } else {
        // A leaf that the old side divides is shown by its parts alone.
        MatterTree::default()
            .with_leaves_of(&new.matters, &matters.new_leaves)
            .with_leaves_of(&old.matters, &matters.by_old)
    };
    let parts = parts(old, new, &mut own);
    let parameters = parameters(old, new, &mut own);
    let model = Model { levels, matters: tree, axes, parts, parameters, ..Model::silent(new.name.clone()) };
    let [old, new] = own;
    Alignment { model, old, new, matters }
}

impl Own {
    /// Returns the common fact of one of the side's own.
    pub(in crate::analysis) fn axis(&self, own: AxisId) -> AxisId {
        self.axes.get(own.index()).copied().unwrap_or(own)
    }

    /// Returns what each common value of a fact is to this side; nothing where they are numbered alike.
    pub(in crate::analysis) fn values(&self, own: AxisId) -> Option<&[Option<u32>]> {
        self.values.get(own.index())?.as_deref()
    }
}

// ---------------------------------------------------------------- parts and parameters

fn parts(old: &Model, new: &Model, own: &mut [Own; 2]) -> Arena<PartId, PartInfo> {
    let mut joint: Arena<PartId, PartInfo> = new.parts.clone();
    let [of_old, of_new] = own;
    of_new.parts = new.parts.ids().collect();
    of_new.words = new.parts.iter().map(|part| (0..part.words.len()).collect()).collect();
    for part in old.parts.iter() {
        // A level and a word are not compared.
        let known = joint.pairs().find(|(_, other)| {
            alike((&part.name, &part.aliases), (&other.name, &other.aliases))
                && part.words.is_empty() == other.words.is_empty()
        });
        let id = known.map(|(id, _)| id);
        let id = id.unwrap_or_else(|| joint.push(PartInfo { words: Vec::new(), ..part.clone() }));
        of_old.parts.push(id);
        let Some(info) = joint.get_mut(id) else { continue };
        let mut words = Vec::with_capacity(part.words.len());
        for (name, also) in &part.words {
            let known = info.words.iter().position(|(other, more)| alike((name, also), (other, more)));
            words.push(known.unwrap_or(info.words.len()));
            if known.is_none() {
                info.words.push((name.clone(), also.clone()));
            }
        }
        of_old.words.push(words);
    }
    joint
}

/// Joins the parameters; one that has other values is another, and says which.
fn parameters(old: &Model, new: &Model, own: &mut [Own; 2]) -> Vec<Parameter> {
    let mut joint = new.parameters.clone();
    let [of_old, of_new] = own;
    of_new.parameters = (0..joint.len()).collect();
    for parameter in &old.parameters {
        let named =
            |other: &Parameter| alike((&parameter.name, &parameter.aliases), (&other.name, &other.aliases));
        let there = new.parameters.iter().position(named);
        let at = there.filter(|&at| {
            new.parameters
                .get(at)
                .is_some_and(|other| parameter.unit == other.unit && rows(parameter) == rows(other))
        });
        of_old.parameters.push(at.unwrap_or(joint.len()));
        if at.is_some() {
            continue;
        }
        let mut changed = parameter.clone();
        if let Some(other) = there.and_then(|at| joint.get_mut(at)) {
            changed.name = told_apart(parameter, other);
            other.name = told_apart(other, parameter);
        }
        joint.push(changed);
    }
    joint
}

/// Returns the values of a parameter, each with all the days in a row on which it holds.
fn rows(parameter: &Parameter) -> Vec<(Interval, i64)> {
    let mut rows: Vec<(Interval, i64)> = Vec::new();
    for &(days, value) in &parameter.values {
        match rows.last_mut() {
            Some((before, same)) if *same == value && before.last.saturating_add(1) == days.first => {
                before.last = days.last;
            }
            _ => rows.push((days, value)),
        }
    }
    rows
}

/// Returns a parameter's name with the values that another does not have: `补助标准 (2025-01-01..2025-12-31: 21元)`.
fn told_apart(parameter: &Parameter, other: &Parameter) -> String {
    let theirs = rows(other);
    let own = rows(parameter).into_iter().filter(|row| !theirs.contains(row));
    let day = |day: i64| Unit::Day.write(day);
    let shown = own.map(|(days, value)| {
        format!("{}..{}: {}", day(days.first), day(days.last), parameter.unit.write(value))
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() {
        parameter.name.clone()
    } else {
        format!("{} ({})", parameter.name, shown.join(", "))
    }
}

// ---------------------------------------------------------------- names

/// A name, and the aliases that go with it.
type Named<'m> = (&'m str, &'m [String]);

/// Returns the name and the aliases.
fn names((name, also): Named<'_>) -> impl Iterator<Item = &str> + Clone {
    std::iter::once(name).chain(also.iter().map(String::as_str))
}

/// Tells whether two things share a name.
fn alike(a: Named<'_>, b: Named<'_>) -> bool {
    names(a).any(|name| names(b).any(|other| name == other))
}
