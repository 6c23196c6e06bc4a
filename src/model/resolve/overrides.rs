//! Which rules a rule beats.
//!
//! In: what `overrides` names. Out: for each rule those that it beats, directly or through others.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::{RuleId, SectionId, ValueSet, suggest};
use crate::syntax::ast::{Name, OverrideTarget};
use rustc_hash::{FxHashMap, FxHashSet};

/// The rules that answer and override nothing, by where they stand and by what they are about.
#[derive(Default)]
struct PlainRules {
    by_section: FxHashMap<SectionId, Vec<RuleId>>,
    /// Those about one matter, by its leaf.
    by_leaf: Vec<(u32, RuleId)>,
    /// Those about several, in order.
    wide: Vec<RuleId>,
}

impl Resolver<'_> {
    /// Turns `overrides` into the rules that each rule beats, directly or through others.
    pub(super) fn overrides(&mut self) {
        let targets = std::mem::take(&mut self.targets);
        if targets.is_empty() {
            return;
        }
        let plain = self.plain_rules(targets.iter().map(|(exception, _)| *exception).collect());
        let mut direct: FxHashMap<RuleId, Vec<RuleId>> = FxHashMap::default();
        for (rule, target) in targets {
            let beaten = self.override_target(target, &plain);
            direct.entry(rule).or_default().extend(beaten);
        }
        for rule in self.rules.ids() {
            let Some(beaten) = direct.get(&rule) else { continue };
            let mut reached: FxHashSet<RuleId> = FxHashSet::default();
            let mut waiting: Vec<RuleId> = beaten.clone();
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
    fn override_target(&mut self, target: &OverrideTarget, plain: &PlainRules) -> Vec<RuleId> {
        self.woven |= !matches!(target, OverrideTarget::Rule(_));
        match target {
            OverrideTarget::Rule(name) => match self.rule_names.get(name.text.as_str()) {
                Some((beaten, _)) => vec![*beaten],
                None => {
                    let near = suggest::nearest(&name.text, self.rule_names.keys().copied());
                    let near = near.map(str::to_owned);
                    self.unknown_target(name, near);
                    Vec::new()
                }
            },
            OverrideTarget::Section(label) => match self.section_ids.get(&label.text) {
                Some(section) => plain.by_section.get(section).cloned().unwrap_or_default(),
                None => {
                    let near = suggest::nearest(&label.text, self.section_ids.keys().map(String::as_str));
                    let near = near.map(str::to_owned);
                    self.unknown_target(label, near);
                    Vec::new()
                }
            },
            OverrideTarget::Matter(name) => match self.words.matters.find(&name.text) {
                Some(matter) => self.about(plain, self.words.matters.nodes[matter].leaves),
                None => {
                    self.unknown_matter(name);
                    Vec::new()
                }
            },
        }
    }

    fn plain_rules(&self, exceptions: FxHashSet<RuleId>) -> PlainRules {
        let mut plain = PlainRules::default();
        let answers = self.rules.pairs().filter(|(_, rule)| rule.effect.statement().is_some());
        for (id, rule) in answers.filter(|(id, _)| !exceptions.contains(id)) {
            if let Some(section) = rule.section {
                plain.by_section.entry(section).or_default().push(id);
            }
            match (rule.matters.first(), rule.matters.len()) {
                (Some(leaf), 1) => plain.by_leaf.push((leaf, id)),
                _ => plain.wide.push(id),
            }
        }
        plain.by_leaf.sort_unstable();
        plain
    }

    /// Returns the plain rules that are about some of these leaves.
    fn about(&self, plain: &PlainRules, (start, end): (u32, u32)) -> Vec<RuleId> {
        let place = |leaf: u32| plain.by_leaf.partition_point(|(other, _)| *other < leaf);
        let alone = plain.by_leaf.get(place(start)..place(end)).unwrap_or_default().iter().map(|(_, id)| *id);
        let leaves = ValueSet::range(start, end);
        let wide = plain.wide.iter().copied().filter(|&id| self.rules[id].matters.meets(&leaves));
        alone.chain(wide).collect()
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
