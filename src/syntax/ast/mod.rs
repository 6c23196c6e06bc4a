//! The tree of a rule file or of a query, as it was written.
//!
//! In: nothing; these are plain types. Out: names with their places, not yet looked up. Every variant shows
//! the text that produces it.

mod answer;
mod declaration;
mod query;
mod rule;

pub use answer::{
    Answer, ClassWord, FurtherWord, Manner, MapRow, MapWord, PayeeWord, PayerWord, PortionWord, ShareWord,
    TransferWord,
};
pub use declaration::{
    FactDecl, FactKind, LevelDecl, ListedIn, MatterBlock, MatterDecl, Maxim, Maxims, ParameterDecl,
    ParameterRow, PartDecl, PerformerDecl, PolicyHeader, RowKey, TableDecl, TableRow, Use, ValueBlock,
    ValueDecl,
};
pub use query::{Binding, Branch, Expect, Expectation, Plain, Query, QuerySubject};
pub use rule::{
    Allow, AmountWord, Comparison, Condition, DateWord, Effect, ListedSection, MatterWord, OverrideTarget,
    Period, Remark, Rule, Starts, Subject, Test, Value,
};

use crate::source::Span;

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

/// A parsed file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// What the file says, in order.
    pub items: Vec<Item>,
    /// A declaration could not be read, so that names may seem unknown that are not.
    pub lost_declaration: bool,
}

/// Something at the top of a file; boxed, because a file has many rules and few of the large ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `policy "本政办发〔2025〕9号" { … }`
    Policy(Box<PolicyHeader>),
    /// `section 二(二) "知识产权运用促进" { … }`
    Section(Box<Section>),
    /// `matter 专利导航 => shared`
    Statement(Statement),
}

/// `section 二(二) "知识产权运用促进" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// `matters { 专利导航 also 开展专利导航, 保护 { 执法 } }`
    Matters(Box<MatterBlock>),
    /// `level county as 县, 区`
    Level(Box<LevelDecl>),
    /// `performer : city | county`
    Performer(Box<PerformerDecl>),
    /// `fact scope : 全市性 | 县区`
    Fact(Box<FactDecl>),
    /// `table 分档 of region { 第一档 : 内蒙古; 第五档 : others }`
    Table(Box<TableDecl>),
    /// `parameter 补助标准 { 2020 : 74元 }`
    Parameter(Box<ParameterDecl>),
    /// `answer organiser : level`
    Part(Box<PartDecl>),
    /// `starts 2021-01-01 when region is 西藏`
    Starts(Box<Starts>),
    /// `remark "适时动态调整" matter 专利导航`
    Remark(Box<Remark>),
    /// `use "../liaoning/ip-2024.qz"`
    Use(Box<Use>),
    /// `sections { 一, 二(一) "知识产权宏观管理" }`
    Sections(Vec<ListedSection>),
    /// `allow L005 matter 执法 because "…"`
    Allow(Box<Allow>),
    /// `matter 专利导航 => shared`, `otherwise => …`, `impossible …`, `acknowledge …`
    Rule(Box<Rule>),
    /// `given affiliation is county`
    Given(Vec<Binding>),
    /// `expect 专利导航 at county => shared, payer county`
    Expect(Box<Expect>),
    /// Text that no statement matches; a diagnostic says why.
    Error(Span),
}
