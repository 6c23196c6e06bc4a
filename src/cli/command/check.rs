//! `quanze check [PATH…]`: everything that can be found without asking.

use crate::analysis::Report;
use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::diagnostic::Diagnostic;
use crate::export::check_line;
use crate::message::{Asking, Message};
use crate::session::Session;
use crate::terminal::{diagnostics, policy_report, working};
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, paths: &[PathBuf]) -> Exit {
    let here = [PathBuf::from(".")];
    let loaded = match context.load(if paths.is_empty() { &here } else { paths }) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let mut session = loaded.session;
    let mut broken = loaded.diagnostics;
    let mut reports: Vec<Option<Report>> = Vec::new();
    let checking = working(Asking::Checking.text(context.lang));
    for policy in 0..session.policies().len() {
        match session.check(policy) {
            Ok(report) => reports.push(report),
            Err(too_large) => {
                broken.push(*too_large);
                reports.push(None);
            }
        }
    }
    drop(checking);
    if context.json {
        json(context, &session, &broken, &reports);
    } else {
        human(context, &session, &broken, &reports);
    }
    let clean = reports.iter().flatten().all(|report| report.summary.is_clean());
    if !broken.is_empty() {
        Exit::NotUnderstood
    } else if clean {
        Exit::Clean
    } else {
        Exit::Findings
    }
}

fn human(context: &mut Context<'_>, session: &Session, broken: &[Diagnostic], reports: &[Option<Report>]) {
    let text = diagnostics(&context.results, &session.sources, broken);
    context.output.data(&text);
    for (policy, report) in session.policies().iter().zip(reports) {
        if let Some(report) = report {
            let text = policy_report(&context.results, &session.sources, &policy.model, report);
            context.output.data(&text);
        }
    }
    if !broken.is_empty() {
        context.output.line(&Message::BrokenCount { count: broken.len() }.text(context.lang));
    }
}

fn json(context: &mut Context<'_>, session: &Session, broken: &[Diagnostic], reports: &[Option<Report>]) {
    let policies: Vec<_> = session
        .policies()
        .iter()
        .zip(reports)
        .filter_map(|(policy, report)| {
            let report = report.as_ref()?;
            Some((&policy.model, report.findings.as_slice(), &report.summary))
        })
        .collect();
    let line = check_line(&session.sources, broken, &policies, context.lang);
    context.output.line(&serde_json::to_string(&line).unwrap_or_default());
}
