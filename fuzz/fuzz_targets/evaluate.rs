//! Random policies are answered as the oracle of the tests says, which shares no code with the program: single cases, and a
//! question that leaves facts open.

#![no_main]
#![allow(dead_code, unused_imports, reason = "the properties use the rest")]

#[path = "../../tests/suite/policy.rs"]
mod policy;
#[path = "../../tests/suite/program.rs"]
mod program;
#[path = "../../tests/suite/random.rs"]
mod random;
#[path = "../../tests/suite/wide/mod.rs"]
mod wide;

use libfuzzer_sys::fuzz_target;

/// As many rules as the properties try.
const RULES: usize = 8;

fuzz_target!(|bytes: &[u8]| {
    // The bytes are tapes, with a byte of all ones between them: one for the words, one for each rule, the last for the questions.
    let tapes: Vec<&[u8]> = bytes.split(|byte| *byte == 0xFF).take(RULES + 2).collect();
    let Some((words, rest)) = tapes.split_first() else { return };
    let (questions, rules) = rest.split_last().unwrap_or((words, &[]));
    let policy = wide::generate::build(words, rules);
    wide::cells_are_answered(&policy, questions).unwrap_or_else(|why| panic!("{why}"));
    let mut program = program::Program::load(&policy.text()).unwrap_or_else(|why| panic!("{why}"));
    wide::a_partial_query_is_answered(&policy, &mut program, questions).unwrap_or_else(|why| panic!("{why}"));
});
