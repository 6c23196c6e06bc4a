//! Vocabulary that nothing declares, taken from the rules.
//!
//! In: the rules of one policy. Out: the names that they mention, in the order of the text.

use super::{MAX_FACTS, NO, Vocabulary, YES, statements, word};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::model::domain::{Axis, AxisKind, AxisValue, LEVEL_NAME};
use crate::model::{Inferred, LevelId, suggest};
use crate::syntax::ast::{self, Condition, Item, Name, PayerWord, Statement, Subject, Value};

impl Vocabulary {
    /// Refuses to take for a level what is, or nearly is, another word of an answer: `=> sharde`.
    pub(super) fn refuse_answer_word(&mut self, name: &Name) -> bool {
        let exact = ANSWER_WORDS.iter().find(|(word, _)| *word == name.text).map(|(_, meant)| *meant);
        let near = || suggest::nearest(&name.text, ANSWER_WORDS.iter().map(|(word, _)| *word));
        let near = near()
            .and_then(|near| ANSWER_WORDS.iter().find(|(word, _)| *word == near))
            .map(|(_, meant)| *meant);
        let Some(meant) = exact.or(near) else { return false };
        let message = Message::UnknownLevel { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownLevel, name.span, message);
        self.diagnostics.push(diagnostic.help(Message::DidYouMean { name: meant.to_owned() }));
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
        for test in mentioned.iter().filter(|test| test.fact.text != LEVEL_NAME) {
            let named = test.values.iter().filter_map(|value| match value {
                Value::Named(name) => Some(name),
                Value::Other(_) => None,
            });
            match facts.iter_mut().find(|(fact, _)| fact.text == test.fact.text) {
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
                names.retain(|name| values_push(&mut values, name));
            }
            let axis = Axis {
                name: fact.text.clone(),
                aliases: Vec::new(),
                kind: AxisKind::Enumeration,
                values,
                open: !yes_no,
                inferred: true,
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

fn values_push(values: &mut Vec<AxisValue>, name: &Name) -> bool {
    let fresh = values.iter().all(|value| value.name != name.text);
    if fresh {
        values.push(AxisValue { name: name.text.clone(), aliases: Vec::new(), level: None });
    }
    fresh
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
            names.extend(subject);
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
            if let Some(PayerWord::Level(name)) = &answer.payer {
                names.push(name);
            }
        }
    }
    names
}

pub(super) fn level_tests<'a>(condition: &'a Condition, names: &mut Vec<&'a Name>) {
    let mut tests = Vec::new();
    fact_tests(condition, &mut tests);
    for test in tests.into_iter().filter(|test| test.fact.text == LEVEL_NAME) {
        names.extend(test.values.iter().filter_map(|value| match value {
            Value::Named(name) => Some(name),
            Value::Other(_) => None,
        }));
    }
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
