//! Which listed matters a name may mean that none of them has.
//!
//! In: a name. Out: hints, the likeliest first; no answer is given for them.

use super::Words;
use crate::model::matters::Matter;
use crate::model::{suggest, tells_nothing};

/// How many are named.
const MOST: usize = 3;

/// Returns the listed matters that a name may mean.
pub(super) fn hints(words: Words<'_>, name: &str) -> Vec<String> {
    let matters = words.matters;
    let alike = suggest::alike(name, matters.names()).and_then(|alike| matters.find(alike));
    let mut near = match alike {
        Some(alike) => vec![matters.nodes[alike].name.as_str()],
        // A policy may name very many, and its drafter knows the list.
        None if words.sections.is_none() => Vec::new(),
        None => shared(words, name),
    };
    for neighbour in suggest::neighbours(name, matters.names(), MOST) {
        if !near.contains(&neighbour) {
            near.push(neighbour);
        }
    }
    near.truncate(MOST);
    near.into_iter().map(str::to_owned).collect()
}

/// Finds the listed matters of which a name has some words that no other one has: three signs of 战略规划政策 in 全市性战略规划, or all
/// that 知识产权普法 says, in 宣传教育和普法.
fn shared<'m>(words: Words<'m>, name: &str) -> Vec<&'m str> {
    let signs: Vec<char> = name.chars().collect();
    // In an alphabet three letters say nothing.
    if signs.iter().any(char::is_ascii_alphanumeric) {
        return Vec::new();
    }
    let mut near: Vec<&str> = Vec::new();
    let mut add = |part: &[char]| {
        if let (Some(only), None) = having(words, part)
            && !near.contains(&only.name.as_str())
        {
            near.push(&only.name);
        }
    };
    let telling = telling(words, &signs);
    for (three, telling) in signs.windows(3).zip(telling.windows(3)) {
        // Across the end of what tells nothing, three signs are no word.
        if telling.iter().flatten().count() > 1 {
            add(three);
        }
    }
    for piece in telling.split(Option::is_none).filter(|piece| piece.len() == 2) {
        add(&piece.iter().flatten().copied().collect::<Vec<char>>());
    }
    near
}

/// Returns the signs of a name without those that tell no matter: of words that several are called by, of values and levels, and of who is
/// to do it.
fn telling(words: Words<'_>, signs: &[char]) -> Vec<Option<char>> {
    let mut telling: Vec<Option<char>> = signs.iter().copied().map(Some).collect();
    let mut pass_over = |at: usize, length: usize| {
        telling.iter_mut().skip(at).take(length).for_each(|sign| *sign = None);
    };
    for (at, pair) in signs.windows(2).enumerate() {
        if having(words, pair).1.is_some() {
            pass_over(at, 2);
        }
    }
    let values = words.axes.iter().skip(1).flat_map(|axis| axis.words());
    let levels = words.levels.iter().map(|level| level.name.as_str());
    for word in values.chain(levels).chain(tells_nothing()) {
        let word: Vec<char> = word.chars().collect();
        for (at, _) in signs.windows(word.len().max(1)).enumerate().filter(|(_, part)| *part == word) {
            pass_over(at, word.len());
        }
    }
    telling
}

/// Returns the first two matters whose names have some signs.
fn having<'m>(words: Words<'m>, part: &[char]) -> (Option<&'m Matter>, Option<&'m Matter>) {
    let part: String = part.iter().collect();
    let has =
        |node: &&Matter| node.name.contains(&part) || node.aliases.iter().any(|alias| alias.contains(&part));
    let mut having = words.matters.nodes.iter().filter(has);
    (having.next(), having.next())
}
