//! A gap that a map of payers leaves: no row is for the case.
//!
//! In: a rule with a map, and a case. Out: whether no row of the map is for it, and how the missing row would begin.

use super::phrase::value_names;
use crate::message::Lang;
use crate::model::{AxisId, Condition, Effect, Model, Rule, RuleId, ValueSet};
use crate::syntax::quoted;

/// Returns a rule whose map has no row for a case, with the key of that row where one fact decides: of the rules that state the rest,
/// else of all that apply and are not beaten by them.
pub(super) fn no_row(
    model: &Model,
    rules: &[RuleId],
    (matter, case): (u32, &[(AxisId, u32)]),
    lang: Lang,
) -> Option<(RuleId, Option<String>)> {
    let beaten = |id: RuleId| rules.iter().any(|&rule| model.rules[rule].beats.contains(&id));
    let beside = model.mapped.iter().map(|&id| (id, &model.rules[id])).filter(|(id, rule)| {
        matches!(rule.effect, Effect::Allocate(_))
            && rule.matters.contains(matter)
            && holds(&rule.condition, case) == Some(true)
            && !beaten(*id)
    });
    let candidates = rules.iter().copied().chain(beside.map(|(id, _)| id));
    candidates.filter_map(|id| Some((id, missing(model, &model.rules[id], case, lang)?))).next()
}

/// Returns the key of the row that a rule's map lacks, where it has a map that lacks one.
fn missing(model: &Model, rule: &Rule, case: &[(AxisId, u32)], lang: Lang) -> Option<Option<String>> {
    let mut axes: Vec<AxisId> = Vec::new();
    for arm in rule.payer_rows()? {
        if holds(&arm.condition, case)? {
            return None;
        }
        tested(&arm.condition, &mut axes);
    }
    axes.sort_unstable();
    axes.dedup();
    Some(match axes.as_slice() {
        [axis] => key(model, rule, *axis, case, lang),
        _ => None,
    })
}

/// Tells whether a condition holds in a case; nothing where the case does not say.
fn holds(condition: &Condition, case: &[(AxisId, u32)]) -> Option<bool> {
    let each =
        |parts: &[Condition]| parts.iter().map(|part| holds(part, case)).collect::<Option<Vec<bool>>>();
    Some(match condition {
        Condition::Always => true,
        Condition::Test(axis, set) => {
            let (_, value) = case.iter().find(|(known, _)| known == axis)?;
            set.contains(*value)
        }
        Condition::All(parts) => each(parts)?.into_iter().all(|one| one),
        Condition::Any(parts) => each(parts)?.into_iter().any(|one| one),
        Condition::Not(part) => !holds(part, case)?,
    })
}

fn tested(condition: &Condition, axes: &mut Vec<AxisId>) {
    match condition {
        Condition::Always => {}
        Condition::Test(axis, _) => axes.push(*axis),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| tested(part, axes)),
        Condition::Not(part) => tested(part, axes),
    }
}

/// Returns how the row of a case begins: a value, or the row of the table that sorts it.
fn key(model: &Model, rule: &Rule, axis: AxisId, case: &[(AxisId, u32)], lang: Lang) -> Option<String> {
    let (_, value) = case.iter().find(|(known, _)| *known == axis)?;
    let mut tables = rule.tables.iter().filter_map(|&number| model.tables.get(number));
    if let Some(table) = tables.find(|table| table.axis == axis) {
        return table
            .rows
            .iter()
            .find(|row| row.set.contains(*value))
            .map(|row| quoted(&row.name).into_owned());
    }
    value_names(model, axis, &ValueSet::single(*value), &[], lang).into_iter().next()
}
