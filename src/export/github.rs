//! Annotations of GitHub Actions.
//!
//! In: what is told, and how paths are written from the root of the repository. Out: a workflow command for each. Columns
//! count characters.

use super::told::{Spot, Told};
use crate::diagnostic::Severity;
use crate::message::Lang;
use crate::source::is_hidden;
use std::borrow::Cow;

/// Makes the command of one thing; what is acknowledged or old is a notice.
#[must_use]
pub fn github_line(told: &Told, path: &dyn Fn(&str) -> String, lang: Lang) -> String {
    let command = match told.severity {
        _ if !told.counts() => "notice",
        Severity::Error => "error",
        Severity::Warning | Severity::Note => "warning",
    };
    let mut properties = vec![format!("file={}", property(&path(&told.file)))];
    if let Some(spot) = told.spots.first() {
        properties = place(spot, path);
    }
    properties.push(format!("title={}", property(told.code.as_str())));
    format!("::{command} {}::{}", properties.join(","), data(&told.full_text(lang)))
}

fn place(spot: &Spot, path: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut properties = vec![format!("file={}", property(&path(&spot.file))), format!("line={}", spot.line)];
    // A column needs an end on the same line, else the annotation is refused.
    if spot.line == spot.end_line && spot.end_column > spot.column {
        properties.push(format!("col={}", spot.column));
        properties.push(format!("endColumn={}", spot.end_column));
    } else {
        properties.push(format!("endLine={}", spot.end_line));
    }
    properties
}

/// Writes a message so that it stays one command.
fn data(text: &str) -> Cow<'_, str> {
    escape(text, &[('%', "%25"), ('\r', "%0D"), ('\n', "%0A")])
}

/// Writes a property so that it stays one property.
fn property(text: &str) -> Cow<'_, str> {
    escape(text, &[('%', "%25"), ('\r', "%0D"), ('\n', "%0A"), (':', "%3A"), (',', "%2C")])
}

/// What is not seen is shown as its number: a log is read by people.
fn escape<'t>(text: &'t str, signs: &[(char, &str)]) -> Cow<'t, str> {
    if !text.chars().any(|c| is_hidden(c) || signs.iter().any(|(sign, _)| *sign == c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::new();
    for c in text.chars() {
        match signs.iter().find(|(sign, _)| *sign == c) {
            Some((_, code)) => escaped.push_str(code),
            None if is_hidden(c) => escaped.push_str(&format!("<U+{:04X}>", u32::from(c))),
            None => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        assert_eq!(data("专利导航"), "专利导航");
        assert_eq!(property("甲\u{202E}乙"), "甲<U+202E>乙");
    }
}
