//! The prompt: the engine behind it, lines from a pipe, and conversations at a terminal.

use crate::run::{Run, folder, quanze_in};
use quanze::message::Lang;
use quanze::repl::{Engine, Said};
use quanze::terminal::Canvas;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILE: &str = "policies/benxi/ip-2025.qz";

/// A policy in a few lines, for tests that change the file.
const SMALL: &str = "\
policy \"甲\" { effective 2025-01-01 }
level city as 市
level county as 县
matters { 执法, 培训 }
fact scope also 范围 : 全市性 | 县区
matter 执法 => shared, payer same level
matter 培训 when scope is 全市性 => city, payer city
matter 培训 when scope is 县区 => county, payer county
otherwise => undetermined
";

// ---------------------------------------------------------------- the engine

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn empty(lang: Lang) -> Engine {
    Engine::new(Canvas { lang, colour: false, width: 100 })
}

/// An engine with the Benxi plan.
fn benxi(lang: Lang) -> Engine {
    let mut engine = empty(lang);
    let said = engine.load(vec![package().join(FILE)]);
    assert!(!said.failed, "{}", said.text);
    engine
}

/// An engine with `SMALL`, and the file that it came from.
fn small(name: &str) -> (Engine, PathBuf) {
    let path = folder(name).join("x.qz");
    fs::write(&path, SMALL).unwrap();
    let mut engine = empty(Lang::En);
    let said = engine.load(vec![path.clone()]);
    assert!(!said.failed, "{}", said.text);
    (engine, path)
}

/// Enters what is understood, and returns what is said.
fn yes(engine: &mut Engine, entry: &str) -> String {
    let said = engine.line(entry);
    assert!(!said.failed && !said.quit, "`{entry}` was refused:\n{}", said.text);
    assert!(said.text.is_empty() || said.text.ends_with('\n'), "{:?}", said.text);
    said.text
}

/// Enters what is refused, and returns what is said.
fn no(engine: &mut Engine, entry: &str) -> String {
    let said = engine.line(entry);
    assert!(said.failed && !said.quit, "`{entry}` was not refused:\n{}", said.text);
    assert!(said.text.ends_with('\n'), "{:?}", said.text);
    said.text
}

/// What can be seen of a sitting.
fn state(engine: &mut Engine) -> String {
    let looks = [
        ":list",
        ":list rules",
        ":check",
        "执法 at city",
        "执法",
        "培训 at county",
        "宣传教育和普法",
        "战略规划政策",
        "另一件事",
    ];
    looks.iter().map(|entry| engine.line(entry).text).collect()
}

/// Enters what is refused, and makes sure that nothing came of it.
fn changes_nothing(engine: &mut Engine, entry: &str) -> String {
    let before = state(engine);
    let said = no(engine, entry);
    assert_eq!(state(engine), before, "`{entry}` was refused and still changed something");
    said
}

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

// ---------------------------------------------------------------- files

#[test]
fn what_cannot_be_loaded_keeps_the_old_sitting() {
    let (mut engine, _) = small("repl-load");
    yes(&mut engine, "given scope is 全市性");
    yes(&mut engine, "matter 执法 at level city => city, payer city");
    let place = folder("repl-load-other");
    fs::create_dir(place.join("none")).unwrap();
    fs::write(place.join("broken.qz"), "matter 执法 =>\n").unwrap();
    fs::write(place.join("unknown.qz"), format!("{SMALL}\nmatter 不存在 => city\n")).unwrap();
    fs::write(place.join("gbk.qz"), [b'/', b'/', 0xCA, 0xC2]).unwrap();
    fs::write(place.join("sound.qz"), SMALL).unwrap();
    let path = |name: &str| place.join(name).display().to_string();
    for paths in [
        path("missing.qz"),
        path("none"),
        path("broken.qz"),
        path("unknown.qz"),
        path("gbk.qz"),
        format!("{} {}", path("sound.qz"), path("broken.qz")),
        format!("{} {}", path("sound.qz"), path("missing.qz")),
    ] {
        let said = changes_nothing(&mut engine, &format!(":load {paths}"));
        assert!(said.ends_with("nothing was changed\n"), "{said}");
    }
    // What was loaded first is also what is read again.
    assert!(yes(&mut engine, ":reload").contains("甲"));
    assert!(engine.load(vec![place.join("missing.qz")]).failed);
}

