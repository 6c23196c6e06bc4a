//! Items of one policy → [`Model`].
//!
//! In: the tree. Out: the model, or every name that could not be resolved. All mistakes come at once, in the order
//! of the text.

use super::expect::Expect;
use super::query::{self, Known};
use super::vocabulary::{Vocabulary, duplicate, statements};
use super::{
    Class, ClassTerm, Condition, Effect, Header, MATTER, Model, PERFORMER, Party, Payer, PayerTerm, Rule,
    RuleId, SectionId, SectionInfo, Statement, ValueSet, suggest,
};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::source::Span;
use crate::syntax::ast::{
    self, Answer, ClassWord, DateWord, Item, Name, OverrideTarget, PayerWord, PolicyHeader, Subject, Value,
};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Splits a file into its policies: each header starts one; a file without headers is one.
#[must_use]
pub fn policies(items: Vec<Item>) -> Vec<Vec<Item>> {
    let mut policies: Vec<Vec<Item>> = vec![Vec::new()];
    let mut headed = false;
    for item in items {
        if matches!(item, Item::Policy(_)) {
            if headed {
                policies.push(Vec::new());
            }
            headed = true;
        }
        if let Some(policy) = policies.last_mut() {
            policy.push(item);
        }
    }
    policies
}

/// Resolves the items of one policy; `name` is used where no header gives one.
///
/// # Errors
/// Returns every diagnostic, in the order of the text.
pub fn resolve(items: &[Item], name: &str) -> Result<Model, Vec<Diagnostic>> {
    let mut resolver = Resolver::new(items, name);
    resolver.sections(items);
    resolver.rules(items);
    resolver.overrides();
    resolver.expects(items);
    resolver.finish()
}

/// The state of one resolution.
struct Resolver {
    words: Vocabulary,
    model_name: String,
    header: Header,
    span: Option<Span>,
    sections: Arena<SectionId, SectionInfo>,
    section_ids: FxHashMap<String, SectionId>,
    /// How many rules each section has so far, for their ids; the last is for rules outside of sections.
    counts: FxHashMap<Option<SectionId>, usize>,
    rules: Arena<RuleId, Rule>,
    rule_names: FxHashMap<String, (RuleId, Span)>,
    targets: Vec<(RuleId, OverrideTarget)>,
    expects: Vec<Expect>,
}

impl Resolver {
    fn new(items: &[Item], name: &str) -> Resolver {
        let mut resolver = Resolver {
            words: Vocabulary::new(items),
            model_name: name.to_owned(),
            header: Header::default(),
            span: None,
            sections: Arena::default(),
            section_ids: FxHashMap::default(),
            counts: FxHashMap::default(),
            rules: Arena::default(),
            rule_names: FxHashMap::default(),
            targets: Vec::new(),
            expects: Vec::new(),
        };
        for item in items {
            if let Item::Policy(header) = item {
                resolver.policy_header(header);
            }
        }
        resolver
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.words.diagnostics.push(diagnostic);
    }

    fn policy_header(&mut self, header: &PolicyHeader) {
        let date = |word: &Option<DateWord>| word.map(|word| word.first);
        self.model_name.clone_from(&header.document.text);
        self.span = Some(header.document.span);
        self.header = Header {
            title: header.title.as_ref().map(|text| text.text.clone()),
            under: header.under.as_ref().map(|text| text.text.clone()),
            issued: date(&header.issued),
            published: date(&header.published),
            effective: date(&header.effective),
            until: date(&header.until),
        };
        if let (Some(from), Some(until)) = (&header.effective, &header.until)
            && until.first < from.first
        {
            self.report(
                dates_reversed(from.first, until.first, until.span).label(from.span, Message::LabelFirstHere),
            );
        }
    }

    // ------------------------------------------------------------ sections and rules

