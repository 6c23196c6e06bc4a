//! Text that knows where it may be broken, and how it is set in lines.
//!
//! In: documents. Out: lines with the columns that may be put under each other. A group stands on one line if it fits, as
//! in Wadler's *A prettier printer* (2003); a block of rows is opened before anything around it is broken.

use super::WIDTH;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// A piece of a statement.
#[derive(Debug)]
pub(super) enum Doc<'t> {
    /// A word or a sign.
    Text(Cow<'t, str>),
    /// A blank.
    Space,
    /// A blank, or nothing; the end of a line where its group does not fit.
    Line(bool),
    /// A blank, or nothing; the end of a line where what follows does not fit.
    Fill(bool),
    /// The end of a line, and a blank line where one stood.
    Hard(bool),
    /// A place that stands under the same place of other lines.
    Stop(Column, usize),
    /// A comment behind what it is about.
    Comment(Cow<'t, str>),
    /// A comment on a line of its own, and a blank line where one stood.
    OwnComment(Cow<'t, str>, bool),
    /// What stands on one line if it fits.
    Group(Vec<Doc<'t>>),
    /// A list in braces: as a group, and never opened for what stands before it.
    List(Vec<Doc<'t>>),
    /// What ends a statement: as a group, but below where what it follows had to be broken.
    Tail(Vec<Doc<'t>>),
    /// A block of rows: what stands around it needs no room for them.
    Rows(Vec<Doc<'t>>),
    /// What is set in further than what stands around it.
    Below(Vec<Doc<'t>>),
}

/// The columns of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The first: a colon, `as`, the value of a field.
    First,
    /// The arrow.
    Arrow,
    /// The first clause.
    Clause,
}

/// A line as it is set.
#[derive(Debug, Default, Clone)]
pub(super) struct Line {
    /// How far it is set in.
    pub indent: usize,
    /// Its text, without a comment at its end.
    pub text: String,
    /// A comment at its end.
    pub comment: Option<String>,
    /// Whether it stays as it is, blanks at its end included.
    pub verbatim: bool,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
    /// Its columns: which, of which group of lines, and the byte where it begins.
    pub stops: Vec<(Column, usize, usize)>,
}

impl Line {
    /// Returns how many columns of a screen it takes, without its comment.
    pub(super) fn width(&self) -> usize {
        self.indent.saturating_add(self.text.width())
    }
}

/// Sets a statement in lines.
pub(super) fn set(docs: &[Doc<'_>], indent: usize) -> Vec<Line> {
    let mut setter = Setter {
        lines: Vec::new(),
        line: Line { indent, ..Line::default() },
        ended: false,
        stack: Vec::new(),
    };
    setter.stack.extend(docs.iter().rev().map(|doc| (indent, false, doc)));
    while let Some((indent, flat, doc)) = setter.stack.pop() {
        setter.one(indent, flat, doc);
    }
    setter.lines.push(setter.line);
    setter.lines
}

/// How much further an inner line is set in.
const STEP: usize = 2;

struct Setter<'d, 't> {
    lines: Vec<Line>,
    line: Line,
    /// A comment ended the line.
    ended: bool,
    /// What is still to be set, the next last: how far it is set in, and whether on one line.
    stack: Vec<(usize, bool, &'d Doc<'t>)>,
}

impl<'d, 't> Setter<'d, 't> {
    fn one(&mut self, indent: usize, flat: bool, doc: &'d Doc<'t>) {
        match doc {
            Doc::Text(text) => {
                if self.ended {
                    self.end_line(indent, false);
                }
                self.line.text.push_str(text);
            }
            Doc::Space if self.ended => self.end_line(indent, false),
            Doc::Space => self.line.text.push(' '),
            Doc::Line(_) if self.ended || !flat => self.end_line(indent, false),
            Doc::Fill(blank) if self.ended || !self.fits(None, usize::from(*blank)) => {
                self.end_line(indent, false)
            }
            Doc::Line(blank) | Doc::Fill(blank) => self.line.text.push_str(if *blank { " " } else { "" }),
            Doc::Hard(blank_line) => self.end_line(indent, *blank_line),
            Doc::Stop(column, group) => {
                if !self.ended {
                    self.line.stops.push((*column, *group, self.line.text.len()));
                }
            }
            Doc::Comment(text) if !self.ended && !self.line.text.is_empty() => {
                self.line.comment = Some(text.to_string());
                self.ended = true;
            }
            Doc::Comment(text) => self.own_comment(indent, text, false),
            Doc::OwnComment(text, blank_line) => self.own_comment(indent, text, *blank_line),
            Doc::Group(docs) => {
                let flat = self.fits(Some(docs), 0);
                self.push(docs, indent, flat);
            }
            Doc::Tail(docs) => {
                let flat = self.line.indent <= indent && self.fits(Some(docs), 0);
                self.push(docs, indent, flat);
            }
            // A closing brace stands under the line that opened the block.
            Doc::List(docs) | Doc::Rows(docs) => {
                let flat = self.fits(Some(docs), 0);
                let indent = if self.ended { indent } else { self.line.indent };
                self.push(docs, indent, flat);
            }
            Doc::Below(docs) => self.push(docs, indent.saturating_add(STEP), flat),
        }
    }

    fn push(&mut self, docs: &'d [Doc<'t>], indent: usize, flat: bool) {
        self.stack.extend(docs.iter().rev().map(|doc| (indent, flat, doc)));
    }

    fn own_comment(&mut self, indent: usize, text: &str, blank_line: bool) {
        if self.ended || !self.line.text.is_empty() {
            self.end_line(indent, blank_line);
        }
        self.line.text.push_str(text);
        self.ended = true;
    }

    /// Ends the line; where nothing stands on it yet it is only set in anew.
    fn end_line(&mut self, indent: usize, blank_before: bool) {
        self.ended = false;
        let length = self.line.text.trim_end().len();
        self.line.text.truncate(length);
        if length == 0 && self.line.comment.is_none() {
            self.line.indent = indent;
            self.line.blank_before |= blank_before;
            return;
        }
        let next = Line { indent, blank_before, ..Line::default() };
        self.lines.push(std::mem::replace(&mut self.line, next));
    }

    /// Tells whether the text up to the next place where a line may end fits on this line; first what is given, as one
    /// line.
    fn fits(&self, first: Option<&'d [Doc<'t>]>, taken: usize) -> bool {
        let mut room = match WIDTH.checked_sub(self.line.width().saturating_add(taken)) {
            Some(room) => room,
            None => return false,
        };
        let mut next: Vec<(bool, &Doc<'_>)> = Vec::new();
        next.extend(first.unwrap_or_default().iter().rev().map(|doc| (true, doc)));
        let mut rest = self.stack.iter().rev();
        loop {
            let (flat, doc) = match next.pop() {
                Some(one) => one,
                None => match rest.next() {
                    Some((_, flat, doc)) => (*flat && first.is_none(), *doc),
                    None => return true,
                },
            };
            let wide = match doc {
                Doc::Text(text) => text.width(),
                Doc::Space => 1,
                Doc::Line(blank) | Doc::Fill(blank) if flat => usize::from(*blank),
                Doc::Line(_) | Doc::Fill(_) | Doc::Hard(_) | Doc::Comment(_) | Doc::OwnComment(..) => {
                    return true;
                }
                Doc::Stop(..) => 0,
                Doc::Group(docs) | Doc::Tail(docs) | Doc::Below(docs) => {
                    next.extend(docs.iter().rev().map(|doc| (flat, doc)));
                    0
                }
                Doc::List(docs) => {
                    next.extend(docs.iter().rev().map(|doc| (true, doc)));
                    0
                }
                Doc::Rows(docs) => {
                    next.extend(docs.iter().rev().map(|doc| (false, doc)));
                    0
                }
            };
            room = match room.checked_sub(wide) {
                Some(room) => room,
                None => return false,
            };
        }
    }
}
