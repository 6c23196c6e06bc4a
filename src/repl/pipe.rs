//! Plain lines, from a pipe or at a terminal that can do no more.
//!
//! In: bytes. Out: what the engine says to each entry; nothing is asked back. A statement with an open brace goes on to the
//! line that closes it, or to an empty one.

use super::Ended;
use super::engine::Engine;
use super::greeting::greeting;
use crate::message::Message;
use crate::terminal::Output;
use std::io::{self, BufRead};

/// Reads and answers lines; `prompt` says whose turn it is.
pub(super) fn run(engine: &mut Engine, output: &mut Output, prompt: bool) -> Ended {
    let mut input = io::stdin().lock();
    let mut failed = false;
    let mut pending = String::new();
    let mut spoiled = false;
    let mut bytes = Vec::new();
    if prompt {
        output.data(&greeting(engine));
    }
    loop {
        if prompt {
            output.data(if pending.is_empty() { engine.prompt() } else { "| ".to_owned() }.as_str());
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
        } else if !(ended && entry.is_empty()) {
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
