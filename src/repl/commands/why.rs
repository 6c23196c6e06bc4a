//! `:why`, `:trace`, `:whynot`: why an answer is so, and what would make it another one.

use crate::export::{
    answer_head, explain_line, json_text, trace_head, trace_lines, why_lines, why_not_line, why_not_lines,
};
use crate::message::{Asking, Message};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::session::Asked;
use crate::syntax::sought_and_query;
use crate::terminal::printable;

/// Says why an answer is so, by the rules that decide it.
pub(in crate::repl) fn why(engine: &mut Engine, query: &str) -> Said {
    explained(engine, query, false)
}

/// Shows how every rule about the matter stands.
pub(in crate::repl) fn trace(engine: &mut Engine, query: &str) -> Said {
    explained(engine, query, true)
}

fn explained(engine: &mut Engine, query: &str, whole: bool) -> Said {
    let Some(query) = named(engine, query) else { return refuse(engine, &Asking::WhyWhat) };
    let replies = match engine.session.question(&query) {
        Err(why) => return engine.wrong(&why, Message::AskOrHelp),
        Ok(Asked::Lists(_)) => return refuse(engine, &Asking::WhyWhat),
        Ok(Asked::Replies(replies)) => replies,
    };
    let several = replies.len() > 1;
    let mut text = String::new();
    for reply in &replies {
        let traced = match engine.session.trace(reply) {
            Ok(traced) => traced,
            Err(why) => return engine.wrong(&why, Message::AskOrHelp),
        };
        let Some(model) = engine.session.model(reply.policy) else { continue };
        let (sources, lang) = (&engine.session.sources, engine.lang());
        if engine.settings.json {
            let line = explain_line((model, sources), &query, &reply.answer, &traced, lang);
            text.push_str(&format!("{}\n", json_text(&line)));
            continue;
        }
        let mut lines = Vec::new();
        if several {
            lines.push(format!("[{}]", model.name));
        }
        if whole {
            lines.extend(answer_head(model, &reply.answer, lang).into_iter().take(1));
            lines.extend(trace_head(model, &reply.answer, lang));
            lines.extend(trace_lines(model, sources, &traced, lang));
        } else {
            lines.extend(why_lines(model, sources, &reply.answer, &traced, lang));
        }
        text.push_str(&format!("{}\n", printable(&lines.join("\n"))));
    }
    engine.last = Some(query);
    Said::text(text)
}

/// Shows what would make an answer another one.
pub(in crate::repl) fn why_not(engine: &mut Engine, argument: &str) -> Said {
    let (answer, query) = sought_and_query(argument);
    if answer.is_empty() {
        return refuse(engine, &Asking::WhyNotWhat);
    }
    let Some(query) = named(engine, query) else { return refuse(engine, &Asking::WhyNotWhat) };
    let found = match engine.session.why_not(&query, answer) {
        Err(why) => return engine.wrong(&why, Message::AskOrHelp),
        Ok(found) => found,
    };
    let several = found.len() > 1;
    let mut text = String::new();
    for found in &found {
        let Some(model) = engine.session.model(found.reply.policy) else { continue };
        let (place, lang) = ((model, &engine.session.sources), engine.lang());
        if engine.settings.json {
            for one in &found.found {
                let line = why_not_line(place, &query, &found.reply.answer, one, lang);
                let line = line.with_notes(found.notes.iter().map(|note| note.text(lang)).collect());
                text.push_str(&format!("{}\n", json_text(&line)));
            }
            continue;
        }
        if several {
            text.push_str(&format!("[{}]\n", model.name));
        }
        let lines = why_not_lines(place, &found.reply.query, &found.reply.answer, &found.found, lang);
        text.push_str(&format!("{}\n", lines.join("\n")));
        for note in &found.notes {
            text.push_str(&format!("  {}\n", note.text(lang)));
        }
    }
    Said::text(printable(&text))
}

/// Returns the query that is named, or else the last one that was answered.
fn named(engine: &Engine, query: &str) -> Option<String> {
    if query.is_empty() { engine.last.clone() } else { Some(query.to_owned()) }
}

/// Refuses an entry in one sentence.
pub(super) fn refuse(engine: &Engine, why: &Asking) -> Said {
    Said { text: format!("{}\n", printable(&why.text(engine.lang()))), failed: true, ..Said::default() }
}
