//! Questions in a person's words, and plain queries: one line in, answers or lists of cases out.
//!
//! In: a line. Out: one answer, or one list, for each policy that understands it. A question that is not understood is refused with
//! examples, and never taken for the name of a matter.

use super::{Reply, Session, too_large};
use crate::analysis::{Listing, Wanted, answered_matters, listing};
use crate::diagnostic::{Code, Diagnostic};
use crate::diagram::Status;
use crate::message::{Advice, Called, Message};
use crate::model::{Level, LevelId, Model, Query, Subject, UnknownValue, ValueSet, nearest, resolve_query};
use crate::source::{Source, SourceId, Span};
use crate::syntax::{
    CaseQuestion, Question, StatusWord, Unlistable, WantedWord, asks, ast, canonical, is_so, level_names,
    matter_name, parse_query, question, several_levels, unlistable, without_bound, without_manner,
};
use std::ops::Range;

/// What came of a line.
#[derive(Debug)]
pub enum Asked {
    /// Answers to a query.
    Replies(Vec<Reply>),
    /// Lists of cases.
    Lists(Vec<Listed>),
}

/// What one policy has to say to a question for cases.
#[derive(Debug)]
pub struct Listed {
    /// Which policy.
    pub policy: usize,
    /// What was asked for.
    pub wanted: Wanted,
    /// The group that is asked about, as its subject, and what is known.
    pub query: Query,
    /// The cases.
    pub listing: Listing,
    /// What there is to say about all of it.
    pub notes: Vec<Message>,
}

impl Session {
    /// Answers a question in a person's words, or a query.
    ///
    /// # Errors
    /// Says why the line is not understood.
    pub fn question(&mut self, line: &str) -> Result<Asked, Vec<Diagnostic>> {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.begins_with_matter(&line) && !matches!(question(&line), Some(Question::Who(..))) {
            return self.ask(&line).map(Asked::Replies);
        }
        match question(&line) {
            Some(Question::Who(at, rest)) => self.who(&line, at, rest).map(Asked::Replies),
            Some(Question::Cases(cases)) => self.cases(&line, &cases).map(Asked::Lists),
            None if asks(&line) => Err(vec![self.not_understood(&line)]),
            None => self.ask(&line).map(Asked::Replies),
        }
    }

    /// Tells whether a line begins with a matter that some policy lists: then no word in it makes it a question.
    fn begins_with_matter(&self, line: &str) -> bool {
        let names = self.policies.iter().flat_map(|policy| policy.model.matters.names());
        let line = canonical(line);
        names.into_iter().any(|name| {
            let rest = line.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
        })
    }

    /// Finds a matter, or a group of them, that is named at a place: `what does county pay for 执法`. Behind a comma, and where one is named
    /// already, a word that is also a level or a value is taken for that; 、 lists matters.
    fn matter_at(&self, line: &str, from: usize, further: bool) -> Option<Range<usize>> {
        let rest = line.get(from..)?;
        let start = from.saturating_add(rest.len().saturating_sub(rest.trim_start_matches(BETWEEN).len()));
        let gap = line.get(from..start)?;
        let comma = !gap.trim().is_empty();
        let rest = line.get(start..)?;
        // A name may hold 、 itself.
        let stops: [&[char]; 2] = [&[' ', ',', '，', '?', '？'], &[' ', ',', '，', '、', '?', '？']];
        let ends = stops.map(|stops| start.saturating_add(rest.find(stops).unwrap_or(rest.len())));
        let at = ends.into_iter().map(|end| start..end).find(|at| {
            line.get(at.clone()).is_some_and(|name| !name.is_empty() && self.names_matter(name))
        })?;
        let is_value = (comma || further) && !gap.contains('、') && self.is_value(line.get(at.clone())?);
        (!is_value).then_some(at)
    }

