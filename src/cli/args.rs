//! The command line's shape, in the reader's language.
//!
//! In: arguments. Out: clap's matches, or an explanation of what is wrong with them.

use super::exit::Exit;
use crate::message::{Lang, Word};
use crate::terminal::Output;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;
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
    let check = sub(lang, "check", Word::AboutCheck, Word::UsageCheck)
        .arg(paths(lang, Word::ArgPaths))
        .arg(flag(lang, "fix", Word::OptionFix))
        .arg(file(lang, "baseline", Word::OptionBaseline))
        .arg(file(lang, "write-baseline", Word::OptionWriteBaseline))
        .arg(format(lang, CHECK_FORMATS));
    let percent = Arg::new("at-least").long("at-least").value_name("PERCENT");
    let percent = percent.value_parser(value_parser!(u8).range(0..=100));
    let coverage = sub(lang, "coverage", Word::AboutCoverage, Word::UsageCoverage)
        .arg(paths(lang, Word::ArgPaths))
        .arg(titled(percent, lang, Word::OptionAtLeast, Word::Options))
        .arg(flag(lang, "mutants", Word::OptionMutants))
        .arg(format(lang, COVERAGE_FORMATS));
    let lint = sub(lang, "lint", Word::AboutLint, Word::UsageLint)
        .arg(paths(lang, Word::ArgPaths))
        .arg(flag(lang, "list", Word::OptionList))
        .arg(format(lang, CHECK_FORMATS));
    let test = sub(lang, "test", Word::AboutTest, Word::UsageTest)
        .arg(paths(lang, Word::ArgPaths))
        .arg(format(lang, TEST_FORMATS));
    let fmt = sub(lang, "fmt", Word::AboutFmt, Word::UsageFmt)
        .arg(paths(lang, Word::ArgFmtPaths))
        .arg(flag(lang, "check", Word::OptionFmtCheck))
        .arg(flag(lang, "diff", Word::OptionFmtDiff));
    let shell = Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell));
    let shell = titled(shell, lang, Word::ArgShell, Word::Arguments).hide_possible_values(true);
    let completions = sub(lang, "completions", Word::AboutCompletions, Word::UsageCompletions).arg(shell);
    let page = Arg::new("command").value_name("COMMAND");
    let man = sub(lang, "man", Word::AboutMan, Word::UsageMan).arg(titled(
        page,
        lang,
        Word::ArgCommand,
        Word::Arguments,
    ));
    let entry = Arg::new("command").short('c').long("command").value_name("ENTRY").action(ArgAction::Append);
    let repl = sub(lang, "repl", Word::AboutRepl, Word::UsageRepl)
        .arg(paths(lang, Word::ArgReplPaths))
        .arg(titled(entry, lang, Word::OptionCommand, Word::Options))
        .arg(accept(lang));
    let eval = sub(lang, "eval", Word::AboutEval, Word::UsageEval)
        .arg(titled(a_path().required(true), lang, Word::ArgPath, Word::Arguments))
        .arg(titled(words("query", "QUERY"), lang, Word::ArgQuery, Word::Arguments))
        .arg(choice(lang, "require", "STATUS", &["decided"], Word::OptionRequire))
        .arg(accept(lang))
        .arg(rows_format(lang));
    let ask = sub(lang, "ask", Word::AboutAsk, Word::UsageAsk)
        .arg(titled(a_path().required(true), lang, Word::ArgPath, Word::Arguments))
        .arg(titled(words("query", "QUESTION"), lang, Word::ArgQuestion, Word::Arguments))
        .arg(accept(lang))
        .arg(rows_format(lang));
    let explain = sub(lang, "explain", Word::AboutExplain, Word::UsageExplain)
        .arg(titled(a_path().required_unless_present("code"), lang, Word::ArgPath, Word::Arguments))
        .arg(titled(words("query", "QUERY"), lang, Word::ArgExplained, Word::Arguments))
        .arg(titled(
            Arg::new("why-not").long("why-not").value_name("ANSWER"),
            lang,
            Word::OptionWhyNot,
            Word::Options,
        ))
        .arg(titled(
            Arg::new("code").long("code").value_name("CODE").conflicts_with_all(["path", "query", "why-not"]),
            lang,
            Word::OptionCode,
            Word::Options,
        ))
        .arg(accept(lang))
        .arg(rows_format(lang));
    let file = |name: &'static str, value: &'static str| {
        Arg::new(name).value_name(value).required(true).value_parser(value_parser!(PathBuf))
    };
    let diff = sub(lang, "diff", Word::AboutDiff, Word::UsageDiff)
        .arg(titled(file("old", "OLD"), lang, Word::ArgOld, Word::Arguments))
        .arg(titled(file("new", "NEW"), lang, Word::ArgNew, Word::Arguments))
        .arg(titled(
            Arg::new("amount").long("amount").value_name("AMOUNT"),
            lang,
            Word::OptionAmount,
            Word::Options,
        ))
        .arg(choice(lang, "format", "FORMAT", &["human", "json", "markdown"], Word::OptionDiffFormat));
    let conform = sub(lang, "conform", Word::AboutConform, Word::UsageConform)
        .arg(titled(file("child", "CHILD"), lang, Word::ArgChild, Word::Arguments))
        .arg(titled(file("to", "PARENT").long("to"), lang, Word::OptionTo, Word::Options))
        .arg(format(lang, JSON_FORMATS));
    let version = Arg::new("version").long("version").short('V').action(ArgAction::Version);
    framed(Command::new("quanze"), lang, Word::About, Word::UsageQuanze)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .after_help(Word::AfterHelp.text(lang))
        .subcommand_help_heading(Word::Commands.text(lang))
        .subcommands([
            check,
            eval,
            ask,
            explain,
            test,
            coverage,
            lint,
            fmt,
            diff,
            conform,
            repl,
            completions,
            man,
        ])
        .arg(choice(lang, "lang", "LANG", &["en", "zh"], Word::OptionLang).global(true).display_order(101))
        .arg(
            choice(lang, "color", "WHEN", &["auto", "always", "never"], Word::OptionColor)
                .global(true)
                .display_order(102),
        )
        .arg(titled(version, lang, Word::OptionVersion, Word::Options).display_order(104))
}

