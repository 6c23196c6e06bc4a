//! `quanze lint [PATH…]`: what is better written otherwise; `--list` says what is looked for.

use super::check::{self, Wish};
use crate::cli::exit::Exit;
use crate::cli::{Context, args};
use crate::diagnostic::{Code, Severity};
use crate::message::{Word, title};
use clap::ArgMatches;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    if matches.get_flag("list") {
        return list(context, matches);
    }
    check::run(context, &args::given_paths(matches), &Wish::lints())
}

/// Lists the lints, with the levels that hold for the path or here.
fn list(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let here = args::given_paths(matches).first().map_or_else(
        || "./x".to_owned(),
        |path| if path.is_dir() { path.join("x") } else { path.clone() }.display().to_string(),
    );
    let settings = match context.settings(&here) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    for code in Code::lints() {
        let level = match (settings.level(code), code.usual_severity()) {
            (Some(None), _) => Word::Off.text(context.lang),
            (Some(Some(severity)), _) | (None, Some(severity)) => severity.as_str().to_owned(),
            (None, None) => Word::Depends.text(context.lang),
        };
        let what = title(code.as_str(), context.lang);
        context.output.line(&format!("{}  {level:<16} {what}", code.as_str()));
    }
    Exit::Clean
}

/// Tells whether a code is a lint's and no finding about what rules come to.
pub(super) fn is_lint(code: Code, severity: Severity) -> bool {
    Code::lints().any(|lint| lint == code) || (code == Code::NotListed && severity == Severity::Note)
}
