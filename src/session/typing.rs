//! What is typed: statements that join a policy, and facts that are given.
//!
//! In: statements as typed. Out: the policy with them, made anew. Nothing is changed where anything is wrong. Where they are tried
//! and not kept, `what_if` stands beside this file.

use super::imports::uses;
use super::question::not_its_own;
use super::what_if::{Step, replace};
use super::{Added, FileOf, Part, Policy, Session, make};
use crate::diagnostic::{Code, Diagnostic};
use crate::diagram::Diagram;
use crate::message::{Advice, Message};
use crate::model::{Model, policies, resolve_query};
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast::{self, Binding, Item, Statement};
use crate::syntax::parse_file;
use std::sync::Arc;

impl Session {
    /// Adds statements as typed; `given` statements set facts for the queries that follow.
    ///
    /// # Errors
    /// Says what is wrong; nothing is changed then.
    pub fn add(&mut self, text: &str) -> Result<Added, Vec<Diagnostic>> {
        let (id, given, items) = self.statements("<typed>", text)?;
        let statements = items.len().saturating_add(given.len());
        let policy = self.destination(&items, id)?;
        let made = if items.is_empty() { None } else { Some(self.joined(policy, items, id, &[])?) };
        // Everything is tried on the side before anything is kept.
        let models: Vec<&Model> = self
            .policies
            .iter()
            .enumerate()
            .filter(|(number, _)| made.is_none() || *number != policy)
            .map(|(_, policy)| &*policy.model)
            .chain(made.as_ref().map(|policy| &*policy.model))
            .collect();
        for binding in &given {
            fits(&models, binding)?;
        }
        if let Some(made) = made {
            match self.policies.get_mut(policy) {
                Some(slot) => {
                    let before = std::mem::replace(slot, made);
                    self.steps.push(Step::Changed(policy, Box::new(before)));
                }
                None => {
                    self.policies.push(made);
                    self.steps.push(Step::Begun);
                }
            }
        }
        self.fill_expects();
        let doubts = self.doubts(policy);
        if !doubts.is_empty() {
            match self.steps.pop() {
                Some(Step::Changed(number, before)) => {
                    if let Some(slot) = self.policies.get_mut(number) {
                        *slot = *before;
                    }
                }
                Some(Step::Begun) => drop(self.policies.pop()),
                other => self.steps.extend(other),
            }
            return Err(doubts);
        }
        for binding in given {
            self.given.retain(|old| old.fact.text != binding.fact.text);
            self.given.push(binding);
        }
        Ok(Added { policy, statements })
    }

    /// Reads statements that are typed, under a name for messages: the facts that they give, and the rest.
    pub(super) fn statements(
        &mut self,
        name: &str,
        text: &str,
    ) -> Result<(SourceId, Vec<Binding>, Vec<Item>), Vec<Diagnostic>> {
        let id = self.sources.add(Source::new(name, text));
        let Some(source) = self.sources.get(id) else { return Err(Vec::new()) };
        let parsed = parse_file(id, source);
        if !parsed.diagnostics.is_empty() {
            return Err(parsed.diagnostics);
        }
        if let Some(tree) = uses(&parsed.tree.items).next() {
            let nowhere = Diagnostic::error(Code::UseNowhere, tree.span, Message::UseNowhere);
            return Err(vec![nowhere.help(Advice::UseNowhere)]);
        }
        let (given, items) = split_given(parsed.tree.items);
        Ok((id, given, items))
    }

    /// Forgets a fact that was given, by any of its names; or all of them.
    pub fn forget(&mut self, fact: Option<&str>) {
        let Some(fact) = fact else { return self.given.clear() };
        let models: Vec<&Model> = self.policies.iter().map(|policy| &*policy.model).collect();
        let same = |old: &str| {
            let both = |axis: &crate::model::Axis| axis.is_called(old) && axis.is_called(fact);
            old == fact || models.iter().any(|model| model.axes.iter().any(both))
        };
        self.given.retain(|old| !same(&old.fact.text));
    }

