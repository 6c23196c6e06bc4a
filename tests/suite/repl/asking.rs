//! Facts that are missing are asked for in turn, of a person only.

use super::*;
use quanze::repl::Said;

/// An engine with a person before it.
fn person(text: &str, name: &str) -> Engine {
    let path = folder(name).join("x.qz");
    fs::write(&path, text).unwrap();
    let mut engine = empty(Lang::En).with_person();
    let said = engine.load(vec![path]);
    assert!(!said.failed, "{}", said.text);
    engine
}

#[test]
fn each_fact_is_asked_for_until_the_answer_is_there() {
    let mut engine = person(SMALL, "asking");
    let said = yes(&mut engine, "执法");
    assert!(said.starts_with("needs level\n"), "{said}");
    assert!(
        said.ends_with("which `level`? 1 city   2 county (a number or a value; Enter leaves it open)\n"),
        "{said}"
    );
    assert_eq!(engine.prompt(), "level> ");
    let said = yes(&mut engine, "2");
    assert!(said.starts_with("asked: 执法 at county\ndecided: shared, payer county\n"), "{said}");
    assert_eq!(engine.prompt(), "> ");
    for (question, value) in [("执法", "县"), ("执法", "county"), ("培训", "县区"), ("培训", "2")]
    {
        yes(&mut engine, question);
        let said = yes(&mut engine, value);
        assert!(said.contains("payer county"), "{question}, {value}: {said}");
    }
}

#[test]
fn the_answer_is_that_of_the_whole_question() {
    let mut engine = benxi(Lang::En).with_person();
    let whole = yes(&mut engine, "人才队伍建设 at county, affiliation is city");
    yes(&mut engine, "人才队伍建设");
    yes(&mut engine, "county");
    let said = yes(&mut engine, "city");
    assert_eq!(said, format!("asked: 人才队伍建设 at county, affiliation is city\n{whole}"));
}

#[test]
fn a_fact_can_be_left_open() {
    let mut engine = person(SMALL, "asking-open");
    yes(&mut engine, "执法");
    assert_eq!(yes(&mut engine, ""), "left open; `:set ask off` asks no more\n");
    assert_eq!(engine.line(""), Said::default());
    yes(&mut engine, "执法");
    engine.interrupt();
    assert_eq!(engine.prompt(), "> ");
    yes(&mut engine, ":set ask off");
    yes(&mut engine, "执法");
    assert_eq!(engine.prompt(), "> ");
}

#[test]
fn what_is_no_value_is_refused_and_asked_for_again() {
    let mut engine = person(SMALL, "asking-odd");
    for entry in ["3", "0", "乡", "全市性", "-1", "cuonty", "\u{1b}[2J"] {
        yes(&mut engine, "执法");
        let said = no(&mut engine, entry);
        assert!(said.contains("is no value of `level`"), "{entry}: {said}");
        assert!(!said.contains('\u{1b}'));
        assert_eq!(engine.prompt(), "level> ", "{entry}");
        engine.interrupt();
    }
}

#[test]
fn something_else_can_be_entered_instead() {
    let mut engine = person(SMALL, "asking-else");
    for (entry, says) in [
        ("培训 at city, scope is 全市性", "decided: city alone"),
        (":levels", "levels (2)"),
        ("matter 执法 at level city => city", "added 1 statement"),
        ("given scope is 全市性", "added 1 statement"),
    ] {
        yes(&mut engine, "执法");
        let said = yes(&mut engine, entry);
        assert!(said.contains(says), "{entry}: {said}");
        assert_eq!(engine.prompt(), "> ", "{entry}");
    }
    yes(&mut engine, "培训");
    assert!(engine.line("quit").quit);
}

#[test]
fn figures_and_days_are_asked_for_by_what_tells_them_apart() {
    let text = "level city; level county\nmatters { 工程, 补贴 }\nfact investment also 投资额 : amount\n\
        matter 工程 when investment at least 500万元 => city, payer city\n\
        matter 工程 when investment below 500万元 => county, payer county\n\
        matter 补贴 until 2020-12-31 => city, payer city\nmatter 补贴 from 2021-01-01 => county, payer county\n";
    let mut engine = person(text, "asking-figures");
    let said = yes(&mut engine, "工程");
    assert!(said.contains("which `investment`? 1 below 500万元   2 at least 500万元"), "{said}");
    assert!(yes(&mut engine, "2").contains("payer city"));
    yes(&mut engine, "工程");
    assert!(yes(&mut engine, "300万元").contains("payer county"));
    let said = yes(&mut engine, "补贴");
    assert!(said.contains("which `date`?"), "{said}");
    assert!(yes(&mut engine, "2021-06-01").contains("payer county"));
    yes(&mut engine, "补贴");
    assert!(yes(&mut engine, "1").contains("payer city"));
}

#[test]
fn many_values_are_not_listed() {
    let values: Vec<String> = (1..=40).map(|number| format!("第{number}区")).collect();
    let text = format!(
        "level city; level county\nmatters {{ 执法 }}\nfact region : {}\nmatter 执法 when region is 第1区 => city, payer city\n\
        matter 执法 when not region is 第1区 => county, payer county\n",
        values.join(" | ")
    );
    let mut engine = person(&text, "asking-many");
    let said = yes(&mut engine, "执法");
    assert!(said.contains("which `region`? It has 40 values"), "{said}");
    assert!(yes(&mut engine, "第7区").contains("payer county"));
}

#[test]
fn nobody_is_asked_from_a_pipe_or_for_json() {
    let mut engine = benxi(Lang::En);
    let said = yes(&mut engine, "专利导航");
    assert!(!said.contains("which") && engine.prompt() == "> ", "{said}");
    let mut engine = benxi(Lang::En).with_person();
    yes(&mut engine, ":format json");
    let said = yes(&mut engine, "专利导航");
    assert!(said.starts_with('{') && said.lines().count() == 1, "{said}");
}

#[test]
fn a_page_of_questions_is_not_taken_for_answers() {
    let mut engine = person(SMALL, "asking-lines");
    let said = yes(&mut engine, "执法\n培训\n执法 at city");
    assert!(
        said.contains("needs level") && said.contains("needs scope") && said.contains("payer city"),
        "{said}"
    );
    assert_eq!(engine.prompt(), "> ");
}
