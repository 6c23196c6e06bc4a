//! A generated policy over matter and level as rows.
//!
//! In: a number of rules. Out: a task whose rows come from the generator and not from any contender, ours
//! included.

use super::{Matter, Questions, Task};
use crate::generate::{ANSWERS, LEVELS, Matters, Shape, policy};

/// Returns a policy of about this many rules with its questions.
pub fn lookup(rules: usize) -> Task {
    let made = policy(Shape::Lookup, rules, 1);
    let mut matters: Vec<Matter> = (0..made.matters)
        .map(|matter| Matter { name: made.matter_name(matter), everywhere: None, at: Vec::new() })
        .collect();
    for rule in &made.rules {
        let Matters::One(number) = rule.matters else {
            unreachable!("each rule of this shape names one matter")
        };
        let matter = &mut matters[number as usize];
        let code = 1 + rule.answer as u16;
        match rule.sets[0] {
            all if all == made.full(0) => matter.everywhere = Some(code),
            one => matter.at.push((one.trailing_zeros() as usize, code)),
        }
    }
    let mut says = vec!["not listed".to_owned()];
    says.extend(ANSWERS.iter().map(|(class, payer)| format!("{class}, payer {payer}")));
    let levels = LEVELS.iter().map(|&level| level.to_owned()).collect();
    Task { text: made.text(), beside: "", levels, matters, says, questions: Questions::default() }
        .ask(rules as u64)
}
