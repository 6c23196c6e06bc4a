//! What a file declares: its header, levels, matters, facts, tables, parameters, further parts.
//!
//! In: nothing; plain types. Out: names with their places, not yet looked up.

use super::{DateWord, Name, Period, Text, Value};
use crate::source::Span;

/// `policy "本政办发〔2025〕9号" { title "…" effective 2025-09-26 }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyHeader {
    /// The document number that citations begin with.
    pub document: Text,
    /// `title "…"`
    pub title: Option<Text>,
    /// `under "辽政办发〔2024〕9号"`, `under "…" and "…"`: several of one rank.
    pub under: Vec<Text>,
    /// `divides 市县`: the level of that document whose part this one divides.
    pub divides: Option<Name>,
    /// `reconstruction "…"`: the text was not at hand; why, and from what the file was made.
    pub reconstruction: Option<Text>,
    /// `maxims upper over lower, then later over earlier`
    pub maxims: Option<Maxims>,
    /// `issued 2025-09-26`
    pub issued: Option<DateWord>,
    /// `published 2025-09-26`
    pub published: Option<DateWord>,
    /// `effective 2025-09-26`: the first day in force.
    pub effective: Option<DateWord>,
    /// `until 2030-12-31`: the last day in force.
    pub until: Option<DateWord>,
    /// `remainder county`: who takes what is left over when money is divided.
    pub remainder: Option<Name>,
    /// The whole statement.
    pub span: Span,
}

/// `upper over lower, special over general, then later over earlier`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maxims {
    /// Those that come first, then those that come next, and so on: of several in one place none comes before another.
    pub ranks: Vec<Vec<Maxim>>,
    /// The whole list.
    pub span: Span,
}

/// A legal maxim: which of two documents that disagree holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maxim {
    /// `upper over lower` (上位法优于下位法)
    Upper,
    /// `special over general` (特别法优于一般法)
    Special,
    /// `later over earlier` (新法优于旧法)
    Later,
}

/// `{ 执法, 维权援助 etc }`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatterBlock {
    /// The matters, in order.
    pub matters: Vec<MatterDecl>,
    /// `etc` at the end: the list is illustrative, not closed.
    pub open: Option<Span>,
}

/// `专利导航 also 开展专利导航`, `保护 { 执法, 维权援助 }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterDecl {
    /// `专利导航`
    pub name: Name,
    /// `also 开展专利导航`
    pub aliases: Vec<Name>,
    /// `{ 执法, 维权援助 }`
    pub block: Option<Box<MatterBlock>>,
    /// `with { 管理, 建设 }`: the block holds the components of one matter.
    pub whole: bool,
}

/// `level county as 县, 区`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelDecl {
    /// `county`
    pub name: Name,
    /// `县, 区`
    pub aliases: Vec<Name>,
    /// `of city, county`: what a composite level is made of.
    pub members: Vec<Name>,
}

/// `performer : city | county`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformerDecl {
    /// `city | county`
    pub levels: Vec<Name>,
    /// The whole statement.
    pub span: Span,
}

/// `fact scope also 范围 : 全市性 | 县区`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDecl {
    /// `scope`
    pub name: Name,
    /// `also 范围`
    pub aliases: Vec<Name>,
    /// What kind of values it has.
    pub kind: FactKind,
    /// `全市性 | 县区`
    pub values: Vec<ValueDecl>,
    /// `etc`, or `other` among the values: there are further values.
    pub open: bool,
    /// `listed in "辽政办发〔2024〕9号" as province`: its values are yes and no.
    pub listed: Option<ListedIn>,
}

/// `listed in "辽政办发〔2024〕9号" as province`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedIn {
    /// `"辽政办发〔2024〕9号"`
    pub document: Text,
    /// `province`, in the words of that document; without it every matter counts that the document lists.
    pub level: Option<Name>,
}

/// What kind of values a fact is declared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// `全市性 | 县区`
    Words,
    /// `一般 < 重大`
    Ordered,
    /// `amount`
    Amount,
    /// `number`
    Number,
    /// `date`
    Date,
}

/// `全市性 also 全市`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueDecl {
    /// `全市性`
    pub name: Name,
    /// `also 全市`
    pub aliases: Vec<Name>,
    /// `{ 沈阳, 大连 etc }`
    pub block: Option<ValueBlock>,
}

/// `{ 沈阳, 大连 etc }`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueBlock {
    /// What stands inside, in order.
    pub values: Vec<ValueDecl>,
    /// `etc` at the end.
    pub open: bool,
}

/// `table 分档 also 档次 of region { 第一档 : 内蒙古; 第五档 : others }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDecl {
    /// `分档`
    pub name: Name,
    /// `also 档次`
    pub aliases: Vec<Name>,
    /// `region`
    pub fact: Name,
    /// `第一档 : 内蒙古`
    pub rows: Vec<TableRow>,
}

/// `第一档 also 一档 : 内蒙古, 广西`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// `第一档`
    pub name: Name,
    /// `also 一档`
    pub aliases: Vec<Name>,
    /// `内蒙古, 广西`
    pub keys: Vec<RowKey>,
}

/// What a row of a table or of a map is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// `others`: what no other row names.
    Others(Span),
    /// `any`: every value.
    Any(Span),
    /// `第一档`, `{ 第一档, 第二档 }`
    Values(Vec<Value>, Span),
}

/// `parameter 补助标准 also 人均标准 { 2020 : 74元; 2021 : 79元 }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterDecl {
    /// `补助标准`
    pub name: Name,
    /// `also 人均标准`
    pub aliases: Vec<Name>,
    /// `2020 : 74元`
    pub rows: Vec<ParameterRow>,
    /// The whole statement.
    pub span: Span,
}

/// `2020 : 74元`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterRow {
    /// `2020`
    pub period: Period,
    /// `74元`
    pub value: Name,
}

/// `answer organiser also 牵头 : level`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartDecl {
    /// `organiser`
    pub name: Name,
    /// `also 牵头`
    pub aliases: Vec<Name>,
    /// `共同财政事权转移支付 | 专项转移支付`; empty for `level`.
    pub values: Vec<ValueDecl>,
}

/// `use "levels.qz" as 省`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// `"levels.qz"`, from the folder of the file that says it.
    pub path: Text,
    /// `省`: what stands before each name of that file.
    pub prefix: Option<Name>,
    /// The whole statement.
    pub span: Span,
}
