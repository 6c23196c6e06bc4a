//! `given` and `expect` lines.
//!
//! In: their trees. Out: queries with every name resolved, and what they must be answered.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::query::{self, Known};
use crate::model::value::bad_figure;
use crate::model::vocabulary::statements;
use crate::model::{Branch, Expect, Expectation, ExpectedAmount, MATTER, Plain, Unit};
use crate::syntax::ast::{self, Item, TransferWord};

impl Resolver<'_> {
    pub(super) fn expects(&mut self, items: &[Item]) {
        let mut given: Vec<(Known, ast::Binding)> = Vec::new();
        for (_, statement) in statements(items) {
            match statement {
                ast::Statement::Given(bindings) => {
                    for binding in bindings {
                        let known = query::binding(self.query_words(), binding);
                        self.keep(known, |known| {
                            given.retain(|(old, _)| old.axis != known.axis);
                            given.push((known, binding.clone()));
                        });
                    }
                }
                ast::Statement::Expect(expect) => {
                    if let Some(expect) = self.expect(expect, &given) {
                        self.expects.push(expect);
                    }
                }
                _ => {}
            }
        }
    }

    fn query_words(&self) -> query::Words<'_> {
        let words = &self.words;
        query::Words {
            levels: &words.levels,
            axes: &words.axes,
            tables: &words.tables,
            matters: &words.matters,
            sections: None,
        }
    }

    fn keep<T>(&mut self, result: Result<T, Box<Diagnostic>>, store: impl FnOnce(T)) {
        match result {
            Ok(value) => store(value),
            Err(diagnostic) => self.report(*diagnostic),
        }
    }

    fn expect(&mut self, tree: &ast::Expect, given: &[(Known, ast::Binding)]) -> Option<Expect> {
        let known: Vec<Known> = given.iter().map(|(known, _)| known.clone()).collect();
        let (query, doubt) = match self.asked(&tree.query, &known) {
            Ok(asked) => asked,
            Err(diagnostics) => {
                self.words.diagnostics.extend(diagnostics);
                return None;
            }
        };
        let expectation = self.expectation(&tree.expectation)?;
        let cited = tree.cited.iter().map(|label| label.text.clone()).collect();
        let asked = tree.query.clone();
        let given = given.iter().map(|(_, binding)| binding.clone()).collect();
        Some(Expect { query, asked, doubt, given, expectation, cited, span: tree.span })
    }

    /// Resolves a question. Where a document stands above, a name that is nearly that of a matter may be one of its names: then what speaks
    /// against it is kept until that document is known.
    fn asked(
        &self,
        tree: &ast::Query,
        known: &[Known],
    ) -> Result<(query::Query, Option<Diagnostic>), Vec<Diagnostic>> {
        let mut wrong = match query::resolve_with(self.query_words(), tree, known) {
            Ok(query) => return Ok((query, None)),
            Err(wrong) => wrong,
        };
        let ast::QuerySubject::Matter(ast::MatterWord::Named(name)) = &tree.subject else {
            return Err(wrong);
        };
        let near = wrong.iter().all(|one| matches!(one.message, Message::NotQuiteListed { .. }));
        if self.header.under.is_empty() || !near {
            return Err(wrong);
        }
        let called = ast::QuerySubject::Called(name.clone());
        let tree = ast::Query { subject: called, ..tree.clone() };
        query::resolve_with(self.query_words(), &tree, known).map(|query| (query, wrong.pop()))
    }

    pub(super) fn expectation(&mut self, tree: &ast::Expectation) -> Option<Expectation> {
        let (facts, branches) = match tree {
            ast::Expectation::Plain(plain) => return self.plain(plain).map(Expectation::Plain),
            ast::Expectation::Needs { facts, branches } => (facts, branches),
        };
        let mut needed = Vec::new();
        for name in facts {
            match self.words.axis(&name.text) {
                Some(axis) => needed.push(axis),
                None if name.text == "matter" || name.text == "事项" => needed.push(MATTER),
                None => self.unknown_fact(name),
            }
        }
        let branches =
            branches.as_ref().map(|list| list.iter().filter_map(|branch| self.branch(branch)).collect());
        Some(Expectation::Needs { facts: needed, branches })
    }

    pub(super) fn branch(&mut self, tree: &ast::Branch) -> Option<Branch> {
        let mut when = Vec::new();
        for binding in &tree.when {
            match query::binding(self.query_words(), binding) {
                Ok(known) if known.unknown.is_none() && !known.together => when.push((known.axis, known.set)),
                Ok(_) => self.report(
                    Diagnostic::error(Code::BadBranch, binding.span, Message::BadBranch)
                        .help(Advice::BadBranch),
                ),
                Err(diagnostic) => self.report(*diagnostic),
            }
        }
        let expectation = self.plain(&tree.expectation)?;
        Some(Branch { when, expectation })
    }

    pub(super) fn plain(&mut self, tree: &ast::Plain) -> Option<Plain> {
        Some(match tree {
            ast::Plain::Gap => Plain::Gap,
            ast::Plain::Conflict => Plain::Conflict,
            ast::Plain::NotInForce => Plain::NotInForce,
            ast::Plain::Impossible(because) => {
                Plain::Impossible(because.as_ref().map(|text| text.text.clone()))
            }
            ast::Plain::Answer(answer) => {
                let mut statement = self.statement(answer);
                if answer.payer.is_none() {
                    statement.payer = None;
                }
                let amounts = answer.amounts.iter().flat_map(|amounts| &amounts.0);
                let amounts: Vec<ExpectedAmount> =
                    amounts.filter_map(|(level, figure)| self.expected_amount(level, figure)).collect();
                let no_transfer = matches!(answer.transfer.as_deref(), Some(TransferWord::Unstated(_)));
                Plain::Answer { statement, no_transfer, amounts }
            }
        })
    }

    fn expected_amount(&mut self, level: &ast::Name, figure: &ast::Name) -> Option<ExpectedAmount> {
        let level = self.known_level(level)?;
        match Unit::Fen.read(&figure.text) {
            Ok(read) => Some(ExpectedAmount { level, fen: read.first }),
            Err(why) => {
                self.report(bad_figure(figure, Unit::Fen, why));
                None
            }
        }
    }
}
