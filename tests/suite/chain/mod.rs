//! Documents one under another, against enumeration: every question about the lowest of two or three random documents is answered
//! as `docs/documents.md` says, word by word. The documents and their answers are made up and worked out without the program; it
//! is only asked.

mod conform;
mod days;
mod generate;
mod oracle;
mod parts;
mod world;

use crate::policy::Tape;
use crate::random::config;
use oracle::{Cell, Expected, expected};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::export::answer_line;
use quanze::message::Lang;
use quanze::session::{Found, Library, Refused, Session};
use serde_json::{Value, json};
use world::{KINDS, World};

/// The documents of one world, by their file names.
struct Shelf(Vec<(String, String)>);

impl Library for Shelf {
    fn identity(&self, name: &str) -> String {
        name.to_owned()
    }

    fn find(&mut self, _from: &str, path: &str) -> Result<Found, Refused> {
        let (name, text) = self.0.iter().find(|(name, _)| name == path).ok_or(Refused::Missing)?;
        Ok(Found { identity: name.clone(), name: name.clone(), text: text.clone() })
    }
}

/// Asks the lowest document of a world about every case, and compares.
fn answers_are_exact(world: &World) -> TestCaseResult {
    let mut shelf = Shelf(world.texts());
    let lowest = shelf.0.last().unwrap().clone();
    let about: String = shelf.0.iter().map(|(name, text)| format!("// {name}\n{text}\n")).collect();
    let mut session = Session::default();
    let wrong = session.load_with([lowest], &mut shelf);
    prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, about);
    session.accept_reconstruction(world.accepts);
    for case in world.cases() {
        let query = world.query(&case);
        let replies = session.ask(&query);
        prop_assert!(replies.is_ok(), "{}: {:?}\n{}", query, replies, about);
        let replies = replies.unwrap();
        prop_assert_eq!(replies.len(), 1);
        let model = session.model(0).unwrap();
        let line = answer_line(model, &session.sources, &query, &replies[0].answer, Lang::En);
        let line = serde_json::to_value(&line).unwrap();
        let told = told(&line);
        let wanted = |world: &World| wanted(&expected(world, &case));
        prop_assert_eq!(&told, &wanted(world), "{}\n{}\n{}", query, line, about);
        // It rests on reconstructions where it would be another one if nobody accepted them.
        let unaccepted = World { accepts: false, ..world.clone() };
        let rests = without_maxims(wanted(world)) != without_maxims(wanted(&unaccepted));
        prop_assert_eq!(line.to_string().contains(RESTS), rests, "{}\n{}\n{}", query, line, about);
    }
    for (name, above) in world.other_names() {
        for query in [format!("{name} at city"), format!("\"{name}\" at city")] {
            let refused = session.ask(&query).is_err();
            prop_assert_eq!(refused, above, "{}\n{}", query, about);
        }
    }
    Ok(())
}

/// What an answer says that rests on a reconstruction of another document.
const RESTS: &str = "号, which is accepted here";

/// What is answered, without the way to it.
fn without_maxims(mut told: Value) -> Value {
    told["maxims"] = Value::Null;
    for branch in told["branches"].as_array_mut().unwrap() {
        branch[1]["maxims"] = Value::Null;
    }
    told
}

/// Puts what is answered into `expect` lines of the lowest document: all of them hold.
fn expectations_hold(world: &World) -> TestCaseResult {
    let mut shelf = Shelf(world.texts());
    let (name, mut text) = shelf.0.last().unwrap().clone();
    let own = World { accepts: false, ..world.clone() };
    let has_kind = own.documents.last().unwrap().has_kind;
    for case in own.cases() {
        let expected = expected(&own, &case);
        // An `expect` line has the words of its own document alone.
        if !has_kind && (case.kind.is_some() || expected.needs.iter().any(|fact| fact == "kind")) {
            continue;
        }
        if let Some(line) = expectation(&expected) {
            text.push_str(&format!("expect {} => {line}\n", own.query(&case)));
        }
    }
    let mut session = Session::default();
    let wrong = session.load_with([(name, text.clone())], &mut shelf);
    prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, text);
    // Somebody's leave to take a reconstruction changes nothing.
    session.accept_reconstruction(world.accepts);
    let results = session.test(0).unwrap();
    let failed: Vec<usize> = (0..results.len()).filter(|&at| results[at].1.is_some()).collect();
    prop_assert!(failed.is_empty(), "{:?}\n{}\n{:?}", failed, text, own.texts());
    let report = session.check(0).unwrap().unwrap();
    prop_assert_eq!(report.summary.expects_held, results.len(), "{}", text);
    Ok(())
}

