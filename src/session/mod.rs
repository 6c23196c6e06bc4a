//! The policies of one sitting, and what is asked of them: the one façade of the front ends.
//!
//! In: texts with their names, queries and statements as typed. Out: answers, reports and diagnostics. Nothing is read
//! or printed here. What fails changes nothing.

mod above;
mod beside;
mod called_above;
mod carried;
mod cases;
mod chain;
mod compare;
mod day;
mod imports;
mod joined;
mod library;
mod links;
mod listed;
mod loading;
mod meant;
mod own_names;
mod parallel;
mod prefix;
mod question;
mod rests;
mod settle;
mod shares;
mod stretches;
mod testing;
mod typing;
mod what_if;
mod why;
mod written;

pub use compare::Matched;
pub use library::{Found, Library, NoLibrary, Refused};
pub use links::nothing_to_divide;
pub use question::{Asked, Listed};
pub use what_if::{Loaded, WhatIf};
pub use why::WhyNotReply;

use crate::analysis::{
    Answer, Beside, Coverage, DecisionTable, Money, Mutation, Report, check_with, coverage, evaluate,
    lacks_parameter, mutate, verify,
};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::diagram::{Diagram, TooLarge};
use crate::message::{Advice, Lang, Message};
use crate::model::{AxisId, Model, Query, Subject, known_part, resolve, resolve_query};
use crate::settings::Settings;
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::ast::{self, Binding, Item, Statement};
use crate::syntax::parse_query;
use loading::Place;
use std::sync::Arc;
use what_if::Step;

/// Policies that are loaded, and facts that were given.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// Every text that was read or typed.
    pub sources: Sources,
    policies: Vec<Policy>,
    /// Documents that are loaded because a policy uses them; nothing is asked of them alone.
    documents: Vec<Policy>,
    /// What rests on a reconstruction is taken as it stands.
    accepts_reconstruction: bool,
    /// Reconstructions that are not taken all the same, while it is asked what rests on them.
    not_taken: Vec<Place>,
    given: Vec<Binding>,
    /// What was changed since the files were read, to take it back.
    steps: Vec<Step>,
    /// Which matters of documents above are which of those below, as far as it was asked for.
    paired: Vec<above::Paired>,
}

/// A question as it was asked, and facts that it does not repeat.
type Asking<'a> = (&'a ast::Query, &'a [Binding]);

/// One policy, ready to be asked.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What it means.
    pub model: Arc<Model>,
    diagram: Diagram,
    /// What it was made from; it is read again when statements are typed into it, so that no tree is kept.
    texts: Vec<Part>,
    /// The declarations that it takes over from other files.
    words: Vec<Item>,
    /// The file that it came from.
    file: FileOf,
    /// Rules that were replaced since: where each stood, and where the one stands that was put in its place.
    replaced: Vec<(Span, Span)>,
    settings: Settings,
}

/// Which file a policy came from, and which documents that one uses.
#[derive(Debug, Clone, Default)]
struct FileOf {
    /// The name that messages show.
    name: String,
    /// The same by whatever path the file is reached.
    identity: String,
    /// The documents that the policy uses, by their identity.
    uses: Vec<String>,
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
    /// Returns the in the order in which they were loaded.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// Returns a policy's model by its number.
    #[must_use]
    pub fn model(&self, policy: usize) -> Option<&Model> {
        self.policies.get(policy).map(|policy| &*policy.model)
    }

