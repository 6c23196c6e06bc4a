//! Draws diagnostics under the text that they are about.
//!
//! In: a diagnostic and the sources. Out: text, with or without colour. Lines and columns come from our own table, in
//! characters; what could move the cursor or hide text is replaced by a visible sign of the same length.

use super::layout::wrap;
use crate::diagnostic::{Diagnostic, Severity};
use crate::message::{Lang, Word};
use crate::source::{Source, SourceId, Sources, Span, floor_boundary, is_hidden};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents,
};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

/// How to draw.
#[derive(Debug, Clone, Copy)]
pub struct Canvas {
    /// The language of the messages.
    pub lang: Lang,
    /// Whether to use colour.
    pub colour: bool,
    /// How many columns there are.
    pub width: usize,
    /// Sentences are broken where words end, to fit: somebody reads them on a screen.
    pub wraps: bool,
}

/// The longest text without a blank that is shown whole, in characters.
const LONGEST_WORD: usize = 400;

/// The longest line that is drawn, in bytes; of longer ones only the place is said.
const LONGEST_LINE: usize = 2_000;

impl Canvas {
    /// Draws one diagnostic; `extra` lines follow its help.
    #[must_use]
    pub fn draw(&self, sources: &Sources, diagnostic: &Diagnostic, extra: &[String]) -> String {
        let theme = if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_wrap_lines(false)
            .with_links(false)
            .with_context_lines(0)
            .with_cause_chain();
        let mut text = String::new();
        let drawn = Drawn::new(self.lang, sources, diagnostic);
        if handler.render_report(&mut text, &drawn).is_err() {
            text = drawn.to_string();
        }
        for elsewhere in &drawn.related {
            let mut block = String::new();
            if handler.render_report(&mut block, elsewhere).is_ok() {
                // The place in another text stands without a heading of its own.
                let lines = block.lines().skip_while(|line| !line.contains("─["));
                text.push_str(&lines.map(|line| format!("\n{line}")).collect::<String>());
            }
        }
        // miette leaves a blank line under the code, and another before places in other texts.
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        // Under the code stands the sentence, and then the text that it is about.
        let line = |(number, line): (usize, &str)| match number {
            1 => self.fitted(line),
            _ => format!("{line}\n"),
        };
        let mut text: String = lines.enumerate().map(line).collect();
        for help in diagnostic.help.iter().map(|help| help.text(self.lang)) {
            let line = Word::Colon { left: Word::Help.text(self.lang), right: help }.text(self.lang);
            text.push_str(&self.fitted(&format!("  {}", printable(&line))));
        }
        for line in extra {
            text.push_str(&self.fitted(&format!("  {}", printable(line))));
        }
        text
    }

    /// Ends a line, broken where words end if somebody reads it on a screen.
    fn fitted(&self, line: &str) -> String {
        const INDENT: usize = 4;
        if self.wraps { wrap(line, self.width, INDENT) } else { format!("{line}\n") }
    }
}

/// A diagnostic in the form that miette draws.
struct Drawn<'a> {
    text: String,
    code: &'static str,
    severity: miette::Severity,
    source: Option<Shown<'a>>,
    labels: Vec<LabeledSpan>,
    /// Places in other texts, each drawn as a block of its own.
    related: Vec<Drawn<'a>>,
}

