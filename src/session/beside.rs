//! What other documents have to do with an answer: facts that their lists decide, and reconstructions.
//!
//! In: an answer of one policy. Out: the answer once the lists of loaded documents are known, which says what it rests on. What
//! rests on a reconstruction is no answer until somebody accepts it.

use super::chain::{Days, meet};
use super::joined::{common, holds_on};
use super::listed::{self, Computed, asked_days};
use super::rests::{comes_to, tell_rests};
use super::stretches::interval;
use super::{Place, Policy, Session};
use crate::analysis::{Answer, Reconstruction};
use crate::diagnostic::Diagnostic;
use crate::diagram::Status;
use crate::message::Message;
use crate::model::{AxisId, Expect, Interval, Known, Model, Query, Subject, ValueSet, day_of, resolve_query};
use crate::syntax::ast;
use std::sync::Arc;

impl Session {
    /// Puts what the documents that a policy uses decide into its answer, and says which reconstructions it rests on.
    pub(super) fn with_documents(
        &mut self,
        policy: usize,
        tree: &ast::Query,
        query: Query,
        answer: Answer,
    ) -> Result<(Query, Answer), Vec<Diagnostic>> {
        let whole = query.part.is_some().then(|| self.of_whole(policy, tree));
        let own = answer.clone();
        let (filled, mut answer) = self.with_taken(policy, tree, query.clone(), answer)?;
        let rests = self.rests_on(policy, &mut |session| {
            // What a name is a part of may be known from a reconstruction alone.
            let understood = whole.as_ref().is_none_or(|whole| *whole == session.of_whole(policy, tree));
            let again = session.with_taken(policy, tree, query.clone(), own.clone());
            understood && again.is_ok_and(|(_, again)| comes_to(&answer, &again))
        });
        let by_list = filled.known.len() > query.known.len();
        let by_question = if by_list || whole.is_some() { named(&rests) } else { Vec::new() };
        tell_rests(&mut answer, rests, &by_question);
        Ok((filled, answer))
    }

    /// Puts what those documents decide that are taken into a policy's answer.
    fn with_taken(
        &mut self,
        policy: usize,
        tree: &ast::Query,
        query: Query,
        answer: Answer,
    ) -> Result<(Query, Answer), Vec<Diagnostic>> {
        let part = match self.called_above(policy, &tree.subject) {
            Some(called) if query.part.is_none() => return Err(vec![called.refusal(tree.span)]),
            Some(called) => vec![called.message()],
            None => match self.near_above(policy, &tree.subject, &query.subject, tree.span) {
                Some(refusal) => return Err(vec![refusal]),
                None => Vec::new(),
            },
        };
        let given = self.given.clone();
        if let Some(refusal) = self.not_put_above(policy, (tree, &given), &query) {
            return Err(refusal);
        }
        let computed = self.computed(policy, &query, &answer);
        let accepts = self.accepts_reconstruction;
        let Some(own) = self.policies.get_mut(policy) else { return Ok((query, answer)) };
        let mut filled = query.clone();
        let mut told = part;
        let (said, listed) = fill(&own.model, computed, &mut filled);
        told.extend(said);
        let (query, answer) = if filled.known.len() > query.known.len() {
            let answer = own.evaluated(&filled)?;
            (filled, answer)
        } else {
            (query, answer)
        };
        let answer = as_reconstruction(&own.model, accepts, Answer { documents: told, ..answer });
        let mut answer = self.under_documents(policy, (tree, &given), &query, answer);
        hold_on(&mut answer, listed);
        Ok((query, answer))
    }

    /// Puts what loaded documents decide into the `expect` lines, as into any other question: what a name of theirs is a part of, and
    /// what is on their lists.
    pub(super) fn fill_expects(&mut self) {
        // In an `expect` line a reconstruction is not taken.
        let accepts = std::mem::replace(&mut self.accepts_reconstruction, false);
        (0..self.policies.len()).for_each(|policy| self.name_wholes(policy));
        for policy in 0..self.policies.len() {
            let Some(own) = self.policies.get(policy).filter(|own| !own.model.listed.is_empty()) else {
                continue;
            };
            let queries: Vec<Query> = own.model.expects.iter().map(|expect| expect.query.clone()).collect();
            for (index, query) in queries.into_iter().enumerate() {
                let answer = self.policies.get_mut(policy).and_then(|own| own.evaluated(&query).ok());
                let Some(answer) = answer else { continue };
                let computed = self.computed(policy, &query, &answer);
                let Some(own) = self.policies.get_mut(policy) else { continue };
                let mut filled = query;
                fill(&own.model, computed, &mut filled);
                if let Some(expect) = Arc::make_mut(&mut own.model).expects.get_mut(index) {
                    expect.query = filled;
                }
            }
        }
        self.accepts_reconstruction = accepts;
    }

