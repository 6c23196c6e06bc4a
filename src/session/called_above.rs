//! A matter that is asked by the name which a document above gives it.
//!
//! In: a question about what a policy does not list. Out: the policy's own matters that a document above calls so, found as `conform`
//! finds them. What the policy says of all other matters must not answer for them. Of a part of one of its matters that matter
//! answers; otherwise which one is meant only whoever asks can say.

use super::chain::Step;
use super::{Place, Session};
use crate::diagnostic::{Code, Diagnostic};
use crate::diagram::Status;
use crate::message::{Advice, Message};
use crate::model::{MATTER, MatterId, Model, Query, Subject, ValueSet, may_mean, names_component};
use crate::source::Span;
use crate::syntax::ast::{self, MatterWord, Name, QuerySubject};
use std::sync::Arc;

/// What a name of a document above stands for.
pub(super) struct CalledAbove {
    name: String,
    document: String,
    /// The policy's own matters.
    listed: Vec<String>,
    /// It is a part of this, which the only one of them is, or what is elsewhere in it.
    whole: Option<MatterWord>,
}

/// The matters that a name means in one document.
struct Meant {
    place: Place,
    model: Arc<Model>,
    leaves: ValueSet,
    /// The document itself calls them so.
    named: bool,
}

impl CalledAbove {
    /// Says which matters of its own the policy has for it.
    pub(super) fn message(&self) -> Message {
        let (name, document) = (self.name.clone(), self.document.clone());
        match self.listed.first().filter(|_| self.whole.is_some()) {
            Some(whole) => Message::PartAbove { name, document, whole: whole.clone() },
            None => Message::CalledAbove { name, document, listed: self.listed.clone() },
        }
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
    pub(super) fn called_above(&mut self, policy: usize, asked: &QuerySubject) -> Option<CalledAbove> {
        let own = Arc::clone(&self.policies.get(policy)?.model);
        let name = name_of(asked).filter(|_| called(&own, asked).is_empty())?;
        if matches!(asked, QuerySubject::Matter(MatterWord::Elsewhere(_)))
            && own.matters.find(&name).is_some()
        {
            // The policy has that matter, and nothing elsewhere in it.
            return None;
        }
        let all = self.places_above(policy);
        let meant = self.meant_above(&all, asked);
        let there = &meant.iter().rfind(|meant| meant.named)?.model;
        let document = there.name.clone();
        let below = self.matters_below(&meant, &own);
        let mut matters = Vec::new();
        for leaf in below.iter() {
            let Some(there) = own.matters.leaf(leaf) else { continue };
            let matter = own.matters.whole_of(leaf).unwrap_or(there.matter);
            if !matters.contains(&matter) {
                matters.push(matter);
            }
        }
        if below.is_empty() {
            matters = otherwise_divided(&meant, &own);
        }
        let whole = match matters.as_slice() {
            [only] => whole_of(&own, *only, &below),
            _ => None,
        };
        let whole = whole.filter(|_| {
            let place = Place::Asked(policy);
            let whole = Meant { place, model: Arc::clone(&own), leaves: below, named: false };
            self.has_part(policy, asked, whole)
        });
        let listed: Vec<String> =
            matters.iter().map(|&matter| own.matters.nodes[matter].name.clone()).collect();
        (!listed.is_empty()).then_some(CalledAbove { name, document, listed, whole })
    }

    /// Refuses a bare name that may mean a matter, or a component of one, which a document above lists, and the policy answers as any
    /// other: whether it does, only whoever asks can say. Refuses also a component that none of these documents has.
    pub(super) fn near_above(
        &self,
        policy: usize,
        asked: &QuerySubject,
        subject: &Subject,
        span: Span,
    ) -> Option<Diagnostic> {
        let Subject::Unlisted { name: Some(_), .. } = subject else { return None };
        let above = self.places_above(policy);
        let above: Vec<&Model> =
            above.iter().filter_map(|&place| self.policy(place)).map(|policy| &*policy.model).collect();
        let name = match asked {
            QuerySubject::Matter(MatterWord::Named(name)) => name,
            QuerySubject::Matter(MatterWord::Component(matter, part)) => {
                return no_component(&above, (matter, part), span);
            }
            _ => return None,
        };
        if above.iter().any(|model| model.matters.find(&name.text).is_some()) {
            return None;
        }
        if let Some((message, help)) = above.iter().find_map(|model| names_component(model, &name.text)) {
            return Some(Diagnostic::error(Code::BadQuery, span, message).help(help));
        }
        let near = |model: &&Model| Some((model.name.clone(), may_mean(model, &name.text)?));
        let (document, help) = above.iter().find_map(near)?;
        let message = Message::NotQuiteListedAbove { name: name.text.clone(), document };
        Some(Diagnostic::error(Code::BadQuery, span, message).help(help))
    }

    /// Returns a question about a part of a policy's matter, as one about that matter, and what the part is called above.
    pub(super) fn of_whole(&mut self, policy: usize, tree: &ast::Query) -> Option<(ast::Query, String)> {
        let called = self.called_above(policy, &tree.subject)?;
        let at = |name: Name| Name { span: tree.span, ..name };
        let subject = match called.whole? {
            MatterWord::Elsewhere(name) => QuerySubject::Matter(MatterWord::Elsewhere(at(name))),
            word => QuerySubject::Called(at(word.name().clone())),
        };
        Some((ast::Query { subject, ..tree.clone() }, called.name))
    }

    /// Finds the matters of the documents above that a part is, the nearest last; a document that has no part of this name may have
    /// the matter by that of one below it.
    pub(super) fn part_above(&mut self, policy: usize, query: &Query) -> Vec<(Place, ValueSet)> {
        let Some(name) = &query.part else { return Vec::new() };
        let asked = QuerySubject::Called(Name { text: name.clone(), span: query.span });
        let taken = self.taken_above(policy);
        let meant = self.meant_above(&taken, &asked);
        let found = self.upwards(&taken, meant).into_iter();
        found.map(|meant| (meant.place, meant.leaves)).collect()
    }

    /// Finds the matters of the other documents above that those which are known speak of.
    fn upwards(&mut self, above: &[Place], mut known: Vec<Meant>) -> Vec<Meant> {
        for &place in above {
            let Some(model) = self.policy(place).map(|policy| Arc::clone(&policy.model)) else { continue };
            if known.iter().any(|known| known.place == place) {
                continue;
            }
            let mut leaves = ValueSet::default();
            for below in &known {
                leaves = leaves.union(&self.counterparts(&model, &below.model).of(&below.leaves));
            }
            let leaves = leaves.intersection(&model.matters.all());
            if !leaves.is_empty() {
                known.push(Meant { place, model, leaves, named: false });
            }
        }
        known
    }

    /// Returns the documents above a policy, the nearest first.
    pub(super) fn places_above(&self, policy: usize) -> Vec<Place> {
        self.placed_above(Place::Asked(policy)).iter().map(|placed| placed.place).collect()
    }

    /// Returns the documents above a policy that are looked at, the nearest first: what rests on a reconstruction is taken only where
    /// somebody accepts it.
    fn taken_above(&self, policy: usize) -> Vec<Place> {
        self.places_above(policy).into_iter().filter(|&place| self.takes(place)).collect()
    }

    /// Finds the matters of documents above that a name means, from the top: by the name, or by what is called so further above.
    fn meant_above(&mut self, above: &[Place], asked: &QuerySubject) -> Vec<Meant> {
        let mut meant: Vec<Meant> = Vec::new();
        for &place in above.iter().rev() {
            let Some(model) = self.policy(place).map(|policy| Arc::clone(&policy.model)) else { continue };
            let own = called(&model, asked);
            let leaves = own.union(&self.matters_below(&meant, &model));
            if !leaves.is_empty() {
                meant.push(Meant { place, model, leaves, named: !own.is_empty() });
            }
        }
        meant
    }

    /// Tells whether a document has more for a policy's matter than what it calls so, and nothing of that is any other matter of the
    /// policy.
    fn has_part(&mut self, policy: usize, asked: &QuerySubject, whole: Meant) -> bool {
        let taken = self.taken_above(policy);
        let meant = self.meant_above(&taken, asked);
        if self.matters_below(&meant, &whole.model) != whole.leaves {
            return false;
        }
        let all = self.upwards(&taken, vec![whole]);
        let matter = name_of(asked).unwrap_or_default();
        let Some(own) = all.first().map(|whole| (Arc::clone(&whole.model), whole.leaves.clone())) else {
            return false;
        };
        meant.iter().filter(|meant| meant.named).any(|meant| {
            let Some(id) = meant.model.matters.find(&matter) else { return false };
            let all = all.iter().find(|known| known.place == meant.place);
            all.is_some_and(|all| {
                let inside = meant.leaves.intersection(&all.leaves) == meant.leaves;
                inside && (meant.leaves != all.leaves || is_inside(&meant.model, id, (&own.0, &own.1)))
            })
        })
    }

    /// Says by which names the parts of a matter can be asked that a document above tells apart; of a part that it does not have by this
    /// name, that it says nothing.
    pub(super) fn divided(
        &mut self,
        (policy, query): (usize, &Query),
        step: &Step,
        leaves: &ValueSet,
        strange: Option<&str>,
    ) -> Option<Message> {
        if step.answer.status != Status::NeedsFacts || !step.answer.needs.contains(&MATTER) {
            return None;
        }
        let document = step.model.name.clone();
        if let Some(part) = strange {
            return Some(Message::NoSuchPart { document, part: part.to_owned() });
        }
        let Subject::Listed { leaves: asked, .. } = &query.subject else { return None };
        let own = Arc::clone(&self.policies.get(policy)?.model);
        let parts: Vec<String> = parts(&step.model, leaves)
            .into_iter()
            .filter(|name| {
                let subject = QuerySubject::Called(Name { text: name.clone(), span: query.span });
                let called = self.called_above(policy, &subject);
                let whole = called.and_then(|called| called.whole).map(QuerySubject::Matter);
                whole.is_some_and(|whole| !self::called(&own, &whole).intersection(asked).is_empty())
            })
            .collect();
        (!parts.is_empty()).then_some(Message::AskPart { document, parts })
    }

    /// Finds the matters of a document that are some of those above it.
    fn matters_below(&mut self, above: &[Meant], lower: &Arc<Model>) -> ValueSet {
        let mut found = ValueSet::default();
        for Meant { model, leaves, .. } in above {
            found = found.union(&self.counterparts(model, lower).below(leaves));
        }
        found
    }
}

/// Refuses a component of a matter that documents above list, and none of them with this component.
fn no_component(above: &[&Model], (matter, part): (&Name, &Name), span: Span) -> Option<Diagnostic> {
    let listing = || above.iter().filter_map(|model| Some((model, model.matters.find(&matter.text)?)));
    if listing().any(|(model, id)| model.matters.part(id, &part.text).is_some()) {
        return None;
    }
    if listing().any(|(model, id)| model.matters.elsewhere(id).is_some()) {
        return None;
    }
    let (model, id) = listing().find(|(model, id)| model.matters.components(*id).next().is_some())?;
    let known = model.matters.components(id).map(|node| node.name.clone()).collect();
    let of = model.matters.nodes[id].name.clone();
    let message = Message::UnknownComponent { name: part.text.clone(), of: of.clone() };
    Some(Diagnostic::error(Code::BadQuery, span, message).help(Advice::Components { of, known }))
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
            let part = matters.part(id, &part.text);
            matters.under(part.unwrap_or(id))
        }),
    };
    found.unwrap_or_default()
}

