//! `:matrix`: every matter at every level, as a table that fits the terminal.
//!
//! In: the answers to as many queries. Out: columns; where the terminal is too narrow for them, a list.

use crate::analysis::cube_text;
use crate::diagnostic::{Code, Diagnostic};
use crate::diagram::Cube;
use crate::export::cell_text;
use crate::message::{Message, Word, local};
use crate::model::{Model, PERFORMER, ValueSet};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{columns, pad, printable, wrap};

/// A column is never narrower than this.
const NARROWEST: usize = 8;
/// Blanks between columns.
const BETWEEN: usize = 2;

/// A matter with its answer at each level.
struct Row {
    matter: String,
    cells: Vec<String>,
}

/// Shows who has the authority and who pays, matter by matter and level by level.
pub(in crate::repl) fn matrix(engine: &mut Engine, only: &str) -> Said {
    if engine.session.policies().is_empty() {
        return engine.refuse(Message::NothingToAsk);
    }
    let mut text = String::new();
    for policy in 0..engine.session.policies().len() {
        match one(engine, policy, only) {
            Ok(shown) => text.push_str(&shown),
            Err(why) => return engine.wrong(&why, Message::AskOrHelp),
        }
    }
    if text.is_empty() && only.is_empty() {
        return engine.refuse(Message::NoMatters);
    }
    if text.is_empty() {
        return engine.refuse(Message::NoSuchName { name: only.to_owned(), near: None });
    }
    Said::text(printable(&text))
}

fn one(engine: &mut Engine, policy: usize, only: &str) -> Result<String, Vec<Diagnostic>> {
    let lang = engine.lang();
    let Some(model) = engine.session.model(policy) else { return Ok(String::new()) };
    let head: Vec<String> = model.axes[PERFORMER]
        .values
        .iter()
        .map(|value| local(&value.name, &value.aliases, lang).to_owned())
        .collect();
    let levels = u32::try_from(head.len()).unwrap_or(u32::MAX);
    let leaves: Vec<u32> =
        (0..model.matters.leaf_count()).filter(|leaf| concerns(model, *leaf, only)).collect();
    let most = engine.settings.limit.unwrap_or(usize::MAX);
    let more = leaves.len().saturating_sub(most);
    let mut rows = Vec::new();
    for leaf in leaves.into_iter().take(most) {
        rows.extend(row(engine, policy, leaf, levels)?);
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    let Some(model) = engine.session.model(policy) else { return Ok(String::new()) };
    let name =
        if engine.session.policies().len() > 1 { format!("[{}]\n", model.name) } else { String::new() };
    let given = super::given::lines(engine);
    let given = if given.is_empty() {
        String::new()
    } else {
        wrap(&Message::UnderGiven { facts: given.join(", ") }.text(lang), engine.canvas.width, 2)
    };
    let table = laid_out(&Word::Matter.text(lang), &head, &rows, engine.canvas.width);
    let legend = wrap(&Word::MatrixLegend.text(lang), engine.canvas.width, 2);
    let cut = if more > 0 { format!("{}\n", Message::ListCut { more }.text(lang)) } else { String::new() };
    let cautions = engine.cautions(policy);
    Ok(format!("{name}{given}{table}{cut}{legend}{cautions}"))
}

/// Tells whether a matter has to do with some words: its own name, or that of a group around it.
fn concerns(model: &Model, leaf: u32, only: &str) -> bool {
    let mut node = model.matters.leaf(leaf).map(|leaf| leaf.matter);
    while let Some(id) = node {
        let matter = &model.matters.nodes[id];
        if matter.name.contains(only) || matter.aliases.iter().any(|alias| alias.contains(only)) {
            return true;
        }
        node = matter.parent;
    }
    false
}

/// Asks about one matter at each level; where one answer is refused, the cell says why.
fn row(engine: &mut Engine, policy: usize, leaf: u32, levels: u32) -> Result<Option<Row>, Vec<Diagnostic>> {
    let lang = engine.lang();
    let leaves = ValueSet::single(leaf);
    let text = |engine: &Engine, case: &Cube| {
        engine.session.model(policy).map(|model| cube_text(model, &leaves, case, &[], lang))
    };
    let Some(matter) = text(engine, &Cube::default()) else { return Ok(None) };
    let mut cells = Vec::new();
    for level in 0..levels {
        let case = Cube { sets: vec![(PERFORMER, ValueSet::single(level))] };
        let Some(query) = text(engine, &case) else { return Ok(None) };
        match engine.session.ask_one(policy, &query) {
            Ok(reply) => {
                let cell = reply.zip(engine.session.model(policy));
                cells.push(
                    cell.map(|(reply, model)| cell_text(model, &reply.answer, lang)).unwrap_or_default(),
                );
            }
            // Nothing can be told of any matter.
            Err(why) if why.iter().any(|one| one.code == Code::TooManyCells) => return Err(why),
            Err(why) => cells.push(why.first().map(|one| one.message.text(lang)).unwrap_or_default()),
        }
    }
    Ok(Some(Row { matter, cells }))
}

fn laid_out(first: &str, head: &[String], rows: &[Row], width: usize) -> String {
    let matters = rows.iter().map(|row| columns(&row.matter)).chain([columns(first)]).max().unwrap_or(0);
    let count = head.len();
    let widest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at)).chain(head.get(at));
        cells.map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(widest).collect();
    let gaps = count.saturating_mul(BETWEEN);
    let needed = widths.iter().sum::<usize>().saturating_add(matters).saturating_add(gaps);
    if needed <= width {
        return table(first, head, rows, matters, &widths);
    }
    // Cells are broken over lines before the table is given up.
    let left = width.saturating_sub(matters).saturating_sub(gaps);
    let each = left.checked_div(count).unwrap_or(0);
    if each >= NARROWEST {
        let widths: Vec<usize> = widths.into_iter().map(|wide| wide.min(each)).collect();
        return table(first, head, rows, matters, &widths);
    }
    list(head, rows, width)
}

