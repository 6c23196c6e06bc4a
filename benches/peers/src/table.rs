//! Tables and figures for people.
//!
//! In: cells. Out: Markdown on standard output, aligned so that it can be read as it is.

/// A table that is printed once it is full.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Begins a table with the names of its columns.
    pub fn new(columns: &[&str]) -> Table {
        Table { rows: vec![columns.iter().map(|&column| column.to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Prints the table: the first column to the left, all others to the right.
    pub fn print(&self) {
        let columns = self.rows[0].len();
        let width =
            |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(|column| width(column).max(4)).collect();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
                0 => format!(" {cell:<width$} |"),
                _ => format!(" {cell:>width$} |"),
            });
            println!("|{}", cells.collect::<String>());
            if number == 0 {
                let rule = widths.iter().enumerate().map(|(column, &width)| match column {
                    0 => format!(" {} |", "-".repeat(width)),
                    _ => format!(" {}: |", "-".repeat(width - 1)),
                });
                println!("|{}", rule.collect::<String>());
            }
        }
        println!();
    }
}

/// Returns seconds in the unit that suits them, with three digits.
pub fn time(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{} ns", digits(seconds * 1e9)),
        1e-6..1e-3 => format!("{} us", digits(seconds * 1e6)),
        1e-3..1.0 => format!("{} ms", digits(seconds * 1e3)),
        _ => format!("{} s", digits(seconds)),
    }
}

/// Returns a number with three digits.
pub fn digits(number: f64) -> String {
    match number {
        ..10.0 => format!("{number:.2}"),
        10.0..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

/// Returns a number with its thousands set apart.
pub fn thousands(number: usize) -> String {
    let plain = number.to_string();
    let mut text = String::new();
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Says whether a ratio stays within its goal. A shared machine moves: only half again as much is a miss.
pub fn at_most(ratio: f64, goal: f64) -> String {
    let verdict = match ratio / goal {
        ..=1.0 => "holds",
        ..=1.5 => "close",
        _ => "missed",
    };
    format!("<= {goal} x: {verdict}")
}

/// Says whether somebody is slower than we are by at least this factor.
pub fn at_least(ratio: f64, goal: f64) -> String {
    let verdict = match goal / ratio {
        ..=1.0 => "holds",
        ..=1.5 => "close",
        _ => "missed",
    };
    format!(">= {goal} x: {verdict}")
}
