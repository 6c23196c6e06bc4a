//! Chinese by its sound: names found by pinyin.
//!
//! In: a name, and letters. Out: how well the letters spell the beginning of the name. A character may stand for all of its
//! syllable or for the beginning of it, and any of its readings will do: `zldh`, `zhuanlidaohang` and `zhuanldh` are 专利导航.

use pinyin::ToPinyinMulti;

/// The longest text that is read as pinyin.
const LONGEST: usize = 64;

/// Which readings of the characters letters spell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The commonest of each.
    Common,
    /// Another one of some.
    Other,
}

/// Tells whether letters spell the beginning of a name, and by which readings.
pub(super) fn spelled(name: &str, letters: &str) -> Option<Reading> {
    if spelled_by(name, letters, 1) {
        return Some(Reading::Common);
    }
    spelled_by(name, letters, usize::MAX).then_some(Reading::Other)
}

/// Tells whether letters spell the beginning of a name by the first so many readings of each character.
fn spelled_by(name: &str, letters: &str, readings: usize) -> bool {
    let letters: Vec<char> = letters.chars().map(|c| c.to_ascii_lowercase()).collect();
    if letters.is_empty() || letters.len() > LONGEST || !letters.iter().all(char::is_ascii_alphanumeric) {
        return false;
    }
    // The places in the letters that the characters so far may lead to.
    let mut places = vec![0_usize];
    for c in name.chars() {
        let mut next: Vec<usize> = Vec::new();
        for place in places {
            next.extend(
                steps(c, letters.get(place..).unwrap_or_default(), readings)
                    .into_iter()
                    .map(|step| place.saturating_add(step)),
            );
        }
        if next.contains(&letters.len()) {
            return true;
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return false;
        }
        places = next;
    }
    false
}

/// Returns how many letters a character may take.
fn steps(c: char, letters: &[char], most: usize) -> Vec<usize> {
    if c.is_ascii_alphanumeric() {
        return if letters.first() == Some(&c.to_ascii_lowercase()) { vec![1] } else { Vec::new() };
    }
    let Some(known) = c.to_pinyin_multi() else {
        // Brackets and the like are passed over.
        return if c.is_alphabetic() { Vec::new() } else { vec![0] };
    };
    let mut steps = Vec::new();
    for reading in known.into_iter().take(most) {
        let syllable: Vec<char> = reading.plain().chars().collect();
        let same = syllable.iter().zip(letters).take_while(|(one, other)| is_same(**one, **other)).count();
        // The whole syllable, its first letter, `zh`, or as far as has been typed.
        for step in 1..=same {
            let whole = step == syllable.len() || step == letters.len();
            if step == 1 || whole || (step == 2 && syllable.get(1) == Some(&'h')) {
                steps.push(step);
            }
        }
    }
    steps
}

/// `ü` is typed `v` or `u`.
fn is_same(written: char, typed: char) -> bool {
    written == typed || (written == '\u{FC}' && matches!(typed, 'v' | 'u'))
}

/// Returns the first letters of a name, by the commonest readings.
pub(in crate::repl) fn initials(name: &str) -> String {
    let initial = |c: char| {
        if c.is_ascii_alphanumeric() {
            return Some(c.to_ascii_lowercase());
        }
        c.to_pinyin_multi()?.into_iter().next()?.plain().chars().next()
    };
    name.chars().filter_map(initial).collect()
}

#[cfg(test)]
mod tests {
    use super::{Reading, initials, spelled};

    #[test]
    fn names_are_spelled_in_many_ways() {
        for letters in
            ["z", "zl", "zldh", "ZLDH", "zhuanli", "zhuanlidaohang", "zhldh", "zhuanldh", "zlidaoh", "zlda"]
        {
            assert!(spelled("专利导航", letters).is_some(), "{letters}");
        }
        for letters in ["", "x", "zldhx", "ldh", "zuan", "专", "zh uan", "zn"] {
            assert!(spelled("专利导航", letters).is_none(), "{letters}");
        }
    }

    #[test]
    fn every_reading_of_a_character_will_do() {
        assert_eq!(spelled("县", "x"), Some(Reading::Common));
        assert_eq!(spelled("省", "x"), Some(Reading::Other));
        // 行: xing, hang; 长: chang, zhang; 率: lü, shuai
        for letters in ["xzcj", "hzcj", "xingzheng", "hangzheng"] {
            assert!(spelled("行政裁决", letters).is_some(), "{letters}");
        }
        assert!(spelled("长期", "cq").is_some() && spelled("长期", "zhangqi").is_some());
        assert!(spelled("率先", "lvx").is_some() && spelled("率先", "shuaixian").is_some());
    }

    #[test]
    fn letters_and_signs_inside_a_name() {
        assert!(spelled("县(区)", "xq").is_some());
        assert!(spelled("IP保护", "ipbh").is_some());
        assert!(spelled("信息化、智能化", "xxhznh").is_some());
        assert_eq!(initials("专利导航"), "zldh");
    }

    #[test]
    fn long_texts_take_no_time() {
        assert_eq!(spelled(&"行".repeat(10_000), &"h".repeat(65)), None);
        assert_eq!(spelled(&"行".repeat(10_000), &"h".repeat(64)), Some(Reading::Other));
    }
}
