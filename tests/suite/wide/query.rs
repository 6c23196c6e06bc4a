//! Queries to a wide policy, and what is read back: branches, regions.
//!
//! In: a policy, a tape, text of the program. Out: what is known of each axis, beside the words for it. Whether an
//! answer is right is not decided here.

use super::generate::{one, test};
use super::oracle::{Cell, Known, Oracle};
use super::policy::{Item, Policy, Set, TABLE};
use crate::policy::Tape;
use crate::program::{names_in, split_outside_braces};
use proptest::prelude::*;
use serde_json::{Map, Value};

#[derive(Debug)]
pub struct Query {
    pub text: String,
    pub known: Known,
    /// No day is named.
    pub undated: bool,
}

fn set(items: Vec<Item>) -> Set {
    Set { items, negated: false }
}

/// Asks for one case; every axis is known.
pub fn cell_text(policy: &Policy, cell: &Cell) -> String {
    let mut text = format!("{} at {}", policy.point(0, cell[0]), policy.point(1, cell[1]));
    for (axis, &value) in cell.iter().enumerate().take(policy.date()).skip(2) {
        text += &format!(", {} is {}", policy.axis_name(axis), policy.point(axis, value));
    }
    text + &format!(" on {}", policy.point(policy.date(), cell[policy.date()]))
}

/// Chooses a case.
pub fn random_cell(domain: &[Vec<i64>], tape: &mut Tape<'_>) -> Cell {
    domain.iter().map(|values| one(tape, values)).collect()
}

/// Chooses a query: a matter or a group, each axis known, half known or unknown.
pub fn random_query(oracle: &Oracle<'_>, tape: &mut Tape<'_>) -> Query {
    let policy = oracle.policy;
    let subject = if tape.chance(30) {
        oracle.matters[tape.pick(oracle.matters.len())].text.clone()
    } else {
        one(tape, &policy.nodes).name
    };
    let mut known: Known = vec![(0, set(vec![Item::Values(policy.named(0, &subject))]))];
    let mut text = subject;
    level(policy, tape, &mut text, &mut known);
    for axis in 2..policy.date() {
        match tape.pick(8) {
            5 => {
                let domain = oracle.domain(&[]);
                let value = one(tape, &domain[axis]);
                text += &format!(", {} is {}", policy.axis_name(axis), policy.point(axis, value));
                known.push((axis, set(vec![Item::Values(vec![value])])));
            }
            6 => tested(policy, tape, axis, &mut text, &mut known),
            7 => {
                tested(policy, tape, axis, &mut text, &mut known);
                tested(policy, tape, axis, &mut text, &mut known);
            }
            _ => {}
        }
    }
    let before = text.len();
    day(oracle, tape, &mut text, &mut known);
    let undated = text.len() == before;
    Query { text, known, undated }
}

fn level(policy: &Policy, tape: &mut Tape<'_>, text: &mut String, known: &mut Known) {
    let performs = |members: &&Vec<usize>| members.iter().any(|level| policy.performer.contains(level));
    let levels: Vec<String> = match tape.pick(8) {
        4 | 5 => vec![policy.level(one(tape, &policy.performer)).to_owned()],
        6 => tape.some(&policy.performer).into_iter().map(|level| policy.level(level).to_owned()).collect(),
        7 if policy.composite.as_ref().filter(performs).is_some() => {
            vec![policy.level(policy.base).to_owned()]
        }
        _ => return,
    };
    *text += &format!(" at {}", levels.join(" or "));
    known.push((1, set(levels.iter().map(|name| Item::Values(policy.named(1, name))).collect())));
}

/// Adds a test of a fact; a second one only where one of them is by the table and both can hold.
fn tested(policy: &Policy, tape: &mut Tape<'_>, axis: usize, text: &mut String, known: &mut Known) {
    let test = test(tape, policy, axis);
    let mut before = known.iter().filter(|(of, _)| *of == axis).map(|(_, set)| set);
    let Some(set) = before.next() else {
        *text += &format!(", {}", test.text);
        known.push((axis, test.set));
        return;
    };
    let by_table = |text: &str| text.starts_with(&format!("{TABLE} "));
    let first = text.rsplit(", ").any(by_table);
    let mut values = policy.representatives(axis, &test.set.bounds().collect()).into_iter();
    let both = values.any(|value| test.set.contains(value) && set.contains(value));
    let sorted = policy.table.as_ref().is_some_and(|table| table.axis == axis);
    if sorted && first != by_table(&test.text) && both {
        *text += &format!(", {}", test.text);
        known.push((axis, test.set));
    }
}

