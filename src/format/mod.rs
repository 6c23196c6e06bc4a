//! A file in the one layout that all files have.
//!
//! In: a text. Out: the same text with other blanks: not a letter and not a sign is added, dropped or changed. What could
//! not be read stays as it is. Before a text is handed out it is read again: it must say the same.

mod align;
mod doc;
mod statement;

use crate::syntax::{Gap, Kind, Parsed, Role, Token, ast, parse_meaning, tokens};
use doc::{Line, set};

/// How many columns of a screen a line should take at most.
pub const WIDTH: usize = 120;

/// A text in its layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// How many statements could not be read, and stand as they were.
    pub broken: usize,
}

/// Why a text is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is refused as a whole: too large, too deep, or not what it shows.
    Unreadable,
    /// In another layout it would not say the same: a fault of this program.
    Changed,
}

/// Sets a file anew.
///
/// # Errors
/// Says why it has to be left as it is.
pub fn format(text: &str) -> Result<Formatted, Refused> {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let ending = line_ending(body);
    let old = body.replace("\r\n", "\n").replace('\r', "\n");
    let words = tokens(&old).ok_or(Refused::Unreadable)?;
    // A few words mean something else where a line ends between them; then lines end where they did.
    let mut layouts = [false, true].into_iter().map(|lines| settled(&words, lines));
    let new = layouts.find(|new| says_the_same(&words, &old, new)).ok_or(Refused::Changed)?;
    let mark = if body.len() == text.len() { "" } else { "\u{FEFF}" };
    let broken = words.iter().filter(|token| token.kind == Kind::Broken).count();
    Ok(Formatted { text: format!("{mark}{}", new.replace('\n', ending)), broken })
}

/// Returns how the first line of a text ends.
fn line_ending(text: &str) -> &'static str {
    let first = text.find(['\n', '\r']).and_then(|at| text.get(at..)).unwrap_or_default();
    if first.starts_with("\r\n") {
        "\r\n"
    } else if first.starts_with('\r') {
        "\r"
    } else {
        "\n"
    }
}

