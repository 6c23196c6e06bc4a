//! Rules in the usual spelling: plain words on one line.
//!
//! In: the pairs of one `usual_rule`. Out: the same tree as from a `rule_item`. A line with a word that may be more than a name is read
//! again as a `rule_item`, so that this file needs to know which words are surely names, and nothing else of the language.

use super::answer::glued_keyword;
use super::{Lower, Node};
use crate::source::Span;
use crate::syntax::ast::{
    Answer, ClassWord, Comparison, Condition, Effect, MatterWord, Name, PayerWord, Rule as RuleTree,
    Statement, Subject, Test, Value,
};
use crate::syntax::grammar::Rule;
use crate::syntax::plain::may_be_keyword;
use crate::syntax::{general_rule, offset};

impl Lower {
    /// Reads a rule, or explains why the line is none.
    pub(super) fn usual_rule(&mut self, node: Node<'_>) {
        if let Some(rule) = self.plain_rule(&node) {
            return self.place(Statement::Rule(Box::new(rule)));
        }
        let Some(rule) = general_rule(node.as_str()) else { return self.bad_statement(&node) };
        let base = self.base;
        self.base = base.saturating_add(offset(node.as_span().start()));
        let statement = self.statement(rule);
        self.base = base;
        self.place(statement);
    }

    /// Returns the rule, if every word of it is surely a name where it stands.
    fn plain_rule(&mut self, node: &Node<'_>) -> Option<RuleTree> {
        let span = self.span(node);
        let mut tests: Vec<Test> = Vec::new();
        let mut rule = RuleTree::new(Subject::Every, span);
        let mut answer =
            Answer { class: None, payer: None, transfer: None, further: Vec::new(), amounts: None, span };
        for word in node.clone().into_inner() {
            let kind = word.as_rule();
            if kind == Rule::usual_every {
                continue;
            }
            if !is_surely_a_name(&word) {
                return None;
            }
            let name = self.name(&word);
            match kind {
                Rule::usual_matter => rule.subject = Subject::Names(vec![MatterWord::Named(name)]),
                Rule::usual_level => {
                    let levels = rule.levels.get_or_insert_default();
                    levels.reserve_exact(1);
                    levels.push(name);
                }
                Rule::usual_class => {
                    answer.span.start = name.span.start;
                    answer.class = Some(match name.text.as_str() {
                        SHARED => ClassWord::Shared(Vec::new()),
                        _ => ClassWord::Level(name),
                    });
                }
                Rule::usual_payer => {
                    answer.span.end = name.span.end;
                    answer.payer = Some(PayerWord::Level(name));
                }
                _ => add_test(&mut tests, kind, name),
            }
        }
        rule.condition = condition(tests).map(Box::new);
        rule.effect = Effect::Allocate(answer);
        Some(rule)
    }
}

fn condition(mut tests: Vec<Test>) -> Option<Condition> {
    if tests.len() <= 1 {
        tests.pop().map(Condition::Test)
    } else {
        Some(Condition::All(tests.into_iter().map(Condition::Test).collect()))
    }
}

/// Adds the next word of a test.
fn add_test(tests: &mut Vec<Test>, kind: Rule, name: Name) {
    if kind == Rule::usual_fact {
        return tests.push(Test { fact: name, negated: false, values: Vec::new() });
    }
    let Some(test) = tests.last_mut() else { return };
    match (kind, test.values.last_mut()) {
        (Rule::usual_least, _) => {
            let start = name.span.start.saturating_sub(offset(AT_LEAST.len()));
            let span = Span { start, ..name.span };
            test.values.push(Value::Range(vec![(Comparison::AtLeast, name)], span));
        }
        (Rule::usual_most, Some(Value::Range(bounds, span))) => {
            span.end = name.span.end;
            bounds.push((Comparison::AtMost, name));
        }
        _ => test.values.push(Value::Named(name)),
    }
}

const AT_LEAST: &str = "at least ";
const SHARED: &str = "shared";

/// Tells whether a word is a name where it stands, and nothing else.
fn is_surely_a_name(word: &Node<'_>) -> bool {
    let class = word.as_rule() == Rule::usual_class;
    if class && glued_keyword(word.as_str()).is_some() {
        return false;
    }
    class && word.as_str() == SHARED || !may_be_keyword(word.as_str())
}
