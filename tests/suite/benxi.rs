//! The Benxi plan: every answer of the table, and no rule that could go or change unnoticed.

use crate::run::{folder, quanze, quanze_in};
use quanze::source::{Source, Sources};
use quanze::syntax::ast::{Effect, Item, Rule, Statement};
use quanze::syntax::parse_file;
use serde_json::Value;
use std::path::Path;

const FILE: &str = "policies/benxi/ip-2025.qz";

fn ask(query: &str) -> Value {
    let run = quanze(&["eval", FILE, query, "--format", "json"]);
    assert_eq!(run.code, 0, "{query}: {}", run.stderr);
    serde_json::from_str(run.stdout.trim()).unwrap()
}

/// Returns an answer as `status class payer`, or as `needs …: case -> answer; …`.
fn told(answer: &Value) -> String {
    let status = answer["status"].as_str().unwrap();
    if status == "needs-facts" {
        let needs: Vec<&str> =
            answer["needs"].as_array().unwrap().iter().map(|need| need.as_str().unwrap()).collect();
        let branches: Vec<String> = answer["branches"]
            .as_array()
            .unwrap()
            .iter()
            .map(|branch| {
                let when = branch["when"].as_object().unwrap().iter();
                let when = when.map(|(fact, values)| format!("{fact}={}", values[0].as_str().unwrap()));
                format!("{} -> {}", when.collect::<Vec<_>>().join(" "), told(branch))
            })
            .collect();
        return format!("needs {}: {}", needs.join(" "), branches.join("; "));
    }
    let mut words = vec![status.to_owned()];
    words.extend(answer["class"].as_str().map(str::to_owned));
    words.extend(answer["by"].as_str().map(|by| format!("by {by}")));
    for payer in answer["payers"].as_array().unwrap() {
        words.push(format!(
            "payer {} {}",
            payer["level"].as_str().unwrap(),
            payer["share"].as_str().unwrap()
        ));
    }
    words.join(" ")
}

#[test]
fn every_answer_of_the_table() {
    let table: &[(&str, &str)] = &[
        ("专利导航 at county", "decided shared payer county 1"),
        ("专利导航 at city", "decided shared payer city 1"),
        (
            "专利导航",
            "needs level: level=city -> decided shared payer city 1; level=county -> decided shared payer county 1",
        ),
        ("统计调查分析发布, scope is 全市性", "decided city payer city 1"),
        ("统计调查分析发布, scope is 县区", "decided county payer county 1"),
        ("统计调查分析发布 at county, scope is 全市性", "decided city payer city 1"),
        (
            "统计调查分析发布 at city",
            "needs scope: scope=全市性 -> decided city payer city 1; scope=县区 -> decided county payer county 1",
        ),
        ("地方性法规规章 at city", "decided city payer city 1"),
        ("地方性法规规章 at county", "impossible"),
        ("地方性法规规章", "decided city payer city 1"),
        ("侵权纠纷行政裁决 at county, listed_by_province is no", "decided shared payer county 1"),
        ("侵权纠纷行政裁决 at county, listed_by_province is yes", "retained by province"),
        (
            "侵权纠纷行政裁决 at county",
            "needs listed_by_province: listed_by_province=yes -> retained by province; listed_by_province=no -> decided shared payer county 1",
        ),
        ("执法 at county", "decided shared payer county 1"),
        ("港澳台合作交流 at city", "decided shared payer city 1"),
        ("对外合作交流 at city", "decided shared payer city 1"),
        ("知识产权保险", "undetermined"),
        ("专利导行 at county", "undetermined"),
        ("专利导航 at province", "gap"),
        ("专利导航 at county on 2025-09-25", "not-in-force"),
    ];
    for (query, expected) in table {
        assert_eq!(told(&ask(query)), *expected, "{query}");
    }
}

#[test]
fn talent_publicity_and_universities_follow_two_standards() {
    for matter in ["高校学科学院学位建设", "人才队伍建设", "宣传教育和普法"] {
        let asked = |rest: &str| ask(&format!("{matter}{rest}"));
        let same = asked(" at county, affiliation is county");
        assert_eq!(told(&same), "decided county by affiliation payer county 1");
        let conflict = asked(" at city, affiliation is county");
        assert_eq!(told(&conflict), "conflict");
        assert_eq!(conflict["candidates"].as_array().unwrap().len(), 2);
        assert!(conflict["candidates"].as_array().unwrap().iter().all(|rule| rule["quote"].is_string()));
        assert!(conflict["acknowledged"].is_string());
        for place in [" at city", " at county", ""] {
            let gap = asked(&format!("{place}, affiliation is province"));
            assert_eq!(told(&gap), "gap", "{place}");
            assert!(gap["acknowledged"].is_string());
        }
        assert_eq!(
            told(&asked(" at city")),
            "needs affiliation: affiliation=province -> gap; affiliation=city -> decided city by affiliation payer city 1; affiliation=county -> conflict"
        );
    }
}

