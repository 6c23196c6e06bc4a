//! `:given`, `:forget`: facts that hold for the questions that follow.

use crate::message::Message;
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::source::Span;
use crate::terminal::printable;

/// Lists the facts that are given, or gives one.
pub(in crate::repl) fn given(engine: &mut Engine, binding: &str) -> Said {
    if !binding.is_empty() {
        return engine.statements(&format!("given {binding}"));
    }
    let lines = lines(engine);
    if lines.is_empty() {
        return Said::text(format!("{}\n", Message::NothingGiven.text(engine.lang())));
    }
    Said::text(printable(&lines.iter().map(|line| format!("  {line}\n")).collect::<String>()))
}

/// Returns each fact that is given, as it was written.
pub(super) fn lines(engine: &Engine) -> Vec<String> {
    let sources = &engine.session.sources;
    let text =
        |span: Span| sources.get(span.source).map_or("", |source| source.slice(span)).trim().to_owned();
    engine.session.given().iter().map(|binding| text(binding.span)).collect()
}

/// Forgets a fact that was given, or all of them.
pub(in crate::repl) fn forget(engine: &mut Engine, fact: &str) -> Said {
    let before = engine.session.given().len();
    if before == 0 {
        return engine.refuse(Message::NothingGiven);
    }
    engine.session.forget(Some(fact).filter(|fact| !fact.is_empty()));
    let count = before.saturating_sub(engine.session.given().len());
    if count == 0 {
        return engine.refuse(Message::NotGiven { fact: fact.to_owned() });
    }
    Said::text(format!("{}\n", Message::Forgotten { count }.text(engine.lang())))
}
