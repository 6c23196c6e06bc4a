//! The policies of one sitting, and what is asked of them: the one façade of the front ends.
//!
//! In: texts with their names, queries and statements as typed. Out: answers, reports and diagnostics. Nothing is read
//! or printed here. What fails changes nothing.

use crate::analysis::{
    Answer, Coverage, DecisionTable, Failure, Money, Mutation, Report, check, coverage, evaluate, mutate,
    verify,
};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::diagram::{Diagram, TooLarge};
use crate::message::{Advice, Message};
use crate::model::{
    AxisId, Expect, Model, Query, Subject, UnknownValue, known_part, policies, resolve, resolve_query,
};
use crate::settings::Settings;
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::ast::{self, Binding, Item, Statement};
use crate::syntax::{parse_file, parse_query};

/// Policies that are loaded, and facts that were given.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// Every text that was read or typed.
    pub sources: Sources,
    policies: Vec<Policy>,
    given: Vec<Binding>,
}

/// One policy, ready to be asked.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What it means.
    pub model: Model,
    diagram: Diagram,
    /// What it was made from; it is read again when statements are typed into it, so that no tree is kept.
    texts: Vec<Part>,
    /// The name of the text that it came from.
    file: String,
    settings: Settings,
}

/// A text, or what one policy has of it.
#[derive(Debug, Clone, Copy)]
struct Part {
    text: SourceId,
    /// Which policy of a file with several; nothing for what was typed, which is one.
    policy: Option<usize>,
}

/// What one policy has to say to a query.
#[derive(Debug)]
pub struct Reply {
    /// Which policy.
    pub policy: usize,
    /// The query as this policy understands it.
    pub query: Query,
    /// The answer.
    pub answer: Answer,
}

/// What came of typed statements.
#[derive(Debug)]
pub struct Added {
    /// The policy that they joined.
    pub policy: usize,
    /// How many statements there were.
    pub statements: usize,
}

impl Session {
    /// Reads texts into policies; if anything is wrong with any of them, no policy of that text is loaded.
    pub fn load(&mut self, texts: impl IntoIterator<Item = (String, String)>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for (name, text) in texts {
            diagnostics.extend(self.load_one(name, text));
        }
        diagnostics
    }

