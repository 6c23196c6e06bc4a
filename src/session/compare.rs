//! Two loaded policies compared.
//!
//! In: their numbers. Out: where they answer differently, or how one does what the other leaves to it.

use super::{Policy, Session, too_large};
use crate::analysis::{Compared, Conformity, Difference, conformity, difference};
use crate::diagnostic::Diagnostic;

impl Session {
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
