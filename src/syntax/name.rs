//! How names are compared.
//!
//! In: a name as typed. Out: the form under which it is looked up: NFC, with the full-width forms of ASCII
//! folded to half width, so that 县(区) and 县（区） are one name. Nothing else is folded: ① stays ①.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Returns the form of a name under which it is compared.
#[must_use]
pub fn canonical(text: &str) -> String {
    if text.chars().all(is_common) {
        return text.to_owned();
    }
    let plain = !text.chars().any(is_full_width);
    if plain && is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    text.nfc().map(fold).collect()
}

/// Tells whether a character is surely its own normal form, whatever stands beside it.
fn is_common(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4E00}'..='\u{9FFF}')
}

fn is_full_width(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{3000}')
}

fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c).wrapping_sub(0xFEE0)).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn widths_and_compositions_are_one_name() {
        assert_eq!(canonical("县（区）"), "县(区)");
        assert_eq!(canonical("Ａ１"), "A1");
        assert_eq!(canonical("e\u{301}"), "é");
        assert_eq!(canonical("①"), "①");
    }
}
