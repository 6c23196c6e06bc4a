//! `:show NAME`: what a name means, where it is declared, and what is said of it.

use super::explain::rule_in_full;
use super::list::{fact_line, level_line, rules_about, table_line, with_aliases};
use crate::message::{Aside, Message, Word};
use crate::model::{MATTER, MatterId, Model, RuleId, nearest};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::source::Span;
use crate::syntax::canonical;
use crate::terminal::printable;

/// Shows what a name means in every policy that has it.
pub(in crate::repl) fn show(engine: &mut Engine, name: &str) -> Said {
    if engine.session.policies().is_empty() {
        return engine.refuse(Message::NothingToAsk);
    }
    if name.is_empty() {
        return engine.refuse(Message::ShowWhat);
    }
    let name = plain(name);
    let mut text = String::new();
    for policy in engine.session.policies() {
        let lines = meanings(engine, &policy.model, &name);
        if !lines.is_empty() && engine.session.policies().len() > 1 {
            text.push_str(&format!("[{}]\n", policy.model.name));
        }
        lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    }
    if text.is_empty() {
        let near = engine.session.policies().iter().find_map(|policy| near(&policy.model, &name));
        return engine.refuse(Message::NoSuchName { name, near });
    }
    Said::text(printable(&text))
}

/// Returns the file and the line where a matter or a rule is written.
pub(in crate::repl) fn place(engine: &Engine, name: &str) -> Option<(String, usize)> {
    let name = plain(name);
    let written = |model: &Model| {
        let rule = rule_called(model, &name).map(|rule| model.rules[rule].span);
        rule.or_else(|| model.matters.find(&name).map(|matter| model.matters.nodes[matter].span))
    };
    let span: Span = engine.session.policies().iter().find_map(|policy| written(&policy.model))?;
    let (file, line) = engine.session.sources.cited(span);
    Some((file.to_owned(), line))
}

/// Takes the signs around a name away: quotes, and the brackets of a rule.
fn plain(name: &str) -> String {
    const AROUND: &[(char, char)] =
        &[('"', '"'), ('[', ']'), ('\u{300C}', '\u{300D}'), ('\u{201C}', '\u{201D}')];
    let inner = AROUND.iter().find_map(|(open, close)| name.strip_prefix(*open)?.strip_suffix(*close));
    canonical(inner.unwrap_or(name).trim())
}

fn rule_called(model: &Model, name: &str) -> Option<RuleId> {
    model.rules.pairs().find(|(_, rule)| rule.id == name).map(|(id, _)| id)
}

fn meanings(engine: &Engine, model: &Model, name: &str) -> Vec<String> {
    let lang = engine.lang();
    let mut lines = Vec::new();
    let mut add = |kind: Word, what: String| {
        lines.push(Word::Colon { left: kind.text(lang), right: what }.text(lang));
    };
    if let Some(rule) = rule_called(model, name) {
        return rule_in_full(engine, &engine.session, model, rule);
    }
    if let Some(level) = model.levels.iter().find(|level| level.is_called(name)) {
        add(Word::Level, level_line(model, level));
    }
    for fact in model.axes.iter().skip(2) {
        if fact.is_called(name) {
            add(Word::Fact, fact_line(fact));
        } else if fact.named(name).is_some() {
            add(Word::Value, format!("{name} ({})", fact_line(fact)));
        }
    }
    for table in &model.tables {
        if table.is_called(name) {
            add(Word::Table, table_line(model, table));
        } else if table.row(name).is_some() {
            add(Word::Row, format!("{name} ({})", table_line(model, table)));
        }
    }
    if let Some(parameter) = model.parameter(name) {
        let text = engine.session.sources.get(parameter.span.source);
        add(Word::Parameter, text.map_or("", |source| source.slice(parameter.span)).to_owned());
    }
    for section in model.sections.iter().filter(|section| section.label == name) {
        add(Word::Section, format!("{} {}", section.label, section.title.clone().unwrap_or_default()));
        let id = model.sections.pairs().find(|(_, one)| std::ptr::eq(*one, section)).map(|(id, _)| id);
        let rules = model.rules.iter().filter(|rule| rule.section == id && rule.effect.is_listed());
        let ids: Vec<String> = rules.map(|rule| format!("[{}]", rule.id)).collect();
        add(Word::Rules, ids.join(" "));
    }
    if let Some(matter) = model.matters.find(name) {
        lines.extend(matter_in_full(engine, model, matter));
    }
    lines
}

fn matter_in_full(engine: &Engine, model: &Model, id: MatterId) -> Vec<String> {
    let lang = engine.lang();
    let matter = &model.matters.nodes[id];
    let (file, position) = engine.session.sources.locate(matter.span);
    let name = with_aliases(&matter.name, &matter.aliases);
    let head =
        Word::Colon { left: Word::Matter.text(lang), right: format!("{name}  {file}:{}", position.line) };
    let mut lines = vec![head.text(lang)];
    if let Some(parent) = matter.parent {
        lines.push(format!(
            "  {}",
            Message::PartOf { name: model.matters.nodes[parent].name.clone() }.text(lang)
        ));
    }
    let under = model.matters.nodes.iter().filter(|node| node.parent == Some(id));
    let under: Vec<String> = under.map(|node| node.name.clone()).collect();
    if !under.is_empty() {
        lines.push(format!("  {}", Message::MadeOf { names: under }.text(lang)));
    }
    lines.extend(rules_about(model, &engine.session, id).into_iter().map(|line| format!("  {line}")));
    let leaves = model.matters.under(id);
    let about = |set: &crate::model::ValueSet| !set.intersection(&leaves).is_empty();
    let remarks = model.remarks.iter().filter(|remark| remark.matters.as_ref().is_some_and(about));
    lines.extend(remarks.map(|remark| {
        let message = Aside::Remark { text: remark.text.clone(), cite: remark.cite.clone() };
        format!("  {}", message.text(lang))
    }));
    lines
}

/// Returns the nearest name of anything.
fn near(model: &Model, name: &str) -> Option<String> {
    let levels = model.levels.iter().flat_map(|level| std::iter::once(&level.name).chain(&level.aliases));
    let facts = model.axes.pairs().filter(|(id, _)| *id != MATTER);
    let facts = facts.flat_map(|(_, fact)| std::iter::once(fact.name.as_str()).chain(fact.words()));
    let rules = model.rules.iter().map(|rule| rule.id.as_str());
    let names = model.matters.names().chain(levels.map(String::as_str)).chain(facts).chain(rules);
    nearest(name, names).map(str::to_owned)
}
