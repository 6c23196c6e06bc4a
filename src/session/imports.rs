//! Files that use each other.
//!
//! In: a file's tree, and a library. Out: the declarations that the file takes over from files of words, and the
//! documents that it uses. A file is read once, by whatever path it is reached. What is wrong with a used file is said
//! once.

use super::library::{Library, Refused};
use super::parallel;
use super::prefix::{Names, statements};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::LIMITS;
use crate::message::{Advice, Message};
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::ast::{Item, Statement, Use};
use crate::syntax::parse_file;
use std::collections::{BTreeMap, BTreeSet};

/// A file that was read.
#[derive(Debug)]
pub(super) struct File {
    /// The name that messages show.
    pub name: String,
    /// Its text.
    pub source: SourceId,
    /// What it says; taken once it is a policy.
    pub items: Vec<Item>,
    /// What was wrong with the text, until it is said.
    pub diagnostics: Vec<Diagnostic>,
    /// Something was wrong with the text.
    pub broken: bool,
    /// A declaration was lost, so that names may seem unknown.
    pub lost_declaration: bool,
    /// What it is for.
    pub kind: Kind,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has a policy header.
    Document,
    /// It has declarations alone.
    Words,
    /// It has rules, and no header.
    Rules,
}

/// What a policy takes over from the files that it uses.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Declarations.
    pub words: Vec<Item>,
    /// Documents, by their identity.
    pub documents: Vec<String>,
    /// What is wrong with the uses.
    pub diagnostics: Vec<Diagnostic>,
    /// A used file is broken.
    pub broken: bool,
    /// The files that were taken over already, under which words, with the names that each word stands before.
    merged: BTreeSet<(String, String)>,
    names: BTreeMap<String, Names>,
}

/// The files of one load.
pub(super) struct Loader<'l> {
    library: &'l mut dyn Library,
    files: BTreeMap<String, File>,
    /// Files of words that another file uses: they are no policies of their own.
    used: BTreeSet<String>,
    /// Which document uses which, and where it says so.
    edges: Vec<(String, String, Span)>,
    /// Files of which something is wrong, so that none of their policies is made.
    not_made: BTreeSet<String>,
}