    /// Refuses a question about two matters or groups: 县承担什么，专利导航、执法.
    fn refuse_second(
        &self,
        id: SourceId,
        line: &str,
        first: &Range<usize>,
        from: usize,
    ) -> Result<(), Vec<Diagnostic>> {
        let Some(second) = self.matter_at(line, from, true) else { return Ok(()) };
        let part = |at: Range<usize>| line.get(at).unwrap_or_default();
        let between = part(first.end..second.start).trim_end_matches(BETWEEN);
        let (before, behind) = (part(0..first.start), part(second.end..line.len()));
        let ask = |matter: &str| format!("{before}{matter}{between}{behind}");
        let (one, other) = (part(first.clone()).trim(), part(second.clone()).trim());
        let message = Message::SecondMatter { first: one.to_owned(), second: other.to_owned() };
        let questions = vec![ask(one), ask(other)];
        let refused = Diagnostic::error(Code::BadQuery, place(id, line, &second), message);
        Err(vec![refused.help(Advice::AskEach { questions })])
    }

    fn not_understood(&mut self, line: &str) -> Diagnostic {
        let id = self.sources.add(Source::new("<question>", line));
        let span = Span { source: id, start: 0, end: offset(line.len()) };
        if let Some((message, help)) = self.not_asked(line) {
            return Diagnostic::error(Code::BadQuestion, span, message).help(help);
        }
        let help = match self.listed_in(line) {
            Some(listed) if is_so(line) => Advice::AskOutright { listed },
            Some(listed) => Advice::AskListed { listed },
            None => Advice::Questions,
        };
        Diagnostic::error(Code::BadQuestion, span, Message::BadQuestion).help(help)
    }

    /// Finds out whether a line asks for a list that there is none of; says why, and what can be asked instead.
    fn not_asked(&self, line: &str) -> Option<(Message, Advice)> {
        Some(match unlistable(line)? {
            Unlistable::Denied => match self.level_in(line) {
                Some(level) => (Message::DeniedQuestion, Advice::AskWithoutNot { level }),
                None if names_shared(line) => (Message::DeniedQuestion, Advice::AskShared),
                None => (Message::DeniedQuestion, Advice::Questions),
            },
            Unlistable::Jointly => (Message::JointQuestion, Advice::AskShared),
        })
    }

    /// Finds the level that a line speaks of: the one with the longest name in it.
    fn level_in(&self, line: &str) -> Option<Called> {
        let line = canonical(line);
        let levels = self.policies.iter().flat_map(|policy| policy.model.levels.iter());
        let length = |level: &&Level| {
            let names = std::iter::once(&level.name).chain(&level.aliases);
            names.filter(|name| line.contains(name.as_str())).map(String::len).max()
        };
        let named = levels.filter_map(|level| Some((length(&level)?, level)));
        named.max_by_key(|(length, _)| *length).map(|(_, level)| level.called())
    }

    /// Finds the matter that a line speaks of: the longest name of one in it.
    fn listed_in(&self, line: &str) -> Option<String> {
        let line = canonical(line);
        let names = self.policies.iter().flat_map(|policy| policy.model.matters.names());
        names.filter(|name| line.contains(name)).max_by_key(|name| name.len()).map(str::to_owned)
    }

    /// Returns what is worth knowing beside all that a policy says by itself: that it is a reconstruction, and that documents stand above
    /// it against which a single case is held.
    #[must_use]
    pub fn cautions(&self, policy: usize) -> Vec<Message> {
        let Some(model) = self.model(policy) else { return Vec::new() };
        reconstruction(model, self.accepts_reconstruction).into_iter().chain(self.alone(policy)).collect()
    }

    /// Answers the query in a question; the other words are left out of it, and everything keeps its place.
    fn who(
        &mut self,
        line: &str,
        at: Range<usize>,
        rest: Range<usize>,
    ) -> Result<Vec<Reply>, Vec<Diagnostic>> {
        let id = self.sources.add(Source::new("<question>", line));
        let blank = |range: Range<usize>| " ".repeat(range.len());
        let words = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
        // 执法的经费 is paid for where 执法 is, unless it is a matter itself.
        let query = words(&at);
        let query = match matter_name(query) {
            Some(name) if !self.names_matter(query) && self.names_matter(name) => name,
            _ => query,
        };
        // 哪些事项由谁支出 asks for more than one matter, and no matter is called so.
        let is_a_name = !asks(query) && !query.trim_end().ends_with('的'); // a keyword
        if !is_a_name && !self.begins_with_matter(query.trim_start()) {
            self.sources.forget_last(id);
            return Err(vec![self.not_understood(line)]);
        }
        let end = at.start.saturating_add(query.len());
        let (before, between) = (blank(0..at.start), blank(end..rest.start));
        let text = format!("{before}{query}{between}{}{}", words(&rest), blank(rest.end..line.len()));
        let tree = parse_query(id, &Source::new("<question>", text))?;
        let replies = self.answer(&self.dated(tree))?;
        self.sources.forget_last(id);
        Ok(replies)
    }

