//! What if the rules were others: tried on the side, kept or forgotten.
//!
//! In: statements as typed. A rule takes the place of the rule of the same name or id, or of the only rule about the same cases; anything
//! else is added. Out: which answers would change, and what would newly be wrong. Nothing stays until it is kept; what was kept or
//! added is undone one step at a time.

use super::compare::compared;
use super::{Part, Policy, Session, make};
use crate::analysis::{Difference, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Lang, Message};
use crate::model::{Model, Rule, RuleId};
use crate::source::Span;
use crate::syntax::ast::{Item, Statement};

/// What would come of other rules.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The policy that they would change.
    pub policy: usize,
    /// The rules of the policy in whose place others would stand.
    pub replaced: Vec<RuleId>,
    /// How many statements would be added.
    pub added: usize,
    /// Where the answers would differ.
    pub difference: Difference,
    /// Says that the answers are compared as the document gives them by itself, where documents above are loaded.
    pub alone: Option<Message>,
    /// What a check would find that it does not find now.
    pub arising: Vec<Finding>,
    made: Policy,
}

impl WhatIf {
    /// Returns the policy as it would be.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.made.model
    }
}

/// What text is called that was typed and is in no file.
pub(super) const TYPED: &str = "<typed>";

/// What a step changed, to take it back.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// A policy was another one before.
    Changed(usize, Box<Policy>),
    /// There was no such policy before.
    Begun,
}

impl Session {
    /// Tries statements without keeping them.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub fn what_if(&mut self, text: &str) -> Result<WhatIf, Vec<Diagnostic>> {
        let (id, _, items) = self.statements("<what-if>", text)?;
        let number = match named_rules(self, &items) {
            Some(number) => number,
            None => self.destination(&items, id)?,
        };
        let Some(policy) = self.policies.get(number) else {
            let span = Span { source: id, start: 0, end: 0 };
            return Err(vec![
                Diagnostic::error(Code::NothingToAsk, span, Message::NothingToAsk).help(Advice::Load),
            ]);
        };
        // Rules of the same name first: beside them the others could not be resolved.
        let mut replaced = by_name(policy, &items);
        let mut made = self.joined(number, items.clone(), id, &spans(&replaced))?;
        let by_cases = by_cases(policy, &made, &items);
        if !by_cases.is_empty() {
            replaced.extend(by_cases);
            made = self.joined(number, items.clone(), id, &spans(&replaced))?;
        }
        let added = items.len().saturating_sub(replaced.len());
        let rules = replaced.iter().map(|(_, rule, _)| *rule).collect();
        let Some(policy) = self.policies.get_mut(number) else { return Err(Vec::new()) };
        let difference = compared(policy, &mut made).map_err(|why| vec![*why])?;
        let arising = self.arising(number, &mut made).map_err(|why| vec![*why])?;
        let Some(difference) = difference else { return Err(Vec::new()) };
        let alone = self.compared_alone(number);
        Ok(WhatIf { policy: number, replaced: rules, added, difference, alone, arising, made })
    }

    /// Returns what a check would find with another policy in the place of one: `expect` lines are answered under the documents above.
    fn arising(&mut self, number: usize, made: &mut Policy) -> Result<Vec<Finding>, Box<Diagnostic>> {
        let before = self.checked(number)?;
        self.exchange(number, made);
        self.fill_expects();
        let after = self.checked(number);
        self.exchange(number, made);
        let text = |finding: &Finding, model: &Model| {
            let diagnostic = finding.diagnostic(model, Lang::En);
            (diagnostic.code, diagnostic.message.text(Lang::En))
        };
        let Some(own) = self.policies.get(number) else { return Ok(Vec::new()) };
        let known: Vec<_> = before.iter().map(|finding| text(finding, &own.model)).collect();
        let new = |finding: &Finding| finding.counts() && !known.contains(&text(finding, &made.model));
        Ok(after?.into_iter().filter(new).collect())
    }

    fn checked(&mut self, number: usize) -> Result<Vec<Finding>, Box<Diagnostic>> {
        Ok(self.check(number)?.map(|report| report.findings).unwrap_or_default())
    }

    fn exchange(&mut self, number: usize, other: &mut Policy) {
        if let Some(own) = self.policies.get_mut(number) {
            std::mem::swap(own, other);
        }
    }

    /// Takes statements whose rules take the place of others.
    ///
    /// # Errors
    /// Says what is wrong with them; nothing is changed then.
    pub fn add_in_place(&mut self, text: &str) -> Result<(), Vec<Diagnostic>> {
        let tried = self.what_if(text)?;
        self.keep(tried);
        Ok(())
    }

    /// Keeps what was tried.
    pub fn keep(&mut self, tried: WhatIf) {
        if let Some(slot) = self.policies.get_mut(tried.policy) {
            for part in tried.made.texts.iter().filter(|part| part.policy.is_none()) {
                self.sources.rename(part.text, TYPED);
            }
            let before = std::mem::replace(slot, tried.made);
            self.steps.push(Step::Changed(tried.policy, Box::new(before)));
        }
    }

    /// Returns how many steps can be taken back.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Takes back the last step; tells whether there was one.
    pub fn undo(&mut self) -> bool {
        match self.steps.pop() {
            None => false,
            Some(Step::Changed(number, before)) => {
                if let Some(slot) = self.policies.get_mut(number) {
                    *slot = *before;
                }
                true
            }
            Some(Step::Begun) => {
                self.policies.pop();
                true
            }
        }
    }

    /// Returns a policy as it was read from its file; nothing for one that was only typed.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn as_loaded(&self, number: usize) -> Result<Option<Loaded>, Vec<Diagnostic>> {
        let Some(policy) = self.policies.get(number) else { return Ok(None) };
        let texts: Vec<Part> = policy.texts.iter().copied().filter(|part| part.policy.is_some()).collect();
        if texts.is_empty() {
            return Ok(None);
        }
        let items = texts.iter().flat_map(|part| self.items(*part)).collect();
        make(items, texts, policy.words.clone(), policy.file.clone()).map(|policy| Some(Loaded(policy)))
    }

    /// Compares a policy with what was read from its file.
    ///
    /// # Errors
    /// Says that the policies are too large.
    pub fn changes(
        &mut self,
        number: usize,
        loaded: &mut Loaded,
    ) -> Result<Option<Difference>, Box<Diagnostic>> {
        let Some(policy) = self.policies.get_mut(number) else { return Ok(None) };
        compared(&mut loaded.0, policy)
    }

    /// Tells whether a policy is no longer what was read.
    #[must_use]
    pub fn is_changed(&self, number: usize) -> bool {
        self.policies.get(number).is_some_and(|policy| policy.texts.iter().any(|part| part.policy.is_none()))
    }
}

