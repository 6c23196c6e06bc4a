//! What holds for every policy: the program against the oracle, and against itself.

use crate::oracle::{Cell, Expected, Key, Oracle, Part, Sets, Status};
use crate::policy::{
    Kind, Policy, Spelling, Tape, Target, policies, policy_lines, policy_text, spell, tied_policies,
    value_text,
};
use crate::program::{Program, names_in, split_outside_braces, strings};
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::session::Session;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

// ---------------------------------------------------------------- the program

fn in_order(policy: &Policy) -> Vec<usize> {
    (0..policy.rules.len()).collect()
}

pub fn english(policy: &Policy) -> String {
    spell(&policy_text(policy, &in_order(policy)), Spelling::English)
}

// ---------------------------------------------------------------- reading JSON

fn ids(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(|rule| rule["id"].as_str()).collect()
}

fn class_shown(json: &Value) -> Option<String> {
    let among = strings(&json["among"]);
    match json["class"].as_str() {
        Some(class) if !among.is_empty() => Some(format!("{class} among {}", among.join(","))),
        Some(class) => Some(class.to_owned()),
        None if json["document"].is_string() => {
            json["document"].as_str().map(|name| format!("governed {name}"))
        }
        None if json["by"].is_string() => json["by"].as_str().map(|who| format!("retained {who}")),
        None => strings(&json["open"]).contains(&"class").then(|| "undetermined".to_owned()),
    }
}

fn payer_shown(json: &Value) -> Option<&str> {
    match json["payer_kind"].as_str() {
        Some("level") => json["payers"][0]["level"].as_str(),
        other => other,
    }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Impossible => "impossible",
        Status::Conflict => "conflict",
        Status::Gap => "gap",
        Status::Retained => "retained",
        Status::Governed => "governed",
        Status::Undetermined => "undetermined",
        Status::Decided => "decided",
    }
}

/// The answer's status, class and payer are the oracle's.
fn answered(json: &Value, key: &Key) -> TestCaseResult {
    let (status, class, payer) = key;
    prop_assert_eq!(json["status"].as_str(), Some(status_name(*status)), "oracle: {:?}\n{}", key, json);
    let value = |part: &Part| match part {
        Part::Value(value) => Some(value.clone()),
        _ => None,
    };
    if matches!(status, Status::Impossible | Status::Conflict) {
        return Ok(());
    }
    // Who retains or governs is shown with the class alone, and a payer's document in the prose.
    let word = |value: String| value.split(' ').next().unwrap_or_default().to_owned();
    prop_assert_eq!(class_shown(json), value(class), "class; oracle: {:?}\n{}", key, json);
    let shown = payer_shown(json).map(str::to_owned);
    prop_assert_eq!(shown, value(payer).map(word), "payer; oracle: {:?}\n{}", key, json);
    let missing = [("class", class), ("payer", payer)];
    let missing: Vec<&str> =
        missing.iter().filter(|(_, part)| **part == Part::Missing).map(|(name, _)| *name).collect();
    prop_assert_eq!(strings(&json["missing"]), missing, "missing; oracle: {:?}\n{}", key, json);
    Ok(())
}

// ---------------------------------------------------------------- queries as text

/// Returns the name of an axis as `needs` and `when` spell it.
fn axis_name<'a>(oracle: &Oracle<'a>, axis: usize) -> &'a str {
    match axis {
        0 => "matter",
        1 => "level",
        _ => &oracle.policy.facts[axis - 2].name,
    }
}

fn value_name(oracle: &Oracle<'_>, axis: usize, value: usize) -> String {
    if axis == 0 { oracle.matters[value].text.clone() } else { value_text(oracle.policy, axis - 1, value) }
}

/// Writes a query: the matter's words are given, what may have every value is left out.
fn query_text(oracle: &Oracle<'_>, subject: &str, sets: &[Vec<usize>]) -> String {
    let mut text = subject.to_owned();
    for (axis, set) in sets.iter().enumerate().skip(1) {
        let values: Vec<_> = set.iter().map(|&value| value_name(oracle, axis, value)).collect();
        let all = *set == oracle.domain[axis] && values.len() > 1;
        match (axis, values.as_slice()) {
            _ if all => {}
            (1, values) => text += &format!(" at {}", values.join(" or ")),
            (_, [value]) => text += &format!(" , {} is {value}", axis_name(oracle, axis)),
            (_, values) => text += &format!(" , {} in {{ {} }}", axis_name(oracle, axis), values.join(" , ")),
        }
    }
    text
}