/// Returns a policy's matters that are divided, and called like what holds matters of a document above which divides them otherwise: no
/// part of the one is said to be a part of the other, and they are no other matters either. A mere heading is no such matter.
fn otherwise_divided(above: &[Meant], own: &Model) -> Vec<MatterId> {
    let mut found: Vec<MatterId> = Vec::new();
    let leaves = above.iter().flat_map(|meant| meant.leaves.iter().map(|leaf| (&meant.model.matters, leaf)));
    for (theirs, leaf) in leaves {
        let first = theirs.leaf(leaf).map(|leaf| leaf.matter);
        let mut holders = std::iter::successors(first, |&id| theirs.nodes[id].parent);
        let matter = holders.find_map(|id| {
            let node = &theirs.nodes[id];
            let mut named =
                std::iter::once(&node.name).chain(&node.aliases).filter_map(|name| own.matters.find(name));
            named.find(|&matter| {
                own.matters.nodes[matter].whole || own.matters.nodes[matter].spoken || node.spoken
            })
        });
        found.extend(matter.filter(|matter| !found.contains(matter)));
    }
    found
}

/// Returns what a question calls its matter.
fn name_of(asked: &QuerySubject) -> Option<String> {
    match asked {
        QuerySubject::AnyOther => None,
        QuerySubject::Called(name) => Some(name.text.clone()),
        QuerySubject::Matter(MatterWord::Component(name, part)) => {
            Some(format!("{} component {}", name.text, part.text))
        }
        QuerySubject::Matter(word) => Some(word.name().text.clone()),
    }
}

