//! Parameters, whose value changes with time, and the further parts of an answer.
//!
//! In: `parameter` and `answer` statements. Out: for each parameter its values with their days, never filled in between;
//! for each part its name and its words.

use super::{Vocabulary, duplicate, statements};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::scale::{Interval, Unit, number_of};
use crate::model::value::bad_figure;
use crate::model::{Parameter, PartInfo};
use crate::source::Span;
use crate::syntax::ast::{Item, ParameterDecl, ParameterRow, PartDecl, Statement};
use rustc_hash::FxHashMap;

impl Vocabulary {
    pub(super) fn parts(&mut self, items: &[Item]) {
        let transfer = PartInfo {
            name: "transfer".to_owned(),
            aliases: vec!["转移支付".to_owned()],
            words: Vec::new(),
            span: None,
        };
        self.parts.push(transfer);
        // Its value is written as a clause of its own.
        let amount = PartInfo {
            name: "amount".to_owned(),
            aliases: vec!["金额".to_owned()],
            words: Vec::new(),
            span: None,
        };
        self.parts.push(amount);
        let mut seen: FxHashMap<String, Span> = FxHashMap::default();
        for (_, statement) in statements(items) {
            let Statement::Part(decl) = statement else { continue };
            for name in std::iter::once(&decl.name).chain(&decl.aliases) {
                match seen.get(&name.text) {
                    Some(first) => self.diagnostics.push(duplicate(name, *first)),
                    None => {
                        seen.insert(name.text.clone(), name.span);
                    }
                }
                if let Some(level) = self.level_names.get(&name.text) {
                    self.diagnostics.push(duplicate(name, level.1));
                }
            }
            self.parts.push(part(decl));
        }
    }

    pub(super) fn parameters(&mut self, items: &[Item]) {
        for (_, statement) in statements(items) {
            let Statement::Parameter(decl) = statement else { continue };
            for name in std::iter::once(&decl.name).chain(&decl.aliases) {
                let known = |p: &&Parameter| p.name == name.text || p.aliases.contains(&name.text);
                let first = self.parameters.iter().find(known).map(|p| p.span);
                let first = first.or_else(|| self.fact_names.get(&name.text).map(|(_, span)| *span));
                if let Some(first) = first {
                    self.diagnostics.push(duplicate(name, first));
                }
            }
            if let Some(parameter) = self.parameter(decl) {
                self.parameters.push(parameter);
            }
        }
    }

    fn parameter(&mut self, decl: &ParameterDecl) -> Option<Parameter> {
        let money = decl.rows.iter().any(|row| row.value.text.ends_with(['元', '角', '分']));
        let unit = if money { Unit::Fen } else { Unit::Count };
        let mut values: Vec<(Interval, i64, Span)> = Vec::new();
        for row in &decl.rows {
            let days = days(row);
            let figure = match unit.read(&row.value.text) {
                Ok(figure) => figure.first,
                Err(why) => {
                    self.diagnostics.push(bad_figure(&row.value, unit, why));
                    continue;
                }
            };
            if let Some((_, _, first)) = values.iter().find(|(other, _, _)| !other.meet(days).is_empty()) {
                let message = Message::ParameterTwice { name: decl.name.text.clone() };
                self.diagnostics.push(
                    Diagnostic::error(Code::ParameterTwice, row.period.span, message)
                        .label(*first, Message::LabelFirstHere)
                        .help(Advice::ParameterTwice),
                );
            }
            values.push((days, figure, row.period.span));
        }
        values.sort_by_key(|(days, _, _)| days.first);
        Some(Parameter {
            name: decl.name.text.clone(),
            aliases: decl.aliases.iter().map(|alias| alias.text.clone()).collect(),
            unit,
            values: values.into_iter().map(|(days, figure, _)| (days, figure)).collect(),
            span: decl.span,
        })
    }
}

/// Returns the days of a row; `2020` is all of its days.
fn days(row: &ParameterRow) -> Interval {
    Interval {
        first: row.period.from.map_or(Unit::Day.least(), |day| number_of(day.first)),
        last: row.period.until.map_or(Unit::Day.greatest(), |day| number_of(day.last)),
    }
}

fn part(decl: &PartDecl) -> PartInfo {
    let texts = |names: &[crate::syntax::ast::Name]| names.iter().map(|name| name.text.clone()).collect();
    PartInfo {
        name: decl.name.text.clone(),
        aliases: texts(&decl.aliases),
        words: decl.values.iter().map(|value| (value.name.text.clone(), texts(&value.aliases))).collect(),
        span: Some(decl.name.span),
    }
}
