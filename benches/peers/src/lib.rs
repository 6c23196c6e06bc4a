//! Quanze next to its peers and to the floor of each work: what it costs to decide, to read, to check.
//!
//! In: works to measure, on the command line. Out: tables of ratios in Markdown. Whatever is compared has
//! first given the same answers; what differs ends the run. Nothing here is part of the program, and the
//! program knows nothing of it.

pub mod analysis;
pub mod arguments;
pub mod child;
pub mod clock;
#[allow(clippy::needless_range_loop, reason = "facts are numbers there, and index several lists")]
#[path = "../../generate/mod.rs"]
pub mod generate;
pub mod grammars;
pub mod machine;
pub mod ours;
pub mod race;
pub mod rivals;
pub mod table;
pub mod task;
pub mod works;
