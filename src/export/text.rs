//! Answers as text for people.
//!
//! In: an answer and its model. Out: lines, the answer first, then the clauses that it rests on.

use super::money::{formula, money_text};
use super::remarks::{document_texts, not_listed, remark_texts};
use super::words;
use crate::analysis::{Answer, Branch, Money, Reason, case_text, value_names};
use crate::diagram::{Cube, Outside, Part, Status};
use crate::message::{Aside, Lang, Word, local};
use crate::model::{AMOUNT, AxisId, Expect, FurtherValue, MATTER, Model, RuleId, UnknownValue, ValueSet};
use crate::source::Sources;
use jiff::civil::Date;

/// Returns an answer as lines; what follows the first is indented.
#[must_use]
pub fn answer_lines(model: &Model, sources: &Sources, answer: &Answer, lang: Lang) -> Vec<String> {
    let (own, asked) = (model, answer);
    let (model, answer) = asked.holding(own);
    let mut lines = vec![headline(model, answer, lang)];
    let mut add = |line: String| lines.push(format!("  {line}"));
    if let Some(name) = &asked.unlisted {
        add(not_listed(name, asked, lang));
    }
    for (matter, part) in &answer.components {
        add(component_line(model, *matter, part, lang));
    }
    // Of a matter with components each says what it needs by itself.
    for branch in answer.branches.iter().filter(|_| answer.components.is_empty()) {
        add(branch_line(model, answer, branch, lang));
        for text in document_texts(&branch.answer, lang) {
            add(format!("  {text}"));
        }
    }
    if let Some(branch) = answer.branches.first().filter(|_| needs_alike(answer))
        && let Some(line) = money_text(model, &branch.answer, lang)
    {
        add(line);
    }
    if let Some(line) = money_text(model, answer, lang) {
        add(line);
    }
    if let Some(reason) = reason_text(model, answer, lang) {
        add(reason);
    }
    if answer.status == Status::Conflict {
        for candidate in &answer.candidates {
            let class = candidate.class.clone().map_or(Part::Missing, Part::Value);
            let payer = candidate.payer.clone().map_or(Part::Missing, Part::Value);
            let mut further = vec![Part::Unasked; model.parts.len()];
            for (id, value) in &candidate.further {
                let at = model.parts.ids().position(|part| part == *id);
                if let Some(slot) = at.and_then(|at| further.get_mut(at)) {
                    *slot = Part::Value(value.clone());
                }
            }
            let mut says = words::parts(model, &class, &payer, &further, lang);
            if let Some((part, FurtherValue::Amount(amount))) =
                candidate.further.iter().find(|(part, _)| *part == AMOUNT)
            {
                let value = formula(model, amount, lang);
                let amount = Word::Further { part: words::part_word(model, *part, lang), value }.text(lang);
                says = [says, amount].join(Word::Comma.text(lang).as_str());
            }
            add(Word::RuleSays { rule: model.rules[candidate.rule].id.clone(), says }.text(lang));
        }
    }
    let mut cited: Vec<RuleId> = answer.all_rules().collect();
    cited.sort_unstable();
    cited.dedup();
    for rule in cited {
        add(rule_line(model, sources, rule));
    }
    for (loser, winner) in &answer.beaten {
        let message =
            Aside::Beaten { loser: model.rules[*loser].id.clone(), winner: model.rules[*winner].id.clone() };
        add(message.text(lang));
    }
    for line in remark_texts(own, asked, lang) {
        add(line);
    }
    for remark in answer.remarks.iter().filter_map(|&number| model.remarks.get(number)) {
        add(Aside::Remark { text: remark.text.clone(), cite: remark.cite.clone() }.text(lang));
    }
    // A document without a last day is not thereby in force for ever.
    let open = answer.in_force.1.is_none() && model.header.until.is_none();
    if answer.status != Status::NotInForce
        && !answer.needs.contains(&model.date())
        && let Some(days) = period(answer.in_force, lang)
    {
        add(Aside::Holds { days, open }.text(lang));
    }
    lines
}

