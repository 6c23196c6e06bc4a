//! Lists of cases as text, and as rows of a table.
//!
//! In: a listing and its model. Out: lines by group; or one row for each row of the listing. Every matter is named: nothing is
//! shortened.

use super::rows::{answer_row, answers_head, cited, note_cell};
use super::table::Table;
use super::text::{headline, rule_line};
use super::words;
use crate::analysis::{Group, Listing, Row, Wanted, facts_text, query_text, value_names};
use crate::diagram::Status;
use crate::message::{Asking, Lang, Message, Word};
use crate::model::{AxisId, MATTER, Model, Query, RuleId, Subject, ValueSet};
use crate::source::Sources;

/// Returns a listing as lines.
#[must_use]
pub fn listing_lines(
    model: &Model,
    sources: &Sources,
    wanted: Wanted,
    query: &Query,
    listing: &Listing,
    lang: Lang,
) -> Vec<String> {
    let mut lines = vec![heading(model, wanted, query, lang)];
    for group in [Group::Always, Group::Depending, Group::Apart] {
        let rows: Vec<&Row> = listing.rows.iter().filter(|row| row.group == group).collect();
        if rows.is_empty() {
            continue;
        }
        // Where every case is a row of its own, there is nothing to set them apart from.
        if !is_all(wanted) {
            lines.push(format!("  {}:", group_text(model, group, &rows, lang)));
        }
        for row in rows {
            lines.push(format!("    {}", row_line(model, row, listing, lang)));
        }
    }
    if listing.rows.is_empty() {
        lines.push(format!("  {}", Asking::None.text(lang)));
    } else if !listing.never.is_empty() && by_level(wanted) {
        lines.push(format!("  {}:", Asking::Never.text(lang)));
        lines.push(format!("    {}", matter_list(model, &listing.never, lang)));
    }
    let mut rules: Vec<RuleId> = listing.rows.iter().flat_map(|row| row.rules.iter().copied()).collect();
    rules.sort_unstable();
    rules.dedup();
    lines.extend(rules.into_iter().map(|rule| format!("  {}", rule_line(model, sources, rule))));
    lines
}

/// Returns the rows of a listing, as [`answers_table`](super::answers_table) has them.
#[must_use]
pub fn listing_table(
    model: &Model,
    question: &str,
    listing: &Listing,
    notes: &[Message],
    lang: Lang,
) -> Table {
    let mut table = Table { head: answers_head(lang), rows: Vec::new() };
    let notes: Vec<String> = notes.iter().map(|note| note.text(lang)).collect();
    for row in &listing.rows {
        let case = cases(model, row, listing, lang).unwrap_or_default();
        let group = group_name(row.group, lang);
        let matters = matter_list(model, &row.matters, lang);
        let lead = [question.to_owned(), model.name.clone(), group, matters, case];
        table.rows.push(answer_row(model, lead, &row.answer(), &notes, lang));
    }
    if !listing.never.is_empty() {
        let matters = matter_list(model, &listing.never, lang);
        let mut row = vec![question.to_owned(), model.name.clone(), Asking::Never.text(lang), matters];
        row.resize(table.head.len().saturating_sub(1), String::new());
        row.push(note_cell(&notes, lang));
        table.rows.push(row);
    }
    table
}

/// Returns what was asked, with the group that it is about and what is known.
pub(super) fn heading(model: &Model, wanted: Wanted, query: &Query, lang: Lang) -> String {
    let heading = match wanted {
        Wanted::PaidBy(level) => Asking::Paid { level: words::level_word(model, level, lang) },
        Wanted::OwnedBy(level) => Asking::Owned { level: words::level_word(model, level, lang) },
        Wanted::Shared => Asking::SharedAuthority,
        Wanted::Status(Status::NeedsFacts) => Asking::Needing,
        Wanted::Status(status) => Asking::WithStatus { status: words::status(status, lang) },
        Wanted::Answers => Asking::EveryAnswer,
    };
    let heading = heading.text(lang);
    // The words of a query without its matter.
    let nothing = Subject::Unlisted { name: None, component: None, near: Vec::new() };
    let nothing = Query { subject: nothing, ..query.clone() };
    let bare = Query { known: Vec::new(), date: None, amount: None, ..nothing.clone() };
    let known = query_text(model, &nothing, lang);
    let known = known.strip_prefix(&query_text(model, &bare, lang)).unwrap_or_default();
    let known = known.trim_start_matches([',', '\u{FF0C}', ' ']).to_owned();
    let known = match &query.subject {
        Subject::Listed { name, .. } => Asking::Within { group: name.clone(), known }.text(lang),
        _ => known,
    };
    if known.is_empty() { heading } else { Asking::Given { heading, known }.text(lang) }
}

