//! Source texts and places in them.
//!
//! In: the name and the text of a file, a line typed at the prompt, or a query. Out: spans (half-open byte
//! ranges) and positions (line and column, both from 1, columns in characters). Nothing here reads files.

use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt;

/// One text among the [`Sources`] that a session holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceId(u32);

/// A half-open range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text that the range lies in.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Returns the smallest span of the same source that covers both.
    #[must_use]
    pub fn to(self, last: Span) -> Span {
        Span { source: self.source, start: self.start.min(last.start), end: self.end.max(last.end) }
    }
}

/// A line and a column, both counted from 1; columns count characters, not bytes and not screen cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A named text with its line table.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    /// The byte at which each line starts; the first is 0.
    line_starts: Vec<usize>,
    /// No character is hidden.
    plain: bool,
}

impl Source {
    /// Takes a text under a name; a byte order mark at its start is dropped.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let mut text: String = text.into();
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        let line_starts = line_starts(&text);
        let plain = !text.chars().any(is_hidden);
        Source { name: name.into(), text, line_starts, plain }
    }

    /// Returns the name shown in messages: a path as it was given, or a word such as `<repl>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the whole text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text in a form that is safe to show: what is hidden becomes a visible sign of as many bytes, so
    /// that places stay where they are.
    #[must_use]
    pub fn visible(&self) -> Cow<'_, str> {
        if self.plain {
            Cow::Borrowed(&self.text)
        } else {
            Cow::Owned(self.text.chars().map(visible).collect())
        }
    }

    /// Returns where a byte stands; a byte past the end, or inside a character, is moved back.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = floor_boundary(&self.text, byte);
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = line.checked_sub(1).and_then(|i| self.line_starts.get(i)).copied().unwrap_or(0);
        let column = self.text.get(start..byte).map_or(0, |before| before.chars().count());
        Position { line: line.max(1), column: column.saturating_add(1) }
    }

    /// Returns the byte range of a line (from 1), without its line ending; nothing past the last line.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Option<(usize, usize)> {
        let start = *self.line_starts.get(line.checked_sub(1)?)?;
        let next = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..next)?;
        Some((start, start.saturating_add(text.trim_end_matches(['\n', '\r']).len())))
    }

    /// Returns how many lines there are; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Returns the text under a span, or nothing where the span does not fit this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// Every text of a session, so that a [`Span`] alone finds its place.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    texts: Vec<Source>,
    /// Where statements stand now that were typed, or have moved, since: their file and line.
    moved: FxHashMap<Span, (String, usize)>,
}

impl Sources {
    /// Adds a text and returns its id.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(source);
        id
    }

    /// Forgets the text that was added last, if it is this one: its spans are void then.
    pub fn forget_last(&mut self, id: SourceId) {
        if (id.0 as usize).saturating_add(1) == self.texts.len() {
            self.texts.pop();
        }
    }

    /// Returns a text by its id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.texts.get(id.0 as usize)
    }

    /// Gives a text another name.
    pub fn rename(&mut self, id: SourceId, name: &str) {
        if let Some(source) = self.texts.get_mut(id.0 as usize) {
            name.clone_into(&mut source.name);
        }
    }

    /// Says that a statement stands in a file now, at this line.
    pub fn moved(&mut self, span: Span, file: &str, line: usize) {
        self.moved.insert(span, (file.to_owned(), line));
    }

    /// Returns the file and the line at which a reader finds a statement.
    #[must_use]
    pub fn cited(&self, span: Span) -> (&str, usize) {
        match self.moved.get(&span) {
            Some((file, line)) => (file, *line),
            None => {
                let (name, position) = self.locate(span);
                (name, position.line)
            }
        }
    }

    /// Returns the name of the text that a span lies in and where the span starts.
    #[must_use]
    pub fn locate(&self, span: Span) -> (&str, Position) {
        match self.get(span.source) {
            Some(source) => (source.name(), source.position(span.start as usize)),
            None => ("", Position { line: 1, column: 1 }),
        }
    }
}

/// Moves a byte offset back to the start of the character it falls in, and into the text.
#[must_use]
pub fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte = byte.saturating_sub(1);
    }
    byte
}

/// Tells whether a character moves the cursor, reorders text or is invisible.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    }
    let zero_width = matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}');
    let bidi = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{61C}');
    let tags = matches!(c, '\u{E0000}'..='\u{E007F}' | '\u{FE00}'..='\u{FE0F}');
    let nothing = u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    nothing || c.is_control() || zero_width || bidi || tags
}

fn visible(c: char) -> char {
    match (is_hidden(c), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, 3) => '\u{FFFD}',
        (true, _) => '\u{1F3F4}',
    }
}

/// Finds where lines start: after `\n`, after `\r\n`, and after a lone `\r`.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (i, &byte) in bytes.iter().enumerate() {
        let next = i.saturating_add(1);
        let ends = byte == b'\n' || (byte == b'\r' && bytes.get(next) != Some(&b'\n'));
        if ends {
            starts.push(next);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("x", "\u{FEFF}事项 专利导航\r\nab\rc");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position("事项 ".len()), Position { line: 1, column: 4 });
        assert_eq!(source.position("事项 专利导航\r\na".len()), Position { line: 2, column: 2 });
        assert_eq!(source.position("事项 专利导航\r\nab\r".len()), Position { line: 3, column: 1 });
        assert_eq!(source.position(9_999), Position { line: 3, column: 2 });
        assert_eq!(source.line_range(2), Some((21, 23)));
        assert_eq!(source.line_range(4), None);
    }
}
