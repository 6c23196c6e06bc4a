//! Is a clause of one document special beside a clause of another?
//!
//! In: what both say of a case, with the rules that it rests on. Out: the one whose cases all lie inside those of the other, and are
//! fewer. Both are laid out as diagrams over one vocabulary; nothing is told from the words of a rule. What counts are the
//! matters, levels and facts that a rule names: not the days on which it holds, nor what only one document can speak of, nor
//! a fact that a list decides, nor cases that cannot occur.

use super::answer::Answer;
use super::difference::align::{Alignment, Own, align};
use crate::diagram::{NodeId, Store, TooLarge};
use crate::model::{AxisId, Condition, Effect, LevelId, MATTER, Model, PERFORMER, Rule, ValueSet};

/// Tells whether it is the upper document that is special; nothing where neither is. `left` are its levels whose part is divided below.
pub(super) fn special(upper: (&Model, &Answer), lower: (&Model, &Answer), left: &[LevelId]) -> Option<bool> {
    // Where it would take too much room to tell, it is not told.
    Cases::new(upper.0, lower.0, left).and_then(|mut cases| cases.compare(upper.1, lower.1)).ok()?
}

/// Which document.
#[derive(Clone, Copy)]
enum Side {
    Upper,
    Lower,
}

/// The cases of both documents in one vocabulary.
struct Cases<'a> {
    upper: &'a Model,
    lower: &'a Model,
    alignment: Alignment,
    store: Store,
    /// The cases of which both can speak.
    common: NodeId,
    /// Facts that do not make a rule special.
    left_out: Vec<AxisId>,
    /// What each performer of the common vocabulary is to the upper document.
    performers: Vec<Option<u32>>,
}

