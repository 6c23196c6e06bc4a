//! Mends what has one remedy.
//!
//! In: the text of a rule file, and its settings. Out: the text mended, or nothing. Only spellings with a single meaning are replaced, and an
//! `allow` of nothing is taken away. The result is read again: what is not better for it is thrown away. Nothing is written here.

use crate::analysis::{Finding, Kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Lang, Message};
use crate::session::Session;
use crate::settings::Settings;
use crate::source::{Source, Span};

/// A text mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// How many places were changed.
    pub places: usize,
}

/// What stands at a place is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    span: Span,
    text: &'static str,
}

/// One mistake may hide another: so many times a text is read again at most.
const MOST_ROUNDS: usize = 8;

/// Mends a text; nothing where there is nothing to mend.
#[must_use]
pub fn mend(name: &str, text: &str, settings: &Settings) -> Option<Mended> {
    let mut mended: Option<Mended> = None;
    for _ in 0..MOST_ROUNDS {
        let current = mended.as_ref().map_or(text, |mended| mended.text.as_str());
        let Some(next) = round(name, current, settings) else { break };
        let places = mended.as_ref().map_or(0, |mended| mended.places).saturating_add(next.places);
        mended = Some(Mended { places, ..next });
    }
    mended
}

fn round(name: &str, text: &str, settings: &Settings) -> Option<Mended> {
    // A byte order mark is no part of what spans count.
    let (mark, body) = match text.strip_prefix('\u{FEFF}') {
        Some(body) => ("\u{FEFF}", body),
        None => ("", text),
    };
    let read = Read::new(name, body, settings);
    let mut edits: Vec<Edit> = read.diagnostics.iter().filter_map(|one| respell(body, one)).collect();
    if edits.is_empty() && read.diagnostics.is_empty() {
        edits = read.idle_allowances(body);
    }
    if edits.is_empty() {
        return None;
    }
    let next = apply(body, &mut edits)?;
    let after = Read::new(name, &next, settings);
    after.is_better_than(&read).then(|| Mended { text: format!("{mark}{next}"), places: edits.len() })
}

/// A text as it is understood.
struct Read {
    session: Session,
    diagnostics: Vec<Diagnostic>,
    findings: Vec<(usize, Finding)>,
}

impl Read {
    fn new(name: &str, text: &str, settings: &Settings) -> Read {
        let mut session = Session::default();
        let diagnostics = session.load([(name.to_owned(), text.to_owned())]);
        session.settle(name, settings);
        let mut findings = Vec::new();
        for policy in 0..session.policies().len() {
            if let Ok(Some(report)) = session.check(policy) {
                findings.extend(report.findings.into_iter().map(|finding| (policy, finding)));
            }
        }
        Read { session, diagnostics, findings }
    }

    fn is_idle(finding: &Finding) -> bool {
        finding.code() == Code::UnusedAllowance && finding.allowed.is_none()
    }

    /// Returns what takes away each `allow` of which nothing is needed.
    fn idle_allowances(&self, text: &str) -> Vec<Edit> {
        let idle = self.findings.iter().filter(|(_, finding)| Read::is_idle(finding));
        idle.filter_map(|(policy, finding)| {
            let Kind::Lint(lint) = &finding.kind else { return None };
            let Message::UnusedAllowance { codes } = &lint.message else { return None };
            let span = lint.labels.first()?.span;
            let model = self.session.model(*policy)?;
            let allowance = model.allowances.iter().find(|allowance| allowance.span == span)?;
            // Where one of its codes is needed it stays, for a person to shorten.
            (allowance.codes.len() == codes.len()).then(|| Edit { span: whole_lines(text, span), text: "" })
        })
        .collect()
    }

    /// Tells whether this has fewer faults than before, and nothing else has changed.
    fn is_better_than(&self, before: &Read) -> bool {
        if self.diagnostics.len() < before.diagnostics.len() {
            return true;
        }
        let others = |read: &Read| -> Vec<String> {
            let others = read.findings.iter().filter(|(_, finding)| !Read::is_idle(finding));
            let text = |(policy, finding): &(usize, Finding)| {
                let model = read.session.model(*policy)?;
                Some(finding.diagnostic(model, Lang::En).message.text(Lang::En))
            };
            others.filter_map(text).collect()
        };
        self.diagnostics.is_empty()
            && before.diagnostics.is_empty()
            && self.findings.len() < before.findings.len()
            && others(self) == others(before)
    }
}

