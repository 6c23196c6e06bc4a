//! `quanze completions SHELL` and `quanze man [COMMAND]`: what a system needs to know of the command line, from its own description.

use crate::cli::exit::Exit;
use crate::cli::{Context, args};
use crate::message::Word;
use clap::ArgMatches;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

pub(in crate::cli) fn completions(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let Some(&shell) = matches.get_one::<Shell>("shell") else { return Exit::Usage };
    let mut bytes = Vec::new();
    generate(shell, &mut args::command(context.lang), "quanze", &mut bytes);
    context.output.data(&String::from_utf8_lossy(&bytes));
    Exit::Clean
}

pub(in crate::cli) fn man(context: &mut Context<'_>, matches: &ArgMatches) -> Exit {
    let mut command = args::command(context.lang);
    command.build();
    if let Some(name) = matches.get_one::<String>("command") {
        let Some(inner) = command.find_subcommand(name) else {
            let what = Word::NoSuchCommand { found: name.clone() }.text(context.lang);
            context.output.remark(&format!("{}\n", Word::UsageError { what }.text(context.lang)));
            return Exit::Usage;
        };
        command = inner.clone().name(format!("quanze-{name}"));
    }
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    drop(Man::new(command).render(&mut bytes));
    context.output.data(&String::from_utf8_lossy(&bytes));
    Exit::Clean
}
