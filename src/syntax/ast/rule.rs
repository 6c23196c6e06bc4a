//! What a file says of regions of cases: rules, their subjects and conditions.
//!
//! In: nothing; plain types. Out: names with their places, not yet looked up.

use super::{Answer, Name, Text};
use crate::source::Span;
use jiff::civil::Date;

/// `from 2020-01-01 until 2022-12-31`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// `from 2020-01-01`
    pub from: Option<DateWord>,
    /// `until 2022-12-31`
    pub until: Option<DateWord>,
    /// The whole period.
    pub span: Span,
}

/// `2025-09-26`, `2025-09`, `2025`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateWord {
    /// The first day meant.
    pub first: Date,
    /// The last day meant; the same for a whole date.
    pub last: Date,
    /// Where it stands.
    pub span: Span,
}

/// `starts 2021-01-01 matter 专利导航 when region is 西藏`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starts {
    /// `2021-01-01`
    pub date: DateWord,
    /// Where the policy starts on that day.
    pub region: Rule,
}

/// `remark "适时动态调整" matter 专利导航 cite 三(四)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// `"适时动态调整"`
    pub text: Text,
    /// `matter 专利导航`
    pub subject: Option<Subject>,
    /// `cite 三(四)`
    pub cite: Option<Name>,
    /// The whole statement.
    pub span: Span,
}

/// `二(一) "知识产权宏观管理"` in a list of sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSection {
    /// `二(一)`
    pub label: Name,
    /// `"知识产权宏观管理"`
    pub title: Option<Text>,
}

/// `allow L005, L009 matter 执法 because "…"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// `L005`, `L009`
    pub codes: Vec<Name>,
    /// `matter 执法`
    pub subject: Option<Subject>,
    /// `because "…"`
    pub because: Text,
    /// The whole statement.
    pub span: Span,
}

/// A statement that says something of a region: which matters, at which levels, under which conditions.
///
/// What few rules have is boxed: a file may have a hundred thousand of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `rule 例外:`
    pub name: Option<Box<Name>>,
    /// What it says there.
    pub effect: Effect,
    /// `专利导航`, `{ 执法, 维权援助 }`, `every matter`
    pub subject: Subject,
    /// `at level county`
    pub levels: Option<Vec<Name>>,
    /// `when scope is 全市性`
    pub condition: Option<Box<Condition>>,
    /// `from 2020-01-01 until 2022-12-31`
    pub period: Option<Box<Period>>,
    /// `quote "…"`
    pub quote: Option<Box<Text>>,
    /// `cite 二(六)第二段`
    pub cite: Option<Box<Name>>,
    /// `because "…"`
    pub because: Option<Box<Text>>,
    /// `note "…"`
    pub notes: Vec<Text>,
    /// `amount 补助标准 × 人数`
    pub amount: Option<Box<AmountWord>>,
    /// `overrides section 二(三)`
    pub overrides: Vec<OverrideTarget>,
    /// The whole statement.
    pub span: Span,
}

impl Rule {
    /// Makes a rule of which only the matters are known yet.
    #[must_use]
    pub fn new(subject: Subject, span: Span) -> Rule {
        Rule {
            name: None,
            effect: Effect::Impossible,
            subject,
            levels: None,
            condition: None,
            period: None,
            quote: None,
            cite: None,
            because: None,
            notes: Vec::new(),
            amount: None,
            overrides: Vec::new(),
            span,
        }
    }
}

/// What a [`Rule`] says of its region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// `=> shared, payer county`
    Allocate(Answer),
    /// `otherwise in 执法 => …`: speaks only where no other rule does.
    Default(Answer),
    /// `impossible … because "…"`
    Impossible,
    /// `acknowledge conflict … because "…"`
    AcknowledgeConflict,
    /// `acknowledge gap … because "…"`
    AcknowledgeGap,
}

/// The matters that a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// `专利导航`, `{ 执法, 维权援助 }`
    Names(Vec<MatterWord>),
    /// `every matter`: all that the policy lists.
    Every,
    /// `any other matter`: all that it does not list.
    AnyOther,
    /// Nothing written: both.
    All,
}

/// A matter as a rule or a query names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatterWord {
    /// `专利导航`
    Named(Name),
    /// `消防队伍 component 管理`
    Component(Name, Name),
    /// `elsewhere in 对外合作`
    Elsewhere(Name),
}

impl MatterWord {
    /// Returns the name of the matter or the group.
    #[must_use]
    pub fn name(&self) -> &Name {
        match self {
            MatterWord::Named(name) | MatterWord::Component(name, _) | MatterWord::Elsewhere(name) => name,
        }
    }
}

/// `amount at least 补助标准 × 人数`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountWord {
    /// `at least`
    pub at_least: bool,
    /// `补助标准`, `人数`, `300元`
    pub factors: Vec<Name>,
    /// The whole clause.
    pub span: Span,
}

/// What `overrides` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverrideTarget {
    /// `overrides 一般规则`
    Rule(Name),
    /// `overrides section 二(三)`
    Section(Name),
    /// `overrides matter 执法`
    Matter(Name),
}

/// A condition built from tests of single facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// `affiliation is county`
    Test(Test),
    /// `… and …`
    All(Vec<Condition>),
    /// `… or …`
    Any(Vec<Condition>),
    /// `not …`
    Not(Box<Condition>),
}

/// `affiliation is county`, `affiliation not in { city, county }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// `affiliation`
    pub fact: Name,
    /// `is not`, `not in`
    pub negated: bool,
    /// `county`
    pub values: Vec<Value>,
}

/// A value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `county`
    Named(Name),
    /// `other`: any value that is not declared.
    Other(Span),
    /// `elsewhere in 辽宁`: what the list of an open node does not name.
    Elsewhere(Name),
    /// `at least 500万元 below 1000万元`
    Range(Vec<(Comparison, Name)>, Span),
}

/// How a value is compared with a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `above`
    Above,
    /// `below`
    Below,
}
