//! Input that is made to hurt: large, deep, hidden, or not text at all. It is refused or answered, and named.

use crate::run::{folder, profile, quanze_in};
use quanze::limits::LIMITS;
use quanze::source::is_hidden;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What check says of a text: its exit code and its output.
fn check(name: &str, text: &[u8]) -> (i32, String) {
    let place = folder(name);
    fs::write(place.join("x.qz"), text).unwrap();
    let run = quanze_in(&place, &["check", "x.qz"], b"");
    assert!(run.stdout.len() < 200_000, "{} bytes are printed", run.stdout.len());
    (run.code, run.stdout + &run.stderr)
}

const HEAD: &str = "level city\nmatters { 执法 }\nmatter 执法 => city, payer city\n";

#[test]
fn a_million_statements_are_read() {
    let text = "given a is b\n".repeat(1_000_000);
    let (code, said) = check("hostile-million", format!("{HEAD}{text}").as_bytes());
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("R003"), "{said}");
    let (code, said) = check("hostile-million-broken", "x\n".repeat(1_000_000).as_bytes());
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("P001"), "{said}");
}

#[test]
fn a_line_of_ten_megabytes_is_read() {
    let long = |one: &str| one.repeat(10_000_000 / one.len());
    let cases = [
        ("comment", format!("{HEAD}// {}\n", long("注")), 0, ""),
        ("quote", format!("{HEAD}matter 执法 => city quote \"{}\"\n", long("文")), 0, "C004"),
        ("name", format!("{HEAD}matter {} => city\n", long("名")), 3, "R001"),
        ("junk", format!("{HEAD}{}\n", long("!")), 3, "P001"),
        ("quotes", format!("{HEAD}matter {}\n", long("“")), 3, "P0"),
        ("other quotes", format!("{HEAD}matter {}\n", long("「《")), 3, "P0"),
        ("braces", format!("{HEAD}{}\n", long("{}")), 3, "P0"),
        ("blanks", format!("{HEAD}{}\n", long(" ")), 0, ""),
    ];
    for (name, text, code, said) in cases {
        let (got, told) = check(&format!("hostile-line-{name}"), text.as_bytes());
        assert_eq!(got, code, "{name}: {told}");
        assert!(told.contains(said), "{name}: {told}");
    }
}

#[test]
fn hidden_characters_are_named_and_not_printed() {
    let hidden = [
        ('\u{202E}', "U+202E"),
        ('\u{2066}', "U+2066"),
        ('\u{200B}', "U+200B"),
        ('\u{200D}', "U+200D"),
        ('\u{2060}', "U+2060"),
        ('\u{FEFF}', "U+FEFF"),
        ('\u{AD}', "U+00AD"),
        ('\u{FE0F}', "U+FE0F"),
        ('\u{E0041}', "U+E0041"),
        ('\0', "U+0000"),
        ('\u{1B}', "U+001B"),
        ('\u{2028}', "U+2028"),
    ];
    for (number, (c, code)) in hidden.into_iter().enumerate() {
        for text in [
            format!("{HEAD}matter 执{c}法 => city\n"),
            format!("{HEAD}matter 执法 => city quote \"甲{c}乙\"\n"),
            format!("{HEAD}{c}matter 执法 => city\n"),
        ] {
            let (exit, said) = check(&format!("hostile-hidden-{number}"), text.as_bytes());
            assert_eq!(exit, 3, "{text:?}: {said}");
            assert_eq!(said.matches("P0").count(), 1, "one mistake, one message: {said}");
            assert!(said.contains("P026") && said.contains(code), "{text:?}: {said}");
            assert!(!said.contains(c), "{said:?}");
        }
    }
    // In a comment what is merely unseen does no harm; what turns the order around does.
    assert_eq!(check("hostile-comment", format!("{HEAD}// 注意\u{26A0}\u{FE0F}\n").as_bytes()).0, 0);
    let (exit, said) = check("hostile-comment", format!("{HEAD}// \u{202E}注意\n").as_bytes());
    assert!(exit == 3 && said.contains("U+202E"), "{said}");
    // A sign in a quotation begins no comment.
    let (exit, said) =
        check("hostile-comment", format!("{HEAD}matter 执法 => city quote \"//\u{200B}\"").as_bytes());
    assert!(exit == 3 && said.contains("P026"), "{said}");
}

