//! The cases of a branch as a file writes them: `level is city and scope in { 全市性, 县区 }`.
//!
//! In: a box of cases. Out: one text, in which no value is left out; nothing where a file cannot say it.

use super::phrase::{Asked, by_table, figures_of, range_text, value_phrases};
use crate::diagram::Cube;
use crate::message::{Lang, local};
use crate::model::{AxisId, MATTER, Model, PERFORMER, ValueSet};
use crate::syntax::{AnswerWords, QueryWords, quoted};

/// Returns the facts of a box as the head of a branch; nothing where it tells matters apart, or says nothing.
#[must_use]
pub fn branch_head(model: &Model, cube: &Cube, asked: &Asked, lang: Lang) -> Option<String> {
    if cube.sets.is_empty() || cube.get(MATTER).is_some() {
        return None;
    }
    let facts: Vec<String> =
        cube.sets.iter().map(|(axis, set)| binding(model, *axis, set, asked, lang)).collect();
    Some(facts.join(&format!(" {} ", AnswerWords::of(lang).and)))
}

fn binding(model: &Model, axis: AxisId, set: &ValueSet, asked: &Asked, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let fact = &model.axes[axis];
    let name = match axis {
        PERFORMER => AnswerWords::of(lang).level.to_owned(),
        _ => quoted(local(&fact.name, &fact.aliases, lang)).into_owned(),
    };
    if let (Some(scale), [(start, end)]) = (&fact.scale, set.ranges()) {
        let figures = figures_of(scale, (*start, *end), axis, asked);
        let is = if figures.first == figures.last { format!("{} ", words.is) } else { String::new() };
        return format!("{name} {is}{}", range_text(scale, figures, lang));
    }
    if let Some(sorted) = by_table(model, axis, set, lang) {
        return sorted.trim_start_matches(words.comma).to_owned();
    }
    match value_phrases(model, axis, set, asked, lang).as_slice() {
        [only] => format!("{name} {} {only}", words.is),
        several => format!("{name} {} {{ {} }}", words.within, several.join(", ")),
    }
}
