//! Everybody who answers the questions of a task.
//!
//! In: a task. Out: for each contender the document that it reads, and what answers once the document is
//! loaded. Each is written as its own documentation advises; where several ways are documented the fastest
//! one stands here.

mod cedar;
mod floor;
mod rego;
mod zen;

use crate::ours;
use crate::task::{Code, Numbers, Questions, Task, Words};
use std::hint::black_box;
use std::ops::Range;

/// Somebody who is measured.
pub struct Contender {
    /// Its name in the tables.
    pub name: &'static str,
    /// Writes the document that it reads; this is not measured.
    pub document: fn(&Task) -> String,
    /// Makes it ready to answer, or says why it cannot.
    pub load: for<'t> fn(&'t Task, &str) -> Loaded<'t>,
}

/// A contender that is ready, or why there is none.
pub type Loaded<'t> = Result<Box<dyn Ready + 't>, String>;

/// A contender that is ready to answer.
pub trait Ready {
    /// Answers one question of a stream.
    fn answer(&mut self, questions: &Questions, number: usize) -> Code;

    /// Answers questions one after another; the sum of the codes keeps any from being left out.
    fn answer_all(&mut self, questions: &Questions, numbers: Range<usize>) -> u64;
}

/// Answers questions in words.
struct ByWords<F>(F);

impl<F: FnMut(&Words) -> Code> Ready for ByWords<F> {
    fn answer(&mut self, questions: &Questions, number: usize) -> Code {
        self.0(&questions.words[number])
    }

    fn answer_all(&mut self, questions: &Questions, numbers: Range<usize>) -> u64 {
        black_box(&questions.words[numbers]).iter().map(|words| u64::from(self.0(words))).sum()
    }
}

/// Answers questions in numbers.
struct ByNumbers<F>(F);

impl<F: FnMut(Numbers) -> Code> Ready for ByNumbers<F> {
    fn answer(&mut self, questions: &Questions, number: usize) -> Code {
        self.0(questions.numbers[number])
    }

    fn answer_all(&mut self, questions: &Questions, numbers: Range<usize>) -> u64 {
        black_box(&questions.numbers[numbers]).iter().map(|&numbers| u64::from(self.0(numbers))).sum()
    }
}

/// The floor from strings, to which every other is compared.
pub const FLOOR: &str = "FxHashMap<&str>, then level";
/// The floor from numbers.
pub const ARRAY: &str = "array, from numbers";
/// This program, from strings.
pub const OURS: &str = "quanze";
/// This program, from numbers.
pub const OURS_BY_NUMBER: &str = "quanze, from numbers";
/// The fastest way to use regorus.
pub const REGORUS: &str = "regorus, RVM, table as data";
/// The fastest way to use zen.
pub const ZEN: &str = "zen, decision table, compiled";

/// Everybody, the floors and ourselves first.
pub const ALL: [Contender; 9] = [
    Contender { name: ARRAY, document: nothing, load: floor::array },
    Contender { name: OURS_BY_NUMBER, document: own_text, load: ours_by_number },
    Contender { name: FLOOR, document: nothing, load: floor::fast_hash },
    Contender { name: "std HashMap, then level", document: nothing, load: floor::std_hash },
    Contender { name: OURS, document: own_text, load: ours },
    Contender { name: REGORUS, document: rego::document, load: rego::machine },
    Contender {
        name: "regorus, interpreter, table as data",
        document: rego::document,
        load: rego::interpreter,
    },
    Contender { name: ZEN, document: zen::document, load: zen::compiled },
    Contender { name: "cedar, answer as annotation", document: cedar::document, load: cedar::authorizer },
];

fn nothing(_: &Task) -> String {
    String::new()
}

fn own_text(task: &Task) -> String {
    task.text.clone()
}

fn ours<'t>(task: &'t Task, text: &str) -> Loaded<'t> {
    let mut decide = ours::decider(text, task);
    Ok(Box::new(ByWords(move |words: &Words| decide(&words.matter, &words.level))))
}

fn ours_by_number<'t>(task: &'t Task, text: &str) -> Loaded<'t> {
    let mut decide = ours::number_decider(text, task);
    Ok(Box::new(ByNumbers(move |numbers: Numbers| decide(numbers.matter, numbers.level))))
}
