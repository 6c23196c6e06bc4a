//! A day that stands alone in a question: 执法 2025年.
//!
//! In: a query as written. Out: the same query, its day in its place. Where the word may mean anything else, everything stays as it is: a
//! year without 年 may be a number, and a value of some fact comes first.

use super::Session;
use crate::model::{Model, Unit, day_of};
use crate::syntax::ast::{self, Binding, DateWord, Value};

impl Session {
    /// Takes a day that stands alone for the day that is asked about.
    pub(super) fn dated(&self, mut tree: ast::Query) -> ast::Query {
        let day = |binding: &Binding| self.day(binding);
        let found = tree.bindings.iter().enumerate().find_map(|(at, binding)| Some((at, day(binding)?)));
        if let Some((at, day)) = found.filter(|_| tree.date.is_none()) {
            tree.bindings.remove(at);
            tree.date = Some(day);
        }
        tree
    }

    fn day(&self, binding: &Binding) -> Option<DateWord> {
        let [Value::Named(name)] = binding.values.as_slice() else { return None };
        let text = name.text.as_str();
        let alone = binding.fact.text.is_empty() && !binding.negated;
        let written = text.chars().all(|c| c.is_ascii_digit() || is_sign(c)) && text.contains(is_sign);
        let known = |model: &Model| {
            let fact = model.axes.iter().any(|axis| axis.named(text).is_some());
            fact || model.tables.iter().any(|table| table.row(text).is_some())
        };
        let mut models = self.policies.iter().chain(&self.documents).map(|policy| &*policy.model);
        if !alone || !written || models.any(known) {
            return None;
        }
        let days = Unit::Day.read(text).ok()?;
        Some(DateWord { first: day_of(days.first), last: day_of(days.last), span: binding.span })
    }
}

/// Tells whether a sign parts the year, the month and the day, or ends them.
fn is_sign(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | '\u{5E74}' | '\u{6708}' | '\u{65E5}')
}
