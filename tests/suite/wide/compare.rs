//! The program's JSON beside the oracle's verdict.
//!
//! In: a policy's text, queries, verdicts. Out: nothing where they agree, else how they differ. What is right is the
//! oracle's word alone.

use super::oracle::{Key, Oracle, Part, Status, Value as Said};
use super::policy::{Manner, PART, Policy, Transfer, WHOLE};
use crate::program::strings;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;

pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::NotInForce => "not-in-force",
        Status::Impossible => "impossible",
        Status::Conflict => "conflict",
        Status::Gap => "gap",
        Status::Retained => "retained",
        Status::Governed => "governed",
        Status::Undetermined => "undetermined",
        Status::Decided => "decided",
    }
}

/// The answer's status and every part of it are the oracle's.
pub fn answered(oracle: &Oracle<'_>, json: &Value, key: &Key) -> TestCaseResult {
    let (status, [class, payer, transfer, part]) = key;
    prop_assert_eq!(json["status"].as_str(), Some(status_name(*status)), "oracle: {:?}\n{}", key, json);
    if matches!(status, Status::NotInForce | Status::Impossible | Status::Conflict) {
        return Ok(());
    }
    let policy = oracle.policy;
    let shown = class_shown(json);
    prop_assert_eq!(
        shown,
        said(class).map(|class| class_text(policy, class)),
        "class; oracle: {:?}\n{}",
        key,
        json
    );
    payers(policy, json, said(payer)).map_err(|error| beside(&error, key))?;
    let missing = [("class", class), ("payer", payer), (PART, part)];
    let missing: Vec<&str> =
        missing.iter().filter(|(_, part)| **part == Part::Missing).map(|(name, _)| *name).collect();
    prop_assert_eq!(strings(&json["missing"]), missing, "missing; oracle: {:?}\n{}", key, json);
    let level = said(part).map(|part| class_text(policy, part));
    prop_assert_eq!(json["parts"][PART].as_str(), level.as_deref(), "{}; oracle: {:?}\n{}", PART, key, json);
    let transfer = match said(transfer) {
        Some(Said::Transfer(Transfer::From(level))) => format!("from {}", policy.level(*level)),
        Some(Said::Transfer(transfer)) => transfer.word().to_owned(),
        _ => "not stated".to_owned(),
    };
    let transfer = oracle.stated[2].then_some(transfer);
    // Beside a gap it may be left out.
    let left_out = *status == Status::Gap && json["transfer"].is_null();
    prop_assert!(
        left_out || json["transfer"].as_str() == transfer.as_deref(),
        "transfer; oracle: {:?}\n{}",
        key,
        json
    );
    Ok(())
}

fn beside(error: &TestCaseError, key: &Key) -> TestCaseError {
    TestCaseError::fail(format!("{error}\noracle: {key:?}"))
}

pub fn said(part: &Part) -> Option<&Said> {
    match part {
        Part::Value(value) => Some(value),
        _ => None,
    }
}

// ---------------------------------------------------------------- class

fn class_text(policy: &Policy, class: &Said) -> String {
    match class {
        Said::Level(level) => policy.level(*level).to_owned(),
        Said::Shared(among) if among.is_empty() => "shared".to_owned(),
        Said::Shared(among) => {
            let among: Vec<&str> = among.iter().map(|&level| policy.level(level)).collect();
            format!("shared among {}", among.join(","))
        }
        Said::Undetermined => "undetermined".to_owned(),
        Said::Retained(who) => format!("retained {who}"),
        Said::Governed(manner, document) => {
            let manner = match manner {
                Manner::By => "",
                Manner::Analogy => "analogy",
                Manner::Existing => "existing",
            };
            format!("governed {manner} {}", document.unwrap_or_default())
        }
        other => format!("no class: {other:?}"),
    }
}

fn class_shown(json: &Value) -> Option<String> {
    let among = strings(&json["among"]);
    let text = |name: &str| json[name].as_str().unwrap_or_default();
    match json["class"].as_str() {
        Some(class) if !among.is_empty() => Some(format!("{class} among {}", among.join(","))),
        Some(class) => Some(class.to_owned()),
        None if json["document"].is_string() || json["manner"].is_string() => {
            Some(format!("governed {} {}", text("manner"), text("document")))
        }
        None if json["by"].is_string() => Some(format!("retained {}", text("by"))),
        None => strings(&json["open"]).contains(&"class").then(|| "undetermined".to_owned()),
    }
}

// ---------------------------------------------------------------- payers

/// Writes a share of the whole as a reduced fraction.
fn fraction(share: i64) -> String {
    let (mut a, mut b) = (share, WHOLE);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if share == WHOLE { "1".to_owned() } else { format!("{}/{}", share / a, WHOLE / a) }
}

