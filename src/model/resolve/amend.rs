//! A model with one rule more, or with a rule in another's place, without reading the rest of the policy again.
//!
//! In: a model and the tree of one rule. Out: the model that reading everything again would give, or nothing where more than
//! that one rule might come out differently: then everything has to be read again.

use super::Resolver;
use crate::model::vocabulary::Vocabulary;
use crate::model::{Condition, Model, Rule, RuleId, ValueSet};
use crate::syntax::ast;

impl Model {
    /// Returns the model with a rule at its end, or in the place of another.
    #[must_use]
    pub fn amended(&self, tree: &ast::Rule, place: Option<RuleId>) -> Option<Model> {
        let free = match place {
            Some(place) => self.can_leave(&self.rules[place], tree),
            None => tree.name.is_none(),
        };
        let alone = tree.overrides.is_empty() && tree.amount.is_none() && tree.period.is_none();
        if self.woven || !free || !alone {
            return None;
        }
        let mut model = self.clone();
        let rule = model.resolved(tree)?;
        if model.cuts_with(&rule) {
            return None;
        }
        let is_mapped = rule.payer_rows().is_some();
        let place = match place {
            Some(place) => {
                let slot = model.rules.get_mut(place)?;
                let (id, section) = (std::mem::take(&mut slot.id), slot.section);
                *slot = Rule { id, section, ..rule };
                place
            }
            None => {
                let id = self.next_id()?;
                model.rules.push(Rule { id, ..rule })
            }
        };
        match (is_mapped, model.mapped.binary_search(&place)) {
            (true, Err(at)) => model.mapped.insert(at, place),
            (false, Ok(at)) => drop(model.mapped.remove(at)),
            (true, Ok(_)) | (false, Err(_)) => {}
        }
        Some(model)
    }

    /// Tells whether no other rule, and no word of the policy, comes from a rule; nor that a group is one that a clause speaks of.
    fn can_leave(&self, old: &Rule, tree: &ast::Rule) -> bool {
        let same_name = tree.name.as_ref().is_none_or(|name| name.text == old.id);
        let mut spoken = self.matters.nodes.iter().filter(|node| node.spoken);
        let speaks = spoken.any(|node| {
            let held = ValueSet::range(node.leaves.0, node.leaves.1);
            held.intersection(&old.matters) == held
        });
        same_name && self.inferred.is_empty() && old.beats.is_empty() && !self.cuts_with(old) && !speaks
    }

    /// Tells whether a rule mentions figures or days: then it says where their axis is cut.
    fn cuts_with(&self, rule: &Rule) -> bool {
        let rows = rule.payer_rows().unwrap_or_default();
        self.cuts(&rule.condition) || rows.iter().any(|row| self.cuts(&row.condition))
    }

    fn cuts(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Always => false,
            Condition::Test(axis, _) => self.axes[*axis].scale.is_some(),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| self.cuts(part)),
            Condition::Not(part) => self.cuts(part),
        }
    }

    /// Resolves one rule with the words of the model, outside of sections; nothing where a word is not known.
    fn resolved(&mut self, tree: &ast::Rule) -> Option<Rule> {
        let mut resolver = Resolver::new(&[], &self.name);
        resolver.words = Vocabulary::lent(self, tree.span);
        resolver.rule(tree, None);
        let rule = resolver.rules.iter().next_back().cloned();
        let sound = resolver.words.diagnostics.is_empty();
        resolver.words.give_back(self);
        rule.filter(|_| sound)
    }

    /// Returns the id of a further rule outside of sections; nothing where ids were given that look like it.
    fn next_id(&self) -> Option<String> {
        let outside: Vec<&Rule> = self.rules.iter().filter(|rule| rule.section.is_none()).collect();
        let number = |id: &str| id.strip_prefix('r').and_then(|number| number.parse::<usize>().ok());
        let next = outside.len().saturating_add(1);
        let taken = outside.iter().filter_map(|rule| number(&rule.id)).any(|known| known >= next);
        (!taken).then(|| format!("r{next}"))
    }
}