    fn cases(&mut self, line: &str, cases: &CaseQuestion) -> Result<Vec<Listed>, Vec<Diagnostic>> {
        let id = self.sources.add(Source::new("<question>", line));
        if self.policies.is_empty() {
            let span = Span { source: id, start: 0, end: offset(line.len()) };
            let nothing = Diagnostic::error(Code::NothingToAsk, span, Message::NothingToAsk);
            return Err(vec![nothing.help(Advice::Load)]);
        }
        let named = cases.group.is_none().then(|| self.matter_at(line, cases.known, false)).flatten();
        let from = named.as_ref().map_or(cases.known, |at| at.end);
        let group_at = cases.group.clone().or(named);
        if let Some(first) = &group_at {
            self.refuse_second(id, line, first, from)?;
        }
        let tree = self.dated(known(id, line, from)?);
        let mut listed = Vec::new();
        let mut refused: Vec<Diagnostic> = Vec::new();
        let mut left_out: Vec<String> = Vec::new();
        let given = self.given.clone();
        let accepts = self.accepts_reconstruction;
        let above: Vec<Option<Message>> = (0..self.policies.len()).map(|number| self.alone(number)).collect();
        for (number, policy) in self.policies.iter_mut().enumerate() {
            let model = &policy.model;
            let mark = reconstruction(model, accepts);
            if let Some(message) = mark.clone().filter(|_| !accepts) {
                // What rests on a reconstruction is no answer until somebody accepts it.
                let span = Span { source: id, start: 0, end: offset(line.len()) };
                refused.push(Diagnostic::error(Code::NothingToAsk, span, message));
                continue;
            }
            let found = wanted(model, id, line, &cases.wanted).and_then(|wanted| {
                let (subject, matters) = match group_at.as_ref() {
                    Some(at) => group(model, id, line, at)?,
                    None => (None, answered_matters(model)),
                };
                let mut query = resolve_query(model, &tree, &given)?;
                refuse_unknown(model, &query)?;
                query.subject = subject.unwrap_or(query.subject);
                Ok((wanted, matters, query))
            });
            let (wanted, matters, query) = match found {
                Ok(found) => found,
                Err(why) => {
                    left_out.push(model.name.clone());
                    if refused.is_empty() {
                        refused = why;
                    }
                    continue;
                }
            };
            policy.diagram.tidy();
            for wanted in wanted {
                let listing = listing(model, &mut policy.diagram, wanted, &matters, &query)
                    .map_err(|limit| vec![too_large(limit, Some(tree.span))])?;
                let above = above.get(number).cloned().flatten();
                let notes = mark.clone().into_iter().chain(above).collect();
                listed.push(Listed { policy: number, wanted, query: query.clone(), listing, notes });
            }
        }
        if listed.is_empty() {
            let unknown = refused.iter().any(|why| why.code == Code::UnknownLevel);
            if let Some((message, help)) = self.not_asked(line).filter(|_| unknown) {
                let span = Span { source: id, start: 0, end: offset(line.len()) };
                return Err(vec![Diagnostic::error(Code::BadQuestion, span, message).help(help)]);
            }
            return Err(refused.into_iter().map(|why| self.with_near_matter(why)).collect());
        }
        let Some(last) = listed.last_mut() else { return Err(refused) };
        if !left_out.is_empty() {
            last.notes.push(Message::NotAskedOf { policies: left_out });
        }
        self.sources.forget_last(id);
        Ok(listed)
    }
}

