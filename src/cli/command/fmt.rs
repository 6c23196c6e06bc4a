//! `quanze fmt [PATH…]`: sets files in the one layout.

use crate::cli::exit::Exit;
use crate::cli::{Context, args};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::format::{Formatted, Refused, format};
use crate::limits::LIMITS;
use crate::message::{Advice, Message};
use crate::source::{Source, Sources};
use crate::syntax::parse_file;
use crate::terminal::{InputError, decode, diagnostics, printable, read_files, replace, shown};
use clap::ArgMatches;
use similar::TextDiff;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The name of what comes from standard input.
const TYPED: &str = "<stdin>";

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let wish = Wish { check: matches.get_flag("check"), diff: matches.get_flag("diff") };
    let given = args::given_paths(matches);
    let (typed, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        given.into_iter().partition(|path| path == Path::new("-"));
    let mut exit = Exit::Clean;
    if !typed.is_empty() {
        exit = standard_input(context, wish);
        if paths.is_empty() {
            return exit;
        }
    }
    let here = [PathBuf::from(".")];
    let (files, unread) = read_files(if paths.is_empty() { &here } else { &paths });
    for (path, text) in files {
        exit = exit.max(one_file(context, wish, &path, &text));
    }
    if unread.is_empty() { exit } else { exit.max(refuse(context, unread)) }
}

/// What is asked for besides the layout.
#[derive(Clone, Copy)]
struct Wish {
    /// Nothing is written, and what would change is a finding.
    check: bool,
    /// Nothing is written, and what would change is shown.
    diff: bool,
}

fn standard_input(context: &mut Context<'_>, wish: Wish) -> Exit {
    let mut bytes = Vec::new();
    if let Err(why) = io::stdin().lock().take(LIMITS.total_bytes).read_to_end(&mut bytes) {
        let why = why.to_string();
        return refuse(context, vec![InputError::CannotRead { path: TYPED.to_owned(), why }]);
    }
    let text = match decode(TYPED, bytes) {
        Ok(text) => text,
        Err(error) => return refuse(context, vec![error]),
    };
    let set = match set(context, TYPED, &text) {
        Ok(set) => set,
        Err(exit) => return exit,
    };
    if !wish.check && !wish.diff {
        context.output.data(&set.text);
        return Exit::Clean;
    }
    told(context, wish, TYPED, &text, &set.text)
}

fn one_file(context: &mut Context<'_>, wish: Wish, path: &Path, text: &str) -> Exit {
    let name = shown(path);
    let set = match set(context, &name, text) {
        Ok(set) => set,
        Err(exit) => return exit,
    };
    if wish.check || wish.diff {
        return told(context, wish, &name, text, &set.text);
    }
    if set.text == text {
        return Exit::Clean;
    }
    match replace(path, text, &set.text) {
        Ok(()) => {
            let line = Message::Reformatted { path: name }.text(context.lang);
            context.output.line(&printable(&line));
            Exit::Clean
        }
        Err(error) => refuse(context, vec![error]),
    }
}

/// Tells what would change.
fn told(context: &mut Context<'_>, wish: Wish, name: &str, old: &str, new: &str) -> Exit {
    if old == new {
        return Exit::Clean;
    }
    if wish.diff {
        let difference = TextDiff::from_lines(old, new);
        let shown = difference.unified_diff().context_radius(2).header(name, name).to_string();
        let shown: String = shown.lines().map(|line| format!("{}\n", printable(line))).collect();
        context.output.data(&shown);
    } else {
        let line = Message::WouldReformat { path: name.to_owned() }.text(context.lang);
        context.output.line(&printable(&line));
    }
    if wish.check { Exit::Findings } else { Exit::Clean }
}

/// Returns a text in its layout, or says why it has to stay as it is.
fn set(context: &mut Context<'_>, name: &str, text: &str) -> Result<Formatted, Exit> {
    let refused = match format(text) {
        Ok(set) => {
            if set.broken > 0 {
                let message = Message::LeftAsTheyAre { path: name.to_owned(), count: set.broken };
                context.output.remark(&format!("{}\n", printable(&message.text(context.lang))));
            }
            return Ok(set);
        }
        Err(refused) => refused,
    };
    let mut sources = Sources::default();
    let why = match refused {
        Refused::Changed => {
            let message = Message::LayoutUnsure { path: name.to_owned() };
            vec![Diagnostic::new(Code::LayoutUnsure, Severity::Error, message).help(Advice::LayoutUnsure)]
        }
        Refused::Unreadable => {
            let id = sources.add(Source::new(name, text));
            sources.get(id).map(|source| parse_file(id, source).diagnostics).unwrap_or_default()
        }
    };
    context.output.remark(&diagnostics(&context.remarks, &sources, &why));
    Err(Exit::NotUnderstood)
}

fn refuse(context: &mut Context<'_>, errors: Vec<InputError>) -> Exit {
    let errors: Vec<Diagnostic> = errors.into_iter().map(Into::into).collect();
    context.output.remark(&diagnostics(&context.remarks, &Sources::default(), &errors));
    Exit::Usage
}
