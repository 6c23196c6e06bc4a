//! One of two policies, as it is read run by run.
//!
//! In: a run, and which of its claims are looked at. Out: its table, and the rules that say what changes there. Claims that very many runs
//! share are painted once for all of them.

use super::contrast::{Contrasts, Measure};
use super::found::{Found, Which};
use super::keys::Keys;
use super::painted::Painted;
use super::side::Side;
use super::table::{Sets, Table, join};
use crate::diagram::{ClaimId, Run};
use crate::model::Model;
use std::collections::BTreeMap;

/// So many shared claims are painted with the run's own.
const FEW: usize = 16;

/// One of two policies, with room that is used again for the next run.
pub(super) struct Reader<'a> {
    pub(super) side: Side<'a>,
    which: Which,
    /// The claims that are looked at, rising.
    pub(super) claims: Vec<ClaimId>,
    own: Painted,
    /// The claims of layers; nothing where there is no table.
    layers: BTreeMap<usize, Option<Painted>>,
    /// No claims.
    none: Painted,
    /// The layer that lies under the run's own claims.
    layer: Option<usize>,
    pub(super) table: Table,
    /// The sets that say changes of a run, with each change.
    told: Vec<(Sets, u32)>,
    joined: Vec<ClaimId>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(side: Side<'a>, which: Which) -> Reader<'a> {
        Reader {
            side,
            which,
            claims: Vec::new(),
            own: Painted::default(),
            layers: BTreeMap::new(),
            none: Painted::default(),
            layer: None,
            table: Table::default(),
            told: Vec::new(),
            joined: Vec::new(),
        }
    }

    /// Returns one of its runs.
    pub(super) fn run(&self, number: usize) -> Option<Run> {
        self.side.diagram.runs().all().get(number).copied()
    }

    /// Tells whether so many shared claims are looked at that all of them may as well be.
    pub(super) fn shares_much(&self, run: &Run) -> bool {
        let runs = self.side.diagram.runs();
        let (own, shared) = (runs.own(run).len(), runs.layer_claims(run.layer).len());
        let looked_at = self.claims.len().saturating_sub(own);
        looked_at > FEW && looked_at > shared / 8
    }

    /// Paints a layer, if it was not; `false` where there is no table of it.
    pub(super) fn paint_layer(&mut self, run: &Run) -> bool {
        let Reader { side, layers, .. } = self;
        let painted = layers.entry(run.layer).or_insert_with(|| {
            let claims = side.diagram.runs().layer_claims(run.layer).to_vec();
            let mut painted = Painted::default();
            painted.paint(side, &claims).then_some(painted)
        });
        painted.is_some()
    }

    /// Reads the table of a run: of all its claims over its layer, or of those that are looked at; `false` where there is none.
    pub(super) fn read<M: Measure>(
        &mut self,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
        run: &Run,
        over_layer: bool,
    ) -> bool {
        let Reader { side, claims, own, layers, none, layer, table, .. } = self;
        if over_layer {
            claims.clear();
            claims.extend_from_slice(side.diagram.runs().own(run));
        }
        *layer = over_layer.then_some(run.layer);
        if !own.paint(side, claims) || !none.paint(side, &[]) {
            return false;
        }
        let shared = layer.and_then(|layer| layers.get(&layer)?.as_ref()).unwrap_or(none);
        table.read((side, contrasts, joint), (run, shared, own))
    }

    /// Adds the rules that say what changes in a run whose table lies on another: `differing` are its cells, each with what differs.
    pub(super) fn add_rules<M: Measure>(
        &mut self,
        (contrasts, keys): (&Contrasts<M>, &Keys),
        differing: impl Iterator<Item = (u32, u32)>,
        found: &mut Found,
    ) {
        let Reader { side, which, own, layers, none, layer, table, told, joined, .. } = self;
        let shared = layer.and_then(|layer| layers.get(&layer)?.as_ref()).unwrap_or(none);
        told.clear();
        for (contrast, cell) in differing {
            let Some((a, b)) = table.parts_of(cell) else { continue };
            let sets = (shared.set_in(a), own.set_in(b));
            // Neighbours are often alike.
            let listed = contrasts.keys_of(contrast).iter().copied().filter(|key| keys.place(*key).is_some());
            listed.map(|key| (sets, key)).for_each(|one| {
                if told.last() != Some(&one) {
                    told.push(one)
                }
            });
        }
        told.sort_unstable();
        told.dedup();
        for alike in told.chunk_by(|(one, _), (other, _)| one == other) {
            let Some(&(sets, _)) = alike.first() else { continue };
            let claims = join(joined, shared.claims_of(sets.0), own.claims_of(sets.1));
            let mut outcome = None;
            for &(_, key) in alike {
                if let (Some(rules), Some(place)) = (found.rules(key, *which), keys.place(key)) {
                    side.rules((claims, &table.further), &mut outcome, keys.aspect(place), rules);
                }
            }
        }
    }
}
