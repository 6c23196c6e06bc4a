//! The words of a model that is there, to resolve one more rule with.
//!
//! In: a model. Out: its vocabulary, which goes back into the model when the rule is resolved.

use super::Vocabulary;
use crate::model::value::Fact;
use crate::model::{AxisId, Model};
use crate::source::Span;
use std::iter::once;
use std::mem::swap;

impl Vocabulary {
    /// Takes the words out of a model. Where a name was declared matters to declarations alone, so any place will do.
    pub(in crate::model) fn lent(model: &mut Model, place: Span) -> Vocabulary {
        let mut words = Vocabulary::default();
        words.exchange(model);
        words.date = words.axes.ids().next_back();
        for (id, level) in words.levels.pairs() {
            let names = once(&level.name).chain(&level.aliases);
            words.level_names.extend(names.map(|name| (name.clone(), (id, place))));
        }
        // The matter and the level are no facts of their own, nor is the date.
        let facts = words.axes.pairs().skip(2).filter(|(id, _)| Some(*id) != words.date);
        let facts = facts.map(|(id, axis): (AxisId, _)| (Fact::Axis(id), &axis.name, &axis.aliases));
        let tables = words.tables.iter().enumerate();
        let tables = tables.map(|(number, table)| (Fact::Table(number), &table.name, &table.aliases));
        for (fact, name, aliases) in facts.chain(tables) {
            words.fact_names.extend(once(name).chain(aliases).map(|name| (name.clone(), (fact, place))));
        }
        words
    }

    /// Puts the words back.
    pub(in crate::model) fn give_back(mut self, model: &mut Model) {
        self.exchange(model);
    }

    fn exchange(&mut self, model: &mut Model) {
        swap(&mut self.levels, &mut model.levels);
        swap(&mut self.matters, &mut model.matters);
        swap(&mut self.axes, &mut model.axes);
        swap(&mut self.tables, &mut model.tables);
        swap(&mut self.parts, &mut model.parts);
        swap(&mut self.parameters, &mut model.parameters);
        swap(&mut self.inferred, &mut model.inferred);
        swap(&mut self.listed, &mut model.listed);
    }
}
