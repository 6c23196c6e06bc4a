//! `quanze repl [PATH…]`: questions at a prompt, or lines from a pipe.

use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::repl;
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, paths: &[PathBuf]) -> Exit {
    match repl::run(context.results, context.output, paths) {
        repl::Ended::Well => Exit::Clean,
        repl::Ended::CouldNotLoad => Exit::Usage,
        repl::Ended::LinesNotUnderstood => Exit::NotUnderstood,
    }
}
