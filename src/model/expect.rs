//! What an `expect` line says, every name resolved.
//!
//! In: nothing; plain types. Out: a query and what its answer must be. Whether it holds is the analysis's to say.

use super::{AxisId, LevelId, Query, Statement, ValueSet};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast;

/// `expect 专利导航 at county => shared, payer county cite 二(二)`
#[derive(Debug, Clone)]
pub struct Expect {
    /// What is asked, the facts of earlier `given` lines included.
    pub query: Query,
    /// The same as it is written, to be asked of other documents in their words.
    pub asked: ast::Query,
    /// What speaks against the name, unless a document above gives it to a part of a matter.
    pub doubt: Option<Diagnostic>,
    /// The facts of earlier `given` lines, as they are written.
    pub given: Vec<ast::Binding>,
    /// What must come out.
    pub expectation: Expectation,
    /// Labels of sections that the answer must cite.
    pub cited: Vec<String>,
    /// The whole statement.
    pub span: Span,
}

/// What must come out.
#[derive(Debug, Clone)]
pub enum Expectation {
    /// `needs level { … }`
    Needs {
        /// Exactly these facts.
        facts: Vec<AxisId>,
        /// If given, exactly these branches.
        branches: Option<Vec<Branch>>,
    },
    /// Anything else.
    Plain(Plain),
}

/// `level is city => shared`
#[derive(Debug, Clone)]
pub struct Branch {
    /// The facts that lead to it.
    pub when: Vec<(AxisId, ValueSet)>,
    /// What must come out there.
    pub expectation: Plain,
}

/// An expectation without branches.
#[derive(Debug, Clone)]
pub enum Plain {
    /// `gap`
    Gap,
    /// `conflict`
    Conflict,
    /// `impossible because "…"`
    Impossible(Option<String>),
    /// `not in force`
    NotInForce,
    /// `shared, payer county`: the parts that are stated must come out; the others are free. Roles such as
    /// `same level` are resolved against the case that is asked.
    Answer {
        /// The parts.
        statement: Statement,
        /// `transfer unstated`: no rule says whether there is a transfer.
        no_transfer: bool,
        /// `amounts central 80万元`: exactly these.
        amounts: Vec<ExpectedAmount>,
    },
}

/// `central 80万元`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedAmount {
    /// Who pays.
    pub level: LevelId,
    /// How much.
    pub fen: i64,
}