    /// Takes what rests on a reconstruction as it stands, where somebody asks for that.
    pub fn accept_reconstruction(&mut self, accept: bool) {
        self.accepts_reconstruction = accept;
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
            Some(source) => parse_query(id, source).map_err(|why| self.one_at_a_time(source.text(), why))?,
            None => return Ok(Vec::new()),
        };
        let tree = self.dated(tree);
        let replies = self.answer(&tree).map_err(|why| self.instead(line, &tree, why))?;
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
        let mut failures: Vec<(usize, Vec<Diagnostic>)> = Vec::new();
        let mut refused: Vec<(usize, bool, Vec<Diagnostic>)> = Vec::new();
        let mut is_listed = false;
        for number in 0..self.policies.len() {
            let Some(policy) = self.policies.get(number) else { continue };
            let lists = policy.lists(tree);
            let answered = self.own_answer(number, tree);
            match answered.and_then(|(query, answer)| self.with_documents(number, tree, query, answer)) {
                Ok((query, answer)) => {
                    is_listed |= lists || query.part.is_some();
                    replies.push(Reply { policy: number, query, answer });
                }
                Err(why) => refused.push((number, lists || !self.facts_above(number, tree).is_empty(), why)),
            }
        }
        // A query that a policy does not understand is not passed over: it answers without the facts that only another policy has, and
        // says so.
        let known = !replies.is_empty();
        for (number, is_asked, why) in refused {
            let above = self.facts_above(number, tree);
            let whole = self.of_whole(number, tree);
            let here = self.in_own_names(number, whole.as_ref().map_or(tree, |(whole, _)| whole));
            let given = self.facts_in_own_names(number, &self.given);
            let without = self.policies.get_mut(number).filter(|_| known || !above.is_empty());
            let answered = without.and_then(|policy| policy.answer_without(&here, &given));
            let part = whole.as_ref().map(|(_, part)| part.clone());
            let quoted = is_quoted(tree);
            let answered = answered.map(|(query, answer)| (Query { part, quoted, ..query }, answer));
            let answered = answered.and_then(|(query, mut answer)| {
                answer.unknown_facts.retain(|fact| !above.contains(fact));
                (known || answer.unknown_facts.is_empty()).then_some((query, answer))
            });
            let answered = answered.map(|(query, answer)| self.with_documents(number, tree, query, answer));
            match answered {
                Some(Ok((query, answer))) => replies.push(Reply { policy: number, query, answer }),
                // That it cannot be put to a document above says more than that only that one has such facts.
                Some(Err(why)) if is_asked => return Err(why),
                None if is_asked => return Err(why),
                Some(Err(_)) | None => failures.push((number, why)),
            }
        }
        replies.sort_by_key(|reply| reply.policy);
        replies.sort_by_key(|reply| matches!(reply.query.subject, Subject::Unlisted { .. }));
        // What one policy lists by nearly these words, another must not answer by what it says of all other matters.
        let asks_back =
            |(_, why): &(usize, Vec<Diagnostic>)| why.iter().any(|one| one.code == Code::BadQuery);
        match failures.iter().position(asks_back).filter(|_| !is_listed) {
            Some(at) => Err(failures.swap_remove(at).1),
            None if replies.is_empty() && !failures.is_empty() => Err(failures.swap_remove(0).1),
            None => {
                let passed_over = failures.iter().filter(|failed| asks_back(failed));
                let told: Vec<Message> =
                    passed_over.filter_map(|(number, why)| self.passed_over(*number, why)).collect();
                if let Some(first) = replies.first_mut() {
                    first.answer.documents.extend(told);
                }
                Ok(replies)
            }
        }
    }

    /// Says that a policy is not among those that answer, as it asks back what is meant.
    fn passed_over(&self, number: usize, why: &[Diagnostic]) -> Option<Message> {
        let asked = why.iter().find(|one| one.code == Code::BadQuery)?;
        let both = |lang: Lang| {
            let help = asked.help.first().map(|help| help.text(lang)).unwrap_or_default();
            (asked.message.text(lang), help)
        };
        let policy = self.model(number)?.name.clone();
        Some(Message::AsksBack { policy, english: both(Lang::En), chinese: both(Lang::Zh) })
    }

    /// Answers a query as a policy does by itself. Of a part that only a document above lists, the matter answers that it is a part of.
    fn own_answer(&mut self, number: usize, tree: &ast::Query) -> Result<(Query, Answer), Vec<Diagnostic>> {
        let (whole, part) = self.of_whole(number, tree).unzip();
        let here = self.in_own_names(number, whole.as_ref().unwrap_or(tree));
        let given = self.facts_in_own_names(number, &self.given);
        let Some(policy) = self.policies.get_mut(number) else { return Err(Vec::new()) };
        let (query, answer) = policy.answer(&here, &given)?;
        let quoted = if part.is_some() { is_quoted(tree) } else { query.quoted };
        Ok((Query { part, quoted, ..query }, answer))
    }

    /// Answers a query from one policy alone; nothing where there is no such policy.
    ///
    /// # Errors
    /// Says why the line is not a query that this policy understands.
    pub fn ask_one(&mut self, policy: usize, line: &str) -> Result<Option<Reply>, Vec<Diagnostic>> {
        let id = self.sources.add(Source::new("<query>", line));
        let Some(source) = self.sources.get(id) else { return Ok(None) };
        let tree = parse_query(id, source)?;
        if self.policies.get(policy).is_none() {
            return Ok(None);
        }
        let (query, answer) = self.own_answer(policy, &tree)?;
        if let Some(called) = self.called_above(policy, &tree.subject).filter(|_| query.part.is_none()) {
            return Err(vec![called.refusal(tree.span)]);
        }
        if let Some(refusal) = self.near_above(policy, &tree.subject, &query.subject, tree.span) {
            return Err(vec![refusal]);
        }
        self.sources.forget_last(id);
        Ok(Some(Reply { policy, query, answer }))
    }

    // ------------------------------------------------------------ checking

    /// Lets settings hold for the policies of a text.
    pub fn settle(&mut self, file: &str, settings: &Settings) {
        for policy in self.policies.iter_mut().filter(|policy| policy.file.name == file) {
            policy.settings = settings.clone();
        }
    }

    /// Checks a policy by its number.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn check(&mut self, policy: usize) -> Result<Option<Report>, Box<Diagnostic>> {
        let failed = if self.is_under(policy) { Some(self.unmet(policy)?) } else { None };
        let (links, above) = (self.idle_links(policy), self.facts_shared(policy));
        let Some(policy) = self.policies.get_mut(policy) else { return Ok(None) };
        policy.diagram.tidy();
        let report =
            check_with(&policy.model, &mut policy.diagram, &policy.settings, Beside { failed, links, above });
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

    /// Changes each rule of a policy in turn, and counts what its expectations notice; they are answered as ever, under the documents
    /// that the policy uses.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn mutate(&mut self, policy: usize) -> Result<Option<Mutation>, Box<Diagnostic>> {
        let Some(own) = self.policies.get(policy) else { return Ok(None) };
        let model = Arc::clone(&own.model);
        let found = if self.is_under(policy) {
            let kept = own.clone();
            let found = mutate(&model, &mut |changed, diagram, expect| {
                self.holds_with(policy, (changed, diagram), expect)
            });
            if let Some(own) = self.policies.get_mut(policy) {
                *own = kept;
            }
            found
        } else {
            mutate(&model, &mut |changed, diagram, expect| Ok(verify(changed, diagram, expect)?.is_none()))
        };
        found.map(Some).map_err(|limit| Box::new(too_large(limit, model.span)))
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
}

