//! What changes by day, under documents that end.

use super::oracle::{Expected, expected, years_of_list};
use super::world::{Case, World};
use super::{Shelf, generate, tapes, told, wanted};
use crate::policy::Tape;
use crate::random::config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use quanze::export::answer_line;
use quanze::message::Lang;
use quanze::session::Session;
use serde_json::json;

/// Asks about no day, where what the lowest document says changes with one: each stretch of days is answered as if it said nothing
/// else, and ends with the days of the documents above.
fn stretches_are_exact(world: &World) -> TestCaseResult {
    let Some((matter, _)) = world.documents.last().unwrap().changed.clone() else { return Ok(()) };
    let mut shelf = Shelf(world.texts());
    let lowest = shelf.0.last().unwrap().clone();
    let about: String = shelf.0.iter().map(|(name, text)| format!("// {name}\n{text}\n")).collect();
    let mut session = Session::default();
    let wrong = session.load_with([lowest], &mut shelf);
    prop_assert!(wrong.is_empty(), "{:?}\n{}", wrong, about);
    session.accept_reconstruction(world.accepts);
    for case in world.cases().iter().filter(|case| case.matter == matter) {
        let [mut before, mut after] = [false, true].map(|after| expected(&world.in_stretch(after), case));
        if !simple(&before) || !simple(&after) {
            continue;
        }
        // A list that one of them depends on is asked about the days of both.
        for years in [false, true].map(|after| years_of_list(&world.in_stretch(after), case)) {
            let years = years.unwrap_or_default();
            before.hold_on(years);
            after.hold_on(years);
        }
        let query = world.query(case);
        let replies = session.ask(&query);
        prop_assert!(replies.is_ok(), "{}: {:?}\n{}", query, replies, about);
        let model = session.model(0).unwrap();
        let line = answer_line(model, &session.sources, &query, &replies.unwrap()[0].answer, Lang::En);
        let line = serde_json::to_value(&line).unwrap();
        if before.same_as(&after) {
            let all = told(&line);
            prop_assert_eq!(&all["status"], before.status, "{}\n{}\n{}", query, line, about);
            let mut both = before;
            both.years.1 = after.years.1;
            let days = wanted(&both);
            prop_assert_eq!(&all["in_force"], &days["in_force"], "{}\n{}\n{}", query, line, about);
            continue;
        }
        prop_assert_eq!(&line["needs"], &json!(["date"]), "{}\n{}\n{}", query, line, about);
        let branches = line["branches"].as_array().unwrap();
        prop_assert_eq!(branches.len(), 2, "{}\n{}\n{}", query, line, about);
        for (branch, stretch) in branches.iter().zip([before, after]) {
            let (from, until) = stretch.years;
            let from = from.map(|year| format!("from {year}-01-01"));
            let until = until.map(|year| format!("until {year}-12-31"));
            let days: Vec<String> = from.into_iter().chain(until).collect();
            let days = json!([days.join(" ")]);
            prop_assert_eq!(&branch["when"]["date"], &days, "{}\n{}\n{}", query, line, about);
            prop_assert_eq!(&told(branch), &wanted(&stretch), "{}\n{}\n{}", query, line, about);
        }
    }
    Ok(())
}

/// Where other facts are needed as well, or one of the stretches cannot be, the branches are others.
fn simple(expected: &Expected) -> bool {
    !["needs-facts", "impossible"].contains(&expected.status)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn stretches_of_days_end_with_the_documents_above(tape in vec(any::<u8>(), 20..160)) {
        stretches_are_exact(&generate::changing(&mut Tape::new(&tape)))?;
    }
}

/// Something has to change, under documents that end.
#[test]
fn random_stretches_differ_and_end() {
    let mut differ = 0;
    for tape in tapes(300) {
        let world = generate::changing(&mut Tape::new(&tape));
        let Some((matter, _)) = world.documents.last().unwrap().changed.clone() else { continue };
        let own = world.documents.last().unwrap().until;
        let found = |case: &Case| {
            let [before, after] = [false, true].map(|after| expected(&world.in_stretch(after), case));
            let ends = after.years.1.is_some_and(|until| own.is_none_or(|own| until < own));
            case.matter == matter && simple(&before) && simple(&after) && !before.same_as(&after) && ends
        };
        differ += usize::from(world.cases().iter().any(found));
    }
    assert!(differ >= 30, "{differ}");
}
