//! The command line's shape, in the reader's language.
//!
//! In: arguments. Out: clap's matches, or an explanation of what is wrong with them.

use super::exit::Exit;
use crate::message::{Lang, Word};
use crate::terminal::Output;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::path::PathBuf;

/// Finds `--lang` before anything else is read, so that even a usage error speaks the right language.
pub(super) fn language(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next().and_then(|value| Lang::named(&value));
        }
        if let Some(value) = word.strip_prefix("--lang=") {
            return Lang::named(value);
        }
    }
    None
}

/// Returns the command line.
pub(super) fn command(lang: Lang) -> Command {
    let text = |word: Word| word.text(lang);
    let lang_option = Arg::new("lang")
        .long("lang")
        .global(true)
        .value_name("LANG")
        .value_parser(["en", "zh"])
        .help(text(Word::OptionLang));
    let color = Arg::new("color")
        .long("color")
        .global(true)
        .value_name("WHEN")
        .value_parser(["auto", "always", "never"])
        .default_value("auto")
        .help(text(Word::OptionColor));
    let format = || {
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(["human", "json"])
            .default_value("human")
            .help(text(Word::OptionFormat))
    };
    let paths = |help: Word| {
        Arg::new("path")
            .value_name("PATH")
            .num_args(0..)
            .value_parser(clap::value_parser!(PathBuf))
            .help(text(help))
    };
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        Word::Usage.text(lang)
    );
    let sub = |name: &'static str, about: Word| {
        localised(Command::new(name).about(text(about)).help_template(template.clone()), lang)
    };
    let eval = sub("eval", Word::AboutEval)
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help(text(Word::ArgPath)),
        )
        .arg(Arg::new("query").value_name("QUERY").num_args(0..).help(text(Word::ArgQuery)))
        .arg(
            Arg::new("require")
                .long("require")
                .value_name("STATUS")
                .value_parser(["decided"])
                .help(text(Word::OptionRequire)),
        )
        .arg(format());
    let root = Command::new("quanze")
        .version(env!("CARGO_PKG_VERSION"))
        .about(text(Word::About))
        .after_help(text(Word::AfterHelp))
        .help_template(template.clone())
        .subcommand_help_heading(text(Word::Commands))
        .disable_help_subcommand(true)
        .subcommand(sub("check", Word::AboutCheck).arg(paths(Word::ArgPaths)).arg(format()))
        .subcommand(eval)
        .subcommand(sub("test", Word::AboutTest).arg(paths(Word::ArgPaths)).arg(format()))
        .subcommand(sub("repl", Word::AboutRepl).arg(paths(Word::ArgReplPaths)))
        .arg(lang_option)
        .arg(color)
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(text(Word::OptionVersion)),
        );
    localised(root, lang).disable_version_flag(true)
}

/// Gives a command its help option and headings in the reader's language.
fn localised(command: Command, lang: Lang) -> Command {
    command.disable_help_flag(true).next_help_heading(Word::Options.text(lang)).arg(
        Arg::new("help").long("help").short('h').action(ArgAction::Help).help(Word::OptionHelp.text(lang)),
    )
}

/// Returns the paths that were given.
pub(super) fn paths(matches: &ArgMatches) -> Vec<PathBuf> {
    let given = matches.try_get_many::<PathBuf>("path").ok().flatten();
    given.map(|paths| paths.cloned().collect()).unwrap_or_default()
}

/// Prints help where that was asked for, and else what is wrong with the arguments.
pub(super) fn explain(lang: Lang, error: &clap::Error, output: &mut Output) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output.data(&error.render().to_string());
        return Exit::Clean;
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let found = match error.kind() {
        ErrorKind::InvalidValue => context(ContextKind::InvalidValue),
        ErrorKind::InvalidSubcommand => context(ContextKind::InvalidSubcommand),
        _ => context(ContextKind::InvalidArg),
    };
    let word = match error.kind() {
        ErrorKind::InvalidSubcommand => Word::NoSuchCommand { found },
        ErrorKind::UnknownArgument => Word::NoSuchOption { found },
        ErrorKind::MissingRequiredArgument => Word::ArgumentMissing { found },
        ErrorKind::InvalidValue => Word::BadOptionValue {
            option: context(ContextKind::InvalidArg),
            found,
            known: context(ContextKind::ValidValue),
        },
        _ => Word::BadArguments { found },
    };
    output.remark(&format!("{}\n", Word::UsageError { what: word.text(lang) }.text(lang)));
    Exit::Usage
}
