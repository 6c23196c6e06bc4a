//! An answer under the documents above it.
//!
//! In: an answer of one policy for one case. Out: the same, with what each loaded document above says of the matter. Documents that a
//! header names together are of one rank, and above what stands below. Each divides only what those above left to it. Where a document
//! denies what stands above it, or beside it, a maxim that one of them declares says which holds; without one the answer is a
//! conflict, with both places.

use super::above::Above;
use super::carried::counterpart;
use super::joined::common;
use super::settle::{Settled, settle};
use super::shares::multiplied;
use super::{Asking, Place, Policy, Session};
use crate::analysis::{Answer, Candidate, Money, Saying};
use crate::diagram::{Part, Status};
use crate::export::answer_words;
use crate::message::{Lang, Message};
use crate::model::{
    AMOUNT, AxisId, Class, FurtherValue, LevelId, MATTER, Model, PartId, Payer, Query, RuleId,
};
use jiff::civil::Date;
use std::sync::Arc;

/// The first and the last day on which something is in force.
pub(super) type Days = (Option<Date>, Option<Date>);

/// What one document of a chain says.
pub(super) struct Step {
    pub(super) model: Arc<Model>,
    pub(super) answer: Answer,
    /// Its levels whose part the next document divides.
    pub(super) left: Vec<LevelId>,
    /// The next rank speaks of the matter as well.
    pub(super) joined: bool,
    /// How far above the document that was asked; several documents may have one rank.
    pub(super) rank: usize,
}

impl Step {
    /// Tells whether it says something that can be denied, or can deny what another says.
    pub(super) fn is_definite(&self) -> bool {
        is_definite(&self.answer)
    }

    fn saying(&self) -> Saying {
        Saying { model: Arc::clone(&self.model), answer: self.answer.clone() }
    }
}

/// What one case comes to.
pub(super) enum Settling {
    /// This is its answer; these known facts matter to documents above.
    Done(Box<Answer>, Vec<AxisId>),
    /// A document above depends on facts that the lowest one has too.
    Open(Box<Answer>, Vec<AxisId>),
}

impl Session {
    /// Puts an answer for one case under what the documents above say, and says which reconstructions that rests on.
    pub(super) fn settled(
        &mut self,
        policy: usize,
        asking: Asking<'_>,
        query: &Query,
        answer: Answer,
    ) -> Settling {
        let found = self.settled_by_taken(policy, asking, query, answer.clone());
        let rests = self.rests_on(policy, &mut |session| {
            found.comes_to(&session.settled_by_taken(policy, asking, query, answer.clone()))
        });
        found.telling(rests)
    }

    /// Puts an answer for one case under what those documents above say that are taken.
    fn settled_by_taken(
        &mut self,
        policy: usize,
        asking: Asking<'_>,
        query: &Query,
        answer: Answer,
    ) -> Settling {
        let Some(own) = self.policies.get(policy) else {
            return Settling::Done(Box::new(answer), Vec::new());
        };
        let model = Arc::clone(&own.model);
        let Above { mut steps, ranks, mut told, used } = self.above(policy, asking, query, answer.in_force);
        if steps.is_empty() {
            let mut answer = answer;
            answer.documents.extend(told);
            return Settling::Done(Box::new(answer), used);
        }
        let own = Step { model, answer, left: Vec::new(), joined: true, rank: 0 };
        if let Some(open) = steps.iter().rev().find(|step| step.answer.status == Status::NeedsFacts) {
            let (cite, english, chinese) = self.reading(&own);
            told.push(Message::SaysItself { cite, english, chinese });
            let facts = own_facts(&own.model, query, open);
            let answer = Box::new(asked_above(&own.model, own.answer, open, told));
            return match facts {
                Some(facts) => Settling::Open(answer, facts),
                None => Settling::Done(answer, used),
            };
        }
        steps.push(own);
        let settled = settle(&steps, &ranks);
        told.extend(settled.messages(&steps, &|step| self.reading(step)));
        Settling::Done(Box::new(answered(steps, settled, told)), used)
    }

