//! A look at watched files while the prompt waits.
//!
//! In: the files, as they were when they were last read. Out: a line above the prompt once they have changed. They are not
//! read here: that is done before the next answer, so that nothing changes under what somebody is typing.

use super::engine::Engine;
use super::history::Line;
use crate::message::Message;
use crate::terminal::{Stamp, stamp};
use rustyline::ExternalPrinter;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How long it rests between two looks.
const REST: Duration = Duration::from_millis(500);

/// Somebody who looks.
pub(super) struct Lookout(Arc<Mutex<Watched>>);

/// What is looked at; nothing while something else is done.
#[derive(Default)]
struct Watched {
    paths: Vec<PathBuf>,
    stamp: Option<Stamp>,
    text: String,
}

impl Lookout {
    /// Sends somebody to look; nothing where the terminal cannot be written to meanwhile.
    pub(super) fn start(editor: &mut Line) -> Option<Lookout> {
        let mut printer = editor.create_external_printer().ok()?;
        let watched = Arc::new(Mutex::new(Watched::default()));
        let seen = Arc::clone(&watched);
        thread::spawn(move || {
            loop {
                thread::sleep(REST);
                let Some(text) = changed(&seen) else { continue };
                if printer.print(text).is_err() {
                    return;
                }
            }
        });
        Some(Lookout(watched))
    }

    /// Tells what to look at until the next entry.
    pub(super) fn watch(&self, engine: &Engine) {
        let Ok(mut watched) = self.0.lock() else { return };
        *watched = match engine.settings.watch {
            true => Watched {
                paths: engine.paths.clone(),
                stamp: engine.watch.stamp.clone(),
                text: format!("{}\n", Message::FilesWillBeRead.text(engine.lang())),
            },
            false => Watched::default(),
        };
    }
}

/// Returns what there is to say, once.
fn changed(watched: &Mutex<Watched>) -> Option<String> {
    let mut watched = watched.lock().ok()?;
    let before = watched.stamp.as_ref()?;
    if stamp(&watched.paths) == *before {
        return None;
    }
    watched.stamp = None;
    Some(watched.text.clone())
}
