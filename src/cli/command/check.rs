//! `quanze check [PATH…]`: everything that can be found without asking.

use super::lint::is_lint;
use crate::analysis::{Report, Summary};
use crate::cli::exit::Exit;
use crate::cli::loading::{Loaded, settings_for};
use crate::cli::{Context, Format};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::export::{
    Baseline, Checked, Old, Told, check_line, github_line, json_laid_out, json_text, junit_check, sarif_log,
    short_line, told,
};
use crate::fix::mend;
use crate::message::{Advice, Asking, Lang, Message};
use crate::source::Sources;
use crate::terminal::{
    diagnostics, exists, policy_report, printable, read_files, read_one, relative, replace, shown, working,
    working_folder, write,
};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// What is asked for besides the findings.
#[derive(Debug, Default)]
pub(in crate::cli) struct Wish {
    fix: bool,
    baseline: Option<PathBuf>,
    write_baseline: Option<PathBuf>,
    /// Only what lints find is told, and counts.
    only_lints: bool,
}

impl Wish {
    pub(super) fn lints() -> Wish {
        Wish { only_lints: true, ..Wish::default() }
    }

    pub(in crate::cli) fn of(matches: &ArgMatches) -> Wish {
        let file = |name| matches.get_one::<PathBuf>(name).cloned();
        Wish {
            fix: matches.get_flag("fix"),
            baseline: file("baseline"),
            write_baseline: file("write-baseline"),
            only_lints: false,
        }
    }
}

pub(in crate::cli) fn run(context: &mut Context<'_>, paths: &[PathBuf], wish: &Wish) -> Exit {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let fixed = if wish.fix { fix(context, paths) } else { Exit::Clean };
    let mut loaded = context.load(paths);
    let mut reports: Vec<Option<Report>> = Vec::new();
    let checking = working(Asking::Checking.text(context.lang));
    for policy in 0..loaded.session.policies().len() {
        match loaded.session.check(policy) {
            Ok(report) => reports.push(report),
            Err(too_large) => {
                loaded.diagnostics.push(*too_large);
                reports.push(None);
            }
        }
    }
    drop(checking);
    if wish.only_lints {
        for report in reports.iter_mut().flatten() {
            report.keep(&|finding| is_lint(finding.code(), finding.severity));
        }
    }
    let checked = Outcome { loaded, reports };
    fixed.max(checked.tell(context, wish).unwrap_or_else(|exit| exit))
}

/// Mends files before they are checked. What cannot be read is told by the check; under settings that are not understood nothing is
/// taken away.
fn fix(context: &mut Context<'_>, paths: &[PathBuf]) -> Exit {
    let mut exit = Exit::Clean;
    for (path, text) in read_files(paths).0 {
        let name = shown(&path);
        let Ok(settings) = settings_for(&name, &mut Sources::default()) else { continue };
        let Some(mended) = mend(&name, &text, &settings) else { continue };
        exit = exit.max(match replace(&path, &text, &mended.text) {
            Err(error) => context.refuse(&Sources::default(), &[error.into()]),
            Ok(()) => {
                let message = Message::FileMended { path: name, places: mended.places };
                context.output.remark(&format!("{}\n", printable(&message.text(context.lang))));
                Exit::Clean
            }
        });
    }
    exit
}

/// What came of a check.
struct Outcome {
    loaded: Loaded,
    reports: Vec<Option<Report>>,
}

impl Outcome {
    fn told(&self, lang: Lang) -> Vec<Told> {
        let before: Vec<&Diagnostic> = self.before().collect();
        told(&self.loaded.session.sources, &before, &self.policies(), lang)
    }

    /// What is told before the findings.
    fn before(&self) -> impl Iterator<Item = &Diagnostic> {
        self.loaded.unusable.iter().chain(&self.loaded.diagnostics)
    }

