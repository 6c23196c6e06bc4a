//! `:save`: the policy as it is now, into a file.

use super::watch::Watch;
use super::why::refuse;
use crate::diagnostic::Diagnostic;
use crate::message::{Asking, Message};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{InputError, printable, stamp, write};
use std::path::{Path, PathBuf};

/// Writes the policy with what was typed and kept.
pub(in crate::repl) fn save(engine: &mut Engine, argument: &str) -> Said {
    let number = match chosen(engine) {
        Ok(number) => number,
        Err(said) => return said,
    };
    let loaded = engine.session.policies().get(number).map(|policy| PathBuf::from(policy.file_name()));
    let named = argument.trim().trim_matches(['"', '\'']);
    let path = match (named, &loaded) {
        ("", Some(loaded)) if loaded.is_file() => loaded.clone(),
        ("", _) => return refuse(engine, &Asking::SaveWhere),
        (named, _) => PathBuf::from(named),
    };
    let shown = path.display().to_string();
    let in_place = loaded.is_some_and(|loaded| is_same(&loaded, &path));
    if path.exists() && !in_place {
        return refuse(engine, &Asking::FileExists { path: shown });
    }
    // What somebody else wrote meanwhile is not lost.
    if in_place && engine.watch.stamp.as_ref() != Some(&stamp(&engine.paths)) {
        return refuse(engine, &Asking::FileChanged { path: shown });
    }
    let Some(text) = engine.session.written(number) else { return refuse(engine, &Asking::CannotWrite) };
    match write(&path, &text) {
        Ok(()) => {
            let file = if in_place {
                engine.session.policies().get(number).map(|policy| policy.file_name().to_owned())
            } else {
                None
            };
            engine.session.saved(number, file.as_deref().unwrap_or(&shown), &text);
            if in_place {
                // What was typed stands in the file now: it is not added once more when that is read again.
                engine.typed.retain(|typed| !typed.step);
                engine.watch = Watch { stamp: Some(stamp(&engine.paths)), stale: false };
            }
            let text = Asking::Saved { path: shown }.text(engine.lang());
            Said::text(format!("{}\n", printable(&text)))
        }
        Err(InputError::CannotWrite { why, .. }) => refuse(engine, &Asking::NotSaved { path: shown, why }),
        Err(error) => {
            let text = Diagnostic::from(error).message.text(engine.lang());
            Said { text: format!("{}\n", printable(&text)), failed: true, ..Said::default() }
        }
    }
}

/// Returns the policy that is meant: the only one, or the only one that was changed.
fn chosen(engine: &Engine) -> Result<usize, Said> {
    let all = engine.session.policies().len();
    let mut changed = (0..all).filter(|&number| engine.session.is_changed(number));
    match (all, changed.next(), changed.next()) {
        (0, ..) => Err(engine.refuse(Message::NothingToAsk)),
        (1, ..) => Ok(0),
        (_, Some(only), None) => Ok(only),
        _ => {
            let names = engine.session.policies().iter().map(|policy| policy.model.name.clone()).collect();
            Err(engine.refuse(Message::WhichPolicy { names }))
        }
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