    fn sections(&mut self, items: &[Item]) {
        for item in items {
            if let Item::Section(section) = item {
                let label = section.label.text.clone();
                if self.section_ids.contains_key(&label) {
                    continue;
                }
                let title = section.title.as_ref().map(|title| title.text.clone());
                let id = self.sections.push(SectionInfo { label: label.clone(), title });
                self.section_ids.insert(label, id);
            }
        }
    }

    fn rules(&mut self, items: &[Item]) {
        for (section, statement) in statements(items) {
            if let ast::Statement::Rule(rule) = statement {
                let section = section.and_then(|section| self.section_ids.get(&section.label.text).copied());
                self.rule(rule, section);
            }
        }
    }

    fn rule(&mut self, tree: &ast::Rule, section: Option<SectionId>) {
        let matters = self.subject(&tree.subject);
        let condition = self.region(tree);
        let effect = self.effect(tree);
        let id = self.rule_id(tree, section);
        let rule = self.rules.push(Rule {
            id: id.clone(),
            effect,
            matters,
            condition,
            section,
            cite: tree.cite.as_ref().map(|cite| cite.text.clone()),
            quote: tree.quote.clone(),
            notes: tree.notes.iter().map(|note| note.text.clone()).collect(),
            beats: Vec::new(),
            span: tree.span,
        });
        if let Some(name) = &tree.name {
            match self.rule_names.get(&name.text) {
                Some((_, first)) => {
                    let first = *first;
                    self.report(duplicate(name, first));
                }
                None => {
                    self.rule_names.insert(name.text.clone(), (rule, name.span));
                }
            }
        }
        self.targets.extend(tree.overrides.iter().map(|target| (rule, target.clone())));
    }

    fn rule_id(&mut self, tree: &ast::Rule, section: Option<SectionId>) -> String {
        let count = self.counts.entry(section).or_insert(0);
        *count = count.saturating_add(1);
        match (&tree.name, section) {
            (Some(name), _) => name.text.clone(),
            (None, Some(section)) => format!("{}.{count}", self.sections[section].label),
            (None, None) => format!("r{count}"),
        }
    }

    fn subject(&mut self, subject: &Subject) -> ValueSet {
        let matters = &self.words.matters;
        match subject {
            Subject::Every => matters.all(),
            Subject::AnyOther => ValueSet::single(matters.unlisted()),
            Subject::All => ValueSet::full(matters.unlisted().saturating_add(1)),
            Subject::Names(names) => {
                let mut ranges = Vec::new();
                for name in names {
                    match self.words.matters.find(&name.text) {
                        Some(id) => ranges.push(self.words.matters.nodes[id].leaves),
                        None => self.unknown_matter(name),
                    }
                }
                ValueSet::from_ranges(ranges)
            }
        }
    }

    fn unknown_matter(&mut self, name: &Name) {
        let near = suggest::nearest(&name.text, self.words.matters.names()).map(str::to_owned);
        let diagnostic = Diagnostic::error(
            Code::UnknownMatter,
            name.span,
            Message::UnknownMatter { name: name.text.clone() },
        );
        self.report(match near {
            Some(near) => diagnostic.help(Message::DidYouMean { name: near }),
            None => diagnostic.help(Message::HelpDeclareMatter { name: name.text.clone() }),
        });
    }

    /// Returns `at level …` and `when …` as one condition.
    fn region(&mut self, tree: &ast::Rule) -> Condition {
        let mut parts = Vec::new();
        if let Some(levels) = &tree.levels {
            let mut ranges = Vec::new();
            for name in levels {
                ranges.extend(self.performing_level(name));
            }
            parts.push(Condition::Test(PERFORMER, ValueSet::from_ranges(ranges)));
        }
        if let Some(condition) = &tree.condition {
            parts.push(self.condition(condition));
        }
        match parts.len() {
            0 => Condition::Always,
            1 => parts.pop().unwrap_or(Condition::Always),
            _ => Condition::All(parts),
        }
    }