/// The payers are the oracle's, with exact shares, in the order of the levels.
fn payers(policy: &Policy, json: &Value, payer: Option<&Said>) -> TestCaseResult {
    let each = |levels: &[usize], share: &str| -> Vec<(usize, String)> {
        levels.iter().map(|&level| (level, share.to_owned())).collect()
    };
    let (kind, mut expected) = match payer {
        None => (None, Vec::new()),
        Some(Said::Split(shares)) => {
            let kind = if shares.len() == 1 { "level" } else { "split" };
            (Some(kind), shares.iter().map(|(level, share)| (*level, fraction(*share))).collect())
        }
        Some(Said::Rest(upper, shares)) => {
            let rest = shares.iter().map(|(level, share)| (*level, format!("{} of rest", fraction(*share))));
            (Some("rest"), each(&[*upper], "elsewhere").into_iter().chain(rest).collect())
        }
        Some(Said::Main(main, subsidies)) => {
            (Some("main"), [each(&[*main], "main"), each(subsidies, "subsidy")].concat())
        }
        Some(Said::Unstated(among)) => (Some("unstated"), each(among, "unstated")),
        Some(Said::Elsewhere(_)) => (Some("elsewhere"), Vec::new()),
        Some(Said::Undetermined) => (Some("undetermined"), Vec::new()),
        Some(Said::Retained(_)) => (Some("retained"), Vec::new()),
        Some(Said::Governed(..)) => (Some("governed"), Vec::new()),
        Some(other) => (Some("no payer"), vec![(0, format!("{other:?}"))]),
    };
    expected.sort();
    let expected: Vec<(&str, String)> =
        expected.into_iter().map(|(level, share)| (policy.level(level), share)).collect();
    prop_assert_eq!(json["payer_kind"].as_str(), kind, "payer\n{}", json);
    let list = json["payers"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut shown: Vec<(String, String)> =
        list.clone().map(|payer| (text(&payer["level"]), text(&payer["share"]))).collect();
    if kind == Some("main") {
        // The main payer may stand first.
        shown.sort_by_key(|(level, _)| expected.iter().position(|(other, _)| other == level));
    }
    let expected: Vec<(String, String)> =
        expected.into_iter().map(|(level, share)| (level.to_owned(), share)).collect();
    prop_assert_eq!(shown, expected, "payers\n{}", json);
    for payer in list {
        let composite = policy.composite.as_ref().filter(|_| payer["level"] == policy.level(policy.base));
        let members = composite.into_iter().flatten().map(|&level| policy.level(level));
        prop_assert_eq!(strings(&payer["inner"]), members.collect::<Vec<_>>(), "inner split\n{}", json);
    }
    Ok(())
}

// ---------------------------------------------------------------- amounts

/// Divides an amount: largest remainders first, the upper level before the lower; or all of it to one payer.
fn divided(policy: &Policy, shares: &[(usize, i64)], total: i64) -> Vec<(usize, i64)> {
    let exact = |share: i64| i128::from(total) * i128::from(share);
    let whole = i128::from(WHOLE);
    let mut parts: Vec<(usize, i64, i128)> = shares
        .iter()
        .map(|&(level, share)| {
            let fen = i64::try_from(exact(share) / whole).expect("no more than the total");
            (level, fen, exact(share) % whole)
        })
        .collect();
    let mut left = total - parts.iter().map(|(_, fen, _)| fen).sum::<i64>();
    if let Some(taker) = parts.iter_mut().find(|(level, ..)| Some(*level) == policy.remainder) {
        taker.1 += left;
        left = 0;
    }
    parts.sort_by_key(|(level, _, rest)| (-rest, *level));
    let count = usize::try_from(left).expect("not negative");
    parts.iter_mut().take(count).for_each(|part| part.1 += 1);
    parts.sort_unstable();
    parts.into_iter().map(|(level, fen, _)| (level, fen)).collect()
}

/// `800000.00` → fen.
fn fen(text: &Value) -> Result<i64, TestCaseError> {
    let text = text.as_str().unwrap_or_default();
    let (yuan, rest) = text.split_once('.').unwrap_or((text, "00"));
    let figures = format!("{yuan}{rest}").parse::<i64>();
    figures
        .ok()
        .filter(|_| rest.len() == 2)
        .ok_or_else(|| TestCaseError::fail(format!("no amount: {text:?}")))
}

/// The amounts are the oracle's, sum to the total, and are within one fen of the exact shares.
pub fn amounts(policy: &Policy, json: &Value, key: &Key, total: i64) -> TestCaseResult {
    let listed = json["amounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(Said::Split(shares)) = said(&key.1[1]) else {
        prop_assert!(listed.is_empty(), "amounts without shares\n{}", json);
        return Ok(());
    };
    if key.0 != Status::Decided && listed.is_empty() {
        return Ok(());
    }
    prop_assert_eq!(fen(&json["amount"]["total"])?, total, "{}", json);
    prop_assert_eq!(json["amount"]["at_least"].as_bool().unwrap_or(false), false, "{}", json);
    let mut shown = Vec::new();
    for amount in listed {
        shown.push((amount["level"].as_str().unwrap_or_default(), fen(&amount["amount"])?));
    }
    let expected = divided(policy, shares, total);
    prop_assert_eq!(expected.iter().map(|(_, fen)| fen).sum::<i64>(), total);
    let loose = if policy.remainder.is_some() { shares.len() as i128 } else { 1 };
    for ((_, fen), (_, share)) in expected.iter().zip(shares) {
        let apart = i128::from(*fen) * i128::from(WHOLE) - i128::from(total) * i128::from(*share);
        prop_assert!(apart.abs() < loose * i128::from(WHOLE), "{} of {}: {}", share, total, fen);
    }
    let expected: Vec<(&str, i64)> =
        expected.into_iter().map(|(level, fen)| (policy.level(level), fen)).collect();
    prop_assert_eq!(shown, expected, "amounts\n{}", json);
    Ok(())
}
