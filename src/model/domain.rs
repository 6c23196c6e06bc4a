//! The axes of a policy: each fact with its finitely many values.
//!
//! In: declarations. Out: numbered values, and names for them. The first two axes are always the matter and the
//! level of the performing unit; the last is the date.

use super::names::Names;
use super::{AxisId, LevelId, Scale, ValueSet};
use crate::message::Called;
use crate::source::Span;

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
    /// The declared values, in order; of a tree its leaves.
    pub values: Vec<AxisValue>,
    /// Of a tree the nodes above the leaves.
    pub nodes: Vec<AxisNode>,
    /// Of figures how they are cut.
    pub scale: Option<Scale>,
    /// There are values that are not declared; together they are one more value, the last.
    pub open: bool,
    /// Nothing declares it: the values are those that the rules mention.
    pub inferred: bool,
    /// Where it is declared, if it is.
    pub span: Option<Span>,
    /// Where its words are found.
    pub names: Names,
}

/// What kind of values an axis has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisKind {
    /// The leaves of the tree of matters; the values' names are in the tree.
    Matter,
    /// Levels: of the performing unit, or of another role.
    Role,
    /// Words, perhaps in a tree; the values are its leaves.
    Enumeration,
    /// Words that rise.
    Ordered,
    /// Amounts, numbers or days.
    Figure,
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
    /// It is what the list of an open node does not name; then it has the node's name.
    pub rest: bool,
}

impl AxisValue {
    /// Makes a word.
    #[must_use]
    pub fn word(name: &str) -> AxisValue {
        AxisValue { name: name.to_owned(), aliases: Vec::new(), level: None, rest: false }
    }

    /// Tells whether a word is the value's name or an alias of it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        !self.rest && (self.name == name || self.aliases.iter().any(|alias| alias == name))
    }
}

/// A node of a tree that has leaves below it.
#[derive(Debug, Clone)]
pub struct AxisNode {
    /// `辽宁`
    pub name: String,
    /// `辽宁省`
    pub aliases: Vec<String>,
    /// The first leaf under it, and the leaf after the last.
    pub leaves: (u32, u32),
}

/// `table 分档 of region { … }`: sorts the values of one axis.
#[derive(Debug, Clone)]
pub struct Table {
    /// `分档`
    pub name: String,
    /// `档次`
    pub aliases: Vec<String>,
    /// `region`
    pub axis: AxisId,
    /// The rows, in order; disjoint, and together every value.
    pub rows: Vec<TableRow>,
    /// Entries that took values out of the row of their container.
    pub narrower: Vec<Narrower>,
    /// Where it is declared.
    pub span: Span,
}

/// `第一档 : 内蒙古, 广西`
#[derive(Debug, Clone)]
pub struct TableRow {
    /// `第一档`
    pub name: String,
    /// `一档`
    pub aliases: Vec<String>,
    /// The values in it, after narrower entries of other rows were taken out.
    pub set: ValueSet,
}

/// 大连 in one row, inside 辽宁 in another.
#[derive(Debug, Clone)]
pub struct Narrower {
    /// `大连`
    pub entry: String,
    /// The row that it is in.
    pub row: usize,
    /// `辽宁`
    pub container: String,
    /// The row that its container is in.
    pub container_row: usize,
    /// The values of the entry.
    pub set: ValueSet,
    /// Where the entry stands.
    pub span: Span,
}

impl Table {
    /// Returns what the table is called in messages.
    #[must_use]
    pub fn called(&self) -> Called {
        Called::new(&self.name, &self.aliases)
    }

    /// Tells whether a word is the table's name or an alias of it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }

    /// Returns a row by its name or an alias.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&TableRow> {
        self.rows.iter().find(|row| row.name == name || row.aliases.iter().any(|alias| alias == name))
    }
}

impl Axis {
    /// Returns how many values there are, the undeclared ones as one.
    #[must_use]
    pub fn size(&self) -> u32 {
        if let Some(scale) = &self.scale {
            return scale.size();
        }
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
        self.names.value(name, &self.values, &self.nodes)
    }

    /// Returns the values that a word stands for: one, or all under a node of a tree.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<ValueSet> {
        self.find(name).map(ValueSet::single).or_else(|| {
            let node = self.names.node(name, &self.values, &self.nodes)?;
            Some(ValueSet::range(node.leaves.0, node.leaves.1))
        })
    }

    /// Returns the value that is the rest of an open node.
    #[must_use]
    pub fn rest_of(&self, name: &str) -> Option<u32> {
        let node = self.names.node(name, &self.values, &self.nodes)?;
        let position = self.values.iter().position(|value| value.rest && value.name == node.name);
        position.and_then(|i| u32::try_from(i).ok())
    }

    /// Returns every declared word, aliases included.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let values = self.values.iter().filter(|value| !value.rest).map(|v| (&v.name, &v.aliases));
        let nodes = self.nodes.iter().map(|node| (&node.name, &node.aliases));
        let names = values.chain(nodes);
        names.flat_map(|(name, also)| std::iter::once(name.as_str()).chain(also.iter().map(String::as_str)))
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

    /// Returns what the fact is called in messages.
    #[must_use]
    pub fn called(&self) -> Called {
        Called::new(&self.name, &self.aliases)
    }

    /// Tells whether a word is the fact's name or an alias of it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl AxisNode {
    /// Tells whether a word is the node's name or an alias of it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}
