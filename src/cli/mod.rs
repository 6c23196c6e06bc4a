//! The command line.
//!
//! In: arguments. Out: an exit code; results on standard output, what is said about the work on standard error. One
//! file for each command.

mod args;
mod command;
mod exit;
mod loading;

use crate::message::Lang;
use crate::terminal::{Canvas, Output, colour, diagnostics, locale, width};
use exit::Exit;
use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal};
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let lang = args::language(&arguments).unwrap_or_else(locale);
    let mut output = Output::default();
    let exit = match args::command(lang).try_get_matches_from(&arguments) {
        Ok(matches) => dispatch(lang, &matches, &mut output),
        Err(error) => args::explain(lang, &error, &mut output),
    };
    ExitCode::from(exit.code())
}

/// What every command needs.
struct Context<'a> {
    lang: Lang,
    output: &'a mut Output,
    /// How results are drawn.
    results: Canvas,
    /// How diagnostics on the error stream are drawn.
    remarks: Canvas,
    format: Format,
    json: bool,
    /// The head of a table is written.
    headed: bool,
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Human,
    Short,
    Json,
    Sarif,
    Github,
    Junit,
    Csv,
    Markdown,
}

impl Format {
    fn of(matches: &clap::ArgMatches) -> Format {
        match matches.try_get_one::<String>("format").ok().flatten().map_or("human", String::as_str) {
            "short" => Format::Short,
            "json" => Format::Json,
            "sarif" => Format::Sarif,
            "github" => Format::Github,
            "junit" => Format::Junit,
            "csv" => Format::Csv,
            "markdown" => Format::Markdown,
            _ => Format::Human,
        }
    }
}

fn dispatch(lang: Lang, matches: &clap::ArgMatches, output: &mut Output) -> Exit {
    let (name, matches) = match matches.subcommand() {
        Some((name, inner)) => (name, inner),
        None => ("repl", matches),
    };
    let option = matches.try_get_one::<String>("color").ok().flatten().map_or("auto", String::as_str);
    let format = Format::of(matches);
    let width = width();
    let canvas = |colour, wraps| Canvas { lang, colour, width, wraps };
    let results = canvas(colour(option, &io::stdout()), io::stdout().is_terminal());
    let remarks = canvas(colour(option, &io::stderr()), io::stderr().is_terminal());
    let json = format == Format::Json;
    let mut context = Context { lang, output, results, remarks, format, json, headed: false };
    match name {
        "check" => {
            command::check::run(&mut context, &args::given_paths(matches), &command::check::Wish::of(matches))
        }
        "coverage" => command::coverage::run(&mut context, matches),
        "completions" => command::shell::completions(&mut context, matches),
        "man" => command::shell::man(&mut context, matches),
        "lint" => command::lint::run(&mut context, matches),
        "eval" => command::eval::run(&mut context, matches),
        "fmt" => command::fmt::run(&mut context, matches),
        "explain" => command::explain::run(&mut context, matches),
        "ask" => command::ask::run(&mut context, matches),
        "diff" => command::diff::run(&mut context, matches),
        "conform" => command::conform::run(&mut context, matches),
        "test" => command::test::run(&mut context, &args::given_paths(matches)),
        _ => command::repl::run(&mut context, matches, &args::given_paths(matches)),
    }
}

impl Context<'_> {
    /// Writes rows in the form that is asked for; the head comes once.
    fn rows(&mut self, table: &crate::export::Table) {
        let text = match self.format {
            Format::Csv => table.csv(!self.headed),
            _ => table.markdown(!self.headed),
        };
        self.headed = true;
        self.output.data(&text);
    }

    /// Returns the language of rows: what programs read is the same in every language.
    fn row_lang(&self) -> Lang {
        if self.format == Format::Csv { Lang::En } else { self.lang }
    }

    /// Says what is wrong with a query or a question.
    fn refused(
        &mut self,
        sources: &crate::source::Sources,
        query: &str,
        why: &[crate::diagnostic::Diagnostic],
    ) {
        if self.json {
            let line = crate::export::error_line(sources, query, why, self.lang);
            self.output.line(&crate::export::json_text(&line));
        } else {
            let text = diagnostics(&self.remarks, sources, why);
            self.output.remark(&text);
        }
    }

    /// Takes each line of standard input; blank lines and comments are passed over.
    fn each_line(&mut self, take: &mut dyn FnMut(&mut Self, &str) -> Exit) -> Exit {
        let mut exit = Exit::Clean;
        let mut input = io::stdin().lock();
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            match input.read_until(b'\n', &mut bytes) {
                Ok(0) => return exit,
                Ok(_) if self.output.is_closed() => return exit,
                Ok(_) => {}
                Err(why) => {
                    let word = crate::message::Word::UsageError { what: why.to_string() };
                    self.output.remark(&format!("{}\n", word.text(self.lang)));
                    return exit.max(Exit::Usage);
                }
            }
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim_start_matches('\u{FEFF}').trim();
            if !line.is_empty() && !line.starts_with("//") && !line.starts_with('#') {
                exit = exit.max(take(self, line));
            }
        }
    }
}
