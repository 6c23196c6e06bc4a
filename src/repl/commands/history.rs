//! `:history`: what was entered.

use crate::message::Message;
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::printable;

/// How many entries are shown if nothing is said of it.
const USUAL: usize = 20;

/// Shows the last entries: so many of them, or those with a word in them.
pub(in crate::repl) fn history(engine: &mut Engine, which: &str) -> Said {
    let numbered = engine.entries.iter().enumerate();
    let (most, word) = match which.parse::<usize>() {
        Ok(most) => (most, ""),
        Err(_) => (USUAL, which),
    };
    let found: Vec<(usize, &String)> = numbered.filter(|(_, entry)| entry.contains(word)).collect();
    if found.is_empty() {
        return engine.refuse(Message::NoSuchEntry);
    }
    let from = found.len().saturating_sub(most);
    let mut text = String::new();
    for (number, entry) in found.iter().skip(from) {
        let mut lines = entry.lines();
        let first = lines.next().unwrap_or_default();
        text.push_str(&format!("{:>5}  {first}\n", number.saturating_add(1)));
        lines.for_each(|line| text.push_str(&format!("       {line}\n")));
    }
    Said::text(printable(&text))
}
