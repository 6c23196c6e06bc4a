//! Answers as text for people.
//!
//! In: an answer and its model. Out: lines, the answer first, then the clauses that it rests on.

use super::words;
use crate::analysis::{Answer, Branch, Need, Reason, cube_text, facts_text, value_names};
use crate::diagram::{Cube, Part, Status};
use crate::message::{Lang, Message, Word};
use crate::model::{Expect, MATTER, Model, OpenList, RuleId, UnknownValue, ValueSet};
use crate::source::Sources;
use jiff::civil::Date;

/// Returns an answer as lines; what follows the first is indented.
#[must_use]
pub fn answer_lines(model: &Model, sources: &Sources, answer: &Answer, lang: Lang) -> Vec<String> {
    let mut lines = vec![headline(model, answer, lang)];
    let mut add = |line: String| lines.push(format!("  {line}"));
    if let Some(name) = &answer.unlisted {
        add(Message::NotListed { name: name.clone(), near: answer.near.clone() }.text(lang));
    }
    for branch in &answer.branches {
        add(branch_line(model, branch, lang));
    }
    if let Some(reason) = reason_text(model, answer, lang) {
        add(reason);
    }
    if answer.status == Status::Conflict {
        for candidate in &answer.candidates {
            let class = candidate.class.clone().map_or(Part::Missing, Part::Value);
            let payer = candidate.payer.clone().map_or(Part::Missing, Part::Value);
            let says = words::parts(model, &class, &payer, lang);
            add(Word::RuleSays { rule: model.rules[candidate.rule].id.clone(), says }.text(lang));
        }
    }
    let mut cited: Vec<RuleId> = answer.rules.clone();
    cited.extend(answer.branches.iter().flat_map(|branch| branch.answer.rules.iter().copied()));
    cited.sort_unstable();
    cited.dedup();
    for rule in cited {
        add(rule_line(model, sources, rule));
    }
    for (loser, winner) in &answer.beaten {
        let message = Message::Beaten {
            loser: model.rules[*loser].id.clone(),
            winner: model.rules[*winner].id.clone(),
        };
        add(message.text(lang));
    }
    for line in remark_texts(model, answer, lang) {
        add(line);
    }
    if answer.status != Status::NotInForce
        && !answer.needs.contains(&Need::Date)
        && let Some(days) = period(answer.in_force, lang)
    {
        add(Message::InForce { days }.text(lang));
    }
    lines
}

/// Returns the answer in as few words as will do, to set it beside what is expected.
fn short(model: &Model, answer: &Answer, lang: Lang) -> String {
    let parts = words::parts(model, &answer.class, &answer.payer, lang);
    match answer.status {
        Status::Decided | Status::Retained | Status::Governed => parts,
        Status::NeedsFacts => {
            let case = |branch: &Branch| {
                format!("{} => {}", branch_case(model, branch, lang), short(model, &branch.answer, lang))
            };
            let branches: Vec<String> = answer.branches.iter().map(case).collect();
            format!("{} {{ {} }}", headline(model, answer, lang), branches.join("; "))
        }
        Status::Gap if !parts.is_empty() => headline(model, answer, lang),
        status if parts.is_empty() || parts == words::status(status, lang) => words::status(status, lang),
        status => format!("{} ({parts})", words::status(status, lang)),
    }
}

/// Returns what an `expect` line expects, as it is written.
#[must_use]
pub fn expected_text(sources: &Sources, expect: &Expect) -> String {
    let text = sources.get(expect.span.source).map_or("", |source| source.slice(expect.span));
    let arrows = ["=>", "＝＞", "＝>", "=＞", "⇒"].into_iter();
    // The first arrow of the line leaves the longest rest.
    let rest =
        arrows.filter_map(|arrow| text.split_once(arrow)).map(|(_, rest)| rest).max_by_key(|rest| rest.len());
    rest.unwrap_or_default().trim().to_owned()
}

