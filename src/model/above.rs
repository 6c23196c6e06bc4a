//! What a policy leaves to the one below it.
//!
//! In: two models, by their names alone. Out: the levels of the upper one whose part the lower one divides.

use super::{AxisValue, Level, LevelId, Model, PERFORMER};

impl Model {
    /// Returns the levels whose part another policy divides: the one that its header names, else those that perform under it
    /// and those that are made of them.
    #[must_use]
    pub fn left_to(&self, lower: &Model) -> Vec<LevelId> {
        if let Some(name) = &lower.header.divides {
            let named = self.levels.pairs().find(|(_, level)| level.is_called(name));
            // Of several documents above, one may not have the level that is divided of another.
            if named.is_some() || lower.header.under.len() < 2 {
                return named.map(|(id, _)| id).into_iter().collect();
            }
        }
        let performs = |level: &Level| lower.axes[PERFORMER].values.iter().any(|value| same(level, value));
        let divides = |id: &LevelId| {
            let level = &self.levels[*id];
            performs(level) || level.members.iter().any(|&member| performs(&self.levels[member]))
        };
        self.levels.ids().filter(divides).collect()
    }
}

fn same(level: &Level, value: &AxisValue) -> bool {
    let names = || std::iter::once(&value.name).chain(&value.aliases);
    value.level.is_some() && names().any(|name| level.is_called(name))
}
