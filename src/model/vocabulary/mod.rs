//! The vocabulary of a policy: its levels, matters and facts.
//!
//! In: the items of one policy. Out: ids for every declared name. A kind of name that nothing declares is taken
//! from the rules: then its values are those that the rules mention, and there may be others.

mod infer;

use super::domain::{Axis, AxisKind, AxisValue, LEVEL_NAME};
use super::matters::{Leaf, MatterTree, OpenList};
use super::{AxisId, Inferred, Level, LevelId, MatterId, suggest};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::source::Span;
use crate::syntax::ast::{FactDecl, Item, MatterBlock, MatterDecl, Name, Section, Statement};
use infer::{fact_tests, mentioned_levels, mentioned_matters, rules};
use rustc_hash::FxHashMap;

/// How many facts one policy may have; each is one level of the diagram.
const MAX_FACTS: usize = 256;

/// The names of a policy and what they stand for.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub levels: Arena<LevelId, Level>,
    pub matters: MatterTree,
    pub axes: Arena<AxisId, Axis>,
    pub inferred: Vec<Inferred>,
    level_names: FxHashMap<String, (LevelId, Span)>,
    fact_names: FxHashMap<String, (AxisId, Span)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Returns every statement with the section that it stands in.
pub(super) fn statements(items: &[Item]) -> impl Iterator<Item = (Option<&Section>, &Statement)> {
    items.iter().flat_map(|item| {
        let (section, inside, alone): (_, &[Statement], _) = match item {
            Item::Policy(_) => (None, &[], None),
            Item::Section(section) => (Some(section), section.statements.as_slice(), None),
            Item::Statement(statement) => (None, &[], Some(statement)),
        };
        inside.iter().chain(alone).map(move |statement| (section, statement))
    })
}

impl Vocabulary {
    /// Reads the declarations, and infers what nothing declares.
    pub(super) fn new(items: &[Item]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.levels(items);
        vocabulary.matters(items);
        vocabulary.performer(items);
        vocabulary.facts(items);
        vocabulary
    }

    /// Looks up a level by its name or a local name.
    pub(super) fn level(&self, name: &str) -> Option<LevelId> {
        self.level_names.get(name).map(|(id, _)| *id)
    }

    /// Looks up a fact; `level` is the performing unit's.
    pub(super) fn axis(&self, name: &str) -> Option<AxisId> {
        if name == LEVEL_NAME { Some(super::PERFORMER) } else { self.fact_names.get(name).map(|(id, _)| *id) }
    }

    /// Returns every name of a level.
    pub(super) fn level_words(&self) -> impl Iterator<Item = &str> {
        self.levels
            .iter()
            .flat_map(|l| std::iter::once(l.name.as_str()).chain(l.aliases.iter().map(String::as_str)))
    }

    /// Returns every name of a fact.
    pub(super) fn fact_words(&self) -> impl Iterator<Item = &str> {
        let facts = self.axes.iter().skip(1);
        facts.flat_map(|a| std::iter::once(a.name.as_str()).chain(a.aliases.iter().map(String::as_str)))
    }

    /// Reports a level that is not declared.
    pub(super) fn unknown_level(&mut self, name: &Name) {
        let near = suggest::nearest(&name.text, self.level_words()).map(str::to_owned);
        let known = self.levels.iter().map(|level| level.name.clone()).collect();
        let message = Message::UnknownLevel { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownLevel, name.span, message);
        self.diagnostics.push(match near {
            Some(near) => diagnostic.help(Message::DidYouMean { name: near }),
            None if self.levels.is_empty() => {
                diagnostic.help(Message::HelpDeclareLevel { name: name.text.clone() })
            }
            None => diagnostic.help(Message::HelpLevels { known }),
        });
    }

    // ------------------------------------------------------------ levels

    fn levels(&mut self, items: &[Item]) {
        let mut declared = false;
        for (_, statement) in statements(items) {
            if let Statement::Level(decl) = statement {
                declared = true;
                self.add_level(&decl.name, &decl.aliases);
            }
        }
        if !declared {
            for name in mentioned_levels(items) {
                if self.level(&name.text).is_none() && !self.refuse_answer_word(name) {
                    self.add_level(name, &[]);
                }
            }
            if !self.levels.is_empty() {
                self.inferred.push(Inferred::Levels);
            }
        }
    }