impl<'a> Cases<'a> {
    fn new(upper: &'a Model, lower: &'a Model, left: &[LevelId]) -> Result<Cases<'a>, TooLarge> {
        let alignment = align(upper, lower);
        let (old, new) = (&alignment.old, &alignment.new);
        let mut left_out = vec![alignment.model.date()];
        for (own, model) in [(old, upper), (new, lower)] {
            left_out.extend(model.listed.iter().map(|listed| own.axis(listed.axis)));
        }
        let performers = performers(upper, &alignment, left);
        let (store, common) = (Store::default(), NodeId::TRUE);
        let mut cases = Cases { upper, lower, alignment, store, common, left_out, performers };
        cases.common = cases.common()?;
        Ok(cases)
    }

    /// Finds the cases that both documents have values for, without those that cannot occur.
    fn common(&mut self) -> Result<NodeId, TooLarge> {
        // Any matter is one that each of them lists, or one of all others.
        let mut common = NodeId::TRUE;
        for axis in self.alignment.model.axes.ids().filter(|&axis| axis != MATTER) {
            let size = self.alignment.model.axes[axis].size();
            let mut both = ValueSet::full(size);
            for side in [Side::Upper, Side::Lower] {
                let own = self.own(side);
                let there = self.model(side).axes.ids().find(|&id| id != MATTER && own.axis(id) == axis);
                if let Some(values) = there.and_then(|id| self.values(side, id)) {
                    both = both.intersection(&numbers(values.iter().map(Option::is_some)));
                }
            }
            let test = self.store.test(axis, &both, size)?;
            common = self.store.and(common, test)?;
        }
        for side in [Side::Upper, Side::Lower] {
            let impossible = |rule: &&Rule| matches!(rule.effect, Effect::Impossible(_));
            for rule in self.model(side).rules.iter().filter(impossible) {
                let here = self.area(side, rule)?;
                let elsewhere = self.store.map(here, &mut |value| u32::from(value == 0))?;
                common = self.store.and(common, elsewhere)?;
            }
        }
        Ok(common)
    }

    fn compare(&mut self, above: &Answer, here: &Answer) -> Result<Option<bool>, TooLarge> {
        let uppers = self.areas(Side::Upper, above)?;
        let lowers = self.areas(Side::Lower, here)?;
        if self.all_inside(&uppers, &lowers)? {
            return Ok(Some(true));
        }
        Ok(self.all_inside(&lowers, &uppers)?.then_some(false))
    }

    /// Returns the cases of each rule that an answer rests on.
    fn areas(&mut self, side: Side, answer: &Answer) -> Result<Vec<NodeId>, TooLarge> {
        let model = self.model(side);
        let mut areas = Vec::new();
        for &rule in &answer.rules {
            let here = self.area(side, &model.rules[rule])?;
            let mut here = self.store.and(here, self.common)?;
            for axis in self.left_out.clone() {
                here = self.whatever(here, axis)?;
            }
            areas.push(here);
        }
        Ok(areas)
    }

    /// Tells whether each of some rules has all its cases inside those of each of others, which have more.
    fn all_inside(&mut self, inner: &[NodeId], outer: &[NodeId]) -> Result<bool, TooLarge> {
        for &a in inner {
            for &b in outer {
                if a == b || a == NodeId::FALSE || self.store.and(a, b)? != a {
                    return Ok(false);
                }
            }
        }
        Ok(!inner.is_empty() && !outer.is_empty())
    }

    fn model(&self, side: Side) -> &'a Model {
        match side {
            Side::Upper => self.upper,
            Side::Lower => self.lower,
        }
    }

    fn own(&self, side: Side) -> &Own {
        match side {
            Side::Upper => &self.alignment.old,
            Side::Lower => &self.alignment.new,
        }
    }

    fn matter_count(&self) -> u32 {
        u32::try_from(self.alignment.matters.pairs.len()).unwrap_or(u32::MAX)
    }

    /// Returns the cases of a rule.
    fn area(&mut self, side: Side, rule: &Rule) -> Result<NodeId, TooLarge> {
        let of_rule = |own: Option<u32>| own.is_some_and(|leaf| rule.matters.contains(leaf));
        let pairs = self.alignment.matters.pairs.iter();
        let matters = match side {
            Side::Upper => numbers(pairs.map(|pair| of_rule(pair.old))),
            Side::Lower => numbers(pairs.map(|pair| of_rule(pair.new))),
        };
        let here = self.store.test(MATTER, &matters, self.matter_count())?;
        let condition = self.carried(side, &rule.condition);
        let when = self.store.condition(&self.alignment.model, &condition)?;
        self.store.and(here, when)
    }

    /// Returns what each common value of a fact is to a document; nothing where they are numbered alike.
    fn values(&self, side: Side, own: AxisId) -> Option<&[Option<u32>]> {
        match side {
            Side::Upper if own == PERFORMER => Some(&self.performers),
            _ => self.own(side).values(own),
        }
    }

    /// Puts a condition of a document into the common vocabulary.
    fn carried(&self, side: Side, condition: &Condition) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| self.carried(side, part)).collect();
        match condition {
            Condition::Always => Condition::Always,
            Condition::Test(axis, set) => {
                let inside = |value: &Option<u32>| value.is_some_and(|value| set.contains(value));
                let values = self.values(side, *axis);
                let set = values.map_or_else(|| set.clone(), |values| numbers(values.iter().map(inside)));
                Condition::Test(self.own(side).axis(*axis), set)
            }
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(part) => Condition::Not(Box::new(self.carried(side, part))),
        }
    }

    /// Returns where something holds for some value of a fact.
    fn whatever(&mut self, node: NodeId, axis: AxisId) -> Result<NodeId, TooLarge> {
        if !self.store.support(node).contains(&axis) {
            return Ok(node);
        }
        (0..self.alignment.model.axes[axis].size()).try_fold(NodeId::FALSE, |any, value| {
            let here = self.store.fix(node, axis, value)?;
            self.store.or(any, here)
        })
    }
}

/// Returns what each performer of the common vocabulary is to the upper document: what is divided below is that level's, where it is
/// one alone.
fn performers(upper: &Model, alignment: &Alignment, left: &[LevelId]) -> Vec<Option<u32>> {
    let size = alignment.model.axes[PERFORMER].size();
    let own = alignment.old.values(PERFORMER).map_or_else(|| (0..size).map(Some).collect(), <[_]>::to_vec);
    let axis = &upper.axes[PERFORMER];
    let mut divided =
        (0..axis.size()).filter(|&value| axis.level(value).is_some_and(|it| left.contains(&it)));
    let only = divided.next().filter(|_| divided.next().is_none());
    own.into_iter().map(|value| value.or(only)).collect()
}

/// Returns the places at which it is so.
fn numbers(so: impl Iterator<Item = bool>) -> ValueSet {
    let here = (0_u32..).zip(so).filter(|(_, so)| *so);
    ValueSet::from_ranges(here.map(|(number, _)| (number, number.saturating_add(1))))
}
