//! Columns that stand under each other.
//!
//! In: lines with their columns. Out: the lines as text. Widths are those of a screen, on which a Chinese character takes
//! two places.

use super::WIDTH;
use super::doc::{Column, Line};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// How far a column is moved at most: beyond that the eye no longer follows.
const FARTHEST: usize = 24;

/// Joins lines to a text, with their columns under each other.
pub(super) fn text(mut lines: Vec<Line>) -> String {
    columns(&mut lines);
    let comments = comment_columns(&lines);
    let mut text = String::new();
    for (line, comment_at) in lines.iter().zip(comments) {
        if line.blank_before {
            text.push('\n');
        }
        let mut set = format!("{}{}", blanks(line.indent), line.text);
        if let Some(comment) = &line.comment {
            set.push_str(&blanks(comment_at.saturating_sub(line.width())));
            set.push_str(comment);
        }
        text.push_str(if line.verbatim { &set } else { set.trim_end() });
        text.push('\n');
    }
    text
}

fn blanks(count: usize) -> String {
    " ".repeat(count)
}

/// Puts the columns of each group of lines under each other, the left ones first.
fn columns(lines: &mut [Line]) {
    let mut groups: BTreeMap<(usize, Column), Vec<usize>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        for (column, group, _) in &line.stops {
            groups.entry((*group, *column)).or_default().push(number);
        }
    }
    for ((group, column), members) in groups {
        let place = |line: &Line| {
            let (.., byte) = *line.stops.iter().find(|(c, g, _)| (*c, *g) == (column, group))?;
            let before = line.text.get(..byte)?;
            Some((byte, line.indent.saturating_add(before.width())))
        };
        let of = |number: &usize| lines.get(*number).and_then(place);
        let Some(target) = members.iter().filter_map(of).map(|(_, at)| at).max() else { continue };
        let pads: Vec<(usize, usize, usize)> = members
            .iter()
            .filter_map(|number| of(number).map(|(byte, at)| (*number, byte, target.saturating_sub(at))))
            .collect();
        let wide = |(number, _, pad): &(usize, usize, usize)| {
            *pad > FARTHEST
                || *pad > 0
                    && lines.get(*number).is_some_and(|line| line.width().saturating_add(*pad) > WIDTH)
        };
        if pads.iter().any(wide) {
            continue;
        }
        for (number, byte, pad) in pads {
            let Some(line) = lines.get_mut(number) else { continue };
            line.text.insert_str(byte, &blanks(pad));
            for (_, _, at) in line.stops.iter_mut().filter(|(.., at)| *at >= byte) {
                *at = at.saturating_add(pad);
            }
        }
    }
}

/// Returns where the comment at the end of each line begins: under those of the lines beside it.
fn comment_columns(lines: &[Line]) -> Vec<usize> {
    let mut places = vec![0; lines.len()];
    let mut run: Vec<usize> = Vec::new();
    let mut widest = 0;
    let mut end_run = |run: &mut Vec<usize>, widest: &mut usize| {
        for number in run.drain(..) {
            if let Some(place) = places.get_mut(number) {
                *place = widest.saturating_add(2);
            }
        }
        *widest = 0;
    };
    for (number, line) in lines.iter().enumerate() {
        if line.comment.is_none() || line.blank_before {
            end_run(&mut run, &mut widest);
        }
        if line.comment.is_some() {
            run.push(number);
            widest = widest.max(line.width());
        }
    }
    end_run(&mut run, &mut widest);
    places
}
