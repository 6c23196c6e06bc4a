//! Looking around: lists, explanations, checks.

use super::*;
use crate::run::quanze_in;

#[test]
fn lists_show_what_there_is() {
    let mut engine = benxi(Lang::En);
    let matters = yes(&mut engine, ":list matters");
    assert!(
        matters.starts_with("matters (26)\n") && matters.contains("  专利导航 (开展专利导航)\n"),
        "{matters}"
    );
    assert_eq!(matters.lines().count(), 27);
    let levels = yes(&mut engine, ":list levels");
    assert!(levels.contains("  county (县, 区, 县(区), 自治县)\n"), "{levels}");
    let facts = yes(&mut engine, ":list facts");
    assert!(facts.contains("  scope (范围) : 全市性 | 县区\n"), "{facts}");
    let rules = yes(&mut engine, ":list rules");
    assert!(rules.contains("[二(二).1] matter 专利导航 at level county => shared, payer county"), "{rules}");
    assert_eq!(yes(&mut engine, ":list"), format!("{matters}{levels}{facts}"));
    for (english, chinese) in [("matters", "事项"), ("levels", "层级"), ("facts", "事实"), ("rules", "规则")]
    {
        assert_eq!(
            yes(&mut engine, &format!("：列出 {chinese}")),
            yes(&mut engine, &format!(":list {english}"))
        );
    }
    assert!(no(&mut engine, ":list everything").contains("matters, levels, facts and rules"));
}

#[test]
fn an_explanation_shows_the_rules_themselves() {
    let mut engine = benxi(Lang::En);
    let short = yes(&mut engine, "专利导航 at county");
    let full = yes(&mut engine, ":explain 专利导航 at county");
    assert!(full.starts_with(&short), "{full}");
    assert!(full.contains("ip-2025.qz:51\n"), "{full}");
    assert!(full.contains("| matter 专利导航 at level county => shared, payer county"), "{full}");
    assert!(full.contains("rule [二(二).1] of 本政办发〔2025〕9号 二(二) 知识产权运用促进"), "{full}");
    assert_eq!(yes(&mut engine, ":解释 专利导航 在 县"), full);
    assert!(no(&mut engine, ":explain").contains(":explain"));
    assert!(no(&mut engine, ":explain 专利导航 at").contains("P001"));
    yes(&mut engine, "matter 专利导航 at level county => city");
    assert!(yes(&mut engine, ":explain 专利导航 at county").contains("<typed>:1"));
}

#[test]
fn a_check_at_the_prompt_is_the_check_of_the_command() {
    let run = quanze_in(package(), &["check", FILE], b"");
    let last = run.stdout.lines().last().unwrap();
    let said = yes(&mut benxi(Lang::En), ":check");
    assert_eq!(said.lines().last().unwrap(), last);
    assert!(last.contains("clean, 3 acknowledged"), "{last}");
    let mut engine = benxi(Lang::En);
    yes(&mut engine, "matter 专利导航 at level city => city, payer county");
    let said = yes(&mut engine, ":检查");
    assert!(said.contains("[r1]") && said.contains("case: 专利导航 at city"), "{said}");
}

#[test]
fn each_list_has_a_command_and_can_be_narrowed() {
    let mut engine = benxi(Lang::En);
    for (list, command) in
        [("matters", "事项"), ("levels", "层级"), ("facts", "事实"), ("rules", "规则"), ("remarks", "说明")]
    {
        let listed = yes(&mut engine, &format!(":list {list}"));
        assert_eq!(yes(&mut engine, &format!(":{list}")), listed);
        assert_eq!(yes(&mut engine, &format!("：{command}")), listed);
    }
    assert_eq!(yes(&mut engine, ":matters 导航"), "matters (1)\n  专利导航 (开展专利导航)\n");
    let about = yes(&mut engine, ":rules 开展专利导航");
    assert!(about.starts_with("rules (2)\n") && about.matches("matter 专利导航").count() == 2, "{about}");
    // A rule on a list of matters is about each of them.
    assert!(yes(&mut engine, ":rules 服务业监管").contains("{ 转移转化促进, 交易运营监督管理"));
    assert!(yes(&mut engine, ":facts scope").starts_with("facts (1)\n"));
    assert_eq!(yes(&mut engine, ":matters 没有这样的"), "matters (0)\n");
}

#[test]
fn a_long_list_is_cut_for_a_person() {
    let mut engine = benxi(Lang::En).with_person();
    yes(&mut engine, ":set limit 3");
    let said = yes(&mut engine, ":matters");
    assert!(
        said.starts_with("matters (26)\n") && said.ends_with("  … and 23 more; `:set limit 0` shows all\n"),
        "{said}"
    );
    yes(&mut engine, ":set limit 0");
    assert_eq!(yes(&mut engine, ":matters").lines().count(), 27);
}

