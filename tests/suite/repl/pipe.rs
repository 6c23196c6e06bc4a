//! Lines from a pipe.

use super::*;
use crate::run::{Run, profile, quanze_in};
use std::process::{Command, Stdio};

fn piped(input: &[u8]) -> Run {
    quanze_in(package(), &["repl", FILE], input)
}

#[test]
fn lines_from_a_pipe_are_answered_without_a_prompt() {
    let run = piped("专利导航 at county\n\n:list levels\n专利导航 在 市\n".as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("decided: shared, payer county\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("decided: shared, payer city\n") && run.stdout.contains("levels (3)\n"),
        "{}",
        run.stdout
    );
    assert!(
        !run.stdout.lines().any(|line| line.starts_with('>')) && !run.stdout.contains('\u{1b}'),
        "{}",
        run.stdout
    );
    let bare = quanze_in(package(), &[], "matter 专利导航 => city, payer city\n专利导航\n".as_bytes());
    assert_eq!(
        (bare.code, bare.stdout.contains("decided: city alone, payer city\n")),
        (0, true),
        "{}",
        bare.stdout
    );
    let chinese = quanze_in(package(), &["repl", FILE, "--lang", "zh"], "专利导航 在 县".as_bytes());
    assert!(chinese.stdout.starts_with("已确定：共同财政事权，支出责任：县\n"), "{}", chinese.stdout);
}

#[test]
fn the_exit_code_tells_whether_all_was_understood() {
    for (input, code) in [
        ("", 0),
        ("\n\n", 0),
        ("专利导航 at county\n", 0),
        ("知识产权保险\n", 0),
        ("专利 导航\n", 3),
        ("专利 导航\n专利导航 at county\n", 3),
        ("专利导航 at county\n:xyz\n", 3),
        (":l\n", 3),
        (":load /does/not/exist\n", 3),
        ("matter 不存在 => city\n", 3),
        ("专利 导航\n:quit\n", 3),
        (":quit\n专利 导航\n", 0),
        ("exit\n", 0),
    ] {
        let run = piped(input.as_bytes());
        assert_eq!(run.code, code, "{input:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn files_that_cannot_be_loaded_at_the_start_end_the_sitting() {
    let place = folder("repl-start");
    fs::write(place.join("broken.qz"), "matter 执法 =>\n").unwrap();
    let missing = quanze_in(&place, &["repl", "missing.qz"], "执法\n".as_bytes());
    assert_eq!((missing.code, missing.stdout.as_str()), (2, ""), "{}", missing.stderr);
    assert!(missing.stderr.contains("missing.qz"));
    let broken = quanze_in(&place, &["repl", "broken.qz"], "执法\n".as_bytes());
    assert_eq!(
        (broken.code, broken.stdout.as_str()),
        (3, ""),
        "a text that is not understood: {}",
        broken.stderr
    );
}

#[test]
fn a_line_that_is_not_utf_8_is_passed_over() {
    let run = piped(
        b"\xd7\xa8\xc0\xfb at county\n\xe4\xb8\x93\xe5\x88\xa9\xe5\xaf\xbc\xe8\x88\xaa at county\n\xff",
    );
    assert_eq!(run.code, 3);
    assert_eq!(run.stdout.matches("decided: shared, payer county\n").count(), 1, "{}", run.stdout);
    assert_eq!(run.stderr.matches("not UTF-8").count(), 2, "{}", run.stderr);
}

#[test]
fn a_statement_with_a_line_that_is_not_utf_8_is_not_taken() {
    let run = piped(
        b"section x \"x\" {\nmatters { \xff }\nmatter \xe6\x89\xa7\xe6\xb3\x95 => city\n}\n:list rules\n",
    );
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("not UTF-8"), "{}", run.stderr);
    assert!(!run.stdout.contains("added"), "a statement was taken with a part of it missing: {}", run.stdout);
}

#[test]
fn the_last_line_needs_no_end() {
    let run = piped("专利导航 at county".as_bytes());
    assert_eq!((run.code, run.stdout.contains("decided: shared, payer county\n")), (0, true));
    let run = piped("matters { 新事项 }; matter 新事项 => city, payer city\n新事项".as_bytes());
    assert_eq!((run.code, run.stdout.contains("decided: city alone, payer city\n")), (0, true));
}

#[test]
fn an_unfinished_statement_at_the_end_is_reported() {
    for input in
        ["section 二(七) \"x\" {\nmatter 执法 => city\n", "section 二(七) \"x\" {", "matter { 执法,\n"]
    {
        let run = piped(format!("专利导航 at county\n{input}").as_bytes());
        assert!(run.stdout.starts_with("decided: shared, payer county\n"), "{}", run.stdout);
        assert!(
            run.stdout.contains("P0") && run.stdout.contains("nothing was changed\n"),
            "{input:?}: {}",
            run.stdout
        );
        assert_eq!(run.code, 3);
    }
}

#[test]
fn an_empty_line_ends_an_unfinished_statement() {
    let run = piped("matter { 执法,\n\n专利导航 at county\n".as_bytes());
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("nothing was changed\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("decided: shared, payer county\n"),
        "a question was swallowed: {}",
        run.stdout
    );
}

#[test]
fn statements_from_a_pipe_may_take_several_lines() {
    let input =
        "section 二(七) \"x\" {\n  matters { 新事项 }\n  matter 新事项 => city, payer city\n}\n新事项\n";
    for input in [input.to_owned(), input.replace('\n', "\r\n"), format!("\u{FEFF}{input}")] {
        let run = piped(input.as_bytes());
        assert_eq!(run.code, 0, "{}", run.stdout);
        assert!(
            run.stdout.starts_with("added 1 statement\ndecided: city alone, payer city\n"),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let plain = piped("专利导航 at county\n:list levels\n\n执法 在 市\n".as_bytes());
    let windows = piped("\u{FEFF}专利导航 at county\r\n:list levels\r\n\r\n执法 在 市\r\n".as_bytes());
    assert_eq!((windows.code, windows.stdout), (0, plain.stdout));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quanze"))
        .args(["repl", FILE])
        .current_dir(package())
        .env_clear()
        .envs(profile())
        .env("LANG", "en_US.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        use std::io::Write;
        // Far more than a pipe holds; the program may leave at any time.
        let _ = stdin.write_all("专利导航 at county\n".repeat(20_000).as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_line_of_ten_megabytes_ends_nothing() {
    let input = format!("{}\n专利导航 at county\n", "专利导航 ".repeat(800_000));
    let run = piped(input.as_bytes());
    assert_eq!(run.code, 3);
    assert!(run.stdout.ends_with("holds from 2025-09-26, no end is stated\n"), "{}", run.stdout.len());
    assert!(run.stdout.len() < 64 * 1024, "{}", run.stdout.len());
}

#[test]
fn pasted_statements_are_taken_whole_or_not_at_all() {
    let input = "section 二(七) \"x\" {\nmatters { 新事项 }\nmatter 新事项 => 同级\n}\n:matters 新\n";
    let run = piped(input.as_bytes());
    assert_eq!(run.code, 3);
    assert!(run.stdout.starts_with("statements entered together are taken all or none"), "{}", run.stdout);
    assert!(run.stdout.ends_with("matters (0)\n"), "{}", run.stdout);
}

#[test]
fn nobody_is_asked_from_a_pipe() {
    let run = piped("专利导航\n2\n".as_bytes());
    assert!(!run.stdout.contains("which `") && run.stdout.starts_with("needs level\n"), "{}", run.stdout);
    // The second line is a question of its own.
    assert!(run.stdout.contains("`2`"), "{}", run.stdout);
}
