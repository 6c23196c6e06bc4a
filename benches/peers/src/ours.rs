//! Everything that is asked of this program, in one place.
//!
//! In: the text of a policy. Out: its answers and findings in the words of the tasks. No other file of this
//! package calls the program, so that a faster way to ask is put in here and nowhere else.

use crate::clock::measure;
use crate::task::{Code, NOT_LISTED, Task};
use quanze::analysis::{DecisionTable, Finding, Kind, check, find};
use quanze::arena::Id;
use quanze::diagram::{Diagram, Part, Status, Verdict};
use quanze::model::{Class, Model, Payer, Subject, policies, resolve};
use quanze::session::Session;
use quanze::settings::Settings;
use quanze::source::{Source, Sources};
use quanze::syntax::ast::{Item, Statement};
use quanze::syntax::parse_file;
use std::collections::BTreeSet;
use std::hint::black_box;

/// Loads a policy that is right.
pub fn load(text: &str) -> Session {
    let mut session = Session::default();
    let diagnostics = session.load([("policy.qz".to_owned(), text.to_owned())]);
    assert!(diagnostics.is_empty(), "the policy is refused: {diagnostics:?}");
    session
}

/// Loads a policy that is right, asks about one case, and checks it.
pub fn asked_and_checked(text: &str, matter: &str, level: &str) -> Session {
    let mut session = load(text);
    say(&mut session, &format!("\"{matter}\" at {level}"));
    session.check(0).unwrap_or_else(|why| panic!("the policy is too large: {why:?}"));
    session
}

/// Reads a policy up to its model, and makes no diagram.
pub fn model(text: &str) -> Model {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("policy.qz", text));
    let source = sources.get(id).expect("it was just added");
    let items = policies(parse_file(id, source).tree.items).into_iter().next().expect("one policy");
    resolve(&items, "policy.qz").unwrap_or_else(|why| panic!("the policy is refused: {why:?}"))
}

/// Returns the names of the listed matters.
pub fn matters(session: &Session) -> Vec<String> {
    let Some(model) = session.model(0) else { return Vec::new() };
    let leaves = (0..model.matters.leaf_count()).filter_map(|number| model.matters.leaf(number));
    leaves.filter(|leaf| !leaf.elsewhere).map(|leaf| model.matters.nodes[leaf.matter].name.clone()).collect()
}

/// Answers a query in words: class and payer, or only the status where they are not both decided.
pub fn say(session: &mut Session, query: &str) -> String {
    let replies = session.ask(query).unwrap_or_else(|why| panic!("`{query}` is refused: {why:?}"));
    let reply = replies.into_iter().next().expect("there is one policy");
    let model = session.model(0).expect("there is one policy");
    match reply.query.subject {
        Subject::Unlisted { .. } => "not listed".to_owned(),
        _ => in_words(model, reply.answer.status, &reply.answer.class, &reply.answer.payer),
    }
}

fn in_words(model: &Model, status: Status, class: &Part<Class>, payer: &Part<Payer>) -> String {
    let level = |level| model.levels[level].name.clone();
    match (status, class, payer) {
        (Status::Decided, Part::Value(class), Part::Value(payer)) => {
            let class = match class {
                Class::Level(one) => level(*one),
                Class::Shared(_) => "shared".to_owned(),
                other => format!("{other:?}"),
            };
            let payer = match payer {
                Payer::Level(one) => level(*one),
                other => format!("{other:?}"),
            };
            format!("{class}, payer {payer}")
        }
        (status, ..) => status.as_str().to_owned(),
    }
}

/// Makes the table of a policy: columns are named facts besides the matter, `beside` fixes others.
fn table(session: &mut Session, columns: &[&str], beside: &str) -> DecisionTable {
    let given: Vec<(&str, &str)> = beside.split(", ").filter_map(|part| part.split_once(" is ")).collect();
    let table = session.table(0, columns, &given).unwrap_or_else(|why| panic!("the policy is too large: {why:?}"));
    table.expect("the facts are declared")
}

/// Returns the code of each decision of a table.
fn codes(model: &Model, table: &DecisionTable, task: &Task) -> Vec<Code> {
    let code = |id| {
        let decision = table.decision(id).expect("it is of this table");
        let said = match decision.verdict {
            Some(Verdict::Cell(cell)) => in_words(model, decision.status, &cell.class, &cell.payer),
            _ => decision.status.as_str().to_owned(),
        };
        // What no code stands for is wrong where it is asked for, and the comparison with the rows says so.
        task.says.iter().position(|known| *known == said).map_or(Code::MAX, |code| code as Code)
    };
    table.decisions().map(code).collect()
}

