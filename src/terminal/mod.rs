//! What both front ends need of the outside world: files, drawing, and where output goes.
//!
//! In: paths, diagnostics, text. Out: texts read, diagnostics drawn, bytes written. Only this folder sees miette.

mod draw;
mod files;
mod layout;
mod library;
mod output;
mod progress;
mod report;
mod write;

pub use draw::{Canvas, printable};
pub use files::{InputError, Stamp, exists, read, shown, stamp};
pub use layout::{clip, columns, pad, wrap};
pub use library::{Files, identity};
pub use output::{Output, colour, locale, width};
pub use progress::{Working, working};
pub use report::{diagnostics, findings_report, policy_report};
pub use write::write_whole;
