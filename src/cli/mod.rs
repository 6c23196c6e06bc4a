//! The command line.
//!
//! In: arguments. Out: an exit code; results on standard output, what is said about the work on standard error. One
//! file for each command.

mod args;
mod command;
mod exit;

use crate::diagnostic::Diagnostic;
use crate::message::{Lang, Message};
use crate::settings::Settings;
use crate::source::{Source, Sources};
use crate::terminal::{Canvas, Output, colour, diagnostics, locale, settings_of, width};
use exit::Exit;
use std::ffi::OsString;
use std::io;
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
    let results = Canvas { lang, colour: colour(option, &io::stdout()), width };
    let remarks = Canvas { lang, colour: colour(option, &io::stderr()), width };
    let json = format == Format::Json;
    let mut context = Context { lang, output, results, remarks, format, json };
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
        "test" => command::test::run(&mut context, &args::given_paths(matches)),
        _ => command::repl::run(&mut context, &args::given_paths(matches)),
    }
}

impl Context<'_> {
    /// Reads the texts under paths into a session.
    fn load(&mut self, paths: &[std::path::PathBuf]) -> Result<Loaded, Exit> {
        let texts = match crate::terminal::read(paths) {
            Ok(texts) => texts,
            Err(errors) => {
                let errors: Vec<crate::diagnostic::Diagnostic> = errors.into_iter().map(Into::into).collect();
                let text = diagnostics(&self.remarks, &crate::source::Sources::default(), &errors);
                self.output.remark(&text);
                return Err(Exit::Usage);
            }
        };
        let mut session = crate::session::Session::default();
        let diagnostics = session.load(texts);
        let files: Vec<String> = session.policies().iter().map(|policy| policy.file().to_owned()).collect();
        for file in files {
            let settings = self.settings(&file)?;
            session.settle(&file, &settings);
        }
        Ok(Loaded { session, diagnostics })
    }

    /// Returns the settings that hold for a file.
    fn settings(&mut self, file: &str) -> Result<Settings, Exit> {
        let mut sources = Sources::default();
        let found = match settings_of(file) {
            Ok(None) => return Ok(Settings::default()),
            Ok(Some((name, text))) => {
                let source = Source::new(name, text);
                let text = source.text().to_owned();
                Settings::read(sources.add(source), &text)
            }
            Err(error) => Err(vec![error.into()]),
        };
        found.map_err(|wrong| self.refuse(&sources, &wrong))
    }

    /// Says why nothing can be done.
    fn refuse(&mut self, sources: &Sources, wrong: &[Diagnostic]) -> Exit {
        let text = diagnostics(&self.remarks, sources, wrong);
        self.output.remark(&text);
        Exit::Usage
    }

    /// Reads paths for a command that answers nothing unless every file is sound.
    fn load_sound(&mut self, paths: &[std::path::PathBuf]) -> Result<crate::session::Session, Exit> {
        let loaded = self.load(paths)?;
        if loaded.diagnostics.is_empty() {
            return Ok(loaded.session);
        }
        let mut text = diagnostics(&self.remarks, &loaded.session.sources, &loaded.diagnostics);
        text.push_str(&Message::NoAnswerFromBroken.text(self.lang));
        text.push('\n');
        self.output.remark(&text);
        Err(Exit::NotUnderstood)
    }
}

/// A session and what was wrong with its texts.
struct Loaded {
    session: crate::session::Session,
    diagnostics: Vec<crate::diagnostic::Diagnostic>,
}