    fn performing_level(&mut self, name: &Name) -> Option<(u32, u32)> {
        let Some(level) = self.words.level(&name.text) else {
            self.words.unknown_level(name);
            return None;
        };
        let value = self.words.axes[PERFORMER].of_level(level);
        if value.is_none() {
            let message = Message::OutsideRange { level: self.words.levels[level].name.clone() };
            self.report(
                Diagnostic::error(Code::OutsideRange, name.span, message).help(Message::HelpPerformer),
            );
        }
        value.map(|value| (value, value.saturating_add(1)))
    }

    fn condition(&mut self, tree: &ast::Condition) -> Condition {
        match tree {
            ast::Condition::Test(test) => self.test(test),
            ast::Condition::All(parts) => {
                Condition::All(parts.iter().map(|part| self.condition(part)).collect())
            }
            ast::Condition::Any(parts) => {
                Condition::Any(parts.iter().map(|part| self.condition(part)).collect())
            }
            ast::Condition::Not(part) => Condition::Not(Box::new(self.condition(part))),
        }
    }

    fn test(&mut self, test: &ast::Test) -> Condition {
        let Some(axis) = self.words.axis(&test.fact.text) else {
            self.unknown_fact(&test.fact);
            return Condition::Always;
        };
        let mut ranges = Vec::new();
        for value in &test.values {
            let number = match value {
                Value::Named(name) if axis == PERFORMER => {
                    self.performing_level(name).map(|(start, _)| start)
                }
                Value::Named(name) => self.value(axis, name),
                Value::Other(span) => self.other(axis, *span),
            };
            ranges.extend(number.map(|n| (n, n.saturating_add(1))));
        }
        let set = ValueSet::from_ranges(ranges);
        let size = self.words.axes[axis].size();
        Condition::Test(axis, if test.negated { set.complement(size) } else { set })
    }

    fn value(&mut self, axis: super::AxisId, name: &Name) -> Option<u32> {
        let found = self.words.axes[axis].find(&name.text);
        if found.is_none() {
            let diagnostic = unknown_value(&self.words.axes[axis], name);
            self.report(diagnostic);
        }
        found
    }

    fn other(&mut self, axis: super::AxisId, span: Span) -> Option<u32> {
        let other = self.words.axes[axis].other();
        if other.is_none() {
            let message = Message::ClosedFact { fact: self.words.axes[axis].name.clone() };
            self.report(Diagnostic::error(Code::ClosedFact, span, message).help(Message::HelpOpenFact));
        }
        other
    }

    fn unknown_fact(&mut self, name: &Name) {
        let diagnostic = query::unknown_fact(name, self.words.fact_words());
        self.report(diagnostic);
    }

    // ------------------------------------------------------------ effects

    fn effect(&mut self, tree: &ast::Rule) -> Effect {
        let because = || tree.because.as_ref().map(|text| text.text.clone()).unwrap_or_default();
        match &tree.effect {
            ast::Effect::Allocate(answer) => Effect::Allocate(self.statement(answer)),
            ast::Effect::Default(answer) => Effect::Default(self.statement(answer)),
            ast::Effect::Impossible => Effect::Impossible(because()),
            ast::Effect::AcknowledgeConflict => Effect::AcknowledgeConflict(because()),
            ast::Effect::AcknowledgeGap => Effect::AcknowledgeGap(because()),
        }
    }

    /// Resolves an answer; a class that leaves all open, or gives it away, says the same of the payer.
    fn statement(&mut self, answer: &Answer) -> Statement {
        let class = answer.class.as_ref().and_then(|word| self.class(word));
        let payer = match &answer.payer {
            Some(word) => self.payer(word, answer.class.as_ref()),
            None => match &class {
                Some(ClassTerm::Fixed(Class::Undetermined)) => Some(PayerTerm::Fixed(Payer::Undetermined)),
                Some(ClassTerm::Fixed(Class::Retained(by))) => {
                    Some(PayerTerm::Fixed(Payer::Retained(by.clone())))
                }
                Some(ClassTerm::Fixed(Class::Governed(by))) => {
                    Some(PayerTerm::Fixed(Payer::Governed(by.clone())))
                }
                _ => None,
            },
        };
        Statement { class, payer }
    }