    fn load_one(&mut self, name: String, text: String) -> Vec<Diagnostic> {
        let source = Source::new(name.clone(), text);
        let id = self.sources.add(source);
        let Some(source) = self.sources.get(id) else { return Vec::new() };
        let parsed = parse_file(id, source);
        let mut diagnostics = parsed.diagnostics;
        if parsed.tree.lost_declaration {
            // Names that a broken statement declares would seem unknown.
            return diagnostics;
        }
        let broken = !diagnostics.is_empty();
        let mut loaded = Vec::new();
        for (number, items) in policies(parsed.tree.items).into_iter().enumerate() {
            let texts = vec![Part { text: id, policy: Some(number) }];
            match make(items, texts, &name) {
                Ok(policy) => loaded.push(policy),
                Err(more) => diagnostics.extend(more),
            }
        }
        if !broken && diagnostics.is_empty() {
            self.policies.extend(loaded);
        }
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.code));
        diagnostics
    }

    /// Returns the policies, in the order in which they were loaded.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// Returns a policy's model by its number.
    #[must_use]
    pub fn model(&self, policy: usize) -> Option<&Model> {
        self.policies.get(policy).map(|policy| &policy.model)
    }

    /// Returns the facts that were given.
    #[must_use]
    pub fn given(&self) -> &[Binding] {
        &self.given
    }

    // ------------------------------------------------------------ asking

    /// Answers a query: one reply for each policy; those that do not list the matter come last.
    ///
    /// # Errors
    /// Says why the line is not a query that any policy understands.
    pub fn ask(&mut self, line: &str) -> Result<Vec<Reply>, Vec<Diagnostic>> {
        let id = self.sources.add(Source::new("<query>", line));
        let tree = match self.sources.get(id) {
            Some(source) => parse_query(id, source)?,
            None => return Ok(Vec::new()),
        };
        let replies = self.answer(&tree)?;
        // Only what went wrong still has to show the text; a million queries leave nothing behind.
        self.sources.forget_last(id);
        Ok(replies)
    }

    fn answer(&mut self, tree: &ast::Query) -> Result<Vec<Reply>, Vec<Diagnostic>> {
        if self.policies.is_empty() {
            let nothing = Diagnostic::error(Code::NothingToAsk, tree.span, Message::NothingToAsk);
            return Err(vec![nothing.help(Advice::Load)]);
        }
        let mut replies = Vec::new();
        let mut failures: Vec<Vec<Diagnostic>> = Vec::new();
        let mut refused: Vec<(usize, Vec<Diagnostic>)> = Vec::new();
        let mut understood = false;
        for (number, policy) in self.policies.iter_mut().enumerate() {
            let lists = policy.lists(tree);
            match policy.answer(tree, &self.given) {
                Ok((query, answer)) => {
                    understood |= lists;
                    replies.push(Reply { policy: number, query, answer });
                }
                Err(why) if lists => refused.push((number, why)),
                Err(why) => failures.push(why),
            }
        }
        // Where a policy lists the matter, a query that it does not understand is not passed over: it answers without the
        // facts that only another policy has, and says so.
        for (number, why) in refused {
            let without = self.policies.get_mut(number).filter(|_| understood);
            match without.and_then(|policy| policy.answer_without(tree, &self.given)) {
                Some((query, answer)) => replies.push(Reply { policy: number, query, answer }),
                None => return Err(why),
            }
        }
        replies.sort_by_key(|reply| reply.policy);
        replies.sort_by_key(|reply| matches!(reply.query.subject, Subject::Unlisted { .. }));
        match failures.into_iter().next() {
            Some(why) if replies.is_empty() => Err(why),
            _ => Ok(replies),
        }
    }

    // ------------------------------------------------------------ checking

    /// Lets settings hold for the policies of a text.
    pub fn settle(&mut self, file: &str, settings: &Settings) {
        for policy in self.policies.iter_mut().filter(|policy| policy.file == file) {
            policy.settings = settings.clone();
        }
    }

    /// Checks a policy by its number.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn check(&mut self, policy: usize) -> Result<Option<Report>, Box<Diagnostic>> {
        let Some(policy) = self.policies.get_mut(policy) else { return Ok(None) };
        policy.diagram.tidy();
        let report = check(&policy.model, &mut policy.diagram, &policy.settings);
        report.map(Some).map_err(|limit| Box::new(too_large(limit, policy.model.span)))
    }

    /// Measures what a policy covers.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn coverage(&mut self, policy: usize) -> Result<Option<Coverage>, Box<Diagnostic>> {
        let Some(policy) = self.policies.get_mut(policy) else { return Ok(None) };
        policy.diagram.tidy();
        let coverage = coverage(&policy.model, &mut policy.diagram);
        coverage.map(Some).map_err(|limit| Box::new(too_large(limit, policy.model.span)))
    }

    /// Changes each rule of a policy in turn, and counts what its expectations notice.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn mutate(&self, policy: usize) -> Result<Option<Mutation>, Box<Diagnostic>> {
        let Some(Policy { model, .. }) = self.policies.get(policy) else { return Ok(None) };
        mutate(model).map(Some).map_err(|limit| Box::new(too_large(limit, model.span)))
    }

    /// Makes a table of the answers to all questions that give a policy's matter and a value for each of some facts, where other
    /// facts have one value each; nothing where there is no such policy, fact or value. Facts are named as in queries.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn table(
        &mut self,
        policy: usize,
        columns: &[&str],
        given: &[(&str, &str)],
    ) -> Result<Option<DecisionTable>, Box<Diagnostic>> {
        let Some(Policy { model, diagram, .. }) = self.policies.get_mut(policy) else { return Ok(None) };
        let axis = |name: &&str| {
            let mut axes = model.axes.pairs().skip(1);
            axes.find(|(_, axis)| axis.is_called(name)).map(|(id, _)| id)
        };
        let columns: Option<Vec<AxisId>> = columns.iter().map(axis).collect();
        let given: Option<Vec<(AxisId, u32)>> = given
            .iter()
            .map(|(fact, value)| axis(fact).and_then(|id| Some((id, model.axes[id].find(value)?))))
            .collect();
        let (Some(columns), Some(given)) = (columns, given) else { return Ok(None) };
        diagram.tidy();
        let table = DecisionTable::new(model, diagram, &columns, &given);
        table.map(Some).map_err(|limit| Box::new(too_large(limit, model.span)))
    }

    /// Runs the `expect` lines of a policy: each with the answer that came out, where it does not hold.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn test(&mut self, policy: usize) -> Result<Vec<(Expect, Option<Failure>)>, Box<Diagnostic>> {
        let Some(policy) = self.policies.get_mut(policy) else { return Ok(Vec::new()) };
        let run =
            |expect: &Expect| verify(&policy.model, &mut policy.diagram, expect).map(|f| (expect.clone(), f));
        let results: Result<Vec<_>, TooLarge> = policy.model.expects.iter().map(run).collect();
        results.map_err(|limit| Box::new(too_large(limit, policy.model.span)))
    }

    // ------------------------------------------------------------ typing

    /// Adds statements as typed; `given` statements set facts for the queries that follow.
    ///
    /// # Errors
    /// Says what is wrong; nothing is changed then.
    pub fn add(&mut self, text: &str) -> Result<Added, Vec<Diagnostic>> {
        let id = self.sources.add(Source::new("<typed>", text));
        let Some(source) = self.sources.get(id) else { return Err(Vec::new()) };
        let parsed = parse_file(id, source);
        if !parsed.diagnostics.is_empty() {
            return Err(parsed.diagnostics);
        }
        let (given, items) = split_given(parsed.tree.items);
        let statements = items.len().saturating_add(given.len());
        let policy = self.destination(&items, id)?;
        let made = if items.is_empty() { None } else { Some(self.joined(policy, items, id)?) };
        // Everything is tried on the side before anything is kept.
        let models: Vec<&Model> = self
            .policies
            .iter()
            .enumerate()
            .filter(|(number, _)| made.is_none() || *number != policy)
            .map(|(_, policy)| &policy.model)
            .chain(made.as_ref().map(|policy| &policy.model))
            .collect();
        for binding in &given {
            fits(&models, binding)?;
        }
        if let Some(made) = made {
            match self.policies.get_mut(policy) {
                Some(slot) => *slot = made,
                None => self.policies.push(made),
            }
        }
        for binding in given {
            self.given.retain(|old| old.fact.text != binding.fact.text);
            self.given.push(binding);
        }
        Ok(Added { policy, statements })
    }

    /// Makes a policy anew with the statements that are typed.
    fn joined(&self, policy: usize, items: Vec<Item>, id: SourceId) -> Result<Policy, Vec<Diagnostic>> {
        let (mut texts, file) = match self.policies.get(policy) {
            Some(policy) => (policy.texts.clone(), policy.file.clone()),
            None => (Vec::new(), "<typed>".to_owned()),
        };
        let mut all: Vec<Item> = texts.iter().flat_map(|part| self.items(*part)).collect();
        all.extend(items);
        texts.push(Part { text: id, policy: None });
        make(all, texts, &file)
    }

    /// Reads again what a policy was made from.
    fn items(&self, part: Part) -> Vec<Item> {
        let Some(source) = self.sources.get(part.text) else { return Vec::new() };
        let items = parse_file(part.text, source).tree.items;
        match part.policy {
            Some(number) => policies(items).into_iter().nth(number).unwrap_or_default(),
            None => split_given(items).1,
        }
    }

    /// Finds the policy that typed statements join: the only one, or the only one that lists their matters. A policy
    /// header begins a policy of its own.
    fn destination(&self, items: &[Item], id: SourceId) -> Result<usize, Vec<Diagnostic>> {
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
            Ok(query) => why = vec![not_a_value(model, &query, binding)],
            Err(diagnostics) => why = diagnostics,
        }
    }
    Err(why)
}

