//! A model with one rule more, or with another rule in the place of one, is what reading everything again gives.

use crate::{policy, wide};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use quanze::model::{Model, RuleId, resolve};
use quanze::source::{Source, Sources};
use quanze::syntax::ast::{Item, Rule, Statement};
use quanze::syntax::parse_file;

fn items(text: &str) -> Vec<Item> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a.qz", text));
    parse_file(id, sources.get(id).unwrap()).tree.items
}

fn rule_of(item: &Item) -> Option<&Rule> {
    match item {
        Item::Statement(Statement::Rule(rule)) => Some(rule),
        _ => None,
    }
}

/// Returns the rules as they might be typed: without a name, an exception, a period or an amount.
fn typed(items: &[Item]) -> Vec<Rule> {
    let alone =
        |rule: &Rule| Rule { name: None, overrides: Vec::new(), period: None, amount: None, ..rule.clone() };
    items.iter().filter_map(rule_of).map(alone).collect()
}

/// Compares where the model could be amended; returns how often it could.
fn same_as_read_again(text: &str) -> (usize, usize) {
    let items = items(text);
    let Ok(model) = resolve(&items, "a") else { return (0, 0) };
    let (mut added, mut replaced) = (0, 0);
    for new in typed(&items) {
        let all: Vec<Item> = items.iter().cloned().chain([statement(new.clone())]).collect();
        added += usize::from(agrees(text, model.amended(&new, None), &all));
        let places: Vec<usize> = (0..items.len()).filter(|&at| rule_of(&items[at]).is_some()).collect();
        for (id, at) in model.rules.ids().zip(places).take(4) {
            let mut new = new.clone();
            new.name.clone_from(&rule_of(&items[at]).unwrap().name);
            let mut all = items.clone();
            all[at] = statement(new.clone());
            let id: RuleId = id;
            replaced += usize::from(agrees(text, model.amended(&new, Some(id)), &all));
        }
    }
    (added, replaced)
}

fn statement(rule: Rule) -> Item {
    Item::Statement(Statement::Rule(Box::new(rule)))
}

/// Tells whether there is an amended model, which has to be what reading all items gives.
fn agrees(text: &str, amended: Option<Model>, all: &[Item]) -> bool {
    let Some(amended) = amended else { return false };
    let read = resolve(all, "a");
    let read = read.unwrap_or_else(|why| panic!("amended, but read again it is refused: {why:?}\n{text}"));
    let (amended, read) = (format!("{amended:#?}"), format!("{read:#?}"));
    let differing = amended.lines().zip(read.lines()).find(|(a, b)| a != b);
    assert!(amended == read, "{differing:?}\n{text}");
    true
}

#[test]
fn an_amended_model_is_what_reading_again_gives() {
    let mut runner = TestRunner::deterministic();
    let (mut added, mut replaced) = (0, 0);
    for number in 0..300 {
        let text = match number % 3 {
            0 => {
                let plain = policy::policies().new_tree(&mut runner).unwrap().current();
                let order: Vec<usize> = (0..plain.rules.len()).collect();
                policy::spell(&policy::policy_text(&plain, &order), policy::Spelling::English)
            }
            _ => wide::policies().new_tree(&mut runner).unwrap().current().text(),
        };
        let (more, other) = same_as_read_again(&text);
        added += more;
        replaced += other;
    }
    assert!(added > 100 && replaced > 100, "{added} {replaced}");
}

#[test]
fn what_may_come_out_differently_is_read_again() {
    let words = "level city\nlevel county\nmatters { 甲, 乙 }\n";
    let amended = |text: &str, rule: &str| {
        let text = format!("{words}{text}");
        let items = items(&text);
        let model = resolve(&items, "a").unwrap();
        model.amended(rule_of(&self::items(rule)[0]).unwrap(), None).is_some()
    };
    let rules = "matter 甲 => city, payer city\n";
    assert!(amended(rules, "matter 乙 => county, payer county"));
    let facts = "fact 范围 : 全市性 | 县区\ntable 分档 of 范围 { 第一档 : 全市性; 第二档 : others }\nmatter 甲 => city, payer city\n";
    assert!(amended(facts, "matter 乙 when 范围 is 县区 and 分档 is 第二档 => county, payer county"));
    // Names that are new, and rules that reach for all others.
    assert!(!amended(rules, "matter 丙 => county, payer county"));
    assert!(!amended(rules, "rule 新: matter 乙 => county, payer county"));
    assert!(!amended(rules, "matter 乙 from 2025-01-01 => county, payer county"));
    let exception = "rule 例外: matter 甲 => county, payer county overrides matter 甲\n";
    assert!(!amended(&format!("{rules}{exception}"), "matter 甲 => county, payer county"));
    assert!(!amended("rule r2: matter 甲 => city, payer city\n", "matter 乙 => county, payer county"));
    let figures = "fact 投资 : amount\nmatter 甲 when 投资 at least 5元 => city, payer city\n";
    assert!(!amended(figures, "matter 乙 when 投资 at least 9元 => county, payer county"));
}

#[test]
fn a_rule_that_more_depends_on_is_not_replaced_alone() {
    let replaced = |text: &str, at: usize, rule: &str| {
        let model = resolve(&items(text), "a").unwrap();
        let place = model.rules.ids().nth(at);
        model.amended(rule_of(&items(rule)[0]).unwrap(), place).is_some()
    };
    let words = "level city\nlevel county\nfact 投资 : amount\nmatters { 甲, 乙 }\n";
    let rules = "matter 甲 => city, payer city\nrule 例外: matter 乙 => city, payer city\n";
    let text = format!("{words}{rules}");
    assert!(replaced(&text, 0, "matter 甲 => county, payer county"));
    assert!(replaced(&text, 1, "rule 例外: matter 乙 => county, payer county"));
    // Another name, an exception, a bound of a figure, and words that are taken from the rules.
    assert!(!replaced(&text, 1, "rule 另: matter 乙 => county, payer county"));
    let exception = format!("{words}{rules}rule 又: matter 乙 => county overrides 例外\n");
    assert!(replaced(&exception, 0, "matter 甲 => county, payer county"));
    assert!(!replaced(&exception, 2, "rule 又: matter 乙 => county"));
    let figure = format!("{words}{rules}matter 甲 when 投资 at least 5元 => city\n");
    assert!(!replaced(&figure, 2, "matter 甲 => city"));
    assert!(!replaced(rules, 0, "matter 乙 => city, payer city"));
}
