//! The words that the grammar itself writes.
//!
//! In: the text of the grammar. Out: whether a word is one of them, so that it may be more than a name. The grammar stays the only
//! place that lists them.

use std::sync::LazyLock;

const GRAMMAR: &str = include_str!("../../grammar/quanze.pest");

/// Every word, in order, each once.
static KEYWORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| words(|_| true));

/// Those behind which a figure may follow without a space: `不低于500万元`.
static GLUED: LazyLock<Vec<&'static str>> = LazyLock::new(|| words(|line| line.contains("~ glue")));

/// Tells whether a word is a keyword, or begins with one that a figure may follow at once.
pub(super) fn may_be_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok() || GLUED.iter().any(|known| word.starts_with(known))
}

/// Returns the words between quotes on some lines of the grammar, in order.
fn words(wanted: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let lines = GRAMMAR.lines().filter(|line| !line.trim_start().starts_with("//") && wanted(line));
    let mut words: Vec<&str> =
        lines.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::trim).collect();
    words.retain(|word| word.starts_with(char::is_alphabetic));
    words.sort_unstable();
    words.dedup();
    words
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
