//! `:whatif`, `:keep`, `:undo`, `:diff`: other rules, tried, kept and taken back.

use super::why::refuse;
use crate::export::{Pair, Setting, difference_line, difference_lines, json_text};
use crate::message::{Asking, Lang, Message};
use crate::repl::engine::{Engine, Typed};
use crate::repl::said::Said;
use crate::session::WhatIf;
use crate::terminal::printable;

/// Shows which answers would change, and what would newly be wrong.
pub(in crate::repl) fn what_if(engine: &mut Engine, rules: &str) -> Said {
    if rules.is_empty() {
        return refuse(engine, &Asking::WhatIfWhat);
    }
    match engine.session.what_if(rules) {
        Err(why) => engine.wrong(&why, Message::NothingChanged),
        Ok(tried) => {
            let text = told(engine, &tried);
            engine.tried = Some((rules.to_owned(), tried));
            Said::text(text)
        }
    }
}

fn told(engine: &Engine, tried: &WhatIf) -> String {
    let Some(old) = engine.session.model(tried.policy) else { return String::new() };
    let lang = engine.lang();
    let pair = Pair { old, new: tried.model(), sources: &engine.session.sources, lang };
    if engine.settings.json {
        let line = difference_line(pair, &tried.difference, None).beside(tried.alone.as_ref(), lang);
        return format!("{}\n", json_text(&line));
    }
    let mut lines = Vec::new();
    if !tried.replaced.is_empty() {
        let rules = tried.replaced.iter().map(|&rule| old.rules[rule].id.clone()).collect();
        lines.push(Asking::WouldReplace { rules }.text(lang));
    }
    if tried.added > 0 {
        lines.push(Asking::WouldAdd { count: tried.added }.text(lang));
    }
    if tried.difference.is_empty() {
        lines.push(Asking::NothingWouldChange.text(lang));
    } else {
        // Both sides have one name: the title says nothing here.
        lines.extend(difference_lines(pair, &tried.difference, None, Setting::Plain).into_iter().skip(1));
    }
    if !tried.arising.is_empty() {
        lines.push(Asking::WouldArise.text(lang));
        lines.extend(tried.arising.iter().map(|finding| {
            let diagnostic = finding.diagnostic(tried.model(), lang);
            format!("  {}: {}", diagnostic.code.as_str(), diagnostic.message.text(lang))
        }));
    }
    lines.extend(tried.alone.iter().map(|alone| alone.text(lang)));
    lines.push(Asking::KeepIt.text(lang));
    // A rule that says so before and after is named once.
    lines.dedup();
    engine.fitted(&format!("{}\n", printable(&lines.join("\n"))))
}

/// Keeps what was tried.
pub(in crate::repl) fn keep(engine: &mut Engine, _: &str) -> Said {
    let Some((text, tried)) = engine.tried.take() else { return refuse(engine, &Asking::NothingTried) };
    engine.session.keep(tried);
    engine.typed.push(Typed { text, in_place: true, step: true });
    said(engine.lang(), &Asking::Kept)
}

/// Takes back the last statement.
pub(in crate::repl) fn undo(engine: &mut Engine, _: &str) -> Said {
    engine.tried = None;
    if !engine.session.undo() {
        return refuse(engine, &Asking::NothingToUndo);
    }
    if let Some(at) = engine.typed.iter().rposition(|typed| typed.step) {
        engine.typed.remove(at);
    }
    said(engine.lang(), &Asking::Undone)
}

/// Shows where answers differ from what was loaded.
pub(in crate::repl) fn diff(engine: &mut Engine, _: &str) -> Said {
    let mut text = String::new();
    let mut compared = false;
    for number in 0..engine.session.policies().len() {
        let mut loaded = match engine.session.as_loaded(number) {
            Err(why) => return engine.wrong(&why, Message::NothingChanged),
            Ok(None) => continue,
            Ok(Some(loaded)) => loaded,
        };
        compared = true;
        if !engine.session.is_changed(number) {
            continue;
        }
        let found = match engine.session.changes(number, &mut loaded) {
            Err(why) => return engine.wrong(&[*why], Message::NothingChanged),
            Ok(found) => found,
        };
        let (Some(found), Some(new)) = (found, engine.session.model(number)) else { continue };
        let alone = engine.session.compared_alone(number);
        let pair = Pair { old: loaded.model(), new, sources: &engine.session.sources, lang: engine.lang() };
        if engine.settings.json {
            let line = difference_line(pair, &found, None).beside(alone.as_ref(), engine.lang());
            text.push_str(&format!("{}\n", json_text(&line)));
        } else if !found.is_empty() {
            let mut lines = difference_lines(pair, &found, None, Setting::Plain);
            lines.dedup();
            lines.extend(alone.map(|alone| alone.text(engine.lang())));
            text.push_str(&format!("{}\n", lines.join("\n")));
        }
    }
    match (compared, text.is_empty()) {
        (false, _) => refuse(engine, &Asking::NothingLoaded),
        (true, true) => said(engine.lang(), &Asking::SameAsLoaded),
        (true, false) => Said::text(engine.fitted(&printable(&text))),
    }
}

/// Says one thing.
fn said(lang: Lang, what: &Asking) -> Said {
    Said::text(format!("{}\n", what.text(lang)))
}
