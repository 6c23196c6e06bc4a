//! Maps: who pays, by one fact or by several.
//!
//! In: the rows of a map. Out: disjoint arms: each row speaks where no row strictly inside it does, and `others` where no
//! other row does. Rows that meet in any other way are refused: neither is the more specific one.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::value::Fact;
use crate::model::{Arm, AxisId, Condition, PayerTerm, ValueSet};
use crate::syntax::ast::{MapRow, MapWord, PayerWord, RowKey};

/// The cases of a row: for each fact of the map the values.
type Cases = Vec<ValueSet>;

impl Resolver<'_> {
    pub(super) fn map(&mut self, map: &MapWord) -> Option<PayerTerm> {
        let mut facts: Vec<Fact> = Vec::new();
        for name in &map.facts {
            match self.words.fact(&name.text) {
                Some(fact) => facts.push(fact),
                None => {
                    self.unknown_fact(name);
                    return None;
                }
            }
        }
        let axes: Vec<AxisId> = facts.iter().map(|&fact| self.axis_of(fact)).collect();
        let mut rows: Vec<(&MapRow, Cases, PayerTerm)> = Vec::new();
        let mut others: Option<&MapRow> = None;
        for row in &map.rows {
            if let [RowKey::Others(span)] = row.keys.as_slice() {
                if let Some(first) = others.replace(row) {
                    self.report(
                        Diagnostic::error(Code::BadRow, *span, Message::OthersTwice)
                            .label(first.span, Message::LabelFirstHere)
                            .help(Advice::OthersTwice),
                    );
                }
            } else if let (Some(cases), Some(payer)) =
                (self.cases(row, &facts, &axes), self.row_payer(&row.payer))
            {
                rows.push((row, cases, payer));
            }
        }
        self.rows_meet(&axes, &rows);
        self.arms(&axes, &rows, others).map(PayerTerm::Map)
    }

    fn cases(&mut self, row: &MapRow, facts: &[Fact], axes: &[AxisId]) -> Option<Cases> {
        if row.keys.len() != facts.len() {
            let message = Message::RowLength { keys: row.keys.len(), facts: facts.len() };
            self.report(Diagnostic::error(Code::BadRow, row.span, message).help(Advice::RowLength));
            return None;
        }
        let mut cases = Vec::new();
        for ((key, &fact), &axis) in row.keys.iter().zip(facts).zip(axes) {
            cases.push(match key {
                RowKey::Any(_) | RowKey::Others(_) => ValueSet::full(self.words.axes[axis].size()),
                RowKey::Values(values, _) => {
                    values.iter().fold(ValueSet::default(), |set, value| set.union(&self.value(fact, value)))
                }
            });
        }
        Some(cases)
    }

    /// Names one of the values in a set.
    fn one_name(&self, axis: AxisId, set: &ValueSet) -> String {
        let axis = &self.words.axes[axis];
        let first = set.first().unwrap_or(0);
        match (&axis.scale, axis.values.get(first as usize)) {
            (Some(scale), _) => scale.unit.write(scale.example(first)),
            (None, Some(value)) if value.rest => format!("elsewhere in {}", value.name),
            (None, Some(value)) => value.name.clone(),
            (None, None) => "other".to_owned(),
        }
    }

    fn rows_meet(&mut self, axes: &[AxisId], rows: &[(&MapRow, Cases, PayerTerm)]) {
        for (at, (row, cases, payer)) in rows.iter().enumerate() {
            for (first, before, same) in rows.iter().take(at) {
                let apart = cases.iter().zip(before).any(|(a, b)| !a.meets(b));
                if apart || payer == same {
                    continue;
                }
                // A row for just the cases that both cover is narrower than either; it may be one of the two.
                let common: Cases = cases.iter().zip(before).map(|(a, b)| a.intersection(b)).collect();
                let settled = cases != before && rows.iter().any(|(_, other, _)| *other == common);
                if !settled {
                    let shared = axes.iter().zip(&common).map(|(&axis, set)| self.one_name(axis, set));
                    let shared = shared.collect::<Vec<_>>().join(", ");
                    let (message, help) = if cases == before {
                        (Message::RowTwice { shared }, Advice::RowTwice)
                    } else {
                        (Message::RowsMeet { shared }, Advice::RowsMeet)
                    };
                    self.report(
                        Diagnostic::error(Code::RowsMeet, row.span, message)
                            .label(first.span, Message::LabelFirstHere)
                            .help(help),
                    );
                }
            }
        }
    }

    fn arms(
        &mut self,
        axes: &[AxisId],
        rows: &[(&MapRow, Cases, PayerTerm)],
        others: Option<&MapRow>,
    ) -> Option<Vec<Arm>> {
        let condition = |cases: &Cases| {
            let tests = axes.iter().zip(cases).map(|(&axis, set)| Condition::Test(axis, set.clone()));
            Condition::All(tests.collect())
        };
        let but = |condition: Condition, inner: Vec<Condition>| {
            let inner = Condition::Not(Box::new(Condition::Any(inner)));
            Condition::All(vec![condition, inner])
        };
        let mut arms = Vec::new();
        for (_, cases, payer) in rows {
            let inner = rows
                .iter()
                .filter(|(_, other, _)| other != cases && within(other, cases))
                .map(|(_, c, _)| condition(c));
            let condition = but(condition(cases), inner.collect());
            arms.push(Arm { condition, payer: payer.clone() });
        }
        if let Some(row) = others {
            let condition =
                but(Condition::Always, rows.iter().map(|(_, cases, _)| condition(cases)).collect());
            arms.push(Arm { condition, payer: self.row_payer(&row.payer)? });
        }
        Some(arms)
    }

    fn row_payer(&mut self, word: &PayerWord) -> Option<PayerTerm> {
        let span = match word {
            PayerWord::Map(map) => Some(map.span),
            PayerWord::OwnerLevel(span) => Some(*span),
            _ => None,
        };
        if let Some(span) = span {
            let diagnostic = Diagnostic::error(Code::BadRow, span, Message::BadRowPayer);
            self.report(diagnostic.help(Advice::BadRowPayer));
            return None;
        }
        self.payer(word, None)
    }
}

/// Tells whether all cases of one row are cases of another.
fn within(inner: &Cases, outer: &Cases) -> bool {
    inner.iter().zip(outer).all(|(inner, outer)| outer.covers(inner))
}
