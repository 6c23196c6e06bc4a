//! Tree → meaning.
//!
//! In: the items of one policy. Out: a [`Model`], in which every name has become an id and nothing is left to
//! look up; or what was wrong with the names. How rules meet is not decided here: that is the diagram's.

mod above;
mod answer;
mod domain;
mod expect;
mod look_alike;
mod matters;
mod names;
mod near;
mod query;
mod resolve;
mod run_together;
mod scale;
mod set;
pub mod share;
mod suggest;
mod value;
mod vocabulary;

pub use answer::{
    AMOUNT, Amount, Arm, Class, ClassTerm, Factor, FurtherTerm, FurtherValue, PartInfo, Party, Payee, Payer,
    PayerTerm, Portion, PortionShare, PortionTerm, Statement, TRANSFER, Transfer,
};
pub use domain::{
    Axis, AxisKind, AxisNode, AxisValue, DATE_NAME, LEVEL_NAME, MATTER, Narrower, PERFORMER, Table, TableRow,
};
pub use expect::{Branch, Expect, Expectation, ExpectedAmount, Plain};
pub use look_alike::LookAlike;
pub use matters::{Leaf, Matter, MatterTree, OpenList};
pub use near::{is_near, names_no_matter, near_keys, says_something, tells_nothing};
pub use query::{
    Known, Query, Subject, UnknownValue, is_bare, known_part, may_mean, names_component, resolve_query,
};
pub use resolve::{policies, resolve};
pub use scale::{BadFigure, Interval, Scale, Unit, day_after, day_of, days, number_of, yuan};
pub use set::ValueSet;
pub use suggest::{nearest, neighbours};
pub use vocabulary::Places;

use crate::arena::{Arena, ids};
use crate::diagnostic::Code;
use crate::message::Called;
use crate::source::Span;
use crate::syntax::ast::Text;
pub use crate::syntax::ast::{Manner, Maxim};
use jiff::civil::Date;
use std::sync::Arc;

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
    /// A further part of an answer; the first is the transfer.
    PartId;
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
    /// The axes: matter, level, then the facts as declared, then the date.
    pub axes: Arena<AxisId, Axis>,
    /// The tables, in order.
    pub tables: Vec<Table>,
    /// The further parts of an answer: the transfer, the amount, then those declared.
    pub parts: Arena<PartId, PartInfo>,
    /// Figures that change with time.
    pub parameters: Vec<Parameter>,
    /// Cases that start on a day of their own.
    pub starts: Vec<Start>,
    /// Sentences that allocate nothing.
    pub remarks: Vec<Remark>,
    /// The sections that the document has, where they are listed.
    pub listed_sections: Vec<ListedSection>,
    /// What lints are allowed to pass.
    pub allowances: Vec<Allowance>,
    /// The sections, in order.
    pub sections: Arena<SectionId, SectionInfo>,
    /// The rules, in order.
    pub rules: Arena<RuleId, Rule>,
    /// The rules whose payer depends on facts row by row, rising.
    pub mapped: Vec<RuleId>,
    /// The `expect` lines, in order.
    pub expects: Vec<Expect>,
    /// What was taken from the rules because nothing declares it.
    pub inferred: Vec<Inferred>,
    /// Facts that another document's list decides.
    pub listed: Vec<Listed>,
    /// What some rule means hangs on which others there are: `overrides section 二(三)`, `payer as rule 一般`.
    pub woven: bool,
    /// Where further names stand, and the values of facts.
    pub places: Places,
    /// Where the policy starts, for findings about all of it.
    pub span: Option<Span>,
}

/// A document that a header names as one above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upper {
    /// Its number.
    pub document: String,
    /// Where it is named.
    pub span: Span,
}

/// What a policy header says.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// `title "…"`
    pub title: Option<String>,
    /// `under "…"`: the documents above, of one rank where there are several.
    pub under: Vec<Upper>,
    /// `divides 市县`: the level of that document whose part this one divides.
    pub divides: Option<String>,
    /// Where it is named.
    pub divides_span: Option<Span>,
    /// `reconstruction "…"`: the document's text was not at hand.
    pub reconstruction: Option<String>,
    /// `maxims`: which of two documents that disagree holds; those that come first before those that come next.
    pub maxims: Vec<Vec<Maxim>>,
    /// Where they are declared.
    pub maxims_span: Option<Span>,
    /// `issued`: the day of signing.
    pub issued: Option<Date>,
    /// `published`
    pub published: Option<Date>,
    /// `effective`: the first day in force.
    pub effective: Option<Date>,
    /// `until`: the last day in force.
    pub until: Option<Date>,
    /// `remainder`: who takes what is left over when money is divided; else the largest remainders do.
    pub remainder: Option<LevelId>,
}

/// A level of government.
#[derive(Debug, Clone)]
pub struct Level {
    /// `county`
    pub name: String,
    /// `县`, `区`
    pub aliases: Vec<String>,
    /// `of city, county`: what a composite level is made of; else empty.
    pub members: Vec<LevelId>,
    /// Where it is declared, or first mentioned.
    pub span: Span,
}

/// `fact listed_by_province : listed in "辽政办发〔2024〕9号" as province`
#[derive(Debug, Clone)]
pub struct Listed {
    /// The fact.
    pub axis: AxisId,
    /// `辽政办发〔2024〕9号`
    pub document: String,
    /// `province`, in that document's words, and where it stands.
    pub level: Option<(String, Span)>,
}