/// A policy as it was read from its file.
#[derive(Debug, Clone)]
pub struct Loaded(Policy);

impl Loaded {
    /// Returns what it means.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.0.model
    }
}

/// Returns the only policy that has the rules which are named.
fn named_rules(session: &Session, items: &[Item]) -> Option<usize> {
    let named = |item: &Item| match item {
        Item::Statement(Statement::Rule(tree)) => tree.name.as_ref().map(|name| name.text.clone()),
        _ => None,
    };
    let names: Vec<String> = items.iter().filter_map(named).collect();
    let has = |policy: &Policy| policy.model.rules.iter().any(|rule| names.contains(&rule.id));
    let mut having = session.policies.iter().enumerate().filter(|(_, policy)| has(policy));
    having.next().filter(|_| having.next().is_none()).map(|(number, _)| number)
}

/// A rule in whose place another one is to stand: where it stands, its id, and where the other one stands.
type Replaced = (Span, RuleId, Span);

fn spans(replaced: &[Replaced]) -> Vec<(Span, Span)> {
    replaced.iter().map(|(old, _, new)| (*old, *new)).collect()
}

/// Finds the rules that have the names of others.
fn by_name(policy: &Policy, items: &[Item]) -> Vec<Replaced> {
    let rules = items.iter().filter_map(|item| match item {
        Item::Statement(Statement::Rule(tree)) => Some(tree),
        _ => None,
    });
    let found = rules.filter_map(|tree| {
        let name = tree.name.as_ref()?;
        let (id, old) = policy.model.rules.pairs().find(|(_, rule)| rule.id == name.text)?;
        Some((old.span, id, tree.span))
    });
    found.collect()
}

/// Finds the rules without a name that are about the same cases as exactly one other.
fn by_cases(policy: &Policy, tried: &Policy, items: &[Item]) -> Vec<Replaced> {
    let rules = items.iter().filter_map(|item| match item {
        Item::Statement(Statement::Rule(tree)) if tree.name.is_none() => Some(tree.span),
        _ => None,
    });
    let found = rules.filter_map(|span| {
        let (id, old) = same_cases(policy, tried, span)?;
        Some((old.span, id, span))
    });
    found.collect()
}

/// Finds the only rule about the same cases as one that is tried.
fn same_cases<'p>(policy: &'p Policy, tried: &Policy, span: Span) -> Option<(RuleId, &'p Rule)> {
    let new = tried.model.rules.iter().find(|rule| rule.span == span)?;
    let kind = |rule: &Rule| std::mem::discriminant(&rule.effect);
    // Words that the rule brings along would number the cases anew.
    let alike = |a: &Model, b: &Model| {
        a.axes.len() == b.axes.len() && a.matters.leaf_count() == b.matters.leaf_count()
    };
    if !alike(&policy.model, &tried.model) {
        return None;
    }
    let mut same = policy.model.rules.pairs().filter(|(_, rule)| {
        rule.matters == new.matters && rule.condition == new.condition && kind(rule) == kind(new)
    });
    same.next().filter(|_| same.next().is_none())
}

/// Puts rules into the place of others; a rule without a name takes over that of the other.
pub(super) fn replace(items: Vec<Item>, replaced: &[(Span, Span)]) -> Vec<Item> {
    let mut items = items;
    for (old, new) in replaced {
        let at = items.iter().position(|item| rule_at(item, *new));
        let Some(Item::Statement(Statement::Rule(mut rule))) = at.map(|at| items.remove(at)) else {
            continue;
        };
        for item in &mut items {
            let slot = match item {
                Item::Statement(statement) => is_at(statement, *old).then_some(statement),
                Item::Section(section) => {
                    section.statements.iter_mut().find(|statement| is_at(statement, *old))
                }
                Item::Policy(_) => None,
            };
            let Some(slot) = slot else { continue };
            if let Statement::Rule(before) = slot
                && rule.name.is_none()
            {
                rule.name.clone_from(&before.name);
            }
            *slot = Statement::Rule(rule.clone());
            break;
        }
    }
    items
}

fn rule_at(item: &Item, span: Span) -> bool {
    matches!(item, Item::Statement(statement) if is_at(statement, span))
}

fn is_at(statement: &Statement, span: Span) -> bool {
    matches!(statement, Statement::Rule(rule) if rule.span == span)
}