fn table(first: &str, head: &[String], rows: &[Row], matters: usize, widths: &[usize]) -> String {
    let mut text = table_row(first, head, matters, widths);
    for row in rows {
        text.push_str(&table_row(&row.matter, &row.cells, matters, widths));
    }
    text
}

/// Returns the lines of one row.
fn table_row(matter: &str, cells: &[String], matters: usize, widths: &[usize]) -> String {
    let cells: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width, 0).lines().map(str::to_owned).collect())
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let mut text = String::new();
    for line in 0..height {
        let mut shown = pad(if line == 0 { matter } else { "" }, matters);
        for (cell, width) in cells.iter().zip(widths) {
            shown.push_str(&" ".repeat(BETWEEN));
            shown.push_str(&pad(cell.get(line).map_or("", String::as_str), *width));
        }
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    text
}

fn list(head: &[String], rows: &[Row], width: usize) -> String {
    let levels = head.iter().map(|level| columns(level)).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        text.push_str(&wrap(&row.matter, width, 2));
        for (level, cell) in head.iter().zip(&row.cells) {
            text.push_str(&wrap(&format!("  {} {cell}", pad(level, levels)), width, 4));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Row, laid_out};
    use crate::terminal::columns;

    fn rows() -> Vec<Row> {
        let row = |matter: &str, cells: &[&str]| Row {
            matter: matter.to_owned(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        vec![row("ZZ", &["a / b", "depends on scope, affiliation"]), row("YYYY", &["gap", "c"])]
    }

    #[test]
    fn it_fits_every_width() {
        let head = ["city".to_owned(), "county".to_owned()];
        for width in 20..90 {
            let text = laid_out("matter", &head, &rows(), width);
            for line in text.lines() {
                assert!(columns(line) <= width, "{width}: {line}");
            }
            // Nothing is left out, however narrow it is.
            let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).count();
            let cells: String = rows().into_iter().flat_map(|row| row.cells).collect();
            assert!(letters(&text) >= letters(&cells), "{width}: {text}");
        }
        assert!(laid_out("matter", &head, &rows(), 80).starts_with("matter  city   county\n"));
    }
}
