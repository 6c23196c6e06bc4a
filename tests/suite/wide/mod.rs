//! What holds for every wide policy: the program against an oracle that enumerates.
//!
//! In: random policies over all kinds of facts, with tables, maps, shares and times. Out: failures, with the text that
//! shows them. Words and ways to ask that `properties` already tries on plain policies are not tried again.

mod compare;
pub mod generate;
mod needs;
mod oracle;
pub mod policy;
mod query;
mod says;
mod text;
mod words;

use crate::policy::Tape;
use crate::program::{Program, strings};
use crate::random::config;
use compare::{amounts, answered, status_name};
pub use generate::policies;
use needs::{Expected, ask};
use oracle::{Cell, Key, Known, Oracle, Status};
use policy::{Policy, Set};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use query::{Query, case, cell_text, random_cell, random_query, region};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// More cells than this are not enumerated.
const MANY: usize = 6000;

fn located(policy: &Policy, query: &str, error: &TestCaseError) -> TestCaseError {
    TestCaseError::fail(format!("{query}\n{error}\n{}", policy.text()))
}

// ---------------------------------------------------------------- single cases

pub fn cells_are_answered(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let mut program = Program::load(&policy.text())?;
    let domain = oracle.domain(&[]);
    let tape = &mut Tape::new(tape);
    for _ in 0..6 {
        let cell = random_cell(&domain, tape);
        let query = cell_text(policy, &cell);
        let json = program.ask(&query)?;
        answered(&oracle, &json, &oracle.verdict(&cell)).map_err(|error| located(policy, &query, &error))?;
    }
    Ok(())
}

fn amounts_are_divided(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let mut program = Program::load(&policy.text())?;
    let domain = oracle.domain(&[]);
    let tape = &mut Tape::new(tape);
    for _ in 0..4 {
        let total = [100_000_000, 1, 100, 12_345_679][tape.pick(4)] + tape.pick(256) as i64;
        let cell = random_cell(&domain, tape);
        let query = format!("{}, amount {}", cell_text(policy, &cell), words::amount_text(total));
        let json = program.ask(&query)?;
        let key = oracle.verdict(&cell);
        let right = answered(&oracle, &json, &key).and_then(|()| amounts(policy, &json, &key, total));
        right.map_err(|error| located(policy, &query, &error))?;
    }
    Ok(())
}

// ---------------------------------------------------------------- queries that leave facts open

pub fn a_partial_query_is_answered(policy: &Policy, program: &mut Program, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let query = random_query(&oracle, &mut Tape::new(tape));
    let domain = oracle.domain(&query.known);
    if domain.iter().map(Vec::len).product::<usize>() > MANY {
        return Ok(());
    }
    let json = program.ask(&query.text)?;
    let verdicts = oracle.verdicts(Oracle::cells(&domain, &query.known));
    let mut expected = ask(&verdicts);
    // Without a day the days count on which the policy is in force, unless the answer changes with the day.
    if query.undated {
        let inside = ask(&oracle.in_force(verdicts));
        let by_day = matches!(&inside, Expected::Needs(needs) if needs.contains(&policy.date()));
        expected = if by_day { expected } else { inside };
    }
    let result = match expected {
        Expected::Same(key) => answered(&oracle, &json, &key),
        Expected::Needs(needs) => needs_facts(&oracle, &query, &needs, &json),
    };
    result.map_err(|error| located(policy, &query.text, &error))
}

/// A branch: the cases that lead to it, and its answer.
struct Branch<'a> {
    cases: Vec<Known>,
    json: &'a Value,
}

fn branches<'a>(policy: &Policy, json: &'a Value) -> Result<Vec<Branch<'a>>, TestCaseError> {
    let object = |value: &'a Value| -> Option<&'a Map<String, Value>> { value.as_object() };
    let read = |json: &'a Value| {
        let further = json["or"].as_array().into_iter().flatten();
        let cases = std::iter::once(&json["when"]).chain(further).filter_map(object);
        Ok(Branch { cases: cases.map(|one| case(policy, one)).collect::<Result<_, _>>()?, json })
    };
    json["branches"].as_array().into_iter().flatten().map(read).collect()
}

fn leads_here(case: &Known, cell: &Cell) -> bool {
    case.iter().all(|(axis, set)| set.contains(cell[*axis]))
}