fn cell_text(oracle: &Oracle<'_>, cell: &Cell) -> String {
    let mut text = oracle.matters[cell[0]].text.clone();
    text += &format!(" at {}", value_name(oracle, 1, cell[1]));
    for (axis, &value) in cell.iter().enumerate().skip(2) {
        text += &format!(", {} is {}", axis_name(oracle, axis), value_name(oracle, axis, value));
    }
    text
}

/// Chooses a query: a matter or a group, each axis known, half known or unknown.
fn random_query(oracle: &Oracle<'_>, tape: &mut Tape<'_>) -> (String, Sets) {
    let mut sets = oracle.domain.clone();
    let nodes = &oracle.policy.nodes;
    let group = tape.pick(3 * nodes.len());
    let subject = if group < nodes.len() {
        let within = |matter: &usize| oracle.matters[*matter].within.contains(&group);
        sets[0] = (0..oracle.matters.len()).filter(within).collect();
        nodes[group].name.clone()
    } else {
        sets[0] = vec![tape.pick(oracle.matters.len())];
        oracle.matters[sets[0][0]].text.clone()
    };
    for set in &mut sets[1..] {
        *set = match tape.pick(5) {
            3 => vec![set[tape.pick(set.len())]],
            4 => tape.some(set),
            _ => continue,
        };
    }
    (subject, sets)
}

/// Reads a line of a region: a query, which may name several matters between braces.
fn region_sets(oracle: &Oracle<'_>, line: &str) -> Sets {
    let mut sets = oracle.domain.clone();
    let mut parts = split_outside_braces(line).into_iter();
    let first = parts.next().unwrap_or_default();
    let (subject, level) =
        first.split_once(" at ").map_or((first, None), |(subject, level)| (subject, Some(level)));
    let names = names_in(subject);
    let named = |matter: &usize| {
        let known = &oracle.matters[*matter];
        let node = |node: &usize| names.contains(&oracle.policy.nodes[*node].name.as_str());
        let every = names.contains(&"every matter") && !known.within.is_empty();
        every || names.contains(&known.text.as_str()) || known.within.iter().any(node)
    };
    sets[0] = (0..oracle.matters.len()).filter(named).collect();
    assert!(!sets[0].is_empty(), "no matter is named: {line}");
    if let Some(level) = level {
        sets[1] = numbers(oracle, 1, &level.split(" or ").collect::<Vec<_>>());
    }
    for part in parts {
        let (name, values) = part.split_once(" is ").or_else(|| part.split_once(" in ")).expect("a fact");
        let axis =
            (1..sets.len()).find(|&axis| axis_name(oracle, axis) == name.trim()).expect("a declared fact");
        sets[axis] = numbers(oracle, axis, &names_in(values));
    }
    sets
}

fn numbers(oracle: &Oracle<'_>, axis: usize, names: &[&str]) -> Vec<usize> {
    let numbers = oracle.domain[axis].iter().copied();
    let numbers: Vec<usize> =
        numbers.filter(|&v| names.contains(&value_name(oracle, axis, v).as_str())).collect();
    assert_eq!(numbers.len(), names.len(), "unknown values among {names:?}");
    numbers
}

// ---------------------------------------------------------------- findings

struct Finding {
    code: String,
    level: String,
    /// The rule on whose line the first span is.
    rule: Option<usize>,
    witness: Option<String>,
    region: BTreeSet<Cell>,
    acknowledged: Option<String>,
}

fn findings(oracle: &Oracle<'_>, order: &[usize], json: &Value) -> Vec<Finding> {
    let lines = policy_lines(oracle.policy, order);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let read = |finding: &Value| Finding {
        code: text(&finding["code"]).expect("a code"),
        level: text(&finding["level"]).expect("a level"),
        rule: finding["spans"][0]["line"]
            .as_u64()
            .and_then(|line| lines[usize::try_from(line).unwrap() - 1].1),
        witness: text(&finding["witness"]),
        region: strings(&finding["region"])
            .iter()
            .flat_map(|line| Oracle::cells(&region_sets(oracle, line)))
            .collect(),
        acknowledged: text(&finding["acknowledged"]),
    };
    json["findings"].as_array().expect("findings").iter().map(read).collect()
}

/// Returns the cells that `check` looks at, with their answers.
fn checked_cells(oracle: &Oracle<'_>) -> BTreeMap<Cell, Key> {
    let cells = oracle.checked().into_iter().flat_map(|matter| oracle.cells_of(matter));
    cells.map(|cell| (cell.clone(), oracle.verdict(&cell).key)).collect()
}

