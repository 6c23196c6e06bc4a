//! What a `use` asks of the outside world.
//!
//! In: the name of the file that says `use`, and the path as written. Out: a text with its identity, or why there is
//! none. Nothing is read here: the front end hands in a library that does.

use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::syntax::ast::Use;

/// A text that a `use` led to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The same for every path that leads to the same file.
    pub identity: String,
    /// The name that messages show.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Why a `use` led to no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no such file.
    Missing,
    /// The system refused; what it said.
    Unreadable(String),
    /// The bytes are no UTF-8.
    NotUtf8,
    /// An absolute path, or an empty one.
    NotRelative,
    /// A folder, or a file whose name does not end in `.qz`.
    NotRuleFile,
    /// The file lies outside of this folder.
    Outside(String),
    /// There are no files here.
    NoFiles,
}

/// Where the files come from that others use.
pub trait Library {
    /// Returns what is the same for every path that leads to the same file.
    fn identity(&self, name: &str) -> String;

    /// Finds the file that `path` means in the file of this name.
    ///
    /// # Errors
    /// Says why there is none.
    fn find(&mut self, from: &str, path: &str) -> Result<Found, Refused>;
}

/// A library without files.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLibrary;

impl Library for NoLibrary {
    fn identity(&self, name: &str) -> String {
        name.to_owned()
    }

    fn find(&mut self, _from: &str, _path: &str) -> Result<Found, Refused> {
        Err(Refused::NoFiles)
    }
}

impl Refused {
    /// Says at a `use` why it led to no text.
    pub(super) fn diagnostic(self, tree: &Use) -> Diagnostic {
        let path = tree.path.text.clone();
        let (code, message, help) = match self {
            Refused::Missing => (Code::CannotUse, Message::UseMissing { path }, Advice::UsePath),
            Refused::Unreadable(why) => {
                (Code::CannotUse, Message::UseUnreadable { path, why }, Advice::CannotRead)
            }
            Refused::NotUtf8 => (Code::CannotUse, Message::UseNotUtf8 { path }, Advice::NotUtf8),
            Refused::NotRelative => (Code::CannotUse, Message::UseNotRelative { path }, Advice::UsePath),
            Refused::NotRuleFile => (Code::CannotUse, Message::UseNotRuleFile { path }, Advice::NoRuleFiles),
            Refused::Outside(root) => {
                (Code::OutsideRoot, Message::UseOutside { path, root }, Advice::UseRoot)
            }
            Refused::NoFiles => (Code::UseNowhere, Message::UseNowhere, Advice::UseNowhere),
        };
        Diagnostic::error(code, tree.path.span, message).help(help)
    }
}
