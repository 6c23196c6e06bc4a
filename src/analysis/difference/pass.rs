//! The pass over the pairs of runs that share a matter.
//!
//! In: two policies in one vocabulary, and what counts as a difference. Out: the changes. Each pair is looked at once: passed over where
//! the same rules apply, read off the tables of either side laid on one another, or off the product of their diagrams where a table
//! would be too large.

use super::align::Alignment;
use super::contrast::{Contrasts, Measure};
use super::found::{Cases, Found};
use super::keys::{Keys, Meeting, Which};
use super::overlay::{Overlay, Pair};
use super::product::Product;
use super::side::Side;
use super::table::Table;
use super::{Change, Compared};
use crate::diagram::{ClaimId, Run, Store, TooLarge};
use crate::model::{AxisId, ValueSet};
use rustc_hash::FxHashMap;

/// Finds what differs between two policies, as a measure tells it, for some values of the common facts.
pub(in crate::analysis) fn changes<M: Measure>(
    old: Compared<'_>,
    new: Compared<'_>,
    alignment: &Alignment,
    limits: &[(AxisId, ValueSet)],
    measure: M,
) -> Result<Vec<Change>, TooLarge> {
    let mut pass = Pass {
        old: Side::new(old, &alignment.old),
        new: Side::new(new, &alignment.new),
        limits,
        alignment,
        contrasts: Contrasts::new(measure),
        tables: Tables::default(),
        store: Store::default(),
        found: Found::default(),
    };
    for (runs, matters) in pass.pairs() {
        pass.pair(runs, &matters)?;
    }
    Ok(pass.found.changes(&pass.contrasts))
}

/// The pass, with what it has found so far.
struct Pass<'a, M> {
    old: Side<'a>,
    new: Side<'a>,
    /// The values that are compared.
    limits: &'a [(AxisId, ValueSet)],
    alignment: &'a Alignment,
    contrasts: Contrasts<M>,
    tables: Tables,
    store: Store,
    found: Found,
}

/// Room that is used again for the next pair.
#[derive(Default)]
struct Tables {
    old: Table,
    new: Table,
    overlay: Overlay,
    /// The claims of either side that are looked at.
    claims: (Vec<ClaimId>, Vec<ClaimId>),
    /// The sets of claims that meet and differ.
    meeting: Vec<Meeting>,
    keys: Keys,
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
            if self.contrasts.measure.skips(matter) {
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
        let (Some(old), Some(new)) = (self.old.run(runs.0), self.new.run(runs.1)) else { return Ok(()) };
        let (left, right) = ((&*self.old.diagram, &old), (&*self.new.diagram, &new));
        if !self.contrasts.measure.apart(left, right, &mut self.tables.claims) {
            return Ok(());
        }
        if self.lay(&old, &new) { self.table(matters) } else { self.product(&old, &new, matters) }
    }

    /// Lays the tables of two runs on one another; `false` where there are none.
    fn lay(&mut self, old: &Run, new: &Run) -> bool {
        let joint = &self.alignment.model;
        let Tables { old: left, new: right, overlay, claims: (before, after), .. } = &mut self.tables;
        left.read(&mut self.old, &mut self.contrasts, joint, (old, before))
            && right.read(&mut self.new, &mut self.contrasts, joint, (new, after))
            && overlay.lay(&Pair { old: left, new: right, joint, limits: self.limits }, &mut self.contrasts)
    }

    /// Adds what differs between two runs whose tables lie on one another.
    fn table(&mut self, matters: &[u32]) -> Result<(), TooLarge> {
        let Tables { old, new, overlay, meeting, keys, .. } = &mut self.tables;
        meeting.clear();
        meeting.extend(overlay.meeting(new));
        if meeting.is_empty() {
            return Ok(());
        }
        let Pass { contrasts, found, store, alignment, .. } = self;
        keys.collect(contrasts, meeting);
        found.add((store, &alignment.model), contrasts, &Cases::Table(overlay), &keys.list, matters)?;
        keys.each(contrasts, meeting, |which, met, key, aspect| match (which, found.rules(key)) {
            (Which::Old, Some((rules, _))) => old.rules(&self.old, met, aspect, rules),
            (Which::New, Some((_, rules))) => new.rules(&self.new, met, aspect, rules),
            (_, None) => {}
        });
        Ok(())
    }

    /// Multiplies the diagrams of two runs.
    fn product(&mut self, old: &Run, new: &Run, matters: &[u32]) -> Result<(), TooLarge> {
        let marks = (self.old.diagram.mark(), self.new.diagram.mark());
        let before = self.store.len();
        let mut product = Product {
            old: &mut self.old,
            new: &mut self.new,
            joint: &self.alignment.model,
            limits: self.limits,
            contrasts: &mut self.contrasts,
            store: &mut self.store,
        };
        let made = product.of(old.start, new.start)?;
        if made.meeting.is_empty() {
            self.store.forget(before);
        } else {
            let Pass { contrasts, found, store, alignment, tables: Tables { keys, .. }, .. } = self;
            keys.collect(contrasts, &made.meeting);
            let cases = Cases::Diagram(made.node);
            found.add((store, &alignment.model), contrasts, &cases, &keys.list, matters)?;
            keys.each(contrasts, &made.meeting, |which, met, key, aspect| {
                let leaf = made.leaf(which, met);
                match (which, found.rules(key)) {
                    (Which::Old, Some((rules, _))) => self.old.rules_at(leaf, aspect, rules),
                    (Which::New, Some((_, rules))) => self.new.rules_at(leaf, aspect, rules),
                    (_, None) => {}
                }
            });
        }
        self.old.diagram.forget(marks.0);
        self.new.diagram.forget(marks.1);
        Ok(())
    }
}
