//! `quanze check [PATH…]`: everything that can be found without asking.

use crate::analysis::{Report, Summary};
use crate::cli::exit::Exit;
use crate::cli::{Context, Format};
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::{Checked, check_line, github_line, junit_check, sarif_log, short_line, told};
use crate::message::Message;
use crate::session::Session;
use crate::terminal::{diagnostics, policy_report, printable, relative, working_folder};
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
    for policy in 0..session.policies().len() {
        match session.check(policy) {
            Ok(report) => reports.push(report),
            Err(too_large) => {
                broken.push(*too_large);
                reports.push(None);
            }
        }
    }
    if context.format == Format::Human {
        human(context, &session, &broken, &reports);
    } else {
        other(context, &session, &broken, &reports);
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

/// Writes what is told in a form that programs read.
fn other(context: &mut Context<'_>, session: &Session, broken: &[Diagnostic], reports: &[Option<Report>]) {
    let policies: Vec<Checked<'_>> = session
        .policies()
        .iter()
        .zip(reports)
        .filter_map(|(policy, report)| {
            Some(Checked { model: &policy.model, file: policy.file(), report: report.as_ref()? })
        })
        .collect();
    let told = told(&session.sources, broken, &policies, context.lang);
    let root = working_folder();
    let path = |file: &str| relative(file, root.as_deref());
    match context.format {
        Format::Human | Format::Json => {
            let summaries: Vec<&Summary> = policies.iter().map(|policy| &policy.report.summary).collect();
            let line = check_line(&told, broken.len(), &summaries);
            context.output.line(&serde_json::to_string(&line).unwrap_or_default());
        }
        Format::Sarif => {
            let log = sarif_log(&told, &path, false, context.lang);
            context.output.line(&serde_json::to_string_pretty(&log).unwrap_or_default());
        }
        Format::Junit => {
            let files: Vec<String> = policies.iter().map(|policy| policy.file.to_owned()).collect();
            context.output.data(&junit_check(&told, &files, &path, context.lang));
        }
        Format::Short => {
            for one in &told {
                context.output.line(&printable(&short_line(one)));
            }
        }
        Format::Github => {
            for one in told.iter().filter(|one| one.severity > Severity::Note) {
                context.output.line(&github_line(one, &path, context.lang));
            }
        }
    }
}
