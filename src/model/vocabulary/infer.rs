//! Vocabulary that nothing declares, taken from the rules.
//!
//! In: the rules of one policy. Out: the names that they mention, in the order of the text.

use super::{MAX_FACTS, NO, Vocabulary, YES, statements, word};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::domain::{Axis, AxisKind, AxisValue, DATE_NAME, LEVEL_NAME};
use crate::model::names::Names;
use crate::model::scale::Unit;
use crate::model::value::interval;
use crate::model::{Inferred, LevelId, suggest};
use crate::syntax::ast::{
    self, Condition, Item, MatterWord, Name, PayeeWord, PayerWord, PortionWord, ShareWord, Statement,
    Subject, Value,
};
use rustc_hash::{FxHashMap, FxHashSet};

impl Vocabulary {
    /// Refuses to take for a level what is, or nearly is, another word of an answer: `=> sharde`.
    pub(super) fn refuse_answer_word(&mut self, name: &Name) -> bool {
        let exact = ANSWER_WORDS.iter().find(|(word, _)| *word == name.text).map(|(_, meant)| *meant);
        let exact = exact.or_else(|| misprinted(&name.text, true));
        let near = || suggest::nearest(&name.text, ANSWER_WORDS.iter().map(|(word, _)| *word));
        let near = near()
            .and_then(|near| ANSWER_WORDS.iter().find(|(word, _)| *word == near))
            .map(|(_, meant)| *meant);
        let Some(meant) = exact.or(near) else { return false };
        // The rule that has it would only say again that it is no level.
        self.lost.push(name.text.clone());
        let message = Message::UnknownLevel { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownLevel, name.span, message);
        self.diagnostics.push(diagnostic.help(Advice::DidYouMean { name: meant.to_owned() }));
        true
    }

    /// Returns the levels that rules are at; all that are mentioned where no rule is at one.
    pub(super) fn mentioned_performers(&self, items: &[Item]) -> Vec<LevelId> {
        let mut levels: Vec<LevelId> = Vec::new();
        for rule in rules(items) {
            let mut names: Vec<&Name> = rule.levels.iter().flatten().collect();
            if let Some(condition) = &rule.condition {
                level_tests(condition, &mut names);
            }
            levels.extend(names.iter().filter_map(|name| self.level(&name.text)));
        }
        levels.sort_unstable();
        levels.dedup();
        if levels.is_empty() { self.levels.ids().collect() } else { levels }
    }

    /// Makes a fact of each name that conditions test; its values are those that they mention.
    pub(super) fn infer_facts(&mut self, mentioned: &[&ast::Test]) {
        let mut facts: Vec<(&Name, Vec<&Name>)> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let given = |name: &str| [LEVEL_NAME, DATE_NAME, "层级", "日期"].contains(&name);
        for test in mentioned.iter().filter(|test| !given(&test.fact.text)) {
            let named = test.values.iter().filter_map(value_name);
            let place = *places.entry(&test.fact.text).or_insert(facts.len());
            match facts.get_mut(place) {
                Some((_, values)) => values.extend(named),
                None => facts.push((&test.fact, named.collect())),
            }
        }
        for (fact, mut names) in facts.into_iter().take(MAX_FACTS) {
            let yes_no = names
                .iter()
                .all(|name| YES.contains(&name.text.as_str()) || NO.contains(&name.text.as_str()));
            let mut values: Vec<AxisValue> = Vec::new();
            if yes_no {
                values.extend([word("yes"), word("no")]);
            } else {
                let mut seen: FxHashSet<&str> = FxHashSet::default();
                names.retain(|name| seen.insert(&name.text));
                values.extend(names.iter().map(|name| AxisValue::word(&name.text)));
            }
            let axis = Axis {
                name: fact.text.clone(),
                aliases: Vec::new(),
                kind: AxisKind::Enumeration,
                values,
                nodes: Vec::new(),
                scale: None,
                open: !yes_no,
                inferred: true,
                span: None,
                names: Names::default(),
            };
            let id = self.add_fact(axis, std::iter::once(fact));
            self.inferred.push(Inferred::Fact(id));
        }
    }
}

/// Words of an answer that are no levels, and what is meant.
const ANSWER_WORDS: &[(&str, &str)] = &[
    ("shared", "shared"),
    ("undetermined", "undetermined"),
    ("retained", "retained by"),
    ("governed", "governed by"),
    ("unstated", "unstated"),
    ("elsewhere", "elsewhere"),
    ("same", "same level"),
    ("owner", "owner level"),
    ("gap", "undetermined"),
    ("conflict", "undetermined"),
    ("共同", "共同"),
    ("共同财政事权", "共同"),
    ("共同事权", "共同"),
    ("共有", "共同"),
    ("共享", "共同"),
    ("共管", "共同"),
    ("未定", "未定"),
    ("待定", "未定"),
    ("保留", "保留"),
    ("适用", "适用"),
    ("另定", "另定"),
    ("各级", "未分摊"),
    ("各自承担", "承办级"),
    ("承办级", "承办级"),
    ("本级财政", "承办级"),
    ("事权级", "事权级"),
];

/// Words that stand where a level may stand, and are long enough to be known by all signs but one.
const MISPRINTED: &[(&str, bool)] = &[("承办级", false), ("事权级", true), ("未分摊", true)]; // a keyword

/// What a document says behind the name of whoever has the authority, or pays.
const BEHIND_CLASS: &[&str] = &["的财政事权", "财政事权", "的事权", "事权"]; // a keyword
const BEHIND_PAYER: &[&str] = &["的支出责任", "支出责任", "级财政", "财政"]; // a keyword

