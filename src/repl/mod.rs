//! The prompt.
//!
//! In: lines, from a terminal or from a pipe. Out: what the engine says to each. At a terminal rustyline edits the
//! line; from a pipe plain lines are read, without a prompt.

mod command;
mod commands;
mod complete;
mod engine;
mod said;

pub use engine::Engine;
pub use said::{Said, Then};

use crate::message::{Message, Word};
use crate::terminal::{Canvas, Output};
use complete::Typist;
use etcetera::BaseStrategy;
use rustyline::error::ReadlineError;
use rustyline::{Behavior, CompletionType, Config, Editor};
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

/// How a sitting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The user left, or the input ended.
    Well,
    /// The files could not be loaded at the start.
    CouldNotLoad,
    /// From a pipe: some lines were not understood.
    LinesNotUnderstood,
}

/// Runs a sitting.
pub fn run(canvas: Canvas, output: &mut Output, paths: &[PathBuf]) -> Ended {
    let mut engine = Engine::new(canvas);
    if !paths.is_empty() {
        let said = engine.load(paths.to_vec());
        if said.failed {
            output.remark(&said.text);
            return if said.unreadable { Ended::CouldNotLoad } else { Ended::LinesNotUnderstood };
        }
        if io::stdin().is_terminal() {
            output.data(&said.text);
        }
    }
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let person = io::stdin().is_terminal() && io::stdout().is_terminal();
    if person && !dumb {
        return at_terminal(&mut engine, output);
    }
    let ended = plain_lines(&mut engine, output, person);
    // A person has read what was not understood.
    if person { Ended::Well } else { ended }
}

fn at_terminal(engine: &mut Engine, output: &mut Output) -> Ended {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .behavior(Behavior::Stdio)
        .max_history_size(10_000)
        .map(rustyline::config::Builder::build);
    let editor = config.and_then(Editor::<Typist, rustyline::history::DefaultHistory>::with_config);
    let mut editor = match editor {
        Ok(editor) => editor,
        Err(_) => return plain_lines(engine, output, true),
    };
    let history = history_file();
    if let Some(path) = &history {
        // A first sitting has no history yet.
        let _ = editor.load_history(path);
    }
    output.line(&Word::Banner.text(engine.lang()));
    let mut failures = 0_usize;
    loop {
        editor.set_helper(Some(Typist::new(engine)));
        match editor.readline("> ") {
            Ok(line) => {
                failures = 0;
                if !line.trim().is_empty() {
                    let _ = editor.add_history_entry(line.as_str());
                    if let Some(path) = &history {
                        // A history that cannot be written is not worth a word.
                        let _ = editor.save_history(path);
                    }
                }
                let said = engine.line(&line);
                output.data(&said.text);
                if said.quit || output.is_closed() {
                    return Ended::Well;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => return Ended::Well,
            // Bytes that are no text; a terminal that is gone fails again and again.
            Err(_) if failures < MOST_FAILURES => {
                failures = failures.saturating_add(1);
                output.line(&Message::EntryNotUtf8.text(engine.lang()));
            }
            Err(_) => return Ended::Well,
        }
    }
}

/// How often in a row a line may fail to be read.
const MOST_FAILURES: usize = 3;

/// Reads plain lines; a statement with an open brace goes on to the line that closes it, or to an empty one.
fn plain_lines(engine: &mut Engine, output: &mut Output, prompt: bool) -> Ended {
    let mut input = io::stdin().lock();
    let mut failed = false;
    let mut pending = String::new();
    let mut spoiled = false;
    let mut bytes = Vec::new();
    if prompt {
        output.line(&Word::Banner.text(engine.lang()));
    }
    loop {
        if prompt && pending.is_empty() {
            output.data("> ");
        }
        bytes.clear();
        let ended = !matches!(input.read_until(b'\n', &mut bytes), Ok(read) if read > 0);
        spoiled |= std::str::from_utf8(&bytes).is_err();
        pending.push_str(String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}'));
        if !ended && engine.is_unfinished(&pending) {
            continue;
        }
        let entry = std::mem::take(&mut pending);
        if std::mem::take(&mut spoiled) {
            output.remark(&format!("{}\n", Message::EntryNotUtf8.text(engine.lang())));
            failed = true;
        } else {
            let said = engine.line(entry.trim_end_matches(['\n', '\r']));
            failed |= said.failed;
            output.data(&said.text);
            if said.quit {
                return ended_with(failed);
            }
        }
        if ended || output.is_closed() {
            return ended_with(failed);
        }
    }
}

fn ended_with(failed: bool) -> Ended {
    if failed { Ended::LinesNotUnderstood } else { Ended::Well }
}

/// Returns where the history is kept, once its folder exists.
fn history_file() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("quanze");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}