impl<'a> Drawn<'a> {
    fn new(lang: Lang, sources: &'a Sources, diagnostic: &Diagnostic) -> Drawn<'a> {
        let mut drawn = Drawn {
            text: printable(&diagnostic.message.text(lang)),
            code: diagnostic.code.as_str(),
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Note => miette::Severity::Advice,
            },
            source: None,
            labels: Vec::new(),
            related: Vec::new(),
        };
        let mut home: Option<SourceId> = None;
        for label in &diagnostic.labels {
            let Some(source) = sources.get(label.span.source) else { continue };
            let words = label.message.as_ref().map(|message| printable(&message.text(lang)));
            let Some(span) = first_line(source, label.span) else {
                let (file, position) = sources.locate(label.span);
                drawn.text.push_str(&format!(" ({file}:{position})"));
                continue;
            };
            let primary = home.is_none();
            let span = if primary {
                LabeledSpan::new_primary_with_span(words, span)
            } else {
                LabeledSpan::new_with_span(words, span)
            };
            if home.is_none_or(|home| home == label.span.source) {
                home = Some(label.span.source);
                drawn.source = Some(Shown::new(source));
                drawn.labels.push(span);
            } else {
                drawn.related.push(Drawn {
                    text: String::new(),
                    code: drawn.code,
                    severity: drawn.severity,
                    source: Some(Shown::new(source)),
                    labels: vec![span],
                    related: Vec::new(),
                });
            }
        }
        drawn
    }
}

/// Clips a span to its first line; nothing where that line is too long to draw.
fn first_line(source: &Source, span: Span) -> Option<SourceSpan> {
    let text = source.text();
    let start = floor_boundary(text, span.start as usize);
    let (line_start, line_end) = source.line_range(source.position(start).line)?;
    if line_end.saturating_sub(line_start) > LONGEST_LINE {
        return None;
    }
    let end = floor_boundary(text, span.end as usize).min(line_end).max(start);
    Some(SourceSpan::from((start, end.saturating_sub(start))))
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.labels.is_empty() { None } else { Some(Box::new(self.labels.iter().cloned())) }
    }
}

/// A source as miette reads it: lines and columns are ours.
struct Shown<'a> {
    source: &'a Source,
    name: String,
    text: Cow<'a, str>,
}

impl<'a> Shown<'a> {
    fn new(source: &'a Source) -> Shown<'a> {
        let mut text = source.visible();
        // A mark at the very end is only drawn if something stands after it.
        if !text.ends_with('\n') {
            text.to_mut().push('\n');
        }
        Shown { source, name: printable(source.name()), text }
    }
}

/// The lines around a span.
struct Window<'a> {
    data: &'a [u8],
    name: &'a str,
    span: SourceSpan,
    line: usize,
    column: usize,
    lines: usize,
}

impl SourceCode for Shown<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = floor_boundary(&self.text, span.offset());
        let end = floor_boundary(&self.text, span.offset().saturating_add(span.len()));
        let first = self.source.position(start).line.saturating_sub(before).max(1);
        let last = self.source.position(end).line.saturating_add(after).min(self.source.line_count());
        let (line_start, _) = self.source.line_range(first).ok_or(MietteError::OutOfBounds)?;
        let next = self.source.line_range(last.saturating_add(1));
        let line_end = next.map_or(self.text.len(), |(start, _)| start);
        let data = self.text.get(line_start..line_end).ok_or(MietteError::OutOfBounds)?.as_bytes();
        Ok(Box::new(Window {
            data,
            name: &self.name,
            span: SourceSpan::from((line_start, line_end.saturating_sub(line_start))),
            line: first.saturating_sub(1),
            column: self.source.position(start).column.saturating_sub(1),
            lines: last.saturating_sub(first).saturating_add(1),
        }))
    }
}

impl<'a> SpanContents<'a> for Window<'a> {
    fn data(&self) -> &'a [u8] {
        self.data
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.lines
    }

    fn name(&self) -> Option<&str> {
        Some(self.name)
    }
}

/// Returns text with what cannot be shown written as its code point, and with endless words cut.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::new();
    let mut run = 0_usize;
    for c in text.chars() {
        run = if c.is_whitespace() { 0 } else { run.saturating_add(1) };
        match run.cmp(&LONGEST_WORD) {
            Ordering::Greater => {}
            Ordering::Equal => shown.push('…'),
            Ordering::Less if is_hidden(c) || c == '\r' => {
                shown.push_str(&format!("<U+{:04X}>", u32::from(c)))
            }
            Ordering::Less => shown.push(c),
        }
    }
    shown
}