/// Makes a command of this program.
fn sub(lang: Lang, name: &'static str, about: Word, usage: Word) -> Command {
    framed(Command::new(name), lang, about, usage)
}

/// Gives a command its frame in the reader's language: what it does, how it is written, its help option.
fn framed(command: Command, lang: Lang, about: Word, usage: Word) -> Command {
    let help = Arg::new("help").long("help").short('h').action(ArgAction::Help);
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        Word::Usage.text(lang)
    );
    command
        .about(about.text(lang))
        .override_usage(usage.text(lang))
        .help_template(template)
        .disable_help_flag(true)
        .arg(titled(help, lang, Word::OptionHelp, Word::Options).display_order(103))
}

/// Gives an argument its text and the heading that it stands under; the text itself names the choices.
fn titled(argument: Arg, lang: Lang, help: Word, heading: Word) -> Arg {
    argument.help(help.text(lang)).help_heading(heading.text(lang))
}

fn choice(
    lang: Lang,
    name: &'static str,
    value: &'static str,
    choices: &'static [&'static str],
    help: Word,
) -> Arg {
    let argument = Arg::new(name).long(name).value_name(value).value_parser(choices.to_vec());
    titled(argument, lang, help, Word::Options).hide_possible_values(true)
}

fn flag(lang: Lang, name: &'static str, help: Word) -> Arg {
    titled(Arg::new(name).long(name).action(ArgAction::SetTrue), lang, help, Word::Options)
}

fn file(lang: Lang, name: &'static str, help: Word) -> Arg {
    let argument = Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf));
    titled(argument, lang, help, Word::Options)
}

/// The forms of what `check` tells.
const CHECK_FORMATS: &[&str] = &["human", "short", "json", "sarif", "github", "junit"];
/// The forms of what `test` tells.
const TEST_FORMATS: &[&str] = &["human", "json", "junit"];
/// The forms of coverage.
const COVERAGE_FORMATS: &[&str] = &["human", "json", "markdown"];
/// The forms of what has no others.
const JSON_FORMATS: &[&str] = &["human", "json"];

fn format(lang: Lang, known: &'static [&'static str]) -> Arg {
    choice(lang, "format", "FORMAT", known, Word::OptionFormat { known: known.join(", ") })
}

/// The format of commands whose answers are rows.
fn rows_format(lang: Lang) -> Arg {
    choice(lang, "format", "FORMAT", &["human", "json", "csv", "markdown"], Word::OptionRowsFormat)
}

fn a_path() -> Arg {
    Arg::new("path").value_name("PATH").value_parser(value_parser!(PathBuf))
}

fn words(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).value_name(value).num_args(0..)
}

fn accept(lang: Lang) -> Arg {
    let argument = Arg::new("accept-reconstruction").long("accept-reconstruction").action(ArgAction::SetTrue);
    titled(argument, lang, Word::OptionAcceptReconstruction, Word::Options)
}

fn paths(lang: Lang, help: Word) -> Arg {
    let argument = Arg::new("path").value_name("PATH").num_args(0..).value_parser(value_parser!(PathBuf));
    titled(argument, lang, help, Word::Arguments)
}

/// Returns the paths that were given.
pub(super) fn given_paths(matches: &ArgMatches) -> Vec<PathBuf> {
    let given = matches.try_get_many::<PathBuf>("path").ok().flatten();
    given.map(|paths| paths.cloned().collect()).unwrap_or_default()
}

/// Prints help where that was asked for, and else what is wrong with the arguments.
pub(super) fn explain(lang: Lang, error: &clap::Error, output: &mut Output) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output.line(error.render().to_string().trim_end());
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
