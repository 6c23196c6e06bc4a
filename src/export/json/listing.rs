//! The line of a question for cases.
//!
//! In: a listing and its model. Out: a struct that serialises to the published schema.

use super::answer::Writer;
use super::line::AnswerBody;
use crate::analysis::{Group, Listing, Row, Wanted, value_names};
use crate::export::listing::{cases, heading};
use crate::message::Lang;
use crate::model::{AxisId, MATTER, Model, Query, Subject, ValueSet};
use crate::source::Sources;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A list of cases: a line of `quanze ask --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListingLine {
    /// The question as it was asked.
    question: String,
    /// The policy that answers.
    policy: String,
    /// How the question was understood: `payer`, `class`, `shared`, `answers`, or a status.
    asked: String,
    /// The level that is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// The matter or the group of matters that is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// The same in words, with what is known.
    heading: String,
    /// What holds in every case.
    always: Vec<RowBody>,
    /// What holds in the cases that are given.
    depending: Vec<RowBody>,
    /// What is neither so nor not: open, joint, made of several levels, in conflict, or not stated.
    open: Vec<RowBody>,
    /// The matters of which no case is listed.
    never: Vec<String>,
    /// Remarks in the reader's language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

impl ListingLine {
    /// Adds remarks about all of it.
    #[must_use]
    pub fn with_notes(self, notes: Vec<String>) -> ListingLine {
        ListingLine { notes, ..self }
    }
}

/// Some matters, and the cases in which they are answered alike.
#[derive(Debug, Serialize, JsonSchema)]
struct RowBody {
    /// The matters.
    matters: Vec<String>,
    /// The cases, each fact with its values; none where it holds in every case.
    cases: Vec<BTreeMap<String, Vec<String>>>,
    /// There are more cases than are listed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
    /// The facts on which it depends.
    facts: Vec<String>,
    /// The cases in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(flatten)]
    answer: AnswerBody,
}

/// Makes the line of a list of cases.
#[must_use]
pub fn listing_line(
    (model, sources): (&Model, &Sources),
    question: &str,
    wanted: Wanted,
    query: &Query,
    listing: &Listing,
    lang: Lang,
) -> ListingLine {
    let level = match wanted {
        Wanted::PaidBy(level) | Wanted::OwnedBy(level) => Some(model.levels[level].name.clone()),
        _ => None,
    };
    let asked = match wanted {
        Wanted::PaidBy(_) => "payer",
        Wanted::OwnedBy(_) => "class",
        Wanted::Shared => "shared",
        Wanted::Answers => "answers",
        Wanted::Status(status) => status.as_str(),
    };
    let rows = |group: Group| {
        let rows = listing.rows.iter().filter(move |row| row.group == group);
        rows.map(|row| row_body(model, sources, row, listing, lang)).collect()
    };
    ListingLine {
        question: question.to_owned(),
        policy: model.name.clone(),
        asked: asked.to_owned(),
        level,
        group: match &query.subject {
            Subject::Listed { name, .. } => Some(name.clone()),
            _ => None,
        },
        heading: heading(model, wanted, query, lang),
        always: rows(Group::Always),
        depending: rows(Group::Depending),
        open: rows(Group::Apart),
        never: value_names(model, MATTER, &listing.never, &[], Lang::En),
        notes: Vec::new(),
    }
}

fn row_body(model: &Model, sources: &Sources, row: &Row, listing: &Listing, lang: Lang) -> RowBody {
    let fact = |axis: AxisId| model.axes[axis].name.clone();
    let case = |sets: &[(AxisId, ValueSet)]| -> BTreeMap<String, Vec<String>> {
        let names = |(axis, set): &(AxisId, ValueSet)| {
            (fact(*axis), value_names(model, *axis, set, &listing.asked, Lang::En))
        };
        sets.iter().map(names).collect()
    };
    let cubes = row.region.cubes.iter().filter(|cube| !cube.sets.is_empty());
    RowBody {
        matters: value_names(model, MATTER, &row.matters, &[], Lang::En),
        cases: cubes.map(|cube| case(&cube.sets)).collect(),
        cut: row.region.cut,
        facts: row.facts.iter().map(|&axis| fact(axis)).collect(),
        text: cases(model, row, listing, Lang::En),
        answer: Writer { model, sources, lang }.answer(&row.answer()),
    }
}
