//! `:coverage`: how many cases have which status, and which matters are not decided in every case.

use super::findings::each_report;
use crate::analysis::{Answer, Branch, Report, cube_text, facts_text};
use crate::diagram::{Cube, Status};
use crate::export::status_word;
use crate::message::{Message, Word};
use crate::model::{Model, ValueSet};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{pad, printable};

/// How many cases of one matter are named.
const MOST: usize = 3;

/// Counts the cases of every policy.
pub(in crate::repl) fn coverage(engine: &mut Engine, _: &str) -> Said {
    each_report(engine, |engine, policy, report| {
        let counts = counts(engine, policy, report);
        let open = open_matters(engine, policy);
        let cautions = engine.cautions(policy);
        printable(&format!("{counts}{open}{cautions}"))
    })
}

fn counts(engine: &Engine, policy: usize, report: &Report) -> String {
    let Some(model) = engine.session.model(policy) else { return String::new() };
    let lang = engine.lang();
    let summary = &report.summary;
    let cases = summary.cases();
    let mut text = engine.of_policy(model, &Message::CaseCount { cases }.text(lang));
    for (status, count) in [
        (Status::Decided, summary.decided),
        (Status::Undetermined, summary.undetermined),
        (Status::Retained, summary.retained),
        (Status::Governed, summary.governed),
        (Status::Conflict, summary.conflicts),
        (Status::Gap, summary.gaps),
    ] {
        if count > 0 || matches!(status, Status::Conflict | Status::Gap) {
            // Rounded down: what is not whole is not 100%.
            let percent = count.saturating_mul(100).checked_div(cases).unwrap_or(0);
            let word = pad(&status_word(status, lang), 30);
            text.push_str(&format!("  {word} {count:>8} {percent:>4}%\n"));
        }
    }
    text
}

/// Names the matters that are not decided in every case, with some of those cases.
fn open_matters(engine: &mut Engine, policy: usize) -> String {
    let lang = engine.lang();
    let leaves = engine.session.model(policy).map_or(0, |model| model.matters.leaf_count());
    let mut lines = Vec::new();
    for leaf in 0..leaves {
        let Some(model) = engine.session.model(policy) else { break };
        let subject = cube_text(model, &ValueSet::single(leaf), &Cube::default(), &[], lang);
        let Ok(Some(reply)) = engine.session.ask_one(policy, &subject) else { continue };
        let Some(model) = engine.session.model(policy) else { break };
        let open = open_cases(engine, model, &reply.answer);
        if !open.is_empty() {
            lines.push(format!("  {subject}"));
            lines.extend(open.into_iter().map(|case| format!("    {case}")));
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    let most = engine.settings.limit.unwrap_or(usize::MAX);
    let more = lines.len().saturating_sub(most);
    lines.truncate(most);
    if more > 0 {
        lines.push(format!("  {}", Message::ListCut { more }.text(lang)));
    }
    format!("{}\n{}\n", Word::NotDecidedEverywhere.text(lang), lines.join("\n"))
}

/// Returns the cases of an answer that are not decided: `at city: conflict`.
fn open_cases(engine: &Engine, model: &Model, answer: &Answer) -> Vec<String> {
    let lang = engine.lang();
    let status = |answer: &Answer| status_word(answer.status, lang);
    if answer.status != Status::NeedsFacts {
        let fine = matches!(answer.status, Status::Decided | Status::Impossible);
        return if fine { Vec::new() } else { vec![status(answer)] };
    }
    let is_open = |branch: &&Branch| !matches!(branch.answer.status, Status::Decided | Status::Impossible);
    let mut cases: Vec<String> = Vec::new();
    for branch in answer.branches.iter().filter(is_open) {
        for cube in &branch.region.cubes {
            let case = facts_text(model, cube, &branch.asked, lang);
            let case = case.trim_start_matches([',', '\u{FF0C}', ' ']).to_owned();
            cases.push(Word::Colon { left: case, right: status(&branch.answer) }.text(lang));
        }
    }
    let more = cases.len().saturating_sub(MOST);
    cases.truncate(MOST);
    if more > 0 {
        cases.push(Message::AndMore { more }.text(lang));
    }
    cases
}
