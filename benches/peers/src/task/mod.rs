//! What every contender decides: an answer for a matter and a level.
//!
//! In: a policy. Out: its rows, as compact as a drafter would write them, and a stream of questions, each with the answer
//! that the rows give. An answer is a code that stands for class and payer together. Nothing is measured here.

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
    /// What is asked, in order.
    pub questions: Vec<Question>,
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

/// A question with its answer.
pub struct Question {
    /// The matter, for those who read text.
    pub matter: String,
    /// The level, for those who read text.
    pub level: String,
    /// The matter, for those who have numbered the matters; one that is not listed has the number after the last.
    pub matter_id: usize,
    /// The level, for those who have numbered the levels.
    pub level_id: usize,
    /// What the rows answer.
    pub code: Code,
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
            let level_id = chance.below(self.levels.len());
            let level = self.levels[level_id].clone();
            let matter_id =
                if chance.below(100) < 2 { self.matters.len() } else { chance.below(self.matters.len()) };
            let question = match self.matters.get(matter_id) {
                Some(matter) => {
                    let code = matter.code(level_id);
                    Question { matter: matter.name.clone(), level, matter_id, level_id, code }
                }
                None => {
                    let matter = format!("未列事项{}", chance.below(1000));
                    Question { matter, level, matter_id, level_id, code: NOT_LISTED }
                }
            };
            self.questions.push(question);
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
