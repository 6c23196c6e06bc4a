//! One line for each thing that is told.
//!
//! In: what is told. Out: `file:line:column: error[C001]: sentence`, as editors and search tools read it.

use super::told::Told;
use crate::message::Lang;

/// Makes the line of one thing.
#[must_use]
pub fn short_line(told: &Told, lang: Lang) -> String {
    let place = match told.spots.first() {
        Some(spot) => format!("{}:{}:{}", spot.file, spot.line, spot.column),
        None => told.file.clone(),
    };
    let line =
        format!("{place}: {}[{}]: {}", told.severity.as_str(), told.code.as_str(), told.in_one_line(lang));
    // The name of a file may hold an end of line.
    line.replace('\n', "<U+000A>").replace('\r', "<U+000D>")
}
