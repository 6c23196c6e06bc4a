//! What is measured: the words of the command line.
//!
//! In: arguments. Out: the works and the largest size.

use crate::works::{self, Work};

/// What is measured.
pub struct Arguments {
    /// The works, in the order in which they are printed.
    pub works: Vec<Work>,
    /// The largest number of rules.
    pub most: usize,
}

/// Reads the arguments.
///
/// # Errors
/// Says how they are written.
pub fn read(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut read = Arguments { works: Vec::new(), most: usize::MAX };
    while let Some(word) = words.next() {
        if word == "--max" {
            let most = words.next().and_then(|number| number.parse().ok());
            read.most = most.ok_or_else(usage)?;
        } else {
            let work = works::ALL.iter().find(|work| work.name == word);
            read.works.push(*work.ok_or_else(usage)?);
        }
    }
    if read.works.is_empty() {
        read.works = works::ALL.to_vec();
    }
    Ok(read)
}

fn usage() -> String {
    let names: Vec<&str> = works::ALL.iter().map(|work| work.name).collect();
    format!("usage: quanze-peers [{}]... [--max RULES]", names.join("|"))
}
