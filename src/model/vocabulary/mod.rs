//! The vocabulary of a policy: its levels, matters and facts.
//!
//! In: the items of one policy. Out: ids for every declared name. A kind of name that nothing declares is taken
//! from the rules: then its values are those that the rules mention, and there may be others.

mod facts;
mod figures;
mod infer;
mod lent;
mod places;
mod tables;

use super::domain::{Axis, AxisKind, AxisValue, LEVEL_NAME, Table};
use super::matters::{Leaf, MatterTree, OpenList};
use super::names::Names;
use super::value::Fact;
use super::{AxisId, Inferred, Level, LevelId, Listed, MatterId, Parameter, PartId, PartInfo, suggest};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::source::Span;
use crate::syntax::ast::{Item, MatterBlock, MatterDecl, Name, Section, Statement};
use infer::{mentioned_levels, mentioned_matters};
pub use places::Places;
use rustc_hash::FxHashMap;

/// How many facts one policy may have; each is one level of the diagram.
const MAX_FACTS: usize = crate::limits::LIMITS.facts;

/// The names of a policy and what they stand for.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub levels: Arena<LevelId, Level>,
    pub matters: MatterTree,
    pub axes: Arena<AxisId, Axis>,
    pub tables: Vec<Table>,
    pub parts: Arena<PartId, PartInfo>,
    pub parameters: Vec<Parameter>,
    pub inferred: Vec<Inferred>,
    pub listed: Vec<Listed>,
    /// For each declared matter the opening of the section that it stands in.
    pub matter_sections: Vec<Option<Span>>,
    /// Where further names stand, and the values of facts.
    pub places: Places,
    /// The axis of the date, once it is there.
    date: Option<AxisId>,
    level_names: FxHashMap<String, (LevelId, Span)>,
    fact_names: FxHashMap<String, (Fact, Span)>,
    pub diagnostics: Vec<Diagnostic>,
    /// Names whose declaration was refused; where they are used that is not told again.
    pub lost: Vec<String>,
}

/// Returns every statement with the section that it stands in.
pub(super) fn statements(items: &[Item]) -> impl Iterator<Item = (Option<&Section>, &Statement)> {
    items.iter().flat_map(|item| {
        let (section, inside, alone): (_, &[Statement], _) = match item {
            Item::Policy(_) => (None, &[], None),
            Item::Section(section) => (Some(section.as_ref()), section.statements.as_slice(), None),
            Item::Statement(statement) => (None, &[], Some(statement)),
        };
        inside.iter().chain(alone).map(move |statement| (section, statement))
    })
}

/// Words by which a document says who pays together.
const SHARING: &[&str] = &["共同", "承担", "分担", "负担"];

impl Vocabulary {
    /// Reads the declarations, and infers what nothing declares.
    pub(super) fn new(items: &[Item]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.levels(items);
        vocabulary.matters(items);
        vocabulary.performer(items);
        vocabulary.facts(items);
        vocabulary.date(items);
        vocabulary.tables(items);
        vocabulary.parts(items);
        vocabulary.parameters(items);
        vocabulary.places = Places::new(items);
        vocabulary
    }

    /// Looks up a level by its name or a local name.
    pub(super) fn level(&self, name: &str) -> Option<LevelId> {
        self.level_names.get(name).map(|(id, _)| *id)
    }

    /// Looks up a fact; `level` is the performing unit's.
    pub(super) fn axis(&self, name: &str) -> Option<AxisId> {
        match self.fact(name) {
            Some(Fact::Axis(axis)) => Some(axis),
            _ => None,
        }
    }

    /// Looks up a fact or a table.
    pub(super) fn fact(&self, name: &str) -> Option<Fact> {
        if name == LEVEL_NAME {
            return Some(Fact::Axis(super::PERFORMER));
        }
        if name == super::DATE_NAME || name == "日期" {
            return self.date.map(Fact::Axis);
        }
        self.fact_names.get(name).map(|(fact, _)| *fact)
    }

    /// Returns every name of a level.
    pub(super) fn level_words(&self) -> impl Iterator<Item = &str> {
        self.levels
            .iter()
            .flat_map(|l| std::iter::once(l.name.as_str()).chain(l.aliases.iter().map(String::as_str)))
    }

    /// Returns every name of a fact.
    pub(super) fn fact_words(&self) -> impl Iterator<Item = &str> {
        let facts = self.axes.iter().skip(1).map(|axis| (&axis.name, &axis.aliases));
        let tables = self.tables.iter().map(|table| (&table.name, &table.aliases));
        let names = facts.chain(tables);
        names.flat_map(|(name, also)| std::iter::once(name.as_str()).chain(also.iter().map(String::as_str)))
    }

    /// Reports a level that is not declared.
    pub(super) fn unknown_level(&mut self, name: &Name) {
        self.unknown_level_or(name, None);
    }

