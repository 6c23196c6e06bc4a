//! Finds the settings that hold for a file.
//!
//! In: a file's name. Out: the nearest `quanze.toml`: in its folder, or in the folders above.

use super::files::{InputError, read_one, shown};
use std::path::{Path, PathBuf};

/// What the file of settings is called.
const NAME: &str = "quanze.toml";

/// Returns the name and the text of the settings for a file, if there are any.
///
/// # Errors
/// Says why they cannot be read.
pub fn settings_of(file: &str) -> Result<Option<(String, String)>, InputError> {
    match nearest(Path::new(file)) {
        Some(path) => Ok(Some((shown(&path), read_one(&path)?))),
        None => Ok(None),
    }
}

fn nearest(file: &Path) -> Option<PathBuf> {
    // What has the name and cannot be read is not passed over. Near ones are named as the file was; those above where the program was started are named in full.
    let near = file.ancestors().skip(1).map(|folder| folder.join(NAME));
    let far = std::fs::canonicalize(file).ok();
    let far = far.iter().flat_map(|file| file.ancestors().skip(1)).map(|folder| folder.join(NAME));
    let found: Vec<PathBuf> = near.chain(far).filter(|path| path.symlink_metadata().is_ok()).collect();
    found.into_iter().next()
}
