//! One of two policies, as it is read beside the other.
//!
//! In: sets of claims. Out: what they come to, in common words and by number, and the rules that decide a part of it.

use super::align::Own;
use super::contrast::{Contrasts, Measure, Saying};
use super::sentence::{Sentence, Sentences, Told};
use super::{Compared, Said};
use crate::analysis::decides::{Aspect, deciding, states};
use crate::diagram::{Cell, ClaimId, Diagram, Manner, Outcome, Part, Verdict};
use crate::model::{Model, PartId, RuleId};
use rustc_hash::FxHashMap;

/// One of two policies.
pub(super) struct Side<'a> {
    pub(super) model: &'a Model,
    pub(super) diagram: &'a mut Diagram,
    pub(super) own: &'a Own,
    pub(super) sentences: Sentences,
    /// The numbers of sayings, by those of the verdict and of all parts, and by whether they are acknowledged.
    known: FxHashMap<(u32, u32, bool), u32>,
}

impl<'a> Side<'a> {
    pub(super) fn new(Compared { model, diagram }: Compared<'a>, own: &'a Own) -> Side<'a> {
        Side { model, diagram, own, sentences: Sentences::new(model), known: FxHashMap::default() }
    }

    /// Returns the number of the verdict of a set of claims, and that of what it says in common words.
    pub(super) fn saying<M: Measure>(
        &mut self,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        claims: &[ClaimId],
        further: &[PartId],
    ) -> Told {
        let Side { model, diagram, own, known, .. } = self;
        let (profile, parts) = diagram.profile_in_full(model, claims, further);
        let acknowledged =
            profile.acknowledges && !diagram.decide(model, claims, further).acknowledged.is_empty();
        let number = *known.entry((profile.verdict, parts, acknowledged)).or_insert_with(|| {
            let said = |number: u32| said(joint, own, diagram.verdict(number));
            contrasts.saying(Saying { verdict: said(profile.verdict), full: said(parts), acknowledged })
        });
        (profile.verdict, number)
    }

    /// Returns the number of what some claims say that only agree or clash; nothing where it does not follow from their sentences.
    pub(super) fn saying_of<M: Measure>(
        &mut self,
        contrasts: &mut Contrasts<M>,
        joint: &Model,
        claims: &[ClaimId],
    ) -> Option<u32> {
        let sentence = self.sentences.of(self.diagram, claims)?;
        Some(self.alone((contrasts, joint), sentence, claims))
    }

    /// Returns the number of what claims say of which the sentence is known.
    #[inline]
    pub(super) fn alone<M: Measure>(
        &mut self,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
        sentence: Sentence,
        claims: &[ClaimId],
    ) -> u32 {
        if let Some((_, saying)) = self.sentences.together(0, sentence) {
            return saying;
        }
        let told = self.saying(contrasts, joint, claims, &[]);
        self.sentences.learn(0, sentence, told);
        told.1
    }

    /// Returns what two sets of claims come to together, of which what they say is known.
    #[inline]
    pub(super) fn together<M: Measure>(
        &mut self,
        (contrasts, joint): (&mut Contrasts<M>, &Model),
        (one, shared): (Sentence, &[ClaimId]),
        (two, own): (Sentence, &[ClaimId]),
        room: &mut Vec<ClaimId>,
    ) -> Told {
        if let Some(known) = self.sentences.together(one, two) {
            return known;
        }
        let told = self.saying(contrasts, joint, join(room, shared, own), &[]);
        self.sentences.learn(one, two, told);
        told
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
        let (claims, further) = (self.diagram.claims_at(leaf), self.diagram.asked_at(leaf).further);
        self.rules((claims, &further), &mut None, aspect, into);
    }

    /// Adds the rules that decide a part of what a set of claims comes to; how it does is worked out once, where need be.
    pub(super) fn rules(
        &self,
        (claims, further): (&[ClaimId], &[PartId]),
        outcome: &mut Option<Outcome>,
        aspect: Aspect,
        into: &mut Vec<RuleId>,
    ) {
        let Some(aspect) = self.own_aspect(aspect) else { return };
        if self.stands(claims, aspect) {
            return self.stating(claims, aspect, into);
        }
        let decided = || self.diagram.decide(self.model, claims, further);
        into.extend(deciding(self.diagram, outcome.get_or_insert_with(decided), aspect));
    }

    /// Returns a common part of an answer as one of the side's own, if it has it.
    fn own_aspect(&self, aspect: Aspect) -> Option<Aspect> {
        match aspect {
            Aspect::Further(part) => self.own.own_part(part).map(Aspect::Further),
            other => Some(other),
        }
    }

    /// Tells whether each of some claims decides all that it states: where they only agree or clash, and a part is looked at.
    fn stands(&self, claims: &[ClaimId], aspect: Aspect) -> bool {
        let plain = claims.iter().all(|id| self.diagram.claims[*id].manner != Manner::Special);
        plain && (aspect != Aspect::Whole || claims.len() <= 1)
    }

    /// Adds the rules of those claims that state a part.
    fn stating(&self, claims: &[ClaimId], aspect: Aspect, into: &mut Vec<RuleId>) {
        let standing = claims.iter().filter(|&&id| self.diagram.claims[id].manner == Manner::Plain);
        let stating = standing.filter(|&&id| states(self.diagram, id, aspect));
        into.extend(stating.map(|&id| self.diagram.claims[id].rule));
    }
}

/// Puts claims of two lists into one; in which order they stand says nothing.
pub(super) fn join<'c>(room: &'c mut Vec<ClaimId>, shared: &[ClaimId], own: &[ClaimId]) -> &'c [ClaimId] {
    room.clear();
    room.extend_from_slice(shared);
    room.extend_from_slice(own);
    room
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
