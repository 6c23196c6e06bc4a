//! An answer under the documents above it.
//!
//! In: an answer of one policy for one case. Out: the same, with what each loaded document above says of the matter. Documents that a
//! header names together are of one rank, and above what stands below. Each divides only what those above left to it. Where a document
//! denies what stands above it, or beside it, a maxim that one of them declares says which holds; without one the answer is a
//! conflict, with both places.

use super::carried::{carried, counterpart};
use super::listed::names;
use super::settle::{Settled, settle};
use super::shares::multiplied;
use super::{Asking, Place, Policy, Session};
use crate::analysis::{Answer, Candidate, Counterparts, Reason, Saying, evaluate};
use crate::diagram::{Part, Status};
use crate::export::answer_words;
use crate::message::{Lang, Message};
use crate::model::{
    AMOUNT, AxisId, Class, FurtherValue, Known, LevelId, MATTER, Model, PERFORMER, PartId, Payer, Query,
    RuleId, Subject, ValueSet, known_part, nearest,
};
use crate::syntax::ast;
use jiff::civil::Date;
use std::sync::Arc;

/// The first and the last day on which something is in force.
type Days = (Option<Date>, Option<Date>);

/// How many documents may stand above one another.
const MOST: usize = 16;

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

/// The matters of two documents, paired: of the upper, then of the lower one.
pub(super) type Paired = (Arc<Model>, Arc<Model>, Arc<Counterparts>);

/// What the documents above have to do with one case.
#[derive(Default)]
struct Above {
    /// What they say, from the top down.
    steps: Vec<Step>,
    /// Every document above, whether it says anything or not, with its rank.
    ranks: Vec<(usize, Arc<Model>)>,
    told: Vec<Message>,
    /// Known facts of the lowest document on which something above depends.
    used: Vec<AxisId>,
}

/// A document above: its rank, where it is, and the documents that stand directly under it.
struct Placed {
    rank: usize,
    place: Place,
    below: Vec<Place>,
}

/// What a document calls the matter that is asked about.
#[derive(Clone)]
enum Called {
    /// It lists it.
    Leaves(ValueSet),
    /// It does not.
    Unlisted,
}

/// What one case comes to.
pub(super) enum Settling {
    /// This is its answer; these known facts matter to documents above.
    Done(Box<Answer>, Vec<AxisId>),
    /// A document above depends on facts that the lowest one has too.
    Open(Box<Answer>, Vec<AxisId>),
}

