//! Bounds of figures in the words of documents.
//!
//! In: `500万元以上`. Out: the same as a test writes it, `不低于 500万元`. The words include the figure itself, as in law; those that
//! leave open whether they do are not taken.

use super::grammar::{Grammar, Rule};
use pest::Parser;

/// What stands behind a figure, and the comparison that it means in either language.
const BEHIND: &[(&str, &str, &str)] =
    &[("以上", "不低于", "at least"), ("以下", "不高于", "at most"), ("以内", "不超过", "at most")];

/// Writes a figure that is followed by 以上 or the like as a test does.
pub fn worded(text: &str, chinese: bool) -> Option<String> {
    let (figure, zh, en) =
        BEHIND.iter().find_map(|(word, zh, en)| Some((text.strip_suffix(word)?, zh, en)))?;
    let is_figure = Grammar::parse(Rule::literal, figure).is_ok_and(|pairs| pairs.as_str() == figure);
    is_figure.then(|| format!("{} {figure}", if chinese { zh } else { en }))
}

#[cfg(test)]
mod tests {
    use super::worded;

    #[test]
    fn a_bound_has_its_word_before_it() {
        assert_eq!(worded("500万元以上", true).as_deref(), Some("不低于 500万元"));
        assert_eq!(worded("3.5亿元以下", false).as_deref(), Some("at most 3.5亿元"));
        assert_eq!(worded("县以上", true), None);
        assert_eq!(worded("500万元", true), None);
    }
}
