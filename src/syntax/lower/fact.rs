//! Facts with their values, and tables that sort them.
//!
//! In: the pairs of one declaration. Out: its tree; what the values mean is not looked at here.

use super::{Lower, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::Span;
use crate::syntax::ast::{
    FactDecl, FactKind, ListedIn, Name, RowKey, TableDecl, TableRow, Text, ValueBlock, ValueDecl,
};
use crate::syntax::grammar::Rule;

impl Lower {
    pub(super) fn fact(&mut self, node: Node<'_>) -> FactDecl {
        let span = self.span(&node);
        let name = Name { text: String::new(), span };
        let mut fact = FactDecl {
            name,
            aliases: Vec::new(),
            kind: FactKind::Words,
            values: Vec::new(),
            open: false,
            listed: None,
        };
        let mut rising = 0_usize;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => fact.name = self.name(&inner),
                Rule::also => fact.aliases.append(&mut self.names(inner)),
                Rule::bad_colon => self.guessed(&inner),
                Rule::fact_kind => {
                    fact.kind = match inner.as_str() {
                        "amount" | "金额" => FactKind::Amount,
                        "number" | "数量" => FactKind::Number,
                        _ => FactKind::Date,
                    }
                }
                Rule::listed_in => self.listed_in(inner, &mut fact),
                Rule::less => rising = rising.saturating_add(1),
                Rule::etc => fact.open = true,
                Rule::value_decl => {
                    let place = self.span(&inner);
                    match self.value_decl(inner, 0) {
                        Some(value) => fact.values.push(value),
                        None => {
                            fact.open = true;
                            self.other_or_etc(place);
                        }
                    }
                }
                _ => {}
            }
        }
        if rising > 0 {
            fact.kind = FactKind::Ordered;
            let plain = fact.values.iter().all(|value| value.block.is_none());
            if fact.open || !plain || rising != fact.values.len().saturating_sub(1) {
                self.diagnostics.push(
                    Diagnostic::error(Code::MixedOrder, span, Message::MixedOrder).help(Advice::MixedOrder),
                );
            }
        }
        let last = fact.values.last().filter(|_| !fact.open && fact.values.len() > 1);
        self.glued_etc(last.map(|value| &value.name));
        fact
    }

    /// Lowers `listed in "…" as province`; such a fact is answered yes or no.
    fn listed_in(&mut self, node: Node<'_>, fact: &mut FactDecl) {
        let span = self.span(&node);
        let mut listed = ListedIn { document: Text { text: String::new(), span }, level: None };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::string => listed.document = self.text(&inner),
                Rule::name => listed.level = Some(self.name(&inner)),
                _ => {}
            }
        }
        let value = |text: &str| ValueDecl {
            name: Name { text: text.to_owned(), span },
            aliases: Vec::new(),
            block: None,
        };
        fact.values = vec![value("yes"), value("no")];
        fact.listed = Some(listed);
    }

    /// `其他` among the values may mean further ones, or a value of that name; it is never guessed which.
    fn other_or_etc(&mut self, place: Span) {
        let diagnostic = Diagnostic::error(Code::GluedEtc, place, Message::OtherOrEtc);
        self.diagnostics.push(diagnostic.help(Advice::OtherOrEtc));
    }

    /// Lowers a declared value; `other` declares none, it opens the fact.
    pub(super) fn value_decl(&mut self, node: Node<'_>, depth: usize) -> Option<ValueDecl> {
        let mut value: Option<ValueDecl> = None;
        for inner in node.into_inner() {
            match (inner.as_rule(), value.as_mut()) {
                (Rule::name | Rule::yes_word, _) => {
                    value = Some(ValueDecl { name: self.name(&inner), aliases: Vec::new(), block: None });
                }
                (Rule::also, Some(value)) => value.aliases.append(&mut self.names(inner)),
                (Rule::value_block, Some(value)) => {
                    value.block = Some(self.value_block(inner, depth.saturating_add(1)));
                }
                _ => {}
            }
        }
        value
    }

    fn value_block(&mut self, node: Node<'_>, depth: usize) -> ValueBlock {
        let mut block = ValueBlock::default();
        if self.nests_too_deep(&node, depth) {
            return block;
        }
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::etc => block.open = true,
                Rule::value_decl => {
                    let place = self.span(&inner);
                    match self.value_decl(inner, depth) {
                        Some(value) => block.values.push(value),
                        None => {
                            block.open = true;
                            self.other_or_etc(place);
                        }
                    }
                }
                _ => {}
            }
        }
        let last = block.values.last().filter(|_| !block.open);
        self.glued_etc(last.map(|value| &value.name));
        block
    }

    /// `table 分档 of region { 第一档 : 内蒙古; 第五档 : others }`
    pub(super) fn table(&mut self, node: Node<'_>) -> TableDecl {
        let name = Name { text: String::new(), span: self.span(&node) };
        let mut table = TableDecl { name: name.clone(), aliases: Vec::new(), fact: name, rows: Vec::new() };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => table.name = self.name(&inner),
                Rule::also => table.aliases.append(&mut self.names(inner)),
                Rule::fact_name => table.fact = self.fact_name(inner),
                Rule::table_row => table.rows.push(self.table_row(inner)),
                _ => {}
            }
        }
        table
    }

    fn table_row(&mut self, node: Node<'_>) -> TableRow {
        let name = Name { text: String::new(), span: self.span(&node) };
        let mut row = TableRow { name, aliases: Vec::new(), keys: Vec::new() };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => row.name = self.name(&inner),
                Rule::also => row.aliases.append(&mut self.names(inner)),
                Rule::row_key => row.keys.extend(self.row_key(inner)),
                _ => {}
            }
        }
        row
    }

    /// `第一档`, `{ 第一档, 第二档 }`, `others`, `any`
    pub(super) fn row_key(&mut self, node: Node<'_>) -> Option<RowKey> {
        let inner = node.into_inner().next()?;
        let span = self.span(&inner);
        Some(match inner.as_rule() {
            Rule::kw_others => RowKey::Others(span),
            Rule::value_any => RowKey::Any(span),
            Rule::value_set => RowKey::Values(self.values(inner), span),
            _ => RowKey::Values(self.value(inner).into_iter().collect(), span),
        })
    }
}
