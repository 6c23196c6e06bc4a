//! Why a statement could not be read.
//!
//! In: the text of one broken statement. Out: one diagnostic at the furthest place that the grammar reached,
//! saying what stands there and what could have stood there.

use super::grammar::{Grammar, Rule};
use super::hint::CLAUSES;
use super::offset;
use super::{expected, hint};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Expected, Message};
use crate::source::{SourceId, Span};
use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

/// The words that statements begin with, in both languages.
const KEYWORDS: &[&str] = &[
    "matter",
    "matters",
    "rule",
    "level",
    "performer",
    "fact",
    "policy",
    "section",
    "impossible",
    "acknowledge",
    "otherwise",
    "expect",
    "given",
    "table",
    "parameter",
    "answer",
    "starts",
    "remark",
    "use",
    "sections",
    "allow",
    "事项",
    "事项清单",
    "规则",
    "层级",
    "承办",
    "事实",
    "政策",
    "章节",
    "不可能",
    "认可",
    "其余",
    "预期",
    "已知",
    "分档表",
    "参数",
    "答项",
    "起始",
    "说明",
    "引入",
    "章节清单",
    "容许",
];

/// Explains one broken statement; `start` is where it starts in its source.
pub(super) fn diagnose(source: SourceId, start: u32, text: &str) -> Diagnostic {
    match Grammar::parse(Rule::one_statement, text) {
        Err(error) => explain(source, start, text, &error),
        Ok(_) => {
            let span = Span { source, start, end: start.saturating_add(offset(text.len())) };
            let message = Message::Unexpected { found: excerpt(text), expected: Vec::new() };
            Diagnostic::error(Code::Unreadable, span, message).help(Advice::Statements)
        }
    }
}

