//! Cases and regions in the words of the policy's own vocabulary.
//!
//! In: boxes and cases of the diagram, and a language. Out: text in query form. In English it uses the declared names
//! and is the canonical form; in Chinese it uses local names and Chinese keywords. Both can be asked again.

use crate::diagram::{Cube, Region};
use crate::message::{Lang, local};
use crate::model::{
    Axis, AxisId, Interval, MATTER, MatterId, Model, PERFORMER, Query, Scale, Subject, Unit, UnknownValue,
    ValueSet, day_of, is_bare,
};
use crate::syntax::{QueryWords, in_quotes, quoted, quoted_value};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

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
        let mut lines: Vec<String> =
            cubes.map(|cube| cube_text(model, &self.leaves, cube, &[], lang)).collect();
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
        Phrases::new(model, lang).witness(self)
    }
}

/// Puts many witnesses into words: how a value is written is found out once.
pub(super) struct Phrases<'m> {
    model: &'m Model,
    lang: Lang,
    values: FxHashMap<(AxisId, u32), String>,
}

impl Phrases<'_> {
    pub(super) fn new(model: &Model, lang: Lang) -> Phrases<'_> {
        Phrases { model, lang, values: FxHashMap::default() }
    }

    /// Returns the question as a query line.
    pub(super) fn witness(&mut self, witness: &Witness) -> String {
        let (matter, case) = match witness {
            Witness::Case(matter, case) => (*matter, case),
            Witness::Query(query) => return query_text(self.model, query, self.lang),
        };
        let mut text = matters(self.model, &ValueSet::single(matter), self.lang);
        for &(axis, value) in case {
            let new = || value_text(self.model, axis, value, self.lang);
            text.push_str(self.values.entry((axis, value)).or_insert_with(new));
        }
        text
    }
}

/// Returns a box over matters as text: `{ 执法, 维权援助 } at county`.
#[must_use]
pub fn cube_text(model: &Model, leaves: &ValueSet, cube: &Cube, asked: &Asked, lang: Lang) -> String {
    format!("{}{}", matters(model, leaves, lang), facts_text(model, cube, asked, lang))
}

/// The figures and days that are asked about: stretches are cut to them.
pub type Asked = [(AxisId, Interval)];

/// Returns a query as it can be asked again.
#[must_use]
pub fn query_text(model: &Model, query: &Query, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let unlisted = |name: &String| match !query.quoted && is_bare(model, name) {
        true => quoted(name).into_owned(),
        false => in_quotes(name),
    };
    let subject = match &query.subject {
        Subject::Listed { .. } if query.part.is_some() => {
            query.part.as_ref().map(unlisted).unwrap_or_default()
        }
        Subject::Listed { leaves, .. } if leaves.len() == 1 => matters(model, leaves, lang),
        Subject::Listed { name, .. } => subject_text(model, name, lang),
        Subject::UnlistedComponent { matter, name } => component_text(model, *matter, name, lang),
        Subject::Unlisted { name: Some(name), .. } => unlisted(name),
        Subject::Unlisted { name: None, .. } => words.any_other.to_owned(),
    };
    let mut facts = String::new();
    for known in &query.known {
        // What lies between figures that are apart is not asked about.
        let one = known.set.ranges().len() == 1 && !known.together;
        if let (true, Some(figures), Some(scale)) = (one, known.figures, &model.axes[known.axis].scale) {
            facts.push_str(&figure_text(model, known.axis, scale, figures, lang));
            continue;
        }
        let sorted = by_table(model, known.axis, &known.set, lang);
        if let Some(text) = sorted.filter(|_| !known.together && known.unknown.is_none()) {
            facts.push_str(&text);
            continue;
        }
        let joiner = if known.together { words.and } else { words.or };
        let asked: Vec<_> = known.figures.map(|figures| (known.axis, figures)).into_iter().collect();
        let mut names = value_phrases(model, known.axis, &known.set, &asked, lang);
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
        Some((first, last)) => period(first, last, lang),
    };
    let amount = query.amount.map(|fen| format!("{}{} {}", words.comma, words.amount, Unit::Fen.write(fen)));
    format!("{subject}{facts}{date}{}", amount.unwrap_or_default())
}

