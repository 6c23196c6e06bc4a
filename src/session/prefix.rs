//! A word before every name that a file declares: `use "levels.qz" as 省` makes `县` into `省·县`.
//!
//! In: declarations. Out: the same, each name that they declare or mean with the word before it. Values of facts are
//! names of their fact alone and stay, unless they are levels.

use crate::syntax::ast::{FactDecl, Item, MatterBlock, Name, RowKey, Statement, TableDecl, Value, ValueDecl};
use std::collections::BTreeSet;

/// Names that files declare, which get a word before them.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    levels: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Names {
    /// Adds what items declare.
    pub(super) fn declare(&mut self, items: &[Item]) {
        for statement in statements(items) {
            match statement {
                Statement::Level(decl) => add(&mut self.levels, &decl.name, &decl.aliases),
                Statement::Fact(decl) => add(&mut self.others, &decl.name, &decl.aliases),
                Statement::Table(decl) => add(&mut self.others, &decl.name, &decl.aliases),
                _ => {}
            }
        }
    }

    /// Puts a word before every name in items.
    pub(super) fn put(&self, word: &str, items: &mut [Item]) {
        for item in items {
            match item {
                Item::Statement(statement) => self.statement(word, statement),
                Item::Section(section) => {
                    section.statements.iter_mut().for_each(|inner| self.statement(word, inner));
                }
                Item::Policy(_) => {}
            }
        }
    }

    fn statement(&self, word: &str, statement: &mut Statement) {
        match statement {
            Statement::Level(decl) => {
                own(word, &mut decl.name, &mut decl.aliases);
                decl.members.iter_mut().for_each(|name| self.level(word, name));
            }
            Statement::Performer(decl) => decl.levels.iter_mut().for_each(|name| self.level(word, name)),
            Statement::Fact(decl) => self.fact(word, decl),
            Statement::Table(decl) => self.table(word, decl),
            Statement::Parameter(decl) => own(word, &mut decl.name, &mut decl.aliases),
            Statement::Part(decl) => own(word, &mut decl.name, &mut decl.aliases),
            Statement::Matters(block) => matters(word, block),
            _ => {}
        }
    }

    /// Puts the word before a level, if it is one of these.
    fn level(&self, word: &str, name: &mut Name) {
        if self.levels.contains(&name.text) {
            put(word, name);
        }
    }

    fn fact(&self, word: &str, decl: &mut FactDecl) {
        own(word, &mut decl.name, &mut decl.aliases);
        // A fact whose values are levels is a role.
        let is_level = |value: &ValueDecl| self.levels.contains(&value.name.text);
        if decl.values.iter().all(is_level) {
            decl.values.iter_mut().for_each(|value| self.level(word, &mut value.name));
        }
    }

    fn table(&self, word: &str, decl: &mut TableDecl) {
        own(word, &mut decl.name, &mut decl.aliases);
        if self.others.contains(&decl.fact.text) {
            put(word, &mut decl.fact);
        }
        for key in decl.rows.iter_mut().flat_map(|row| row.keys.iter_mut()) {
            if let RowKey::Values(values, _) = key {
                for value in values {
                    if let Value::Named(name) = value {
                        self.level(word, name);
                    }
                }
            }
        }
    }
}

fn add(names: &mut BTreeSet<String>, name: &Name, aliases: &[Name]) {
    names.extend(std::iter::once(name).chain(aliases).map(|name| name.text.clone()));
}

fn own(word: &str, name: &mut Name, aliases: &mut [Name]) {
    put(word, name);
    aliases.iter_mut().for_each(|alias| put(word, alias));
}

fn matters(word: &str, block: &mut MatterBlock) {
    for decl in &mut block.matters {
        own(word, &mut decl.name, &mut decl.aliases);
        // Components are names of their matter alone.
        if let Some(inner) = decl.block.as_mut().filter(|_| !decl.whole) {
            matters(word, inner);
        }
    }
}

fn put(word: &str, name: &mut Name) {
    name.text = format!("{word}·{}", name.text);
}

/// Returns every statement, whatever section it stands in.
pub(super) fn statements(items: &[Item]) -> impl Iterator<Item = &Statement> {
    items.iter().flat_map(|item| {
        let (inside, alone): (&[Statement], _) = match item {
            Item::Policy(_) => (&[], None),
            Item::Section(section) => (section.statements.as_slice(), None),
            Item::Statement(statement) => (&[], Some(statement)),
        };
        inside.iter().chain(alone)
    })
}
