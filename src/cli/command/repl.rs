//! `quanze repl [PATH…]`: questions at a prompt, lines from a pipe, or entries from the command line (`-c`).

use crate::cli::Context;
use crate::cli::exit::Exit;
use crate::repl;
use clap::ArgMatches;
use std::path::PathBuf;

pub(in crate::cli) fn run(context: &mut Context<'_>, matches: &ArgMatches, paths: &[PathBuf]) -> Exit {
    let entries = matches.try_get_many::<String>("command").ok().flatten();
    let entries: Vec<String> = entries.map(|entries| entries.cloned().collect()).unwrap_or_default();
    let mut engine = repl::Engine::new(context.results);
    let accepts = matches.try_get_one::<bool>("accept-reconstruction").ok().flatten();
    engine.accept_reconstruction(accepts.copied().unwrap_or(false));
    let ended = match entries.is_empty() {
        true => repl::run(engine, context.output, paths),
        false => repl::script(engine, context.output, paths, &entries),
    };
    match ended {
        repl::Ended::Well => Exit::Clean,
        repl::Ended::CouldNotLoad => Exit::Usage,
        repl::Ended::LinesNotUnderstood => Exit::NotUnderstood,
    }
}