/// Returns the reasons for which a conflict or a gap in a cell is acknowledged.
fn reasons<'a>(oracle: &Oracle<'a>, cell: &Cell, status: Status) -> BTreeSet<&'a str> {
    let rules = oracle.policy.rules.iter().enumerate();
    let reasons =
        rules.filter(|(rule, _)| oracle.applies(*rule, cell)).filter_map(|(_, rule)| match &rule.kind {
            Kind::Acknowledge { conflict, because } if (status == Status::Conflict) == *conflict => {
                Some(because.as_str())
            }
            _ => None,
        });
    reasons.collect()
}

fn shown(oracle: &Oracle<'_>, cells: &BTreeSet<Cell>) -> Vec<String> {
    cells.iter().map(|cell| cell_text(oracle, cell)).collect()
}

// ---------------------------------------------------------------- one policy against the oracle

fn every_cell_is_answered(policy: &Policy) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let mut program = Program::load(&english(policy))?;
    for cell in Oracle::cells(&oracle.domain) {
        let query = cell_text(&oracle, &cell);
        let json = program.ask(&query)?;
        one_cell(&oracle, &cell, &json).map_err(|error| located(policy, &query, &error))?;
    }
    Ok(())
}

fn located(policy: &Policy, query: &str, error: &TestCaseError) -> TestCaseError {
    TestCaseError::fail(format!("{query}\n{error}\n{}", english(policy)))
}

fn one_cell(oracle: &Oracle<'_>, cell: &Cell, json: &Value) -> TestCaseResult {
    let verdict = oracle.verdict(cell);
    answered(json, &verdict.key)?;
    let names = |rules: &BTreeSet<usize>| -> BTreeSet<&str> {
        rules.iter().map(|&rule| oracle.policy.rules[rule].name.as_str()).collect()
    };
    let status = verdict.key.0;
    if matches!(status, Status::Conflict | Status::Gap) {
        let reasons = reasons(oracle, cell, status);
        let reason = json["acknowledged"].as_str();
        let given: BTreeSet<&str> = reason.map(|reason| reason.split("; ").collect()).unwrap_or_default();
        prop_assert_eq!(given, reasons, "{}", json);
    }
    match status {
        Status::Impossible => prop_assert!(json["reason"].is_string(), "{}", json),
        Status::Conflict => prop_assert_eq!(ids(&json["candidates"]), names(&verdict.candidates), "{}", json),
        Status::Gap => {}
        _ => {
            prop_assert_eq!(ids(&json["rules"]), names(&verdict.winners), "deciding rules\n{}", json);
            let default = |rule: &usize| matches!(oracle.policy.rules[*rule].kind, Kind::Default(_));
            let by_default = verdict.winners.iter().any(default);
            prop_assert_eq!(json["default"].as_bool().unwrap_or(false), by_default, "{}", json);
        }
    }
    Ok(())
}

fn a_partial_query_is_answered(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let mut program = Program::load(&english(policy))?;
    let (subject, sets) = random_query(&oracle, &mut Tape::new(tape));
    let query = query_text(&oracle, &subject, &sets);
    let json = program.ask(&query)?;
    let result = match oracle.ask(&sets) {
        Expected::Same(key) => answered(&json, &key),
        Expected::Needs(needs) => needs_facts(&oracle, &sets, &needs, &json),
    };
    result.map_err(|error| located(policy, &query, &error))
}

fn needs_facts(oracle: &Oracle<'_>, sets: &Sets, needs: &[usize], json: &Value) -> TestCaseResult {
    prop_assert_eq!(json["status"].as_str(), Some("needs-facts"), "{}", json);
    let names: Vec<&str> = needs.iter().map(|&axis| axis_name(oracle, axis)).collect();
    prop_assert_eq!(strings(&json["needs"]), names.clone(), "{}", json);
    let branches: Vec<&Value> = json["branches"].as_array().expect("branches").iter().collect();
    for case in branches.iter().flat_map(|branch| cases(branch)) {
        prop_assert!(
            case.keys().all(|name| names.contains(&name.as_str())),
            "names what is not needed: {:?}",
            case
        );
    }
    let possible = oracle.completions(sets);
    let mut answers: BTreeMap<usize, &Key> = BTreeMap::new();
    for cell in Oracle::cells(sets) {
        let leads = |case: &&Map<String, Value>| leads_here(oracle, &cell, case);
        let here = |branch: &Value| cases(branch).into_iter().filter(leads).count();
        let hits: Vec<usize> = branches.iter().map(|branch| here(branch)).collect();
        let sum: usize = hits.iter().sum();
        let Some(key) = possible.get(&cell) else {
            prop_assert!(sum <= 1, "branches overlap at {}\n{}", cell_text(oracle, &cell), json);
            continue;
        };
        prop_assert_eq!(sum, 1, "branches at {}: {:?}\n{}", cell_text(oracle, &cell), hits, json);
        let branch = hits.iter().position(|&count| count == 1).expect("one");
        answered(branches[branch], key)?;
        prop_assert_eq!(*answers.entry(branch).or_insert(key), key, "one branch, two answers\n{}", json);
    }
    prop_assert_eq!(answers.len(), branches.len(), "a branch leads to nothing possible\n{}", json);
    let different: BTreeSet<&Key> = answers.values().copied().collect();
    prop_assert_eq!(different.len(), branches.len(), "two branches are alike\n{}", json);
    Ok(())
}

