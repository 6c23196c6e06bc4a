//! What helps while a line is typed: completion, hints, colour, and when an entry is finished.
//!
//! In: the line so far, and the words of the sitting. Out: what rustyline shows. At a terminal only.

mod complete;
mod context;
mod highlight;
mod hint;
mod paths;
mod pinyin;
mod words;

pub(in crate::repl) use pinyin::initials;

use super::engine::{Engine, is_command};
use crate::message::Lang;
use crate::syntax::{begins_statement, is_open};
use complete::replacement;
use hint::Faint;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Context, Helper};
use std::borrow::Cow;
use words::Words;

/// What rustyline asks while a line is typed.
pub(super) struct Typist {
    words: Words,
    lang: Lang,
    /// Hints and colours may be shown.
    colour: bool,
    /// The values that are asked for.
    question: Option<Vec<String>>,
}

impl Typist {
    pub(super) fn new(engine: &Engine) -> Typist {
        Typist {
            words: Words::new(engine),
            lang: engine.lang(),
            colour: engine.canvas.colour,
            question: engine.choices(),
        }
    }

    /// Tells whether an entry goes on in the next line: a brace is open, or the line ends where no statement can. An
    /// empty line ends it in any case, so that nobody is caught in an entry.
    fn is_incomplete(&self, entry: &str) -> bool {
        const GOES_ON: &[&str] = &["=>", "\u{FF1D}\u{FF1E}", ",", "\u{FF0C}", "\u{3001}"];
        if is_command(entry) || !begins_statement(entry) {
            return false;
        }
        let last = entry.trim_end();
        let half = GOES_ON.iter().any(|sign| last.ends_with(sign))
            && !last.lines().next_back().is_some_and(|line| line.contains("//"));
        is_open(entry) || half
    }
}

impl Completer for Typist {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, found) = self.candidates(line.get(..pos).unwrap_or(line));
        if let Some(common) = replacement(&found, line.get(start..pos).unwrap_or_default()) {
            let pair = Pair { display: common.clone(), replacement: common };
            return Ok((start, vec![pair]));
        }
        let pair = |text: String| Pair { display: text.clone(), replacement: text };
        Ok((start, found.into_iter().map(|candidate| pair(candidate.text)).collect()))
    }
}

impl Validator for Typist {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let entry = ctx.input();
        // The line is about to be ended: an empty one ends the entry.
        let unfinished = self.is_incomplete(entry) && !entry.ends_with('\n');
        Ok(if unfinished { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Hinter for Typist {
    type Hint = Faint;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<Faint> {
        self.hint_for(line, pos, Some(context))
    }
}

impl Highlighter for Typist {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        self.coloured(line)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(highlight::faint(hint))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: CompletionType) -> Cow<'c, str> {
        highlight::visible(candidate)
    }

    fn highlight_char(&self, line: &str, _: usize, kind: CmdKind) -> bool {
        let changed = kind != CmdKind::MoveCursor;
        changed && (self.colour || matches!(highlight::visible(line), Cow::Owned(_)))
    }
}

impl Helper for Typist {}
