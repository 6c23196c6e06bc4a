//! Where two policies answer differently, against enumeration.

use crate::oracle::{Cell, Key, Oracle, Part as Said, Status};
use crate::policy::{
    Kind, Policy, Spelling, Subject, Tape, policies, policy_lines, policy_text, spell, value_text,
};
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::analysis::{Change, Compared, Difference, Said as Side, difference_listing, value_names};
use quanze::arena::Id;
use quanze::diagram::{Diagram, Part};
use quanze::message::Lang;
use quanze::model::{Class, MATTER, Model, Party, Payer, RuleId, ValueSet};
use quanze::session::Session;
use std::collections::BTreeSet;

fn english(policy: &Policy) -> String {
    let order: Vec<usize> = (0..policy.rules.len()).collect();
    spell(&policy_text(policy, &order), Spelling::English)
}

fn loaded(old: &str, new: &str) -> Session {
    let mut session = Session::default();
    let texts = [("old.qz", old), ("new.qz", new)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    let diagnostics = session.load(texts);
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{old}\n{new}");
    session
}

pub fn compared(old: &str, new: &str) -> Difference {
    loaded(old, new).difference(0, 1).expect("small").expect("two policies")
}

/// Lists so many boxes alone.
pub fn compared_listing(old: &str, new: &str, boxes: usize) -> Difference {
    let session = loaded(old, new);
    let models = [0, 1].map(|number| session.model(number).expect("a policy"));
    let mut diagrams = models.map(|model| Diagram::new(model).expect("small"));
    let [old, new] = &mut diagrams;
    let old = Compared { model: models[0], diagram: old };
    difference_listing(old, Compared { model: models[1], diagram: new }, boxes).expect("small")
}

// ---------------------------------------------------------------- one side, by name

/// What one side answers, as the other names the case, and the first of its own cases that this is; nothing where it has no such value and its
/// answer depends on it.
fn answer(oracle: &Oracle<'_>, names: &[String], axes: &[String], above: &[String]) -> Option<(Key, Cell)> {
    let mut sets = oracle.domain.clone();
    sets[0] = vec![matter(oracle, &names[0], above)];
    for (axis, set) in sets.iter_mut().enumerate().skip(1) {
        let own = if axis == 1 { "level" } else { &oracle.policy.facts[axis - 2].name };
        // A fact that the case does not name is one that the policy does not have.
        let Some(at) = axes.iter().position(|name| name == own) else { panic!("no fact {own}") };
        let value = &names[at];
        let named = |number: &usize| value_text(oracle.policy, axis - 1, *number) == *value;
        let other = axis >= 2 && oracle.policy.facts[axis - 2].open;
        if let Some(known) = set.iter().copied().find(named) {
            *set = vec![known];
        } else if other {
            *set = vec![oracle.policy.facts[axis - 2].values.len()];
        }
    }
    let mut cells = Oracle::cells(&sets);
    let key = oracle.verdict(&cells[0]).key;
    let alike = cells.iter().all(|cell| oracle.verdict(cell).key == key);
    (alike && !is_silent(&key)).then(|| (key, cells.remove(0)))
}

fn is_silent(key: &Key) -> bool {
    let silent = |part: &Said| matches!(part, Said::Unused | Said::Missing);
    key.0 == Status::Gap && silent(&key.1) && silent(&key.2)
}

/// Finds a matter by its name, else what holds it, else the unlisted ones.
fn matter(oracle: &Oracle<'_>, name: &str, above: &[String]) -> usize {
    let find = |text: &str| oracle.matters.iter().position(|matter| matter.text == text);
    if let Some(same) = find(name) {
        return same;
    }
    let holder =
        above.iter().find_map(|group| find(group).or_else(|| find(&format!("elsewhere in {group}"))));
    holder.unwrap_or(oracle.matters.len() - 1)
}

/// Returns the names of the groups that hold a matter, the narrowest first.
fn above(oracle: &Oracle<'_>, name: &str) -> Option<Vec<String>> {
    let matter = oracle.matters.iter().find(|matter| matter.text == name)?;
    let own = usize::from(!name.starts_with("elsewhere in "));
    Some(matter.within.iter().skip(own).map(|&node| oracle.policy.nodes[node].name.clone()).collect())
}

// ---------------------------------------------------------------- both sides

/// Cases that start on a day of their own are no boxes: runs are compared as diagrams and not as tables.
const STARTED: &str = "starts 1900-01-01\n";

/// How many boxes are listed.
const LISTED: [usize; 4] = [500, 0, 1, 3];

/// Whether both sides declare facts in the same order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Same,
    Other,
}