/// JSON is read by programs and shown by terminals: it says the same to the one, and does nothing to the other.
#[test]
fn json_holds_nothing_that_is_not_seen() {
    let place = folder("hostile-json");
    let name = "甲\u{202E}\u{9B}乙\u{E0041}.qz";
    fs::write(place.join(name), format!("{HEAD}matter 执法 at city => county, payer city\n")).unwrap();
    fs::write(place.join("x.qz"), HEAD).unwrap();
    let harmless = |said: &str| !said.chars().any(is_hidden) && !said.contains('\r');
    for form in ["json", "sarif", "github", "junit", "short", "human"] {
        let run = quanze_in(&place, &["check", name, "--format", form], b"");
        assert!(run.code == 3 && harmless(&run.stdout) && harmless(&run.stderr), "{form}: {:?}", run.stdout);
    }
    let run = quanze_in(&place, &["check", name, "--format", "json"], b"");
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["findings"][0]["spans"][0]["file"], name, "{json}");
    for query in ["执\u{9B}法", "执法\u{202E}", "执\u{7F}法", "执法\u{E0041}"] {
        let run = quanze_in(&place, &["eval", "x.qz", query, "--format", "json"], b"");
        let json: Value = serde_json::from_str(run.stdout.trim()).unwrap();
        assert_eq!(json["query"], query);
        assert!(harmless(&run.stdout), "{:?}", run.stdout);
        let typed = format!(":format json\n{query}\n");
        let run = quanze_in(&place, &["repl", "x.qz"], typed.as_bytes());
        assert!(harmless(&run.stdout) && harmless(&run.stderr), "{:?} {:?}", run.stdout, run.stderr);
    }
}

#[test]
fn a_query_is_looked_at_too() {
    let place = folder("hostile-query");
    fs::write(place.join("x.qz"), HEAD).unwrap();
    for (query, code) in [("执\u{200B}法", "P026"), ("执法 at \u{441}ity", "P027"), ("执法\u{202E}", "P026")]
    {
        let run = quanze_in(&place, &["eval", "x.qz", query], b"");
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{query}");
        assert!(run.stderr.contains(code), "{}", run.stderr);
    }
}

#[test]
fn alphabets_that_look_alike_are_not_mixed() {
    for word in ["\u{441}ity", "专利\u{430}", "\u{3BF}ther", "p\u{430}yer"] {
        let (exit, said) = check("hostile-mixed", format!("{HEAD}matter 执法 => {word}\n").as_bytes());
        assert!(exit == 3 && said.contains("P027") && said.contains("U+0"), "{word}: {said}");
    }
    for text in ["matter 执法 => city quote \"с\u{430}a\"", "// \u{441}ity", "remark \"αtest\""] {
        let (_, said) = check("hostile-mixed", format!("{HEAD}{text}\n").as_bytes());
        assert!(!said.contains("P027"), "{text}: {said}");
    }
}

#[test]
fn escapes_in_names_of_files_are_shown() {
    let place = folder("hostile-names");
    let name = "a\u{1B}[31m\u{202E}.qz";
    fs::write(place.join(name), "matter 执法 ->\n").unwrap();
    for arguments in [&["check", "."][..], &["fmt", "--check"], &["fmt", "--diff"], &["fmt"], &["test", "."]]
    {
        let run = quanze_in(&place, arguments, b"");
        let said = run.stdout + &run.stderr;
        assert!(!said.contains(['\u{1B}', '\u{202E}']), "{arguments:?}: {said:?}");
    }
}

