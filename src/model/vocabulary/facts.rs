//! Facts: words, trees, figures, and the date.
//!
//! In: `fact` statements, and the bounds that the rules mention. Out: one axis a fact, and the axis of the date last.

use super::infer::{bounds, fact_tests, rules};
use super::{MAX_FACTS, Vocabulary, duplicate, statements, twice, word};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::domain::{Axis, AxisKind, AxisNode, AxisValue, DATE_NAME};
use crate::model::names::Names;
use crate::model::scale::{Scale, Unit, day_after, number_of};
use crate::model::{LevelId, Listed};
use crate::source::Span;
use crate::syntax::ast::{self, FactDecl, FactKind, Item, Name, Statement, ValueDecl};
use rustc_hash::FxHashMap;

impl Vocabulary {
    pub(super) fn facts(&mut self, items: &[Item]) {
        let mut declared = false;
        for (_, statement) in statements(items) {
            if let Statement::Fact(decl) = statement {
                declared = true;
                self.declared_fact(decl, items);
            }
        }
        if !declared {
            let mut mentioned = Vec::new();
            for rule in rules(items) {
                if let Some(condition) = &rule.condition {
                    fact_tests(condition, &mut mentioned);
                }
            }
            self.infer_facts(&mentioned);
        }
    }

    fn declared_fact(&mut self, decl: &FactDecl, items: &[Item]) {
        if self.fact_names.len() >= MAX_FACTS {
            let message = Message::TooManyFacts { limit: MAX_FACTS };
            self.diagnostics.push(Diagnostic::error(Code::TooManyFacts, decl.name.span, message));
            return;
        }
        self.value_names(&decl.values);
        let names = || std::iter::once(&decl.name).chain(&decl.aliases);
        let mut axis = Axis {
            name: decl.name.text.clone(),
            aliases: decl.aliases.iter().map(|alias| alias.text.clone()).collect(),
            kind: AxisKind::Enumeration,
            values: Vec::new(),
            nodes: Vec::new(),
            scale: None,
            open: decl.open,
            inferred: false,
            span: Some(decl.name.span),
            names: Names::default(),
        };
        let unit = match decl.kind {
            FactKind::Amount => Some(Unit::Fen),
            FactKind::Number => Some(Unit::Count),
            FactKind::Date => Some(Unit::Day),
            FactKind::Words | FactKind::Ordered => None,
        };
        let levels: Option<Vec<LevelId>> = decl
            .values
            .iter()
            .map(|value| self.level(&value.name.text).filter(|_| value.block.is_none()))
            .collect();
        match (unit, levels) {
            (Some(unit), _) => {
                let names: Vec<&str> = names().map(|name| name.text.as_str()).collect();
                axis.kind = AxisKind::Figure;
                axis.scale = Some(Scale::new(unit, bounds(items, unit, &names)));
            }
            (None, Some(levels)) if !decl.open && !levels.is_empty() && decl.kind == FactKind::Words => {
                axis.kind = AxisKind::Role;
                axis.values = self.level_values(&levels);
            }
            _ => {
                add_values(&mut axis, &decl.values, &decl.values);
                if decl.kind == FactKind::Ordered {
                    axis.kind = AxisKind::Ordered;
                }
            }
        }
        let id = self.add_fact(axis, names());
        if let Some(listed) = &decl.listed {
            let level = listed.level.as_ref().map(|name| (name.text.clone(), name.span));
            self.listed.push(Listed { axis: id, document: listed.document.text.clone(), level });
        }
    }