/// Returns what came out of an `expect` line; where it expects a citation, with what is cited.
#[must_use]
pub fn actual_text(model: &Model, expect: &Expect, answer: &Answer, lang: Lang) -> String {
    let mut text = short(model, answer, lang);
    if !expect.cited.is_empty() {
        let branches = answer.branches.iter().flat_map(|branch| &branch.answer.rules);
        let rules = answer.rules.iter().chain(branches);
        let mut cited: Vec<&str> =
            rules.filter_map(|&rule| model.cited_section(&model.rules[rule])).collect();
        cited.sort_unstable();
        cited.dedup();
        text.push_str(&format!(" cite {}", cited.join(", ")));
    }
    text
}

/// Returns a rule's place and words: `[二(二).1] 本政办发〔2025〕9号 二(二) 「…」 (file:12)`.
fn rule_line(model: &Model, sources: &Sources, rule: RuleId) -> String {
    let rule = &model.rules[rule];
    let (file, position) = sources.locate(rule.span);
    let quote = rule.quote.as_ref().map(|quote| format!(" 「{}」", quote.text)).unwrap_or_default();
    format!("[{}] {}{quote} ({file}:{})", rule.id, model.citation(rule), position.line)
}

fn headline(model: &Model, answer: &Answer, lang: Lang) -> String {
    let status = words::status(answer.status, lang);
    let parts = words::parts(model, &answer.class, &answer.payer, lang);
    if answer.status == Status::NeedsFacts {
        let facts = answer.needs.iter().map(|need| need_word(model, *need, lang)).collect();
        return Word::Needs { facts }.text(lang);
    }
    if answer.status == Status::Gap && !parts.is_empty() {
        let missing = Message::PartMissing { class: answer.class == Part::Missing, said: parts };
        return Word::Colon { left: status, right: missing.text(lang) }.text(lang);
    }
    // A class that is itself the status is not said twice.
    let said = matches!(answer.status, Status::Retained | Status::Governed);
    if said && !parts.is_empty() {
        return parts;
    }
    if parts.is_empty() || parts == status {
        status
    } else {
        Word::Colon { left: status, right: parts }.text(lang)
    }
}

fn need_word(model: &Model, need: Need, lang: Lang) -> String {
    match need {
        Need::Date => Word::Date.text(lang),
        Need::Axis(axis) if axis == MATTER => Word::Matter.text(lang),
        Need::Axis(axis) => words::fact_word(model, axis, lang),
    }
}

/// Returns the cases that lead to a branch.
fn branch_case(model: &Model, branch: &Branch, lang: Lang) -> String {
    let mut cases: Vec<String> =
        branch.region.cubes.iter().map(|cube| case_words(model, cube, lang)).collect();
    if branch.region.cut {
        cases.push("…".to_owned());
    }
    let mut case = Word::Or { cases }.text(lang);
    if let Some(dates) = branch.dates {
        let days = period(dates, lang).unwrap_or_default();
        case = if case.is_empty() { days } else { format!("{case}, {days}") };
    }
    case
}

fn branch_line(model: &Model, branch: &Branch, lang: Lang) -> String {
    let case = branch_case(model, branch, lang);
    let said = headline(model, &branch.answer, lang);
    let rules: Vec<&str> = branch.answer.rules.iter().map(|&rule| model.rules[rule].id.as_str()).collect();
    let rules = if rules.is_empty() { String::new() } else { format!(" [{}]", rules.join(", ")) };
    let note = match branch.answer.status {
        Status::NotInForce => reason_text(model, &branch.answer, lang),
        _ => model
            .reasons(&branch.answer.acknowledged)
            .map(|because| Message::Acknowledged { because }.text(lang)),
    };
    let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{case} => {said}{note}{rules}")
}