fn cases(branch: &Value) -> Vec<&Map<String, Value>> {
    let further = branch["or"].as_array().into_iter().flatten();
    std::iter::once(&branch["when"]).chain(further).map(|case| case.as_object().expect("a case")).collect()
}

/// A group among the values of the matter stands for everything under it.
fn leads_here(oracle: &Oracle<'_>, cell: &Cell, case: &Map<String, Value>) -> bool {
    let leads = |axis: usize, values: &[&str]| {
        let under = |node: &usize| axis == 0 && values.contains(&oracle.policy.nodes[*node].name.as_str());
        let known = values.contains(&value_name(oracle, axis, cell[axis]).as_str());
        known || oracle.matters[cell[0]].within.iter().any(under)
    };
    (0..cell.len())
        .all(|axis| case.get(axis_name(oracle, axis)).is_none_or(|values| leads(axis, &strings(values))))
}

/// `at city and county`: each alone has the same answer, or it is a conflict.
fn joint_levels_are_answered(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let tape = &mut Tape::new(tape);
    let mut sets: Sets = oracle.domain.iter().map(|set| vec![set[tape.pick(set.len())]]).collect();
    sets[1].clone_from(&oracle.domain[1]);
    let keys: BTreeSet<Key> = Oracle::cells(&sets).iter().map(|cell| oracle.verdict(cell).key).collect();
    let levels: Vec<_> = sets[1].iter().map(|&level| value_name(&oracle, 1, level)).collect();
    let mut query = format!("{} at {}", oracle.matters[sets[0][0]].text, levels.join(" and "));
    for (axis, set) in sets.iter().enumerate().skip(2) {
        query += &format!(", {} is {}", axis_name(&oracle, axis), value_name(&oracle, axis, set[0]));
    }
    let json = Program::load(&english(policy))?.ask(&query)?;
    let key = match keys.len() {
        1 => keys.into_iter().next().expect("one"),
        _ => (Status::Conflict, Part::Unused, Part::Unused),
    };
    answered(&json, &key).map_err(|error| located(policy, &query, &error))
}

// ---------------------------------------------------------------- what check says, against the oracle

fn counts_are_right(policy: &Policy) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let summary = Program::load(&english(policy))?.check()["summary"].clone();
    let mut counts: BTreeMap<Status, u64> = BTreeMap::new();
    for matter in oracle.checked() {
        let axes = oracle.dependencies(matter);
        let project = |cell: &Cell| axes.iter().map(|&axis| cell[axis]).collect::<Cell>();
        let cells = oracle.cells_of(matter).into_iter();
        let cases: BTreeMap<Cell, Status> =
            cells.map(|cell| (project(&cell), oracle.verdict(&cell).key.0)).collect();
        cases.values().for_each(|status| *counts.entry(*status).or_default() += 1);
    }
    let count = |status| counts.get(&status).copied().unwrap_or(0);
    let cases = counts.values().sum::<u64>() - count(Status::Impossible);
    for (name, expected) in [
        ("cases", cases),
        ("decided", count(Status::Decided)),
        ("undetermined", count(Status::Undetermined)),
        ("retained", count(Status::Retained)),
        ("governed", count(Status::Governed)),
        ("conflicts", count(Status::Conflict)),
        ("gaps", count(Status::Gap)),
        ("impossible", count(Status::Impossible)),
    ] {
        prop_assert_eq!(
            summary[name].as_u64(),
            Some(expected),
            "{} of {}\n{}",
            name,
            summary,
            english(policy)
        );
    }
    Ok(())
}

