//! Pairs → tree: the only walk over pest's pairs.
//!
//! In: the pairs of one parse. Out: the tree, and a diagnostic for each guessed spelling and broken statement.
//! Names are put into their canonical form here; nothing is looked up.

mod answer;
mod declaration;
mod fact;
mod query;
mod rule;

use super::ast::{File, Item, Name, Section, Statement, Text};
use super::broken;
use super::grammar::Rule;
use super::limits::{MAX_ERRORS, MAX_NESTING};
use super::name::canonical;
use super::offset;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::{SourceId, Span};
use pest::iterators::Pair;

/// The state of one walk.
pub(super) struct Lower {
    source: SourceId,
    /// Where the parsed text starts in its source, in bytes.
    base: u32,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many diagnostics there were beyond those that are kept.
    pub(super) dropped: usize,
    lost_declaration: bool,
    /// Braces that broken statements opened; what closes them closes no section.
    owed: i64,
}

type Node<'i> = Pair<'i, Rule>;

impl Lower {
    pub(super) fn new(source: SourceId, base: u32) -> Lower {
        Lower { source, base, diagnostics: Vec::new(), dropped: 0, lost_declaration: false, owed: 0 }
    }

    /// Lowers `file`: sections gather the statements up to their closing brace.
    pub(super) fn file(&mut self, root: Node<'_>) -> File {
        let mut items = Vec::new();
        let mut open: Option<Section> = None;
        for node in root.into_inner() {
            self.forget_surplus();
            match node.as_rule() {
                Rule::section_open => self.open_section(node, &mut open, &mut items),
                Rule::block_close => {
                    let span = self.span(&node);
                    self.close_section(span, &mut open, &mut items);
                }
                Rule::policy_item => self.policy_place(node, open.as_ref(), &mut items),
                Rule::bad_statement => self.bad_statement(&node, &mut open, &mut items),
                Rule::EOI => {}
                _ => {
                    let statement = self.statement(node);
                    place(statement, &mut open, &mut items);
                }
            }
        }
        if let Some(section) = open {
            self.diagnostics.push(
                Diagnostic::error(Code::UnclosedBlock, section.span, Message::UnclosedBlock)
                    .help(Advice::CloseBlock),
            );
            items.push(Item::Section(section));
        }
        File { items, lost_declaration: self.lost_declaration }
    }

    /// Keeps a bounded number of diagnostics; those come in the order of the text.
    fn forget_surplus(&mut self) {
        // One more than is listed, to say where the rest begin.
        let kept = MAX_ERRORS.saturating_add(1);
        let surplus = self.diagnostics.len().saturating_sub(kept);
        self.diagnostics.truncate(kept);
        self.dropped = self.dropped.saturating_add(surplus);
    }

    fn open_section(&mut self, node: Node<'_>, open: &mut Option<Section>, items: &mut Vec<Item>) {
        self.owed = 0;
        let header = self.section(node);
        if let Some(outer) = open.take() {
            self.diagnostics.push(
                Diagnostic::error(Code::NestedBlock, header.span, Message::NestedSection)
                    .label(outer.span, Message::LabelOpenedHere)
                    .help(Advice::NestedSection),
            );
            items.push(Item::Section(outer));
        }
        *open = Some(header);
    }

    fn close_section(&mut self, span: Span, open: &mut Option<Section>, items: &mut Vec<Item>) {
        if self.owed > 0 {
            self.owed = self.owed.saturating_sub(1);
            return;
        }
        match open.take() {
            Some(section) => items.push(Item::Section(section)),
            None => self.diagnostics.push(
                Diagnostic::error(Code::StrayBrace, span, Message::StrayBrace).help(Advice::StrayBrace),
            ),
        }
    }

    fn policy_place(&mut self, node: Node<'_>, open: Option<&Section>, items: &mut Vec<Item>) {
        let header = self.policy(node);
        match open {
            None => items.push(Item::Policy(header)),
            Some(section) => self.diagnostics.push(
                Diagnostic::error(Code::NestedBlock, header.span, Message::PolicyInSection)
                    .label(section.span, Message::LabelOpenedHere)
                    .help(Advice::CloseBlock),
            ),
        }
    }

    /// Explains a broken statement, and keeps the braces in it from upsetting the blocks around it.
    fn bad_statement(&mut self, node: &Node<'_>, open: &mut Option<Section>, items: &mut Vec<Item>) {
        let span = self.span(node);
        let text = node.as_str();
        for (at, part) in broken::statements(text) {
            let start = span.start.saturating_add(offset(at));
            self.diagnostics.push(broken::diagnose(self.source, start, part));
            self.lost_declaration |= !broken::declares_nothing(part);
        }
        place(Statement::Error(span), open, items);
        let balance = broken::brace_balance(text);
        if balance > 0 && broken::first_keyword(text) == Some("section") && open.is_none() {
            let label = Name { text: String::new(), span };
            *open = Some(Section { label, title: None, statements: Vec::new(), span });
        } else if balance > 0 {
            self.owed = balance;
        } else if balance < 0
            && let Some(section) = open.take()
        {
            items.push(Item::Section(section));
        }
    }

