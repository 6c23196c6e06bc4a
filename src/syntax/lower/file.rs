//! The top of a file: statements in their sections.
//!
//! In: the pairs of `file`, one part of the text after another. Out: items in order. Sections gather the statements up to
//! their closing brace, in whichever part it stands.

use super::{Lower, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::Span;
use crate::syntax::ast::{File, Item, Name, Section, Statement};
use crate::syntax::broken;
use crate::syntax::grammar::Rule;
use crate::syntax::limits::MAX_ERRORS;
use crate::syntax::offset;

impl Lower {
    /// Lowers a part of the file that starts at byte `base`.
    pub(in crate::syntax) fn part_of_file(&mut self, root: Node<'_>, base: usize) {
        self.base = offset(base);
        self.left_open = None;
        for node in root.into_inner() {
            self.forget_surplus();
            self.chinese = broken::is_chinese(node.as_str());
            match node.as_rule() {
                Rule::usual_rule => self.usual_rule(node),
                Rule::section_open => self.open_section(node),
                Rule::block_close => self.close_section(self.span(&node)),
                Rule::policy_item => self.policy_place(node),
                Rule::bad_statement => self.bad_statement(&node),
                Rule::EOI => {}
                _ => {
                    let statement = self.statement(node);
                    self.place(statement);
                }
            }
        }
    }

    /// Ends the file.
    pub(in crate::syntax) fn end_of_file(&mut self) -> File {
        if let Some(section) = self.open.take() {
            if !self.swallowed {
                self.diagnostics.push(
                    Diagnostic::error(Code::UnclosedBlock, section.span, Message::UnclosedBlock)
                        .help(Advice::CloseBlock),
                );
            }
            self.items.push(Item::Section(Box::new(section)));
        }
        File { items: std::mem::take(&mut self.items), lost_declaration: self.lost_declaration }
    }

    /// Keeps a bounded number of diagnostics; those come in the order of the text.
    fn forget_surplus(&mut self) {
        // One more than is listed, to say where the rest begin.
        let kept = MAX_ERRORS.saturating_add(1);
        let surplus = self.diagnostics.len().saturating_sub(kept);
        self.diagnostics.truncate(kept);
        self.dropped = self.dropped.saturating_add(surplus);
    }

    pub(super) fn place(&mut self, statement: Statement) {
        match &mut self.open {
            Some(section) => section.statements.push(statement),
            None => {
                self.forgiven = 0;
                self.items.push(Item::Statement(statement));
            }
        }
    }

    fn open_section(&mut self, node: Node<'_>) {
        self.owed = 0;
        let header = self.section(node);
        if let Some(outer) = self.open.take_if(|_| self.swallowed) {
            // Its brace was taken for the one that a broken statement lacks, which is told already.
            self.items.push(Item::Section(Box::new(outer)));
            self.forgiven = 0;
        } else if let Some(outer) = self.open.take() {
            self.diagnostics.push(
                Diagnostic::error(Code::NestedBlock, header.span, Message::NestedSection)
                    .label(outer.span, Message::LabelOpenedHere)
                    .help(Advice::NestedSection),
            );
            self.items.push(Item::Section(Box::new(outer)));
            self.forgiven = self.forgiven.saturating_add(1);
        } else {
            self.forgiven = 0;
        }
        self.swallowed = false;
        self.open = Some(header);
    }

    fn close_section(&mut self, span: Span) {
        if self.owed > 0 {
            self.owed = self.owed.saturating_sub(1);
            self.swallowed = true;
            return;
        }
        match self.open.take() {
            Some(section) => self.items.push(Item::Section(Box::new(section))),
            None if self.forgiven > 0 => self.forgiven = self.forgiven.saturating_sub(1),
            None => self.diagnostics.push(
                Diagnostic::error(Code::StrayBrace, span, Message::StrayBrace).help(Advice::StrayBrace),
            ),
        }
    }

    fn policy_place(&mut self, node: Node<'_>) {
        let header = self.policy(node);
        match &self.open {
            None => self.items.push(Item::Policy(Box::new(header))),
            Some(section) => self.diagnostics.push(
                Diagnostic::error(Code::NestedBlock, header.span, Message::PolicyInSection)
                    .label(section.span, Message::LabelOpenedHere)
                    .help(Advice::CloseBlock),
            ),
        }
    }

    /// Explains a broken statement, and keeps the braces in it from upsetting the blocks around it.
    pub(super) fn bad_statement(&mut self, node: &Node<'_>) {
        let span = self.span(node);
        let text = node.as_str();
        let before = self.left_open.take().and_then(|end| node.get_input().get(end..node.as_span().start()));
        // The rest of a block that was not closed, behind a sign that ended its statement.
        let rest_of_line = before.is_some_and(|between| !between.contains('\n'));
        for (at, part) in broken::statements(text) {
            self.lost_declaration |= !broken::declares_nothing(part);
            if rest_of_line && at == 0 && broken::first_keyword(part).is_none() {
                continue;
            }
            let start = span.start.saturating_add(offset(at));
            let diagnostic = broken::diagnose(self.source, start, part);
            self.diagnostics.push(match diagnostic.code {
                Code::UnclosedBlock => self.before_next(diagnostic, node.get_input(), span),
                _ => diagnostic,
            });
        }
        self.place(Statement::Error(span));
        let balance = broken::brace_balance(text);
        if balance > 0 && broken::first_keyword(text) == Some("section") && self.open.is_none() {
            let label = Name { text: String::new(), span };
            self.open = Some(Section { label, title: None, statements: Vec::new(), span });
        } else if balance > 0 {
            self.owed = balance;
            self.left_open = Some(node.as_span().end());
        } else if balance < 0
            && let Some(section) = self.open.take()
        {
            self.items.push(Item::Section(Box::new(section)));
        }
    }
    /// Says before which line a block has to be closed: at the end of the file `}` comes too late.
    fn before_next(&self, diagnostic: Diagnostic, text: &str, broken: Span) -> Diagnostic {
        let Some((line, start, word)) = broken::line_behind(text, broken.start, broken.end) else {
            return diagnostic;
        };
        let span = Span { source: self.source, start, end: start.saturating_add(offset(word.len())) };
        let help = vec![Advice::CloseBlockBefore { line, word: word.to_owned() }];
        Diagnostic { help, ..diagnostic }.label(span, Message::LabelCloseBefore)
    }
}
