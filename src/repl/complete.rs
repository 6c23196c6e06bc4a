//! Completion, and when an entry is finished.
//!
//! In: the line so far. Out: names and words that go on from what is typed. At a terminal only.

use super::command::{COMMANDS, Parsed, TASKS, Takes, parse};
use super::engine::Engine;
use crate::syntax::{BEFORE_LEVEL, begins_statement, is_open, quoted};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

/// Words that hold queries and statements together.
const WORDS: &[&str] = &[
    "at",
    "is",
    "in",
    "on",
    "and",
    "or",
    "matter",
    "level",
    "when",
    "shared",
    "payer",
    "same level",
    "owner level",
    "undetermined",
    "expect",
    "given",
    "otherwise",
    "impossible",
    "because",
    "quote",
    "any other matter",
    "at least",
    "at most",
    "above",
    "below",
    "amount",
    "component",
    "elsewhere in",
    "from",
    "until",
];

/// What rustyline asks while a line is typed.
pub(super) struct Typist {
    /// Matters, with their aliases.
    matters: Vec<String>,
    /// Levels, with their local names.
    levels: Vec<String>,
    /// Facts and their values.
    facts: Vec<String>,
}

impl Typist {
    pub(super) fn new(engine: &Engine) -> Typist {
        let mut typist = Typist { matters: Vec::new(), levels: Vec::new(), facts: Vec::new() };
        for policy in engine.session().policies() {
            let model = &policy.model;
            typist.matters.extend(model.matters.names().map(|name| quoted(name).into_owned()));
            for level in model.levels.iter() {
                typist.levels.push(level.name.clone());
                typist.levels.extend(level.aliases.iter().cloned());
            }
            for fact in model.axes.iter().skip(2) {
                typist.facts.push(fact.name.clone());
                typist.facts.extend(fact.aliases.iter().cloned());
                typist.facts.extend(fact.words().map(|word| quoted(word).into_owned()));
            }
            for table in &model.tables {
                typist.facts.push(table.name.clone());
                typist.facts.extend(table.rows.iter().map(|row| quoted(&row.name).into_owned()));
            }
        }
        typist
    }

    /// Returns where the word before the cursor starts, and what it could become.
    pub(super) fn candidates(&self, line: &str, at: usize) -> (usize, Vec<String>) {
        let typed = line.get(..at).unwrap_or(line);
        if let Some(command) = typed.strip_prefix([':', '：'])
            && !command.contains(char::is_whitespace)
        {
            let colon = typed.len().saturating_sub(command.len());
            let names = COMMANDS.iter().flat_map(|command| [command.name, command.chinese]);
            return (colon, names.filter(|name| name.starts_with(command)).map(str::to_owned).collect());
        }
        if let Some(Parsed::Known(command, argument)) = parse(typed)
            && let Some(words) = words_of(command.takes)
        {
            let start = typed.len().saturating_sub(argument.len());
            return (start, words.into_iter().filter(|word| word.starts_with(argument)).collect());
        }
        let boundary =
            |c: char| c.is_whitespace() || matches!(c, ',' | '\u{FF0C}' | '\u{3001}' | '{' | '}' | '=' | '>');
        let start = typed.rfind(boundary).map_or(0, |i| {
            i.saturating_add(typed.get(i..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8))
        });
        let word = typed.get(start..).unwrap_or_default();
        let before = typed.get(..start).unwrap_or_default().trim_end();
        let after_level = BEFORE_LEVEL.iter().any(|key| ends_with_word(before, key));
        let pools: Vec<&[String]> =
            if after_level { vec![&self.levels] } else { vec![&self.matters, &self.levels, &self.facts] };
        let mut found: Vec<String> =
            pools.into_iter().flatten().filter(|name| name.starts_with(word)).cloned().collect();
        if !word.is_empty() {
            found.extend(WORDS.iter().filter(|name| name.starts_with(word)).map(|&name| name.to_owned()));
        }
        found.dedup();
        (start, found)
    }
}

/// Returns the words that may follow a command; nothing where it takes names or paths.
fn words_of(takes: Takes) -> Option<Vec<String>> {
    let both = |english: &str, chinese: &str| [english.to_owned(), chinese.to_owned()];
    match takes {
        Takes::Nothing => Some(Vec::new()),
        Takes::Words(words) => Some(words.iter().flat_map(|(en, zh)| both(en, zh)).collect()),
        Takes::Topics => Some(TASKS.iter().flat_map(|(_, en, zh)| both(en, zh)).collect()),
        Takes::Paths | Takes::Query => None,
    }
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace))
}

impl Completer for Typist {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, names) = self.candidates(line, pos);
        Ok((start, names.into_iter().map(|name| Pair { display: name.clone(), replacement: name }).collect()))
    }
}

impl Validator for Typist {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let entry = ctx.input();
        let is_command = entry.trim_start().starts_with([':', '：']);
        // An empty line ends what is unfinished, so that nobody is caught in an entry.
        let unfinished = !is_command && begins_statement(entry) && is_open(entry) && !entry.ends_with("\n");
        Ok(if unfinished { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Hinter for Typist {
    type Hint = String;
}

impl Highlighter for Typist {}
impl Helper for Typist {}
