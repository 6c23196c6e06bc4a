//! `quanze test [PATH…]`: runs the `expect` lines, expected and actual side by side.

use crate::analysis::{Failure, query_text};
use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::export::{actual_text, expected_text, test_line};
use crate::message::{Lang, Message};
use crate::model::{Expect, Model};
use crate::session::Session;
use crate::terminal::diagnostics;
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, paths: &[PathBuf]) -> Exit {
    let here = [PathBuf::from(".")];
    let mut session = match context.load_sound(if paths.is_empty() { &here } else { paths }) {
        Ok(session) => session,
        Err(exit) => return exit,
    };
    let (mut held, mut all) = (0_usize, 0_usize);
    for policy in 0..session.policies().len() {
        let results = match session.test(policy) {
            Ok(results) => results,
            Err(too_large) => {
                let text = diagnostics(&context.remarks, &session.sources, &[*too_large]);
                context.output.remark(&text);
                return Exit::NotUnderstood;
            }
        };
        for (expect, failure) in results {
            all = all.saturating_add(1);
            held = held.saturating_add(usize::from(failure.is_none()));
            if let Some(model) = session.model(policy) {
                print(context, &session, model, &expect, failure.as_ref());
            }
        }
    }
    if !context.json {
        let message = Message::TestCount { held, all };
        context.output.line(&message.text(context.lang));
    }
    if held == all { Exit::Clean } else { Exit::Findings }
}

fn print(
    context: &mut Context<'_>,
    session: &Session,
    model: &Model,
    expect: &Expect,
    failure: Option<&Failure>,
) {
    let lang = if context.json { Lang::En } else { context.lang };
    let query = query_text(model, &expect.query, lang);
    let expected = expected_text(&session.sources, expect);
    let actual = failure.map_or_else(
        || expected.clone(),
        |failure| actual_text(model, expect, &failure.actual, context.lang),
    );
    if context.json {
        let passed = failure.is_none();
        let line = test_line(model, &session.sources, expect.span, query, expected, actual, passed);
        return context.output.line(&serde_json::to_string(&line).unwrap_or_default());
    }
    if failure.is_some() {
        let (file, position) = session.sources.locate(expect.span);
        let message =
            Message::TestFailed { file: file.to_owned(), line: position.line, query, expected, actual };
        context.output.line(&message.text(context.lang));
    }
}