    /// Lets `expect` lines about a part that only a document above lists be about the matter that it is a part of.
    fn name_wholes(&mut self, policy: usize) {
        if !self.is_under(policy) {
            return;
        }
        let Some(own) = self.policies.get(policy) else { return };
        let unlisted =
            |(_, expect): &(usize, &Expect)| matches!(expect.query.subject, Subject::Unlisted { .. });
        let expects = own.model.expects.iter().enumerate().filter(unlisted);
        let asked: Vec<(usize, ast::Query)> =
            expects.map(|(at, expect)| (at, expect.asked.clone())).collect();
        for (at, asked) in asked {
            let Some((whole, part)) = self.of_whole(policy, &asked) else { continue };
            let Some(own) = self.policies.get_mut(policy) else { continue };
            let bare = ast::Query { bindings: Vec::new(), ..whole };
            let Ok(Query { subject, .. }) = resolve_query(&own.model, &bare, &[]) else { continue };
            if let Some(expect) = Arc::make_mut(&mut own.model).expects.get_mut(at) {
                expect.query = Query { subject, part: Some(part), ..expect.query.clone() };
            }
        }
    }

    /// Returns what speaks against names in a policy's `expect` lines that no document above gives to a part of its matters.
    pub(super) fn doubts(&mut self, policy: usize) -> Vec<Diagnostic> {
        let Some(own) = self.policies.get(policy).map(|own| Arc::clone(&own.model)) else {
            return Vec::new();
        };
        let open = own.expects.iter().filter(|expect| expect.query.part.is_none());
        let mut near = |expect: &Expect| {
            let Expect { asked, query, .. } = expect;
            let refused = self.near_above(policy, &asked.subject, &query.subject, asked.span)?;
            // What the policy has by another name is no doubt: the line does not hold.
            self.called_above(policy, &asked.subject).is_none().then_some(refused)
        };
        open.filter_map(|expect| expect.doubt.clone().or_else(|| near(expect))).collect()
    }

    /// Leaves out the files in whose `expect` lines a name is no matter's; returns what speaks against it.
    pub(super) fn without_doubtful_names(&mut self) -> Vec<Diagnostic> {
        let (mut found, mut files) = (Vec::new(), Vec::new());
        for number in 0..self.policies.len() {
            let doubts = self.doubts(number);
            let file = self.policies.get(number).map(|policy| policy.file.identity.clone());
            if let Some(file) = file.filter(|_| !doubts.is_empty()) {
                files.push(file);
                found.extend(doubts);
            }
        }
        self.policies.retain(|policy| !files.contains(&policy.file.identity));
        found
    }

    /// Finds out what the documents that a policy uses make of its facts about their lists, where the answer depends on them.
    fn computed(&mut self, policy: usize, query: &Query, answer: &Answer) -> Vec<Computed> {
        let Some(Policy { model, .. }) = self.policies.get(policy) else { return Vec::new() };
        let matters = |axis: AxisId| {
            answer.needs.contains(&axis) || query.known(axis).is_some() && !answer.irrelevant.contains(&axis)
        };
        let facts: Vec<_> = model.listed.iter().filter(|listed| matters(listed.axis)).cloned().collect();
        let Some(names) = listed::names(model, query).filter(|_| !facts.is_empty()) else {
            return Vec::new();
        };
        let mut computed = Vec::new();
        for fact in facts {
            let Some(place) = self.place(policy, &fact.document) else { continue };
            let taken = self.takes(place);
            let matters = self.on_list(policy, place, query, &names);
            let own_and_upper = match place {
                Place::Beside(upper) => self.policies.get(policy).zip(self.documents.get_mut(upper)),
                Place::Asked(upper) => match self.policies.get_disjoint_mut([policy, upper]) {
                    Ok([own, upper]) => Some((&*own, upper)),
                    // A document is not its own list.
                    Err(_) => None,
                },
            };
            if let Some((own, upper)) = own_and_upper {
                let decided = listed::decide(&own.model, &fact, &matters, query, upper);
                computed.extend(decided.map(|decided| Computed { taken, ..decided }));
            }
        }
        computed
    }
}

