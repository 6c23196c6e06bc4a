//! Random documents, from the top down.

use super::world::{Class, Document, NAMES, Payer, Rank, Rule, Say, Share, World};
use crate::policy::Tape;
use std::collections::BTreeSet;

type Portion = (&'static str, (i128, i128));

fn say(class: Class, shares: &[Portion]) -> Say {
    let shares = shares.iter().map(|&(level, (over, under))| (level, Share::of(over, under)));
    Say { class, payer: Payer::Split(shares.collect()) }
}

fn alone(level: &'static str) -> Say {
    say(Class::Level(level), &[(level, (1, 1))])
}

fn shared(shares: &[Portion]) -> Say {
    say(Class::Shared, shares)
}

fn jointly() -> Say {
    Say { class: Class::Shared, payer: Payer::Unstated }
}

fn retained(by: &'static str) -> Say {
    Say { class: Class::Retained(by), payer: Payer::Same }
}

fn open() -> Say {
    Say { class: Class::Open, payer: Payer::Same }
}

/// What a document may say of a matter.
fn sayings(rank: Rank) -> Vec<Say> {
    match rank {
        Rank::Central => vec![
            shared(&[("central", (7, 10)), ("地方", (3, 10))]),
            alone("地方"),
            alone("central"),
            shared(&[("central", (1, 2)), ("地方", (1, 2))]),
            shared(&[("地方", (1, 1))]),
            shared(&[("central", (1, 1))]),
            retained("central"),
            jointly(),
            open(),
        ],
        Rank::Province => vec![
            shared(&[("province", (3, 5)), ("市县", (2, 5))]),
            alone("市县"),
            alone("province"),
            shared(&[("province", (1, 3)), ("市县", (2, 3))]),
            shared(&[("province", (1, 5)), ("city", (2, 5)), ("county", (2, 5))]),
            alone("city"),
            shared(&[("市县", (1, 1))]),
            shared(&[("central", (7, 10)), ("province", (1, 5)), ("市县", (1, 10))]),
            alone("central"),
            retained("central"),
            retained("province"),
            jointly(),
            open(),
        ],
        Rank::City => vec![
            shared(&[("city", (1, 2)), ("county", (1, 2))]),
            alone("city"),
            alone("county"),
            shared(&[("city", (1, 4)), ("county", (3, 4))]),
            shared(&[("county", (1, 1))]),
            shared(&[("province", (3, 5)), ("city", (1, 5)), ("county", (1, 5))]),
            shared(&[("province", (1, 1))]),
            alone("province"),
            alone("central"),
            retained("province"),
            retained("central"),
            jointly(),
            open(),
        ],
    }
}

/// Makes two or three documents.
pub fn world(tape: &mut Tape<'_>) -> World {
    let ranks: &[Rank] = match tape.pick(4) {
        0 => &[Rank::Central, Rank::City],
        1 => &[Rank::Province, Rank::City],
        _ => &[Rank::Central, Rank::Province, Rank::City],
    };
    let mut documents: Vec<Document> = Vec::new();
    for &rank in ranks {
        let under_province = documents.last().is_some_and(|above| above.rank == Rank::Province);
        documents.push(document(tape, rank, under_province));
    }
    World { documents, accepts: tape.chance(50) }
}

/// No document goes by what is special.
fn without_special(world: &mut World) {
    for document in &mut world.documents {
        document.maxims.iter_mut().for_each(|rank| rank.retain(|&maxim| maxim != 1));
        document.maxims.retain(|rank| !rank.is_empty());
    }
}

/// Makes documents of which the lowest changes what it says of a matter, if there is one of which it speaks alone. Where it says the
/// same before and after, that rests on the clauses of both, and each would have to be special.
pub fn changing(tape: &mut Tape<'_>) -> World {
    let mut world = world(tape);
    without_special(&mut world);
    let lowest = world.documents.last_mut().unwrap();
    let alone = |matter: &usize| {
        let mut rules = lowest.rules.iter().filter(|rule| rule.is_about(*matter)).peekable();
        rules.peek().is_some() && rules.all(|rule| rule.matters.as_ref().is_some_and(|all| all.len() == 1))
    };
    let matters: Vec<usize> = (0..NAMES.len()).filter(alone).collect();
    if matters.is_empty() {
        return world;
    }
    let matter = matters[tape.pick(matters.len())];
    let sayings = sayings(lowest.rank);
    let levels = if tape.chance(30) { vec![Some(0), Some(1)] } else { vec![None] };
    let rule = |level| {
        let matters = Some(BTreeSet::from([matter]));
        Rule { matters, kind: None, level, listed: None, says: sayings[tape.pick(sayings.len())].clone() }
    };
    lowest.changed = Some((matter, levels.into_iter().map(rule).collect()));
    world
}

/// Makes documents of which one above lists a matter in two parts; returns the place of that one. What is special is told by matters,
/// of which a part is less than the whole.
pub fn divided(tape: &mut Tape<'_>) -> (World, usize) {
    let mut world = world(tape);
    without_special(&mut world);
    let at = tape.pick(world.documents.len() - 1);
    let document = &mut world.documents[at];
    let listed: Vec<usize> = (0..NAMES.len()).filter(|&matter| !document.lists[matter].is_empty()).collect();
    let matter = listed[tape.pick(listed.len())];
    let sayings = sayings(document.rank);
    let kinds = if document.has_kind && tape.chance(30) { vec![Some(0), Some(1)] } else { vec![None] };
    let rule = |kind| {
        let matters = Some(BTreeSet::from([matter]));
        Rule { matters, kind, level: None, listed: None, says: sayings[tape.pick(sayings.len())].clone() }
    };
    document.divided = Some((matter, kinds.into_iter().map(rule).collect()));
    (world, at)
}

fn document(tape: &mut Tape<'_>, rank: Rank, under_province: bool) -> Document {
    let mut lists: Vec<Vec<usize>> = NAMES
        .iter()
        .map(|_| match tape.pick(10) {
            0..=5 => vec![0],
            6 => vec![1],
            7 => vec![0, 1],
            8 => vec![1, 0],
            _ => Vec::new(),
        })
        .collect();
    if lists.iter().all(Vec::is_empty) {
        lists[0] = vec![0];
    }
    let has_kind = tape.chance(60);
    let mut document = Document {
        rank,
        lists,
        has_kind,
        rules: Vec::new(),
        impossible: None,
        maxims: maxims(tape),
        issued: tape.chance(60).then(|| [2018, 2019, 2020][tape.pick(3)]),
        effective: tape.chance(30).then(|| [2018, 2019, 2020][tape.pick(3)]),
        until: tape.chance(30).then(|| [2031, 2032, 2033][tape.pick(3)]),
        reconstruction: rank != Rank::City && tape.chance(10),
        divided: None,
        changed: None,
        stretch: (None, None),
    };
    let listed: BTreeSet<usize> =
        (0..NAMES.len()).filter(|&matter| !document.lists[matter].is_empty()).collect();
    let sayings = sayings(rank);
    if tape.chance(25) {
        let says = sayings[tape.pick(sayings.len())].clone();
        document.rules.push(Rule {
            matters: Some(listed.clone()),
            kind: None,
            level: None,
            listed: None,
            says,
        });
    } else {
        for &matter in &listed {
            let mut add = |tape: &mut Tape<'_>, kind, level, list| {
                let says = sayings[tape.pick(sayings.len())].clone();
                let matters = Some(BTreeSet::from([matter]));
                document.rules.push(Rule { matters, kind, level, listed: list, says });
            };
            match tape.pick(8) {
                0 | 1 if has_kind => {
                    add(tape, Some(0), None, None);
                    if tape.chance(80) {
                        add(tape, Some(1), None, None);
                    }
                }
                2 | 3 if rank == Rank::City => {
                    add(tape, None, Some(0), None);
                    if tape.chance(80) {
                        add(tape, None, Some(1), None);
                    }
                }
                4 | 5 if under_province => {
                    add(tape, None, None, Some(true));
                    add(tape, None, None, Some(false));
                }
                _ => add(tape, None, None, None),
            }
        }
    }
    if tape.chance(20) {
        let says = sayings[tape.pick(sayings.len())].clone();
        document.rules.push(Rule { matters: None, kind: None, level: None, listed: None, says });
    }
    if has_kind && tape.chance(15) {
        let all: Vec<usize> = listed.into_iter().collect();
        document.impossible = Some((all[tape.pick(all.len())], tape.pick(2)));
    }
    document
}

/// Some maxims, in some order.
fn maxims(tape: &mut Tape<'_>) -> Vec<Vec<usize>> {
    let mut ranks: Vec<Vec<usize>> = Vec::new();
    if tape.chance(45) {
        let mut left = vec![0, 1, 2];
        for _ in 0..=tape.pick(3) {
            let maxim = left.remove(tape.pick(left.len()));
            match ranks.last_mut() {
                Some(last) if tape.chance(40) => last.push(maxim),
                _ => ranks.push(vec![maxim]),
            }
        }
    }
    ranks
}
