//! What the rules of a random wide policy say: classes, payers with their shares, maps, transfers, the further part.
//!
//! In: a tape and the words of a policy. Out: statements that are understood without a complaint. Regions and names of
//! rules are made elsewhere.

use super::generate::{RANGES, expression, one};
use super::policy::{
    Class, Item, Kind, Manner, Map, Payee, Payer, Policy, Row, Says, Set, TABLE, Transfer, WHOLE,
};
use crate::policy::Tape;
use std::collections::BTreeSet;

/// The first rule always states a class or a payer, so that no further part stands alone in a whole policy.
pub fn says(tape: &mut Tape<'_>, policy: &Policy, number: usize) -> Says {
    let parts = tape.pick(10);
    let alone = parts == 9 && number > 0;
    let class = !alone && !(6..9).contains(&parts);
    let class = class.then(|| self::class(tape, policy));
    let payer = !alone && !(4..6).contains(&parts);
    let payer = payer.then(|| self::payer(tape, policy));
    // `payer owner level` beside a class that is no single level is refused.
    let single = matches!(class, None | Some(Class::Level(_) | Class::Role(_) | Class::Same));
    let payer = match payer {
        Some(Payer::Owner) if !single => Some(Payer::One(Payee::Same)),
        other => other,
    };
    let part = policy.part && tape.chance(if alone { 60 } else { 25 });
    let part = part.then(|| payee(tape, policy));
    let transfer = alone && part.is_none() || tape.chance(15);
    let transfer = transfer.then(|| transfer_of(tape, policy));
    Says { class, payer, transfer, part }
}

fn transfer_of(tape: &mut Tape<'_>, policy: &Policy) -> Transfer {
    match tape.pick(4) {
        0 => Transfer::Yes,
        1 => Transfer::No,
        2 => Transfer::From(tape.pick(policy.base)),
        _ => Transfer::Discretionary,
    }
}

fn roles(policy: &Policy) -> Vec<usize> {
    let facts = policy.facts.iter().enumerate();
    facts.filter(|(_, fact)| matches!(fact.kind, Kind::Role(_))).map(|(number, _)| number + 2).collect()
}

/// The composite level is the last one.
fn level(tape: &mut Tape<'_>, policy: &Policy) -> usize {
    tape.pick(policy.base + usize::from(policy.composite.is_some()))
}

/// Two levels or more, the lowest declared among them.
fn among(tape: &mut Tape<'_>, policy: &Policy) -> Vec<usize> {
    vec![tape.pick(policy.base - 1), policy.base - 1]
}

fn class(tape: &mut Tape<'_>, policy: &Policy) -> Class {
    let roles = roles(policy);
    match tape.pick(20) {
        8..=10 => Class::Shared,
        11 => Class::Among(among(tape, policy)),
        12 | 13 if !roles.is_empty() => Class::Role(one(tape, &roles)),
        14 | 15 => Class::Same,
        16 => Class::Undetermined,
        17 if tape.chance(50) => Class::Retained(Ok(tape.pick(policy.base))),
        17 => Class::Retained(Err("上级")),
        18 => match tape.pick(4) {
            0 => Class::Governed(Manner::By, Some(document(tape))),
            1 => Class::Governed(Manner::Analogy, Some(document(tape))),
            2 => Class::Governed(Manner::Existing, Some(document(tape))),
            _ => Class::Governed(Manner::Existing, None),
        },
        _ => Class::Level(level(tape, policy)),
    }
}