impl Session {
    /// Where a word stands for nothing that is known, it may have been meant as a matter or a group: names one that is near.
    fn with_near_matter(&self, why: Diagnostic) -> Diagnostic {
        let Message::BareValue { value } = &why.message else { return why };
        if self.names_matter(value) {
            return why;
        }
        let names = self.policies.iter().flat_map(|policy| policy.model.matters.names());
        let message = Message::NoWordAfterQuestion { word: value.clone() };
        match nearest(value, names).map(str::to_owned) {
            Some(name) => Diagnostic { message, help: vec![Advice::DidYouMean { name }], ..why },
            None => Diagnostic { message, help: vec![Advice::AfterQuestion], ..why },
        }
    }
}

/// What stands between a question and a matter.
const BETWEEN: &[char] = &[' ', ',', '，', '、'];

/// Tells whether a line speaks of what is shared.
fn names_shared(line: &str) -> bool {
    ["共同", "shared"].iter().any(|word| line.contains(word)) // a keyword
}

/// Says that a policy is a reconstruction.
fn reconstruction(model: &Model, accepted: bool) -> Option<Message> {
    let because = model.header.reconstruction.clone()?;
    Some(Message::IsReconstruction { name: model.name.clone(), because, accepted })
}

/// Reads what is known in a question, as in a query about no matter; everything keeps its place.
fn known(id: SourceId, line: &str, at: usize) -> Result<ast::Query, Vec<Diagnostic>> {
    let rest = line.get(at..).unwrap_or_default();
    let text = format!("{}{rest}", "x".repeat(at));
    let mut tree = parse_query(id, &Source::new("<question>", text))?;
    tree.subject = ast::QuerySubject::AnyOther;
    Ok(tree)
}

/// Returns what is asked for in the words of one policy.
fn wanted(
    model: &Model,
    id: SourceId,
    line: &str,
    word: &WantedWord,
) -> Result<Vec<Wanted>, Vec<Diagnostic>> {
    let level = |at: &Range<usize>| level(model, id, line, at).map_err(|why| vec![*why]);
    Ok(match word {
        WantedWord::PaidBy(at) => vec![Wanted::PaidBy(level(at)?)],
        WantedWord::OwnedBy(at) => vec![Wanted::OwnedBy(level(at)?)],
        WantedWord::ResponsibleFor(at) => {
            let level = level(at)?;
            vec![Wanted::OwnedBy(level), Wanted::PaidBy(level)]
        }
        WantedWord::Shared => vec![Wanted::Shared],
        WantedWord::Status(word) => vec![Wanted::Status(status(*word))],
        WantedWord::Everything => vec![Wanted::Answers],
    })
}

/// Returns the status that a word asks for.
pub(super) fn status(word: StatusWord) -> Status {
    match word {
        StatusWord::Undetermined => Status::Undetermined,
        StatusWord::Retained => Status::Retained,
        StatusWord::Governed => Status::Governed,
        StatusWord::Conflict => Status::Conflict,
        StatusWord::Gap => Status::Gap,
        StatusWord::Impossible => Status::Impossible,
        StatusWord::NotInForce => Status::NotInForce,
        StatusWord::Decided => Status::Decided,
        StatusWord::NeedsFacts => Status::NeedsFacts,
    }
}

pub(super) fn level(
    model: &Model,
    id: SourceId,
    line: &str,
    at: &Range<usize>,
) -> Result<LevelId, Box<Diagnostic>> {
    let word = line.get(at.clone()).unwrap_or_default();
    let bound = || without_bound(word).and_then(|word| level_called(model, word));
    if let Some(level) = level_called(model, word).or_else(bound) {
        return Ok(level);
    }
    if let Some(help) = nearest_about_level(model, line, at) {
        let span = Span { source: id, start: 0, end: offset(line.len()) };
        return Err(Box::new(Diagnostic::error(Code::BadQuestion, span, Message::BadQuestion).help(help)));
    }
    let known = model.levels.iter().map(Level::called).collect();
    let message = Message::UnknownLevel { name: word.trim().to_owned() };
    let unknown = Diagnostic::error(Code::UnknownLevel, place(id, line, at), message);
    Err(Box::new(unknown.help(Advice::Levels { known }).help(Advice::Questions)))
}

