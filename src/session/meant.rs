//! What was meant by a line that names a matter where none can stand: the question that is to be asked instead.
//!
//! In: a line, and why it was refused. Out: the same, or a refusal that writes the nearest question in full. Nothing is answered here, and
//! only what would be understood is proposed.

use super::Session;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::resolve_query;
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast::{MatterWord, Name, Query, QuerySubject};
use crate::syntax::{canonical, parse_query};
use std::ops::Range;

/// What stands between two parts of a query.
const BETWEEN: &[char] = &[' ', ',', '，', '、', ';', '；'];

/// What may stand between two queries that are asked in one line.
const JOINERS: &[&str] = &[";", "；", " and ", "。", "?", "？"];

impl Session {
    /// Says of a query in which a listed matter stands behind something else how it is to be asked.
    pub(super) fn instead(&self, line: &str, tree: &Query, why: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let found = why.iter().find_map(|one| match &one.message {
            Message::BareValue { value } if self.names_matter(value) => {
                Some((value.clone(), one.labels.first()?.span))
            }
            _ => None,
        });
        let Some((value, span)) = found else { return why };
        let listed = subject(tree).filter(|name| self.names_matter(&name.text));
        let refused = match listed {
            Some(first) => self.second_matter(line, first, &value, span),
            None => self.matter_behind(line, &value, span),
        };
        refused.map_or(why, |refused| vec![refused])
    }

    /// 专利导航、执法 在 县
    fn second_matter(&self, line: &str, first: &Name, second: &str, span: Span) -> Option<Diagnostic> {
        let (at, first_at) = (range(span), range(first.span));
        let name = line.get(at.clone())?;
        let before = line.get(..at.start)?.trim_end_matches(BETWEEN);
        let rest = line.get(at.end..)?;
        let between = before.get(first_at.end..)?;
        let questions =
            vec![format!("{before}{rest}"), format!("{}{name}{between}{rest}", line.get(..first_at.start)?)];
        let message = Message::SecondMatter { first: first.text.clone(), second: second.to_owned() };
        let diagnostic = Diagnostic::error(Code::BadQuery, span, message);
        Some(diagnostic.help(self.each(questions)))
    }

    /// 县，专利导航
    fn matter_behind(&self, line: &str, name: &str, span: Span) -> Option<Diagnostic> {
        let at = range(span);
        let before = line.get(..at.start)?.trim_matches(BETWEEN);
        let rest = line.get(at.end..)?.trim_matches(BETWEEN);
        let written = line.get(at)?;
        let known = [self.apart(before), rest.to_owned()];
        let known: Vec<String> = known.into_iter().filter(|part| !part.is_empty()).collect();
        let separator =
            if line.contains('，') || !line.contains(',') && !line.is_ascii() { "，" } else { ", " };
        let question = format!("{written}{separator}{}", known.join(separator));
        let message = Message::MatterBehind { name: name.to_owned() };
        let help = match self.understands(&question) {
            true => Advice::Ask { question },
            false => Advice::AskListed { listed: written.to_owned() },
        };
        Some(Diagnostic::error(Code::BadQuery, span, message).help(help))
    }

    /// Writes 范围是全市性 with its spaces.
    fn apart(&self, known: &str) -> String {
        let facts = self.policies.iter().flat_map(|policy| policy.model.axes.iter().skip(1));
        let names = facts.flat_map(|axis| std::iter::once(&axis.name).chain(&axis.aliases));
        let parted = names.filter_map(|name| {
            let rest = known.strip_prefix(name.as_str())?;
            let value = rest.strip_prefix('为').or_else(|| rest.strip_prefix('是'))?; // a keyword
            Some((name.len(), format!("{name} 为 {value}"))) // a keyword
        });
        parted.max_by_key(|(length, _)| *length).map_or_else(|| known.to_owned(), |(_, parted)| parted)
    }

    /// Says of a line that was not read, with a sign or a word between two queries, that each is asked alone.
    pub(super) fn one_at_a_time(&self, line: &str, mut why: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let parted = JOINERS.iter().find_map(|joiner| {
            let questions: Vec<String> = line.split(joiner).map(|part| part.trim().to_owned()).collect();
            let understood = questions.len() > 1 && questions.iter().all(|part| self.understands(part));
            understood.then_some(questions)
        });
        if let (Some(questions), Some(first)) = (parted, why.first_mut()) {
            first.help = vec![Advice::AskEach { questions }];
        }
        why
    }

    /// Proposes to ask one after the other, where each would be understood.
    fn each(&self, questions: Vec<String>) -> Advice {
        if questions.iter().all(|question| self.understands(question)) {
            return Advice::AskEach { questions };
        }
        Advice::OneMatter
    }

    /// Tells whether some policy understands a query.
    fn understands(&self, question: &str) -> bool {
        let source = Source::new("<query>", question);
        let Ok(tree) = parse_query(SourceId::default(), &source) else { return false };
        let named = subject(&tree).is_some_and(|name| self.names_matter(&name.text));
        named && self.policies.iter().any(|policy| resolve_query(&policy.model, &tree, &[]).is_ok())
    }

    /// Tells whether some policy lists a matter of this name.
    pub(super) fn names_matter(&self, name: &str) -> bool {
        let name = canonical(name.trim());
        self.policies.iter().any(|policy| policy.model.matters.find(&name).is_some())
    }

    /// Tells whether a word is a level, or a value of some fact.
    pub(super) fn is_value(&self, word: &str) -> bool {
        let word = canonical(word.trim());
        self.policies.iter().any(|policy| {
            let model = &policy.model;
            model.levels.iter().any(|level| level.is_called(&word))
                || model.axes.iter().skip(1).any(|axis| axis.named(&word).is_some())
        })
    }
}

/// Returns the name that a query is about.
fn subject(tree: &Query) -> Option<&Name> {
    match &tree.subject {
        QuerySubject::Called(name) | QuerySubject::Matter(MatterWord::Named(name)) => Some(name),
        _ => None,
    }
}

fn range(span: Span) -> Range<usize> {
    let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
    at(span.start)..at(span.end)
}
