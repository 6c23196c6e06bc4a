//! `:list`, `:matters`, `:levels`, `:facts`, `:rules`, `:remarks`: what a policy has, a line each.

use crate::message::{Message, Word};
use crate::model::{Axis, AxisKind, AxisValue, Level, MatterId, Model, Rule, Table, Unit};
use crate::repl::command::{LIST_WORDS, List};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::session::Session;
use crate::terminal::printable;

/// Lists what is named, or matters, levels and facts.
pub(in crate::repl) fn list(engine: &mut Engine, what: &str) -> Said {
    // Rules are many: they are listed only when they are asked for.
    let asked: Vec<List> = match what {
        "" => vec![List::Matters, List::Levels, List::Facts],
        what => {
            let words = LIST_WORDS.iter().zip(List::ALL);
            let named = words.filter(|((english, chinese), _)| english.starts_with(what) || *chinese == what);
            named.map(|(_, list)| *list).collect()
        }
    };
    if asked.is_empty() && !engine.session.policies().is_empty() {
        return engine.refuse(Message::ListWhat);
    }
    lists(engine, &asked, "")
}

/// Shows one list, or what of it has to do with some words.
pub(in crate::repl) fn one(engine: &mut Engine, list: List, only: &str) -> Said {
    lists(engine, &[list], only)
}

/// Shows lists of every policy.
fn lists(engine: &Engine, asked: &[List], only: &str) -> Said {
    if engine.session.policies().is_empty() {
        return engine.refuse(Message::NothingToAsk);
    }
    let mut text = String::new();
    for policy in engine.session.policies() {
        if engine.session.policies().len() > 1 {
            text.push_str(&format!("[{}]\n", policy.model.name));
        }
        for list in asked {
            let (word, lines) = lines_of(&policy.model, &engine.session, *list, only);
            text.push_str(&format!("{} ({})\n", word.text(engine.lang()), lines.len()));
            let most = engine.settings.limit.unwrap_or(usize::MAX);
            lines.iter().take(most).for_each(|line| text.push_str(&format!("  {line}\n")));
            if let Some(more) = lines.len().checked_sub(most).filter(|more| *more > 0) {
                text.push_str(&format!("  {}\n", Message::ListCut { more }.text(engine.lang())));
            }
        }
    }
    Said::text(engine.fitted(&printable(&text)))
}

fn lines_of(model: &Model, session: &Session, list: List, only: &str) -> (Word, Vec<String>) {
    let (word, mut lines) = match list {
        List::Matters => (Word::Matters, matter_list(model)),
        List::Levels => (Word::Levels, level_list(model)),
        List::Facts => (Word::Facts, fact_list(model)),
        List::Rules => match model.matters.find(only) {
            // Rules about a matter are also those about a group that it is in.
            Some(matter) => return (Word::Rules, rules_about(model, session, matter)),
            None => (Word::Rules, rule_list(model, session)),
        },
        List::Remarks => (Word::Remarks, remark_list(model)),
    };
    lines.retain(|line| line.contains(only));
    (word, lines)
}

pub(super) fn with_aliases(name: &str, aliases: &[String]) -> String {
    if aliases.is_empty() { name.to_owned() } else { format!("{name} ({})", aliases.join(", ")) }
}

fn matter_list(model: &Model) -> Vec<String> {
    let tree = &model.matters;
    tree.nodes
        .iter()
        .map(|node| {
            let name = with_aliases(&node.name, &node.aliases);
            match node.parent.filter(|&parent| tree.nodes[parent].whole) {
                Some(parent) => format!("{} component {name}", tree.nodes[parent].name),
                None => name,
            }
        })
        .collect()
}

fn level_list(model: &Model) -> Vec<String> {
    model.levels.iter().map(|level| level_line(model, level)).collect()
}

/// Returns a level with its local names and what it is made of.
pub(super) fn level_line(model: &Model, level: &Level) -> String {
    let names: Vec<&str> = level.members.iter().map(|&member| model.levels[member].name.as_str()).collect();
    let members = if names.is_empty() { String::new() } else { format!(" of {}", names.join(", ")) };
    format!("{}{members}", with_aliases(&level.name, &level.aliases))
}

fn fact_list(model: &Model) -> Vec<String> {
    let facts = model.axes.pairs().skip(1).filter(|(id, _)| *id != model.date());
    facts.map(|(_, fact)| fact_line(fact)).chain(model.tables.iter().map(|t| table_line(model, t))).collect()
}

/// Returns a fact as it is declared.
pub(super) fn fact_line(fact: &Axis) -> String {
    format!("{} : {}", with_aliases(&fact.name, &fact.aliases), values_of(fact))
}

/// Returns a table by its rows.
pub(super) fn table_line(model: &Model, table: &Table) -> String {
    let rows: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    let of = &model.axes[table.axis].name;
    format!("{} of {of} : {}", with_aliases(&table.name, &table.aliases), rows.join(" | "))
}

/// Returns the values of a fact as they are declared.
pub(super) fn values_of(fact: &Axis) -> String {
    let kind = fact.scale.as_ref().map(|scale| match scale.unit {
        Unit::Fen => "amount",
        Unit::Count => "number",
        Unit::Day => "date",
    });
    if let Some(kind) = kind {
        return kind.to_owned();
    }
    let value = |value: &AxisValue| {
        if value.rest { format!("elsewhere in {}", value.name) } else { value.name.clone() }
    };
    let mut values: Vec<String> = fact.values.iter().map(value).collect();
    if fact.open {
        values.push("other".to_owned());
    }
    values.join(if fact.kind == AxisKind::Ordered { " < " } else { " | " })
}

fn remark_list(model: &Model) -> Vec<String> {
    model.remarks.iter().map(|remark| format!("{} ({})", remark.text, remark.cite)).collect()
}

fn rule_list(model: &Model, session: &Session) -> Vec<String> {
    let listed = model.rules.iter().filter(|rule| rule.effect.is_listed());
    listed.map(|rule| rule_line(session, rule)).collect()
}

/// Returns the rules that are about a matter, each by its first line.
pub(super) fn rules_about(model: &Model, session: &Session, matter: MatterId) -> Vec<String> {
    let leaves = model.matters.under(matter);
    let about = |rule: &&Rule| rule.effect.is_listed() && !rule.matters.intersection(&leaves).is_empty();
    model.rules.iter().filter(about).map(|rule| rule_line(session, rule)).collect()
}

fn rule_line(session: &Session, rule: &Rule) -> String {
    let text = session.sources.get(rule.span.source).map_or("", |source| source.slice(rule.span));
    format!("[{}] {}", rule.id, text.lines().next().unwrap_or_default().trim())
}
