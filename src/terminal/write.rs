//! Writes a file whole or not at all.
//!
//! In: a path and a text. Out: the file, moved into its place once all of it is written. If anything fails, what was there before is
//! untouched.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a text to a file.
///
/// # Errors
/// Says why it could not be written; the old file is untouched then.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new().prefix(".quanze-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    let permissions = fs::metadata(&place).map(|known| known.permissions());
    match permissions {
        Ok(known) => file.as_file().set_permissions(known)?,
        Err(_) => readable(file.as_file())?,
    }
    file.persist(&place).map(|_| ()).map_err(|error| error.error)
}

/// Gives a new file the permissions that new files usually have.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}