/// Splits broken text where a line begins with what is nearly a keyword: a misspelt statement of its own.
///
/// Returns each part without blanks around it, with the byte at which it starts.
pub(super) fn statements(text: &str) -> Vec<(usize, &str)> {
    let mut starts = vec![0];
    let mut base = 0_usize;
    for line in text.split_inclusive(['\n', '\r']) {
        if base > 0 && near_keyword(first_word(line)).is_some() {
            starts.push(base);
        }
        base = base.saturating_add(line.len());
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let parts = starts.iter().copied().zip(ends).filter_map(|(start, end)| {
        let part = text.get(start..end)?;
        let blank = part.len().saturating_sub(part.trim_start().len());
        Some((start.saturating_add(blank), part.trim()))
    });
    parts.filter(|(_, part)| !part.is_empty()).collect()
}

/// Finds the line before which an open block ends: one that begins with a clause of the broken statement, which goes from `start` to
/// `end`, or with the keyword of the next. Returns its number, where the word starts, and the word.
pub(super) fn line_behind(text: &str, start: u32, end: u32) -> Option<(usize, u32, &str)> {
    let (from, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    let (before, rest) = text.split_at_checked(from)?;
    let mut number = before.matches('\n').count().saturating_add(1);
    let mut at = from;
    for line in rest.split_inclusive('\n') {
        let word = first_word(line);
        let clause = at > from && CLAUSES.contains(&word);
        if clause || at > end && first_keyword(line).is_some() {
            let blank = line.len().saturating_sub(line.trim_start().len());
            return Some((number, offset(at.saturating_add(blank)), word));
        }
        at = at.saturating_add(line.len());
        number = number.saturating_add(1);
    }
    None
}

/// Returns the keyword of a statement that a word nearly is.
fn near_keyword(word: &str) -> Option<&'static str> {
    let length = word.chars().take(LONGEST_KEYWORD.saturating_add(1)).count();
    if !(2..=LONGEST_KEYWORD).contains(&length) {
        return None;
    }
    let near = KEYWORDS
        .iter()
        .map(|keyword| (strsim::damerau_levenshtein(keyword, word), *keyword))
        .filter(|(distance, keyword)| *distance > 0 && distance.saturating_mul(3) <= keyword.chars().count());
    near.min_by_key(|(distance, _)| *distance).map(|(_, keyword)| keyword)
}

/// Turns pest's error into ours; the place is shifted by `start`.
pub(super) fn explain(source: SourceId, start: u32, text: &str, error: &Error<Rule>) -> Diagnostic {
    let at = error_start(error);
    let rest = text.get(at..).unwrap_or_default();
    // Blanks are skipped, so the place is where the next word stands; at the end of the text it stays put.
    let skipped = rest.len().saturating_sub(rest.trim_start().len());
    let at = if rest.trim().is_empty() { at } else { at.saturating_add(skipped) };
    let word = excerpt(text.get(at..).unwrap_or_default());
    let from = start.saturating_add(offset(at));
    let span = Span { source, start: from, end: from.saturating_add(offset(word.len())) };
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => expected::words(positives),
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    if at == 0 && start_is_statement(error) {
        return unknown_start(span, word, text);
    }
    if word.starts_with(QUOTES) && !closes_on_its_line(text.get(at..).unwrap_or_default()) {
        return Diagnostic::error(Code::UnclosedQuote, span, Message::UnclosedQuote)
            .help(Advice::UnclosedQuote);
    }
    if word.is_empty() && brace_balance(text) > 0 {
        let opened = Span { source, start, end: start.saturating_add(offset(first_word(text).len())) };
        return Diagnostic::error(Code::UnclosedBlock, opened, Message::UnclosedBlock)
            .help(Advice::CloseBlock);
    }
    if let Some(diagnostic) = arrow_missing(source, start, text, at) {
        return diagnostic;
    }
    let help = hint::advice(text, at, &word, &expected);
    if let Advice::WhoPays { clause } = &help {
        // The keyword itself, where it was taken for a name and the quotation behind it was refused.
        let read = text.get(..at).unwrap_or_default();
        let place = if word == *clause { at } else { read.rfind(clause.as_str()).unwrap_or(at) };
        let from = start.saturating_add(offset(place));
        let span = Span { source, start: from, end: from.saturating_add(offset(clause.len())) };
        let message = Message::Unexpected { found: clause.clone(), expected: vec![Expected::Payer] };
        return Diagnostic::error(Code::Unreadable, span, message).help(help);
    }
    // A further clause is always possible and never what was meant; what may be named is told by the advice.
    let brace = expected == [Expected::Sign("{")] && matches!(help, Advice::DidYouMean { .. });
    let level_each = expected == [Expected::Word("as")] && matches!(help, Advice::Write { .. });
    let idle = expected == [Expected::Word("quote")] || help == Advice::Maxims || brace || level_each;
    let expected = if idle {
        Vec::new()
    } else if expected == [Expected::Word("quote"), Expected::Share] {
        BEHIND_PAYER.to_vec()
    } else {
        expected
    };
    let message = if word.is_empty() {
        Message::EndsEarly { expected }
    } else {
        Message::Unexpected { found: word, expected }
    };
    Diagnostic::error(Code::Unreadable, span, message).help(help)
}

/// What fits behind who pays.
const BEHIND_PAYER: &[Expected] = &[
    Expected::Sign(","),
    Expected::Word("quote"),
    Expected::Word("cite"),
    Expected::Word("note"),
    Expected::Word("overrides"),
    Expected::Share,
];

/// What is written for the arrow of an expectation; the last of them may also test a fact.
const GUESSED_ARROW: &[&str] =
    &["应为", "应当为", "应该为", "应是", "等于", "should be", "must be", "equals", "为", "是", "is"];
const TESTS: &[&str] = &["为", "是", "is"];

/// Says of an expectation that its arrow is missing, and where it belongs.
fn arrow_missing(source: SourceId, start: u32, text: &str, at: usize) -> Option<Diagnostic> {
    if first_keyword(text) != Some("expect") || ARROWS.iter().any(|arrow| text.contains(arrow)) {
        return None;
    }
    let expected = vec![Expected::Sign("=>")];
    let told = |place: usize, length: usize, message: Message, help: Advice| {
        let from = start.saturating_add(offset(place));
        let span = Span { source, start: from, end: from.saturating_add(offset(length)) };
        Diagnostic::error(Code::Unreadable, span, message).help(help)
    };
    let guess = GUESSED_ARROW.iter().find_map(|word| {
        let (before, after) = text.split_once(&format!(" {word} "))?;
        let place = before.len().saturating_add(1);
        let (query, answer) = (before.trim_end(), after.split("//").next().unwrap_or_default().trim());
        let right = format!("{query} => {answer}");
        let named = query.split_whitespace().count() > 1 && !answer.is_empty();
        // A test is read as one; where it cannot stand it is meant for the arrow.
        (named && (place == at || !TESTS.contains(word))).then_some((place, *word, right))
    });
    if let Some((place, word, right)) = guess {
        let message = Message::Unexpected { found: word.to_owned(), expected };
        return Some(told(place, word.len(), message, Advice::Write { right }));
    }
    let ends = text.get(at..).is_some_and(|rest| rest.trim().is_empty());
    let form = Advice::Form { form: expected::form("expect") };
    ends.then(|| told(at, 0, Message::EndsEarly { expected }, form))
}

/// The signs in which an arrow is meant.
const ARROWS: &[&str] = &["=", "＝", "⇒", "→", ">", "＞", ":", "："];

fn closes_on_its_line(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let mut signs = line.chars();
    let closers = signs.next().and_then(closing);
    closers.is_some_and(|closers| signs.as_str().contains(closers))
}

/// Returns the byte where pest gave up.
pub(super) fn error_start(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// Returns the English keyword of the statement that a text begins with.
pub(super) fn first_keyword(text: &str) -> Option<&'static str> {
    let word = first_word(text);
    let index = KEYWORDS.iter().position(|keyword| *keyword == word)?;
    let english = match word {
        "事项" => "matter",
        "事项清单" => "matters",
        "规则" => "rule",
        "层级" => "level",
        "承办" => "performer",
        "事实" => "fact",
        "政策" => "policy",
        "章节" => "section",
        "不可能" => "impossible",
        "认可" => "acknowledge",
        "其余" => "otherwise",
        "预期" => "expect",
        "已知" => "given",
        "分档表" => "table",
        "参数" => "parameter",
        "答项" => "answer",
        "起始" => "starts",
        "说明" => "remark",
        "引入" => "use",
        "章节清单" => "sections",
        "容许" => "allow",
        _ => KEYWORDS.get(index).copied()?,
    };
    Some(english)
}

/// Tells whether a statement begins with a Chinese keyword.
pub(super) fn is_chinese(text: &str) -> bool {
    first_word(text).starts_with(|c: char| !c.is_ascii())
}

/// Tells whether a broken statement is one that declares no names.
pub(super) fn declares_nothing(text: &str) -> bool {
    const SILENT: &[&str] = &[
        "matter",
        "otherwise",
        "impossible",
        "acknowledge",
        "expect",
        "given",
        "starts",
        "remark",
        "sections",
        "allow",
    ];
    first_keyword(text).is_some_and(|keyword| SILENT.contains(&keyword))
}

/// Returns opening minus closing braces, without those in quotations and comments.
pub(super) fn brace_balance(text: &str) -> i64 {
    text.lines().map(line_balance).fold(0, i64::saturating_add)
}

fn line_balance(line: &str) -> i64 {
    let mut balance = 0_i64;
    let mut rest = line;
    // A mark that is missing once is missing for the rest of the line: looking again would take quadratic time.
    let mut missing: Vec<&'static [char]> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = after;
        match c {
            '#' | '＃' => return balance,
            '/' | '／' if after.starts_with(c) => return balance,
            '{' | '｛' => balance = balance.saturating_add(1),
            '}' | '｝' => balance = balance.saturating_sub(1),
            _ => {
                let Some(closers) = closing(c).filter(|closers| !missing.contains(closers)) else { continue };
                match after.find(closers) {
                    Some(end) => {
                        let tail = after.get(end..).unwrap_or_default();
                        rest = tail.get(tail.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
                    }
                    // A quotation that does not end on its line hides nothing.
                    None => missing.push(closers),
                }
            }
        }
    }
    balance
}

/// Returns what ends a quotation that a sign begins.
pub(super) fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '“' | '”' => &['“', '”'],
        '「' => &['」'],
        '『' => &['』'],
        '《' => &['》'],
        '＂' => &['＂'],
        _ => return None,
    })
}

