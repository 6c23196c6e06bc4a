//! An answer under the documents above it, case by case.
//!
//! In: an answer of one policy, which may have branches or components, or be about several matters. Out: the answer in which every case
//! is held against the documents above, as if it had been asked alone. Cases that come to the same are put together again: what has to
//! be known is what tells the answers apart.

use super::chain::{Settling, is_definite, undivided};
use super::joined::{CaseDays, as_asked, common, days_of, hoist, holds_on, join};
use super::stretches::{asks_days, interval};
use super::{Asking, Session};
use crate::analysis::{
    Answer, Asked, Branch, Money, asked_figures, case_text, narrowed, put_together, regroup,
};
use crate::diagram::{Cube, Status};
use crate::message::{Lang, Message, Word};
use crate::model::{AxisId, MATTER, Model, Query, Subject, ValueSet};
use std::sync::Arc;

/// How many cases of one question are held against the documents above.
const MOST_CASES: usize = 1_000;

/// One case, with its answer.
struct Case {
    cube: Cube,
    answer: Answer,
}

/// What the cases of a question come to.
#[derive(Default)]
struct Cases {
    cases: Vec<Case>,
    /// Known facts that matter to documents above.
    used: Vec<AxisId>,
}

impl Session {
    /// Puts an answer under what the documents above say; `asking` has the question as it was asked, and facts that it does not repeat.
    pub(super) fn under_documents(
        &mut self,
        policy: usize,
        asking: Asking<'_>,
        query: &Query,
        answer: Answer,
    ) -> Answer {
        let Some(own) = self.policies.get(policy) else { return answer };
        let mut answer = answer;
        let mut some = false;
        for named in &own.model.header.under {
            let found = self.place(policy, &named.document).is_some();
            some |= found;
            if !found && !own.file.uses.is_empty() {
                answer.documents.push(Message::NotAmongUsed { document: named.document.clone() });
            }
        }
        if !some {
            return answer;
        }
        match &query.subject {
            Subject::Listed { leaves, whole: true, .. } if leaves.len() > 1 => {
                self.by_components(policy, asking, query, answer)
            }
            Subject::Listed { .. } => self.by_cases(policy, asking, query, answer),
            Subject::Unlisted { name: Some(_), .. } => match self.called_above(policy, &asking.0.subject) {
                Some(called) => asked_by_own_name(answer, called.message()),
                None => self.by_cases(policy, asking, query, answer),
            },
            Subject::Unlisted { name: None, .. } | Subject::UnlistedComponent { .. } => {
                self.by_itself(policy, answer)
            }
        }
    }

    /// Says of an answer that it is not held against the documents above.
    fn by_itself(&self, policy: usize, mut answer: Answer) -> Answer {
        if !answer.branches.is_empty() || is_definite(&answer) {
            answer.documents.extend(self.alone(policy));
        }
        answer
    }

    /// Answers a matter by its components, each under the documents above.
    fn by_components(&mut self, policy: usize, asking: Asking<'_>, query: &Query, answer: Answer) -> Answer {
        let Subject::Listed { leaves, .. } = &query.subject else { return answer };
        let (mut parts, mut why) = (Vec::new(), None);
        for leaf in leaves.iter() {
            let Some(own) = self.policies.get_mut(policy) else { return answer };
            let with_amount = about(&own.model, query, leaf);
            // What is paid in all is not divided among components.
            let query = Query { amount: None, ..with_amount.clone() };
            let Ok(part) = own.evaluated(&query) else { return self.too_many(policy, answer) };
            if answer.money.is_some()
                && let Ok(part) = own.evaluated(&with_amount)
            {
                let part = self.by_cases(policy, asking, &with_amount, part);
                why = why.or_else(|| undivided(&part).cloned());
            }
            parts.push((leaf, self.by_cases(policy, asking, &query, part)));
        }
        let days = common(parts.iter().map(|(_, part)| part.in_force));
        let told = parts.iter().rev().map(|(leaf, part)| {
            let cube = Cube { sets: vec![(MATTER, ValueSet::single(*leaf))] };
            (cube, part.documents.clone())
        });
        let told: Vec<(Cube, Vec<Message>)> = told.collect();
        let mut together = put_together(parts);
        if let Some(own) = self.policies.get(policy).filter(|_| together.components.is_empty()) {
            // All come to the same; what is told of some of them only says of which.
            together.documents = by_case(&own.model, &asked_figures(&own.model, query), told);
        }
        together.in_force = days;
        hoist(&mut together);
        let mut documents = answer.documents.clone();
        documents.extend(std::mem::take(&mut together.documents));
        if together.same_as(&answer) && together.components.iter().all(|(_, part)| part.chain.is_empty()) {
            let money = if why.is_some() { None } else { answer.money };
            documents.extend(why);
            return Answer {
                money,
                documents,
                components: together.components,
                branches: together.branches,
                in_force: together.in_force,
                ..answer
            };
        }
        let money = answer.money.as_ref().filter(|_| why.is_none()).map(|_| Money::NotDivided);
        documents.extend(why);
        as_asked(Answer { documents: Vec::new(), money, ..together }, Answer { documents, ..answer })
    }

