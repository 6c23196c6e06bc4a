//! Odd input: nothing, nonsense, control characters, very long lines.

use super::*;
use quanze::repl::Said;
use std::time::{Duration, Instant};

#[test]
fn an_empty_line_says_nothing() {
    let mut engine = benxi(Lang::En);
    for entry in ["", " ", "\t", "\n", "\r\n", "　", " \n \n"] {
        assert_eq!(engine.line(entry), Said::default(), "{entry:?}");
    }
}

#[test]
fn a_comment_says_nothing() {
    let mut engine = benxi(Lang::En);
    for entry in ["// 先问县里的", "# 先问县里的", "  # x"] {
        assert_eq!(yes(&mut engine, entry), "", "{entry:?}");
    }
}

#[test]
fn nonsense_is_refused() {
    let mut engine = benxi(Lang::En);
    for entry in [
        "nonsense here and there",
        "专利导航 at",
        "at county",
        "专利导航 at county at city",
        "专利导航 at county 专利导航 at city",
        "专利导航, scope is",
        "专利导航, scoop is 全市性",
        "专利导航 on 2025-02-30",
        "执法 => city",
        "}{",
        "=>",
        "\"",
        "“专利导航",
        "?",
        "，",
        "🙂🙂",
        "((((((((",
        "select * from t; --",
        "$(rm -rf /)",
    ] {
        let said = changes_nothing(&mut engine, entry);
        assert!(said.contains("help") || said.contains("nothing was changed"), "{entry}: {said}");
    }
}

#[test]
fn control_characters_are_never_shown() {
    let hidden = [
        "\u{1b}[31m",
        "\u{7}",
        "\0",
        "\u{8}",
        "\u{9b}2J",
        "\u{202e}",
        "\u{200b}",
        "\u{2028}",
        "\u{7f}",
        "\u{fffe}",
        "\r",
    ];
    let forms = [
        "专利X导航",
        "X",
        "专利导航 atXcounty",
        "matter 执法X => city",
        "matter 执法 => city quote \"X\"",
        ":loadX",
        ":load X",
        ":explain X",
        ":list X",
        "given scope is X",
        "given X is X",
        "战略规划政策, scope is \"X\"",
        "知识\"X\"",
        "matters { \"X\" }",
    ];
    let harmless = |said: &str| {
        said.chars().all(|c| c == '\n' || !c.is_control())
            && !said.contains(['\u{202e}', '\u{200b}', '\u{2028}', '\u{fffe}'])
    };
    for hidden in hidden {
        let mut engine = benxi(Lang::En);
        for form in forms {
            let said = engine.line(&form.replace('X', hidden)).text;
            assert!(harmless(&said), "{form} with {hidden:?} is answered with {said:?}");
        }
        assert!(harmless(&state(&mut engine)), "{hidden:?} is shown later");
    }
}

#[test]
fn a_very_long_line_is_dealt_with() {
    let long = |c: &str| c.repeat(1_000_000 / c.len());
    for (entry, understood) in [
        (long("a"), true),
        (long("知"), true),
        (format!("\"{}\"", long("知")), true),
        (long("("), false),
        (long("{"), false),
        (long(" ("), false),
        (long("\""), false),
        (format!("专利导航 {}", long("a")), false),
        (format!("专利导航 at county{}", long(" ")), true),
        (format!("matter {} => city", long("a")), false),
        (format!("matter {{ {} 执法 }} => city", long("执法, ")), true),
        (format!(":{}", long("a")), false),
        (format!(":load {}", long("a")), false),
        (format!(":list {}", long("a")), false),
        (format!("专利导航{}", long(", scope is 全市性")), false),
        (format!("matter 执法 when {} level is city => city", long("not ")), true),
    ] {
        let start = entry.chars().take(24).collect::<String>();
        let begun = Instant::now();
        let said = benxi(Lang::En).line(&entry);
        assert!(begun.elapsed() < Duration::from_secs(60), "{start} took {:?}", begun.elapsed());
        assert_eq!(!said.failed, understood, "{start}: {}", said.text.chars().take(400).collect::<String>());
    }
}

#[test]
fn an_answer_does_not_repeat_a_very_long_line() {
    let long = "a".repeat(1_000_000);
    let mut engine = benxi(Lang::En);
    for entry in [
        long.clone(),
        format!("matter {long} => city"),
        format!(":{long}"),
        format!(":load {long}"),
        format!("战略规划政策, scope is {long}"),
        format!("given {long} is x"),
    ] {
        let said = engine.line(&entry).text;
        assert!(
            said.len() < 64 * 1024,
            "{}… is answered with {} bytes",
            entry.chars().take(40).collect::<String>(),
            said.len()
        );
    }
}

#[test]
fn a_line_of_ten_megabytes_is_dealt_with() {
    let long = |text: &str| text.repeat(10 * 1024 * 1024 / text.len());
    for (entry, understood) in [
        (long("知"), true),
        (long("专利导航 "), false),
        (format!("matter {} => city", long("知")), false),
        (format!(":show {}", long("知")), false),
        (format!(":{}", long("a")), false),
        (format!(":help {}", long("a")), false),
        (format!(":set {}", long("a")), false),
        (format!(":history {}", long("a")), false),
        (format!(":matrix {}", long("a")), false),
        (format!("given scope is {}", long("知")), false),
    ] {
        let start = entry.chars().take(24).collect::<String>();
        let mut engine = benxi(Lang::En);
        let before = state(&mut engine);
        let said = engine.line(&entry);
        let shown = said.text.chars().take(400).collect::<String>();
        assert!(!said.text.is_empty() && said.text.len() < 64 * 1024, "{start}: {} bytes", said.text.len());
        assert_eq!(!said.failed, understood, "{start}: {shown}");
        assert_eq!(state(&mut engine), before, "{start}");
    }
}

#[test]
fn a_huge_line_is_no_answer_to_a_question() {
    let mut engine = benxi(Lang::En).with_person();
    yes(&mut engine, "专利导航");
    let said = no(&mut engine, &"县".repeat(1_000_000));
    assert!(said.len() < 64 * 1024, "{}", said.len());
    assert_eq!(engine.prompt(), "level> ");
}

#[test]
fn half_of_a_rule_is_refused_wherever_it_ends() {
    let rule = "matter 专利导航 at level county when scope is 全市性 => shared, payer county quote \"结合\"";
    let mut engine = benxi(Lang::En);
    let before = state(&mut engine);
    for (end, _) in rule.char_indices().skip(1) {
        let half = &rule[..end];
        let said = engine.line(half);
        // What is a whole statement, or a question, is taken as such.
        if said.failed {
            assert!(
                said.text.contains("help") || said.text.contains("nothing was changed"),
                "{half}: {}",
                said.text
            );
            assert_eq!(state(&mut engine), before, "{half}");
        } else {
            engine = benxi(Lang::En);
        }
    }
}

#[test]
fn unknown_names_are_refused_everywhere() {
    let mut engine = benxi(Lang::En);
    for entry in [
        ":show 没有",
        ":help 没有",
        ":set 没有",
        ":没有",
        ":explain 专利导航, 没有 is 县",
        ":forget 没有",
        ":given 没有 is 县",
        ":load 没有",
        ":matrix 没有",
        ":list 没有",
        "专利导航, 没有 is 县",
        "matter 没有 => city",
    ] {
        let said = changes_nothing(&mut engine, entry);
        assert!(said.trim_end().chars().count() > 10, "{entry}: {said}");
    }
}
