//! An answer under the documents above it.
//!
//! In: an answer of one policy. Out: the same, with what each loaded document above says of the matter, and the shares multiplied
//! out from the top: each document divides only what the one above left to it. Where a document denies what stands above it, a
//! maxim that one of them declares says which holds; without one the answer is a conflict, with both places.

use super::listed::names;
use super::settle::{Settled, settle};
use super::{Place, Policy, Session};
use crate::analysis::{Answer, Candidate, Link, Saying, evaluate, shares_of};
use crate::diagram::{Part, Status};
use crate::export::answer_words;
use crate::message::{Lang, Message};
use crate::model::share::{Share, product, sum};
use crate::model::{Known, LevelId, Model, PERFORMER, Query, RuleId, ValueSet, known_part, resolve_query};
use crate::syntax::ast;
use jiff::civil::Date;
use std::sync::Arc;

/// What each level pays.
type Shares = Vec<(LevelId, Share)>;

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
    /// The next document lists the matter as well.
    joined: bool,
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

impl Session {
    /// Puts an answer under what the documents above say; `given` holds facts that the question does not repeat.
    pub(super) fn under_documents(
        &mut self,
        policy: usize,
        (tree, given): (&ast::Query, &[ast::Binding]),
        query: &Query,
        answer: Answer,
    ) -> Answer {
        let Some(own) = self.policies.get(policy) else { return answer };
        let Some(document) = own.model.header.under.clone() else { return answer };
        if !own.file.uses.is_empty() && self.place(policy, &document).is_none() {
            let mut answer = answer;
            answer.documents.push(Message::NotAmongUsed { document });
            return answer;
        }
        let matters = names(&own.model, query).unwrap_or_default();
        let [matter] = matters.as_slice() else { return self.by_itself(policy, document, answer) };
        if !is_definite(&answer) {
            return self.by_itself(policy, document, answer);
        }
        let model = Arc::clone(&own.model);
        let mut told: Vec<Message> = Vec::new();
        let days = answer.in_force;
        let mut steps = self.above(Place::Asked(policy), (matter, days), (tree, given), &mut told);
        if steps.is_empty() {
            return answer;
        }
        let own = Step { model, answer, left: Vec::new(), joined: true };
        if let Some(open) = steps.iter().rev().find(|step| step.answer.status == Status::NeedsFacts) {
            let (cite, english, chinese) = self.reading(&own);
            told.push(Message::SaysItself { cite, english, chinese });
            return asked_above(own.answer, open, told);
        }
        steps.push(own);
        let settled = settle(&steps);
        told.extend(settled.messages(&steps, &|step| self.reading(step)));
        answered(steps, settled, told)
    }

    /// Says of an answer for several cases that it is not held against the document above.
    fn by_itself(&self, policy: usize, document: String, mut answer: Answer) -> Answer {
        let several = !answer.components.is_empty() || !answer.branches.is_empty() || is_definite(&answer);
        let above = self.place(policy, &document).and_then(|place| self.policy(place));
        let counts =
            |above: &Policy| self.accepts_reconstruction || above.model.header.reconstruction.is_none();
        if several && above.is_some_and(counts) {
            answer.documents.push(Message::SaysAlone { document });
        }
        answer
    }

    /// Returns the facts of a query that a policy does not have, and a document above it has.
    pub(super) fn facts_above(&self, policy: usize, tree: &ast::Query) -> Vec<String> {
        let Some(own) = self.policies.get(policy) else { return Vec::new() };
        let (_, mut unknown) = known_part(&own.model, tree);
        let all = unknown.clone();
        let mut lower = own;
        for _ in 0..MOST {
            let Some(document) = lower.model.header.under.as_deref() else { break };
            let place = self.find_document(&lower.file, document);
            let Some(upper) = place.and_then(|place| self.policy(place)) else { break };
            let (_, still) = known_part(&upper.model, tree);
            unknown.retain(|fact| still.contains(fact));
            lower = upper;
        }
        all.into_iter().filter(|fact| !unknown.contains(fact)).collect()
    }

