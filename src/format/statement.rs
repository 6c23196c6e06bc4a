//! One statement as a document.
//!
//! In: its tokens. Out: where it may be broken, and what of it stands under other lines. Nothing is left out, and the tokens
//! stay in their order.

use super::doc::{Column, Doc};
use crate::syntax::{Gap, Kind, Role, Token, begins_statement};

/// Returns the document of a statement; `group` is the number under which its columns are set, `next` the first that is free
/// for its blocks, and `lines` whether every line ends where it did.
pub(super) fn statement<'t>(
    tokens: &[Token<'t>],
    group: Option<usize>,
    next: &mut usize,
    lines: bool,
) -> Vec<Doc<'t>> {
    let mut statement = Statement {
        tokens,
        at: 0,
        group,
        next,
        lines,
        role: tokens.first().map_or(Role::None, |token| token.role),
        named: tokens.first().is_some_and(|token| matches!(&*token.text, "rule" | "规则")), // a keyword
    };
    statement.whole()
}

/// Returns the matters of a rule as they are written, by which neighbours know each other.
pub(super) fn subject(tokens: &[Token<'_>]) -> String {
    let from = tokens.iter().skip_while(|token| token.role != Role::Subject);
    let until = from.take_while(|token| token.role != Role::Head && token.kind != Kind::Arrow);
    until.map(|token| token.text.as_ref()).collect::<Vec<_>>().join(" ")
}

struct Statement<'s, 't> {
    tokens: &'s [Token<'t>],
    at: usize,
    group: Option<usize>,
    next: &'s mut usize,
    /// Every line ends where it did.
    lines: bool,
    role: Role,
    /// It begins with a name of its own: `rule NAME:`.
    named: bool,
}

/// The parts of a statement, each broken after the one before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Subject,
    Head,
    Answer,
    Clauses,
}

