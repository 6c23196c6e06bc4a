//! The policy of Benxi as rows.
//!
//! In: the rule file. Out: a task over matter and level. The three further facts are fixed, so that every
//! listed matter has one answer at each level. The rows come from the program's own answers; the rivals have
//! to give the same.

use super::{Matter, Questions, Task};
use crate::ours;

const TEXT: &str = include_str!("../../../../policies/benxi/ip-2025.qz");
const BESIDE: &str = ", scope is 县区, affiliation is city, listed_by_province is no";
const LEVELS: [&str; 2] = ["city", "county"];

/// Returns the policy of Benxi with its questions.
pub fn benxi() -> Task {
    let mut says = vec!["not listed".to_owned()];
    // The document above is not looked at: the facts that it could decide are given.
    let text = TEXT.replace("use \"../liaoning/ip-2024.qz\"\n", "\n");
    let mut session = ours::load(&text);
    let mut matters = Vec::new();
    for name in ours::matters(&session) {
        let mut at = Vec::new();
        for (level, level_name) in LEVELS.iter().enumerate() {
            let said = ours::say(&mut session, &format!("{name} at {level_name}{BESIDE}"));
            let code = says.iter().position(|known| *known == said).unwrap_or_else(|| {
                says.push(said);
                says.len() - 1
            });
            at.push((level, code as u16));
        }
        matters.push(compact(name, at));
    }
    let levels = LEVELS.iter().map(|&level| level.to_owned()).collect();
    Task { text, beside: BESIDE, levels, matters, says, questions: Questions::default() }
        .ask(2025)
}

/// One row where all levels agree.
fn compact(name: String, at: Vec<(usize, u16)>) -> Matter {
    let first = at[0].1;
    if at.iter().all(|(_, code)| *code == first) {
        Matter { name, everywhere: Some(first), at: Vec::new() }
    } else {
        Matter { name, everywhere: None, at }
    }
}
