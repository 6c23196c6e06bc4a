//! Colour by what a word is; and nothing that is typed reaches the terminal as an order to it.
//!
//! In: the line. Out: the line with colours, as wide as it was.

use super::Typist;
use super::words::Kind;
use crate::source::is_hidden;
use crate::syntax::keywords::is_keyword;
use std::borrow::Cow;

/// Longer lines are not coloured: the whole line is painted at every key.
const LONGEST: usize = 10_000;

const BOLD: &str = "1";
const FAINT: &str = "2";
const YELLOW: &str = "33";
const BLUE: &str = "34";
const MAGENTA: &str = "35";
const CYAN: &str = "36";
const GREEN: &str = "32";

impl Typist {
    pub(super) fn coloured<'l>(&self, line: &'l str) -> Cow<'l, str> {
        let safe = visible(line);
        if !self.colour || line.len() > LONGEST {
            return safe;
        }
        let mut painted = String::new();
        let mut rest: &str = &safe;
        let mut first = true;
        while let Some((piece, after)) = next_piece(rest) {
            match self.colour_of(piece, first) {
                Some(colour) => painted.push_str(&paint(piece, colour)),
                None => painted.push_str(piece),
            }
            first &= piece.trim().is_empty();
            rest = after;
        }
        Cow::Owned(painted)
    }

    fn colour_of(&self, piece: &str, first: bool) -> Option<&'static str> {
        let start = piece.chars().next()?;
        if first && (start == ':' || start == '\u{FF1A}') {
            return Some(BOLD);
        }
        if piece.starts_with("//") || start == '#' {
            return Some(FAINT);
        }
        if opens(start).is_some() {
            return Some(YELLOW);
        }
        if piece == "=>" || piece == "\u{FF1D}\u{FF1E}" {
            return Some(BLUE);
        }
        match self.words.kind(piece) {
            Some(Kind::Matter) => Some(CYAN),
            Some(Kind::Level | Kind::Value) => Some(GREEN),
            Some(Kind::Fact) => Some(MAGENTA),
            Some(Kind::Rule) | None if is_keyword(piece) => Some(BLUE),
            Some(Kind::Rule) | None => None,
        }
    }
}

/// Paints a text.
pub(super) fn paint(text: &str, colour: &str) -> String {
    format!("\u{1B}[{colour}m{text}\u{1B}[0m")
}

/// Paints a hint.
pub(super) fn faint(text: &str) -> String {
    paint(text, FAINT)
}

/// Replaces what could move the cursor by a sign of the same width, and takes out what could turn text round.
pub(super) fn visible(line: &str) -> Cow<'_, str> {
    let is_order = |c: char| is_hidden(c) || c == '\r';
    if !line.contains(is_order) {
        return Cow::Borrowed(line);
    }
    let shown = |c: char| match is_order(c) {
        false => Some(c),
        // A control character is counted as one column, other hidden ones as none.
        true => c.is_control().then_some('\u{FFFD}'),
    };
    Cow::Owned(line.chars().filter_map(shown).collect())
}

/// Returns the sign that ends a quotation.
fn opens(c: char) -> Option<char> {
    Some(match c {
        '"' => '"',
        '\u{201C}' => '\u{201D}',
        '\u{300C}' => '\u{300D}',
        '\u{300E}' => '\u{300F}',
        _ => return None,
    })
}

/// Splits off the next piece: a comment, a quotation, a command, a word, an arrow, or what stands between.
fn next_piece(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    let end = if text.starts_with("//") || first == '#' {
        text.find('\n').unwrap_or(text.len())
    } else if let Some(close) = opens(first) {
        let inside = text.get(first.len_utf8()..).unwrap_or_default();
        let line = inside.find('\n').unwrap_or(inside.len());
        let end =
            inside.find(close).filter(|end| *end < line).map(|end| end.saturating_add(close.len_utf8()));
        first.len_utf8().saturating_add(end.unwrap_or(line))
    } else if text.starts_with("=>") {
        2
    } else if is_word(first) || first == ':' || first == '\u{FF1A}' {
        let inside = text.get(first.len_utf8()..).unwrap_or_default();
        let end = inside.find(|c| !is_word(c)).unwrap_or(inside.len());
        first.len_utf8().saturating_add(end)
    } else {
        first.len_utf8()
    };
    text.split_at_checked(end)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '(' | ')' | '\u{FF08}' | '\u{FF09}')
}

#[cfg(test)]
mod tests {
    use super::{next_piece, visible};

    #[test]
    fn a_line_is_its_pieces() {
        for line in [
            "matter 专利导航 => \"县\" // x",
            ":load a",
            "“未完",
            "=>=>",
            "\"a\nb",
            "",
            "#x\ny",
            "县(区)，市",
        ] {
            let mut rest = line;
            let mut again = String::new();
            while let Some((piece, after)) = next_piece(rest) {
                assert!(!piece.is_empty(), "{line:?}");
                again.push_str(piece);
                rest = after;
            }
            assert_eq!(again, line);
        }
    }

    #[test]
    fn nothing_that_is_typed_is_an_order_to_the_terminal() {
        assert_eq!(visible("a\u{1B}[31mb\u{202E}c\u{7}"), "a\u{FFFD}[31mbc\u{FFFD}");
        assert_eq!(visible("专利\n导航"), "专利\n导航");
    }
}
