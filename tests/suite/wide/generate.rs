//! Random wide policies.
//!
//! In: tapes of random bytes, one for the words and one for each rule. Out: policies that are understood without a
//! complaint: tables are complete, shares sum to one, rows of a map lie one inside the other or apart. A tape that has
//! run out gives zeros, and zero is always the plainest choice. What rules say is made in `says`.

use super::policy::{
    Condition, Effect, Entry, Fact, Kind, Literal, Node, Policy, Region, Rule, Set, Subject, TABLE, Table,
    Test, Tier,
};
use super::says::says;
use super::words::row_of;
use crate::policy::Tape;
use proptest::collection::vec;
use proptest::prelude::*;

/// Makes random policies.
pub fn policies() -> impl Strategy<Value = Policy> {
    let words = vec(any::<u8>(), 0..48);
    (words, vec(vec(any::<u8>(), 0..40), 0..9)).prop_map(|(words, rules)| build(&words, &rules))
}

pub fn one<T: Clone>(tape: &mut Tape<'_>, from: &[T]) -> T {
    from[tape.pick(from.len())].clone()
}

// ---------------------------------------------------------------- words

/// Makes the policy that tapes stand for.
pub fn build<T: AsRef<[u8]>>(words: &[u8], rules: &[T]) -> Policy {
    let tape = &mut Tape::new(words);
    let base = 2 + tape.pick(2);
    let all: Vec<usize> = (0..base).collect();
    let composite = tape.chance(30).then(|| vec![base - 2, base - 1]);
    let performer = if tape.chance(30) { tape.some(&all) } else { all };
    let (nodes, facts, rules_made) = (matters(tape), Vec::new(), Vec::new());
    let (table, part) = (None, tape.chance(30));
    let remainder = tape.chance(20).then(|| tape.pick(base));
    let (effective, until) = (None, None);
    let mut policy = Policy {
        base,
        composite,
        performer,
        nodes,
        facts,
        table,
        part,
        effective,
        until,
        remainder,
        rules: rules_made,
    };
    policy.effective = tape.chance(40).then(|| a_day(tape, &policy, &["2020-01-01", "2021-07-01"]));
    policy.until = tape.chance(30).then(|| a_day(tape, &policy, &["2023-12-31", "2024-06-30"]));
    facts_and_table(tape, &mut policy);
    for (number, bytes) in rules.iter().enumerate() {
        let made = rule(&mut Tape::new(bytes.as_ref()), &policy, number);
        policy.rules.push(made);
    }
    policy
}

fn a_day(tape: &mut Tape<'_>, policy: &Policy, days: &[&str]) -> Literal {
    policy.literal(policy.date(), one(tape, days)).expect("a day")
}

fn node(name: &str, parent: Option<usize>, open: bool) -> Node {
    Node { name: name.to_owned(), parent, open }
}

fn matters(tape: &mut Tape<'_>) -> Vec<Node> {
    let group = tape.chance(50);
    let mut nodes: Vec<Node> = if group { vec![node("组", None, false)] } else { Vec::new() };
    for name in &["甲", "乙", "丙"][..=one(tape, &[0, 0, 1, 1, 2])] {
        let parent = (group && tape.chance(60)).then_some(0);
        nodes.push(node(name, parent, false));
    }
    if group {
        // A list that names nothing has no piece beside those that it names.
        nodes[0].open = nodes.iter().any(|node| node.parent == Some(0)) && tape.chance(40);
    }
    nodes
}

fn facts_and_table(tape: &mut Tape<'_>, policy: &mut Policy) {
    let mut kinds: Vec<usize> = (0..7).collect();
    for _ in 0..one(tape, &[0, 1, 2, 2, 2, 3, 3]) {
        let number = if kinds.len() == 7 && tape.chance(30) { 1 } else { tape.pick(kinds.len()) };
        let kind = kinds.remove(number);
        let fact = fact(tape, policy, kind);
        let tree = matches!(fact.kind, Kind::Tree { .. });
        policy.facts.push(fact);
        if tree && tape.chance(75) {
            policy.table = table(tape, policy, policy.facts.len() + 1);
        }
    }
}