impl<'l> Loader<'l> {
    pub(super) fn new(library: &'l mut dyn Library) -> Loader<'l> {
        Loader {
            library,
            files: BTreeMap::new(),
            used: BTreeSet::new(),
            edges: Vec::new(),
            not_made: BTreeSet::new(),
        }
    }

    /// Reads the texts of the command; returns the identity of each.
    pub(super) fn read(
        &mut self,
        sources: &mut Sources,
        texts: impl IntoIterator<Item = (String, String)>,
    ) -> Vec<String> {
        let mut identities: Vec<String> = Vec::new();
        let mut unread = Vec::new();
        for (name, text) in texts {
            let identity = self.library.identity(&name);
            if !self.files.contains_key(&identity) && !identities.contains(&identity) {
                unread.push((identity.clone(), sources.add(Source::new(name, text))));
            }
            identities.push(identity);
        }
        let read = unread.into_iter().filter_map(|(identity, id)| Some((identity, id, sources.get(id)?)));
        let read = parallel::map(read.collect(), |(identity, id, source)| (identity, parsed(id, source)));
        self.files.extend(read);
        identities
    }

    pub(super) fn file(&mut self, identity: &str) -> Option<&mut File> {
        self.files.get_mut(identity)
    }

    pub(super) fn kind(&self, identity: &str) -> Option<Kind> {
        self.files.get(identity).map(|file| file.kind)
    }

    /// Tells whether another file takes over the words of this one.
    pub(super) fn is_used(&self, identity: &str) -> bool {
        self.used.contains(identity)
    }

    /// Remembers that no policy of a file is made, as something is wrong with it.
    pub(super) fn not_made(&mut self, identity: &str) {
        self.not_made.insert(identity.to_owned());
    }

    /// Returns the files that use a document of which something is wrong, directly or through others.
    pub(super) fn above_broken(&self) -> BTreeSet<&str> {
        let broken =
            |to: &String| self.not_made.contains(to) || self.files.get(to).is_some_and(|file| file.broken);
        let mut found: BTreeSet<&str> = BTreeSet::new();
        loop {
            let before = found.len();
            for (from, to, _) in &self.edges {
                if broken(to) || found.contains(to.as_str()) {
                    found.insert(from);
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }

    /// Returns what was wrong with used files and is not said yet.
    pub(super) fn unsaid(&mut self) -> Vec<Diagnostic> {
        self.files.values_mut().flat_map(|file| std::mem::take(&mut file.diagnostics)).collect()
    }

    fn parse(&mut self, sources: &mut Sources, identity: &str, name: String, text: String) {
        if self.files.contains_key(identity) {
            return;
        }
        let id = sources.add(Source::new(name, text));
        if let Some(source) = sources.get(id) {
            self.files.insert(identity.to_owned(), parsed(id, source));
        }
    }

    /// Finds what the items of a policy use.
    pub(super) fn taken(&mut self, sources: &mut Sources, identity: &str, items: &[Item]) -> Taken {
        let mut taken = Taken::default();
        let mut trail = vec![identity.to_owned()];
        taken.words = self.words(sources, &mut trail, "", items, &mut taken);
        for document in &taken.documents {
            let place = uses(items).next().map(|tree| tree.path.span);
            let known = self.edges.iter().any(|(from, to, _)| from == identity && to == document);
            if let Some(place) = place.filter(|_| !known) {
                self.edges.push((identity.to_owned(), document.clone(), place));
            }
        }
        taken
    }

    /// Returns the declarations that items take over from the files that they use; `before` is the word before their names.
    fn words(
        &mut self,
        sources: &mut Sources,
        trail: &mut Vec<String>,
        before: &str,
        items: &[Item],
        taken: &mut Taken,
    ) -> Vec<Item> {
        let mut words = Vec::new();
        for tree in uses(items) {
            match self.follow(sources, trail, tree) {
                Ok(identity) => {
                    words.extend(self.join(sources, trail, before, tree, identity, taken));
                }
                Err(diagnostic) => taken.diagnostics.push(*diagnostic),
            }
        }
        words
    }

    /// Reads the file that a `use` means; returns its identity.
    fn follow(
        &mut self,
        sources: &mut Sources,
        trail: &[String],
        tree: &Use,
    ) -> Result<String, Box<Diagnostic>> {
        let from = trail.last().and_then(|identity| self.files.get(identity));
        let from = from.map(|file| file.name.clone()).unwrap_or_default();
        let found = self.library.find(&from, &tree.path.text).map_err(|why: Refused| why.diagnostic(tree))?;
        if let Some(start) = trail.iter().position(|identity| *identity == found.identity) {
            let circle = trail.iter().skip(start).chain([&found.identity]);
            return Err(Box::new(self.circle(circle, tree.path.span)));
        }
        if trail.len() > LIMITS.uses {
            let deep = Message::UseTooDeep { limit: LIMITS.uses };
            return Err(Box::new(Diagnostic::error(Code::UseCycle, tree.path.span, deep)));
        }
        self.parse(sources, &found.identity, found.name, found.text);
        Ok(found.identity)
    }

    /// Takes over what one used file declares.
    fn join(
        &mut self,
        sources: &mut Sources,
        trail: &mut Vec<String>,
        before: &str,
        tree: &Use,
        identity: String,
        taken: &mut Taken,
    ) -> Vec<Item> {
        let Some(file) = self.files.get(&identity) else { return Vec::new() };
        taken.broken |= file.broken;
        let path = tree.path.text.clone();
        let refuse = |message, help| Diagnostic::error(Code::NotForUse, tree.path.span, message).help(help);
        match file.kind {
            Kind::Document => {
                if tree.prefix.is_some() {
                    let message = Message::PrefixOfDocument { path };
                    taken.diagnostics.push(refuse(message, Advice::PrefixOfDocument));
                }
                if !taken.documents.contains(&identity) {
                    taken.documents.push(identity);
                }
                return Vec::new();
            }
            // A broken file may have lost the header that it was to have.
            Kind::Rules if !file.broken => {
                taken.diagnostics.push(refuse(Message::UseOfRules { path }, Advice::UseOfRules));
                return Vec::new();
            }
            Kind::Rules => return Vec::new(),
            Kind::Words => {}
        }
        self.used.insert(identity.clone());
        let word = tree.prefix.as_ref().map(|name| name.text.clone());
        let full = match &word {
            Some(word) => format!("{before}{word}·"),
            None => before.to_owned(),
        };
        if !taken.merged.insert((identity.clone(), full.clone())) {
            return Vec::new();
        }
        let items = file.items.clone();
        trail.push(identity);
        let mut words = self.words(sources, trail, &full, &items, taken);
        trail.pop();
        words.extend(items.into_iter().filter(|item| !matches!(item, Item::Statement(Statement::Use(_)))));
        if let Some(word) = word {
            let names = taken.names.entry(full).or_default();
            names.declare(&words);
            names.put(&word, &mut words);
        }
        words
    }

    /// Reports documents that use each other in a circle.
    pub(super) fn circles(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for (start, _, _) in &self.edges {
            let mut trail: Vec<&str> = Vec::new();
            self.walk(start, &mut trail, &mut done, &mut found);
        }
        found
    }

    fn walk<'s>(
        &'s self,
        here: &'s str,
        trail: &mut Vec<&'s str>,
        done: &mut BTreeSet<&'s str>,
        found: &mut Vec<Diagnostic>,
    ) {
        if done.contains(here) || trail.len() > LIMITS.uses {
            return;
        }
        trail.push(here);
        for (_, to, place) in self.edges.iter().filter(|(from, _, _)| from == here) {
            match trail.iter().position(|identity| identity == to) {
                Some(at) => {
                    let circle: Vec<String> =
                        trail.iter().skip(at).copied().chain([to.as_str()]).map(str::to_owned).collect();
                    found.push(self.circle(circle.iter(), *place));
                }
                None => self.walk(to, trail, done, found),
            }
        }
        trail.pop();
        done.insert(here);
    }

    fn circle<'s>(&self, files: impl Iterator<Item = &'s String>, place: Span) -> Diagnostic {
        let name = |identity: &String| {
            self.files.get(identity).map_or_else(|| identity.clone(), |file| file.name.clone())
        };
        let message = Message::UseCycle { files: files.map(name).collect() };
        Diagnostic::error(Code::UseCycle, place, message).help(Advice::UseCycle)
    }
}

/// Parses a text.
fn parsed(id: SourceId, source: &Source) -> File {
    let parsed = parse_file(id, source);
    File {
        name: source.name().to_owned(),
        source: id,
        kind: kind(&parsed.tree.items),
        lost_declaration: parsed.tree.lost_declaration,
        items: parsed.tree.items,
        broken: !parsed.diagnostics.is_empty(),
        diagnostics: parsed.diagnostics,
    }
}

/// Returns the `use` statements.
pub(super) fn uses(items: &[Item]) -> impl Iterator<Item = &Use> {
    statements(items).filter_map(|statement| match statement {
        Statement::Use(tree) => Some(tree.as_ref()),
        _ => None,
    })
}

fn kind(items: &[Item]) -> Kind {
    let rule = |statement: &Statement| {
        matches!(
            statement,
            Statement::Rule(_) | Statement::Expect(_) | Statement::Starts(_) | Statement::Remark(_)
        )
    };
    if items.iter().any(|item| matches!(item, Item::Policy(_))) {
        Kind::Document
    } else if statements(items).any(rule) {
        Kind::Rules
    } else {
        Kind::Words
    }
}
