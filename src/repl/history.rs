//! The history file.
//!
//! In: entries. Out: a file in the state directory that only its owner may read; several sittings at once add to it, and
//! none takes away what another has added. A history that cannot be kept is not worth a word.

use super::typing::Typist;
use etcetera::BaseStrategy;
use rustyline::Editor;
use rustyline::history::DefaultHistory;
use std::path::{Path, PathBuf};

/// How many entries are kept.
pub(super) const MOST: usize = 10_000;

/// Where the history is kept.
pub(super) struct Kept(Option<PathBuf>);

/// A line that is edited.
pub(super) type Line = Editor<Typist, DefaultHistory>;

impl Kept {
    /// Finds the place, and reads what is there.
    pub(super) fn open(editor: &mut Line) -> Kept {
        let path = path();
        if let Some(path) = &path {
            // A first sitting has no history yet.
            let _ = editor.load_history(path);
        }
        Kept(path)
    }

    /// Adds an entry.
    pub(super) fn add(&self, editor: &mut Line, entry: &str) {
        if entry.trim().is_empty() || !matches!(editor.add_history_entry(entry), Ok(true)) {
            return;
        }
        if let Some(path) = &self.0 {
            // Only what is new is written, behind what other sittings wrote meanwhile.
            let _ = editor.append_history(path);
        }
    }
}

/// Returns the entries of earlier sittings.
pub(super) fn entries(editor: &Line) -> Vec<String> {
    editor.history().iter().cloned().collect()
}

fn path() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("quanze");
    create(&folder)?;
    Some(folder.join("history"))
}

/// Makes a folder that only its owner may look into.
fn create(folder: &Path) -> Option<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).ok()
}
