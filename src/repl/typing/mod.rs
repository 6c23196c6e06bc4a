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
        Cow::Owned(highlight::faint(&highlight::visible(hint)))
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

#[cfg(test)]
mod tests {
    use super::Typist;
    use crate::message::Lang;
    use crate::repl::Engine;
    use crate::terminal::Canvas;

    fn typist() -> Typist {
        let mut engine = Engine::new(Canvas { lang: Lang::En, colour: true, width: 80, wraps: false });
        let said = engine.line(
            "level city as \u{5E02}; level county as \u{53BF}\nmatters { tax, toll, \"to do\", \u{957F}\u{671F} }\n\
             fact scope : wide | narrow\nfact founder : city | county\nmatter tax when scope is wide => city, payer city",
        );
        assert!(!said.failed, "{}", said.text);
        Typist::new(&engine)
    }

    #[test]
    fn what_is_offered_depends_on_what_stands_before() {
        let typist = typist();
        let offered = |typed: &str| -> Vec<String> {
            typist.candidates(typed).1.into_iter().map(|candidate| candidate.text).collect()
        };
        for (typed, whole) in [
            ("t", &["tax", "toll", "\"to do\"", "table"][..]),
            ("\"to", &["toll", "\"to do\""]),
            ("cq", &["\u{957F}\u{671F}"]),
            ("zhangq", &["\u{957F}\u{671F}"]),
            ("tax at ", &["city", "\u{5E02}", "county", "\u{53BF}"]),
            ("tax at cou", &["county"]),
            ("tax, scope is ", &["wide", "narrow"]),
            ("tax, scope in { wide, ", &["wide", "narrow"]),
            ("tax, scope is not n", &["narrow"]),
            ("tax, founder is ci", &["city"]),
            ("tax, level is ", &["city", "\u{5E02}", "county", "\u{53BF}"]),
            ("matter tax when s", &["scope"]),
            ("matter t", &["tax", "toll", "\"to do\""]),
            ("matter tax => shared, payer c", &["city", "county"]),
            ("given sc", &["scope"]),
            (":given sc", &["scope"]),
            (":given scope is n", &["narrow"]),
            (":forget f", &["founder"]),
            (":ex", &["explain"]),
            (":explain tax at cou", &["county"]),
            (":set lang z", &["lang zh"]),
            (":levels c", &[]),
            (":nonsense c", &[]),
            ("section x {\n  matter tol", &["toll"]),
        ] {
            assert_eq!(offered(typed), whole, "{typed:?}");
        }
        // Whatever stands before the cursor, what is offered takes the place of its end.
        for typed in
            ["", " ", ":", "\u{FF1A}", "\"", "{", "tax at", "\u{5728}", "tax \u{5728}\u{53BF}", "a\nb", "\t"]
        {
            let (start, _) = typist.candidates(typed);
            assert!(typed.is_char_boundary(start), "{typed:?}");
        }
    }

    #[test]
    fn an_entry_is_finished_where_a_statement_can_end() {
        let typist = typist();
        for entry in
            ["matter tax =>", "section x {", "matters { tax,", "matter tax => city,", "matters { a, b\n"]
        {
            assert!(typist.is_incomplete(entry), "{entry:?}");
        }
        for entry in [
            "tax at city,",
            ":load {",
            "matter tax => city",
            "matters { tax }",
            "tax",
            "",
            "level city // a,",
        ] {
            assert!(!typist.is_incomplete(entry), "{entry:?}");
        }
    }

    #[test]
    fn a_hint_goes_on_from_what_is_typed() {
        use rustyline::hint::Hint;
        let typist = typist();
        let hint = |line: &str| typist.hint_for(line, line.len(), None);
        assert_eq!(
            hint("tax at cou").and_then(|hint| hint.completion().map(str::to_owned)).as_deref(),
            Some("nty")
        );
        let spelled = hint("cq").map(|hint| (hint.display().to_owned(), hint.completion().is_none()));
        assert_eq!(spelled, Some(("  [Tab] \u{957F}\u{671F}".to_owned(), true)));
        for line in ["", " ", "tax", "tax at county", "zz"] {
            assert!(hint(line).is_none(), "{line:?}");
        }
        assert!(typist.hint_for("tax at cou", 3, None).is_none(), "the cursor stands inside");
        assert!(Typist { colour: false, ..typist }.hint_for("tax at cou", 10, None).is_none());
    }
}
