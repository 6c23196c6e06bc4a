//! Model → diagram.
//!
//! In: the rules. Out: for each matter one diagram over the remaining axes, whose leaves are the sets of claims
//! that apply. The axes keep one order throughout: the level first, then the facts as declared.

use super::store::{NodeId, Store, TooLarge};
use super::verdict::{Asked, decide};
use super::{Claim, ClaimId, Diagram, IMPOSSIBLE, Leaf, PayerClaim, Verdict};
use crate::arena::Arena;
use crate::model::{
    AxisId, Class, ClassTerm, Condition, Effect, LevelId, Model, Payer, PayerTerm, Rule, RuleId, Statement,
    ValueSet,
};
use rustc_hash::FxHashMap;

/// A claim, and where it applies.
type Region = (ClaimId, NodeId);

pub(super) fn build(model: &Model, store: Store) -> Result<Diagram, TooLarge> {
    let mut builder = Builder { model, store, claims: Arena::default() };
    let mut by_matter: Vec<Vec<Region>> =
        vec![Vec::new(); model.matters.unlisted().saturating_add(1) as usize];
    for (id, rule) in model.rules.pairs() {
        let regions = builder.claims_of(id, rule)?;
        for matter in rule.matters.iter() {
            if let Some(list) = by_matter.get_mut(matter as usize) {
                list.extend(&regions);
            }
        }
    }
    let mut sets: Vec<Vec<ClaimId>> = vec![Vec::new()];
    let mut numbers: FxHashMap<Vec<ClaimId>, u32> = FxHashMap::default();
    numbers.insert(Vec::new(), 0);
    let mut done: FxHashMap<Vec<Region>, NodeId> = FxHashMap::default();
    let mut roots = Vec::with_capacity(by_matter.len());
    for regions in by_matter {
        let root = match done.get(&regions) {
            Some(&root) => root,
            None => {
                let root = builder.root(&regions, &mut sets, &mut numbers)?;
                done.insert(regions, root);
                root
            }
        };
        roots.push(root);
    }
    Ok(finish(builder, roots, sets))
}

/// Decides every leaf, and numbers the verdicts.
fn finish(builder: Builder<'_>, roots: Vec<NodeId>, sets: Vec<Vec<ClaimId>>) -> Diagram {
    let Builder { model, store, claims } = builder;
    let asked = Asked { class: model.states_class(), payer: model.states_payer() };
    let mut verdicts = vec![Verdict::Impossible];
    let mut numbers: FxHashMap<Verdict, u32> = FxHashMap::default();
    numbers.insert(Verdict::Impossible, IMPOSSIBLE);
    let mut leaves = Vec::with_capacity(sets.len());
    for set in sets {
        let outcome = decide(model, &claims, asked, &set);
        let next = u32::try_from(verdicts.len()).unwrap_or(u32::MAX);
        let verdict = *numbers.entry(outcome.verdict.clone()).or_insert(next);
        if verdict == next {
            verdicts.push(outcome.verdict.clone());
        }
        leaves.push(Leaf { claims: set, outcome, verdict });
    }
    Diagram { store, claims, asked, roots, leaves, verdicts }
}

struct Builder<'m> {
    model: &'m Model,
    store: Store,
    claims: Arena<ClaimId, Claim>,
}

