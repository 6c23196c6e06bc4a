//! Rules: `matter … => …`, `otherwise`, `impossible`, `acknowledge`, `starts`, `remark`; their conditions and clauses.
//!
//! In: the pairs of one statement. Out: its tree. What an answer says is lowered beside this file.

use super::{Lower, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::Span;
use crate::syntax::ast::{
    Allow, AmountWord, Comparison, Condition, Effect, ListedSection, MatterWord, Name, OverrideTarget,
    Period, Remark, Rule as RuleTree, Starts, Statement, Subject, Test, Text, Value,
};
use crate::syntax::grammar::Rule;
use crate::syntax::{quoted, quoted_value};

impl Lower {
    pub(super) fn rule(&mut self, node: Node<'_>) -> Option<RuleTree> {
        let kind = node.as_rule();
        let subject = if kind == Rule::otherwise_item { Subject::AnyOther } else { Subject::All };
        let mut rule = RuleTree::new(subject, self.span(&node));
        let mut within = false;
        let mut answer = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::rule_name => rule.name = self.names(inner).into_iter().next().map(Box::new),
                about if is_subject(about) && (within || kind != Rule::otherwise_item) => {
                    rule.subject = self.subject(inner);
                }
                Rule::kw_in => within = true,
                Rule::kw_conflict => rule.effect = Effect::AcknowledgeConflict,
                Rule::kw_gap => rule.effect = Effect::AcknowledgeGap,
                Rule::at_level => rule.levels = Some(self.at_level(inner)),
                Rule::when_clause => rule.condition = self.when_clause(inner).map(Box::new),
                Rule::period => rule.period = self.period(inner).map(Box::new),
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

    /// `starts 2021-01-01 when region is 西藏`: a region with a day.
    pub(super) fn starts(&mut self, node: Node<'_>) -> Option<Starts> {
        let day = node.clone().into_inner().find(|n| n.as_rule() == Rule::date)?;
        let date = self.date(&day)?;
        Some(Starts { date, region: self.rule(node)? })
    }

    /// `remark "…" matter 专利导航 cite 三(四)`
    pub(super) fn remark(&mut self, node: Node<'_>) -> Statement {
        let span = self.span(&node);
        let text = self.words_in(node.clone());
        let about = node.clone().into_inner().any(|n| is_subject(n.as_rule()));
        let (Some(text), Some(rule)) = (text, self.rule(node)) else { return Statement::Error(span) };
        let subject = about.then_some(rule.subject);
        Statement::Remark(Box::new(Remark { text, subject, cite: rule.cite.map(|cite| *cite), span }))
    }

    /// `sections { 一, 二(一) "知识产权宏观管理" }`
    pub(super) fn listed_sections(&mut self, node: Node<'_>) -> Vec<ListedSection> {
        let rows = node.into_inner().filter(|n| n.as_rule() == Rule::listed_section);
        rows.filter_map(|row| {
            let title = self.text_in(row.clone());
            let label = row.into_inner().find(|n| n.as_rule() == Rule::label)?;
            Some(ListedSection { label: self.name(&label), title })
        })
        .collect()
    }

    /// `allow L005, L009 matter 执法 because "…"`
    pub(super) fn allow(&mut self, node: Node<'_>) -> Option<Allow> {
        let span = self.span(&node);
        let (mut codes, mut subject, mut because) = (Vec::new(), None, None);
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::lint_code => codes.push(self.name(&inner)),
                Rule::because => because = self.words_in(inner),
                about if is_subject(about) => subject = Some(self.subject(inner)),
                _ => {}
            }
        }
        Some(Allow { codes, subject, because: because?, span })
    }

    fn subject(&mut self, node: Node<'_>) -> Subject {
        match node.as_rule() {
            Rule::every_matter => Subject::Every,
            Rule::any_other_matter => Subject::AnyOther,
            Rule::subject_set => {
                Subject::Names(node.into_inner().filter_map(|n| self.matter_word(n)).collect())
            }
            // Not collected: that would keep room for more.
            _ => Subject::Names(self.matter_word(node).map_or_else(Vec::new, |word| vec![word])),
        }
    }

    /// `专利导航`, `消防队伍 component 管理`, `elsewhere in 对外合作`
    pub(super) fn matter_word(&mut self, node: Node<'_>) -> Option<MatterWord> {
        match node.as_rule() {
            Rule::name => Some(MatterWord::Named(self.name(&node))),
            Rule::elsewhere_in => self.names(node).into_iter().next().map(MatterWord::Elsewhere),
            Rule::component_of => {
                let mut names = self.names(node).into_iter();
                Some(MatterWord::Component(names.next()?, names.next()?))
            }
            _ => None,
        }
    }

    /// `from 2020-01-01 until 2022-12-31`
    pub(super) fn period(&mut self, node: Node<'_>) -> Option<Period> {
        let mut period = Period { from: None, until: None, span: self.span(&node) };
        let mut ends = false;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::kw_until => ends = true,
                Rule::date if ends => period.until = Some(self.date(&inner)?),
                Rule::date => period.from = Some(self.date(&inner)?),
                _ => {}
            }
        }
        if let (Some(from), Some(until)) = (period.from, period.until)
            && until.last < from.first
        {
            let message =
                Message::PeriodReversed { from: from.first.to_string(), until: until.last.to_string() };
            self.diagnostics
                .push(Diagnostic::error(Code::DatesReversed, period.span, message).help(Advice::Period));
        }
        Some(period)
    }

    fn at_level(&mut self, node: Node<'_>) -> Vec<Name> {
        let mut levels = Vec::new();
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => {
                    levels.reserve_exact(1);
                    levels.push(self.name(&inner));
                }
                Rule::name_set => levels.append(&mut self.names(inner)),
                Rule::bad_and => self.diagnostics.push(
                    Diagnostic::error(Code::LevelsWithAnd, self.span(&inner), Message::LevelsWithAnd)
                        .help(Advice::LevelsWithOr),
                ),
                _ => {}
            }
        }
        levels
    }

    fn when_clause(&mut self, node: Node<'_>) -> Option<Condition> {
        let condition = node.into_inner().find(|n| n.as_rule() == Rule::condition)?;
        self.condition(condition, 0)
    }

    fn condition(&mut self, node: Node<'_>, depth: usize) -> Option<Condition> {
        if self.nests_too_deep(&node, depth) {
            return None;
        }
        let mut any = Vec::new();
        for conjunction in node.into_inner() {
            if conjunction.as_rule() != Rule::conjunction {
                continue;
            }
            let mut all = Vec::new();
            for factor in conjunction.into_inner() {
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
        for inner in node.into_inner() {
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
        for inner in node.into_inner() {
            match (inner.as_rule(), test.as_mut()) {
                (Rule::fact_name, _) => {
                    test = Some(Test { fact: self.fact_name(inner), negated: false, values: Vec::new() });
                }
                (Rule::range, Some(test)) => test.values.push(self.range(inner)),
                (Rule::test_is | Rule::test_in, Some(test)) => self.comparison(inner, test),
                _ => {}
            }
        }
        test
    }

    fn comparison(&mut self, node: Node<'_>, test: &mut Test) {
        let span = self.span(&node);
        let mut ambiguous = false;
        for inner in node.into_inner() {
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
            let chinese = self.chinese;
            let values =
                test.values.iter().map(|value| value_text(value, chinese)).collect::<Vec<_>>().join(", ");
            let is_in = match (test.negated, chinese) {
                (false, false) => "in",
                (true, false) => "not in",
                (false, true) => "属于",
                (true, true) => "非 属于",
            };
            let fact = match (test.fact.text.as_str(), chinese) {
                ("level", true) => "层级".into(),
                ("level", false) => "level".into(),
                (name, _) => quoted(name),
            };
            let right = format!("{fact} {is_in} {{ {values} }}");
            self.diagnostics.push(
                Diagnostic::error(Code::AmbiguousOr, test.fact.span.to(span), Message::AmbiguousOr)
                    .help(Advice::Write { right }),
            );
        }
    }

    pub(super) fn values(&mut self, node: Node<'_>) -> Vec<Value> {
        let inner = node.into_inner();
        inner.into_iter().filter(|n| n.as_rule() == Rule::value).filter_map(|n| self.value(n)).collect()
    }

    pub(super) fn value(&mut self, node: Node<'_>) -> Option<Value> {
        let inner = node.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::kw_other => Value::Other(self.span(&inner)),
            Rule::elsewhere_value => Value::Elsewhere(self.names(inner).into_iter().next()?),
            Rule::range => self.range(inner),
            Rule::literal => Value::Named(self.literal(&inner)),
            _ => Value::Named(self.name(&inner)),
        })
    }

    /// A figure with its unit, without blanks.
    pub(super) fn literal(&mut self, node: &Node<'_>) -> Name {
        let name = self.name(node);
        Name { text: name.text.chars().filter(|c| !c.is_whitespace()).collect(), span: name.span }
    }

    /// `at least 500万元 below 1000万元`
    pub(super) fn range(&mut self, node: Node<'_>) -> Value {
        let span = self.span(&node);
        let mut bounds = Vec::new();
        let mut comparison = Comparison::AtLeast;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::at_least => comparison = Comparison::AtLeast,
                Rule::at_most => comparison = Comparison::AtMost,
                Rule::above => comparison = Comparison::Above,
                Rule::below => comparison = Comparison::Below,
                Rule::literal => bounds.push((comparison, self.literal(&inner))),
                _ => bounds.push((comparison, self.name(&inner))),
            }
        }
        Value::Range(bounds, span)
    }

    fn clause(&mut self, node: Node<'_>, rule: &mut RuleTree) {
        let span = self.span(&node);
        let twice = match node.as_rule() {
            Rule::quote => replace_text(&mut rule.quote, self.words_in(node)),
            Rule::because => replace_text(&mut rule.because, self.words_in(node)),
            Rule::cite => {
                let label = node.into_inner().find(|n| n.as_rule() == Rule::label);
                label.is_some_and(|label| rule.cite.replace(Box::new(self.name(&label))).is_some())
            }
            Rule::note => {
                rule.notes.extend(self.words_in(node));
                false
            }
            Rule::amount_clause => {
                let amount = self.amount_clause(node);
                rule.amount.replace(Box::new(amount)).is_some()
            }
            Rule::overrides => {
                for target in node.into_inner() {
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

    /// `amount at least 补助标准 × 人数`
    fn amount_clause(&mut self, node: Node<'_>) -> AmountWord {
        let mut amount = AmountWord { at_least: false, factors: Vec::new(), span: self.span(&node) };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::at_least => amount.at_least = true,
                Rule::multiplicand => match inner.into_inner().next() {
                    Some(word) if word.as_rule() == Rule::literal => amount.factors.push(self.literal(&word)),
                    Some(word) => amount.factors.push(self.name(&word)),
                    None => {}
                },
                _ => {}
            }
        }
        amount
    }

    pub(super) fn clause_twice(&mut self, span: Span) {
        self.diagnostics
            .push(Diagnostic::error(Code::ClauseTwice, span, Message::ClauseTwice).help(Advice::ClauseTwice));
    }

    fn override_target(&mut self, node: Node<'_>) -> Option<OverrideTarget> {
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => return Some(OverrideTarget::Rule(self.name(&inner))),
                Rule::override_section => {
                    let label = inner.into_inner().find(|n| n.as_rule() == Rule::label)?;
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

/// Tells whether a pair says which matters a statement is about.
fn is_subject(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::name
            | Rule::subject_set
            | Rule::component_of
            | Rule::elsewhere_in
            | Rule::every_matter
            | Rule::any_other_matter
    )
}

fn replace_text(slot: &mut Option<Box<Text>>, text: Option<Text>) -> bool {
    match text {
        Some(text) => slot.replace(Box::new(text)).is_some(),
        None => false,
    }
}

/// Returns a value as it is written in a statement with Chinese keywords, or with English ones.
fn value_text(value: &Value, chinese: bool) -> String {
    let of = |english: &'static str, keyword: &'static str| if chinese { keyword } else { english };
    match value {
        Value::Named(name) => quoted_value(&name.text).into_owned(),
        Value::Other(_) => of("other", "其他").to_owned(),
        Value::Elsewhere(name) => format!("{} {}", of("elsewhere in", "其他"), quoted(&name.text)),
        Value::Range(bounds, _) => {
            let bound = |(comparison, name): &(Comparison, Name)| {
                let word = match comparison {
                    Comparison::AtLeast => of("at least", "不低于"),
                    Comparison::AtMost => of("at most", "不高于"),
                    Comparison::Above => of("above", "高于"),
                    Comparison::Below => of("below", "低于"),
                };
                format!("{word} {}", name.text)
            };
            bounds.iter().map(bound).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Returns the only condition, or wraps several; nothing where all of them were unreadable.
fn single_or(
    mut conditions: Vec<Condition>,
    wrap: impl FnOnce(Vec<Condition>) -> Condition,
) -> Option<Condition> {
    if conditions.len() > 1 { Some(wrap(conditions)) } else { conditions.pop() }
}