#[test]
fn what_is_loaded_takes_the_place_of_the_old() {
    let (mut engine, _) = small("repl-replace");
    yes(&mut engine, "given scope is 全市性");
    yes(&mut engine, "matters { 新事项 }; matter 新事项 => city, payer city");
    let said = yes(&mut engine, &format!(":载入 {}", package().join(FILE).display()));
    assert!(said.contains("本政办发〔2025〕9号") && said.contains("26 matters"), "{said}");
    assert!(yes(&mut engine, "战略规划政策").starts_with("needs scope\n"));
    assert!(yes(&mut engine, "新事项").starts_with("undetermined\n"));
    assert!(!yes(&mut engine, ":list matters").contains("培训"));
    assert!(no(&mut engine, ":load").contains(":load"));
}

#[test]
fn a_path_with_a_blank_can_be_loaded() {
    let path = folder("repl path").join("my file.qz");
    fs::write(&path, SMALL).unwrap();
    let mut engine = empty(Lang::En);
    let said = engine.line(&format!(":load {}", path.display()));
    let said = if said.failed { engine.line(&format!(":load \"{}\"", path.display())) } else { said };
    assert!(!said.failed, "{}", said.text);
}

#[test]
fn an_edited_file_is_read_again() {
    let (mut engine, path) = small("repl-edited");
    assert!(yes(&mut engine, "执法 at city").starts_with("decided: shared, payer city\n"));
    yes(&mut engine, "given scope is 县区");
    yes(&mut engine, "matters { 新事项 }; matter 新事项 => city, payer city");
    fs::write(&path, SMALL.replace("matter 执法 => shared", "matter 执法 => city")).unwrap();
    assert!(
        yes(&mut engine, "执法 at city").contains("decided: shared, payer city\n"),
        "nothing is read before it is asked for"
    );
    yes(&mut engine, "：重载");
    assert!(yes(&mut engine, "执法 at city").contains("decided: city alone, payer city\n"));
    // What was typed is still there, once.
    assert!(yes(&mut engine, "新事项").contains("decided: city alone, payer city\n"));
    assert!(yes(&mut engine, "培训").contains("decided: county alone, payer county\n"));
    yes(&mut engine, ":reload");
    assert_eq!(yes(&mut engine, ":list rules").matches("新事项").count(), 1);
}

#[test]
fn a_file_that_broke_or_went_away_keeps_the_old_sitting() {
    let (mut engine, path) = small("repl-broken");
    yes(&mut engine, "given scope is 县区");
    yes(&mut engine, "matter 执法 at level city => city");
    fs::write(&path, SMALL.replace("matter 执法 => shared", "matter 执法 =")).unwrap();
    assert!(changes_nothing(&mut engine, ":reload").ends_with("nothing was changed\n"));
    // What was typed no longer fits.
    fs::write(&path, SMALL.replace("执法", "监管")).unwrap();
    let said = changes_nothing(&mut engine, ":reload");
    assert!(said.contains("执法") && said.ends_with("nothing was changed\n"), "{said}");
    fs::remove_file(&path).unwrap();
    let said = changes_nothing(&mut engine, ":reload");
    assert!(said.contains("x.qz") && said.ends_with("nothing was changed\n"), "{said}");
    fs::write(&path, SMALL).unwrap();
    yes(&mut engine, ":reload");
    assert!(yes(&mut engine, "执法 at city").contains("conflict"));
}