/// Returns the keyword that a word is but for one sign; some only say who pays.
fn misprinted(word: &str, payer: bool) -> Option<&'static str> {
    let one_off = |keyword: &str| {
        let same = keyword.chars().count() == word.chars().count();
        same && keyword.chars().zip(word.chars()).filter(|(right, typed)| right != typed).count() == 1
    };
    MISPRINTED
        .iter()
        .find(|(keyword, pays)| (payer || !pays) && one_off(keyword))
        .map(|(keyword, _)| *keyword)
}

impl Vocabulary {
    /// Returns what is meant by a word that is no level, where an answer says who has the authority, or who pays.
    pub(in crate::model) fn meant_in_answer(&self, word: &str, payer: bool) -> Option<String> {
        let known = ANSWER_WORDS.iter().find(|(known, meant)| *known == word && *meant == "共同"); // a keyword
        let known = known.filter(|_| !payer).map(|(_, meant)| *meant);
        if let Some(meant) = known.or_else(|| misprinted(word, payer)) {
            return Some(meant.to_owned());
        }
        let behind = if payer { BEHIND_PAYER } else { BEHIND_CLASS };
        let level = behind.iter().filter_map(|behind| word.strip_suffix(behind));
        level.into_iter().find(|level| self.level(level).is_some()).map(str::to_owned)
    }
}

pub(super) fn rules(items: &[Item]) -> impl Iterator<Item = &ast::Rule> {
    statements(items).filter_map(|(_, statement)| match statement {
        Statement::Rule(rule) => Some(rule.as_ref()),
        _ => None,
    })
}

pub(super) fn mentioned_matters(items: &[Item]) -> Vec<&Name> {
    let mut names = Vec::new();
    for rule in rules(items) {
        if let Subject::Names(subject) = &rule.subject {
            names.extend(subject.iter().map(MatterWord::name));
        }
    }
    names
}

pub(super) fn mentioned_levels(items: &[Item]) -> Vec<&Name> {
    let mut names: Vec<&Name> = Vec::new();
    for rule in rules(items) {
        names.extend(rule.levels.iter().flatten());
        if let Some(condition) = &rule.condition {
            level_tests(condition, &mut names);
        }
        if let ast::Effect::Allocate(answer) | ast::Effect::Default(answer) = &rule.effect {
            match &answer.class {
                Some(ast::ClassWord::Level(name)) => names.push(name),
                Some(ast::ClassWord::Shared(among)) => names.extend(among),
                _ => {}
            }
            if let Some(payer) = &answer.payer {
                payer_levels(payer, &mut names);
            }
        }
    }
    names
}

pub(super) fn level_tests<'a>(condition: &'a Condition, names: &mut Vec<&'a Name>) {
    let mut tests = Vec::new();
    fact_tests(condition, &mut tests);
    for test in tests.into_iter().filter(|test| test.fact.text == LEVEL_NAME) {
        names.extend(test.values.iter().filter_map(value_name));
    }
}

fn value_name(value: &Value) -> Option<&Name> {
    match value {
        Value::Named(name) => Some(name),
        Value::Other(_) | Value::Elsewhere(_) | Value::Range(..) => None,
    }
}

fn payer_levels<'a>(payer: &'a PayerWord, names: &mut Vec<&'a Name>) {
    match payer {
        PayerWord::Level(name) => names.push(name),
        PayerWord::Unstated(among) => names.extend(among),
        PayerWord::Split(portions, _) => portion_levels(portions, names),
        PayerWord::Map(map) => map.rows.iter().for_each(|row| payer_levels(&row.payer, names)),
        PayerWord::SameLevel
        | PayerWord::OwnerLevel(_)
        | PayerWord::Role(_)
        | PayerWord::AsRule(_)
        | PayerWord::Elsewhere(_)
        | PayerWord::Undetermined => {}
    }
}

fn portion_levels<'a>(portions: &'a [PortionWord], names: &mut Vec<&'a Name>) {
    for portion in portions {
        if let Some(PayeeWord::Level(name)) = &portion.payee {
            names.push(name);
        }
        if let ShareWord::Rest(rest) = &portion.share {
            portion_levels(rest, names);
        }
    }
}

/// Returns where the rules cut a fact of figures: in their conditions, and in the rows of maps over it.
pub(super) fn bounds(items: &[Item], unit: Unit, names: &[&str]) -> Vec<i64> {
    let mut cuts = Vec::new();
    let mut cut = |value: &Value| {
        // What cannot be read is reported where it is resolved.
        cuts.extend(interval(unit, value).into_iter().flat_map(|interval| interval.cuts()));
    };
    for (_, statement) in statements(items) {
        let rule = match statement {
            Statement::Rule(rule) => rule.as_ref(),
            Statement::Starts(starts) => &starts.region,
            _ => continue,
        };
        let mut tests = Vec::new();
        rule.condition.iter().for_each(|condition| fact_tests(condition, &mut tests));
        for test in tests.into_iter().filter(|test| names.contains(&test.fact.text.as_str())) {
            test.values.iter().for_each(&mut cut);
        }
        if let ast::Effect::Allocate(answer) | ast::Effect::Default(answer) = &rule.effect
            && let Some(PayerWord::Map(map)) = &answer.payer
        {
            for (at, _) in map.facts.iter().enumerate().filter(|(_, f)| names.contains(&f.text.as_str())) {
                for key in map.rows.iter().filter_map(|row| row.keys.get(at)) {
                    if let ast::RowKey::Values(values, _) = key {
                        values.iter().for_each(&mut cut);
                    }
                }
            }
        }
    }
    cuts
}

pub(super) fn fact_tests<'a>(condition: &'a Condition, tests: &mut Vec<&'a ast::Test>) {
    match condition {
        Condition::Test(test) => tests.push(test),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| fact_tests(part, tests))
        }
        Condition::Not(part) => fact_tests(part, tests),
    }
}
