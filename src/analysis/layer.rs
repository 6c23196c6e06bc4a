//! Claims that many runs share, one bit a case.
//!
//! In: the claims, and the facts of all runs that share them. Out: for everything that is said the cases in which it is, which claims
//! apply in each case, and which of them reaches furthest. Nothing is judged here.

use super::sheet::Said;
use crate::arena::Id;
use crate::diagram::{ClaimId, Diagram, Layout, Manner, Plane, Run, Voices};
use crate::model::{AxisId, Model, RuleId, ValueSet};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many cases the layers of a policy may have for each thing said, and claims in their cases, all together.
const MOST_KEPT: usize = 1 << 25;

/// The claims that many runs share, over the facts of all these runs.
pub(super) struct Layer {
    pub(super) number: usize,
    pub(super) layout: Layout,
    /// The claims, rising.
    pub(super) claims: Vec<ClaimId>,
    pub(super) said: Said,
    /// Where some claim does not simply agree or clash.
    pub(super) special: Plane,
    /// The cases on days on which the policy is in force.
    pub(super) in_force: Plane,
    /// For each part and case the rank of the claim that reaches furthest of those that state it.
    pub(super) furthest: Vec<Vec<u64>>,
    /// The lowest of these ranks.
    pub(super) lowest: u64,
    /// For each part the cases in which some claim states it.
    pub(super) stated: Vec<Plane>,
    /// For everything that is said the cases in which some run does not say it itself.
    pub(super) lacking: Vec<Plane>,
    /// The cases that are simple in some run, on days on which the policy is in force.
    pub(super) simple: Plane,
    /// The first matters of the runs that were laid over it.
    pub(super) runs: FxHashSet<u32>,
    /// The facts that they limit.
    facts: Vec<AxisId>,
    /// The claims in each case, rising.
    listed: Vec<Vec<ClaimId>>,
    /// A number for the claims in each case; cases with the same claims share it.
    sets: Vec<u32>,
    /// For each fact the cases that are vouched for, where not all are.
    limits: Vec<Option<Plane>>,
    masks: FxHashMap<u32, Plane>,
}

impl Layer {
    pub(super) fn new(
        model: &Model,
        diagram: &Diagram,
        voices: &Voices,
        number: usize,
        kept: &mut usize,
    ) -> Option<Layer> {
        let claims = diagram.runs().layer_claims(number).to_vec();
        let runs = diagram.runs().all().iter().filter(|run| run.layer == number);
        let layout = diagram.layout(model, &claims, runs.map(|run| diagram.runs().own(run)))?;
        *kept = kept.saturating_add(layout.case_count().saturating_mul(voices.list.len()));
        if *kept > MOST_KEPT {
            return None;
        }
        let limit = |axis: AxisId| {
            let set = Diagram::vouched(model, axis);
            (set.len() < model.axes[axis].size()).then(|| layout.where_in(axis, set.ranges()))
        };
        let limits: Vec<Option<Plane>> = layout.axes().map(limit).collect();
        let mut in_force = layout.full().clone();
        for (_, limit) in layout.axes().zip(&limits).filter(|(axis, _)| *axis == model.date()) {
            limit.iter().for_each(|limit| in_force.intersect(limit));
        }
        let parts = model.parts.len().saturating_add(2);
        let mut layer = Layer {
            number,
            said: Said::new(voices, &layout),
            special: layout.empty(),
            in_force,
            furthest: vec![vec![0; layout.case_count()]; parts],
            lowest: u64::MAX,
            stated: vec![layout.empty(); parts],
            lacking: vec![layout.empty(); voices.list.len()],
            simple: layout.empty(),
            runs: FxHashSet::default(),
            facts: diagram.facts_of(&claims),
            listed: vec![Vec::new(); layout.case_count()],
            sets: Vec::new(),
            limits,
            masks: FxHashMap::default(),
            claims,
            layout,
        };
        layer.fill(model, diagram, voices, kept)?;
        Some(layer)
    }