/// Returns what an `expect` line would say, where the lowest document has the words for it.
fn expectation(expected: &Expected) -> Option<String> {
    match (&expected.said, expected.status) {
        (Some(say), _) => Some(say.text()).filter(|text| !text.contains("地方") && !text.contains("市县")),
        (None, "needs-facts") => {
            let needs = format!("needs {}", expected.needs.join(", "));
            let branch = |(cells, answer): &(Vec<Cell>, Expected)| {
                let says = expectation(answer).filter(|_| answer.status != "needs-facts")?;
                let yes = |listed: bool| if listed { "yes" } else { "no" };
                let line = |(kind, listed): &Cell| {
                    let kind = kind.map(|kind| format!("kind is {}", KINDS[kind]));
                    let listed = listed.map(|listed| format!("listed is {}", yes(listed)));
                    let when: Vec<String> = kind.into_iter().chain(listed).collect();
                    format!("{} => {says}", when.join(" and "))
                };
                Some(cells.iter().map(line).collect::<Vec<_>>().join("; "))
            };
            let branches: Option<Vec<String>> = expected.branches.iter().map(branch).collect();
            match branches.filter(|branches| !branches.is_empty()) {
                Some(branches) => Some(format!("{needs} {{ {} }}", branches.join("; "))),
                None => Some(needs),
            }
        }
        (None, status) => Some(status.to_owned()),
    }
}

/// What counts of an answer's line.
fn told(line: &Value) -> Value {
    let mut in_all = line["in_all"].as_array().cloned().unwrap_or_default();
    in_all.iter_mut().for_each(|share| *share = json!([share["level"], share["share"]]));
    let candidates = line["candidates"].as_array().cloned().unwrap_or_default();
    let candidates: Vec<&Value> = candidates.iter().map(|one| &one["cite"]).collect();
    let maxims = line["maxims"].as_array().cloned().unwrap_or_default();
    let mut maxims: Vec<Value> = maxims
        .iter()
        .map(|used| {
            let lost = &used["lost"];
            json!([
                used["maxims"],
                used["declared_by"],
                used["holds"],
                lost["document"],
                lost["rules"][0]["cite"]
            ])
        })
        .collect();
    maxims.sort_by_key(Value::to_string);
    maxims.dedup();
    let definite = ["decided", "retained"].iter().any(|status| line["status"] == *status);
    let mut payers = line["payers"].as_array().cloned().unwrap_or_default();
    payers.iter_mut().for_each(|payer| *payer = json!([payer["level"], payer["share"]]));
    payers.sort_by_key(Value::to_string);
    let said = if definite { json!([line["class"], line["by"], payers]) } else { Value::Null };
    let cites = line["rules"].as_array().cloned().unwrap_or_default();
    let mut documents: Vec<Value> = cites.iter().map(|rule| rule["cite"].clone()).collect();
    documents.dedup();
    let documents = if definite { json!(documents) } else { Value::Null };
    let needs = &line["needs"];
    let candidates = json!(candidates);
    let branches = line["branches"].as_array().cloned().unwrap_or_default();
    let branches: Vec<Value> =
        branches.iter().map(|branch| json!([cells(branch, needs), told(branch)])).collect();
    // What cannot be has no days.
    let impossible = line["status"] == "impossible";
    let in_force = if impossible {
        json!([null, null])
    } else {
        json!([line["in_force"]["from"], line["in_force"]["until"]])
    };
    json!({ "status": line["status"], "said": said, "by": documents, "needs": needs, "in_all": in_all, "candidates": candidates, "maxims": maxims, "branches": branches, "in_force": in_force })
}

/// The cases of a branch, a value for each fact that is needed.
fn cells(branch: &Value, needs: &Value) -> Vec<Value> {
    let more = branch["or"].as_array().cloned().unwrap_or_default();
    let mut cells = Vec::new();
    for case in std::iter::once(&branch["when"]).chain(&more) {
        let values = |fact: &str| -> Vec<Value> {
            let all = if fact == "kind" { KINDS.as_slice() } else { &["yes", "no"] };
            let needed = needs.as_array().unwrap().iter().any(|need| need == fact);
            let all = || all.iter().map(|value| json!(value)).collect();
            if needed { case[fact].as_array().cloned().unwrap_or_else(all) } else { vec![Value::Null] }
        };
        for kind in values("kind") {
            cells.extend(values("listed").into_iter().map(|listed| json!([kind, listed])));
        }
    }
    cells.sort_by_key(Value::to_string);
    cells
}

