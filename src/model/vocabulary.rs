//! The vocabulary of a policy: its levels, matters and facts.
//!
//! In: the items of one policy. Out: ids for every declared name. A kind of name that nothing declares is taken
//! from the rules: then its values are those that the rules mention, and there may be others.

use super::domain::{Axis, AxisKind, AxisValue, LEVEL_NAME};
use super::matters::{Leaf, MatterTree, OpenList};
use super::{AxisId, Inferred, Level, LevelId, MatterId, suggest};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::source::Span;
use crate::syntax::ast::{
    self, Condition, FactDecl, Item, MatterBlock, MatterDecl, Name, PayerWord, Section, Statement, Subject,
    Value,
};
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
                if self.level(&name.text).is_none() && !self.is_answer_word(name) {
                    self.add_level(name, &[]);
                }
            }
            if !self.levels.is_empty() {
                self.inferred.push(Inferred::Levels);
            }
        }
    }

    /// Refuses to take for a level what is, or nearly is, another word of an answer: `=> sharde`.
    fn is_answer_word(&mut self, name: &Name) -> bool {
        let exact = ANSWER_WORDS.iter().find(|(word, _)| *word == name.text).map(|(_, meant)| *meant);
        let near = || suggest::nearest(&name.text, ANSWER_WORDS.iter().map(|(word, _)| *word));
        let near = near()
            .and_then(|near| ANSWER_WORDS.iter().find(|(word, _)| *word == near))
            .map(|(_, meant)| *meant);
        let Some(meant) = exact.or(near) else { return false };
        let message = Message::UnknownLevel { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownLevel, name.span, message);
        self.diagnostics.push(diagnostic.help(Message::DidYouMean { name: meant.to_owned() }));
        true
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
            for name in &decl.levels {
                match self.level(&name.text) {
                    Some(level) if levels.contains(&level) => {
                        self.diagnostics.push(duplicate(name, decl.span))
                    }
                    Some(level) => levels.push(level),
                    None => self.unknown_level(name),
                }
            }
            range = Some((levels, decl.span));
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

    /// Returns the levels that rules are at; all that are mentioned where no rule is at one.
    fn mentioned_performers(&self, items: &[Item]) -> Vec<LevelId> {
        let mut levels: Vec<LevelId> = Vec::new();
        for rule in rules(items) {
            let mut names: Vec<&Name> = rule.levels.iter().flatten().collect();
            if let Some(condition) = &rule.condition {
                level_tests(condition, &mut names);
            }
            levels.extend(names.iter().filter_map(|name| self.level(&name.text)));
        }
        levels.sort_unstable();
        levels.dedup();
        if levels.is_empty() { self.levels.ids().collect() } else { levels }
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
            Some(levels) if !decl.open && !decl.ordered && !levels.is_empty() => {
                (AxisKind::Role, self.level_values(&levels))
            }
            _ => (AxisKind::Enumeration { ordered: decl.ordered }, word_values(decl)),
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

    /// Makes a fact of each name that conditions test; its values are those that they mention.
    fn infer_facts(&mut self, mentioned: &[&ast::Test]) {
        let mut facts: Vec<(&Name, Vec<&Name>)> = Vec::new();
        for test in mentioned.iter().filter(|test| test.fact.text != LEVEL_NAME) {
            let named = test.values.iter().filter_map(|value| match value {
                Value::Named(name) => Some(name),
                Value::Other(_) => None,
            });
            match facts.iter_mut().find(|(fact, _)| fact.text == test.fact.text) {
                Some((_, values)) => values.extend(named),
                None => facts.push((&test.fact, named.collect())),
            }
        }
        for (fact, mut names) in facts.into_iter().take(MAX_FACTS) {
            let yes_no = names
                .iter()
                .all(|name| YES.contains(&name.text.as_str()) || NO.contains(&name.text.as_str()));
            let mut values: Vec<AxisValue> = Vec::new();
            if yes_no {
                values.extend([word("yes"), word("no")]);
            } else {
                names.retain(|name| values_push(&mut values, name));
            }
            let axis = Axis {
                name: fact.text.clone(),
                aliases: Vec::new(),
                kind: AxisKind::Enumeration { ordered: false },
                values,
                open: !yes_no,
                inferred: true,
            };
            let id = self.add_fact(axis, std::iter::once(fact));
            self.inferred.push(Inferred::Fact(id));
        }
    }
}

/// Words of an answer that are no levels, and what is meant.
const ANSWER_WORDS: &[(&str, &str)] = &[
    ("shared", "shared"),
    ("undetermined", "undetermined"),
    ("retained", "retained by"),
    ("governed", "governed by"),
    ("unstated", "unstated"),
    ("elsewhere", "elsewhere"),
    ("same", "same level"),
    ("owner", "owner level"),
    ("gap", "undetermined"),
    ("conflict", "undetermined"),
    ("共同", "共同"),
    ("共同财政事权", "共同"),
    ("未定", "未定"),
    ("待定", "未定"),
    ("保留", "保留"),
    ("适用", "适用"),
    ("另定", "另定"),
    ("各级", "未分摊"),
    ("各自承担", "承办级"),
    ("承办级", "承办级"),
    ("本级财政", "承办级"),
    ("事权级", "事权级"),
];

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

fn values_push(values: &mut Vec<AxisValue>, name: &Name) -> bool {
    let fresh = values.iter().all(|value| value.name != name.text);
    if fresh {
        values.push(AxisValue { name: name.text.clone(), aliases: Vec::new(), level: None });
    }
    fresh
}

pub(super) fn duplicate(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code::DuplicateName, name.span, Message::DuplicateName { name: name.text.clone() })
        .label(first, Message::LabelFirstHere)
        .help(Message::HelpDuplicateName)
}

fn rules(items: &[Item]) -> impl Iterator<Item = &ast::Rule> {
    statements(items).filter_map(|(_, statement)| match statement {
        Statement::Rule(rule) => Some(rule.as_ref()),
        _ => None,
    })
}

fn mentioned_matters(items: &[Item]) -> Vec<&Name> {
    let mut names = Vec::new();
    for rule in rules(items) {
        if let Subject::Names(subject) = &rule.subject {
            names.extend(subject);
        }
    }
    names
}

fn mentioned_levels(items: &[Item]) -> Vec<&Name> {
    let mut names: Vec<&Name> = Vec::new();
    for rule in rules(items) {
        names.extend(rule.levels.iter().flatten());
        if let Some(condition) = &rule.condition {
            level_tests(condition, &mut names);
        }
        if let ast::Effect::Allocate(answer) | ast::Effect::Default(answer) = &rule.effect {
            match &answer.class {
                Some(ast::ClassWord::Level(name)) => names.push(name),
                Some(ast::ClassWord::Shared(among)) => names.extend(among),
                _ => {}
            }
            if let Some(PayerWord::Level(name)) = &answer.payer {
                names.push(name);
            }
        }
    }
    names
}

fn level_tests<'a>(condition: &'a Condition, names: &mut Vec<&'a Name>) {
    let mut tests = Vec::new();
    fact_tests(condition, &mut tests);
    for test in tests.into_iter().filter(|test| test.fact.text == LEVEL_NAME) {
        names.extend(test.values.iter().filter_map(|value| match value {
            Value::Named(name) => Some(name),
            Value::Other(_) => None,
        }));
    }
}

fn fact_tests<'a>(condition: &'a Condition, tests: &mut Vec<&'a ast::Test>) {
    match condition {
        Condition::Test(test) => tests.push(test),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| fact_tests(part, tests))
        }
        Condition::Not(part) => fact_tests(part, tests),
    }
}
