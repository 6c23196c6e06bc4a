//! From a session and a line to what is said: everything behind the prompt, without a terminal.
//!
//! In: one entry as typed: a command, a query, or statements. Out: the text to show. What fails changes nothing.

use super::command::{COMMANDS, Command, LEAVING, LISTS, List, Parsed, parse};
use crate::diagnostic::Diagnostic;
use crate::export::answer_lines;
use crate::message::{Lang, Message, Word};
use crate::model::{Axis, AxisKind, AxisValue, Effect, Level, Model, RuleId, Table, Unit};
use crate::session::{Reply, Session};
use crate::syntax::{begins_statement, is_query};
use crate::terminal::{Canvas, Files, diagnostics, exists, policy_report, printable, read};
use std::path::PathBuf;

/// What is said to an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The text, ending in a newline unless it is empty.
    pub text: String,
    /// The sitting ends.
    pub quit: bool,
    /// The entry was not understood.
    pub failed: bool,
    /// Files could not be read at all.
    pub unreadable: bool,
}

/// Why files were not loaded.
struct Refused {
    text: String,
    /// They could not be read; otherwise they were not understood.
    unreadable: bool,
}

/// The state of a sitting.
#[derive(Debug)]
pub struct Engine {
    session: Session,
    canvas: Canvas,
    paths: Vec<PathBuf>,
    /// Statements typed since the files were read.
    typed: Vec<String>,
}

