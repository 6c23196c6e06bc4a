//! A sitting at a terminal: rustyline edits the line, the engine answers.
//!
//! In: keys. Out: what the engine says; and what only a terminal can do, an editor for one.

use super::engine::Engine;
use super::greeting::greeting;
use super::history::{self, Kept};
use super::lookout::Lookout;
use super::said::Then;
use super::typing::Typist;
use super::{Ended, pipe};
use crate::message::Message;
use crate::terminal::{Output, width};
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Behavior, ColorMode, CompletionType, Config, Editor};
use std::path::Path;
use std::process::Command;

/// How often in a row a line may fail to be read.
const MOST_FAILURES: usize = 3;

/// Runs a sitting.
pub(super) fn run(engine: &mut Engine, output: &mut Output) -> Ended {
    let Some(mut editor) = editor() else { return pipe::run(engine, output, true) };
    let kept = Kept::open(&mut editor);
    engine.remember(history::entries(&editor));
    output.data(&greeting(engine));
    let mut failures = 0_usize;
    let mut lookout = None;
    loop {
        if engine.settings.watch && lookout.is_none() {
            lookout = Lookout::start(&mut editor);
        }
        if let Some(lookout) = &lookout {
            lookout.watch(engine);
        }
        editor.set_helper(Some(Typist::new(engine)));
        match editor.readline(&engine.prompt()) {
            Ok(entry) => {
                failures = 0;
                kept.add(&mut editor, &entry);
                engine.resize(width());
                let said = engine.line(&entry);
                output.data(&said.text);
                if said.quit || output.is_closed() {
                    return Ended::Well;
                }
                if let Some(Then::Edit(file, line)) = said.then {
                    output.data(&edit(engine, &file, line));
                }
            }
            Err(ReadlineError::Interrupted) => engine.interrupt(),
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

fn editor() -> Option<Editor<Typist, DefaultHistory>> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .behavior(Behavior::Stdio)
        // What is typed is made harmless where it is coloured, so it always passes there.
        .color_mode(ColorMode::Forced)
        .max_history_size(history::MOST)
        .map(rustyline::config::Builder::build);
    Editor::with_config(config.ok()?).ok()
}

/// Opens a file in the user's editor, and reads it again afterwards.
fn edit(engine: &mut Engine, file: &Path, line: usize) -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let name = words.next().unwrap_or("vi");
    match Command::new(name).args(words).arg(format!("+{line}")).arg(file).status() {
        Ok(_) => engine.reload().text,
        Err(why) => {
            let message = Message::NoEditor { name: name.to_owned(), why: why.to_string() };
            format!("{}\n", message.text(engine.lang()))
        }
    }
}
