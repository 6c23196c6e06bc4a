//! Reads rule files.
//!
//! In: paths as typed. Out: each file's name and text, in a fixed order; a folder means all `.qz` files under it.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::message::{Advice, Message};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Why a path gave no text.
#[derive(Debug)]
pub enum InputError {
    /// The system refused.
    CannotRead {
        /// The path.
        path: String,
        /// What the system said.
        why: String,
    },
    /// The bytes are no UTF-8.
    NotUtf8 {
        /// The path.
        path: String,
        /// The first byte that does not fit.
        offset: usize,
        /// An encoding that they look like.
        guess: &'static str,
    },
    /// A folder without rule files.
    NoRuleFiles {
        /// The path.
        path: String,
    },
}

impl From<InputError> for Diagnostic {
    fn from(error: InputError) -> Diagnostic {
        let make = |code, message| Diagnostic::new(code, Severity::Error, message);
        match error {
            InputError::CannotRead { path, why } => {
                make(Code::CannotRead, Message::CannotRead { path, why }).help(Advice::CannotRead)
            }
            InputError::NotUtf8 { path, offset, guess } => {
                make(Code::NotUtf8, Message::NotUtf8 { path, offset, guess }).help(Advice::NotUtf8)
            }
            InputError::NoRuleFiles { path } => {
                make(Code::NoRuleFiles, Message::NoRuleFiles { path }).help(Advice::NoRuleFiles)
            }
        }
    }
}

/// Reads files, and every `.qz` file under folders, sorted by path; a file named twice is read once.
///
/// # Errors
/// Returns every path that could not be read.
pub fn read(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Vec<InputError>> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut errors = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    for path in paths {
        match list(path) {
            Ok(files) => {
                for file in files {
                    let identity = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
                    if seen.contains(&identity) {
                        continue;
                    }
                    seen.push(identity);
                    match read_one(&file) {
                        Ok(text) => texts.push((shown(&file), text)),
                        Err(error) => errors.push(error),
                    }
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(texts) } else { Err(errors) }
}

/// Tells whether a path leads to something.
#[must_use]
pub fn exists(path: &str) -> bool {
    Path::new(path).exists()
}

/// Returns the folder that the program was started in, as it is shown.
#[must_use]
pub fn working_folder() -> Option<String> {
    std::env::current_dir().ok().map(|folder| shown(&folder))
}

/// Returns a name as it is written from a folder: without a leading `./`, and without the folder itself.
#[must_use]
pub fn relative(name: &str, folder: Option<&str>) -> String {
    let inside = folder.and_then(|folder| name.strip_prefix(folder.trim_end_matches('/')));
    let inside = inside.and_then(|rest| rest.strip_prefix('/')).unwrap_or(name);
    let mut rest = inside;
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    rest.to_owned()
}

fn list(path: &Path) -> Result<Vec<PathBuf>, InputError> {
    let kind = fs::metadata(path).map_err(|why| cannot_read(path, &why.to_string()))?;
    if !kind.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name().into_iter() {
        let entry = entry.map_err(|why| cannot_read(path, &why.to_string()))?;
        let is_rule_file = entry.path().extension().is_some_and(|extension| extension == "qz");
        if is_rule_file && fs::metadata(entry.path()).is_ok_and(|kind| kind.is_file()) {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() { Err(InputError::NoRuleFiles { path: shown(path) }) } else { Ok(files) }
}

fn read_one(path: &Path) -> Result<String, InputError> {
    let kind = fs::metadata(path).map_err(|why| cannot_read(path, &why.to_string()))?;
    if !kind.is_file() {
        return Err(cannot_read(path, "not a regular file"));
    }
    let bytes = fs::read(path).map_err(|why| cannot_read(path, &why.to_string()))?;
    String::from_utf8(bytes).map_err(|why| InputError::NotUtf8 {
        path: shown(path),
        offset: why.utf8_error().valid_up_to(),
        guess: guess(why.as_bytes()),
    })
}

/// Guesses an encoding from how the bytes begin.
fn guess(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "UTF-16",
        _ => "GB18030",
    }
}

fn cannot_read(path: &Path, why: &str) -> InputError {
    InputError::CannotRead { path: shown(path), why: why.to_owned() }
}

/// Returns a path as it is shown, with forward slashes everywhere.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_written_from_the_root() {
        assert_eq!(relative("./a/b.qz", Some("/w")), "a/b.qz");
        assert_eq!(relative("/w/a.qz", Some("/w")), "a.qz");
        assert_eq!(relative("/wider/a.qz", Some("/w")), "/wider/a.qz");
        assert_eq!(relative("../a.qz", None), "../a.qz");
    }
}
