//! One of two policies, as it is read beside the other.
//!
//! In: sets of claims. Out: what they come to, in common words and by number, and the rules that decide a part of it.

use super::align::Own;
use super::contrast::{Contrasts, Measure, Saying};
use super::{Compared, Said};
use crate::analysis::decides::{Aspect, deciding, states};
use crate::diagram::{Cell, ClaimId, Diagram, Manner, Part, Run, Verdict};
use crate::model::{Model, PartId, RuleId};
use rustc_hash::FxHashMap;

/// One of two policies.
pub(super) struct Side<'a> {
    pub(super) model: &'a Model,
    pub(super) diagram: &'a mut Diagram,
    pub(super) own: &'a Own,
    /// The numbers of sayings, by those of the verdict and of all parts, and by whether they are acknowledged.
    known: FxHashMap<(u32, u32, bool), u32>,
}

impl<'a> Side<'a> {
    pub(super) fn new(Compared { model, diagram }: Compared<'a>, own: &'a Own) -> Side<'a> {
        Side { model, diagram, own, known: FxHashMap::default() }
    }

    /// Returns one of its runs.
    pub(super) fn run(&self, number: usize) -> Option<Run> {
        self.diagram.runs().all().get(number).copied()
    }

    /// Returns the number of the verdict of a set of claims, and that of what it says in common words.
    pub(super) fn saying<M: Measure>(
        &mut self,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        claims: &[ClaimId],
        further: &[PartId],
    ) -> (u32, u32) {
        let Side { model, diagram, own, known } = self;
        let (profile, parts) = diagram.profile_in_full(model, claims, further);
        let acknowledged =
            profile.acknowledges && !diagram.decide(model, claims, further).acknowledged.is_empty();
        let number = *known.entry((profile.verdict, parts, acknowledged)).or_insert_with(|| {
            let said = |number: u32| said(joint, own, diagram.verdict(number));
            contrasts.saying(Saying { verdict: said(profile.verdict), full: said(parts), acknowledged })
        });
        (profile.verdict, number)
    }

    /// Returns the number of what a leaf of a diagram says.
    pub(super) fn saying_at<M: Measure>(
        &mut self,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        leaf: u32,
    ) -> u32 {
        if self.diagram.outside_at(leaf).is_some() {
            let said = || Said::NotInForce;
            return contrasts.saying(Saying { verdict: said(), full: said(), acknowledged: false });
        }
        let claims = self.diagram.claims_at(leaf).to_vec();
        let further = self.diagram.asked_at(leaf).further;
        self.saying(contrasts, joint, &claims, &further).1
    }

    /// Adds the rules that decide a part of what a leaf of a diagram comes to.
    pub(super) fn rules_at(&self, leaf: u32, aspect: Aspect, into: &mut Vec<RuleId>) {
        let Some(aspect) = self.own_aspect(aspect) else { return };
        let claims = self.diagram.claims_at(leaf);
        if !self.standing(claims, aspect, into) {
            let outcome = self.diagram.decide(self.model, claims, &self.diagram.asked_at(leaf).further);
            into.extend(deciding(self.diagram, &outcome, aspect));
        }
    }

    /// Returns a common part of an answer as one of the side's own, if it has it.
    pub(super) fn own_aspect(&self, aspect: Aspect) -> Option<Aspect> {
        match aspect {
            Aspect::Further(part) => self.own.own_part(part).map(Aspect::Further),
            other => Some(other),
        }
    }

    /// Adds the rules that decide a part where claims only agree or clash: each stands in all that it states. Nothing is added, and
    /// `false` comes back, where it has to be worked out.
    pub(super) fn standing(&self, claims: &[ClaimId], aspect: Aspect, into: &mut Vec<RuleId>) -> bool {
        let manner = |id: &ClaimId| self.diagram.claims[*id].manner;
        let simple = match aspect {
            Aspect::Whole => claims.len() <= 1,
            Aspect::Class | Aspect::Payer | Aspect::Further(_) => true,
        };
        if !simple || claims.iter().any(|id| manner(id) == Manner::Special) {
            return false;
        }
        let standing = claims.iter().filter(|&id| manner(id) == Manner::Plain);
        let stating = standing.filter(|&&id| states(self.diagram, id, aspect));
        for rule in stating.map(|&id| self.diagram.claims[id].rule) {
            if into.last() != Some(&rule) {
                into.push(rule);
            }
        }
        true
    }
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
