//! `:explain`: an answer with the rules themselves.

use crate::message::{Message, Word};
use crate::model::{Model, RuleId};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::session::{Reply, Session};
use crate::terminal::printable;

/// Answers a query, and shows every rule that has to do with it.
pub(in crate::repl) fn explain(engine: &mut Engine, query: &str) -> Said {
    if query.is_empty() {
        return engine.refuse(Message::ExplainWhat);
    }
    let replies = match engine.session.ask(query) {
        Err(why) => return engine.wrong(&why, Message::AskOrHelp),
        Ok(replies) => replies,
    };
    let mut text = String::new();
    for reply in &replies {
        text.push_str(&engine.reply(reply, replies.len() > 1));
        text.push_str(&rules_of(engine, reply));
    }
    Said::text(text)
}

fn rules_of(engine: &Engine, reply: &Reply) -> String {
    let Some(model) = engine.session.model(reply.policy) else { return String::new() };
    let (model, answer) = reply.answer.holding(model);
    let mut rules: Vec<RuleId> = answer.rules.clone();
    rules.extend(answer.branches.iter().flat_map(|branch| branch.answer.rules.iter().copied()));
    rules.extend(answer.beaten.iter().map(|(loser, _)| *loser));
    rules.sort_unstable();
    rules.dedup();
    let lines = rules.into_iter().flat_map(|rule| rule_in_full(engine, &engine.session, model, rule));
    lines.map(|line| format!("{}\n", printable(&line))).collect()
}

/// Returns a rule with its section and its own text.
pub(in crate::repl) fn rule_in_full(
    engine: &Engine,
    session: &Session,
    model: &Model,
    id: RuleId,
) -> Vec<String> {
    let rule = &model.rules[id];
    let (file, line) = session.sources.cited(rule.span);
    let section = rule.section.map(|section| &model.sections[section]);
    let title = section.and_then(|section| section.title.clone()).unwrap_or_default();
    let head = Word::RuleHead { id: rule.id.clone(), cite: model.citation(rule), title };
    let mut lines = vec![head.text(engine.lang()), format!("    {file}:{line}")];
    if let Some(quote) = &rule.quote {
        lines.push(format!("    「{}」", quote.text));
    }
    let text = session.sources.get(rule.span.source).map_or("", |source| source.slice(rule.span));
    lines.extend(text.lines().map(|line| format!("    | {}", line.trim())));
    lines
}
