//! How a policy stands to the documents that it names.
//!
//! In: loaded policies. Out: what is wrong with what a header says of other documents: a number that no document has, maxims that count
//! between no two, documents that stand under each other in a circle.

use super::carried::counterpart;
use super::{Place, Policy, Session};
use crate::analysis::Lint;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::limits::LIMITS;
use crate::message::{Advice, Message};
use crate::model::{AxisId, MATTER, Model, nearest};
use crate::source::Span;

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

    /// Takes out the policies whose document above cannot be told from another of the same number, or has no level that they divide;
    /// says so of each.
    pub(super) fn without_unclear_links(&mut self) -> Vec<Diagnostic> {
        let links: Vec<Option<Diagnostic>> =
            self.policies.iter().map(|policy| self.unclear_link(policy)).collect();
        let mut clear = links.iter().map(Option::is_none);
        self.policies.retain(|_| clear.next().unwrap_or(true));
        links.into_iter().flatten().collect()
    }

    fn unclear_link(&self, policy: &Policy) -> Option<Diagnostic> {
        if let Some(circle) = self.circle(policy) {
            return Some(circle);
        }
        let mut all_above: Vec<Place> = Vec::new();
        for named in &policy.model.header.under {
            let found = self.documents_called(&policy.file, &named.document);
            if found.len() > 1 {
                let message = Message::SeveralDocuments { document: named.document.clone() };
                let unclear = Diagnostic::error(Code::SeveralDocuments, policy.model.span?, message);
                return Some(unclear.help(Advice::SeveralDocuments));
            }
            all_above.extend(found);
        }
        let named = policy.model.header.divides.is_some();
        let states = |upper: &Policy| upper.model.rules.iter().any(|rule| rule.effect.statement().is_some());
        let nothing =
            |upper: &&Policy| upper.model.left_to(&policy.model).is_empty() && (named || states(upper));
        // Of several documents above one may not have the level, but not all of them.
        let divided = policy.model.header.divides.as_ref();
        if let Some(level) = divided.filter(|_| all_above.len() == policy.model.header.under.len()) {
            let mut above = all_above.iter().filter_map(|&place| self.policy(place));
            let has = |upper: &Policy| upper.model.levels.iter().any(|known| known.is_called(level));
            if !above.clone().any(has) {
                let all: Vec<&Model> = above.clone().map(|upper| &*upper.model).collect();
                return above.next().map(|upper| no_such_level(&policy.model, (&upper.model, &all), level));
            }
        }
        // What such a document says could not be held against this one, and would seem to allow everything.
        let mut above = all_above.iter().filter_map(|&place| self.policy(place));
        above.find(nothing).map(|upper| nothing_to_divide(&policy.model, &upper.model))
    }

    /// Says that a policy stands under itself, if it does.
    fn circle(&self, policy: &Policy) -> Option<Diagnostic> {
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

/// Says that no level of the upper document is what the lower one divides.
#[must_use]
pub fn nothing_to_divide(lower: &Model, upper: &Model) -> Diagnostic {
    // Of several documents above, another one may have the level that is named.
    if let Some(level) = lower.header.divides.as_ref().filter(|_| lower.header.under.len() < 2) {
        return no_such_level(lower, (upper, &[upper]), level);
    }
    let message = Message::NothingToDivide { lower: lower.name.clone(), upper: upper.name.clone() };
    dividing(message, lower.span, lower, (upper, &[upper]))
}

/// Says that the level that the lower document divides is none of those of the upper ones, of which this is the first.
fn no_such_level(lower: &Model, (upper, all): (&Model, &[&Model]), level: &str) -> Diagnostic {
    let names: Vec<String> = all.iter().map(|upper| upper.name.clone()).collect();
    let message = Message::DividesUnknown { level: level.to_owned(), upper: names };
    dividing(message, lower.header.divides_span, lower, (upper, all))
}

fn dividing(
    message: Message,
    span: Option<Span>,
    lower: &Model,
    (upper, all): (&Model, &[&Model]),
) -> Diagnostic {
    let wrong = Diagnostic::new(Code::NothingToDivide, Severity::Error, message);
    let wrong = match span {
        Some(span) => wrong.at(span),
        None => wrong,
    };
    // What its header divides is a level of the documents that it names: another one's level there would be wrong.
    let named: Vec<String> = lower.header.under.iter().map(|named| named.document.clone()).collect();
    if !named.is_empty() && !named.contains(&upper.name) {
        return wrong.help(Advice::HoldAgainstNamed { named });
    }
    let mut levels: Vec<String> = Vec::new();
    for level in all.iter().flat_map(|upper| upper.levels.iter()) {
        if !levels.contains(&level.name) {
            levels.push(level.name.clone());
        }
    }
    wrong.help(Advice::SayWhatIsDivided { levels })
}