/// Says that a given value is none of its fact's.
fn not_a_value(model: &Model, query: &Query, binding: &Binding) -> Diagnostic {
    let fact = query.known.first().map(|known| &model.axes[known.axis]);
    let value = query.known.iter().find_map(|known| match &known.unknown {
        Some(UnknownValue::Undeclared { name, .. }) => Some(name.clone()),
        Some(UnknownValue::OutsideRange(level)) => Some(model.levels[*level].name.clone()),
        None => None,
    });
    let fact_name = fact.map(|fact| fact.name.clone()).unwrap_or_default();
    let known =
        fact.map(|fact| fact.values.iter().map(|value| value.name.clone()).collect()).unwrap_or_default();
    let message = Message::UnknownValue { value: value.unwrap_or_default(), fact: fact_name.clone() };
    Diagnostic::error(Code::UnknownValue, binding.span, message)
        .help(Advice::Values { fact: fact_name, known })
}

impl Policy {
    /// Returns the name of the text that it came from.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the settings that hold for it.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn answer(&mut self, tree: &ast::Query, given: &[Binding]) -> Result<(Query, Answer), Vec<Diagnostic>> {
        let query = resolve_query(&self.model, tree, given)?;
        self.diagram.tidy();
        match evaluate(&self.model, &mut self.diagram, &query) {
            Ok(answer) => match no_parameter(&self.model, &query, &answer) {
                Some(refusal) => Err(vec![refusal]),
                None => Ok((query, answer)),
            },
            Err(limit) => Err(vec![too_large(limit, Some(tree.span))]),
        }
    }

    /// Answers a query without the facts that this policy does not have; nothing where that is not what is wrong with it.
    fn answer_without(&mut self, tree: &ast::Query, given: &[Binding]) -> Option<(Query, Answer)> {
        let (rest, unknown_facts) = known_part(&self.model, tree);
        if unknown_facts.is_empty() {
            return None;
        }
        let (query, answer) = self.answer(&rest, given).ok()?;
        Some((query, Answer { unknown_facts, ..answer }))
    }

    fn lists(&self, tree: &ast::Query) -> bool {
        match &tree.subject {
            ast::QuerySubject::Matter(word) => self.model.matters.find(&word.name().text).is_some(),
            ast::QuerySubject::AnyOther => false,
        }
    }

    fn speaks_of(&self, item: &Item) -> bool {
        let rules: Vec<&ast::Rule> = match item {
            Item::Statement(Statement::Rule(rule)) => vec![rule.as_ref()],
            _ => Vec::new(),
        };
        rules.iter().any(|rule| match &rule.subject {
            ast::Subject::Names(names) => {
                names.iter().any(|word| self.model.matters.find(&word.name().text).is_some())
            }
            _ => false,
        })
    }
}

