//! Where output goes, in which language and whether in colour.
//!
//! In: text. Out: bytes on the standard streams; a reader that has gone away is no error.

use crate::message::Lang;
use std::io::{self, IsTerminal, Write};

/// The two standard streams.
#[derive(Debug, Default)]
pub struct Output {
    closed: bool,
}

impl Output {
    /// Writes data.
    pub fn data(&mut self, text: &str) {
        self.write(&mut io::stdout().lock(), text);
    }

    /// Writes a line of data.
    pub fn line(&mut self, text: &str) {
        self.data(&format!("{text}\n"));
    }

    /// Writes what is said about the work, not its result.
    pub fn remark(&mut self, text: &str) {
        // Nobody is left to be told that the error stream is gone.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Tells whether the reader has gone away.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    fn write(&mut self, stream: &mut dyn Write, text: &str) {
        if !self.closed && stream.write_all(text.as_bytes()).and_then(|()| stream.flush()).is_err() {
            self.closed = true;
        }
    }
}

/// Decides whether to use colour: the option, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether it is a terminal.
#[must_use]
pub fn colour(option: &str, stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match option {
        "always" => true,
        "never" => false,
        _ if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        _ if set("CLICOLOR_FORCE") => true,
        _ => stream.is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Returns how many columns diagnostics may take: those of the terminal, else 100.
#[must_use]
pub fn width() -> usize {
    const USUAL: usize = 100;
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal.or(columns).unwrap_or(USUAL).clamp(20, 200)
}

/// Returns the language that the system is set to.
#[must_use]
pub fn locale() -> Lang {
    let locale = sys_locale::get_locale().unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
