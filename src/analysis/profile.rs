//! What sets of claims come to, without deciding each anew.
//!
//! In: the claims of a set. Out: its verdict, and whether the set is plain. Where claims only agree or clash, what they come to
//! follows from what they say, whichever rules say it; so each combination of sentences is decided once for all matters.

use crate::arena::Id;
use crate::diagram::{Asked, Claim, ClaimId, Diagram, PayerClaim, Status, decide};
use crate::model::{Effect, Model, PartId};
use rustc_hash::FxHashMap;

/// What a set of claims comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Profile {
    /// The number of the verdict.
    pub(super) verdict: u32,
    /// Its status.
    pub(super) status: Status,
    /// Its claims only agree or clash: no exception, no default, nothing impossible, no owner's level.
    pub(super) plain: bool,
    /// An acknowledgement is among its claims.
    pub(super) acknowledges: bool,
}

/// How a claim takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Plain,
    Acknowledges,
    Other,
}

/// The profiles that were worked out.
pub(super) struct Profiles {
    parts: Vec<Part>,
    known: FxHashMap<(Vec<u32>, Vec<PartId>), Profile>,
    key: (Vec<u32>, Vec<PartId>),
}

impl Profiles {
    pub(super) fn new(model: &Model, diagram: &Diagram) -> Profiles {
        let claims = (0..diagram.claims.len()).map(ClaimId::from_index);
        let parts = claims.map(|id| part(model, diagram, diagram.claims[id], id)).collect();
        Profiles { parts, known: FxHashMap::default(), key: (Vec::new(), Vec::new()) }
    }

    /// Returns what a set of claims comes to, where these further parts are asked for.
    pub(super) fn of(
        &mut self,
        model: &Model,
        diagram: &mut Diagram,
        claims: &[ClaimId],
        further: &[PartId],
    ) -> Profile {
        let part = |id: &ClaimId| self.parts.get(id.index()).copied().unwrap_or(Part::Other);
        let acknowledges = claims.iter().any(|id| part(id) == Part::Acknowledges);
        if claims.iter().any(|id| part(id) == Part::Other) {
            return Profile { acknowledges, plain: false, ..made(model, diagram, claims, further) };
        }
        self.key.0.clear();
        let plain = claims.iter().filter(|id| part(id) == Part::Plain);
        self.key
            .0
            .extend(plain.map(|&id| u32::try_from(diagram.claims[id].says.index()).unwrap_or(u32::MAX)));
        self.key.0.sort_unstable();
        self.key.0.dedup();
        self.key.1.clear();
        self.key.1.extend_from_slice(further);
        let profile = match self.known.get(&self.key) {
            Some(&known) => known,
            None => {
                let profile = made(model, diagram, claims, further);
                self.known.insert(self.key.clone(), profile);
                profile
            }
        };
        Profile { acknowledges, ..profile }
    }
}

fn made(model: &Model, diagram: &mut Diagram, claims: &[ClaimId], further: &[PartId]) -> Profile {
    let asked = Asked { further: further.to_vec(), ..diagram.asked().clone() };
    let outcome = decide(model, &diagram.claims, &asked, claims);
    let status = outcome.verdict.status();
    Profile { verdict: diagram.number(&outcome.verdict), status, plain: true, acknowledges: false }
}

fn part(model: &Model, diagram: &Diagram, claim: Claim, id: ClaimId) -> Part {
    let rule = &model.rules[claim.rule];
    match rule.effect {
        Effect::Allocate(_) if !rule.beats.is_empty() => Part::Other,
        Effect::Allocate(_) if diagram.claims.says(id).payer == Some(PayerClaim::Owner) => Part::Other,
        Effect::Allocate(_) => Part::Plain,
        Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_) => Part::Acknowledges,
        Effect::Default(_) | Effect::Impossible(_) => Part::Other,
    }
}