fn start_is_statement(error: &Error<Rule>) -> bool {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.contains(&Rule::one_statement),
        ErrorVariant::CustomError { .. } => false,
    }
}

/// No keyword has more characters, one too many included.
const LONGEST_KEYWORD: usize = 12;

/// What opens a quotation.
pub(super) const QUOTES: &[char] = &['"', '“', '”', '「', '『', '＂', '《'];

fn unknown_start(span: Span, found: String, text: &str) -> Diagnostic {
    if Grammar::parse(Rule::clause_word, &found).is_ok() {
        let message = Message::ClauseWithoutText { clause: found };
        return Diagnostic::error(Code::Unreadable, span, message).help(Advice::UnclosedQuote);
    }
    let near = near_keyword(&found);
    let found_text = found.clone();
    let diagnostic = Diagnostic::error(Code::Unreadable, span, Message::UnknownStart { found });
    let glued = KEYWORDS.iter().filter(|keyword| !keyword.is_ascii() && found_text.starts_with(**keyword));
    if let Some(keyword) = glued.max_by_key(|keyword| keyword.len()) {
        return diagnostic.help(Advice::Space { keyword: (*keyword).to_owned() });
    }
    if ["/*", "--", "<!--", "％", "%"].iter().any(|mark| text.trim_start().starts_with(mark)) {
        return diagnostic.help(Advice::Comment);
    }
    if ["payer", "支出", "支出责任"].contains(&found_text.as_str()) {
        let part = text.lines().next().unwrap_or_default().split("//").next().unwrap_or_default().trim();
        return diagnostic.help(Advice::PartOfAnswer { part: part.to_owned() });
    }
    match near.or_else(|| misprinted(&found_text, text)) {
        Some(keyword) => diagnostic.help(Advice::DidYouMean { name: keyword.to_owned() }),
        None => diagnostic.help(Advice::Statements),
    }
}

