//! Two loaded policies compared.
//!
//! In: their numbers. Out: where they answer differently, or how one does what the other leaves to it; and of files with several
//! policies, which of them belong together.

use super::{Policy, Session, too_large};
use crate::analysis::{Compared, Conformity, Difference, conformity, difference};
use crate::diagnostic::Diagnostic;
use crate::model::Model;

/// Tells whether a policy of the first file and one of the second belong together, among those of both.
type Belong<'a> = &'a dyn Fn(usize, usize, (&[usize], &[usize])) -> bool;

/// Which policies of two files belong together.
#[derive(Debug, Default)]
pub struct Matched {
    /// Those that do, in the order of the second file.
    pub pairs: Vec<(usize, usize)>,
    /// Those that belong to none of the other file.
    pub alone: Vec<usize>,
}

impl Session {
    /// Finds for each of some policies its older version: by its number, else by a title that no other has. Of several with one number
    /// the first is compared with the first, the second with the second. One policy on either side is compared with the other
    /// whatever it is called.
    #[must_use]
    pub fn versions(&self, old: &[usize], new: &[usize]) -> Matched {
        self.matched(old, new, true, &|old, new, rest| {
            let titled = |number: usize, title: &str| {
                self.model(number).is_some_and(|model| model.header.title.as_deref() == Some(title))
            };
            let only =
                |title: &str, among: &[usize]| among.iter().filter(|n| titled(**n, title)).count() == 1;
            let named = |model: &Model| model.name.clone();
            let (Some(before), Some(after)) = (self.model(old), self.model(new)) else { return false };
            let has_number = |among: &[usize], name: &str| {
                among.iter().any(|&number| self.model(number).is_some_and(|model| model.name == name))
            };
            match &after.header.title {
                _ if before.name == after.name => true,
                // A number that the other file has as well is another policy.
                _ if has_number(rest.0, &named(after)) || has_number(rest.1, &named(before)) => false,
                Some(title) => titled(old, title) && only(title, rest.0) && only(title, rest.1),
                None => false,
            }
        })
    }

    /// Finds for each of some policies those above it: those that its header names. One policy on either side is held against
    /// the other whatever it names.
    #[must_use]
    pub fn uppers(&self, upper: &[usize], lower: &[usize]) -> Matched {
        self.matched(upper, lower, false, &|upper, lower, _| {
            let (Some(lower), Some(upper)) = (self.model(lower), self.model(upper)) else { return false };
            lower.header.under.iter().any(|named| named.document == upper.name)
        })
    }

    /// Finds for each of the second file's policies those of the first that belong to it; where they are told apart `one_to_one`,
    /// the first of them that belongs to no other.
    fn matched(&self, first: &[usize], second: &[usize], one_to_one: bool, belong: Belong<'_>) -> Matched {
        if let ([first], [second]) = (first, second) {
            return Matched { pairs: vec![(*first, *second)], alone: Vec::new() };
        }
        let mut matched = Matched::default();
        for &b in second {
            let is_free = |a: usize| !one_to_one || matched.pairs.iter().all(|(taken, _)| *taken != a);
            let belonging = first.iter().filter(|&&a| is_free(a) && belong(a, b, (first, second)));
            let most = if one_to_one { 1 } else { usize::MAX };
            let found: Vec<(usize, usize)> = belonging.take(most).map(|&a| (a, b)).collect();
            matched.pairs.extend(found);
        }
        let alone = |number: &&usize| matched.pairs.iter().all(|(a, b)| a != *number && b != *number);
        matched.alone =
            first.iter().chain(second.iter().filter(|b| !first.contains(b))).filter(alone).copied().collect();
        matched
    }

    /// Compares two policies by their numbers; nothing where there are no two such policies.
    ///
    /// # Errors
    /// Says that the policies are too large.
    pub fn difference(&mut self, old: usize, new: usize) -> Result<Option<Difference>, Box<Diagnostic>> {
        if old == new {
            // A policy beside itself is compared like any other.
            let Some(mut copy) = self.policies.get(old).cloned() else { return Ok(None) };
            return self.policies.get_mut(new).map_or(Ok(None), |new| compared(&mut copy, new));
        }
        let Ok([old, new]) = self.policies.get_disjoint_mut([old, new]) else { return Ok(None) };
        compared(old, new)
    }

    /// Finds out how a policy conforms to the one above it, both by their numbers; nothing where there are no two such policies,
    /// or where no level of the upper one is what the lower divides.
    ///
    /// # Errors
    /// Says that the policies are too large.
    pub fn conformity(&mut self, upper: usize, lower: usize) -> Result<Option<Conformity>, Box<Diagnostic>> {
        let Ok([upper, lower]) = self.policies.get_disjoint_mut([upper, lower]) else { return Ok(None) };
        let span = lower.model.span;
        upper.diagram.tidy();
        lower.diagram.tidy();
        let upper = Compared { model: &upper.model, diagram: &mut upper.diagram };
        let lower = Compared { model: &lower.model, diagram: &mut lower.diagram };
        conformity(upper, lower).map_err(|limit| Box::new(too_large(limit, span)))
    }

    /// Returns the policies of a file, by its identity.
    #[must_use]
    pub fn policies_of(&self, file: &str) -> Vec<usize> {
        let policies = self.policies.iter().enumerate();
        policies.filter(|(_, policy)| policy.file.identity == file).map(|(number, _)| number).collect()
    }
}

pub(super) fn compared(old: &mut Policy, new: &mut Policy) -> Result<Option<Difference>, Box<Diagnostic>> {
    let span = new.model.span;
    old.diagram.tidy();
    new.diagram.tidy();
    let old = Compared { model: &old.model, diagram: &mut old.diagram };
    let new = Compared { model: &new.model, diagram: &mut new.diagram };
    difference(old, new).map(Some).map_err(|limit| Box::new(too_large(limit, span)))
}