/// Returns the name of a group or of a matter with components, which may be `A component B`.
fn subject_text(model: &Model, name: &str, lang: Lang) -> String {
    let component = name.split_once(" component ");
    match component.and_then(|(matter, part)| Some((model.matters.find(matter)?, part))) {
        Some((matter, part)) => component_text(model, matter, part, lang),
        None => quoted(name).into_owned(),
    }
}

fn component_text(model: &Model, matter: MatterId, part: &str, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let matter = quoted(&model.matters.nodes[matter].name);
    format!("{matter} {} {}", words.component, quoted(part))
}

/// Returns ` on 2025-10-01`, ` on 2025`, ` from 2025-01-15 until 2025-06-30`.
fn period(first: Date, last: Date, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    if first == last {
        return format!(" {} {first}", words.on);
    }
    if first == last.first_of_year() && last == first.last_of_year() {
        return format!(" {} {:04}", words.on, first.year());
    }
    if first == last.first_of_month() && last == first.last_of_month() {
        return format!(" {} {:04}-{:02}", words.on, first.year(), first.month());
    }
    from_until(first, last, lang)
}

/// Returns ` from 2025-01-15 until 2025-06-30`, open at the ends of the calendar.
fn from_until(first: Date, last: Date, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let from = (first != Date::MIN).then(|| format!(" {} {first}", words.from));
    let until = (last != Date::MAX).then(|| format!(" {} {last}", words.until));
    format!("{}{}", from.unwrap_or_default(), until.unwrap_or_default())
}

/// Returns `行政裁决, scope is 全市性`, or without a matter `scope is 全市性`: what tells a case from others.
#[must_use]
pub fn case_text(model: &Model, cube: &Cube, asked: &Asked, lang: Lang) -> String {
    match cube.get(MATTER) {
        Some(leaves) => cube_text(model, leaves, cube, asked, lang),
        None => facts_text(model, cube, asked, lang).trim_start_matches([',', '\u{FF0C}', ' ']).to_owned(),
    }
}

/// Returns ` at county, scope is 全市性`: what a box says besides its matters.
#[must_use]
pub fn facts_text(model: &Model, cube: &Cube, asked: &Asked, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let sets = cube.sets.iter().filter(|(axis, _)| *axis != MATTER);
    let text = |(axis, set): &(AxisId, ValueSet)| {
        if let Some(scale) = &model.axes[*axis].scale
            && let [(start, end)] = set.ranges()
        {
            let figures = figures_of(scale, (*start, *end), *axis, asked);
            return figure_text(model, *axis, scale, figures, lang);
        }
        by_table(model, *axis, set, lang).unwrap_or_else(|| {
            fact_text(model, *axis, value_phrases(model, *axis, set, asked, lang), words.or, lang)
        })
    };
    sets.map(text).collect()
}

/// Returns the figures of neighbouring stretches, cut to those that are asked about.
pub(super) fn figures_of(scale: &Scale, (start, end): (u32, u32), axis: AxisId, asked: &Asked) -> Interval {
    let first = scale.stretch(start).first;
    let last = scale.stretch(end.saturating_sub(1)).last;
    let figures = Interval { first, last };
    let cut = asked.iter().find(|(other, _)| *other == axis).map(|(_, cut)| figures.meet(*cut));
    cut.filter(|cut| !cut.is_empty()).unwrap_or(figures)
}

/// Returns one case of an axis; of figures one that shows it.
fn value_text(model: &Model, axis: AxisId, value: u32, lang: Lang) -> String {
    match &model.axes[axis].scale {
        Some(scale) => figure_text(model, axis, scale, Interval::single(scale.example(value)), lang),
        None => {
            let names = value_phrases(model, axis, &ValueSet::single(value), &[], lang);
            fact_text(model, axis, names, QueryWords::of(lang).or, lang)
        }
    }
}

/// Returns `, investment at least 500万元`; of the date ` from 2025-01-01 until 2025-06-30`.
fn figure_text(model: &Model, axis: AxisId, scale: &Scale, figures: Interval, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    if axis == model.date() {
        return period(day_of(figures.first), day_of(figures.last), lang);
    }
    let fact = &model.axes[axis];
    let name = quoted(local(&fact.name, &fact.aliases, lang));
    let is = if figures.first == figures.last { format!("{} ", words.is) } else { String::new() };
    format!("{}{name} {is}{}", words.comma, range_text(scale, figures, lang))
}

