//! What is said to an entry.
//!
//! In: text. Out: plain data; the sitting shows it, and does what only a terminal can do.

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
    /// What the terminal has to do next.
    pub then: Option<Then>,
}

/// What only a terminal can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Open a file in the user's editor at a line, and read it again afterwards.
    Edit(PathBuf, usize),
}

impl Said {
    /// Says a text.
    pub(super) fn text(text: String) -> Said {
        Said { text, ..Said::default() }
    }

    /// Ends the sitting.
    pub(super) fn goodbye() -> Said {
        Said { quit: true, ..Said::default() }
    }

    /// Adds what is said to the next of several lines.
    pub(super) fn and(&mut self, next: Said) {
        self.text.push_str(&next.text);
        self.failed |= next.failed;
        self.unreadable |= next.unreadable;
        self.quit |= next.quit;
        self.then = next.then.or(self.then.take());
    }
}
