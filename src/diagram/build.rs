//! Model → diagram.
//!
//! In: the rules. Out: for each matter one diagram over the remaining axes, whose leaves are the sets of claims
//! that apply. The axes keep one order throughout: the level first, then the facts as declared, then the date.

use super::claim::{Applies, claim, roles};
use super::store::{NodeId, Store, TooLarge};
use super::validity::Outside;
use super::verdict::{Asked, Outcome, decide};
use super::{Claim, ClaimId, Diagram, IMPOSSIBLE, Leaf, Verdict};
use crate::arena::Arena;
use crate::model::{
    AMOUNT, AxisId, Condition, Effect, LevelId, Model, PartId, PayerTerm, Rule, RuleId, Statement, TRANSFER,
    ValueSet,
};
use rustc_hash::FxHashMap;

pub(super) fn build(model: &Model, store: Store) -> Result<Diagram, TooLarge> {
    let mut builder = Builder::new(model, store);
    let mut by_matter: Vec<Vec<Applies>> =
        vec![Vec::new(); model.matters.unlisted().saturating_add(1) as usize];
    for (id, rule) in model.rules.pairs() {
        let regions = builder.claims_of(id, rule)?;
        for matter in rule.matters.iter() {
            if let Some(list) = by_matter.get_mut(matter as usize) {
                list.extend(&regions);
            }
        }
    }
    let bounds = builder.bounds()?;
    let mut done: FxHashMap<(Vec<Applies>, NodeId), NodeId> = FxHashMap::default();
    let mut roots = Vec::with_capacity(by_matter.len());
    for (matter, regions) in (0..).zip(by_matter) {
        let starts = builder.starts(matter)?;
        let key = (regions, starts);
        let root = match done.get(&key) {
            Some(&root) => root,
            None => {
                let root = builder.root(&key.0, starts)?;
                done.insert(key, root);
                root
            }
        };
        roots.push(root);
    }
    Ok(finish(builder, bounds, roots))
}

/// What a leaf is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// These claims apply, and these further parts are asked for.
    Claims(Vec<ClaimId>, Vec<PartId>),
    /// The policy is not in force.
    Outside(Outside),
}

/// Decides every leaf, and numbers the verdicts.
fn finish(builder: Builder<'_>, bounds: NodeId, roots: Vec<NodeId>) -> Diagram {
    let Builder { model, store, claims, keys, .. } = builder;
    let asked = Asked { class: model.states_class(), payer: model.states_payer(), further: Vec::new() };
    let mut verdicts = vec![Verdict::Impossible];
    let mut numbers: FxHashMap<Verdict, u32> = FxHashMap::default();
    numbers.insert(Verdict::Impossible, IMPOSSIBLE);
    let mut leaves = Vec::with_capacity(keys.len());
    for key in keys {
        let (claims_here, further, outcome) = match key {
            Key::Claims(set, further) => {
                let asked = Asked { further: further.clone(), ..asked.clone() };
                let outcome = decide(model, &claims, &asked, &set);
                (set, further, outcome)
            }
            Key::Outside(outside) => (Vec::new(), Vec::new(), Outcome::outside(outside)),
        };
        let next = u32::try_from(verdicts.len()).unwrap_or(u32::MAX);
        let verdict = *numbers.entry(outcome.verdict.clone()).or_insert(next);
        if verdict == next {
            verdicts.push(outcome.verdict.clone());
        }
        let asked = Asked { further, ..asked.clone() };
        leaves.push(Leaf { claims: claims_here, outcome, asked, verdict });
    }
    Diagram { store, claims, asked, bounds, roots, leaves, verdicts }
}

pub(super) struct Builder<'m> {
    pub(super) model: &'m Model,
    pub(super) store: Store,
    claims: Arena<ClaimId, Claim>,
    /// What each leaf is made of; the first is the leaf at which no claim applies.
    keys: Vec<Key>,
    numbers: FxHashMap<Key, u32>,
}