/// Keywords of statements that have an arrow.
const WITH_ARROW: &[&str] = &["事项", "规则", "其余", "预期"];

/// Returns the keyword of two signs that a word is but for one of them, where what follows leaves no other.
fn misprinted(word: &str, text: &str) -> Option<&'static str> {
    let arrow = ["=>", "＝＞"].iter().any(|arrow| text.contains(arrow));
    if !arrow && !text.contains([':', '：', '{', '｛']) {
        return None;
    }
    let typed: Vec<char> = word.chars().collect();
    let one_off = |keyword: &&&str| {
        let same = keyword.chars().count() == 2 && typed.len() == 2;
        same && keyword.chars().zip(&typed).filter(|(right, typed)| right != *typed).count() == 1
    };
    let mut near = KEYWORDS
        .iter()
        .filter(|keyword| !keyword.is_ascii() && WITH_ARROW.contains(keyword) == arrow)
        .filter(one_off);
    match (near.next(), near.next()) {
        (Some(keyword), None) => Some(keyword),
        _ => None,
    }
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Returns the word or the sign that a text begins with, at most 24 characters of it.
fn excerpt(text: &str) -> String {
    let word = first_word(text);
    let trimmed = text.trim_start();
    if !word.is_empty() {
        return word.chars().take(24).collect();
    }
    let is_arrow = |c: &char| "=＝-－>＞".contains(*c);
    let sign: String = trimmed.chars().take_while(is_arrow).take(3).collect();
    if sign.is_empty() { trimmed.chars().take(1).collect() } else { sign }
}