    /// Returns where a document says what it says, and that in both languages.
    pub(super) fn reading(&self, step: &Step) -> (String, String, String) {
        let (model, answer) = (&step.model, &step.answer);
        let place = |rule: RuleId| {
            let (file, position) = self.sources.locate(model.rules[rule].span);
            format!("{} ({file}:{})", model.citation(&model.rules[rule]), position.line)
        };
        let cite = answer.all_rules().next().map_or_else(|| model.name.clone(), place);
        (cite, answer_words(model, answer, Lang::En), answer_words(model, answer, Lang::Zh))
    }

    pub(super) fn policy(&self, place: Place) -> Option<&Policy> {
        match place {
            Place::Asked(number) => self.policies.get(number),
            Place::Beside(number) => self.documents.get(number),
        }
    }

    pub(super) fn policy_mut(&mut self, place: Place) -> Option<&mut Policy> {
        match place {
            Place::Asked(number) => self.policies.get_mut(number),
            Place::Beside(number) => self.documents.get_mut(number),
        }
    }
}

/// Returns the facts of the lowest document that a document above asks for, where the question leaves them open and they can be gone
/// through one by one.
fn own_facts(own: &Model, query: &Query, open: &Step) -> Option<Vec<AxisId>> {
    let is_open =
        |axis: &AxisId| query.known(*axis).is_none_or(|known| known.set.len() > 1 && !known.together);
    let facts = own.axes.ids().filter(|axis| *axis != MATTER && own.axes[*axis].scale.is_none());
    let asked = |axis: &AxisId| {
        counterpart(&open.model, own, *axis).is_some_and(|there| open.answer.needs.contains(&there))
    };
    let facts: Vec<AxisId> = facts.filter(is_open).filter(asked).collect();
    (!facts.is_empty()).then_some(facts)
}

/// Tells whether two documents are in force on some day together.
pub(super) fn meet(one: Days, other: Days) -> bool {
    let before = |last: Option<Date>, first: Option<Date>| last.zip(first).is_some_and(|(l, f)| l < f);
    !before(one.1, other.0) && !before(other.1, one.0)
}

/// Returns the days on which all documents are in force; nothing where one of them is not in force on the days that are asked about.
fn days_of(steps: &[Step]) -> Days {
    if steps.iter().any(|step| step.answer.status == Status::NotInForce) {
        return (None, None);
    }
    common(steps.iter().map(|step| step.answer.in_force))
}

/// Makes an answer that asks for what a document above has to know: until then it may hold instead, or deny what is said below.
fn asked_above(lowest: &Model, own: Answer, open: &Step, told: Vec<Message>) -> Answer {
    if let Some(needs) = otherwise_called(lowest, open) {
        let Answer { unlisted, near, unknown_facts, mut documents, .. } = own;
        documents.extend(told);
        return Answer { needs, unlisted, near, unknown_facts, documents, ..Answer::of(Status::NeedsFacts) };
    }
    let (needs, rules) = (open.answer.needs.clone(), open.answer.rules.clone());
    let asked = Answer { needs, rules, ..Answer::of(Status::NeedsFacts) };
    let held = Saying { model: Arc::clone(&open.model), answer: asked };
    let Answer { unlisted, near, unknown_facts, mut documents, .. } = own;
    documents.extend(told);
    let held = Some(Box::new(held));
    Answer { held, unlisted, near, unknown_facts, documents, ..Answer::of(Status::NeedsFacts) }
}

/// Returns the facts that a document above asks for as the lowest calls them, where that has all of them, and not all by the same name.
fn otherwise_called(lowest: &Model, open: &Step) -> Option<Vec<AxisId>> {
    let called = |&there: &AxisId| {
        let mut own = lowest.axes.ids().filter(|axis| *axis != MATTER);
        own.find(|&axis| counterpart(&open.model, lowest, axis) == Some(there))
    };
    let needs: Vec<AxisId> = open.answer.needs.iter().map(called).collect::<Option<_>>()?;
    let other =
        |(&axis, &there): (&AxisId, &AxisId)| !lowest.axes[axis].is_called(&open.model.axes[there].name);
    needs.iter().zip(&open.answer.needs).any(other).then_some(needs)
}