/// Declares the facts in the other order.
fn turned(text: &str) -> String {
    let is_fact = |line: &&str| line.starts_with("fact ");
    let (before, after) = text.split_at(text.find("\nfact ").map_or(0, |at| at + 1));
    let facts: Vec<&str> = after.lines().take_while(is_fact).collect();
    let rest = after.lines().skip_while(is_fact);
    let lines = facts.iter().rev().copied().chain(rest).flat_map(|line| [line, "\n"]);
    std::iter::once(before).chain(lines).collect()
}

fn differences_are_exact(old: &Policy, new: &Policy, more: &str, order: Order) -> TestCaseResult {
    let (in_old, mut in_new) = (english(old) + more, english(new) + more);
    if order == Order::Other {
        in_new = turned(&in_new);
    }
    let found = LISTED.map(|boxes| compared_listing(&in_old, &in_new, boxes));
    prop_assert_eq!(format!("{:?}", compared(&in_old, &in_new)), format!("{:?}", &found[0]));
    let words = &found[0].words;
    let (of_old, of_new) = (Oracle::new(old), Oracle::new(new));
    let axes: Vec<String> = words.axes.iter().map(|axis| axis.name.clone()).collect();
    let mut sizes: Vec<u32> = words.axes.iter().map(|axis| axis.size()).collect();
    sizes[0] = words.matters.unlisted() + 1;
    let ranges: Vec<Vec<usize>> = sizes.iter().map(|&size| (0..size as usize).collect()).collect();
    let mut deciding: Vec<Vec<Option<Rules>>> =
        found.iter().map(|one| vec![None; one.changes.len()]).collect();
    let started = |cell: &Vec<usize>| more.is_empty() || cell.last() != Some(&0);
    for cell in Oracle::cells(&ranges).into_iter().filter(started) {
        let name = |(axis, &value): (_, &usize)| {
            let value = u32::try_from(value).unwrap();
            if axis == MATTER {
                return matter_name(words, value);
            }
            let set = ValueSet::single(value);
            value_names(words, axis, &set, &[], Lang::En).concat()
        };
        let names: Vec<String> = words.axes.ids().zip(&cell).map(name).collect();
        let above = above(&of_new, &names[0]).or_else(|| above(&of_old, &names[0])).unwrap_or_default();
        let before = answer(&of_old, &names, &axes, &above);
        let after = answer(&of_new, &names, &axes, &above);
        let (from, to) = (before.as_ref().map(|known| &known.0), after.as_ref().map(|known| &known.0));
        for (found, deciding) in found.iter().zip(&mut deciding) {
            let shown = || format!("{names:?}: {from:?} -> {to:?}\n{in_old}\n----\n{in_new}");
            let matter = u32::try_from(cell[0]).unwrap();
            let counted = found.changes.iter().any(|change| is_counted(change, matter));
            let mut here = false;
            for (change, deciding) in found.changes.iter().zip(deciding) {
                if !shows(words, change, &cell) {
                    continue;
                }
                here = true;
                prop_assert!(says(words, &change.from, from), "from {:?}\n{}", change.from, shown());
                prop_assert!(says(words, &change.to, to), "to {:?}\n{}", change.to, shown());
                prop_assert!(change.from != change.to, "{}", shown());
                let [rules, now] = deciding.get_or_insert_default();
                rules.extend(rules_of(&of_old, &change.from, before.as_ref()));
                now.extend(rules_of(&of_new, &change.from, after.as_ref()));
            }
            prop_assert!(if here { from != to } else { counted || from == to }, "{}", shown());
        }
    }
    let orders = [text_order(old), text_order(new)];
    for (few, deciding) in found.iter().zip(&deciding) {
        for (change, rules) in few.changes.iter().zip(deciding) {
            prop_assert!(
                rules.is_some(),
                "a change that shows nowhere: {change:?}\n{in_old}\n----\n{in_new}"
            );
            let number = |(rules, order): (&Vec<RuleId>, &Vec<usize>)| -> BTreeSet<usize> {
                rules.iter().map(|rule| order[rule.index()]).collect()
            };
            let told = [(&change.old_rules, &orders[0]), (&change.new_rules, &orders[1])].map(number);
            prop_assert_eq!(Some(&told), rules.as_ref(), "{:?}\n{}\n----\n{}", change, in_old, in_new);
        }
    }
    for (few, boxes) in found.iter().zip(LISTED) {
        are_the_same(&found[0], few, boxes)?;
    }
    Ok(())
}