/// Refuses an amount for days on which a parameter has no value: it is never taken from other days.
fn no_parameter(model: &Model, query: &Query, answer: &Answer) -> Option<Diagnostic> {
    let Some(Money::NoParameter(number)) = &answer.money else { return None };
    // Without a figure in the query nobody asked for money: then it is only remarked.
    if query.known.iter().all(|known| known.figure().is_none() || answer.irrelevant.contains(&known.axis)) {
        return None;
    }
    let parameter = model.parameters.get(*number)?;
    let days = |interval: &crate::model::Interval| {
        let (from, until) = crate::model::days(*interval);
        let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        format!("{}..{}", day(from), day(until))
    };
    let known = parameter.values.iter().map(|(interval, _)| days(interval)).collect();
    let message = Message::NoParameter { name: parameter.name.clone() };
    let diagnostic = Diagnostic::error(Code::NoParameter, query.span, message);
    Some(
        diagnostic
            .label(parameter.span, Message::LabelDeclaredHere)
            .help(Advice::Parameter { name: parameter.name.clone(), known }),
    )
}

/// Resolves and builds one policy.
fn make(items: Vec<Item>, texts: Vec<Part>, file: &str) -> Result<Policy, Vec<Diagnostic>> {
    let model = resolve(&items, file)?;
    // The tree is large, and nothing is left to look up in it.
    drop(items);
    let start = texts.last().map(|part| Span { source: part.text, start: 0, end: 0 });
    let diagram = Diagram::new(&model).map_err(|limit| vec![too_large(limit, model.span.or(start))])?;
    Ok(Policy { model, diagram, texts, file: file.to_owned(), settings: Settings::default() })
}

fn too_large(limit: TooLarge, span: Option<Span>) -> Diagnostic {
    let message = Message::TooManyCells { limit: limit.limit };
    let diagnostic = Diagnostic::new(Code::TooManyCells, Severity::Error, message).help(Advice::TooManyCells);
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

/// Takes `given` statements out of what was typed.
fn split_given(items: Vec<Item>) -> (Vec<Binding>, Vec<Item>) {
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
