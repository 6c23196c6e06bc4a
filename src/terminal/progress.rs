//! A word on the error stream about work that takes long.
//!
//! In: what is being done. Out: one line at a terminal, once a second has passed, and taken away when the work is over. Nothing is
//! said where nobody looks on.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// How long work may take without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Work that goes on; it is over when this is dropped.
#[derive(Debug)]
pub struct Working {
    over: Option<Sender<()>>,
    teller: Option<JoinHandle<()>>,
}

/// Says what is being done, if it takes long and a person looks on.
#[must_use]
pub fn working(text: String) -> Working {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if dumb || !io::stderr().is_terminal() {
        return Working { over: None, teller: None };
    }
    let (over, waiting) = channel();
    Working { over: Some(over), teller: Some(spawn(move || tell(&text, &waiting))) }
}

fn tell(text: &str, waiting: &Receiver<()>) {
    if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let mut stream = io::stderr();
    // A terminal that is gone needs no word.
    let _ = write!(stream, "{text}").and_then(|()| stream.flush());
    let _ = waiting.recv();
    let _ = write!(stream, "\r\x1b[2K").and_then(|()| stream.flush());
}

impl Drop for Working {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(teller) = self.teller.take() {
            let _ = teller.join();
        }
    }
}
