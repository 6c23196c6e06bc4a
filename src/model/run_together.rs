//! Names that were run together with what stands beside them: 专利导航层级县, 专利导航和执法.
//!
//! In: a name that no matter has. Out: the same with its spaces or its braces, where a listed matter begins it; nothing is guessed
//! where what follows may belong to a name of its own.

use super::matters::MatterTree;
use crate::syntax::quoted;

/// What is written between two matters of one statement.
const JOINERS: &[&str] = &["_and_", "以及", "和", "与", "及", "、"];

/// Keywords before a level.
const BEFORE_LEVEL: &[&str] = &["层级", "在"];

/// The keyword before a condition, and what a condition tests with.
const WHEN: &str = "当";
const TESTS: &[&str] = &["为", "是", "属于", "低于", "高于", "超过"];

/// Writes a name apart; `is_level` tells which words are levels.
pub(super) fn run_together(
    name: &str,
    matters: &MatterTree,
    is_level: impl Fn(&str) -> bool,
) -> Option<String> {
    if let Some(several) = several(name, matters) {
        let several: Vec<String> = several.into_iter().map(|one| quoted(one).into_owned()).collect();
        return Some(format!("{{ {} }}", several.join(", ")));
    }
    let listed = longest(name, matters)?;
    let rest = name.strip_prefix(listed)?;
    let level = BEFORE_LEVEL.iter().find_map(|keyword| {
        let level = rest.strip_prefix(keyword).filter(|level| is_level(level))?;
        Some(format!("{} {keyword} {level}", quoted(listed)))
    });
    let tested = || {
        let test = rest.strip_prefix(WHEN)?;
        let is_test = TESTS.iter().any(|word| test.contains(word));
        is_test.then(|| format!("{} {WHEN} {test}", quoted(listed)))
    };
    level.or_else(tested)
}

/// Returns the longest listed name that another begins with.
fn longest<'m>(name: &str, matters: &'m MatterTree) -> Option<&'m str> {
    matters.names().filter(|listed| name.starts_with(listed)).max_by_key(|listed| listed.len())
}

/// Takes a name apart into listed ones with a joining word between any two.
fn several<'m>(name: &str, matters: &'m MatterTree) -> Option<Vec<&'m str>> {
    let mut found = Vec::new();
    let mut rest = name;
    loop {
        let listed = longest(rest, matters)?;
        found.push(listed);
        rest = rest.strip_prefix(listed)?;
        if rest.is_empty() {
            return (found.len() > 1).then_some(found);
        }
        rest = JOINERS.iter().find_map(|joiner| rest.strip_prefix(joiner))?;
    }
}