    /// Reports a level that is not declared, and what is meant instead, where that is known.
    pub(super) fn unknown_level_or(&mut self, name: &Name, meant: Option<String>) {
        if self.lost.contains(&name.text) {
            return;
        }
        let near = suggest::advice(&name.text, self.level_words());
        if let Some(Advice::OtherSign { .. }) = near {
            self.lost.push(name.text.clone());
        }
        let known = self.levels.iter().map(Level::called).collect();
        let message = Message::UnknownLevel { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownLevel, name.span, message);
        self.diagnostics.push(match near {
            Some(near) => diagnostic.help(near),
            None if let Some(name) = meant => diagnostic.help(Advice::DidYouMean { name }),
            None if self.levels.is_empty() => {
                diagnostic.help(Advice::DeclareLevel { name: name.text.clone() })
            }
            // Words of the document where its meaning is to be stated: 市县共同承担.
            None if SHARING.iter().any(|word| name.text.contains(word)) => {
                diagnostic.help(Advice::Levels { known }).help(Advice::PartTwice)
            }
            None => diagnostic.help(Advice::Levels { known }),
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
        self.members(items);
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
        let own = name;
        let texts = aliases.iter().map(|alias| alias.text.clone()).collect();
        let id = self.levels.push(Level {
            name: name.text.clone(),
            aliases: texts,
            members: Vec::new(),
            span: name.span,
        });
        for name in std::iter::once(name).chain(aliases) {
            match self.level_names.get(&name.text) {
                Some((known, first)) => {
                    // The level itself once more, not one of its further names.
                    let same = name.span == own.span && self.levels[*known].span == *first;
                    let found = if same { twice(name, *first) } else { duplicate(name, *first) };
                    self.diagnostics.push(found);
                }
                None => {
                    self.level_names.insert(name.text.clone(), (id, name.span));
                }
            }
        }
    }

    /// Finds what composite levels are made of, through further composite ones.
    fn members(&mut self, items: &[Item]) {
        let mut direct: FxHashMap<LevelId, (Vec<LevelId>, Span)> = FxHashMap::default();
        for (_, statement) in statements(items) {
            let Statement::Level(decl) = statement else { continue };
            let Some(level) = self.level(&decl.name.text).filter(|_| !decl.members.is_empty()) else {
                continue;
            };
            let mut members = Vec::new();
            for name in &decl.members {
                match self.level(&name.text) {
                    Some(member) => members.push(member),
                    None => self.unknown_level(name),
                }
            }
            direct.insert(level, (members, decl.name.span));
        }
        for (&level, (members, span)) in &direct {
            let mut found: Vec<LevelId> = Vec::new();
            let mut waiting = members.clone();
            let mut seen: Vec<LevelId> = Vec::new();
            while let Some(next) = waiting.pop() {
                if seen.contains(&next) {
                    continue;
                }
                seen.push(next);
                match direct.get(&next) {
                    Some((inner, _)) => waiting.extend(inner),
                    None => found.push(next),
                }
            }
            if seen.contains(&level) {
                let message = Message::InsideItself { name: self.levels[level].name.clone() };
                self.diagnostics
                    .push(Diagnostic::error(Code::Cycle, *span, message).help(Advice::InsideItself));
            }
            found.sort_unstable();
            if let Some(level) = self.levels.get_mut(level) {
                level.members = found;
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
                    let id = self.matters.open_node(name.text.clone(), Vec::new(), None, false, name.span);
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
        let whole_group = group.filter(|&group| self.matters.nodes[group].whole);
        for name in std::iter::once(&decl.name).chain(&decl.aliases) {
            if self.inside(group, &name.text) {
                let message = Message::InsideItself { name: name.text.clone() };
                self.diagnostics
                    .push(Diagnostic::error(Code::Cycle, name.span, message).help(Advice::InsideItself));
                continue;
            }
            let first = match whole_group {
                Some(group) => self.matters.component(group, &name.text),
                None => self.matters.find(&name.text),
            };
            if let Some(first) = first {
                let known = &self.matters.nodes[first];
                let same = known.parent == group && known.name == decl.name.text && name == &decl.name;
                self.diagnostics.push(if same {
                    twice(name, known.span)
                } else {
                    duplicate(name, known.span)
                });
            }
        }
        let aliases = decl.aliases.iter().map(|alias| alias.text.clone()).collect();
        let name = decl.name.text.clone();
        let id = self.matters.open_node(name, aliases, group, decl.whole, decl.name.span);
        self.matter_sections.push(section.map(|section| section.span));
        match &decl.block {
            Some(block) if !(block.matters.is_empty() && block.open.is_none()) => {
                self.matter_block(block, Some(id), section);
            }
            _ => self.matters.add_leaf(Leaf { matter: id, elsewhere: false }),
        }
        self.matters.close_node(id);
    }

    /// Tells whether a group, or one around it, has this name.
    fn inside(&self, mut group: Option<MatterId>, name: &str) -> bool {
        while let Some(id) = group {
            let node = &self.matters.nodes[id];
            if node.name == name || node.aliases.iter().any(|alias| alias == name) {
                return true;
            }
            group = node.parent;
        }
        false
    }

    fn add_matter_axis(&mut self) {
        let values = (0..self.matters.leaf_count()).map(|_| AxisValue::word(""));
        self.axes.push(Axis {
            name: "matter".to_owned(),
            aliases: vec!["事项".to_owned()],
            kind: AxisKind::Matter,
            values: values.collect(),
            nodes: Vec::new(),
            scale: None,
            open: true,
            inferred: false,
            span: None,
            names: Names::default(),
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
                    Some(level) if levels.contains(&level) => self.diagnostics.push(twice(name, decl.span)),
                    Some(level) => levels.push(level),
                    None => {
                        broken = true;
                        self.unknown_level(name);
                    }
                }
            }
            // With a misspelt level the range is not known: nothing is said to lie outside of it.
            range = Some((if broken { self.single_levels() } else { levels }, decl.span));
        }
        let inferred = range.is_none() && self.inferred.contains(&Inferred::Levels);
        let mut levels = match range {
            Some((levels, _)) => levels,
            None if inferred => self.mentioned_performers(items),
            None => self.single_levels(),
        };
        levels.sort_unstable();
        self.axes.push(Axis {
            name: LEVEL_NAME.to_owned(),
            aliases: vec!["层级".to_owned()],
            kind: AxisKind::Role,
            values: self.level_values(&levels),
            nodes: Vec::new(),
            scale: None,
            open: inferred,
            inferred,
            span: None,
            names: Names::default(),
        });
    }

    /// Returns the levels that are not made of others.
    fn single_levels(&self) -> Vec<LevelId> {
        self.levels.pairs().filter(|(_, level)| level.members.is_empty()).map(|(id, _)| id).collect()
    }

    fn level_values(&self, levels: &[LevelId]) -> Vec<AxisValue> {
        let value = |id: &LevelId| {
            let level = &self.levels[*id];
            AxisValue { level: Some(*id), aliases: level.aliases.clone(), ..AxisValue::word(&level.name) }
        };
        levels.iter().map(value).collect()
    }

    fn add_fact<'a>(&mut self, axis: Axis, names: impl Iterator<Item = &'a Name>) -> AxisId {
        let id = self.axes.push(axis);
        self.add_names(Fact::Axis(id), names);
        id
    }

    fn add_names<'a>(&mut self, fact: Fact, names: impl Iterator<Item = &'a Name>) {
        for name in names {
            if TAKEN.contains(&name.text.as_str()) {
                let message = Message::DuplicateName { name: name.text.clone() };
                let taken = Diagnostic::error(Code::DuplicateName, name.span, message);
                self.diagnostics.push(taken.help(Advice::DuplicateName));
            }
            match self.fact_names.get(&name.text) {
                Some((_, first)) => self.diagnostics.push(duplicate(name, *first)),
                None => {
                    self.fact_names.insert(name.text.clone(), (fact, name.span));
                }
            }
        }
    }
}

/// Facts that every policy has.
const TAKEN: &[&str] = &["level", "层级", "matter", "事项", "date", "日期"];

/// Words for yes: the first is canonical.
const YES: &[&str] = &["yes", "是"];
/// Words for no.
const NO: &[&str] = &["no", "否"];

/// Makes a value; yes and no have their counterparts in the other language as aliases.
fn word(name: &str) -> AxisValue {
    let family = [YES, NO].into_iter().find(|family| family.contains(&name)).unwrap_or_default();
    let aliases = family.iter().filter(|other| **other != name).map(|&other| other.to_owned()).collect();
    AxisValue { aliases, ..AxisValue::word(name) }
}

/// Reports a thing that is declared a second time.
pub(super) fn twice(name: &Name, first: Span) -> Diagnostic {
    if name.span.source != first.source {
        return duplicate(name, first);
    }
    Diagnostic::error(Code::DuplicateName, name.span, Message::DeclaredTwice { name: name.text.clone() })
        .label(first, Message::LabelFirstHere)
        .help(Advice::DeclaredTwice)
}

pub(super) fn duplicate(name: &Name, first: Span) -> Diagnostic {
    let help = if name.span.source == first.source {
        Advice::DuplicateName
    } else {
        Advice::QualifyName { name: name.text.clone() }
    };
    Diagnostic::error(Code::DuplicateName, name.span, Message::DuplicateName { name: name.text.clone() })
        .label(first, Message::LabelFirstHere)
        .help(help)
}
