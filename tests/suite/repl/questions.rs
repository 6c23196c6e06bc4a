//! Questions and statements: what is answered, and what is taken.

use super::*;

#[test]
fn a_question_in_either_language_has_one_answer() {
    let mut engine = benxi(Lang::En);
    let english = yes(&mut engine, "专利导航 at county");
    assert!(english.starts_with("decided: shared, payer county\n"), "{english}");
    assert!(
        english.contains("本政办发〔2025〕9号 二(二)") && english.contains("结合本地区产业发展开展专利导航"),
        "{english}"
    );
    for same in [
        "专利导航 在 县",
        "开展专利导航 在 区",
        "  专利导航　在　自治县  ",
        "专利导航 at 县（区）",
        "\"专利导航\" at county",
        "matter 专利导航 at level county",
        "事项 专利导航 层级 县",
        "专利导航 在 县？",
        "专利导航 在 县。",
        "专利导航 at county // 县里办的",
    ] {
        assert_eq!(yes(&mut engine, same), english, "{same}");
    }
    let mut engine = benxi(Lang::Zh);
    let chinese = yes(&mut engine, "专利导航 在 县");
    assert!(chinese.starts_with("已确定：共同财政事权，支出责任：县\n"), "{chinese}");
    assert_eq!(yes(&mut engine, "专利导航 at county"), chinese);
}

#[test]
fn what_is_not_said_is_asked_for() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, "专利导航");
    assert!(said.starts_with("needs level\n"), "{said}");
    assert!(
        said.contains("at city => decided: shared, payer city")
            && said.contains("at county => decided: shared, payer county"),
        "{said}"
    );
    assert!(yes(&mut engine, "战略规划政策 在 县").starts_with("needs scope\n"));
    assert!(yes(&mut engine, "专利导航 at county on 2025-09-25").starts_with("not in force"));
    assert!(yes(&mut engine, "知识产权保险").starts_with("undetermined\n"));
    assert!(yes(&mut engine, "any other matter").starts_with("undetermined\n"));
    assert!(yes(&mut engine, "高校学科学院学位建设 at city, affiliation is county").starts_with("conflict"));
    assert!(benxi(Lang::Zh).line("专利导航").text.starts_with("需要知道：层级\n"));
}

#[test]
fn each_rule_of_a_conflict_says_something() {
    for (lang, says) in [(Lang::En, "] says "), (Lang::Zh, "] 称：")] {
        let mut engine = benxi(lang);
        for entry in [
            "执法 at city and county",
            "专利导航 at city and county",
            "高校学科学院学位建设 at city, affiliation is county",
        ] {
            let said = yes(&mut engine, entry);
            let parts: Vec<&str> =
                said.lines().filter_map(|line| line.split_once(says)).map(|(_, what)| what).collect();
            assert!(parts.len() >= 2 && parts.iter().all(|what| !what.trim().is_empty()), "{entry}: {said}");
        }
    }
}

#[test]
fn nothing_is_answered_without_a_policy() {
    for entry in ["专利导航 at county", ":check", ":list", ":list rules", ":explain 专利导航", ":reload"]
    {
        let said = no(&mut empty(Lang::En), entry);
        assert!(
            said.contains("no policy is loaded") || said.contains("no file was loaded"),
            "{entry}: {said}"
        );
        assert!(no(&mut empty(Lang::Zh), entry).contains("载入"), "{entry}");
    }
}

#[test]
fn a_typed_rule_alone_is_a_policy() {
    let mut engine = empty(Lang::En);
    assert_eq!(
        yes(&mut engine, "matter 专利导航 at level county => shared, payer county"),
        "added 1 statement\n"
    );
    assert!(yes(&mut engine, "专利导航 at county").starts_with("decided: shared, payer county\n"));
    assert!(yes(&mut engine, "专利导航").starts_with("needs level\n"));
    let mut engine = empty(Lang::Zh);
    yes(&mut engine, "事项 专利导航 层级 县 => 共同, 支出 县");
    assert!(yes(&mut engine, "专利导航 在 县").starts_with("已确定：共同财政事权，支出责任：县\n"));
}

