//! Answers as rows of a table.
//!
//! In: answers and their model. Out: one row an answer, or one for each branch of it; the columns are the same for answers and for
//! lists of cases.

use super::remarks::all_notes;
use super::table::Table;
use super::text::{branch_case, reason_text};
use super::words;
use crate::analysis::{Answer, Reason, query_text};
use crate::diagram::{Part, Status};
use crate::message::{Asking, Lang, Word};
use crate::model::{Model, Query, RuleId};

/// Returns what the columns are called.
pub(super) fn answers_head(lang: Lang) -> Vec<String> {
    let heads = [
        Asking::ColumnQuery,
        Asking::ColumnPolicy,
        Asking::ColumnGroup,
        Asking::ColumnMatters,
        Asking::ColumnCases,
        Asking::ColumnStatus,
        Asking::ColumnClass,
        Asking::ColumnPayer,
        Asking::ColumnRules,
        Asking::ColumnClauses,
        Asking::ColumnNotes,
    ];
    heads.iter().map(|head| head.text(lang)).collect()
}

/// Returns an answer as rows: each branch is one.
#[must_use]
pub fn answers_table(model: &Model, asked: &str, query: &Query, answer: &Answer, lang: Lang) -> Table {
    let subject = Query { known: Vec::new(), date: None, amount: None, ..query.clone() };
    let matter = query_text(model, &subject, lang);
    let lead = |case: String| [asked.to_owned(), model.name.clone(), String::new(), matter.clone(), case];
    let mut table = Table { head: answers_head(lang), rows: Vec::new() };
    let whole = all_notes(model, answer, lang);
    if answer.branches.is_empty() {
        table.rows.push(answer_row(model, lead(String::new()), answer, &[], lang));
    }
    for branch in &answer.branches {
        let lead = lead(branch_case(model, branch, lang));
        table.rows.push(answer_row(model, lead, &branch.answer, &whole, lang));
    }
    table
}

/// Returns a row that begins with these cells; the notes about all of them come before its own.
pub(super) fn answer_row(
    model: &Model,
    lead: [String; 5],
    answer: &Answer,
    whole: &[String],
    lang: Lang,
) -> Vec<String> {
    let (words, holds) = answer.holding(model);
    let class = words::parts(words, &holds.class, &Part::Unasked, &[], lang);
    let payer = words::parts(words, &Part::Unasked, &holds.payer, &[], lang);
    let (rules, clauses) = cited(words, &holds.rules);
    let mut row: Vec<String> = lead.into();
    let mut notes = whole.to_vec();
    // That no rule answers is what its status says.
    if holds.reason.as_ref().is_some_and(|reason| !matches!(reason, Reason::NoRule)) {
        notes.extend(reason_text(words, holds, lang));
    }
    notes.extend(all_notes(model, answer, lang).into_iter().filter(|note| !whole.contains(note)));
    let notes = note_cell(&notes, lang);
    row.extend([status_word(answer.status, lang), class, payer, rules, clauses, notes]);
    row
}

/// Returns a status for a reader; in English it is the word that programs know.
fn status_word(status: Status, lang: Lang) -> String {
    match lang {
        Lang::En => status.as_str().to_owned(),
        Lang::Zh => words::status(status, lang),
    }
}

/// Returns notes as one cell.
pub(super) fn note_cell(notes: &[String], lang: Lang) -> String {
    notes.join(&Word::Semicolon.text(lang))
}

/// Returns the ids of rules, and the clauses that they quote.
pub(super) fn cited(model: &Model, rules: &[RuleId]) -> (String, String) {
    let ids: Vec<&str> = rules.iter().map(|&rule| model.rules[rule].id.as_str()).collect();
    let quotes = rules.iter().filter_map(|&rule| model.rules[rule].quote.as_ref());
    let quotes: Vec<String> = quotes.map(|quote| format!("「{}」", quote.text)).collect();
    (ids.join(", "), quotes.concat())
}