fn needs_facts(oracle: &Oracle<'_>, query: &Query, needs: &[usize], json: &Value) -> TestCaseResult {
    let policy = oracle.policy;
    prop_assert_eq!(json["status"].as_str(), Some("needs-facts"), "oracle: {:?}\n{}", needs, json);
    let names: Vec<&str> = needs.iter().map(|&axis| policy.axis_name(axis)).collect();
    prop_assert_eq!(strings(&json["needs"]), names, "{}", json);
    let branches = branches(policy, json)?;
    let all: Vec<&(usize, Set)> =
        branches.iter().flat_map(|branch| branch.cases.iter().flatten()).chain(&query.known).collect();
    for (axis, _) in branches.iter().flat_map(|branch| branch.cases.iter().flatten()) {
        prop_assert!(needs.contains(axis), "{} is not needed\n{}", policy.axis_name(*axis), json);
    }
    // Where a branch ends inside a stretch, both of its pieces are looked at.
    let domain = oracle.domain(all.iter().copied());
    let mut answers: BTreeMap<usize, Key> = BTreeMap::new();
    let mut verdicts = oracle.verdicts(Oracle::cells(&domain, &query.known));
    if query.undated && !needs.contains(&policy.date()) {
        verdicts = oracle.in_force(verdicts);
    }
    for (cell, key) in verdicts {
        let here = |branch: &Branch<'_>| branch.cases.iter().filter(|case| leads_here(case, &cell)).count();
        let hits: Vec<usize> = branches.iter().map(here).collect();
        let sum: usize = hits.iter().sum();
        let at = || format!("{}: {hits:?}\n{json}", cell_text(policy, &cell));
        if key.0 == Status::Impossible {
            prop_assert!(sum <= 1, "branches overlap at {}", at());
            continue;
        }
        prop_assert_eq!(sum, 1, "branches at {}", at());
        let branch = hits.iter().position(|&count| count == 1).expect("one");
        if let Some(known) = answers.get(&branch) {
            prop_assert_eq!(known, &key, "one branch, two answers, at {}", at());
            continue;
        }
        answered(oracle, branches[branch].json, &key)?;
        answers.insert(branch, key);
    }
    prop_assert_eq!(answers.len(), branches.len(), "a branch leads to nothing possible\n{}", json);
    let different: BTreeSet<&Key> = answers.values().collect();
    prop_assert_eq!(different.len(), branches.len(), "two branches are alike\n{}", json);
    Ok(())
}

// ---------------------------------------------------------------- check

fn findings_are_right(policy: &Policy) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let window = vec![(policy.date(), oracle.window())];
    if oracle.domain(&window).iter().map(Vec::len).product::<usize>() > MANY {
        return Ok(());
    }
    let mut program = Program::load(&policy.text())?;
    let json = program.check();
    for (code, status) in [("C001", Status::Conflict), ("C002", Status::Gap)] {
        let findings = json["findings"].as_array().into_iter().flatten();
        let findings: Vec<&Value> = findings.filter(|finding| finding["code"] == code).collect();
        let located = |error| located(policy, code, &error);
        found(&oracle, &window, &findings, status).map_err(located)?;
        for finding in findings {
            confirmed(&oracle, &mut program, finding, status).map_err(located)?;
        }
    }
    Ok(())
}

/// The regions together are exactly the cells that the oracle finds.
fn found(oracle: &Oracle<'_>, window: &Known, findings: &[&Value], status: Status) -> TestCaseResult {
    let mut regions: Vec<Known> = Vec::new();
    for finding in findings {
        let lines = strings(&finding["region"]);
        prop_assert!(!lines.is_empty(), "no region\n{}", finding);
        for line in lines {
            regions.push(region(oracle.policy, line)?);
        }
    }
    let domain = oracle.domain(regions.iter().flatten().chain(window));
    let checked: Vec<Option<bool>> =
        (0..oracle.matters.len() as i64).map(|matter| oracle.is_checked(matter, &domain)).collect();
    for cell in Oracle::cells(&domain, window) {
        let inside = regions.iter().any(|region| leads_here(region, &cell));
        let shows = oracle.verdict(&cell).0 == status;
        let checked = checked[cell[0] as usize];
        let text = cell_text(oracle.policy, &cell);
        prop_assert!(inside || !shows || checked != Some(true), "no finding: {}", text);
        let right = shows && checked != Some(false);
        prop_assert!(right || !inside, "a finding that is none: {}\n{:?}", text, findings);
    }
    Ok(())
}

/// The case that a finding shows is answered so when it is asked.
fn confirmed(oracle: &Oracle<'_>, program: &mut Program, finding: &Value, status: Status) -> TestCaseResult {
    let witness = finding["witness"].as_str().unwrap_or_default();
    let json = program.ask(witness)?;
    prop_assert_eq!(json["status"].as_str(), Some(status_name(status)), "{}\n{}", witness, finding);
    let known = region(oracle.policy, witness)?;
    let cells = Oracle::cells(&oracle.domain(&known), &known);
    let inside = oracle.window();
    let inside = cells.iter().filter(|cell| inside.contains(cell[oracle.policy.date()]));
    let statuses: BTreeSet<Status> = inside.map(|cell| oracle.verdict(cell).0).collect();
    let shown = statuses.iter().all(|found| [status, Status::Impossible].contains(found));
    prop_assert!(shown && statuses.contains(&status), "{}: {:?}\n{}", witness, statuses, finding);
    Ok(())
}

// ---------------------------------------------------------------- promises

proptest! {
    #![proptest_config(config(5000))]

    #[test]
    fn every_cell_is_answered_as_the_oracle_says(policy in policies(), tape in vec(any::<u8>(), 0..48)) {
        cells_are_answered(&policy, &tape)?;
    }

    #[test]
    fn every_partial_query_is_answered_as_the_oracle_says(
        policy in policies(),
        tapes in vec(vec(any::<u8>(), 0..24), 1..4),
    ) {
        let mut program = Program::load(&policy.text())?;
        for tape in tapes {
            a_partial_query_is_answered(&policy, &mut program, &tape)?;
        }
    }

    #[test]
    fn check_finds_every_conflict_and_gap(policy in policies()) {
        findings_are_right(&policy)?;
    }

    #[test]
    fn amounts_are_divided_to_the_fen(policy in policies(), tape in vec(any::<u8>(), 0..48)) {
        amounts_are_divided(&policy, &tape)?;
    }
}
