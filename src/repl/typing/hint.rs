//! Hints: what could come next, faint behind the cursor.
//!
//! In: the line so far. Out: how the word or the line goes on; the right arrow takes it. Where colour is off there are
//! none: they could not be told from what is typed.

use super::Typist;
use super::complete::Rank;
use crate::message::Word;
use crate::repl::command::{after_colon, named};
use rustyline::Context;
use rustyline::hint::Hint;
use rustyline::history::SearchDirection;

/// What is shown behind the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::repl) struct Faint {
    /// What is shown.
    shown: String,
    /// What the right arrow takes.
    taken: Option<String>,
}

impl Hint for Faint {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.taken.as_deref()
    }
}

/// No hint is looked for behind a longer line.
const LONGEST: usize = 400;

impl Typist {
    pub(super) fn hint_for(&self, line: &str, pos: usize, context: Option<&Context<'_>>) -> Option<Faint> {
        if !self.colour || pos < line.len() || line.len() > LONGEST || line.trim().is_empty() {
            return None;
        }
        if line.ends_with('\n') {
            return self
                .is_incomplete(line)
                .then(|| shown(format!("  {}", Word::HintGoesOn.text(self.lang))));
        }
        if let Some(arguments) = self.arguments(line) {
            return Some(shown(format!(" {arguments}")));
        }
        if let Some(entry) = context.and_then(|context| earlier(line, context)) {
            return Some(Faint { shown: entry.clone(), taken: Some(entry) });
        }
        let (start, found) = self.candidates(line);
        let word = line.get(start..).filter(|word| !word.is_empty())?;
        let first = found.first()?;
        match first.rank {
            Rank::Begins => {
                let rest = first.text.get(word.len()..).filter(|rest| !rest.is_empty())?;
                Some(Faint { shown: rest.to_owned(), taken: Some(rest.to_owned()) })
            }
            // It takes the place of what is typed, so the right arrow cannot take it.
            Rank::Spelled | Rank::SpelledRarely if word.chars().count() > 1 => {
                let names: Vec<&str> = found.iter().take(3).map(|one| one.text.as_str()).collect();
                Some(shown(format!("  {}", Word::HintTab { names: names.join(" ") }.text(self.lang))))
            }
            Rank::Spelled | Rank::SpelledRarely | Rank::Inside => None,
        }
    }

    /// Returns what may follow a command that is typed in full.
    fn arguments(&self, line: &str) -> Option<String> {
        let name = after_colon(line)?;
        let found = named(name);
        let [command] = found.as_slice() else { return None };
        let text = command.topic.text(self.lang);
        let arguments = text.lines().next().unwrap_or_default();
        let whole = command.name == name || command.chinese == name;
        (whole && !arguments.is_empty()).then(|| arguments.to_owned())
    }
}

/// Returns how the latest entry that begins so goes on.
fn earlier(line: &str, context: &Context<'_>) -> Option<String> {
    let history = context.history();
    let last = history.len().checked_sub(1)?;
    let found = history.starts_with(line, last, SearchDirection::Reverse).ok().flatten()?;
    let rest = found.entry.get(line.len()..).filter(|rest| !rest.is_empty() && !rest.contains('\n'))?;
    Some(rest.to_owned())
}

fn shown(shown: String) -> Faint {
    Faint { shown, taken: None }
}
