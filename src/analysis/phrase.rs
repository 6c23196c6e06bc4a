//! Cases and regions in the words of the policy's own vocabulary.
//!
//! In: boxes and cases of the diagram. Out: text in query form, the same in every language, so that it can be pasted
//! into the prompt or an `expect` line.

use crate::diagram::{Cube, Region};
use crate::model::{AxisId, MATTER, Model, PERFORMER, Query, Subject, ValueSet};
use crate::syntax::quoted;
use jiff::civil::Date;

/// How many names one list shows.
const MOST_NAMES: usize = 8;

/// Returns one case as a query line: `专利导航 at county, scope is 全市性`.
#[must_use]
pub fn case_text(model: &Model, matter: u32, case: &[(AxisId, u32)]) -> String {
    let sets = case.iter().map(|(axis, value)| (*axis, ValueSet::single(*value))).collect();
    let cube = Cube { sets };
    format!("{}{}", matters(model, &ValueSet::single(matter)), facts_text(model, &cube))
}

/// Returns a box over matters as text: `{ 执法, 维权援助 } at county`.
#[must_use]
pub fn cube_text(model: &Model, leaves: &ValueSet, cube: &Cube) -> String {
    format!("{}{}", matters(model, leaves), facts_text(model, cube))
}

/// Returns a region over matters, one line a box.
#[must_use]
pub fn region_lines(model: &Model, leaves: &ValueSet, region: &Region) -> Vec<String> {
    let mut lines: Vec<String> = region.cubes.iter().map(|cube| cube_text(model, leaves, cube)).collect();
    if region.cut {
        lines.push("…".to_owned());
    }
    lines
}

/// Returns a query in canonical form.
#[must_use]
pub fn query_text(model: &Model, query: &Query) -> String {
    let subject = match &query.subject {
        Subject::Listed { leaves, .. } if leaves.len() == 1 => matters(model, leaves),
        Subject::Listed { name, .. } => quoted(name).into_owned(),
        Subject::Unlisted { name: Some(name), .. } => quoted(name).into_owned(),
        Subject::Unlisted { name: None, .. } => ANY_OTHER.to_owned(),
    };
    let cube = Cube { sets: query.known.iter().map(|known| (known.axis, known.set.clone())).collect() };
    let date = match query.date {
        None => String::new(),
        Some((first, last)) if first == last => format!(" on {first}"),
        Some((first, last)) => format!(" on {}", period(first, last)),
    };
    format!("{subject}{}{date}", facts_text(model, &cube))
}

const ANY_OTHER: &str = "any other matter";

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
pub fn facts_text(model: &Model, cube: &Cube) -> String {
    let mut text = String::new();
    for (axis, set) in cube.sets.iter().filter(|(axis, _)| *axis != MATTER) {
        let mut names = value_names(model, *axis, set);
        shorten(&mut names);
        if *axis == PERFORMER {
            text.push_str(" at ");
            text.push_str(&names.join(" or "));
            continue;
        }
        text.push_str(", ");
        text.push_str(&quoted(&model.axes[*axis].name));
        match names.as_slice() {
            [only] => text.push_str(&format!(" is {only}")),
            several => text.push_str(&format!(" in {{ {} }}", several.join(", "))),
        }
    }
    text
}

/// Returns the names of the values in a set, as they are written in a query.
/// Nothing stands for a value that is not declared but `other`.
#[must_use]
pub fn value_names(model: &Model, axis: AxisId, set: &ValueSet) -> Vec<String> {
    if axis == MATTER {
        return matter_names(model, set);
    }
    let fact = &model.axes[axis];
    let name = |value: u32| match fact.values.get(value as usize) {
        Some(value) => quoted(&value.name).into_owned(),
        None => "other".to_owned(),
    };
    set.iter().map(name).collect()
}

/// Returns the matters in a set: a whole group by its name.
fn matters(model: &Model, leaves: &ValueSet) -> String {
    if *leaves == model.matters.all() && leaves.len() > 1 {
        return "every matter".to_owned();
    }
    let mut names = matter_names(model, leaves);
    shorten(&mut names);
    match names.as_slice() {
        [only] => only.clone(),
        several => format!("{{ {} }}", several.join(", ")),
    }
}

fn matter_names(model: &Model, leaves: &ValueSet) -> Vec<String> {
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
            Some(leaf_of) if leaf_of.elsewhere && !leaves.covers(&tree.under(leaf_of.matter)) => {
                names.push(format!("elsewhere in {}", quoted(&tree.nodes[leaf_of.matter].name)));
            }
            Some(_) => {}
            None => names.push(ANY_OTHER.to_owned()),
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
