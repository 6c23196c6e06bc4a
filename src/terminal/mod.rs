//! What both front ends need of the outside world: files, drawing, and where output goes.
//!
//! In: paths, diagnostics, text. Out: texts read, diagnostics drawn, bytes written. Only this folder sees miette.

mod draw;
mod files;
mod output;
mod report;
mod settings;
mod table;
mod write;

pub use draw::{Canvas, printable};
pub use files::{InputError, decode, exists, read, read_files, read_one, relative, working_folder};
pub use output::{Output, colour, locale, width};
pub use report::{diagnostics, policy_report};
pub use settings::settings_of;
pub use table::table;
pub use write::{replace, write};
