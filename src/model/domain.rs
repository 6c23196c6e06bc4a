//! The axes of a policy: each fact with its finitely many values.
//!
//! In: declarations. Out: numbered values, and names for them. The first two axes are always the matter and the
//! level of the performing unit.

use super::{AxisId, LevelId};

/// The axis of matters.
pub const MATTER: AxisId = AxisId::nth(0);
/// The axis of the performing unit's level.
pub const PERFORMER: AxisId = AxisId::nth(1);
/// What the level of the performing unit is called in conditions and queries.
pub const LEVEL_NAME: &str = "level";
/// What the date is called where it is asked for.
pub const DATE_NAME: &str = "date";

/// A fact that answers may depend on, with its values.
#[derive(Debug, Clone)]
pub struct Axis {
    /// `scope`
    pub name: String,
    /// `范围`
    pub aliases: Vec<String>,
    /// What kind of values it has.
    pub kind: AxisKind,
    /// The declared values, in order.
    pub values: Vec<AxisValue>,
    /// There are values that are not declared; together they are one more value, the last.
    pub open: bool,
    /// Nothing declares it: the values are those that the rules mention.
    pub inferred: bool,
}

/// What kind of values an axis has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisKind {
    /// The leaves of the tree of matters; the values' names are in the tree.
    Matter,
    /// Levels: of the performing unit, or of another role.
    Role,
    /// Words.
    Enumeration,
}

/// A declared value.
#[derive(Debug, Clone)]
pub struct AxisValue {
    /// `全市性`
    pub name: String,
    /// `全市`
    pub aliases: Vec<String>,
    /// The level that it is, for a role.
    pub level: Option<LevelId>,
}

impl Axis {
    /// Returns how many values there are, the undeclared ones as one.
    #[must_use]
    pub fn size(&self) -> u32 {
        let declared = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        declared.saturating_add(u32::from(self.open))
    }

    /// Returns the number that stands for every undeclared value, if the axis is open.
    #[must_use]
    pub fn other(&self) -> Option<u32> {
        self.open.then(|| self.size().saturating_sub(1))
    }

    /// Returns the number of a declared value by its name or an alias.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        let position = self
            .values
            .iter()
            .position(|value| value.name == name || value.aliases.iter().any(|a| a == name));
        position.and_then(|i| u32::try_from(i).ok())
    }

    /// Returns the level behind a value, for a role.
    #[must_use]
    pub fn level(&self, value: u32) -> Option<LevelId> {
        self.values.get(value as usize)?.level
    }

    /// Returns the number of the value that is this level, for a role.
    #[must_use]
    pub fn of_level(&self, level: LevelId) -> Option<u32> {
        let position = self.values.iter().position(|value| value.level == Some(level));
        position.and_then(|i| u32::try_from(i).ok())
    }

    /// Tells whether a word is the fact's name or an alias of it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}