/// Tells whether a question has its matter in quotes.
fn is_quoted(tree: &ast::Query) -> bool {
    matches!(tree.subject, ast::QuerySubject::Called(_))
}

/// Makes the query that gives a matter and nothing else.
fn unasked(matter: &str, span: Span) -> ast::Query {
    let name = ast::Name { text: matter.to_owned(), span };
    ast::Query {
        subject: ast::QuerySubject::Called(name),
        bindings: Vec::new(),
        date: None,
        amount: None,
        span,
    }
}

impl Policy {
    /// Returns the name of the file that it came from.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file.name
    }

    /// Returns the settings that hold for it.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn answer(&mut self, tree: &ast::Query, given: &[Binding]) -> Result<(Query, Answer), Vec<Diagnostic>> {
        let query = resolve_query(&self.model, tree, given)?;
        let answer = self.evaluated(&query)?;
        Ok((query, answer))
    }

    /// Answers a query that is understood.
    fn evaluated(&mut self, query: &Query) -> Result<Answer, Vec<Diagnostic>> {
        self.diagram.tidy();
        match evaluate(&self.model, &mut self.diagram, query) {
            Ok(answer) => match no_parameter(&self.model, query, &answer) {
                Some(refusal) => Err(vec![refusal]),
                None => Ok(answer),
            },
            Err(limit) => Err(vec![too_large(limit, Some(query.span))]),
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
            ast::QuerySubject::Called(name) => self.model.matters.find(&name.text).is_some(),
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
    if !lacks_parameter(query, answer) {
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

/// Resolves and builds one policy; what it takes over comes before what it says itself.
fn make(
    items: Vec<Item>,
    texts: Vec<Part>,
    words: Vec<Item>,
    file: FileOf,
) -> Result<Policy, Vec<Diagnostic>> {
    let items = if words.is_empty() { items } else { words.iter().cloned().chain(items).collect() };
    let model = resolve(&items, &file.name)?;
    // The tree is large, and nothing is left to look up in it.
    drop(items);
    let start = texts.last().map(|part| Span { source: part.text, start: 0, end: 0 });
    let diagram = Diagram::new(&model).map_err(|limit| vec![too_large(limit, model.span.or(start))])?;
    let model = Arc::new(model);
    Ok(Policy { model, diagram, texts, words, file, replaced: Vec::new(), settings: Settings::default() })
}

fn too_large(limit: TooLarge, span: Option<Span>) -> Diagnostic {
    let message = Message::TooManyCells { limit: limit.limit };
    let diagnostic = Diagnostic::new(Code::TooManyCells, Severity::Error, message).help(Advice::TooManyCells);
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}
