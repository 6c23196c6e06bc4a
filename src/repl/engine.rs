//! From a session and a line to what is said: everything behind the prompt, without a terminal.
//!
//! In: one entry as typed: a command, a query, or statements. Out: the text to show. What fails changes nothing.

use super::asking::Question;
use super::command::{COMMANDS, Command, LEAVING, Parsed, Takes, exactly, parse};
use super::commands::settings::{self, Settings};
use super::commands::watch::Watch;
use super::commands::{files, watch};
use super::said::Said;
use crate::analysis::query_text;
use crate::diagnostic::Diagnostic;
use crate::export::{answer_line, answer_lines, error_line, json_text, listing_line, listing_lines};
use crate::message::{Lang, Message, Word};
use crate::model::{Model, nearest};
use crate::session::{Asked, Listed, Reply, Session, WhatIf};
use crate::syntax::{begins_statement, is_open, is_query};
use crate::terminal::{Canvas, diagnostics, printable, wrap};
use std::path::PathBuf;

/// The state of a sitting.
#[derive(Debug)]
pub struct Engine {
    pub(super) session: Session,
    pub(super) canvas: Canvas,
    /// The files that were loaded.
    pub(super) paths: Vec<PathBuf>,
    /// Statements typed since the files were read.
    pub(super) typed: Vec<Typed>,
    /// The last query that was answered.
    pub(super) last: Option<String>,
    /// What was tried last, with its text.
    pub(super) tried: Option<(String, WhatIf)>,
    pub(super) settings: Settings,
    pub(super) watch: Watch,
    /// What was entered, the latest last.
    pub(super) entries: Vec<String>,
    /// A person sits at a terminal.
    pub(super) person: bool,
    /// A fact that was asked for.
    pub(super) question: Option<Question>,
}

/// Statements that were typed.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub text: String,
    /// Its rules took the place of others where there were such.
    pub in_place: bool,
    /// They changed a policy, and did not only give facts.
    pub step: bool,
}

/// The option that takes reconstructions as they stand.
const ACCEPTING: &str = "--accept-reconstruction";

/// The longest list that a person is shown whole.
const USUAL_LIMIT: usize = 60;

impl Engine {
    /// Starts a sitting without policies.
    #[must_use]
    pub fn new(canvas: Canvas) -> Engine {
        Engine {
            session: Session::default(),
            canvas,
            paths: Vec::new(),
            typed: Vec::new(),
            last: None,
            tried: None,
            settings: Settings::default(),
            watch: Watch::default(),
            entries: Vec::new(),
            person: false,
            question: None,
        }
    }

    /// Goes on as with a person at a terminal: missing facts are asked for, and long lists are cut.
    #[must_use]
    pub fn with_person(mut self) -> Engine {
        self.person = true;
        self.canvas.wraps = true;
        self.settings.ask = true;
        self.settings.limit = Some(USUAL_LIMIT);
        self
    }

    /// Fits what is said from now on into so many columns.
    pub fn resize(&mut self, columns: usize) {
        self.canvas.width = columns;
    }

    /// Takes over what was entered in earlier sittings.
    pub fn remember(&mut self, entries: impl IntoIterator<Item = String>) {
        self.entries.extend(entries);
    }