    /// Reports words that stand for two values, and nodes inside themselves.
    fn value_names(&mut self, values: &[ValueDecl]) {
        let mut seen: FxHashMap<&str, (Span, bool)> = FxHashMap::default();
        let mut waiting: Vec<(&ValueDecl, Vec<&Name>)> =
            values.iter().rev().map(|value| (value, Vec::new())).collect();
        while let Some((value, around)) = waiting.pop() {
            for name in std::iter::once(&value.name).chain(&value.aliases) {
                if around.iter().any(|outer| outer.text == name.text) {
                    let message = Message::InsideItself { name: name.text.clone() };
                    self.diagnostics
                        .push(Diagnostic::error(Code::Cycle, name.span, message).help(Advice::InsideItself));
                    continue;
                }
                let own = name.span == value.name.span;
                match seen.get(name.text.as_str()) {
                    Some((first, true)) if own => self.diagnostics.push(twice(name, *first)),
                    Some((first, _)) => self.diagnostics.push(duplicate(name, *first)),
                    None => {
                        seen.insert(&name.text, (name.span, own && around.is_empty()));
                    }
                }
            }
            let inner: Vec<&Name> =
                around.into_iter().chain(std::iter::once(&value.name)).chain(&value.aliases).collect();
            let block = value.block.iter().flat_map(|block| block.values.iter().rev());
            waiting.extend(block.map(|value| (value, inner.clone())));
        }
    }

    /// Adds the axis of the date, cut where the policy or a rule begins or ends.
    pub(super) fn date(&mut self, items: &[Item]) {
        let mut cuts = bounds(items, Unit::Day, &[DATE_NAME, "日期"]);
        for item in items {
            if let Item::Policy(header) = item {
                cuts.extend(header.effective.map(|day| number_of(day.first)));
                cuts.extend(header.until.map(|day| number_of(day_after(day.last))));
            }
        }
        for (_, statement) in statements(items) {
            let rule = match statement {
                Statement::Rule(rule) => Some(rule.as_ref()),
                Statement::Starts(starts) => {
                    cuts.push(number_of(starts.date.first));
                    Some(&starts.region)
                }
                _ => None,
            };
            if let Some(period) = rule.and_then(|rule| rule.period.as_deref()) {
                cuts.extend(period.from.map(|day| number_of(day.first)));
                cuts.extend(period.until.map(|day| number_of(day_after(day.last))));
            }
        }
        let date = Axis {
            name: DATE_NAME.to_owned(),
            aliases: vec!["日期".to_owned()],
            kind: AxisKind::Figure,
            values: Vec::new(),
            nodes: Vec::new(),
            scale: Some(Scale::new(Unit::Day, cuts)),
            open: false,
            inferred: false,
            span: None,
            names: Names::default(),
        };
        self.date = Some(self.axes.push(date));
    }
}

/// Adds declared words to an axis: leaves as its values, those above them as its nodes.
fn add_values(axis: &mut Axis, values: &[ValueDecl], all: &[ValueDecl]) {
    for decl in values {
        let name = decl.name.text.clone();
        let mut aliases: Vec<String> = decl.aliases.iter().map(|alias| alias.text.clone()).collect();
        match &decl.block {
            Some(block) if !block.values.is_empty() || block.open => {
                let start = leaf_count(axis);
                let at = axis.nodes.len();
                axis.nodes.push(AxisNode { name: name.clone(), aliases, leaves: (start, start) });
                add_values(axis, &block.values, all);
                if block.open {
                    axis.values.push(AxisValue { rest: true, ..AxisValue::word(&name) });
                }
                let end = leaf_count(axis);
                if let Some(node) = axis.nodes.get_mut(at) {
                    node.leaves.1 = end;
                }
            }
            _ => {
                aliases.extend(word(&name).aliases.into_iter().filter(|alias| !is_declared(all, alias)));
                axis.values.push(AxisValue { aliases, ..AxisValue::word(&name) });
            }
        }
    }
}

fn is_declared(values: &[ast::ValueDecl], text: &str) -> bool {
    values.iter().any(|value| value.name.text == text || value.aliases.iter().any(|a| a.text == text))
}

fn leaf_count(axis: &Axis) -> u32 {
    u32::try_from(axis.values.len()).unwrap_or(u32::MAX)
}