/// Returns a box as `at county, scope is 全市性`, with its matters only where those are asked for.
fn case_words(model: &Model, cube: &Cube, lang: Lang) -> String {
    match cube.get(MATTER) {
        Some(leaves) => cube_text(model, leaves, cube, lang),
        None => facts_text(model, cube, lang).trim_start_matches([',', '\u{FF0C}', ' ']).to_owned(),
    }
}

/// Returns why there is no answer.
pub(super) fn reason_text(model: &Model, answer: &Answer, lang: Lang) -> Option<String> {
    let message = match answer.reason.as_ref()? {
        Reason::Impossible(rules) => Message::BecauseOf { reason: model.reasons(rules).unwrap_or_default() },
        Reason::UnknownValue(axis, UnknownValue::OutsideRange(level)) => {
            let level = words::level_word(model, *level, lang);
            if *axis == crate::model::PERFORMER {
                Message::PerformsNothing { level }
            } else {
                Message::LevelNotOf { level, fact: words::fact_word(model, *axis, lang) }
            }
        }
        Reason::UnknownValue(axis, UnknownValue::Undeclared { name, near }) => Message::UndeclaredValue {
            value: name.clone(),
            fact: words::fact_word(model, *axis, lang),
            near: near.clone(),
            known: value_names(model, *axis, &ValueSet::full(model.axes[*axis].size()), lang),
        },
        Reason::NoRule => Message::NoRuleApplies,
        Reason::Unlisted => Message::UnlistedWithoutClause,
        Reason::NotYet(date) => Message::NotYet { date: date.to_string() },
        Reason::NoLonger(date) => Message::NoLonger { date: date.to_string() },
        Reason::Together(axis) => Message::Together { fact: words::fact_word(model, *axis, lang) },
    };
    Some(message.text(lang))
}

/// Returns what is worth knowing beside the answer.
pub(super) fn remark_texts(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    let mut messages = Vec::new();
    if answer.status == Status::Undetermined
        && matches!(answer.class, Part::Value(ref c) if *c != crate::model::Class::Undetermined)
    {
        messages.push(Message::PayerOpen);
    }
    if answer.by_default {
        messages.push(Message::ByDefault);
    }
    if let Some(because) = model.reasons(&answer.acknowledged) {
        messages.push(Message::Acknowledged { because });
    }
    if answer.open_lists {
        let lists = model.matters.open_lists.iter().filter_map(|list| open_list_name(model, list));
        messages.push(Message::OpenLists { sections: lists.collect() });
    }
    if !answer.left_out.is_empty() {
        let leaves =
            ValueSet::from_ranges(answer.left_out.iter().map(|&leaf| (leaf, leaf.saturating_add(1))));
        messages.push(Message::LeftOut { matters: value_names(model, MATTER, &leaves, lang) });
    }
    for axis in &answer.irrelevant {
        messages.push(Message::Irrelevant { fact: words::fact_word(model, *axis, lang) });
    }
    let notes = answer.rules.iter().flat_map(|&rule| model.rules[rule].notes.iter().cloned());
    messages.iter().map(|message| message.text(lang)).chain(notes).collect()
}

/// Returns what an open list is called: its group, its section, or what it begins with.
fn open_list_name(model: &Model, list: &OpenList) -> Option<String> {
    let group = list.group.map(|group| model.matters.nodes[group].name.clone());
    group.or_else(|| list.section.clone()).or_else(|| list.first.as_ref().map(|first| format!("{first} …")))
}

fn period(dates: (Option<Date>, Option<Date>), lang: Lang) -> Option<String> {
    let word = match dates {
        (Some(from), Some(until)) if from == until => Word::OnDay { day: from.to_string() },
        (Some(from), Some(until)) => Word::Between { from: from.to_string(), until: until.to_string() },
        (Some(from), None) => Word::From { from: from.to_string() },
        (None, Some(until)) => Word::Until { until: until.to_string() },
        (None, None) => return None,
    };
    Some(word.text(lang))
}
