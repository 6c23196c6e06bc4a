//! What something of a policy is called in each language.
//!
//! In: a name and its aliases, as a policy declares them. Out: the name for a message in one language.

use super::{Lang, Word};

/// A name, and the one that a Chinese message uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    name: String,
    chinese: String,
}

impl Called {
    /// Takes a name and its aliases; the fact that every policy has is called `level` without being declared.
    #[must_use]
    pub fn new(name: &str, aliases: &[String]) -> Called {
        let chinese = if name == "level" && aliases.is_empty() {
            Word::Level.text(Lang::Zh)
        } else {
            local(name, aliases, Lang::Zh).to_owned()
        };
        Called { name: name.to_owned(), chinese }
    }

    /// Returns it in English.
    #[must_use]
    pub fn en(&self) -> &str {
        &self.name
    }

    /// Returns it in Chinese.
    #[must_use]
    pub fn zh(&self) -> &str {
        &self.chinese
    }
}

/// Returns the name to use in a language: in Chinese the first alias that is Chinese, where the name is not.
#[must_use]
pub fn local<'n>(name: &'n str, aliases: &'n [String], lang: Lang) -> &'n str {
    match aliases.iter().find(|alias| !alias.is_ascii()) {
        Some(alias) if lang == Lang::Zh && name.is_ascii() => alias,
        _ => name,
    }
}
