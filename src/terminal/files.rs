//! Reads rule files.
//!
//! In: paths as typed. Out: each file's name and text, in a fixed order; a folder means all `.qz` files under it.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::limits::LIMITS;
use crate::message::{Advice, Message};
use crate::source::{Position, Source};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
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
    /// A link to nothing.
    LinkToNothing {
        /// The path.
        path: String,
        /// What the link says.
        target: String,
    },
    /// A device, a pipe, a folder: what is opened and never ends, or has no text.
    NoRegularFile {
        /// The path.
        path: String,
    },
    /// The bytes are no UTF-8.
    NotUtf8 {
        /// The path.
        path: String,
        /// The first byte that does not fit.
        offset: usize,
        /// Where it stands.
        position: Position,
        /// An encoding that they look like.
        guess: &'static str,
    },
    /// A folder without rule files.
    NoRuleFiles {
        /// The path.
        path: String,
    },
    /// More bytes than one run reads.
    TooManyBytes {
        /// The path that is one too many.
        path: String,
    },
    /// More files than one run reads.
    TooManyFiles {
        /// The path that is one too many.
        path: String,
    },
    /// The system refused to write.
    CannotWrite {
        /// The path.
        path: String,
        /// What the system said.
        why: String,
    },
    /// Something that a file must not take the place of.
    NotReplaced {
        /// The path.
        path: String,
    },
    /// A file that is not to be changed.
    ReadOnly {
        /// The path.
        path: String,
    },
    /// A file that changed after it was read.
    ChangedMeanwhile {
        /// The path.
        path: String,
    },
}

impl From<InputError> for Diagnostic {
    fn from(error: InputError) -> Diagnostic {
        let (file, until) = (error.path().to_owned(), error.position());
        let (code, message, help) = match error {
            InputError::CannotRead { path, why } => {
                (Code::CannotRead, Message::CannotRead { path, why }, Advice::CannotRead)
            }
            InputError::LinkToNothing { path, target } => {
                (Code::CannotRead, Message::LinkToNothing { path, target }, Advice::LinkToNothing)
            }
            InputError::NoRegularFile { path } => {
                (Code::CannotRead, Message::NoRegularFile { path }, Advice::NoRegularFile)
            }
            InputError::NotUtf8 { path, offset, guess, position } => {
                // People count bytes from one.
                let offset = offset.saturating_add(1);
                let message = Message::NotUtf8 { path, offset, line: position.line, guess };
                (Code::NotUtf8, message, Advice::NotUtf8)
            }
            InputError::NoRuleFiles { path } => {
                (Code::NoRuleFiles, Message::NoRuleFiles { path }, Advice::NoRuleFiles)
            }
            InputError::TooManyBytes { path } => {
                let message = Message::TooManyBytes { path, limit: LIMITS.total_bytes };
                (Code::TooMuchText, message, Advice::FewerFiles)
            }
            InputError::TooManyFiles { path } => {
                let message = Message::TooManyFiles { path, limit: LIMITS.files };
                (Code::TooMuchText, message, Advice::FewerFiles)
            }
            InputError::CannotWrite { path, why } => {
                (Code::CannotWrite, Message::CannotWrite { path, why }, Advice::CannotWrite)
            }
            InputError::NotReplaced { path } => {
                (Code::CannotWrite, Message::NotReplaced { path }, Advice::NotReplaced)
            }
            InputError::ReadOnly { path } => {
                (Code::CannotWrite, Message::ReadOnly { path }, Advice::ReadOnly)
            }
            InputError::ChangedMeanwhile { path } => {
                (Code::CannotWrite, Message::ChangedMeanwhile { path }, Advice::RunAgain)
            }
        };
        Diagnostic::new(code, Severity::Error, message).help(help).unread(file, until)
    }
}

impl InputError {
    /// Returns the path that is meant.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            InputError::CannotRead { path, .. }
            | InputError::LinkToNothing { path, .. }
            | InputError::NoRegularFile { path }
            | InputError::NotUtf8 { path, .. }
            | InputError::NoRuleFiles { path }
            | InputError::TooManyBytes { path }
            | InputError::TooManyFiles { path }
            | InputError::CannotWrite { path, .. }
            | InputError::NotReplaced { path }
            | InputError::ReadOnly { path }
            | InputError::ChangedMeanwhile { path } => path,
        }
    }

    fn position(&self) -> Option<Position> {
        if let InputError::NotUtf8 { position, .. } = self { Some(*position) } else { None }
    }
}

