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

mod amended;
mod apart;
mod bad;
mod benxi;
mod cases;
mod chain;
mod ci;
mod cli;
mod conformity;
mod counted;
mod difference;
mod docs;
mod documents;
mod errors;
mod format;
mod hostile;
mod large;
mod layers;
mod listing;
mod many;
mod oracle;
mod outputs;
mod pasted;
mod policy;
mod program;
mod properties;
#[cfg(unix)]
mod pty;
mod random;
mod repl;
mod run;
mod scale;
mod shared;
mod usual;
mod versions;
mod whynot;
mod wide;