fn regions_are_exact(policy: &Policy) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let json = Program::load(&english(policy))?.check();
    let cells = checked_cells(&oracle);
    for (code, status) in [("C001", Status::Conflict), ("C002", Status::Gap)] {
        let expected: BTreeSet<Cell> =
            cells.iter().filter(|(_, key)| key.0 == status).map(|(cell, _)| cell.clone()).collect();
        let mut found: BTreeSet<Cell> = BTreeSet::new();
        for finding in
            findings(&oracle, &in_order(policy), &json).iter().filter(|finding| finding.code == code)
        {
            let level = if finding.acknowledged.is_some() { "note" } else { "error" };
            prop_assert_eq!(finding.level.as_str(), level);
            for cell in &finding.region {
                let reasons = reasons(&oracle, cell, status);
                let given = finding.acknowledged.as_deref().map(|reason| reason.split("; ").collect());
                let right = given.unwrap_or_else(BTreeSet::new) == reasons;
                let case = cell_text(&oracle, cell);
                prop_assert!(
                    right,
                    "acknowledged? {}: {:?}\n{}",
                    case,
                    finding.acknowledged,
                    english(policy)
                );
            }
            found.extend(finding.region.iter().cloned());
        }
        let missing = shown(&oracle, &(&expected - &found));
        let extra = shown(&oracle, &(&found - &expected));
        prop_assert!(
            missing.is_empty() && extra.is_empty(),
            "{code}: not found {missing:?}, wrongly found {extra:?}\n{}",
            english(policy)
        );
    }
    Ok(())
}

/// Returns for each acknowledgement the cells that it covers without reason; none if it is exact.
fn inexact(oracle: &Oracle<'_>) -> BTreeMap<usize, BTreeSet<Cell>> {
    let mut inexact = BTreeMap::new();
    let cells = Oracle::cells(&oracle.domain).into_iter();
    let cells: BTreeMap<Cell, Key> = cells.map(|cell| (cell.clone(), oracle.verdict(&cell).key)).collect();
    for (rule, kind) in oracle.policy.rules.iter().map(|rule| &rule.kind).enumerate() {
        let Kind::Acknowledge { conflict, .. } = kind else { continue };
        let status = if *conflict { Status::Conflict } else { Status::Gap };
        let covered =
            cells.iter().filter(|(cell, key)| key.0 != Status::Impossible && oracle.applies(rule, cell));
        let covered: Vec<_> = covered.collect();
        let wrong: BTreeSet<Cell> =
            covered.iter().filter(|(_, key)| key.0 != status).map(|(cell, _)| (*cell).clone()).collect();
        if covered.is_empty() || !wrong.is_empty() {
            inexact.insert(rule, wrong);
        }
    }
    inexact
}

fn acknowledgements_are_judged(policy: &Policy) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let json = Program::load(&english(policy))?.check();
    let mut found: BTreeMap<usize, BTreeSet<Cell>> = BTreeMap::new();
    for finding in
        findings(&oracle, &in_order(policy), &json).into_iter().filter(|finding| finding.code == "C005")
    {
        found.entry(finding.rule.expect("an acknowledgement")).or_default().extend(finding.region);
    }
    prop_assert_eq!(found, inexact(&oracle), "C005\n{}", english(policy));
    Ok(())
}

fn named(policy: &Policy, rules: &BTreeSet<usize>) -> Vec<String> {
    rules.iter().map(|&rule| format!("{}: {:?}", rule + 1, policy.rules[rule].kind)).collect()
}

/// A rule decides where it states an unbeaten part; an impossible case is declared where it is not without any cell.
fn dead(oracle: &Oracle<'_>) -> BTreeSet<usize> {
    let mut dead: BTreeSet<usize> = (0..oracle.policy.rules.len()).collect();
    dead.retain(|&rule| !matches!(oracle.policy.rules[rule].kind, Kind::Acknowledge { .. }));
    for cell in Oracle::cells(&oracle.domain) {
        let verdict = oracle.verdict(&cell);
        let declares = |rule: &usize| matches!(oracle.policy.rules[*rule].kind, Kind::Impossible);
        dead.retain(|rule| {
            let decides = verdict.winners.contains(rule) || declares(rule) && oracle.applies(*rule, &cell);
            !decides
        });
    }
    dead
}

