//! Golden cases: each `tests/cases/OUTCOME/NAME.qz` with the whole rendered result beside it in `NAME.out`.
//!
//! Lines `// $ ARGUMENTS` at the head of a case say what is run on it; without any it is checked in both languages.
//! `QUANZE_ACCEPT=1` writes the results anew; they are read before they are kept. `QUANZE_CASE=gap/` takes only the cases
//! whose path holds that.

use crate::run::quanze_in;
use std::fs;
use std::path::{Path, PathBuf};

fn cases(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            cases(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "qz") {
            found.push(path);
        }
    }
    found.sort();
}

/// All cases, or those that are asked for.
fn asked() -> Vec<PathBuf> {
    let mut found = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"), &mut found);
    assert!(found.len() >= 20, "only {} cases", found.len());
    if let Ok(part) = std::env::var("QUANZE_CASE") {
        found.retain(|path| path.to_string_lossy().contains(&part));
    }
    found
}

fn commands(text: &str) -> Vec<String> {
    let written: Vec<String> =
        text.lines().map_while(|line| line.strip_prefix("// $ ")).map(str::to_owned).collect();
    if written.is_empty() {
        vec!["check FILE".to_owned(), "check FILE --lang zh".to_owned()]
    } else {
        written
    }
}

fn rendered(case: &Path) -> String {
    let folder = case.parent().unwrap();
    let name = case.file_name().unwrap().to_str().unwrap();
    let text = String::from_utf8_lossy(&fs::read(case).unwrap()).into_owned();
    let mut result = String::new();
    for command in commands(&text) {
        let mut words: Vec<String> = Vec::new();
        for (number, piece) in command.split('\'').enumerate() {
            let split = piece.split_whitespace().map(|word| word.replace("FILE", name));
            if number % 2 == 1 { words.push(piece.to_owned()) } else { words.extend(split) }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = quanze_in(folder, &words, b"");
        result.push_str(&format!("$ quanze {}\n{}", command.replace("FILE", name), run.stdout));
        if !run.stderr.is_empty() {
            result.push_str(&format!("--- standard error\n{}", run.stderr));
        }
        result.push_str(&format!("--- exit {}\n\n", run.code));
    }
    result
}

#[test]
fn every_case_comes_out_as_written() {
    let mut wrong = Vec::new();
    for case in asked() {
        let expected = case.with_extension("out");
        let result = rendered(&case);
        if std::env::var_os("QUANZE_ACCEPT").is_some() {
            fs::write(&expected, &result).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != result {
            wrong.push(format!("{}\n{result}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "these cases come out otherwise:\n{}", wrong.join("\n"));
}

#[test]
fn the_folder_names_the_outcome() {
    for case in asked() {
        let outcome = case.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        let first = rendered(&case);
        let exit = first.lines().find_map(|line| line.strip_prefix("--- exit ")).unwrap().to_owned();
        let expected = match outcome.as_str() {
            "ok" | "answers" | "kinds" | "words" => "0",
            "conflict" | "gap" | "rules" | "expect" | "conform" | "diff" | "lints" => "1",
            "usage" => "2",
            "syntax_error" | "resolve_error" => "3",
            other => panic!("no outcome {other}"),
        };
        assert_eq!(exit, expected, "{}", case.display());
    }
}

/// Each kind of statement that changes an answer has a policy of its own, under its number.
#[test]
fn every_kind_of_statement_has_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/kinds");
    let mut found = Vec::new();
    cases(&folder, &mut found);
    let names: Vec<String> =
        found.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    for kind in 1..=64 {
        let number = format!("{kind:02}_");
        assert!(names.iter().any(|name| name.starts_with(&number)), "no case for kind {kind}");
    }
}
