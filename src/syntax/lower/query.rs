//! Queries, `given` and `expect`.

use super::{Lower, Node, unquoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::syntax::ast::{Binding, Branch, DateWord, Expect, Expectation, Name, Plain, Query, QuerySubject};
use crate::syntax::grammar::Rule;

impl Lower {
    pub(in crate::syntax) fn query_line(&mut self, root: Node<'_>) -> Option<Query> {
        let query = root.into_inner().find(|n| n.as_rule() == Rule::query)?;
        self.query(query)
    }

    pub(super) fn query(&mut self, node: Node<'_>) -> Option<Query> {
        let span = self.span(&node);
        let mut subject = None;
        let mut bindings = Vec::new();
        let mut date = None;
        let mut amount = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::any_other_matter => subject = Some(QuerySubject::AnyOther),
                Rule::name if unquoted(inner.as_str()) != inner.as_str() => {
                    subject = Some(QuerySubject::Called(self.name(&inner)))
                }
                Rule::elsewhere_in | Rule::component_of | Rule::name => {
                    subject = self.matter_word(inner).map(QuerySubject::Matter)
                }
                Rule::at_part | Rule::at_glued => bindings.extend(self.at_part(inner)),
                Rule::bare_part => bindings.extend(self.bare_part(inner)),
                Rule::fact_part => bindings.append(&mut self.fact_part(inner)),
                Rule::on_part => {
                    let place = self.span(&inner);
                    let read = self.days(inner)?;
                    if date.replace(read).is_some() {
                        self.clause_twice(place);
                    }
                }
                Rule::amount_part => {
                    let place = self.span(&inner);
                    let read = self.amount(inner)?;
                    if amount.replace(read).is_some() {
                        self.clause_twice(place);
                    }
                }
                _ => {}
            }
        }
        Some(Query { subject: subject?, bindings, date, amount, span })
    }

    /// `on 2025-10-01`, `from 2025-01-01 until 2025-06-30`
    fn days(&mut self, node: Node<'_>) -> Option<DateWord> {
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::date => return self.date(&inner),
                Rule::period => {
                    let period = self.period(inner)?;
                    let first = period.from.map_or(jiff::civil::Date::MIN, |from| from.first);
                    let last = period.until.map_or(jiff::civil::Date::MAX, |until| until.last);
                    return Some(DateWord { first, last, span: period.span });
                }
                _ => {}
            }
        }
        None
    }

    /// `amount 100万元`
    fn amount(&mut self, node: Node<'_>) -> Option<Name> {
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::bad_equals => self.guessed(&inner),
                Rule::literal | Rule::name => return Some(self.literal(&inner)),
                _ => {}
            }
        }
        None
    }

    fn at_part(&mut self, node: Node<'_>) -> Option<Binding> {
        let span = self.span(&node);
        let value = node.into_inner().find(|n| n.as_rule() == Rule::query_value)?;
        let fact = Name { text: "level".to_owned(), span };
        self.query_value(fact, value)
    }

    /// Lowers a value alone; the model finds the fact that has it.
    fn bare_part(&mut self, node: Node<'_>) -> Option<Binding> {
        let value = node.into_inner().find(|n| n.as_rule() == Rule::value)?;
        let span = self.span(&value);
        let values = self.value(value).into_iter().collect();
        Some(Binding {
            fact: Name { text: String::new(), span },
            values,
            together: false,
            negated: false,
            span,
        })
    }

    pub(super) fn fact_part(&mut self, node: Node<'_>) -> Vec<Binding> {
        let inner = node.into_inner();
        inner
            .into_iter()
            .filter(|n| n.as_rule() == Rule::fact_binding)
            .filter_map(|n| self.fact_binding(n))
            .collect()
    }

    fn fact_binding(&mut self, node: Node<'_>) -> Option<Binding> {
        let mut fact = None;
        let mut value = None;
        let mut negated = false;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::fact_name => fact = Some(self.fact_name(inner)),
                Rule::bad_equals => self.guessed(&inner),
                Rule::kw_not | Rule::kw_is_not => negated = true,
                Rule::range => {
                    let fact: Name = fact?;
                    let span = fact.span.to(self.span(&inner));
                    let values = vec![self.range(inner)];
                    return Some(Binding { fact, values, together: false, negated: false, span });
                }
                Rule::query_in | Rule::query_value => value = Some(inner),
                _ => {}
            }
        }
        let binding = self.query_value(fact?, value?)?;
        Some(Binding { negated: binding.negated != negated, ..binding })
    }

    /// Lowers `city`, `city or county`, `city and county`, `{ city, county }`.
    fn query_value(&mut self, fact: Name, node: Node<'_>) -> Option<Binding> {
        let span = fact.span.to(self.span(&node));
        let mut values = Vec::new();
        let (mut and, mut or, mut negated) = (false, false, false);
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::value => values.extend(self.value(inner)),
                Rule::value_set => values.append(&mut self.values(inner)),
                Rule::kw_not => negated = true,
                Rule::joiner => match inner.into_inner().next()?.as_rule() {
                    Rule::kw_and => and = true,
                    _ => or = true,
                },
                _ => {}
            }
        }
        if and && or {
            let diagnostic = Diagnostic::error(Code::MixedJoiners, span, Message::MixedJoiners);
            self.diagnostics.push(diagnostic.help(Advice::MixedJoiners));
        }
        Some(Binding { fact, values, together: and && !negated, negated, span })
    }

    pub(super) fn given(&mut self, node: Node<'_>) -> Vec<Binding> {
        let inner = node.into_inner();
        inner.into_iter().filter(|n| n.as_rule() == Rule::fact_part).flat_map(|n| self.fact_part(n)).collect()
    }

    pub(super) fn expect(&mut self, node: Node<'_>) -> Option<Expect> {
        let span = self.span(&node);
        let mut query = None;
        let mut expectation = None;
        let mut cited = Vec::new();
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::query => query = self.query(inner),
                Rule::bad_arrow => self.guessed(&inner),
                Rule::expectation => expectation = self.expectation(inner),
                Rule::cited => {
                    let label = inner.into_inner().find(|n| n.as_rule() == Rule::label);
                    cited.extend(label.map(|label| self.name(&label)));
                }
                _ => {}
            }
        }
        Some(Expect { query: query?, expectation: expectation?, cited, span })
    }

    fn expectation(&mut self, node: Node<'_>) -> Option<Expectation> {
        let inner = node.into_inner().next()?;
        if inner.as_rule() != Rule::needs {
            return self.plain(inner).map(Expectation::Plain);
        }
        let mut facts = Vec::new();
        let mut branches = None;
        for part in inner.into_inner() {
            match part.as_rule() {
                Rule::fact_name => facts.push(self.fact_name(part)),
                Rule::matter_fact => facts.push(self.name(&part)),
                Rule::branch_block => {
                    let nodes = part.into_inner();
                    branches = Some(nodes.into_iter().filter_map(|branch| self.branch(branch)).collect());
                }
                _ => {}
            }
        }
        Some(Expectation::Needs { facts, branches })
    }

    fn branch(&mut self, node: Node<'_>) -> Option<Branch> {
        let span = self.span(&node);
        let mut when = Vec::new();
        let mut expectation = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::fact_binding => when.extend(self.fact_binding(inner)),
                Rule::bad_arrow => self.guessed(&inner),
                Rule::branch_answer => {
                    expectation = inner.into_inner().next().and_then(|plain| self.plain(plain))
                }
                _ => {}
            }
        }
        Some(Branch { when, expectation: expectation?, span })
    }

    fn plain(&mut self, node: Node<'_>) -> Option<Plain> {
        Some(match node.as_rule() {
            Rule::expect_gap => Plain::Gap,
            Rule::expect_conflict => Plain::Conflict,
            Rule::not_in_force => Plain::NotInForce,
            Rule::expect_impossible => {
                let because = node.into_inner().find(|n| n.as_rule() == Rule::because);
                Plain::Impossible(because.and_then(|because| self.words_in(because)))
            }
            _ => Plain::Answer(self.answer(node)?),
        })
    }
}