    fn add_level(&mut self, name: &Name, aliases: &[Name]) {
        let texts = aliases.iter().map(|alias| alias.text.clone()).collect();
        let id = self.levels.push(Level { name: name.text.clone(), aliases: texts });
        for name in std::iter::once(name).chain(aliases) {
            match self.level_names.get(&name.text) {
                Some((_, first)) => self.diagnostics.push(duplicate(name, *first)),
                None => {
                    self.level_names.insert(name.text.clone(), (id, name.span));
                }
            }
        }
    }

    // ------------------------------------------------------------ matters

    fn matters(&mut self, items: &[Item]) {
        let mut declared = false;
        for (section, statement) in statements(items) {
            if let Statement::Matters(block) = statement {
                declared = true;
                self.matter_block(block, None, section);
            }
        }
        if !declared {
            for name in mentioned_matters(items) {
                if self.matters.find(&name.text).is_none() {
                    let id = self.matters.open_node(name.text.clone(), Vec::new(), None, name.span);
                    self.matters.add_leaf(Leaf { matter: id, elsewhere: false });
                    self.matters.close_node(id);
                }
            }
            if self.matters.leaf_count() > 0 {
                self.inferred.push(Inferred::Matters);
            }
        }
        self.add_matter_axis();
    }

    fn matter_block(&mut self, block: &MatterBlock, group: Option<MatterId>, section: Option<&Section>) {
        for decl in &block.matters {
            self.matter_decl(decl, group, section);
        }
        if let Some(span) = block.open {
            if let Some(group) = group {
                self.matters.add_leaf(Leaf { matter: group, elsewhere: true });
            }
            self.matters.open_lists.push(OpenList {
                group,
                section: section.map(|section| section.label.text.clone()),
                first: block.matters.first().map(|decl| decl.name.text.clone()),
                span,
            });
        }
    }

    fn matter_decl(&mut self, decl: &MatterDecl, group: Option<MatterId>, section: Option<&Section>) {
        for name in std::iter::once(&decl.name).chain(&decl.aliases) {
            if let Some(first) = self.matters.find(&name.text) {
                let place = self.matters.nodes[first].span;
                self.diagnostics.push(duplicate(name, place));
            }
        }
        let aliases = decl.aliases.iter().map(|alias| alias.text.clone()).collect();
        let id = self.matters.open_node(decl.name.text.clone(), aliases, group, decl.name.span);
        match &decl.block {
            Some(block) if !(block.matters.is_empty() && block.open.is_none()) => {
                self.matter_block(block, Some(id), section);
            }
            _ => self.matters.add_leaf(Leaf { matter: id, elsewhere: false }),
        }
        self.matters.close_node(id);
    }

    fn add_matter_axis(&mut self) {
        let values = (0..self.matters.leaf_count()).map(|_| AxisValue {
            name: String::new(),
            aliases: Vec::new(),
            level: None,
        });
        self.axes.push(Axis {
            name: "matter".to_owned(),
            aliases: vec!["事项".to_owned()],
            kind: AxisKind::Matter,
            values: values.collect(),
            open: true,
            inferred: false,
        });
    }

    // ------------------------------------------------------------ the performer and the other facts

    fn performer(&mut self, items: &[Item]) {
        let mut range: Option<(Vec<LevelId>, Span)> = None;
        for (_, statement) in statements(items) {
            let Statement::Performer(decl) = statement else { continue };
            if let Some((_, first)) = range {
                let name = Name { text: "performer".to_owned(), span: decl.span };
                self.diagnostics.push(duplicate(&name, first));
                continue;
            }
            let mut levels = Vec::new();
            let mut broken = false;
            for name in &decl.levels {
                match self.level(&name.text) {
                    Some(level) if levels.contains(&level) => {
                        self.diagnostics.push(duplicate(name, decl.span))
                    }
                    Some(level) => levels.push(level),
                    None => {
                        broken = true;
                        self.unknown_level(name);
                    }
                }
            }
            // With a misspelt level the range is not known: nothing is said to lie outside of it.
            range = Some((if broken { self.levels.ids().collect() } else { levels }, decl.span));
        }
        let inferred = range.is_none() && self.inferred.contains(&Inferred::Levels);
        let mut levels = match range {
            Some((levels, _)) => levels,
            None if inferred => self.mentioned_performers(items),
            None => self.levels.ids().collect(),
        };
        levels.sort_unstable();
        self.axes.push(Axis {
            name: LEVEL_NAME.to_owned(),
            aliases: vec!["层级".to_owned()],
            kind: AxisKind::Role,
            values: self.level_values(&levels),
            open: inferred,
            inferred,
        });
    }