    fn policies(&self) -> Vec<Checked<'_>> {
        let reports = self.loaded.session.policies().iter().zip(&self.reports);
        reports
            .filter_map(|(policy, report)| {
                Some(Checked { model: &policy.model, file: policy.file_name(), report: report.as_ref()? })
            })
            .collect()
    }

    fn tell(mut self, context: &mut Context<'_>, wish: &Wish) -> Result<Exit, Exit> {
        let root = working_folder();
        let path = |file: &str| relative(file, root.as_deref());
        let mut told = self.told(context.lang);
        let mut gone = Vec::new();
        if let Some(file) = &wish.baseline {
            let baseline = read_baseline(context, file)?;
            let files: Vec<String> =
                self.loaded.session.policies().iter().map(|policy| path(policy.file_name())).collect();
            gone = baseline.mark(&mut told, &|name| files.iter().any(|file| file == name) || !exists(name));
            self.mark_old(&told);
        }
        if let Some(file) = &wish.write_baseline {
            let baseline = Baseline::of(&self.told(Lang::En), &path);
            write_baseline(context, file, &baseline)?;
        }
        if context.format == Format::Human {
            self.human(context);
            baseline_lines(context, &told, &gone);
        } else {
            self.other(context, &told, wish.baseline.is_some(), &path);
        }
        let written = wish.write_baseline.is_some();
        let clean = written || self.reports.iter().flatten().all(|report| report.summary.is_clean());
        Ok(self.loaded.exit().max(if clean { Exit::Clean } else { Exit::Findings }))
    }

    /// Carries over to the findings which of them are old; what is told comes in their order, after the broken texts.
    fn mark_old(&mut self, told: &[Told]) {
        let mut told = told.iter().skip(self.before().count());
        for report in self.reports.iter_mut().flatten() {
            let here = told.by_ref().take(report.findings.len());
            let old: Vec<usize> = here.enumerate().filter(|(_, one)| one.old).map(|(at, _)| at).collect();
            report.mark_old(&old);
        }
    }

    /// Draws what is told; of paths that gave no text the error stream tells, and the last line counts them too.
    fn human(&self, context: &mut Context<'_>) {
        let sources = &self.loaded.session.sources;
        context.output.remark(&diagnostics(&context.remarks, sources, &self.loaded.unusable));
        context.output.data(&diagnostics(&context.results, sources, &self.loaded.diagnostics));
        for (policy, report) in self.loaded.session.policies().iter().zip(&self.reports) {
            if let Some(report) = report {
                let text = policy_report(&context.results, sources, &policy.model, report);
                context.output.data(&text);
            }
        }
        let nothing = self.loaded.diagnostics.is_empty() && self.reports.is_empty();
        if self.loaded.bad_settings > 0 {
            let message = Message::UsualSettings.text(context.lang);
            context.output.remark(&format!("{message}\n"));
        }
        let count = self.before().count().saturating_sub(self.loaded.bad_settings);
        if count > 0 && !nothing {
            context.output.line(&Message::BrokenCount { count }.text(context.lang));
        }
    }

    /// Writes what is told in a form that programs read.
    fn other(&self, context: &mut Context<'_>, told: &[Told], baseline: bool, path: &dyn Fn(&str) -> String) {
        match context.format {
            Format::Human | Format::Csv | Format::Markdown | Format::Json => {
                let policies = self.policies();
                let summaries: Vec<&Summary> = policies.iter().map(|policy| &policy.report.summary).collect();
                let line = check_line(told, self.before().count(), &summaries);
                context.output.line(&json_text(&line));
            }
            Format::Sarif => {
                let log = sarif_log(told, path, baseline, context.lang);
                context.output.line(&json_laid_out(&log));
            }
            Format::Junit => {
                let files: Vec<String> = self
                    .loaded
                    .session
                    .policies()
                    .iter()
                    .map(|policy| policy.file_name().to_owned())
                    .collect();
                context.output.data(&junit_check(told, &files, path, context.lang));
            }
            Format::Short => {
                for one in told.iter().filter(|one| !one.old && one.acknowledged.is_none()) {
                    context.output.line(&printable(&short_line(one, context.lang)));
                }
            }
            Format::Github => {
                for one in told.iter().filter(|one| one.severity > Severity::Note) {
                    context.output.line(&github_line(one, path, context.lang));
                }
            }
        }
    }
}

fn read_baseline(context: &mut Context<'_>, file: &Path) -> Result<Baseline, Exit> {
    let none = Sources::default();
    let text = read_one(file).map_err(|error| context.refuse(&none, &[error.into()]))?;
    Baseline::read(&text).ok_or_else(|| {
        let message = Message::BadBaseline { path: file.display().to_string() };
        let wrong = Diagnostic::new(Code::BadBaseline, Severity::Error, message).help(Advice::BadBaseline);
        context.refuse(&none, &[wrong])
    })
}

fn write_baseline(context: &mut Context<'_>, file: &Path, baseline: &Baseline) -> Result<(), Exit> {
    // Whoever named the rule file by mistake still has it.
    if file.is_file() && read_one(file).ok().is_none_or(|text| Baseline::read(&text).is_none()) {
        let message = Message::BadBaseline { path: file.display().to_string() };
        let wrong = Diagnostic::new(Code::BadBaseline, Severity::Error, message).help(Advice::NotOverwritten);
        return Err(context.refuse(&Sources::default(), &[wrong]));
    }
    write(file, &baseline.text()).map_err(|error| context.refuse(&Sources::default(), &[error.into()]))?;
    let message = Message::BaselineWritten { path: file.display().to_string(), count: baseline.len() };
    context.output.remark(&format!("{}\n", printable(&message.text(context.lang))));
    Ok(())
}

/// Says how much of what was found is old, and what has gone.
fn baseline_lines(context: &mut Context<'_>, told: &[Told], gone: &[Old]) {
    let old = told.iter().filter(|one| one.old).count();
    if old > 0 {
        context.output.line(&Message::BaselineOld { count: old }.text(context.lang));
    }
    for one in gone {
        let (code, file, what) = (one.code.clone(), one.file.clone(), one.message.clone());
        let line = Message::BaselineGone { code, file, what }.text(context.lang);
        context.output.line(&printable(&line));
    }
    if !gone.is_empty() {
        context.output.line(&Message::BaselineShrink { count: gone.len() }.text(context.lang));
    }
}
