//! More differences than are listed: a plain scan over the rows says what changes in which matter, and the program agrees, whether it
//! lists all places or few.
//!
//! The policies are small, and their matters share rules: few or many of them, in few cases or in most.

use crate::apart::{Stated, cases, decisive, rules_of, standing, stated};
use crate::difference::compared_listing;
use crate::scale::generate::{ANSWERS, Chance, FACTS, Matters, NAMES, Policy, Rule, Shape, policy};
use quanze::analysis::{Change, Said};
use quanze::arena::Id;
use quanze::diagram::{Cube, Part};
use quanze::model::{AxisId, Class, Model, Payer, RuleId};
use std::collections::{BTreeMap, BTreeSet};

/// A change in words: from what to what.
type Told = [String; 2];

/// What changes between two cases, part by part.
fn told(old: &Stated, new: &Stated) -> Vec<Told> {
    let text = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<&str>>().join("+");
    let whole = |parts: &Stated| match parts[0].is_empty() {
        true => "nothing".to_owned(),
        false => format!("class {} payer {}", text(&parts[0]), text(&parts[1])),
    };
    if decisive(old.clone()) == decisive(new.clone()) {
        return Vec::new();
    }
    if old[0].is_empty() || new[0].is_empty() {
        return vec![[whole(old), whole(new)]];
    }
    let parts = ["class", "payer"].iter().zip(old.iter().zip(new)).filter(|(_, (old, new))| old != new);
    parts.map(|(name, (old, new))| [old, new].map(|set| format!("{name} {}", text(set)))).collect()
}

/// The same of a change that was found.
fn change_told(words: &Model, change: &Change) -> Told {
    fn values<T>(part: &Part<T>, name: impl Fn(&T) -> String) -> String {
        let names: BTreeSet<String> = match part {
            Part::Value(value) => [name(value)].into(),
            Part::Clash(values) => values.iter().map(name).collect(),
            Part::Unasked | Part::Missing => panic!("a part that nobody states"),
        };
        names.into_iter().collect::<Vec<String>>().join("+")
    }
    let class = |part: &Part<Class>| {
        values(part, |class| match class {
            Class::Level(level) => words.levels[*level].name.clone(),
            Class::Shared(_) => "shared".to_owned(),
            other => panic!("{other:?}"),
        })
    };
    let payer = |part: &Part<Payer>| {
        values(part, |payer| match payer {
            Payer::Level(level) => words.levels[*level].name.clone(),
            other => panic!("{other:?}"),
        })
    };
    let text = |said: &Said| match said {
        Said::Nothing => "nothing".to_owned(),
        Said::Class(part) => format!("class {}", class(part)),
        Said::Payer(part) => format!("payer {}", payer(part)),
        Said::Whole(cell) => format!("class {} payer {}", class(&cell.class), payer(&cell.payer)),
        other => panic!("{other:?}"),
    };
    [text(&change.from), text(&change.to)]
}

/// A change in one case, and the rules of either side that decide there.
struct Scanned {
    change: Told,
    matter: u32,
    case: [u32; FACTS],
    rules: [Vec<usize>; 2],
}

fn scan(old: &Policy, new: &Policy) -> Vec<Scanned> {
    let mut scanned = Vec::new();
    for matter in 0..old.matters.max(new.matters) {
        let (before, after) = (rules_of(old, matter), rules_of(new, matter));
        for case in cases(old, 1) {
            let rules = [standing(&before, case), standing(&after, case)];
            let changes = told(&stated(&before, case), &stated(&after, case)).into_iter();
            scanned.extend(changes.map(|change| Scanned { change, matter, case, rules: rules.clone() }));
        }
    }
    scanned
}

