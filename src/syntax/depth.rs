//! How deep brackets nest, before the grammar recurses into them.
//!
//! In: a text. Out: the byte of the first bracket past the limit, if there is one. A line that begins a new rule
//! begins again from nothing, so that unclosed brackets in many rules are not taken for one deep one. What this
//! count lets through, the parser's own stack guard and the walk over its result refuse.

use super::limits::MAX_NESTING;

/// Words that begin a line only where a statement begins.
const STARTS: &[&str] = &["matter ", "rule ", "expect ", "section ", "事项 ", "规则 ", "预期 ", "章节 "];

/// Returns where brackets first nest deeper than [`MAX_NESTING`].
#[must_use]
pub fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut base = 0_usize;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if STARTS.iter().any(|word| start.starts_with(word)) {
            depth = 0;
        }
        // Most lines have no bracket.
        let brackets = if line.bytes().any(begins_bracket) { line } else { "" };
        for (at, c) in brackets.char_indices() {
            match c {
                '(' | '（' | '{' | '｛' => depth = depth.saturating_add(1),
                ')' | '）' | '}' | '｝' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_NESTING {
                return Some(base.saturating_add(at));
            }
        }
        base = base.saturating_add(line.len());
    }
    None
}

/// Tells whether a bracket may begin with this byte; those of full width all begin with the same.
fn begins_bracket(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'{' | b'}' | 0xEF)
}
