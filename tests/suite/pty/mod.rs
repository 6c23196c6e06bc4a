//! Sittings at a pseudo-terminal, seen as a user sees them: the program's bytes are drawn on a screen, and the screen is
//! looked at.
//!
//! The machine may be slow and busy. So every wait looks again and again until what it waits for is there, for minutes if
//! need be; what the program writes is taken in while keys are sent; and keys are sent in small portions.

mod conversations;
mod picture;
mod typing;

use crate::run::{folder, profile};
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use std::io::{ErrorKind, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How long a wait lasts before it is in vain.
const PATIENCE: Duration = Duration::from_secs(240);
/// How many bytes are sent at once: a terminal holds four thousand.
const PORTION: usize = 64;

const ROWS: u16 = 40;
const COLUMNS: u16 = 80;

const FILE: &str = "policies/benxi/ip-2025.qz";

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
const TAB: &str = "\t";
const UP: &str = "\u{1b}[A";
const LEFT: &str = "\u{1b}[D";
const RIGHT: &str = "\u{1b}[C";
const BACKSPACE: &str = "\u{7f}";
const ENTER: &str = "\r";

fn size(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

/// How a sitting is started.
struct Start {
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
    columns: u16,
    rows: u16,
}

impl Start {
    /// A sitting in English with the Benxi plan; its home is an empty folder.
    fn new(home: &str) -> Start {
        Start::at(&folder(home))
    }

    /// The same with a home that may have been used before.
    fn at(home: &Path) -> Start {
        let environment = vec![
            ("LANG", "en_US.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("HOME", home.display().to_string()),
            ("XDG_STATE_HOME", home.join("state").display().to_string()),
        ];
        let arguments = vec!["repl".to_owned(), FILE.to_owned()];
        Start { arguments, environment, columns: COLUMNS, rows: ROWS }
    }

    fn chinese(self) -> Start {
        self.with("LANG", "zh_CN.UTF-8")
    }

    fn with(mut self, name: &'static str, value: &str) -> Start {
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Start {
        self.environment.retain(|(known, _)| *known != name);
        self
    }

    fn files(mut self, paths: &[&Path]) -> Start {
        self.arguments = vec!["repl".to_owned()];
        self.arguments.extend(paths.iter().map(|path| path.display().to_string()));
        self
    }

    fn sized(mut self, columns: u16, rows: u16) -> Start {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// Starts the program without waiting for anything.
    fn spawn(self) -> Sitting {
        // A new terminal has some size of its own: the program starts once it has the size that is wanted.
        let mut command = Command::new("sh");
        let wanted = format!("{} {}", self.rows, self.columns);
        let line =
            format!("until [ \"$(stty size)\" = '{wanted}' ]; do sleep 0.01; done; exec \"$0\" \"$@\"");
        command.arg("-c").arg(line).arg(env!("CARGO_BIN_EXE_quanze")).args(&self.arguments);
        command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().envs(profile());
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let mut session = OsSession::spawn(command).unwrap();
        session.get_process_mut().set_window_size(self.columns, self.rows).unwrap();
        let screen = vt100::Parser::new(size(self.rows), size(self.columns), 2_000);
        Sitting { session, screen, bytes: Vec::new(), ended: false, prompts: 0 }
    }

    /// Starts the program and waits for its prompt.
    fn start(self) -> Sitting {
        let mut sitting = self.spawn();
        sitting.prompt();
        sitting
    }
}

/// A program at a terminal, and the screen as a user sees it.
struct Sitting {
    session: OsSession,
    screen: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
    /// How many prompts were waited for so far.
    prompts: usize,
}

/// What the program writes when it begins to read a line.
const READS: &str = "\u{1b}[?2004h";
/// What it writes before and after it draws a line anew: in between the screen is half drawn.
const DRAWS: &str = "\u{1b}[?2026h";
const DRAWN: &str = "\u{1b}[?2026l";

impl Sitting {
    // ------------------------------------------------------------ keys

    /// Sends keys, a few at a time, and takes in what is written meanwhile.
    fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    fn send_bytes(&mut self, keys: &[u8]) {
        for portion in keys.chunks(PORTION) {
            self.session.write_all(portion).unwrap();
            self.session.flush().unwrap();
            while self.take_in() {}
        }
    }

    /// Types text and waits until it stands before the cursor.
    fn type_in(&mut self, text: &str) {
        self.send(text);
        self.typed(text);
    }

    /// Waits until a text stands before the cursor.
    fn typed(&mut self, text: &str) {
        self.until(&format!("`{text}` before the cursor"), |sitting| sitting.before_cursor().ends_with(text));
    }

    /// Enters one line and waits for the next prompt.
    fn enter(&mut self, line: &str) {
        self.type_in(line);
        self.send(ENTER);
        self.prompt();
    }

    /// Drops the line and waits for the next prompt.
    fn interrupt(&mut self) {
        self.send(CTRL_C);
        self.prompt();
    }

    /// Pastes text the way a terminal does that brackets it.
    fn paste(&mut self, text: &str) {
        self.until("bracketed paste", |sitting| sitting.screen.screen().bracketed_paste());
        self.send(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.session.get_process_mut().set_window_size(columns, rows).unwrap();
        self.screen.screen_mut().set_size(size(rows), size(columns));
    }

    // ------------------------------------------------------------ the screen

    /// Takes in what has arrived; tells whether anything has.
    fn take_in(&mut self) -> bool {
        let mut bytes = [0; 4096];
        match self.session.try_read(&mut bytes) {
            Ok(0) => self.ended = true,
            Ok(count) => {
                self.bytes.extend_from_slice(&bytes[..count]);
                self.screen.process(&bytes[..count]);
                return true;
            }
            Err(why) if why.kind() == ErrorKind::WouldBlock => {}
            // The other side of the terminal is closed.
            Err(_) => self.ended = true,
        }
        false
    }

    /// Waits until something is so.
    fn until(&mut self, what: &str, is_so: impl Fn(&Sitting) -> bool) {
        let begun = Instant::now();
        while !(self.is_drawn() && is_so(self)) {
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {what}; the cursor at {:?}; the screen:\n{}",
                self.cursor(),
                self.shown()
            );
            assert!(!self.ended, "ended while waiting for {what}; the screen:\n{}", self.shown());
            if !self.take_in() {
                std::thread::sleep(Duration::from_millis(3));
            }
        }
    }

    fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    fn rows(&self) -> u16 {
        self.screen.screen().size().0.get()
    }

    fn cursor(&self) -> (u16, u16) {
        self.screen.screen().cursor_position()
    }

    /// The row that the cursor is in.
    fn row(&self) -> String {
        let (row, _) = self.cursor();
        self.columns_of(row, self.screen.screen().size().1.get()).trim_end().to_owned()
    }

    /// The row that the cursor is in, up to it: hints stand behind.
    fn before_cursor(&self) -> String {
        let (row, column) = self.cursor();
        self.columns_of(row, column)
    }

    fn columns_of(&self, row: u16, end: u16) -> String {
        let cells = (0..end).filter_map(|column| self.screen.screen().cell(row, column));
        cells
            .filter(|cell| !cell.is_wide_continuation())
            .map(|cell| if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() })
            .collect()
    }

    /// Everything that was written, even if it is no longer on the screen.
    fn heard(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn see(&mut self, text: &str) {
        self.until(&format!("`{text}`"), |sitting| sitting.shown().contains(text));
    }

    fn hear(&mut self, text: &str) {
        self.until(&format!("`{text}`"), |sitting| sitting.heard().contains(text));
    }

    /// Waits until the program reads another line, at an empty prompt. What stands there before is no answer: a line that is
    /// drawn anew begins like an empty one.
    fn prompt(&mut self) {
        self.reads_at(">");
    }

    /// Waits for the prompt that asks for a fact.
    fn asked_for(&mut self, fact: &str) {
        self.reads_at(&format!("{fact}>"));
    }

    fn reads_at(&mut self, prompt: &str) {
        let before = self.prompts;
        self.until(&format!("another `{prompt}`"), |sitting| {
            sitting.count(READS) > before && sitting.row() == prompt
        });
        self.prompts = self.count(READS);
    }

    /// Tells how often something was written.
    fn count(&self, written: &str) -> usize {
        self.bytes.windows(written.len()).filter(|bytes| *bytes == written.as_bytes()).count()
    }

    /// Tells whether no line is half drawn.
    fn is_drawn(&self) -> bool {
        self.count(DRAWS) == self.count(DRAWN)
    }

    /// Shows what is on the screen now; asserts that a text is there.
    fn shows(&self, text: &str) {
        assert!(self.shown().contains(text), "no `{text}` on the screen:\n{}", self.shown());
    }

    fn shows_not(&self, text: &str) {
        assert!(!self.shown().contains(text), "`{text}` on the screen:\n{}", self.shown());
    }

    // ------------------------------------------------------------ the end

    /// Waits for the end, and returns the exit code.
    fn exit_code(&mut self) -> i32 {
        let begun = Instant::now();
        loop {
            while self.take_in() {}
            match self.session.get_process().status().unwrap() {
                WaitStatus::Exited(_, code) => return code,
                WaitStatus::StillAlive => {}
                other => panic!("ended with {other:?}; the screen:\n{}", self.shown()),
            }
            assert!(begun.elapsed() < PATIENCE, "does not end; the screen:\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    fn leave(mut self) {
        self.send(CTRL_D);
        assert_eq!(self.exit_code(), 0, "{}", self.shown());
    }
}

/// A policy in a few lines, in a file that a test may change.
fn small(home: &Path) -> PathBuf {
    let path = home.join("small.qz");
    std::fs::write(&path, crate::repl::SMALL).unwrap();
    path
}