    fn statement(&mut self, node: Node<'_>) -> Statement {
        match node.as_rule() {
            Rule::matters_item => Statement::Matters(self.matters(node)),
            Rule::level_item => Statement::Level(self.level(node)),
            Rule::performer_item => Statement::Performer(self.performer(node)),
            Rule::fact_item => Statement::Fact(self.fact(node)),
            Rule::table_item => Statement::Table(self.table(node)),
            Rule::parameter_item => Statement::Parameter(self.parameter(node)),
            Rule::part_item => Statement::Part(self.part(node)),
            Rule::starts_item => self.boxed(node, Lower::starts, Statement::Starts),
            Rule::remark_item => self.remark(node),
            Rule::given_item => Statement::Given(self.given(node)),
            Rule::expect_item => self.boxed(node, Lower::expect, Statement::Expect),
            _ => self.boxed(node, Lower::rule, Statement::Rule),
        }
    }

    /// Lowers a statement that may turn out to be unreadable.
    fn boxed<T>(
        &mut self,
        node: Node<'_>,
        lower: impl FnOnce(&mut Lower, Node<'_>) -> Option<T>,
        wrap: impl FnOnce(Box<T>) -> Statement,
    ) -> Statement {
        let span = self.span(&node);
        match lower(self, node) {
            Some(value) => wrap(Box::new(value)),
            None => Statement::Error(span),
        }
    }

    // ------------------------------------------------------------ pieces shared by the whole walk

    /// Returns where a pair stands, without blanks or comments at its end.
    fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        let start = self.base.saturating_add(offset(span.start()));
        let text = span.as_str().trim_end();
        Span { source: self.source, start, end: start.saturating_add(offset(text.len())) }
    }

    fn name(&mut self, node: &Node<'_>) -> Name {
        let text = unquoted(node.as_str());
        Name { text: canonical(text), span: self.span(node) }
    }

    /// Refuses brackets that nest too deep.
    fn nests_too_deep(&mut self, node: &Node<'_>, depth: usize) -> bool {
        if depth > MAX_NESTING {
            let message = Message::TooDeep { limit: MAX_NESTING };
            self.diagnostics.push(Diagnostic::error(Code::TooDeep, self.span(node), message));
        }
        depth > MAX_NESTING
    }

    /// Lowers a fact name; `层级` is the level.
    fn fact_name(&mut self, node: Node<'_>) -> Name {
        let span = self.span(&node);
        match node.into_inner().next() {
            Some(inner) if inner.as_rule() == Rule::name => self.name(&inner),
            _ => Name { text: "level".to_owned(), span },
        }
    }

    fn names(&mut self, node: Node<'_>) -> Vec<Name> {
        node.into_inner().filter(|n| n.as_rule() == Rule::name).map(|n| self.name(&n)).collect()
    }

    fn text(&self, node: &Node<'_>) -> Text {
        Text { text: unquoted(node.as_str()).to_owned(), span: self.span(node) }
    }

    /// Returns the quotation inside a clause such as `quote "…"`.
    fn text_in(&mut self, node: Node<'_>) -> Option<Text> {
        node.into_inner().find(|n| n.as_rule() == Rule::string).map(|n| self.text(&n))
    }

    /// Reports a guessed spelling; the statement is still read, so that further mistakes show too.
    fn guessed(&mut self, node: &Node<'_>) {
        let (code, right) = match node.as_rule() {
            Rule::bad_arrow => (Code::WrongArrow, "=>"),
            Rule::bad_equals => (Code::WrongEquals, "is"),
            Rule::bad_payer => (Code::WrongPayer, "payer"),
            Rule::bad_as => (Code::WrongColon, "as"),
            _ => (Code::WrongColon, ":"),
        };
        let found = node.as_str().to_owned();
        let diagnostic = Diagnostic::error(code, self.span(node), Message::WrongSpelling { found, right });
        self.diagnostics.push(diagnostic.help(Advice::Write { right: right.to_owned() }));
    }
}

fn place(statement: Statement, open: &mut Option<Section>, items: &mut Vec<Item>) {
    match open {
        Some(section) => section.statements.push(statement),
        None => items.push(Item::Statement(statement)),
    }
}

/// Takes the quotes off a quotation; other text stays as it is.
fn unquoted(text: &str) -> &str {
    const OPENING: &[char] = &['"', '“', '”', '「', '『', '＂', '《'];
    const CLOSING: &[char] = &['"', '“', '”', '」', '』', '＂', '》'];
    match text.strip_prefix(OPENING) {
        Some(rest) => rest.strip_suffix(CLOSING).unwrap_or(rest),
        None => text,
    }
}
