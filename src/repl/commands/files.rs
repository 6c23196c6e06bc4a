//! `:load`, `:reload`, `:edit`: files come in the place of what is there, or nothing changes.

use super::show;
use super::watch::Watch;
use crate::diagnostic::Diagnostic;
use crate::message::Message;
use crate::repl::engine::Engine;
use crate::repl::said::{Said, Then};
use crate::session::Session;
use crate::terminal::{Files, diagnostics, exists, printable, read, stamp};
use std::path::PathBuf;

/// Why files were not loaded.
struct Refused {
    text: String,
    /// They could not be read; otherwise they were not understood.
    unreadable: bool,
}

/// Reads the files that are named.
pub(in crate::repl) fn load(engine: &mut Engine, argument: &str) -> Said {
    if argument.is_empty() {
        return engine.refuse(Message::LoadWhat);
    }
    load_paths(engine, paths(argument))
}

/// Reads files in the place of what was loaded; if any is not sound, everything stays as it was.
pub(in crate::repl) fn load_paths(engine: &mut Engine, paths: Vec<PathBuf>) -> Said {
    match sound(engine, &paths) {
        Err(refused) => kept(engine, refused),
        Ok(session) => {
            engine.session = session;
            engine.watch = Watch { stamp: Some(stamp(&paths)), stale: false };
            engine.paths = paths;
            engine.typed.clear();
            engine.tried = None;
            Said::text(loaded(engine))
        }
    }
}

/// Reads the files again and adds what was typed since.
pub(in crate::repl) fn reload(engine: &mut Engine, _: &str) -> Said {
    if engine.paths.is_empty() {
        return engine.refuse(Message::NothingToReload);
    }
    let mut session = match sound(engine, &engine.paths) {
        Err(refused) => return kept(engine, refused),
        Ok(session) => session,
    };
    for typed in &engine.typed {
        let added = match typed.in_place {
            true => session.add_in_place(&typed.text),
            false => session.add(&typed.text).map(|_| ()),
        };
        if let Err(why) = added {
            let text = diagnostics(&engine.canvas, &session.sources, &why);
            return kept(engine, Refused { text, unreadable: false });
        }
    }
    // What was given and forgotten does not come back.
    let back: Vec<String> = session
        .given()
        .iter()
        .map(|new| new.fact.text.clone())
        .filter(|new| engine.session.given().iter().all(|old| old.fact.text != *new))
        .collect();
    for fact in back {
        session.forget(Some(&fact));
    }
    engine.session = session;
    engine.watch = Watch { stamp: Some(stamp(&engine.paths)), stale: false };
    Said::text(loaded(engine))
}

/// Opens the file that something is written in, in the user's editor; it is read again afterwards.
pub(in crate::repl) fn edit(engine: &mut Engine, name: &str) -> Said {
    if !engine.person {
        return engine.refuse(Message::EditNeedsTerminal);
    }
    let place = if name.is_empty() { None } else { show::place(engine, name) };
    let place = match place {
        Some((file, line)) => Some((PathBuf::from(file), line)),
        None if name.is_empty() => {
            engine.paths.first().filter(|path| path.is_file()).map(|path| (path.clone(), 1))
        }
        None => return engine.refuse(Message::NoSuchName { name: name.to_owned(), near: None }),
    };
    match place.filter(|(file, _)| file.is_file()) {
        Some((file, line)) => Said { then: Some(Then::Edit(file, line)), ..Said::default() },
        None => engine.refuse(Message::NothingToEdit),
    }
}

/// Reads files into a session of their own.
fn sound(engine: &Engine, paths: &[PathBuf]) -> Result<Session, Refused> {
    let texts = read(paths).map_err(|errors| {
        let errors: Vec<Diagnostic> = errors.into_iter().map(Into::into).collect();
        let text = diagnostics(&engine.canvas, &engine.session.sources, &errors);
        Refused { text, unreadable: true }
    })?;
    let mut session = Session::default();
    session.accept_reconstruction(engine.settings.accept);
    let wrong = session.load_with(texts, &mut Files::new(paths));
    if wrong.is_empty() {
        return Ok(session);
    }
    Err(Refused { text: diagnostics(&engine.canvas, &session.sources, &wrong), unreadable: false })
}

/// Says what is there now, a line for each policy.
fn loaded(engine: &Engine) -> String {
    let mut text = String::new();
    for policy in engine.session.policies() {
        let model = &policy.model;
        let message = Message::Loaded {
            name: model.name.clone(),
            title: model.header.title.clone(),
            matters: model.matters.leaf_count(),
            rules: model.rules.iter().filter(|rule| rule.effect.is_listed()).count(),
        };
        text.push_str(&printable(&message.text(engine.lang())));
        text.push('\n');
    }
    engine.fitted(&text)
}

fn kept(engine: &Engine, refused: Refused) -> Said {
    let text = format!("{}{}\n", refused.text, Message::NothingChanged.text(engine.lang()));
    Said { text, failed: true, unreadable: refused.unreadable, ..Said::default() }
}

/// Splits paths at blanks, unless all of it is one path, or one between quotes.
fn paths(argument: &str) -> Vec<PathBuf> {
    let unquoted = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match unquoted {
        Some(path) => vec![PathBuf::from(path)],
        None if exists(argument) => vec![PathBuf::from(argument)],
        None => argument.split_whitespace().map(PathBuf::from).collect(),
    }
}
