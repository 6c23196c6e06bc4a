//! What the commands do, one file a family.
//!
//! In: the engine and what follows the command. Out: what is said. Each is named in the table of `command.rs`.

pub(super) mod coverage;
pub(super) mod explain;
pub(super) mod files;
pub(super) mod findings;
pub(super) mod given;
pub(super) mod help;
pub(super) mod history;
pub(super) mod list;
pub(super) mod matrix;
pub(super) mod save;
pub(super) mod settings;
pub(super) mod show;
pub(super) mod watch;
pub(super) mod what_if;
pub(super) mod why;
