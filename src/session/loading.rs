//! Texts → policies, with the documents that they use; and where each of them is.
//!
//! In: texts, and a library that finds what they use. Out: policies that are asked, documents beside them, and what was wrong.

use super::imports::{Kind, Loader, Taken};
use super::library::{Library, NoLibrary};
use super::{FileOf, Part, Policy, Session, listed, make, parallel};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, policies};
use crate::source::Sources;
use crate::syntax::ast::Item;
use std::collections::VecDeque;

/// So many files are read at the same time; the trees of more would take much room.
const AT_ONCE: usize = 64;

/// Where a document is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the policies that are asked.
    Asked(usize),
    /// Among those that are loaded because others use them.
    Beside(usize),
}

/// A file whose policies are not made yet.
struct Unmade {
    /// Nothing is wrong with its text, or with what it uses.
    sound: bool,
    /// The lines on which something is.
    broken_lines: Vec<usize>,
    policies: Vec<Parts>,
}

/// What a policy is made of.
struct Parts {
    items: Vec<Item>,
    texts: Vec<Part>,
    /// The declarations that it takes over from other files.
    words: Vec<Item>,
    file: FileOf,
    /// No declaration is lost: a name that is not known has none.
    known: bool,
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
        let (mut named, mut words, mut policies) = (Vec::new(), Vec::new(), Vec::new());
        let mut texts = texts.into_iter();
        loop {
            let read = loader.read(&mut self.sources, texts.by_ref().take(AT_ONCE));
            if read.is_empty() {
                break;
            }
            let numbered = (named.len()..).zip(&read);
            // Whether a file of words is used by others is known once all others are read.
            let (of_words, others): (Vec<_>, Vec<_>) =
                numbered.partition(|(_, identity)| loader.kind(identity) == Some(Kind::Words));
            policies.extend(self.load_all(&mut loader, &others, &mut diagnostics));
            words.extend(of_words.into_iter().map(|(number, identity)| (number, identity.clone())));
            named.extend(read);
        }
        let documents = self.used_documents(&mut loader, &policies, &named, &mut diagnostics);
        self.documents.extend(documents);
        words.retain(|(_, identity)| !loader.is_used(identity));
        policies.extend(self.load_all(&mut loader, &words, &mut diagnostics));
        // What stands above such a policy is not known in full, and nothing is said of it.
        let above_broken = loader.above_broken();
        for (_, made) in &mut policies {
            made.retain(|policy| !above_broken.contains(policy.file.identity.as_str()));
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

    /// Makes the policies of some files, each with its number.
    fn load_all(
        &mut self,
        loader: &mut Loader<'_>,
        files: &[(usize, impl AsRef<str>)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<(usize, Vec<Policy>)> {
        let mut unmade = Vec::new();
        for (number, identity) in files {
            let file = self.unmade(loader, identity.as_ref(), diagnostics);
            unmade.extend(file.map(|file| (*number, identity.as_ref(), file)));
        }
        let sources = &self.sources;
        let make = |(number, identity, file): (usize, _, Unmade)| (number, identity, file.make(sources));
        let mut policies = Vec::new();
        for (number, identity, (loaded, wrong)) in parallel::map(unmade, make) {
            diagnostics.extend(wrong);
            if loaded.is_empty() {
                loader.not_made(identity);
            }
            policies.push((number, loaded));
        }
        policies
    }

    /// Finds all that the policies of one file are made of.
    fn unmade(
        &mut self,
        loader: &mut Loader<'_>,
        identity: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Unmade> {
        let file = loader.file(identity)?;
        let (source, name, items) = (file.source, file.name.clone(), std::mem::take(&mut file.items));
        let (broken, lost) = (file.broken, file.lost_declaration);
        let mut broken_ones = std::mem::take(&mut file.diagnostics);
        let broken_lines = lines_of(&self.sources, &broken_ones);
        diagnostics.append(&mut broken_ones);
        let mut unmade = Unmade { sound: !broken, broken_lines, policies: Vec::new() };
        for (number, items) in policies(items).into_iter().enumerate() {
            let Taken { words, documents, diagnostics: mut wrong, broken, .. } =
                loader.taken(&mut self.sources, identity, &items);
            unmade.sound &= wrong.is_empty() && !broken;
            // Names that a broken statement or a missing file declares would seem unknown.
            let known = wrong.is_empty() && !broken && !lost;
            diagnostics.append(&mut wrong);
            let texts = vec![Part { text: source, policy: Some(number) }];
            let file = FileOf { name: name.clone(), identity: identity.to_owned(), uses: documents };
            unmade.policies.push(Parts { items, texts, words, file, known });
        }
        Some(unmade)
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
            for (_, made) in self.load_all(loader, &[(0, &identity)], diagnostics) {
                waiting.extend(used(&made));
                documents.extend(made);
            }
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

    /// Finds the document of this number among those that a file uses.
    pub(super) fn find_document(&self, start: &FileOf, document: &str) -> Option<Place> {
        self.documents_called(start, document).first().copied()
    }

    /// Finds all documents of this number among those that a file uses, the nearest first.
    pub(super) fn documents_called(&self, start: &FileOf, document: &str) -> Vec<Place> {
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

impl Unmade {
    /// Makes the policies of the file; none if anything is wrong with it.
    fn make(self, sources: &Sources) -> (Vec<Policy>, Vec<Diagnostic>) {
        let Unmade { mut sound, broken_lines, policies } = self;
        let (mut loaded, mut diagnostics) = (Vec::new(), Vec::new());
        for Parts { items, texts, words, file, known } in policies {
            match make(items, texts, words, file) {
                Ok(policy) => loaded.push(policy),
                Err(more) => {
                    sound = false;
                    // Of a statement that breaks off, what is left may seem to lack something.
                    let alone = |wrong: &Diagnostic| {
                        let lines = lines_of(sources, std::slice::from_ref(wrong));
                        wrong.code.stands_alone() && !lines.iter().any(|line| broken_lines.contains(line))
                    };
                    diagnostics.extend(more.into_iter().filter(|wrong| known || alone(wrong)));
                }
            }
        }
        (if sound { loaded } else { Vec::new() }, diagnostics)
    }
}

/// Returns the lines on which diagnostics lie.
fn lines_of(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<usize> {
    let spans = diagnostics.iter().filter_map(Diagnostic::span);
    spans.map(|span| sources.locate(span).1.line).collect()
}