    fn by_cases(&mut self, policy: usize, asking: Asking<'_>, query: &Query, answer: Answer) -> Answer {
        let Some(own) = self.policies.get(policy) else { return answer };
        let model = Arc::clone(&own.model);
        let several = matches!(&query.subject, Subject::Listed { leaves, .. } if leaves.len() > 1);
        if !several && answer.branches.is_empty() && !is_definite(&answer) {
            return answer;
        }
        let Some(Cases { cases, used }) = self.each_case(policy, asking, query) else {
            return self.too_many(policy, answer);
        };
        let (mut groups, mut boxes): (Vec<Answer>, Vec<(Cube, u32)>) = (Vec::new(), Vec::new());
        let mut days: Vec<CaseDays> = Vec::new();
        let mut told: Vec<Vec<(Cube, Vec<Message>)>> = Vec::new();
        for Case { cube, mut answer } in cases {
            let documents = std::mem::take(&mut answer.documents);
            let counts = answer.status != Status::NotInForce;
            let (about, in_force) = (cube.get(model.date()).cloned(), answer.in_force);
            let known = groups.iter_mut().zip(0_u32..).find(|(group, _)| group.same_as(&answer));
            let number = match known {
                Some((group, number)) => {
                    join(group, answer);
                    number
                }
                None => {
                    groups.push(answer);
                    told.push(Vec::new());
                    u32::try_from(groups.len()).unwrap_or(u32::MAX).saturating_sub(1)
                }
            };
            if let Some(told) = told.get_mut(number as usize) {
                told.push((cube.clone(), documents));
            }
            boxes.push((cube, number));
            days.extend(counts.then_some(CaseDays { group: number, about, in_force }));
        }
        for (group, number) in groups.iter_mut().zip(0_u32..) {
            if days.iter().any(|case| case.group == number) {
                holds_on(group, days_of(days.iter().filter(|case| case.group == number)));
            }
        }
        let figures = asked_figures(&model, query);
        for (group, told) in groups.iter_mut().zip(told) {
            group.documents = by_case(&model, &figures, told);
        }
        let irrelevant: Vec<AxisId> =
            answer.irrelevant.iter().copied().filter(|axis| !used.contains(axis)).collect();
        match groups.as_slice() {
            [] => answer,
            [_] => match groups.pop() {
                Some(only) => as_asked(only, Answer { irrelevant, ..answer }),
                None => answer,
            },
            _ => {
                let Some(own) = self.policies.get_mut(policy) else { return answer };
                let Ok((needs, regions)) = regroup(&model, &mut own.diagram, &boxes) else {
                    return self.too_many(policy, answer);
                };
                let asked = figures;
                let dated = asks_days(&model, asking);
                // Where no day is asked about, the days of a case end with those of a document above.
                let cut_to = |number: u32, answer: &Answer| {
                    let mut cases = days.iter().filter(|case| case.group == number);
                    let by_day = !dated && cases.all(|case| case.about.is_some());
                    let in_force = by_day.then(|| interval(answer.in_force));
                    in_force.map(|days| (model.date(), days))
                };
                let in_force = match days_of(&days) {
                    days if needs.contains(&model.date()) => common([days, answer.in_force]),
                    days => days,
                };
                let branches = regions.into_iter().filter_map(|(number, region)| {
                    let answer = groups.get(number as usize)?.clone();
                    // A list may have put its days into the question: they end with those of a document above, too.
                    let mut asked = asked.clone();
                    if let Some((date, cut)) = cut_to(number, &answer) {
                        match asked.iter_mut().find(|(axis, _)| *axis == date) {
                            Some((_, days)) => *days = days.meet(cut),
                            None => asked.push((date, cut)),
                        }
                    }
                    Some(Branch { region, asked, answer })
                });
                let branches = branches.collect();
                let mut whole = as_asked(
                    Answer { needs, branches, in_force, ..Answer::of(Status::NeedsFacts) },
                    Answer { irrelevant, ..answer },
                );
                hoist(&mut whole);
                whole
            }
        }
    }

