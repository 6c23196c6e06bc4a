//! What a statement says, however it is laid out.
//!
//! In: the text of a statement. Out: the same without comments, every run of blanks as one. Two layouts of one statement give one text.

use super::broken::closing;

/// Returns a text without comments, with single blanks between its words.
#[must_use]
pub fn plain_text(text: &str) -> String {
    let mut plain = String::new();
    for line in text.lines() {
        for word in without_comment(line).split_whitespace() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.push_str(word);
        }
    }
    plain
}

/// Cuts a line where a comment begins; quotations hide what looks like one.
fn without_comment(line: &str) -> &str {
    let mut rest = line;
    // What was not closed once is closed nowhere behind; looking again each time would take forever.
    let mut never_closed: Vec<char> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let begins = matches!(c, '#' | '＃') || (matches!(c, '/' | '／') && after.starts_with(c));
        if begins {
            return line.get(..line.len().saturating_sub(rest.len())).unwrap_or_default();
        }
        let closers = closing(c).filter(|_| !never_closed.contains(&c));
        let end = closers.and_then(|closers| after.find(closers));
        if closers.is_some() && end.is_none() {
            never_closed.push(c);
        }
        let tail = end.and_then(|end| after.get(end..)).unwrap_or(after);
        let skipped = if end.is_some() { tail.chars().next().map_or(0, char::len_utf8) } else { 0 };
        rest = tail.get(skipped..).unwrap_or_default();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn layout_does_not_count() {
        let one = "matter 执法 => shared, payer same level   quote \"甲 // 乙\"";
        let other = "matter 执法\r\n  // 说明\n\t=> shared, payer same level # x\n  quote \"甲 // 乙\"";
        assert_eq!(plain_text(one), plain_text(other));
        assert_eq!(plain_text("a／／b"), "a");
        assert_eq!(plain_text("「#」 #"), "「#」");
    }
}