fn document(tape: &mut Tape<'_>) -> &'static str {
    one(tape, &["甲案", "乙案"])
}

/// Returns all that may stand for a level.
fn payees(policy: &Policy) -> Vec<Payee> {
    let levels = policy.base + usize::from(policy.composite.is_some());
    let levels = (0..levels).map(Payee::Level);
    levels.chain([Payee::Same]).chain(roles(policy).into_iter().map(Payee::Role)).collect()
}

fn payee(tape: &mut Tape<'_>, policy: &Policy) -> Payee {
    one(tape, &payees(policy))
}

fn payer(tape: &mut Tape<'_>, policy: &Policy) -> Payer {
    match tape.pick(20) {
        14 => Payer::Owner,
        15..=18 if !policy.facts.is_empty() => map(tape, policy),
        _ => simple(tape, policy),
    }
}

/// Makes a payer that may stand in a row of a map.
fn simple(tape: &mut Tape<'_>, policy: &Policy) -> Payer {
    match tape.pick(20) {
        7..=9 => Payer::One(payee(tape, policy)),
        10..=14 => split(tape, policy),
        15 if policy.base == 3 => rest(tape, policy),
        16 => {
            let main = tape.pick(policy.base);
            let subsidy = tape.chance(70).then_some((main + 1) % policy.base);
            Payer::Main(main, subsidy.into_iter().collect())
        }
        17 if tape.chance(50) => Payer::Unstated(Vec::new()),
        17 => Payer::Unstated(among(tape, policy)),
        18 => Payer::Elsewhere(tape.chance(50).then(|| document(tape))),
        19 => Payer::Undetermined,
        _ => Payer::One(Payee::Level(level(tape, policy))),
    }
}

// ---------------------------------------------------------------- shares

/// Ways to share the whole: each share as it is written, and what it comes to.
type Shares = &'static [(&'static [(&'static str, i64)], Written)];

#[derive(Debug, Clone, Copy)]
enum Written {
    Each,
    /// Once after all payees.
    Ratio(&'static str),
    /// The last one takes what the first has left.
    Rest,
    /// The last two divide what the first has left.
    Divided,
}

const OF_TWO: Shares = &[
    (&[("80%", WHOLE / 10 * 8), ("20%", WHOLE / 10 * 2)], Written::Each),
    (&[("50%", WHOLE / 2), ("50%", WHOLE / 2)], Written::Each),
    (&[("1/3", WHOLE / 3), ("2/3", WHOLE / 3 * 2)], Written::Each),
    (&[("33.5%", WHOLE / 1000 * 335), ("66.5%", WHOLE / 1000 * 665)], Written::Each),
    (&[("", WHOLE / 10 * 8), ("", WHOLE / 10 * 2)], Written::Ratio("8:2")),
    (&[("", WHOLE / 3), ("", WHOLE / 3 * 2)], Written::Ratio("1:2")),
    (&[("30%", WHOLE / 10 * 3), ("", WHOLE / 10 * 7)], Written::Rest),
];
const OF_THREE: Shares = &[
    (&[("60%", WHOLE / 10 * 6), ("30%", WHOLE / 10 * 3), ("10%", WHOLE / 10)], Written::Each),
    (&[("1/3", WHOLE / 3), ("1/3", WHOLE / 3), ("1/3", WHOLE / 3)], Written::Each),
    (&[("", WHOLE / 10 * 5), ("", WHOLE / 10 * 3), ("", WHOLE / 10 * 2)], Written::Ratio("5:3:2")),
    (&[("1/2", WHOLE / 2), ("25%", WHOLE / 4), ("", WHOLE / 4)], Written::Rest),
    (&[("30%", WHOLE / 10 * 3), ("60%", WHOLE / 100 * 42), ("40%", WHOLE / 100 * 28)], Written::Divided),
    (&[("1/3", WHOLE / 3), ("1/3", WHOLE / 9 * 2), ("2/3", WHOLE / 9 * 4)], Written::Divided),
];

/// Different payees; some of them may come to the same level all the same.
fn split(tape: &mut Tape<'_>, policy: &Policy) -> Payer {
    let mut payees = payees(policy);
    let start = tape.pick(payees.len());
    payees.rotate_left(start);
    let (shares, written) = if tape.chance(35) { one(tape, OF_THREE) } else { one(tape, OF_TWO) };
    let names: Vec<String> = payees.iter().map(|payee| policy.payee(payee)).collect();
    let each = |from: usize, to: usize| {
        let each = (from..to).map(|i| format!("{} {}", names[i], shares[i].0));
        each.collect::<Vec<_>>().join(", ")
    };
    let last = shares.len() - 1;
    let text = match written {
        Written::Each => each(0, shares.len()),
        Written::Ratio(ratio) => format!("{} {ratio}", names[..shares.len()].join(", ")),
        Written::Rest => format!("{}, rest {}", each(0, last), names[last]),
        Written::Divided => format!("{}, rest {{ {} }}", each(0, 1), each(1, shares.len())),
    };
    let shares = payees.into_iter().zip(shares).map(|(payee, (_, share))| (payee, *share)).collect();
    Payer::Split { shares, text }
}

fn rest(tape: &mut Tape<'_>, policy: &Policy) -> Payer {
    let upper = tape.pick(policy.base);
    let others: Vec<usize> = (0..policy.base).filter(|&level| level != upper).collect();
    let (first, second) = (others[0], others[1]);
    let [name, one_name, other_name] = [upper, first, second].map(|level| policy.level(level));
    let (shares, text) = if tape.chance(50) {
        (vec![(first, WHOLE / 3), (second, WHOLE / 3 * 2)], format!("{one_name} 1/3, {other_name} 2/3"))
    } else {
        (vec![(first, WHOLE / 5 * 3), (second, WHOLE / 5 * 2)], format!("{one_name} 60%, {other_name} 40%"))
    };
    Payer::Rest { upper, shares, text: format!("{name} elsewhere, rest {{ {text} }}") }
}

// ---------------------------------------------------------------- maps

fn map(tape: &mut Tape<'_>, policy: &Policy) -> Payer {
    let first = tape.pick(policy.facts.len());
    let mut axes = vec![first + 2];
    if policy.facts.len() > 1 && tape.chance(45) {
        axes.push((first + 1) % policy.facts.len() + 2);
    }
    let sorted = |axis: usize| policy.table.as_ref().is_some_and(|table| table.axis == axis);
    let by_table: Vec<bool> = axes.iter().map(|&axis| sorted(axis) && tape.chance(60)).collect();
    let name = |(&axis, &by_table): (&usize, &bool)| if by_table { TABLE } else { policy.axis_name(axis) };
    let keys = axes.iter().zip(&by_table).map(name).map(str::to_owned).collect();
    let mut rows: Vec<Row> = Vec::new();
    for _ in 0..1 + tape.pick(3) {
        let any = axes.len() > 1 && tape.chance(35);
        let free = tape.pick(axes.len());
        let key = |(place, (&axis, &by_table)): (usize, (&usize, &bool))| {
            if any && place == free { everything() } else { key(tape, policy, axis, by_table) }
        };
        let (texts, sets): (Vec<String>, Vec<Set>) = axes.iter().zip(&by_table).enumerate().map(key).unzip();
        rows.push(Row { text: texts.join(", "), sets, depth: 0, payer: simple(tape, policy) });
    }
    let cases = cases(policy, &axes, &rows);
    let covers = |row: &Row, case: &[i64]| row.sets.iter().zip(case).all(|(set, value)| set.contains(*value));
    let covered = |row: &Row| -> BTreeSet<usize> {
        (0..cases.len()).filter(|&case| covers(row, &cases[case])).collect()
    };
    let mut kept: Vec<(Row, BTreeSet<usize>)> = Vec::new();
    for row in rows {
        let here = covered(&row);
        let apart = |there: &BTreeSet<usize>| {
            let strictly = here.len() != there.len() && (here.is_subset(there) || there.is_subset(&here));
            strictly || here.is_disjoint(there)
        };
        if kept.iter().all(|(_, there)| apart(there)) {
            kept.push((row, here));
        }
    }
    let all: BTreeSet<usize> = kept.iter().flat_map(|(_, here)| here.iter().copied()).collect();
    let others = all.len() < cases.len() && tape.chance(65);
    let others = others.then(|| Box::new(simple(tape, policy)));
    let depth = |here: &BTreeSet<usize>| {
        kept.iter().filter(|(_, o)| o.len() > here.len() && here.is_subset(o)).count()
    };
    let rows = kept.iter().map(|(row, here)| Row { depth: depth(here), ..row.clone() }).collect();
    Payer::Map(Map { keys, axes, rows, others })
}

fn everything() -> (String, Set) {
    ("any".to_owned(), Set { items: vec![Item::Range(i64::MIN, i64::MAX)], negated: false })
}

fn key(tape: &mut Tape<'_>, policy: &Policy, axis: usize, by_table: bool) -> (String, Set) {
    let (texts, set) = expression(tape, policy, axis, by_table);
    // Without braces `other` is another word for the last row.
    let plain = texts.len() == 1 && texts[0] != "other";
    let bare = plain || texts.len() == 1 && RANGES.iter().any(|word| texts[0].starts_with(word));
    (if bare { texts.concat() } else { format!("{{ {} }}", texts.join(", ")) }, set)
}

/// Returns every case that the rows of a map can tell apart.
fn cases(policy: &Policy, axes: &[usize], rows: &[Row]) -> Vec<Vec<i64>> {
    axes.iter().enumerate().fold(vec![Vec::new()], |cases, (place, &axis)| {
        let bounds = rows.iter().flat_map(|row| row.sets[place].bounds()).collect();
        let values = policy.representatives(axis, &bounds);
        let longer = |case: &Vec<i64>| {
            let case = case.clone();
            values.iter().map(move |&value| [case.as_slice(), &[value]].concat()).collect::<Vec<_>>()
        };
        cases.iter().flat_map(longer).collect()
    })
}
