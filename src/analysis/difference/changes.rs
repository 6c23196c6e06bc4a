//! The pass over the pairs of runs.
//!
//! In: two policies in one vocabulary. Out: each change once, with all places in which it shows.

use super::align::{Alignment, Own, align};
use super::carry::{Carry, LACKING};
use super::meaning::Meanings;
use super::{Change, Compared, Difference, Said, renamed};
use crate::analysis::decides::{Aspect, deciding};
use crate::analysis::phrase::{Place, Witness};
use crate::diagram::{Cell, Diagram, NodeId, Part, Run, Status, Store, TooLarge, Verdict};
use crate::model::{AxisId, Class, Interval, Model, Payer, RuleId, ValueSet};
use rustc_hash::FxHashMap;

/// Compares two policies.
pub(super) fn compare(old: Compared<'_>, new: Compared<'_>) -> Result<Difference, TooLarge> {
    let alignment = align(old.model, new.model);
    let asked_alike = old.diagram.asked().class == new.diagram.asked().class
        && old.diagram.asked().payer == new.diagram.asked().payer;
    let meanings = Meanings::new(old.model, new.model, &alignment, asked_alike);
    let measure = Equal { meanings, verdicts: Verdicts::default() };
    let (of_old, of_new) = (old.model.in_force(), new.model.in_force());
    let both = of_old.meet(of_new);
    let days = if both.is_empty() { vec![of_old, of_new] } else { vec![both] };
    let (old_model, new_model) = (old.model, new.model);
    let limits = [(alignment.model.date(), stretches(&alignment, &days))];
    let changes = changes(old, new, &alignment, &limits, measure)?;
    let facts = |own: &Own, other: &Own| {
        let alone = |id: &AxisId| own.axes.contains(id) && !other.axes.contains(id);
        alignment.model.axes.ids().filter(alone).collect::<Vec<AxisId>>()
    };
    Ok(Difference {
        changes,
        only_old: alignment.matters.only_old.clone(),
        only_new: alignment.matters.only_new.clone(),
        renamed: renamed(old_model, new_model),
        facts_only_old: facts(&alignment.old, &alignment.new),
        facts_only_new: facts(&alignment.new, &alignment.old),
        in_force: (of_old != of_new).then_some((of_old, of_new)),
        days,
        words: alignment.model,
    })
}

/// Returns the stretches of the common date that lie in any of several intervals.
pub(in crate::analysis) fn stretches(alignment: &Alignment, days: &[Interval]) -> ValueSet {
    days.iter().fold(ValueSet::default(), |set, &days| set.union(&alignment.model.stretches(days)))
}

/// Finds what differs between two policies, as a measure tells it, for some values of the common facts.
pub(in crate::analysis) fn changes<M: Measure>(
    old: Compared<'_>,
    new: Compared<'_>,
    alignment: &Alignment,
    limits: &[(AxisId, ValueSet)],
    measure: M,
) -> Result<Vec<Change>, TooLarge> {
    let store = Store::default();
    let mut pass = Pass { old, new, limits, alignment, store, measure, found: Found::default() };
    for (runs, matters) in pass.pairs() {
        pass.pair(runs, &matters)?;
    }
    Ok(pass.found.changes(&alignment.model, &pass.store))
}

/// What counts as a difference.
pub(in crate::analysis) trait Measure {
    /// Tells whether a common matter is not looked at.
    fn skips(&self, _matter: u32) -> bool {
        false
    }

    /// Returns the new side's diagram without cases that the old side rules out.
    fn narrowed(
        &self,
        _sides: &Sides<'_, '_>,
        _store: &mut Store,
        _old: NodeId,
        new: NodeId,
    ) -> Result<NodeId, TooLarge> {
        Ok(new)
    }

    /// Tells whether nothing can differ between two runs.
    fn same_runs(&self, old: (&Diagram, &Run), new: (&Diagram, &Run)) -> bool;

    /// Tells whether nothing differs between a leaf of either side.
    fn alike(&mut self, sides: &Sides<'_, '_>, a: u32, b: u32) -> bool;

    /// Returns what differs between a leaf of either side, with the rules that say so.
    fn changes(&self, sides: &Sides<'_, '_>, a: u32, b: u32) -> Vec<(Key, Rules)>;
}

/// Answers are to be equal.
struct Equal {
    meanings: Meanings,
    verdicts: Verdicts,
}

impl Measure for Equal {
    fn same_runs(&self, old: (&Diagram, &Run), new: (&Diagram, &Run)) -> bool {
        self.meanings.alike(old, new)
    }

    fn alike(&mut self, sides: &Sides<'_, '_>, a: u32, b: u32) -> bool {
        self.verdicts.alike(sides, a, b)
    }

