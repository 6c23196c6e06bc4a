//! The picture in the README: a real sitting, drawn from the screen.
//!
//! `QUANZE_ACCEPT=1 cargo test --test suite -- picture` draws it anew.

use super::*;
use std::fs;

/// The size of a cell, in tenths of a pixel.
const CELL: u32 = 84;
const LINE: u32 = 190;
const MARGIN: u32 = 140;

const PICTURE: &str = "docs/session.svg";

#[test]
fn the_picture_is_a_real_sitting() {
    let mut sitting = Start::new("pty-picture").chinese().sized(92, 40).start();
    sitting.enter("专利导航 在 县");
    sitting.type_in("战略规划政策 在 县");
    sitting.send(ENTER);
    sitting.asked_for("范围");
    sitting.type_in("2");
    sitting.send(ENTER);
    sitting.prompt();
    sitting.enter(":一览 行政");
    sitting.enter("事项 专利导航 层级 县 => 支出 市");
    sitting.type_in("wqyz");
    sitting.until("the hint", |sitting| sitting.row().contains("[Tab] 维权援助"));
    let drawn = picture(sitting.screen.screen());
    sitting.interrupt();
    sitting.leave();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE);
    if std::env::var_os("QUANZE_ACCEPT").is_some() {
        fs::write(&path, &drawn).unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "{PICTURE} is not what the screen shows: run with QUANZE_ACCEPT=1 and look at it");
}

fn tenths(value: u32) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// Draws a screen.
fn picture(screen: &vt100::Screen) -> String {
    let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
    let last = (0..rows).rev().find(|row| !line(screen, *row).trim().is_empty()).unwrap_or(0);
    let width = u32::from(columns) * CELL + 2 * MARGIN;
    let height = (u32::from(last) + 1) * LINE + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1d2330\"/>\n\
         <g font-family=\"'Noto Sans Mono CJK SC','Source Han Mono SC','Sarasa Mono SC',Menlo,Consolas,monospace\" font-size=\"14\" fill=\"#d8dee9\" xml:space=\"preserve\">\n",
        w = tenths(width),
        h = tenths(height),
    );
    for row in 0..=last {
        for (column, text, style) in runs(screen, row) {
            let x = MARGIN + u32::from(column) * CELL;
            let y = MARGIN + u32::from(row) * LINE + 140;
            let wide = unicode_width::UnicodeWidthStr::width(text.as_str()) as u32 * CELL;
            svg.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{}</text>\n",
                tenths(x),
                tenths(y),
                tenths(wide),
                escaped(&text)
            ));
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn line(screen: &vt100::Screen, row: u16) -> String {
    runs(screen, row).into_iter().map(|(_, text, _)| text).collect()
}

/// Returns the texts of a row that look alike, each with its column and its look.
fn runs(screen: &vt100::Screen, row: u16) -> Vec<(u16, String, String)> {
    let columns = screen.size().1.get();
    let mut runs: Vec<(u16, String, String)> = Vec::new();
    let mut end = 0;
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| cell.has_contents()) else { continue };
        if cell.is_wide_continuation() {
            continue;
        }
        let style = style(cell);
        let next = column + if cell.is_wide() { 2 } else { 1 };
        match runs.last_mut() {
            Some((_, text, look)) if *look == style && end == column => text.push_str(cell.contents()),
            _ => runs.push((column, cell.contents().to_owned(), style)),
        }
        end = next;
    }
    runs.retain(|(_, text, _)| !text.trim().is_empty());
    runs
}

fn style(cell: &vt100::Cell) -> String {
    const COLOURS: [&str; 8] =
        ["#4c566a", "#bf616a", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#88c0d0", "#e5e9f0"];
    let mut style = String::new();
    if let vt100::Color::Idx(number) = cell.fgcolor()
        && let Some(colour) = COLOURS.get(usize::from(number % 8))
    {
        style.push_str(&format!(" fill=\"{colour}\""));
    }
    if cell.dim() {
        style.push_str(" opacity=\"0.55\"");
    }
    if cell.bold() {
        style.push_str(" font-weight=\"bold\"");
    }
    style
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