/// The rules of either side that decide what changes.
type Rules = [BTreeSet<usize>; 2];

fn rules_of(oracle: &Oracle<'_>, from: &Side, known: Option<&(Key, Cell)>) -> BTreeSet<usize> {
    let part = match from {
        Side::Class(_) => Some(0),
        Side::Payer(_) => Some(1),
        _ => None,
    };
    known.map(|(_, cell)| oracle.deciding(cell, part)).unwrap_or_default()
}

/// Returns the rules of a policy in the order of its text.
fn text_order(policy: &Policy) -> Vec<usize> {
    let order: Vec<usize> = (0..policy.rules.len()).collect();
    policy_lines(policy, &order).into_iter().filter_map(|(_, rule)| rule).collect()
}

/// Tells whether a matter is among those of a change in no place that is listed.
fn is_counted(change: &Change, matter: u32) -> bool {
    change.matters.contains(matter) && change.places.iter().all(|place| !place.leaves.contains(matter))
}

/// Compares what is found where few boxes are listed with all that is found: the same changes in the same matters, and as many of the
/// places as there is room for.
pub fn are_the_same(all: &Difference, few: &Difference, boxes: usize) -> TestCaseResult {
    prop_assert_eq!(all.changes.len(), few.changes.len());
    let mut listed = 0;
    for change in &few.changes {
        let same = all.changes.iter().find(|other| (&other.from, &other.to) == (&change.from, &change.to));
        let same = same.expect("a change of all");
        prop_assert_eq!(&same.matters, &change.matters);
        prop_assert!(!change.places.is_empty());
        let counted = change.matters.iter().filter(|&matter| is_counted(change, matter)).count();
        prop_assert_eq!(change.more, counted, "{:?}", change);
        prop_assert!(boxes > 0 || change.places.len() == 1, "{:?}", change);
        listed += change.places.iter().map(|place| place.region.cubes.len()).sum::<usize>();
        for (place, leaf) in
            change.places.iter().flat_map(|place| place.leaves.iter().map(move |leaf| (place, leaf)))
        {
            let other = same.places.iter().find(|other| other.leaves.contains(leaf)).expect("a place of all");
            prop_assert_eq!(&place.region.cubes, &other.region.cubes);
        }
    }
    prop_assert!(listed >= boxes || few.changes.iter().all(|change| change.more == 0), "{:?}", few.changes);
    Ok(())
}

pub fn matter_name(words: &Model, number: u32) -> String {
    match words.matters.leaf(number) {
        None => "any other matter".to_owned(),
        Some(leaf) => {
            let name = &words.matters.nodes[leaf.matter].name;
            if leaf.elsewhere { format!("elsewhere in {name}") } else { name.clone() }
        }
    }
}

fn shows(words: &Model, change: &Change, cell: &[usize]) -> bool {
    let value = |at: usize| u32::try_from(cell[at]).unwrap();
    change.places.iter().any(|place| {
        assert!(!place.region.cut, "small regions are whole");
        let inside = |cube: &quanze::diagram::Cube| {
            let mut axes = words.axes.ids().enumerate().filter(|(_, axis)| *axis != MATTER);
            axes.all(|(at, axis)| cube.get(axis).is_none_or(|set| set.contains(value(at))))
        };
        let hits = place.region.cubes.iter().filter(|cube| inside(cube)).count();
        assert!(hits <= 1, "boxes are disjoint");
        place.leaves.contains(value(0)) && hits == 1
    })
}

