//! Rows in columns.
//!
//! In: rows of cells. Out: lines in which the cells of a column stand below each other, the first to the left, the others to the right; a
//! Chinese character takes two columns.

use super::draw::printable;
use unicode_width::UnicodeWidthStr;

/// Draws rows.
#[must_use]
pub fn table(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| printable(cell)).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (number, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            if number == 0 {
                line.push_str(&format!("{cell}{blanks}"));
            } else {
                line.push_str(&format!("  {blanks}{cell}"));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_straight() {
        let rows = [["章", "a"], ["xy", "10"], ["z", "空白"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "章     a\nxy    10\nz   空白\n");
    }
}
