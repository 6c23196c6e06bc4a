//! Text → tree.
//!
//! In: one [`Source`]. Out: always a tree, with a diagnostic for each statement that could not be read; the
//! rest of the file still counts. Nothing is looked up here. Only this folder sees pest.

pub mod ast;
mod broken;
mod depth;
mod expected;
mod grammar;
pub mod limits;
mod lower;
mod name;

pub use name::canonical;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::message::Message;
use crate::source::{Source, SourceId, Span};
use grammar::{Grammar, Rule};
use lower::Lower;
use pest::Parser;
use pest::iterators::Pair;
use std::borrow::Cow;

/// A tree and what was wrong with the text; the tree leaves out what could not be read.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    /// The tree.
    pub tree: T,
    /// What was wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a whole rule file, or statements typed at the prompt.
#[must_use]
pub fn parse_file(id: SourceId, source: &Source) -> Parsed<ast::File> {
    let mut lower = Lower::new(id, 0);
    let root = match first_pair(id, source, Rule::file) {
        Ok(root) => root,
        Err(refused) => return Parsed { tree: ast::File::default(), diagnostics: vec![*refused] },
    };
    let tree = lower.file(root);
    let mut diagnostics = lower.diagnostics;
    if tree.items.is_empty() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::EmptyFile, Span { source: id, start: 0, end: 0 }, Message::EmptyFile)
                .help(Message::HelpFirstRule),
        );
    }
    Parsed { tree, diagnostics: in_order(diagnostics) }
}

/// Parses one query line.
///
/// # Errors
/// Says why the line is not a query.
pub fn parse_query(id: SourceId, source: &Source) -> Result<ast::Query, Vec<Diagnostic>> {
    let root = first_pair(id, source, Rule::query_line).map_err(|refused| vec![*refused])?;
    let mut lower = Lower::new(id, 0);
    match lower.query_line(root) {
        Some(query) if lower.diagnostics.is_empty() => Ok(query),
        _ => Err(in_order(lower.diagnostics)),
    }
}

/// Returns a name as it has to be written: between quotes unless it is one word.
#[must_use]
pub fn quoted(name: &str) -> Cow<'_, str> {
    let is_word = Grammar::parse(Rule::name, name).is_ok_and(|mut pairs| {
        pairs.next().is_some_and(|pair| pair.as_str().len() == name.len())
            && !name.starts_with(['"', '“', '「'])
    });
    match (is_word, name.contains('"')) {
        (true, _) => Cow::Borrowed(name),
        (false, false) => Cow::Owned(format!("\"{name}\"")),
        (false, true) => Cow::Owned(format!("「{name}」")),
    }
}

/// Tells whether a text begins like a statement rather than like a query.
#[must_use]
pub fn begins_statement(text: &str) -> bool {
    broken::first_keyword(text).is_some()
}

/// Keywords after which a level is written, for completion.
pub const BEFORE_LEVEL: &[&str] = &["at", "level", "payer", "在", "层级", "支出", "支出责任"];

/// Tells whether a text reads as a query, whatever it begins with: `matter 专利导航 at level county`.
#[must_use]
pub fn is_query(text: &str) -> bool {
    depth::too_deep(text).is_none() && Grammar::parse(Rule::query_line, text).is_ok()
}

/// Tells whether a text opens a brace that it does not close.
#[must_use]
pub fn is_open(text: &str) -> bool {
    broken::brace_balance(text) > 0
}

/// Runs the grammar; refuses what is too large or too deep for it.
fn first_pair(id: SourceId, source: &Source, rule: Rule) -> Result<Pair<'_, Rule>, Box<Diagnostic>> {
    let text = source.text();
    let place = |at: usize| Span { source: id, start: offset(at), end: offset(at) };
    if text.len() > limits::MAX_BYTES {
        let message = Message::TooLarge { bytes: text.len(), limit: limits::MAX_BYTES };
        return Err(Box::new(
            Diagnostic::error(Code::TooLarge, place(0), message).help(Message::HelpSplitFile),
        ));
    }
    let deep = |at: usize| {
        let message = Message::TooDeep { limit: limits::MAX_NESTING };
        Box::new(Diagnostic::error(Code::TooDeep, place(at), message).help(Message::HelpUnnest))
    };
    if let Some(at) = depth::too_deep(text) {
        return Err(deep(at));
    }
    match Grammar::parse(rule, text) {
        Ok(mut pairs) => pairs.next().ok_or_else(|| deep(0)),
        Err(error) if rule == Rule::file => Err(deep(broken::error_start(&error))),
        Err(error) => Err(Box::new(broken::explain(id, 0, text, &error))),
    }
}

/// Sorts by place and keeps a bounded number.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|d| (d.span(), d.code));
    if let Some(last) = diagnostics.get(limits::MAX_ERRORS).and_then(Diagnostic::span) {
        let more = diagnostics.len().saturating_sub(limits::MAX_ERRORS);
        diagnostics.truncate(limits::MAX_ERRORS);
        let message = Message::TooManyErrors { more };
        diagnostics.push(Diagnostic::new(Code::TooManyErrors, Severity::Error, message).at(last));
    }
    diagnostics
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}
