//! Model → claims and where they apply.
//!
//! In: the rules. Out: each rule's claims with their areas, sorted into runs of matters. Which claims meet in which case is
//! worked out when somebody asks about the matter.

use super::boxes::{Boxes, Side};
use super::claim::{Claims, SaysId, roles, says};
use super::leaves::Leaves;
use super::runs::{About, Runs};
use super::store::{NodeId, Store, TooLarge};
use super::validity::Outside;
use super::verdict::Asked;
use super::{ClaimId, Diagram, Mark};
use crate::arena::Id;
use crate::model::{AxisId, Condition, LevelId, Model, PayerTerm, Rule, RuleId, Statement, ValueSet};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

pub(super) fn build(model: &Model) -> Result<Diagram, TooLarge> {
    let asked = Asked { class: model.states_class(), payer: model.states_payer(), further: Vec::new() };
    let mut builder = Builder {
        model,
        store: Store::default(),
        claims: Claims::default(),
        boxes: Boxes::default(),
        leaves: Leaves::new(model, asked),
        fixed: FxHashMap::default(),
        sides: Vec::new(),
    };
    let mut about = Vec::with_capacity(model.rules.len());
    for (id, rule) in model.rules.pairs() {
        let first = builder.claims.len();
        builder.rule(id, rule)?;
        for claim in (first..builder.claims.len()).map(ClaimId::from_index) {
            about.extend(rule.matters.ranges().iter().map(|&(start, end)| About { claim, start, end }));
        }
    }
    let bounds = builder.bounds()?;
    let Builder { store, claims, boxes, leaves, .. } = builder;
    let starts = model.starts.iter().flat_map(|start| start.matters.ranges()).copied();
    let runs = Runs::new(model.matters.unlisted().saturating_add(1), &about, starts);
    let kept = Mark { nodes: store.len(), leaves: leaves.len(), roots: 0 };
    let roots = FxHashMap::default();
    Ok(Diagram {
        store,
        claims,
        bounds,
        boxes,
        runs,
        leaves,
        roots,
        made: Vec::new(),
        supports: BTreeMap::new(),
        kept,
    })
}

pub(super) struct Builder<'m> {
    pub(super) model: &'m Model,
    pub(super) store: Store,
    claims: Claims,
    boxes: Boxes,
    leaves: Leaves,
    /// What statements say that read no role, by the place of the statement: rules that say the same share it.
    fixed: FxHashMap<*const Statement, SaysId>,
    /// The sides of the box at hand: room that is used again for the next rule.
    sides: Vec<Side>,
}

/// What a rule says with one of its payers.
type Sentence<'r> = (RuleId, &'r Rule, Option<&'r PayerTerm>);

impl Builder<'_> {
    /// Returns the leaf for days outside of the policy's validity.
    pub(super) fn outside(&mut self, outside: Outside) -> u32 {
        self.leaves.outside(outside)
    }

    /// Adds the claims of a rule; a claim that applies nowhere is left out.
    fn rule(&mut self, id: RuleId, rule: &Rule) -> Result<(), TooLarge> {
        let payer = rule.effect.statement().and_then(|says| says.payer.as_ref());
        if let Some(PayerTerm::Map(arms)) = payer {
            let everywhere = self.condition(&rule.condition)?;
            let mut left = everywhere;
            for arm in arms {
                let cases = self.condition(&arm.condition)?;
                let here = self.store.and(everywhere, cases)?;
                let apart = self.store.map(cases, &mut |value| u32::from(value == 0))?;
                left = self.store.and(left, apart)?;
                self.in_diagram((id, rule, Some(&arm.payer)), here)?;
            }
            // Where no row speaks, the rule still states the rest of its answer.
            return self.in_diagram((id, rule, None), left);
        }
        let model = self.model;
        let mut sides = std::mem::take(&mut self.sides);
        let possible = self.boxes.one_box(&rule.condition, &|axis| &model.axes[axis], &mut sides);
        if possible == Some(true) {
            match self.fixed(rule) {
                Some(says) => {
                    self.claims.push(id, rule, says);
                    self.boxes.push([sides.as_slice()]);
                }
                None => {
                    self.in_box((id, rule, payer), &roles_of(rule, payer), &mut Vec::new(), &sides);
                }
            }
        }
        self.sides = sides;
        match possible {
            Some(_) => Ok(()),
            None => {
                let region = self.condition(&rule.condition)?;
                self.in_diagram((id, rule, payer), region)
            }
        }
    }

    /// Returns what a rule says that reads no role and has one payer.
    fn fixed(&mut self, rule: &Rule) -> Option<SaysId> {
        let statement = rule.effect.statement()?;
        if let Some(&known) = self.fixed.get(&std::ptr::from_ref(statement)) {
            return Some(known);
        }
        let payer = statement.payer.as_ref();
        if !roles(statement, payer).is_empty() {
            return None;
        }
        let says = self.claims.number(says(rule, payer, &[]));
        self.fixed.insert(statement, says);
        Some(says)
    }

    /// Splits what is said in a box by the levels of the roles that it reads.
    fn in_box(
        &mut self,
        sentence: Sentence<'_>,
        roles: &[AxisId],
        chosen: &mut Vec<(AxisId, LevelId)>,
        sides: &[Side],
    ) {
        let (id, rule, payer) = sentence;
        let Some((&axis, rest)) = roles.split_first() else {
            let says = self.claims.number(says(rule, payer, chosen));
            self.claims.push(id, rule, says);
            return self.boxes.push([sides]);
        };
        let size = self.model.axes[axis].size();
        for value in 0..size {
            let Some(level) = self.model.axes[axis].level(value) else { continue };
            let values = self.boxes.values(&ValueSet::single(value), size);
            let mut narrowed = sides.to_vec();
            if self.boxes.narrow(&mut narrowed, Side { axis, values }, size) {
                chosen.push((axis, level));
                self.in_box(sentence, rest, chosen, &narrowed);
                chosen.pop();
            }
        }
    }

    fn in_diagram(&mut self, sentence: Sentence<'_>, region: NodeId) -> Result<(), TooLarge> {
        let roles = roles_of(sentence.1, sentence.2);
        self.by_role(sentence, &roles, &mut Vec::new(), region)
    }

    /// Splits what is said in a region by the levels of the roles that it reads.
    fn by_role(
        &mut self,
        sentence: Sentence<'_>,
        roles: &[AxisId],
        chosen: &mut Vec<(AxisId, LevelId)>,
        region: NodeId,
    ) -> Result<(), TooLarge> {
        if region == NodeId::FALSE {
            return Ok(());
        }
        let (id, rule, payer) = sentence;
        let model = self.model;
        let Some((&axis, rest)) = roles.split_first() else {
            let says = self.claims.number(says(rule, payer, chosen));
            self.claims.push(id, rule, says);
            self.boxes.push_diagram(&self.store, region, &|axis| model.axes[axis].size());
            return Ok(());
        };
        let size = model.axes[axis].size();
        for value in 0..size {
            let Some(level) = model.axes[axis].level(value) else { continue };
            let here = self.store.test(axis, &ValueSet::single(value), size)?;
            let narrowed = self.store.and(region, here)?;
            chosen.push((axis, level));
            self.by_role(sentence, rest, chosen, narrowed)?;
            chosen.pop();
        }
        Ok(())
    }

    fn condition(&mut self, condition: &Condition) -> Result<NodeId, TooLarge> {
        self.store.condition(self.model, condition)
    }
}

fn roles_of(rule: &Rule, payer: Option<&PayerTerm>) -> Vec<AxisId> {
    rule.effect.statement().map(|says| roles(says, payer)).unwrap_or_default()
}
