//! Tree → meaning.
//!
//! In: the items of one policy. Out: a [`Model`], in which every name has become an id and nothing is left to
//! look up; or what was wrong with the names. How rules meet is not decided here: that is the diagram's.

mod domain;
mod expect;
mod matters;
mod query;
mod resolve;
mod set;
mod suggest;
mod vocabulary;

pub use domain::{Axis, AxisKind, AxisValue, DATE_NAME, LEVEL_NAME, MATTER, PERFORMER};
pub use expect::{Branch, Expect, Expectation, Plain};
pub use matters::{Leaf, Matter, MatterTree, OpenList};
pub use query::{Known, Query, Subject, UnknownValue, resolve_query};
pub use resolve::{policies, resolve};
pub use set::ValueSet;
pub use suggest::{nearest, neighbours};

use crate::arena::{Arena, ids};
use crate::source::Span;
use crate::syntax::ast::Text;
use jiff::civil::Date;

ids! {
    /// A level of government.
    LevelId;
    /// A node of the tree of matters.
    MatterId;
    /// A fact that answers may depend on.
    AxisId;
    /// A statement that says something of a region.
    RuleId;
    /// A section of the document.
    SectionId;
}

/// One policy, every name resolved.
#[derive(Debug, Clone)]
pub struct Model {
    /// The document number, or the file's name where there is no header.
    pub name: String,
    /// What the header says.
    pub header: Header,
    /// The levels, from the top down.
    pub levels: Arena<LevelId, Level>,
    /// The matters.
    pub matters: MatterTree,
    /// The axes: matter, level, then the facts as declared.
    pub axes: Arena<AxisId, Axis>,
    /// The sections, in order.
    pub sections: Arena<SectionId, SectionInfo>,
    /// The rules, in order.
    pub rules: Arena<RuleId, Rule>,
    /// The `expect` lines, in order.
    pub expects: Vec<Expect>,
    /// What was taken from the rules because nothing declares it.
    pub inferred: Vec<Inferred>,
    /// Where the policy starts, for findings about all of it.
    pub span: Option<Span>,
}

/// What a policy header says.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// `title "…"`
    pub title: Option<String>,
    /// `under "…"`
    pub under: Option<String>,
    /// `issued`: the day of signing.
    pub issued: Option<Date>,
    /// `published`
    pub published: Option<Date>,
    /// `effective`: the first day in force.
    pub effective: Option<Date>,
    /// `until`: the last day in force.
    pub until: Option<Date>,
}

/// A level of government.
#[derive(Debug, Clone)]
pub struct Level {
    /// `county`
    pub name: String,
    /// `县`, `区`
    pub aliases: Vec<String>,
}

/// A section of the document.
#[derive(Debug, Clone)]
pub struct SectionInfo {
    /// `二(二)`
    pub label: String,
    /// `知识产权运用促进`
    pub title: Option<String>,
}

/// A kind of vocabulary that nothing declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inferred {
    /// No `matters` statement.
    Matters,
    /// No `level` statement.
    Levels,
    /// No `fact` statement names it.
    Fact(AxisId),
}

/// A statement that says something of a region.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its own name, or one made from its section and its place there: `二(二).3`.
    pub id: String,
    /// What it says.
    pub effect: Effect,
    /// The matters that it is about.
    pub matters: ValueSet,
    /// When it applies.
    pub condition: Condition,
    /// The section that it stands in.
    pub section: Option<SectionId>,
    /// `cite 二(六)第二段`; otherwise the section's label is cited.
    pub cite: Option<String>,
    /// `quote "…"`
    pub quote: Option<Text>,
    /// `note "…"`
    pub notes: Vec<String>,
    /// The rules that it beats, directly or through others, in order.
    pub beats: Vec<RuleId>,
    /// The whole statement.
    pub span: Span,
}

