//! Policies of any size, made from a seed: the same seed gives the same text on every machine.
//!
//! In: a shape, a number of rules, a seed. Out: a [`Policy`] as plain rows of bit sets, from which the text of a rule file
//! is written; rivals and floors are fed from the same rows. Nothing here knows how the program works.

mod shape;
mod text;

pub use shape::{Chance, Shape, policy};

/// How many facts there are besides the matter.
pub const FACTS: usize = 5;

/// What the facts are called: the level first, then those that are declared.
pub const NAMES: [&str; FACTS] = ["level", "year", "kind", "scope", "region"];

/// The levels, from the top down.
pub const LEVELS: [&str; 4] = ["central", "province", "city", "county"];

/// What rules answer: class and payer.
pub const ANSWERS: [(&str, &str); 12] = [
    ("central", "central"),
    ("province", "province"),
    ("city", "city"),
    ("county", "county"),
    ("shared", "central"),
    ("shared", "province"),
    ("shared", "city"),
    ("shared", "county"),
    ("province", "city"),
    ("city", "county"),
    ("central", "province"),
    ("province", "county"),
];

/// A policy as rows.
#[derive(Debug, Clone)]
pub struct Policy {
    /// How many matters are listed.
    pub matters: u32,
    /// How many matters stand in one group; the matters are numbered group by group.
    pub group: u32,
    /// How many groups of groups there are one above the other, to make the tree deep.
    pub depth: u32,
    /// How many values each fact has; a fact with one value is not declared.
    pub sizes: [u32; FACTS],
    /// The rules, in order.
    pub rules: Vec<Rule>,
}

/// One rule: the matters, the values of each fact, the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The matters that it is about.
    pub matters: Matters,
    /// For each fact the values under which it applies, one bit a value.
    pub sets: [u32; FACTS],
    /// Which of [`ANSWERS`] it gives.
    pub answer: usize,
    /// The rule that it is an exception to, by its number.
    pub overrides: Option<usize>,
}

/// Which matters a rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matters {
    /// One matter.
    One(u32),
    /// All matters of a group.
    Group(u32),
    /// Every matter.
    Every,
}

impl Policy {
    /// Returns the set of all values of a fact.
    pub fn full(&self, fact: usize) -> u32 {
        u32::MAX >> (32 - self.sizes[fact])
    }

    /// Returns the matters of a rule, half-open.
    pub fn range(&self, matters: Matters) -> (u32, u32) {
        match matters {
            Matters::One(matter) => (matter, matter + 1),
            Matters::Group(group) => (group * self.group, ((group + 1) * self.group).min(self.matters)),
            Matters::Every => (0, self.matters),
        }
    }

    /// Returns the name of a matter.
    pub fn matter_name(&self, matter: u32) -> String {
        format!("事项{matter:06}")
    }

    /// Returns the name of a value.
    pub fn value_name(&self, fact: usize, value: u32) -> String {
        match fact {
            0 => LEVELS[value as usize].to_owned(),
            1 => format!("y{value:02}"),
            2 => format!("类{value}"),
            3 => format!("范围{value}"),
            _ => format!("地区{value}"),
        }
    }

    /// Returns how many cases there are for one matter.
    pub fn cells(&self) -> usize {
        self.sizes.iter().map(|&size| size as usize).product()
    }
}
