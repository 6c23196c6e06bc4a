//! Tables: the values of one fact, sorted into rows.
//!
//! In: `table` statements. Out: for each row a set of values, disjoint from the others and together all of them. The
//! entry nearest to a value decides where it goes: 大连 in its own row, though 辽宁 stands in another.

use super::{Vocabulary, duplicate, statements};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::domain::{AxisKind, Narrower, Table, TableRow};
use crate::model::value::{self, Fact};
use crate::model::{AxisId, ValueSet};
use crate::source::Span;
use crate::syntax::ast::{Item, Name, RowKey, Statement, TableDecl, Value};
use crate::syntax::{quoted, quoted_value};
use rustc_hash::FxHashMap;

/// One entry of a row: a value or a node, as written.
struct Entry {
    row: usize,
    text: String,
    set: ValueSet,
    span: Span,
}

/// How many values a message names.
const MOST_NAMED: usize = 8;

impl Vocabulary {
    pub(super) fn tables(&mut self, items: &[Item]) {
        for (_, statement) in statements(items) {
            if let Statement::Table(decl) = statement {
                self.table(decl);
            }
        }
    }

    fn table(&mut self, decl: &TableDecl) {
        let found = self.axis(&decl.fact.text);
        if found.is_none_or(|axis| self.axes[axis].kind == AxisKind::Figure) {
            // What is said of its rows would only repeat what is said here.
            self.lost.push(decl.name.text.clone());
        }
        let axis = match found {
            Some(axis) if self.axes[axis].kind != AxisKind::Figure => axis,
            Some(_) => {
                let message = Message::TableOfFigures { fact: decl.fact.text.clone() };
                let diagnostic = Diagnostic::error(Code::BadRow, decl.fact.span, message);
                return self.diagnostics.push(diagnostic.help(Advice::TableOfFigures));
            }
            None if self.fact(&decl.fact.text).is_some() => {
                let message = Message::TableOfTable { name: decl.fact.text.clone() };
                let diagnostic = Diagnostic::error(Code::BadRow, decl.fact.span, message);
                return self.diagnostics.push(diagnostic.help(Advice::TableOfTable));
            }
            None => {
                let unknown = super::super::query::unknown_fact(&decl.fact, self.fact_words());
                return self.diagnostics.push(unknown);
            }
        };
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for name in decl.rows.iter().flat_map(|row| std::iter::once(&row.name).chain(&row.aliases)) {
            match seen.get(name.text.as_str()) {
                Some(first) => {
                    let twice = duplicate(name, *first);
                    let rows = decl.rows.iter().filter(|row| row.name.text == name.text).count();
                    let help = match one_row(decl, name) {
                        Some(right) => vec![Advice::Write { right }],
                        None if rows > 1 => vec![Advice::OneRow],
                        None => twice.help.clone(),
                    };
                    self.diagnostics.push(Diagnostic { help, ..twice });
                }
                None => {
                    seen.insert(&name.text, name.span);
                }
            }
        }
        let mut broken = false;
        let (entries, others) = self.entries(decl, axis, &mut broken);
        // With an entry that is not understood, what has no row is not known.
        let others = if broken { others.or(Some(0)) } else { others };
        let (sets, narrower) = self.sorted(decl, axis, &entries, others);
        let rows = decl.rows.iter().zip(sets).map(|(row, set)| TableRow {
            name: row.name.text.clone(),
            aliases: row.aliases.iter().map(|alias| alias.text.clone()).collect(),
            set,
        });
        let number = self.tables.len();
        self.tables.push(Table {
            name: decl.name.text.clone(),
            aliases: decl.aliases.iter().map(|alias| alias.text.clone()).collect(),
            axis,
            rows: rows.collect(),
            narrower,
            span: decl.name.span,
        });
        self.add_names(Fact::Table(number), std::iter::once(&decl.name).chain(&decl.aliases));
    }

    /// Reads the entries; returns them with the row that takes the others.
    fn entries(&mut self, decl: &TableDecl, axis: AxisId, broken: &mut bool) -> (Vec<Entry>, Option<usize>) {
        let mut entries = Vec::new();
        let mut others: Option<(usize, Span)> = None;
        for (row, tree) in decl.rows.iter().enumerate() {
            for key in &tree.keys {
                let values: &[Value] = match key {
                    RowKey::Others(span) | RowKey::Any(span) => {
                        if let Some((_, first)) = others.replace((row, *span)) {
                            self.diagnostics.push(
                                Diagnostic::error(Code::BadRow, *span, Message::OthersTwice)
                                    .label(first, Message::LabelFirstHere)
                                    .help(Advice::OthersTwice),
                            );
                        }
                        &[]
                    }
                    RowKey::Values(values, _) => values,
                };
                for value in values {
                    match value::values(&self.levels, &self.axes[axis], value) {
                        Ok(set) => entries.push(Entry { row, text: text(value), set, span: span(value) }),
                        Err(why) => {
                            *broken = true;
                            let fact = &self.axes[axis];
                            let diagnostic = why.diagnostic(fact.called(), fact.words());
                            self.diagnostics.push(diagnostic);
                        }
                    }
                }
            }
        }
        (entries, others.map(|(row, _)| row))
    }

