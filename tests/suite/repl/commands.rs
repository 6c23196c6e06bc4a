//! Commands: how a line names one, and what the help says.

use super::*;
use quanze::repl::Said;

#[test]
fn a_beginning_that_fits_one_command_will_do() {
    let mut engine = benxi(Lang::En);
    for (short, long) in [
        (":he", ":help"),
        (":?", ":help"),
        ("：？", ":help"),
        ("：帮", ":help"),
        (":帮助", ":help"),
        ("： help", ":help"),
        ("  :help  ", ":help"),
        (":ch", ":check"),
        (":检", ":check"),
        (":li", ":list"),
        ("：列", ":list"),
        (":li matters", ":list matters"),
        ("：列出　事项", ":list matters"),
        (":rel", ":reload"),
        (":CHECK", ":check"),
        (":重", ":reload"),
        (":matt", ":matters"),
        (":ex 专利导航 at county", ":explain 专利导航 at county"),
        (":解 专利导航 在 县", ":explain 专利导航 at county"),
    ] {
        let expected = yes(&mut engine, long);
        assert_eq!(yes(&mut engine, short), expected, "{short}");
    }
    assert!(no(&mut engine, ":lo").contains(":load"));
    assert!(no(&mut engine, "：载").contains(":load"));
}

#[test]
fn a_beginning_that_fits_several_commands_names_them() {
    let said = changes_nothing(&mut benxi(Lang::En), ":l");
    assert!(said.contains("`:load`") && said.contains("`:list`"), "{said}");
    let said = no(&mut benxi(Lang::Zh), "：l policies");
    assert!(said.contains(":load") || said.contains(":载入"), "{said}");
}

#[test]
fn an_unknown_command_is_refused() {
    let mut engine = benxi(Lang::En);
    for entry in [":xyz", ":", "：", "::", ":loadx", ":退回", ":help me now please:", ":123"] {
        let said = engine.line(entry);
        assert!(said.failed && said.text.contains(":help"), "{entry}: {}", said.text);
    }
    assert!(no(&mut benxi(Lang::Zh), ":不知道").contains("`:帮助`"));
}

const ENGLISH: &[&str] = &[
    ":explain",
    ":given",
    ":forget",
    ":matters",
    ":levels",
    ":facts",
    ":rules",
    ":remarks",
    ":list",
    ":show",
    ":matrix",
    ":check",
    ":conflicts",
    ":gaps",
    ":coverage",
    ":tests",
    ":load",
    ":reload",
    ":watch",
    ":edit",
    ":set",
    ":lang",
    ":format",
    ":history",
    ":help",
    ":quit",
];

const CHINESE: &[&str] = &[
    ":解释", ":已知", ":忘记", ":事项", ":层级", ":事实", ":规则", ":说明", ":列出", ":显示", ":一览",
    ":检查", ":冲突", ":空白", ":覆盖", ":预期", ":载入", ":重载", ":监视", ":编辑", ":设置", ":语言",
    ":格式", ":历史", ":帮助", ":退出",
];

#[test]
fn each_command_has_a_text_of_its_own_in_both_languages() {
    for (english, chinese) in ENGLISH.iter().zip(CHINESE) {
        let said = yes(&mut benxi(Lang::En), &format!(":help {english}"));
        assert!(said.starts_with(english) && said.lines().count() >= 2, "{said}");
        // Either name will do in either language.
        assert_eq!(yes(&mut benxi(Lang::En), &format!(":help {chinese}")), said);
        let said = yes(&mut benxi(Lang::Zh), &format!(":帮助 {english}"));
        assert!(said.starts_with(chinese) && said.chars().any(|c| c > '\u{2E80}'), "{said}");
    }
}

#[test]
fn help_tells_of_tasks_and_codes() {
    let said = yes(&mut benxi(Lang::En), ":help look");
    assert!(said.contains(":matters") && said.contains(":matrix") && !said.contains(":load"), "{said}");
    assert_eq!(yes(&mut benxi(Lang::En), ":help 查看"), said);
    // A word that is a task and a command is the task; with its colon it is the command.
    assert!(yes(&mut benxi(Lang::En), ":help check").contains(":gaps"));
    assert!(!yes(&mut benxi(Lang::En), ":help :check").contains(":gaps"));
    for code in quanze::diagnostic::Code::ALL {
        let english = yes(&mut benxi(Lang::En), &format!(":help {}", code.as_str()));
        assert!(english.starts_with(code.as_str()), "{english}");
        let chinese = yes(&mut benxi(Lang::Zh), &format!("：帮助 {}", code.as_str().to_lowercase()));
        let first = chinese.lines().next().unwrap_or_default();
        assert!(first.starts_with(code.as_str()) && first.contains(['，', '：', '。']), "{chinese}");
    }
    let said = no(&mut benxi(Lang::En), ":help P999");
    assert!(said.contains("`:help` alone"), "{said}");
}

#[test]
fn a_misspelt_command_is_told_apart_from_one_that_is_not_there() {
    assert!(no(&mut benxi(Lang::En), ":matirx").contains("did you mean `:matrix`"));
    assert!(!no(&mut benxi(Lang::En), ":xyz").contains("did you mean"));
}

#[test]
fn help_names_every_command() {
    let english = yes(&mut benxi(Lang::En), ":help");
    for command in ENGLISH {
        assert!(english.contains(command), "{command}");
    }
    let chinese = yes(&mut benxi(Lang::Zh), ":帮助");
    for command in CHINESE {
        assert!(chinese.contains(command), "{command}");
    }
}

/// What `:help` shows to ask and to add, without its explanations.
fn examples(lang: Lang) -> Vec<String> {
    let help = yes(&mut benxi(lang), ":help");
    let shown = help.lines().take_while(|line| !line.starts_with("Commands") && !line.starts_with("命令"));
    let lines = shown.filter_map(|line| line.strip_prefix("  "));
    lines.map(|line| line.split("   ").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_in_the_help_does_what_the_help_says() {
    for (lang, added) in [(Lang::En, "added 1 statement"), (Lang::Zh, "已加入 1 条语句")] {
        let examples = examples(lang);
        assert!(examples.len() >= 6, "{examples:?}");
        for example in &examples {
            let said = yes(&mut benxi(lang), example);
            let adds = ["matter ", "事项 ", "given ", "已知 "].iter().any(|start| example.starts_with(start));
            assert_eq!(said.contains(added), adds, "{example}: {said}");
        }
    }
}

#[test]
fn the_sitting_ends_with_a_word() {
    for entry in ["quit", "exit", "q", "退出", ":quit", ":q", ":退出", "：退出", "  quit  ", "quit\n"]
    {
        let said = benxi(Lang::En).line(entry);
        assert_eq!(said, Said { text: said.text.clone(), quit: true, ..Said::default() }, "{entry}");
    }
    assert!(!benxi(Lang::En).line("quit at county").quit);
}
