//! An answer under the documents above it.
//!
//! In: an answer of one policy. Out: the same, with what each loaded document above says of the matter, and the shares multiplied
//! out from the top: each document divides only what the one above left to it. Where a document denies what stands above it
//! the answer is a conflict, with both places.

use super::listed::names;
use super::{Place, Policy, Session};
use crate::analysis::{Answer, Candidate, Link, contradicts, evaluate, shares_of};
use crate::diagram::{Part, Status};
use crate::export::answer_words;
use crate::message::{Lang, Message};
use crate::model::share::{Share, product, sum};
use crate::model::{Known, LevelId, Model, PERFORMER, Query, RuleId, ValueSet, known_part, resolve_query};
use crate::source::Sources;
use crate::syntax::ast;

/// What each level pays.
type Shares = Vec<(LevelId, Share)>;

/// How many documents may stand above one another.
const MOST: usize = 16;

/// What one document of the chain says.
struct Step {
    place: Place,
    answer: Answer,
    /// Its levels whose part the next document divides.
    left: Vec<LevelId>,
    /// The next document lists the matter as well.
    joined: bool,
}

impl Session {
    /// Puts an answer under what the documents above say.
    pub(super) fn under_documents(
        &mut self,
        policy: usize,
        tree: &ast::Query,
        query: &Query,
        answer: Answer,
    ) -> Answer {
        let definite = matches!(answer.status, Status::Decided | Status::Retained);
        let Some(own) = self.policies.get(policy).filter(|_| definite && answer.components.is_empty()) else {
            return answer;
        };
        let matters = names(&own.model, query).unwrap_or_default();
        let ([matter], true) = (matters.as_slice(), own.model.header.under.is_some()) else { return answer };
        let mut told: Vec<Message> = Vec::new();
        let above = self.above(Place::Asked(policy), matter, tree, &mut told);
        let Some(nearest) = above.last() else { return answer };
        let mut answer = answer;
        if let (Some(upper), Some(own)) = (self.policy(nearest.place), self.policies.get(policy))
            && contradicts((&upper.model, &nearest.answer), (&own.model, &answer), &nearest.left)
        {
            told.push(Message::AgainstDocument { document: upper.model.name.clone() });
            answer = in_conflict(answer);
        } else {
            answer.chain = self.multiplied(&above, policy, &answer);
        }
        answer.documents.extend(told);
        answer
    }

    /// Asks the documents above, from the nearest up; returns what they say from the top down.
    fn above(
        &mut self,
        start: Place,
        matter: &[String],
        tree: &ast::Query,
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
            let given = self.given.clone();
            let Some(upper) = self.policy_mut(place) else { break };
            let Some(name) = matter.iter().find(|name| upper.model.matters.find(name).is_some()) else {
                told.push(Message::NotListedAbove { document });
                joined = false;
                lower = place;
                continue;
            };
            let Some(answer) = ask(upper, name, tree, &given, &left) else { break };
            if let Some(upper) = self.policy(place) {
                told.push(said(&upper.model, &self.sources, &answer));
            }
            steps.push(Step { place, answer, left, joined });
            joined = true;
            lower = place;
        }
        steps.reverse();
        steps
    }

    /// Multiplies the shares out, from the top; nothing where one of the documents states none, or where none above keeps any.
    fn multiplied(&self, above: &[Step], policy: usize, answer: &Answer) -> Vec<Link> {
        let one = Share::from_integer(1);
        let mut links: Vec<Link> = Vec::new();
        let mut left = one;
        for step in above {
            let Some(policy) = self.policy(step.place).filter(|_| step.joined) else { return Vec::new() };
            let Some(shares) = shares_of(&step.answer.payer) else { return Vec::new() };
            if says_again(&policy.model, &shares, &links) {
                return Vec::new();
            }
            let (down, kept): (Shares, Shares) =
                shares.into_iter().partition(|(level, _)| is_left(&policy.model, *level, &step.left));
            for (level, share) in kept {
                let Some(share) = product(&left, &share) else { return Vec::new() };
                links.push(link(&policy.model, level, share, false));
            }
            let part = sum(down.iter().map(|(_, share)| share)).and_then(|part| product(&left, &part));
            match part {
                Some(part) if part != Share::from_integer(0) => left = part,
                _ => return Vec::new(),
            }
        }
        let Some(own) = self.policies.get(policy) else { return Vec::new() };
        let Some(shares) = shares_of(&answer.payer) else { return Vec::new() };
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

    fn policy(&self, place: Place) -> Option<&Policy> {
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

/// Tells whether a level is one of those whose part is divided below, or is made of some.
fn is_left(model: &Model, level: LevelId, left: &[LevelId]) -> bool {
    left.contains(&level) || model.levels[level].members.iter().any(|member| left.contains(member))
}

/// Makes an answer that the document above denies: what it says is one of two sayings.
fn in_conflict(answer: Answer) -> Answer {
    let value = |rule: &RuleId| Candidate {
        rule: *rule,
        class: value_of(&answer.class),
        payer: value_of(&answer.payer),
        further: Vec::new(),
    };
    let candidates = answer.rules.first().map(value).into_iter().collect();
    let (class, payer) = (Part::Unasked, Part::Unasked);
    Answer { status: Status::Conflict, class, payer, further: Vec::new(), money: None, candidates, ..answer }
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
    let subject = ast::QuerySubject::Matter(ast::MatterWord::Named(name));
    // Facts that the document does not have, and values that it does not have, are none of its business.
    let (rest, _) = known_part(&upper.model, &ast::Query { subject, amount: None, ..tree.clone() });
    let mut query = resolve_query(&upper.model, &rest, given).ok()?;
    query.known.retain(|known| known.unknown.is_none() && known.taken.is_empty());
    let axis = &upper.model.axes[PERFORMER];
    let below =
        (0..axis.size()).filter(|value| axis.level(*value).is_some_and(|level| left.contains(&level)));
    let set = ValueSet::from_ranges(below.map(|value| (value, value.saturating_add(1))));
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
    evaluate(&upper.model, &mut upper.diagram, &query).ok()
}

/// Returns what a document says, with its first clause and where that stands.
fn said(model: &Model, sources: &Sources, answer: &Answer) -> Message {
    let place = |rule: RuleId| {
        let (file, position) = sources.locate(model.rules[rule].span);
        format!("{} ({file}:{})", model.citation(&model.rules[rule]), position.line)
    };
    Message::DocumentSays {
        cite: answer.all_rules().next().map_or_else(|| model.name.clone(), place),
        english: answer_words(model, answer, Lang::En),
        chinese: answer_words(model, answer, Lang::Zh),
    }
}
