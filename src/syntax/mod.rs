//! Text → tree.
//!
//! In: one [`Source`]. Out: always a tree, with a diagnostic for each statement that could not be read; the
//! rest of the file still counts. Nothing is looked up here. Only this folder sees pest.

mod answer_words;
pub mod ast;
mod bound;
mod broken;
mod compact;
mod deceptive;
mod depth;
mod expected;
mod grammar;
mod hint;
pub mod keywords;
pub mod limits;
mod lower;
mod name;
mod parts;
mod plain;
mod question;
mod tokens;

pub use answer_words::AnswerWords;
pub use bound::worded as worded_bound;
pub use compact::plain_text;
pub use keywords::is_keyword;
pub use name::canonical;
pub use question::{
    CaseQuestion, Question, SoughtWord, StatusWord, Unlistable, WantedWord, asks, is_so, level_names,
    matter_name, question, several_levels, sought, sought_and_query, unlistable, without_bound,
    without_manner,
};
pub use tokens::{Gap, Kind, Role, Token, tokens};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::message::{Advice, Lang, Message};
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
    lowered(Lower::new(id), id, source.text())
}

/// Refuses a text that does not say what it shows; nothing else of it is looked at.
fn undeceived(id: SourceId, text: &str) -> Result<(), Vec<Diagnostic>> {
    let found = deceptive::find(id, text);
    if found.is_empty() { Ok(()) } else { Err(in_order(found, 0)) }
}

/// Parses a whole rule file into a tree without places: two texts that say the same have equal trees.
#[must_use]
pub fn parse_meaning(text: &str) -> Parsed<ast::File> {
    let id = SourceId::default();
    let mut lower = Lower::new(id);
    lower.placed = false;
    lowered(lower, id, text)
}

fn lowered(mut lower: Lower, id: SourceId, text: &str) -> Parsed<ast::File> {
    if let Err(diagnostics) = undeceived(id, text) {
        return Parsed { tree: ast::File { lost_declaration: true, ..ast::File::default() }, diagnostics };
    }
    let walked = limits_kept(id, text).and_then(|()| {
        parts::walk(text, |root, start| lower.part_of_file(root, start))
            .map_err(|(start, error)| too_deep(id, start.saturating_add(broken::error_start(&error))))
    });
    if let Err(refused) = walked {
        return Parsed { tree: ast::File::default(), diagnostics: vec![*refused] };
    }
    let tree = lower.end_of_file();
    let dropped = lower.dropped;
    let mut diagnostics = lower.diagnostics;
    if tree.items.is_empty() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::EmptyFile, Span { source: id, start: 0, end: 0 }, Message::EmptyFile)
                .help(Advice::FirstRule),
        );
    }
    Parsed { tree, diagnostics: in_order(diagnostics, dropped) }
}

/// Reads a rule in the usual spelling by the general rules; nothing where a word in it stands for something else.
fn general_rule(text: &str) -> Option<Pair<'_, Rule>> {
    let rule = Grammar::parse(Rule::rule_item, text).ok()?.next()?;
    (rule.as_str().len() == text.len()).then_some(rule)
}

/// Parses one query line.
///
/// # Errors
/// Says why the line is not a query.
pub fn parse_query(id: SourceId, source: &Source) -> Result<ast::Query, Vec<Diagnostic>> {
    limits_kept(id, source.text()).map_err(|refused| vec![*refused])?;
    undeceived(id, source.text())?;
    let mut pairs = Grammar::parse(Rule::query_line, source.text())
        .map_err(|error| vec![broken::explain(id, 0, source.text(), &error)])?;
    let Some(root) = pairs.next() else { return Err(vec![*too_deep(id, 0)]) };
    let mut lower = Lower::new(id);
    match lower.query_line(root) {
        Some(query) if lower.diagnostics.is_empty() => Ok(query),
        _ => Err(in_order(lower.diagnostics, 0)),
    }
}

/// Returns a name as it has to be written: between quotes unless it is one word.
#[must_use]
pub fn quoted(name: &str) -> Cow<'_, str> {
    let is_word = Grammar::parse(Rule::bare_name, name).is_ok_and(|pairs| pairs.as_str() == name);
    if is_word && !MARKS.iter().any(|(open, close)| name.contains(open) || name.contains(close)) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(in_quotes(name))
}

/// Pairs of quotation marks.
const MARKS: &[(&str, &str)] = &[("\"", "\""), ("“", "”"), ("「", "」"), ("『", "』"), ("＂", "＂")];

/// Returns the label of a section as it has to be written.
#[must_use]
pub fn label_text(label: &str) -> Cow<'_, str> {
    match Grammar::parse(Rule::label, label).is_ok_and(|pairs| pairs.as_str() == label) {
        true => Cow::Borrowed(label),
        false => Cow::Owned(in_quotes(label)),
    }
}

/// Puts a name between quotation marks.
#[must_use]
pub fn in_quotes(name: &str) -> String {
    // A name was itself written between marks that it does not contain, so one pair always fits.
    let fitting = MARKS.iter().find(|(open, close)| !name.contains(open) && !name.contains(close));
    let (open, close) = fitting.copied().unwrap_or(("\"", "\""));
    format!("{open}{name}{close}")
}

