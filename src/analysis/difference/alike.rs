//! Runs of two policies to which the same rules apply, so that nothing has to be compared.
//!
//! In: two policies in one vocabulary. Out: whether the claims of two runs are the same ones in the same order, whatever they cite. That is
//! enough for equal answers, and is not needed for it.

use super::Compared;
use super::align::{Alignment, Own};
use crate::arena::{Arena, Id};
use crate::diagram::{ClaimId, Diagram, Manner, PayerClaim, Run, Says, SaysId};
use crate::model::{AxisId, Effect, Model};
use rustc_hash::FxHashMap;

/// What of two policies is the same.
pub(super) struct Alike<'a> {
    models: [&'a Model; 2],
    /// The common fact of each of a side's own; nothing where the values are not numbered alike.
    facts: [Vec<Option<AxisId>>; 2],
    /// The common number of what claims say.
    says: [Vec<u32>; 2],
    /// Nothing is the same: the policies differ as a whole.
    apart: bool,
    /// Layers that were compared.
    layers: FxHashMap<(usize, usize), bool>,
}

impl<'a> Alike<'a> {
    pub(super) fn new(old: &Compared<'a>, new: &Compared<'a>, alignment: &Alignment) -> Alike<'a> {
        let (asked, other) = (old.diagram.asked(), new.diagram.asked());
        // Cases that start on days of their own are no claims.
        let started = !old.model.starts.is_empty() || !new.model.starts.is_empty();
        let mut numbers: FxHashMap<Says, u32> = FxHashMap::default();
        let mut numbered = |diagram: &Diagram, own: &Own| -> Vec<u32> {
            let sayings: &Arena<SaysId, Says> = diagram.claims.sayings();
            let number = |says: &Says| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(own.says(says)).or_insert(next)
            };
            sayings.iter().map(number).collect()
        };
        Alike {
            models: [old.model, new.model],
            facts: [facts(old.model, &alignment.old), facts(new.model, &alignment.new)],
            says: [numbered(old.diagram, &alignment.old), numbered(new.diagram, &alignment.new)],
            apart: started || asked.class != other.class || asked.payer != other.payer,
            layers: FxHashMap::default(),
        }
    }

    /// Tells whether the same rules apply to a run of either side.
    pub(super) fn runs(&mut self, (old, a): (&Diagram, &Run), (new, b): (&Diagram, &Run)) -> bool {
        if self.apart || !self.lists((old, old.runs().own(a)), (new, new.runs().own(b))) {
            return false;
        }
        let (left, right) = (old.runs().layer_claims(a.layer), new.runs().layer_claims(b.layer));
        let known = self.layers.get(&(a.layer, b.layer)).copied();
        let layers = known.unwrap_or_else(|| self.lists((old, left), (new, right)));
        self.layers.insert((a.layer, b.layer), layers);
        layers && self.ranks((old, a), (new, b))
    }

    /// Tells whether two lists of claims say the same in the same cases, one by one.
    fn lists(&self, (old, left): (&Diagram, &[ClaimId]), (new, right): (&Diagram, &[ClaimId])) -> bool {
        let mut ours = answering(old, left);
        let mut theirs = answering(new, right);
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if self.claims((old, a), (new, b)) => {}
                _ => return false,
            }
        }
    }

    fn claims(&self, (old, a): (&Diagram, ClaimId), (new, b): (&Diagram, ClaimId)) -> bool {
        let [in_old, in_new] = &self.facts;
        let [left, right] = &self.says;
        let (one, two) = (old.claims[a], new.claims[b]);
        one.manner == two.manner
            && left.get(one.says.index()) == right.get(two.says.index())
            && (one.manner == Manner::Plain || self.kinds_alike(old, a, new, b))
            && old.applies_like(a, in_old, (new, b, in_new))
    }

    /// Tells whether two claims allocate, allocate by default, or rule out, both of them.
    fn kinds_alike(&self, old: &Diagram, a: ClaimId, new: &Diagram, b: ClaimId) -> bool {
        let [model, other] = self.models;
        let kind = |effect: &Effect| std::mem::discriminant(effect);
        kind(&model.rules[old.claims[a].rule].effect) == kind(&other.rules[new.claims[b].rule].effect)
    }

    /// Tells whether claims that are the same one by one come before the same others.
    fn ranks(&self, (old, a): (&Diagram, &Run), (new, b): (&Diagram, &Run)) -> bool {
        let all = |diagram: &Diagram, run: &Run| {
            let (own, layer) = (diagram.runs().own(run), diagram.runs().layer_claims(run.layer));
            answering(diagram, own)
                .chain(answering(diagram, layer))
                .map(|id| diagram.claims[id].rule)
                .collect::<Vec<_>>()
        };
        let [model, other] = self.models;
        let special = |diagram: &Diagram, run: &Run| {
            let (own, layer) = (diagram.runs().own(run), diagram.runs().layer_claims(run.layer));
            own.iter().chain(layer).any(|id| diagram.claims[*id].manner == Manner::Special)
        };
        if !special(old, a) {
            return true;
        }
        let pairs: Vec<_> = all(old, a).into_iter().zip(all(new, b)).collect();
        pairs.iter().all(|(winner, there)| {
            let (beats, beaten) = (&model.rules[*winner].beats, &other.rules[*there].beats);
            // INVARIANT: `beats` is sorted.
            let same = |(loser, its): &(_, _)| {
                beats.binary_search(loser).is_ok() == beaten.binary_search(its).is_ok()
            };
            (beats.is_empty() && beaten.is_empty()) || pairs.iter().all(same)
        })
    }
}

/// Returns the claims that have a part in answers.
fn answering<'c>(diagram: &'c Diagram, claims: &'c [ClaimId]) -> impl Iterator<Item = ClaimId> + 'c {
    claims.iter().copied().filter(|id| diagram.claims[*id].manner != Manner::Acknowledges)
}

fn facts(model: &Model, own: &Own) -> Vec<Option<AxisId>> {
    model.axes.ids().map(|id| own.values(id).is_none().then(|| own.axis(id))).collect()
}

impl Own {
    /// Returns what a claim says, in common words.
    fn says(&self, says: &Says) -> Says {
        let payer = says.payer.as_ref().map(|payer| match payer {
            PayerClaim::Fixed(payer) => PayerClaim::Fixed(self.payer(payer)),
            PayerClaim::Owner => PayerClaim::Owner,
        });
        let mut further: Vec<_> =
            says.further.iter().map(|(part, value)| (self.part(*part), self.further(*part, value))).collect();
        further.sort_by_key(|(part, _)| *part);
        Says { class: says.class.as_ref().map(|class| self.class(class)), payer, further }
    }
}
