//! A matter with components: each answered by itself.
//!
//! In: the components of the matter asked about. Out: one answer where all have the same, else a list of them. Their cases
//! are not multiplied out: what they need together is what each of them needs.

use super::answer::{Answer, Reason};
use super::evaluate::Evaluation;
use super::money::money;
use crate::diagram::{Status, TooLarge};
use crate::model::{MATTER, Query, ValueSet};

impl Evaluation<'_> {
    /// Answers a matter by its components, each by itself; those that are impossible are left out.
    ///
    /// What they need together is what each of them needs. Their cases are not multiplied out.
    pub(super) fn whole(&mut self, leaves: &ValueSet, query: &Query) -> Result<Answer, TooLarge> {
        let mut components = Vec::new();
        let mut roots = Vec::new();
        for matter in leaves.iter() {
            let root = self.diagram.root(matter);
            roots.push(root);
            let node = self.known(root, query)?;
            let mut answer = self.on_days(node, query)?;
            let own = Query { amount: None, ..query.clone() };
            answer.money = money(self.model, &own, &answer);
            for branch in &mut answer.branches {
                branch.answer.money = money(self.model, &own, &branch.answer);
            }
            components.push((matter, answer));
        }
        let mut answer = put_together(components);
        if answer.components.is_empty() || query.amount.is_some() {
            answer.money = money(self.model, query, &answer);
        }
        if answer.status == Status::NeedsFacts {
            answer.in_force = self.validity();
        }
        answer.irrelevant = self.irrelevant(&roots, query, &answer)?;
        answer.narrower = self.narrower(query, &answer);
        Ok(answer)
    }
}

/// Joins the answers of components: what all have in common is said once, and the gravest status counts.
#[must_use]
pub fn put_together(mut components: Vec<(u32, Answer)>) -> Answer {
    if components.iter().any(|(_, part)| part.status != Status::Impossible) {
        components.retain(|(_, part)| part.status != Status::Impossible);
    }
    let parts = || components.iter().map(|(_, part)| part);
    let Some(first) = parts().next() else { return Answer::of(Status::Gap) };
    let alike = parts().all(|part| part.same_as(first));
    let mut answer = if alike && first.needs.is_empty() {
        first.clone()
    } else {
        let grave = |status: Status| match status {
            Status::NeedsFacts => 0,
            Status::Conflict => 1,
            Status::Gap => 2,
            Status::NotInForce => 3,
            Status::Retained => 4,
            Status::Governed => 5,
            Status::Undetermined => 6,
            Status::Decided | Status::Impossible => 7,
        };
        let status = parts().map(|part| part.status).min_by_key(|status| grave(*status));
        Answer::of(status.unwrap_or(Status::Decided))
    };
    answer.rules = parts().flat_map(|part| part.rules.iter().copied()).collect();
    answer.rules.sort_unstable();
    answer.rules.dedup();
    answer.beaten = parts().flat_map(|part| part.beaten.iter().copied()).collect();
    answer.beaten.sort_unstable();
    answer.beaten.dedup();
    answer.in_force = parts().fold(first.in_force, |(from, until), part| {
        // Without a first day it holds from ever on, without a last day for ever.
        let until = [until, part.in_force.1].into_iter().flatten().min();
        (from.max(part.in_force.0), until)
    });
    if alike && first.needs.is_empty() {
        if answer.status == Status::Impossible {
            answer.reason = Some(Reason::Impossible(answer.rules.clone()));
        }
        return answer;
    }
    answer.needs = parts().flat_map(|part| part.needs.iter().copied()).collect();
    // What another document asks for has no number here, but for the matter.
    let asks = |part: &Answer| part.held.as_ref().is_some_and(|held| held.answer.needs.contains(&MATTER));
    answer.needs.extend(parts().any(asks).then_some(MATTER));
    answer.needs.sort_unstable();
    answer.needs.dedup();
    if parts().all(|part| part.class == first.class) {
        answer.class = first.class.clone();
    }
    if parts().all(|part| part.payer == first.payer) {
        answer.payer = first.payer.clone();
    }
    answer.components = components;
    answer
}
