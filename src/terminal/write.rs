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
    let refused = |why: &io::Error| InputError::CannotWrite { path: shown(path), why: why.to_string() };
    // Renaming would put a file where the link was.
    let target = fs::canonicalize(path).map_err(|why| refused(&why))?;
    let permissions = fs::metadata(&target).map_err(|why| refused(&why))?.permissions();
    if permissions.readonly() {
        return Err(InputError::ReadOnly { path: shown(path) });
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let beside = written_beside(folder, new, permissions).map_err(|why| refused(&why))?;
    if fs::read(&target).map_err(|why| refused(&why))? != old.as_bytes() {
        return Err(InputError::ChangedMeanwhile { path: shown(path) });
    }
    beside.persist(&target).map_err(|why| refused(&why.error))?;
    // The text is safe; that its name is, too, not every system can promise.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Writes a file that may not be there yet.
///
/// # Errors
/// Says why it was not written.
pub fn write(path: &Path, text: &str) -> Result<(), InputError> {
    if let Ok(old) = fs::read_to_string(path) {
        return replace(path, &old, text);
    }
    let refused = |why: &io::Error| InputError::CannotWrite { path: shown(path), why: why.to_string() };
    let made = File::options().write(true).create_new(true).open(path);
    made.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|why| refused(&why))
}

/// Writes a text to a new file in a folder; it goes away again unless it is kept.
fn written_beside(folder: &Path, text: &str, permissions: Permissions) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    Ok(file)
}