    fn level_values(&self, levels: &[LevelId]) -> Vec<AxisValue> {
        let value = |id: &LevelId| {
            let level = &self.levels[*id];
            AxisValue { name: level.name.clone(), aliases: level.aliases.clone(), level: Some(*id) }
        };
        levels.iter().map(value).collect()
    }

    fn facts(&mut self, items: &[Item]) {
        let mut declared = false;
        for (_, statement) in statements(items) {
            if let Statement::Fact(decl) = statement {
                declared = true;
                self.fact(decl);
            }
        }
        if !declared {
            let mut mentioned = Vec::new();
            for rule in rules(items) {
                if let Some(condition) = &rule.condition {
                    fact_tests(condition, &mut mentioned);
                }
            }
            self.infer_facts(&mentioned);
        }
    }

    fn fact(&mut self, decl: &FactDecl) {
        if self.fact_names.len() >= MAX_FACTS {
            let message = Message::TooManyFacts { limit: MAX_FACTS };
            self.diagnostics.push(Diagnostic::error(Code::TooManyFacts, decl.name.span, message));
            return;
        }
        for name in std::iter::once(&decl.name).chain(&decl.aliases) {
            if TAKEN.contains(&name.text.as_str()) {
                let message = Message::DuplicateName { name: name.text.clone() };
                let taken = Diagnostic::error(Code::DuplicateName, name.span, message);
                self.diagnostics.push(taken.help(Message::HelpDuplicateName));
            }
        }
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for name in decl.values.iter().flat_map(|v| std::iter::once(&v.name).chain(&v.aliases)) {
            match seen.get(name.text.as_str()) {
                Some(first) => self.diagnostics.push(duplicate(name, *first)),
                None => {
                    seen.insert(&name.text, name.span);
                }
            }
        }
        let levels: Option<Vec<LevelId>> =
            decl.values.iter().map(|value| self.level(&value.name.text)).collect();
        let (kind, values) = match levels {
            Some(levels) if !decl.open && !levels.is_empty() => (AxisKind::Role, self.level_values(&levels)),
            _ => (AxisKind::Enumeration, word_values(decl)),
        };
        let axis = Axis {
            name: decl.name.text.clone(),
            aliases: decl.aliases.iter().map(|alias| alias.text.clone()).collect(),
            kind,
            values,
            open: decl.open,
            inferred: false,
        };
        self.add_fact(axis, std::iter::once(&decl.name).chain(&decl.aliases));
    }

    fn add_fact<'a>(&mut self, axis: Axis, names: impl Iterator<Item = &'a Name>) -> AxisId {
        let id = self.axes.push(axis);
        for name in names {
            match self.fact_names.get(&name.text) {
                Some((_, first)) => self.diagnostics.push(duplicate(name, *first)),
                None => {
                    self.fact_names.insert(name.text.clone(), (id, name.span));
                }
            }
        }
        id
    }
}

/// Facts that every policy has.
const TAKEN: &[&str] = &["level", "层级", "matter", "事项", "date", "日期"];

/// Words for yes: the first is canonical.
const YES: &[&str] = &["yes", "是"];
/// Words for no.
const NO: &[&str] = &["no", "否"];

fn word_values(decl: &FactDecl) -> Vec<AxisValue> {
    let mut values: Vec<AxisValue> = Vec::new();
    let declared = |text: &str| {
        decl.values.iter().any(|v| v.name.text == text || v.aliases.iter().any(|a| a.text == text))
    };
    for value in &decl.values {
        let mut aliases: Vec<String> = value.aliases.iter().map(|alias| alias.text.clone()).collect();
        aliases.extend(word(&value.name.text).aliases.into_iter().filter(|alias| !declared(alias)));
        values.push(AxisValue { name: value.name.text.clone(), aliases, level: None });
    }
    values
}

/// Makes a value; yes and no have their counterparts in the other language as aliases.
fn word(name: &str) -> AxisValue {
    let family = [YES, NO].into_iter().find(|family| family.contains(&name)).unwrap_or_default();
    let aliases = family.iter().filter(|other| **other != name).map(|&other| other.to_owned()).collect();
    AxisValue { name: name.to_owned(), aliases, level: None }
}

pub(super) fn duplicate(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code::DuplicateName, name.span, Message::DuplicateName { name: name.text.clone() })
        .label(first, Message::LabelFirstHere)
        .help(Message::HelpDuplicateName)
}
