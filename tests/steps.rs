//! How many steps the parser takes: they may grow with the depth of a text, and not explode.
//!
//! The parser's limit on steps holds for the whole process, so this is a test binary of its own with one test.

#![allow(
    missing_docs,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may panic"
)]

use quanze::diagnostic::Code;
use quanze::source::{Source, SourceId};
use quanze::syntax::parse_file;
use std::num::NonZeroUsize;

/// Tells whether a text is parsed within a number of steps.
fn within(steps: usize, text: &str) -> bool {
    pest::set_call_limit(NonZeroUsize::new(steps));
    let parsed = parse_file(SourceId::default(), &Source::new("steps", text));
    pest::set_call_limit(None);
    parsed.diagnostics.iter().all(|diagnostic| diagnostic.code != Code::TooDeep)
}

/// Returns the number of steps that a text takes, found by halving.
fn steps(text: &str) -> usize {
    let (mut below, mut enough) = (0, 1);
    while !within(enough, text) {
        below = enough;
        enough *= 2;
        assert!(enough < 50_000_000, "more than {below} steps: {}", text.get(..60).unwrap_or(text));
    }
    while enough - below > 1 {
        let middle = below + (enough - below) / 2;
        if within(middle, text) { enough = middle } else { below = middle }
    }
    enough
}

#[test]
fn twice_as_deep_takes_at_most_four_times_as_many_steps() {
    type Made = fn(usize) -> String;
    fn nest(before: &str, open: &str, inside: &str, close: &str, after: &str, depth: usize) -> String {
        format!("{before}{}{inside}{}{after}\n", open.repeat(depth), close.repeat(depth))
    }
    let probes: &[(&str, Made)] = &[
        ("parentheses", |n| nest("matter 甲 when ", "(", "a is b", ")", " => city", n)),
        ("parentheses that do not close", |n| nest("matter 甲 when ", "(", "a is b", "", " => city", n)),
        ("parentheses and an error", |n| nest("matter 甲 when ", "(", "a is", ")", " => city", n)),
        ("or on the left", |n| nest("matter 甲 when ", "(", "a is b", " or a is b)", " => city", n)),
        ("and on the right", |n| nest("matter 甲 when ", "(a is b and ", "a is b", ")", " => city", n)),
        ("not", |n| nest("matter 甲 when ", "not (", "a is b", ")", " => city", n)),
        ("not and an error", |n| nest("matter 甲 when ", "not (", "a is b", ") or", " => city", n)),
        ("full width", |n| nest("事项 甲 当 ", "（", "a 为 b", "）", " ＝＞ 市", n)),
        ("matters", |n| nest("matters ", "{ 甲 ", "{ 乙 }", "}", "", n)),
        ("matters that do not close", |n| nest("matters ", "{ 甲 ", "{ 乙 }", "", "", n)),
        ("components", |n| nest("matters ", "{ 甲 with ", "{ 乙 }", "}", "", n)),
        ("trees", |n| nest("fact a : ", "甲 { ", "乙", " }", "", n)),
        ("trees that do not close", |n| nest("fact a : ", "甲 { ", "乙", "", "", n)),
        ("rests", |n| nest("matter 甲 => payer ", "city 50%, rest { ", "county 50%", " }", "", n)),
        ("rests that do not close", |n| {
            nest("matter 甲 => payer ", "city 50%, rest { ", "county 50%", "", "", n)
        }),
        ("maps", |n| nest("matter 甲 => payer ", "by a { x : ", "city", " }", "", n)),
        ("maps and an error", |n| nest("matter 甲 => payer ", "by a { x : ", "%", " }", "", n)),
        ("braces", |n| nest("", "{", "", "}", "", n)),
        ("braces that open", |n| nest("", "{", "", "", "", n)),
        ("braces that close", |n| nest("", "}", "", "", "", n)),
        ("sections", |n| nest("", "section 一 {\n", "", "}\n", "", n)),
        ("names with parentheses", |n| nest("matter 县", "(区)", "", "", " => city", n)),
        ("a long name", |n| nest("matter ", "甲·", "乙", "", " => city", n)),
        ("quotes that open", |n| nest("matter ", "“", "", "", " => city", n)),
        ("brackets of quotes", |n| nest("matter ", "「", "甲", "」", " => city", n)),
        ("comments", |n| nest("matter 甲 ", "// 注\n", "", "", " => city", n)),
        ("values that are or", |n| nest("matter 甲 when a is b", " or b", "", "", " => city", n)),
        ("shares", |n| nest("matter 甲 => payer city 1%", ", city 1%", "", "", "", n)),
        ("parts", |n| nest("matter 甲 => shared", ", x y", "", "", "", n)),
        ("clauses", |n| nest("matter 甲 => shared", " note \"x\"", "", "", "", n)),
        ("branches", |n| nest("expect 甲 => needs a { a is b => city", "; a is b => city", " }", "", "", n)),
        ("facts of a query", |n| nest("expect 甲", ", a is b", "", "", " => city", n)),
        ("ranges", |n| nest("expect 甲, a", " at least 5", "", "", " => city", n)),
        ("arrows", |n| nest("matter 甲 ", "=> ", "city", "", "", n)),
        ("commas", |n| nest("matter 甲 => city", ",", "", "", "", n)),
        ("blank lines", |n| nest("matter 甲", "\n \n", "", "", " => city", n)),
    ];
    for (name, text) in probes {
        let (shallow, deep) = (steps(&text(16)), steps(&text(32)));
        // Were the limit not looked at, one step would be enough for everything.
        assert!(shallow > 50, "{name}: {shallow} steps");
        assert!(deep <= 4 * shallow, "{name}: {shallow} steps at 16, {deep} at 32");
    }
}
