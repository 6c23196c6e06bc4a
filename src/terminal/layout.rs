//! Text in columns.
//!
//! In: text, and how many columns there are. Out: the text wrapped, cut or filled up to them; a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns how many columns a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Fills a text up with blanks.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Cuts a text to fewer columns; dots stand for what is left out.
#[must_use]
pub fn clip(text: &str, width: usize) -> String {
    const DOTS: &str = "..";
    if columns(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(DOTS.len());
    let mut kept = String::new();
    let mut taken = 0_usize;
    for c in text.chars() {
        taken = taken.saturating_add(c.width().unwrap_or(0));
        if taken > room {
            break;
        }
        kept.push(c);
    }
    kept.push_str(DOTS.get(..width.min(DOTS.len())).unwrap_or_default());
    kept
}

/// Breaks each line of a text so that it fits; what is broken off is indented.
#[must_use]
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        wrap_line(&mut wrapped, line, width.max(2), indent.min(width.saturating_sub(8)));
    }
    wrapped
}

fn wrap_line(wrapped: &mut String, line: &str, width: usize, indent: usize) {
    let mut taken = 0_usize;
    let too_long = |piece: &str| columns(piece.trim_end()).saturating_add(indent) > width;
    let parts = |piece| if too_long(piece) { pieces(piece, false) } else { vec![piece] };
    for piece in pieces(line, true).into_iter().flat_map(parts) {
        let wide = columns(piece.trim_end());
        if wide.saturating_add(indent) > width {
            if taken > indent {
                trim_blanks(wrapped);
                wrapped.push('\n');
                wrapped.push_str(&" ".repeat(indent));
                taken = indent;
            }
            taken = break_word(wrapped, piece, (width, indent), taken);
            continue;
        }
        if taken > 0 && taken.saturating_add(wide) > width {
            trim_blanks(wrapped);
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            taken = indent;
            wrapped.push_str(piece.trim_start());
            taken = taken.saturating_add(columns(piece.trim_start()));
        } else {
            wrapped.push_str(piece);
            taken = taken.saturating_add(columns(piece));
        }
    }
    trim_blanks(wrapped);
    wrapped.push('\n');
}

/// Breaks a word that no line has room for; returns how much of the last line is taken.
fn break_word(wrapped: &mut String, word: &str, (width, indent): (usize, usize), mut taken: usize) -> usize {
    for c in word.chars() {
        let wide = c.width().unwrap_or(0);
        if taken > indent && taken.saturating_add(wide) > width {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            taken = indent;
        }
        wrapped.push(c);
        taken = taken.saturating_add(wide);
    }
    taken
}

fn trim_blanks(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
}

/// Splits a line where it may be broken: behind blanks, and on both sides of a wide character; what stands between back quotes is there to
/// be copied, and a command behind its colon is one word: they stay whole if that is asked for.
fn pieces(line: &str, whole: bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0_usize;
    let mut before: Option<char> = None;
    let (mut copied, mut command) = (false, false);
    for (at, c) in line.char_indices() {
        command &= c != ' ';
        let breaks = !copied
            && !command
            && before.is_some_and(|before| {
                let wide = |c: char| c.width().unwrap_or(0) > 1;
                (before == ' ' && c != ' ')
                    || ((wide(before) || wide(c)) && c != ' ' && !closes(c) && !opens(before))
            });
        if breaks && at > start {
            pieces.extend(line.get(start..at));
            start = at;
        }
        if whole && c == '`' {
            let rest = line.get(at..).unwrap_or_default();
            copied = !copied && rest.get(1..).is_some_and(|rest| rest.contains('`'));
        }
        command |= whole && matches!(c, ':' | '\u{FF1A}') && before.is_none_or(|before| before == ' ');
        before = Some(c);
    }
    pieces.extend(line.get(start..));
    pieces
}

/// Signs that begin no line.
fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | ',' | '.' | ';' | ':' | '?' | '!')
        || matches!(
            c,
            '\u{FF09}' | '\u{3011}' | '\u{300D}' | '\u{300F}' | '\u{201D}' | '\u{300B}' | '\u{3015}'
        )
        || matches!(c, '\u{FF0C}' | '\u{3002}' | '\u{FF1B}' | '\u{FF1A}' | '\u{FF1F}' | '\u{3001}')
}

/// Signs that end no line.
fn opens(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '\u{FF08}'
            | '\u{3010}'
            | '\u{300C}'
            | '\u{300E}'
            | '\u{201C}'
            | '\u{300A}'
            | '\u{3014}'
    )
}

#[cfg(test)]
mod tests {
    use super::{clip, columns, pad, wrap};

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(columns("专利a"), 5);
        assert_eq!(pad("专利", 6), "专利  ");
        assert_eq!(clip("专利导航", 8), "专利导航");
        assert_eq!(clip("专利导航", 7), "专利..");
        assert_eq!(clip("专利导航", 1), ".");
        assert_eq!(clip("专利导航", 0), "");
    }

    #[test]
    fn lines_are_broken_where_words_end() {
        assert_eq!(wrap("who has the authority", 12, 2), "who has the\n  authority\n");
        assert_eq!(wrap("分别承担支出责任。好", 8, 0), "分别承担\n支出责\n任。好\n");
        assert_eq!(wrap("  :load  :check", 10, 2), "  :load\n  :check\n");
        // What is to be copied stays whole, as long as a line has room for it.
        assert_eq!(wrap("ask `a at b` or `c d`", 12, 2), "ask `a at b`\n  or `c d`\n");
        assert_eq!(wrap("请写 `甲 在 乙`。", 12, 0), "请写\n`甲 在 乙`。\n");
        assert_eq!(wrap("`专利导航 at county`", 14, 2), "`专利导航 at\n  county`\n");
        // So does a command, also in Chinese.
        assert_eq!(wrap("  :差异  :保存", 10, 2), "  :差异\n  :保存\n");
        assert_eq!(wrap("差异 :保存", 8, 0), "差异\n:保存\n");
        // Nothing stays nothing, and an empty line an empty line.
        assert_eq!(wrap("", 10, 2), "");
        assert_eq!(wrap("a\n\nb", 10, 2), "a\n\nb\n");
        // A word that no line has room for gets lines of its own, where that gives it more room.
        assert_eq!(wrap("who listed_by_province", 10, 2), "who\n  listed_b\n  y_provin\n  ce\n");
        assert_eq!(wrap("a listed_by_province", 10, 2), "a listed_b\n  y_provin\n  ce\n");
    }

    #[test]
    fn every_width_is_survived() {
        for width in 0..12 {
            assert!(wrap("专利导航 at county，(县)", width, 4).contains('专'));
        }
    }
}
