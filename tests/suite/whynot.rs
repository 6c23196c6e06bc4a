//! What would make an answer another one, and what other rules would change, against enumeration.

use crate::oracle::{Cell, Oracle, Part, Status};
use crate::policy::{Kind, Policy, Spelling, Tape, policies, policy_lines, policy_text, spell, value_text};
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::export::why_not_line;
use quanze::message::Lang;
use quanze::session::Session;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn english(policy: &Policy) -> String {
    let order: Vec<usize> = (0..policy.rules.len()).collect();
    spell(&policy_text(policy, &order), Spelling::English)
}

fn axis_name<'a>(oracle: &Oracle<'a>, axis: usize) -> &'a str {
    if axis == 1 { "level" } else { &oracle.policy.facts[axis - 2].name }
}

/// Chooses a matter and some known facts, each with one value.
fn query(oracle: &Oracle<'_>, tape: &mut Tape<'_>) -> (String, Vec<Option<usize>>) {
    let matter = tape.pick(oracle.matters.len());
    let mut text = oracle.matters[matter].text.clone();
    let mut known = vec![Some(matter)];
    for axis in 1..oracle.domain.len() {
        let value = tape.chance(75).then(|| oracle.domain[axis][tape.pick(oracle.domain[axis].len())]);
        if let Some(value) = value {
            let value = value_text(oracle.policy, axis - 1, value);
            text += &match axis {
                1 => format!(" at {value}"),
                _ => format!(", {} is {value}", axis_name(oracle, axis)),
            };
        }
        known.push(value);
    }
    (text, known)
}

/// Whether a cell has the answer that is sought; nothing for what cannot be, unless just that is sought.
fn holds(oracle: &Oracle<'_>, cell: &Cell, sought: &str) -> Option<bool> {
    let (status, class, payer) = oracle.verdict(cell).key;
    if status == Status::Impossible {
        return (sought == "impossible").then_some(true);
    }
    let definite = status != Status::Conflict;
    let is = |part: &Part, level: &str| *part == Part::Value(level.to_owned());
    Some(match sought.split_once(' ') {
        Some(("payer", level)) => definite && is(&payer, level),
        Some(("class", level)) => definite && is(&class, level),
        _ if sought == "shared" => {
            definite && matches!(&class, Part::Value(value) if value.starts_with("shared"))
        }
        _ => format!("{status:?}").to_lowercase() == sought,
    })
}

fn the_fewest_changes_are_found(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let tape = &mut Tape::new(tape);
    let (text, known) = query(&oracle, tape);
    let level = policy.level(tape.pick(policy.levels));
    let sought = match tape.pick(5) {
        0 | 1 => format!("payer {level}"),
        2 => format!("class {level}"),
        3 => "shared".to_owned(),
        _ => ["gap", "conflict", "undetermined", "decided", "impossible"][tape.pick(5)].to_owned(),
    };
    let mut session = Session::default();
    assert!(session.load([("random.qz".to_owned(), english(policy))]).is_empty());
    let found = session.why_not(&text, &sought).expect("understood");
    let [found] = found.as_slice() else { panic!("one policy") };
    let [one] = found.found.as_slice() else { panic!("one answer") };
    let place = (session.model(0).unwrap(), &session.sources);
    let line = why_not_line(place, &text, &found.reply.answer, one, Lang::En);
    let json: Value = serde_json::to_value(line).unwrap();
    let located = || format!("{text} => {sought}\n{json:#}\n{}", english(policy));

    // Every case of the matter, by the facts in which it differs from what is known.
    let cells = oracle.cells_of(known[0].unwrap());
    let changed = |cell: &Cell| -> BTreeSet<usize> {
        (1..cell.len()).filter(|&axis| known[axis].is_some_and(|value| value != cell[axis])).collect()
    };
    let mut by_change: BTreeMap<BTreeSet<usize>, Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| holds(&oracle, cell, &sought) == Some(true)) {
        by_change.entry(changed(cell)).or_default().push(cell);
    }
    let fewest = by_change.keys().map(BTreeSet::len).min();
    prop_assert_eq!(json["changes"].as_u64(), fewest.map(|fewest| fewest as u64), "{}", located());
    let as_known: Vec<&Cell> = cells.iter().filter(|cell| changed(cell).is_empty()).collect();
    let answers: Vec<bool> = as_known.iter().filter_map(|cell| holds(&oracle, cell, &sought)).collect();
    let already = !answers.is_empty() && answers.iter().all(|holds| *holds);
    prop_assert_eq!(json["already"].as_bool(), Some(already), "{}", located());

    by_change.retain(|changed, _| Some(changed.len()) == fewest);
    let ways = json["ways"].as_array().unwrap();
    let mut shown: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    for way in ways {
        let names: Vec<&str> = way["changed"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let axes: BTreeSet<usize> =
            (1..oracle.domain.len()).filter(|&axis| names.contains(&axis_name(&oracle, axis))).collect();
        prop_assert_eq!(axes.len(), names.len(), "{}", located());
        // A case in this way keeps every known fact that it does not name.
        let inside = |cell: &&Cell| changed(cell).is_subset(&axes);
        for cell in cells.iter().filter(inside) {
            let here = way["cases"].as_array().unwrap().iter().any(|case| fits(&oracle, case, cell));
            if let Some(holds) = holds(&oracle, cell, &sought) {
                prop_assert_eq!(here, holds, "{:?}\n{}", cell, located());
            }
        }
        let rules = way["rules"].as_array().unwrap();
        if ["payer", "class"].iter().any(|part| sought.starts_with(part)) || sought == "shared" {
            prop_assert!(!rules.is_empty(), "somebody says so\n{}", located());
        }
        shown.insert(axes);
    }
    let expected: BTreeSet<BTreeSet<usize>> = by_change.into_keys().collect();
    prop_assert_eq!(shown, expected, "{}", located());
    Ok(())
}

