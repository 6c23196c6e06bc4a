//! Random policies are answered as the oracle of the tests says, which shares no code with the program.

#![no_main]
#![allow(dead_code, unused_imports, reason = "the properties use the rest")]

#[path = "../../tests/suite/policy.rs"]
mod policy;
#[path = "../../tests/suite/program.rs"]
mod program;
#[path = "../../tests/suite/wide/mod.rs"]
mod wide;

use libfuzzer_sys::fuzz_target;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fuzz_target!(|bytes: &[u8]| {
    // The bytes are all the chance that there is: the fuzzer chooses the policy.
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    if let Ok(tree) = wide::generate::policies().new_tree(&mut runner) {
        wide::cells_are_answered(&tree.current(), bytes).unwrap_or_else(|why| panic!("{why}"));
    }
});
