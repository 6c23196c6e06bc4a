//! What a rule or an expectation answers.
//!
//! In: nothing; plain types. Out: names with their places, and shares as they are written.

use super::{Name, RowKey, Text};
use crate::source::Span;

/// `shared, payer county`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `shared`
    pub class: Option<ClassWord>,
    /// `payer county`
    pub payer: Option<PayerWord>,
    /// `transfer yes`
    pub transfer: Option<Box<TransferWord>>,
    /// `organiser city`
    pub further: Vec<(Name, FurtherWord)>,
    /// `amounts central 80万元, local 20万元`
    pub amounts: Option<Box<Amounts>>,
    /// The whole answer.
    pub span: Span,
}

/// Who pays and how much, one after another; and where that stands.
pub type Amounts = (Vec<(Name, Name)>, Span);

/// Who has the authority, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    Governed(Manner, Option<Text>),
}

/// How another document governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Manner {
    /// `governed by "外交领域改革方案"`
    Document,
    /// `governed by analogy with "中央与地方划分方案"`
    Analogy,
    /// `governed by existing rules`
    Existing,
}

/// Whether a transfer supports the payer, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferWord {
    /// `transfer yes`
    Yes,
    /// `transfer no`
    No,
    /// `transfer from central`
    From(Name),
    /// `transfer discretionary`, `transfer discretionary from central`
    Discretionary(Option<Name>),
    /// `transfer unstated`: only in an expectation.
    Unstated(Span),
}

/// The value of a further part, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FurtherWord {
    /// `organiser city`
    Named(Name),
    /// `organiser same level`
    SameLevel,
    /// `organiser by affiliation`
    Role(Name),
}

/// Who pays, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayerWord {
    /// `payer county`
    Level(Name),
    /// `payer same level`
    SameLevel,
    /// `payer owner level`
    OwnerLevel(Span),
    /// `payer by affiliation`
    Role(Name),
    /// `payer unstated`, `payer unstated among { city, county }`
    Unstated(Vec<Name>),
    /// `payer central 80%, province 20%`
    Split(Vec<PortionWord>, Span),
    /// `payer by 分档 { 第一档 : central 80%, local 20% }`
    Map(Box<MapWord>),
    /// `payer as rule 基本公卫分担`
    AsRule(Name),
    /// `payer elsewhere "…"`
    Elsewhere(Option<Text>),
    /// `payer undetermined`
    Undetermined,
}

/// `central 80%`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortionWord {
    /// `central`; nothing for a rest that is not divided.
    pub payee: Option<PayeeWord>,
    /// `80%`
    pub share: ShareWord,
}

/// Who pays a portion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayeeWord {
    /// `central`
    Level(Name),
    /// `same level`
    SameLevel,
    /// `by affiliation`
    Role(Name),
}

/// How much of the whole a portion is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareWord {
    /// `80%`, `1/3`
    Exact(Name),
    /// `8` of `8:2`
    Ratio(Name),
    /// `elsewhere "…"`
    Elsewhere(Option<Text>),
    /// `rest { city 60%, county 40% }`: what the others leave, itself divided.
    Rest(Vec<PortionWord>),
    /// `county` of `rest county`: all of it.
    Whole,
    /// `unstated` of `rest unstated`: jointly.
    Open,
    /// `mainly county`
    Main,
    /// `subsidy city`
    Subsidy,
}

/// `by 分档, kind { 第一档, any : central 80%, local 20%; others : local }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapWord {
    /// `分档, kind`
    pub facts: Vec<Name>,
    /// The rows, in order.
    pub rows: Vec<MapRow>,
    /// The whole map.
    pub span: Span,
}

/// `第一档, any : central 80%, local 20%`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRow {
    /// `第一档, any`
    pub keys: Vec<RowKey>,
    /// `central 80%, local 20%`
    pub payer: PayerWord,
    /// The whole row.
    pub span: Span,
}
