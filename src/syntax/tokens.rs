//! A file as the words and signs that it is written in, for whoever sets it anew.
//!
//! In: a text. Out: every token with what stood before it and the part that it plays; comments and broken statements are
//! tokens too, so nothing of the text is missing but blanks. What the grammar takes for one word is one token. What it
//! means is told by the tree.

use super::deceptive;
use super::depth::too_deep;
use super::grammar::Rule;
use super::limits::MAX_BYTES;
use super::{general_rule, parts};
use crate::source::SourceId;
use pest::iterators::Pair;
use std::borrow::Cow;

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// Its text, with no more blanks in it than it needs.
    pub text: Cow<'t, str>,
    /// What it is.
    pub kind: Kind,
    /// What begins with it.
    pub role: Role,
    /// What stood between it and the token before.
    pub gap: Gap,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `matter`, `专利导航`, `2025-09-26`, `80%`
    Word,
    /// `"…"`
    Quoted,
    /// `=>`
    Arrow,
    /// `,`
    Comma,
    /// `;`
    Terminator,
    /// `:`
    Colon,
    /// `|`
    Bar,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `<`, `>=`, `×`
    Sign,
    /// `// …`
    Comment,
    /// A whole statement that could not be read.
    Broken,
}

/// What begins with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    None,
    /// A statement whose names are set below each other: `level … as …`
    Level,
    /// A statement with values behind its colon: `fact scope : …`
    Alternatives,
    /// A rule.
    Rule,
    /// Any other statement.
    Statement,
    /// `section … {`
    SectionOpen,
    /// The brace that closes a section.
    SectionClose,
    /// The matters of a rule.
    Subject,
    /// A part of a rule's head: `at …`, `when …`, `from …`
    Head,
    /// `quote "…"` and its like.
    Clause,
    /// A row of a block: a row of a table, a matter of a list, a branch.
    Row,
    /// A field of a policy header.
    Field,
    /// `and`, `or` in a condition.
    Joiner,
}

/// What stood before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// Blanks.
    Blank,
    /// The end of a line.
    Newline,
    /// A blank line, or several.
    BlankLine,
}

/// Returns the tokens of a file; nothing where it is refused as a whole.
#[must_use]
pub fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let deceives = || !deceptive::find(SourceId::default(), text).is_empty();
    if text.len() > MAX_BYTES || too_deep(text).is_some() || deceives() {
        return None;
    }
    let mut walk = Walk { text, end: 0, gap: Gap::None, role: Role::None, tokens: Vec::new() };
    parts::walk(text, |root, base| walk.file(root, base)).ok()?;
    walk.between(text.len());
    Some(walk.tokens)
}

struct Walk<'t> {
    text: &'t str,
    /// Where the last token ended, or the last stretch of blanks.
    end: usize,
    gap: Gap,
    /// What the next token begins.
    role: Role,
    tokens: Vec<Token<'t>>,
}

impl<'t> Walk<'t> {
    fn file(&mut self, root: Pair<'_, Rule>, base: usize) {
        for item in root.into_inner() {
            let start = base.saturating_add(item.as_span().start());
            self.between(start);
            self.role = begins(item.as_rule());
            match item.as_rule() {
                Rule::EOI => {}
                Rule::bad_statement => self.broken(&item, start),
                // However a rule is spelt, its tokens are the same.
                Rule::usual_rule => match general_rule(item.as_str()) {
                    Some(rule) => {
                        self.role = begins(Rule::rule_item);
                        self.pair(rule, start);
                    }
                    None => self.broken(&item, start),
                },
                _ => self.pair(item, base),
            }
            self.role = Role::None;
        }
    }

    fn broken(&mut self, item: &Pair<'_, Rule>, start: usize) {
        let kept = item.as_str().trim_end().len();
        self.push(start, start.saturating_add(kept), Kind::Broken);
    }

    fn pair(&mut self, pair: Pair<'_, Rule>, base: usize) {
        let rule = pair.as_rule();
        let start = base.saturating_add(pair.as_span().start());
        let end = base.saturating_add(pair.as_span().end());
        self.between(start);
        let mut inner = pair.into_inner().peekable();
        if self.role == Role::None {
            self.role = begins(rule);
        }
        if inner.peek().is_none() && is_whole(rule) {
            if end > start {
                self.leaf(rule, start, end);
            }
            return;
        }
        let mut subject = rule != Rule::rule_item;
        for node in inner {
            if !subject && node.as_rule() != Rule::rule_name {
                self.between(base.saturating_add(node.as_span().start()));
                self.role = Role::Subject;
                subject = true;
            }
            self.pair(node, base);
        }
        self.between(end);
    }

    /// Takes a word that the grammar takes as one.
    fn leaf(&mut self, rule: Rule, start: usize, end: usize) {
        let text = self.text.get(start..end).unwrap_or_default();
        let kind = match rule {
            Rule::arrow | Rule::bad_arrow => Kind::Arrow,
            _ if text.starts_with(QUOTES) => Kind::Quoted,
            _ if text.starts_with(SIGNS) => Kind::Sign,
            _ => Kind::Word,
        };
        self.push(start, end, kind);
        let blanks = |c: char| c.is_whitespace();
        let Some(token) = self.tokens.last_mut().filter(|_| kind != Kind::Quoted && text.contains(blanks))
        else {
            return;
        };
        token.text = match rule {
            Rule::share | Rule::literal => Cow::Owned(text.chars().filter(|c| !c.is_whitespace()).collect()),
            _ => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        };
    }

