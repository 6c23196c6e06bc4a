//! A matter that is asked by the name which a document above gives it.
//!
//! In: a question about what a policy does not list. Out: the policy's own matters that a document above calls so, found as `conform`
//! finds them. What the policy says of all other matters must not answer for them; which one is meant only whoever asks can say.

use super::{Place, Session};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::{Model, Query, Subject, ValueSet};
use crate::source::Span;
use crate::syntax::ast::{MatterWord, QuerySubject};
use std::sync::Arc;

/// What a name of a document above stands for.
pub(super) struct CalledAbove {
    name: String,
    document: String,
    /// The policy's own matters.
    listed: Vec<String>,
}

impl CalledAbove {
    /// Says which matters of its own the policy has for it.
    pub(super) fn message(&self) -> Message {
        let (name, document) = (self.name.clone(), self.document.clone());
        Message::CalledAbove { name, document, listed: self.listed.clone() }
    }

    /// Refuses the question.
    pub(super) fn refusal(&self, span: Span) -> Diagnostic {
        let refused = Diagnostic::error(Code::BadQuery, span, self.message());
        let first = self.listed.first().cloned();
        refused.help(Advice::DidYouMean { name: first.unwrap_or_default() })
    }
}

impl Session {
    /// Finds out whether a document above lists, by another name or in parts, a matter that a policy lists.
    pub(super) fn called_above(
        &mut self,
        policy: usize,
        asked: &QuerySubject,
        query: &Query,
    ) -> Option<CalledAbove> {
        let Subject::Unlisted { name: Some(name), .. } = &query.subject else { return None };
        let start = Place::Asked(policy);
        let mut above: Vec<Place> = self.placed_above(start).iter().map(|placed| placed.place).collect();
        above.reverse();
        let mut known: Vec<(Arc<Model>, ValueSet)> = Vec::new();
        let mut document = None;
        for place in above {
            let Some(here) = self.policy(place).map(|policy| Arc::clone(&policy.model)) else { continue };
            let own = called(&here, asked);
            if !own.is_empty() {
                document = Some(here.name.clone());
            }
            let leaves = own.union(&self.matters_below(&known, &here));
            if !leaves.is_empty() {
                known.push((here, leaves));
            }
        }
        let document = document?;
        let own = Arc::clone(&self.policies.get(policy)?.model);
        let mut listed: Vec<String> = Vec::new();
        for leaf in self.matters_below(&known, &own).iter() {
            let Some(there) = own.matters.leaf(leaf) else { continue };
            let matter = own.matters.whole_of(leaf).unwrap_or(there.matter);
            let name = &own.matters.nodes[matter].name;
            if !listed.contains(name) {
                listed.push(name.clone());
            }
        }
        (!listed.is_empty()).then(|| CalledAbove { name: name.clone(), document, listed })
    }

    /// Finds the matters of a document that are some of those above it.
    fn matters_below(&mut self, above: &[(Arc<Model>, ValueSet)], lower: &Arc<Model>) -> ValueSet {
        let mut found = ValueSet::default();
        for (upper, leaves) in above {
            found = found.union(&self.counterparts(upper, lower).below(leaves));
        }
        found
    }
}

/// Returns the matters that a document calls so. Quotation marks say that no component is meant.
fn called(model: &Model, asked: &QuerySubject) -> ValueSet {
    let matters = &model.matters;
    let matter = |name: &str| matters.find(name).map(|id| matters.under(id));
    let found = match asked {
        QuerySubject::AnyOther => None,
        QuerySubject::Called(name) => matter(&name.text),
        QuerySubject::Matter(MatterWord::Named(name)) => matter(&name.text).or_else(|| {
            let wholes = matters.nodes.pairs().filter_map(|(id, _)| matters.component(id, &name.text));
            Some(wholes.fold(ValueSet::default(), |all, part| all.union(&matters.under(part))))
        }),
        QuerySubject::Matter(MatterWord::Elsewhere(name)) => {
            matters.find(&name.text).and_then(|id| matters.elsewhere(id)).map(ValueSet::single)
        }
        QuerySubject::Matter(MatterWord::Component(name, part)) => matters.find(&name.text).map(|id| {
            let part = matters.component(id, &part.text);
            matters.under(part.unwrap_or(id))
        }),
    };
    found.unwrap_or_default()
}