#[test]
fn a_typed_rule_counts_from_then_on() {
    let mut engine = benxi(Lang::En);
    assert!(yes(&mut engine, "新事项 at city").starts_with("undetermined\n"));
    let said = yes(&mut engine, "matters { 新事项 }; matter 新事项 => shared, payer same level");
    assert_eq!(said, "added 2 statements\n");
    assert!(yes(&mut engine, "新事项 at city").starts_with("decided: shared, payer city\n"));
    assert!(yes(&mut engine, ":list matters").contains("新事项"));
    assert!(yes(&mut engine, ":list rules").contains("matter 新事项 => shared"));
    assert!(yes(&mut engine, "专利导航 at county").starts_with("decided: shared, payer county\n"));
}

#[test]
fn a_statement_may_take_several_lines() {
    let mut engine = benxi(Lang::En);
    let said = yes(
        &mut engine,
        "section 二(七) \"其他\" {\n  matters { 新事项 }\n\n  matter 新事项\n    => city,\n       payer city\n}\n",
    );
    assert_eq!(said, "added 1 statement\n");
    let said = yes(&mut engine, "新事项");
    assert!(said.starts_with("decided: city alone, payer city\n") && said.contains("二(七)"), "{said}");
    assert!(engine.is_unfinished("section 二(七) \"其他\" {"));
    assert!(engine.is_unfinished("事项 ｛ 执法，"));
    assert!(!engine.is_unfinished("section 二(七) \"其他\" {\n}"));
    assert!(!engine.is_unfinished("matter 执法 => city"));
    assert!(!engine.is_unfinished("专利导航 at county"));
    assert!(!engine.is_unfinished(":load {"));
}

#[test]
fn a_brace_that_opens_no_block_leaves_nothing_open() {
    let engine = benxi(Lang::En);
    assert!(!engine.is_unfinished("matter 执法 => city quote \"见{附件\""), "a brace in a quotation");
    assert!(!engine.is_unfinished("matter 执法 => city // 见 {附件"), "a brace in a comment");
    assert!(engine.is_unfinished("section 二(七) \"}\" {"), "a closing brace in a quotation");
}

#[test]
fn a_rule_with_an_unknown_name_changes_nothing() {
    let mut engine = benxi(Lang::En);
    for (entry, name) in [
        ("matter 专利导行 => city, payer city", "did you mean `专利导航`"),
        ("matter 专利导航 at level 乡 => city", "乡"),
        ("matter 专利导航 when scoop is 全市性 => city", "did you mean `scope`"),
        ("matter 专利导航 when scope is 全省性 => city", "全省性"),
        ("matter 执法 => city; matter 不存在 => city", "不存在"),
        ("matter 专利导航 => city overrides 没有", "没有"),
        ("matters { 执法 }", "执法"),
    ] {
        let said = changes_nothing(&mut engine, entry);
        assert!(said.contains(name), "{entry}: {said}");
        assert!(said.ends_with("nothing was changed\n"), "{entry}: {said}");
    }
}

#[test]
fn a_broken_statement_changes_nothing() {
    let mut engine = benxi(Lang::En);
    for entry in [
        "matter",
        "matter 执法 =>",
        "matter 执法 -> city",
        "matter 执法 => 同级",
        "matter 执法 => city, payer county, payer city",
        "section 二(七) \"x\" { matter 执法 => city",
        "matters { 一, 二",
        "事项 执法 =》 市",
        "given",
        "given scope",
        "expect 执法",
        "matter 执法 => city }",
        "matter 执法 => city\n专利导航 at county",
    ] {
        let said = changes_nothing(&mut engine, entry);
        assert!(said.ends_with("nothing was changed\n"), "{entry}: {said}");
    }
}

#[test]
fn an_entry_is_taken_whole_or_not_at_all() {
    let mut engine = benxi(Lang::En);
    for entry in [
        "matter 专利导航 at level city => city; given nosuch is x",
        "given nosuch is x; matter 专利导航 at level city => city",
        "given affiliation is county, nosuch is x",
        "given affiliation is county; given nosuch is x",
        "given affiliation is county\nmatter 不存在 => city",
    ] {
        changes_nothing(&mut engine, entry);
    }
}