#[test]
fn answers_say_what_they_rest_on() {
    let cite = |query: &str| ask(query)["rules"][0]["cite"].as_str().unwrap().to_owned();
    assert_eq!(cite("对外合作交流 at city"), "本政办发〔2025〕9号 二(五)");
    assert_eq!(cite("港澳台合作交流 at city"), "本政办发〔2025〕9号 二(六)第二段");
    assert_eq!(cite("知识产权保险"), "本政办发〔2025〕9号 二(六)第三段");
    let near = ask("专利导行 at county");
    assert_eq!(near["hints"][0], "专利导航");
    assert_eq!(near["payers"].as_array().unwrap().len(), 0);
    assert!(ask("专利导航 at province")["reason"].as_str().unwrap().contains("performs nothing"));
    assert!(ask("地方性法规规章 at county")["reason"].as_str().unwrap().contains("权限"));
    assert_eq!(ask("统计调查分析发布 at county, scope is 全市性")["irrelevant"][0], "level");
}

#[test]
fn every_rule_cites_its_section_and_quotes_briefly() {
    let text = std::fs::read_to_string(FILE).unwrap();
    for rule in rules(&text) {
        if matches!(rule.effect, Effect::Allocate(_)) {
            let quote = rule.quote.as_ref().expect("a quote").text.chars().count();
            assert!(quote <= 25, "{quote} characters: {}", slice(&text, &rule));
        }
    }
}

fn rules(text: &str) -> Vec<Rule> {
    let mut sources = Sources::default();
    let source = Source::new("x", text);
    let id = sources.add(source.clone());
    let parsed = parse_file(id, &source);
    assert!(parsed.diagnostics.is_empty());
    let mut rules = Vec::new();
    for item in parsed.tree.items {
        let statements = match item {
            Item::Section(section) => section.statements,
            Item::Statement(statement) => vec![statement],
            Item::Policy(_) => Vec::new(),
        };
        for statement in statements {
            if let Statement::Rule(rule) = statement {
                rules.push(*rule);
            }
        }
    }
    rules
}

fn slice<'t>(text: &'t str, rule: &Rule) -> &'t str {
    &text[rule.span.start as usize..rule.span.end as usize]
}

fn replaced(text: &str, rule: &Rule, with: &str) -> String {
    format!("{}{with}{}", &text[..rule.span.start as usize], &text[rule.span.end as usize..])
}

/// Checks a changed file: it must fail, and a finding's case must show by `eval` what the finding says.
fn must_be_noticed(place: &Path, text: &str, what: &str) {
    // The document above stands beside the original, not here.
    let alone = text.replace("use \"../liaoning/ip-2024.qz\"\n", "\n");
    assert_ne!(alone, text);
    std::fs::write(place.join("changed.qz"), alone).unwrap();
    let run = quanze_in(place, &["check", "changed.qz", "--format", "json"], b"");
    assert_eq!(run.code, 1, "not noticed: {what}\n{}{}", run.stdout, run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let confirmed = report["findings"].as_array().unwrap().iter().any(|finding| {
        let (Some(witness), true) = (finding["witness"].as_str(), finding["acknowledged"].is_null()) else {
            return false;
        };
        let answer = quanze_in(place, &["eval", "changed.qz", witness, "--format", "json"], b"");
        let answer: Value = serde_json::from_str(answer.stdout.trim()).unwrap();
        match finding["code"].as_str().unwrap() {
            "C001" => answer["status"] == "conflict",
            "C002" => answer["status"] == "gap",
            "C005" => answer["acknowledged"].is_null(),
            // What an expectation or an idle rule says is confirmed by any answer but the one that was expected.
            "C003" | "C006" => answer["status"] != "error",
            _ => false,
        }
    });
    assert!(confirmed, "no confirmed case: {what}\n{}", run.stdout);
}

#[test]
fn no_rule_can_be_deleted_unnoticed() {
    let place = folder("benxi-delete");
    let text = std::fs::read_to_string(FILE).unwrap();
    let rules = rules(&text);
    assert!(rules.len() > 20);
    for rule in &rules {
        must_be_noticed(&place, &replaced(&text, rule, ""), slice(&text, rule));
    }
}

#[test]
fn no_rule_can_be_contradicted_unnoticed() {
    let place = folder("benxi-contradict");
    let text = std::fs::read_to_string(FILE).unwrap();
    for rule in rules(&text) {
        let own = slice(&text, &rule);
        let contradiction = match &rule.effect {
            Effect::Allocate(_) | Effect::Default(_) => {
                let (region, _) = own.split_once("=>").unwrap();
                let other =
                    if own.contains("retained") { "shared, payer city" } else { "retained by province" };
                format!("{region}=> {other}")
            }
            Effect::Impossible => "matter 地方性法规规章 at level county => county, payer county".to_owned(),
            // An acknowledgement allocates nothing that could be contradicted.
            Effect::AcknowledgeConflict | Effect::AcknowledgeGap => continue,
        };
        let beside = format!("{own}\n  {contradiction}");
        must_be_noticed(&place, &replaced(&text, &rule, &beside), &format!("beside: {contradiction}"));
        if rule.answer_is_stated() {
            must_be_noticed(
                &place,
                &replaced(&text, &rule, &contradiction),
                &format!("instead: {contradiction}"),
            );
        }
    }
}

trait Stated {
    fn answer_is_stated(&self) -> bool;
}

impl Stated for Rule {
    fn answer_is_stated(&self) -> bool {
        matches!(self.effect, Effect::Allocate(_) | Effect::Default(_))
    }
}
