//! Does a policy do what the one above it leaves to it?
//!
//! In: the upper policy and the lower, with their diagrams. Out: what the lower one has to allocate and does not, allocates
//! twice, or contradicts; and what it adds, renames, or has no business with. Matters are matched one by one, by name and
//! alias: headings play no part. Contradictions are found in the diagrams of both, case by case of both vocabularies.

mod counterparts;
mod judge;
mod matters;

pub use counterparts::Counterparts;

use super::answer::Answer;
use super::difference::align::{Alignment, Own, align, align_parts};
use super::difference::{Change, Compared, MOST_BOXES, Said, changes, stretches};
use crate::arena::Arena;
use crate::diagram::{Cell, Part, TooLarge};
use crate::model::{
    AMOUNT, AxisId, Class, Interval, LevelId, MATTER, Model, PERFORMER, PartId, Payer, SectionId, TRANSFER,
    ValueSet,
};
use judge::{Judge, Ranks};

/// How a policy conforms to the one above it.
#[derive(Debug, Clone)]
pub struct Conformity {
    /// The words of both, as a model without rules.
    pub words: Model,
    /// The levels of the upper policy whose part the lower one divides, in those words.
    pub divided: Vec<LevelId>,
    /// What becomes of each matter of the upper policy, in its order.
    pub matters: Vec<Above>,
    /// Matters that the lower policy lists and the upper one does not, by their number in those words.
    pub added: Vec<u32>,
    /// Where the lower policy says something else, or nothing: from what the upper says to what the lower does.
    pub contradictions: Vec<Change>,
    /// Where it may: of a matter that both policies divide, each in its own way, so that it is not said which part is which.
    pub unclear: Vec<Change>,
    /// How many matters which the upper policy does not list are contradicted, for what it says of all others; and how many of them are
    /// not allocated in some cases.
    pub of_rest: (usize, usize),
    /// Days on which the lower policy is in force and the upper is not.
    pub orphaned: Vec<Interval>,
}

/// A matter of the upper policy.
#[derive(Debug, Clone)]
pub struct Above {
    /// Its name there; of a component its own, of the rest of an open group that of the group.
    pub name: String,
    /// Its number there.
    pub number: u32,
    /// The section of the first rule about it.
    pub section: Option<SectionId>,
    /// What the upper policy does with it.
    pub fate: Fate,
    /// The lower policy's matters of that name or alias.
    pub below: Vec<String>,
    /// It is reached there by another name than the upper policy's own.
    pub renamed: bool,
    /// Some cases of it are contradicted.
    pub contradicted: bool,
    /// Some cases of it are not allocated.
    pub partly: bool,
    /// Some cases of it may be contradicted, or not allocated.
    pub unclear: bool,
    /// The lower policy lists it by no name, and its clause for the rest says nothing.
    pub missing: bool,
}

/// What the upper policy does with a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It leaves it to the levels below, at least in part.
    Left,
    /// It keeps it.
    Kept,
    /// It does not decide it.
    Open,
}

/// What becomes of the matters of one section of the upper policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SectionCounts {
    /// The section; nothing for rules outside of sections.
    pub section: Option<SectionId>,
    /// Its matters.
    pub matters: usize,
    /// Those that are left to the levels below, at least in part.
    pub left: usize,
    /// Those of them that the lower policy allocates, once and as it was left.
    pub allocated: usize,
    /// Those that are kept.
    pub kept: usize,
    /// Those that are not allocated, allocated twice or contradicted.
    pub findings: usize,
}

/// What is wrong with a place where the two do not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The lower policy says something else.
    Contradicted,
    /// The lower policy says nothing, or leaves it open.
    NotAllocated,
}

impl Conformity {
    /// Tells whether the lower policy does all that the upper one leaves to it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.contradictions.is_empty()
            && self.unclear.is_empty()
            && self.orphaned.is_empty()
            && self.matters.iter().all(|matter| !matter.missing && !matter.is_twice())
    }

    /// Counts by section, in the order of the upper policy.
    #[must_use]
    pub fn sections(&self) -> Vec<SectionCounts> {
        let mut sections: Vec<SectionCounts> = Vec::new();
        for matter in &self.matters {
            let at = sections.iter().position(|counts| counts.section == matter.section);
            let at = at.unwrap_or_else(|| {
                sections.push(SectionCounts { section: matter.section, ..SectionCounts::default() });
                sections.len().saturating_sub(1)
            });
            let Some(counts) = sections.get_mut(at) else { continue };
            let add = |count: &mut usize, is: bool| *count = count.saturating_add(usize::from(is));
            add(&mut counts.matters, true);
            add(&mut counts.left, matter.fate == Fate::Left);
            add(&mut counts.allocated, matter.is_allocated());
            add(&mut counts.kept, matter.fate == Fate::Kept);
            add(&mut counts.findings, matter.has_finding());
        }
        sections
    }
}