/// Returns `at least 500万元 below 1000万元`; one figure by itself.
pub(super) fn range_text(scale: &Scale, figures: Interval, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    let unit = scale.unit;
    if figures.first == figures.last {
        return unit.write(figures.first);
    }
    let least = figures.first <= unit.least();
    let greatest = figures.last >= unit.greatest();
    let (at_least, below) = match unit {
        Unit::Day => (words.not_before, words.before),
        Unit::Fen | Unit::Count => (words.at_least, words.below),
    };
    let from = (!least || greatest).then(|| format!("{at_least} {}", unit.write(figures.first)));
    let below = (!greatest).then(|| format!("{below} {}", unit.write(figures.last.saturating_add(1))));
    from.into_iter().chain(below).collect::<Vec<_>>().join(" ")
}

/// Returns `, 分档 is 第一档` where the rows of a table say in few words what would be a long list of values.
pub(super) fn by_table(model: &Model, axis: AxisId, set: &ValueSet, lang: Lang) -> Option<String> {
    if set.len() as usize <= FEW_NAMES {
        return None;
    }
    let words = QueryWords::of(lang);
    model.tables.iter().filter(|table| table.axis == axis).find_map(|table| {
        let inside = || table.rows.iter().filter(|row| !row.set.is_empty() && set.covers(&row.set));
        let union = inside().fold(ValueSet::default(), |union, row| union.union(&row.set));
        if union != *set || inside().count() > FEW_NAMES {
            return None;
        }
        let names: Vec<String> =
            inside().map(|row| quoted(local(&row.name, &row.aliases, lang)).into_owned()).collect();
        let name = quoted(local(&table.name, &table.aliases, lang)).into_owned();
        Some(match names.as_slice() {
            [only] => format!("{}{name} {} {only}", words.comma, words.is),
            several => format!("{}{name} {} {{ {} }}", words.comma, words.within, several.join(", ")),
        })
    })
}

/// How many values are listed rather than said by a table's rows.
const FEW_NAMES: usize = 3;

fn fact_text(model: &Model, axis: AxisId, mut names: Vec<String>, joiner: &str, lang: Lang) -> String {
    let words = QueryWords::of(lang);
    shorten(&mut names);
    if axis == PERFORMER {
        return format!(" {} {}", words.at, names.join(&format!(" {joiner} ")));
    }
    let fact = &model.axes[axis];
    let name = quoted(local(&fact.name, &fact.aliases, lang));
    match names.as_slice() {
        [only] if fact.scale.is_some() && only.contains(' ') => format!("{}{name} {only}", words.comma),
        [only] => format!("{}{name} {} {only}", words.comma, words.is),
        several if joiner == words.and => {
            format!("{}{name} {} {}", words.comma, words.is, several.join(&format!(" {joiner} ")))
        }
        several => format!("{}{name} {} {{ {} }}", words.comma, words.within, several.join(", ")),
    }
}

/// Returns the names of the values in a set, one by one, as they are written in a query.
///
/// Every value that is not declared is the one value `other`; figures are named by the stretches that rules tell apart.
#[must_use]
pub fn value_names(model: &Model, axis: AxisId, set: &ValueSet, asked: &Asked, lang: Lang) -> Vec<String> {
    let words = QueryWords::of(lang);
    if axis == MATTER {
        return matter_names(model, set, usize::MAX, lang);
    }
    let fact = &model.axes[axis];
    if let Some(scale) = &fact.scale {
        let range = |&(start, end): &(u32, u32)| {
            let figures = figures_of(scale, (start, end), axis, asked);
            if axis == model.date() && figures.first != figures.last {
                let (first, last) = (day_of(figures.first), day_of(figures.last));
                return from_until(first, last, lang).trim().to_owned();
            }
            range_text(scale, figures, lang)
        };
        return set.ranges().iter().map(range).collect();
    }
    set.iter().map(|value| one_value(fact, value, &words, lang)).collect()
}