/// Makes the policy ready to answer, by the names of matter and level, with the rules that decide and what they cite.
pub fn decider<'t>(text: &str, task: &'t Task) -> impl FnMut(&str, &str) -> Code + use<'t> {
    let mut session = load(text);
    let table = table(&mut session, &["level"], task.beside);
    let mut codes = codes(session.model(0).expect("there is one policy"), &table, task);
    not_listed(&table, &mut codes, task);
    move |matter, level| {
        let Some(id) = table.decide(matter, &[level]) else { return Code::MAX };
        if let Some(decision) = table.decision(id) {
            black_box((decision.rules, decision.citations));
        }
        codes[id.index()]
    }
}

/// Makes the policy ready to answer by the numbers of matter and level.
pub fn number_decider<'t>(text: &str, task: &'t Task) -> impl FnMut(u32, u32) -> Code + use<'t> {
    let mut session = load(text);
    let table = table(&mut session, &["level"], task.beside);
    let mut codes = codes(session.model(0).expect("there is one policy"), &table, task);
    not_listed(&table, &mut codes, task);
    let names = task.matters.iter().map(|matter| matter.name.as_str()).chain(["没有列入的事项"]);
    let matters: Vec<u32> = names.map(|name| table.matter(name).expect("a matter")).collect();
    let levels: Vec<u32> = task.levels.iter().map(|level| table.value(0, level).expect("a level")).collect();
    // Numbers are given out once, when the rows are read; the stream has ours from then on.
    assert!((0..).zip(&levels).all(|(number, level)| number == *level) || levels.len() == 2);
    let same = (0..).zip(&matters).all(|(number, matter)| number == *matter);
    let lift = levels.first().copied().unwrap_or(0);
    assert!(same, "matters are numbered in the order of the file");
    move |matter, level| match table.decide_ids(matter, &[level + lift]) {
        Some(id) => codes[id.index()],
        None => Code::MAX,
    }
}

/// Gives the answers about unlisted matters the one code that the rows have for them.
fn not_listed(table: &DecisionTable, codes: &mut [Code], task: &Task) {
    for level in &task.levels {
        if let Some(id) = table.decide("没有列入的事项", &[level]) {
            codes[id.index()] = NOT_LISTED;
        }
    }
}

/// Makes a policy ready to be asked for the status of single cases: a matter, and values of these facts.
pub fn status_decider(text: &str, facts: &[&str]) -> impl FnMut(&str, &[&str]) -> Status + use<> {
    let mut session = load(text);
    let table = table(&mut session, facts, "");
    move |matter, values| {
        let id = table.decide(matter, values).expect("a listed matter, and declared values");
        table.decision(id).expect("it is of this table").status
    }
}

/// What a check names.
pub struct Named {
    /// The rules that are named in conflicts; not all where conflicts are told by rule.
    pub rules: BTreeSet<usize>,
    /// All rules in conflicts are named.
    pub all: bool,
}

/// Finds conflicts, gaps, unreachable and redundant rules of a model, each with its cases and a witness; nothing where the policy
/// is too large.
pub fn analyse(model: &Model) -> Option<Named> {
    let mut diagram = Diagram::new(model).ok()?;
    Some(named(&find(model, &mut diagram).ok()?.findings))
}

/// The same, each witness put into words and asked again; with `expect` lines and lints.
pub fn whole_check(model: &Model) -> Option<Named> {
    let mut diagram = Diagram::new(model).ok()?;
    Some(named(&check(model, &mut diagram, &Settings::default()).ok()?.findings))
}

fn named(findings: &[Finding]) -> Named {
    let mut named = Named { rules: BTreeSet::new(), all: true };
    for finding in findings {
        match &finding.kind {
            Kind::Conflict { rules } => named.rules.extend(rules.iter().map(|rule| rule.index())),
            Kind::Clashes { rule, others, .. } => {
                named.all = false;
                named.rules.extend([*rule].iter().chain(others).map(|rule| rule.index()));
            }
            _ => {}
        }
    }
    named
}

/// Seconds of a check after one line, which holds a rule, was changed in a text that is already read.
pub fn recheck(text: &str, changed: &str) -> f64 {
    let model = model(text);
    let mut lines = text.lines().zip(changed.lines());
    let (before, after) = lines.find(|(before, after)| before != after).expect("one line is changed");
    let start = before.as_ptr() as usize - text.as_ptr() as usize;
    let place = model.rules.pairs().find(|(_, rule)| rule.span.start as usize == start);
    let place = place.expect("the line holds a rule").0;
    let again = || {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("<typed>", after));
        let items = parse_file(id, sources.get(id).expect("it was just added")).tree.items;
        let Some(Item::Statement(Statement::Rule(rule))) = items.first() else { panic!("no rule: {after}") };
        let model = model.amended(rule, Some(place)).expect("the rule brings no words");
        check(&model, &mut Diagram::new(&model).expect("small enough"), &Settings::default()).expect("small enough")
    };
    let whole = self::model(changed);
    let whole = check(&whole, &mut Diagram::new(&whole).expect("small enough"), &Settings::default()).expect("small enough");
    let (seconds, report) = measure(again);
    assert_eq!((report.summary, report.findings.len()), (whole.summary, whole.findings.len()));
    seconds
}