    fn changes(&self, sides: &Sides<'_, '_>, a: u32, b: u32) -> Vec<(Key, Rules)> {
        sides.changes(a, b)
    }
}

/// The pass, with what it has found so far.
struct Pass<'a, M> {
    old: Compared<'a>,
    new: Compared<'a>,
    /// The values that are compared.
    limits: &'a [(AxisId, ValueSet)],
    alignment: &'a Alignment,
    store: Store,
    measure: M,
    found: Found,
}

/// The runs of either side that hold a matter.
type Runs = (usize, usize);

impl<M: Measure> Pass<'_, M> {
    /// Returns each pair of runs that share a matter, with the common matters that they share.
    fn pairs(&self) -> Vec<(Runs, Vec<u32>)> {
        let mut pairs: Vec<(Runs, Vec<u32>)> = Vec::new();
        let mut index: FxHashMap<Runs, usize> = FxHashMap::default();
        for (matter, pair) in (0_u32..).zip(&self.alignment.matters.pairs) {
            // The unlisted matters are a matter of either side, so none is without a counterpart.
            let (Some(old), Some(new)) = (pair.old, pair.new) else { continue };
            if self.measure.skips(matter) {
                continue;
            }
            let runs = (self.old.diagram.runs().of(old), self.new.diagram.runs().of(new));
            let (Some(old), Some(new)) = runs else { continue };
            let at = *index.entry((old, new)).or_insert(pairs.len());
            match pairs.get_mut(at) {
                Some((_, matters)) => matters.push(matter),
                None => pairs.push(((old, new), vec![matter])),
            }
        }
        pairs
    }

    fn pair(&mut self, runs: Runs, matters: &[u32]) -> Result<(), TooLarge> {
        let of_old = self.old.diagram.runs().all().get(runs.0).copied();
        let of_new = self.new.diagram.runs().all().get(runs.1).copied();
        let (Some(of_old), Some(of_new)) = (of_old, of_new) else { return Ok(()) };
        if self.measure.same_runs((self.old.diagram, &of_old), (self.new.diagram, &of_new)) {
            return Ok(());
        }
        let marks = (self.old.diagram.mark(), self.new.diagram.mark());
        let before = self.store.len();
        let same = self.product(of_old.start, of_new.start, matters)?;
        if same {
            self.store.forget(before);
        }
        self.old.diagram.forget(marks.0);
        self.new.diagram.forget(marks.1);
        Ok(())
    }

    /// Multiplies the diagrams of a matter of either side, and tells whether they say the same.
    fn product(&mut self, old: u32, new: u32, matters: &[u32]) -> Result<bool, TooLarge> {
        let joint = &self.alignment.model;
        let mut carry = |side: &mut Compared<'_>, own: &Own, matter: u32| {
            side.diagram.prepare(side.model, &ValueSet::single(matter))?;
            let root = side.diagram.root(matter);
            Carry { diagram: side.diagram, own, joint, store: &mut self.store }.root(root)
        };
        let left = carry(&mut self.old, &self.alignment.old, old)?;
        let right = carry(&mut self.new, &self.alignment.new, new)?;
        let sides = Sides { old: &self.old, new: &self.new, alignment: self.alignment };
        let right = self.measure.narrowed(&sides, &mut self.store, left, right)?;
        let measure = &mut self.measure;
        let mut differing: Vec<(u32, u32)> = Vec::new();
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut node = self.store.combine(&[left, right], &mut |leaves| {
            let [a, b] = leaves else { return 0 };
            *numbers.entry((*a, *b)).or_insert_with(|| {
                if measure.alike(&sides, *a, *b) {
                    return 0;
                }
                differing.push((*a, *b));
                u32::try_from(differing.len()).unwrap_or(u32::MAX)
            })
        })?;
        for (axis, set) in self.limits {
            let size = joint.axes[*axis].size();
            if set.len() < size && self.store.support(node).contains(axis) {
                node = self.store.within(node, *axis, set, size, 0)?;
            }
        }
        let left: Vec<u32> = self.store.terminals(node);
        let mut changes: Vec<(u32, Vec<(Key, Rules)>)> = Vec::new();
        for number in left.into_iter().filter(|number| *number != 0) {
            let at = (number as usize).saturating_sub(1);
            let Some(&(a, b)) = differing.get(at) else { continue };
            changes.push((number, self.measure.changes(&sides, a, b)));
        }
        let same = changes.is_empty();
        self.found.add(&mut self.store, node, changes, matters)?;
        Ok(same)
    }
}

/// From what to what.
pub(in crate::analysis) type Key = (Said, Said);
/// The rules of either side.
pub(in crate::analysis) type Rules = (Vec<RuleId>, Vec<RuleId>);

// ---------------------------------------------------------------- leaves

