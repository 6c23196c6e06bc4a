//! One of two policies, as it is read run by run.
//!
//! In: a run, and which of its claims are looked at. Out: its table, and the rules that say what changes there. Claims that very many runs
//! share are painted once for all of them.

use super::contrast::{Contrasts, Measure};
use super::found::{Found, Which};
use super::keys::Keys;
use super::painted::Painted;
use super::sentence::Sentence;
use super::side::{Side, join};
use super::table::{Sets, Table};
use crate::diagram::{ClaimId, Run};
use crate::model::Model;
use std::collections::BTreeMap;

/// So many shared claims are painted with the run's own.
const FEW: usize = 16;

/// Layers by their numbers, painted; nothing where there is no table.
type Layers = BTreeMap<usize, Option<Painted>>;

/// One of two policies, with room that is used again for the next run.
pub(super) struct Reader<'a> {
    pub(super) side: Side<'a>,
    which: Which,
    /// The claims that are looked at, rising.
    pub(super) claims: Vec<ClaimId>,
    /// Those of them that lie over the layer.
    pub(super) above: Vec<ClaimId>,
    own: Painted,
    /// The claims that very many runs share.
    layers: Layers,
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
            above: Vec::new(),
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
        self.lie(run, over_layer);
        let Reader { side, above, own, layers, none, layer, table, .. } = self;
        if !own.paint(side, above) || !none.paint(side, &[]) {
            return false;
        }
        let shared = shared(layers, *layer).unwrap_or(none);
        table.read((side, contrasts, joint), (run, shared, own))
    }

    /// Reads the table of a run's layer alone; `false` where there is none.
    pub(super) fn read_layer<M: Measure>(
        &mut self,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
        run: &Run,
    ) -> bool {
        let Reader { side, layers, none, layer, table, .. } = self;
        *layer = Some(run.layer);
        let Some(shared) = shared(layers, *layer) else { return false };
        none.paint(side, &[]) && table.read((side, contrasts, joint), (run, shared, none))
    }

    /// Lets the own claims of a run lie over its layer, or those that are looked at over none.
    pub(super) fn lie(&mut self, run: &Run, over_layer: bool) {
        self.layer = over_layer.then_some(run.layer);
        let own = self.side.diagram.runs().own(run);
        let above = if over_layer { own } else { &self.claims };
        self.above.clear();
        self.above.extend_from_slice(above);
    }

    /// Returns the set of shared claims in a cell of the table, and its sentence; nothing where it is not known by these.
    pub(super) fn shared_in(&self, cell: u32) -> Option<(u32, Sentence)> {
        let painted = shared(&self.layers, self.layer)?;
        let set = painted.set_in(self.table.shared_cell(cell)?);
        Some((set, painted.sentence_of(set)?))
    }

    /// Returns the number of what claims of a run say over a set of shared ones.
    #[inline]
    pub(super) fn over_shared<M: Measure>(
        &mut self,
        common: (&mut Contrasts<M>, &Model),
        (set, sentence): (u32, Sentence),
        own: (Sentence, &[ClaimId]),
    ) -> u32 {
        let Reader { side, layers, none, layer, joined, .. } = self;
        let painted = shared(layers, *layer).unwrap_or(none);
        side.together(common, (sentence, painted.claims_of(set)), own, joined).1
    }

    /// Adds the rules that say what changes in a run whose table lies on another: `differing` are its cells, each with what differs.
    pub(super) fn add_rules<M: Measure>(
        &mut self,
        (contrasts, keys): (&Contrasts<M>, &Keys),
        differing: impl Iterator<Item = (u32, u32)>,
        found: &mut Found,
    ) {
        let Reader { side, which, own, layers, none, layer, table, told, joined, .. } = self;
        let shared = shared(layers, *layer).unwrap_or(none);
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

/// Returns a layer, if it is painted.
fn shared(layers: &Layers, layer: Option<usize>) -> Option<&Painted> {
    layers.get(&layer?)?.as_ref()
}
