//! Why an answer is so, and what would make it another one, as text.
//!
//! In: what the analysis found. Out: lines. A few of them say why in short: the answer, the clauses, and what else there is.

use super::remarks::document_texts;
use super::rows::{cited, note_cell};
use super::table::Table;
use super::text::{branch_case, branch_line, headline, rule_line};
use super::words;
use crate::analysis::{Answer, Sought, Standing, Way, WhyNot, answer_of, facts_text, query_text};
use crate::diagram::Part;
use crate::message::{Aside, Asking, Lang, Message, Word};
use crate::model::{AxisId, Model, Query, RuleId};
use crate::source::Sources;
use std::collections::BTreeSet;

/// Returns why an answer is so: with all rules that decide it, and how many others there are; where it depends on facts, with a line for
/// each case.
#[must_use]
pub fn why_lines(
    model: &Model,
    sources: &Sources,
    answer: &Answer,
    traced: &[(RuleId, Standing)],
    lang: Lang,
) -> Vec<String> {
    let mut lines = vec![headline(model, answer, lang)];
    for branch in &answer.branches {
        lines.push(format!("  {}", branch_line(model, answer, branch, lang)));
        lines.extend(document_texts(&branch.answer, lang).into_iter().map(|line| format!("    {line}")));
    }
    let (words, holds) = answer.holding(model);
    let shown: BTreeSet<RuleId> = holds.all_rules().collect();
    lines.extend(shown.iter().map(|&rule| format!("  {}", rule_line(words, sources, rule))));
    let because =
        words.reasons(&holds.acknowledged).map(|because| Aside::Acknowledged { because }.text(lang));
    lines.extend(because.map(|line| format!("  {line}")));
    lines.extend(document_texts(answer, lang).into_iter().map(|line| format!("  {line}")));
    let mut last: Vec<String> = Vec::new();
    for (loser, winner) in &answer.beaten {
        let id = |rule: &RuleId| model.rules[*rule].id.clone();
        last.push(Aside::Beaten { loser: id(loser), winner: id(winner) }.text(lang));
    }
    let own = |rule: &RuleId| answer.held.is_none() && shown.contains(rule);
    let others = traced.iter().filter(|(rule, _)| !own(rule)).count();
    last.push(match others {
        0 => Asking::NoOtherRule.text(lang),
        others => Asking::MoreRules { others }.text(lang),
    });
    lines.push(format!("  {}", last.join(&Word::Semicolon.text(lang))));
    lines
}

/// Returns an answer in a line, with one for each case of the facts that it needs.
#[must_use]
pub fn answer_head(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    let branches = answer.branches.iter();
    let branches = branches.map(|branch| format!("  {}", branch_line(model, answer, branch, lang)));
    std::iter::once(headline(model, answer, lang)).chain(branches).collect()
}

/// Returns what other documents have to do with an answer, before how every rule stands.
#[must_use]
pub fn trace_head(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    let mut lines = document_texts(answer, lang);
    if let Some(made) = answer.reconstruction.as_ref().filter(|made| made.accepted) {
        let (name, because) = (model.name.clone(), made.because.clone());
        lines.push(Message::IsReconstruction { name, because, accepted: true }.text(lang));
    }
    for branch in &answer.branches {
        let case = branch_case(model, branch, lang);
        let of_case = |right: String| Word::Colon { left: case.clone(), right }.text(lang);
        lines.extend(document_texts(&branch.answer, lang).into_iter().map(of_case));
    }
    if answer.held.is_some() {
        lines.push(Message::AmongThemselves { document: model.name.clone() }.text(lang));
    }
    lines.into_iter().map(|line| format!("  {line}")).collect()
}

/// Returns how every rule about the matter stands, a line each.
#[must_use]
pub fn trace_lines(
    model: &Model,
    sources: &Sources,
    traced: &[(RuleId, Standing)],
    lang: Lang,
) -> Vec<String> {
    let line = |(rule, standing): &(RuleId, Standing)| {
        let left = rule_line(model, sources, *rule);
        let right = standing_text(model, standing, lang);
        vec![format!("  {left}"), format!("    {right}")]
    };
    traced.iter().flat_map(line).collect()
}

/// Returns how every rule stands as rows.
#[must_use]
pub fn trace_table(model: &Model, query: &str, traced: &[(RuleId, Standing)], lang: Lang) -> Table {
    let heads = [
        Asking::ColumnQuery,
        Asking::ColumnPolicy,
        Asking::ColumnRules,
        Asking::ColumnStanding,
        Asking::ColumnClauses,
    ];
    let row = |(rule, standing): &(RuleId, Standing)| {
        let (id, clause) = cited(model, &[*rule]);
        vec![query.to_owned(), model.name.clone(), id, standing_text(model, standing, lang), clause]
    };
    Table { head: heads.iter().map(|head| head.text(lang)).collect(), rows: traced.iter().map(row).collect() }
}

