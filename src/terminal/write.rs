//! Writes a file anew, whole or not at all.
//!
//! In: a path, the text that was read there, the new text. Out: the file with the new text, its permissions kept; or the file
//! as it was, and the reason. What a link points to is written, and the link stays.

use super::files::{InputError, shown};
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Puts a new text in the place of the one that was read.
///
/// # Errors
/// Says why the file is as it was.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), InputError> {
    let refused = |why: &io::Error| InputError::CannotWrite { path: shown(path), why: reason(why) };
    // Renaming would put a file where the link was.
    let target = fs::canonicalize(path).map_err(|why| refused(&why))?;
    let permissions = fs::metadata(&target).map_err(|why| refused(&why))?.permissions();
    if permissions.readonly() {
        return Err(InputError::ReadOnly { path: shown(path) });
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let beside = written_beside(folder, new, Some(permissions)).map_err(|why| refused(&why))?;
    if fs::read(&target).map_err(|why| refused(&why))? != old.as_bytes() {
        return Err(InputError::ChangedMeanwhile { path: shown(path) });
    }
    beside.persist(&target).map_err(|why| refused(&why.error))?;
    // The text is safe; that its name is, too, not every system can promise.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Writes a file that may not be there yet, whatever it holds now.
///
/// # Errors
/// Says why it was not written; what was there before is untouched then.
pub fn write(path: &Path, text: &str) -> Result<(), InputError> {
    // A file takes the place of what is there: of a device, a pipe or a link that leads nowhere it must not.
    let there = fs::symlink_metadata(path).is_ok();
    if there && !path.is_file() {
        return Err(InputError::NotReplaced { path: shown(path) });
    }
    write_whole(path, text).map_err(|why| InputError::CannotWrite { path: shown(path), why: reason(&why) })
}

/// Returns what the system says, without the name of the file that was written beside: that one is gone.
fn reason(why: &io::Error) -> String {
    let text = why.to_string();
    text.split_once(" at path \"").map_or(text.as_str(), |(reason, _)| reason).to_owned()
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let permissions = fs::metadata(&place).ok().map(|known| known.permissions());
    let beside = written_beside(folder, text, permissions.or_else(usual))?;
    beside.persist(&place).map(|_| ()).map_err(|error| error.error)
}

/// Returns the permissions that new files usually have.
#[cfg(unix)]
fn usual() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn usual() -> Option<Permissions> {
    None
}

/// Writes a text to a new file in a folder; it goes away again unless it is kept.
fn written_beside(folder: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}
