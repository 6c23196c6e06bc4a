//! What may stand at the cursor.
//!
//! In: the line up to the cursor. Out: where its last word starts, and what could stand there. Only words are looked at: what
//! the line means is not asked, because it is not finished.

use super::words::Words;
use crate::repl::command::{Parsed, Takes, after_colon, parse};
use crate::syntax::begins_statement;
use crate::syntax::keywords::{BEFORE_FACT, BEFORE_LEVEL, BEFORE_MATTER, BEFORE_VALUE};

/// What could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Command,
    Words(&'static [(&'static str, &'static str)]),
    Topic,
    Setting,
    Path,
    /// Any name.
    Name,
    Matter,
    Level,
    Fact,
    /// A value of a fact.
    Value(usize),
    /// The beginning of a question or a statement.
    Start,
    /// Whatever goes on in a question.
    InQuery,
    /// Whatever goes on in a statement.
    InStatement,
    Nothing,
}

/// A place where something is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The byte at which the word before the cursor starts.
    pub start: usize,
    /// What could stand there.
    pub wanted: Wanted,
}

/// Returns what may stand at the end of what is typed.
pub(super) fn place(typed: &str, words: &Words) -> Place {
    // Of several lines only the last is being typed.
    let line_start = typed.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let line = typed.get(line_start..).unwrap_or_default();
    if let Some(command) = after_colon(line)
        && line_start == 0
    {
        return in_command(typed, command.trim_start(), words);
    }
    let place = in_text(line, words, begins_statement(typed));
    Place { start: place.start.saturating_add(line_start), ..place }
}

fn in_command(typed: &str, command: &str, words: &Words) -> Place {
    let start = typed.len().saturating_sub(command.len());
    if !command.contains(char::is_whitespace) {
        return Place { start, wanted: Wanted::Command };
    }
    let Some(Parsed::Known(known, _)) = parse(typed) else {
        return Place { start: typed.len(), wanted: Wanted::Nothing };
    };
    let name = command.find(char::is_whitespace).unwrap_or(command.len());
    let argument = command.get(name..).unwrap_or_default().trim_start();
    let from = typed.len().saturating_sub(argument.len());
    let whole = |wanted| Place { start: from, wanted };
    match known.takes {
        Takes::Nothing | Takes::Alone => whole(Wanted::Nothing),
        Takes::Paths => {
            let start = typed.rfind(char::is_whitespace).map_or(0, |at| after(typed, at));
            Place { start, wanted: Wanted::Path }
        }
        Takes::Words(words) => whole(Wanted::Words(words)),
        Takes::Topics => whole(Wanted::Topic),
        Takes::Settings => whole(Wanted::Setting),
        Takes::Names => whole(Wanted::Name),
        Takes::Facts if !argument.contains(char::is_whitespace) => whole(Wanted::Fact),
        Takes::Facts | Takes::Query => {
            let place = in_text(argument, words, false);
            Place { start: place.start.saturating_add(from), ..place }
        }
    }
}

/// Returns the byte behind the character at a place.
fn after(text: &str, at: usize) -> usize {
    at.saturating_add(text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))
}

fn in_text(line: &str, words: &Words, statement: bool) -> Place {
    let mut start = word_start(line);
    let before = line.get(..start).unwrap_or_default().trim_end();
    let word = line.get(start..).unwrap_or_default();
    // Chinese is typed without spaces: 专利导航 在县.
    let glued = "\u{5728}";
    if let Some(level) = word.strip_prefix(glued).filter(|level| !level.is_empty()) {
        start = line.len().saturating_sub(level.len());
        return Place { start, wanted: Wanted::Level };
    }
    Place { start, wanted: wanted(before, words, statement) }
}

fn wanted(before: &str, words: &Words, statement: bool) -> Wanted {
    let ends = |keys: &[&str]| keys.iter().any(|key| ends_with_word(before, key));
    if before.is_empty() {
        return Wanted::Start;
    }
    // `scope is`, `scope in { 全市性,`
    let in_set = before
        .rfind(['{', '\u{FF5B}'])
        .filter(|at| !before.get(*at..).unwrap_or_default().contains(['}', '\u{FF5D}']));
    let head = in_set.and_then(|at| before.get(..at)).unwrap_or(before).trim_end();
    if let Some(key) = BEFORE_VALUE.iter().filter(|key| ends_with_word(head, key)).max_by_key(|key| key.len())
    {
        let fact = head.strip_suffix(key).unwrap_or_default().trim_end();
        let name = fact.get(word_start(fact)..).unwrap_or_default().trim_matches('"');
        return match words.fact(name) {
            Some(fact) if words.is_level(fact) => Wanted::Level,
            Some(fact) => Wanted::Value(fact),
            None => Wanted::Name,
        };
    }
    if ends(BEFORE_LEVEL) && !(statement && before.trim() == "level") {
        return Wanted::Level;
    }
    if ends(BEFORE_FACT) {
        return Wanted::Fact;
    }
    if ends(BEFORE_MATTER) || (in_set.is_some() && BEFORE_MATTER.iter().any(|key| ends_with_word(head, key)))
    {
        return Wanted::Matter;
    }
    if statement { Wanted::InStatement } else { Wanted::InQuery }
}

/// Returns where the last word starts; a quotation that is open is one word.
fn word_start(line: &str) -> usize {
    if line.matches('"').count().checked_rem(2) == Some(1) {
        return line.rfind('"').unwrap_or(0);
    }
    let boundary = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | '{' | '}' | '=' | '>' | ';' | ':' | '|')
            || matches!(
                c,
                '\u{FF0C}'
                    | '\u{3001}'
                    | '\u{FF5B}'
                    | '\u{FF5D}'
                    | '\u{FF1B}'
                    | '\u{FF1A}'
                    | '\u{FF1D}'
                    | '\u{FF1E}'
            )
    };
    line.rfind(boundary).map_or(0, |at| after(line, at))
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word)
        .is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_'))
}
