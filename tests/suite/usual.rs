//! The spelling in which most rules are written has a rule of its own in the grammar. Whatever stands in it is read as by the
//! general rules.

use quanze::source::{Source, Sources};
use quanze::syntax::parse_file;
use std::collections::BTreeSet;

const GRAMMAR: &str = include_str!("../../grammar/quanze.pest");

/// What may stand where a plain word does; the word takes the place of `_`.
const LINES: &[&str] = &[
    "matter _ => city, payer city",
    "matter _ at level county => city, payer city",
    "matter 甲 at level _ => city, payer city",
    "matter 甲 at level city or _ => city, payer city",
    "matter 甲 when _ is 一 => city, payer city",
    "matter 甲 when kind is _ => city, payer city",
    "matter 甲 when kind in { _ } => city, payer city",
    "matter 甲 when kind in { 一, _ } => city, payer city",
    "matter 甲 when year at least _ at most 2 => city, payer city",
    "matter 甲 when year at least 1 at most _ => city, payer city",
    "matter 甲 when kind is 一 and _ is 二 => city, payer city",
    "matter every matter when kind is _ and year is 1 => city, payer city",
    "matter 甲 => _, payer city",
    "matter 甲 => city, payer _",
    "matter _ => shared, payer city",
];

/// Returns every word that the grammar writes, alone and with more behind it, and words of other kinds.
fn words() -> BTreeSet<String> {
    let lines = GRAMMAR.lines().filter(|line| !line.trim_start().starts_with("//"));
    let written = lines.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::trim);
    let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let mut words: BTreeSet<String> = BTreeSet::new();
    for word in written.filter(plain) {
        words.extend([word.to_owned(), format!("{word}x"), format!("{word}甲"), format!("{word}5")]);
    }
    for word in [
        "专利导航",
        "5",
        "500万元",
        "5人",
        "2025年",
        "2025年1月1日",
        "20251",
        "县A",
        "A县",
        "丙等",
        "_",
        "市1县",
    ] {
        words.insert(word.to_owned());
    }
    words
}

/// Reads one line before another rule; with a blank line between them the general rules read it.
fn read(line: &str, between: &str) -> String {
    let mut sources = Sources::default();
    let text = format!("{line}\n{between}matter 乙 => city, payer city\n");
    let id = sources.add(Source::new("a.qz", text));
    let parsed = parse_file(id, sources.get(id).unwrap());
    format!("{:?}\n{:?}", parsed.tree.items.first(), parsed.diagnostics)
}

#[test]
fn every_word_is_read_alike_in_both_spellings() {
    let mut differ = Vec::new();
    for word in words() {
        for line in LINES {
            let line = line.replace('_', &word);
            if read(&line, "") != read(&line, "\n") {
                differ.push(line);
            }
        }
    }
    assert!(differ.is_empty(), "{} lines, such as {:#?}", differ.len(), &differ[..differ.len().min(9)]);
}

#[test]
fn a_list_of_matters_is_read_alike_in_both_spellings() {
    let read = |word: &str, blank: &str| {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.qz", format!("matters {{ 甲, {word}{blank}, 乙 }}\n")));
        let parsed = parse_file(id, sources.get(id).unwrap());
        let text = format!("{:?} {:?}", parsed.tree.items, parsed.diagnostics);
        // What stands behind the word has moved by the blank.
        let without_places =
            text.split("Span {").map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
        without_places.collect::<String>()
    };
    for word in words() {
        assert_eq!(read(&word, ""), read(&word, " "), "{word}");
    }
}