    /// Makes an answer that names no case, where there are too many to hold each against the documents above.
    fn too_many(&self, policy: usize, answer: Answer) -> Answer {
        let documents = self.above_of(policy);
        let needs = if answer.needs.is_empty() { vec![MATTER] } else { answer.needs.clone() };
        let mut whole = as_asked(Answer { needs, ..Answer::of(Status::NeedsFacts) }, answer);
        whole.documents.push(Message::TooManyCases { documents });
        whole
    }

    /// Finds what each case of a question comes to; nothing where there are too many.
    fn each_case(&mut self, policy: usize, asking: Asking<'_>, query: &Query) -> Option<Cases> {
        let model = Arc::clone(&self.policies.get(policy)?.model);
        let mut found = Cases::default();
        let mut waiting: Vec<(Query, Cube)> = match &query.subject {
            Subject::Listed { leaves, .. } if leaves.len() > 1 => {
                if leaves.len() as usize > MOST_CASES {
                    return None;
                }
                let of = |leaf| {
                    let cube = Cube { sets: vec![(MATTER, ValueSet::single(leaf))] };
                    (about(&model, query, leaf), cube)
                };
                leaves.iter().map(of).collect()
            }
            _ => vec![(query.clone(), Cube::default())],
        };
        let mut done = 0_usize;
        while let Some((query, cube)) = waiting.pop() {
            done = done.saturating_add(1);
            if done.saturating_add(waiting.len()) > MOST_CASES {
                return None;
            }
            let own = self.policies.get_mut(policy)?;
            let answer = own.evaluated(&query).ok()?;
            if !answer.branches.is_empty() {
                for branch in &answer.branches {
                    if branch.region.cut {
                        return None;
                    }
                    for inner in &branch.region.cubes {
                        waiting.extend(
                            pieces(&model, inner).map(|piece| within(&model, (&query, &cube), &piece)),
                        );
                    }
                }
                continue;
            }
            // What cannot be, or has not begun where no day is asked about, is no case.
            let undated = query.date.is_none() && query.known(model.date()).is_none();
            if answer.status == Status::Impossible || (answer.status == Status::NotInForce && undated) {
                continue;
            }
            // What is worth knowing of the question is said once, beside all of them.
            let answer = Answer {
                irrelevant: Vec::new(),
                taken: Vec::new(),
                remarks: Vec::new(),
                unlisted: None,
                near: Vec::new(),
                ..answer
            };
            if !is_definite(&answer) {
                found.cases.push(Case { cube, answer });
                continue;
            }
            match self.settled(policy, asking, &query, answer) {
                Settling::Done(answer, used) => {
                    found.used.extend(used);
                    found.cases.push(Case { cube, answer: *answer });
                }
                Settling::Open(answer, facts) => {
                    let piece = |fact: &AxisId| {
                        let known = query.known(*fact).map(|known| known.set.clone());
                        let all = known.unwrap_or_else(|| ValueSet::full(model.axes[*fact].size()));
                        all.iter().map(|value| (*fact, ValueSet::single(value))).collect::<Vec<_>>()
                    };
                    // One fact at a time: another one may then not be asked for any more.
                    let room = MOST_CASES.saturating_sub(done.saturating_add(waiting.len()));
                    match facts.iter().find(|fact| piece(fact).len() < room) {
                        Some(fact) => waiting.extend(
                            piece(fact)
                                .into_iter()
                                .map(|one| within(&model, (&query, &cube), &Cube { sets: vec![one] })),
                        ),
                        None => found.cases.push(Case { cube, answer: *answer }),
                    }
                }
            }
        }
        Some(found)
    }

