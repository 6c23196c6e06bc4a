//! Where a rule applies: its matters, its levels, its condition.
//!
//! In: the trees of these. Out: sets of values and conditions over axes; what is unknown is reported.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::model::{Axis, AxisId, Condition, PERFORMER, ValueSet, query, suggest};
use crate::source::Span;
use crate::syntax::ast::{self, Name, Subject, Value};

impl Resolver {
    pub(super) fn subject(&mut self, subject: &Subject) -> ValueSet {
        let matters = &self.words.matters;
        match subject {
            Subject::Every => matters.all(),
            Subject::AnyOther => ValueSet::single(matters.unlisted()),
            Subject::All => ValueSet::full(matters.unlisted().saturating_add(1)),
            Subject::Names(names) => {
                let mut ranges = Vec::new();
                for name in names {
                    match self.words.matters.find(&name.text) {
                        Some(id) => ranges.push(self.words.matters.nodes[id].leaves),
                        None => self.unknown_matter(name),
                    }
                }
                ValueSet::from_ranges(ranges)
            }
        }
    }

    pub(super) fn unknown_matter(&mut self, name: &Name) {
        let near = suggest::nearest(&name.text, self.words.matters.names()).map(str::to_owned);
        let diagnostic = Diagnostic::error(
            Code::UnknownMatter,
            name.span,
            Message::UnknownMatter { name: name.text.clone() },
        );
        self.report(match near {
            Some(near) => diagnostic.help(Message::DidYouMean { name: near }),
            None => diagnostic.help(Message::HelpDeclareMatter { name: name.text.clone() }),
        });
    }

    /// Returns `at level …` and `when …` as one condition.
    pub(super) fn region(&mut self, tree: &ast::Rule) -> Condition {
        let mut parts = Vec::new();
        if let Some(levels) = &tree.levels {
            let mut ranges = Vec::new();
            for name in levels {
                ranges.extend(self.performing_level(name));
            }
            parts.push(Condition::Test(PERFORMER, ValueSet::from_ranges(ranges)));
        }
        if let Some(condition) = &tree.condition {
            parts.push(self.condition(condition));
        }
        match parts.len() {
            0 => Condition::Always,
            1 => parts.pop().unwrap_or(Condition::Always),
            _ => Condition::All(parts),
        }
    }

    pub(super) fn performing_level(&mut self, name: &Name) -> Option<(u32, u32)> {
        let Some(level) = self.words.level(&name.text) else {
            self.words.unknown_level(name);
            return None;
        };
        let value = self.words.axes[PERFORMER].of_level(level);
        if value.is_none() {
            let message = Message::OutsideRange { level: self.words.levels[level].name.clone() };
            self.report(
                Diagnostic::error(Code::OutsideRange, name.span, message).help(Message::HelpPerformer),
            );
        }
        value.map(|value| (value, value.saturating_add(1)))
    }

    pub(super) fn condition(&mut self, tree: &ast::Condition) -> Condition {
        match tree {
            ast::Condition::Test(test) => self.test(test),
            ast::Condition::All(parts) => {
                Condition::All(parts.iter().map(|part| self.condition(part)).collect())
            }
            ast::Condition::Any(parts) => {
                Condition::Any(parts.iter().map(|part| self.condition(part)).collect())
            }
            ast::Condition::Not(part) => Condition::Not(Box::new(self.condition(part))),
        }
    }

    pub(super) fn test(&mut self, test: &ast::Test) -> Condition {
        let Some(axis) = self.words.axis(&test.fact.text) else {
            self.unknown_fact(&test.fact);
            return Condition::Always;
        };
        let mut ranges = Vec::new();
        for value in &test.values {
            let number = match value {
                Value::Named(name) if axis == PERFORMER => {
                    self.performing_level(name).map(|(start, _)| start)
                }
                Value::Named(name) => self.value(axis, name),
                Value::Other(span) => self.other(axis, *span),
            };
            ranges.extend(number.map(|n| (n, n.saturating_add(1))));
        }
        let set = ValueSet::from_ranges(ranges);
        let size = self.words.axes[axis].size();
        Condition::Test(axis, if test.negated { set.complement(size) } else { set })
    }

    pub(super) fn value(&mut self, axis: AxisId, name: &Name) -> Option<u32> {
        let found = self.words.axes[axis].find(&name.text);
        if found.is_none() {
            let diagnostic = unknown_value(&self.words.axes[axis], name);
            self.report(diagnostic);
        }
        found
    }

    pub(super) fn other(&mut self, axis: AxisId, span: Span) -> Option<u32> {
        let other = self.words.axes[axis].other();
        if other.is_none() {
            let message = Message::ClosedFact { fact: self.words.axes[axis].name.clone() };
            self.report(Diagnostic::error(Code::ClosedFact, span, message).help(Message::HelpOpenFact));
        }
        other
    }

    pub(super) fn unknown_fact(&mut self, name: &Name) {
        let diagnostic = query::unknown_fact(name, self.words.fact_words());
        self.report(diagnostic);
    }
}

fn unknown_value(axis: &Axis, name: &Name) -> Diagnostic {
    let words = axis
        .values
        .iter()
        .flat_map(|v| std::iter::once(v.name.as_str()).chain(v.aliases.iter().map(String::as_str)));
    let message = Message::UnknownValue { value: name.text.clone(), fact: axis.name.clone() };
    let diagnostic = Diagnostic::error(Code::UnknownValue, name.span, message);
    match suggest::nearest(&name.text, words) {
        Some(near) => diagnostic.help(Message::DidYouMean { name: near.to_owned() }),
        None => {
            let known = axis.values.iter().map(|value| value.name.clone()).collect();
            diagnostic.help(Message::HelpValues { fact: axis.name.clone(), known })
        }
    }
}