/// Reads files, and every `.qz` file under folders, sorted by path; a file named twice is read once.
///
/// # Errors
/// Returns every path that could not be read.
pub fn read(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Vec<InputError>> {
    let (texts, errors) = read_files(paths);
    if errors.is_empty() { Ok(named(texts)) } else { Err(errors) }
}

/// Returns texts with their paths as they are shown.
#[must_use]
pub fn named(texts: Vec<(PathBuf, String)>) -> Vec<(String, String)> {
    texts.into_iter().map(|(path, text)| (shown(&path), text)).collect()
}

/// Reads files as [`read`] does, each with its path; beside them every path that could not be read.
#[must_use]
pub fn read_files(paths: &[PathBuf]) -> (Vec<(PathBuf, String)>, Vec<InputError>) {
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    let mut errors = Vec::new();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut bytes = 0_u64;
    for path in paths {
        let (files, wrong) = list(path);
        errors.extend(wrong);
        for file in files {
            if !seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                continue;
            }
            if seen.len() > LIMITS.files {
                errors.push(InputError::TooManyFiles { path: shown(&file) });
                return (texts, errors);
            }
            // Asked for before it is read, so that no memory is taken for what is refused.
            let more = bytes.saturating_add(fs::metadata(&file).map_or(0, |kind| kind.len()));
            if more > LIMITS.total_bytes {
                errors.push(InputError::TooManyBytes { path: shown(&file) });
                continue;
            }
            bytes = more;
            match read_one(&file) {
                Ok(text) => texts.push((file, text)),
                Err(error) => errors.push(error),
            }
        }
    }
    (texts, errors)
}

/// What files were like at some time: whether they have changed since can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(Vec<(PathBuf, Option<(SystemTime, u64)>)>);

impl Stamp {
    /// Returns how many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Looks at files, and at every `.qz` file under folders, without reading them.
#[must_use]
pub fn stamp(paths: &[PathBuf]) -> Stamp {
    let files = paths.iter().flat_map(|path| {
        let (files, _) = list(path);
        if files.is_empty() { vec![path.clone()] } else { files }
    });
    let look = |file: PathBuf| {
        let found = fs::metadata(&file).ok();
        let seen = found.and_then(|found| Some((found.modified().ok()?, found.len())));
        (file, seen)
    };
    Stamp(files.map(look).collect())
}

/// Returns the text that bytes are, named as if read from a file.
///
/// # Errors
/// Says where the bytes are no UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, InputError> {
    String::from_utf8(bytes).map_err(|why| {
        let offset = why.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(why.as_bytes().get(..offset).unwrap_or_default());
        let position = Source::new(name, text).position(offset);
        InputError::NotUtf8 { path: name.to_owned(), offset, position, guess: guess(why.as_bytes()) }
    })
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

/// Returns the files that a path means, and what is called a rule file or a folder under it and cannot be read as one.
fn list(path: &Path) -> (Vec<PathBuf>, Vec<InputError>) {
    match kind(path) {
        Ok(kind) if kind.is_dir() => {}
        Ok(_) => return (vec![path.to_path_buf()], Vec::new()),
        Err(why) => return (Vec::new(), vec![why]),
    }
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(why) => {
                let place = why.path().unwrap_or(path);
                let system = why.io_error().map_or_else(|| why.to_string(), ToString::to_string);
                errors.push(cannot_read(place, &system));
                continue;
            }
        };
        let file = entry.path();
        if file.extension().is_none_or(|extension| extension != "qz") {
            continue;
        }
        match kind(file) {
            Ok(kind) if kind.is_file() => files.push(entry.into_path()),
            Ok(kind) if kind.is_dir() => {}
            Ok(_) => errors.push(InputError::NoRegularFile { path: shown(file) }),
            Err(_) if is_lock(file) => {}
            Err(why) => errors.push(why),
        }
    }
    if files.is_empty() && errors.is_empty() {
        errors.push(InputError::NoRuleFiles { path: shown(path) });
    }
    (files, errors)
}

/// Tells whether a name is that of the link by which Emacs marks a file that is being edited: it leads nowhere on purpose.
fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".#"))
}

/// Returns what kind of thing a path leads to.
fn kind(path: &Path) -> Result<fs::Metadata, InputError> {
    fs::metadata(path).map_err(|why| match fs::read_link(path) {
        Ok(target) if why.kind() == io::ErrorKind::NotFound => {
            InputError::LinkToNothing { path: shown(path), target: shown(&target) }
        }
        _ => cannot_read(path, &why.to_string()),
    })
}

/// Reads one file.
///
/// # Errors
/// Says why it cannot be read.
pub fn read_one(path: &Path) -> Result<String, InputError> {
    if !kind(path)?.is_file() {
        return Err(InputError::NoRegularFile { path: shown(path) });
    }
    // What the system says of a file's length need not be so, and a file may grow.
    let mut bytes = Vec::new();
    let most = LIMITS.total_bytes.saturating_add(1);
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    if read.map_err(|why| cannot_read(path, &why.to_string()))? as u64 == most {
        return Err(InputError::TooManyBytes { path: shown(path) });
    }
    decode(&shown(path), bytes)
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
#[must_use]
pub fn shown(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
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
