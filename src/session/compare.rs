//! Two loaded policies compared.
//!
//! In: their numbers. Out: where they answer differently.

use super::{Session, too_large};
use crate::analysis::{Compared, Difference, difference};
use crate::diagnostic::Diagnostic;

impl Session {
    /// Compares two policies by their numbers; nothing where there are no two such policies.
    ///
    /// # Errors
    /// Says that the policies are too large.
    pub fn difference(&mut self, old: usize, new: usize) -> Result<Option<Difference>, Box<Diagnostic>> {
        let Ok([old, new]) = self.policies.get_disjoint_mut([old, new]) else { return Ok(None) };
        let span = new.model.span;
        old.diagram.tidy();
        new.diagram.tidy();
        let old = Compared { model: &old.model, diagram: &mut old.diagram };
        let new = Compared { model: &new.model, diagram: &mut new.diagram };
        difference(old, new).map(Some).map_err(|limit| Box::new(too_large(limit, span)))
    }
}
