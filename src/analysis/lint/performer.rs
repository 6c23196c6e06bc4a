//! The one matter among its siblings whose rules do not ask who performs it.
//!
//! In: a model. Out: such matters. Siblings stand in one group, or in one section; there are at least two others, and all of them ask.

use super::Lint;
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::{
    Class, ClassTerm, Condition, Effect, FurtherTerm, MatterId, Model, PERFORMER, Rule, SectionId, ValueSet,
};
use crate::syntax::quoted;
use rustc_hash::FxHashMap;

/// Of fewer siblings nothing can be said.
const FEWEST: usize = 3;

/// Finds them, in the order of the file.
pub(super) fn without_performer(model: &Model) -> Vec<Lint> {
    let asks = covered(model, &|rule| asks_performer(rule));
    let definite = covered(model, &is_definite);
    let mut groups: FxHashMap<(Option<MatterId>, Option<SectionId>), Vec<MatterId>> = FxHashMap::default();
    let any = |marks: &[bool], id: MatterId| {
        let (start, end) = model.matters.nodes[id].leaves;
        (start..end).any(|leaf| marks.get(leaf as usize).copied().unwrap_or(false))
    };
    for (id, node) in model.matters.nodes.pairs() {
        let alone = node.parent.is_none() && node.section.is_none();
        if !alone {
            groups.entry((node.parent, node.section.filter(|_| node.parent.is_none()))).or_default().push(id);
        }
    }
    let mut found = Vec::new();
    for siblings in groups.values().filter(|siblings| siblings.len() >= FEWEST) {
        let mut silent = siblings.iter().filter(|&&id| !any(&asks, id));
        let (Some(&odd), None) = (silent.next(), silent.next()) else { continue };
        if !any(&definite, odd) {
            continue;
        }
        let node = &model.matters.nodes[odd];
        let message = Message::NoPerformerClause {
            name: node.name.clone(),
            siblings: siblings.len().saturating_sub(1),
        };
        let help = Advice::PerformerClause { name: quoted(&node.name).into_owned() };
        found.push(Lint {
            section: node.section,
            matters: Some(ValueSet::range(node.leaves.0, node.leaves.1)),
            ..Lint::new(Code::NoPerformerClause, node.span, message, help)
        });
    }
    // Groups come in no order; places do.
    found.sort_by_key(|lint| lint.labels.first().map(|label| label.span));
    found
}

/// Returns for each leaf whether some rule of a kind is about it.
fn covered(model: &Model, wanted: &dyn Fn(&Rule) -> bool) -> Vec<bool> {
    let mut steps = vec![0_i64; (model.matters.leaf_count() as usize).saturating_add(2)];
    let mut step = |at: u32, by: i64| {
        if let Some(slot) = steps.get_mut(at as usize) {
            *slot = slot.saturating_add(by);
        }
    };
    for rule in model.rules.iter().filter(|rule| wanted(rule)) {
        for &(start, end) in rule.matters.ranges() {
            step(start, 1);
            step(end, -1);
        }
    }
    let mut depth = 0_i64;
    steps
        .iter()
        .map(|by| {
            depth = depth.saturating_add(*by);
            depth > 0
        })
        .collect()
}

fn asks_performer(rule: &Rule) -> bool {
    let by_role = |says: &crate::model::Statement| {
        matches!(says.class, Some(ClassTerm::Role(PERFORMER)))
            || says.payer.as_ref().is_some_and(|payer| payer.roles().contains(&PERFORMER))
            || says.further.iter().any(|(_, term)| *term == FurtherTerm::Role(PERFORMER))
    };
    tests(&rule.condition) || rule.effect.statement().is_some_and(by_role)
}

fn tests(condition: &Condition) -> bool {
    match condition {
        Condition::Always => false,
        Condition::Test(axis, _) => *axis == PERFORMER,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(tests),
        Condition::Not(part) => tests(part),
    }
}

/// Tells whether a rule gives the matter to somebody under this policy: else who performs it is not this policy's to say.
fn is_definite(rule: &Rule) -> bool {
    let Effect::Allocate(says) = &rule.effect else { return false };
    match &says.class {
        Some(ClassTerm::Fixed(class)) => matches!(class, Class::Level(_) | Class::Shared(_)),
        Some(ClassTerm::Role(_)) => true,
        None => says.payer.is_some(),
    }
}
