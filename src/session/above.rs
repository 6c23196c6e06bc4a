//! The documents above a policy, and what they say of a case.
//!
//! In: a case of the lowest document. Out: what each loaded document above says of it, rank by rank. Documents that a header names
//! together are of one rank. The matter is what any document on the way calls it; where one does not list it, its clause for the rest
//! speaks.

use super::called_above::within;
use super::carried::{carried, words_not_above};
use super::chain::{Days, Step, meet};
use super::listed::{kept, names};
use super::stretches::{asks_days, cut, interval, while_above};
use super::{Asking, Place, Policy, Session};
use crate::analysis::{Answer, Counterparts, Reason, evaluate, value_names};
use crate::diagnostic::Diagnostic;
use crate::diagram::Status;
use crate::message::{Lang, Message};
use crate::model::{
    AxisId, Known, LevelId, MATTER, Model, PERFORMER, Query, Subject, ValueSet, day_of, known_part, nearest,
};
use crate::syntax::ast;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// How many documents may stand above one another.
const MOST: usize = 16;

/// The matters of two documents, paired: of the upper, then of the lower one.
pub(super) type Paired = (Arc<Model>, Arc<Model>, Arc<Counterparts>);

/// What the documents above have to do with one case.
#[derive(Default)]
pub(super) struct Above {
    /// What they say, from the top down.
    pub(super) steps: Vec<Step>,
    /// Every document above, whether it says anything or not, with its rank.
    pub(super) ranks: Vec<(usize, Arc<Model>)>,
    pub(super) told: Vec<Message>,
    /// Known facts of the lowest document on which something above depends.
    pub(super) used: Vec<AxisId>,
}

