//! Which rules a rule beats.
//!
//! In: what `overrides` names. Out: for each rule those that it beats, directly or through others.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::{Rule, RuleId, suggest};
use crate::syntax::ast::{Name, OverrideTarget};
use rustc_hash::{FxHashMap, FxHashSet};

impl Resolver {
    /// Turns `overrides` into the rules that each rule beats, directly or through others.
    pub(super) fn overrides(&mut self) {
        let mut direct: FxHashMap<RuleId, Vec<RuleId>> = FxHashMap::default();
        for (rule, target) in self.targets.clone() {
            let beaten = self.override_target(rule, &target);
            direct.entry(rule).or_default().extend(beaten);
        }
        for rule in self.rules.ids() {
            let mut reached: FxHashSet<RuleId> = FxHashSet::default();
            let mut waiting: Vec<RuleId> = direct.get(&rule).cloned().unwrap_or_default();
            while let Some(next) = waiting.pop() {
                if reached.insert(next) {
                    waiting.extend(direct.get(&next).into_iter().flatten());
                }
            }
            if reached.contains(&rule) {
                let message = Message::OverrideCycle { rule: self.rules[rule].id.clone() };
                let span = self.rules[rule].span;
                self.report(
                    Diagnostic::error(Code::OverrideCycle, span, message).help(Advice::OverrideCycle),
                );
                return;
            }
            if let Some(rule) = self.rules.get_mut(rule) {
                rule.beats = reached.into_iter().collect();
                rule.beats.sort_unstable();
            }
        }
    }

    /// Returns what a rule overrides; of a section or a matter, what does not itself override something there.
    pub(super) fn override_target(&mut self, rule: RuleId, target: &OverrideTarget) -> Vec<RuleId> {
        match target {
            OverrideTarget::Rule(name) => match self.rule_names.get(&name.text) {
                Some((beaten, _)) => vec![*beaten],
                None => {
                    let near = suggest::nearest(&name.text, self.rule_names.keys().map(String::as_str));
                    let near = near.map(str::to_owned);
                    self.unknown_target(name, near);
                    Vec::new()
                }
            },
            OverrideTarget::Section(label) => match self.section_ids.get(&label.text).copied() {
                Some(section) => self.plain_rules(rule, |candidate| candidate.section == Some(section)),
                None => {
                    let near = suggest::nearest(&label.text, self.section_ids.keys().map(String::as_str));
                    let near = near.map(str::to_owned);
                    self.unknown_target(label, near);
                    Vec::new()
                }
            },
            OverrideTarget::Matter(name) => match self.words.matters.find(&name.text) {
                Some(matter) => {
                    let leaves = self.words.matters.under(matter);
                    self.plain_rules(rule, |candidate| !candidate.matters.intersection(&leaves).is_empty())
                }
                None => {
                    self.unknown_matter(name);
                    Vec::new()
                }
            },
        }
    }

    pub(super) fn plain_rules(&self, but: RuleId, wanted: impl Fn(&Rule) -> bool) -> Vec<RuleId> {
        let exceptions: FxHashSet<RuleId> = self.targets.iter().map(|(exception, _)| *exception).collect();
        let found = self.rules.pairs().filter(|(id, rule)| {
            *id != but && rule.effect.statement().is_some() && wanted(rule) && !exceptions.contains(id)
        });
        found.map(|(id, _)| id).collect()
    }

    pub(super) fn unknown_target(&mut self, name: &Name, near: Option<String>) {
        let message = Message::UnknownTarget { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownTarget, name.span, message);
        self.report(match near {
            Some(near) => diagnostic.help(Advice::DidYouMean { name: near }),
            None => diagnostic.help(Advice::Target),
        });
    }
}
