//! Which unknown facts matter, and the answer for each of their cases.
//!
//! In: a diagram of verdicts in which 0 marks what cannot be. Out: the axes that have to be known, and the same
//! diagram over those axes alone.
//!
//! An axis matters when two possible cases that differ only in it have different verdicts. Where impossible cases
//! tie axes together so that none of them matters alone, or not enough do, the other axes are added, and those
//! without which the rest still suffice are dropped again, the last declared first.

use crate::diagram::{NodeId, Store, TooLarge};
use crate::model::AxisId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Marks a case in which the known axes leave several verdicts.
const UNDECIDED: u32 = u32::MAX >> 1;

/// Returns the axes that have to be known, and the verdicts over those alone.
pub(super) fn needs(store: &mut Store, node: NodeId) -> Result<(Vec<AxisId>, NodeId), TooLarge> {
    let support = store.support(node);
    let mut needed: Vec<AxisId> =
        support.iter().copied().filter(|&axis| matters(store, node, axis)).collect();
    let mut projected = project(store, node, &needed, &mut FxHashMap::default())?;
    if suffices(store, projected) {
        return Ok((needed, projected));
    }
    let added: Vec<AxisId> = support.iter().copied().filter(|axis| !needed.contains(axis)).collect();
    needed = support;
    for axis in added.iter().rev() {
        let fewer: Vec<AxisId> = needed.iter().copied().filter(|other| other != axis).collect();
        let candidate = project(store, node, &fewer, &mut FxHashMap::default())?;
        if suffices(store, candidate) {
            needed = fewer;
        }
    }
    projected = project(store, node, &needed, &mut FxHashMap::default())?;
    Ok((needed, projected))
}

/// Tells whether two possible cases that differ only in this axis have different verdicts.
fn matters(store: &Store, node: NodeId, axis: AxisId) -> bool {
    let mut children: Vec<Vec<NodeId>> = Vec::new();
    store.each_node(node, &mut |store, id| {
        if store.axis(id) == Some(axis) {
            children.push(store.grouped(id).into_iter().map(|(child, _)| child).collect());
        }
    });
    let mut seen = FxHashSet::default();
    children.iter().any(|children| {
        let pairs =
            children.iter().enumerate().flat_map(|(i, &a)| children.iter().skip(i).map(move |&b| (a, b)));
        pairs.into_iter().any(|(a, b)| can_differ(store, a, b, &mut seen))
    })
}

/// Tells whether some case is possible under both and has different verdicts.
fn can_differ(store: &Store, a: NodeId, b: NodeId, seen: &mut FxHashSet<(NodeId, NodeId)>) -> bool {
    if a == b || a == NodeId::FALSE || b == NodeId::FALSE {
        return false;
    }
    if a.value().is_some() && b.value().is_some() {
        return true;
    }
    if !seen.insert((a, b)) {
        return false;
    }
    let Some(axis) = store.axis(a).into_iter().chain(store.axis(b)).min() else { return false };
    store.split(axis, &[a, b]).into_iter().any(|(_, children)| match children.as_slice() {
        [a, b] => can_differ(store, *a, *b, seen),
        _ => false,
    })
}

/// Takes out every axis that is not kept: where its values lead to several verdicts, the case is undecided.
fn project(
    store: &mut Store,
    node: NodeId,
    keep: &[AxisId],
    memo: &mut FxHashMap<NodeId, NodeId>,
) -> Result<NodeId, TooLarge> {
    let Some(axis) = store.axis(node) else { return Ok(node) };
    if let Some(&done) = memo.get(&node) {
        return Ok(done);
    }
    let made = if keep.contains(&axis) {
        let mut edges = store.edges(node).to_vec();
        for edge in &mut edges {
            edge.child = project(store, edge.child, keep, memo)?;
        }
        store.node(axis, edges)?
    } else {
        let mut children: Vec<NodeId> = Vec::new();
        for (child, _) in store.grouped(node) {
            children.push(project(store, child, keep, memo)?);
        }
        store.combine(&children, &mut |values| {
            let mut possible = values.iter().copied().filter(|&value| value != 0);
            match possible.next() {
                None => 0,
                Some(first) if possible.all(|other| other == first) => first,
                Some(_) => UNDECIDED,
            }
        })?
    };
    memo.insert(node, made);
    Ok(made)
}

fn suffices(store: &Store, projected: NodeId) -> bool {
    !store.terminals(projected).contains(&UNDECIDED)
}
