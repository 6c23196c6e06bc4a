//! Rules: `matter … => …`, `otherwise`, `impossible`, `acknowledge`; their conditions, answers and clauses.

use super::{Lower, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::source::Span;
use crate::syntax::ast::{
    Answer, ClassWord, Condition, Effect, Name, OverrideTarget, PayerWord, Rule as RuleTree, Subject, Test,
    Text, Value,
};
use crate::syntax::grammar::Rule;
use crate::syntax::limits::MAX_NESTING;

impl Lower {
    pub(super) fn rule(&mut self, node: Node<'_>) -> Option<RuleTree> {
        let kind = node.as_rule();
        let mut rule = RuleTree {
            name: None,
            effect: Effect::Impossible,
            subject: if kind == Rule::otherwise_item { Subject::AnyOther } else { Subject::All },
            levels: None,
            condition: None,
            quote: None,
            cite: None,
            because: None,
            notes: Vec::new(),
            overrides: Vec::new(),
            span: self.span(&node),
        };
        let mut within = false;
        let mut answer = None;
        for inner in self.children(node) {
            match inner.as_rule() {
                Rule::rule_name => rule.name = self.names(inner).into_iter().next(),
                Rule::name | Rule::name_set | Rule::every_matter | Rule::any_other_matter
                    if within || kind != Rule::otherwise_item =>
                {
                    rule.subject = self.subject(inner);
                }
                Rule::kw_in => within = true,
                Rule::kw_conflict => rule.effect = Effect::AcknowledgeConflict,
                Rule::kw_gap => rule.effect = Effect::AcknowledgeGap,
                Rule::at_level => rule.levels = Some(self.at_level(inner)),
                Rule::when_clause => rule.condition = self.when_clause(inner),
                Rule::bad_arrow => self.guessed(&inner),
                Rule::answer => answer = self.answer(inner),
                _ => self.clause(inner, &mut rule),
            }
        }
        match (kind, answer) {
            (Rule::rule_item | Rule::otherwise_item, None) => return None,
            (Rule::otherwise_item, Some(answer)) if within => rule.effect = Effect::Default(answer),
            (_, Some(answer)) => rule.effect = Effect::Allocate(answer),
            _ => {}
        }
        Some(rule)
    }

    fn subject(&mut self, node: Node<'_>) -> Subject {
        match node.as_rule() {
            Rule::every_matter => Subject::Every,
            Rule::any_other_matter => Subject::AnyOther,
            Rule::name_set => Subject::Names(self.names(node)),
            _ => Subject::Names(vec![self.name(&node)]),
        }
    }

    fn at_level(&mut self, node: Node<'_>) -> Vec<Name> {
        let mut levels = Vec::new();
        for inner in self.children(node) {
            match inner.as_rule() {
                Rule::name => levels.push(self.name(&inner)),
                Rule::name_set => levels.append(&mut self.names(inner)),
                Rule::bad_and => self.diagnostics.push(
                    Diagnostic::error(Code::LevelsWithAnd, self.span(&inner), Message::LevelsWithAnd)
                        .help(Message::HelpLevelsWithOr),
                ),
                _ => {}
            }
        }
        levels
    }

    fn when_clause(&mut self, node: Node<'_>) -> Option<Condition> {
        let condition = self.children(node).into_iter().find(|n| n.as_rule() == Rule::condition)?;
        self.condition(condition, 0)
    }

    fn condition(&mut self, node: Node<'_>, depth: usize) -> Option<Condition> {
        if depth > MAX_NESTING {
            let message = Message::TooDeep { limit: MAX_NESTING };
            self.diagnostics.push(Diagnostic::error(Code::TooDeep, self.span(&node), message));
            return None;
        }
        let mut any = Vec::new();
        for conjunction in self.children(node) {
            if conjunction.as_rule() != Rule::conjunction {
                continue;
            }
            let mut all = Vec::new();
            for factor in self.children(conjunction) {
                if factor.as_rule() == Rule::factor {
                    all.extend(self.factor(factor, depth));
                }
            }
            any.extend(single_or(all, Condition::All));
        }
        single_or(any, Condition::Any)
    }

    fn factor(&mut self, node: Node<'_>, depth: usize) -> Option<Condition> {
        let mut negations = 0_usize;
        let mut inner_condition = None;
        for inner in self.children(node) {
            match inner.as_rule() {
                Rule::negation => negations = negations.saturating_add(1),
                Rule::condition => inner_condition = self.condition(inner, depth.saturating_add(1)),
                Rule::test => inner_condition = self.test(inner).map(Condition::Test),
                _ => {}
            }
        }
        let condition = inner_condition?;
        Some(if negations & 1 == 1 { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn test(&mut self, node: Node<'_>) -> Option<Test> {
        let mut test: Option<Test> = None;
        for inner in self.children(node) {
            match (inner.as_rule(), test.as_mut()) {
                (Rule::fact_name, _) => {
                    test = Some(Test { fact: self.fact_name(inner), negated: false, values: Vec::new() });
                }
                (Rule::test_is | Rule::test_in, Some(test)) => self.comparison(inner, test),
                _ => {}
            }
        }
        test
    }

    fn comparison(&mut self, node: Node<'_>, test: &mut Test) {
        let span = self.span(&node);
        let mut ambiguous = false;
        for inner in self.children(node) {
            match inner.as_rule() {
                Rule::kw_not | Rule::kw_is_not => test.negated = true,
                Rule::bad_equals => self.guessed(&inner),
                Rule::value => test.values.extend(self.value(inner)),
                Rule::value_set => test.values.append(&mut self.values(inner)),
                Rule::bad_or_value => {
                    ambiguous = true;
                    test.values.append(&mut self.values(inner));
                }
                _ => {}
            }
        }
        if ambiguous {
            let values = test.values.iter().map(value_text).collect::<Vec<_>>().join(", ");
            let not = if test.negated { "not " } else { "" };
            let right = format!("{} {not}in {{ {values} }}", test.fact.text);
            self.diagnostics.push(
                Diagnostic::error(Code::AmbiguousOr, test.fact.span.to(span), Message::AmbiguousOr)
                    .help(Message::HelpWrite { right }),
            );
        }
    }

    pub(super) fn values(&mut self, node: Node<'_>) -> Vec<Value> {
        let inner = self.children(node);
        inner.into_iter().filter(|n| n.as_rule() == Rule::value).filter_map(|n| self.value(n)).collect()
    }

    pub(super) fn value(&mut self, node: Node<'_>) -> Option<Value> {
        let inner = self.child(node)?;
        Some(match inner.as_rule() {
            Rule::kw_other => Value::Other(self.span(&inner)),
            _ => Value::Named(self.name(&inner)),
        })
    }

    pub(super) fn answer(&mut self, node: Node<'_>) -> Option<Answer> {
        let mut answer = Answer { class: None, payer: None, span: self.span(&node) };
        for inner in self.children(node) {
            let span = self.span(&inner);
            let twice = match inner.as_rule() {
                Rule::class_part => {
                    let class = self.class_part(inner)?;
                    answer.class.replace(class).is_some()
                }
                Rule::missing_comma => {
                    let diagnostic = Diagnostic::error(Code::MissingComma, span, Message::MissingComma);
                    self.diagnostics.push(diagnostic.help(Message::HelpMissingComma));
                    false
                }
                Rule::payer_part => {
                    let payer = self.payer_part(inner)?;
                    answer.payer.replace(payer).is_some()
                }
                _ => false,
            };
            if twice {
                self.diagnostics.push(
                    Diagnostic::error(Code::PartTwice, span, Message::PartTwice).help(Message::HelpPartTwice),
                );
            }
        }
        Some(answer)
    }

    fn class_part(&mut self, node: Node<'_>) -> Option<ClassWord> {
        let inner = self.child(node)?;
        Some(match inner.as_rule() {
            Rule::same_level => ClassWord::SameLevel,
            Rule::bad_same => return self.ambiguous_same(&inner),
            Rule::by_role => ClassWord::Role(self.role(inner)?),
            Rule::shared => {
                let among = self.children(inner).into_iter().find(|n| n.as_rule() == Rule::name_set);
                ClassWord::Shared(among.map_or_else(Vec::new, |set| self.names(set)))
            }
            Rule::undetermined => ClassWord::Undetermined,
            Rule::retained => {
                let by = self
                    .children(inner)
                    .into_iter()
                    .find(|n| matches!(n.as_rule(), Rule::name | Rule::string));
                ClassWord::Retained(self.name(&by?))
            }
            Rule::governed => ClassWord::Governed(self.text_in(inner)?),
            _ => ClassWord::Level(self.name(&inner)),
        })
    }

    fn payer_part(&mut self, node: Node<'_>) -> Option<PayerWord> {
        let mut payer = None;
        for inner in self.children(node) {
            match inner.as_rule() {
                Rule::bad_payer => self.guessed(&inner),
                Rule::bad_payer_sign => {
                    let found = inner.as_str().to_owned();
                    let diagnostic =
                        Diagnostic::error(Code::WrongPayer, self.span(&inner), Message::PayerSign { found });
                    self.diagnostics.push(diagnostic.help(Message::HelpMissingComma));
                }
                Rule::payer_value => payer = self.payer_value(inner),
                _ => {}
            }
        }
        payer
    }

    fn payer_value(&mut self, node: Node<'_>) -> Option<PayerWord> {
        let inner = self.child(node)?;
        Some(match inner.as_rule() {
            Rule::same_level => PayerWord::SameLevel,
            Rule::owner_level => PayerWord::OwnerLevel(self.span(&inner)),
            Rule::bad_same => return self.ambiguous_same(&inner),
            Rule::by_role => PayerWord::Role(self.role(inner)?),
            Rule::undetermined => PayerWord::Undetermined,
            Rule::unstated => PayerWord::Unstated,
            Rule::elsewhere => PayerWord::Elsewhere(self.text_in(inner)),
            _ => PayerWord::Level(self.name(&inner)),
        })
    }

    fn role(&mut self, node: Node<'_>) -> Option<Name> {
        let name = self.children(node).into_iter().find(|n| n.as_rule() == Rule::fact_name)?;
        Some(self.fact_name(name))
    }

    /// `同级` may be the performer's level or the owner's; it is never guessed which.
    fn ambiguous_same<T>(&mut self, node: &Node<'_>) -> Option<T> {
        let message = Message::AmbiguousSame { found: node.as_str().to_owned() };
        let diagnostic = Diagnostic::error(Code::AmbiguousSame, self.span(node), message);
        self.diagnostics.push(diagnostic.help(Message::HelpSameOrOwner));
        None
    }

    fn clause(&mut self, node: Node<'_>, rule: &mut RuleTree) {
        let span = self.span(&node);
        let twice = match node.as_rule() {
            Rule::quote => replace_text(&mut rule.quote, self.text_in(node)),
            Rule::because => replace_text(&mut rule.because, self.text_in(node)),
            Rule::cite => {
                let label = self.children(node).into_iter().find(|n| n.as_rule() == Rule::label);
                label.is_some_and(|label| rule.cite.replace(self.name(&label)).is_some())
            }
            Rule::note => {
                rule.notes.extend(self.text_in(node));
                false
            }
            Rule::overrides => {
                for target in self.children(node) {
                    if target.as_rule() == Rule::override_target {
                        rule.overrides.extend(self.override_target(target));
                    }
                }
                false
            }
            _ => false,
        };
        if twice {
            self.clause_twice(span);
        }
    }

    fn clause_twice(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(Code::ClauseTwice, span, Message::ClauseTwice).help(Message::HelpClauseTwice),
        );
    }

    fn override_target(&mut self, node: Node<'_>) -> Option<OverrideTarget> {
        for inner in self.children(node) {
            match inner.as_rule() {
                Rule::name => return Some(OverrideTarget::Rule(self.name(&inner))),
                Rule::override_section => {
                    let label = self.children(inner).into_iter().find(|n| n.as_rule() == Rule::label)?;
                    return Some(OverrideTarget::Section(self.name(&label)));
                }
                Rule::override_matter => {
                    return self.names(inner).into_iter().next().map(OverrideTarget::Matter);
                }
                _ => {}
            }
        }
        None
    }
}

fn replace_text(slot: &mut Option<Text>, text: Option<Text>) -> bool {
    match text {
        Some(text) => slot.replace(text).is_some(),
        None => false,
    }
}

fn value_text(value: &Value) -> &str {
    match value {
        Value::Named(name) => &name.text,
        Value::Other(_) => "other",
    }
}

/// Returns the only condition, or wraps several; nothing where all of them were unreadable.
fn single_or(
    mut conditions: Vec<Condition>,
    wrap: impl FnOnce(Vec<Condition>) -> Condition,
) -> Option<Condition> {
    if conditions.len() > 1 { Some(wrap(conditions)) } else { conditions.pop() }
}