/// An end of line in the name of a file ends no line of output; a backslash is a sign like others.
#[cfg(unix)]
#[test]
fn odd_names_of_files_stay_on_their_line() {
    let place = folder("hostile-lines");
    for name in ["a\n::error::b.qz", "a\\b.qz"] {
        fs::write(place.join(name), "matter 执法 ->\n").unwrap();
    }
    for form in ["short", "github"] {
        let run = quanze_in(&place, &["check", ".", "--format", form], b"");
        assert_eq!((run.code, run.stdout.lines().count()), (3, 2), "{}", run.stdout);
        assert!(run.stdout.contains("a\\b.qz"), "{}", run.stdout);
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let place = folder("hostile-no-file");
    for (path, word) in [("/dev/null", "not a regular file"), ("missing", "No such file")] {
        let run = quanze_in(&place, &["check", path], b"");
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn more_than_one_run_reads_is_refused_before_it_is_read() {
    let place = folder("hostile-total");
    // A file with a hole takes no room on the disk.
    let file = fs::File::create(place.join("x.qz")).unwrap();
    file.set_len(LIMITS.total_bytes + 1).unwrap();
    let run = quanze_in(&place, &["check", "x.qz"], b"");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("U005") && run.stderr.contains("268435456"), "{}", run.stderr);
    for number in 0..=LIMITS.files {
        fs::write(place.join(format!("{number}.qz")), "").unwrap();
    }
    fs::remove_file(place.join("x.qz")).unwrap();
    let run = quanze_in(&place, &["check", "."], b"");
    // Those before the limit are looked at: an empty file says nothing.
    assert!(run.code == 3 && run.stderr.contains("10000 files"), "{}", run.stderr);
    fs::remove_dir_all(&place).unwrap();
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let place = folder("hostile-links");
    fs::write(place.join("x.qz"), HEAD).unwrap();
    std::os::unix::fs::symlink(&place, place.join("again")).unwrap();
    std::os::unix::fs::symlink("loop.qz", place.join("loop.qz")).unwrap();
    for path in [".", "loop.qz"] {
        let run = quanze_in(&place, &["check", path], b"");
        assert!(run.code == 2 && run.stderr.matches("U001").count() == 1, "{}{}", run.stdout, run.stderr);
        assert_eq!(run.stdout.contains("complete"), path == ".", "{}", run.stdout);
    }
}

/// The same input gives the same bytes, wherever it is run and whatever the system has chosen at random.
#[test]
fn the_same_bytes_come_out_anywhere() {
    let outputs = |folder: &Path, arguments: &[&str], zone: &str, home: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_quanze"))
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(profile())
            .envs([("LANG", "en_US.UTF-8"), ("TZ", zone), ("HOME", home), ("RUST_BACKTRACE", "1")])
            .output()
            .unwrap();
        (run.status.code(), run.stdout, run.stderr)
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = folder("hostile-same");
    let file = "policies/benxi/ip-2025.qz";
    // With what it uses, and where that is looked for.
    for one in [file, "policies/liaoning/ip-2024.qz"] {
        fs::create_dir_all(place.join(one).parent().unwrap()).unwrap();
        fs::copy(root.join(one), place.join(one)).unwrap();
    }
    fs::write(place.join("quanze.toml"), "").unwrap();
    for arguments in [
        &["check", file][..],
        &["check", file, "--format", "json"],
        &["eval", file, "人才队伍建设", "专利导行", "专利导航 on 2025", "--format", "json"],
        &["test", file],
        &["fmt", file, "--diff"],
        &["--help"],
    ] {
        let first = outputs(root, arguments, "UTC", "/");
        for _ in 0..3 {
            assert!(outputs(&place, arguments, "Asia/Shanghai", "/tmp") == first, "{arguments:?}");
        }
    }
}
