//! Where two policies answer differently, against enumeration.

use crate::oracle::{Key, Oracle, Part as Said, Status};
use crate::policy::{Kind, Policy, Spelling, Tape, policies, policy_text, spell, value_text};
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::analysis::{Change, Difference, Said as Side, value_names};
use quanze::diagram::Part;
use quanze::message::Lang;
use quanze::model::{Class, MATTER, Model, Party, Payer, ValueSet};
use quanze::session::Session;

fn english(policy: &Policy) -> String {
    let order: Vec<usize> = (0..policy.rules.len()).collect();
    spell(&policy_text(policy, &order), Spelling::English)
}

fn compared(old: &str, new: &str) -> Difference {
    let mut session = Session::default();
    let texts = [("old.qz", old), ("new.qz", new)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    let diagnostics = session.load(texts);
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{old}\n{new}");
    session.difference(0, 1).expect("small").expect("two policies")
}

// ---------------------------------------------------------------- one side, by name

/// What one side answers, as the other names the case; nothing where it has no such value and its answer depends on it.
fn answer(oracle: &Oracle<'_>, names: &[String], axes: &[String], above: &[String]) -> Option<Key> {
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
    let mut keys: Vec<Key> = Oracle::cells(&sets).iter().map(|cell| oracle.verdict(cell).key).collect();
    keys.dedup();
    let alike = keys.iter().all(|key| *key == keys[0]);
    alike.then(|| keys.remove(0)).filter(|key| !is_silent(key))
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

fn differences_are_exact(old: &Policy, new: &Policy, more: &str) -> TestCaseResult {
    let found = compared(&(english(old) + more), &(english(new) + more));
    let words = &found.words;
    let (of_old, of_new) = (Oracle::new(old), Oracle::new(new));
    let axes: Vec<String> = words.axes.iter().map(|axis| axis.name.clone()).collect();
    let mut sizes: Vec<u32> = words.axes.iter().map(|axis| axis.size()).collect();
    sizes[0] = words.matters.unlisted() + 1;
    let ranges: Vec<Vec<usize>> = sizes.iter().map(|&size| (0..size as usize).collect()).collect();
    let mut met = vec![false; found.changes.len()];
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
        let here: Vec<&Change> = found.changes.iter().filter(|change| shows(words, change, &cell)).collect();
        for (change, met) in found.changes.iter().zip(&mut met) {
            *met |= shows(words, change, &cell);
        }
        let shown = || {
            format!("{names:?}: {before:?} -> {after:?}\n{here:?}\n{}\n----\n{}", english(old), english(new))
        };
        prop_assert_eq!(before != after, !here.is_empty(), "{}", shown());
        for change in &here {
            prop_assert!(says(words, &change.from, before.as_ref()), "from {:?}\n{}", change.from, shown());
            prop_assert!(says(words, &change.to, after.as_ref()), "to {:?}\n{}", change.to, shown());
            prop_assert!(change.from != change.to, "{}", shown());
        }
    }
    prop_assert!(met.into_iter().all(|met| met), "a change that shows nowhere");
    Ok(())
}

fn matter_name(words: &Model, number: u32) -> String {
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
    match tape.pick(3) {
        // Others may name a rule in their exceptions: what it says is taken away, not the rule.
        0 => altered.rules[at].region.levels = vec![altered.performer[0]],
        1 => {
            let other = tape.pick(altered.rules.len());
            let plain = |kind: &Kind| matches!(kind, Kind::Allocate(_));
            if plain(&altered.rules[at].kind) && plain(&altered.rules[other].kind) {
                altered.rules[at].kind = altered.rules[other].kind.clone();
            }
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
        differences_are_exact(&policy, &new, "")?;
        differences_are_exact(&policy, &new, STARTED)?;
    }

    #[test]
    fn two_policies_of_other_words_differ_where_enumeration_says_so(old in policies(), new in policies()) {
        differences_are_exact(&old, &new, "")?;
        differences_are_exact(&old, &new, STARTED)?;
    }

    #[test]
    fn a_policy_does_not_differ_from_itself(policy in policies()) {
        let text = english(&policy);
        for text in [text.clone(), text + STARTED] {
            let found = compared(&text, &text);
            prop_assert!(found.is_empty(), "{:?}", found.changes);
        }
    }
}

// ---------------------------------------------------------------- words that differ

/// Returns each change as `place: from -> to`, by its regions.
fn told(old: &str, new: &str) -> Vec<String> {
    let found = compared(old, new);
    let side = |side: &Side| match side {
        Side::Payer(Part::Value(Payer::Level(level))) => found.words.levels[*level].name.clone(),
        Side::Class(Part::Value(Class::Level(level))) => format!("class {}", found.words.levels[*level].name),
        Side::Nothing => "nothing".to_owned(),
        Side::Whole(_) => "an answer".to_owned(),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
    };
    let text = |change: &Change| {
        let lines: Vec<String> =
            change.places.iter().flat_map(|place| place.lines(&found.words, Lang::En)).collect();
        format!("{}: {} -> {}", lines.join(" | "), side(&change.from), side(&change.to))
    };
    found.changes.iter().map(text).collect()
}

#[test]
fn another_make_up_of_a_composite_payer_is_a_difference() {
    let text = |members: &str| {
        format!(
            "level city; level county; level town\nlevel local of {members}\nmatter 甲 => shared, payer local\n"
        )
    };
    let (two, three) = (text("city, county"), text("city, county, town"));
    assert_eq!(
        told(&two, &three),
        ["every matter: local (city, county) -> local (city, county, town)"]
            .map(|line| line.replace("every matter", "甲"))
    );
    assert!(told(&two, &text("county, city")).is_empty(), "the order of members says nothing");
}

#[test]
fn names_aliases_and_order_do_not_count() {
    let old = "level city as 市; level county\nfact a : x | y\nfact b : yes | no\nmatters { 甲, 乙 }\n\
               matter 甲 when a is x and b is yes => city, payer city\nmatter 乙 => county, payer county\n";
    let new = "level county; level 市\nfact b : yes | no\nfact 甲类 also a : y | x | z\nmatters { 乙, 丙 also 甲 }\n\
               matter 乙 => county, payer county\nmatter 甲 when b is yes and 甲类 is x => 市, payer 市\n";
    assert_eq!(told(old, new), Vec::<String>::new());
    let found = compared(old, new);
    assert!(found.is_empty() && found.only_old.is_empty() && found.only_new.is_empty());
}

#[test]
fn a_value_that_one_side_lacks_is_any_other_there() {
    let old = "level city; level county\nfact a : x | y\nmatters { 甲 }\n\
               matter 甲 when a is x => city, payer city\nmatter 甲 when a is y => county, payer county\n";
    let new = old.replace("x | y", "x | y | z") + "matter 甲 when a is z => city, payer city\n";
    assert_eq!(told(old, &new), ["甲, a is z: nothing -> an answer"]);
    let open = old.replace("x | y", "x | y etc").replace("when a is y", "when a is not x");
    assert_eq!(
        told(&open, &new),
        [
            "甲, a is z: class county -> class city",
            "甲, a is z: county -> city",
            "甲, a is other: an answer -> nothing"
        ]
    );
    // Where the answer does not depend on the fact, no value of it is missed.
    let plain = "level city; level county\nfact a : x | y\nmatters { 甲 }\nmatter 甲 => city, payer city\n";
    assert!(told(plain, &plain.replace("x | y", "x | z etc")).is_empty());
}

#[test]
fn groups_components_and_lists_that_change() {
    let old = "level city; level county\nmatters { 执法, 消防 with { 管理, 建设 } }\n\
               matter 执法 => city, payer city\nmatter 消防 => city, payer city\notherwise => undetermined\n";
    let new = old
        .replace("执法, 消防 with { 管理, 建设 }", "执法 { 巡查, 处罚 }, 消防 with { 管理, 建设, 装备 }")
        + "matter 处罚 => payer county overrides matter 执法\n";
    let found = compared(old, &new);
    let name = |&number: &u32| matter_name(&found.words, number);
    assert_eq!(found.only_new.iter().map(name).collect::<Vec<_>>(), ["巡查", "处罚", "装备"]);
    // What was one matter is compared with its parts; a component that was not named stood for nothing.
    assert_eq!(told(old, &new), ["处罚: city -> county", "消防 component 装备: an answer -> an answer"]);
}

#[test]
fn figures_and_days_are_cut_where_either_side_cuts_them() {
    let text = |bound: &str, from: &str| {
        format!(
            "policy \"甲〔2025〕1号\" {{ effective {from} }}\nlevel city; level county\nfact 投资 : amount\nmatters {{ 甲 }}\n\
             matter 甲 when 投资 below {bound} => county, payer county\n\
             matter 甲 when 投资 at least {bound} => city, payer city\n"
        )
    };
    let (old, new) = (text("500万元", "2025-01-01"), text("800万元", "2025-07-01"));
    assert_eq!(
        told(&old, &new),
        [
            "甲, 投资 at least 500万元 below 800万元: class city -> class county",
            "甲, 投资 at least 500万元 below 800万元: city -> county"
        ]
    );
    let found = compared(&old, &text("500万元", "2025-07-01"));
    assert!(found.changes.is_empty() && found.in_force.is_some() && !found.is_empty());
}

#[test]
fn a_parameter_of_other_values_is_a_difference() {
    let text = |sum: &str| {
        format!(
            "level city; level county\nparameter 标准 {{ 2024 : {sum} }}\nfact 人数 : number\nmatters {{ 甲 }}\nmatter 甲 => city, payer city amount 标准 × 人数\n"
        )
    };
    assert_eq!(told(&text("74元"), &text("79元")).len(), 1);
    assert!(told(&text("74元"), &text("74元")).is_empty());
}
