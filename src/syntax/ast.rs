//! The tree of a rule file or of a query, as it was written.
//!
//! In: nothing; these are plain types. Out: names with their places, not yet looked up. Every variant shows
//! the text that produces it.

use crate::source::Span;
use jiff::civil::Date;

/// A name as it is compared (NFC, full-width ASCII folded), with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// `县(区)` for both `县(区)` and `县（区）`.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Text between quotes, exactly as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text without its quotes.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A parsed file: its items in order, and its comments.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// What the file says, in order.
    pub items: Vec<Item>,
    /// Where comments stand, `//` or `#` included.
    pub comments: Vec<Span>,
    /// A declaration could not be read, so that names may seem unknown that are not.
    pub lost_declaration: bool,
}

/// Something at the top of a file.
#[derive(Debug, Clone)]
pub enum Item {
    /// `policy "本政办发〔2025〕9号" { … }`
    Policy(PolicyHeader),
    /// `section 二(二) "知识产权运用促进" { … }`
    Section(Section),
    /// `matter 专利导航 => shared`
    Statement(Statement),
}

/// `policy "本政办发〔2025〕9号" { title "…" effective 2025-09-26 }`
#[derive(Debug, Clone)]
pub struct PolicyHeader {
    /// The document number that citations begin with.
    pub document: Text,
    /// `title "…"`
    pub title: Option<Text>,
    /// `under "辽政办发〔2024〕9号"`
    pub under: Option<Text>,
    /// `issued 2025-09-26`
    pub issued: Option<DateWord>,
    /// `published 2025-09-26`
    pub published: Option<DateWord>,
    /// `effective 2025-09-26`: the first day in force.
    pub effective: Option<DateWord>,
    /// `until 2030-12-31`: the last day in force.
    pub until: Option<DateWord>,
    /// The whole statement.
    pub span: Span,
}

/// `section 二(二) "知识产权运用促进" { … }`
#[derive(Debug, Clone)]
pub struct Section {
    /// `二(二)`
    pub label: Name,
    /// `"知识产权运用促进"`
    pub title: Option<Text>,
    /// What stands inside, in order.
    pub statements: Vec<Statement>,
    /// The header up to its opening brace.
    pub span: Span,
}

/// One statement.
#[derive(Debug, Clone)]
pub enum Statement {
    /// `matters { 专利导航 also 开展专利导航, 保护 { 执法 } }`
    Matters(MatterBlock),
    /// `level county as 县, 区`
    Level(LevelDecl),
    /// `performer : city | county`
    Performer(PerformerDecl),
    /// `fact scope : 全市性 | 县区`
    Fact(FactDecl),
    /// `matter 专利导航 => shared`, `otherwise => …`, `impossible …`, `acknowledge …`
    Rule(Box<Rule>),
    /// `given affiliation is county`
    Given(Vec<Binding>),
    /// `expect 专利导航 at county => shared, payer county`
    Expect(Box<Expect>),
    /// Text that no statement matches; a diagnostic says why.
    Error(Span),
}

/// `{ 执法, 维权援助 etc }`
#[derive(Debug, Clone, Default)]
pub struct MatterBlock {
    /// The matters, in order.
    pub matters: Vec<MatterDecl>,
    /// `etc` at the end: the list is illustrative, not closed.
    pub open: Option<Span>,
}

/// `专利导航 also 开展专利导航`, `保护 { 执法, 维权援助 }`
#[derive(Debug, Clone)]
pub struct MatterDecl {
    /// `专利导航`
    pub name: Name,
    /// `also 开展专利导航`
    pub aliases: Vec<Name>,
    /// `{ 执法, 维权援助 }`
    pub block: Option<MatterBlock>,
}

/// `level county as 县, 区`
#[derive(Debug, Clone)]
pub struct LevelDecl {
    /// `county`
    pub name: Name,
    /// `县, 区`
    pub aliases: Vec<Name>,
}

/// `performer : city | county`
#[derive(Debug, Clone)]
pub struct PerformerDecl {
    /// `city | county`
    pub levels: Vec<Name>,
    /// The whole statement.
    pub span: Span,
}

/// `fact scope also 范围 : 全市性 | 县区`
#[derive(Debug, Clone)]
pub struct FactDecl {
    /// `scope`
    pub name: Name,
    /// `also 范围`
    pub aliases: Vec<Name>,
    /// `全市性 | 县区`
    pub values: Vec<ValueDecl>,
    /// `etc`, or `other` among the values: there are further values.
    pub open: bool,
}

/// `全市性 also 全市`
#[derive(Debug, Clone)]
pub struct ValueDecl {
    /// `全市性`
    pub name: Name,
    /// `also 全市`
    pub aliases: Vec<Name>,
}

/// A statement that says something of a region: which matters, at which levels, under which conditions.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `rule 例外:`
    pub name: Option<Name>,
    /// What it says there.
    pub effect: Effect,
    /// `专利导航`, `{ 执法, 维权援助 }`, `every matter`
    pub subject: Subject,
    /// `at level county`
    pub levels: Option<Vec<Name>>,
    /// `when scope is 全市性`
    pub condition: Option<Condition>,
    /// `quote "…"`
    pub quote: Option<Text>,
    /// `cite 二(六)第二段`
    pub cite: Option<Name>,
    /// `because "…"`
    pub because: Option<Text>,
    /// `note "…"`
    pub notes: Vec<Text>,
    /// `overrides section 二(三)`
    pub overrides: Vec<OverrideTarget>,
    /// The whole statement.
    pub span: Span,
}