fn fits(oracle: &Oracle<'_>, case: &Value, cell: &Cell) -> bool {
    case.as_object().unwrap().iter().all(|(fact, values)| {
        let axis = (1..oracle.domain.len()).find(|&axis| axis_name(oracle, axis) == fact).expect("a fact");
        let name = value_text(oracle.policy, axis - 1, cell[axis]);
        values.as_array().unwrap().iter().any(|value| *value == name.as_str())
    })
}

/// Says what a rule would say in the place of another one, and compares with a policy that is written so from the start.
fn what_if_is_what_would_be(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let tape = &mut Tape::new(tape);
    let plain: Vec<usize> = (0..policy.rules.len())
        .filter(|&rule| matches!(policy.rules[rule].kind, Kind::Allocate(_)))
        .collect();
    if plain.is_empty() {
        return Ok(());
    }
    let (old, new) = (plain[tape.pick(plain.len())], plain[tape.pick(plain.len())]);
    let mut changed = policy.clone();
    changed.rules[old].kind = policy.rules[new].kind.clone();
    changed.rules[old].region = policy.rules[new].region.clone();
    let order: Vec<usize> = (0..changed.rules.len()).collect();
    let lines = policy_lines(&changed, &order);
    let line = lines.into_iter().find(|(_, rule)| *rule == Some(old)).expect("the rule").0;
    let rule = spell(&line, Spelling::English);

    let mut session = Session::default();
    let load = |session: &mut Session, name: &str, text: String| {
        assert!(session.load([(name.to_owned(), text)]).is_empty());
    };
    load(&mut session, "old.qz", english(policy));
    let tried = session.what_if(&rule).unwrap_or_else(|why| panic!("{why:?}\n{rule}\n{}", english(policy)));
    prop_assert_eq!(tried.replaced.len(), 1, "{}", rule);
    prop_assert_eq!(tried.added, 0);
    let changes = tried.difference.changes.len();
    session.keep(tried);
    load(&mut session, "new.qz", english(&changed));
    let found = session.difference(0, 1).expect("small").expect("two policies");
    prop_assert!(found.is_empty(), "{:?}\n{}\n{}", found.changes, rule, english(policy));
    // What is written means the same, and one step back everything is as it was.
    let written = session.written(0).expect("one file");
    load(&mut session, "written.qz", written.clone());
    let found = session.difference(2, 1).expect("small").expect("two policies");
    prop_assert!(found.is_empty(), "{}", written);
    assert!(session.undo());
    let found = session.difference(0, 1).expect("small").expect("two policies");
    prop_assert_eq!(found.changes.len(), changes);
    Ok(())
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn why_not_equals_enumeration(policy in policies(), tape in vec(any::<u8>(), 0..16)) {
        the_fewest_changes_are_found(&policy, &tape)?;
    }

    #[test]
    fn what_if_equals_the_policy_written_so(policy in policies(), tape in vec(any::<u8>(), 0..4)) {
        what_if_is_what_would_be(&policy, &tape)?;
    }
}
