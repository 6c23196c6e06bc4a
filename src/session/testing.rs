//! The `expect` lines of a policy.
//!
//! In: a policy by its number. Out: each line with the answer that came out, where it does not hold. A line is answered as a
//! question is: under the documents that the policy uses. What a file says of itself is taken as it stands, a reconstruction or not.

use super::{Place, Session, too_large};
use crate::analysis::{Answer, Failure, Unmet, evaluate, judge};
use crate::diagnostic::Diagnostic;
use crate::diagram::{Diagram, Status, TooLarge};
use crate::model::{Expect, Model, Query};
use std::sync::Arc;

impl Session {
    /// Runs the `expect` lines of a policy: each with the answer that came out, where it does not hold.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn test(&mut self, policy: usize) -> Result<Vec<(Expect, Option<Failure>)>, Box<Diagnostic>> {
        let Some(own) = self.policies.get(policy) else { return Ok(Vec::new()) };
        let model = Arc::clone(&own.model);
        // Whoever runs the lines, they hold or not: somebody's leave to take a reconstruction does not count.
        let accepts = std::mem::replace(&mut self.accepts_reconstruction, false);
        let large = |limit| Box::new(too_large(limit, model.span));
        let run = |expect: &Expect| Ok((expect.clone(), self.tried(policy, expect).map_err(large)?));
        let results = model.expects.iter().map(run).collect();
        self.accepts_reconstruction = accepts;
        results
    }

    /// Returns the `expect` lines that do not hold.
    pub(super) fn unmet(&mut self, policy: usize) -> Result<Vec<Unmet>, Box<Diagnostic>> {
        let results = self.test(policy)?.into_iter().enumerate();
        Ok(results.filter_map(|(index, (_, failure))| Some((index, failure?))).collect())
    }

    /// Tells whether a policy stands under a document that is loaded.
    pub(super) fn is_under(&self, policy: usize) -> bool {
        !self.directly_above(Place::Asked(policy)).is_empty()
    }

    /// Tells whether an `expect` line of a policy holds where its rules are others.
    pub(super) fn holds_with(
        &mut self,
        policy: usize,
        (changed, diagram): (&Model, &mut Diagram),
        expect: &Expect,
    ) -> Result<bool, TooLarge> {
        let accepts = std::mem::replace(&mut self.accepts_reconstruction, false);
        if let Some(own) = self.policies.get_mut(policy) {
            own.model = Arc::new(changed.clone());
            std::mem::swap(&mut own.diagram, diagram);
        }
        let tried = self.tried(policy, expect);
        if let Some(own) = self.policies.get_mut(policy) {
            std::mem::swap(&mut own.diagram, diagram);
        }
        self.accepts_reconstruction = accepts;
        Ok(tried?.is_none())
    }

    fn tried(&mut self, policy: usize, expect: &Expect) -> Result<Option<Failure>, TooLarge> {
        let Some(own) = self.policies.get_mut(policy) else { return Ok(None) };
        let model = Arc::clone(&own.model);
        let actual = evaluate(&model, &mut own.diagram, &expect.query)?;
        let actual = self.under_documents(policy, (&expect.asked, &expect.given), &expect.query, actual);
        let mut ask = |query: &Query| {
            let Some(own) = self.policies.get_mut(policy) else { return Ok(Answer::of(Status::Gap)) };
            let answer = evaluate(&model, &mut own.diagram, query)?;
            Ok(self.under_documents(policy, (&expect.asked, &expect.given), query, answer))
        };
        judge(&model, expect, actual, &mut ask)
    }
}