    fn class(&mut self, word: &ClassWord) -> Option<ClassTerm> {
        Some(ClassTerm::Fixed(match word {
            ClassWord::SameLevel => return Some(ClassTerm::Role(PERFORMER)),
            ClassWord::Role(name) => return self.role(name).map(ClassTerm::Role),
            ClassWord::Level(name) => Class::Level(self.known_level(name)?),
            ClassWord::Shared(among) => {
                let mut levels: Vec<_> = among.iter().filter_map(|name| self.known_level(name)).collect();
                levels.sort_unstable();
                levels.dedup();
                Class::Shared(levels)
            }
            ClassWord::Undetermined => Class::Undetermined,
            ClassWord::Retained(name) => Class::Retained(match self.words.level(&name.text) {
                Some(level) => Party::Level(level),
                None => Party::Named(name.text.clone()),
            }),
            ClassWord::Governed(document) => Class::Governed(document.text.clone()),
        }))
    }

    fn payer(&mut self, word: &PayerWord, class: Option<&ClassWord>) -> Option<PayerTerm> {
        Some(PayerTerm::Fixed(match word {
            PayerWord::SameLevel => return Some(PayerTerm::Role(PERFORMER)),
            PayerWord::Role(name) => return self.role(name).map(PayerTerm::Role),
            PayerWord::OwnerLevel(span) => {
                let owned = matches!(
                    class,
                    None | Some(ClassWord::Level(_) | ClassWord::SameLevel | ClassWord::Role(_))
                );
                if !owned {
                    self.report(
                        Diagnostic::error(Code::NoOwner, *span, Message::NoOwner).help(Message::HelpNoOwner),
                    );
                }
                return Some(PayerTerm::Owner);
            }
            PayerWord::Level(name) => Payer::Level(self.known_level(name)?),
            PayerWord::Unstated => Payer::Unstated,
            PayerWord::Elsewhere(document) => {
                Payer::Elsewhere(document.as_ref().map(|text| text.text.clone()))
            }
            PayerWord::Undetermined => Payer::Undetermined,
        }))
    }

    fn known_level(&mut self, name: &Name) -> Option<super::LevelId> {
        let level = self.words.level(&name.text);
        if level.is_none() {
            self.words.unknown_level(name);
        }
        level
    }

    fn role(&mut self, name: &Name) -> Option<super::AxisId> {
        let Some(axis) = self.words.axis(&name.text) else {
            self.unknown_fact(name);
            return None;
        };
        if self.words.axes[axis].kind == super::AxisKind::Role {
            return Some(axis);
        }
        let message = Message::NotARole { fact: name.text.clone() };
        self.report(Diagnostic::error(Code::NotARole, name.span, message).help(Message::HelpRole));
        None
    }

    // ------------------------------------------------------------ overrides

    /// Turns `overrides` into the rules that each rule beats, directly or through others.
    fn overrides(&mut self) {
        let mut direct: FxHashMap<RuleId, Vec<RuleId>> = FxHashMap::default();
        for (rule, target) in self.targets.clone() {
            let beaten = self.override_target(rule, &target);
            direct.entry(rule).or_default().extend(beaten);
        }
        for rule in self.rules.ids() {
            let mut reached = Vec::new();
            let mut waiting: Vec<RuleId> = direct.get(&rule).cloned().unwrap_or_default();
            while let Some(next) = waiting.pop() {
                if !reached.contains(&next) {
                    reached.push(next);
                    waiting.extend(direct.get(&next).into_iter().flatten());
                }
            }
            reached.sort_unstable();
            if reached.contains(&rule) {
                let message = Message::OverrideCycle { rule: self.rules[rule].id.clone() };
                let span = self.rules[rule].span;
                self.report(
                    Diagnostic::error(Code::OverrideCycle, span, message).help(Message::HelpOverrideCycle),
                );
                return;
            }
            if let Some(rule) = self.rules.get_mut(rule) {
                rule.beats = reached;
            }
        }
    }

