//! `:watch`: files that changed are read again before the next entry is answered.
//!
//! In: the stamps of the files. Out: what is said before the answer. As long as a changed file cannot be loaded, every
//! answer says that it rests on the text before.

use super::files;
use crate::message::Message;
use crate::repl::command::{SWITCH, chosen};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{Stamp, stamp};

/// What is known of the files on disk.
#[derive(Debug, Default)]
pub(in crate::repl) struct Watch {
    /// What they were like when they were last read.
    pub stamp: Option<Stamp>,
    /// They have changed since, and could not be loaded.
    pub stale: bool,
}

/// Turns it on, or as is said.
pub(in crate::repl) fn watch(engine: &mut Engine, value: &str) -> Said {
    if value.is_empty() {
        return switch(engine, true);
    }
    match chosen(SWITCH, value) {
        Some(at) => switch(engine, at == 0),
        None => {
            let known = SWITCH.iter().map(|(english, _)| (*english).to_owned()).collect();
            engine.refuse(Message::SettingTakes { value: value.to_owned(), known })
        }
    }
}

/// Turns it on or off.
pub(super) fn switch(engine: &mut Engine, on: bool) -> Said {
    if on && engine.paths.is_empty() {
        return engine.refuse(Message::NothingToReload);
    }
    engine.settings.watch = on;
    let files = engine.watch.stamp.as_ref().map_or(0, Stamp::len);
    Said::text(format!("{}\n", Message::Watching { on, files }.text(engine.lang())))
}

/// Reads the files again if they have changed; returns what there is to say before the next answer.
pub(in crate::repl) fn look(engine: &mut Engine) -> String {
    if !engine.settings.watch {
        return String::new();
    }
    let now = stamp(&engine.paths);
    if engine.watch.stamp.as_ref() == Some(&now) {
        let stale = engine.watch.stale.then(|| format!("{}\n", Message::StaleFiles.text(engine.lang())));
        return stale.unwrap_or_default();
    }
    let said = files::reload(engine, "");
    engine.watch = Watch { stamp: Some(now), stale: said.failed };
    format!("{}\n{}", Message::FilesChanged.text(engine.lang()), said.text)
}
