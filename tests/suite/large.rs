//! A policy whose cases are too many for a table is read off a diagram instead, and must come out alike.
//!
//! In: the random policies of the other properties. Each is loaded twice: as it is, and with ballast, one more part of the
//! answer that has the same value everywhere, said once more under twenty facts. Ballast changes no finding about anything
//! else, and no answer but for that part.

use crate::program::{Program, strings};
use crate::random::config;
use crate::{policy, properties, wide};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use std::collections::BTreeSet;

const FACTS: usize = 20;

/// Adds the ballast at the end, so that everything else stays in its place.
fn with_ballast(text: &str) -> String {
    let facts: String = (0..FACTS).map(|fact| format!("fact 压{fact} : yes | no\n")).collect();
    let all: Vec<String> = (0..FACTS).map(|fact| format!("压{fact} is yes")).collect();
    format!(
        "{text}{facts}answer 压舱 : 重 | 轻\nrule 压舱一: matter every matter => 压舱 重\nrule 压舱二: matter every matter when {} => 压舱 重\n",
        all.join(" and ")
    )
}

/// A place without what it says of the ballast's facts.
fn lightened(place: &str) -> String {
    let facts = (0..FACTS).flat_map(|fact| ["yes", "no"].map(|value| format!(", 压{fact} is {value}")));
    facts.fold(place.to_owned(), |place, fact| place.replace(&fact, ""))
}

/// What is found about other rules than the ballast: codes, places, and for a rule its line. A gap is found twice where one
/// rule more speaks in a part of it.
fn found(program: &mut Program, lines: usize) -> BTreeSet<(String, String, BTreeSet<String>, usize)> {
    let findings = program.check()["findings"].as_array().cloned().unwrap_or_default();
    let mut found = BTreeSet::new();
    for finding in findings {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let line = finding["spans"][0]["line"].as_u64().unwrap_or(0) as usize;
        let of_rule = text("code").as_str() > "C002";
        if !of_rule || line <= lines {
            let region = strings(&finding["region"]).into_iter().map(lightened).collect();
            let place = format!("{} {}", lightened(&text("witness")), text("acknowledged"));
            found.insert((text("code"), place, region, if of_rule { line } else { 0 }));
        }
    }
    found
}

fn ballast_is_nothing(text: &str) -> TestCaseResult {
    // The ballast is a rule too: where it applies no default does; and what is not listed does not have it.
    if text.contains("otherwise") || text.contains("any other matter") {
        return Ok(());
    }
    let heavy = with_ballast(text);
    let (mut one, mut other) = (Program::load(text)?, Program::load(&heavy)?);
    let lines = text.lines().count();
    prop_assert_eq!(found(&mut one, lines), found(&mut other, lines), "{}", heavy);
    Ok(())
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_policy_that_fits_into_no_table_is_checked_alike(policy in policy::policies()) {
        ballast_is_nothing(&properties::english(&policy))?;
    }

    #[test]
    fn a_wide_policy_that_fits_into_no_table_is_checked_alike(policy in wide::policies()) {
        ballast_is_nothing(&policy.text())?;
    }
}