impl Builder<'_> {
    /// Returns the claims of a rule with their regions; a claim that applies nowhere is left out.
    fn claims_of(&mut self, id: RuleId, rule: &Rule) -> Result<Vec<Region>, TooLarge> {
        let everywhere = self.condition(&rule.condition)?;
        let roles = rule.effect.statement().map(roles).unwrap_or_default();
        let mut regions = Vec::new();
        self.by_role(id, rule, &roles, &mut Vec::new(), everywhere, &mut regions)?;
        Ok(regions)
    }

    /// Splits a rule by the levels of the roles that it reads.
    fn by_role(
        &mut self,
        id: RuleId,
        rule: &Rule,
        roles: &[AxisId],
        chosen: &mut Vec<(AxisId, LevelId)>,
        region: NodeId,
        regions: &mut Vec<Region>,
    ) -> Result<(), TooLarge> {
        if region == NodeId::FALSE {
            return Ok(());
        }
        let Some((&axis, rest)) = roles.split_first() else {
            let claim = claim(id, rule, chosen);
            regions.push((self.claims.push(claim), region));
            return Ok(());
        };
        let size = self.model.axes[axis].size();
        for value in 0..size {
            let Some(level) = self.model.axes[axis].level(value) else { continue };
            let here = self.store.test(axis, &ValueSet::single(value), size)?;
            let narrowed = self.store.and(region, here)?;
            chosen.push((axis, level));
            self.by_role(id, rule, rest, chosen, narrowed, regions)?;
            chosen.pop();
        }
        Ok(())
    }

    fn condition(&mut self, condition: &Condition) -> Result<NodeId, TooLarge> {
        match condition {
            Condition::Always => Ok(NodeId::TRUE),
            Condition::Test(axis, set) => self.store.test(*axis, set, self.model.axes[*axis].size()),
            Condition::All(parts) => parts.iter().try_fold(NodeId::TRUE, |all, part| {
                let part = self.condition(part)?;
                self.store.and(all, part)
            }),
            Condition::Any(parts) => parts.iter().try_fold(NodeId::FALSE, |any, part| {
                let part = self.condition(part)?;
                self.store.or(any, part)
            }),
            Condition::Not(part) => {
                let part = self.condition(part)?;
                self.store.map(part, &mut |value| u32::from(value == 0))
            }
        }
    }

    /// Combines the claims of a matter: each leaf is the set of those that apply.
    fn root(
        &mut self,
        regions: &[Region],
        sets: &mut Vec<Vec<ClaimId>>,
        numbers: &mut FxHashMap<Vec<ClaimId>, u32>,
    ) -> Result<NodeId, TooLarge> {
        let nodes: Vec<NodeId> = regions.iter().map(|(_, node)| *node).collect();
        self.store.combine(&nodes, &mut |values| {
            let applying: Vec<ClaimId> = regions
                .iter()
                .zip(values)
                .filter(|(_, value)| **value == 1)
                .map(|((id, _), _)| *id)
                .collect();
            let next = u32::try_from(sets.len()).unwrap_or(u32::MAX);
            *numbers.entry(applying).or_insert_with_key(|applying| {
                sets.push(applying.clone());
                next
            })
        })
    }
}

/// Returns the roles that an answer reads, rising.
fn roles(statement: &Statement) -> Vec<AxisId> {
    let class = match statement.class {
        Some(ClassTerm::Role(axis)) => Some(axis),
        _ => None,
    };
    let payer = match statement.payer {
        Some(PayerTerm::Role(axis)) => Some(axis),
        _ => None,
    };
    let mut axes: Vec<AxisId> = class.into_iter().chain(payer).collect();
    axes.sort_unstable();
    axes.dedup();
    axes
}

fn claim(rule: RuleId, tree: &Rule, chosen: &[(AxisId, LevelId)]) -> Claim {
    let level = |axis: &AxisId| chosen.iter().find(|(a, _)| a == axis).map(|(_, level)| *level);
    let (class, payer) = match &tree.effect {
        Effect::Allocate(says) | Effect::Default(says) => (
            says.class.as_ref().and_then(|term| match term {
                ClassTerm::Fixed(class) => Some(class.clone()),
                ClassTerm::Role(axis) => level(axis).map(Class::Level),
            }),
            says.payer.as_ref().and_then(|term| match term {
                PayerTerm::Fixed(payer) => Some(PayerClaim::Fixed(payer.clone())),
                PayerTerm::Role(axis) => level(axis).map(|level| PayerClaim::Fixed(Payer::Level(level))),
                PayerTerm::Owner => Some(PayerClaim::Owner),
            }),
        ),
        _ => (None, None),
    };
    Claim { rule, class, payer }
}