fn reported(policy: &Policy, code: &str) -> Result<BTreeSet<usize>, TestCaseError> {
    let oracle = Oracle::new(policy);
    let json = Program::load(&english(policy))?.check();
    let found = findings(&oracle, &in_order(policy), &json).into_iter();
    Ok(found.filter(|finding| finding.code == code).map(|finding| finding.rule.expect("a rule")).collect())
}

fn dead_rules_are_found(policy: &Policy) -> TestCaseResult {
    let (found, dead) = (reported(policy, "C003")?, dead(&Oracle::new(policy)));
    let missing = named(policy, &(&dead - &found));
    let extra = named(policy, &(&found - &dead));
    prop_assert!(
        missing.is_empty() && extra.is_empty(),
        "C003: not found {missing:?}, wrongly found {extra:?}\n{}",
        english(policy)
    );
    Ok(())
}

/// What is dead is reported as such, and not as redundant; the others are judged with it in place.
fn redundant_rules_are_found(policy: &Policy) -> TestCaseResult {
    let mut oracle = Oracle::new(policy);
    let answers = |oracle: &Oracle<'_>| -> Vec<(Status, [Part; 2])> {
        let verdicts = Oracle::cells(&oracle.domain).into_iter().map(|cell| oracle.verdict(&cell));
        verdicts.map(|verdict| (verdict.key.0, verdict.parts)).collect()
    };
    let full = answers(&oracle);
    let dead = dead(&oracle);
    oracle.removed = reported(policy, "C004")?;
    let text = english(policy);
    let removed = named(policy, &oracle.removed);
    prop_assert!(answers(&oracle) == full, "C004: needed: one of {removed:?}\n{text}");
    for rule in 0..policy.rules.len() {
        let acknowledges = matches!(policy.rules[rule].kind, Kind::Acknowledge { .. });
        if acknowledges || dead.contains(&rule) || !oracle.removed.insert(rule) {
            continue;
        }
        let one = named(policy, &BTreeSet::from([rule]));
        prop_assert!(answers(&oracle) != full, "C004: not found: {one:?}, beside {removed:?}\n{text}");
        oracle.removed.remove(&rule);
    }
    Ok(())
}

fn witnesses_confirm(policy: &Policy) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let mut program = Program::load(&english(policy))?;
    let json = program.check();
    for finding in findings(&oracle, &in_order(policy), &json) {
        let code = finding.code.as_str();
        prop_assert!(
            ("C001"..="C005").contains(&code),
            "{} at {:?}\n{}",
            code,
            finding.witness,
            english(policy)
        );
        let Some(witness) = finding.witness else { continue };
        let answer = program.ask(&witness)?;
        let status = answer["status"].as_str().expect("a status");
        let rule = finding.rule.map(|rule| &policy.rules[rule]);
        let right = match (code, rule.map(|rule| &rule.kind)) {
            ("C001", _) => status == "conflict",
            ("C002", _) => status == "gap",
            ("C003", _) => !ids(&answer["rules"]).contains(rule.expect("a rule").name.as_str()),
            ("C005", Some(Kind::Acknowledge { conflict, .. })) => {
                status != "needs-facts" && status != if *conflict { "conflict" } else { "gap" }
            }
            _ => true,
        };
        prop_assert!(right, "{} is not confirmed by {}: {}\n{}", code, witness, status, english(policy));
    }
    Ok(())
}

// ---------------------------------------------------------------- the program against itself

/// Takes away what depends on how rules are named and where they stand.
fn essence(json: &Value, without: &[&str]) -> Value {
    match json {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !without.contains(&name.as_str()));
            Value::Object(kept.map(|(name, value)| (name.clone(), essence(value, without))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| essence(item, without)).collect()),
        other => other.clone(),
    }
}

const PLACES: [&str; 3] = ["rules", "candidates", "query"];

fn shuffled(count: usize, tape: &mut Tape<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    (1..count).for_each(|last| order.swap(last, tape.pick(last + 1)));
    order
}

fn order_is_nothing(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let tape = &mut Tape::new(tape);
    let order = shuffled(policy.rules.len(), tape);
    let text = spell(&policy_text(policy, &order), Spelling::English);
    let (mut one, mut other) = (Program::load(&english(policy))?, Program::load(&text)?);
    for _ in 0..6 {
        let (subject, sets) = random_query(&oracle, tape);
        let query = query_text(&oracle, &subject, &sets);
        let (one, other) = (essence(&one.ask(&query)?, &PLACES), essence(&other.ask(&query)?, &PLACES));
        prop_assert_eq!(one, other, "{}\n{}\n{}", query, english(policy), text);
    }
    let cases = |program: &mut Program, order: &[usize]| -> BTreeSet<(String, Option<String>)> {
        let found = findings(&oracle, order, &program.check()).into_iter();
        found.filter(|finding| finding.code.as_str() < "C003").map(|f| (f.code, f.witness)).collect()
    };
    let (before, after) = (cases(&mut one, &in_order(policy)), cases(&mut other, &order));
    prop_assert_eq!(before, after, "findings\n{}\n{}", english(policy), text);
    Ok(())
}

