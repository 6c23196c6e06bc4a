//! The modules keep their order: each uses only what stands to its left.

use std::fs;
use std::path::{Path, PathBuf};

/// The flow, from left to right. ARCHITECTURE.md tells it in words.
const ORDER: &[&str] = &[
    "arena",
    "limits",
    "source",
    "message",
    "diagnostic",
    "syntax",
    "format",
    "model",
    "settings",
    "diagram",
    "analysis",
    "export",
    "session",
    "fix",
    "terminal",
    "repl",
    "cli",
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

fn source_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files
}

/// Returns the module of the top level that a file belongs to.
fn module_of(path: &Path) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = path.strip_prefix(source).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns the modules of the top level that a text names as `crate::module`.
fn modules_used(text: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    text.match_indices("crate::")
        .map(|(at, found)| word(&text[at + found.len()..]))
        .filter(|w| !w.is_empty())
        .collect()
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// Returns each use that points to the right.
fn backward_uses(module: &str, text: &str) -> Vec<String> {
    let Some(here) = rank(module) else { return Vec::new() };
    modules_used(text).into_iter().filter(|used| rank(used).is_some_and(|there| there > here)).collect()
}

#[test]
fn modules_use_only_what_stands_to_their_left() {
    let mut wrong = Vec::new();
    for path in source_files() {
        let module = module_of(&path);
        if module == "lib" || module == "main" {
            continue;
        }
        assert!(rank(&module).is_some(), "{} is not in the order of modules", path.display());
        for used in backward_uses(&module, &fs::read_to_string(&path).unwrap()) {
            wrong.push(format!("{} uses {used}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_backward_use_is_noticed() {
    assert_eq!(backward_uses("model", "use crate::diagram::Store;"), ["diagram"]);
    assert!(backward_uses("diagram", "use crate::model::Model;").is_empty());
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let rooms: &[(&str, &[&str])] = &[
        ("pest::", &["syntax"]),
        ("miette::", &["terminal"]),
        ("rustyline", &["repl"]),
        ("clap::", &["cli"]),
        ("std::fs", &["terminal", "repl"]),
        ("std::env", &["terminal", "repl", "cli", "main"]),
        ("std::io", &["terminal", "repl", "cli"]),
    ];
    for path in source_files() {
        let text = fs::read_to_string(&path).unwrap();
        let module = module_of(&path);
        for (name, allowed) in rooms {
            let used = text.lines().any(|line| line.contains(name) && !line.trim_start().starts_with("//"));
            assert!(!used || allowed.contains(&module.as_str()), "{} uses {name}", path.display());
        }
    }
}

#[test]
fn prose_stays_in_the_catalogue() {
    let is_chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    // Keywords of the language and names of commands are not prose.
    let exempt = ["message", "syntax", "model"];
    for path in source_files() {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let module = module_of(&path);
        for (number, line) in code.lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            let is_name_list = path.ends_with("repl/command.rs") || line.contains("// a keyword");
            if comment || exempt.contains(&module.as_str()) || is_name_list {
                continue;
            }
            let literal = line.split("//").next().unwrap_or_default();
            assert!(!literal.chars().any(is_chinese), "{}:{}: {line}", path.display(), number + 1);
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for path in source_files() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//!") || text.starts_with("#![doc"),
            "{} has no opening words",
            path.display()
        );
        let lines = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
        assert!(lines <= 800, "{} has {lines} lines", path.display());
    }
}
