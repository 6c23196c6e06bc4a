//! The files that rule files use.
//!
//! In: a path as a file writes it. Out: the text, if it lies under the root. A file from elsewhere must not make this
//! program read, and quote in its messages, whatever the system lets it read.

use super::files::{InputError, read_one, shown};
use crate::session::{Found, Library, Refused};
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What stands in the folder that holds everything that belongs together.
const MARKS: &[&str] = &["quanze.toml", ".git"];

/// Files under the folders that the command names.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The paths that the command names.
    named: Vec<PathBuf>,
}

impl Files {
    /// Makes the library for a command that names these paths.
    #[must_use]
    pub fn new(named: &[PathBuf]) -> Files {
        Files { named: named.to_vec() }
    }

    /// Returns the folder that files used from this one may lie under: the nearest with a mark, or else the widest of the
    /// folders that the command names or runs in, or else this one.
    fn root(&self, folder: &Path) -> PathBuf {
        let marked = |place: &&Path| MARKS.iter().any(|mark| place.join(mark).exists());
        if let Some(root) = folder.ancestors().find(marked) {
            return root.to_path_buf();
        }
        let named = self.named.iter().filter(|path| path.is_dir()).cloned();
        let around = named.chain(env::current_dir()).filter_map(|path| fs::canonicalize(path).ok());
        let widest =
            around.filter(|path| folder.starts_with(path)).min_by_key(|path| path.components().count());
        widest.unwrap_or_else(|| folder.to_path_buf())
    }
}

impl Library for Files {
    fn identity(&self, name: &str) -> String {
        identity(Path::new(name))
    }

    fn find(&mut self, from: &str, path: &str) -> Result<Found, Refused> {
        let written = Path::new(path);
        if path.is_empty() || !written.components().all(is_relative) {
            return Err(Refused::NotRelative);
        }
        if written.extension().is_none_or(|extension| extension != "qz") {
            return Err(Refused::NotRuleFile);
        }
        let file = fs::canonicalize(from).map_err(|why| Refused::Unreadable(why.to_string()))?;
        let folder = file.parent().unwrap_or(Path::new("/"));
        let root = self.root(folder);
        // First the path as written, so that nothing is said of what lies outside, not even whether it is there; then
        // what links make of it.
        let meant = plain(&folder.join(written));
        let outside = || Refused::Outside(from_here(&root));
        if !meant.starts_with(&root) {
            return Err(outside());
        }
        let found = fs::canonicalize(&meant).map_err(|_| Refused::Missing)?;
        if !found.starts_with(&root) {
            return Err(outside());
        }
        if !found.is_file() {
            return Err(Refused::NotRuleFile);
        }
        let text = read_one(&found).map_err(|error| match error {
            InputError::NotUtf8 { .. } => Refused::NotUtf8,
            InputError::CannotRead { why, .. } => Refused::Unreadable(why),
            // One file that is only read is no folder, and nothing is written.
            _ => Refused::NotRuleFile,
        })?;
        let beside = Path::new(from).parent().unwrap_or(Path::new(""));
        Ok(Found { identity: shown(&found), name: shown(&plain(&beside.join(written))), text })
    }
}

/// Returns what is the same for every path that leads to the same file.
#[must_use]
pub fn identity(path: &Path) -> String {
    shown(&fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// Returns a folder as it is seen from the one that the command runs in, where one of the two holds the other.
fn from_here(folder: &Path) -> String {
    let here = env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    if let Ok(below) = folder.strip_prefix(&here) {
        return if below.as_os_str().is_empty() { ".".to_owned() } else { shown(below) };
    }
    match here.strip_prefix(folder) {
        Ok(above) => above.components().map(|_| "..").collect::<Vec<_>>().join("/"),
        Err(_) => shown(folder),
    }
}

fn is_relative(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir)
}

/// Takes `.` and `..` out of a path as it is written.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            // Above the top there is nothing.
            Component::ParentDir if plain.has_root() => {}
            other => plain.push(other),
        }
    }
    plain
}
