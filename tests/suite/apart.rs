//! Made policies of some size beside one another: a plain scan over the rows says where their answers differ, and the program agrees.
//!
//! Rules that very many matters share, exceptions, rules that come and go, and more differences than are listed are among them.

use crate::scale::generate::{ANSWERS, FACTS, Matters, NAMES, Policy, Rule, Shape, policy};
use quanze::analysis::{Change, Difference, Said};
use quanze::export::{Pair, Setting, difference_lines};
use quanze::message::Lang;
use quanze::model::{AxisId, ValueSet};
use quanze::session::Session;
use std::collections::BTreeSet;

fn compared(old: &Policy, new: &Policy) -> Difference {
    compared_texts(old.text(), new.text())
}

fn compared_texts(old: String, new: String) -> Difference {
    let mut session = Session::default();
    let texts = [("old.qz", old), ("new.qz", new)].map(|(name, text)| (name.to_owned(), text));
    assert!(session.load(texts).is_empty());
    session.difference(0, 1).expect("small").expect("two policies")
}

/// The classes and the payers that are stated in a case.
pub type Stated = [BTreeSet<&'static str>; 2];

/// What a case comes to: of a conflict the parts alone that clash, and nothing where no rule applies.
fn verdict(rules: &[(usize, &Rule)], case: [u32; FACTS]) -> Stated {
    decisive(stated(rules, case))
}

pub fn decisive(parts: Stated) -> Stated {
    let clash = parts.iter().any(|part| part.len() > 1);
    parts.map(|part| if clash && part.len() <= 1 { BTreeSet::new() } else { part })
}

pub fn stated(rules: &[(usize, &Rule)], case: [u32; FACTS]) -> Stated {
    let standing = standing(rules, case);
    let answers =
        rules.iter().filter(|(number, _)| standing.contains(number)).map(|(_, rule)| ANSWERS[rule.answer]);
    let answers: Vec<(&str, &str)> = answers.collect();
    [answers.iter().map(|(class, _)| *class).collect(), answers.iter().map(|(_, payer)| *payer).collect()]
}

/// The rules that apply in a case and are beaten by no exception.
pub fn standing(rules: &[(usize, &Rule)], case: [u32; FACTS]) -> Vec<usize> {
    let applies = |rule: &Rule| (0..FACTS).all(|fact| rule.sets[fact] >> case[fact] & 1 == 1);
    let applying = || rules.iter().filter(|(_, rule)| applies(rule));
    let mut beaten: BTreeSet<usize> = BTreeSet::new();
    for (_, rule) in applying() {
        let mut next = rule.overrides;
        while let Some(loser) = next {
            beaten.insert(loser);
            next = rules.iter().find(|(number, _)| *number == loser).and_then(|(_, rule)| rule.overrides);
        }
    }
    applying().map(|(number, _)| *number).filter(|number| !beaten.contains(number)).collect()
}

pub fn rules_of(made: &Policy, matter: u32) -> Vec<(usize, &Rule)> {
    let about = |rule: &Rule| {
        let (start, end) = made.range(rule.matters);
        (start..end).contains(&matter)
    };
    made.rules.iter().enumerate().filter(|(_, rule)| about(rule)).collect()
}

/// Every so many cases of a matter.
pub fn cases(made: &Policy, step: usize) -> impl Iterator<Item = [u32; FACTS]> {
    let sizes = made.sizes;
    (0..made.cells()).step_by(step).map(move |number| {
        let mut left = number;
        let mut case = [0; FACTS];
        for (value, size) in case.iter_mut().zip(sizes).rev() {
            *value = (left % size as usize) as u32;
            left /= size as usize;
        }
        case
    })
}

fn shows(change: &Change, axes: &[(usize, AxisId)], matter: u32, case: [u32; FACTS]) -> bool {
    let inside = |cube: &quanze::diagram::Cube| {
        axes.iter().all(|&(fact, axis)| cube.get(axis).is_none_or(|set| set.contains(case[fact])))
    };
    change.places.iter().any(|place| place.leaves.contains(matter) && place.region.cubes.iter().any(inside))
}

/// Compares every so many cases; tells whether some places were not listed.
fn differences_agree(old: &Policy, new: &Policy, step: usize) -> bool {
    let found = compared(old, new);
    let axis = |fact: usize| found.words.axes.pairs().find(|(_, axis)| axis.name == NAMES[fact]);
    let axes: Vec<(usize, AxisId)> = (0..FACTS).filter_map(|fact| Some((fact, axis(fact)?.0))).collect();
    for change in &found.changes {
        let listed = change.places.iter().fold(ValueSet::default(), |set, place| set.union(&place.leaves));
        assert!(change.matters.covers(&listed), "{change:?}");
        assert_eq!(listed.len() as usize + change.more, change.matters.len() as usize, "{change:?}");
        assert!(!change.places.is_empty() && change.places.iter().all(|place| !place.region.cut));
    }
    for matter in 0..old.matters.max(new.matters) {
        let (before, after) = (rules_of(old, matter), rules_of(new, matter));
        let number = found
            .words
            .matters
            .find(&old.matter_name(matter))
            .map(|id| found.words.matters.nodes[id].leaves.0);
        let number = number.unwrap();
        let all_listed =
            found.changes.iter().all(|change| change.more == 0 || !change.matters.contains(number));
        let mut differs = false;
        for case in cases(old, step) {
            let differ = verdict(&before, case) != verdict(&after, case);
            differs |= differ;
            let shown = found.changes.iter().any(|change| shows(change, &axes, number, case));
            assert!(if all_listed { shown == differ } else { !shown || differ }, "{matter} {case:?}");
        }
        let changes = found.changes.iter().any(|change| change.matters.contains(number));
        assert!(changes || !differs, "{matter}");
        assert!(step > 1 || changes == differs, "{matter}");
    }
    found.changes.iter().any(|change| change.more > 0)
}

/// Another answer for every so many rules.
fn answered_otherwise(made: &Policy, step: usize) -> Policy {
    let mut new = made.clone();
    for rule in new.rules.iter_mut().step_by(step) {
        rule.answer = (rule.answer + 1) % ANSWERS.len();
    }
    new
}

/// Some rules are gone, some are new, some are wider.
fn edited(made: &Policy, step: usize) -> Policy {
    let mut new = made.clone();
    for at in (0..new.rules.len()).rev().step_by(step) {
        match at % 3 {
            0 => drop(new.rules.remove(at)),
            1 => {
                let rule = new.rules[at].clone();
                new.rules.insert(at, Rule { answer: (rule.answer + 1) % ANSWERS.len(), ..rule });
            }
            _ => new.rules[at].sets[1] = new.full(1),
        }
    }
    new
}

#[test]
fn versions_of_made_policies_differ_where_a_scan_says_so() {
    for (shape, rules, step) in
        [(Shape::Lookup, 300, 1), (Shape::Chain, 300, 1), (Shape::Specific, 300, 3), (Shape::Wild1, 800, 17)]
    {
        let made = policy(shape, rules, 1);
        assert!(!differences_agree(&made, &answered_otherwise(&made, 10), step), "{shape:?}");
    }
}

#[test]
fn rules_that_come_and_go_and_that_all_matters_share_differ_where_a_scan_says_so() {
    let made = policy(Shape::Wild25, 900, 1);
    assert!(made.matters > 70 && made.rules.iter().any(|rule| rule.matters == Matters::Every));
    differences_agree(&made, &edited(&made, 60), 17);
    differences_agree(&made, &answered_otherwise(&made, 60), 17);
    let plain = policy(Shape::Specific, 600, 1);
    differences_agree(&plain, &edited(&plain, 7), 7);
}

#[test]
fn cases_that_start_on_days_of_their_own_are_counted_too() {
    let (old, new) = (policy(Shape::Specific, 1_500, 1), policy(Shape::Specific, 1_500, 2));
    let found = compared_texts(old.text(), new.text() + "\nstarts 2026-01-01 when kind is 类0\n");
    assert!(found.changes.iter().any(|change| change.more > 0));
    let late = found.changes.iter().filter(|change| change.to == Said::NotInForce);
    let late = late.fold(ValueSet::default(), |all, change| all.union(&change.matters));
    let kind = NAMES.iter().position(|name| *name == "kind").unwrap();
    for matter in 0..old.matters.min(new.matters) {
        let id = found.words.matters.find(&old.matter_name(matter)).unwrap();
        let answers = rules_of(&old, matter).iter().any(|(_, rule)| rule.sets[kind] & 1 == 1);
        assert_eq!(late.contains(found.words.matters.nodes[id].leaves.0), answers, "{matter}");
    }
}

#[test]
fn where_more_differs_than_is_listed_matters_are_counted() {
    let (old, new) = (policy(Shape::Specific, 3_000, 1), policy(Shape::Specific, 3_000, 2));
    assert!(differences_agree(&old, &new, 23));
    let is_told = |old: &Policy, new: &Policy, expected: &dyn Fn(&Change) -> Option<[String; 2]>| {
        let mut session = Session::default();
        let texts = [("old.qz", old), ("new.qz", new)].map(|(name, made)| (name.to_owned(), made.text()));
        assert!(session.load(texts).is_empty());
        let found = session.difference(0, 1).unwrap().unwrap();
        let expected = found.changes.iter().find_map(expected).expect("a change with more than is listed");
        for (lang, told) in [Lang::En, Lang::Zh].into_iter().zip(expected) {
            let (old, new) = (session.model(0).unwrap(), session.model(1).unwrap());
            let pair = Pair { old, new, sources: &session.sources, lang };
            let lines = difference_lines(pair, &found, None, Setting::Plain);
            assert!(lines.iter().any(|line| line.trim_start().starts_with(&told)), "{told}");
        }
    };
    is_told(&old, &new, &|change| {
        let (more, s) = (change.more, if change.more == 1 { "" } else { "s" });
        let texts =
            [format!("and in {more} more matter{s}, which are not"), format!("另有 {more} 个事项也是如此")];
        (more > 0).then_some(texts)
    });
    let made = policy(Shape::Lookup, 6_000, 1);
    is_told(&made, &answered_otherwise(&made, 1), &|change| {
        let more = change.old_rules.len().checked_sub(100).filter(|more| *more > 1)?;
        Some([format!("before: and {more} more rules"), format!("原：另有 {more} 条规则")])
    });
}