impl Above {
    /// Tells whether the lower policy allocates it, once and as it was left.
    #[must_use]
    pub fn is_allocated(&self) -> bool {
        self.fate == Fate::Left && !self.has_finding()
    }

    /// Tells whether something about it is not as it was left.
    #[must_use]
    pub fn has_finding(&self) -> bool {
        self.missing || self.partly || self.contradicted || self.unclear || self.is_twice()
    }

    /// Tells whether the lower policy has several matters for this one.
    #[must_use]
    pub fn is_twice(&self) -> bool {
        self.fate == Fate::Left && self.below.len() > 1
    }
}

/// Returns what is wrong where the lower policy says this.
#[must_use]
pub fn fault(to: &Said) -> Fault {
    let silent = match to {
        Said::Nothing | Said::NotInForce => true,
        Said::Class(part) => matches!(
            part,
            Part::Missing | Part::Unasked | Part::Value(Class::Undetermined | Class::Governed(..))
        ),
        Said::Whole(cell) => {
            matches!(cell.class, Part::Missing | Part::Value(Class::Undetermined | Class::Governed(..)))
        }
        Said::Payer(part) => matches!(part, Part::Missing | Part::Unasked),
        Said::Impossible | Said::Further(..) => false,
    };
    if silent { Fault::NotAllocated } else { Fault::Contradicted }
}

/// Finds out how a policy conforms to the one above it; nothing where no level of the upper one is what the lower divides.
///
/// # Errors
/// Fails when the question would need more than [`crate::diagram::MAX_NODES`] nodes.
pub fn conformity(mut upper: Compared<'_>, mut lower: Compared<'_>) -> Result<Option<Conformity>, TooLarge> {
    let alignment = align_parts(upper.model, lower.model);
    let divided = matters::divided(upper.model, lower.model, &alignment);
    if divided.is_empty() {
        return Ok(None);
    }
    let (of_upper, of_lower) = (upper.model.in_force(), lower.model.in_force());
    let both = of_upper.meet(of_lower);
    let days = if both.is_empty() { vec![of_upper, of_lower] } else { vec![both] };
    let performers = performers(&alignment);
    let limits = [(PERFORMER, performers), (alignment.model.date(), stretches(&alignment, &days))];
    let ranks = Ranks::new(&alignment, lower.model, &divided);
    let mut above = matters::above(&mut upper, &mut lower, &alignment, &ranks)?;
    let judge = Judge::new(ranks, above.ignored.clone(), &alignment, (upper.model, lower.model));
    let added = matters::added(upper.model, &alignment);
    let loose = matters::loose(&mut upper, &alignment)?;
    let unclear = {
        let old = Compared { model: upper.model, diagram: &mut *upper.diagram };
        let new = Compared { model: lower.model, diagram: &mut *lower.diagram };
        if loose.is_empty() {
            Vec::new()
        } else {
            changes(old, new, &alignment, (&limits, MOST_BOXES), judge.only(&loose))?
        }
    };
    let contradictions = contradictions(upper, lower, &alignment, &limits, &judge.without(&loose))?;
    above.mark_unclear(&unclear);
    let of_rest = above.mark(&contradictions);
    Ok(Some(Conformity {
        divided,
        matters: above.matters,
        added,
        contradictions,
        unclear,
        of_rest,
        orphaned: outside(of_lower, of_upper),
        words: alignment.model,
    }))
}

/// Finds where the lower policy says something else. What the upper one does not list is not on its list, whatever it says of all such
/// matters.
fn contradictions(
    upper: Compared<'_>,
    lower: Compared<'_>,
    alignment: &Alignment,
    limits: &[(AxisId, ValueSet)],
    judge: &Judge,
) -> Result<Vec<Change>, TooLarge> {
    let mut others =
        if judge.has_lists() { matters::not_listed(upper.model, lower.model, alignment) } else { Vec::new() };
    others.iter_mut().for_each(|(_, matters)| matters.retain(|&matter| !judge.ignores(matter)));
    let all: Vec<u32> = others.iter().flat_map(|(_, matters)| matters).copied().collect();
    let count = u32::try_from(alignment.matters.pairs.len()).unwrap_or(u32::MAX);
    let mut judges = vec![judge.without(&all)];
    for (on_list, matters) in others.iter().filter(|(_, matters)| !matters.is_empty()) {
        let ignored = (0..count).filter(|common| !matters.contains(common)).collect();
        judges.push(judge.of_others(ignored, *on_list));
    }
    let mut found: Vec<Change> = Vec::new();
    for judge in judges {
        let old = Compared { model: upper.model, diagram: &mut *upper.diagram };
        let new = Compared { model: lower.model, diagram: &mut *lower.diagram };
        for change in changes(old, new, alignment, (limits, MOST_BOXES), judge)? {
            match found.iter_mut().find(|known| known.from == change.from && known.to == change.to) {
                Some(known) => join(known, change),
                None => found.push(change),
            }
        }
    }
    Ok(found)
}