fn fact(tape: &mut Tape<'_>, policy: &Policy, kind: usize) -> Fact {
    let (name, kind) = match kind {
        0 => {
            let (values, open) =
                one(tape, &[(&["yes", "no"][..], false), (&["a", "b", "c"], false), (&["a", "b"], true)]);
            ("kind", Kind::Words { values: values.to_vec(), open })
        }
        1 => ("region", tree(tape)),
        2 => ("grade", Kind::Ordered(["低", "中", "高", "最高"][..2 + tape.pick(3)].to_vec())),
        3 => ("cost", Kind::Amount),
        4 => ("heads", Kind::Number),
        5 => ("approved", Kind::Date),
        _ => ("owner", Kind::Role(tape.some(&(0..policy.base).collect::<Vec<_>>()))),
    };
    Fact { name, kind }
}

fn tree(tape: &mut Tape<'_>) -> Kind {
    let mut nodes = vec![
        node("辽宁", None, tape.chance(40)),
        node("沈阳", Some(0), false),
        node("大连", Some(0), false),
        node("吉林", None, false),
    ];
    // A node with one member alone would be that member by another name.
    for (parent, name) in [(3, "长春"), (1, "沈北")] {
        if tape.chance(35) {
            nodes[parent].open = true;
            nodes.push(node(name, Some(parent), false));
        }
    }
    Kind::Tree { nodes, open: tape.chance(25) }
}

/// Every node and every rest may have an entry; rows that come to nothing are left out.
fn table(tape: &mut Tape<'_>, policy: &Policy, axis: usize) -> Option<Table> {
    let names = ["一档", "二档", "三档"];
    let count = 2 + tape.pick(2);
    let rows = names[..count].iter().map(|&name| Tier { name, entries: Vec::new(), others: false });
    let mut table = Table { axis, rows: rows.collect() };
    table.rows[count - 1].others = true;
    table.rows[0].entries.push(Entry::Node(0));
    for (number, node) in policy.tree(axis).iter().enumerate().skip(1) {
        if tape.chance(40) {
            table.rows[tape.pick(count)].entries.push(Entry::Node(number));
        }
        if node.open && tape.chance(20) {
            table.rows[tape.pick(count)].entries.push(Entry::Rest(number));
        }
    }
    let values = policy.values(axis).unwrap_or_default();
    let mut bare = table.clone();
    bare.rows[count - 1].others = false;
    table.rows[count - 1].others = values.iter().any(|value| row_of(&bare, value).is_none());
    let used: Vec<bool> =
        (0..count).map(|row| values.iter().any(|value| row_of(&table, value) == Some(row))).collect();
    let mut used = used.iter();
    table.rows.retain(|_| *used.next().expect("as many"));
    Some(table)
}

// ---------------------------------------------------------------- tests

/// Returns the points that may be written for an axis, from the lowest up.
fn points(policy: &Policy, axis: usize) -> Vec<&'static str> {
    match policy.fact(axis).map(|fact| &fact.kind) {
        Some(Kind::Amount) => vec!["0.5元", "3千元", "500万元", "1000万元", "3.5亿元"],
        Some(Kind::Number) => vec!["10", "1200", "3万"],
        Some(Kind::Ordered(values)) => values.clone(),
        _ => vec!["2020", "2021-06", "2022-03-15", "2023"],
    }
}

fn ranged(policy: &Policy, axis: usize) -> bool {
    let ordered = matches!(policy.fact(axis).map(|fact| &fact.kind), Some(Kind::Ordered(_)));
    ordered || policy.values(axis).is_none()
}