    /// Gives each value to the row of its nearest entry: entries are laid over one another, the widest first.
    fn sorted(
        &mut self,
        decl: &TableDecl,
        axis: AxisId,
        entries: &[Entry],
        others: Option<usize>,
    ) -> (Vec<ValueSet>, Vec<Narrower>) {
        let size = self.axes[axis].size();
        let mut owners: Vec<Option<usize>> = vec![None; size as usize];
        let mut order: Vec<usize> = (0..entries.len()).collect();
        // The sort is stable, so of two equal entries the later one is reported.
        order.sort_by_key(|&at| std::cmp::Reverse(entries.get(at).map_or(0, |entry| entry.set.len())));
        let mut narrower: Vec<(usize, Narrower)> = Vec::new();
        for at in order {
            let Some(entry) = entries.get(at) else { continue };
            let before = entry.set.first().and_then(|first| *owners.get(first as usize)?);
            if let Some(container) = before.and_then(|before| entries.get(before))
                && container.row != entry.row
                && container.set != entry.set
            {
                narrower.push((at, narrowed(entry, container)));
            }
            let mut met: Option<usize> = None;
            for value in entry.set.iter() {
                let Some(owner) = owners.get_mut(value as usize) else { continue };
                let other = owner.and_then(|owner| Some((owner, entries.get(owner)?)));
                if let Some((number, other)) = other
                    && (other.set == entry.set || !other.set.covers(&entry.set))
                {
                    met = met.or(Some(number));
                }
                *owner = Some(at);
            }
            if let Some(first) = met.and_then(|met| entries.get(met)) {
                self.in_two_rows(decl, first, entry);
            }
        }
        narrower.sort_by_key(|(at, _)| *at);
        let mut ranges: Vec<Vec<(u32, u32)>> = vec![Vec::new(); decl.rows.len()];
        let mut left: Vec<(u32, u32)> = Vec::new();
        for (value, owner) in (0..size).zip(owners) {
            let row = owner.and_then(|owner| entries.get(owner)).map(|entry| entry.row);
            match row.or(others).and_then(|row| ranges.get_mut(row)) {
                Some(range) => range.push((value, value.saturating_add(1))),
                None => left.push((value, value.saturating_add(1))),
            }
        }
        let left = ValueSet::from_ranges(left);
        if !left.is_empty() {
            self.in_no_row(decl, axis, &left);
        }
        let sets = ranges.into_iter().map(ValueSet::from_ranges).collect();
        (sets, narrower.into_iter().map(|(_, narrower)| narrower).collect())
    }

    fn in_two_rows(&mut self, decl: &TableDecl, first: &Entry, second: &Entry) {
        let row =
            |entry: &Entry| decl.rows.get(entry.row).map(|row| row.name.text.clone()).unwrap_or_default();
        if first.row == second.row {
            let message = Message::EntryTwice { value: second.text.clone() };
            return self.diagnostics.push(
                Diagnostic::error(Code::InTwoRows, second.span, message)
                    .label(first.span, Message::LabelFirstHere)
                    .help(Advice::InTwoRows),
            );
        }
        let message = Message::InTwoRows {
            value: second.text.clone(),
            first: row(first),
            second: row(second),
            table: decl.name.text.clone(),
        };
        self.diagnostics.push(
            Diagnostic::error(Code::InTwoRows, second.span, message)
                .label(first.span, Message::LabelFirstHere)
                .help(Advice::InTwoRows),
        );
    }

    fn in_no_row(&mut self, decl: &TableDecl, axis: AxisId, left: &ValueSet) {
        let fact = &self.axes[axis];
        let name = |value: u32| match fact.values.get(value as usize) {
            Some(value) if value.rest => format!("elsewhere in {}", value.name),
            Some(value) => value.name.clone(),
            None => "other".to_owned(),
        };
        let mut values: Vec<String> = left.iter().take(MOST_NAMED).map(name).collect();
        if left.len() as usize > MOST_NAMED {
            values.push("…".to_owned());
        }
        let message = Message::InNoRow { values, table: decl.name.text.clone() };
        self.diagnostics
            .push(Diagnostic::error(Code::InNoRow, decl.name.span, message).help(Advice::InNoRow));
    }
}

/// Writes rows of one name as one row; nothing where not all of their entries are plain names.
fn one_row(decl: &TableDecl, name: &Name) -> Option<String> {
    let rows = || decl.rows.iter().filter(|row| row.name.text == name.text);
    let mut entries = Vec::new();
    for key in rows().flat_map(|row| &row.keys) {
        let RowKey::Values(values, _) = key else { return None };
        for value in values {
            let Value::Named(entry) = value else { return None };
            entries.push(quoted_value(&entry.text).into_owned());
        }
    }
    (rows().count() > 1).then(|| format!("{} : {}", quoted(&name.text), entries.join(", ")))
}

fn narrowed(entry: &Entry, container: &Entry) -> Narrower {
    Narrower {
        entry: entry.text.clone(),
        row: entry.row,
        container: container.text.clone(),
        container_row: container.row,
        set: entry.set.clone(),
        span: entry.span,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Named(name) => name.text.clone(),
        Value::Elsewhere(name) => format!("elsewhere in {}", name.text),
        Value::Other(_) => "other".to_owned(),
        Value::Range(bounds, _) => bounds.iter().map(|(_, name): &(_, Name)| name.text.as_str()).collect(),
    }
}

fn span(value: &Value) -> Span {
    match value {
        Value::Named(name) | Value::Elsewhere(name) => name.span,
        Value::Other(span) | Value::Range(_, span) => *span,
    }
}