/// A document above: its rank, where it is, and the documents that stand directly under it.
pub(super) struct Placed {
    rank: usize,
    pub(super) place: Place,
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

impl Session {
    /// Asks the documents above, rank by rank from the nearest.
    pub(super) fn above(&mut self, policy: usize, asking: Asking<'_>, query: &Query, days: Days) -> Above {
        let start = Place::Asked(policy);
        let mut found = Above::default();
        let mut called: Vec<(Place, Called)> = vec![(start, self.called(policy, query))];
        let part = self.part_above(policy, query);
        // Whether what stands below speaks of the matter, by its rank.
        let mut speaks = vec![true];
        for Placed { rank, place, below } in self.placed_above(start) {
            let Some(own) = self.policies.get(policy) else { break };
            let lowest = Arc::clone(&own.model);
            let Some(upper) = self.policy(place).map(|upper| Arc::clone(&upper.model)) else { continue };
            found.ranks.push((rank, Arc::clone(&upper)));
            speaks.resize(rank.saturating_add(1), false);
            let document = upper.name.clone();
            if !self.takes(place) {
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
            let (mut here, mut loose) = self.matters_above(place, &called, query);
            let part = part.iter().find(|(known, _)| *known == place);
            // Which of its parts another document means by this name, it does not say.
            let strange = query.part.clone().filter(|name| upper.matters.find(name).is_none());
            if let (Called::Leaves(all), Some((_, part))) = (&here, part) {
                here = Called::Leaves(within(all, part));
                loose = false;
            }
            if matches!(here, Called::Unlisted) {
                let near = near_above(&lowest, query, &upper);
                found.told.push(match heading_above(&lowest, query, &upper).filter(|_| near.is_none()) {
                    Some((group, listed)) => Message::OthersListedAbove { document, group, listed },
                    None => Message::NotListedAbove { document, near },
                });
            } else {
                called.push((place, here.clone()));
            }
            let mut asked = Vec::new();
            for subject in subjects(&upper, &here, loose) {
                let Some(upper) = self.policy_mut(place) else { break };
                let (answer, used) = ask(upper, &lowest, asking, query, (subject.clone(), (&left, days)))
                    .unwrap_or_else(|| (not_asked(), Vec::new()));
                asked.push((subject, answer, used));
            }
            let of_list = |(_, answer, _): &(_, Answer, _)| is_of_list(&lowest, query, (&upper, answer));
            if asked.len() > 1 && asked.iter().any(of_list) {
                asked.retain(of_list);
            }
            if loose && asked.len() > 1 {
                // It may be any of them, and so all of them have to say the same.
                let subject = any_of(asked.iter().map(|(subject, ..)| subject));
                let Some(upper) = self.policy_mut(place) else { break };
                let (answer, used) = ask(upper, &lowest, asking, query, (subject.clone(), (&left, days)))
                    .unwrap_or_else(|| (not_asked(), Vec::new()));
                asked = vec![(subject, answer, used)];
            }
            let mut by_component = Vec::new();
            for (subject, mut answer, used) in asked {
                let name = component(&upper, &subject);
                if answer.status == Status::Gap && matches!(answer.reason, Some(Reason::Unlisted)) {
                    continue;
                }
                // What would say nothing of the matter on any day does not stand between the others on days without it either.
                if answer.status == Status::NotInForce
                    && matches!(here, Called::Unlisted)
                    && !speaks_of_rest(&upper)
                {
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
                let step = Step { model: Arc::clone(&upper), answer, left: left.clone(), joined, rank };
                let (cite, english, chinese) = self.reading(&step);
                let document = upper.name.clone();
                let mut told = if is_not_asked(&step.answer) {
                    vec![Message::CannotBeAsked { document }]
                } else {
                    vec![Message::DocumentSays { cite, english, chinese }]
                };
                told.extend(not_among_values(&step, &lowest, query, asking));
                if let Called::Leaves(leaves) = &here {
                    told.extend(if loose {
                        otherwise_divided(&step, leaves)
                    } else {
                        self.divided((policy, query), &step, leaves, strange.as_deref())
                    });
                }
                if let Some((lower, _)) = query.date.filter(|_| !asks_days(&lowest, asking)) {
                    told.extend(while_above(&step, lower, days));
                }
                by_component.push((name, told));
                found.steps.push(step);
            }
            found.told.extend(told_of(by_component));
        }
        found.steps.reverse();
        found
    }

    /// Finds the documents above a policy, the nearest rank first. What stands above one of several of a rank stands above all of them,
    /// and what is reached by several ways has its farthest place.
    pub(super) fn placed_above(&self, start: Place) -> Vec<Placed> {
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

    /// Finds out what a document above calls the matter: by what any document below it that lists the matter calls it; and whether it
    /// may only be that, as both divide it, each in its own way.
    fn matters_above(&mut self, place: Place, called: &[(Place, Called)], query: &Query) -> (Called, bool) {
        let (mut leaves, mut loose) = (ValueSet::default(), false);
        let Some(upper) = self.policy(place).map(|upper| Arc::clone(&upper.model)) else {
            return (Called::Unlisted, false);
        };
        for (lower, here) in called {
            let Some(lower) = self.policy(*lower).map(|lower| Arc::clone(&lower.model)) else { continue };
            match here {
                Called::Leaves(own) => {
                    let pairs = self.counterparts(&upper, &lower);
                    leaves = leaves.union(&pairs.of(own));
                    loose |= pairs.is_loose(own);
                }
                Called::Unlisted => {
                    let Subject::Unlisted { name: Some(name), component, .. } = &query.subject else {
                        continue;
                    };
                    let matter = component.as_ref().map_or(name, |(matter, _)| matter);
                    let Some(id) = upper.matters.find(matter) else { continue };
                    let part = component.as_ref().map(|(_, part)| upper.matters.part(id, part));
                    let found = upper.matters.under(part.flatten().unwrap_or(id));
                    // Which of its parts another document means by that name, it does not say.
                    loose |= part == Some(None) && found.len() > 1;
                    leaves = leaves.union(&found);
                }
            }
        }
        let listed = leaves.intersection(&upper.matters.all());
        if listed.is_empty() { (Called::Unlisted, false) } else { (Called::Leaves(listed), loose) }
    }

    /// Pairs the matters of two documents; what was found is kept for the next question.
    pub(super) fn counterparts(&mut self, upper: &Arc<Model>, lower: &Arc<Model>) -> Arc<Counterparts> {
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

    /// Returns what speaks against putting a question to one of the documents above that are taken.
    pub(super) fn not_put_above(
        &self,
        policy: usize,
        asking: Asking<'_>,
        query: &Query,
    ) -> Option<Vec<Diagnostic>> {
        let lowest = &self.policies.get(policy)?.model;
        let above = self.places_above(policy).into_iter().filter(|place| self.takes(*place));
        let mut above = above.filter_map(|place| self.policy(place));
        above.find_map(|upper| carried(&upper.model, lowest, query, asking).err())
    }

    /// Returns the facts of a query that a policy does not have, and a document above it has.
    pub(super) fn facts_above(&self, policy: usize, tree: &ast::Query) -> FxHashSet<String> {
        let Some(own) = self.policies.get(policy) else { return FxHashSet::default() };
        let (_, all) = known_part(&own.model, tree);
        let above = if all.is_empty() { Vec::new() } else { self.placed_above(Place::Asked(policy)) };
        let above = above.iter().filter_map(|placed| self.policy(placed.place));
        // A line may hold very many words that nobody knows: each document is asked once for all of them.
        let unknown = above.map(|upper| known_part(&upper.model, tree).1.into_iter().collect());
        let unknown: Vec<FxHashSet<String>> = unknown.collect();
        all.into_iter().filter(|fact| unknown.iter().any(|there| !there.contains(fact))).collect()
    }
}

/// Tells whether a document has a clause for what it does not list.
fn speaks_of_rest(model: &Model) -> bool {
    let rest = ValueSet::single(model.matters.unlisted());
    let allocating = model.rules.iter().filter(|rule| rule.effect.statement().is_some());
    allocating.into_iter().any(|rule| !rule.matters.intersection(&rest).is_empty())
}

/// Finds a name near to that of a matter which a document above does not list, unless it is another matter below.
fn near_above(lowest: &Model, query: &Query, upper: &Model) -> Option<String> {
    let asked = names(lowest, query)?;
    let near = asked.iter().flatten().filter_map(|name| nearest(name, upper.matters.names()));
    near.into_iter().find(|near| lowest.matters.find(near).is_none()).map(str::to_owned)
}

/// Finds a group of the same name as one in which the matter stands, and what a document above lists there.
fn heading_above(lowest: &Model, query: &Query, upper: &Model) -> Option<(String, Vec<String>)> {
    let Subject::Listed { leaves, .. } = &query.subject else { return None };
    let matter = lowest.matters.leaf(leaves.first()?)?.matter;
    let holders =
        std::iter::successors(lowest.matters.nodes[matter].parent, |&id| lowest.matters.nodes[id].parent);
    let mut named = holders.flat_map(|id| {
        let node = &lowest.matters.nodes[id];
        std::iter::once(&node.name).chain(&node.aliases)
    });
    let group = named.find_map(|name| upper.matters.find(name))?;
    let held = upper.matters.nodes.iter().filter(|node| node.parent == Some(group));
    let mut listed: Vec<String> = held.map(|node| node.name.clone()).collect();
    if listed.len() > MOST_NAMED {
        listed.truncate(MOST_NAMED);
        listed.push("…".to_owned());
    }
    (!listed.is_empty()).then(|| (upper.matters.nodes[group].name.clone(), listed))
}

/// How many matters of a group are named.
const MOST_NAMED: usize = 5;

/// Returns the questions about a matter: about each component where the document above has several, since all are paid for at once.
fn subjects(upper: &Model, here: &Called, loose: bool) -> Vec<Subject> {
    let Called::Leaves(leaves) = here else {
        return vec![Subject::Unlisted { name: None, component: None, near: Vec::new() }];
    };
    let name = |leaf: Option<u32>| {
        let leaf = leaf.and_then(|leaf| upper.matters.leaf(leaf));
        leaf.map(|leaf| upper.matters.nodes[leaf.matter].name.clone()).unwrap_or_default()
    };
    let listed = |leaves: ValueSet| Subject::Listed { name: name(leaves.first()), leaves, whole: false };
    let mut wholes = leaves.iter().map(|leaf| upper.matters.whole_of(leaf));
    let first = wholes.next().flatten();
    if loose || first.is_some() && wholes.all(|whole| whole == first) {
        return leaves.iter().map(|leaf| listed(ValueSet::single(leaf))).collect();
    }
    vec![listed(leaves.clone())]
}

/// Returns the question about any one of several matters.
fn any_of<'s>(subjects: impl Iterator<Item = &'s Subject>) -> Subject {
    let (mut all, mut called) = (ValueSet::default(), String::new());
    for subject in subjects {
        if let Subject::Listed { leaves, name, .. } = subject {
            all = all.union(leaves);
            called.clone_from(name);
        }
    }
    Subject::Listed { leaves: all, name: called, whole: false }
}

/// Says of a document that divides a matter otherwise than the one below that nothing tells which part is which.
fn otherwise_divided(step: &Step, leaves: &ValueSet) -> Option<Message> {
    let asks = step.answer.status == Status::NeedsFacts && step.answer.needs.contains(&MATTER);
    let named = |lang: Lang| {
        let name = |leaf| value_names(&step.model, MATTER, &ValueSet::single(leaf), &[], lang).concat();
        leaves.iter().map(name).collect()
    };
    let (english, chinese) = (named(Lang::En), named(Lang::Zh));
    asks.then(|| Message::OtherParts { document: step.model.name.clone(), english, chinese })
}

/// Returns what the matter of a question is called, in English and in Chinese.
fn component(upper: &Model, subject: &Subject) -> [String; 2] {
    let Subject::Listed { leaves, .. } = subject else { return [String::new(), String::new()] };
    [Lang::En, Lang::Zh].map(|lang| value_names(upper, MATTER, leaves, &[], lang).concat())
}

/// Returns what is told of the components of a matter: where that is not the same of all, of which it is.
fn told_of(by_component: Vec<([String; 2], Vec<Message>)>) -> Vec<Message> {
    let Some((_, first)) = by_component.first() else { return Vec::new() };
    if by_component.iter().all(|(_, told)| told == first) {
        return first.clone();
    }
    let named = |([english, chinese], told): ([String; 2], Vec<Message>)| {
        let named = move |told| {
            let (english, chinese) = (english.clone(), chinese.clone());
            Message::InCase { english, chinese, told: Box::new(told) }
        };
        told.into_iter().map(named)
    };
    by_component.into_iter().flat_map(named).collect()
}

/// Tells whether a component of a document above is one of those that a question is about which says whether the matter is on the list of
/// that document.
fn is_of_list(lowest: &Model, query: &Query, (upper, answer): (&Model, &Answer)) -> bool {
    lowest.listed.iter().filter(|listed| listed.document == upper.name).all(|listed| {
        let Some((level, _)) = &listed.level else { return true };
        let Some(known) = query.known(listed.axis) else { return true };
        let Some(has) = kept(upper, answer, level) else { return true };
        let value = lowest.axes[listed.axis].find(if has { "yes" } else { "no" });
        value.is_none_or(|value| known.set.contains(value))
    })
}

/// Makes the answer of a document that could not be asked: what it says is not known.
fn not_asked() -> Answer {
    Answer { needs: vec![MATTER], ..Answer::of(Status::NeedsFacts) }
}

fn is_not_asked(answer: &Answer) -> bool {
    *answer == not_asked()
}

/// Says which words of the question a document above has no values for, where what it says depends on them.
fn not_among_values(step: &Step, lowest: &Model, query: &Query, asking: Asking<'_>) -> Vec<Message> {
    let upper = &step.model;
    let told = |&axis: &AxisId| {
        let values = words_not_above(upper, lowest, query, asking, axis);
        let (there, document) = (&upper.axes[axis], upper.name.clone());
        let known = there.values.iter().map(|value| value.name.clone()).collect();
        let (fact, open) = (there.called(), there.other().is_some());
        (!values.is_empty()).then_some(Message::ValueNotAbove { document, fact, values, known, open })
    };
    let needs = step.answer.needs.iter().filter(|axis| **axis != MATTER);
    needs.filter(|_| step.answer.status == Status::NeedsFacts).filter_map(told).collect()
}

/// Asks a document above about a matter, where a unit of a level below performs it; returns also which known facts of the lowest
/// document it depends on.
fn ask(
    upper: &mut Policy,
    lowest: &Model,
    asking: Asking<'_>,
    query: &Query,
    (subject, (left, days)): (Subject, (&[LevelId], Days)),
) -> Option<(Answer, Vec<AxisId>)> {
    let (carried, pairs) = carried(&upper.model, lowest, query, asking).ok()?;
    let mut query = Query { subject, ..carried };
    if !asks_days(lowest, asking) {
        cut(&upper.model, &mut query);
    }
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
    // Where no day is asked about, what changes while the lowest document is not in force does not matter.
    let undated = query.date.is_none() && query.known(upper.model.date()).is_none();
    if undated && answer.needs.contains(&upper.model.date()) {
        let days = interval(days).meet(upper.model.in_force());
        if !days.is_empty() {
            query.date = Some((day_of(days.first), day_of(days.last)));
            upper.diagram.tidy();
            answer = evaluate(&upper.model, &mut upper.diagram, &query).ok()?;
        }
    }
    let used = pairs.into_iter().filter(|(_, there)| !answer.irrelevant.contains(there)).map(|(own, _)| own);
    let used = used.collect();
    // Nobody has said at which level, so it is not said that this does not matter.
    answer.irrelevant.retain(|&axis| asked || axis != PERFORMER);
    Some((answer, used))
}
