//! One vocabulary for two policies.
//!
//! In: two models. Out: a model without rules that has the levels, facts, matters and parts of both, each once, and for either side
//! what its own words are in it. Words are the same where a name or an alias is.

use super::levels::levels;
use super::relation::{Pair, Relation, Side, Twig, relate};
use crate::arena::{Arena, Id};
use crate::model::{
    Axis, AxisId, AxisNode, AxisValue, Header, Interval, Leaf, LevelId, MATTER, MatterTree, Model, PERFORMER,
    Parameter, PartId, PartInfo, Scale,
};

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
    let mut own = [Own::default(), Own::default()];
    let levels = levels(old, new, &mut own);
    let axes = axes(old, new, &mut own);
    let matters = relate(&matter_names(&old.matters), &matter_names(&new.matters));
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
    let model = Model {
        name: new.name.clone(),
        header: Header::default(),
        levels,
        matters: tree,
        axes,
        tables: Vec::new(),
        parts,
        parameters,
        starts: Vec::new(),
        remarks: Vec::new(),
        sections: Arena::default(),
        rules: Arena::default(),
        expects: Vec::new(),
        inferred: Vec::new(),
        listed: Vec::new(),
        woven: false,
        allowances: Vec::new(),
        listed_sections: Vec::new(),
        span: None,
    };
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

// ---------------------------------------------------------------- facts

/// Joins the facts: in the order of the new side, those of the old side alone behind the one that they follow there.
fn axes(old: &Model, new: &Model, own: &mut [Own; 2]) -> Arena<AxisId, Axis> {
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
        let mut cuts = [firsts(one), firsts(two)].concat();
        if b == new.date() {
            cuts.extend([old.in_force(), new.in_force()].into_iter().flat_map(Interval::cuts));
        }
        let scale = Scale::new(one.unit, cuts);
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
    let twig = |(number, value): (u32, &'m AxisValue)| {
        let holds = |node: &&AxisNode| (node.leaves.0..node.leaves.1).contains(&number);
        let mut holders: Vec<&AxisNode> = axis.nodes.iter().filter(holds).collect();
        holders.sort_by_key(|node| node.leaves.1.saturating_sub(node.leaves.0));
        let nodes = holders.into_iter().map(|node| names(&node.name, &node.aliases));
        let levels = models.into_iter().flat_map(|model| composites(model, value));
        Twig {
            names: if value.rest { Vec::new() } else { names(&value.name, &value.aliases) },
            of: Vec::new(),
            above: nodes.chain(levels).collect(),
        }
    };
    Side { twigs: (0_u32..).zip(&axis.values).map(twig).collect(), other: axis.other() }
}

/// Returns the names of the levels that are made of one; nothing for a value that is no level.
fn composites<'m>(model: &'m Model, value: &AxisValue) -> Vec<Vec<&'m str>> {
    let is_value = |id: &LevelId| {
        let level = &model.levels[*id];
        alike((&level.name, &level.aliases), (&value.name, &value.aliases))
    };
    let made_of_it =
        model.levels.iter().filter(|level| value.level.is_some() && level.members.iter().any(is_value));
    made_of_it.map(|level| names(&level.name, &level.aliases)).collect()
}

// ---------------------------------------------------------------- matters, parts, parameters

/// Returns the matters, with what holds each. A component is named by its matter and itself.
fn matter_names(tree: &MatterTree) -> Side<'_> {
    let leaves = (0..tree.leaf_count()).filter_map(|number| tree.leaf(number));
    let twig = |leaf: Leaf| {
        let node = &tree.nodes[leaf.matter];
        let first = if leaf.elsewhere { Some(leaf.matter) } else { node.parent };
        let holders = std::iter::successors(first, |&id| tree.nodes[id].parent);
        let above: Vec<Vec<&str>> =
            holders.map(|id| names(&tree.nodes[id].name, &tree.nodes[id].aliases)).collect();
        let of = node.parent.filter(|&parent| tree.nodes[parent].whole).map(|_| above.first());
        Twig {
            names: if leaf.elsewhere { Vec::new() } else { names(&node.name, &node.aliases) },
            of: of.flatten().filter(|_| !leaf.elsewhere).cloned().unwrap_or_default(),
            above,
        }
    };
    Side { twigs: leaves.map(twig).collect(), other: Some(tree.unlisted()) }
}

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

/// Joins the parameters; one that has other values is another.
fn parameters(old: &Model, new: &Model, own: &mut [Own; 2]) -> Vec<Parameter> {
    let mut joint = new.parameters.clone();
    let [of_old, of_new] = own;
    of_new.parameters = (0..joint.len()).collect();
    for parameter in &old.parameters {
        let same = |other: &Parameter| {
            alike((&parameter.name, &parameter.aliases), (&other.name, &other.aliases))
                && parameter.unit == other.unit
                && parameter.values == other.values
        };
        let at = joint.iter().position(same);
        of_old.parameters.push(at.unwrap_or(joint.len()));
        if at.is_none() {
            joint.push(parameter.clone());
        }
    }
    joint
}

// ---------------------------------------------------------------- names

pub(super) fn names<'m>(name: &'m str, also: &'m [String]) -> Vec<&'m str> {
    std::iter::once(name).chain(also.iter().map(String::as_str)).collect()
}

/// Tells whether two things share a name.
pub(super) fn alike(a: (&str, &[String]), b: (&str, &[String])) -> bool {
    let others = names(b.0, b.1);
    names(a.0, a.1).iter().any(|name| others.contains(name))
}
