//! Mistakes as drafters make them: each `tests/bad/NAME.qz` holds one, and what is said of it stands in `NAME.out`.
//!
//! A line for each finding that is no note, with its place, its code and its sentence, then the advice; first in English,
//! then in Chinese. `QUANZE_ACCEPT=1` writes the results anew; they are read before they are kept.

use quanze::diagnostic::{Diagnostic, Severity};
use quanze::message::Lang;
use quanze::session::Session;
use quanze::source::Sources;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "qz")).collect();
    files.sort();
    files
}

fn said(sources: &Sources, diagnostic: &Diagnostic, lang: Lang) -> String {
    let place = diagnostic.span().map(|span| sources.locate(span).1.to_string()).unwrap_or_default();
    let mut text = format!("{place} {}: {}\n", diagnostic.code.as_str(), diagnostic.message.text(lang));
    for help in &diagnostic.help {
        text.push_str(&format!("  {}\n", help.text(lang)));
    }
    text
}

/// What the program says of a file, notes left out: the errors of its text, or the findings of its check.
fn findings(text: &str) -> (Sources, Vec<(Diagnostic, Diagnostic)>) {
    let mut session = Session::default();
    let broken = session.load([("x.qz".to_owned(), text.to_owned())]);
    let mut found: Vec<(Diagnostic, Diagnostic)> = broken.into_iter().map(|one| (one.clone(), one)).collect();
    for policy in 0..session.policies().len() {
        let report = session.check(policy).unwrap().unwrap();
        let model = session.model(policy).unwrap();
        let both = |lang| report.findings.iter().map(move |one| one.diagnostic(model, lang));
        found.extend(both(Lang::En).zip(both(Lang::Zh)));
    }
    found.retain(|(one, _)| one.severity > Severity::Note);
    (session.sources.clone(), found)
}

#[test]
fn each_mistake_is_told_as_written() {
    let mut wrong = Vec::new();
    for path in files() {
        let (sources, found) = findings(&fs::read_to_string(&path).unwrap());
        let english: String = found.iter().map(|(one, _)| said(&sources, one, Lang::En)).collect();
        let chinese: String = found.iter().map(|(_, one)| said(&sources, one, Lang::Zh)).collect();
        let result = format!("{english}\n{chinese}");
        let expected = path.with_extension("out");
        if std::env::var_os("QUANZE_ACCEPT").is_some() {
            fs::write(&expected, &result).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != result {
            wrong.push(format!("{}\n{result}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "these are told otherwise:\n{}", wrong.join("\n"));
}

/// One mistake, one message; and no mistake goes unnoticed.
#[test]
fn each_mistake_is_told_once() {
    let files = files();
    assert!(files.len() >= 200, "only {} mistakes", files.len());
    let mut told: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for path in files {
        let (_, found) = findings(&fs::read_to_string(&path).unwrap());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        told.entry(found.len()).or_default().push(name);
    }
    told.remove(&1);
    assert!(told.is_empty(), "by the number of messages: {told:#?}");
}
