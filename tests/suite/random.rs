//! How many random cases a property is tried on.

use proptest::test_runner::{Config, RngSeed};

/// As many cases as a run of the suite can wait for, the same on every run, so that a change alone can make it fail. With
/// `QUANZE_CASES=20000` as many others, which differ from run to run.
pub fn config(cases: u32) -> Config {
    let asked = std::env::var("QUANZE_CASES").ok().and_then(|cases| cases.parse().ok());
    Config {
        cases: asked.unwrap_or(cases),
        rng_seed: if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) },
        failure_persistence: None,
        max_shrink_iters: 8000,
        ..Config::default()
    }
}
