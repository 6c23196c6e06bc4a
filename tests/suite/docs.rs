//! Every code block of the README and of the documents is run.

use crate::run::{Run, folder, quanze_in};
use std::fs;
use std::path::{Path, PathBuf};

/// A fenced block of a page.
struct Block {
    page: PathBuf,
    line: usize,
    kind: String,
    text: String,
}

fn blocks(page: &Path) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in fs::read_to_string(page).unwrap().lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                let kind = kind.trim().to_owned();
                open = Some(Block { page: page.to_owned(), line: number + 1, kind, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{} has an unclosed block", page.display());
    blocks
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages whose blocks are run here; `errors.md` has a test of its own.
fn pages() -> Vec<PathBuf> {
    let mut pages =
        vec![root().join("README.md"), root().join("ARCHITECTURE.md"), root().join("CONTRIBUTING.md")];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("errors.md") {
            pages.push(path);
        }
    }
    pages.sort();
    pages
}

#[test]
fn every_block_is_run() {
    let mut count = 0;
    for (number, page) in pages().iter().enumerate() {
        let place = folder(&format!("docs-{number}"));
        link_policies(&place);
        for block in blocks(page) {
            let at = format!("{}:{}", block.page.display(), block.line);
            match block.kind.as_str() {
                "qz" => rule_file(&place, &block, &at),
                "console" => console(&place, &block.text, &at),
                // Not a program's text: a picture of the layout; and a sitting, which `repl/tutorial.rs` types again.
                "text" | "repl" => continue,
                other => panic!("{at}: no test runs blocks of the kind {other:?}"),
            }
            count += 1;
        }
    }
    assert!(count >= 15, "only {count} blocks");
}

/// Makes the shipped files reachable from the folder of the test.
fn link_policies(place: &Path) {
    copy(&root().join("policies"), &place.join("policies"));
    copy(&root().join("docs"), &place.join("docs"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A rule file must check without an error or a warning; `// name.qz` on its first line keeps it for later blocks.
fn rule_file(place: &Path, block: &Block, at: &str) {
    let name = block
        .text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("// "))
        .filter(|name| name.ends_with(".qz"));
    let name = name.unwrap_or("block.qz");
    fs::write(place.join(name), &block.text).unwrap();
    let run = quanze_in(place, &["check", name], b"");
    assert_eq!(run.code, 0, "{at}\n{}{}", run.stdout, run.stderr);
}

/// A console block: `$ command` lines, each followed by what is printed; after `repl`, `> ` lines are typed.
fn console(place: &Path, text: &str, at: &str) {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => commands.push((command.to_owned(), Vec::new())),
            None => commands
                .last_mut()
                .unwrap_or_else(|| panic!("{at}: output before any command"))
                .1
                .push(line.to_owned()),
        }
    }
    for (command, shown) in commands {
        let Some(arguments) = arguments(&command) else {
            assert!(shown.is_empty(), "{at}: {command} is not run, so it shows nothing");
            continue;
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let typed: Vec<&str> = shown.iter().filter_map(|line| line.strip_prefix("> ")).collect();
        let run = quanze_in(place, &arguments, format!("{}\n", typed.join("\n")).as_bytes());
        let expected: Vec<&str> =
            shown.iter().map(String::as_str).filter(|line| !line.starts_with("> ")).collect();
        compare(&run, &expected, &format!("{at}: {command}"));
    }
}

fn compare(run: &Run, expected: &[&str], at: &str) {
    let printed = format!("{}{}", run.stdout, run.stderr);
    let printed: Vec<&str> = printed.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let expected: Vec<&str> =
        expected.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty()).collect();
    assert_eq!(printed, expected, "{at}");
}

/// Splits a command that runs this program; nothing for the commands that a test cannot run from inside a test.
fn arguments(command: &str) -> Option<Vec<String>> {
    if matches!(command, "cargo test" | "bash .ci/run") {
        return None;
    }
    let rest = command.strip_prefix("quanze").or_else(|| command.strip_prefix("cargo run --release --"));
    let rest = rest.unwrap_or_else(|| panic!("no test runs {command:?}"));
    let mut words = Vec::new();
    for (number, piece) in rest.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(piece.to_owned())
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned))
        }
    }
    Some(words)
}

#[test]
fn the_readme_is_short_and_its_commands_are_what_ci_runs() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 200);
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    for command in ["cargo run --release -- check policies", "cargo test"] {
        assert!(readme.contains(command), "{command}");
        assert!(script.lines().any(|line| line.trim() == command), "{command}");
    }
}

#[test]
fn the_published_schema_is_current() {
    let published = fs::read_to_string(root().join("docs/schema.json")).unwrap_or_default();
    let current = format!("{}\n", serde_json::to_string_pretty(&quanze::export::schema()).unwrap());
    if std::env::var_os("QUANZE_ACCEPT").is_some() {
        fs::write(root().join("docs/schema.json"), &current).unwrap();
        return;
    }
    assert_eq!(published, current, "run the tests with QUANZE_ACCEPT=1 and read the difference");
}
