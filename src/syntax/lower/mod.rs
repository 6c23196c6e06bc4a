//! Pairs → tree: the only walk over pest's pairs.
//!
//! In: the pairs of one parse. Out: the tree, and a diagnostic for each guessed spelling and broken statement.
//! Names are put into their canonical form here; nothing is looked up.

mod answer;
mod declaration;
mod fact;
mod file;
mod query;
mod rule;
mod usual;

use super::ast::{Item, Name, Section, Statement, Text};
use super::grammar::Rule;
use super::limits::MAX_NESTING;
use super::name::canonical;
use super::offset;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::{SourceId, Span};
use pest::iterators::Pair;

/// The state of one walk.
pub(super) struct Lower {
    source: SourceId,
    /// Whether places are kept; without them two trees are equal where they say the same.
    pub(super) placed: bool,
    /// Where the text that is walked starts in its source, in bytes.
    base: u32,
    /// Whether the statement that is walked has Chinese keywords; what is advised is written in them too.
    chinese: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many diagnostics there were beyond those that are kept.
    pub(super) dropped: usize,
    items: Vec<Item>,
    /// The section that is not closed yet.
    open: Option<Section>,
    lost_declaration: bool,
    /// Braces that broken statements opened; what closes them closes no section.
    owed: i64,
    /// Braces that close sections which were refused for standing inside others.
    forgiven: usize,
    /// The byte after the last broken statement that left a block open.
    left_open: Option<usize>,
    /// Whether a brace was taken for that of a broken statement, and may have been meant to close the section.
    swallowed: bool,
}

type Node<'i> = Pair<'i, Rule>;

impl Lower {
    pub(super) fn new(source: SourceId) -> Lower {
        Lower {
            source,
            placed: true,
            base: 0,
            chinese: false,
            diagnostics: Vec::new(),
            dropped: 0,
            items: Vec::new(),
            open: None,
            lost_declaration: false,
            owed: 0,
            forgiven: 0,
            left_open: None,
            swallowed: false,
        }
    }

    fn statement(&mut self, node: Node<'_>) -> Statement {
        match node.as_rule() {
            Rule::matters_item => Statement::Matters(Box::new(self.matters(node))),
            Rule::level_item => Statement::Level(Box::new(self.level(node))),
            Rule::performer_item => Statement::Performer(Box::new(self.performer(node))),
            Rule::fact_item => Statement::Fact(Box::new(self.fact(node))),
            Rule::table_item => Statement::Table(Box::new(self.table(node))),
            Rule::parameter_item => Statement::Parameter(Box::new(self.parameter(node))),
            Rule::part_item => Statement::Part(Box::new(self.part(node))),
            Rule::starts_item => self.boxed(node, Lower::starts, Statement::Starts),
            Rule::remark_item => self.remark(node),
            Rule::use_item => Statement::Use(Box::new(self.use_file(node))),
            Rule::sections_item => Statement::Sections(self.listed_sections(node)),
            Rule::allow_item => self.boxed(node, Lower::allow, Statement::Allow),
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
        if !self.placed {
            return Span { source: self.source, start: 0, end: 0 };
        }
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

    /// Returns the quotation inside a clause that has to say something; where it has no words, that is reported.
    fn words_in(&mut self, node: Node<'_>) -> Option<Text> {
        let clause: String = node.as_str().chars().take_while(|c| c.is_alphanumeric()).collect();
        let reason = node.as_rule() == Rule::because;
        let text = self.text_in(node)?;
        if !text.text.chars().any(char::is_alphanumeric) {
            let help = if reason { Advice::ReasonInWords } else { Advice::WordsOrNothing };
            let message = Message::WithoutWords { clause };
            self.diagnostics.push(Diagnostic::error(Code::WithoutWords, text.span, message).help(help));
        }
        Some(text)
    }

    /// Reports a guessed spelling; the statement is still read, so that further mistakes show too.
    fn guessed(&mut self, node: &Node<'_>) {
        let found = node.as_str().to_owned();
        let chinese = self.chinese || found.chars().any(char::is_alphabetic) && !found.is_ascii();
        let (code, right) = match (node.as_rule(), chinese) {
            (Rule::bad_arrow, _) => (Code::WrongArrow, "=>"),
            (Rule::bad_equals, false) => (Code::WrongEquals, "is"),
            (Rule::bad_equals, true) => (Code::WrongEquals, "为"),
            (Rule::bad_payer, false) => (Code::WrongPayer, "payer"),
            (Rule::bad_payer, true) => (Code::WrongPayer, "支出"),
            (Rule::bad_as, false) => (Code::WrongColon, "as"),
            (Rule::bad_as, true) => (Code::WrongColon, "别名"),
            _ => (Code::WrongColon, ":"),
        };
        let diagnostic = Diagnostic::error(code, self.span(node), Message::WrongSpelling { found, right });
        self.diagnostics.push(diagnostic.help(Advice::Write { right: right.to_owned() }));
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