/// Asks about several things, and each and the check once more where nothing was asked before.
fn the_past_is_nothing(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let tape = &mut Tape::new(tape);
    let text = english(policy);
    let mut asked = Program::load(&text)?;
    for _ in 0..6 {
        let (subject, sets) = random_query(&oracle, tape);
        let query = query_text(&oracle, &subject, &sets);
        prop_assert_eq!(asked.ask(&query)?, Program::load(&text)?.ask(&query)?, "{}\n{}", query, text);
    }
    prop_assert_eq!(asked.check(), Program::load(&text)?.check(), "{}", text);
    Ok(())
}

/// Writes one rule twice; what is an exception to it is an exception to both.
fn doubled(policy: &Policy, rule: usize) -> Policy {
    let mut doubled = policy.clone();
    let mut again = policy.rules[rule].clone();
    if !again.name.is_empty() {
        again.name += "再";
    }
    doubled.rules.push(again);
    let second = policy.rules.len();
    for other in &mut doubled.rules {
        if other.overrides.iter().any(|target| matches!(target, Target::Rule(named) if *named == rule)) {
            other.overrides.push(Target::Rule(second));
        }
    }
    doubled
}

fn twice_is_once(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    if policy.rules.is_empty() {
        return Ok(());
    }
    let oracle = Oracle::new(policy);
    let tape = &mut Tape::new(tape);
    let doubled = doubled(policy, tape.pick(policy.rules.len()));
    let (mut one, mut other) = (Program::load(&english(policy))?, Program::load(&english(&doubled))?);
    for _ in 0..6 {
        let (subject, sets) = random_query(&oracle, tape);
        let query = query_text(&oracle, &subject, &sets);
        let (one, other) = (essence(&one.ask(&query)?, &PLACES), essence(&other.ask(&query)?, &PLACES));
        prop_assert_eq!(one, other, "{}\n{}", query, english(&doubled));
    }
    Ok(())
}

fn spelling_is_nothing(policy: &Policy, tape: &[u8]) -> TestCaseResult {
    let oracle = Oracle::new(policy);
    let tape = &mut Tape::new(tape);
    let text = policy_text(policy, &in_order(policy));
    let mut english = Program::load(&spell(&text, Spelling::English))?;
    for spelling in [Spelling::Chinese, Spelling::FullWidth] {
        let text = spell(&text, spelling);
        let mut other = Program::load(&text)?;
        for _ in 0..3 {
            let (subject, sets) = random_query(&oracle, tape);
            let query = query_text(&oracle, &subject.replace("any other matter", "any~other~matter"), &sets);
            let one = english.ask(spell(&query, Spelling::English).trim_end())?;
            let two = other.ask(spell(&query, spelling).trim_end())?;
            // Labels of sections are shown as they are written.
            let without = ["query", "cite"];
            prop_assert_eq!(essence(&one, &without), essence(&two, &without), "{}\n{}", query, text);
        }
    }
    Ok(())
}

// ---------------------------------------------------------------- any text at all

const WORDS: &str = "
    matter matters level fact policy section rule otherwise impossible acknowledge expect given when at is in not and or
    payer shared among by overrides because quote needs other etc also as every any same owner gap conflict elsewhere
    事项 事项清单 层级 事实 其余 当 为 支出 共同 在 且 非 甲 县(区) （ ） ｛ ｝ { } ( ) , 、 : ： => ＝＞ | < ; 。 \" “ ” 「
    \"甲\" // # e\u{301} ２０２５-01-01 2025 on \u{0} 𠀀 県";

fn soup() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(WORDS.split_ascii_whitespace().collect::<Vec<_>>());
    let breaks = proptest::sample::select(vec!["\n", "\r\n", "\r", "\u{3000}"]);
    let piece =
        prop_oneof![8 => words.prop_map(str::to_owned), 1 => breaks.prop_map(str::to_owned), 1 => ".{0,3}"];
    vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

