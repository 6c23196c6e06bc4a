//! The words of a sitting, for completion and colour.
//!
//! In: the policies that are loaded. Out: every name with what it is.

use crate::model::{Axis, Model};
use crate::repl::engine::Engine;
use crate::syntax::{quoted, quoted_value};
use rustc_hash::FxHashMap;

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Matter,
    Level,
    Fact,
    Value,
    Rule,
}

/// A name.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// As it is compared.
    pub name: String,
    /// As it has to be written.
    pub written: String,
    /// What it is.
    pub kind: Kind,
    /// Of a value: the names of its fact.
    pub of: usize,
}

/// Every name.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub names: Vec<Named>,
    /// The names of each fact, by number.
    facts: Vec<Vec<String>>,
    kinds: FxHashMap<String, Kind>,
}

/// More names than this are not offered: nobody would look through them.
const MOST: usize = 50_000;

impl Words {
    pub(super) fn new(engine: &Engine) -> Words {
        let mut words = Words::default();
        for policy in engine.session().policies() {
            words.add_policy(&policy.model);
        }
        words
    }

    fn add_policy(&mut self, model: &Model) {
        for name in model.matters.names() {
            self.add(name, Kind::Matter, 0);
        }
        for level in model.levels.iter() {
            for name in std::iter::once(&level.name).chain(&level.aliases) {
                self.add(name, Kind::Level, 0);
            }
        }
        // The level of the performing unit is a fact as well; its values are the levels.
        for (id, fact) in model.axes.pairs().skip(1).filter(|(id, _)| *id != model.date()) {
            let number = self.add_fact(&fact.name, &fact.aliases);
            let is_level = id == crate::model::PERFORMER;
            for word in fact.words().filter(|_| !is_level) {
                self.add_value(word, number, fact);
            }
        }
        for table in &model.tables {
            let number = self.add_fact(&table.name, &table.aliases);
            for name in table.rows.iter().flat_map(|row| std::iter::once(&row.name).chain(&row.aliases)) {
                self.add(name, Kind::Value, number);
            }
        }
        for rule in model.rules.iter().filter(|rule| rule.effect.is_listed()) {
            self.add(&rule.id, Kind::Rule, 0);
        }
    }

    fn add_fact(&mut self, name: &str, aliases: &[String]) -> usize {
        let number = self.facts.len();
        self.facts.push(
            std::iter::once(name).chain(aliases.iter().map(String::as_str)).map(str::to_owned).collect(),
        );
        for name in std::iter::once(name).chain(aliases.iter().map(String::as_str)) {
            self.add(name, Kind::Fact, number);
        }
        number
    }

    fn add_value(&mut self, name: &str, of: usize, fact: &Axis) {
        let is_role = fact.kind == crate::model::AxisKind::Role;
        let written = if is_role { quoted(name) } else { quoted_value(name) };
        self.push(Named { name: name.to_owned(), written: written.into_owned(), kind: Kind::Value, of });
    }

    fn add(&mut self, name: &str, kind: Kind, of: usize) {
        // Rules are shown, never written in a question.
        let written = if kind == Kind::Rule { name.to_owned() } else { quoted(name).into_owned() };
        self.push(Named { name: name.to_owned(), written, kind, of });
    }

    fn push(&mut self, named: Named) {
        if self.names.len() < MOST {
            self.kinds.entry(named.name.clone()).or_insert(named.kind);
            self.names.push(named);
        }
    }

    /// Returns what a word is.
    pub(super) fn kind(&self, word: &str) -> Option<Kind> {
        self.kinds.get(word).copied()
    }

    /// Returns the number of the fact that a word names.
    pub(super) fn fact(&self, word: &str) -> Option<usize> {
        self.facts.iter().position(|names| names.iter().any(|name| name == word))
    }

    /// Returns the names of some kinds.
    pub(super) fn of_kinds(&self, kinds: &[Kind]) -> impl Iterator<Item = &Named> {
        self.names.iter().filter(move |named| kinds.contains(&named.kind))
    }

    /// Returns the values of a fact.
    pub(super) fn values(&self, fact: usize) -> impl Iterator<Item = &Named> {
        self.names.iter().filter(move |named| named.kind == Kind::Value && named.of == fact)
    }

    /// Tells whether a fact is the level of the performing unit.
    pub(super) fn is_level(&self, fact: usize) -> bool {
        self.facts.get(fact).is_some_and(|names| names.iter().any(|name| name == crate::model::LEVEL_NAME))
    }
}
