//! Tries the mutants: which test notices each.
//!
//! In: the built tests, what they reach, and how many minutes there are. Out: a line in `outcomes` for each mutant that was
//! tried: its number, what came of it, the test, its name. Only tests that reach a mutant are run, the quickest first. There are
//! three rounds, so that most is known soon: a few quick tests, then those that make random policies and know the answers,
//! then all others.

use crate::Mutant;
use crate::tests::{Ended, Place, Test};
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

/// What is said of a mutant that the tests of each round pass; the last word is the last.
const ROUNDS: [&str; 3] = ["quick", "random", "survived"];

/// How many tests the first round has.
const FEW: usize = 24;

/// A test that takes longer by itself is left out where many others reach a mutant.
const LONG: Duration = Duration::from_secs(1);
const MANY: usize = 20;

/// Tests that make policies, and know what is right by other means.
const RANDOM: &[&str] = &[
    "properties::",
    "wide::",
    "large::",
    "scale::",
    "difference::",
    "apart::",
    "counted::",
    "versions::",
    "conformity::",
    "listing::",
    "chain::",
    "whynot::",
    "format::",
];

/// Tries as many as there is time for.
pub fn try_all(mutants: &[Mutant], copy: &str, minutes: u64) {
    let until = Instant::now() + Duration::from_secs(minutes * 60);
    let path = Path::new(copy).join("outcomes");
    let placed = crate::refused::placed(copy);
    let tests = crate::tests::recorded(copy);
    for (round, after) in ROUNDS.into_iter().enumerate() {
        let before = round.checked_sub(1).map(|round| ROUNDS[round]);
        let known = known(&path);
        let left = mutants.iter().filter(|one| placed.contains(&one.number));
        let left: Vec<&Mutant> =
            left.filter(|one| known.get(&one.number).map(String::as_str) == before).collect();
        println!("{} mutants that are `{}`", left.len(), before.unwrap_or("new"));
        let file = Mutex::new(OpenOptions::new().create(true).append(true).open(&path).expect("outcomes"));
        let list = Mutex::new(left.into_iter());
        let next = || list.lock().expect("the list").next().filter(|_| Instant::now() < until);
        let work = |place: &Place| {
            while let Some(mutant) = next() {
                let reach: Vec<&Test> =
                    tests.iter().filter(|test| test.reaches.contains(&mutant.number)).collect();
                let passed = || format!("{after}\treached by {}", reach.len());
                let outcome = tried(place, mutant.number, &of_round(round, &reach)).unwrap_or_else(passed);
                let line = format!("{}\t{outcome}\t{}\n", mutant.number, mutant.name);
                file.lock().expect("the file").write_all(line.as_bytes()).expect("written");
            }
        };
        thread::scope(|scope| {
            for worker in 0..thread::available_parallelism().map_or(1, Into::into) {
                scope.spawn(move || work(&Place::new(copy, worker)));
            }
        });
    }
}

/// Reads what is known of each mutant; a later line stands for an earlier one.
fn known(path: &Path) -> BTreeMap<usize, String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let one = |line: &str| {
        let mut parts = line.split('\t');
        Some((parts.next()?.parse().ok()?, parts.next()?.to_owned()))
    };
    text.lines().filter_map(one).collect()
}

/// Returns the tests of a round, of those that reach a mutant.
fn of_round<'t>(round: usize, reach: &[&'t Test]) -> Vec<&'t Test> {
    let (short, long) = reach.split_at(reach.partition_point(|test| test.takes <= LONG));
    let (few, more) = short.split_at(FEW.min(short.len()));
    let (random, others): (Vec<&Test>, Vec<&Test>) = more.iter().partition(|test| test.is_one_of(RANDOM));
    match round {
        0 => few.to_vec(),
        1 => random,
        _ if reach.len() <= MANY => [&others, long].concat(),
        _ => others,
    }
}

/// Returns which test notices a mutant.
fn tried(place: &Place, number: usize, tests: &[&Test]) -> Option<String> {
    for test in tests {
        let limit = test.takes * 6 + Duration::from_secs(10);
        let how = match place.run(test, number, None, limit).0 {
            Ended::Passed => continue,
            Ended::Failed => "",
            Ended::TooLong => "too long: ",
        };
        return Some(format!("caught\t{how}{test}"));
    }
    None
}