impl Session {
    /// Returns each matter of a query with its names, and with the matters of a document that speak of it, as where that stands above.
    fn on_list(
        &mut self,
        policy: usize,
        place: Place,
        query: &Query,
        names: &[Vec<String>],
    ) -> Vec<(Vec<String>, ValueSet)> {
        let (Some(own), Some(upper)) = (self.policies.get(policy), self.policy(place)) else {
            return Vec::new();
        };
        let (own, upper) = (Arc::clone(&own.model), Arc::clone(&upper.model));
        let component = match &query.subject {
            Subject::Unlisted { component: Some((_, part)), .. } => Some(part),
            _ => None,
        };
        let called = |name: &String| {
            let id = upper.matters.find(name)?;
            let part = component.and_then(|part| upper.matters.part(id, part));
            Some(upper.matters.under(part.unwrap_or(id)))
        };
        // A part is on a list by its own name, or by that of the whole.
        let part = query.part.as_ref().and_then(called);
        let leaves: Vec<u32> = match &query.subject {
            Subject::Listed { leaves, .. } => leaves.iter().collect(),
            _ => Vec::new(),
        };
        let pairs = (!leaves.is_empty()).then(|| self.counterparts(&upper, &own));
        let mut leaves = leaves.into_iter();
        let listed = upper.matters.all();
        let matter = |names: &Vec<String>| {
            let by_pairs = pairs.as_ref().zip(leaves.next());
            let there = by_pairs.map(|(pairs, leaf)| pairs.of(&ValueSet::single(leaf)).intersection(&listed));
            let by_name = || names.iter().find_map(called).unwrap_or_default();
            (names.clone(), part.clone().or(there).unwrap_or_else(by_name))
        };
        names.iter().map(matter).collect()
    }
}

/// Puts what lists decide into a query that leaves it open; returns what there is to say about it, and the days on which the lists say so.
/// A question about no day in particular is then about those.
fn fill(model: &Model, computed: Vec<Computed>, query: &mut Query) -> (Vec<Message>, Days) {
    let mut told = Vec::new();
    let asked = asked_days(model, query);
    let (mut listed, mut about): (Days, Interval) = ((None, None), asked.unwrap_or(model.in_force()));
    let before = about;
    for found in computed {
        let axis = &model.axes[found.axis];
        let named = |value: bool| axis.find(if value { "yes" } else { "no" });
        let value = found.value.and_then(named).map(ValueSet::single);
        match (query.known(found.axis), value, &found.reconstruction) {
            (None, Some(_), Some(document)) if !found.taken => {
                told.push(found.note);
                told.push(Message::NotAccepted { document: document.clone() });
            }
            (None, Some(set), _) => {
                let days = about.meet(interval(found.days));
                if days.is_empty() {
                    let list = model.listed.iter().find(|listed| listed.axis == found.axis);
                    let document = list.map(|listed| listed.document.clone()).unwrap_or_default();
                    told.push(Message::ListNotInForce { fact: axis.called(), document });
                    continue;
                }
                about = days;
                listed = common([listed, found.days]);
                query.known.push(known(found.axis, set));
                query.known.sort_by_key(|known| known.axis);
                told.push(found.note);
            }
            (None, None, _) => told.push(found.note),
            // What the query says is what is asked; that the document says otherwise is said beside it.
            (Some(asked), Some(set), _) if asked.set.intersection(&set).is_empty() => {
                told.push(Message::AskedAgainstList { fact: axis.called() });
                told.push(found.note);
            }
            (Some(_), _, _) => {}
        }
    }
    if asked.is_none() && about != before {
        query.date = Some((day_of(about.first), day_of(about.last)));
    }
    (told, listed)
}

/// Lets an answer, its branches and its components hold on some days only.
fn hold_on(answer: &mut Answer, days: Days) {
    if answer.status != Status::NotInForce && meet(answer.in_force, days) {
        holds_on(answer, common([answer.in_force, days]));
    }
    answer.branches.iter_mut().for_each(|branch| hold_on(&mut branch.answer, days));
    answer.components.iter_mut().for_each(|(_, part)| hold_on(part, days));
}

/// Returns the documents that something rests on.
fn named(rests: &[Message]) -> Vec<String> {
    let name = |told: &Message| match told {
        Message::RestsOnReconstruction { document } => Some(document.clone()),
        _ => None,
    };
    rests.iter().filter_map(name).collect()
}

fn known(axis: AxisId, set: ValueSet) -> Known {
    Known { axis, set, figures: None, by_table: false, taken: Vec::new(), together: false, unknown: None }
}

/// Makes what rests on a reconstruction say so, and be no answer unless reconstructions are accepted.
fn as_reconstruction(model: &Model, accepts: bool, answer: Answer) -> Answer {
    let Some(because) = &model.header.reconstruction else { return answer };
    let mark = Some(Reconstruction { because: because.clone(), accepted: accepts });
    if accepts {
        Answer { reconstruction: mark, ..answer }
    } else {
        let Answer { unlisted, near, documents, .. } = answer;
        Answer { reconstruction: mark, unlisted, near, documents, ..Answer::of(Status::NeedsFacts) }
    }
}
