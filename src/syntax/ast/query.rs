//! Queries, and what an `expect` line expects of them.
//!
//! In: nothing; plain types. Out: names with their places, not yet looked up.

use super::{Answer, DateWord, MatterWord, Name, Text, Value};
use crate::source::Span;

/// `专利导航 at county, scope is 全市性 on 2025-10-01`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// `专利导航`
    pub subject: QuerySubject,
    /// `at county`, `scope is 全市性`
    pub bindings: Vec<Binding>,
    /// `on 2025-10-01`
    pub date: Option<DateWord>,
    /// `amount 100万元`
    pub amount: Option<Name>,
    /// The whole query.
    pub span: Span,
}

/// What a query asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuerySubject {
    /// `专利导航`, `消防队伍 component 管理`, `elsewhere in 对外合作`
    Matter(MatterWord),
    /// `"执法监督"`: a matter of exactly that name, listed or not.
    Called(Name),
    /// `any other matter`
    AnyOther,
}

/// `scope is 全市性`, `at city or county`
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// `expect 专利导航 at county => shared, payer county cite 二(二)`
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// `level is city`
    pub when: Vec<Binding>,
    /// `shared`
    pub expectation: Plain,
    /// The whole branch.
    pub span: Span,
}
