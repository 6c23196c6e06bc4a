//! Rules and the document that they stand for.
//!
//! In: a model. Out: rules that cite nothing where others do, words that are quoted twice for the same cases, a missing residual clause,
//! and words that do not speak of the matter of their rule.

use super::{Lint, allocating};
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::{Condition, Effect, Inferred, Model, Rule, RuleId, ValueSet, says_something};
use crate::syntax::quoted;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// Finds rules outside of all sections that neither quote nor cite, where the policy has sections.
pub(super) fn without_citation(model: &Model) -> Vec<Lint> {
    if model.sections.is_empty() {
        return Vec::new();
    }
    let silent =
        |(_, rule): &(RuleId, &Rule)| rule.section.is_none() && rule.cite.is_none() && rule.quote.is_none();
    allocating(model)
        .filter(silent)
        .map(|(_, rule)| {
            let message = Message::NoCitation { rule: rule.id.clone() };
            Lint::about(Code::NoCitation, rule, message, Advice::Cite)
        })
        .collect()
}

/// What two rules have in common that quote the same for the same cases.
type Clause<'m> = (Option<&'m str>, &'m str, &'m ValueSet, &'m Condition);

/// Finds rules that quote the same words of the same section for the same cases as an earlier one.
pub(super) fn cited_twice(model: &Model) -> Vec<Lint> {
    let mut first: FxHashMap<Clause<'_>, &Rule> = FxHashMap::default();
    let mut found = Vec::new();
    for (_, rule) in allocating(model) {
        let Some(quote) = &rule.quote else { continue };
        let clause = (model.cited_section(rule), quote.text.as_str(), &rule.matters, &rule.condition);
        match first.entry(clause) {
            Entry::Vacant(slot) => {
                slot.insert(rule);
            }
            Entry::Occupied(slot) => {
                let other = slot.get();
                let message = Message::CitedTwice { rule: rule.id.clone(), other: other.id.clone() };
                let lint = Lint::about(Code::CitedTwice, rule, message, Advice::CitedTwice);
                found.push(lint.label(other.span, Message::LabelQuotedHere));
            }
        }
    }
    found
}

/// Finds that a document in sections says nothing of matters that it does not list.
pub(super) fn no_residual(model: &Model, answers_unlisted: bool) -> Option<Lint> {
    let place = model.span.filter(|_| !answers_unlisted && !model.sections.is_empty())?;
    if model.inferred.contains(&Inferred::Matters) {
        return None;
    }
    Some(Lint::new(Code::NoResidual, place, Message::NoResidual, Advice::Residual))
}

/// Finds rules on one matter whose quotation shares no words with its names.
pub(super) fn quotes_of_others(model: &Model) -> Vec<Lint> {
    let mut found = Vec::new();
    for (_, rule) in allocating(model) {
        let (Some(quote), Effect::Allocate(_)) = (&rule.quote, &rule.effect) else { continue };
        let leaf = rule.matters.first().filter(|_| rule.matters.len() == 1);
        let Some(leaf) = leaf.and_then(|leaf| model.matters.leaf(leaf)) else { continue };
        if leaf.elsewhere || !says_something(&quote.text) {
            continue;
        }
        let matter = &model.matters.nodes[leaf.matter];
        let names = || std::iter::once(&matter.name).chain(&matter.aliases);
        let mut chinese = names().filter(|name| pairs(name).next().is_some()).peekable();
        if chinese.peek().is_some() && !chinese.any(|name| pairs(name).any(|(a, b)| has(&quote.text, a, b))) {
            let message = Message::QuoteOfAnother { rule: rule.id.clone(), name: matter.name.clone() };
            let help = Advice::QuoteOfAnother { name: quoted(&matter.name).into_owned() };
            found.push(Lint::about(Code::QuoteOfAnother, rule, message, help));
        }
    }
    found
}

/// Returns the pairs of neighbouring Chinese characters: the nearest thing to words that needs no dictionary.
fn pairs(name: &str) -> impl Iterator<Item = (char, char)> {
    let chinese = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    name.chars().zip(name.chars().skip(1)).filter(move |(a, b)| chinese(*a) && chinese(*b))
}

fn has(text: &str, a: char, b: char) -> bool {
    text.chars().zip(text.chars().skip(1)).any(|pair| pair == (a, b))
}