fn one_value(fact: &Axis, value: u32, words: &QueryWords, lang: Lang) -> String {
    match fact.values.get(value as usize) {
        Some(value) if value.rest => {
            let node = fact.nodes.iter().find(|node| node.name == value.name);
            let aliases = node.map(|node| node.aliases.as_slice()).unwrap_or_default();
            format!("{} {}", words.elsewhere, quoted(local(&value.name, aliases, lang)))
        }
        Some(value) => quoted_value(local(&value.name, &value.aliases, lang)).into_owned(),
        None => words.other.to_owned(),
    }
}

/// Returns the names of the values in a set, whole nodes of a tree by their own names.
pub(super) fn value_phrases(
    model: &Model,
    axis: AxisId,
    set: &ValueSet,
    asked: &Asked,
    lang: Lang,
) -> Vec<String> {
    let fact = &model.axes[axis];
    if fact.nodes.is_empty() {
        if axis == model.date() {
            // Several stretches of days are said as ranges of the fact.
            let Some(scale) = &fact.scale else { return Vec::new() };
            let range = |&(start, end): &(u32, u32)| {
                range_text(scale, figures_of(scale, (start, end), axis, asked), lang)
            };
            return set.ranges().iter().map(range).collect();
        }
        return value_names(model, axis, set, asked, lang);
    }
    let words = QueryWords::of(lang);
    let mut names = Vec::new();
    let mut next = 0;
    for value in set.iter() {
        if value < next {
            continue;
        }
        // The widest node that begins here and lies wholly inside.
        let nodes = fact.nodes.iter().filter(|node| node.leaves.0 == value);
        let whole = nodes.filter(|node| set.covers(&ValueSet::range(node.leaves.0, node.leaves.1)));
        match whole.max_by_key(|node| node.leaves.1) {
            Some(node) => {
                names.push(quoted(local(&node.name, &node.aliases, lang)).into_owned());
                next = node.leaves.1;
            }
            None => names.push(one_value(fact, value, &words, lang)),
        }
    }
    names
}

/// Returns the matters in a set: a whole group by its name.
fn matters(model: &Model, leaves: &ValueSet, lang: Lang) -> String {
    if *leaves == model.matters.all() && leaves.len() > 1 {
        return QueryWords::of(lang).every.to_owned();
    }
    // One more than is listed tells that there are more.
    let mut names = matter_names(model, leaves, MOST_NAMES.saturating_add(1), lang);
    shorten(&mut names);
    match names.as_slice() {
        [only] => only.clone(),
        several => format!("{{ {} }}", several.join(", ")),
    }
}

/// Returns the names of matters, so many at most: a whole group by its name.
fn matter_names(model: &Model, leaves: &ValueSet, most: usize, lang: Lang) -> Vec<String> {
    let words = QueryWords::of(lang);
    let tree = &model.matters;
    let mut names = Vec::new();
    for &(first, after) in leaves.ranges() {
        let mut next = first;
        // INVARIANT: a node comes after its parent, so the nodes' first leaves rise.
        for (id, node) in tree.nodes.pairs_from(|node| node.leaves.0 < first) {
            let (start, end) = node.leaves;
            if start >= after {
                break;
            }
            if start >= next && end <= after && start < end {
                let name = node_text(model, id, lang);
                // Of two documents one may have several matters for one of the other.
                if names.last() != Some(&name) {
                    names.push(name);
                }
                next = end;
            }
            if names.len() >= most {
                return names;
            }
        }
    }
    for leaf in leaves.iter() {
        match tree.leaf(leaf) {
            // The rest of an open group is named here unless the whole group is.
            Some(rest) if rest.elsewhere && !leaves.covers(&tree.under(rest.matter)) => {
                names.push(format!("{} {}", words.elsewhere, quoted(&tree.nodes[rest.matter].name)));
            }
            Some(_) => {}
            None => names.push(words.any_other.to_owned()),
        }
    }
    names
}

/// Returns a matter's name; a component with its matter.
fn node_text(model: &Model, id: MatterId, lang: Lang) -> String {
    let node = &model.matters.nodes[id];
    match node.parent.filter(|&parent| model.matters.nodes[parent].whole) {
        Some(parent) => component_text(model, parent, &node.name, lang),
        None => quoted(&node.name).into_owned(),
    }
}

fn shorten(names: &mut Vec<String>) {
    if names.len() > MOST_NAMES {
        names.truncate(MOST_NAMES);
        names.push("…".to_owned());
    }
}
