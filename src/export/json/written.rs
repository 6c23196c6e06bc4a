//! JSON as text.
//!
//! In: what serialises. Out: its text. JSON is read by programs, and shown by terminals: a character that moves the cursor,
//! turns the order around or is not seen stands there as its number, which says the same to every program.

use crate::source::is_hidden;
use serde::Serialize;

/// Returns one line, without its end.
#[must_use]
pub fn json_text(value: &impl Serialize) -> String {
    harmless(serde_json::to_string(value).unwrap_or_default())
}

/// Returns the text laid out over lines, for files that people look into.
#[must_use]
pub fn json_laid_out(value: &impl Serialize) -> String {
    harmless(serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Writes hidden characters as escapes; in JSON they can only stand inside of strings.
fn harmless(json: String) -> String {
    if !json.contains(is_hidden) {
        return json;
    }
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}
