//! The pass over the pairs of runs that share a matter.
//!
//! In: two policies in one vocabulary, and what counts as a difference. Out: the changes. Each pair is looked at once: passed over where
//! the same rules apply, read off the tables of either side laid on one another, or off the product of their diagrams where a table
//! would be too large.

use super::align::Alignment;
use super::beneath::Beneath;
use super::boxes::Boxes;
use super::contrast::{Contrasts, Measure};
use super::found::{Cases, Found, Which};
use super::keys::Keys;
use super::overlay::{Met, Overlay, Pair};
use super::product::Product;
use super::reader::Reader;
use super::side::Side;
use super::{Change, Compared};
use crate::diagram::{Run, Store, TooLarge};
use crate::model::{AxisId, ValueSet};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Finds what differs between two policies, as a measure tells it, for some values of the common facts; of the places so many boxes are
/// listed.
pub(in crate::analysis) fn changes<M: Measure>(
    old: Compared<'_>,
    new: Compared<'_>,
    alignment: &Alignment,
    (limits, boxes): (&[(AxisId, ValueSet)], usize),
    measure: M,
) -> Result<Vec<Change>, TooLarge> {
    let mut pass = Pass {
        old: Reader::new(Side::new(old, &alignment.old), Which::Old),
        new: Reader::new(Side::new(new, &alignment.new), Which::New),
        limits,
        alignment,
        contrasts: Contrasts::new(measure),
        boxes: Boxes::default(),
        overlay: Overlay::default(),
        keys: Keys::default(),
        store: Store::default(),
        found: Found::new(boxes),
        beneath: FxHashMap::default(),
    };
    for (runs, matters) in pass.pairs() {
        pass.pair(runs, &matters)?;
    }
    Ok(pass.found.changes(&pass.contrasts))
}