/// Returns the level that a word means.
fn level_called(model: &Model, word: &str) -> Option<LevelId> {
    let names: Vec<String> = level_names(word).into_iter().map(canonical).collect();
    let find = |name: &String| model.levels.pairs().find(|(_, level)| level.is_called(name));
    names.iter().find_map(find).map(|(level, _)| level)
}

/// Writes the question about a level that is nearest to one with more words before what the level does: 县主要承担什么, 市、县承担什么.
fn nearest_about_level(model: &Model, line: &str, at: &Range<usize>) -> Option<Advice> {
    let word = line.get(at.clone())?;
    let (before, behind) = (line.get(..at.start)?, line.get(at.end..)?);
    let is_level = |word: &&str| level_called(model, word).is_some();
    let ask = |level: &str| format!("{before}{level}{behind}");
    let mut several = several_levels(word);
    if several.len() < 2 {
        // 市县承担什么
        let splits = word.char_indices().filter_map(|(at, _)| word.split_at_checked(at));
        several = splits
            .map(|(one, other)| vec![one, other])
            .find(|both| both.iter().all(is_level))
            .unwrap_or_default();
    }
    if several.len() > 1 && several.iter().all(is_level) {
        return Some(Advice::AskEach { questions: several.into_iter().map(ask).collect() });
    }
    let level = without_manner(word).filter(is_level)?;
    // 县主要承担什么 is read as 县主 before 要承担什么.
    let question = ask(level).replacen("要", "", usize::from(word.trim().ends_with('主'))); // a keyword
    Some(Advice::Ask { question })
}

/// Returns the group that is named, and its matters.
fn group(
    model: &Model,
    id: SourceId,
    line: &str,
    at: &Range<usize>,
) -> Result<(Option<Subject>, ValueSet), Vec<Diagnostic>> {
    let name = canonical(line.get(at.clone()).unwrap_or_default().trim_matches(['"', '“', '”', '「', '」']));
    match model.matters.find(&name) {
        Some(matter) => {
            let (leaves, node) = (model.matters.under(matter), &model.matters.nodes[matter]);
            let subject =
                Subject::Listed { leaves: leaves.clone(), name: node.name.clone(), whole: node.whole };
            Ok((Some(subject), leaves))
        }
        None => {
            let near = nearest(&name, model.matters.names()).map(str::to_owned);
            let unknown =
                Diagnostic::error(Code::UnknownMatter, place(id, line, at), Message::UnknownMatter { name });
            Err(vec![match near {
                Some(name) => unknown.help(Advice::DidYouMean { name }),
                None => unknown.help(Advice::Questions),
            }])
        }
    }
}

/// Refuses a value that its fact does not have: every answer would be a gap.
fn refuse_unknown(model: &Model, query: &Query) -> Result<(), Vec<Diagnostic>> {
    not_its_own(model, query, query.span).map_or(Ok(()), |refused| Err(vec![refused]))
}

/// Says of a value that is none of its fact's which there are, in the reader's words.
pub(super) fn not_its_own(model: &Model, query: &Query, span: Span) -> Option<Diagnostic> {
    let (axis, unknown) = query.known.iter().find_map(|known| Some((known.axis, known.unknown.as_ref()?)))?;
    let fact = model.axes[axis].called();
    let message = match unknown {
        UnknownValue::Undeclared { name, .. } => {
            Message::UnknownValue { value: name.clone(), fact: fact.clone() }
        }
        UnknownValue::OutsideRange(level) => {
            Message::LevelNotOf { level: model.levels[*level].called(), fact: fact.clone() }
        }
    };
    let known = model.axes[axis].values.iter().map(|value| match value.level {
        Some(level) => model.levels[level].called(),
        None => Called::new(&value.name, &value.aliases),
    });
    let help = Advice::ValuesCalled { fact, known: known.collect() };
    Some(Diagnostic::error(Code::UnknownValue, span, message).help(help))
}

/// Returns the place of a word without the spaces around it.
pub(super) fn place(id: SourceId, line: &str, at: &Range<usize>) -> Span {
    let word = line.get(at.clone()).unwrap_or_default();
    let before = word.len().saturating_sub(word.trim_start().len());
    let start = at.start.saturating_add(before);
    Span { source: id, start: offset(start), end: offset(start.saturating_add(word.trim().len())) }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
