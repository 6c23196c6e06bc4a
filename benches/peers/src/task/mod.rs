//! What every contender decides: an answer for a matter and a level.
//!
//! In: a policy. Out: its rows, as compact as a drafter would write them, and a stream of questions, each
//! with the answer that the rows give. An answer is a code that stands for class and payer together. Nothing
//! is measured here.

mod benxi;
mod lookup;

pub use benxi::benxi;
pub use lookup::lookup;

use crate::generate::Chance;

/// Stands for a class and a payer.
pub type Code = u16;

/// The answer where the policy does not list the matter.
pub const NOT_LISTED: Code = 0;

/// How many questions a stream has.
const QUESTIONS: usize = 100_000;

/// A policy as rows, and what is asked of it.
pub struct Task {
    /// The policy as the text of a rule file.
    pub text: String,
    /// What each question says besides matter and level, for a policy that has further facts.
    pub beside: &'static str,
    /// The levels.
    pub levels: Vec<String>,
    /// The matters with their rows.
    pub matters: Vec<Matter>,
    /// What each code says; the first says that the matter is not listed.
    pub says: Vec<String>,
    /// What is asked.
    pub questions: Questions,
}

/// A matter with its rows.
pub struct Matter {
    /// What it is called.
    pub name: String,
    /// The row for every level that has none of its own.
    pub everywhere: Option<Code>,
    /// The rows for one level.
    pub at: Vec<(usize, Code)>,
}

/// Questions in order. Words, numbers and answers stand apart: nobody is made to load what it does not read.
#[derive(Default)]
pub struct Questions {
    /// For those who read text.
    pub words: Vec<Words>,
    /// For those who have numbered matters and levels.
    pub numbers: Vec<Numbers>,
    /// What the rows answer.
    pub codes: Vec<Code>,
}

/// A question in words.
pub struct Words {
    /// The matter.
    pub matter: String,
    /// The level.
    pub level: String,
}

/// A question in numbers.
#[derive(Clone, Copy)]
pub struct Numbers {
    /// The matter; one that is not listed has the number after the last.
    pub matter: u32,
    /// The level.
    pub level: u32,
}

impl Task {
    /// Returns how many rows there are.
    pub fn rules(&self) -> usize {
        self.matters.iter().map(|matter| matter.at.len() + usize::from(matter.everywhere.is_some())).sum()
    }

    /// Draws the questions: two in a hundred are about a matter that is not listed.
    fn ask(mut self, seed: u64) -> Task {
        let mut chance = Chance(seed);
        for _ in 0..QUESTIONS {
            let level = chance.below(self.levels.len());
            let number =
                if chance.below(100) < 2 { self.matters.len() } else { chance.below(self.matters.len()) };
            let (matter, code) = match self.matters.get(number) {
                Some(matter) => (matter.name.clone(), matter.code(level)),
                None => (format!("未列事项{}", chance.below(1000)), NOT_LISTED),
            };
            self.questions.words.push(Words { matter, level: self.levels[level].clone() });
            self.questions.numbers.push(Numbers { matter: number as u32, level: level as u32 });
            self.questions.codes.push(code);
        }
        self
    }
}

impl Matter {
    /// Returns the answer at a level: a row for this level comes before the one for every level.
    pub fn code(&self, level: usize) -> Code {
        let own = self.at.iter().find(|(at, _)| *at == level).map(|(_, code)| *code);
        own.or(self.everywhere).unwrap_or(NOT_LISTED)
    }
}