    /// Takes in the claims; nothing comes back where they are too many.
    fn fill(&mut self, model: &Model, diagram: &Diagram, voices: &Voices, kept: &mut usize) -> Option<()> {
        let mut area = Plane::default();
        for &claim in &self.claims {
            if !diagram.area_in(&mut self.layout, claim, &mut area) {
                return None;
            }
            *kept = kept.saturating_add(area.cases().count());
            if *kept > MOST_KEPT {
                return None;
            }
            for case in area.cases() {
                self.listed.get_mut(case)?.push(claim);
            }
            if diagram.claims[claim].manner != Manner::Plain {
                self.special.unite(&area);
                continue;
            }
            let rank = rank(model, diagram, claim);
            self.lowest = self.lowest.min(rank);
            for &voice in voices.said_by(diagram.claims[claim].says) {
                self.said.add(voice, &area);
                let part = voices.list.get(voice)?.part;
                self.stated.get_mut(part)?.unite(&area);
                let furthest = self.furthest.get_mut(part)?;
                for case in area.cases() {
                    let known = furthest.get_mut(case)?;
                    *known = (*known).max(rank);
                }
            }
        }
        Some(())
    }

    /// Returns the facts that a run over the layer limits, rising.
    pub(super) fn facts(&self, diagram: &Diagram, own: &[ClaimId]) -> Vec<AxisId> {
        let mut facts = self.facts.clone();
        facts.extend(diagram.facts_of(own));
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    /// Leaves the cases of a plane that are vouched for, as far as a run over the layer limits the facts.
    pub(super) fn limit(&self, diagram: &Diagram, own: &[ClaimId], plane: &mut Plane) {
        if self.limits.iter().all(Option::is_none) {
            return;
        }
        let facts = self.facts(diagram, own);
        for (axis, limit) in self.layout.axes().zip(&self.limits) {
            if let Some(limit) = limit.as_ref().filter(|_| facts.binary_search(&axis).is_ok()) {
                plane.intersect(limit);
            }
        }
    }

    /// Returns the cases in which a rule applies in a run over the layer, on days on which the policy is in force.
    pub(super) fn area_of(&mut self, diagram: &Diagram, run: &Run, rule: RuleId) -> Plane {
        let (mut all, mut area) = (self.layout.empty(), Plane::default());
        for claims in [diagram.runs().own(run), &self.claims] {
            for &claim in diagram.claims.of_rule(claims, rule) {
                if diagram.area_in(&mut self.layout, claim, &mut area) {
                    all.unite(&area);
                }
            }
        }
        all.intersect(&self.in_force);
        all
    }

    /// Returns the claims of the layer in a case, rising.
    pub(super) fn claims_in(&self, case: usize) -> &[ClaimId] {
        self.listed.get(case).map_or(&[], Vec::as_slice)
    }

    /// Returns a number for the claims of the layer in each case.
    pub(super) fn sets(&mut self) -> &[u32] {
        if self.sets.is_empty() {
            let mut numbers: FxHashMap<&[ClaimId], u32> = FxHashMap::default();
            for claims in &self.listed {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                self.sets.push(*numbers.entry(claims).or_insert(next));
            }
        }
        &self.sets
    }

    /// Returns one case for each combination of values of the facts in question, one bit a fact; those that are vouched for.
    pub(super) fn mask(&mut self, facts: u32) -> &Plane {
        let Layer { layout, limits, masks, .. } = self;
        masks.entry(facts).or_insert_with(|| {
            let mut mask = layout.full().clone();
            for (at, (axis, limit)) in layout.axes().zip(limits).enumerate() {
                match limit {
                    _ if facts >> at & 1 == 0 => mask.intersect(&layout.where_in(axis, &[(0, 1)])),
                    Some(limit) => mask.intersect(limit),
                    None => {}
                }
            }
            mask
        })
    }
}

/// Returns how far the rule of a claim reaches; of two that reach as far the first has the higher rank.
pub(super) fn rank(model: &Model, diagram: &Diagram, claim: ClaimId) -> u64 {
    let rule = diagram.claims[claim].rule;
    let matters: &ValueSet = &model.rules[rule].matters;
    let order = u32::MAX.saturating_sub(u32::try_from(rule.index()).unwrap_or(u32::MAX));
    u64::from(matters.len()) << 32 | u64::from(order)
}

/// Returns the rule that has a rank.
pub(super) fn rule_of(rank: u64) -> RuleId {
    let order = u32::try_from(rank & u64::from(u32::MAX)).unwrap_or(0);
    RuleId::from_index(u32::MAX.saturating_sub(order) as usize)
}