impl Session {
    /// Puts an answer for one case under what the documents above say.
    pub(super) fn settled(
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
            let answer = Box::new(asked_above(own.answer, open, told));
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

    /// Asks the documents above, rank by rank from the nearest.
    fn above(&mut self, policy: usize, asking: Asking<'_>, query: &Query, days: Days) -> Above {
        let start = Place::Asked(policy);
        let mut found = Above::default();
        let mut called: Vec<(Place, Called)> = vec![(start, self.called(policy, query))];
        // Whether what stands below speaks of the matter, by its rank.
        let mut speaks = vec![true];
        for Placed { rank, place, below } in self.placed_above(start) {
            let Some(own) = self.policies.get(policy) else { break };
            let lowest = Arc::clone(&own.model);
            let Some(upper) = self.policy(place).map(|upper| Arc::clone(&upper.model)) else { continue };
            found.ranks.push((rank, Arc::clone(&upper)));
            speaks.resize(rank.saturating_add(1), false);
            let document = upper.name.clone();
            if upper.header.reconstruction.is_some() && !self.accepts_reconstruction {
                found.told.push(Message::NotLookedAt { document });
                continue;
            }
            let below: Vec<Arc<Model>> = below
                .iter()
                .filter_map(|&place| self.policy(place).map(|policy| Arc::clone(&policy.model)))
                .collect();
            let mut left: Vec<LevelId> = below.iter().flat_map(|lower| upper.left_to(lower)).collect();
            left.sort_unstable();
            left.dedup();
            let here = self.matters_above(place, &called, query);
            if matches!(here, Called::Unlisted) {
                let near = near_above(&lowest, query, &upper);
                found.told.push(Message::NotListedAbove { document, near });
            } else {
                called.push((place, here.clone()));
            }
            for subject in subjects(&upper, &here) {
                let Some(upper) = self.policy_mut(place) else { break };
                let Some((mut answer, used)) = ask(upper, &lowest, asking, query, (subject, &left)) else {
                    continue;
                };
                if answer.status == Status::Gap && matches!(answer.reason, Some(Reason::Unlisted)) {
                    continue;
                }
                if !meet(days, answer.in_force) {
                    answer = Answer::of(Status::NotInForce);
                }
                let joined = speaks.get(rank.saturating_sub(1)).copied().unwrap_or(false);
                if let Some(speaks) = speaks.get_mut(rank) {
                    *speaks = true;
                }
                found.used.extend(used);
                let step = Step { model: Arc::clone(&upper.model), answer, left: left.clone(), joined, rank };
                let (cite, english, chinese) = self.reading(&step);
                found.told.push(Message::DocumentSays { cite, english, chinese });
                found.steps.push(step);
            }
        }
        found.steps.reverse();
        found
    }

    /// Finds the documents above a policy, the nearest rank first. What stands above one of several of a rank stands above all of them,
    /// and what is reached by several ways has its farthest place.
    fn placed_above(&self, start: Place) -> Vec<Placed> {
        let mut placed: Vec<Placed> = Vec::new();
        let mut here = vec![start];
        for rank in 1..=MOST {
            let mut next: Vec<Place> = Vec::new();
            for &lower in &here {
                for place in self.directly_above(lower) {
                    if place == start {
                        continue;
                    }
                    let known = placed.iter().position(|known| known.place == place);
                    let mut below = match known {
                        Some(at) => placed.remove(at).below,
                        None => Vec::new(),
                    };
                    if !below.contains(&lower) {
                        below.push(lower);
                    }
                    placed.push(Placed { rank, place, below });
                    if !next.contains(&place) {
                        next.push(place);
                    }
                }
            }
            if next.is_empty() {
                break;
            }
            here = next;
        }
        placed
    }

    /// Finds the loaded documents that a policy names as those above it.
    pub(super) fn directly_above(&self, lower: Place) -> Vec<Place> {
        let Some(policy) = self.policy(lower) else { return Vec::new() };
        let named = policy.model.header.under.iter();
        let found = named.filter_map(|named| self.find_document(&policy.file, &named.document));
        found.filter(|place| *place != lower).collect()
    }

    fn called(&self, policy: usize, query: &Query) -> Called {
        match &query.subject {
            Subject::Listed { leaves, .. } if self.policies.get(policy).is_some() => {
                Called::Leaves(leaves.clone())
            }
            _ => Called::Unlisted,
        }
    }

    /// Finds out what a document above calls the matter: by what any document below it that lists the matter calls it.
    fn matters_above(&mut self, place: Place, called: &[(Place, Called)], query: &Query) -> Called {
        let mut leaves = ValueSet::default();
        let Some(upper) = self.policy(place).map(|upper| Arc::clone(&upper.model)) else {
            return Called::Unlisted;
        };
        for (lower, here) in called {
            let Some(lower) = self.policy(*lower).map(|lower| Arc::clone(&lower.model)) else { continue };
            match here {
                Called::Leaves(own) => leaves = leaves.union(&self.counterparts(&upper, &lower).of(own)),
                Called::Unlisted => {
                    let Subject::Unlisted { name: Some(name), .. } = &query.subject else { continue };
                    let found = upper.matters.find(name).map(|id| upper.matters.under(id));
                    leaves = leaves.union(&found.unwrap_or_default());
                }
            }
        }
        let listed = leaves.intersection(&upper.matters.all());
        if listed.is_empty() { Called::Unlisted } else { Called::Leaves(listed) }
    }

    /// Pairs the matters of two documents; what was found is kept for the next question.
    fn counterparts(&mut self, upper: &Arc<Model>, lower: &Arc<Model>) -> Arc<Counterparts> {
        let same = |(a, b, _): &&Paired| Arc::ptr_eq(a, upper) && Arc::ptr_eq(b, lower);
        if let Some((_, _, known)) = self.paired.iter().find(same) {
            return Arc::clone(known);
        }
        let made = Arc::new(Counterparts::new(upper, lower));
        if self.paired.len() >= MOST {
            self.paired.clear();
        }
        self.paired.push((Arc::clone(upper), Arc::clone(lower), Arc::clone(&made)));
        made
    }

    /// Returns the facts of a query that a policy does not have, and a document above it has.
    pub(super) fn facts_above(&self, policy: usize, tree: &ast::Query) -> Vec<String> {
        let Some(own) = self.policies.get(policy) else { return Vec::new() };
        let (_, all) = known_part(&own.model, tree);
        let above = if all.is_empty() { Vec::new() } else { self.placed_above(Place::Asked(policy)) };
        let has = |place: Place, fact: &String| {
            self.policy(place).is_some_and(|upper| !known_part(&upper.model, tree).1.contains(fact))
        };
        all.into_iter().filter(|fact| above.iter().any(|placed| has(placed.place, fact))).collect()
    }

    /// Returns where a document says what it says, and that in both languages.
    fn reading(&self, step: &Step) -> (String, String, String) {
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

    fn policy_mut(&mut self, place: Place) -> Option<&mut Policy> {
        match place {
            Place::Asked(number) => self.policies.get_mut(number),
            Place::Beside(number) => self.documents.get_mut(number),
        }
    }
}

/// Finds a name near to that of a matter which a document above does not list, unless it is another matter below.
fn near_above(lowest: &Model, query: &Query, upper: &Model) -> Option<String> {
    let asked = names(lowest, query)?;
    let near = asked.iter().flatten().filter_map(|name| nearest(name, upper.matters.names()));
    near.into_iter().find(|near| lowest.matters.find(near).is_none()).map(str::to_owned)
}

/// Returns the questions about a matter: about each component where the document above has several, since all are paid for at once.
fn subjects(upper: &Model, here: &Called) -> Vec<Subject> {
    let Called::Leaves(leaves) = here else {
        return vec![Subject::Unlisted { name: None, near: Vec::new() }];
    };
    let name = |leaf: Option<u32>| {
        let leaf = leaf.and_then(|leaf| upper.matters.leaf(leaf));
        leaf.map(|leaf| upper.matters.nodes[leaf.matter].name.clone()).unwrap_or_default()
    };
    let listed = |leaves: ValueSet| Subject::Listed { name: name(leaves.first()), leaves, whole: false };
    let mut wholes = leaves.iter().map(|leaf| upper.matters.whole_of(leaf));
    let first = wholes.next().flatten();
    if first.is_some() && wholes.all(|whole| whole == first) {
        return leaves.iter().map(|leaf| listed(ValueSet::single(leaf))).collect();
    }
    vec![listed(leaves.clone())]
}

/// Asks a document above about a matter, where a unit of a level below performs it; returns also which known facts of the lowest
/// document it depends on.
fn ask(
    upper: &mut Policy,
    lowest: &Model,
    asking: Asking<'_>,
    query: &Query,
    (subject, left): (Subject, &[LevelId]),
) -> Option<(Answer, Vec<AxisId>)> {
    let (carried, pairs) = carried(&upper.model, lowest, query, asking)?;
    let mut query = Query { subject, ..carried };
    let axis = &upper.model.axes[PERFORMER];
    let below =
        (0..axis.size()).filter(|value| axis.level(*value).is_some_and(|level| left.contains(&level)));
    let set = ValueSet::from_ranges(below.map(|value| (value, value.saturating_add(1))));
    let asked = query.known(PERFORMER).is_some();
    if !asked && !set.is_empty() {
        query.known.push(Known {
            axis: PERFORMER,
            set,
            figures: None,
            by_table: false,
            taken: Vec::new(),
            together: false,
            unknown: None,
        });
        query.known.sort_by_key(|known| known.axis);
    }
    upper.diagram.tidy();
    let mut answer = evaluate(&upper.model, &mut upper.diagram, &query).ok()?;
    let used = pairs.into_iter().filter(|(_, there)| !answer.irrelevant.contains(there)).map(|(own, _)| own);
    let used = used.collect();
    // Nobody has said at which level, so it is not said that this does not matter.
    answer.irrelevant.retain(|&axis| asked || axis != PERFORMER);
    Some((answer, used))
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
fn meet(one: Days, other: Days) -> bool {
    let before = |last: Option<Date>, first: Option<Date>| last.zip(first).is_some_and(|(l, f)| l < f);
    !before(one.1, other.0) && !before(other.1, one.0)
}

/// Returns the days on which all documents are in force; nothing where one of them is not in force on the days that are asked about.
fn days_of(steps: &[Step]) -> Days {
    if steps.iter().any(|step| step.answer.status == Status::NotInForce) {
        return (None, None);
    }
    let first = steps.iter().filter_map(|step| step.answer.in_force.0).max();
    let last = steps.iter().filter_map(|step| step.answer.in_force.1).min();
    (first, last)
}

/// Makes an answer that asks for what a document above has to know: until then it may hold instead, or deny what is said below.
fn asked_above(own: Answer, open: &Step, told: Vec<Message>) -> Answer {
    let (needs, rules) = (open.answer.needs.clone(), open.answer.rules.clone());
    let asked = Answer { needs, rules, ..Answer::of(Status::NeedsFacts) };
    let held = Saying { model: Arc::clone(&open.model), answer: asked };
    let Answer { unlisted, near, unknown_facts, mut documents, .. } = own;
    documents.extend(told);
    let held = Some(Box::new(held));
    Answer { held, unlisted, near, unknown_facts, documents, ..Answer::of(Status::NeedsFacts) }
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
    // What was set aside leaves nothing to divide.
    let chain = match (&clashing, settled.uses.as_slice()) {
        (None, uses) if uses.iter().all(|used| used.lost > settled.holds) => {
            multiplied(steps.get(..=settled.holds).unwrap_or_default())
        }
        _ => Vec::new(),
    };
    let others = clashing.into_iter().flatten().filter(|&at| at != last);
    let others: Vec<Saying> = others.filter_map(|at| steps.get(at).map(Step::saying)).collect();
    let held = steps.get(settled.holds).filter(|_| clashing.is_none() && settled.holds != last);
    let held = held.map(|step| {
        let Saying { model, answer } = step.saying();
        Box::new(Saying { model, answer: Answer { in_force, ..answer } })
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
    // What this document alone makes of the amount would be more than its part of the whole.
    if !chain.is_empty() && answer.money.take().is_some() {
        answer.documents.push(Message::AmountAcross);
    }
    answer.chain = chain;
    answer.precedence = precedence;
    answer.documents.extend(told);
    answer
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
