//! The commands, one file each.

pub(super) mod check;
pub(super) mod coverage;
pub(super) mod eval;
pub(super) mod fmt;
pub(super) mod lint;
pub(super) mod repl;
pub(super) mod shell;
pub(super) mod test;