#[test]
fn a_policy_header_never_takes_the_place_of_another() {
    let mut engine = benxi(Lang::En);
    let before = yes(&mut engine, "专利导航 at county");
    let said = engine.line("policy \"乙\" { title \"另一个\" }");
    let after = yes(&mut engine, "专利导航 at county on 2025-01-01");
    assert!(after.contains("not in force"), "{}\n{after}", said.text);
    assert!(yes(&mut engine, "专利导航 at county").contains(before.lines().nth(1).unwrap()), "{}", said.text);
}

#[test]
fn a_rule_that_brings_a_conflict_says_so() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, "matter 专利导航 at level city => city, payer county");
    assert!(said.starts_with("added 1 statement\n"), "{said}");
    assert!(said.contains("C001: rules `二(二).2`, `r1` disagree: 专利导航 at city"), "{said}");
    let said = yes(&mut engine, "专利导航 at city");
    assert!(said.starts_with("conflict: class city against shared, payer city against county\n"), "{said}");
    assert!(yes(&mut engine, "专利导航 at county").starts_with("decided"));
    // What was said once is not said again.
    assert_eq!(
        yes(&mut engine, "matters { 新事项 }; matter 新事项 => city, payer city"),
        "added 2 statements\n"
    );
    let said = yes(&mut benxi(Lang::Zh), "事项 专利导航 层级 市 => 市, 支出 县");
    assert!(said.contains("C001") && said.contains("互相矛盾"), "{said}");
}

#[test]
fn a_rule_without_a_level_brings_a_conflict_that_can_be_confirmed() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, "matter 执法 => city");
    assert!(said.contains("C001") && said.contains("执法"), "{said}");
    assert!(!said.contains("C009"), "{said}");
    let said = yes(&mut engine, ":check");
    assert!(!said.contains("C009"), "{said}");
}

#[test]
fn a_rule_that_leaves_a_gap_or_says_nothing_new_says_so() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, "matters { 新事项 }");
    assert!(said.contains("C002") && said.contains("新事项"), "{said}");
    let said = yes(&mut engine, "matter 执法 => shared, payer same level");
    assert!(said.contains("C004") && !said.contains("C001"), "{said}");
    let said = yes(&mut engine, "expect 执法 at city => city");
    assert!(said.contains("C006") && said.contains("执法 at city"), "{said}");
}

#[test]
fn a_given_fact_holds_for_the_questions_that_follow() {
    let mut engine = benxi(Lang::En);
    assert!(yes(&mut engine, "人才队伍建设 at county").starts_with("needs affiliation\n"));
    yes(&mut engine, "given affiliation is county");
    let said = yes(&mut engine, "人才队伍建设 at county");
    assert!(said.contains("asked: 人才队伍建设 at county, affiliation is county\n"), "{said}");
    assert!(said.contains("decided: county alone, payer county\n"), "{said}");
    // What the question itself says wins.
    assert!(
        yes(&mut engine, "人才队伍建设 at city, affiliation is city")
            .contains("decided: city alone, payer city\n")
    );
    assert!(
        yes(&mut engine, "人才队伍建设 at city, 隶属关系 is 市")
            .contains("decided: city alone, payer city\n")
    );
    // A later one takes the place of an earlier one, by any name.
    yes(&mut engine, "given 隶属关系 is 市");
    assert!(yes(&mut engine, "人才队伍建设 at city").contains("decided: city alone, payer city\n"));
    yes(&mut engine, "given affiliation is county");
    assert!(yes(&mut engine, "人才队伍建设 at county").contains("decided: county alone, payer county\n"));
    yes(&mut engine, "given level is county, scope is 县区");
    assert!(yes(&mut engine, "专利导航").contains("decided: shared, payer county\n"));
    assert!(yes(&mut engine, "战略规划政策").contains("decided: county alone, payer county\n"));
}

