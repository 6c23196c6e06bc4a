//! Cases that were answered one by one, put together again.
//!
//! In: disjoint boxes that cover what is possible, each with the number of its answer. Out: the facts that have to be known to tell
//! the answers apart, and for each answer its cases: what [`super::evaluate`] does with the verdicts of one policy.

use super::needs::needs;
use crate::diagram::{Cube, Diagram, NodeId, Region, Store, TooLarge};
use crate::model::{AxisId, MATTER, Model};

/// The facts that have to be known, and the cases of each answer, by its number.
pub type Regrouped = (Vec<AxisId>, Vec<(u32, Region)>);

/// Puts boxes together; `answers` are numbered from zero.
///
/// # Errors
/// Fails when that would need more nodes than the limit.
pub fn regroup(model: &Model, diagram: &mut Diagram, boxes: &[(Cube, u32)]) -> Result<Regrouped, TooLarge> {
    let before = diagram.store.len();
    let matters = diagram.matter_count();
    let regrouped = in_store(model, &mut diagram.store, matters, boxes);
    diagram.forget_nodes(before);
    regrouped
}

fn in_store(
    model: &Model,
    store: &mut Store,
    matters: u32,
    boxes: &[(Cube, u32)],
) -> Result<Regrouped, TooLarge> {
    let mut all = NodeId::FALSE;
    for (cube, answer) in boxes {
        let mut inside = NodeId::TRUE;
        for (axis, set) in &cube.sets {
            let size = if *axis == MATTER { matters } else { model.axes[*axis].size() };
            let test = store.test(*axis, set, size)?;
            inside = store.and(inside, test)?;
        }
        // Zero is left for what cannot be.
        let here = store.map(inside, &mut |value| if value == 0 { 0 } else { answer.saturating_add(1) })?;
        all = store.combine(&[here, all], &mut |values| match values {
            [0, other] => *other,
            [here, _] => *here,
            _ => 0,
        })?;
    }
    let (needed, projected) = needs(store, all)?;
    let regions = regions(model, store, &needed, projected)?;
    Ok((needed, regions.into_iter().map(|(value, region)| (value.saturating_sub(1), region)).collect()))
}

/// Returns the cases of each terminal but zero, in the order of their first cases.
pub(super) fn regions(
    model: &Model,
    store: &mut Store,
    needed: &[AxisId],
    projected: NodeId,
) -> Result<Vec<(u32, Region)>, TooLarge> {
    let mut found = Vec::new();
    for value in store.terminals(projected).into_iter().filter(|value| *value != 0) {
        let inside = store.map(projected, &mut |other| u32::from(other == value))?;
        let first = store.first_case(inside).unwrap_or_default();
        let of = |axis: &AxisId| first.iter().find(|(a, _)| a == axis).map_or(0, |(_, value)| *value);
        let order: Vec<u32> = needed.iter().map(of).collect();
        let size = |axis| model.axes[axis].size();
        let region = store.region(inside, &size);
        found.push((order, value, region));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found.into_iter().map(|(_, value, region)| (value, region)).collect())
}
