//! `conform` against the answers: it finds a contradiction exactly where a question about the lower of two documents is a conflict.

use super::world::{Case, KINDS, NAMES, PERFORMERS, World};
use super::{Shelf, generate, tapes};
use crate::conformity::shown;
use crate::policy::Tape;
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use quanze::analysis::Fault;
use quanze::diagram::Status;
use quanze::session::Session;

/// The lowest two documents of a world, which hold on every day and by no maxim.
fn two(tape: &mut Tape<'_>) -> World {
    let mut world = generate::world(tape);
    let above = world.documents.len() - 2;
    world.documents.drain(..above);
    for document in &mut world.documents {
        document.maxims.clear();
        document.reconstruction = false;
        (document.issued, document.effective, document.until) = (None, None, None);
    }
    world
}

/// Returns a case by the name under which both documents know its matter, or the upper one where the lower does not list it; nothing
/// where a name of the upper one alone would be asked for a matter of the lower, which is refused.
fn asked(world: &World, case: &Case) -> Option<&'static str> {
    let [upper, lower] = [0, 1].map(|at| &world.documents[at].lists[case.matter]);
    lower.first().or(upper.first()).map(|&name| NAMES[case.matter][name])
}

/// Returns how many conflicts were met for the clause for the rest.
fn conform_finds_conflicts(world: &World) -> Result<usize, TestCaseError> {
    let texts = world.texts();
    let about: String = texts.iter().map(|(name, text)| format!("// {name}\n{text}\n")).collect();
    let mut both = Session::default();
    let wrong = both.load_with(texts.clone(), &mut Shelf(texts.clone()));
    prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, about);
    let found = both.conformity(0, 1).expect("small").expect("levels that meet");
    let mut session = Session::default();
    session.load_with([texts[1].clone()], &mut Shelf(texts.clone()));
    let mut by_rest = 0;
    for case in world.cases() {
        let (Some(name), Some(kind)) = (asked(world, &case), case.kind.or(Some(0))) else { continue };
        let said = if world.documents.iter().any(|document| document.has_kind) {
            format!(", kind is {}", KINDS[kind])
        } else {
            String::new()
        };
        let query = format!("{name} at {}{said}", PERFORMERS[case.performer]);
        let replies = session.ask(&query);
        prop_assert!(replies.is_ok(), "{}: {:?}\n{}", query, replies, about);
        let status = replies.unwrap()[0].answer.status;
        let faults = shown(&found, name, KINDS[kind], PERFORMERS[case.performer]);
        let contradicted = faults.contains(&Fault::Contradicted);
        if status == Status::NeedsFacts {
            // What the upper document leaves open decides no list.
            continue;
        }
        prop_assert_eq!(contradicted, status == Status::Conflict, "{}\n{}\n{:#?}", query, about, found);
        by_rest += usize::from(contradicted && world.documents[1].lists[case.matter].is_empty());
    }
    Ok(by_rest)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn conform_finds_what_answers_as_a_conflict(tape in vec(any::<u8>(), 20..160)) {
        conform_finds_conflicts(&two(&mut Tape::new(&tape)))?;
    }
}

/// What the clause for the rest says has to be among what contradicts.
#[test]
fn random_clauses_for_the_rest_contradict() {
    let found = tapes(1500).map(|tape| conform_finds_conflicts(&two(&mut Tape::new(&tape))).unwrap());
    let found: usize = found.sum();
    assert!(found >= 10, "{found}");
}