pub(super) fn standing_text(model: &Model, standing: &Standing, lang: Lang) -> String {
    let facts = |axes: &[AxisId]| axes.iter().map(|&axis| words::fact_word(model, axis, lang)).collect();
    let text = match standing {
        Standing::Decides(by) if by.is_empty() => Asking::Decides,
        Standing::Decides(by) => {
            Asking::DecidesInPart { rules: by.iter().map(|&rule| model.rules[rule].id.clone()).collect() }
        }
        Standing::Applies => Asking::AppliesBeside,
        Standing::Beaten(by) => {
            Asking::BeatenBy { rules: by.iter().map(|&rule| model.rules[rule].id.clone()).collect() }
        }
        Standing::Behind => Asking::StandsBehind,
        Standing::Sometimes(axes) => Asking::AppliesSometimes { facts: facts(axes) },
        Standing::Not(axes) => Asking::DoesNotApply { facts: facts(axes) },
    };
    text.text(lang)
}

/// Returns what would make an answer another one.
#[must_use]
pub fn why_not_lines(
    (model, sources): (&Model, &Sources),
    query: &Query,
    answer: &Answer,
    found: &[(Sought, WhyNot)],
    lang: Lang,
) -> Vec<String> {
    let left = query_text(model, query, lang);
    let mut lines = vec![Word::Colon { left, right: headline(model, answer, lang) }.text(lang)];
    for (sought, found) in found {
        let text = sought_text(model, *sought, lang);
        let first = found.ways.first();
        lines.push(format!(
            "  {}",
            match first {
                _ if found.already => Asking::AlreadySo { sought: text },
                None => Asking::NoFacts { sought: text },
                Some(way) if way.changed.is_empty() => Asking::SoWhere { sought: text },
                Some(way) => Asking::WouldBe { sought: text, count: way.changed.len() },
            }
            .text(lang)
        ));
        if found.already {
            continue;
        }
        for way in &found.ways {
            for case in way_cases(model, way, lang) {
                let (ids, _) = cited(model, &way.rules);
                let rules = if ids.is_empty() { String::new() } else { format!(" [{ids}]") };
                lines.push(format!("    {case}{rules}"));
            }
        }
        lines.push(format!(
            "  {}",
            match found.rules.is_empty() {
                true => Asking::OrAdd.text(lang),
                false => Asking::OrRules.text(lang),
            }
        ));
        for &rule in &found.rules {
            lines.push(format!("    {}", rule_line(model, sources, rule)));
            if let Some(says) = says(model, rule, lang) {
                lines.push(format!("      {}", Asking::SaysNow { says }.text(lang)));
            }
        }
    }
    lines
}

/// Returns what would make an answer another one as rows: each case of each way is one.
#[must_use]
pub fn why_not_table(
    model: &Model,
    query: &str,
    found: &[(Sought, WhyNot)],
    notes: &[Message],
    lang: Lang,
) -> Table {
    let heads = [
        Asking::ColumnQuery,
        Asking::ColumnPolicy,
        Asking::ColumnSought,
        Asking::ColumnChanges,
        Asking::ColumnCases,
        Asking::ColumnRules,
        Asking::ColumnRulesNow,
        Asking::ColumnNotes,
    ];
    let notes: Vec<String> = notes.iter().map(|note| note.text(lang)).collect();
    let notes = note_cell(&notes, lang);
    let mut table = Table { head: heads.iter().map(|head| head.text(lang)).collect(), rows: Vec::new() };
    for (sought, found) in found {
        let now = cited(model, &found.rules).0;
        let lead = [query.to_owned(), model.name.clone(), sought_text(model, *sought, lang)];
        let mut row = |rest: [String; 3]| {
            table.rows.push(lead.iter().cloned().chain(rest).chain([now.clone(), notes.clone()]).collect());
        };
        if found.ways.is_empty() {
            row([String::new(), String::new(), String::new()]);
        }
        for way in &found.ways {
            let rules = cited(model, &way.rules).0;
            let cases = way_cases(model, way, lang);
            let count = way.changed.len().to_string();
            for case in if cases.is_empty() { vec![String::new()] } else { cases } {
                row([count.clone(), case, rules.clone()]);
            }
        }
    }
    table
}

/// Returns what a rule says, where it says the same in every case.
fn says(model: &Model, rule: RuleId, lang: Lang) -> Option<String> {
    let (class, payer) = answer_of(model, rule)?;
    let part = |class: Part<_>, payer: Part<_>| words::parts(model, &class, &payer, &[], lang);
    let text = part(class, payer);
    (!text.is_empty()).then_some(text)
}

/// Returns the cases of a way, a text each.
pub(super) fn way_cases(model: &Model, way: &Way, lang: Lang) -> Vec<String> {
    let text = |cube| {
        let text = facts_text(model, cube, &[], lang);
        text.trim_start_matches([',', '\u{FF0C}', ' ']).to_owned()
    };
    let mut cases: Vec<String> = way.region.cubes.iter().map(text).collect();
    if way.region.cut {
        cases.push("…".to_owned());
    }
    cases.retain(|case| !case.is_empty());
    cases
}

pub(super) fn sought_text(model: &Model, sought: Sought, lang: Lang) -> String {
    let level = |level| words::level_word(model, level, lang);
    match sought {
        Sought::Payer(one) => Asking::SoughtPayer { level: level(one) },
        Sought::Class(one) => Asking::SoughtClass { level: level(one) },
        Sought::Shared => Asking::SoughtShared,
        Sought::Status(status) => Asking::SoughtStatus { status: words::status(status, lang) },
    }
    .text(lang)
}
