//! The file of a policy as it would have to be written to mean what it means now.
//!
//! In: a policy that was changed since its file was read. Out: the text of that file with rules in the place of others, and with what
//! was typed behind the rest. The text is read again before it is handed out: it means the same, or there is none.

use super::compare::compared;
use super::prefix::statements;
use super::{Part, Policy, Session};
use crate::source::{Source, SourceId, Sources, Span};
use crate::syntax::ast::{Item, Statement};
use crate::syntax::parse_file;
use rustc_hash::FxHashMap;

/// A piece of a text, and what comes in its place.
type Edit = (u32, u32, String);

impl Session {
    /// Returns the text of a policy's file as it would have to be written; nothing where there is no such policy, or where what
    /// would be written would not mean the same.
    #[must_use]
    pub fn written(&mut self, number: usize) -> Option<String> {
        let text = self.composed(number)?;
        let own = self.policies.get_mut(number)?;
        // What a file takes over from others is not read here: only the rules themselves have been changed.
        if own.words.is_empty() && own.file.uses.is_empty() {
            let mut again = Session::default();
            if !again.load([("<saved>".to_owned(), text.clone())]).is_empty() {
                return None;
            }
            let same = |other: &mut Policy, own: &mut Policy| {
                other.model.name == own.model.name || own.model.span.is_none() && other.model.span.is_none()
            };
            let mut others = again.policies.iter_mut();
            let other = others.find_map(|other| same(other, own).then_some(other))?;
            let difference = compared(own, other).ok().flatten()?;
            if !difference.is_empty() {
                return None;
            }
        }
        Some(text)
    }

    /// Says that the text of a policy was written to a file: from now on its rules are cited from there. Of a file that was loaded
    /// all its policies are.
    pub fn saved(&mut self, number: usize, file: &str, text: &str) {
        let Some(policy) = self.policies.get(number) else { return };
        let loaded = policy.file_name() == file;
        let home = policy.texts.first().map(|part| part.text);
        let same = |other: &&Policy| loaded && other.texts.first().map(|part| part.text) == home;
        let typed =
            |span: &Span| policy.texts.iter().any(|part| part.text == span.source && part.policy.is_none());
        let lines = lines_of_rules(text);
        let mut places: Vec<(Span, usize)> = Vec::new();
        for policy in self.policies.iter().filter(same).chain([policy]) {
            let rules = policy.model.rules.iter().map(|rule| rule.span);
            for span in rules.filter(|span| loaded || typed(span)) {
                let rule = self.sources.get(span.source).map_or("", |source| source.slice(span));
                places.extend(lines.get(rule.trim()).copied().flatten().map(|line| (span, line)));
            }
        }
        for (span, line) in places {
            self.sources.moved(span, file, line);
        }
    }

    fn composed(&self, number: usize) -> Option<String> {
        let policy = self.policies.get(number)?;
        let first = policy.texts.first()?;
        if first.policy.is_none() {
            return Some(self.typed(policy, &policy.texts));
        }
        // A file may have several policies that were changed.
        let of_file = |other: &&Policy| other.texts.first().is_some_and(|part| part.text == first.text);
        let mut edits: Vec<Edit> = Vec::new();
        for other in self.policies.iter().filter(of_file) {
            edits.extend(self.edits(other, first.text));
            let typed = self.typed(other, other.texts.get(1..).unwrap_or_default());
            if !typed.is_empty() {
                let end = self.end_of(other)?;
                edits.push((end, end, typed));
            }
        }
        Some(edited(self.sources.get(first.text)?.text(), edits))
    }

    /// Returns what was typed, one text below the other.
    fn typed(&self, policy: &Policy, parts: &[Part]) -> String {
        let mut text = String::new();
        for part in parts {
            let Some(source) = self.sources.get(part.text) else { continue };
            let own = edited(source.text(), self.edits(policy, part.text));
            if !own.trim().is_empty() {
                text.push_str(&format!("\n{}\n", own.trim()));
            }
        }
        text
    }

    /// Returns what was replaced in one text.
    fn edits(&self, policy: &Policy, text: SourceId) -> Vec<Edit> {
        let moved = |span: &Span| policy.replaced.iter().any(|(_, new)| new == span);
        let mut edits: Vec<Edit> = Vec::new();
        for (old, new) in &policy.replaced {
            if old.source == text && !moved(old) {
                edits.push((old.start, old.end, self.in_place_of(policy, *old, *new)));
            }
            if new.source == text {
                edits.push((new.start, new.end, String::new()));
            }
        }
        edits
    }

    /// Returns the rule that stands in the place of another in the end, with its name where it has none.
    fn in_place_of(&self, policy: &Policy, old: Span, new: Span) -> String {
        let mut last = new;
        let mut name = self.name_at(old);
        loop {
            name = self.name_at(last).or(name);
            match policy.replaced.iter().find(|(before, _)| *before == last) {
                Some((_, next)) => last = *next,
                None => break,
            }
        }
        let text = self.sources.get(last.source).map_or("", |source| source.slice(last)).trim();
        match name.filter(|_| self.name_at(last).is_none()) {
            Some(name) => format!("rule {}: {text}", crate::syntax::quoted(&name)),
            None => text.to_owned(),
        }
    }

    /// Returns the name that a rule is written with.
    fn name_at(&self, span: Span) -> Option<String> {
        let text = self.sources.get(span.source)?.slice(span);
        let tree = parse_file(span.source, &Source::new("<rule>", text)).tree;
        match tree.items.into_iter().next()? {
            Item::Statement(Statement::Rule(rule)) => rule.name.map(|name| name.text),
            _ => None,
        }
    }

    /// Returns where a policy ends in its file: where the next one begins, or the file ends.
    fn end_of(&self, policy: &Policy) -> Option<u32> {
        let part = policy.texts.first()?;
        let source = self.sources.get(part.text)?;
        let items = parse_file(part.text, source).tree.items;
        let headers = items.iter().filter_map(|item| match item {
            Item::Policy(header) => Some(header.span.start),
            _ => None,
        });
        let next = headers.into_iter().nth(part.policy?.saturating_add(1));
        Some(next.unwrap_or(u32::try_from(source.text().len()).unwrap_or(u32::MAX)))
    }
}

/// Returns the line of each rule of a text, by what it says; nothing for one that stands there twice. A rule that took over a name is
/// known by what follows it, too.
fn lines_of_rules(text: &str) -> FxHashMap<String, Option<usize>> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("<saved>", text));
    let Some(source) = sources.get(id) else { return FxHashMap::default() };
    let mut lines: FxHashMap<String, Option<usize>> = FxHashMap::default();
    let tree = parse_file(id, source).tree;
    for statement in statements(&tree.items) {
        let Statement::Rule(rule) = statement else { continue };
        let line = source.position(rule.span.start as usize).line;
        let whole = source.slice(rule.span).trim();
        let named = rule.name.as_ref().and_then(|_| whole.split_once(':')).map(|(_, rest)| rest.trim());
        for said in named.into_iter().chain([whole]) {
            lines.entry(said.to_owned()).and_modify(|line| *line = None).or_insert(Some(line));
        }
    }
    lines
}

/// Returns a text with pieces of it replaced.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort();
    let mut made = String::with_capacity(text.len());
    let mut at = 0_usize;
    for (start, end, by) in edits {
        let before = text.get(at..start as usize).unwrap_or_default();
        made.push_str(before);
        if by.starts_with('\n') && !before.is_empty() && !before.ends_with('\n') {
            made.push('\n');
        }
        made.push_str(&by);
        at = end as usize;
    }
    made.push_str(text.get(at..).unwrap_or_default());
    made
}