fn day(oracle: &Oracle<'_>, tape: &mut Tape<'_>, text: &mut String, known: &mut Known) {
    let policy = oracle.policy;
    let days = ["2021", "2022-03", "2022-03-15", "2023-12-31", "2019-12"];
    let written = match tape.pick(8) {
        5 | 6 => format!(" on {}", one(tape, &days)),
        7 => {
            let (from, until) =
                (one(tape, &["2019", "2021-06", "2022-03-15"]), one(tape, &["2022-04", "2024"]));
            format!(" from {from} until {until}")
        }
        _ => {
            known.push((policy.date(), oracle.window()));
            return;
        }
    };
    known.push((policy.date(), set(vec![policy.item(policy.date(), &written).expect("days")])));
    *text += &written;
}

// ---------------------------------------------------------------- reading

fn axis_of(policy: &Policy, name: &str) -> Option<usize> {
    let table = policy.table.as_ref().filter(|_| name == TABLE).map(|table| table.axis);
    table.or_else(|| (0..=policy.date()).find(|&axis| policy.axis_name(axis) == name))
}

fn items<'b>(
    policy: &Policy,
    axis: usize,
    texts: impl IntoIterator<Item = &'b str>,
) -> Result<Vec<Item>, TestCaseError> {
    let item = |text: &str| {
        let unknown = || TestCaseError::fail(format!("no value of {}: {text:?}", policy.axis_name(axis)));
        policy.item(axis, text).ok_or_else(unknown)
    };
    texts.into_iter().map(item).collect()
}

/// Reads a case of a branch: for each fact the values that lead to it.
pub fn case(policy: &Policy, case: &Map<String, Value>) -> Result<Known, TestCaseError> {
    let read = |(name, values): (&String, &Value)| {
        let axis = axis_of(policy, name).ok_or_else(|| TestCaseError::fail(format!("no fact: {name}")))?;
        let texts = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok((axis, set(items(policy, axis, texts)?)))
    };
    case.iter().map(read).collect()
}

/// Reads a line of a region: a query, which may name several matters between braces.
pub fn region(policy: &Policy, line: &str) -> Result<Known, TestCaseError> {
    let (line, days) = line.split_at(days_at(line));
    let mut known = Known::new();
    if !days.is_empty() {
        known.push((policy.date(), set(items(policy, policy.date(), [days])?)));
    }
    let mut parts = split_outside_braces(line).into_iter();
    let first = parts.next().unwrap_or_default();
    let (subject, levels) =
        first.split_once(" at ").map_or((first, None), |(subject, levels)| (subject, Some(levels)));
    known.push((0, set(items(policy, 0, names_in(subject))?)));
    if let Some(levels) = levels {
        known.push((1, set(items(policy, 1, levels.split(" or "))?)));
    }
    for part in parts {
        let (name, values) = part.trim().split_once(' ').unwrap_or((part, ""));
        let axis = axis_of(policy, name).ok_or_else(|| TestCaseError::fail(format!("no fact: {part:?}")))?;
        let negated = values.starts_with("is not ") || values.starts_with("not in ");
        let values = ["is not ", "not in ", "is ", "in "]
            .iter()
            .find_map(|word| values.strip_prefix(word))
            .unwrap_or(values);
        known.push((axis, Set { items: items(policy, axis, names_in(values))?, negated }));
    }
    Ok(known)
}

/// Returns where the days begin of which a line speaks: its end, if it speaks of none.
fn days_at(line: &str) -> usize {
    let words = [" on ", " from ", " until "];
    let found = words.iter().flat_map(|word| line.match_indices(word));
    let dated = found.filter(|(at, word)| line[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()));
    dated.map(|(at, _)| at).min().unwrap_or(line.len())
}