/// What a rule says of its region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It allocates.
    Allocate(Statement),
    /// It allocates where no other rule applies.
    Default(Statement),
    /// The region cannot occur, for this reason.
    Impossible(String),
    /// A conflict there is known, for this reason.
    AcknowledgeConflict(String),
    /// A gap there is known, for this reason.
    AcknowledgeGap(String),
}

/// An answer before roles are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who has the authority.
    pub class: Option<ClassTerm>,
    /// Who pays.
    pub payer: Option<PayerTerm>,
}

/// A class as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClassTerm {
    /// The same in every case.
    Fixed(Class),
    /// The level that a role has: `same level`, `by affiliation`.
    Role(AxisId),
}

/// A payer as a rule states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayerTerm {
    /// The same in every case.
    Fixed(Payer),
    /// The level that a role has: `same level`, `by affiliation`.
    Role(AxisId),
    /// The level that the class resolves to: `owner level`.
    Owner,
}

/// Who has the authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// One level alone.
    Level(LevelId),
    /// Several; the levels where they are named.
    Shared(Vec<LevelId>),
    /// A clause leaves it open.
    Undetermined,
    /// Somebody above keeps it.
    Retained(Party),
    /// Another document says.
    Governed(String),
}

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Payer {
    /// One level pays all.
    Level(LevelId),
    /// Several pay jointly; the split is not stated.
    Unstated,
    /// Another document sets it.
    Elsewhere(Option<String>),
    /// A clause leaves it open.
    Undetermined,
    /// Follows from a class that is retained.
    Retained(Party),
    /// Follows from a class that another document governs.
    Governed(String),
}

/// A level, or somebody who is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// `province`
    Level(LevelId),
    /// `"国家知识产权局"`
    Named(String),
}

/// When a rule applies, besides its matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Always.
    Always,
    /// A fact has one of these values.
    Test(AxisId, ValueSet),
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

impl Model {
    /// Returns what a rule cites: `本政办发〔2025〕9号 二(二)`.
    #[must_use]
    pub fn citation(&self, rule: &Rule) -> String {
        match self.cited_section(rule) {
            Some(label) => format!("{} {label}", self.name),
            None => self.name.clone(),
        }
    }

    /// Returns the label of the section that a rule cites.
    #[must_use]
    pub fn cited_section<'m>(&'m self, rule: &'m Rule) -> Option<&'m str> {
        match (&rule.cite, rule.section) {
            (Some(cite), _) => Some(cite),
            (None, Some(section)) => Some(&self.sections[section].label),
            (None, None) => None,
        }
    }

    /// Returns the reasons that rules give, each once, joined in an order that does not follow the file.
    #[must_use]
    pub fn reasons(&self, rules: &[RuleId]) -> Option<String> {
        let mut reasons: Vec<&str> =
            rules.iter().filter_map(|&rule| self.rules[rule].effect.because()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        if reasons.is_empty() { None } else { Some(reasons.join("; ")) }
    }

    /// Tells whether any rule states a class at all.
    #[must_use]
    pub fn states_class(&self) -> bool {
        self.rules.iter().any(|rule| rule.effect.statement().is_some_and(|says| says.class.is_some()))
    }

    /// Tells whether any rule states a payer at all.
    #[must_use]
    pub fn states_payer(&self) -> bool {
        self.rules.iter().any(|rule| rule.effect.statement().is_some_and(|says| says.payer.is_some()))
    }
}

impl Effect {
    /// Returns the reason that an impossible case or an acknowledgement gives.
    #[must_use]
    pub fn because(&self) -> Option<&str> {
        match self {
            Effect::Impossible(because)
            | Effect::AcknowledgeConflict(because)
            | Effect::AcknowledgeGap(because) => Some(because),
            Effect::Allocate(_) | Effect::Default(_) => None,
        }
    }

    /// Returns what the rule allocates, if it does.
    #[must_use]
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Effect::Allocate(says) | Effect::Default(says) => Some(says),
            _ => None,
        }
    }
}
