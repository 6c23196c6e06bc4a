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
mod settings;
mod table;
mod write;

pub use draw::{Canvas, printable};
pub use files::{
    InputError, Stamp, decode, exists, named, read, read_files, read_one, relative, shown, stamp,
    working_folder,
};
pub use layout::{clip, columns, pad, wrap};
pub use library::{Files, identity};
pub use output::{Output, colour, locale, width};
pub use progress::{Working, working};
pub use report::{diagnostics, findings_report, policy_report};
pub use settings::settings_of;
pub use table::table;
pub use write::{replace, write};