    /// Returns what a rule overrides; of a section or a matter, what does not itself override something there.
    fn override_target(&mut self, rule: RuleId, target: &OverrideTarget) -> Vec<RuleId> {
        match target {
            OverrideTarget::Rule(name) => match self.rule_names.get(&name.text) {
                Some((beaten, _)) => vec![*beaten],
                None => {
                    let near = suggest::nearest(&name.text, self.rule_names.keys().map(String::as_str));
                    let near = near.map(str::to_owned);
                    self.unknown_target(name, near);
                    Vec::new()
                }
            },
            OverrideTarget::Section(label) => match self.section_ids.get(&label.text).copied() {
                Some(section) => self.plain_rules(rule, |candidate| candidate.section == Some(section)),
                None => {
                    let near = suggest::nearest(&label.text, self.section_ids.keys().map(String::as_str));
                    let near = near.map(str::to_owned);
                    self.unknown_target(label, near);
                    Vec::new()
                }
            },
            OverrideTarget::Matter(name) => match self.words.matters.find(&name.text) {
                Some(matter) => {
                    let leaves = self.words.matters.under(matter);
                    self.plain_rules(rule, |candidate| !candidate.matters.intersection(&leaves).is_empty())
                }
                None => {
                    self.unknown_matter(name);
                    Vec::new()
                }
            },
        }
    }

    fn plain_rules(&self, but: RuleId, wanted: impl Fn(&Rule) -> bool) -> Vec<RuleId> {
        let is_exception = |id: RuleId| self.targets.iter().any(|(exception, _)| *exception == id);
        let found = self.rules.pairs().filter(|(id, rule)| {
            *id != but && rule.effect.statement().is_some() && wanted(rule) && !is_exception(*id)
        });
        found.map(|(id, _)| id).collect()
    }

    fn unknown_target(&mut self, name: &Name, near: Option<String>) {
        let message = Message::UnknownTarget { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownTarget, name.span, message);
        self.report(match near {
            Some(near) => diagnostic.help(Message::DidYouMean { name: near }),
            None => diagnostic.help(Message::HelpTarget),
        });
    }

    // ------------------------------------------------------------ expects

    fn expects(&mut self, items: &[Item]) {
        let mut given: Vec<Known> = Vec::new();
        for (_, statement) in statements(items) {
            match statement {
                ast::Statement::Given(bindings) => {
                    for binding in bindings {
                        let known = query::binding(&self.words.levels, &self.words.axes, binding);
                        self.keep(known, |known| {
                            given.retain(|old| old.axis != known.axis);
                            given.push(known);
                        });
                    }
                }
                ast::Statement::Expect(expect) => {
                    if let Some(expect) = self.expect(expect, &given) {
                        self.expects.push(expect);
                    }
                }
                _ => {}
            }
        }
    }

    fn keep<T>(&mut self, result: Result<T, Box<Diagnostic>>, store: impl FnOnce(T)) {
        match result {
            Ok(value) => store(value),
            Err(diagnostic) => self.report(*diagnostic),
        }
    }

    fn expect(&mut self, tree: &ast::Expect, given: &[Known]) -> Option<Expect> {
        let vocabulary =
            query::Words { levels: &self.words.levels, axes: &self.words.axes, matters: &self.words.matters };
        let query = match query::resolve_with(vocabulary, &tree.query, given) {
            Ok(query) => query,
            Err(diagnostics) => {
                self.words.diagnostics.extend(diagnostics);
                return None;
            }
        };
        let expectation = self.expectation(&tree.expectation)?;
        let cited = tree.cited.iter().map(|label| label.text.clone()).collect();
        Some(Expect { query, expectation, cited, span: tree.span })
    }