    /// Returns the numbers of the loaded documents that a policy names as those above it.
    fn above_of(&self, policy: usize) -> Vec<String> {
        let Some(own) = self.policies.get(policy) else { return Vec::new() };
        let named = own.model.header.under.iter().map(|named| named.document.clone());
        named.filter(|document| self.place(policy, document).is_some()).collect()
    }

    /// Says that a policy is compared as it is by itself, where documents above are loaded.
    #[must_use]
    pub fn compared_alone(&self, policy: usize) -> Option<Message> {
        let documents = self.above_of(policy);
        (!documents.is_empty()).then_some(Message::ComparedAlone { documents })
    }

    /// Says that a policy speaks by itself, where a single case would also be held against documents above.
    pub(super) fn alone(&self, policy: usize) -> Option<Message> {
        let documents = self.above_of(policy);
        (!documents.is_empty()).then_some(Message::SaysAlone { documents })
    }
}

/// How many cases are named of which something is told.
const MOST_NAMED: usize = 3;

/// Puts together what is told of the cases of one answer; what is not told of all of them says of which.
fn by_case(model: &Model, asked: &Asked, cases: Vec<(Cube, Vec<Message>)>) -> Vec<Message> {
    let mut all: Vec<(Message, Vec<&Cube>)> = Vec::new();
    // The last one stands first: so the cases were gone through.
    for (cube, messages) in cases.iter().rev() {
        for message in messages {
            match all.iter_mut().find(|(known, _)| known == message) {
                Some((_, cubes)) if cubes.contains(&cube) => {}
                Some((_, cubes)) => cubes.push(cube),
                None => all.push((message.clone(), vec![cube])),
            }
        }
    }
    let named = |cubes: &[&Cube], lang: Lang| {
        let mut named: Vec<String> =
            cubes.iter().take(MOST_NAMED).map(|cube| case_text(model, cube, asked, lang)).collect();
        named.extend((cubes.len() > MOST_NAMED).then(|| "…".to_owned()));
        Word::Or { cases: named }.text(lang)
    };
    let count = cases.len();
    let told = |(message, cubes): (Message, Vec<&Cube>)| {
        if cubes.len() == count {
            return message;
        }
        let (english, chinese) = (named(&cubes, Lang::En), named(&cubes, Lang::Zh));
        Message::InCase { english, chinese, told: Box::new(message) }
    };
    all.into_iter().map(told).collect()
}

/// Makes an answer that asks for the policy's own name of a matter.
fn asked_by_own_name(answer: Answer, why: Message) -> Answer {
    let mut asked = as_asked(Answer { needs: vec![MATTER], ..Answer::of(Status::NeedsFacts) }, answer);
    asked.documents.push(why);
    asked
}

/// Returns the question about one matter of several.
fn about(model: &Model, query: &Query, leaf: u32) -> Query {
    let node = model.matters.leaf(leaf).map(|leaf| model.matters.nodes[leaf.matter].name.clone());
    let subject =
        Subject::Listed { leaves: ValueSet::single(leaf), name: node.unwrap_or_default(), whole: false };
    Query { subject, ..query.clone() }
}

/// Returns a box as boxes in which every figure and the days are one stretch.
fn pieces(model: &Model, cube: &Cube) -> impl Iterator<Item = Cube> {
    let mut pieces = vec![Cube::default()];
    for (axis, set) in &cube.sets {
        let sets: Vec<ValueSet> = match &model.axes[*axis].scale {
            Some(_) => set.ranges().iter().map(|&(start, end)| ValueSet::range(start, end)).collect(),
            None => vec![set.clone()],
        };
        let with = |piece: &Cube, set: &ValueSet| {
            let mut sets = piece.sets.clone();
            sets.push((*axis, set.clone()));
            Cube { sets }
        };
        pieces = pieces
            .iter()
            .flat_map(|piece| sets.iter().map(|set| with(piece, set)).collect::<Vec<_>>())
            .collect();
    }
    pieces.into_iter()
}

/// Narrows a question, and the box that it is about, to a box inside.
fn within(model: &Model, (query, cube): (&Query, &Cube), inner: &Cube) -> (Query, Cube) {
    let mut sets = cube.sets.clone();
    sets.retain(|(axis, _)| inner.get(*axis).is_none());
    sets.extend(inner.sets.iter().cloned());
    sets.sort_by_key(|(axis, _)| *axis);
    (narrowed(model, query, &inner.sets), Cube { sets })
}