/// Returns a value as it has to be written; 是 is a keyword everywhere but there.
#[must_use]
pub fn quoted_value(name: &str) -> Cow<'_, str> {
    if Grammar::parse(Rule::yes_word, name).is_ok_and(|pairs| pairs.as_str() == name) {
        Cow::Borrowed(name)
    } else {
        quoted(name)
    }
}

/// Tells whether a text begins like a statement rather than like a query.
#[must_use]
pub fn begins_statement(text: &str) -> bool {
    broken::first_keyword(text).is_some()
}

/// The keywords of a query in one language, to write one.
#[derive(Debug, Clone, Copy)]
pub struct QueryWords {
    /// Before a level.
    pub at: &'static str,
    /// Between a fact and its value.
    pub is: &'static str,
    /// Between a fact and a list of values.
    pub within: &'static str,
    /// Between values, one of which holds.
    pub or: &'static str,
    /// Between values that hold together.
    pub and: &'static str,
    /// Before a date.
    pub on: &'static str,
    /// Before the first day of a period.
    pub from: &'static str,
    /// Before the last day of a period.
    pub until: &'static str,
    /// Before the smallest figure.
    pub at_least: &'static str,
    /// Before the first day.
    pub not_before: &'static str,
    /// Before the figure that is too large.
    pub below: &'static str,
    /// Before the day that is too late.
    pub before: &'static str,
    /// Before an amount of money.
    pub amount: &'static str,
    /// Between a matter and one of its components.
    pub component: &'static str,
    /// Before a further fact, with the blank that follows.
    pub comma: &'static str,
    /// Any value that is not declared.
    pub other: &'static str,
    /// Before an open group: the rest of it.
    pub elsewhere: &'static str,
    /// Every matter that is not listed.
    pub any_other: &'static str,
    /// Every matter that is listed.
    pub every: &'static str,
}

impl QueryWords {
    /// Returns the keywords of a language.
    #[must_use]
    pub const fn of(lang: Lang) -> QueryWords {
        match lang {
            Lang::En => QueryWords {
                at: "at",
                is: "is",
                within: "in",
                or: "or",
                and: "and",
                on: "on",
                from: "from",
                until: "until",
                at_least: "at least",
                not_before: "at least",
                below: "below",
                before: "before",
                amount: "amount",
                component: "component",
                comma: ", ",
                other: "other",
                elsewhere: "elsewhere in",
                any_other: "any other matter",
                every: "every matter",
            },
            Lang::Zh => QueryWords {
                at: "在",
                is: "为",
                within: "属于",
                or: "或",
                and: "且",
                on: "于",
                from: "自",
                until: "至",
                at_least: "不低于",
                not_before: "不早于",
                below: "低于",
                before: "早于",
                amount: "金额",
                component: "部分",
                comma: "，",
                other: "其他",
                elsewhere: "其他",
                any_other: "其他未列事项",
                every: "所有事项",
            },
        }
    }
}

/// Tells whether a text that begins with `matter` reads as a query: `matter 专利导航 at level county`.
#[must_use]
pub fn is_query(text: &str) -> bool {
    let about_a_matter = broken::first_keyword(text) == Some("matter");
    about_a_matter && depth::too_deep(text).is_none() && Grammar::parse(Rule::query_line, text).is_ok()
}

/// Tells whether a text opens a brace that it does not close.
#[must_use]
pub fn is_open(text: &str) -> bool {
    broken::brace_balance(text) > 0
}

/// Refuses what is too large or too deep for the grammar.
fn limits_kept(id: SourceId, text: &str) -> Result<(), Box<Diagnostic>> {
    if text.len() > limits::MAX_BYTES {
        let message = Message::TooLarge { bytes: text.len(), limit: limits::MAX_BYTES };
        let place = Span { source: id, start: 0, end: 0 };
        return Err(Box::new(Diagnostic::error(Code::TooLarge, place, message).help(Advice::SplitFile)));
    }
    depth::too_deep(text).map_or(Ok(()), |at| Err(too_deep(id, at)))
}

fn too_deep(id: SourceId, at: usize) -> Box<Diagnostic> {
    let message = Message::TooDeep { limit: limits::MAX_NESTING };
    let place = Span { source: id, start: offset(at), end: offset(at) };
    Box::new(Diagnostic::error(Code::TooDeep, place, message).help(Advice::Unnest))
}

/// Sorts by place and keeps a bounded number; `dropped` more were not kept to begin with.
fn in_order(mut diagnostics: Vec<Diagnostic>, dropped: usize) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|d| (d.span(), d.code));
    let more = diagnostics.len().saturating_sub(limits::MAX_ERRORS).saturating_add(dropped);
    if let Some(next) = diagnostics.get(limits::MAX_ERRORS).and_then(Diagnostic::span) {
        diagnostics.truncate(limits::MAX_ERRORS);
        let message = Message::TooManyErrors { more };
        diagnostics.push(Diagnostic::new(Code::TooManyErrors, Severity::Error, message).at(next));
    }
    diagnostics
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}
