//! Facts of a question that are given by the names which documents above use.
//!
//! In: a question to a policy. Out: the same, where a fact that a document above has as well is called as the policy calls it: so it is
//! known to both, by whichever name it is given. What only a document above has keeps its name.

use super::carried::{counterpart, strange};
use super::{Place, Session};
use crate::model::{AxisId, Model, resolve_query};
use crate::syntax::ast::{self, Binding, Name, QuerySubject};

impl Session {
    /// Returns a question in which a policy's facts have its own names.
    pub(super) fn in_own_names(&self, policy: usize, tree: &ast::Query) -> ast::Query {
        ast::Query { bindings: self.facts_in_own_names(policy, &tree.bindings), ..tree.clone() }
    }

    /// Returns facts, of which the policy's have its own names.
    pub(super) fn facts_in_own_names(&self, policy: usize, facts: &[Binding]) -> Vec<Binding> {
        let mut named = facts.to_vec();
        let Some(own) = self.policies.get(policy).map(|policy| &*policy.model) else { return named };
        let above: Vec<&Model> = self
            .places_above(policy)
            .into_iter()
            .filter(|place| *place != Place::Asked(policy))
            .filter_map(|place| self.policy(place).map(|upper| &*upper.model))
            .collect();
        let theirs = if above.is_empty() { Vec::new() } else { strange(own, facts) };
        if theirs.is_empty() {
            return named;
        }
        // Words that no document above knows are many where somebody asks nonsense: each is asked once for all of them.
        let unknown: Vec<Vec<usize>> = above.iter().map(|upper| strange(upper, facts)).collect();
        for at in theirs {
            let Some(fact) = facts.get(at) else { continue };
            let known = above.iter().zip(&unknown).filter(|(_, unknown)| unknown.binary_search(&at).is_err());
            let mut meant: Vec<AxisId> = known.flat_map(|(upper, _)| own_facts(own, upper, fact)).collect();
            meant.sort_unstable();
            meant.dedup();
            // Where two may be meant, nothing says which one.
            if let (&[axis], Some(slot)) = (meant.as_slice(), named.get_mut(at)) {
                let name = Name { text: own.axes[axis].name.clone(), span: fact.fact.span };
                slot.fact = name;
            }
        }
        named
    }
}

/// Finds the facts of a policy that a fact of a document above is, where both count the same.
fn own_facts(own: &Model, upper: &Model, given: &Binding) -> Vec<AxisId> {
    let tree = ast::Query {
        subject: QuerySubject::AnyOther,
        bindings: vec![given.clone()],
        date: None,
        amount: None,
        span: given.span,
    };
    let Ok(query) = resolve_query(upper, &tree, &[]) else { return Vec::new() };
    let Some(known) = query.known.first().filter(|known| !known.by_table) else { return Vec::new() };
    let unit = |model: &Model, axis: AxisId| model.axes[axis].scale.as_ref().map(|scale| scale.unit);
    let same = |axis: &AxisId| {
        counterpart(upper, own, *axis) == Some(known.axis) && unit(own, *axis) == unit(upper, known.axis)
    };
    own.axes.ids().skip(1).filter(same).collect()
}