/// Returns the names that may be written for values of an axis, or the rows of its table.
fn names(policy: &Policy, axis: usize, by_table: bool) -> Vec<String> {
    if let Some(table) = policy.table.as_ref().filter(|_| by_table) {
        return table.rows.iter().map(|row| row.name.to_owned()).collect();
    }
    if axis == 1 {
        return policy.performer.iter().map(|&level| policy.level(level).to_owned()).collect();
    }
    let nodes = policy.tree(axis);
    let inner =
        nodes.iter().enumerate().filter(|(number, _)| nodes.iter().any(|n| n.parent == Some(*number)));
    let inner = inner.map(|(_, node)| node.name.clone());
    let values = policy.values(axis).unwrap_or_default();
    values.into_iter().map(|value| value.text).chain(inner).collect()
}

fn range(tape: &mut Tape<'_>, policy: &Policy, axis: usize) -> String {
    let points = points(policy, axis);
    let (from, until) = (one(tape, &["at least", "above"]), one(tape, &["below", "at most"]));
    let low = tape.pick(points.len());
    match tape.pick(4) {
        1 => format!("{until} {}", points[low]),
        2 if low + 1 < points.len() => {
            let high = low + 1 + tape.pick(points.len() - low - 1);
            format!("{from} {} {until} {}", points[low], points[high])
        }
        _ => format!("{from} {}", points[low]),
    }
}

/// Chooses values of an axis as they are written in a test or in the key of a map.
pub fn expression(tape: &mut Tape<'_>, policy: &Policy, axis: usize, by_table: bool) -> (Vec<String>, Set) {
    let texts = if ranged(policy, axis) && !by_table {
        match tape.pick(5) {
            3 => vec![one(tape, &points(policy, axis)).to_owned()],
            4 => vec![points(policy, axis)[0].to_owned(), range(tape, policy, axis)],
            _ => vec![range(tape, policy, axis)],
        }
    } else {
        let names = names(policy, axis, by_table);
        if tape.chance(30) { tape.some(&names) } else { vec![one(tape, &names)] }
    };
    let set = set(policy, axis, &texts);
    if possible(policy, axis, &set) {
        return (texts, set);
    }
    // Nothing is above the highest word.
    let texts = vec![points(policy, axis)[0].to_owned()];
    let set = self::set(policy, axis, &texts);
    (texts, set)
}

fn set(policy: &Policy, axis: usize, texts: &[String]) -> Set {
    let items = texts.iter().map(|text| policy.item(axis, text).expect("declared")).collect();
    Set { items, negated: false }
}

/// Says whether any value at all lies in a set.
fn possible(policy: &Policy, axis: usize, set: &Set) -> bool {
    let values = policy.representatives(axis, &set.bounds().collect());
    values.into_iter().any(|value| set.contains(value))
}

/// Makes a test of one fact, never one that nothing can meet.
pub fn test(tape: &mut Tape<'_>, policy: &Policy, axis: usize) -> Test {
    let by_table = policy.table.as_ref().is_some_and(|table| table.axis == axis) && tape.chance(40);
    let (texts, mut set) = expression(tape, policy, axis, by_table);
    set.negated = tape.chance(25);
    set.negated &= possible(policy, axis, &set);
    let name = if by_table { TABLE } else { policy.axis_name(axis) };
    let is_range = RANGES.iter().any(|word| texts[0].starts_with(word));
    let text = match (texts.as_slice(), set.negated) {
        ([range], false) if is_range => format!("{name} {range}"),
        ([value], false) => format!("{name} is {value}"),
        ([value], true) if !is_range => format!("{name} is not {value}"),
        (_, false) => format!("{name} in {{ {} }}", texts.join(", ")),
        (_, true) => format!("{name} not in {{ {} }}", texts.join(", ")),
    };
    Test { axis, set, text }
}

pub const RANGES: [&str; 4] = ["at least ", "above ", "at most ", "below "];

