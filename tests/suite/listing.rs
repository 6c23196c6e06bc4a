//! Questions that go from an answer to its cases, against enumeration.

use crate::oracle::{Cell, Oracle, Part, Status};
use crate::policy::{Policy, Spelling, policies, policy_text, spell, tied_policies, value_text};
use crate::program::names_in;
use crate::random::config;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::export::listing_line;
use quanze::message::Lang;
use quanze::session::{Asked, Session};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn english(policy: &Policy) -> String {
    let order: Vec<usize> = (0..policy.rules.len()).collect();
    spell(&policy_text(policy, &order), Spelling::English)
}

/// Asks a question and returns what comes out as JSON.
fn ask(session: &mut Session, question: &str) -> Value {
    let lists = match session.question(question) {
        Ok(Asked::Lists(lists)) => lists,
        other => panic!("{question}: {other:?}"),
    };
    let [listed] = lists.as_slice() else { panic!("one policy, one list") };
    let place = (session.model(0).unwrap(), &session.sources);
    let line = listing_line(place, question, listed.wanted, &listed.query, &listed.listing, Lang::En);
    serde_json::to_value(line).unwrap()
}

/// Whether something holds of a case; nothing where the case cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    Yes,
    No,
    Open,
}

fn is_open(part: &Part, level: &str) -> Holds {
    match part {
        Part::Value(value) if value == level => Holds::Yes,
        Part::Value(value) if ["city", "county", "province"].contains(&value.as_str()) => Holds::No,
        // A class that names who shares it tells who does not.
        Part::Value(value)
            if value.starts_with("shared among ")
                && !value["shared among ".len()..].split(',').any(|one| one == level) =>
        {
            Holds::No
        }
        _ => Holds::Open,
    }
}

fn holds(question: &str, oracle: &Oracle<'_>, cell: &Cell) -> Option<Holds> {
    let (status, class, payer) = oracle.verdict(cell).key;
    if status == Status::Impossible {
        return (question == "where is it impossible").then_some(Holds::Yes);
    }
    let yes = |yes: bool| Some(if yes { Holds::Yes } else { Holds::No });
    let word = |word: &str| question.split(' ').any(|part| part == word);
    match question {
        _ if word("undetermined") => yes(status == Status::Undetermined),
        _ if word("retained") => yes(status == Status::Retained),
        _ if word("governed") => yes(status == Status::Governed),
        _ if word("conflicts") => yes(status == Status::Conflict),
        _ if word("gaps") => yes(status == Status::Gap),
        _ if word("impossible") => yes(false),
        _ if word("decided") => yes(status == Status::Decided),
        _ if status == Status::Conflict => Some(Holds::Open),
        _ if word("shared") => Some(match class {
            Part::Value(value) if value.starts_with("shared") => Holds::Yes,
            Part::Value(value) if ["city", "county", "province"].contains(&value.as_str()) => Holds::No,
            _ => Holds::Open,
        }),
        _ if word("own") => Some(is_open(&class, level_in(question))),
        _ => Some(is_open(&payer, level_in(question))),
    }
}

fn level_in(question: &str) -> &str {
    question.split(' ').find(|word| ["city", "county", "province"].contains(word)).unwrap_or_default()
}

/// Returns the cells that a row lists.
fn cells_of(oracle: &Oracle<'_>, row: &Value) -> Vec<Cell> {
    let matters: Vec<usize> = matters_named(oracle, &row["matters"]);
    let mut cells = Vec::new();
    let cases = row["cases"].as_array().unwrap();
    let everywhere = vec![Value::Object(serde_json::Map::new())];
    for case in if cases.is_empty() { &everywhere } else { cases } {
        let mut sets = oracle.domain.clone();
        sets[0].clone_from(&matters);
        for (fact, values) in case.as_object().unwrap() {
            let axis = match fact.as_str() {
                "level" => 1,
                name => 2 + oracle.policy.facts.iter().position(|fact| fact.name == name).expect("a fact"),
            };
            let values: Vec<&str> = values.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let named =
                |value: &usize| values.contains(&value_text(oracle.policy, axis - 1, *value).as_str());
            sets[axis] = oracle.domain[axis].iter().copied().filter(named).collect();
            assert_eq!(sets[axis].len(), values.len(), "{case}");
        }
        cells.extend(Oracle::cells(&sets));
    }
    let distinct: BTreeSet<&Cell> = cells.iter().collect();
    assert_eq!(distinct.len(), cells.len(), "boxes are disjoint: {row}");
    cells
}

fn matters_named(oracle: &Oracle<'_>, names: &Value) -> Vec<usize> {
    let names: Vec<&str> = names.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let names: Vec<&str> = names.into_iter().flat_map(names_in).collect();
    let node = |node: &usize| names.contains(&oracle.policy.nodes[*node].name.as_str());
    let named = |matter: &usize| {
        let known = &oracle.matters[*matter];
        names.contains(&known.text.as_str()) || known.within.iter().any(node)
    };
    (0..oracle.matters.len()).filter(named).collect()
}

