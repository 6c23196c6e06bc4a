//! The help screen of the prompt.

use crate::message::{Lang, Word};

/// Returns the help screen.
pub(super) fn screen(lang: Lang) -> String {
    format!("{}\n", Word::ReplHelp.text(lang))
}