/// Holds what is found to a scan, where so many boxes are listed; returns how many matters are counted alone.
fn agrees(old: &Policy, new: &Policy, scanned: &[Scanned], boxes: usize) -> usize {
    let found = compared_listing(&old.text(), &new.text(), boxes);
    let axis = |fact: usize| found.words.axes.pairs().find(|(_, axis)| axis.name == NAMES[fact]);
    let axes: Vec<(usize, AxisId)> = (0..FACTS).filter_map(|fact| Some((fact, axis(fact)?.0))).collect();
    let made = if old.matters < new.matters { new } else { old };
    let number = |matter: u32| {
        let id = found.words.matters.find(&made.matter_name(matter)).unwrap();
        found.words.matters.nodes[id].leaves.0
    };
    let numbers: Vec<u32> = (0..made.matters).map(number).collect();
    let mut by_change: BTreeMap<&Told, Vec<&Scanned>> = BTreeMap::new();
    for one in scanned {
        by_change.entry(&one.change).or_default().push(one);
    }
    assert_eq!(found.changes.len(), by_change.len());
    for change in &found.changes {
        let scanned = &by_change[&change_told(&found.words, change)];
        let matters: BTreeSet<u32> = scanned.iter().map(|one| numbers[one.matter as usize]).collect();
        assert_eq!(change.matters.iter().collect::<BTreeSet<u32>>(), matters, "{change:?}");
        let cubes: BTreeMap<u32, &[Cube]> = change
            .places
            .iter()
            .flat_map(|place| place.leaves.iter().map(|leaf| (leaf, place.region.cubes.as_slice())))
            .collect();
        assert_eq!(change.more, matters.len() - cubes.len(), "{change:?}");
        assert!(!cubes.is_empty() && (boxes > 0 || change.places.len() == 1), "{change:?}");
        let mut rules: [BTreeSet<usize>; 2] = Default::default();
        let mut inside: BTreeMap<u32, usize> = BTreeMap::new();
        for one in scanned {
            let number = numbers[one.matter as usize];
            let Some(cubes) = cubes.get(&number) else { continue };
            let holds = |cube: &&Cube| {
                axes.iter().all(|&(fact, axis)| cube.get(axis).is_none_or(|set| set.contains(one.case[fact])))
            };
            assert_eq!(cubes.iter().filter(holds).count(), 1, "{:?} of {change:?}", one.case);
            *inside.entry(number).or_default() += 1;
            for (all, rules) in rules.iter_mut().zip(&one.rules) {
                all.extend(rules);
            }
        }
        // No box has another case than those that were scanned.
        for (number, cubes) in cubes {
            let count = |cube: &Cube| -> usize {
                let sizes =
                    axes.iter().map(|&(fact, axis)| cube.get(axis).map_or(made.sizes[fact], |set| set.len()));
                sizes.map(|size| size as usize).product()
            };
            assert_eq!(cubes.iter().map(count).sum::<usize>(), inside[&number], "{change:?}");
        }
        let numbers = |rules: &[RuleId]| rules.iter().map(|rule| rule.index()).collect::<BTreeSet<usize>>();
        assert_eq!([numbers(&change.old_rules), numbers(&change.new_rules)], rules, "{change:?}");
    }
    let more = found.changes.iter().map(|change| change.more).sum();
    let places = found.changes.iter().flat_map(|change| &change.places);
    let listed: usize = places.map(|place| place.region.cubes.len()).sum();
    assert!(listed >= boxes || more == 0);
    more
}

/// Holds what is found to a scan, where all, few and no places are listed besides the first.
fn listings_agree(old: &Policy, new: &Policy) {
    let scanned = scan(old, new);
    let counted = [usize::MAX, 40, 3, 0].map(|boxes| agrees(old, new, &scanned, boxes));
    assert_eq!(counted[0], 0);
    assert!(counted.is_sorted(), "{counted:?}");
}

// ---------------------------------------------------------------- small policies whose matters share rules

/// What rules are about every matter.
#[derive(Debug, Clone, Copy)]
struct Shared {
    /// How many.
    count: usize,
    /// In how many cases they apply, each in one of them; nothing where each applies in a box of its own.
    cases: Option<usize>,
    /// Of so many rules one is an exception.
    exceptions: usize,
}

/// Seventy matters of a few rules each: runs enough to share what is about all of them.
fn made(seed: u64, shared: Shared) -> Policy {
    let mut chance = Chance(seed);
    let sizes = [4, 3, 3, 1, 1];
    let mut made = Policy { matters: 70, group: 10, depth: 1, sizes, rules: Vec::new() };
    let places: Vec<[u32; FACTS]> =
        (0..shared.cases.unwrap_or(0)).map(|_| sizes.map(|size| 1 << chance.below(size as usize))).collect();
    let mut subjects: Vec<Matters> = vec![Matters::Every; shared.count];
    for matter in 0..made.matters {
        subjects.extend(vec![Matters::One(matter); chance.below(4)]);
    }
    subjects.extend([Matters::Group(2), Matters::Group(5)]);
    // Half of the shared rules stand before the others, half behind them.
    subjects.rotate_left(shared.count / 2);
    for matters in subjects {
        let number = made.rules.len();
        let sets = match matters {
            Matters::Every if !places.is_empty() => places[chance.below(places.len())],
            _ => row(&mut chance, sizes),
        };
        let answer = chance.below(4);
        made.rules.push(Rule { matters, sets, answer, overrides: None });
        if chance.below(shared.exceptions) == 0 {
            let sets = row(&mut chance, sizes);
            let answer = (answer + 1) % ANSWERS.len();
            made.rules.push(Rule { matters, sets, answer, overrides: Some(number) });
        }
    }
    made
}