    /// Makes a policy anew with the statements that are typed, some of them in the place of others.
    pub(super) fn joined(
        &self,
        policy: usize,
        items: Vec<Item>,
        id: SourceId,
        in_place: &[(Span, Span)],
    ) -> Result<Policy, Vec<Diagnostic>> {
        if let Some(amended) = self.amended(policy, &items, id, in_place) {
            return Ok(amended);
        }
        let (mut texts, words, file, mut replaced) = match self.policies.get(policy) {
            Some(policy) => {
                (policy.texts.clone(), policy.words.clone(), policy.file.clone(), policy.replaced.clone())
            }
            None => {
                let file = FileOf { name: "<typed>".to_owned(), ..FileOf::default() };
                (Vec::new(), Vec::new(), file, Vec::new())
            }
        };
        let all: Vec<Item> = texts.iter().flat_map(|part| self.items(*part)).collect();
        replaced.extend(in_place);
        let all = replace(all.into_iter().chain(items).collect(), &replaced);
        texts.push(Part { text: id, policy: None });
        let made = make(all, texts, words, file)?;
        Ok(Policy { replaced, ..made })
    }

    /// Makes a policy anew with one rule, without reading the rest again; nothing where that might give anything else.
    pub(super) fn amended(
        &self,
        policy: usize,
        items: &[Item],
        id: SourceId,
        in_place: &[(Span, Span)],
    ) -> Option<Policy> {
        let policy = self.policies.get(policy)?;
        let [Item::Statement(Statement::Rule(tree))] = items else { return None };
        let place = match in_place {
            [] => None,
            [(old, _)] => Some(policy.model.rules.pairs().find(|(_, rule)| rule.span == *old)?.0),
            _ => return None,
        };
        let model = policy.model.amended(tree, place)?;
        let diagram = Diagram::new(&model).ok()?;
        let mut texts = policy.texts.clone();
        texts.push(Part { text: id, policy: None });
        let mut replaced = policy.replaced.clone();
        replaced.extend(in_place);
        Some(Policy {
            model: Arc::new(model),
            diagram,
            texts,
            words: policy.words.clone(),
            file: policy.file.clone(),
            replaced,
            settings: policy.settings.clone(),
        })
    }

    /// Reads again what a policy was made from.
    pub(super) fn items(&self, part: Part) -> Vec<Item> {
        let Some(source) = self.sources.get(part.text) else { return Vec::new() };
        let items = parse_file(part.text, source).tree.items;
        match part.policy {
            Some(number) => policies(items).into_iter().nth(number).unwrap_or_default(),
            None => split_given(items).1,
        }
    }

    /// Finds the policy that typed statements join: the only one, or the only one that lists their matters. A policy
    /// header begins a policy of its own.
    pub(super) fn destination(&self, items: &[Item], id: SourceId) -> Result<usize, Vec<Diagnostic>> {
        if items.iter().any(|item| matches!(item, Item::Policy(_))) {
            return Ok(self.policies.len());
        }
        if self.policies.len() <= 1 || items.is_empty() {
            return Ok(0);
        }
        let lists = |policy: &Policy| items.iter().any(|item| policy.speaks_of(item));
        let mut matching =
            self.policies.iter().enumerate().filter(|(_, policy)| lists(policy)).map(|(i, _)| i);
        match (matching.next(), matching.next()) {
            (Some(only), None) => Ok(only),
            _ => {
                let names = self.policies.iter().map(|policy| policy.model.name.clone()).collect();
                let end = self.sources.get(id).map_or(0, |source| source.text().trim_end().len());
                let span = Span { source: id, start: 0, end: u32::try_from(end).unwrap_or(u32::MAX) };
                let unclear = Diagnostic::error(Code::NothingToAsk, span, Message::WhichPolicy { names });
                Err(vec![unclear.help(Advice::LoadOne)])
            }
        }
    }
}

/// Tells whether some policy knows a fact that is given, and its value.
fn fits(models: &[&Model], binding: &Binding) -> Result<(), Vec<Diagnostic>> {
    let query = ast::Query {
        subject: ast::QuerySubject::AnyOther,
        bindings: vec![binding.clone()],
        date: None,
        amount: None,
        span: binding.span,
    };
    let mut why =
        vec![Diagnostic::error(Code::NothingToAsk, binding.span, Message::NothingToAsk).help(Advice::Load)];
    for model in models {
        match resolve_query(model, &query, &[]) {
            Ok(query) if query.known.iter().all(|known| known.unknown.is_none()) => return Ok(()),
            Ok(query) => why = not_its_own(model, &query, binding.span).into_iter().collect(),
            Err(diagnostics) => why = diagnostics,
        }
    }
    Err(why)
}

/// Takes `given` statements out of what was typed.
pub(super) fn split_given(items: Vec<Item>) -> (Vec<Binding>, Vec<Item>) {
    let mut given = Vec::new();
    let mut rest = Vec::new();
    for item in items {
        match item {
            Item::Statement(Statement::Given(bindings)) => given.extend(bindings),
            other => rest.push(other),
        }
    }
    (given, rest)
}