/// Both sides, to look up what their leaves come to.
pub(in crate::analysis) struct Sides<'a, 'b> {
    old: &'a Compared<'b>,
    new: &'a Compared<'b>,
    alignment: &'a Alignment,
}

/// What leaves come to, in common words and by number.
#[derive(Default)]
struct Verdicts {
    numbers: FxHashMap<Said, u32>,
    old: FxHashMap<u32, u32>,
    new: FxHashMap<u32, u32>,
}

impl Verdicts {
    fn alike(&mut self, sides: &Sides<'_, '_>, a: u32, b: u32) -> bool {
        let old = number(&mut self.old, &mut self.numbers, sides.joint(), sides.old, &sides.alignment.old, a);
        let new = number(&mut self.new, &mut self.numbers, sides.joint(), sides.new, &sides.alignment.new, b);
        old == new
    }
}

/// Returns the number of what a leaf comes to.
fn number(
    known: &mut FxHashMap<u32, u32>,
    numbers: &mut FxHashMap<Said, u32>,
    joint: &Model,
    side: &Compared<'_>,
    own: &Own,
    leaf: u32,
) -> u32 {
    let verdict = if leaf == LACKING { LACKING } else { side.diagram.verdict_of(leaf) };
    *known.entry(verdict).or_insert_with(|| {
        let said =
            if leaf == LACKING { Said::Nothing } else { said(joint, own, side.diagram.verdict(verdict)) };
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(said).or_insert(next)
    })
}

/// Returns a verdict in common words.
fn said(joint: &Model, own: &Own, verdict: &Verdict) -> Said {
    match verdict {
        Verdict::Impossible => Said::Impossible,
        Verdict::NotInForce => Said::NotInForce,
        Verdict::Cell(cell) => {
            let cell = own.cell(joint, cell);
            if says_nothing(&cell) { Said::Nothing } else { Said::Whole(cell) }
        }
    }
}

fn says_nothing(cell: &Cell) -> bool {
    fn silent<T>(part: &Part<T>) -> bool {
        matches!(part, Part::Unasked | Part::Missing)
    }
    silent(&cell.class) && silent(&cell.payer) && cell.further.iter().all(silent)
}

/// Tells whether class and payer are one sentence: a clause that leaves both open, or sends both elsewhere.
fn is_one(cell: &Cell) -> bool {
    matches!(
        (&cell.class, &cell.payer),
        (Part::Value(Class::Undetermined), Part::Value(Payer::Undetermined))
            | (Part::Value(Class::Retained(_)), Part::Value(Payer::Retained(_)))
            | (Part::Value(Class::Governed(..)), Part::Value(Payer::Governed(..)))
    )
}

impl Sides<'_, '_> {
    pub(in crate::analysis) fn joint(&self) -> &Model {
        &self.alignment.model
    }

    /// Returns what a leaf of the old side says in full.
    pub(in crate::analysis) fn said_before(&self, a: u32) -> Said {
        full(self.joint(), self.old, &self.alignment.old, a)
    }

    /// Returns what leaves of either side say in full.
    pub(in crate::analysis) fn said(&self, a: u32, b: u32) -> (Said, Said) {
        (self.said_before(a), full(self.joint(), self.new, &self.alignment.new, b))
    }

    /// Returns the rules of either side that decide a part.
    pub(in crate::analysis) fn rules(&self, a: u32, b: u32, aspect: Aspect) -> Rules {
        let further = |own: &Own| match aspect {
            Aspect::Further(part) => own.own_part(part).map(Aspect::Further),
            other => Some(other),
        };
        (
            rules_of(self.old, a, further(&self.alignment.old)),
            rules_of(self.new, b, further(&self.alignment.new)),
        )
    }

    /// Tells whether the new side itself acknowledges what a leaf of it comes to.
    pub(in crate::analysis) fn is_acknowledged(&self, b: u32) -> bool {
        let outcome = if b == LACKING { None } else { self.new.diagram.outcome(self.new.model, b) };
        outcome.is_some_and(|outcome| !outcome.acknowledged.is_empty())
    }

    /// Returns what differs between a leaf of either side, with the rules that say so.
    fn changes(&self, a: u32, b: u32) -> Vec<(Key, Rules)> {
        let (from, to) = self.said(a, b);
        let rules = |aspect: Aspect| self.rules(a, b, aspect);
        let (Said::Whole(before), Said::Whole(after)) = (&from, &to) else {
            return vec![((from, to), rules(Aspect::Whole))];
        };
        let mut changes = Vec::new();
        if !is_one(before) && !is_one(after) {
            if before.class != after.class {
                let key = (Said::Class(before.class.clone()), Said::Class(after.class.clone()));
                changes.push((key, rules(Aspect::Class)));
            }
            if before.payer != after.payer {
                let key = (Said::Payer(before.payer.clone()), Said::Payer(after.payer.clone()));
                changes.push((key, rules(Aspect::Payer)));
            }
            for ((part, old), new) in self.joint().parts.ids().zip(&before.further).zip(&after.further) {
                if old != new {
                    let key = (Said::Further(part, old.clone()), Said::Further(part, new.clone()));
                    changes.push((key, rules(Aspect::Further(part))));
                }
            }
        }
        if changes.is_empty() {
            changes.push(((from.clone(), to.clone()), rules(Aspect::Whole)));
        }
        changes
    }
}