#[test]
fn a_name_is_shown_with_what_is_said_of_it() {
    let mut engine = benxi(Lang::En);
    for (name, says) in [
        ("专利导航", "matter: 专利导航 (开展专利导航)  policies/benxi/ip-2025.qz:47\n  [二(二).1] matter"),
        ("开展专利导航", "matter: 专利导航"),
        ("县（区）", "level: county (县, 区, 县(区), 自治县)\n"),
        ("scope", "fact: scope (范围) : 全市性 | 县区\n"),
        ("全市性", "value: 全市性 (scope (范围)"),
        ("二(二)", "section: 二(二) 知识产权运用促进\nrules: [二(二).1] [二(二).2]"),
        ("[二(二).1]", "rule [二(二).1] of 本政办发〔2025〕9号"),
        ("\"制定实施知识产权战略、规划、政策\"", "matter: 战略规划政策"),
    ] {
        let said =
            yes(&mut engine, &format!(":show {name}")).replace(&format!("{}/", package().display()), "");
        assert!(said.starts_with(says), "{name}: {said}");
    }
    assert!(no(&mut engine, ":show 专利导行").contains("did you mean `专利导航`"));
    assert!(no(&mut engine, ":show").contains(":show 专利导航"));
    assert!(no(&mut empty(Lang::En), ":show x").contains("no policy is loaded"));
}

#[test]
fn the_matrix_says_what_each_question_would() {
    let mut engine = benxi(Lang::En);
    let matrix = yes(&mut engine, ":matrix");
    assert_eq!(matrix.lines().count(), 29, "{matrix}");
    assert!(matrix.ends_with("against 辽政办发〔2024〕9号\n"), "{matrix}");
    for (matter, cells) in [
        ("专利导航", "shared / city          shared / county"),
        ("地方性法规规章", "city / city            impossible"),
        ("战略规划政策", "by scope               by scope"),
        ("侵权纠纷行政裁决", "by listed_by_province  by listed_by_province"),
    ] {
        let line = matrix.lines().find(|line| line.starts_with(matter)).unwrap();
        assert!(line.ends_with(cells), "{line}");
    }
    // What is given holds here too.
    yes(&mut engine, "given affiliation is county");
    let matrix = yes(&mut engine, ":一览 人才");
    assert!(matrix.contains("given: affiliation is county"), "{matrix}");
    assert!(matrix.contains("人才队伍建设  conflict  county / county"), "{matrix}");
    assert!(no(&mut engine, ":matrix 没有").contains("没有"));
}

