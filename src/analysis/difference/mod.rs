//! Where two policies answer differently.
//!
//! In: two models with their diagrams; words, levels and matters may differ. Out: the merged regions in which class, payer or a
//! further part differ, from what to what, with the rules of both sides. Nothing is tried case by case: the diagrams of either side
//! are carried over into one vocabulary and multiplied, one run of matters after the other, and runs to which the same rules
//! apply are passed over.

pub(super) mod align;
mod carry;
pub(super) mod changes;
mod effect;
mod levels;
mod meaning;
pub(super) mod relation;
mod terms;

pub use effect::effect;

use super::phrase::{Place, Witness};
use crate::diagram::{Cell, Diagram, Part, TooLarge};
use crate::model::{AxisId, Class, FurtherValue, Interval, Model, PartId, Payer, RuleId};

/// One of two policies that are compared.
#[derive(Debug)]
pub struct Compared<'a> {
    /// What it means.
    pub model: &'a Model,
    /// Its diagram.
    pub diagram: &'a mut Diagram,
}

/// How the answers of two policies differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The words of both, as a model without rules: everything below is numbered by it, but rules are by their own policy.
    pub words: Model,
    /// What changes, in the order of the matters.
    pub changes: Vec<Change>,
    /// Matters that the new policy does not list, by their number.
    pub only_old: Vec<u32>,
    /// Matters that the old policy does not list.
    pub only_new: Vec<u32>,
    /// Matters of both that go by another name in the new policy: from what to what.
    pub renamed: Vec<(String, String)>,
    /// Facts that the new policy does not have.
    pub facts_only_old: Vec<AxisId>,
    /// Facts that the old policy does not have.
    pub facts_only_new: Vec<AxisId>,
    /// The days on which either is in force, where they differ.
    pub in_force: Option<(Interval, Interval)>,
    /// The days for which the answers were compared: those on which both are in force, else those on which either is.
    pub days: Vec<Interval>,
}

/// One thing that is answered differently.
#[derive(Debug, Clone)]
pub struct Change {
    /// What differs.
    pub from: Said,
    /// What it is now.
    pub to: Said,
    /// All cases, as merged boxes.
    pub places: Vec<Place>,
    /// One of them.
    pub witness: Witness,
    /// The rules of the old policy that say so, in the order of the file.
    pub old_rules: Vec<RuleId>,
    /// The rules of the new policy.
    pub new_rules: Vec<RuleId>,
}

/// What is said of a case, or of one part of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Said {
    /// The case cannot occur.
    Impossible,
    /// The case has not started.
    NotInForce,
    /// No rule says anything.
    Nothing,
    /// All parts, where the other side has none to compare.
    Whole(Cell),
    /// Who has the authority.
    Class(Part<Class>),
    /// Who pays.
    Payer(Part<Payer>),
    /// A further part.
    Further(PartId, Part<FurtherValue>),
}

impl Difference {
    /// Tells whether every question is answered alike, whatever else differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.in_force.is_none()
    }

    /// Tells whether an answer differs, or a list of matters does. Another name for a matter is no difference.
    #[must_use]
    pub fn is_different(&self) -> bool {
        !self.is_empty() || !self.only_old.is_empty() || !self.only_new.is_empty()
    }
}

/// Returns the matters that another policy lists under another name: from what to what.
fn renamed(old: &Model, new: &Model) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for node in old.matters.nodes.iter() {
        // A component's name means something within its matter alone.
        if node.parent.is_some_and(|parent| old.matters.nodes[parent].whole) {
            continue;
        }
        let names = || std::iter::once(&node.name).chain(&node.aliases);
        let there = names().find_map(|name| new.matters.find(name));
        if let Some(there) = there.map(|id| &new.matters.nodes[id].name).filter(|there| **there != node.name)
        {
            renamed.push((node.name.clone(), there.clone()));
        }
    }
    renamed
}

/// Compares two policies.
///
/// # Errors
/// Fails when the differences would need more than [`crate::diagram::MAX_NODES`] nodes.
pub fn difference(old: Compared<'_>, new: Compared<'_>) -> Result<Difference, TooLarge> {
    changes::compare(old, new)
}
