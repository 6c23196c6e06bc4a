//! The first lines of a sitting: what is loaded, and what can be asked of it.
//!
//! In: the engine. Out: a few lines, with a question about the policy that is loaded.

use super::engine::Engine;
use super::typing::initials;
use crate::message::{Lang, Word, local};
use crate::model::{Model, PERFORMER};
use crate::syntax::{QueryWords, quoted};
use crate::terminal::{printable, wrap};

/// Returns the lines that a person is greeted with.
pub(super) fn greeting(engine: &Engine) -> String {
    let lang = engine.lang();
    let word = match engine.session().policies().first().and_then(|policy| example(&policy.model, lang)) {
        Some((query, letters)) => Word::Greeting { query, letters },
        None => Word::GreetingEmpty,
    };
    wrap(&printable(&word.text(lang)), engine.canvas.width, 2)
}

/// Returns a short question that the policy can be asked, and the letters that spell its matter.
fn example(model: &Model, lang: Lang) -> Option<(String, String)> {
    const SHORT: usize = 5;
    let names: Vec<&str> = model.matters.names().filter(|name| quoted(name) == **name).collect();
    let short = names.iter().find(|name| (2..=SHORT).contains(&name.chars().count()) && !name.is_ascii());
    let name = short.or(names.first())?;
    let level = model.axes[PERFORMER].values.last();
    let at = QueryWords::of(lang).at;
    let level = level.map(|level| format!(" {at} {}", quoted(local(&level.name, &level.aliases, lang))));
    Some((format!("{name}{}", level.unwrap_or_default()), initials(name)))
}