fn condition(tape: &mut Tape<'_>, policy: &Policy, dated: bool, depth: usize) -> Condition {
    let shape = if depth == 0 { 0 } else { tape.pick(10) };
    let parts = |tape: &mut Tape<'_>| {
        (0..2 + tape.pick(2)).map(|_| condition(tape, policy, dated, depth - 1)).collect::<Vec<_>>()
    };
    match shape {
        7 => Condition::And(parts(tape)),
        8 => Condition::Or(parts(tape)),
        9 => Condition::Not(Box::new(condition(tape, policy, dated, depth - 1))),
        _ => {
            let axis = match tape.pick(20) {
                17..20 if dated => policy.date(),
                15..20 => 1,
                _ if policy.facts.is_empty() => 1,
                _ => 2 + tape.pick(policy.facts.len()),
            };
            Condition::Test(test(tape, policy, axis))
        }
    }
}

// ---------------------------------------------------------------- rules

fn region(tape: &mut Tape<'_>, policy: &Policy, dated: bool) -> Region {
    let nodes: Vec<usize> = (0..policy.nodes.len()).collect();
    let subject = match tape.pick(12) {
        6 | 7 | 10 => Subject::Every,
        8 => Subject::AnyOther,
        9 => Subject::Nodes(tape.some(&nodes)),
        _ => Subject::Nodes(vec![one(tape, &nodes)]),
    };
    let performs = |members: &&Vec<usize>| members.iter().any(|level| policy.performer.contains(level));
    let levels = match tape.pick(10) {
        7 | 8 => tape.some(&policy.performer),
        9 if policy.composite.as_ref().filter(performs).is_some() => vec![policy.base],
        _ => Vec::new(),
    };
    let when = tape.chance(60).then(|| condition(tape, policy, dated, 2));
    let mut day = |percent| {
        let date = policy.date();
        let days = points(policy, date);
        (dated && tape.chance(percent)).then(|| policy.literal(date, one(tape, &days)).expect("a day"))
    };
    let (from, mut until) = (day(15), day(15));
    if from.as_ref().zip(until.as_ref()).is_some_and(|(from, until)| from.first > until.last) {
        until = None;
    }
    Region { subject: Some(subject), levels, when, from, until }
}

/// The first rule always states a class or a payer.
fn rule(tape: &mut Tape<'_>, policy: &Policy, number: usize) -> Rule {
    let kind = if number == 0 { 0 } else { tape.pick(20) };
    let (effect, region) = match kind {
        13 | 14 => {
            let region = region(tape, policy, true);
            let everywhere = tape.chance(20);
            (Effect::Impossible, if everywhere { Region { subject: None, ..region } } else { region })
        }
        15 | 16 => {
            let subject = Some(Subject::Nodes(vec![tape.pick(policy.nodes.len())]));
            let region = Region { subject, ..region(tape, policy, true) };
            (Effect::Default(says(tape, policy, number)), region)
        }
        17 | 18 => {
            let region = Region { subject: Some(Subject::AnyOther), ..region(tape, policy, true) };
            (Effect::Residual(says(tape, policy, number)), region)
        }
        19 => {
            let day = a_day(tape, policy, &["2021-01-01", "2022-05-01"]);
            let region = region(tape, policy, false);
            let everywhere = tape.chance(30);
            (Effect::Starts(day), if everywhere { Region { subject: None, ..region } } else { region })
        }
        _ => (Effect::Allocate(says(tape, policy, number)), region(tape, policy, true)),
    };
    let earlier: Vec<usize> = (0..number).filter(|&rule| policy.rules[rule].says().is_some()).collect();
    let overrides = match effect {
        Effect::Allocate(_) if !earlier.is_empty() && tape.chance(30) => vec![one(tape, &earlier)],
        _ => Vec::new(),
    };
    Rule { effect, region, overrides }
}

impl Rule {
    /// Returns what a rule states; a declaration states nothing.
    pub fn says(&self) -> Option<&super::policy::Says> {
        match &self.effect {
            Effect::Allocate(says) | Effect::Default(says) | Effect::Residual(says) => Some(says),
            Effect::Impossible | Effect::Starts(_) => None,
        }
    }
}
