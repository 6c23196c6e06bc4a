//! Texts → policies, with the documents that they use; and where each of them is.
//!
//! In: texts, and a library that finds what they use. Out: policies that are asked, documents beside them, and what was wrong.

use super::imports::{Kind, Loader, Taken};
use super::library::{Library, NoLibrary};
use super::{FileOf, Part, Policy, Session, listed, make};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::message::{Advice, Message};
use crate::model::{Model, policies};
use crate::source::{Sources, Span};
use std::collections::VecDeque;

/// Where a document is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the policies that are asked.
    Asked(usize),
    /// Among those that are loaded because others use them.
    Beside(usize),
}

impl Session {
    /// Reads texts that use no others into policies; if anything is wrong with any of them, no policy of that text is loaded.
    pub fn load(&mut self, texts: impl IntoIterator<Item = (String, String)>) -> Vec<Diagnostic> {
        self.load_with(texts, &mut NoLibrary)
    }

    /// Reads texts into policies, and the documents that they use beside them. If anything is wrong with a text, or with what
    /// it uses, no policy of that text is loaded.
    pub fn load_with(
        &mut self,
        texts: impl IntoIterator<Item = (String, String)>,
        library: &mut dyn Library,
    ) -> Vec<Diagnostic> {
        let mut loader = Loader::new(library);
        let mut diagnostics = Vec::new();
        let mut named: Vec<String> = Vec::new();
        let mut policies: Vec<(usize, Vec<Policy>)> = Vec::new();
        let mut words: Vec<(usize, String)> = Vec::new();
        for (number, (name, text)) in texts.into_iter().enumerate() {
            let identity = loader.read(&mut self.sources, name, text);
            match loader.file(&identity).map(|file| file.kind) {
                // Whether such a file is words for others is known once all are read.
                Some(Kind::Words) => words.push((number, identity.clone())),
                _ => policies.push((number, self.load_one(&mut loader, &identity, &mut diagnostics))),
            }
            named.push(identity);
        }
        let documents = self.used_documents(&mut loader, &policies, &named, &mut diagnostics);
        self.documents.extend(documents);
        for (number, identity) in words {
            if !loader.is_used(&identity) {
                policies.push((number, self.load_one(&mut loader, &identity, &mut diagnostics)));
            }
        }
        diagnostics.extend(loader.unsaid());
        diagnostics.extend(loader.circles());
        let loaded = policies.iter().flat_map(|(_, policies)| policies).chain(&self.documents);
        let loaded: Vec<&Policy> = loaded.chain(&self.policies).collect();
        diagnostics.extend(listed::unknown_levels(&loaded));
        policies.sort_by_key(|(number, _)| *number);
        self.policies.extend(policies.into_iter().flat_map(|(_, policies)| policies));
        diagnostics.extend(self.without_unclear_links());
        self.fill_expects();
        diagnostics.extend(self.without_doubtful_names());
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.code));
        diagnostics
    }

    /// Makes the policies of one file; none if anything is wrong with it.
    fn load_one(
        &mut self,
        loader: &mut Loader<'_>,
        identity: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Policy> {
        let Some(file) = loader.file(identity) else { return Vec::new() };
        let (source, name, items) = (file.source, file.name.clone(), std::mem::take(&mut file.items));
        let mut sound = !file.broken;
        let (lost, mut broken_ones) = (file.lost_declaration, std::mem::take(&mut file.diagnostics));
        let broken_lines = lines_of(&self.sources, &broken_ones);
        diagnostics.append(&mut broken_ones);
        let mut loaded = Vec::new();
        for (number, items) in policies(items).into_iter().enumerate() {
            let Taken { words, documents, diagnostics: mut wrong, broken, .. } =
                loader.taken(&mut self.sources, identity, &items);
            sound &= wrong.is_empty() && !broken;
            // Names that a broken statement or a missing file declares would seem unknown.
            let known = wrong.is_empty() && !broken && !lost;
            diagnostics.append(&mut wrong);
            let texts = vec![Part { text: source, policy: Some(number) }];
            let file = FileOf { name: name.clone(), identity: identity.to_owned(), uses: documents };
            match make(items, texts, words, file) {
                Ok(policy) => loaded.push(policy),
                Err(more) => {
                    sound = false;
                    // Of a statement that breaks off, what is left may seem to lack something.
                    let alone = |wrong: &Diagnostic| {
                        let lines = lines_of(&self.sources, std::slice::from_ref(wrong));
                        wrong.code.stands_alone() && !lines.iter().any(|line| broken_lines.contains(line))
                    };
                    diagnostics.extend(more.into_iter().filter(|wrong| known || alone(wrong)));
                }
            }
        }
        if sound { loaded } else { Vec::new() }
    }

    /// Loads the documents that policies use, and those that these use, except for the files that are loaded anyway.
    fn used_documents(
        &mut self,
        loader: &mut Loader<'_>,
        policies: &[(usize, Vec<Policy>)],
        named: &[String],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Policy> {
        let used = |policies: &[Policy]| -> Vec<String> {
            policies.iter().flat_map(|policy| policy.file.uses.iter().cloned()).collect()
        };
        let mut waiting: VecDeque<String> =
            policies.iter().flat_map(|(_, policies)| used(policies)).collect();
        let mut done: Vec<String> = named.to_vec();
        let mut documents = Vec::new();
        while let Some(identity) = waiting.pop_front() {
            if done.contains(&identity) {
                continue;
            }
            let made = self.load_one(loader, &identity, diagnostics);
            waiting.extend(used(&made));
            documents.extend(made);
            done.push(identity);
        }
        documents
    }

    /// Returns the document of this number among those that a policy uses, directly or through others.
    #[must_use]
    pub fn used(&self, policy: usize, document: &str) -> Option<&Model> {
        match self.place(policy, document)? {
            Place::Asked(number) => self.policies.get(number),
            Place::Beside(number) => self.documents.get(number),
        }
        .map(|policy| &*policy.model)
    }

    /// Finds the document of this number among those that a policy uses.
    pub(super) fn place(&self, policy: usize, document: &str) -> Option<Place> {
        self.find_document(&self.policies.get(policy)?.file, document)
    }

    /// Takes out the policies whose document above cannot be told from another of the same number, or has no level that they divide;
    /// says so of each.
    fn without_unclear_links(&mut self) -> Vec<Diagnostic> {
        let links: Vec<Option<Diagnostic>> =
            self.policies.iter().map(|policy| self.unclear_link(policy)).collect();
        let mut clear = links.iter().map(Option::is_none);
        self.policies.retain(|_| clear.next().unwrap_or(true));
        links.into_iter().flatten().collect()
    }

    fn unclear_link(&self, policy: &Policy) -> Option<Diagnostic> {
        if let Some(circle) = self.circle(policy) {
            return Some(circle);
        }
        let mut all_above: Vec<Place> = Vec::new();
        for named in &policy.model.header.under {
            let found = self.documents_called(&policy.file, &named.document);
            if found.len() > 1 {
                let message = Message::SeveralDocuments { document: named.document.clone() };
                let unclear = Diagnostic::error(Code::SeveralDocuments, policy.model.span?, message);
                return Some(unclear.help(Advice::SeveralDocuments));
            }
            all_above.extend(found);
        }
        let named = policy.model.header.divides.is_some();
        let states = |upper: &Policy| upper.model.rules.iter().any(|rule| rule.effect.statement().is_some());
        let nothing =
            |upper: &&Policy| upper.model.left_to(&policy.model).is_empty() && (named || states(upper));
        // Of several documents above one may not have the level, but not all of them.
        let divided = policy.model.header.divides.as_ref();
        if let Some(level) = divided.filter(|_| all_above.len() == policy.model.header.under.len()) {
            let mut above = all_above.iter().filter_map(|&place| self.policy(place));
            let has = |upper: &Policy| upper.model.levels.iter().any(|known| known.is_called(level));
            if !above.clone().any(has) {
                let all: Vec<&Model> = above.clone().map(|upper| &*upper.model).collect();
                return above.next().map(|upper| no_such_level(&policy.model, (&upper.model, &all), level));
            }
        }
        // What such a document says could not be held against this one, and would seem to allow everything.
        let mut above = all_above.iter().filter_map(|&place| self.policy(place));
        above.find(nothing).map(|upper| nothing_to_divide(&policy.model, &upper.model))
    }

    /// Finds the document of this number among those that a file uses.
    pub(super) fn find_document(&self, start: &FileOf, document: &str) -> Option<Place> {
        self.documents_called(start, document).first().copied()
    }

    /// Finds all documents of this number among those that a file uses, the nearest first.
    fn documents_called(&self, start: &FileOf, document: &str) -> Vec<Place> {
        let mut found = Vec::new();
        let mut waiting: VecDeque<&String> = start.uses.iter().chain([&start.identity]).collect();
        let mut done: Vec<&String> = Vec::new();
        while let Some(identity) = waiting.pop_front() {
            if done.contains(&identity) {
                continue;
            }
            done.push(identity);
            let asked = self.policies.iter().enumerate().map(|(number, there)| (Place::Asked(number), there));
            let beside =
                self.documents.iter().enumerate().map(|(number, there)| (Place::Beside(number), there));
            for (place, there) in asked.chain(beside) {
                if there.file.identity == *identity {
                    if there.model.name == document {
                        found.push(place);
                    }
                    waiting.extend(&there.file.uses);
                }
            }
        }
        found
    }
}

/// Says that no level of the upper document is what the lower one divides.
#[must_use]
pub fn nothing_to_divide(lower: &Model, upper: &Model) -> Diagnostic {
    // Of several documents above, another one may have the level that is named.
    if let Some(level) = lower.header.divides.as_ref().filter(|_| lower.header.under.len() < 2) {
        return no_such_level(lower, (upper, &[upper]), level);
    }
    let message = Message::NothingToDivide { lower: lower.name.clone(), upper: upper.name.clone() };
    dividing(message, lower.span, lower, (upper, &[upper]))
}

/// Says that the level that the lower document divides is none of those of the upper ones, of which this is the first.
fn no_such_level(lower: &Model, (upper, all): (&Model, &[&Model]), level: &str) -> Diagnostic {
    let names: Vec<String> = all.iter().map(|upper| upper.name.clone()).collect();
    let message = Message::DividesUnknown { level: level.to_owned(), upper: names };
    dividing(message, lower.header.divides_span, lower, (upper, all))
}

fn dividing(
    message: Message,
    span: Option<Span>,
    lower: &Model,
    (upper, all): (&Model, &[&Model]),
) -> Diagnostic {
    let wrong = Diagnostic::new(Code::NothingToDivide, Severity::Error, message);
    let wrong = match span {
        Some(span) => wrong.at(span),
        None => wrong,
    };
    // What its header divides is a level of the documents that it names: another one's level there would be wrong.
    let named: Vec<String> = lower.header.under.iter().map(|named| named.document.clone()).collect();
    if !named.is_empty() && !named.contains(&upper.name) {
        return wrong.help(Advice::HoldAgainstNamed { named });
    }
    let mut levels: Vec<String> = Vec::new();
    for level in all.iter().flat_map(|upper| upper.levels.iter()) {
        if !levels.contains(&level.name) {
            levels.push(level.name.clone());
        }
    }
    wrong.help(Advice::SayWhatIsDivided { levels })
}

/// Returns the lines on which diagnostics lie.
fn lines_of(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<usize> {
    let spans = diagnostics.iter().filter_map(Diagnostic::span);
    spans.map(|span| sources.locate(span).1.line).collect()
}
