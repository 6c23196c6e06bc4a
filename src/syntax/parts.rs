//! A file in parts, so that few pairs stand in memory at a time.
//!
//! In: a text. Out: the pairs of `file` for one part after another, each with the byte where its part starts; the same as for
//! the whole.
//!
//! A part ends before a line that begins with `matter`, and its last statement is a rule, or a list of matters with its
//! closing brace. Then nothing reaches over the end: what a rule may go on with is no `matter`, and no statement before it
//! reaches over its arrow. Where a part ends otherwise, it is taken larger.

use super::grammar::{Grammar, Rule};
use pest::Parser;
use pest::error::Error;
use pest::iterators::Pair;

/// How many bytes a part has at least.
const PART: usize = 64 * 1024;

/// Hands the pairs of each part of a file to a walk.
///
/// # Errors
/// Returns why a part could not be parsed, and where it starts.
pub(super) fn walk(
    text: &str,
    mut visit: impl FnMut(Pair<'_, Rule>, usize),
) -> Result<(), (usize, Box<Error<Rule>>)> {
    let mut start = 0;
    let mut size = PART;
    loop {
        let rest = text.get(start..).unwrap_or_default();
        let end = cut(rest, size);
        let part = rest.get(..end).unwrap_or(rest);
        let mut pairs = Grammar::parse(Rule::file, part).map_err(|why| (start, Box::new(why)))?;
        let root = pairs.next();
        if end < rest.len() && !root.as_ref().is_some_and(ends_well) {
            // Twice as much, so that all tries together stay linear.
            size = end.saturating_mul(2);
            continue;
        }
        if let Some(root) = root {
            visit(root, start);
        }
        if end >= rest.len() {
            return Ok(());
        }
        start = start.saturating_add(end);
        size = PART;
    }
}

/// Returns where the first line after `size` bytes begins with `matter`; the end of the text where none does.
fn cut(text: &str, size: usize) -> usize {
    let from = crate::source::floor_boundary(text, size);
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        let begins = words.starts_with("matter ") || words.starts_with("事项 ");
        // The first line is one that the size cut through.
        if begins && at > from {
            return at;
        }
        at = at.saturating_add(line.len());
    }
    text.len()
}

/// Tells whether the last statement of a part cannot go on behind it.
fn ends_well(root: &Pair<'_, Rule>) -> bool {
    // The last pair of all is the end of the text.
    let last = root.clone().into_inner().rev().nth(1);
    last.is_some_and(|last| matches!(last.as_rule(), Rule::rule_item | Rule::matters_item))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_part_ends_before_a_rule() {
        let text = "matter 甲 => city\nrule R: matter 乙\n  matter 丙 => city\n";
        assert_eq!(text.get(cut(text, 3)..), Some("  matter 丙 => city\n"));
        assert_eq!(cut(text, 50), text.len());
    }
}