/// Values of every fact: of the ordered one a stretch.
fn row(chance: &mut Chance, sizes: [u32; FACTS]) -> [u32; FACTS] {
    let mut sets = sizes.map(|size| 1 + chance.below((1 << size) - 1) as u32);
    sets[1] = [0b111, 0b111, 0b001, 0b010, 0b100, 0b011, 0b110][chance.below(7)];
    sets
}

/// Another answer for so many of the rules, the first and then every so many; and so many are gone.
fn edited(made: &Policy, seed: u64, (answers, gone): (usize, usize)) -> Policy {
    let mut chance = Chance(seed);
    let mut new = made.clone();
    for _ in 0..answers {
        let rule = chance.below(new.rules.len());
        new.rules[rule].answer = (new.rules[rule].answer + 1) % 4;
    }
    for _ in 0..gone {
        let rule = chance.below(new.rules.len());
        // Another may be an exception to it.
        new.rules[rule].sets = [1, 1, 1, 1, 1];
    }
    new
}

const SHARED: [Shared; 7] = [
    Shared { count: 0, cases: None, exceptions: 1_000 },
    Shared { count: 10, cases: None, exceptions: 1_000 },
    Shared { count: 22, cases: Some(4), exceptions: 1_000 },
    Shared { count: 40, cases: Some(6), exceptions: 1_000 },
    Shared { count: 22, cases: Some(4), exceptions: 20 },
    Shared { count: 30, cases: None, exceptions: 1_000 },
    Shared { count: 30, cases: None, exceptions: 20 },
];

#[test]
fn what_is_counted_differs_as_a_scan_says() {
    for (seed, shared) in (1..).zip(SHARED) {
        listings_agree(&made(seed, shared), &made(100 + seed, shared));
    }
}

#[test]
fn what_is_counted_where_only_one_side_shares_rules_differs_as_a_scan_says() {
    let [none, _, some, ..] = SHARED;
    for seed in 1..4 {
        let (plain, sharing) = (made(seed, none), made(seed + 10, some));
        listings_agree(&plain, &sharing);
        listings_agree(&sharing, &plain);
    }
}

#[test]
fn what_is_counted_of_versions_differs_as_a_scan_says() {
    for (seed, shared) in (1..).zip(SHARED) {
        let old = made(seed, shared);
        for (seed, edits) in (1..).zip([(1, 0), (12, 3), (60, 10)]) {
            let new = edited(&old, seed, edits);
            listings_agree(&old, &new);
            listings_agree(&new, &old);
        }
    }
}

// ---------------------------------------------------------------- larger policies

/// Holds each matter of larger policies to exactly the changes that show in it; returns how many are counted alone.
fn changes_agree(old: &Policy, new: &Policy) -> usize {
    let found = compared_listing(&old.text(), &new.text(), 500);
    for matter in 0..old.matters.max(new.matters) {
        let id = found.words.matters.find(&old.matter_name(matter)).unwrap();
        let number = found.words.matters.nodes[id].leaves.0;
        let here = found.changes.iter().filter(|change| change.matters.contains(number));
        let listed: BTreeSet<Told> = here.map(|change| change_told(&found.words, change)).collect();
        let (before, after) = (rules_of(old, matter), rules_of(new, matter));
        let met: BTreeSet<(Stated, Stated)> =
            cases(old, 1).map(|case| (stated(&before, case), stated(&after, case))).collect();
        let expected: BTreeSet<Told> = met.iter().flat_map(|(old, new)| told(old, new)).collect();
        assert_eq!(listed, expected, "{matter}");
    }
    found.changes.iter().map(|change| change.more).sum()
}

#[test]
fn what_is_counted_of_larger_policies_differs_as_a_scan_says() {
    for (shape, rules) in [(Shape::Broad, 300), (Shape::Wild1, 900), (Shape::Wild25, 300), (Shape::Deep, 900)]
    {
        let (old, new) = (policy(shape, rules, 1), policy(shape, rules, 2));
        assert!(changes_agree(&old, &new) > 0, "{shape:?}");
    }
}

#[test]
fn what_is_counted_over_rules_that_all_matters_share_differs_as_a_scan_says() {
    let everywhere = |seed: u64, count: usize| {
        let rules = policy(Shape::Wild25, 400, seed).rules.into_iter();
        rules.filter(|rule| rule.matters == Matters::Every).take(count).collect::<Vec<Rule>>()
    };
    let with = |seed: u64, count: usize| {
        let mut made = policy(Shape::Wild1, 800, seed);
        made.rules.extend(everywhere(seed, count));
        made
    };
    for (old, new) in [(with(1, 24), with(2, 24)), (with(1, 24), with(3, 0)), (with(2, 40), with(1, 20))] {
        assert!(changes_agree(&old, &new) > 0);
    }
}
