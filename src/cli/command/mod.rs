//! The commands, one file each.

pub(super) mod check;
pub(super) mod eval;
pub(super) mod fmt;
pub(super) mod repl;
pub(super) mod test;