#[test]
fn several_policies_are_asked_and_told_apart() {
    let place = folder("repl-several");
    fs::write(place.join("a.qz"), SMALL).unwrap();
    fs::write(place.join("b.qz"), "policy \"乙\" {}\nlevel city as 市\nlevel county as 县\nmatters { 导航, 培训 }\nmatter { 导航, 培训 } => shared, payer same level\n").unwrap();
    let mut engine = empty(Lang::En);
    let said = engine.load(vec![place]);
    assert_eq!(said.text.lines().count(), 2, "{}", said.text);
    let said = yes(&mut engine, "导航 at city");
    assert!(
        said.starts_with("[乙]\ndecided: shared, payer city\n") && said.contains("[甲]\nundetermined\n"),
        "{said}"
    );
    let said = changes_nothing(&mut engine, "matter 培训 at level city => city");
    assert!(said.contains("甲") && said.contains("乙"), "{said}");
    assert!(yes(&mut engine, "matter 导航 at level city => city").contains("C001"));
    assert!(yes(&mut engine, "导航 at city").starts_with("[乙]\nconflict"));
    assert_eq!(yes(&mut engine, ":check").matches("cases").count(), 2);
}

// ---------------------------------------------------------------- commands

#[test]
fn a_beginning_that_fits_one_command_will_do() {
    let mut engine = benxi(Lang::En);
    for (short, long) in [
        (":h", ":help"),
        (":?", ":help"),
        ("：？", ":help"),
        ("：帮", ":help"),
        (":帮助", ":help"),
        ("： help", ":help"),
        ("  :help  ", ":help"),
        (":c", ":check"),
        (":检", ":check"),
        (":li", ":list"),
        ("：列", ":list"),
        (":li matters", ":list matters"),
        ("：列出　事项", ":list matters"),
        (":r", ":reload"),
        (":重", ":reload"),
        (":e 专利导航 at county", ":explain 专利导航 at county"),
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
    for entry in [":wat", ":", "：", "::", ":loadx", ":退回", ":help me now please:", ":123"] {
        let said = engine.line(entry);
        assert!(said.failed && said.text.contains(":help"), "{entry}: {}", said.text);
    }
    assert!(no(&mut benxi(Lang::Zh), ":不知道").contains("`:帮助`"));
}

#[test]
fn help_names_every_command() {
    let english = yes(&mut benxi(Lang::En), ":help");
    for command in [":load", ":reload", ":check", ":explain", ":list", ":help", ":quit"] {
        assert!(english.contains(command), "{command}");
    }
    let chinese = yes(&mut benxi(Lang::Zh), ":帮助");
    for command in [":载入", ":重载", ":检查", ":解释", ":列出", ":帮助", ":退出"] {
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

// ---------------------------------------------------------------- odd input

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

// ---------------------------------------------------------------- from a pipe

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
        ("专利导航 at county\n:wat\n", 3),
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

// ---------------------------------------------------------------- at a terminal

#[cfg(unix)]
mod terminal {
    use super::{FILE, fs, package};
    use crate::run::folder;
    use expectrl::process::unix::WaitStatus;
    use expectrl::session::OsSession;
    use std::io::{ErrorKind, Write};
    use std::num::NonZeroU16;
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};

    const PATIENCE: Duration = Duration::from_secs(20);
    /// The size that a new pseudo-terminal has.
    const ROWS: u16 = 24;
    const COLUMNS: u16 = 80;

    const CTRL_C: &str = "\u{3}";
    const CTRL_D: &str = "\u{4}";
    const TAB: &str = "\t";
    const UP: &str = "\u{1b}[A";
    const ENTER: &str = "\r";

    fn size(cells: u16) -> NonZeroU16 {
        NonZeroU16::new(cells).unwrap()
    }

    /// A program at a terminal, and the screen as a user sees it.
    struct Sitting {
        session: OsSession,
        screen: vt100::Parser,
        bytes: Vec<u8>,
        ended: bool,
    }

    impl Sitting {
        /// Starts a sitting with the Benxi plan; its home is the folder.
        fn start(home: &Path) -> Sitting {
            let mut sitting = Sitting::with(&["repl", FILE], &environment(home));
            sitting.prompt();
            sitting
        }

        fn with(arguments: &[&str], environment: &[(&str, String)]) -> Sitting {
            let mut command = Command::new(env!("CARGO_BIN_EXE_quanze"));
            command.args(arguments).current_dir(package()).env_clear();
            command.envs(environment.iter().map(|(name, value)| (name, value)));
            let session = OsSession::spawn(command).unwrap();
            Sitting {
                session,
                screen: vt100::Parser::new(size(ROWS), size(COLUMNS), 1_000),
                bytes: Vec::new(),
                ended: false,
            }
        }

        fn send(&mut self, keys: &str) {
            self.session.write_all(keys.as_bytes()).unwrap();
            self.session.flush().unwrap();
        }

        /// Takes in what has arrived; tells whether anything has.
        fn take_in(&mut self) -> bool {
            let mut bytes = [0; 4096];
            match self.session.try_read(&mut bytes) {
                Ok(0) => self.ended = true,
                Ok(count) => {
                    self.bytes.extend_from_slice(&bytes[..count]);
                    self.screen.process(&bytes[..count]);
                    return true;
                }
                Err(why) if why.kind() == ErrorKind::WouldBlock => {}
                // The other side of the terminal is closed.
                Err(_) => self.ended = true,
            }
            false
        }

        /// Waits until the screen shows something.
        fn until(&mut self, what: &str, is_so: impl Fn(&Sitting) -> bool) {
            let begun = Instant::now();
            while !is_so(self) {
                assert!(
                    begun.elapsed() < PATIENCE,
                    "waited in vain for {what}; the screen:\n{}",
                    self.shown()
                );
                assert!(!self.ended, "ended while waiting for {what}; the screen:\n{}", self.shown());
                if !self.take_in() {
                    std::thread::sleep(Duration::from_millis(2));
                }
            }
        }

        fn shown(&self) -> String {
            self.screen.screen().contents()
        }

        fn cursor(&self) -> (u16, u16) {
            self.screen.screen().cursor_position()
        }

        /// The row that the cursor is in.
        fn row(&self) -> String {
            let (row, _) = self.cursor();
            self.screen
                .screen()
                .rows(0, COLUMNS)
                .nth(usize::from(row))
                .unwrap_or_default()
                .trim_end()
                .to_owned()
        }

        fn see(&mut self, text: &str) {
            self.until(&format!("`{text}`"), |sitting| sitting.shown().contains(text));
        }

        /// Waits until something was written, even if it is no longer on the screen.
        fn hear(&mut self, text: &str) {
            self.until(&format!("`{text}`"), |sitting| {
                String::from_utf8_lossy(&sitting.bytes).contains(text)
            });
        }

        /// Waits for the next row of an entry, after the end of a line was entered.
        fn next_row(&mut self) {
            self.until("the next row", |sitting| sitting.row().chars().count() < 4 && sitting.row() != ">");
        }

        /// Waits for an empty prompt.
        fn prompt(&mut self) {
            self.until("the prompt", |sitting| sitting.row() == ">" && sitting.cursor().1 == 2);
        }

        /// Types text and waits until the line shows it.
        fn type_in(&mut self, text: &str) {
            self.send(text);
            self.until(&format!("`{text}` in the line"), |sitting| sitting.row().ends_with(text));
        }

        /// Enters one line and waits for the next prompt.
        fn enter(&mut self, line: &str) {
            self.type_in(line);
            self.send(ENTER);
            self.prompt();
        }

        /// Waits for the end, and returns the exit code.
        fn exit_code(&mut self) -> i32 {
            let begun = Instant::now();
            loop {
                while self.take_in() {}
                match self.session.get_process().status().unwrap() {
                    WaitStatus::Exited(_, code) => return code,
                    WaitStatus::StillAlive => {}
                    other => panic!("ended with {other:?}; the screen:\n{}", self.shown()),
                }
                assert!(begun.elapsed() < PATIENCE, "does not end; the screen:\n{}", self.shown());
                std::thread::sleep(Duration::from_millis(2));
            }
        }

        fn leave(mut self) {
            self.send(CTRL_D);
            assert_eq!(self.exit_code(), 0, "{}", self.shown());
        }
    }

    fn environment(home: &Path) -> Vec<(&'static str, String)> {
        vec![
            ("LANG", "en_US.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("HOME", home.display().to_string()),
            ("XDG_STATE_HOME", home.join("state").display().to_string()),
        ]
    }

    #[test]
    fn a_banner_and_a_prompt() {
        let home = folder("repl-banner");
        let mut sitting = Sitting::start(&home);
        let shown = sitting.shown();
        assert!(shown.contains("26 matters") && shown.contains(":help"), "{shown}");
        sitting.enter("专利导航 在 县");
        assert!(sitting.shown().contains("decided: shared, payer county"), "{}", sitting.shown());
        sitting.enter(":wat");
        assert!(sitting.shown().contains("there is no command `:wat`"), "{}", sitting.shown());
        // What is not understood at a terminal is no failure of the sitting.
        sitting.leave();
    }

    #[test]
    fn the_sitting_ends_with_code_0() {
        let home = folder("repl-quit");
        for word in [":quit", "退出", "exit"] {
            let mut sitting = Sitting::start(&home);
            sitting.type_in(word);
            sitting.send(ENTER);
            assert_eq!(sitting.exit_code(), 0, "{word}");
        }
    }

    #[test]
    fn a_sitting_without_files_and_in_chinese() {
        let mut home = environment(&folder("repl-chinese"));
        home[0].1 = "zh_CN.UTF-8".to_owned();
        let mut sitting = Sitting::with(&[], &home);
        sitting.prompt();
        assert!(sitting.shown().contains("直接提问"), "{}", sitting.shown());
        sitting.enter("事项 专利导航 层级 县 => 共同, 支出 县");
        sitting.enter("专利导航 在 县");
        assert!(sitting.shown().contains("已确定：共同财政事权，支出责任：县"), "{}", sitting.shown());
        sitting.leave();
    }

    #[test]
    fn the_cursor_stands_behind_chinese_text() {
        let mut sitting = Sitting::start(&folder("repl-cursor"));
        let (row, _) = sitting.cursor();
        sitting.type_in("专利");
        assert_eq!(sitting.cursor(), (row, 6));
        sitting.type_in("导航 at");
        assert_eq!(sitting.cursor(), (row, 13));
        // One key back takes one character away, of two columns.
        sitting.send("\u{7f}\u{7f}\u{7f}");
        sitting.until("the shorter line", |sitting| {
            sitting.row() == "> 专利导航" && sitting.cursor() == (row, 10)
        });
        sitting.send("\u{7f}");
        sitting
            .until("the shorter line", |sitting| sitting.row() == "> 专利导" && sitting.cursor() == (row, 8));
        // To the left of a character, and on.
        sitting.send("\u{1b}[D");
        sitting.until("the cursor before the last character", |sitting| sitting.cursor() == (row, 6));
        sitting.send("航");
        sitting.until("the character in between", |sitting| {
            sitting.row() == "> 专利航导" && sitting.cursor() == (row, 8)
        });
        sitting.send(CTRL_C);
        sitting.until("a new prompt", |sitting| sitting.row() == ">" && sitting.cursor().0 > row);
        sitting.leave();
    }

    #[test]
    fn a_chinese_line_longer_than_the_screen() {
        let mut sitting = Sitting::start(&folder("repl-long"));
        let (row, _) = sitting.cursor();
        // 2 columns of the prompt, 39 characters, and one that does not fit into the first row.
        let line = "知".repeat(40);
        sitting.send(&line);
        sitting.until("the second row", |sitting| sitting.cursor() == (row + 1, 2));
        sitting.send(ENTER);
        sitting.prompt();
        assert!(sitting.shown().contains("undetermined"), "{}", sitting.shown());
        sitting.leave();
    }

    #[test]
    fn names_and_commands_are_completed() {
        let mut sitting = Sitting::start(&folder("repl-complete"));
        sitting.type_in("专利导");
        sitting.send(TAB);
        sitting.until("the whole name", |sitting| sitting.row().starts_with("> 专利导航"));
        sitting.send(" at cou");
        sitting.until("the level's beginning", |sitting| sitting.row() == "> 专利导航 at cou");
        sitting.send(TAB);
        sitting.until("the whole level", |sitting| sitting.row().starts_with("> 专利导航 at county"));
        sitting.send(ENTER);
        sitting.prompt();
        assert!(sitting.shown().contains("decided: shared, payer county"), "{}", sitting.shown());
        sitting.type_in(":re");
        sitting.send(TAB);
        sitting.until("the whole command", |sitting| sitting.row().starts_with("> :reload"));
        sitting.send(ENTER);
        sitting.prompt();
        sitting.type_in("：重");
        sitting.send(TAB);
        sitting.until("the whole command", |sitting| sitting.row().starts_with("> ：重载"));
        sitting.send(CTRL_C);
        sitting.prompt();
        // Of several, all are shown.
        sitting.type_in(":l");
        sitting.send(TAB);
        sitting.send(TAB);
        sitting.until("both commands", |sitting| {
            sitting.shown().contains("load") && sitting.shown().contains("list")
        });
        sitting.send(CTRL_C);
        sitting.prompt();
        // A typed name is offered as well.
        sitting.enter("matters { 崭新事项 }; matter 崭新事项 => city, payer city");
        sitting.type_in("崭");
        sitting.send(TAB);
        sitting.until("the typed name", |sitting| sitting.row().starts_with("> 崭新事项"));
        sitting.send(CTRL_C);
        sitting.prompt();
        sitting.leave();
    }

    #[test]
    fn an_interrupt_drops_the_line_and_stays() {
        let mut sitting = Sitting::start(&folder("repl-interrupt"));
        let (row, _) = sitting.cursor();
        sitting.type_in("专利导");
        sitting.send(CTRL_C);
        sitting.until("a new prompt", |sitting| sitting.row() == ">" && sitting.cursor().0 > row);
        sitting.enter("专利导航 在 市");
        assert!(sitting.shown().contains("decided: shared, payer city"), "{}", sitting.shown());
        let (row, _) = sitting.cursor();
        sitting.send(CTRL_C);
        sitting.until("a new prompt", |sitting| sitting.row() == ">" && sitting.cursor().0 > row);
        sitting.leave();
    }

    #[test]
    fn the_history_is_kept_from_one_sitting_to_the_next() {
        let home = folder("repl-history");
        let mut sitting = Sitting::start(&home);
        sitting.enter("专利导航 在 县");
        sitting.enter("执法 在 市");
        sitting.send(UP);
        sitting.until("the last line", |sitting| sitting.row() == "> 执法 在 市");
        sitting.send(UP);
        sitting.until("the line before it", |sitting| sitting.row() == "> 专利导航 在 县");
        sitting.send(CTRL_C);
        sitting.prompt();
        sitting.leave();
        let history = fs::read_to_string(home.join("state/quanze/history")).unwrap();
        assert!(history.contains("专利导航 在 县") && history.contains("执法 在 市"), "{history}");
        let mut sitting = Sitting::start(&home);
        sitting.send(UP);
        sitting.until("the last line", |sitting| sitting.row() == "> 执法 在 市");
        sitting.send(ENTER);
        sitting.prompt();
        assert!(sitting.shown().contains("decided: shared, payer city"), "{}", sitting.shown());
        sitting.leave();
    }

    #[test]
    fn an_entry_of_several_lines_comes_back_from_the_history() {
        let home = folder("repl-history-lines");
        let mut sitting = Sitting::start(&home);
        enter_block(&mut sitting);
        sitting.leave();
        let mut sitting = Sitting::start(&home);
        sitting.send(UP);
        sitting.see("matter 新事项 => city, payer city");
        sitting.send(ENTER);
        sitting.see("added 1 statement");
        sitting.prompt();
        sitting.leave();
    }

    #[test]
    fn a_history_that_cannot_be_kept_is_no_failure() {
        let home = folder("repl-no-home");
        let file = home.join("file");
        fs::write(&file, "").unwrap();
        let inside = file.join("state").display().to_string();
        let state_only: Vec<_> = vec![
            ("LANG", "en_US.UTF-8".to_owned()),
            ("TERM", "xterm".to_owned()),
            ("XDG_STATE_HOME", inside),
        ];
        let mut no_folder = state_only.clone();
        no_folder[2] = ("HOME", file.display().to_string());
        let taken = home.join("taken/state/quanze/history");
        fs::create_dir_all(&taken).unwrap();
        for environment in [state_only, no_folder, environment(&home.join("taken"))] {
            let mut sitting = Sitting::with(&["repl", FILE], &environment);
            sitting.prompt();
            sitting.enter("专利导航 在 县");
            assert!(sitting.shown().contains("decided: shared, payer county"), "{}", sitting.shown());
            sitting.send(UP);
            sitting.until("the last line", |sitting| sitting.row() == "> 专利导航 在 县");
            sitting.send(CTRL_C);
            sitting.prompt();
            sitting.leave();
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "");
    }

    #[test]
    fn a_history_that_is_no_text_is_no_failure() {
        let home = folder("repl-odd-history");
        fs::create_dir_all(home.join("state/quanze")).unwrap();
        fs::write(home.join("state/quanze/history"), b"#V2\n\xff\xfe\0\x1b[2J\n").unwrap();
        let mut sitting = Sitting::start(&home);
        sitting.enter("专利导航 在 县");
        assert!(sitting.shown().contains("decided: shared, payer county"), "{}", sitting.shown());
        sitting.leave();
    }

    #[test]
    fn a_dumb_terminal_gets_no_escapes() {
        let mut environment = environment(&folder("repl-dumb"));
        environment[1].1 = "dumb".to_owned();
        let mut sitting = Sitting::with(&["repl", FILE], &environment);
        sitting.hear("26 matters");
        sitting.send("专利导航 在 县\n");
        sitting.hear("decided: shared, payer county");
        sitting.send("matter 专利导航 at level city => city, payer county\n:check\n");
        sitting.hear("1 statement");
        sitting.hear("本政办发〔2025〕9号: 3 errors");
        sitting.send(CTRL_D);
        assert_eq!(sitting.exit_code(), 0, "{}", sitting.shown());
        assert!(!sitting.bytes.contains(&0x1b), "{:?}", String::from_utf8_lossy(&sitting.bytes));
    }

    #[test]
    fn a_person_at_a_dumb_terminal_is_told_that_it_is_their_turn() {
        let mut environment = environment(&folder("repl-dumb-prompt"));
        environment[1].1 = "dumb".to_owned();
        let mut sitting = Sitting::with(&["repl", FILE], &environment);
        sitting.hear(":help");
        sitting.hear("> ");
        // What is not understood at a terminal is no failure of the sitting.
        sitting.send("专利 导航\n");
        sitting.hear("Q001");
        sitting.send(CTRL_D);
        assert_eq!(sitting.exit_code(), 0, "{}", sitting.shown());
    }

    /// Enters a section over several lines.
    fn enter_block(sitting: &mut Sitting) {
        for line in
            ["section 二(七) \"其他\" {", "  matters { 新事项 }", "  matter 新事项 => city, payer city"]
        {
            sitting.type_in(line);
            sitting.send(ENTER);
            sitting.next_row();
        }
        sitting.type_in("}");
        sitting.send(ENTER);
        sitting.prompt();
        assert!(sitting.shown().contains("added 1 statement"), "{}", sitting.shown());
    }

    #[test]
    fn an_entry_with_an_open_brace_goes_on() {
        let mut sitting = Sitting::start(&folder("repl-block"));
        enter_block(&mut sitting);
        sitting.enter("新事项");
        assert!(sitting.shown().contains("decided: city alone, payer city"), "{}", sitting.shown());
        // An empty line ends what is unfinished.
        sitting.type_in("matter { 执法,");
        sitting.send(ENTER);
        sitting.next_row();
        sitting.send(ENTER);
        sitting.see("nothing was changed");
        sitting.prompt();
        // And so does an interrupt.
        sitting.type_in("matter { 执法,");
        sitting.send(ENTER);
        sitting.next_row();
        sitting.send(CTRL_C);
        sitting.prompt();
        sitting.enter("执法 在 市");
        assert!(sitting.shown().contains("decided: shared, payer city"), "{}", sitting.shown());
        sitting.leave();
    }

    fn paste(sitting: &mut Sitting, text: &str) {
        sitting.until("bracketed paste", |sitting| sitting.screen.screen().bracketed_paste());
        sitting.send(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    #[test]
    fn two_statements_can_be_pasted() {
        let mut sitting = Sitting::start(&folder("repl-paste"));
        paste(&mut sitting, "matters { 新事项 }\nmatter 新事项 => city, payer city");
        sitting.see("matter 新事项 => city, payer city");
        assert!(
            !sitting.shown().contains("added"),
            "nothing is done before it is entered: {}",
            sitting.shown()
        );
        sitting.send(ENTER);
        sitting.see("added 2 statements");
        sitting.prompt();
        sitting.enter("新事项");
        assert!(sitting.shown().contains("decided: city alone, payer city"), "{}", sitting.shown());
        sitting.leave();
    }

    #[test]
    fn two_questions_can_be_pasted() {
        let mut sitting = Sitting::start(&folder("repl-paste-questions"));
        paste(&mut sitting, "专利导航 在 县\n专利导航 在 市\n");
        sitting.see("专利导航 在 市");
        sitting.send(ENTER);
        sitting.prompt();
        let shown = sitting.shown();
        assert!(
            shown.contains("decided: shared, payer county") && shown.contains("decided: shared, payer city"),
            "{shown}"
        );
        sitting.leave();
    }

    #[test]
    fn a_pasted_escape_does_no_harm() {
        let mut sitting = Sitting::start(&folder("repl-paste-escape"));
        paste(&mut sitting, "专利\u{7}导航 在 县\tx");
        sitting.see("x");
        sitting.send(ENTER);
        sitting.prompt();
        sitting.leave();
    }

    #[test]
    fn bytes_that_are_no_utf_8_do_not_end_the_sitting() {
        let mut sitting = Sitting::start(&folder("repl-bytes"));
        // 专利 as a terminal that is set to GBK sends it.
        sitting.session.write_all(b"\xd7\xa8\xc0\xfb\r").unwrap();
        sitting.hear("not UTF-8");
        sitting.prompt();
        sitting.enter("专利导航 在 县");
        assert!(sitting.shown().contains("decided: shared, payer county"), "{}", sitting.shown());
        sitting.leave();
    }

    #[test]
    fn a_terminal_that_changes_its_size() {
        let mut sitting = Sitting::start(&folder("repl-size"));
        sitting.session.get_process_mut().set_window_size(40, ROWS).unwrap();
        sitting.screen.screen_mut().set_size(size(ROWS), size(40));
        sitting.enter("专利导航 在 县");
        assert!(sitting.shown().contains("decided: shared, payer county"), "{}", sitting.shown());
        sitting.leave();
    }
}