impl<'m> Builder<'m> {
    fn new(model: &'m Model, store: Store) -> Builder<'m> {
        let mut builder = Builder {
            model,
            store,
            claims: Arena::default(),
            keys: Vec::new(),
            numbers: FxHashMap::default(),
        };
        leaf(&mut builder.keys, &mut builder.numbers, Key::Claims(Vec::new(), Vec::new()));
        builder
    }

    /// Returns the leaf for days outside of the policy's validity.
    pub(super) fn outside(&mut self, outside: Outside) -> u32 {
        leaf(&mut self.keys, &mut self.numbers, Key::Outside(outside))
    }

    /// Returns the claims of a rule with their regions; a claim that applies nowhere is left out.
    fn claims_of(&mut self, id: RuleId, rule: &Rule) -> Result<Vec<Applies>, TooLarge> {
        let everywhere = self.condition(&rule.condition)?;
        let mut regions = Vec::new();
        let says = rule.effect.statement();
        let Some(PayerTerm::Map(arms)) = says.and_then(|says| says.payer.as_ref()) else {
            let payer = says.and_then(|says| says.payer.as_ref());
            self.by_payer(id, rule, payer, everywhere, &mut regions)?;
            return Ok(regions);
        };
        let mut left = everywhere;
        for arm in arms {
            let cases = self.condition(&arm.condition)?;
            let here = self.store.and(everywhere, cases)?;
            let apart = self.store.map(cases, &mut |value| u32::from(value == 0))?;
            left = self.store.and(left, apart)?;
            self.by_payer(id, rule, Some(&arm.payer), here, &mut regions)?;
        }
        // Where no row speaks, the rule still states the rest of its answer.
        self.by_payer(id, rule, None, left, &mut regions)?;
        Ok(regions)
    }

    fn by_payer(
        &mut self,
        id: RuleId,
        rule: &Rule,
        payer: Option<&PayerTerm>,
        region: NodeId,
        regions: &mut Vec<Applies>,
    ) -> Result<(), TooLarge> {
        let roles = rule.effect.statement().map(|says| roles(says, payer)).unwrap_or_default();
        self.by_role((id, rule, payer), &roles, &mut Vec::new(), region, regions)
    }

    /// Splits a rule by the levels of the roles that it reads.
    fn by_role(
        &mut self,
        says: (RuleId, &Rule, Option<&PayerTerm>),
        roles: &[AxisId],
        chosen: &mut Vec<(AxisId, LevelId)>,
        region: NodeId,
        regions: &mut Vec<Applies>,
    ) -> Result<(), TooLarge> {
        if region == NodeId::FALSE {
            return Ok(());
        }
        let Some((&axis, rest)) = roles.split_first() else {
            let (id, rule, payer) = says;
            let claim = claim(id, rule, payer, chosen);
            regions.push((self.claims.push(claim), region));
            return Ok(());
        };
        let size = self.model.axes[axis].size();
        for value in 0..size {
            let Some(level) = self.model.axes[axis].level(value) else { continue };
            let here = self.store.test(axis, &ValueSet::single(value), size)?;
            let narrowed = self.store.and(region, here)?;
            chosen.push((axis, level));
            self.by_role(says, rest, chosen, narrowed, regions)?;
            chosen.pop();
        }
        Ok(())
    }

    pub(super) fn condition(&mut self, condition: &Condition) -> Result<NodeId, TooLarge> {
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

    /// Combines the claims of a matter: each leaf is the set of those that apply, once the policy has started.
    fn root(&mut self, regions: &[Applies], starts: NodeId) -> Result<NodeId, TooLarge> {
        let further = self.asked_of(regions);
        let mut nodes: Vec<NodeId> = regions.iter().map(|(_, node)| *node).collect();
        nodes.push(starts);
        let Builder { store, keys, numbers, .. } = self;
        store.combine(&nodes, &mut |values| {
            if let Some(&outside) = values.last().filter(|&&outside| outside != 0) {
                return outside;
            }
            let applying =
                regions.iter().zip(values).filter(|(_, value)| **value == 1).map(|((id, _), _)| *id);
            leaf(keys, numbers, Key::Claims(applying.collect(), further.clone()))
        })
    }

    /// Returns the further parts that some rule about a matter states; a transfer and an amount are never missed.
    fn asked_of(&self, regions: &[Applies]) -> Vec<PartId> {
        let states = |(id, _): &Applies| -> Option<&Statement> {
            match &self.model.rules[self.claims[*id].rule].effect {
                Effect::Allocate(says) | Effect::Default(says) => Some(says),
                _ => None,
            }
        };
        let stated =
            regions.iter().filter_map(states).flat_map(|says| says.further.iter().map(|(part, _)| *part));
        let mut parts: Vec<PartId> = stated.filter(|part| ![TRANSFER, AMOUNT].contains(part)).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}

/// Returns the number of a leaf, a new one if need be.
fn leaf(keys: &mut Vec<Key>, numbers: &mut FxHashMap<Key, u32>, key: Key) -> u32 {
    let next = u32::try_from(keys.len()).unwrap_or(u32::MAX);
    *numbers.entry(key).or_insert_with_key(|key| {
        keys.push(key.clone());
        next
    })
}
