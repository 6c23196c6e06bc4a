//! Which finding is which, from one run to the next.
//!
//! In: a diagnostic and the texts that it is about. Out: a fingerprint of its code, its policy and what those statements say, not of
//! where they stand; equal ones are told apart by their order. Moving lines, comments and blanks changes none.

use super::told::Checked;
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use crate::syntax::plain_text;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// Numbers equal findings.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(FxHashMap<String, usize>);

impl Fingerprints {
    /// Returns the fingerprint of the next finding that rests on this.
    pub(super) fn next(&mut self, basis: &str) -> String {
        let count = self.0.entry(basis.to_owned()).or_insert(0);
        *count = count.saturating_add(1);
        let digest = Sha256::digest(format!("{basis}\n{count}"));
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Returns what makes a finding this one: its code, its policy, and what the statements say that it is about.
pub(super) fn basis(
    sources: &Sources,
    diagnostic: &Diagnostic,
    policy: Option<&Checked<'_>>,
    english: &str,
) -> String {
    let mut texts: Vec<String> = diagnostic
        .labels
        .iter()
        .map(
            |label| if policy.is_some() { statement(sources, label.span) } else { line(sources, label.span) },
        )
        .collect();
    match texts.as_mut_slice() {
        // Why the system refuses, and how far a file can be read, is not what makes it this one.
        [] => texts.push(diagnostic.file.as_ref().map_or(english, |unread| base(&unread.path)).to_owned()),
        // What is meant comes first; the others may change places in the file.
        [_, rest @ ..] => rest.sort(),
    }
    let policy = policy
        .map(|policy| if policy.model.name == policy.file { base(policy.file) } else { &policy.model.name });
    format!("{}\n{}\n{}", diagnostic.code.as_str(), policy.unwrap_or_default(), texts.join("\n"))
}

/// Returns a file's name without its folders: where the program was started from does not count.
fn base(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn statement(sources: &Sources, span: Span) -> String {
    sources.get(span.source).map(|source| plain_text(source.slice(span))).unwrap_or_default()
}

/// Returns the line that a place lies in: of a broken text there is no statement.
fn line(sources: &Sources, span: Span) -> String {
    let Some(source) = sources.get(span.source) else { return String::new() };
    let range = source.line_range(source.position(span.start as usize).line);
    range.and_then(|(start, end)| source.text().get(start..end)).map(plain_text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;

    #[test]
    fn equal_findings_are_told_apart_by_their_order() {
        let mut prints = Fingerprints::default();
        let (first, second) = (prints.next("a"), prints.next("a"));
        assert_ne!(first, second);
        assert_eq!(first.len(), 16);
        assert_eq!(Fingerprints::default().next("a"), first);
    }
}
