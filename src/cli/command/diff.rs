//! `quanze diff OLD NEW`: where two policies answer differently.

use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::export::{Pair, Setting, difference_line, difference_lines, json_text};
use crate::message::{Asking, Word};
use crate::model::Unit;
use crate::session::Session;
use crate::terminal::{diagnostics, printable, working};
use clap::ArgMatches;
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
    let amount = match matches.get_one::<String>("amount").map(|text| (text, Unit::Fen.read(text))) {
        None => None,
        Some((_, Ok(figure))) => Some(figure.first),
        Some((text, Err(_))) => {
            let what = Word::BadAmount { found: text.clone() }.text(context.lang);
            context.output.remark(&format!("{}\n", Word::UsageError { what }.text(context.lang)));
            return Exit::Usage;
        }
    };
    let (old, new) = (path("old"), path("new"));
    let (mut session, matched) = match context.load_pairs([&old, &new], Session::versions) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let markdown = matches.get_one::<String>("format").is_some_and(|format| format == "markdown");
    let set = if markdown { Setting::Markdown } else { Setting::Plain };
    let mut exit = Exit::Clean;
    for &pair in &matched.pairs {
        exit = exit.max(one(context, &mut session, pair, amount, set));
    }
    exit.max(context.left_alone(&session, &matched))
}

/// Compares two versions.
fn one(
    context: &mut Context<'_>,
    session: &mut Session,
    (old, new): (usize, usize),
    amount: Option<i64>,
    set: Setting,
) -> Exit {
    let comparing = working(Asking::Working.text(context.lang));
    let found = session.difference(old, new);
    drop(comparing);
    let found = match found {
        Ok(found) => found,
        Err(too_large) => {
            let text = diagnostics(&context.remarks, &session.sources, &[*too_large]);
            context.output.remark(&text);
            return Exit::NotUnderstood;
        }
    };
    let (Some(found), Some(old), Some(new)) = (found, session.model(old), session.model(new)) else {
        return Exit::Usage;
    };
    let pair = Pair { old, new, sources: &session.sources, lang: context.lang };
    if context.json {
        let line = difference_line(pair, &found, amount);
        context.output.line(&json_text(&line));
    } else {
        for line in difference_lines(pair, &found, amount, set) {
            context.output.line(&printable(&line));
        }
    }
    if found.is_different() { Exit::Findings } else { Exit::Clean }
}