/// Returns what of a matter a part is; all of both, where a document has the part elsewhere.
pub(super) fn within(all: &ValueSet, part: &ValueSet) -> ValueSet {
    let inside = all.intersection(part);
    if inside.is_empty() { all.union(part) } else { inside }
}

/// Returns what some matters of a policy are together: all of one of its matters, or what is elsewhere in it.
fn whole_of(own: &Model, only: MatterId, leaves: &ValueSet) -> Option<MatterWord> {
    let matters = &own.matters;
    let name = || Name { text: matters.nodes[only].name.clone(), span: matters.nodes[only].span };
    if matters.under(only) == *leaves {
        return Some(MatterWord::Named(name()));
    }
    let rest = matters.elsewhere(only).map(ValueSet::single);
    rest.filter(|rest| rest == leaves).map(|_| MatterWord::Elsewhere(name()))
}

/// Tells whether a matter of a document above lies in what a policy calls by the name of these matters of its own, or of what holds them.
fn is_inside(above: &Model, matter: MatterId, (own, leaves): (&Model, &ValueSet)) -> bool {
    let holder = |id: &MatterId| above.matters.nodes[*id].parent;
    let mut holders = std::iter::successors(holder(&matter), holder);
    holders.any(|id| {
        let node = &above.matters.nodes[id];
        let mut named =
            std::iter::once(&node.name).chain(&node.aliases).filter_map(|name| own.matters.find(name));
        named.any(|there| leaves.intersection(&own.matters.under(there)) == *leaves)
    })
}

/// Returns the names of some matters of a document; what is elsewhere in a group has none.
fn parts(model: &Model, leaves: &ValueSet) -> Vec<String> {
    let matters = &model.matters;
    let mut parts: Vec<String> = Vec::new();
    for leaf in leaves.iter() {
        let Some(there) = matters.leaf(leaf) else { continue };
        let whole = matters.whole_of(leaf);
        let name = &matters.nodes[whole.unwrap_or(there.matter)].name;
        if (whole.is_some() || !there.elsewhere) && !parts.contains(name) {
            parts.push(name.clone());
        }
    }
    parts
}