/// What a [`Rule`] says of its region.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub enum Subject {
    /// `专利导航`, `{ 执法, 维权援助 }`
    Names(Vec<Name>),
    /// `every matter`: all that the policy lists.
    Every,
    /// `any other matter`: all that it does not list.
    AnyOther,
    /// Nothing written: both.
    All,
}

/// What `overrides` names.
#[derive(Debug, Clone)]
pub enum OverrideTarget {
    /// `overrides 一般规则`
    Rule(Name),
    /// `overrides section 二(三)`
    Section(Name),
    /// `overrides matter 执法`
    Matter(Name),
}

/// A condition built from tests of single facts.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct Test {
    /// `affiliation`
    pub fact: Name,
    /// `is not`, `not in`
    pub negated: bool,
    /// `county`
    pub values: Vec<Value>,
}

/// A value of a fact.
#[derive(Debug, Clone)]
pub enum Value {
    /// `county`
    Named(Name),
    /// `other`: any value that is not declared.
    Other(Span),
}

/// `shared, payer county`
#[derive(Debug, Clone)]
pub struct Answer {
    /// `shared`
    pub class: Option<ClassWord>,
    /// `payer county`
    pub payer: Option<PayerWord>,
    /// The whole answer.
    pub span: Span,
}

/// Who has the authority, as written.
#[derive(Debug, Clone)]
pub enum ClassWord {
    /// `city`
    Level(Name),
    /// `same level`
    SameLevel,
    /// `by affiliation`
    Role(Name),
    /// `shared`, `shared among { city, county }`
    Shared(Vec<Name>),
    /// `undetermined`
    Undetermined,
    /// `retained by province`
    Retained(Name),
    /// `governed by "外交领域改革方案"`
    Governed(Text),
}

/// Who pays, as written.
#[derive(Debug, Clone)]
pub enum PayerWord {
    /// `payer county`
    Level(Name),
    /// `payer same level`
    SameLevel,
    /// `payer owner level`
    OwnerLevel(Span),
    /// `payer by affiliation`
    Role(Name),
    /// `payer unstated`
    Unstated,
    /// `payer elsewhere "…"`
    Elsewhere(Option<Text>),
    /// `payer undetermined`
    Undetermined,
}

/// `专利导航 at county, scope is 全市性 on 2025-10-01`
#[derive(Debug, Clone)]
pub struct Query {
    /// `专利导航`
    pub subject: QuerySubject,
    /// `at county`, `scope is 全市性`
    pub bindings: Vec<Binding>,
    /// `on 2025-10-01`
    pub date: Option<DateWord>,
    /// The whole query.
    pub span: Span,
}

/// What a query asks about.
#[derive(Debug, Clone)]
pub enum QuerySubject {
    /// `专利导航`
    Named(Name),
    /// `any other matter`
    AnyOther,
    /// `elsewhere in 对外合作`
    Elsewhere(Name),
}

/// `scope is 全市性`, `at city or county`
#[derive(Debug, Clone)]
pub struct Binding {
    /// `scope`; `level` for `at …`; empty for a value alone.
    pub fact: Name,
    /// `全市性`
    pub values: Vec<Value>,
    /// `city and county`: all of them at once, not one of them.
    pub together: bool,
    /// `is not city`: any but these.
    pub negated: bool,
    /// The whole binding.
    pub span: Span,
}

/// `2025-09-26`, `2025-09`, `2025`
#[derive(Debug, Clone, Copy)]
pub struct DateWord {
    /// The first day meant.
    pub first: Date,
    /// The last day meant; the same for a whole date.
    pub last: Date,
    /// Where it stands.
    pub span: Span,
}

/// `expect 专利导航 at county => shared, payer county cite 二(二)`
#[derive(Debug, Clone)]
pub struct Expect {
    /// `专利导航 at county`
    pub query: Query,
    /// `shared, payer county`
    pub expectation: Expectation,
    /// `cite 二(二)`: sections that the answer must cite.
    pub cited: Vec<Name>,
    /// The whole statement.
    pub span: Span,
}

/// What an `expect` line expects.
#[derive(Debug, Clone)]
pub enum Expectation {
    /// `needs level { level is city => shared; level is county => shared }`
    Needs {
        /// `level`
        facts: Vec<Name>,
        /// `{ level is city => shared }`
        branches: Option<Vec<Branch>>,
    },
    /// Anything else.
    Plain(Plain),
}

/// An expectation without branches.
#[derive(Debug, Clone)]
pub enum Plain {
    /// `gap`
    Gap,
    /// `conflict`
    Conflict,
    /// `impossible because "…"`
    Impossible(Option<Text>),
    /// `not in force`
    NotInForce,
    /// `shared, payer county`
    Answer(Answer),
}

/// `level is city => shared`
#[derive(Debug, Clone)]
pub struct Branch {
    /// `level is city`
    pub when: Vec<Binding>,
    /// `shared`
    pub expectation: Plain,
    /// The whole branch.
    pub span: Span,
}