    /// Takes what stands before a place and is in no pair of its own: keywords, signs, comments and blanks.
    fn between(&mut self, until: usize) {
        while self.end < until {
            let rest = self.text.get(self.end..until).unwrap_or_default();
            let Some(c) = rest.chars().next() else { return };
            let one = self.end.saturating_add(c.len_utf8());
            if c.is_whitespace() {
                self.blank(c, rest);
                self.end = one;
            } else if let Some(length) = comment(rest) {
                let kept = rest.get(..length).unwrap_or(rest).trim_end().len();
                let role = std::mem::replace(&mut self.role, Role::None);
                self.push(self.end, self.end.saturating_add(kept), Kind::Comment);
                self.role = role;
            } else if is_wordy(c) {
                let length = rest.find(|c| !is_wordy(c)).unwrap_or(rest.len());
                self.push(self.end, self.end.saturating_add(length), Kind::Word);
            } else if "=＝".contains(c) {
                let length = rest.find(|c| !"=＝>＞".contains(c)).unwrap_or(rest.len());
                self.push(self.end, self.end.saturating_add(length), Kind::Arrow);
            } else {
                self.push(self.end, one, sign(c));
            }
        }
    }

    fn blank(&mut self, c: char, rest: &str) {
        let ends_line = c == '\n' || (c == '\r' && !rest.starts_with("\r\n"));
        self.gap = match (ends_line, self.gap) {
            (true, Gap::Newline | Gap::BlankLine) => Gap::BlankLine,
            (true, _) => Gap::Newline,
            (false, gap) => gap.max(Gap::Blank),
        };
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind) {
        let text = Cow::Borrowed(self.text.get(start..end).unwrap_or_default());
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let role = std::mem::replace(&mut self.role, Role::None);
        self.tokens.push(Token { text, kind, role, gap });
        self.end = end;
    }
}

/// Returns what begins with a pair.
fn begins(rule: Rule) -> Role {
    match rule {
        Rule::level_item => Role::Level,
        Rule::fact_item | Rule::performer_item | Rule::part_item => Role::Alternatives,
        Rule::rule_item => Role::Rule,
        Rule::otherwise_item
        | Rule::policy_item
        | Rule::matters_item
        | Rule::table_item
        | Rule::parameter_item
        | Rule::starts_item
        | Rule::remark_item
        | Rule::sections_item
        | Rule::allow_item
        | Rule::impossible_item
        | Rule::acknowledge_item
        | Rule::expect_item
        | Rule::given_item
        | Rule::use_item => Role::Statement,
        Rule::section_open => Role::SectionOpen,
        Rule::block_close => Role::SectionClose,
        Rule::at_level | Rule::when_clause | Rule::period => Role::Head,
        Rule::quote | Rule::cite | Rule::note | Rule::amount_clause | Rule::overrides => Role::Clause,
        Rule::because | Rule::cited => Role::Clause,
        Rule::policy_field => Role::Field,
        Rule::table_row
        | Rule::parameter_row
        | Rule::map_row
        | Rule::branch
        | Rule::matter_decl
        | Rule::usual_decl => Role::Row,
        Rule::kw_and | Rule::kw_or => Role::Joiner,
        _ => Role::None,
    }
}

/// Tells whether a pair without others inside is one word; others hold keywords and signs only.
fn is_whole(rule: Rule) -> bool {
    !matches!(
        rule,
        Rule::matter_block
            | Rule::value_block
            | Rule::not_in_force
            | Rule::expect_impossible
            | Rule::block_close
            | Rule::negation
            | Rule::transfer_part
            | Rule::shared
            | Rule::unstated
            | Rule::elsewhere
    )
}

/// Returns how long the comment is that a text begins with.
fn comment(text: &str) -> Option<usize> {
    let begins = ["//", "#", "／／", "＃"].iter().any(|mark| text.starts_with(mark));
    begins.then(|| text.find(['\n', '\r']).unwrap_or(text.len()))
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn sign(c: char) -> Kind {
    match c {
        ',' | '，' | '、' => Kind::Comma,
        ';' | '；' | '。' => Kind::Terminator,
        ':' | '：' | '∶' => Kind::Colon,
        '|' | '｜' => Kind::Bar,
        '{' | '｛' => Kind::OpenBrace,
        '}' | '｝' => Kind::CloseBrace,
        '(' | '（' => Kind::OpenParen,
        ')' | '）' => Kind::CloseParen,
        _ => Kind::Sign,
    }
}

/// What opens a quotation.
const QUOTES: &[char] = &['"', '“', '”', '「', '『', '＂', '《'];

/// What a comparison of figures begins with.
const SIGNS: &[char] = &['<', '＜', '>', '＞', '=', '＝', '≥', '≤', ':', '：'];