/// The pass, with what it has found so far, and with room that is used again for the next pair.
struct Pass<'a, M> {
    old: Reader<'a>,
    new: Reader<'a>,
    /// The values that are compared.
    limits: &'a [(AxisId, ValueSet)],
    alignment: &'a Alignment,
    contrasts: Contrasts<M>,
    boxes: Boxes,
    overlay: Overlay,
    keys: Keys,
    store: Store,
    found: Found,
    /// What was found of two layers; nothing where it is better read as a table.
    beneath: FxHashMap<(usize, usize), Option<Beneath>>,
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
            let runs = (self.old.side.diagram.runs().of(old), self.new.side.diagram.runs().of(new));
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
        let (left, right) = ((&*self.old.side.diagram, &old), (&*self.new.side.diagram, &new));
        let claims = (&mut self.old.claims, &mut self.new.claims);
        if !self.contrasts.measure.apart(left, right, claims) {
            return Ok(());
        }
        let over_layers = self.old.shares_much(&old) || self.new.shares_much(&new);
        // Where places are still worked out, tables are needed in any case.
        if self.found.is_full() && self.count((&old, &new), over_layers, matters) {
            return Ok(());
        }
        if self.lay((&old, &new), over_layers) {
            self.table(matters)
        } else {
            self.product(&old, &new, matters)
        }
    }

    /// Compares two runs box by box; `false` where tables are needed, if only to work out places.
    fn count(&mut self, (old, new): (&Run, &Run), over_layers: bool, matters: &[u32]) -> bool {
        // Cases that start on days of their own are no claims.
        let starts = [&self.old, &self.new].into_iter().any(|reader| !reader.side.model.starts.is_empty());
        let decided = !self.contrasts.measure.decided().is_empty();
        if starts || decided || (over_layers && !self.look_beneath(old, new)) {
            return false;
        }
        self.old.lie(old, over_layers);
        self.new.lie(new, over_layers);
        let Pass { old: left, new: right, limits, alignment, contrasts, boxes, keys, found, beneath, .. } =
            self;
        let beneath = beneath.get(&(old.layer, new.layer)).and_then(Option::as_ref);
        let beneath = beneath.filter(|_| over_layers);
        if boxes.compare((left, right), beneath, (contrasts, &alignment.model), limits).is_none() {
            return false;
        }
        keys.collect(contrasts, &boxes.met.list);
        keys.list.is_empty() || found.count(&keys.list, matters)
    }

    /// Finds what two layers say beneath runs, if it was not found; `false` where that is better read as a table of each.
    fn look_beneath(&mut self, old: &Run, new: &Run) -> bool {
        let Pass { old: left, new: right, limits, alignment, contrasts, overlay, beneath, .. } = self;
        let joint = &alignment.model;
        let found = beneath.entry((old.layer, new.layer)).or_insert_with(|| {
            let laid = left.paint_layer(old)
                && right.paint_layer(new)
                && left.read_layer((contrasts, joint), old)
                && right.read_layer((contrasts, joint), new)
                && overlay.lay(&Pair { old: &left.table, new: &right.table, joint, limits }, contrasts);
            if laid { Beneath::new(overlay, left, right) } else { None }
        });
        found.is_some()
    }

    /// Lays the tables of two runs on one another; `false` where there are none.
    fn lay(&mut self, (old, new): (&Run, &Run), over_layers: bool) -> bool {
        let Pass { old: left, new: right, limits, alignment, contrasts, overlay, .. } = self;
        let joint = &alignment.model;
        let over_layers = over_layers && left.paint_layer(old) && right.paint_layer(new);
        left.read((contrasts, joint), old, over_layers)
            && right.read((contrasts, joint), new, over_layers)
            && overlay.lay(&Pair { old: &left.table, new: &right.table, joint, limits }, contrasts)
    }

    /// Adds what differs between two runs whose tables lie on one another.
    fn table(&mut self, matters: &[u32]) -> Result<(), TooLarge> {
        let Pass { old, new, contrasts, overlay, keys, store, found, alignment, .. } = self;
        if overlay.met().is_empty() {
            return Ok(());
        }
        keys.collect(contrasts, overlay.met());
        if found.count(&keys.list, matters) {
            return Ok(());
        }
        keys.settle(contrasts);
        let cases = Cases::Table(overlay);
        found.add((store, &alignment.model), contrasts, (&cases, overlay.met()), &keys.list, matters)?;
        if found.listed.is_empty() {
            return Ok(());
        }
        keys.keep(contrasts, &found.listed);
        let of_old = overlay.differing().map(|(contrast, cells)| (contrast, cells.0));
        old.add_rules((contrasts, keys), of_old, found);
        let of_new = overlay.differing().map(|(contrast, cells)| (contrast, cells.1));
        new.add_rules((contrasts, keys), of_new, found);
        Ok(())
    }

    /// Multiplies the diagrams of two runs.
    fn product(&mut self, old: &Run, new: &Run, matters: &[u32]) -> Result<(), TooLarge> {
        let Pass { old: left, new: right, limits, alignment, contrasts, keys, store, found, .. } = self;
        let (left, right) = (&mut left.side, &mut right.side);
        let marks = (left.diagram.mark(), right.diagram.mark());
        let before = store.len();
        let joint = &alignment.model;
        let mut product = Product { old: left, new: right, joint, limits, contrasts, store };
        let made = product.of(old.start, new.start)?;
        let mut met = Met::default();
        made.meeting.iter().for_each(|(_, _, contrast)| met.add(*contrast));
        keys.collect(contrasts, &met.list);
        if made.meeting.is_empty() || found.count(&keys.list, matters) {
            store.forget(before);
        } else {
            keys.settle(contrasts);
            let cases = Cases::Diagram(made.node);
            found.add((store, joint), contrasts, (&cases, &met.list), &keys.list, matters)?;
            keys.keep(contrasts, &found.listed);
            let leaf_of = |one: &(u32, u32, u32), which| if which == Which::Old { one.0 } else { one.1 };
            for (side, which) in [(&*left, Which::Old), (&*right, Which::New)] {
                let leaves = made.meeting.iter().map(|one| (leaf_of(one, which), one.2));
                let changes =
                    leaves.flat_map(|(leaf, it)| contrasts.keys_of(it).iter().map(move |key| (*key, leaf)));
                for (key, leaf) in changes.collect::<BTreeSet<(u32, u32)>>() {
                    let aspect = keys.place(key).map(|place| keys.aspect(place));
                    if let (Some(aspect), Some(rules)) = (aspect, found.rules(key, which)) {
                        side.rules_at(leaf, aspect, rules);
                    }
                }
            }
        }
        left.diagram.forget(marks.0);
        right.diagram.forget(marks.1);
        Ok(())
    }
}