/// Puts the places of a change to those of the same one.
fn join(known: &mut Change, more: Change) {
    known.places.extend(more.places);
    known.matters = known.matters.union(&more.matters);
    known.more = known.more.saturating_add(more.more);
    for (rules, more) in [(&mut known.old_rules, more.old_rules), (&mut known.new_rules, more.new_rules)] {
        rules.extend(more);
        rules.sort();
        rules.dedup();
    }
}

/// Tells whether an answer of the lower policy denies what the upper one says of the case; `left` are the levels of the upper
/// one whose part is divided below, `between` the documents that stand between the two.
#[must_use]
pub fn contradicts(
    (upper, above): (&Model, &Answer),
    (lower, here): (&Model, &Answer),
    left: &[LevelId],
    between: &[&Model],
) -> bool {
    // Who has the authority, who pays and what the parts of both say is told by levels and by the words of the parts alone.
    let alignment = align(&levels_of(upper), &levels_of(lower));
    let divided: Vec<LevelId> = left.iter().map(|&level| alignment.old.level(level)).collect();
    if divided.is_empty() {
        return false;
    }
    let mut ranks = Ranks::new(&alignment, lower, &divided);
    ranks.reach(between);
    let cell = |own: &Own, answer: &Answer| own.cell(&alignment.model, &stated(answer));
    !ranks.fits(&cell(&alignment.old, above), &cell(&alignment.new, here))
}

/// Tells whether what two documents of one rank say of a case would be a conflict in one document. Neither divides what the other
/// leaves: only what is equal agrees, and what one of them does not say.
#[must_use]
pub fn disagree((one, here): (&Model, &Answer), (other, there): (&Model, &Answer)) -> bool {
    let alignment = align(&levels_of(one), &levels_of(other));
    let cell = |own: &Own, answer: &Answer| own.cell(&alignment.model, &stated(answer));
    let (one, other) = (cell(&alignment.old, here), cell(&alignment.new, there));
    let class = match (&one.class, &other.class) {
        (Part::Value(Class::Shared(a)), Part::Value(Class::Shared(b))) if a.is_empty() || b.is_empty() => {
            false
        }
        (Part::Value(a), Part::Value(b)) => a != b,
        _ => false,
    };
    let payer = match (&one.payer, &other.payer) {
        (Part::Value(Payer::Unstated(a)), Part::Value(Payer::Unstated(b)))
            if a.is_empty() || b.is_empty() =>
        {
            false
        }
        (Part::Value(a), Part::Value(b)) => a != b,
        _ => false,
    };
    let parts = (0..).map(PartId::nth).zip(one.further.iter().zip(&other.further));
    let mut declared = parts.filter(|(part, _)| ![TRANSFER, AMOUNT].contains(part));
    class || payer || declared.any(|(_, both)| matches!(both, (Part::Value(a), Part::Value(b)) if a != b))
}

/// Returns what an answer states: a part that it leaves open, or that is missing, denies nothing.
fn stated(answer: &Answer) -> Cell {
    let class = match &answer.class {
        Part::Value(Class::Undetermined | Class::Governed(..)) | Part::Missing => Part::Unasked,
        class => class.clone(),
    };
    let payer = match &answer.payer {
        Part::Value(Payer::Undetermined | Payer::Governed(..)) | Part::Missing => Part::Unasked,
        payer => payer.clone(),
    };
    Cell { class, payer, further: answer.further.clone() }
}

/// Returns a policy that has the levels and the parts of another, and says nothing.
fn levels_of(model: &Model) -> Model {
    let kept = [MATTER, PERFORMER, model.date()];
    let mut axes = Arena::default();
    for axis in kept {
        axes.push(model.axes[axis].clone());
    }
    let (levels, parts) = (model.levels.clone(), model.parts.clone());
    Model { levels, parts, axes, ..Model::silent(model.name.clone()) }
}

/// Returns the levels that perform work under the lower policy: of the others it has nothing to say.
fn performers(alignment: &Alignment) -> ValueSet {
    let size = alignment.model.axes[PERFORMER].size();
    match alignment.new.values(PERFORMER) {
        None => ValueSet::full(size),
        Some(values) => {
            let own = (0_u32..).zip(values).filter(|(_, own)| own.is_some());
            ValueSet::from_ranges(own.map(|(value, _)| (value, value.saturating_add(1))))
        }
    }
}

/// Returns the days of an interval that do not lie in another.
fn outside(days: Interval, other: Interval) -> Vec<Interval> {
    let before = Interval { first: days.first, last: days.last.min(other.first.saturating_sub(1)) };
    let after = Interval { first: days.first.max(other.last.saturating_add(1)), last: days.last };
    [before, after].into_iter().filter(|interval| !interval.is_empty()).collect()
}
