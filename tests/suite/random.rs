//! How many random cases a property is tried on.

use proptest::test_runner::{Config, RngSeed};

/// As many cases as a run of the suite can wait for, the same on every run, so that a change alone can make it fail. With
/// `QUANZE_CASES=20000` as many others, which differ from run to run. For a mutant of the program they are the same again, and
/// it is enough that one fails.
pub fn config(cases: u32) -> Config {
    let asked = std::env::var("QUANZE_CASES").ok().and_then(|cases| cases.parse().ok());
    let mutant = std::env::var_os("QUANZE_MUTANT").is_some();
    Config {
        cases: asked.unwrap_or(cases),
        rng_seed: if asked.is_some() && !mutant { RngSeed::Random } else { RngSeed::Fixed(1) },
        failure_persistence: None,
        max_shrink_iters: if mutant { 0 } else { 8000 },
        ..Config::default()
    }
}
