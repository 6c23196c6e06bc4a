//! `fmt`: only blanks change, no comment is lost, what is set stays set, and a file is written whole or not at all.

use crate::policy::Tape;
use crate::program::Program;
use crate::random::config;
use crate::run::{folder, quanze_in};
use crate::wide::generate::policies;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::format::{Refused, WIDTH, format};
use quanze::syntax::parse_meaning;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder of the package that ends as given.
fn files(under: &str, ending: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root().join(under)).sort_by_file_name();
    let paths = entries.into_iter().map(|entry| entry.unwrap().into_path());
    let found: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect();
    assert!(!found.is_empty(), "no file under {under}");
    found
}

fn set(text: &str) -> String {
    format(text).unwrap_or_else(|why| panic!("{why:?}\n{text}")).text
}

// ---------------------------------------------------------------- what is promised of every text

/// What is left of a text without its blanks; those between quotes and in comments count as blanks too.
fn signs(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What must hold whatever a text looks like.
fn kept(text: &str) -> Result<String, TestCaseError> {
    let new = match format(text) {
        Ok(set) => set.text,
        Err(Refused::Unreadable) => return Ok(text.to_owned()),
        Err(Refused::Changed) => return Err(TestCaseError::fail(format!("would change:\n{text}"))),
    };
    prop_assert_eq!(signs(text), signs(&new), "{}", text);
    let (old, read) = (parse_meaning(text), parse_meaning(&new));
    prop_assert!(old.tree == read.tree, "another tree:\n{}\n{}", text, new);
    let again = format(&new).map(|set| set.text);
    prop_assert_eq!(again, Ok(new.clone()), "not stable, from:\n{}", text);
    Ok(new)
}

/// Blanks and comments to put between words. Each comment is one of its own.
fn gap(tape: &mut Tape<'_>, comments: &mut Vec<String>, lines: bool) -> String {
    let mut comment = |mark: &str| {
        comments.push(format!("{mark} 注{} \"甲 => {{", comments.len()));
        format!(" {}\n", comments[comments.len() - 1])
    };
    match tape.pick(if lines { 14 } else { 5 }) {
        0..=2 => " ".to_owned(),
        3 => "   ".to_owned(),
        4 => "\u{3000}".to_owned(),
        5 => "\n".to_owned(),
        6 => "\n\n\n".to_owned(),
        7 => "\t".to_owned(),
        8 => comment("//"),
        9 => format!("\n{}", comment("#")),
        10 => format!("\n\n  {}\n", comment("／／")),
        _ => " ".to_owned(),
    }
}

/// A text with other blanks, where there were blanks outside of quotes.
fn shaken(text: &str, tape: &[u8], lines: bool) -> (String, Vec<String>) {
    let tape = &mut Tape::new(tape);
    let mut comments = Vec::new();
    let (mut out, mut quoted) = (String::new(), false);
    for c in text.chars() {
        quoted ^= c == '"';
        match c {
            ' ' if !quoted => out.push_str(&gap(tape, &mut comments, lines)),
            c => out.push(c),
        }
    }
    (out, comments)
}

fn comments_are_kept(text: &str, tape: &[u8]) -> TestCaseResult {
    let (messy, comments) = shaken(text, tape, true);
    let new = kept(&messy)?;
    let mut rest = new.as_str();
    for comment in &comments {
        let Some((_, after)) = rest.split_once(comment.as_str()) else {
            return Err(TestCaseError::fail(format!("{comment} is lost or out of order:\n{messy}\n{new}")));
        };
        prop_assert!(after.starts_with('\n'), "{} goes on:\n{}", comment, new);
        rest = after;
    }
    Ok(())
}

/// Puts a sign of the language, or takes a stretch, where a drafter might.
fn damaged(text: &str, tape: &[u8]) -> String {
    const SIGNS: &[&str] = &[
        "{", "}", ";", "。", "=>", ",", "“", "\"", "//", "#", ":", "(", "）", "matter", "当", "\n", "8", "\r",
    ];
    let tape = &mut Tape::new(tape);
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=tape.pick(3) {
        let at = (tape.pick(256) * 256 + tape.pick(256)) % (chars.len() + 1);
        if tape.pick(2) == 0 {
            let end = (at + 1 + tape.pick(8)).min(chars.len());
            drop(chars.drain(at..end));
        } else {
            drop(chars.splice(at..at, SIGNS[tape.pick(SIGNS.len())].chars()));
        }
    }
    chars.into_iter().collect()
}

/// The texts of the documents' kinds and of all cases, broken ones among them.
fn corpus() -> Vec<String> {
    let paths = files("tests/cases", "qz").into_iter().chain(files("policies", "qz"));
    paths.filter_map(|path| String::from_utf8(fs::read(path).unwrap()).ok()).collect()
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_random_policy_keeps_its_answers(policy in policies(), tape in vec(any::<u8>(), 0..400)) {
        let text = policy.text();
        comments_are_kept(&text, &tape)?;
        let new = kept(&text)?;
        let (old, new) = (Program::load(&text)?.check(), Program::load(&new)?.check());
        prop_assert_eq!(&old["summary"], &new["summary"]);
        let witnesses = |json: &serde_json::Value| -> Vec<String> {
            json["findings"].as_array().unwrap().iter().map(|one| one["witness"].to_string()).collect()
        };
        prop_assert_eq!(witnesses(&old), witnesses(&new));
    }

    #[test]
    fn how_wide_blanks_are_makes_no_difference(policy in policies(), tape in vec(any::<u8>(), 0..400)) {
        let text = policy.text();
        let (messy, _) = shaken(&text, &tape, false);
        prop_assert_eq!(set(&messy), set(&text));
    }

    #[test]
    fn a_written_case_keeps_what_it_says(which in any::<prop::sample::Index>(), tape in vec(any::<u8>(), 0..600)) {
        let corpus = corpus();
        let text: &String = which.get(&corpus);
        kept(text)?;
        kept(&shaken(text, &tape, true).0)?;
    }

    #[test]
    fn a_damaged_file_loses_nothing(which in any::<prop::sample::Index>(), tape in vec(any::<u8>(), 0..24)) {
        let corpus = corpus();
        let text: &String = which.get(&corpus);
        kept(&damaged(text, &tape))?;
    }

    #[test]
    fn any_text_at_all(text in "[a-c{}();:,=> \n\"“”#/县市事项当为层级 ]{0,60}") {
        kept(&text)?;
    }
}

// ---------------------------------------------------------------- the layout

/// `tests/layout/NAME.qz` with its layout beside it in `NAME.set`.
#[test]
fn every_layout_comes_out_as_written() {
    let mut wrong = Vec::new();
    for path in files("tests/layout", "qz") {
        let new = set(&fs::read_to_string(&path).unwrap());
        let expected = path.with_extension("set");
        if std::env::var_os("QUANZE_ACCEPT").is_some() {
            fs::write(&expected, &new).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != new {
            wrong.push(format!("{}\n{new}", path.display()));
        }
        assert_eq!(set(&new), new, "{}", path.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_shipped_policies_are_in_the_layout() {
    for path in files("policies", "qz") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(set(&text) == text, "`quanze fmt {}` changes it", path.display());
        let wide = text.lines().find(|line| line.width() > WIDTH && !line.contains("//"));
        assert_eq!(wide, None, "{}", path.display());
    }
}

#[test]
fn the_ends_of_lines_and_the_mark_at_the_start_stay() {
    assert_eq!(set("level  city\r\n\r\n\r\nlevel county"), "level city\r\n\r\nlevel county\r\n");
    assert_eq!(set("level  city\rlevel county\r\r"), "level city\rlevel county\r");
    assert_eq!(set("\u{FEFF}level  city"), "\u{FEFF}level city\n");
    assert_eq!(set("level  city\n\r\n\nlevel county"), "level city\n\nlevel county\n");
    assert_eq!(set(""), "");
    assert_eq!(set(" \n\n"), "");
    assert_eq!(set("\n\n# 只有注释"), "# 只有注释\n");
}

#[test]
fn what_is_too_deep_or_too_large_is_refused() {
    let deep = format!("matter 甲 when {}a is b => city", "(".repeat(200));
    assert_eq!(format(&deep), Err(Refused::Unreadable));
    let large = "# 注释\n".repeat(2_000_000);
    assert_eq!(format(&large), Err(Refused::Unreadable));
}

// ---------------------------------------------------------------- the command

const MESSY: &str = "level city as 市\nlevel   county as 县\n";
const NEAT: &str = "level city   as 市\nlevel county as 县\n";

fn place(name: &str) -> PathBuf {
    let place = folder(name);
    fs::write(place.join("a.qz"), MESSY).unwrap();
    fs::write(place.join("b.qz"), NEAT).unwrap();
    place
}

fn read(place: &Path, name: &str) -> String {
    fs::read_to_string(place.join(name)).unwrap()
}

#[test]
fn files_are_set_and_named() {
    let place = place("fmt-files");
    let run = quanze_in(&place, &["fmt", "--check"], b"");
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert_eq!(run.stdout, "./a.qz is not in the layout; `quanze fmt` sets it right\n");
    let run = quanze_in(&place, &["fmt", "a.qz", "--diff"], b"");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("\n-level   county as 县\n") && run.stdout.contains("\n+level city   as 市\n")
    );
    assert_eq!(quanze_in(&place, &["fmt", "a.qz", "--diff", "--check"], b"").code, 1);
    assert_eq!(read(&place, "a.qz"), MESSY);
    let run = quanze_in(&place, &["fmt"], b"");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "formatted ./a.qz\n", ""));
    assert_eq!(read(&place, "a.qz"), NEAT);
    let run = quanze_in(&place, &["fmt", "--check"], b"");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    assert_eq!(fs::read_dir(&place).unwrap().count(), 2, "nothing is left beside the files");
}

#[test]
fn standard_input_is_set_and_printed() {
    let place = place("fmt-stdin");
    let run = quanze_in(&place, &["fmt", "-"], MESSY.as_bytes());
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, NEAT, ""));
    assert_eq!(quanze_in(&place, &["fmt", "-", "--check"], MESSY.as_bytes()).code, 1);
    assert_eq!(quanze_in(&place, &["fmt", "-", "--check"], NEAT.as_bytes()).code, 0);
    let run = quanze_in(&place, &["fmt", "-"], &[0xCA, 0xC2]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let run = quanze_in(&place, &["fmt", "-"], "level  city\nmatter 甲 -\n".as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, "level city\nmatter 甲 -\n"));
    assert!(run.stderr.contains("1 statement could not be read"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let place = place("fmt-unread");
    fs::write(place.join("c.qz"), format!("matter 甲 when {}a is b => city", "(".repeat(200))).unwrap();
    let run = quanze_in(&place, &["fmt"], b"");
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("P011"), "{}", run.stderr);
    assert_eq!(read(&place, "a.qz"), NEAT, "the others are set");
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    fn mode(place: &Path, name: &str) -> u32 {
        fs::metadata(place.join(name)).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn permissions_are_kept() {
        let place = place("fmt-mode");
        fs::set_permissions(place.join("a.qz"), fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(quanze_in(&place, &["fmt", "a.qz"], b"").code, 0);
        assert_eq!((read(&place, "a.qz").as_str(), mode(&place, "a.qz")), (NEAT, 0o640));
    }

    #[test]
    fn a_link_stays_and_its_target_is_set() {
        let place = place("fmt-link");
        fs::create_dir(place.join("deep")).unwrap();
        fs::rename(place.join("a.qz"), place.join("deep/real.qz")).unwrap();
        symlink("deep/real.qz", place.join("a.qz")).unwrap();
        assert_eq!(quanze_in(&place, &["fmt", "a.qz"], b"").code, 0);
        assert!(fs::symlink_metadata(place.join("a.qz")).unwrap().is_symlink());
        assert_eq!(read(&place, "deep/real.qz"), NEAT);
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let place = place("fmt-read-only");
        fs::set_permissions(place.join("a.qz"), fs::Permissions::from_mode(0o444)).unwrap();
        let run = quanze_in(&place, &["fmt", "a.qz"], b"");
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("F002") && run.stderr.contains("read-only"), "{}", run.stderr);
        assert_eq!(read(&place, "a.qz"), MESSY);
    }

    /// A limit on the size of files is to a write what a full disk is: it is cut off in the middle.
    #[test]
    fn a_full_disk_leaves_the_file_as_it_was() {
        let place = place("fmt-full");
        let long = MESSY.repeat(400);
        fs::write(place.join("a.qz"), &long).unwrap();
        let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" fmt a.qz";
        let run = Command::new("bash")
            .args(["-c", script, env!("CARGO_BIN_EXE_quanze")])
            .env("LANG", "en_US.UTF-8")
            .current_dir(&place)
            .output()
            .unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(said.contains("F002") && said.contains("cannot write `a.qz`"), "{said}");
        assert_eq!(read(&place, "a.qz"), long);
        assert_eq!(fs::read_dir(&place).unwrap().count(), 2, "nothing is left beside the files");
    }
}