impl<'t> Statement<'_, 't> {
    fn whole(&mut self) -> Vec<Doc<'t>> {
        let (mut subject, mut head, mut answer, mut clauses) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut place = Place::Subject;
        // Clauses stand below where one of them did.
        let clause = |token: &&Token<'_>| token.role == Role::Clause;
        let below = self.tokens.iter().filter(clause).any(|token| token.gap >= Gap::Newline);
        while let Some(token) = self.tokens.get(self.at) {
            let new = self.begins(token, place);
            let docs = match new.unwrap_or(place) {
                Place::Subject => &mut subject,
                Place::Head => &mut head,
                Place::Answer => &mut answer,
                Place::Clauses => &mut clauses,
            };
            match new {
                Some(Place::Clauses) if below => docs.push(Doc::Hard(false)),
                Some(_) if self.ends_line(token) => docs.push(Doc::Hard(false)),
                Some(Place::Head) => docs.push(Doc::Fill(true)),
                // A colon of full width leaves room behind it.
                Some(_) => docs.push(Doc::Line(!self.before().is_some_and(brings_its_blank))),
                None => {}
            }
            if let (Some(group), Some(new)) = (self.group, new) {
                match new {
                    Place::Answer => docs.push(Doc::Stop(Column::Arrow, group)),
                    Place::Clauses if docs.len() == 1 => docs.push(Doc::Stop(Column::Clause, group)),
                    _ => {}
                }
            }
            self.one(docs, new.is_some(), None);
            place = new.unwrap_or(place);
        }
        subject.push(Doc::Group(vec![Doc::Below(head), Doc::Below(answer)]));
        subject.push(Doc::Tail(vec![Doc::Below(clauses)]));
        subject
    }

    /// Returns the part that a token begins.
    fn begins(&self, token: &Token<'_>, place: Place) -> Option<Place> {
        let after_colon = || self.before().is_some_and(|before| before.kind == Kind::Colon);
        if token.role == Role::Clause {
            Some(Place::Clauses)
        } else if token.role == Role::Head && place <= Place::Head && self.at > 0 {
            Some(Place::Head)
        } else if place < Place::Answer
            && (token.kind == Kind::Arrow || self.role == Role::Alternatives && after_colon())
        {
            Some(Place::Answer)
        } else {
            None
        }
    }

    fn before(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at.checked_sub(1)?)
    }

    /// Takes one token, and the block that it opens; `led` where what stands before it is decided.
    fn one(&mut self, docs: &mut Vec<Doc<'t>>, led: bool, row: Option<usize>) {
        let Some(token) = self.tokens.get(self.at) else { return };
        if token.kind == Kind::Comment {
            docs.push(match token.gap {
                Gap::None | Gap::Blank => Doc::Comment(token.text.clone()),
                gap => Doc::OwnComment(token.text.clone(), gap == Gap::BlankLine),
            });
            self.at = self.at.saturating_add(1);
            return;
        }
        if !led && self.ends_line(token) {
            docs.push(Doc::Hard(false));
        } else if !led {
            docs.extend(self.separator(token));
        }
        let level = self.role == Role::Level && row.is_none() && matches!(&*token.text, "as" | "别名"); // a keyword
        if let (true, Some(group)) = (level && token.kind == Kind::Word, self.group) {
            docs.push(Doc::Stop(Column::First, group));
        }
        if token.kind == Kind::OpenBrace && self.closing().is_some() {
            self.block(docs);
            return;
        }
        let full_colon = token.kind == Kind::Colon && token.text != ":";
        let stop = match (token.kind, row) {
            (Kind::Colon, Some(group)) => Some(Doc::Stop(Column::First, group)),
            (Kind::Arrow, Some(group)) => Some(Doc::Stop(Column::Arrow, group)),
            _ => None,
        };
        let text = Doc::Text(token.text.clone());
        if full_colon {
            docs.push(text);
            docs.extend(stop);
        } else {
            docs.extend(stop);
            docs.push(text);
        }
        self.at = self.at.saturating_add(1);
    }

    /// Takes a block between braces.
    fn block(&mut self, docs: &mut Vec<Doc<'t>>) {
        let Some(close) = self.closing() else { return };
        let open = self.at;
        let inside = self.tokens.get(open.saturating_add(1)..close).unwrap_or_default();
        let brace = |at: usize| self.tokens.get(at).map(|token| Doc::Text(token.text.clone()));
        let (opening, closing) = (brace(open), brace(close));
        self.at = open.saturating_add(1);
        if inside.is_empty() {
            docs.extend(opening);
            docs.push(Doc::Space);
            docs.extend(closing);
            self.at = close.saturating_add(1);
            return;
        }
        let commented = inside.iter().any(|token| token.kind == Kind::Comment);
        let in_rows =
            matches!(self.tokens.get(self.at).map(|token| token.role), Some(Role::Row | Role::Field))
                || inside.iter().find(|token| token.kind != Kind::Comment).is_some_and(|t| is_row(t.role));
        let opened = inside.first().is_some_and(|token| token.gap >= Gap::Newline);
        let forced = commented || in_rows && (opened || self.unseparated(close));
        let mut rows = Vec::new();
        if in_rows {
            self.rows(&mut rows, close, forced);
        } else {
            rows.push(if forced { Doc::Hard(false) } else { Doc::Line(true) });
            let mut led = true;
            while self.at < close {
                self.one(&mut rows, led, None);
                led = false;
            }
        }
        let mut whole = Vec::new();
        whole.extend(opening);
        whole.push(Doc::Below(rows));
        whole.push(if forced { Doc::Hard(false) } else { Doc::Line(true) });
        whole.extend(closing);
        self.at = close.saturating_add(1);
        docs.push(if in_rows { Doc::Rows(whole) } else { Doc::List(whole) });
    }

    /// Takes the rows of a block.
    fn rows(&mut self, docs: &mut Vec<Doc<'t>>, close: usize, forced: bool) {
        let group = *self.next;
        *self.next = self.next.saturating_add(1);
        let mut first = true;
        while self.at < close {
            let Some(token) = self.tokens.get(self.at) else { return };
            let leads = is_row(token.role) || first && token.kind != Kind::Comment;
            let blank_line = !first && token.gap == Gap::BlankLine;
            if leads {
                let tight = self.before().is_some_and(brings_its_blank);
                docs.push(if forced { Doc::Hard(blank_line) } else { Doc::Line(first || !tight) });
            }
            first &= token.kind == Kind::Comment;
            let field = token.role == Role::Field;
            self.one(docs, leads, Some(group));
            if field {
                self.field(docs, group);
            }
        }
    }

    /// Sets the value of a field under those of the others.
    fn field(&mut self, docs: &mut Vec<Doc<'t>>, group: usize) {
        while self.tokens.get(self.at).is_some_and(|token| matches!(token.kind, Kind::Colon | Kind::Comment))
        {
            let tight = self.tokens.get(self.at).filter(|token| token.kind == Kind::Colon).cloned();
            match tight {
                Some(colon) => {
                    docs.push(Doc::Text(colon.text));
                    self.at = self.at.saturating_add(1);
                }
                None => self.one(docs, false, None),
            }
        }
        docs.push(Doc::Space);
        docs.push(Doc::Stop(Column::First, group));
        if self.tokens.get(self.at).is_some_and(|token| token.kind != Kind::CloseBrace) {
            self.one(docs, true, None);
        }
    }

    /// Returns the brace that closes the block which the next token opens.
    fn closing(&self) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::OpenBrace => depth = depth.saturating_add(1),
                Kind::CloseBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    /// Tells whether a row follows another with no sign between.
    fn unseparated(&self, close: usize) -> bool {
        let mut depth = 0_usize;
        let mut before: Option<&Token<'_>> = None;
        for token in self.tokens.get(self.at..close).unwrap_or_default() {
            let ended = before.is_none_or(|before| matches!(before.kind, Kind::Comma | Kind::Terminator));
            match token.kind {
                Kind::OpenBrace => depth = depth.saturating_add(1),
                Kind::CloseBrace => depth = depth.saturating_sub(1),
                _ if depth == 0 && is_row(token.role) && !ended => return true,
                _ => {}
            }
            before = Some(token);
        }
        false
    }

    /// Tells whether a token has to begin a line as it did.
    fn ends_line(&self, token: &Token<'_>) -> bool {
        self.lines && token.gap >= Gap::Newline
    }

    /// Returns what stands between a token and the one before it.
    fn separator(&self, token: &Token<'_>) -> Option<Doc<'t>> {
        let before = self.before()?;
        let may_break = !begins_statement(&token.text);
        let kind = token.kind;
        match (before.kind, kind) {
            (_, Kind::Comma | Kind::Terminator | Kind::CloseParen) | (Kind::OpenParen, _) => None,
            (Kind::Colon, _) if before.text != ":" => None,
            (_, Kind::Colon) if token.text != ":" => None,
            (_, Kind::Colon) if self.named && before.role != Role::Row && !self.after_arrow() => None,
            (Kind::Comma, _) if may_break => Some(Doc::Fill(!brings_its_blank(before))),
            (Kind::Comma | Kind::Terminator, _) if brings_its_blank(before) => None,
            (_, Kind::Bar) => Some(Doc::Fill(true)),
            (_, Kind::Sign) if self.role == Role::Alternatives => Some(Doc::Fill(true)),
            (Kind::Word, Kind::Word) if token.gap == Gap::None => None,
            _ if token.role == Role::Joiner => Some(Doc::Fill(true)),
            _ => Some(Doc::Space),
        }
    }

    fn after_arrow(&self) -> bool {
        self.tokens.get(..self.at).unwrap_or_default().iter().any(|token| token.kind == Kind::Arrow)
    }
}

fn is_row(role: Role) -> bool {
    matches!(role, Role::Row | Role::Field)
}

/// Tells whether a sign is of full width, which leaves room behind it.
fn brings_its_blank(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Comma | Kind::Terminator | Kind::Colon) && !token.text.is_ascii()
}
