//! Where a rule applies: its matters, its levels, its condition.
//!
//! In: the trees of these. Out: sets of values and conditions over axes; what is unknown is reported.

use super::Resolver;
use crate::arena::Id;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::run_together::run_together;
use crate::model::value::{self, Fact};
use crate::model::{AxisId, Condition, MatterId, PERFORMER, Unit, ValueSet, number_of, query, suggest};
use crate::syntax::ast::{self, MatterWord, Name, Period, Subject, Value};

impl Resolver<'_> {
    pub(super) fn subject(&mut self, subject: &Subject) -> ValueSet {
        let matters = &self.words.matters;
        match subject {
            Subject::Every => matters.all(),
            Subject::AnyOther => ValueSet::single(matters.unlisted()),
            Subject::All => ValueSet::full(matters.unlisted().saturating_add(1)),
            Subject::Names(names) => {
                let mut ranges = Vec::new();
                for name in names {
                    ranges.extend(self.matter(name));
                }
                ValueSet::from_ranges(ranges)
            }
        }
    }

    /// Returns the leaves of a matter, a component, or the rest of an open group.
    fn matter(&mut self, word: &MatterWord) -> Option<(u32, u32)> {
        let Some(id) = self.words.matters.find(&word.name().text) else {
            self.unknown_matter(word.name());
            return None;
        };
        match word {
            MatterWord::Named(_) => {
                // What it holds comes right behind it.
                let first = MatterId::from_index(id.index().saturating_add(1));
                let holds =
                    self.words.matters.nodes.get_mut(first).is_some_and(|node| node.parent == Some(id));
                let node = self.words.matters.nodes.get_mut(id)?;
                node.spoken |= holds;
                Some(node.leaves)
            }
            MatterWord::Component(_, part) => self.component(id, part),
            MatterWord::Elsewhere(name) => match self.words.matters.elsewhere(id) {
                Some(leaf) => Some((leaf, leaf.saturating_add(1))),
                None => {
                    let message = Message::NotOpen { name: name.text.clone() };
                    self.report(Diagnostic::error(Code::NotOpen, name.span, message).help(Advice::NotOpen));
                    None
                }
            },
        }
    }

    fn component(&mut self, matter: MatterId, part: &Name) -> Option<(u32, u32)> {
        if let Some(id) = self.words.matters.component(matter, &part.text) {
            return Some(self.words.matters.nodes[id].leaves);
        }
        let known: Vec<String> =
            self.words.matters.components(matter).map(|node| node.name.clone()).collect();
        let of = self.words.matters.nodes[matter].name.clone();
        let message = Message::UnknownComponent { name: part.text.clone(), of: of.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownMatter, part.span, message);
        self.report(diagnostic.help(Advice::Components { of, known }));
        None
    }

    pub(super) fn unknown_matter(&mut self, name: &Name) {
        let is_level = |word: &str| self.words.level(word).is_some();
        let apart = run_together(&name.text, &self.words.matters, is_level);
        let near = match apart {
            Some(right) => Some(Advice::Write { right }),
            None => suggest::advice(&name.text, self.words.matters.names()),
        };
        let diagnostic = Diagnostic::error(
            Code::UnknownMatter,
            name.span,
            Message::UnknownMatter { name: name.text.clone() },
        );
        self.report(match near {
            Some(near) => diagnostic.help(near),
            None => diagnostic.help(Advice::DeclareMatter { name: name.text.clone() }),
        });
    }

    /// Returns `at level …` and `when …` as one condition.
    pub(super) fn region(&mut self, tree: &ast::Rule) -> Condition {
        let mut parts = Vec::new();
        if let Some(levels) = &tree.levels {
            let mut set = ValueSet::default();
            for name in levels {
                set = set.union(&self.performing_level(name));
            }
            parts.push(Condition::Test(PERFORMER, set));
        }
        if let Some(condition) = &tree.condition {
            parts.push(self.condition(condition));
        }
        if let Some(period) = &tree.period {
            parts.extend(self.period(period));
        }
        match parts.len() {
            0 => Condition::Always,
            1 => parts.pop().unwrap_or(Condition::Always),
            _ => Condition::All(parts),
        }
    }

    /// Returns `from …` and `until …` as a condition on the date.
    fn period(&mut self, period: &Period) -> Option<Condition> {
        let date = self.words.axis(crate::model::DATE_NAME)?;
        let scale = self.words.axes[date].scale.as_ref()?;
        let days = crate::model::Interval {
            first: period.from.map_or(Unit::Day.least(), |day| number_of(day.first)),
            last: period.until.map_or(Unit::Day.greatest(), |day| number_of(day.last)),
        };
        Some(Condition::Test(date, scale.touching(days)))
    }

    pub(super) fn performing_level(&mut self, name: &Name) -> ValueSet {
        let Some(level) = self.words.level(&name.text) else {
            self.words.unknown_level(name);
            return ValueSet::default();
        };
        let set = value::role_values(&self.words.levels, &self.words.axes[PERFORMER], name);
        if set.is_none() {
            let message = Message::OutsideRange { level: self.words.levels[level].name.clone() };
            self.report(Diagnostic::error(Code::OutsideRange, name.span, message).help(Advice::Performer));
        }
        set.unwrap_or_default()
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
        let Some(fact) = self.words.fact(&test.fact.text) else {
            self.unknown_fact(&test.fact);
            return Condition::Always;
        };
        let mut set = ValueSet::default();
        for value in &test.values {
            set = set.union(&self.value(fact, value));
        }
        let axis = self.axis_of(fact);
        let size = self.words.axes[axis].size();
        Condition::Test(axis, if test.negated { set.complement(size) } else { set })
    }

    /// Returns the axis behind a fact or a table.
    pub(super) fn axis_of(&self, fact: Fact) -> AxisId {
        match fact {
            Fact::Axis(axis) => axis,
            Fact::Table(table) => self.words.tables.get(table).map_or(PERFORMER, |table| table.axis),
        }
    }

    /// Returns the values of a fact, or of a table's fact, that a written value stands for.
    pub(super) fn value(&mut self, fact: Fact, written: &Value) -> ValueSet {
        let found = match (fact, written) {
            (Fact::Axis(PERFORMER), Value::Named(name)) => return self.performing_level(name),
            (Fact::Axis(axis), _) => value::values(&self.words.levels, &self.words.axes[axis], written)
                .map_err(|why| {
                    let axis = &self.words.axes[axis];
                    why.diagnostic(axis.called(), axis.words())
                }),
            (Fact::Table(number), _) => {
                self.read_tables.push(number);
                let Some(table) = self.words.tables.get(number) else { return ValueSet::default() };
                value::row(table, written).map_err(|why| {
                    why.diagnostic(table.called(), table.rows.iter().map(|row| row.name.as_str()))
                })
            }
        };
        match found {
            Ok(set) => set,
            Err(diagnostic) => {
                self.report(diagnostic);
                ValueSet::default()
            }
        }
    }

    pub(super) fn unknown_fact(&mut self, name: &Name) {
        if self.words.lost.contains(&name.text) {
            return;
        }
        let diagnostic = query::unknown_fact(name, self.words.fact_words());
        self.report(diagnostic);
    }
}