/// `parameter 补助标准 { 2020 : 74元; 2021 : 79元 }`
#[derive(Debug, Clone)]
pub struct Parameter {
    /// `补助标准`
    pub name: String,
    /// `人均标准`
    pub aliases: Vec<String>,
    /// What it counts: fen or pieces.
    pub unit: Unit,
    /// The days of each value, rising and disjoint, and the value.
    pub values: Vec<(Interval, i64)>,
    /// Where it is declared.
    pub span: Span,
}

/// `starts 2021-01-01 when region is 西藏`
#[derive(Debug, Clone)]
pub struct Start {
    /// The first day in force there.
    pub date: Date,
    /// The matters.
    pub matters: ValueSet,
    /// The cases.
    pub condition: Condition,
}

/// `remark "适时动态调整" matter 专利导航 cite 三(四)`
#[derive(Debug, Clone)]
pub struct Remark {
    /// What it says.
    pub text: String,
    /// The matters that it is about; none where it is about the whole document.
    pub matters: Option<ValueSet>,
    /// What it cites: `本政办发〔2025〕9号 三(四)`.
    pub cite: String,
    /// The section in that: `三(四)`.
    pub label: Option<String>,
    /// The whole statement.
    pub span: Span,
}

/// A section that the document has.
#[derive(Debug, Clone)]
pub struct ListedSection {
    /// `二(一)`
    pub label: String,
    /// `知识产权宏观管理`
    pub title: Option<String>,
    /// Where it is listed.
    pub span: Span,
}

/// `allow L005, L009 matter 执法 because "…"`
#[derive(Debug, Clone)]
pub struct Allowance {
    /// What is allowed.
    pub codes: Vec<Code>,
    /// The section that it stands in: it holds there alone.
    pub section: Option<SectionId>,
    /// The matters that it is about; none where it is about all.
    pub matters: Option<ValueSet>,
    /// Why.
    pub because: String,
    /// The whole statement.
    pub span: Span,
}

/// A section of the document.
#[derive(Debug, Clone)]
pub struct SectionInfo {
    /// `二(二)`
    pub label: String,
    /// `知识产权运用促进`
    pub title: Option<String>,
    /// Its opening.
    pub span: Span,
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
    pub cite: Option<Box<str>>,
    /// `quote "…"`
    pub quote: Option<Box<Text>>,
    /// `note "…"`
    pub notes: Box<[String]>,
    /// The tables that it reads, by their number.
    pub tables: Box<[usize]>,
    /// The rules that it beats, directly or through others, in order.
    pub beats: Box<[RuleId]>,
    /// The whole statement.
    pub span: Span,
}

/// What a rule says of its region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It allocates.
    Allocate(Arc<Statement>),
    /// It allocates where no other rule applies.
    Default(Arc<Statement>),
    /// The region cannot occur, for this reason.
    Impossible(String),
    /// A conflict there is known, for this reason.
    AcknowledgeConflict(String),
    /// A gap there is known, for this reason.
    AcknowledgeGap(String),
}

/// When a rule applies, besides its matters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// Makes a policy that has no words and says nothing.
    #[must_use]
    pub fn silent(name: String) -> Model {
        Model {
            name,
            header: Header::default(),
            levels: Arena::default(),
            matters: MatterTree::default(),
            axes: Arena::default(),
            tables: Vec::new(),
            parts: Arena::default(),
            parameters: Vec::new(),
            starts: Vec::new(),
            remarks: Vec::new(),
            sections: Arena::default(),
            rules: Arena::default(),
            mapped: Vec::new(),
            expects: Vec::new(),
            inferred: Vec::new(),
            listed: Vec::new(),
            woven: false,
            places: Places::default(),
            allowances: Vec::new(),
            listed_sections: Vec::new(),
            span: None,
        }
    }

    /// Returns the axis of the date.
    #[must_use]
    pub fn date(&self) -> AxisId {
        // INVARIANT: the date is the last axis.
        AxisId::nth(u32::try_from(self.axes.len()).unwrap_or(u32::MAX).saturating_sub(1))
    }

    /// Returns the days on which the policy is in force in some case.
    #[must_use]
    pub fn in_force(&self) -> Interval {
        let starts = self.starts.iter().map(|start| Some(start.date));
        let first = starts.chain([self.header.effective]).min().flatten();
        Interval {
            first: first.map_or(Unit::Day.least(), number_of),
            last: self.header.until.map_or(Unit::Day.greatest(), number_of),
        }
    }

    /// Returns the stretches of the date's axis that lie in an interval of days, at least in part.
    #[must_use]
    pub fn stretches(&self, days: Interval) -> ValueSet {
        self.axes[self.date()].scale.as_ref().map_or_else(|| ValueSet::full(1), |scale| scale.touching(days))
    }

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

    /// Tells whether any rule says whether there is a transfer.
    #[must_use]
    pub fn states_transfer(&self) -> bool {
        let transfer = |rule: &Rule| {
            rule.effect.statement().is_some_and(|says| says.further.iter().any(|(part, _)| *part == TRANSFER))
        };
        self.rules.iter().any(transfer)
    }

    /// Returns a parameter by its name or an alias.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|p| p.name == name || p.aliases.iter().any(|alias| alias == name))
    }
}

impl Level {
    /// Returns what the level is called in messages.
    #[must_use]
    pub fn called(&self) -> Called {
        Called::new(&self.name, &self.aliases)
    }

    /// Tells whether a word is the level's name or a local name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl Rule {
    /// Returns the rows of its payer, where who pays depends on facts row by row.
    #[must_use]
    pub fn payer_rows(&self) -> Option<&[Arm]> {
        match self.effect.statement()?.payer.as_ref()? {
            PayerTerm::Map(rows) => Some(rows),
            _ => None,
        }
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

    /// Tells whether it says something of the document rather than of the file: then it is counted and listed as a rule.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !matches!(self, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_))
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