#[test]
fn the_matrix_fits_every_terminal() {
    for width in 20..=120 {
        for lang in [Lang::En, Lang::Zh] {
            let mut engine = Engine::new(Canvas { lang, colour: false, width, wraps: false });
            assert!(!engine.load(vec![package().join(FILE)]).failed);
            for line in yes(&mut engine, ":matrix").lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn gaps_and_conflicts_are_those_of_the_check() {
    let mut engine = benxi(Lang::En);
    let check = yes(&mut engine, ":check");
    let gaps = yes(&mut engine, ":gaps");
    let conflicts = yes(&mut engine, ":冲突");
    let caution =
        "this is what the document says by itself; a single case is also held against 辽政办发〔2024〕9号\n";
    let gaps = gaps.strip_suffix(caution).unwrap();
    let conflicts = conflicts.strip_suffix(caution).unwrap();
    assert!(check.contains(gaps) && gaps.starts_with("C002 acknowledged"), "{gaps}");
    assert!(check.contains(conflicts) && conflicts.matches("C001").count() == 2, "{conflicts}");
    let (mut engine, _) = small("repl-none-found");
    assert_eq!(yes(&mut engine, ":gaps"), "甲: no gap in 5 cases\n");
    yes(&mut engine, "matter 执法 at level city => city");
    assert!(yes(&mut engine, ":conflicts").contains("case: 执法 at city"));
    yes(&mut engine, "expect 执法 at city => city");
    let said = yes(&mut engine, ":tests");
    assert!(said.contains("expected: ") && said.ends_with("0 of 1 expectations met\n"), "{said}");
}

#[test]
fn the_coverage_counts_what_the_check_counts() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, ":coverage");
    assert!(said.starts_with("68 cases\n"), "{said}");
    let count = |word: &str| {
        let line = said.lines().find(|line| line.trim_start().starts_with(word)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u32>().unwrap()
    };
    assert_eq!((count("decided"), count("conflict"), count("gap")), (51, 6, 6), "{said}");
    assert!(
        said.contains(
            "  人才队伍建设\n    affiliation is province: gap\n    at city, affiliation is county: conflict\n"
        ),
        "{said}"
    );
    assert!(!said.contains("专利导航"), "{said}");
}

#[test]
fn facts_are_given_listed_and_forgotten() {
    let (mut engine, path) = small("repl-given");
    assert!(yes(&mut engine, ":given").contains("no fact is given"));
    yes(&mut engine, ":given scope is 县区");
    assert_eq!(yes(&mut engine, ":已知"), "  scope is 县区\n");
    assert!(yes(&mut engine, "培训").contains("payer county"));
    assert!(no(&mut engine, ":forget level").contains("`level` is not given"));
    yes(&mut engine, ":忘记 范围");
    assert!(yes(&mut engine, "培训").starts_with("needs scope"));
    // What was forgotten does not come back with the file.
    fs::write(&path, SMALL).unwrap();
    yes(&mut engine, ":reload");
    assert!(yes(&mut engine, "培训").starts_with("needs scope"));
    yes(&mut engine, "given scope is 县区, level is city");
    yes(&mut engine, ":reload");
    assert!(yes(&mut engine, "培训").contains("payer county"));
    assert_eq!(yes(&mut engine, ":forget"), "forgot 2 facts\n");
    assert!(no(&mut engine, ":forget").contains("no fact is given"));
    changes_nothing(&mut engine, ":given scoop is x");
}

#[test]
fn settings_are_shown_and_changed() {
    let mut engine = benxi(Lang::En);
    let all = yes(&mut engine, ":set");
    assert_eq!(all.lines().count(), 6, "{all}");
    assert!(yes(&mut engine, ":lang zh").starts_with("语言"));
    assert!(yes(&mut engine, "专利导航 在 县").starts_with("已确定"));
    yes(&mut engine, "：设置 语言 英文");
    assert!(yes(&mut engine, "专利导航 在 县").starts_with("decided"));
    yes(&mut engine, ":format json");
    let line = yes(&mut engine, "专利导航 at county");
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (value["status"].as_str(), value["query"].as_str()),
        (Some("decided"), Some("专利导航 at county"))
    );
    let line = no(&mut engine, "专利 导航");
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((value["status"].as_str(), value["query"].as_str()), (Some("error"), Some("专利 导航")));
    yes(&mut engine, ":set format text");
    for entry in [
        ":set nonsense",
        ":set lang fr",
        ":lang fr",
        ":set limit many",
        ":format xml",
        ":watch maybe",
        ":set l",
    ] {
        let said = changes_nothing(&mut engine, entry);
        assert!(said.contains('`'), "{entry}: {said}");
    }
}

/// Answers advise an option of the command line: at the prompt it can be typed as it is.
#[test]
fn reconstructions_can_be_accepted_at_the_prompt() {
    for (on, off) in [("--accept-reconstruction", ":set accept off"), ("：设置 复原 开", "：设置 复原 关")]
    {
        let mut engine = benxi(Lang::En);
        let query = "侵权纠纷行政裁决 at county";
        assert!(yes(&mut engine, query).contains("`--accept-reconstruction` takes it"));
        assert!(yes(&mut engine, on).starts_with("accept  on"));
        assert!(yes(&mut engine, query).starts_with("decided: shared, payer county\n"));
        yes(&mut engine, ":reload");
        assert!(yes(&mut engine, query).starts_with("decided: shared, payer county\n"));
        yes(&mut engine, off);
        assert!(yes(&mut engine, query).starts_with("needs listed_by_province\n"));
    }
    // Before anything is loaded as well.
    let mut engine = empty(Lang::En);
    engine.accept_reconstruction(true);
    engine.load(vec![package().join(FILE)]);
    assert!(yes(&mut engine, "侵权纠纷行政裁决 at county").starts_with("decided"));
}

#[test]
fn what_was_entered_is_remembered() {
    let mut engine = benxi(Lang::En);
    assert!(no(&mut engine, ":history").contains("no such entry"));
    yes(&mut engine, "专利导航 at county");
    yes(&mut engine, "matters { 新事项 }\nmatter 新事项 => city, payer city");
    let said = yes(&mut engine, ":history");
    assert!(
        said.contains("    2  专利导航 at county\n    3  matters { 新事项 }\n       matter 新事项"),
        "{said}"
    );
    assert_eq!(yes(&mut engine, ":history 1").trim(), "4  :history");
    assert!(yes(&mut engine, ":历史 专利").starts_with("    2  专利导航 at county\n"));
}