impl Engine {
    /// Starts a sitting without policies.
    #[must_use]
    pub fn new(canvas: Canvas) -> Engine {
        Engine { session: Session::default(), canvas, paths: Vec::new(), typed: Vec::new() }
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

    /// Tells whether an entry goes on: a statement that opens a brace and does not close it.
    #[must_use]
    pub fn is_unfinished(&self, entry: &str) -> bool {
        let is_command = entry.trim_start().starts_with([':', '：']);
        let ended = entry.ends_with("\n\n") || entry.ends_with("\n\r\n");
        !is_command && !ended && begins_statement(entry) && crate::syntax::is_open(entry)
    }

    /// Takes one entry; of several questions that are pasted at once, each line is one.
    pub fn eval(&mut self, entry: &str) -> Said {
        let trimmed = entry.trim();
        if trimmed.lines().all(is_comment) {
            return Said::default();
        }
        if LEAVING.contains(&trimmed) {
            return Said { quit: true, ..Said::default() };
        }
        if let Some(command) = self.bare_command(trimmed) {
            return self.command(command, "");
        }
        match parse(trimmed) {
            Some(Parsed::Known(command, argument)) => self.command(command, argument),
            Some(Parsed::Unknown(word)) => self.refuse(Message::UnknownCommand { word: word.to_owned() }),
            Some(Parsed::Ambiguous(commands)) => self.refuse(Message::AmbiguousCommand {
                commands: commands.iter().map(|&c| c.to_owned()).collect(),
            }),
            None if is_statement(trimmed) => self.statements(entry),
            None if trimmed.contains('\n') => self.lines(trimmed),
            None => self.query(trimmed, false),
        }
    }

    /// Takes each line of what was pasted as an entry.
    fn lines(&mut self, entry: &str) -> Said {
        let mut all = Said::default();
        for line in entry.lines() {
            let said = self.eval(line);
            all.text.push_str(&said.text);
            all.failed |= said.failed;
            all.quit |= said.quit;
            if all.quit {
                break;
            }
        }
        all
    }

    /// Takes a command's name without its colon for the command, unless a matter has that name.
    fn bare_command(&self, entry: &str) -> Option<Command> {
        let is_matter = |name: &str| {
            self.session.policies().iter().any(|policy| policy.model.matters.find(name).is_some())
        };
        let lower = entry.to_ascii_lowercase();
        let found = COMMANDS.iter().find(|(_, english, chinese)| *english == lower || *chinese == entry);
        found.filter(|_| !is_matter(entry)).map(|(command, _, _)| *command)
    }

    fn command(&mut self, command: Command, argument: &str) -> Said {
        match command {
            Command::Help => said(format!("{}\n", Word::ReplHelp.text(self.lang()))),
            Command::Load if argument.is_empty() => self.refuse(Message::LoadWhat),
            Command::Load => self.load(paths(argument)),
            Command::Reload => self.reload(),
            Command::Check => self.check(),
            Command::Explain if argument.is_empty() => self.refuse(Message::ExplainWhat),
            Command::Explain => self.query(argument, true),
            Command::List => self.list(argument),
            Command::Quit => Said { quit: true, ..Said::default() },
        }
    }

    // ------------------------------------------------------------ files

    /// Reads files in the place of what was loaded; if any is not sound, everything stays as it was.
    pub fn load(&mut self, paths: Vec<PathBuf>) -> Said {
        match self.read(&paths) {
            Err(refused) => self.kept(refused),
            Ok(session) => {
                self.session = session;
                self.paths = paths;
                self.typed.clear();
                said(self.loaded())
            }
        }
    }

    /// Reads the files again and adds what was typed since.
    fn reload(&mut self) -> Said {
        if self.paths.is_empty() {
            return self.refuse(Message::NothingToReload);
        }
        let mut session = match self.read(&self.paths) {
            Err(refused) => return self.kept(refused),
            Ok(session) => session,
        };
        for typed in &self.typed {
            if let Err(why) = session.add(typed) {
                let text = diagnostics(&self.canvas, &session.sources, &why);
                return self.kept(Refused { text, unreadable: false });
            }
        }
        self.session = session;
        said(self.loaded())
    }

    fn read(&self, paths: &[PathBuf]) -> Result<Session, Refused> {
        let texts = read(paths).map_err(|errors| {
            let errors: Vec<Diagnostic> = errors.into_iter().map(Into::into).collect();
            Refused { text: diagnostics(&self.canvas, &self.session.sources, &errors), unreadable: true }
        })?;
        let mut session = Session::default();
        let wrong = session.load_with(texts, &mut Files::new(paths));
        if wrong.is_empty() {
            return Ok(session);
        }
        Err(Refused { text: diagnostics(&self.canvas, &session.sources, &wrong), unreadable: false })
    }

    fn loaded(&self) -> String {
        let mut text = String::new();
        for policy in self.session.policies() {
            let model = &policy.model;
            let message = Message::Loaded {
                name: model.name.clone(),
                title: model.header.title.clone(),
                matters: model.matters.leaf_count(),
                rules: model.rules.iter().filter(|rule| is_shown(&rule.effect)).count(),
            };
            text.push_str(&printable(&message.text(self.lang())));
            text.push('\n');
        }
        text
    }

    fn kept(&self, refused: Refused) -> Said {
        let text = format!("{}{}\n", refused.text, Message::NothingChanged.text(self.lang()));
        Said { text, failed: true, unreadable: refused.unreadable, quit: false }
    }

    // ------------------------------------------------------------ questions and statements

    fn query(&mut self, line: &str, full: bool) -> Said {
        match self.session.ask(line) {
            Err(why) => self.wrong(&why, Message::AskOrHelp),
            Ok(replies) => {
                let several = replies.len() > 1;
                let mut text = String::new();
                for reply in &replies {
                    text.push_str(&self.reply(reply, several, full));
                }
                said(text)
            }
        }
    }

    fn reply(&self, reply: &Reply, several: bool, full: bool) -> String {
        let Some(model) = self.session.model(reply.policy) else { return String::new() };
        let mut lines = Vec::new();
        if several {
            lines.push(format!("[{}]", model.name));
        }
        if !self.session.given().is_empty() {
            let query = crate::analysis::query_text(model, &reply.query, self.lang());
            lines.push(Message::AskedWithGiven { query }.text(self.lang()));
        }
        lines.extend(answer_lines(model, &self.session.sources, &reply.answer, self.lang()));
        if full {
            let mut rules: Vec<RuleId> = reply.answer.rules.clone();
            rules.extend(reply.answer.branches.iter().flat_map(|branch| branch.answer.rules.iter().copied()));
            rules.extend(reply.answer.beaten.iter().map(|(loser, _)| *loser));
            rules.sort_unstable();
            rules.dedup();
            for rule in rules {
                lines.extend(self.rule_in_full(model, rule));
            }
        }
        let text = lines.join("\n");
        format!("{}\n", printable(&text))
    }

    /// Returns a rule with its section and its own text.
    fn rule_in_full(&self, model: &Model, id: RuleId) -> Vec<String> {
        let rule = &model.rules[id];
        let (file, position) = self.session.sources.locate(rule.span);
        let section = rule.section.map(|section| &model.sections[section]);
        let title = section.and_then(|section| section.title.clone()).unwrap_or_default();
        let mut lines = vec![
            Word::RuleHead { id: rule.id.clone(), cite: model.citation(rule), title }.text(self.lang()),
            format!("    {file}:{}", position.line),
        ];
        if let Some(quote) = &rule.quote {
            lines.push(format!("    「{}」", quote.text));
        }
        let text = self.session.sources.get(rule.span.source).map_or("", |source| source.slice(rule.span));
        lines.extend(text.lines().map(|line| format!("    | {}", line.trim())));
        lines
    }

    fn statements(&mut self, entry: &str) -> Said {
        let before = self.findings();
        match self.session.add(entry) {
            Err(why) => self.wrong(&why, Message::NothingChanged),
            Ok(added) => {
                self.typed.push(entry.to_owned());
                let mut text = format!("{}\n", Message::Added { count: added.statements }.text(self.lang()));
                for finding in self.findings().iter().filter(|finding| !before.contains(finding)) {
                    text.push_str(&printable(finding));
                    text.push('\n');
                }
                said(text)
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

    fn check(&mut self) -> Said {
        if self.session.policies().is_empty() {
            return self.refuse(Message::NothingToAsk);
        }
        let mut text = String::new();
        for policy in 0..self.session.policies().len() {
            match self.session.check(policy) {
                Ok(Some(report)) => {
                    if let Some(model) = self.session.model(policy) {
                        text.push_str(&policy_report(&self.canvas, &self.session.sources, model, &report));
                    }
                }
                Ok(None) => {}
                Err(why) => text.push_str(&diagnostics(&self.canvas, &self.session.sources, &[*why])),
            }
        }
        said(text)
    }

    // ------------------------------------------------------------ looking around

    fn list(&mut self, what: &str) -> Said {
        if self.session.policies().is_empty() {
            return self.refuse(Message::NothingToAsk);
        }
        // Rules are many: they are listed only when they are asked for.
        let asked: Vec<List> = match what {
            "" => vec![List::Matters, List::Levels, List::Facts],
            what => LISTS
                .iter()
                .filter(|(_, en, zh)| en.starts_with(what) || *zh == what)
                .map(|(list, _, _)| *list)
                .collect(),
        };
        if asked.is_empty() {
            return self.refuse(Message::ListWhat);
        }
        let mut text = String::new();
        for policy in self.session.policies() {
            if self.session.policies().len() > 1 {
                text.push_str(&format!("[{}]\n", policy.model.name));
            }
            for list in &asked {
                let (word, lines) = self.lines_of(&policy.model, *list);
                text.push_str(&format!("{} ({})\n", word.text(self.lang()), lines.len()));
                lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
            }
        }
        said(printable(&text))
    }

    fn lines_of(&self, model: &Model, list: List) -> (Word, Vec<String>) {
        match list {
            List::Matters => (Word::Matters, matter_list(model)),
            List::Levels => (Word::Levels, level_list(model)),
            List::Facts => (Word::Facts, fact_list(model)),
            List::Rules => (Word::Rules, rule_list(model, &self.session)),
            List::Remarks => (Word::Remarks, remark_list(model)),
        }
    }

    // ------------------------------------------------------------ saying no

    fn refuse(&self, message: Message) -> Said {
        let text = format!("{}\n", printable(&message.text(self.lang())));
        Said { text, failed: true, ..Said::default() }
    }

    fn wrong(&self, why: &[Diagnostic], then: Message) -> Said {
        let text = diagnostics(&self.canvas, &self.session.sources, why);
        Said { text: format!("{text}{}\n", then.text(self.lang())), failed: true, ..Said::default() }
    }
}

/// Tells whether a line says nothing.
fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with("//") || line.starts_with('#')
}

/// Tells whether an entry is a statement: by its first word, or by the arrow in it.
fn is_statement(entry: &str) -> bool {
    const ARROWS: &[&str] = &["=>", "\u{FF1D}\u{FF1E}", "\u{21D2}"];
    let first = entry.lines().find(|line| !is_comment(line)).unwrap_or_default();
    let arrow = ARROWS.iter().any(|arrow| first.contains(arrow));
    (begins_statement(first.trim()) || arrow) && !is_query(entry)
}

/// Tells whether a rule is counted and listed as one.
fn is_shown(effect: &Effect) -> bool {
    !matches!(effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_))
}

/// Splits paths at blanks, unless all of it is one path, or one between quotes.
fn paths(argument: &str) -> Vec<PathBuf> {
    let unquoted = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match unquoted {
        Some(path) => vec![PathBuf::from(path)],
        None if exists(argument) => vec![PathBuf::from(argument)],
        None => argument.split_whitespace().map(PathBuf::from).collect(),
    }
}

fn said(text: String) -> Said {
    Said { text, ..Said::default() }
}

fn with_aliases(name: &str, aliases: &[String]) -> String {
    if aliases.is_empty() { name.to_owned() } else { format!("{name} ({})", aliases.join(", ")) }
}

fn matter_list(model: &Model) -> Vec<String> {
    let tree = &model.matters;
    tree.nodes
        .iter()
        .map(|node| {
            let name = with_aliases(&node.name, &node.aliases);
            match node.parent.filter(|&parent| tree.nodes[parent].whole) {
                Some(parent) => format!("{} component {name}", tree.nodes[parent].name),
                None => name,
            }
        })
        .collect()
}

fn level_list(model: &Model) -> Vec<String> {
    let members = |level: &Level| {
        let names: Vec<&str> =
            level.members.iter().map(|&member| model.levels[member].name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!(" of {}", names.join(", ")) }
    };
    let line = |level: &Level| format!("{}{}", with_aliases(&level.name, &level.aliases), members(level));
    model.levels.iter().map(line).collect()
}

fn fact_list(model: &Model) -> Vec<String> {
    let facts = model.axes.pairs().skip(1).filter(|(id, _)| *id != model.date());
    let fact =
        |(_, fact): (_, &Axis)| format!("{} : {}", with_aliases(&fact.name, &fact.aliases), values_of(fact));
    let table = |table: &Table| {
        let rows: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
        let of = &model.axes[table.axis].name;
        format!("{} of {of} : {}", with_aliases(&table.name, &table.aliases), rows.join(" | "))
    };
    facts.map(fact).chain(model.tables.iter().map(table)).collect()
}

/// Returns the values of a fact as they are declared.
fn values_of(fact: &Axis) -> String {
    let kind = fact.scale.as_ref().map(|scale| match scale.unit {
        Unit::Fen => "amount",
        Unit::Count => "number",
        Unit::Day => "date",
    });
    if let Some(kind) = kind {
        return kind.to_owned();
    }
    let value = |value: &AxisValue| {
        if value.rest { format!("elsewhere in {}", value.name) } else { value.name.clone() }
    };
    let mut values: Vec<String> = fact.values.iter().map(value).collect();
    if fact.open {
        values.push("other".to_owned());
    }
    values.join(if fact.kind == AxisKind::Ordered { " < " } else { " | " })
}

fn remark_list(model: &Model) -> Vec<String> {
    model.remarks.iter().map(|remark| format!("{} ({})", remark.text, remark.cite)).collect()
}

fn rule_list(model: &Model, session: &Session) -> Vec<String> {
    let allocating = model.rules.pairs().filter(|(_, rule)| is_shown(&rule.effect));
    allocating
        .map(|(_, rule)| {
            let text = session.sources.get(rule.span.source).map_or("", |source| source.slice(rule.span));
            format!("[{}] {}", rule.id, text.lines().next().unwrap_or_default().trim())
        })
        .collect()
}
