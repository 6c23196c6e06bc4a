//! Where two policies answer differently.
//!
//! In: two models with their diagrams; words, levels and matters may differ. Out: the merged regions in which class, payer or a
//! further part differ, from what to what, with the rules of both sides. The tables of either side are laid on one another in one
//! vocabulary, one run of matters after the other; runs to which the same rules apply are passed over.

pub(super) mod align;
mod alike;
mod beneath;
mod beside;
mod boxes;
mod carry;
pub(super) mod contrast;
mod effect;
mod found;
mod keys;
mod known;
mod meeting;
mod overlay;
mod painted;
mod pass;
mod placed;
mod product;
mod reader;
mod sentence;
mod side;
mod table;
mod terms;

pub use effect::effect;
pub(super) use pass::changes;

use super::phrase::{Place, Witness};
use crate::diagram::{Cell, ClaimId, Diagram, Part, Run, TooLarge};
use crate::model::{AxisId, Class, FurtherValue, Interval, Model, PartId, Payer, RuleId, ValueSet};
use align::{Alignment, Own, align};
use alike::Alike;
use contrast::{Key, Measure, Saying, unequal};

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
    /// The cases, as merged boxes; where there are very many, the first of them.
    pub places: Vec<Place>,
    /// All matters in which it shows.
    pub matters: ValueSet,
    /// How many of them are in no place that is listed.
    pub more: usize,
    /// One of them.
    pub witness: Witness,
    /// The rules of the old policy that say so in the places that are listed, in the order of the file.
    pub old_rules: Vec<RuleId>,
    /// Those of the new policy.
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

/// How many boxes are listed, besides the first place of each change.
pub(super) const MOST_BOXES: usize = 500;

/// Compares two policies.
///
/// # Errors
/// Fails when the differences would need more than [`crate::diagram::MAX_NODES`] nodes.
pub fn difference(old: Compared<'_>, new: Compared<'_>) -> Result<Difference, TooLarge> {
    difference_listing(old, new, MOST_BOXES)
}

/// Compares two policies, and lists places until they come to so many boxes; of each change the first one is listed in any case.
///
/// # Errors
/// Fails when the differences would need more than [`crate::diagram::MAX_NODES`] nodes.
pub fn difference_listing(
    old: Compared<'_>,
    new: Compared<'_>,
    boxes: usize,
) -> Result<Difference, TooLarge> {
    let alignment = align(old.model, new.model);
    let (of_old, of_new) = (old.model.in_force(), new.model.in_force());
    let both = of_old.meet(of_new);
    let days = if both.is_empty() { vec![of_old, of_new] } else { vec![both] };
    let renamed = renamed(old.model, new.model);
    let limits = [(alignment.model.date(), stretches(&alignment, &days))];
    let measure = Equal { alike: Alike::new(&old, &new, &alignment) };
    let changes = changes(old, new, &alignment, (&limits, boxes), measure)?;
    let facts = |own: &Own, other: &Own| {
        let alone = |id: &AxisId| own.axes.contains(id) && !other.axes.contains(id);
        alignment.model.axes.ids().filter(alone).collect::<Vec<AxisId>>()
    };
    Ok(Difference {
        changes,
        only_old: alignment.matters.only_old.clone(),
        only_new: alignment.matters.only_new.clone(),
        renamed,
        facts_only_old: facts(&alignment.old, &alignment.new),
        facts_only_new: facts(&alignment.new, &alignment.old),
        in_force: (of_old != of_new).then_some((of_old, of_new)),
        days,
        words: alignment.model,
    })
}

/// Returns the stretches of the common date that lie in any of several intervals.
pub(super) fn stretches(alignment: &Alignment, days: &[Interval]) -> ValueSet {
    days.iter().fold(ValueSet::default(), |set, &days| set.union(&alignment.model.stretches(days)))
}

/// Answers are to be equal.
struct Equal<'a> {
    alike: Alike<'a>,
}

impl Measure for Equal<'_> {
    fn apart(
        &mut self,
        old: (&Diagram, &Run),
        new: (&Diagram, &Run),
        into: (&mut Vec<ClaimId>, &mut Vec<ClaimId>),
    ) -> bool {
        self.alike.apart(old, new, into)
    }

    fn changes(&self, joint: &Model, old: &Saying, new: &Saying) -> Vec<Key> {
        unequal(joint, old, new)
    }
}