fn wanted(expected: &Expected) -> Value {
    let said = expected.said.as_ref().map_or(Value::Null, |say| say.json());
    let by = if expected.said.is_some() { json!([expected.holds]) } else { Value::Null };
    let in_all: Vec<Value> =
        expected.in_all.iter().map(|(level, share)| json!([level, share.to_string()])).collect();
    let mut maxims: Vec<Value> = expected
        .uses
        .iter()
        .map(|used| json!([used.maxims, used.declared_by, used.holds, used.lost, used.lost]))
        .collect();
    maxims.sort_by_key(Value::to_string);
    maxims.dedup();
    let branches: Vec<Value> = expected
        .branches
        .iter()
        .map(|(cells, answer)| {
            let yes = |listed: bool| if listed { "yes" } else { "no" };
            let cell = |cell: &Cell| json!([cell.0.map(|kind| KINDS[kind]), cell.1.map(yes)]);
            let mut cells: Vec<Value> = cells.iter().map(cell).collect();
            cells.sort_by_key(Value::to_string);
            json!([cells, wanted(answer)])
        })
        .collect();
    let (from, until) = expected.years;
    let from = from.map(|year| format!("{year}-01-01"));
    let in_force = json!([from, until.map(|year| format!("{year}-12-31"))]);
    json!({ "status": expected.status, "said": said, "by": by, "needs": expected.needs, "in_all": in_all, "candidates": expected.candidates, "maxims": maxims, "branches": branches, "in_force": in_force })
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn answers_under_other_documents_are_what_enumeration_says(tape in vec(any::<u8>(), 20..160)) {
        answers_are_exact(&generate::world(&mut Tape::new(&tape)))?;
    }

    #[test]
    fn expectations_are_answered_like_questions(tape in vec(any::<u8>(), 20..160)) {
        expectations_hold(&generate::world(&mut Tape::new(&tape)))?;
    }
}

/// The same tapes each time.
fn tapes(count: usize) -> impl Iterator<Item = Vec<u8>> {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config(1), rng);
    (0..count).map(move |_| vec(any::<u8>(), 20..160).new_tree(&mut runner).unwrap().current())
}

/// Random worlds would prove little if some outcome never came up.
#[test]
fn random_chains_come_to_every_outcome() {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for tape in tapes(1500) {
        let world = generate::world(&mut Tape::new(&tape));
        for case in world.cases() {
            let expected = expected(&world, &case);
            let mut count = |what: String| *counts.entry(what).or_default() += 1;
            count(expected.status.to_owned());
            expected.uses.iter().flat_map(|used| &used.maxims).for_each(|maxim| count((*maxim).to_owned()));
            if !expected.in_all.is_empty() {
                count(format!("shares of {}", expected.in_all.len()));
            }
            if expected.against {
                count("maxims without avail".to_owned());
            }
            if !expected.branches.is_empty() && expected.years.1.is_some() {
                count("needs facts until some day".to_owned());
            }
            if expected.uses.len() > 1 {
                count("several uses".to_owned());
            }
            if expected.needs.iter().any(|fact| fact == "listed") {
                count("needs the list".to_owned());
            }
            for (_, branch) in &expected.branches {
                count(format!("a branch: {}", branch.status));
            }
            if world.accepts && world.documents.iter().any(|document| document.reconstruction) {
                let unaccepted = World { accepts: false, ..world.clone() };
                let alone = wanted(&self::expected(&unaccepted, &case));
                let rests = without_maxims(wanted(&expected)) != without_maxims(alone);
                count(format!("a reconstruction decides: {rests}"));
            }
        }
    }
    for outcome in [
        "decided",
        "retained",
        "conflict",
        "gap",
        "needs-facts",
        "undetermined",
        "impossible",
        "upper",
        "special",
        "later",
        "shares of 2",
        "shares of 3",
        "shares of 4",
        "maxims without avail",
        "several uses",
        "needs the list",
        "needs facts until some day",
        "a branch: decided",
        "a branch: conflict",
        "a branch: retained",
        "a branch: gap",
        "a reconstruction decides: true",
        "a reconstruction decides: false",
    ] {
        let count = counts.get(outcome).copied().unwrap_or(0);
        assert!(count >= 5, "{outcome}: {count}\n{counts:?}");
    }
}
