//! `quanze test [PATH…]`: runs the `expect` lines, expected and actual side by side.

use crate::analysis::{Failure, query_text};
use crate::cli::exit::Exit;
use crate::cli::loading::Loaded;
use crate::cli::{Context, Format};
use crate::export::{Tried, actual_text, expected_text, json_text, junit_test, test_line};
use crate::message::{Lang, Message};
use crate::model::{Expect, Model};
use crate::session::{Policy, Session};
use crate::source::Span;
use crate::terminal::{relative, working_folder};
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, paths: &[PathBuf]) -> Exit {
    let here = [PathBuf::from(".")];
    let mut loaded = context.load(if paths.is_empty() { &here } else { paths });
    let (mut held, mut all) = (0_usize, 0_usize);
    let mut tried = Vec::new();
    for policy in 0..loaded.session.policies().len() {
        let results = match loaded.session.test(policy) {
            Ok(results) => results,
            Err(too_large) => {
                loaded.diagnostics.push(*too_large);
                continue;
            }
        };
        let session = &loaded.session;
        for (expect, failure) in results {
            all = all.saturating_add(1);
            held = held.saturating_add(usize::from(failure.is_none()));
            let Some(Policy { model, .. }) = session.policies().get(policy) else { continue };
            let shown = Shown::new(context, session, model, &expect, failure.as_ref());
            if context.format == Format::Junit {
                tried.push(shown.tried(failure.is_some()));
            } else {
                shown.print(context, session, model, failure.is_none());
            }
        }
    }
    wrong(context, &loaded, &tried);
    if context.format == Format::Human && !loaded.session.policies().is_empty() {
        let message = Message::TestCount { held, all };
        context.output.line(&message.text(context.lang));
    }
    loaded.exit().max(if held == all { Exit::Clean } else { Exit::Findings })
}

/// Says which files were not asked, and why; the report of JUnit has all of it in one text.
fn wrong(context: &mut Context<'_>, loaded: &Loaded, tried: &[Tried]) {
    if context.format != Format::Junit {
        return context.left_out(loaded, &Message::NotTestedFromBroken);
    }
    let root = working_folder();
    let path = |file: &str| relative(file, root.as_deref());
    let report = junit_test(tried, &loaded.wrong(context.lang), &path, context.lang);
    context.output.data(&report);
}

/// One `expect` line in words.
struct Shown {
    span: Span,
    file: String,
    line: usize,
    query: String,
    expected: String,
    actual: String,
}

impl Shown {
    fn new(
        context: &Context<'_>,
        session: &Session,
        model: &Model,
        expect: &Expect,
        failure: Option<&Failure>,
    ) -> Shown {
        let lang = if context.json { Lang::En } else { context.lang };
        let expected = expected_text(&session.sources, expect);
        let actual = |failure: &Failure| actual_text(model, expect, &failure.actual, context.lang);
        let (file, position) = session.sources.locate(expect.span);
        Shown {
            span: expect.span,
            file: file.to_owned(),
            line: position.line,
            query: query_text(model, &expect.query, lang),
            actual: failure.map_or_else(|| expected.clone(), actual),
            expected,
        }
    }

    fn tried(self, failed: bool) -> Tried {
        let name = format!("{} => {}", self.query, self.expected);
        let failure = failed.then_some((self.expected, self.actual));
        Tried { file: self.file, name, line: self.line, failure }
    }

    fn print(self, context: &mut Context<'_>, session: &Session, model: &Model, passed: bool) {
        let Shown { span, file, line, query, expected, actual } = self;
        if context.json {
            let line = test_line(model, &session.sources, span, query, expected, actual, passed);
            return context.output.line(&json_text(&line));
        }
        if !passed {
            let message = Message::TestFailed { file, line, query, expected, actual };
            context.output.line(&message.text(context.lang));
        }
    }
}
