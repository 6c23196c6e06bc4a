//! Coverage in rows and lines.
//!
//! In: what a policy covers, and how its changes came out. Out: the rows of a table, the first its heading; the lines that follow it.

use crate::analysis::{Coverage, Mutation, RuleChange, Summary};
use crate::message::{Lang, Message, Word};
use crate::model::{Model, SectionId};

/// How many rules or changes are named.
const MOST: usize = 20;

/// Returns the table: a heading, a row for each section, and a row for all.
#[must_use]
pub fn coverage_rows(model: &Model, coverage: &Coverage, lang: Lang) -> Vec<Vec<String>> {
    let heading = [
        Word::Section,
        Word::Cases,
        Word::Decided,
        Word::Undetermined,
        Word::Retained,
        Word::GovernedElsewhere,
        Word::Conflict,
        Word::Gap,
        Word::Impossible,
        Word::Covered,
    ];
    let mut rows = vec![heading.iter().map(|word| word.text(lang)).collect()];
    for (section, counts) in &coverage.sections {
        rows.push(row(name(model, *section, lang), counts));
    }
    rows.push(row(Word::All.text(lang), &coverage.total));
    rows
}

fn name(model: &Model, section: Option<SectionId>, lang: Lang) -> String {
    let Some(section) = section.map(|id| &model.sections[id]) else { return Word::NoSection.text(lang) };
    format!("{} {}", section.label, section.title.as_deref().unwrap_or_default()).trim_end().to_owned()
}

fn row(name: String, counts: &Summary) -> Vec<String> {
    let figures = [
        counts.cases(),
        counts.decided,
        counts.undetermined,
        counts.retained,
        counts.governed,
        counts.conflicts,
        counts.gaps,
        counts.impossible,
    ];
    let percent = format!("{}%", counts.percent(counts.covered()));
    std::iter::once(name).chain(figures.iter().map(u128::to_string)).chain([percent]).collect()
}

/// Returns what is said of the expectations.
#[must_use]
pub fn coverage_lines(
    model: &Model,
    coverage: &Coverage,
    mutation: Option<&Mutation>,
    lang: Lang,
) -> Vec<String> {
    let id = |rule: &crate::model::RuleId| model.rules[*rule].id.clone();
    let idle = coverage.unexercised.len();
    let exercised = coverage.rules.saturating_sub(idle);
    let mut lines = vec![Message::Exercised { exercised, rules: coverage.rules }.text(lang)];
    if idle > 0 {
        let names = coverage.unexercised.iter().take(MOST).map(id).collect();
        lines.push(Message::Unexercised { names, more: idle.saturating_sub(MOST) }.text(lang));
    }
    if let Some(mutation) = mutation {
        let Mutation { all, tried, noticed, unnoticed } = mutation;
        let percent = noticed.saturating_mul(100).checked_div(*tried).unwrap_or(100);
        lines.push(Message::Mutants { all: *all, tried: *tried, noticed: *noticed, percent }.text(lang));
        for (rule, change) in unnoticed.iter().take(MOST) {
            let rule = id(rule);
            let message = match change {
                RuleChange::Gone => Message::MutantGone { rule },
                RuleChange::Class => Message::MutantClass { rule },
                RuleChange::Payer => Message::MutantPayer { rule },
            };
            lines.push(format!("  {}", message.text(lang)));
        }
        if let Some(more) = unnoticed.len().checked_sub(MOST).filter(|more| *more > 0) {
            lines.push(Message::AndMore { more }.text(lang));
        }
    }
    lines
}

/// Writes rows as a table of Markdown.
#[must_use]
pub fn markdown_table(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> =
            row.iter().map(|cell| cell.replace('\\', "\\\\").replace('|', "\\|")).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
        if number == 0 {
            text.push_str(&format!("| --- |{}\n", " ---: |".repeat(row.len().saturating_sub(1))));
        }
    }
    text
}
