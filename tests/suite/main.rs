//! The one test binary: each module is one kind of promise.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test that fails may panic"
)]

mod bad;
mod benxi;
mod cases;
mod cli;
mod docs;
mod errors;
mod format;
mod hostile;
mod layers;
mod oracle;
mod policy;
mod program;
mod properties;
mod repl;
mod run;
mod scale;
mod wide;