fn a_list_is_exact(policy: &Policy, question: &str) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let mut session = Session::default();
    let text = english(policy);
    assert!(session.load([("random.qz".to_owned(), text.clone())]).is_empty());
    let json = ask(&mut session, question);
    let located = || format!("{question}\n{json:#}\n{text}");
    // Every case in a row is as its group says, and every other case is not.
    let mut listed: BTreeMap<Cell, Holds> = BTreeMap::new();
    for (group, wanted) in [("always", Holds::Yes), ("depending", Holds::Yes), ("open", Holds::Open)] {
        for row in json[group].as_array().unwrap() {
            for cell in cells_of(&oracle, row) {
                let is = holds(question, &oracle, &cell);
                if let Some(is) = is {
                    prop_assert_eq!(is, wanted, "{}: {:?}\n{}", group, cell, located());
                }
                let twice = listed.insert(cell, wanted);
                prop_assert!(twice.is_none(), "a case in two rows\n{}", located());
            }
            let rules = row["rules"].as_array().unwrap();
            if wanted == Holds::Yes && !matches!(row["status"].as_str(), Some("gap" | "impossible")) {
                prop_assert!(!rules.is_empty(), "somebody says so\n{}", located());
            }
            // A rule in a row decides in one of its cases.
            let cells = cells_of(&oracle, row);
            for rule in rules.iter().filter(|_| wanted == Holds::Yes) {
                let id = rule["id"].as_str().unwrap();
                let number = policy.rules.iter().position(|rule| rule.name == id);
                let Some(number) = number else { continue };
                let decides = |cell: &Cell| oracle.verdict(cell).winners.contains(&number);
                prop_assert!(cells.iter().any(decides), "{} does not decide\n{}", id, located());
            }
        }
    }
    let asked = oracle.checked();
    for &matter in &asked {
        let cells = oracle.cells_of(matter);
        let held: Vec<Holds> = cells.iter().filter_map(|cell| holds(question, &oracle, cell)).collect();
        for cell in &cells {
            let is = holds(question, &oracle, cell);
            let shown = listed.get(cell);
            if let Some(is @ (Holds::Yes | Holds::Open)) = is {
                prop_assert_eq!(shown, Some(&is), "missing: {:?}\n{}", cell, located());
            }
        }
        let in_group = |group: &str| {
            json[group]
                .as_array()
                .unwrap()
                .iter()
                .any(|row| matters_named(&oracle, &row["matters"]).contains(&matter))
        };
        let never = matters_named(&oracle, &json["never"]).contains(&matter);
        let some = held.contains(&Holds::Yes);
        prop_assert_eq!(in_group("always"), some && held.iter().all(|is| *is == Holds::Yes), "{}", located());
        prop_assert_eq!(
            in_group("depending"),
            some && held.iter().any(|is| *is != Holds::Yes),
            "{}",
            located()
        );
        prop_assert_eq!(in_group("open"), held.contains(&Holds::Open), "{}", located());
        prop_assert_eq!(never, held.iter().all(|is| *is == Holds::No), "{}", located());
    }
    Ok(())
}

const QUESTIONS: &[&str] = &[
    "what does city pay for",
    "what does county pay for",
    "what does city own",
    "which matters are shared",
    "where is the answer undetermined",
    "which matters are retained",
    "which matters are governed",
    "where are there conflicts",
    "where are there gaps",
    "where is it impossible",
    "where is it decided",
];

/// Returns the questions about levels that a policy has, or about none.
fn questions(policy: &Policy) -> impl Iterator<Item = &'static str> {
    let has = |level: &str| (0..policy.levels).any(|number| policy.level(number) == level);
    QUESTIONS.iter().copied().filter(move |question| level_in(question).is_empty() || has(level_in(question)))
}

fn every_list_is_exact(policy: &Policy) -> TestCaseResult {
    questions(policy).try_for_each(|question| a_list_is_exact(policy, question))
}

/// What is asked first in a sitting is listed in the order in which it is listed after each matter was asked about, from the last on.
fn the_order_does_not_depend_on_what_was_asked(policy: &Policy) -> TestCaseResult {
    let loaded = || {
        let mut session = Session::default();
        assert!(session.load([("made.qz".to_owned(), english(policy))]).is_empty());
        session
    };
    let mut late = loaded();
    let nodes = late.model(0).unwrap().matters.nodes.iter();
    for name in nodes.map(|node| node.name.clone()).collect::<Vec<String>>().iter().rev() {
        // A group is asked about as well, or refused.
        drop(late.ask(name));
    }
    for question in questions(policy) {
        prop_assert_eq!(ask(&mut loaded(), question), ask(&mut late, question));
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn lists_equal_enumeration(policy in policies()) {
        every_list_is_exact(&policy)?;
    }

    #[test]
    fn the_order_of_a_list_does_not_depend_on_other_questions(policy in policies()) {
        the_order_does_not_depend_on_what_was_asked(&policy)?;
    }

    #[test]
    fn lists_equal_enumeration_where_impossible_cases_tie_facts(policy in tied_policies()) {
        every_list_is_exact(&policy)?;
    }
}
