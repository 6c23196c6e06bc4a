//! How a policy stands to the documents that it names.
//!
//! In: loaded policies. Out: what is wrong with what a header says of other documents: a number that no document has, maxims that count
//! between no two, documents that stand under each other in a circle.

use super::carried::counterpart;
use super::{Place, Policy, Session};
use crate::analysis::Lint;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::LIMITS;
use crate::message::{Advice, Message};
use crate::model::{AxisId, MATTER, Model, nearest};

impl Session {
    /// Finds what a policy's header says of other documents to no effect.
    pub(super) fn idle_links(&self, number: usize) -> Vec<Lint> {
        let Some(own) = self.policies.get(number) else { return Vec::new() };
        let header = &own.model.header;
        let known: Vec<&str> = self.reachable(own).map(|there| there.model.name.as_str()).collect();
        let mut found = Vec::new();
        for named in header.under.iter().filter(|named| !known.contains(&named.document.as_str())) {
            let others = known.iter().copied().filter(|name| *name != own.model.name);
            let near = nearest(&named.document, others.clone()).map(str::to_owned);
            // Policies of one file need have nothing to do with each other; what a file uses, it uses for something.
            if own.file.uses.is_empty() && near.is_none() {
                continue;
            }
            let message = Message::UnderUnknown { document: named.document.clone() };
            let known = others.map(str::to_owned).collect();
            found.push(Lint::new(
                Code::UnknownUpper,
                named.span,
                message,
                Advice::UpperNumber { near, known },
            ));
        }
        if let Some(span) = header.maxims_span
            && !self.has_chain(number)
        {
            found.push(Lint::new(Code::IdleMaxims, span, Message::IdleMaxims, Advice::IdleMaxims));
        }
        found
    }

    /// Returns a policy's facts that a document above it has as well.
    pub(super) fn facts_shared(&self, number: usize) -> Vec<AxisId> {
        let Some(own) = self.model(number) else { return Vec::new() };
        let above = self.placed_above(Place::Asked(number));
        let above: Vec<&Model> = above
            .iter()
            .filter_map(|placed| self.policy(placed.place))
            .map(|policy| &*policy.model)
            .collect();
        let shared = |axis: &AxisId| above.iter().any(|upper| counterpart(upper, own, *axis).is_some());
        own.axes.ids().filter(|axis| *axis != MATTER).filter(shared).collect()
    }

    /// Tells whether a policy stands under a loaded document, or one of those under it.
    fn has_chain(&self, number: usize) -> bool {
        let Some(own) = self.policies.get(number) else { return false };
        let asked = (0..self.policies.len()).map(Place::Asked);
        let mut all = asked.chain((0..self.documents.len()).map(Place::Beside));
        let is_under = |lower: Place| {
            let mut above = self.directly_above(lower).into_iter().filter_map(|place| self.policy(place));
            above.any(|upper| std::ptr::eq(upper, own))
        };
        !self.directly_above(Place::Asked(number)).is_empty() || all.any(is_under)
    }

    /// Returns the policies of the files that a policy uses, directly or through others, and of its own.
    fn reachable<'s>(&'s self, own: &'s Policy) -> impl Iterator<Item = &'s Policy> + Clone + 's {
        let mut files: Vec<&String> = vec![&own.file.identity];
        let mut at = 0;
        while let Some(&here) = files.get(at) {
            at = at.saturating_add(1);
            let there =
                self.policies.iter().chain(&self.documents).filter(|there| there.file.identity == *here);
            for used in there.flat_map(|there| &there.file.uses).chain(&own.file.uses) {
                if !files.contains(&used) {
                    files.push(used);
                }
            }
        }
        let all = self.policies.iter().chain(&self.documents);
        all.filter(move |there| files.contains(&&there.file.identity))
    }

    /// Says that a policy stands under itself, if it does.
    pub(super) fn circle(&self, policy: &Policy) -> Option<Diagnostic> {
        let mut trail = vec![policy.model.name.clone()];
        let trail = self.walk_up(policy, &mut trail).then_some(trail)?;
        let place = policy.model.header.under.first()?.span;
        let message = Message::UnderCycle { documents: trail };
        Some(Diagnostic::error(Code::UnderCycle, place, message).help(Advice::UnderCycle))
    }

    /// Goes up from a policy until a document is met again; then the trail ends with it.
    fn walk_up(&self, policy: &Policy, trail: &mut Vec<String>) -> bool {
        if trail.len() > LIMITS.uses {
            return false;
        }
        for named in &policy.model.header.under {
            let met = trail.contains(&named.document);
            trail.push(named.document.clone());
            if met {
                return true;
            }
            let above =
                self.find_document(&policy.file, &named.document).and_then(|place| self.policy(place));
            if above.is_some_and(|above| self.walk_up(above, trail)) {
                return true;
            }
            trail.pop();
        }
        false
    }
}
