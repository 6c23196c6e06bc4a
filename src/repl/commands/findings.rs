//! `:check`, `:conflicts`, `:gaps`, `:tests`: what a check of the policies finds.

use crate::analysis::{Finding, Report, query_text};
use crate::diagnostic::{Code, Diagnostic};
use crate::export::{actual_text, expected_text};
use crate::message::Message;
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{diagnostics, findings_report, policy_report, printable};

/// Checks every policy.
pub(in crate::repl) fn check(engine: &mut Engine, _: &str) -> Said {
    each_report(engine, |engine, policy, report| {
        let Some(model) = engine.session.model(policy) else { return String::new() };
        policy_report(&engine.canvas, &engine.session.sources, model, report)
    })
}

/// Shows where rules disagree.
pub(in crate::repl) fn conflicts(engine: &mut Engine, _: &str) -> Said {
    each_report(engine, |engine, policy, report| {
        of_code(engine, policy, report, Code::Conflict) + &engine.cautions(policy)
    })
}

/// Shows what no rule answers.
pub(in crate::repl) fn gaps(engine: &mut Engine, _: &str) -> Said {
    each_report(engine, |engine, policy, report| {
        of_code(engine, policy, report, Code::Gap) + &engine.cautions(policy)
    })
}

/// Checks every policy, and says something of each report.
pub(super) fn each_report(engine: &mut Engine, say: impl Fn(&mut Engine, usize, &Report) -> String) -> Said {
    each_policy(engine, |engine, policy| {
        let report = engine.session.check(policy)?;
        Ok(report.map(|report| say(engine, policy, &report)).unwrap_or_default())
    })
}

/// Says something of each policy; one that is too large says so.
fn each_policy(
    engine: &mut Engine,
    say: impl Fn(&mut Engine, usize) -> Result<String, Box<Diagnostic>>,
) -> Said {
    if engine.session.policies().is_empty() {
        return engine.refuse(Message::NothingToAsk);
    }
    let mut text = String::new();
    for policy in 0..engine.session.policies().len() {
        match say(engine, policy) {
            Ok(said) => text.push_str(&said),
            Err(why) => text.push_str(&diagnostics(&engine.canvas, &engine.session.sources, &[*why])),
        }
    }
    Said::text(text)
}

fn of_code(engine: &Engine, policy: usize, report: &Report, code: Code) -> String {
    let Some(model) = engine.session.model(policy) else { return String::new() };
    let found: Vec<&Finding> = report.findings.iter().filter(|finding| finding.code() == code).collect();
    if found.is_empty() {
        let name = model.name.clone();
        let message =
            Message::NoneFound { name, conflict: code == Code::Conflict, cases: report.summary.cases() };
        return printable(&format!("{}\n", message.text(engine.lang())));
    }
    findings_report(&engine.canvas, &engine.session.sources, model, &found)
}

/// Runs the expectations.
pub(in crate::repl) fn tests(engine: &mut Engine, _: &str) -> Said {
    each_policy(engine, |engine, policy| {
        let results = engine.session.test(policy)?;
        let lang = engine.lang();
        let Some(model) = engine.session.model(policy) else { return Ok(String::new()) };
        let sources = &engine.session.sources;
        let mut text = String::new();
        for (expect, failure) in &results {
            let Some(failure) = failure else { continue };
            let (file, position) = sources.locate(expect.span);
            let message = Message::TestFailed {
                file: file.to_owned(),
                line: position.line,
                query: query_text(model, &expect.query, lang),
                expected: expected_text(sources, expect),
                actual: actual_text(model, expect, &failure.actual, lang),
            };
            text.push_str(&format!("{}\n", message.text(lang)));
        }
        let held = results.iter().filter(|(_, failure)| failure.is_none()).count();
        let counts = Message::TestCount { held, all: results.len() }.text(lang);
        text.push_str(&engine.of_policy(model, &counts));
        Ok(printable(&text))
    })
}
