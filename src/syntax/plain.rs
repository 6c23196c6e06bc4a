//! The words that the grammar itself writes.
//!
//! In: the text of the grammar. Out: whether a word is one of them, so that it may be more than a name. The grammar stays the only
//! place that lists them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const GRAMMAR: &str = include_str!("../../grammar/quanze.pest");

/// A word of the grammar.
struct Keyword {
    word: &'static str,
    /// A figure may follow without a space: `不低于500万元`.
    glued: bool,
}

/// Every word, under its first character: most names share theirs with no keyword, or with few.
static KEYWORDS: LazyLock<FxHashMap<char, Vec<Keyword>>> = LazyLock::new(keywords);

/// Tells whether a word is a keyword, or begins with one that a figure may follow at once.
pub(super) fn may_be_keyword(word: &str) -> bool {
    let Some(alike) = word.chars().next().and_then(|first| KEYWORDS.get(&first)) else { return false };
    alike.iter().any(|known| known.word == word || known.glued && word.starts_with(known.word))
}

/// Returns the words between quotes in the grammar.
fn keywords() -> FxHashMap<char, Vec<Keyword>> {
    let mut keywords: FxHashMap<char, Vec<Keyword>> = FxHashMap::default();
    for line in GRAMMAR.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for word in line.split('"').skip(1).step_by(2).map(str::trim) {
            let Some(first) = word.chars().next().filter(|first| first.is_alphabetic()) else { continue };
            let alike = keywords.entry(first).or_default();
            let glued = line.contains("~ glue");
            match alike.iter_mut().find(|known| known.word == word) {
                Some(known) => known.glued |= glued,
                None => alike.push(Keyword { word, glued }),
            }
        }
    }
    keywords
}

#[cfg(test)]
mod tests {
    use super::may_be_keyword;

    #[test]
    fn keywords_are_told_from_names() {
        for word in ["payer", "shared", "不低于", "不低于500万元", "同级", "其他", "until", "是"]
        {
            assert!(may_be_keyword(word), "{word}");
        }
        for name in ["专利导航", "事项5", "county", "payer5", "市县", "2020年"] {
            assert!(!may_be_keyword(name), "{name}");
        }
    }
}
