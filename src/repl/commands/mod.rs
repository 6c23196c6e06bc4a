//! What the commands do, one file a family.
//!
//! In: the engine and what follows the command. Out: what is said. Each is named in the table of `command.rs`.

pub(super) mod explain;
pub(super) mod files;
pub(super) mod findings;
pub(super) mod help;
pub(super) mod list;