/// Returns what a leaf says, every part of a conflict included.
fn full(joint: &Model, side: &Compared<'_>, own: &Own, leaf: u32) -> Said {
    let outcome = if leaf == LACKING { None } else { side.diagram.outcome(side.model, leaf) };
    let Some(outcome) = outcome else { return Said::Nothing };
    match &outcome.verdict {
        Verdict::Cell(_) if outcome.verdict.status() == Status::Conflict => {
            Said::Whole(own.cell(joint, &outcome.parts))
        }
        verdict => said(joint, own, verdict),
    }
}

fn rules_of(side: &Compared<'_>, leaf: u32, aspect: Option<Aspect>) -> Vec<RuleId> {
    let outcome = if leaf == LACKING { None } else { side.diagram.outcome(side.model, leaf) };
    match (outcome, aspect) {
        (Some(outcome), Some(aspect)) => deciding(side.diagram, outcome, aspect),
        _ => Vec::new(),
    }
}

// ---------------------------------------------------------------- changes

/// The changes that were met, in the order in which they were.
#[derive(Default)]
struct Found {
    list: Vec<(Key, Shown)>,
    index: FxHashMap<Key, usize>,
}

/// Where a change shows.
#[derive(Default)]
struct Shown {
    /// For each shape, the matters that have it.
    places: Vec<(NodeId, Vec<u32>)>,
    old_rules: Vec<RuleId>,
    new_rules: Vec<RuleId>,
}

impl Found {
    /// Adds the changes between two runs; `node` says where each of them shows.
    fn add(
        &mut self,
        store: &mut Store,
        node: NodeId,
        numbered: Vec<(u32, Vec<(Key, Rules)>)>,
        matters: &[u32],
    ) -> Result<(), TooLarge> {
        let mut here: Vec<(usize, Vec<u32>)> = Vec::new();
        for (number, changes) in numbered {
            for (key, rules) in changes {
                let at = *self.index.entry(key.clone()).or_insert(self.list.len());
                if at == self.list.len() {
                    self.list.push((key, Shown::default()));
                }
                if let Some((_, shown)) = self.list.get_mut(at) {
                    shown.old_rules.extend(rules.0);
                    shown.new_rules.extend(rules.1);
                }
                match here.iter_mut().find(|(known, _)| *known == at) {
                    Some((_, numbers)) => numbers.push(number),
                    None => here.push((at, vec![number])),
                }
            }
        }
        for (at, numbers) in here {
            let shape = store.map(node, &mut |number| u32::from(numbers.contains(&number)))?;
            let Some((_, shown)) = self.list.get_mut(at) else { continue };
            match shown.places.iter_mut().find(|(known, _)| *known == shape) {
                Some((_, more)) => more.extend(matters),
                None => shown.places.push((shape, matters.to_vec())),
            }
        }
        Ok(())
    }

    fn changes(self, joint: &Model, store: &Store) -> Vec<Change> {
        let size = |axis: AxisId| joint.axes[axis].size();
        let mut changes: Vec<(u32, Change)> = Vec::new();
        for ((from, to), shown) in self.list {
            let mut places = Vec::with_capacity(shown.places.len());
            let mut first: Option<(u32, NodeId)> = None;
            for (shape, matters) in shown.places {
                let least = matters.iter().copied().min().unwrap_or_default();
                if first.is_none_or(|(known, _)| least < known) {
                    first = Some((least, shape));
                }
                let ranges = matters.iter().map(|&matter| (matter, matter.saturating_add(1)));
                places.push(Place {
                    leaves: ValueSet::from_ranges(ranges),
                    region: store.region(shape, &size),
                });
            }
            places.sort_by_key(|place| place.leaves.first());
            let (matter, shape) = first.unwrap_or((0, NodeId::TRUE));
            let witness = Witness::Case(matter, store.first_case(shape).unwrap_or_default());
            let sorted = |mut rules: Vec<RuleId>| {
                rules.sort_unstable();
                rules.dedup();
                rules
            };
            let (old_rules, new_rules) = (sorted(shown.old_rules), sorted(shown.new_rules));
            changes.push((matter, Change { from, to, places, witness, old_rules, new_rules }));
        }
        changes.sort_by_key(|(matter, _)| *matter);
        changes.into_iter().map(|(_, change)| change).collect()
    }
}
