//! What a query must be answered, once every cell of it is judged: one answer, or exactly the facts to be asked for.
//!
//! In: the cells that a query leaves open, with their verdicts. Out: the answer that they share, or the axes that are
//! needed, by the definition in `docs/language.md`. What a cell is answered is settled before.

use super::oracle::{Cell, Key, NOTHING, Status};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug)]
pub enum Expected {
    Same(Key),
    /// The axes to be asked for.
    Needs(Vec<usize>),
}

pub fn ask(verdicts: &[(Cell, Key)]) -> Expected {
    let mut keys: BTreeMap<&Key, usize> = BTreeMap::new();
    let possible = verdicts.iter().filter(|(_, key)| key.0 != Status::Impossible);
    let mut answers: Vec<(&Cell, usize)> = Vec::new();
    for (cell, key) in possible {
        let next = keys.len();
        answers.push((cell, *keys.entry(key).or_insert(next)));
    }
    match keys.len() {
        0 => Expected::Same((Status::Impossible, NOTHING)),
        1 => Expected::Same((*keys.first_key_value().expect("one").0).clone()),
        _ => Expected::Needs(needs(&answers)),
    }
}

/// Says whether cells that agree on some axes are answered alike.
fn suffice(answers: &[(&Cell, usize)], axes: &[usize]) -> bool {
    let mut seen: HashMap<Cell, usize> = HashMap::new();
    let project = |cell: &Cell| axes.iter().map(|&axis| cell[axis]).collect::<Cell>();
    answers.iter().all(|(cell, key)| *seen.entry(project(cell)).or_insert(*key) == *key)
}

/// The facts that matter; where impossible cases tie facts together, more of them.
fn needs(answers: &[(&Cell, usize)]) -> Vec<usize> {
    let axes: Vec<usize> = (0..answers.first().map_or(0, |(cell, _)| cell.len())).collect();
    let without = |axis: usize, from: &[usize]| -> Vec<usize> {
        from.iter().copied().filter(|&other| other != axis).collect()
    };
    let mattering: Vec<usize> =
        axes.iter().copied().filter(|&axis| !suffice(answers, &without(axis, &axes))).collect();
    if suffice(answers, &mattering) {
        return mattering;
    }
    let mut needs = axes.clone();
    for axis in axes.into_iter().rev().filter(|axis| !mattering.contains(axis)) {
        let fewer = without(axis, &needs);
        if suffice(answers, &fewer) {
            needs = fewer;
        }
    }
    needs
}