/// Returns the replacement of a spelling that can only mean one thing.
fn respell(text: &str, diagnostic: &Diagnostic) -> Option<Edit> {
    let span = diagnostic.span()?;
    match (&diagnostic.code, &diagnostic.message) {
        (
            Code::WrongArrow | Code::WrongEquals | Code::WrongPayer | Code::WrongColon,
            Message::WrongSpelling { right, .. },
        ) => Some(Edit { span, text: right }),
        // Between `payer` and who pays stands a blank.
        (Code::WrongPayer, Message::PayerSign { .. }) => {
            Some(Edit { span: with_blanks(text, span), text: " " })
        }
        (Code::MissingComma, _) => Some(Edit { span: Span { end: span.start, ..span }, text: ", " }),
        _ => None,
    }
}

/// Widens a place to the blanks around it.
fn with_blanks(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).map_or(0, |before| blanks(before.chars().rev()));
    let after = text.get(span.end as usize..).map_or(0, |after| blanks(after.chars()));
    Span { start: span.start.saturating_sub(before), end: span.end.saturating_add(after), ..span }
}

/// Counts the bytes of the blanks that come first.
fn blanks(text: impl Iterator<Item = char>) -> u32 {
    let first = text.take_while(|c| matches!(c, ' ' | '\t'));
    u32::try_from(first.count()).unwrap_or(0)
}

/// Widens a statement to its lines, where nothing else stands on them.
fn whole_lines(text: &str, span: Span) -> Span {
    let source = Source::new("", text);
    let first = source.line_range(source.position(span.start as usize).line);
    let last = source.line_range(source.position(span.end as usize).line);
    let (Some((start, _)), Some((_, end))) = (first, last) else { return span };
    let blank = |from: usize, to: usize| text.get(from..to).is_some_and(|part| part.trim().is_empty());
    let more = ended(text.get(span.end as usize..end).unwrap_or_default());
    let span = Span { end: span.end.saturating_add(more), ..span };
    if !blank(start, span.start as usize) || !blank(span.end as usize, end) {
        return span;
    }
    let ending = text.get(end..).map_or(0, |rest| {
        if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) }
    });
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end.saturating_add(ending)), ..span }
}

/// Returns the length of what ends a statement on its line, with the blanks before what follows.
fn ended(rest: &str) -> u32 {
    let Some(after) = rest.trim_start().strip_prefix([';', '；', '。']) else { return 0 };
    u32::try_from(rest.len().saturating_sub(after.trim_start().len())).unwrap_or(0)
}

/// Replaces from the end to the front; nothing where two places meet.
fn apply(text: &str, edits: &mut Vec<Edit>) -> Option<String> {
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let mut result = text.to_owned();
    let mut limit = u32::MAX;
    for edit in edits.iter().rev() {
        if edit.span.end > limit {
            return None;
        }
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let old = result.get(start..end)?;
        // Words keep their distance.
        let before = result.get(..start)?.ends_with(char::is_alphanumeric);
        let after = result.get(end..)?.starts_with(char::is_alphanumeric);
        let is_word = edit.text.ends_with(char::is_alphanumeric);
        let left = if is_word && before && !old.is_empty() { " " } else { "" };
        let right = if is_word && after { " " } else { "" };
        let new = format!("{left}{}{right}", edit.text);
        result.replace_range(start..end, &new);
        limit = edit.span.start;
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::{Mended, mend};
    use crate::settings::Settings;

    fn mended(text: &str) -> Option<String> {
        mend("x.qz", text, &Settings::default()).map(|Mended { text, .. }| text)
    }

    #[test]
    fn spellings_with_one_meaning_are_mended() {
        assert_eq!(
            mended("\u{FEFF}matter 专利导航 at level county -> shared payer county\r\n").as_deref(),
            Some("\u{FEFF}matter 专利导航 at level county => shared , payer county\r\n")
        );
        assert_eq!(
            mended("matter 执法 when scope=全市性 => city, pays city\n").as_deref(),
            Some("matter 执法 when scope is 全市性 => city, payer city\n")
        );
        // Two meanings: a person decides.
        assert_eq!(mended("matter 执法 => shared, payer 同级\n"), None);
        assert_eq!(mended("matter 执法 => shared, payer county\n"), None);
    }

    #[test]
    fn an_allowance_of_nothing_goes_with_its_line() {
        let text = "level city as 市\nmatters { 执法 }\n  allow L003 because \"甲\"\nmatter 执法 => city, payer city\n";
        let without = "level city as 市\nmatters { 执法 }\nmatter 执法 => city, payer city\n";
        assert_eq!(mended(text).as_deref(), Some(without));
        let joined = text.replace("\"甲\"\n", "\"甲\"; allow L003 because \"乙\"； ");
        assert_eq!(mended(&joined).as_deref(), Some(without.replace("\nmatter ", "\n  matter ").as_str()));
    }
}
