//! The facts of two policies in one list, with the values of both.
//!
//! In: two models. Out: every fact once, and for either side which of them each of its own is, and what the common values are to it.

use super::relation::{Pair, Side, Twig, relate};
use super::{Named, Own, alike};
use crate::arena::{Arena, Id};
use crate::model::{
    Axis, AxisId, AxisNode, AxisValue, Interval, Level, LevelId, MATTER, Model, PERFORMER, Scale,
};

/// Joins the facts: in the order of the new side, those of the old side alone behind the one that they follow there.
pub(super) fn facts(old: &Model, new: &Model, own: &mut [Own; 2]) -> Arena<AxisId, Axis> {
    let inner = |model: &Model| {
        let date = model.date();
        model
            .axes
            .ids()
            .filter(move |&id| id != MATTER && id != PERFORMER && id != date)
            .collect::<Vec<AxisId>>()
    };
    let mut joint: Vec<(Option<AxisId>, Option<AxisId>)> =
        vec![(Some(MATTER), Some(MATTER)), (Some(PERFORMER), Some(PERFORMER))];
    joint.extend(inner(new).into_iter().map(|id| (None, Some(id))));
    let mut after = 2;
    for id in inner(old) {
        let axis = &old.axes[id];
        let known = joint.iter().position(|(taken, other)| {
            taken.is_none() && other.is_some_and(|other| comparable(axis, &new.axes[other]))
        });
        match known.and_then(|at| Some((at, joint.get_mut(at)?))) {
            Some((at, slot)) => {
                slot.0 = Some(id);
                after = at.saturating_add(1);
            }
            None => {
                joint.insert(after.min(joint.len()), (Some(id), None));
                after = after.saturating_add(1);
            }
        }
    }
    joint.push((Some(old.date()), Some(new.date())));
    let [of_old, of_new] = own;
    for (side, model) in [(&mut *of_old, old), (&mut *of_new, new)] {
        side.axes = vec![MATTER; model.axes.len()];
        side.values = vec![None; model.axes.len()];
    }
    let mut axes: Arena<AxisId, Axis> = Arena::default();
    for (in_old, in_new) in joint {
        let (axis, values) = match (in_old, in_new) {
            (Some(MATTER), _) => (new.axes[MATTER].clone(), [Vec::new(), Vec::new()]),
            (Some(a), Some(b)) => common((old, a), (new, b)),
            (Some(a), None) => (old.axes[a].clone(), [Vec::new(), Vec::new()]),
            (None, Some(b)) => (new.axes[b].clone(), [Vec::new(), Vec::new()]),
            (None, None) => continue,
        };
        let size = axis.size();
        let id = axes.push(axis);
        let [values_old, values_new] = values;
        for (side, model, own, values) in
            [(&mut *of_old, old, in_old, values_old), (&mut *of_new, new, in_new, values_new)]
        {
            let Some(own) = own else { continue };
            if let Some(slot) = side.axes.get_mut(own.index()) {
                *slot = id;
            }
            let alike = model.axes[own].size() == size
                && values.iter().zip(0_u32..).all(|(value, number)| *value == Some(number));
            if let Some(slot) = side.values.get_mut(own.index()).filter(|_| !alike) {
                *slot = Some(values);
            }
        }
    }
    axes
}

/// Tells whether two facts are one: they share a name, and their values can be compared.
fn comparable(a: &Axis, b: &Axis) -> bool {
    let kinds = match (&a.scale, &b.scale) {
        (Some(a), Some(b)) => a.unit == b.unit,
        (None, None) => true,
        _ => false,
    };
    kinds && alike((&a.name, &a.aliases), (&b.name, &b.aliases))
}

/// Joins the values of a fact that both sides have.
fn common((old, a): (&Model, AxisId), (new, b): (&Model, AxisId)) -> (Axis, [Vec<Option<u32>>; 2]) {
    let (in_old, in_new) = (&old.axes[a], &new.axes[b]);
    if let (Some(one), Some(two)) = (&in_old.scale, &in_new.scale) {
        let firsts = |scale: &Scale| (0..scale.size()).map(|n| scale.stretch(n).first).collect::<Vec<i64>>();
        // Days are cut on either side where it comes into force, and where it ends.
        let scale = Scale::new(one.unit, [firsts(one), firsts(two)].concat());
        let own = |side: &Scale| {
            let stretch = |n| side.touching(Interval::single(scale.stretch(n).first)).first();
            (0..scale.size()).map(stretch).collect::<Vec<Option<u32>>>()
        };
        let values = [own(one), own(two)];
        return (Axis { scale: Some(scale), ..in_new.clone() }, values);
    }
    let relation = relate(&value_names(in_old, [old, new]), &value_names(in_new, [old, new]));
    let mut values: Vec<AxisValue> = Vec::with_capacity(relation.pairs.len());
    values.extend(relation.new_leaves.iter().filter_map(|&n| in_new.values.get(n as usize)).cloned());
    values.extend(relation.by_old.iter().filter_map(|&n| in_old.values.get(n as usize)).cloned());
    let open = relation.pairs.len() > values.len();
    // Numbered anew, the nodes of a tree no longer stand where they did.
    let nodes =
        if relation.new_leaves.len() == in_new.values.len() { in_new.nodes.clone() } else { Vec::new() };
    let axis = Axis {
        name: in_new.name.clone(),
        aliases: in_new.aliases.clone(),
        kind: in_new.kind,
        values,
        nodes,
        scale: None,
        open,
        inferred: in_new.inferred,
        names: Default::default(),
        span: in_new.span,
    };
    let of = |side: fn(&Pair) -> Option<u32>| relation.pairs.iter().map(side).collect::<Vec<Option<u32>>>();
    (axis, [of(|pair| pair.old), of(|pair| pair.new)])
}

/// Returns the words of a fact, with what holds each: in a tree a node, of levels those that are made of it.
fn value_names<'m>(axis: &'m Axis, models: [&'m Model; 2]) -> Side<'m> {
    let mut side = Side { other: axis.other(), ..Side::default() };
    for (number, value) in (0_u32..).zip(&axis.values) {
        let holds = |node: &&AxisNode| (node.leaves.0..node.leaves.1).contains(&number);
        let mut holders: Vec<&AxisNode> = axis.nodes.iter().filter(holds).collect();
        holders.sort_by_key(|node| node.leaves.1.saturating_sub(node.leaves.0));
        let mut above: Vec<Named<'m>> =
            holders.into_iter().map(|node| (node.name.as_str(), node.aliases.as_slice())).collect();
        above.extend(models.into_iter().flat_map(|model| composites(model, value)));
        let above = side.chain(above);
        let named = (!value.rest).then_some((value.name.as_str(), value.aliases.as_slice()));
        side.twigs.push(Twig { named, of: None, above });
    }
    side
}

/// Returns the names of the levels that are made of one; nothing for a value that is no level.
fn composites<'m>(model: &'m Model, value: &'m AxisValue) -> impl Iterator<Item = Named<'m>> {
    let is_value = |id: &LevelId| {
        let level = &model.levels[*id];
        alike((&level.name, &level.aliases), (&value.name, &value.aliases))
    };
    let made_of_it = move |level: &&Level| value.level.is_some() && level.members.iter().any(is_value);
    model.levels.iter().filter(made_of_it).map(|level| (level.name.as_str(), level.aliases.as_slice()))
}