#[test]
fn a_fact_can_be_given_in_chinese() {
    let mut engine = benxi(Lang::Zh);
    for entry in ["已知 affiliation 为 county", "已知 隶属关系 为 县"] {
        let said = yes(&mut engine, entry);
        assert!(said.contains("已加入 1 条语句"), "{said}");
        let said = yes(&mut engine, "人才队伍建设 在 县");
        assert!(said.contains("已确定：县财政事权，支出责任：县"), "{said}");
    }
}

#[test]
fn a_keyword_alone_is_not_an_unlisted_matter() {
    let mut engine = benxi(Lang::Zh);
    for entry in ["已知", "规则", "事项", "预期", "given", "matter", "expect", "level"] {
        no(&mut engine, entry);
    }
}

#[test]
fn an_unknown_fact_is_not_given() {
    let mut engine = benxi(Lang::En);
    let said = changes_nothing(&mut engine, "given scoop is 全市性");
    assert!(said.contains("did you mean `scope`"), "{said}");
    let said = no(&mut empty(Lang::En), "given scope is 全市性");
    assert!(said.contains("no policy is loaded"), "says no reason: {said}");
}

#[test]
fn an_undeclared_value_that_is_given_is_noticed_at_once() {
    let mut engine = benxi(Lang::En);
    let said = engine.line("given scope is 全市");
    assert!(said.text.contains("全市性"), "{}", said.text);
    let said = yes(&mut engine, "战略规划政策, scope is 全市");
    assert!(!said.contains("{  }"), "{said}");
}

#[test]
fn an_undeclared_value_stays_readable_where_a_question_is_repeated() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, "expect 战略规划政策 at 乡, scope is 全省性 => city");
    assert!(said.contains("C006") && said.contains("乡") && said.contains("全省性"), "{said}");
    yes(&mut engine, "given affiliation is city");
    let said = yes(&mut engine, "人才队伍建设 at 乡");
    assert!(said.contains("asked: 人才队伍建设 at 乡"), "{said}");
}

/// A question goes on behind its words; what only says that something is paid for is no part of a name.
#[test]
fn a_question_goes_on_behind_its_words() {
    let (mut engine, _) = small("repl-goes-on");
    for (asked, query) in [
        ("谁为培训买单，范围 为 全市性", "培训, scope is 全市性"),
        ("谁为培训买单 全市性", "培训, scope is 全市性"),
        ("培训由谁出钱，范围 为 县区 于 2030？", "培训, scope is 县区 on 2030"),
        ("谁为培训买单 于 2030", "培训 on 2030"),
        ("谁承担 培训 on 2030", "培训 on 2030"),
        ("培训的经费由谁承担", "培训"),
        ("培训所需经费由谁承担，县区", "培训, scope is 县区"),
        ("培训 2030年", "培训 on 2030"),
        ("谁承担 培训，2030年10月", "培训 on 2030-10"),
        ("培训 2030-10-01", "培训 on 2030-10-01"),
    ] {
        assert_eq!(yes(&mut engine, asked), yes(&mut engine, query), "{asked}");
    }
}

/// What is not understood is met with what can be typed instead.
#[test]
fn what_is_not_understood_says_what_to_type() {
    for (lang, asked, wanted) in [
        (Lang::En, "培训 2030", "`on 2030`"),
        (Lang::Zh, "培训 2030", "`于 2030`"),
        (Lang::En, "县承担哪些 培", "no matter, no group"),
        (Lang::En, "县承担哪些 网上培训", "did you mean `培训`"),
        (Lang::Zh, "县承担什么 网上培训", "是不是「培训」"),
        (Lang::En, "培训的监督", "ask `培训`"),
        (Lang::Zh, "培训由县", "请问 `培训`"),
        (Lang::En, "培训由县承担吗", "ask `培训`: the answer says"),
        (Lang::Zh, "培训由县承担吗", "请直接问 `培训`"),
    ] {
        let (mut engine, _) = small("repl-says-what-to-type");
        engine.line(if lang == Lang::Zh { ":lang zh" } else { ":lang en" });
        let said = no(&mut engine, asked);
        assert!(said.contains(wanted), "{asked}: {said}");
    }
}
