//! What came out of an expectation can be pasted behind its arrow, and holds there.
//!
//! In: every golden case, every policy. Each of its expectations is made to fail; what came out instead is put in its place, in either
//! language, and is tried in turn.

use quanze::analysis::Money;
use quanze::export::{actual_text, expected_text};
use quanze::message::Lang;
use quanze::session::Session;
use quanze::source::Span;
use quanze::terminal::Files;
use std::fs;
use std::path::{Path, PathBuf};

fn rule_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rule_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "qz") {
            found.push(path);
        }
    }
    found.sort();
}

/// Returns the session of a text in the place of a file; nothing where it is not understood.
fn load(path: &Path, text: &str) -> Option<Session> {
    let mut session = Session::default();
    let texts = [(path.display().to_string(), text.to_owned())];
    session.load_with(texts, &mut Files::new(&[path.to_path_buf()])).is_empty().then_some(session)
}

/// The right sides of all expectations that `side` has another text for, from the last to the first.
fn replaced(text: &str, mut sides: Vec<(Span, String, String)>) -> String {
    sides.sort_by_key(|(span, ..)| std::cmp::Reverse(span.start));
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut text = text.to_owned();
    for (span, old, new) in sides {
        let end = span.end as usize + mark;
        assert_eq!(&text[end - old.len()..end], old, "the right side ends the statement");
        // What is left of the line is a line of its own: a comment may stand behind what is pasted.
        text.replace_range(end - old.len()..end, &format!("{new}\n"));
    }
    text
}

/// Returns what is to stand behind each arrow that does not hold.
fn pasted(session: &mut Session, lang: Lang) -> Vec<(Span, String, String)> {
    let mut sides = Vec::new();
    for policy in 0..session.policies().len() {
        for (expect, failure) in session.test(policy).unwrap() {
            let model = session.model(policy).unwrap();
            let old = expected_text(&session.sources, &expect);
            // Where a parameter has no value nothing is expected of the answer.
            if let Some(failure) =
                failure.filter(|one| !matches!(one.actual.money, Some(Money::NoParameter(_))))
            {
                sides.push((expect.span, old, actual_text(model, &expect, &failure.actual, lang)));
            }
        }
    }
    sides
}

#[test]
fn what_came_out_can_be_pasted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests/cases", "policies"] {
        rule_files(&root.join(folder), &mut files);
    }
    let mut tried = 0;
    let mut wrong = Vec::new();
    for path in &files {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let Some(session) = load(path, &text) else { continue };
        let sides: Vec<(Span, String, String)> = (0..session.policies().len())
            .flat_map(|policy| session.model(policy).unwrap().expects.clone())
            .map(|expect| {
                let old = expected_text(&session.sources, &expect);
                let new =
                    if old.starts_with("conflict") || old.starts_with("冲突") { "gap" } else { "conflict" };
                (expect.span, old, new.to_owned())
            })
            .collect();
        // As the file is, with what it cites; and with every line made to fail.
        let failing = replaced(&text, sides);
        for text in [&text, &failing] {
            for lang in [Lang::En, Lang::Zh] {
                let mut session = load(path, text).unwrap();
                let sides = pasted(&mut session, lang);
                tried += sides.len();
                let pasted_text = replaced(text, sides.clone());
                let Some(mut again) = load(path, &pasted_text) else {
                    wrong.push(format!("{}: not understood: {sides:#?}", path.display()));
                    continue;
                };
                for (_, old, new) in pasted(&mut again, lang) {
                    wrong.push(format!("{}: `{old}` does not hold: `{new}`", path.display()));
                }
            }
        }
    }
    assert!(tried > 1000, "only {tried}");
    assert!(wrong.is_empty(), "{tried} tried\n{}", wrong.join("\n"));
}

/// A fact that only a document above has cannot be expected: it is said behind the mark of a comment, in the words of the file.
#[test]
fn what_another_document_needs_is_a_comment() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/answers/above_parts.qz");
    let text = fs::read_to_string(&path).unwrap();
    let mut session = load(&path, &format!("{text}expect 处罚 => gap\n")).unwrap();
    let said = [Lang::En, Lang::Zh].map(|lang| pasted(&mut session, lang).pop().unwrap().2);
    assert_eq!(said, ["// needs scope", "// 需要 范围"]);
}