/// A valid text with a few pieces taken away, doubled or replaced.
fn mutated(text: &str, bytes: &[u8]) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    let tape = &mut Tape::new(bytes);
    for _ in 0..1 + tape.pick(4) {
        let place = (tape.pick(256) * 256 + tape.pick(256)) % (signs.len() + 1);
        let end = signs.len().min(place + tape.pick(6));
        let piece: Vec<char> = match tape.pick(3) {
            0 => Vec::new(),
            1 => [&signs[place..end], &signs[place..end]].concat(),
            _ => {
                vec!['{', '}', '(', '"', '：', '\n', '甲', '>', '不', '\u{0}'][tape.pick(10)..][..1].to_vec()
            }
        };
        signs.splice(place..end, piece);
    }
    signs.into_iter().collect()
}

fn nothing_panics(file: &str, query: &str) -> TestCaseResult {
    let mut session = Session::default();
    let diagnostics = session.load([("policy.qz".to_owned(), file.to_owned())]);
    // A byte order mark is no part of the text.
    let text = file.strip_prefix('\u{FEFF}').unwrap_or(file);
    for span in diagnostics.iter().flat_map(|problem| problem.labels.iter().map(|label| label.span)) {
        prop_assert!(
            text.get(span.start as usize..span.end as usize).is_some(),
            "{:?} is no piece of {:?}",
            span,
            file
        );
    }
    if !session.policies().is_empty() {
        drop(session.check(0));
    }
    for query in [query, file] {
        if let Err(problems) = session.ask(query) {
            prop_assert!(!problems.is_empty(), "{:?} is refused without a reason", query);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn every_cell_is_answered_as_the_oracle_says(policy in policies()) {
        every_cell_is_answered(&policy)?;
    }

    #[test]
    fn every_partial_query_is_answered_as_the_oracle_says(
        policy in policies(),
        tapes in vec(vec(any::<u8>(), 0..16), 1..6),
    ) {
        for tape in tapes {
            a_partial_query_is_answered(&policy, &tape)?;
        }
    }

    /// Where no single fact matters, facts are added and dropped again; random policies hardly ever come to that.
    #[test]
    fn facts_that_impossible_cases_tie_together_are_asked_for(
        policy in tied_policies(),
        tapes in vec(vec(any::<u8>(), 0..16), 1..6),
    ) {
        for tape in tapes {
            a_partial_query_is_answered(&policy, &tape)?;
        }
    }

    #[test]
    fn levels_at_once_are_answered_only_together(policy in policies(), tape in vec(any::<u8>(), 0..8)) {
        joint_levels_are_answered(&policy, &tape)?;
    }

    #[test]
    fn check_counts_every_case(policy in policies()) {
        counts_are_right(&policy)?;
    }

    #[test]
    fn check_finds_every_conflict_and_gap(policy in policies()) {
        regions_are_exact(&policy)?;
    }

    #[test]
    fn check_judges_acknowledgements(policy in policies()) {
        acknowledgements_are_judged(&policy)?;
    }

    #[test]
    fn check_finds_the_rules_that_never_decide(policy in policies()) {
        dead_rules_are_found(&policy)?;
    }

    #[test]
    fn check_finds_the_redundant_rules(policy in policies()) {
        redundant_rules_are_found(&policy)?;
    }

    #[test]
    fn every_witness_confirms_its_finding(policy in policies()) {
        witnesses_confirm(&policy)?;
    }

    #[test]
    fn the_order_of_rules_never_matters(policy in policies(), tape in vec(any::<u8>(), 0..64)) {
        order_is_nothing(&policy, &tape)?;
    }

    #[test]
    fn what_was_asked_before_changes_nothing(policy in policies(), tape in vec(any::<u8>(), 0..64)) {
        the_past_is_nothing(&policy, &tape)?;
    }

    #[test]
    fn a_rule_said_twice_changes_nothing(policy in policies(), tape in vec(any::<u8>(), 0..64)) {
        twice_is_once(&policy, &tape)?;
    }

    #[test]
    fn spelling_never_matters(policy in policies(), tape in vec(any::<u8>(), 0..64)) {
        spelling_is_nothing(&policy, &tape)?;
    }

    #[test]
    fn no_text_makes_the_program_panic(file in soup(), query in soup(), any in ".*") {
        nothing_panics(&file, &query)?;
        nothing_panics(&any, &file)?;
    }

    #[test]
    fn no_damaged_policy_makes_the_program_panic(policy in policies(), tape in vec(any::<u8>(), 0..32)) {
        nothing_panics(&mutated(&english(&policy), &tape), &mutated("甲 at city, f1 is yes", &tape))?;
    }
}
