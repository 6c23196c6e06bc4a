//! Runs that share very many claims, one bit a case.
//!
//! In: a layer of claims that many runs share, and the claims that a run has of its own. Out: for everything that is said the cases in
//! which it is, made once for the layer and once for each run. Nothing is judged here.

use super::layer::Layer;
use crate::diagram::{ClaimId, Diagram, Layout, Manner, Plane, Run, Voices};
use crate::model::{AxisId, Model, RuleId};
use rustc_hash::FxHashMap;

/// How many claims a layer has for it to be laid out once, and not painted with the table of each run.
const MANY: usize = 32;

/// The layers of a policy, with room for the claims of one run.
#[derive(Default)]
pub(super) struct Sheets {
    voices: Option<Voices>,
    layers: FxHashMap<usize, Option<Box<Layer>>>,
    /// How much the layers keep.
    kept: usize,
    own: Own,
}

/// A run over its layer.
pub(super) struct Sheet<'s> {
    pub(super) voices: &'s Voices,
    pub(super) layer: &'s mut Layer,
    pub(super) own: &'s mut Own,
}

/// The claims that a run has of its own.
#[derive(Default)]
pub(super) struct Own {
    /// The layer that it has room for.
    layer: Option<usize>,
    /// The claims, rising.
    pub(super) claims: Vec<ClaimId>,
    /// Where each applies.
    pub(super) areas: Vec<Plane>,
    pub(super) said: Said,
    /// Where some claim does not simply agree or clash.
    pub(super) special: Plane,
}

/// Where things are said.
#[derive(Default)]
pub(super) struct Said {
    /// For each thing the cases in which some claim says it.
    pub(super) some: Vec<Plane>,
    /// And those in which more than one does.
    pub(super) twice: Vec<Plane>,
    /// The things that are said at all.
    pub(super) used: Vec<usize>,
}

impl Sheets {
    /// Opens the sheet of a run, if its cases can be laid out; claims of rules that are `gone` do not count.
    pub(super) fn open(
        &mut self,
        model: &Model,
        diagram: &Diagram,
        run: &Run,
        gone: &dyn Fn(RuleId) -> bool,
    ) -> Option<Sheet<'_>> {
        let Sheets { voices, layers, kept, own } = self;
        let shared = diagram.runs().layer_claims(run.layer);
        // Which further parts are asked for differs from run to run.
        if shared.len() <= MANY || model.parts.len() > 2 {
            return None;
        }
        let voices = voices.get_or_insert_with(|| Voices::of(&diagram.claims));
        let made = || Layer::new(model, diagram, voices, run.layer, kept).map(Box::new);
        let layer = layers.entry(run.layer).or_insert_with(made).as_mut()?;
        let readable = own.read(diagram, voices, layer, run, gone);
        if readable {
            layer.runs.insert(run.start);
        }
        readable.then_some(Sheet { voices, layer, own })
    }

    /// Returns the layer of a run, if the run's sheet was opened before.
    pub(super) fn layer_of(&mut self, run: &Run) -> Option<(&Voices, &mut Layer)> {
        let layer = self.layers.get_mut(&run.layer)?.as_mut()?;
        layer.runs.contains(&run.start).then_some((self.voices.as_ref()?, layer))
    }

    /// Returns the layers that were laid out, in their order.
    pub(super) fn layers(&mut self) -> Vec<(&Voices, &mut Layer)> {
        let Some(voices) = &self.voices else { return Vec::new() };
        let mut layers: Vec<&mut Layer> =
            self.layers.values_mut().flatten().map(|layer| &mut **layer).collect();
        layers.sort_by_key(|layer| layer.number);
        layers.into_iter().map(|layer| (voices, layer)).collect()
    }
}

impl Own {
    fn read(
        &mut self,
        diagram: &Diagram,
        voices: &Voices,
        layer: &mut Layer,
        run: &Run,
        gone: &dyn Fn(RuleId) -> bool,
    ) -> bool {
        if self.layer != Some(layer.number) {
            *self = Own {
                layer: Some(layer.number),
                said: Said::new(voices, &layer.layout),
                special: layer.layout.empty(),
                ..Own::default()
            };
        }
        self.said.clear();
        self.special.clear();
        self.claims.clear();
        let stay = diagram.runs().own(run).iter().filter(|id| !gone(diagram.claims[**id].rule));
        self.claims.extend(stay);
        self.areas.resize(self.claims.len().max(self.areas.len()), Plane::default());
        for (&claim, area) in self.claims.iter().zip(&mut self.areas) {
            if !diagram.area_in(&mut layer.layout, claim, area) {
                return false;
            }
            if diagram.claims[claim].manner != Manner::Plain {
                self.special.unite(area);
                continue;
            }
            for &voice in voices.said_by(diagram.claims[claim].says) {
                self.said.add(voice, area);
            }
        }
        true
    }

    /// Returns the claims, rising, each with where it applies.
    pub(super) fn claims(&self) -> impl Iterator<Item = (ClaimId, &Plane)> {
        self.claims.iter().copied().zip(&self.areas)
    }
}

impl Said {
    pub(super) fn new(voices: &Voices, layout: &Layout) -> Said {
        let planes = vec![layout.empty(); voices.list.len()];
        Said { some: planes.clone(), twice: planes, used: Vec::new() }
    }

    fn clear(&mut self) {
        for voice in self.used.drain(..) {
            for planes in [&mut self.some, &mut self.twice] {
                if let Some(plane) = planes.get_mut(voice) {
                    plane.clear();
                }
            }
        }
    }

    pub(super) fn add(&mut self, voice: usize, area: &Plane) {
        if let (Some(some), Some(twice)) = (self.some.get_mut(voice), self.twice.get_mut(voice)) {
            twice.unite_shared(some, area);
            some.unite(area);
        }
        if !self.used.contains(&voice) {
            self.used.push(voice);
        }
    }

    /// Adds the cases in which something is said that is fuller than this.
    pub(super) fn add_fuller(&self, voices: &Voices, voice: usize, into: &mut Plane) {
        for &fuller in voices.list.get(voice).map_or(&[][..], |voice| &voice.fuller) {
            if let Some(some) = self.some.get(fuller) {
                into.unite(some);
            }
        }
    }

    /// Adds the cases in which something is said, if only by something fuller.
    pub(super) fn add_said(&self, voices: &Voices, voice: usize, into: &mut Plane) {
        if let Some(some) = self.some.get(voice) {
            into.unite(some);
        }
        self.add_fuller(voices, voice, into);
    }
}

impl Sheet<'_> {
    /// Returns the claims in a case, rising.
    pub(super) fn claims_in(&self, case: usize, into: &mut Vec<ClaimId>) {
        into.clear();
        into.extend(self.own.claims().filter(|(_, area)| area.has(case)).map(|(claim, _)| claim));
        let shared = self.layer.claims_in(case);
        if !shared.is_empty() {
            into.extend_from_slice(shared);
            into.sort_unstable();
        }
    }

    /// Returns a case as the values of the facts that the run's claims limit.
    pub(super) fn case(&self, diagram: &Diagram, case: usize) -> Vec<(AxisId, u32)> {
        let facts = self.layer.facts(diagram, &self.own.claims);
        self.layer.layout.values(case).filter(|(axis, _)| facts.binary_search(axis).is_ok()).collect()
    }
}