/// Tells whether an answer says something definite: all of it, or one part where another is left open or missing.
pub(super) fn is_definite(answer: &Answer) -> bool {
    let in_part = matches!(answer.status, Status::Undetermined | Status::Governed | Status::Gap);
    let class = matches!(answer.class, Part::Value(Class::Level(_) | Class::Shared(_) | Class::Retained(_)));
    let payer = matches!(
        answer.payer,
        Part::Value(Payer::Level(_) | Payer::Split(_) | Payer::Unstated(_) | Payer::Retained(_))
    );
    let whole = matches!(answer.status, Status::Decided | Status::Retained);
    answer.components.is_empty() && (whole || in_part && (class || payer))
}

/// Makes the answer of a chain, whose last document was asked.
fn answered(mut steps: Vec<Step>, settled: Settled, told: Vec<Message>) -> Answer {
    let in_force = days_of(&steps);
    let clashing = settled.clash.map(|clash| [clash.upper, clash.lower]);
    let last = steps.len().saturating_sub(1);
    // What was set aside has no part in it.
    let standing = (0..).zip(&steps).take(settled.holds.saturating_add(1));
    let standing = standing.filter(|(at, _)| settled.uses.iter().all(|used| used.lost != *at));
    let chain = if clashing.is_some() { None } else { multiplied(standing.map(|(_, step)| step)) };
    let others = clashing.into_iter().flatten().filter(|&at| at != last);
    let others: Vec<Saying> = others.filter_map(|at| steps.get(at).map(Step::saying)).collect();
    let held = steps.get(settled.holds).filter(|_| clashing.is_none() && settled.holds != last);
    let held = held.map(|step| {
        let Saying { model, answer } = step.saying();
        Box::new(Saying { model, answer: Answer { in_force, ..answer } })
    });
    // What one document alone makes of the amount would be more than its part of the whole.
    let across = chain.as_ref().map_or(Some(Message::AmountOpen), |links| {
        if links.is_empty() { None } else { Some(Message::AmountAcross) }
    });
    let precedence = settled.uses.iter().filter_map(|used| used.precedence(&steps)).collect();
    let Some(Step { answer: own, .. }) = steps.pop() else { return Answer::of(Status::Gap) };
    let mut answer = match held {
        Some(held) => {
            let Answer { unlisted, near, unknown_facts, documents, .. } = own;
            let status = held.answer.status;
            Answer { held: Some(held), unlisted, near, unknown_facts, documents, ..Answer::of(status) }
        }
        None if clashing.is_some() => in_conflict(own, others),
        None => own,
    };
    answer.in_force = in_force;
    if let Some(across) = across {
        let money = answer.held.as_mut().map_or(&mut answer.money, |held| &mut held.answer.money);
        let divided = |money: &mut Money| matches!(money, Money::Paid(_) | Money::Needs { .. });
        if money.take_if(divided).is_some() {
            answer.documents.push(across);
        }
    }
    answer.chain = chain.unwrap_or_default();
    answer.precedence = precedence;
    answer.documents.extend(told);
    answer
}

/// Returns why an answer, or a case of it, divides no amount, if that is on account of documents above.
pub(super) fn undivided(answer: &Answer) -> Option<&Message> {
    let cases = answer.branches.iter().flat_map(|branch| &branch.answer.documents);
    answer
        .documents
        .iter()
        .chain(cases)
        .find(|told| matches!(told, Message::AmountAcross | Message::AmountOpen))
}

/// Makes an answer of which documents deny one another: where it is one of the two sayings, it stays a candidate.
fn in_conflict(answer: Answer, others: Vec<Saying>) -> Answer {
    let parts = (0..).map(PartId::nth).zip(&answer.further).filter(|(part, _)| *part != AMOUNT);
    let stated: Vec<(PartId, FurtherValue)> =
        parts.filter_map(|(part, value)| Some((part, value_of(value)?))).collect();
    let value = |rule: &RuleId| Candidate {
        rule: *rule,
        class: value_of(&answer.class),
        payer: value_of(&answer.payer),
        further: stated.clone(),
    };
    let own = answer.rules.first().filter(|_| others.len() < 2);
    let candidates = own.map(value).into_iter().collect();
    let (class, payer) = (Part::Unasked, Part::Unasked);
    let further = Vec::new();
    Answer { status: Status::Conflict, class, payer, further, money: None, candidates, others, ..answer }
}

fn value_of<T: Clone>(part: &Part<T>) -> Option<T> {
    match part {
        Part::Value(value) => Some(value.clone()),
        _ => None,
    }
}
