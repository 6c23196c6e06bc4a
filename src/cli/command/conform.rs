//! `quanze conform CHILD --to PARENT`: does a policy do what the one above leaves to it?

use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::export::{Pair, conformity_line, conformity_lines, json_text};
use crate::session::{Session, nothing_to_divide};
use crate::terminal::{diagnostics, printable};
use clap::ArgMatches;
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
    let (child, parent) = (path("child"), path("to"));
    let loaded = context.load_pairs([&parent, &child], Session::uppers);
    let (mut session, matched) = match loaded {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let mut exit = Exit::Clean;
    for &(upper, lower) in &matched.pairs {
        exit = exit.max(one(context, &mut session, upper, lower));
    }
    exit.max(context.left_alone(&session, &matched))
}

/// Holds one policy against the one above it.
fn one(context: &mut Context<'_>, session: &mut Session, upper: usize, lower: usize) -> Exit {
    let found = match session.conformity(upper, lower) {
        Ok(found) => found,
        Err(too_large) => {
            let text = diagnostics(&context.remarks, &session.sources, &[*too_large]);
            context.output.remark(&text);
            return Exit::NotUnderstood;
        }
    };
    let (Some(upper), Some(lower)) = (session.model(upper), session.model(lower)) else {
        return Exit::Usage;
    };
    let Some(found) = found else {
        let nothing = nothing_to_divide(lower, upper);
        let text = diagnostics(&context.remarks, &session.sources, &[nothing]);
        context.output.remark(&text);
        return Exit::Usage;
    };
    let pair = Pair { old: upper, new: lower, sources: &session.sources, lang: context.lang };
    if context.json {
        let line = conformity_line(pair, &found);
        context.output.line(&json_text(&line));
    } else {
        for line in conformity_lines(pair, &found) {
            context.output.line(&printable(&line));
        }
    }
    if found.holds() { Exit::Clean } else { Exit::Findings }
}
