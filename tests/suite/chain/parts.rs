//! Parts of a matter which only a document above lists.

use super::oracle::{expected, reaches};
use super::world::{Case, NAMES, PARTS, World};
use super::{Shelf, expectation, generate, tapes, told, wanted};
use crate::policy::Tape;
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::export::answer_line;
use quanze::message::Lang;
use quanze::session::Session;

/// Asks about the parts of a matter which a document above divides, and the lowest one has whole: each is answered as the whole would
/// be, were all of it said above what is said of the part. The whole is answered where both come to the same.
fn parts_are_exact(world: &World, at: usize) -> TestCaseResult {
    let shelf = Shelf(world.texts());
    let (name, mut text) = shelf.0.last().unwrap().clone();
    let about: String = shelf.0.iter().map(|(name, text)| format!("// {name}\n{text}\n")).collect();
    let (matter, _) = world.documents[at].divided.clone().unwrap();
    // A part that cannot be is none of the whole.
    let all_possible = world.documents[at].impossible.is_none_or(|(what, _)| what != matter);
    if !reaches(world, at, matter) {
        return Ok(());
    }
    let mut session = Session::default();
    let wrong = session.load_with([(name.clone(), text.clone())], &mut Shelf(world.texts()));
    prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, about);
    session.accept_reconstruction(world.accepts);
    let has_kind = world.documents.last().unwrap().has_kind;
    for case in world.cases().iter().filter(|case| case.matter == matter) {
        let whole = world.query(case);
        let mut answer = |query: &str| {
            let replies = session.ask(query);
            prop_assert!(replies.is_ok(), "{}: {:?}\n{}", query, replies, about);
            let model = session.model(0).unwrap();
            let line = answer_line(model, &session.sources, query, &replies.unwrap()[0].answer, Lang::En);
            Ok(told(&serde_json::to_value(&line).unwrap()))
        };
        let together = answer(&whole)?;
        for (number, part) in PARTS.iter().enumerate() {
            let query = whole.replace(NAMES[matter][case.name], part);
            let one = world.of_part(at, number);
            let expected = expected(&one, case);
            prop_assert_eq!(&answer(&query)?, &wanted(&expected), "{}\n{}", query, about);
            if together["status"] != "needs-facts" && all_possible {
                prop_assert_eq!(&together["said"], &wanted(&expected)["said"], "{}\n{}", whole, about);
            }
            let own = World { accepts: false, ..one };
            let expected = super::oracle::expected(&own, case);
            let in_own_words =
                has_kind || case.kind.is_none() && !expected.needs.iter().any(|fact| fact == "kind");
            let line = expectation(&expected).filter(|_| in_own_words);
            text.push_str(&line.map(|line| format!("expect {query} => {line}\n")).unwrap_or_default());
        }
    }
    let unaccepted = World { accepts: false, ..world.clone() };
    if reaches(&unaccepted, at, matter) {
        let mut session = Session::default();
        let wrong = session.load_with([(name, text.clone())], &mut Shelf(world.texts()));
        prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, text);
        let results = session.test(0).unwrap();
        let failed: Vec<usize> = (0..results.len()).filter(|&at| results[at].1.is_some()).collect();
        prop_assert!(failed.is_empty(), "{:?}\n{}\n{}", failed, text, about);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn parts_are_answered_by_the_matter_that_holds_them(tape in vec(any::<u8>(), 20..160)) {
        let (world, at) = generate::divided(&mut Tape::new(&tape));
        parts_are_exact(&world, at)?;
    }
}

/// The lowest document has to have the matter whole, and the parts to be told apart.
#[test]
fn random_parts_differ() {
    let mut differ = 0;
    for tape in tapes(300) {
        let (world, at) = generate::divided(&mut Tape::new(&tape));
        let (matter, _) = world.documents[at].divided.clone().unwrap();
        let found = |case: &Case| {
            let [one, other] = [0, 1].map(|part| wanted(&expected(&world.of_part(at, part), case)));
            case.matter == matter && one["said"] != other["said"]
        };
        differ += usize::from(reaches(&world, at, matter) && world.cases().iter().any(found));
    }
    assert!(differ >= 30, "{differ}");
}
