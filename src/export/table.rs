//! Rows as CSV and as Markdown.
//!
//! In: a head and rows of cells. Out: text that a spreadsheet or a document takes in. Nothing is shortened.

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What the columns are called.
    pub head: Vec<String>,
    /// As many cells in each row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Returns the table as CSV, with or without its head.
    #[must_use]
    pub fn csv(&self, head: bool) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.head).filter(|_| head).chain(&self.rows) {
            let cells = row.iter().map(|cell| harmless(cell));
            // Nothing fails in memory, and every row is as long as the head.
            let _ = writer.write_record(cells);
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Returns the table as Markdown, with or without its head.
    #[must_use]
    pub fn markdown(&self, head: bool) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule: Vec<String> = self.head.iter().map(|_| "---".to_owned()).collect();
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        let head =
            if head { format!("{}| {} |\n", line(&self.head), rule.join(" | ")) } else { String::new() };
        format!("{head}{rows}")
    }
}

/// Returns a cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

fn escaped(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    for c in cell.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' => {
                text.push('\\');
                text.push(c);
            }
            '\n' | '\r' => text.push(' '),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn what_would_break_a_cell_is_escaped() {
        let row = vec!["a|b".to_owned(), "say \"x\", y\nz".to_owned(), "=1+1".to_owned()];
        let table = Table { head: vec!["p".to_owned(), "q".to_owned(), "r".to_owned()], rows: vec![row] };
        assert_eq!(table.csv(true), "p,q,r\na|b,\"say \"\"x\"\", y\nz\",'=1+1\n");
        assert_eq!(
            table.markdown(true),
            "| p | q | r |\n| --- | --- | --- |\n| a\\|b | say \"x\", y z | =1+1 |\n"
        );
    }
}