    /// Returns the language of the sitting.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.canvas.lang
    }

    /// Returns the session, to look at.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Takes what rests on a reconstruction as it stands, now and in what is loaded later.
    pub fn accept_reconstruction(&mut self, accept: bool) {
        self.settings.accept = accept;
        self.session.accept_reconstruction(accept);
    }

    /// Reads files in the place of what was loaded; if any is not sound, everything stays as it was.
    pub fn load(&mut self, paths: Vec<PathBuf>) -> Said {
        files::load_paths(self, paths)
    }

    /// Reads the files again, as after they were edited.
    pub fn reload(&mut self) -> Said {
        files::reload(self, "")
    }

    /// Tells whether an entry goes on: a statement that opens a brace and does not close it.
    #[must_use]
    pub fn is_unfinished(&self, entry: &str) -> bool {
        let ended = entry.ends_with("\n\n") || entry.ends_with("\n\r\n");
        !is_command(entry) && !ended && begins_statement(entry) && is_open(entry)
    }

    /// Takes one entry; of several questions that are pasted at once, each line is one.
    pub fn line(&mut self, entry: &str) -> Said {
        let trimmed = entry.trim();
        if trimmed.lines().all(is_comment) && self.question.is_none() {
            return Said::default();
        }
        let news = watch::look(self);
        let said = self.hear(trimmed).unwrap_or_else(|| self.entry(entry, trimmed));
        // An entry is remembered once it is dealt with: `:history` does not show itself.
        self.entries.push(trimmed.chars().take(LONGEST_REMEMBERED).collect());
        Said { text: format!("{news}{}", said.text), ..said }
    }

    fn entry(&mut self, entry: &str, trimmed: &str) -> Said {
        if LEAVING.contains(&trimmed) {
            return Said::goodbye();
        }
        if let Some(command) = self.bare_command(trimmed) {
            return (command.run)(self, "");
        }
        // What answers advise on the command line does here as well.
        if trimmed == ACCEPTING {
            return settings::accept(self);
        }
        match parse(trimmed) {
            // What is pasted with a command in its first line is many entries.
            Some(_) if trimmed.contains('\n') => self.lines(trimmed),
            Some(Parsed::Known(command, argument))
                if command.takes == Takes::Alone && !argument.is_empty() =>
            {
                self.refuse(Message::StandsAlone { command: command.called(self.lang()).to_owned() })
            }
            Some(Parsed::Known(command, argument)) => (command.run)(self, argument),
            Some(Parsed::Unknown(word)) => self.unknown_command(word),
            Some(Parsed::Ambiguous(several)) => self.refuse(Message::AmbiguousCommand {
                commands: several.iter().map(|command| command.called(self.lang()).to_owned()).collect(),
            }),
            None if is_statement(trimmed) => self.statements(entry),
            None if trimmed.contains('\n') => self.lines(trimmed),
            None => self.query(trimmed),
        }
    }

    /// Takes each line of what was pasted as an entry.
    fn lines(&mut self, entry: &str) -> Said {
        let mut all = Said::default();
        // The next line is the next entry, not the answer to a question.
        let asks = std::mem::replace(&mut self.settings.ask, false);
        let (mut count, mut failed) = (0_usize, 0_usize);
        for line in entry.lines().map(str::trim).filter(|line| !is_comment(line)) {
            count = count.saturating_add(1);
            // Which answer belongs to which question has to be seen.
            all.text.push_str(&printable(&format!("[{count}] {line}\n")));
            let said = self.entry(line, line);
            failed = failed.saturating_add(usize::from(said.failed));
            all.and(said);
            if all.quit {
                break;
            }
        }
        self.settings.ask |= asks;
        if failed > 0 {
            let message = Message::LinesFailed { failed, count };
            all.text.push_str(&format!("{}\n", message.text(self.lang())));
        }
        all
    }

    /// Takes a command's name without its colon for the command, unless a matter or a statement begins so.
    fn bare_command(&self, entry: &str) -> Option<&'static Command> {
        let is_matter = |name: &str| {
            self.session.policies().iter().any(|policy| policy.model.matters.find(name).is_some())
        };
        exactly(entry).filter(|_| !begins_statement(entry) && !is_matter(entry))
    }

    fn unknown_command(&self, word: &str) -> Said {
        let names = COMMANDS.iter().flat_map(|command| [command.name, command.chinese]);
        let near = nearest(word, names).map(str::to_owned);
        self.refuse(Message::UnknownCommand { word: word.to_owned(), near })
    }

    // ------------------------------------------------------------ questions and statements

    /// Answers a question.
    pub(super) fn query(&mut self, line: &str) -> Said {
        match self.session.question(line) {
            Err(why) => self.wrong(&why, Message::AskOrHelp),
            Ok(Asked::Replies(replies)) => {
                self.last = Some(line.to_owned());
                if self.settings.json {
                    return Said::text(replies.iter().map(|reply| self.json(reply, line)).collect());
                }
                let several = replies.len() > 1;
                let mut text: String = replies.iter().map(|reply| self.reply(reply, several)).collect();
                text.push_str(&self.ask_for_fact(&replies));
                Said::text(text)
            }
            Ok(Asked::Lists(lists)) => Said::text(self.lists(&lists, line)),
        }
    }

    /// Returns lists of cases, one below the other.
    fn lists(&self, lists: &[Listed], line: &str) -> String {
        let mut text = String::new();
        for listed in lists {
            let Some(model) = self.session.model(listed.policy) else { continue };
            if self.settings.json {
                let place = (model, &self.session.sources);
                let (wanted, query) = (listed.wanted, &listed.query);
                let json = listing_line(place, line, wanted, query, &listed.listing, self.lang());
                let json = json.with_notes(listed.notes.iter().map(|note| note.text(self.lang())).collect());
                text.push_str(&format!("{}\n", json_text(&json)));
                continue;
            }
            if self.session.policies().len() > 1 {
                text.push_str(&format!("[{}]\n", model.name));
            }
            let (wanted, query) = (listed.wanted, &listed.query);
            let sources = &self.session.sources;
            let lines = listing_lines(model, sources, wanted, query, &listed.listing, self.lang());
            text.push_str(&format!("{}\n", lines.join("\n")));
            for note in &listed.notes {
                text.push_str(&format!("  {}\n", note.text(self.lang())));
            }
        }
        let text = printable(&text);
        if self.settings.json { text } else { self.fitted(&text) }
    }

    /// Returns one policy's answer.
    pub(super) fn reply(&self, reply: &Reply, several: bool) -> String {
        let Some(model) = self.session.model(reply.policy) else { return String::new() };
        let mut lines = Vec::new();
        if several {
            lines.push(format!("[{}]", model.name));
        }
        if !self.session.given().is_empty() {
            let query = query_text(model, &reply.query, self.lang());
            lines.push(Message::AskedWithGiven { query }.text(self.lang()));
        }
        lines.extend(answer_lines(model, &self.session.sources, &reply.answer, self.lang()));
        self.fitted(&format!("{}\n", printable(&lines.join("\n"))))
    }

    /// Breaks lines where words end, for a person; what goes into a pipe stays as it is.
    pub(super) fn fitted(&self, text: &str) -> String {
        const INDENT: usize = 4;
        if self.person { wrap(text, self.canvas.width, INDENT) } else { text.to_owned() }
    }

    /// Returns one policy's answer as a JSON line.
    fn json(&self, reply: &Reply, query: &str) -> String {
        let Some(model) = self.session.model(reply.policy) else { return String::new() };
        let line = answer_line(model, &self.session.sources, query, &reply.answer, self.lang());
        format!("{}\n", json_text(&line))
    }

    /// Puts the policy's name before a line, where there are several policies.
    pub(super) fn of_policy(&self, model: &Model, line: &str) -> String {
        let line = match self.session.policies().len() {
            1 => line.to_owned(),
            _ => Word::Colon { left: model.name.clone(), right: line.to_owned() }.text(self.lang()),
        };
        format!("{}\n", printable(&line))
    }

    /// Says what is worth knowing beside what a policy says by itself, in lines of their own.
    pub(super) fn cautions(&self, policy: usize) -> String {
        let lines = self.session.cautions(policy).into_iter();
        let lines = lines.map(|message| wrap(&message.text(self.lang()), self.canvas.width, 2));
        printable(&lines.collect::<String>())
    }

    /// Takes statements: all of them, or none.
    pub(super) fn statements(&mut self, entry: &str) -> Said {
        let before = self.findings();
        let steps = self.session.steps();
        match self.session.add(entry) {
            Err(why) => {
                let mut said = self.wrong(&why, Message::NothingChanged);
                if entry.trim().contains('\n') && !self.settings.json {
                    let note = Message::WholeOrNot.text(self.lang());
                    said.text = format!("{note}\n{}", said.text);
                }
                said
            }
            Ok(added) => {
                let step = self.session.steps() > steps;
                self.typed.push(Typed { text: entry.to_owned(), in_place: false, step });
                self.tried = None;
                let mut text = format!("{}\n", Message::Added { count: added.statements }.text(self.lang()));
                for finding in self.findings().iter().filter(|finding| !before.contains(finding)) {
                    text.push_str(&printable(finding));
                    text.push('\n');
                }
                Said::text(text)
            }
        }
    }

    /// Returns each finding that fails a check as one line, to tell which ones a statement brings.
    fn findings(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for policy in 0..self.session.policies().len() {
            let Ok(Some(report)) = self.session.check(policy) else { continue };
            let Some(model) = self.session.model(policy) else { continue };
            for finding in report.findings.iter().filter(|finding| finding.counts()) {
                let diagnostic = finding.diagnostic(model, self.canvas.lang);
                lines.push(format!(
                    "{}: {}",
                    diagnostic.code.as_str(),
                    diagnostic.message.text(self.canvas.lang)
                ));
            }
        }
        lines
    }

    // ------------------------------------------------------------ saying no

    /// Refuses an entry in one sentence.
    pub(super) fn refuse(&self, message: Message) -> Said {
        let text = self.fitted(&format!("{}\n", printable(&message.text(self.lang()))));
        Said { text, failed: true, ..Said::default() }
    }

    /// Says what is wrong with an entry, and then what to do.
    pub(super) fn wrong(&self, why: &[Diagnostic], then: Message) -> Said {
        let sources = &self.session.sources;
        let text = if self.settings.json {
            let entry = why.iter().find_map(Diagnostic::span).and_then(|span| sources.get(span.source));
            let error = error_line(sources, entry.map_or("", |entry| entry.text()), why, self.lang());
            format!("{}\n", json_text(&error))
        } else {
            let then = self.fitted(&format!("{}\n", then.text(self.lang())));
            format!("{}{then}", diagnostics(&self.canvas, sources, why))
        };
        Said { text, failed: true, ..Said::default() }
    }
}

/// How many characters of an entry are remembered.
const LONGEST_REMEMBERED: usize = 2_000;

/// Tells whether an entry is a command.
pub(super) fn is_command(entry: &str) -> bool {
    entry.trim_start().starts_with([':', '\u{FF1A}'])
}

/// Tells whether a line says nothing.
pub(super) fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with("//") || line.starts_with('#')
}

/// Tells whether an entry is a statement: by its first word, or by the arrow in it.
pub(super) fn is_statement(entry: &str) -> bool {
    const ARROWS: &[&str] = &["=>", "\u{FF1D}\u{FF1E}", "\u{21D2}"];
    let first = entry.lines().find(|line| !is_comment(line)).unwrap_or_default();
    let arrow = ARROWS.iter().any(|arrow| first.contains(arrow));
    (begins_statement(first.trim()) || arrow) && !is_query(entry)
}
