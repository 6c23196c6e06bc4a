//! Everything that is asked of this program, in one place.
//!
//! In: the text of a policy. Out: its answers and findings in the words of the tasks. No other file of this
//! package calls the program, so that a faster way to ask is put in here and nowhere else.

use crate::task::{Code, Task};
use quanze::analysis::{Answer, Kind, check};
use quanze::arena::Id;
use quanze::diagram::{Diagram, Part, Status};
use quanze::model::{Class, Model, Payer, Subject, policies, resolve};
use quanze::session::Session;
use quanze::source::{Source, Sources};
use quanze::syntax::parse_file;
use std::collections::BTreeSet;

/// Loads a policy that is right.
pub fn load(text: &str) -> Session {
    let mut session = Session::default();
    let diagnostics = session.load([("policy.qz".to_owned(), text.to_owned())]);
    assert!(diagnostics.is_empty(), "the policy is refused: {diagnostics:?}");
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
        _ => in_words(model, &reply.answer),
    }
}

fn in_words(model: &Model, answer: &Answer) -> String {
    let level = |level| model.levels[level].name.clone();
    match (answer.status, &answer.class, &answer.payer) {
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

/// Makes the policy ready to answer, by the names of matter and level.
pub fn decider<'t>(text: &str, task: &'t Task) -> impl FnMut(&str, &str) -> Code + use<'t> {
    let mut session = load(text);
    move |matter, level| {
        let said = say(&mut session, &format!("{matter} at {level}{}", task.beside));
        // What no code stands for is wrong, and the comparison with the rows says so.
        task.says.iter().position(|known| *known == said).map_or(Code::MAX, |code| code as Code)
    }
}

/// Makes the policy ready to answer by the numbers of matter and level, once the program can.
pub fn number_decider<'t>(_text: &str, _task: &'t Task) -> Option<impl FnMut(u32, u32) -> Code + use<'t>> {
    None::<fn(u32, u32) -> Code>
}

/// Makes a policy ready to be asked for the status of single cases.
pub fn status_decider(text: &str) -> impl FnMut(&str) -> Status + use<> {
    let mut session = load(text);
    move |query| {
        let replies = session.ask(query).unwrap_or_else(|why| panic!("`{query}` is refused: {why:?}"));
        replies.first().expect("there is one policy").answer.status
    }
}

/// Finds conflicts and gaps of a model, and all else that a check finds; returns the rules in conflicts, or
/// nothing where the policy is too large for the program.
pub fn analyse(model: &Model) -> Option<BTreeSet<usize>> {
    let mut diagram = Diagram::new(model).ok()?;
    let report = check(model, &mut diagram).ok()?;
    let rules = report.findings.iter().flat_map(|finding| match &finding.kind {
        Kind::Conflict { rules } => rules.as_slice(),
        _ => &[],
    });
    Some(rules.map(|rule| rule.index()).collect())
}

/// Checks again after one rule was changed, once the program can do so without beginning anew.
pub fn recheck(_text: &str, _changed: &str) -> Option<f64> {
    None
}
