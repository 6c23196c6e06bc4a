//! The command line: exit codes, streams, pipes, and input that is not as it should be.

use crate::run::{Run, folder, quanze, quanze_in};
use serde_json::Value;
use std::fs;
use std::path::Path;

const FILE: &str = "policies/benxi/ip-2025.qz";

fn check(place: &Path, text: &[u8]) -> Run {
    fs::write(place.join("x.qz"), text).unwrap();
    quanze_in(place, &["check", "x.qz"], b"")
}

fn findings(place: &Path, text: &[u8]) -> Vec<Value> {
    fs::write(place.join("x.qz"), text).unwrap();
    let run = quanze_in(place, &["check", "x.qz", "--format", "json"], b"");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

#[test]
fn queries_from_arguments_and_from_standard_input() {
    let input =
        "\u{FEFF}专利导航 at county\r\n\n# 注释\n专利导航 at city\n专利 导航\n执法 at city".as_bytes();
    let run =
        quanze_in(Path::new(env!("CARGO_MANIFEST_DIR")), &["eval", FILE, "-", "--format", "json"], input);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let status: Vec<String> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["status"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(status, ["decided", "decided", "error", "decided"]);
    let bare = quanze_in(Path::new(env!("CARGO_MANIFEST_DIR")), &["eval", FILE], "执法 at city".as_bytes());
    assert_eq!((bare.code, bare.stdout.lines().count() > 2), (0, true));
}

#[test]
fn a_status_can_be_required() {
    assert_eq!(quanze(&["eval", FILE, "专利导航 at county", "--require", "decided"]).code, 0);
    assert_eq!(quanze(&["eval", FILE, "专利导航", "--require", "decided"]).code, 1);
    assert_eq!(quanze(&["eval", FILE, "专利导航"]).code, 0);
}

#[test]
fn a_query_that_is_not_understood_says_where() {
    let run = quanze(&["eval", FILE, "专利导航 在在 县", "--format", "json"]);
    assert_eq!(run.code, 3);
    let line: Value = serde_json::from_str(run.stdout.trim()).unwrap();
    assert_eq!(
        (line["status"].as_str(), line["line"].as_u64(), line["column"].as_u64()),
        (Some("error"), Some(1), Some(6))
    );
    let run = quanze(&["eval", FILE, "专利导航, scoop is 全市性"]);
    assert_eq!(run.code, 3);
    assert!(run.stdout.is_empty() && run.stderr.contains("did you mean `scope`"), "{}", run.stderr);
}

#[test]
fn paths_that_do_not_work() {
    let place = folder("paths");
    fs::create_dir(place.join("empty")).unwrap();
    fs::write(place.join("gbk.qz"), [b'/', b'/', 0xCA, 0xC2, 0xCF, 0xEE]).unwrap();
    fs::write(place.join("utf16.qz"), [0xFF, 0xFE, b'm', 0]).unwrap();
    for (path, word) in
        [("missing.qz", "U001"), ("empty", "U003"), ("gbk.qz", "byte 3"), ("utf16.qz", "UTF-16")]
    {
        for command in ["check", "test", "eval", "repl"] {
            let run = quanze_in(&place, &[command, path], b"");
            assert_eq!(run.code, 2, "{command} {path}");
            assert!(run.stdout.is_empty() && run.stderr.contains(word), "{command} {path}: {}", run.stderr);
        }
    }
    // Every bad path is named, not only the first.
    let run = quanze_in(&place, &["check", "missing.qz", "gbk.qz"], b"");
    assert!(run.stderr.contains("missing.qz") && run.stderr.contains("gbk.qz"));
}

#[test]
fn usage_errors_speak_the_language_that_is_asked_for() {
    let english = quanze(&["chekc"]);
    assert_eq!(english.code, 2);
    assert!(english.stderr.contains("there is no command `chekc`"), "{}", english.stderr);
    let chinese = quanze(&["--lang", "zh", "check", "--format", "xml"]);
    assert_eq!(chinese.code, 2);
    assert!(chinese.stderr.contains("不接受"), "{}", chinese.stderr);
    assert_eq!(quanze(&["eval"]).code, 2);
    let help = quanze(&["--help", "--lang", "zh"]);
    assert_eq!(help.code, 0);
    assert!(help.stdout.contains("用法") && help.stdout.contains("检查冲突"), "{}", help.stdout);
}

#[test]
fn no_answer_from_a_half_read_file() {
    let place = folder("half-read");
    let text = "level city\nmatters { 执法 }\nmatter 执法 => city, payer city\nmatter 执法 -> shared\n";
    fs::write(place.join("x.qz"), text).unwrap();
    for arguments in [&["eval", "x.qz", "执法"][..], &["test", "x.qz"]] {
        let run = quanze_in(&place, arguments, b"");
        assert_eq!((run.code, run.stdout.as_str()), (3, ""));
        assert!(run.stderr.contains("x.qz:4:11"), "{}", run.stderr);
    }
}

#[test]
fn byte_order_marks_and_line_endings_are_accepted() {
    let place = folder("line-endings");
    let text = "level city\nmatters { 执法 }\nmatter 执法 =>\n  city, payer city\nexpect 执法 => city\n";
    assert_eq!(check(&place, text.as_bytes()).code, 0);
    assert_eq!(check(&place, format!("\u{FEFF}{text}").as_bytes()).code, 0);
    assert_eq!(check(&place, text.replace('\n', "\r\n").as_bytes()).code, 0);
    assert_eq!(check(&place, text.replace('\n', "\r").as_bytes()).code, 0);
    assert_eq!(check(&place, text.trim_end().as_bytes()).code, 0);
}

#[test]
fn ten_thousand_broken_statements() {
    let place = folder("broken");
    let text = "matter 执法 at level => shared\n".repeat(10_000);
    let found = findings(&place, text.as_bytes());
    assert_eq!(found.len(), 1_001);
    assert_eq!(found[999]["spans"][0]["line"], 1_000);
    assert_eq!(found[1_000]["code"], "P019");
    let run = check(&place, text.as_bytes());
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("and 801 more"), "{}", &run.stdout[run.stdout.len() - 200..]);
}

#[test]
fn a_hundred_thousand_brackets() {
    let place = folder("brackets");
    for (open, close) in [("(", ")"), ("（", "）"), ("{", "}"), ("not (", ")")] {
        let deep = format!(
            "matter 执法 when {}level is city{} => shared\n",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let run = check(&place, deep.as_bytes());
        assert_eq!(run.code, 3, "{open}");
        assert!(run.stdout.contains("P011"), "{open}: {}", run.stdout);
    }
    // Many statements with one unclosed bracket each are not one deep one.
    let shallow = "matter 执法 when (level is city => shared\n".repeat(500);
    assert!(check(&place, shallow.as_bytes()).stdout.contains("P001"));
    let legal = format!(
        "level city\nmatters {{ 执法 }}\nmatter 执法 when {}level is city{} => city, payer city\n",
        "(".repeat(100),
        ")".repeat(100)
    );
    assert_eq!(check(&place, legal.as_bytes()).code, 0);
}

#[test]
fn long_chains_do_not_recurse() {
    let place = folder("chains");
    let not = format!(
        "level city\nmatters {{ 执法 }}\nmatter 执法 when {}level is city => city, payer city\n",
        "not ".repeat(50_000)
    );
    assert_eq!(check(&place, not.as_bytes()).code, 0);
    let any = vec!["level is city"; 20_000].join(" or ");
    let text = format!("level city\nmatters {{ 执法 }}\nmatter 执法 when {any} => city, payer city\n");
    assert_eq!(check(&place, text.as_bytes()).code, 0);
}

#[test]
fn unfinished_blocks_and_nothing_at_all() {
    let place = folder("unfinished");
    for text in [
        "",
        "\u{FEFF}",
        "   \n\n",
        "// 只有注释",
        "section 二(一) \"x\" {\nmatter 执法 => city",
        "matters { 执法",
        "policy \"x\" {",
    ] {
        let run = check(&place, text.as_bytes());
        assert_eq!(run.code, 3, "{text:?}: {}", run.stdout);
    }
}

#[test]
fn a_huge_line_is_named_and_not_drawn() {
    let place = folder("huge-line");
    let text = format!("matter {} ->", "执".repeat(500_000));
    let run = check(&place, text.as_bytes());
    assert_eq!(run.code, 3);
    assert!(run.stdout.len() < 10_000, "{}", run.stdout.len());
    assert!(run.stdout.contains("x.qz:1:"));
}

#[test]
fn nothing_that_moves_the_cursor_reaches_the_terminal() {
    let place = folder("escapes");
    let text = "level city\nmatters { 执法 }\nmatter 执法 => \u{1B}[31m\u{202E}red\nmatter 执\u{200B}法 => \u{7}city\n";
    for lang in ["en", "zh"] {
        fs::write(place.join("x.qz"), text).unwrap();
        let run = quanze_in(&place, &["check", "x.qz", "--lang", lang], b"");
        assert_eq!(run.code, 3);
        assert!(!run.stdout.contains(['\u{1B}', '\u{202E}', '\u{200B}', '\u{7}']), "{}", run.stdout);
    }
    let run = quanze(&["eval", FILE, "\u{1B}[31m知识\u{202E}产权"]);
    assert!(!run.stderr.contains('\u{1B}') && !run.stdout.contains('\u{1B}'));
}

#[test]
fn output_is_the_same_on_every_run() {
    let first = quanze(&["check", "policies", "--format", "json"]);
    for _ in 0..3 {
        assert_eq!(quanze(&["check", "policies", "--format", "json"]).stdout, first.stdout);
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let place = folder("colour");
    fs::write(place.join("x.qz"), "matter 执法 -> shared\n").unwrap();
    assert!(!quanze_in(&place, &["check", "x.qz"], b"").stdout.contains('\u{1B}'));
    assert!(quanze_in(&place, &["check", "x.qz", "--color", "always"], b"").stdout.contains('\u{1B}'));
}

#[test]
fn several_policies_answer_and_those_that_list_the_matter_answer_first() {
    let place = folder("several");
    fs::write(place.join("a.qz"), "policy \"甲\" {}\nlevel city\nmatters { 甲事 }\nmatter 甲事 => city, payer city\notherwise => undetermined\n").unwrap();
    fs::write(place.join("b.qz"), "policy \"乙\" {}\nlevel city\nfact k : x | y\nmatters { 乙事 }\nmatter 乙事 when k is x => city, payer city\nmatter 乙事 when k is y => undetermined\npolicy \"丙\" {}\nlevel city\nmatters { 乙事 }\nmatter 乙事 => undetermined\n").unwrap();
    let ask = |query: &str| -> Vec<(String, String)> {
        let run = quanze_in(&place, &["eval", ".", query, "--format", "json"], b"");
        run.stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|v| {
                (
                    v["policy"].as_str().unwrap_or_default().to_owned(),
                    v["status"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    };
    let told = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(ask("乙事"), told(&[("乙", "needs-facts"), ("丙", "undetermined"), ("甲", "undetermined")]));
    assert_eq!(ask("甲事"), told(&[("甲", "decided"), ("乙", "gap"), ("丙", "gap")]));
}

#[test]
fn output_fits_the_published_schema() {
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/schema.json").unwrap()).unwrap();
    let valid = |kind: &str, line: &str| {
        let validator = jsonschema::validator_for(&schema[kind]).unwrap();
        let value: Value = serde_json::from_str(line).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{kind}: {errors:?}\n{line}");
    };
    for query in [
        "专利导航 at county",
        "专利导航",
        "高校学科学院学位建设 at city",
        "专利导行",
        "专利导航 on 2025",
        "侵权纠纷行政裁决",
    ] {
        valid("eval", quanze(&["eval", FILE, query, "--format", "json"]).stdout.trim());
    }
    valid("eval_error", quanze(&["eval", FILE, "专利 导航", "--format", "json"]).stdout.trim());
    valid("check", quanze(&["check", FILE, "--format", "json"]).stdout.trim());
    let (above, beside) = ("policies/liaoning/ip-2024.qz", "policies/example-city/ip-2025.qz");
    for query in ["侵权纠纷行政裁决 at county", "专利导航 at county"] {
        let accepted = &["eval", FILE, query, "--accept-reconstruction", "--format", "json"];
        valid("eval", quanze(accepted).stdout.trim());
        valid("eval", quanze(&["eval", above, query, "--format", "json"]).stdout.trim());
    }
    valid("conform", quanze(&["conform", FILE, "--to", above, "--format", "json"]).stdout.trim());
    valid("diff", quanze(&["diff", FILE, beside, "--format", "json"]).stdout.trim());
    for line in quanze(&["test", FILE, "--format", "json"]).stdout.lines() {
        valid("test", line);
    }
}
