//! The command line.
//!
//! In: arguments. Out: an exit code; results on standard output, what is said about the work on standard error. One
//! file for each command.

mod args;
mod command;
mod exit;

use crate::diagnostic::Diagnostic;
use crate::message::{Lang, Message, Word};
use crate::session::{Matched, Session};
use crate::settings::Settings;
use crate::source::{Source, Sources};
use crate::terminal::{
    Canvas, Output, colour, diagnostics, locale, named, printable, read_files, settings_of, width,
};
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

    /// Reads the texts under paths into a session, whatever cannot be read beside them.
    fn load(&mut self, paths: &[std::path::PathBuf]) -> Result<Loaded, Exit> {
        let (texts, errors) = read_files(paths);
        let unread: Vec<Diagnostic> = errors.into_iter().map(Into::into).collect();
        let mut session = Session::default();
        let _working = crate::terminal::working(crate::message::Asking::Reading.text(self.lang));
        let diagnostics = session.load_with(named(texts), &mut crate::terminal::Files::new(paths));
        let files: Vec<String> =
            session.policies().iter().map(|policy| policy.file_name().to_owned()).collect();
        for file in files {
            let settings = self.settings(&file)?;
            session.settle(&file, &settings);
        }
        Ok(Loaded { session, unread, diagnostics })
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
    fn load_sound(&mut self, paths: &[std::path::PathBuf]) -> Result<Session, Exit> {
        let loaded = self.load(paths)?;
        if !loaded.unread.is_empty() {
            return Err(self.refuse(&loaded.session.sources, &loaded.unread));
        }
        if loaded.diagnostics.is_empty() {
            return Ok(loaded.session);
        }
        self.no_answer(&loaded);
        Err(Exit::NotUnderstood)
    }

    /// Says why files that are not understood give no answer.
    fn no_answer(&mut self, loaded: &Loaded) {
        let mut text = diagnostics(&self.remarks, &loaded.session.sources, &loaded.diagnostics);
        text.push_str(&Message::NoAnswerFromBroken.text(self.lang));
        text.push('\n');
        self.output.remark(&text);
    }
}

impl Context<'_> {
    /// Reads two files, and finds which of their policies belong together.
    fn load_pairs(
        &mut self,
        [first, second]: [&std::path::Path; 2],
        matching: fn(&Session, &[usize], &[usize]) -> Matched,
    ) -> Result<(Session, Matched), Exit> {
        let session = self.load_sound(&[first.to_path_buf(), second.to_path_buf()])?;
        let of = |path| session.policies_of(&crate::terminal::identity(path));
        let (old, new) = (of(first), of(second));
        let shown = |path| crate::terminal::shown(path);
        let matched = matching(&session, &old, &new);
        let none =
            |policies: &[usize], path| policies.is_empty().then(|| Word::NoPolicy { path: shown(path) });
        let none = none(&old, first).or_else(|| none(&new, second));
        let unlike = || Word::NoneBelong { first: shown(first), second: shown(second) };
        match none.or_else(|| matched.pairs.is_empty().then(unlike)) {
            None => Ok((session, matched)),
            Some(what) => {
                let what = what.text(self.lang);
                self.output.remark(&format!("{}\n", Word::UsageError { what }.text(self.lang)));
                Err(Exit::Usage)
            }
        }
    }

    /// Says which policies of two files belong to none of the other; programs are told beside what they read.
    fn left_alone(&mut self, session: &Session, matched: &Matched) -> Exit {
        for policy in matched.alone.iter().filter_map(|&number| session.policies().get(number)) {
            let (name, file) = (policy.model.name.clone(), policy.file_name().to_owned());
            let line = printable(&Message::BelongsToNone { name, file }.text(self.lang));
            if self.json { self.output.remark(&format!("{line}\n")) } else { self.output.line(&line) }
        }
        if matched.alone.is_empty() { Exit::Clean } else { Exit::Findings }
    }
}

/// A session and what was wrong with its texts.
struct Loaded {
    session: Session,
    /// Paths that gave no text.
    unread: Vec<Diagnostic>,
    diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Returns how a command ends that did what could be done.
    fn exit(&self) -> Exit {
        match (self.diagnostics.is_empty(), self.unread.is_empty()) {
            (false, _) => Exit::NotUnderstood,
            (true, false) => Exit::Usage,
            (true, true) => Exit::Clean,
        }
    }
}
