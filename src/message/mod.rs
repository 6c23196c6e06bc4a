//! Every text that a person reads, in English and in Chinese.
//!
//! In: a typed message with its facts. Out: the sentence in one language. A text that is missing in a language does not
//! compile. Nothing outside this folder holds prose.

mod advice;
mod aside;
mod asking;
mod between;
mod called;
mod code;
mod counts;
mod form;
mod sentence;
mod title;
mod topic;
mod word;

pub use advice::Advice;
pub use aside::Aside;
pub use asking::Asking;
pub use between::Between;
pub use called::{Called, local};
pub use code::about_code;
pub use form::{Expected, Form};
pub use sentence::Message;
pub use title::title;
pub use topic::Topic;
pub use word::Word;

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// Returns the language that `--lang` names.
    #[must_use]
    pub fn named(name: &str) -> Option<Lang> {
        match name {
            "en" => Some(Lang::En),
            "zh" => Some(Lang::Zh),
            _ => None,
        }
    }
}

/// Declares a catalogue: each message with its facts, then its text in English and in Chinese.
macro_rules! catalogue {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $({ $($field:ident : $kind:ty),* })? => $en:expr, $zh:expr;)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant $({ $(#[doc = concat!("The fact `", stringify!($field), "`.")] $field: $kind),* })?,)*
        }

        impl $name {
            /// Returns the text in a language.
            #[must_use]
            pub fn text(&self, lang: $crate::message::Lang) -> String {
                match self {
                    $($name::$variant $({ $($field),* })? => match lang {
                        $crate::message::Lang::En => String::from($en),
                        $crate::message::Lang::Zh => String::from($zh),
                    },)*
                }
            }
        }
    };
}
pub(crate) use catalogue;

/// Joins names: `a`, `b`, `c`.
fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Joins names the Chinese way: 「a」、「b」.
fn listed_zh(names: &[String]) -> String {
    names.iter().map(|name| format!("「{name}」")).collect::<Vec<_>>().join("、")
}

/// Returns names in one language.
fn in_each(names: &[Called], language: fn(&Called) -> &str) -> Vec<String> {
    names.iter().map(|name| language(name).to_owned()).collect()
}

/// Returns the ending of a plural.
fn s(count: impl TryInto<u128>) -> &'static str {
    if count.try_into().is_ok_and(|count| count == 1) { "" } else { "s" }
}
