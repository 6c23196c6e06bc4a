//! Where the names stand that a declaration gives beside the first: aliases, and the values of facts.
//!
//! In: the items of one policy. Out: the place of such a name. What a name stands for is not known here.

use super::statements;
use crate::source::Span;
use crate::syntax::ast::{Item, MatterBlock, Name, Statement, ValueDecl};
use rustc_hash::FxHashMap;

/// The places of further names, by the place of the name that is declared with them.
#[derive(Debug, Clone, Default)]
pub struct Places(FxHashMap<(Span, String), Span>);

impl Places {
    /// Returns where a name stands that is declared with another; the place of that one where it is not written out.
    #[must_use]
    pub fn of(&self, declared: Span, name: &str) -> Span {
        self.0.get(&(declared, name.to_owned())).copied().unwrap_or(declared)
    }

    pub(super) fn new(items: &[Item]) -> Places {
        let mut places = Places::default();
        for (_, statement) in statements(items) {
            match statement {
                Statement::Level(decl) => places.add(&decl.name, &decl.aliases),
                Statement::Matters(block) => places.matters(block),
                Statement::Fact(decl) => {
                    places.add(&decl.name, &decl.aliases);
                    places.values(&decl.name, &decl.values);
                }
                Statement::Table(decl) => places.add(&decl.name, &decl.aliases),
                _ => {}
            }
        }
        places
    }

    fn add(&mut self, declared: &Name, names: &[Name]) {
        for name in names {
            self.0.entry((declared.span, name.text.clone())).or_insert(name.span);
        }
    }

    fn matters(&mut self, block: &MatterBlock) {
        for decl in &block.matters {
            self.add(&decl.name, &decl.aliases);
            if let Some(block) = &decl.block {
                self.matters(block);
            }
        }
    }

    fn values(&mut self, fact: &Name, values: &[ValueDecl]) {
        for value in values {
            self.add(fact, std::slice::from_ref(&value.name));
            self.add(fact, &value.aliases);
            if let Some(block) = &value.block {
                self.values(fact, &block.values);
            }
        }
    }
}