/// Tells whether two texts have the same words in the same order, and are read as the same.
fn says_the_same(words: &[Token<'_>], old: &str, new: &str) -> bool {
    let Some(others) = tokens(new) else { return false };
    let same = |(one, other): (&Token<'_>, &Token<'_>)| {
        (one.kind, one.role, &one.text) == (other.kind, other.role, &other.text)
    };
    let is_broken = words.iter().any(|token| token.kind == Kind::Broken);
    let (old, new) = (parse_meaning(old), parse_meaning(new));
    let codes = |parsed: &Parsed<ast::File>| parsed.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>();
    words.len() == others.len()
        && words.iter().zip(&others).all(same)
        && old.tree == new.tree
        // What is said of a broken statement may depend on what shares its line.
        && (is_broken || codes(&old) == codes(&new))
}

/// How often a layout is set anew until it stays as it is.
const MOST_ROUNDS: usize = 8;

/// Returns a layout that is its own layout. Where lines end may decide where they end the next time; of layouts that lead to each
/// other in a circle the first in order is taken, from whichever it starts.
fn settled(words: &[Token<'_>], keep_lines: bool) -> String {
    let mut seen = vec![layout(words, keep_lines)];
    for _ in 0..MOST_ROUNDS {
        let last = seen.last().map_or("", String::as_str);
        let next = tokens(last).map(|words| layout(&words, keep_lines));
        let Some(next) = next else { break };
        if let Some(from) = seen.iter().position(|known| *known == next) {
            return seen.into_iter().skip(from).min().unwrap_or_default();
        }
        seen.push(next);
    }
    seen.pop().unwrap_or_default()
}

fn layout(words: &[Token<'_>], keep_lines: bool) -> String {
    let mut page = Page { keep_lines, ..Page::default() };
    let mut rest = words;
    while !rest.is_empty() {
        let length = item_length(rest);
        let (item, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        page.item(item);
        rest = after;
    }
    align::text(page.lines)
}

/// Returns how many tokens belong to the statement, the brace or the comment that comes first.
fn item_length(tokens: &[Token<'_>]) -> usize {
    let first = tokens.first().map(|token| (token.kind, token.role));
    if let Some((Kind::Comment | Kind::Broken, _)) = first {
        return 1;
    }
    let later = tokens.iter().skip(1);
    let length = later.take_while(|token| !begins_item(token)).count().saturating_add(1);
    // Comments behind the last word are no part of it.
    let within = tokens.get(..length).unwrap_or(tokens);
    let last = within.iter().rposition(|token| token.kind != Kind::Comment).unwrap_or(0);
    last.saturating_add(1)
}

fn begins_item(token: &Token<'_>) -> bool {
    token.kind == Kind::Broken
        || matches!(
            token.role,
            Role::Level
                | Role::Alternatives
                | Role::Rule
                | Role::Statement
                | Role::SectionOpen
                | Role::SectionClose
        )
}

/// The lines of a file, one statement after another.
#[derive(Default)]
struct Page {
    lines: Vec<Line>,
    /// Every line of a statement ends where it did.
    keep_lines: bool,
    /// In how many sections the next statement stands.
    depth: usize,
    /// What came last.
    last: Option<Last>,
    /// The first number that is free for a group of lines.
    next: usize,
}

/// What came last on a page.
struct Last {
    /// A rule's matters, or that it is a level: neighbours that agree are set in columns.
    like: Option<String>,
    group: usize,
    /// It ended with `;`, and stands on one line without a comment.
    goes_on: bool,
    opens: bool,
    comment: bool,
}

impl Page {
    fn item(&mut self, tokens: &[Token<'_>]) {
        let Some(first) = tokens.first() else { return };
        match (first.kind, first.role) {
            (Kind::Comment, _) => self.comment(first),
            (Kind::Broken, _) => self.broken(first),
            (_, role) => self.statement(tokens, first, role),
        }
    }

    fn statement(&mut self, tokens: &[Token<'_>], first: &Token<'_>, role: Role) {
        if role == Role::SectionClose {
            self.depth = self.depth.saturating_sub(1);
        }
        let like = match role {
            Role::Rule => Some(statement::subject(tokens)),
            Role::Level => Some("level".to_owned()),
            _ => None,
        };
        let near = first.gap < Gap::BlankLine;
        let same = self.last.as_ref().filter(|last| near && last.like.is_some() && last.like == like);
        let group = match same {
            Some(last) => last.group,
            None => self.free(),
        };
        let docs =
            statement::statement(tokens, like.as_ref().map(|_| group), &mut self.next, self.keep_lines);
        let mut lines = set(&docs, self.depth.saturating_mul(2));
        let single = lines.len() == 1;
        if !single {
            // What takes several lines is no row of a table.
            lines.iter_mut().for_each(|line| line.stops.retain(|(_, of, _)| *of != group));
        }
        let ended = tokens.last().is_some_and(|token| token.kind == Kind::Terminator);
        let commented = lines.iter().any(|line| line.comment.is_some());
        let closes = role == Role::SectionClose;
        let joined = single && !closes && first.gap < Gap::Newline && self.join(&lines);
        if !joined {
            self.add(lines, first, closes);
        }
        if role == Role::SectionOpen {
            self.depth = self.depth.saturating_add(1);
        }
        self.last = Some(Last {
            like: like.filter(|_| single && !joined),
            group,
            goes_on: ended && single && !commented,
            opens: role == Role::SectionOpen,
            comment: false,
        });
    }

    /// Puts a short statement behind another that ended with `;` on the same line.
    fn join(&mut self, lines: &[Line]) -> bool {
        let goes_on = self.last.as_ref().is_some_and(|last| last.goes_on);
        let (Some(line), Some(before)) = (lines.first(), self.lines.last_mut().filter(|_| goes_on)) else {
            return false;
        };
        let blank = if before.text.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
        let joined = format!("{}{blank}{}", before.text, line.text);
        let whole = Line { text: joined, comment: line.comment.clone(), stops: Vec::new(), ..before.clone() };
        let fits = whole.width() <= WIDTH;
        if fits {
            *before = whole;
        }
        fits
    }

    fn comment(&mut self, token: &Token<'_>) {
        let text = token.text.clone().into_owned();
        let behind = token.gap < Gap::Newline && self.last.as_ref().is_some_and(|last| !last.comment);
        match self.lines.last_mut() {
            Some(line) if behind && line.comment.is_none() => line.comment = Some(text),
            _ => {
                let line = Line { indent: self.depth.saturating_mul(2), text, ..Line::default() };
                self.add(vec![line], token, false);
            }
        }
        let opens = self.last.as_ref().is_some_and(|last| behind && last.opens);
        let (like, group) = match self.last.take() {
            Some(last) if behind => (last.like, last.group),
            _ => (None, 0),
        };
        self.last = Some(Last { like, group, goes_on: false, opens, comment: true });
    }

    /// Leaves what could not be read as it is, on the line where it is: a line that ended before it might end a statement.
    fn broken(&mut self, token: &Token<'_>) {
        let mut texts = token.text.split('\n');
        let before = self.lines.last_mut().filter(|line| token.gap < Gap::Newline && line.comment.is_none());
        match (before, texts.clone().next()) {
            (Some(line), Some(first)) => {
                line.text.push_str(if token.gap == Gap::Blank { " " } else { "" });
                line.text.push_str(first);
                line.stops.clear();
                line.verbatim = true;
                texts.next();
                self.lines.extend(texts.map(verbatim));
            }
            _ => {
                let mut lines: Vec<Line> = texts.map(verbatim).collect();
                if let Some(line) = lines.first_mut() {
                    line.indent = self.depth.saturating_mul(2);
                }
                self.add(lines, token, false);
            }
        }
        self.last = Some(Last { like: None, group: 0, goes_on: false, opens: false, comment: false });
    }

    fn add(&mut self, mut lines: Vec<Line>, first: &Token<'_>, closes: bool) {
        let opens = self.last.as_ref().is_none_or(|last| last.opens);
        if let Some(line) = lines.first_mut() {
            line.blank_before = first.gap == Gap::BlankLine && !opens && !closes;
        }
        self.lines.extend(lines);
    }

    fn free(&mut self) -> usize {
        let free = self.next;
        self.next = self.next.saturating_add(1);
        free
    }
}

fn verbatim(text: &str) -> Line {
    Line { text: text.to_owned(), verbatim: true, ..Line::default() }
}