/// Says whether what a change tells of a side is what the oracle says of it.
fn says(words: &Model, side: &Side, key: Option<&Key>) -> bool {
    let level = |level| words.levels[level].name.clone();
    let party = |by: &Party| match by {
        Party::Level(by) => level(*by),
        Party::Named(name) => name.clone(),
    };
    let class = |class: &Class| match class {
        Class::Level(one) => level(*one),
        Class::Shared(among) if among.is_empty() => "shared".to_owned(),
        Class::Shared(among) => {
            format!("shared among {}", among.iter().map(|&one| level(one)).collect::<Vec<_>>().join(","))
        }
        Class::Undetermined => "undetermined".to_owned(),
        Class::Retained(by) => format!("retained {}", party(by)),
        Class::Governed(_, document) => format!("governed {}", document.clone().unwrap_or_default()),
    };
    let payer = |payer: &Payer| match payer {
        Payer::Level(one) => level(*one),
        Payer::Unstated(_) => "unstated".to_owned(),
        Payer::Elsewhere(None) => "elsewhere".to_owned(),
        Payer::Elsewhere(Some(document)) => format!("elsewhere {document}"),
        Payer::Undetermined => "undetermined".to_owned(),
        Payer::Retained(by) => format!("retained {}", party(by)),
        Payer::Governed(_, document) => format!("governed {}", document.clone().unwrap_or_default()),
        Payer::Split(_) => "split".to_owned(),
    };
    let Some((status, class_said, payer_said)) = key else { return *side == Side::Nothing };
    let conflict = *status == Status::Conflict;
    match side {
        Side::Impossible => *status == Status::Impossible,
        Side::Whole(cell) => {
            let class = conflict || alike(&cell.class, class_said, &class);
            class && (conflict || alike(&cell.payer, payer_said, &payer))
        }
        // What does not clash is left out of the oracle's conflicts.
        Side::Class(part) => alike(part, class_said, &class) || (conflict && *class_said == Said::Unused),
        Side::Payer(part) => alike(part, payer_said, &payer) || (conflict && *payer_said == Said::Unused),
        Side::Nothing | Side::NotInForce | Side::Further(..) => false,
    }
}

fn alike<T>(part: &Part<T>, said: &Said, text: &dyn Fn(&T) -> String) -> bool {
    match (part, said) {
        (Part::Unasked, Said::Unused) | (Part::Missing, Said::Missing) => true,
        (Part::Value(value), Said::Value(said)) => text(value) == *said,
        (Part::Clash(values), Said::Clash(said)) => {
            values.iter().map(text).collect::<std::collections::BTreeSet<_>>() == *said
        }
        _ => false,
    }
}

/// Takes a rule away, or puts one of another policy with the same words in.
fn altered(policy: &Policy, tape: &mut Tape<'_>) -> Policy {
    let mut altered = policy.clone();
    if altered.rules.is_empty() {
        return altered;
    }
    let at = tape.pick(altered.rules.len());
    match tape.pick(4) {
        // Others may name a rule in their exceptions: what it says is taken away, not the rule.
        0 => altered.rules[at].region.levels = vec![altered.performer[0]],
        1 => {
            let other = tape.pick(altered.rules.len());
            let plain = |kind: &Kind| matches!(kind, Kind::Allocate(_));
            if plain(&altered.rules[at].kind) && plain(&altered.rules[other].kind) {
                altered.rules[at].kind = altered.rules[other].kind.clone();
            }
        }
        2 => {
            // What was said by default is a rule like others, and the other way round.
            let single =
                matches!(&altered.rules[at].region.subject, Some(Subject::Nodes(nodes)) if nodes.len() == 1);
            let kind = match altered.rules[at].kind.clone() {
                Kind::Default(says) => Kind::Allocate(says),
                Kind::Allocate(says) if single && altered.rules[at].overrides.is_empty() => {
                    Kind::Default(says)
                }
                other => other,
            };
            altered.rules[at].kind = kind;
        }
        _ => altered.rules[at].overrides.clear(),
    }
    altered
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn two_versions_differ_where_enumeration_says_so(policy in policies(), tape in vec(any::<u8>(), 0..9)) {
        let tape = &mut Tape::new(&tape);
        let new = altered(&altered(&policy, tape), tape);
        differences_are_exact(&policy, &new, "", Order::Same)?;
        differences_are_exact(&policy, &new, STARTED, Order::Same)?;
    }

    #[test]
    fn two_policies_of_other_words_differ_where_enumeration_says_so(old in policies(), new in policies()) {
        differences_are_exact(&old, &new, "", Order::Same)?;
        differences_are_exact(&old, &new, STARTED, Order::Other)?;
    }

    #[test]
    fn a_policy_does_not_differ_from_itself(policy in policies()) {
        let text = english(&policy);
        for text in [text.clone(), text + STARTED] {
            let found = compared(&text, &text);
            prop_assert!(found.is_empty(), "{:?}", found.changes);
            // The order in which facts are declared says nothing.
            let found = compared(&text, &turned(&text));
            prop_assert!(found.is_empty(), "{:?}", found.changes);
        }
    }
}
