//! Contenders at one task, side by side.
//!
//! In: a task. Out: for each contender how long it took to load and how long an answer takes, or why it does
//! not take part. Every answer is compared with the rows before anything is measured: one that differs ends
//! the run.

use crate::clock::{LEAST, median, once};
use crate::rivals::{ALL, Contender, FLOOR, Ready};
use crate::table::{Table, digits, time};
use crate::task::{Questions, Task, Words};
use std::collections::HashSet;

/// How long a contender may take to load, in seconds.
const LONGEST_LOAD: f64 = 20.0;
/// How long a contender may think about one question, in seconds.
const LONGEST_ANSWER: f64 = 1e-3;
/// How often each is measured.
const ROUNDS: usize = 9;

/// What came of a contender.
#[derive(Clone)]
pub enum Result {
    /// It took part.
    Ran {
        /// Seconds to load its document.
        load: f64,
        /// Seconds an answer.
        answer: f64,
    },
    /// It did not, for this reason.
    Out(String),
}

/// The results of one race, in the order of the contenders.
pub struct Results(Vec<(&'static str, Result)>);

/// A contender that takes part.
struct Runner<'t> {
    number: usize,
    load: f64,
    /// How many questions make a measurement long enough.
    questions: usize,
    ready: Box<dyn Ready + 't>,
    measured: Vec<f64>,
}

/// Lets all contenders answer, but those who were out at a smaller size, which `before` tells.
pub fn race(task: &Task, before: Option<&Results>) -> Results {
    let mut results: Vec<(&'static str, Result)> = Vec::new();
    let mut runners = Vec::new();
    for (number, contender) in ALL.iter().enumerate() {
        let early = before.and_then(|before| before.hopeless(contender.name));
        let entered = match early {
            Some(why) => Err(why),
            None => enter(task, contender, number),
        };
        let result = match entered {
            Ok(runner) => {
                runners.push(runner);
                Result::Out(String::new())
            }
            Err(why) => Result::Out(why),
        };
        results.push((contender.name, result));
    }
    for _ in 0..ROUNDS {
        for runner in &mut runners {
            let seconds = runner.round(&task.questions);
            runner.measured.push(seconds);
        }
    }
    for runner in runners {
        results[runner.number].1 = Result::Ran { load: runner.load, answer: median(runner.measured) };
    }
    Results(results)
}

/// Loads a contender and compares its answers.
fn enter<'t>(
    task: &'t Task,
    contender: &Contender,
    number: usize,
) -> std::result::Result<Runner<'t>, String> {
    let document = (contender.document)(task);
    let (load, ready) = once(|| (contender.load)(task, &document));
    let mut ready = ready?;
    if load > LONGEST_LOAD {
        return Err(format!("loads in {}", time(load)));
    }
    let few = 20;
    ready.answer_all(&task.questions, 0..few);
    let (seconds, _) = once(|| ready.answer_all(&task.questions, 0..few));
    let slow = seconds / few as f64;
    if slow > LONGEST_ANSWER {
        return Err(format!("{} an answer", time(slow)));
    }
    compare(task, contender.name, ready.as_mut());
    let many = 1000;
    let (seconds, _) = once(|| ready.answer_all(&task.questions, 0..many));
    let questions = (LEAST / seconds * many as f64).ceil() as usize;
    Ok(Runner { number, load, questions, ready, measured: Vec::new() })
}

/// Asks every question of the stream, each that returns only once.
fn compare(task: &Task, name: &str, ready: &mut dyn Ready) {
    let mut asked = HashSet::new();
    let says = |code| task.says.get(usize::from(code)).map_or("no known answer", String::as_str);
    for (number, (words, &right)) in task.questions.words.iter().zip(&task.questions.codes).enumerate() {
        let Words { matter, level } = words;
        if asked.insert((matter, level)) {
            let code = ready.answer(&task.questions, number);
            let (said, wanted) = (says(code), says(right));
            assert!(code == right, "{name} answers `{matter} at {level}` with `{said}`, not with `{wanted}`");
        }
    }
}

impl Runner<'_> {
    /// Returns the seconds an answer.
    fn round(&mut self, stream: &Questions) -> f64 {
        let length = stream.codes.len();
        let (whole, part) = (self.questions / length, self.questions % length);
        let (seconds, _) = once(|| {
            let many: u64 = (0..whole).map(|_| self.ready.answer_all(stream, 0..length)).sum();
            many + self.ready.answer_all(stream, 0..part)
        });
        seconds / self.questions as f64
    }
}

impl Results {
    /// Returns the seconds an answer of a contender takes.
    pub fn answer(&self, name: &str) -> Option<f64> {
        match self.result(name)? {
            Result::Ran { answer, .. } => Some(*answer),
            Result::Out(_) => None,
        }
    }

    /// Returns how many times longer one takes than another.
    pub fn ratio(&self, slow: &str, fast: &str) -> Option<f64> {
        Some(self.answer(slow)? / self.answer(fast)?)
    }

    /// Returns the contenders in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    /// Returns what came of a contender.
    pub fn result(&self, name: &str) -> Option<&Result> {
        self.0.iter().find(|(other, _)| *other == name).map(|(_, result)| result)
    }

    /// Says why a contender need not try ten times the rules: it is out already.
    fn hopeless(&self, name: &str) -> Option<String> {
        match self.result(name)? {
            Result::Out(why) => Some(why.clone()),
            Result::Ran { .. } => None,
        }
    }

    /// Prints who took how long.
    pub fn print(&self) {
        let mut table = Table::new(&["contender", "load", "an answer", "x floor"]);
        let mut out = Vec::new();
        for (name, result) in &self.0 {
            match result {
                Result::Ran { load, answer } => {
                    let ratio = self.ratio(name, FLOOR).map_or("-".to_owned(), digits);
                    table.row(vec![(*name).to_owned(), time(*load), time(*answer), ratio]);
                }
                Result::Out(why) => {
                    table.row(vec![(*name).to_owned(), "-".into(), "-".into(), "-".into()]);
                    out.push(format!("{name}: {why}."));
                }
            }
        }
        table.print();
        if !out.is_empty() {
            println!("Not measured: {}\n", out.join(" "));
        }
    }
}