    fn expectation(&mut self, tree: &ast::Expectation) -> Option<super::Expectation> {
        let (facts, branches) = match tree {
            ast::Expectation::Plain(plain) => return self.plain(plain).map(super::Expectation::Plain),
            ast::Expectation::Needs { facts, branches } => (facts, branches),
        };
        let mut needed = Vec::new();
        for name in facts {
            match self.words.axis(&name.text) {
                Some(axis) => needed.push(Some(axis)),
                None if name.text == super::DATE_NAME || name.text == "日期" => needed.push(None),
                None if name.text == "matter" || name.text == "事项" => needed.push(Some(MATTER)),
                None => self.unknown_fact(name),
            }
        }
        let branches =
            branches.as_ref().map(|list| list.iter().filter_map(|branch| self.branch(branch)).collect());
        Some(super::Expectation::Needs { facts: needed, branches })
    }

    fn branch(&mut self, tree: &ast::Branch) -> Option<super::Branch> {
        let mut when = Vec::new();
        for binding in &tree.when {
            match query::binding(&self.words.levels, &self.words.axes, binding) {
                Ok(known) if known.unknown.is_none() && !known.together => when.push((known.axis, known.set)),
                Ok(_) => self.report(Diagnostic::error(Code::BadBranch, binding.span, Message::BadBranch)),
                Err(diagnostic) => self.report(*diagnostic),
            }
        }
        let expectation = self.plain(&tree.expectation)?;
        Some(super::Branch { when, expectation })
    }

    fn plain(&mut self, tree: &ast::Plain) -> Option<super::Plain> {
        Some(match tree {
            ast::Plain::Gap => super::Plain::Gap,
            ast::Plain::Conflict => super::Plain::Conflict,
            ast::Plain::NotInForce => super::Plain::NotInForce,
            ast::Plain::Impossible(because) => {
                super::Plain::Impossible(because.as_ref().map(|text| text.text.clone()))
            }
            ast::Plain::Answer(answer) => {
                let mut statement = self.statement(answer);
                if answer.payer.is_none() {
                    statement.payer = None;
                }
                super::Plain::Answer(statement)
            }
        })
    }

    // ------------------------------------------------------------ the end

    fn finish(mut self) -> Result<Model, Vec<Diagnostic>> {
        let mut diagnostics = std::mem::take(&mut self.words.diagnostics);
        if !diagnostics.is_empty() {
            diagnostics.sort_by_key(|d| (d.span(), d.code));
            diagnostics.dedup();
            return Err(diagnostics);
        }
        Ok(Model {
            name: self.model_name,
            header: self.header,
            levels: self.words.levels,
            matters: self.words.matters,
            axes: self.words.axes,
            sections: self.sections,
            rules: self.rules,
            expects: self.expects,
            inferred: self.words.inferred,
            span: self.span,
        })
    }
}

fn dates_reversed(from: Date, until: Date, span: Span) -> Diagnostic {
    let message = Message::DatesReversed { from: from.to_string(), until: until.to_string() };
    Diagnostic::error(Code::DatesReversed, span, message).help(Message::HelpDatesReversed)
}

fn unknown_value(axis: &super::Axis, name: &Name) -> Diagnostic {
    let words = axis
        .values
        .iter()
        .flat_map(|v| std::iter::once(v.name.as_str()).chain(v.aliases.iter().map(String::as_str)));
    let message = Message::UnknownValue { value: name.text.clone(), fact: axis.name.clone() };
    let diagnostic = Diagnostic::error(Code::UnknownValue, name.span, message);
    match suggest::nearest(&name.text, words) {
        Some(near) => diagnostic.help(Message::DidYouMean { name: near.to_owned() }),
        None => {
            let known = axis.values.iter().map(|value| value.name.clone()).collect();
            diagnostic.help(Message::HelpValues { fact: axis.name.clone(), known })
        }
    }
}
