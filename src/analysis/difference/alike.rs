//! What of two runs is the same, so that only the rest has to be compared.
//!
//! In: two policies in one vocabulary. Out: the claims of two runs that are not the same ones, whatever they cite, and those that meet them
//! somewhere. Everywhere else the same claims apply on both sides, so that the answers are equal.

use super::Compared;
use super::align::{Alignment, Own};
use crate::arena::{Arena, Id};
use crate::diagram::{ClaimId, Diagram, Manner, PayerClaim, Run, Says, SaysId};
use crate::model::{AxisId, Effect, Model, PartId, RuleId};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Of so many shared claims that are not the same it is looked up which others meet them.
const FEW: usize = 16;

/// What of two policies is the same.
pub(super) struct Alike<'a> {
    models: [&'a Model; 2],
    /// The common fact of each of a side's own; nothing where the values are not numbered alike.
    facts: [Vec<Option<AxisId>>; 2],
    /// The common number of what claims say.
    says: [Vec<u32>; 2],
    /// Nothing is the same: the policies differ as a whole.
    apart: bool,
    /// The common parts of a side's own.
    parts: [Vec<PartId>; 2],
    /// Layers that were compared, and of their claims that are the same whether they meet one that is not.
    layers: FxHashMap<(usize, usize), (Matched, Vec<bool>)>,
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
            parts: [alignment.old.parts.clone(), alignment.new.parts.clone()],
            layers: FxHashMap::default(),
        }
    }

    /// Finds the claims of two runs that have a part in what differs between them; `false` where nothing does.
    pub(super) fn apart(
        &mut self,
        (old, a): (&Diagram, &Run),
        (new, b): (&Diagram, &Run),
        into: (&mut Vec<ClaimId>, &mut Vec<ClaimId>),
    ) -> bool {
        let own = self.matched((old, old.runs().own(a)), (new, new.runs().own(b)));
        let layers = (a.layer, b.layer);
        if !self.layers.contains_key(&layers) {
            let (left, right) = (old.runs().layer_claims(a.layer), new.runs().layer_claims(b.layer));
            let layer = self.matched((old, left), (new, right));
            let few = layer.old.len().saturating_add(layer.new.len()) <= FEW;
            let same = layer.same.iter().filter(|_| few);
            let meeting = same.map(|pair| layer.touches(old, new, *pair)).collect();
            self.layers.insert(layers, (layer, meeting));
        }
        let Some((layer, meeting)) = self.layers.get(&layers) else { return true };
        // Where much differs that very many runs share, there is little to leave out.
        let few = layer.old.len().saturating_add(layer.new.len()) <= FEW;
        let same = own.same.iter().chain(&layer.same).filter(|_| few);
        let all: Vec<Same> = same.copied().collect();
        if self.apart
            || all.is_empty()
            || !self.ranks(old, new, &all)
            || !self.asked_alike((old, a), (new, b))
        {
            old.runs().claims(a, into.0);
            new.runs().claims(b, into.1);
            return true;
        }
        into.0.clear();
        into.1.clear();
        into.0.extend(own.old.iter().chain(&layer.old));
        into.1.extend(own.new.iter().chain(&layer.new));
        if into.0.is_empty() && into.1.is_empty() {
            return false;
        }
        // Where only claims apply that are the same on both sides, it does not matter which: what meets none of the others is left out.
        let here =
            own.same.iter().filter(|pair| own.touches(old, new, **pair) || layer.touches(old, new, **pair));
        let shared = layer.same.iter().zip(meeting);
        let shared =
            shared.filter(|(pair, meets)| **meets || own.touches(old, new, **pair)).map(|(pair, _)| pair);
        for &(left, right) in here.chain(shared) {
            into.0.push(left);
            into.1.push(right);
        }
        into.0.sort_unstable();
        into.1.sort_unstable();
        true
    }

    /// Finds the claims of two lists that say the same in the same cases, in their order.
    fn matched(&self, (old, left): (&Diagram, &[ClaimId]), (new, right): (&Diagram, &[ClaimId])) -> Matched {
        let (left, right) = (answering(old, left), answering(new, right));
        let is_same = |(a, b): (&ClaimId, &ClaimId)| self.claims((old, *a), (new, *b));
        let mut matched = Matched::default();
        if left.len() == right.len() {
            for (a, b) in left.iter().zip(right.iter()) {
                if is_same((a, b)) {
                    matched.same.push((*a, *b));
                } else {
                    matched.old.push(*a);
                    matched.new.push(*b);
                }
            }
            return matched;
        }
        let both = || left.iter().zip(right.iter());
        let head = both().take_while(|pair| is_same(*pair)).count();
        let most = left.len().min(right.len()).saturating_sub(head);
        let back = || left.iter().rev().zip(right.iter().rev()).take(most);
        let tail = back().take_while(|pair| is_same(*pair)).count();
        let own = |pair: (&ClaimId, &ClaimId)| (*pair.0, *pair.1);
        matched.same.extend(both().take(head).chain(back().take(tail)).map(own));
        let between = |list: &[ClaimId]| {
            let end = list.len().saturating_sub(tail);
            list.get(head..end).unwrap_or_default().to_vec()
        };
        (matched.old, matched.new) = (between(&left), between(&right));
        matched
    }

    /// Tells whether the same further parts are asked for.
    fn asked_alike(&self, (old, a): (&Diagram, &Run), (new, b): (&Diagram, &Run)) -> bool {
        let [model, other] = self.models;
        if !Diagram::asks_further(model) && !Diagram::asks_further(other) {
            return true;
        }
        let asked = |diagram: &Diagram, model: &Model, run: &Run, parts: &[PartId]| {
            let mut claims = Vec::new();
            diagram.runs().claims(run, &mut claims);
            let own = diagram.asked_of(model, &claims);
            let mut common: Vec<PartId> =
                own.iter().map(|part| parts.get(part.index()).copied().unwrap_or(*part)).collect();
            common.sort_unstable();
            common
        };
        let [ours, theirs] = &self.parts;
        asked(old, model, a, ours) == asked(new, other, b, theirs)
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

    /// Tells whether claims that are the same come before the same others.
    fn ranks(&self, old: &Diagram, new: &Diagram, pairs: &[Same]) -> bool {
        if pairs.iter().all(|(id, _)| old.claims[*id].manner == Manner::Plain) {
            return true;
        }
        let [model, other] = self.models;
        let rules: Vec<(RuleId, RuleId)> =
            pairs.iter().map(|(a, b)| (old.claims[*a].rule, new.claims[*b].rule)).collect();
        rules.iter().all(|(winner, there)| {
            let (beats, beaten) = (&model.rules[*winner].beats, &other.rules[*there].beats);
            // INVARIANT: `beats` is sorted.
            let same = |(loser, its): &(RuleId, RuleId)| {
                beats.binary_search(loser).is_ok() == beaten.binary_search(its).is_ok()
            };
            (beats.is_empty() && beaten.is_empty()) || rules.iter().all(same)
        })
    }
}

/// Claims of either side that say the same in the same cases.
type Same = (ClaimId, ClaimId);

/// The claims of two lists, beside one another.
#[derive(Default)]
struct Matched {
    same: Vec<Same>,
    /// Those that the other list does not have.
    old: Vec<ClaimId>,
    new: Vec<ClaimId>,
}

impl Matched {
    /// Tells whether a claim may meet one that the other list does not have.
    fn touches(&self, old: &Diagram, new: &Diagram, (a, b): Same) -> bool {
        self.old.iter().any(|other| old.may_meet(a, *other))
            || self.new.iter().any(|other| new.may_meet(b, *other))
    }
}

/// Returns the claims that have a part in answers.
fn answering<'c>(diagram: &Diagram, claims: &'c [ClaimId]) -> Cow<'c, [ClaimId]> {
    let answers = |id: &ClaimId| diagram.claims[*id].manner != Manner::Acknowledges;
    if claims.iter().all(answers) {
        return Cow::Borrowed(claims);
    }
    claims.iter().copied().filter(answers).collect()
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