    /// Asks the documents above, from the nearest up; returns what they say from the top down.
    fn above(
        &mut self,
        start: Place,
        (matter, days): (&[String], Days),
        (tree, given): (&ast::Query, &[ast::Binding]),
        told: &mut Vec<Message>,
    ) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut lower = start;
        let mut joined = true;
        for _ in 0..MOST {
            let Some(below) = self.policy(lower) else { break };
            let Some(document) = below.model.header.under.clone() else { break };
            let Some(place) = self.find_document(&below.file, &document).filter(|place| *place != lower)
            else {
                break;
            };
            let accepts = self.accepts_reconstruction;
            let left = match self.policy(place) {
                Some(upper) if upper.model.header.reconstruction.is_none() || accepts => {
                    upper.model.left_to(&below.model)
                }
                _ => break,
            };
            let Some(upper) = self.policy_mut(place) else { break };
            let Some(name) = matter.iter().find(|name| upper.model.matters.find(name).is_some()) else {
                told.push(Message::NotListedAbove { document });
                joined = false;
                lower = place;
                continue;
            };
            let Some(mut answer) = ask(upper, name, tree, given, &left) else { break };
            if !meet(days, answer.in_force) {
                answer = Answer::of(Status::NotInForce);
            }
            let step = Step { model: Arc::clone(&upper.model), answer, left, joined };
            let (cite, english, chinese) = self.reading(&step);
            told.push(Message::DocumentSays { cite, english, chinese });
            steps.push(step);
            joined = true;
            lower = place;
        }
        steps.reverse();
        steps
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

fn is_definite(answer: &Answer) -> bool {
    matches!(answer.status, Status::Decided | Status::Retained) && answer.components.is_empty()
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

/// Multiplies the shares out, from the top; nothing where one of the documents states none, or where none above keeps any.
fn multiplied(steps: &[Step]) -> Vec<Link> {
    let one = Share::from_integer(1);
    let mut links: Vec<Link> = Vec::new();
    let mut left = one;
    let Some((own, above)) = steps.split_last() else { return Vec::new() };
    for step in above {
        let Some(shares) = shares_of(&step.answer.payer).filter(|_| step.joined) else { return Vec::new() };
        if says_again(&step.model, &shares, &links) {
            return Vec::new();
        }
        let (down, kept): (Shares, Shares) =
            shares.into_iter().partition(|(level, _)| is_left(&step.model, *level, &step.left));
        for (level, share) in kept {
            let Some(share) = product(&left, &share) else { return Vec::new() };
            links.push(link(&step.model, level, share, false));
        }
        let part = sum(down.iter().map(|(_, share)| share)).and_then(|part| product(&left, &part));
        match part {
            Some(part) if part != Share::from_integer(0) => left = part,
            _ => return Vec::new(),
        }
    }
    let Some(shares) = shares_of(&own.answer.payer) else { return Vec::new() };
    if says_again(&own.model, &shares, &links) {
        return Vec::new();
    }
    for (level, share) in shares {
        let Some(share) = product(&left, &share) else { return Vec::new() };
        links.push(link(&own.model, level, share, true));
    }
    let says_more = left != one || links.iter().any(|link| link.open);
    if says_more { links } else { Vec::new() }
}

/// Tells whether a level is one of those whose part is divided below, or is made of some.
fn is_left(model: &Model, level: LevelId, left: &[LevelId]) -> bool {
    left.contains(&level) || model.levels[level].members.iter().any(|member| left.contains(member))
}

/// Makes an answer of which documents deny one another: where it is one of the two sayings, it stays a candidate.
fn in_conflict(answer: Answer, others: Vec<Saying>) -> Answer {
    let value = |rule: &RuleId| Candidate {
        rule: *rule,
        class: value_of(&answer.class),
        payer: value_of(&answer.payer),
        further: Vec::new(),
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

/// Tells whether a document says the share of a level above again: then its shares are of the whole already.
fn says_again(model: &Model, shares: &[(LevelId, Share)], links: &[Link]) -> bool {
    shares.iter().any(|(level, _)| {
        let level = &model.levels[*level];
        let same = |link: &Link| {
            level.is_called(&link.level) || link.aliases.iter().any(|alias| level.is_called(alias))
        };
        links.iter().any(same)
    })
}

/// Makes the share of a level; of one that is made of others the last document says no more.
fn link(model: &Model, level: LevelId, share: Share, last: bool) -> Link {
    let level = &model.levels[level];
    Link {
        level: level.name.clone(),
        aliases: level.aliases.clone(),
        share,
        open: last && !level.members.is_empty(),
    }
}

/// Asks a document about a matter, where a unit of a level below performs it.
fn ask(
    upper: &mut Policy,
    matter: &str,
    tree: &ast::Query,
    given: &[ast::Binding],
    left: &[LevelId],
) -> Option<Answer> {
    let span = tree.span;
    let name = ast::Name { text: matter.to_owned(), span };
    let subject = ast::QuerySubject::Called(name);
    // Facts that the document does not have, and values that it does not have, are none of its business.
    let (rest, _) = known_part(&upper.model, &ast::Query { subject, ..tree.clone() });
    let mut query = resolve_query(&upper.model, &rest, given).ok()?;
    query.known.retain(|known| known.unknown.is_none() && known.taken.is_empty());
    let axis = &upper.model.axes[PERFORMER];
    let below =
        (0..axis.size()).filter(|value| axis.level(*value).is_some_and(|level| left.contains(&level)));
    let set = ValueSet::from_ranges(below.map(|value| (value, value.saturating_add(1))));
    let asked = query.known(PERFORMER).is_some();
    if query.known(PERFORMER).is_none() && !set.is_empty() {
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
    // Nobody has said at which level, so it is not said that this does not matter.
    answer.irrelevant.retain(|&axis| asked || axis != PERFORMER);
    Some(answer)
}
