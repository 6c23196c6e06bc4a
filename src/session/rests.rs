//! Which reconstructions an answer rests on.
//!
//! In: an answer that was given while reconstructions are taken as they stand. Out: those without which it would be another one. Nothing
//! is told from wording: the same is asked again as if they were not accepted.

use super::chain::Settling;
use super::{Place, Session};
use crate::analysis::Answer;
use crate::message::Message;

impl Session {
    /// Tells whether what a document says is taken: what rests on a reconstruction is, only where somebody accepts it.
    pub(super) fn takes(&self, place: Place) -> bool {
        !self.is_made(place) || self.accepts_reconstruction && !self.not_taken.contains(&place)
    }

    /// Says of an answer of a policy which reconstructions it rests on; `is_same` asks again whether it comes to the same.
    pub(super) fn rests_on(
        &mut self,
        policy: usize,
        is_same: &mut dyn FnMut(&mut Session) -> bool,
    ) -> Vec<Message> {
        // While it is asked again, nothing is told.
        if !self.accepts_reconstruction || !self.not_taken.is_empty() {
            return Vec::new();
        }
        let made = self.reconstructions(policy);
        if made.is_empty() || self.without(made.clone(), is_same) {
            return Vec::new();
        }
        let others = |one: Place| made.iter().copied().filter(|other| *other != one).collect();
        let mut rests: Vec<Place> =
            made.iter().copied().filter(|&one| !self.without(vec![one], is_same)).collect();
        if rests.is_empty() {
            // Each of several is enough by itself.
            rests = made.iter().copied().filter(|&one| self.without(others(one), is_same)).collect();
        }
        let rests = if rests.is_empty() { made } else { rests };
        let name = |place: Place| self.policy(place).map(|policy| policy.model.name.clone());
        let names = rests.into_iter().filter_map(name);
        names.map(|document| Message::RestsOnReconstruction { document }).collect()
    }

    fn without(&mut self, places: Vec<Place>, is_same: &mut dyn FnMut(&mut Session) -> bool) -> bool {
        self.not_taken = places;
        let same = is_same(self);
        self.not_taken.clear();
        same
    }

    /// Returns the reconstructions that may have to do with a policy's answers: those above it, and those whose lists decide its facts.
    fn reconstructions(&self, policy: usize) -> Vec<Place> {
        let Some(own) = self.policies.get(policy) else { return Vec::new() };
        let lists = own.model.listed.iter().filter_map(|listed| self.place(policy, &listed.document));
        let mut made: Vec<Place> = Vec::new();
        for place in self.places_above(policy).into_iter().chain(lists) {
            if place != Place::Asked(policy) && self.is_made(place) && !made.contains(&place) {
                made.push(place);
            }
        }
        made
    }

    fn is_made(&self, place: Place) -> bool {
        self.policy(place).is_some_and(|policy| policy.model.header.reconstruction.is_some())
    }
}

impl Settling {
    /// Tells whether one case comes to the same.
    pub(super) fn comes_to(&self, other: &Settling) -> bool {
        match (self, other) {
            (Settling::Done(a, _), Settling::Done(b, _)) => comes_to(a, b),
            (Settling::Open(a, one), Settling::Open(b, two)) => one == two && comes_to(a, b),
            _ => false,
        }
    }

    /// Says something beside the answer.
    pub(super) fn telling(mut self, told: Vec<Message>) -> Settling {
        let (Settling::Done(answer, _) | Settling::Open(answer, _)) = &mut self;
        answer.documents.extend(told);
        self
    }
}

/// Tells whether two answers say the same, for the same days and of the same money.
pub(super) fn comes_to(one: &Answer, other: &Answer) -> bool {
    one.same_as(other) && one.in_force == other.in_force && one.money == other.money
}

/// Puts what a whole answer rests on beside it. What is told of some of its cases stays there, unless the question itself was understood
/// by what it rests on.
pub(super) fn tell_rests(answer: &mut Answer, rests: Vec<Message>, by_question: &[String]) {
    for rest in rests {
        let Message::RestsOnReconstruction { document } = &rest else { continue };
        if by_question.contains(document) {
            each_told(answer, &mut |told| told.retain(|message| !is_told(message, &rest)));
        }
        let mut known = false;
        each_told(answer, &mut |told| known |= told.iter().any(|message| is_told(message, &rest)));
        if !known {
            answer.documents.push(rest);
        }
    }
}

fn is_told(message: &Message, rest: &Message) -> bool {
    match message {
        Message::InCase { told, .. } => is_told(told, rest),
        message => message == rest,
    }
}

/// Goes through what is told beside an answer, its branches and its components.
fn each_told(answer: &mut Answer, act: &mut dyn FnMut(&mut Vec<Message>)) {
    act(&mut answer.documents);
    answer.branches.iter_mut().for_each(|branch| act(&mut branch.answer.documents));
    for (_, part) in &mut answer.components {
        act(&mut part.documents);
        part.branches.iter_mut().for_each(|branch| act(&mut branch.answer.documents));
    }
}
