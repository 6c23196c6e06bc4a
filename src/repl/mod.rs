//! The prompt.
//!
//! In: lines, from a terminal or from a pipe. Out: what the engine says to each. The engine knows nothing of terminals: it
//! is one function from a line to what is said.

mod asking;
mod command;
mod commands;
mod engine;
mod greeting;
mod history;
mod lookout;
mod pipe;
mod said;
mod sitting;
mod typing;

pub use engine::Engine;
pub use said::{Said, Then};

use crate::terminal::Output;
use std::io::{self, IsTerminal};
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

/// Takes entries from the command line, one after the other; what is not understood is said on the error stream.
pub fn script(mut engine: Engine, output: &mut Output, paths: &[PathBuf], entries: &[String]) -> Ended {
    if !paths.is_empty() {
        let said = engine.load(paths.to_vec());
        if said.failed {
            output.remark(&said.text);
            return if said.unreadable { Ended::CouldNotLoad } else { Ended::LinesNotUnderstood };
        }
    }
    let mut failed = false;
    for entry in entries {
        let said = engine.line(entry);
        match said.failed {
            true => output.remark(&said.text),
            false => output.data(&said.text),
        }
        failed |= said.failed;
        if said.quit || output.is_closed() {
            break;
        }
    }
    if failed { Ended::LinesNotUnderstood } else { Ended::Well }
}

/// Runs a sitting.
pub fn run(mut engine: Engine, output: &mut Output, paths: &[PathBuf]) -> Ended {
    let person = io::stdin().is_terminal() && io::stdout().is_terminal();
    if person {
        engine = engine.with_person();
    }
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
    if person && !dumb {
        return sitting::run(&mut engine, output);
    }
    let ended = pipe::run(&mut engine, output, person);
    // A person has read what was not understood.
    if person { Ended::Well } else { ended }
}