fn is_all(wanted: Wanted) -> bool {
    matches!(wanted, Wanted::Answers | Wanted::Status(Status::NeedsFacts))
}

fn by_level(wanted: Wanted) -> bool {
    matches!(wanted, Wanted::PaidBy(_) | Wanted::OwnedBy(_) | Wanted::Shared)
}

fn group_text(model: &Model, group: Group, rows: &[&Row], lang: Lang) -> String {
    let mut facts: Vec<AxisId> = rows.iter().flat_map(|row| row.facts.iter().copied()).collect();
    facts.sort_unstable();
    facts.dedup();
    match group {
        Group::Always => Asking::Always.text(lang),
        Group::Depending => Asking::Depending { facts: fact_words(model, &facts, lang) }.text(lang),
        Group::Apart => Asking::Apart.text(lang),
    }
}

fn group_name(group: Group, lang: Lang) -> String {
    match group {
        Group::Always => Asking::Always,
        Group::Depending => Asking::Depends,
        Group::Apart => Asking::Open,
    }
    .text(lang)
}

fn fact_words(model: &Model, facts: &[AxisId], lang: Lang) -> Vec<String> {
    facts.iter().map(|&axis| words::fact_word(model, axis, lang)).collect()
}

/// Returns `专利导航 at county => payer county [二(二).1]`.
fn row_line(model: &Model, row: &Row, listing: &Listing, lang: Lang) -> String {
    let matters = matter_list(model, &row.matters, lang);
    if row.status == Status::NeedsFacts {
        let facts = fact_words(model, &row.facts, lang);
        return Word::Colon { left: matters, right: Asking::Needs { facts }.text(lang) }.text(lang);
    }
    let cases = match cases(model, row, listing, lang) {
        Some(cases) => Word::Colon { left: matters, right: cases }.text(lang),
        None => matters,
    };
    let (ids, _) = cited(model, &row.rules);
    let rules = if ids.is_empty() { String::new() } else { format!(" [{ids}]") };
    format!("{cases} => {}{rules}", said(model, row, lang))
}

/// Returns what is said in a row: of an open part the part, of anything else the answer.
fn said(model: &Model, row: &Row, lang: Lang) -> String {
    let parts = words::parts(model, &row.parts.class, &row.parts.payer, &row.parts.further, lang);
    if row.status == Status::Decided && !parts.is_empty() {
        return parts;
    }
    headline(model, &row.answer(), lang)
}

/// Returns the cases of a row; nothing where it holds in every case.
pub(super) fn cases(model: &Model, row: &Row, listing: &Listing, lang: Lang) -> Option<String> {
    let text = |cube| {
        let text = facts_text(model, cube, &listing.asked, lang);
        text.trim_start_matches([',', '\u{FF0C}', ' ']).to_owned()
    };
    let mut cases: Vec<String> = row.region.cubes.iter().map(text).collect();
    if row.region.cut {
        cases.push("…".to_owned());
    }
    cases.retain(|case| !case.is_empty());
    (!cases.is_empty()).then(|| Word::Or { cases }.text(lang))
}

/// Returns the names of matters, each of them.
pub(super) fn matter_list(model: &Model, matters: &ValueSet, lang: Lang) -> String {
    let names = value_names(model, MATTER, matters, &[], lang);
    names.join(&Asking::Listed.text(lang))
}