/// Returns what clashes in a conflict: `payer city against county`.
#[must_use]
pub fn clash_text(model: &Model, answer: &Answer, lang: Lang) -> String {
    words::parts(model, &answer.class, &answer.payer, &answer.further, lang)
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

/// Returns a rule's place and words: `[二(二).1] 本政办发〔2025〕9号 二(二) 「…」 (file:12)`.
pub(super) fn rule_line(model: &Model, sources: &Sources, rule: RuleId) -> String {
    let rule = &model.rules[rule];
    let (file, line) = sources.cited(rule.span);
    let quote = rule.quote.as_ref().map(|quote| format!(" 「{}」", quote.text)).unwrap_or_default();
    format!("[{}] {}{quote} ({file}:{line})", rule.id, model.citation(rule))
}

/// Returns an answer in one line, without what it rests on.
#[must_use]
pub fn answer_words(model: &Model, answer: &Answer, lang: Lang) -> String {
    headline(model, answer, lang)
}

pub(super) fn headline(model: &Model, answer: &Answer, lang: Lang) -> String {
    let (model, answer) = answer.holding(model);
    let status = words::status(answer.status, lang);
    let parts = words::parts(model, &answer.class, &answer.payer, &answer.further, lang);
    if answer.status == Status::NeedsFacts {
        let facts = needed(model, answer, lang).into_iter();
        let text = answer.reconstruction.as_ref().filter(|made| !made.accepted);
        let text = text.map(|_| Word::TextOf { document: model.name.clone() }.text(lang));
        let facts = facts.chain(text).collect();
        return Word::Needs { facts }.text(lang);
    }
    if let Some(missing) = missing_message(model, answer, lang) {
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

/// Returns what no rule states where others state something.
pub(super) fn missing_message(model: &Model, answer: &Answer, lang: Lang) -> Option<Aside> {
    let said = words::parts(model, &answer.class, &answer.payer, &answer.further, lang);
    let partly = answer.status == Status::Gap && !said.is_empty();
    partly.then(|| Aside::PartMissing {
        class: answer.class == Part::Missing,
        payer: answer.payer == Part::Missing,
        further: missing_parts(model, answer, lang),
        said,
    })
}

/// Returns what an answer needs; a component may need what only another document has a word for.
fn needed(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    let mut words: Vec<String> = answer.needs.iter().map(|&axis| need_word(model, axis, lang)).collect();
    for (model, held) in answer.components.iter().map(|(_, part)| part.holding(model)) {
        for word in held.needs.iter().map(|&axis| need_word(model, axis, lang)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

fn need_word(model: &Model, axis: AxisId, lang: Lang) -> String {
    if axis == MATTER { Word::Matter.text(lang) } else { words::fact_word(model, axis, lang) }
}

/// Returns the declared parts that no rule states.
pub(super) fn missing_parts(model: &Model, answer: &Answer, lang: Lang) -> Vec<String> {
    let parts = model.parts.ids().zip(&answer.further);
    let missing = parts.filter(|(_, part)| matches!(part, Part::Missing));
    missing.map(|(part, _)| words::part_word(model, part, lang)).collect()
}

/// Returns what a component is called within its matter.
pub(super) fn component_name(model: &Model, matter: u32, lang: Lang) -> String {
    match model.matters.leaf(matter) {
        Some(leaf) if leaf.elsewhere => {
            value_names(model, MATTER, &ValueSet::single(matter), &[], lang).concat()
        }
        Some(leaf) => {
            let node = &model.matters.nodes[leaf.matter];
            local(&node.name, &node.aliases, lang).to_owned()
        }
        None => String::new(),
    }
}

fn component_line(model: &Model, matter: u32, part: &Answer, lang: Lang) -> String {
    let rules: Vec<&str> = part.rules.iter().map(|&rule| model.rules[rule].id.as_str()).collect();
    let rules = if rules.is_empty() { String::new() } else { format!(" [{}]", rules.join(", ")) };
    let component = component_name(model, matter, lang);
    let says = headline(model, part, lang);
    let note = acknowledgement(model, part, lang);
    let money = money_text(model, part, lang);
    let money = money.map(|money| format!("{}{money}", Word::Semicolon.text(lang))).unwrap_or_default();
    let mut line = format!("{}{money}{note}{rules}", Word::ComponentIs { component, says }.text(lang));
    for branch in &part.branches {
        line.push_str("\n      ");
        line.push_str(&branch_line(model, part, branch, lang));
        for text in document_texts(&branch.answer, lang) {
            line.push_str(&format!("\n        {text}"));
        }
    }
    for text in document_texts(part, lang) {
        line.push_str(&format!("\n      {text}"));
    }
    line
}

/// Returns why a conflict or a gap is acknowledged, between brackets.
fn acknowledgement(model: &Model, answer: &Answer, lang: Lang) -> String {
    let because = model.reasons(&answer.acknowledged);
    let note = because.map(|because| Aside::Acknowledged { because }.text(lang));
    note.map(|note| format!(" ({note})")).unwrap_or_default()
}

/// Returns the cases that lead to a branch.
pub(super) fn branch_case(model: &Model, branch: &Branch, lang: Lang) -> String {
    let mut cases: Vec<String> =
        branch.region.cubes.iter().map(|cube| case_words(model, cube, branch, lang)).collect();
    if branch.region.cut {
        cases.push("…".to_owned());
    }
    Word::Or { cases }.text(lang)
}

pub(super) fn branch_line(model: &Model, answer: &Answer, branch: &Branch, lang: Lang) -> String {
    let case = branch_case(model, branch, lang);
    let said = headline(model, &branch.answer, lang);
    let rules: Vec<&str> = branch.answer.rules.iter().map(|&rule| model.rules[rule].id.as_str()).collect();
    let rules = if rules.is_empty() { String::new() } else { format!(" [{}]", rules.join(", ")) };
    let note = match branch.answer.status {
        Status::NotInForce => {
            reason_text(model, &branch.answer, lang).map(|why| format!(" ({why})")).unwrap_or_default()
        }
        _ => acknowledgement(model, &branch.answer, lang),
    };
    // What an amount needs is said once, where it is the same in every branch.
    let money = money_text(model, &branch.answer, lang).filter(|_| !needs_alike(answer));
    let money = money.map(|money| format!("{}{money}", Word::Semicolon.text(lang))).unwrap_or_default();
    format!("{case} => {said}{money}{note}{rules}")
}

/// Tells whether the amounts of all branches need the same to be computed.
fn needs_alike(answer: &Answer) -> bool {
    let mut money = answer.branches.iter().map(|branch| &branch.answer.money);
    match money.next() {
        Some(first @ Some(Money::Needs { .. })) => money.all(|other| other == first),
        _ => false,
    }
}

/// Returns a box as `at county, scope is 全市性`, with its matters only where those are asked for.
fn case_words(model: &Model, cube: &Cube, branch: &Branch, lang: Lang) -> String {
    case_text(model, cube, &branch.asked, lang)
}

/// Returns the only fact that has a word among its values.
fn fact_with(model: &Model, word: &str) -> Option<AxisId> {
    let mut having =
        model.axes.pairs().skip(1).filter(|(_, axis)| axis.named(word).is_some()).map(|(id, _)| id);
    having.next().filter(|_| having.next().is_none())
}

/// Returns why there is no answer.
pub(super) fn reason_text(model: &Model, answer: &Answer, lang: Lang) -> Option<String> {
    let message = match answer.reason.as_ref()? {
        Reason::Impossible(rules) => Aside::BecauseOf { reason: model.reasons(rules).unwrap_or_default() },
        Reason::UnknownValue(axis, UnknownValue::OutsideRange(level)) => {
            let level = words::level_word(model, *level, lang);
            if *axis == crate::model::PERFORMER {
                Aside::PerformsNothing { level }
            } else {
                Aside::LevelNotOf { level, fact: words::fact_word(model, *axis, lang) }
            }
        }
        Reason::UnknownValue(axis, UnknownValue::Undeclared { name, .. })
            if fact_with(model, name).is_some() =>
        {
            let other = fact_with(model, name).unwrap_or(*axis);
            Aside::ValueOfOther {
                value: name.clone(),
                fact: words::fact_word(model, *axis, lang),
                other: words::fact_word(model, other, lang),
            }
        }
        Reason::UnknownValue(crate::model::PERFORMER, UnknownValue::Undeclared { name, .. })
            if model.levels.is_empty() =>
        {
            Aside::NoLevels { value: name.clone() }
        }
        Reason::UnknownValue(axis, UnknownValue::Undeclared { name, near }) => Aside::UndeclaredValue {
            value: name.clone(),
            fact: words::fact_word(model, *axis, lang),
            near: near.clone(),
            known: value_names(model, *axis, &ValueSet::full(model.axes[*axis].size()), &[], lang),
        },
        Reason::NoRule => Aside::NoRuleApplies,
        Reason::Unlisted => Aside::UnlistedWithoutClause,
        Reason::Outside(outside) => {
            let text = |outside: &Outside| match outside {
                Outside::NotYet(date) => Aside::NotYet { date: date.to_string() }.text(lang),
                Outside::NoLonger(date) => Aside::NoLonger { date: date.to_string() }.text(lang),
            };
            return Some(Word::Or { cases: outside.iter().map(text).collect() }.text(lang));
        }
        Reason::UnknownComponent(matter, name) => Aside::UnlistedComponent {
            name: name.clone(),
            of: model.matters.nodes[*matter].name.clone(),
            known: model.matters.components(*matter).map(|node| node.name.clone()).collect(),
            open: model.matters.elsewhere(*matter).is_some(),
        },
        Reason::Together(axis) => Aside::Together { fact: words::fact_word(model, *axis, lang) },
    };
    Some(message.text(lang))
}

pub(super) fn period(dates: (Option<Date>, Option<Date>), lang: Lang) -> Option<String> {
    let word = match dates {
        (Some(from), Some(until)) if from == until => Word::OnDay { day: from.to_string() },
        (Some(from), Some(until)) => Word::Between { from: from.to_string(), until: until.to_string() },
        (Some(from), None) => Word::From { from: from.to_string() },
        (None, Some(until)) => Word::Until { until: until.to_string() },
        (None, None) => return None,
    };
    Some(word.text(lang))
}
