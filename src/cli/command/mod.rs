//! The commands, one file each.

pub(super) mod ask;
pub(super) mod check;
pub(super) mod conform;
pub(super) mod diff;
pub(super) mod eval;
pub(super) mod explain;
pub(super) mod repl;
pub(super) mod test;
