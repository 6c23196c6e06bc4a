//! Cases and regions in the words of the policy's own vocabulary.
//!
//! In: boxes and cases of the diagram, and a language. Out: text in query form. In English it uses the declared names
//! and is the canonical form; in Chinese it uses local names and Chinese keywords. Both can be asked again.

use crate::diagram::{Cube, Region};
use crate::message::Lang;
use crate::model::{AxisId, MATTER, Model, PERFORMER, Query, Subject, UnknownValue, ValueSet};
use crate::syntax::{QueryWords, quoted, quoted_value};
use jiff::civil::Date;
use std::borrow::Cow;

/// How many names one list shows.
const MOST_NAMES: usize = 8;

/// A region over matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The matters.
    pub leaves: ValueSet,
    /// The cases of each of them.
    pub region: Region,
}

impl Place {
    /// Returns the region, one line a box.
    #[must_use]
    pub fn lines(&self, model: &Model, lang: Lang) -> Vec<String> {
        let cubes = self.region.cubes.iter();
        let mut lines: Vec<String> = cubes.map(|cube| cube_text(model, &self.leaves, cube, lang)).collect();
        if self.region.cut {
            lines.push("…".to_owned());
        }
        lines
    }
}

/// A concrete question.
#[derive(Debug, Clone)]
pub enum Witness {
    /// A case of one matter: a value for each fact on which its answer depends.
    Case(u32, Vec<(AxisId, u32)>),
    /// The query of an `expect` line.
    Query(Box<Query>),
}

impl Witness {
    /// Returns the question as a query line.
    #[must_use]
    pub fn text(&self, model: &Model, lang: Lang) -> String {
        match self {
            Witness::Case(matter, case) => {
                let sets = case.iter().map(|(axis, value)| (*axis, ValueSet::single(*value))).collect();
                cube_text(model, &ValueSet::single(*matter), &Cube { sets }, lang)
            }
            Witness::Query(query) => query_text(model, query, lang),
        }
    }
}

/// Returns a box over matters as text: `{ 执法, 维权援助 } at county`.
#[must_use]
pub fn cube_text(model: &Model, leaves: &ValueSet, cube: &Cube, lang: Lang) -> String {
    format!("{}{}", matters(model, leaves, lang), facts_text(model, cube, lang))
}

/// Returns a query as it can be asked again.
#[must_use]
pub fn query_text(model: &Model, query: &Query, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let subject = match &query.subject {
        Subject::Listed { leaves, .. } if leaves.len() == 1 => matters(model, leaves, lang),
        Subject::Listed { name, .. } => quoted(name).into_owned(),
        Subject::Unlisted { name: Some(name), .. } => quoted(name).into_owned(),
        Subject::Unlisted { name: None, .. } => words.any_other.to_owned(),
    };
    let mut facts = String::new();
    for known in &query.known {
        let joiner = if known.together { words.and } else { words.or };
        let mut names = value_names(model, known.axis, &known.set, lang);
        match &known.unknown {
            Some(UnknownValue::Undeclared { name, .. }) => names.push(quoted(name).into_owned()),
            Some(UnknownValue::OutsideRange(level)) => {
                let level = &model.levels[*level];
                names.push(quoted(local(&level.name, &level.aliases, lang)).into_owned());
            }
            None => {}
        }
        facts.push_str(&fact_text(model, known.axis, names, joiner, lang));
    }
    let date = match query.date {
        None => String::new(),
        Some((first, last)) if first == last => format!(" {} {first}", words.on),
        Some((first, last)) => format!(" {} {}", words.on, period(first, last)),
    };
    format!("{subject}{facts}{date}")
}

/// Returns the days of a whole month or year by its short name.
fn period(first: Date, last: Date) -> String {
    if first.month() == last.month() {
        format!("{:04}-{:02}", first.year(), first.month())
    } else {
        format!("{:04}", first.year())
    }
}

/// Returns ` at county, scope is 全市性`: what a box says besides its matters.
#[must_use]
pub fn facts_text(model: &Model, cube: &Cube, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let sets = cube.sets.iter().filter(|(axis, _)| *axis != MATTER);
    sets.map(|(axis, set)| fact_text(model, *axis, value_names(model, *axis, set, lang), words.or, lang))
        .collect()
}

fn fact_text(model: &Model, axis: AxisId, mut names: Vec<String>, joiner: &str, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    shorten(&mut names);
    if axis == PERFORMER {
        return format!(" {} {}", words.at, names.join(&format!(" {joiner} ")));
    }
    let fact = &model.axes[axis];
    let name = quoted(local(&fact.name, &fact.aliases, lang));
    match names.as_slice() {
        [only] => format!("{}{name} {} {only}", words.comma, words.is),
        several if joiner == words.and => {
            format!("{}{name} {} {}", words.comma, words.is, several.join(&format!(" {joiner} ")))
        }
        several => format!("{}{name} {} {{ {} }}", words.comma, words.within, several.join(", ")),
    }
}

/// Returns the names of the values in a set, as they are written in a query.
///
/// Every value that is not declared is the one value `other`.
#[must_use]
pub fn value_names(model: &Model, axis: AxisId, set: &ValueSet, lang: Lang) -> Vec<String> {
    if axis == MATTER {
        return matter_names(model, set, lang);
    }
    let fact = &model.axes[axis];
    let name = |value: u32| match fact.values.get(value as usize) {
        Some(value) => quoted_value(local(&value.name, &value.aliases, lang)).into_owned(),
        None => QueryWords::of(lang).other.to_owned(),
    };
    set.iter().map(name).collect()
}

/// Returns the name to use in a language: in Chinese the first alias that is Chinese, where the name is not.
#[must_use]
pub fn local<'n>(name: &'n str, aliases: &'n [String], lang: Lang) -> &'n str {
    match aliases.iter().find(|alias| !alias.is_ascii()) {
        Some(alias) if lang == Lang::Zh && name.is_ascii() => alias,
        _ => name,
    }
}

/// Returns the matters in a set: a whole group by its name.
fn matters(model: &Model, leaves: &ValueSet, lang: Lang) -> String {
    if *leaves == model.matters.all() && leaves.len() > 1 {
        return QueryWords::of(lang).every.to_owned();
    }
    let mut names = matter_names(model, leaves, lang);
    shorten(&mut names);
    match names.as_slice() {
        [only] => only.clone(),
        several => format!("{{ {} }}", several.join(", ")),
    }
}

fn matter_names(model: &Model, leaves: &ValueSet, lang: Lang) -> Vec<String> {
    let words = QueryWords::of(lang);
    let tree = &model.matters;
    let mut names = Vec::new();
    let mut next = 0;
    for (id, node) in tree.nodes.pairs() {
        let (start, end) = node.leaves;
        if start < next || !leaves.covers(&tree.under(id)) {
            continue;
        }
        names.push(quoted(&node.name).into_owned());
        next = end;
    }
    for leaf in leaves.iter() {
        match tree.leaf(leaf) {
            // The rest of an open group is named here unless the whole group is.
            Some(rest) if rest.elsewhere && !leaves.covers(&tree.under(rest.matter)) => {
                let group: Cow<'_, str> = quoted(&tree.nodes[rest.matter].name);
                names.push(format!("{} {group}", words.elsewhere));
            }
            Some(_) => {}
            None => names.push(words.any_other.to_owned()),
        }
    }
    names
}

fn shorten(names: &mut Vec<String>) {
    if names.len() > MOST_NAMES {
        names.truncate(MOST_NAMES);
        names.push("…".to_owned());
    }
}
