//! Characters that make a text look like another one.
//!
//! In: a text. Out: one diagnostic for each stretch of characters that are not seen or that turn the order of the text
//! around, for each blank of another width between words, for each word that mixes look-alike alphabets, and for each radical in the place of a character. A comment may hold what is merely unseen, as signs of emotion
//! do; nothing may turn the order around.

use super::broken::closing;
use super::limits::MAX_ERRORS;
use super::offset;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::{SourceId, Span, is_hidden};

/// Returns what deceives in a text, in its order.
pub(super) fn find(source: SourceId, text: &str) -> Vec<Diagnostic> {
    if !is_worth_a_look(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0_usize;
    for line in text.split_inclusive(['\n', '\r']) {
        if found.len() > MAX_ERRORS {
            break;
        }
        if is_worth_a_look(line) {
            in_line(line, |from, to, message, advice| {
                let place = |at: usize| offset(start.saturating_add(at));
                let span = Span { source, start: place(from), end: place(to) };
                let code = match message {
                    Message::MixedAlphabets { .. } | Message::Radical { .. } => Code::MixedAlphabets,
                    _ => Code::HiddenCharacter,
                };
                found.push(Diagnostic::error(code, span, message).help(advice));
            });
        }
        start = start.saturating_add(line.len());
    }
    found
}

/// Tells whether any character may deceive. Bytes are looked at first: no character of ASCII that is seen does, and none from U+3000
/// to U+9FFF, where most of Chinese is.
fn is_worth_a_look(text: &str) -> bool {
    // Bytes from 0x80 to 0xBF follow a first byte, which says enough.
    let suspect = |byte: &u8| match byte {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 | 0x7F | 0xC0..=0xE2 | 0xEA..=0xFF => true,
        _ => false,
    };
    text.as_bytes().iter().any(suspect) && text.chars().any(may_deceive)
}

fn may_deceive(c: char) -> bool {
    is_hidden(c)
        || is_odd_blank(c)
        || is_radical(c)
        || matches!(alphabet(c), Some(Alphabet::Greek | Alphabet::Cyrillic))
}

fn in_line(line: &str, mut report: impl FnMut(usize, usize, Message, Advice)) {
    let (stretches, comment) = outside_of_quotes(line);
    let mut rest = line.char_indices().peekable();
    while let Some((from, c)) = rest.next() {
        let refused = |c: char, at: usize| is_hidden(c) && (at < comment || turns(c) || c.is_control());
        if refused(c, from) {
            let mut to = from.saturating_add(c.len_utf8());
            while let Some((at, next)) = rest.next_if(|(at, next)| refused(*next, *at)) {
                to = at.saturating_add(next.len_utf8());
            }
            let message = Message::HiddenCharacter { code: format!("U+{:04X}", u32::from(c)) };
            report(from, to, message, Advice::HiddenCharacter);
        }
    }
    for (start, stretch) in stretches {
        if stretch.chars().any(|c| alphabet(c).is_some_and(|alphabet| alphabet != Alphabet::Latin)) {
            mixed_words(start, stretch, &mut report);
        }
        for (at, c) in stretch.char_indices().filter(|(_, c)| is_odd_blank(*c)) {
            let from = start.saturating_add(at);
            let message = Message::OddBlank { code: format!("U+{:04X}", u32::from(c)) };
            report(from, from.saturating_add(c.len_utf8()), message, Advice::OddBlank);
        }
        for (at, c) in stretch.char_indices().filter(|(_, c)| is_radical(*c)) {
            let from = start.saturating_add(at);
            let message = Message::Radical { found: c.to_string(), code: format!("U+{:04X}", u32::from(c)) };
            report(from, from.saturating_add(c.len_utf8()), message, Advice::Radical);
        }
    }
}

/// Reports words in which letters of alphabets stand together that look alike.
fn mixed_words(mut start: usize, text: &str, report: &mut impl FnMut(usize, usize, Message, Advice)) {
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let has = |wanted| letters.chars().any(|c| alphabet(c) == Some(wanted));
        let cyrillic = has(Alphabet::Cyrillic) && letters.chars().any(is_letter_of_another);
        let greek = has(Alphabet::Greek) && has(Alphabet::Latin);
        if cyrillic || greek {
            let odd = if cyrillic { Alphabet::Cyrillic } else { Alphabet::Greek };
            let letter = letters.chars().find(|c| alphabet(*c) == Some(odd)).unwrap_or_default();
            let message = Message::MixedAlphabets {
                word: letters.to_owned(),
                letter: letter.to_string(),
                code: format!("U+{:04X}", u32::from(letter)),
            };
            report(start, start.saturating_add(letters.len()), message, Advice::MixedAlphabets);
        }
        start = start.saturating_add(word.len());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
}

fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Some(Alphabet::Latin),
        '\u{370}'..='\u{3FF}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52F}' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

fn is_letter_of_another(c: char) -> bool {
    c.is_alphabetic() && alphabet(c) != Some(Alphabet::Cyrillic)
}

/// Tells whether a character is a part of characters, which a text copied from a printed page has in their place.
fn is_radical(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}')
}

/// Tells whether a character is a blank that is none between words: typesetting has many, and no eye tells them apart.
fn is_odd_blank(c: char) -> bool {
    matches!(c, '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')
}

/// Tells whether a character turns the order of a text around.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}')
}

/// Returns the stretches of a line outside of quotations, each with the byte where it begins, and where its comment begins.
fn outside_of_quotes(line: &str) -> (Vec<(usize, &str)>, usize) {
    let mut stretches = Vec::new();
    let mut start = 0_usize;
    let mut comment = line.len();
    // A mark that is missing once is missing for the rest of the line: looking again would take quadratic time.
    let mut missing: Vec<&'static [char]> = Vec::new();
    let mut signs = line.char_indices();
    while let Some((at, c)) = signs.next() {
        let rest = signs.as_str();
        if matches!(c, '#' | '＃') || matches!(c, '/' | '／') && rest.starts_with(c) {
            comment = at;
            break;
        }
        let Some(closers) = closing(c).filter(|closers| !missing.contains(closers)) else { continue };
        let Some(end) = rest.find(closers) else {
            missing.push(closers);
            continue;
        };
        stretches.push((start, line.get(start..at).unwrap_or_default()));
        start = line.len().saturating_sub(rest.len()).saturating_add(end);
        // What closes the quotation is taken too.
        signs.by_ref().take_while(|(at, _)| *at < start).for_each(drop);
    }
    stretches.push((start, line.get(start..comment).unwrap_or_default()));
    (stretches, comment)
}
