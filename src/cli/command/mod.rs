//! The commands, one file each.

pub(super) mod ask;
pub(super) mod check;
pub(super) mod conform;
pub(super) mod coverage;
pub(super) mod diff;
pub(super) mod eval;
pub(super) mod explain;
pub(super) mod fmt;
pub(super) mod lint;
pub(super) mod repl;
pub(super) mod shell;
pub(super) mod test;
