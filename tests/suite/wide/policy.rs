//! What a wide policy is made of: every kind of fact, tables, maps, shares and times, in structures of its own.
//!
//! In: nothing. Out: plain data, which `generate` fills, `text` writes and `oracle` reads. Nothing here is written,
//! read or judged.

/// The whole, in units of which every share that is ever written is a whole number.
pub const WHOLE: i64 = 9_000_000;
/// The declared part of an answer.
pub const PART: &str = "organiser";
pub const TABLE: &str = "tier";

/// A policy with declared words. Levels are numbered from the top, the composite one comes after all others.
#[derive(Clone)]
pub struct Policy {
    pub base: usize,
    /// The members of the composite level.
    pub composite: Option<Vec<usize>>,
    pub performer: Vec<usize>,
    /// Matters and groups; a parent comes before its members.
    pub nodes: Vec<Node>,
    pub facts: Vec<Fact>,
    pub table: Option<Table>,
    /// Whether the further part is declared.
    pub part: bool,
    pub effective: Option<Literal>,
    pub until: Option<Literal>,
    /// The payer that is given what is left over of an amount.
    pub remainder: Option<usize>,
    pub rules: Vec<Rule>,
}

/// A matter, a group, or a value of a tree.
#[derive(Debug, Clone)]
pub struct Node {
    pub name: String,
    pub parent: Option<usize>,
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub name: &'static str,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Words {
        values: Vec<&'static str>,
        open: bool,
    },
    /// The level that each value is.
    Role(Vec<usize>),
    /// From the lowest up.
    Ordered(Vec<&'static str>),
    Tree {
        nodes: Vec<Node>,
        open: bool,
    },
    Amount,
    Number,
    Date,
}

/// A table sorts the values of one fact; each entry is a node, or the rest of an open one.
#[derive(Debug, Clone)]
pub struct Table {
    /// The axis of the fact.
    pub axis: usize,
    pub rows: Vec<Tier>,
}

#[derive(Debug, Clone)]
pub struct Tier {
    pub name: &'static str,
    pub entries: Vec<Entry>,
    /// Takes what no other row names.
    pub others: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Node(usize),
    Rest(usize),
}

/// A point as written: a month is all of its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    pub first: i64,
    pub last: i64,
    pub text: String,
}

/// Values of an axis.
#[derive(Debug, Clone)]
pub struct Set {
    pub items: Vec<Item>,
    pub negated: bool,
}

#[derive(Debug, Clone)]
pub enum Item {
    Values(Vec<i64>),
    /// Both ends included.
    Range(i64, i64),
}

#[derive(Debug, Clone)]
pub struct Test {
    pub axis: usize,
    pub set: Set,
    /// How it is written, in a condition and in a query alike.
    pub text: String,
}

#[derive(Debug, Clone)]
pub enum Condition {
    Test(Test),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub effect: Effect,
    pub region: Region,
    /// Rules by number; all of them have names.
    pub overrides: Vec<usize>,
}

#[derive(Debug, Clone)]
pub enum Effect {
    Allocate(Says),
    /// `otherwise in M`
    Default(Says),
    /// `otherwise`
    Residual(Says),
    Impossible,
    /// In these cases the policy starts on a day of their own.
    Starts(Literal),
}

#[derive(Debug, Clone)]
pub struct Region {
    /// None: no matter is written.
    pub subject: Option<Subject>,
    /// Empty: no level is written.
    pub levels: Vec<usize>,
    pub when: Option<Condition>,
    pub from: Option<Literal>,
    pub until: Option<Literal>,
}

#[derive(Debug, Clone)]
pub enum Subject {
    Every,
    AnyOther,
    Nodes(Vec<usize>),
}

#[derive(Debug, Clone, Default)]
pub struct Says {
    pub class: Option<Class>,
    pub payer: Option<Payer>,
    pub transfer: Option<Transfer>,
    pub part: Option<Payee>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Class {
    Level(usize),
    Shared,
    Among(Vec<usize>),
    Role(usize),
    Same,
    Undetermined,
    Retained(Result<usize, &'static str>),
    Governed(Manner, Option<&'static str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    By,
    Analogy,
    Existing,
}

/// A level, or what comes to one.
#[derive(Debug, Clone, PartialEq)]
pub enum Payee {
    Level(usize),
    Same,
    /// The axis of a role.
    Role(usize),
}

#[derive(Debug, Clone)]
pub enum Payer {
    One(Payee),
    Owner,
    Split {
        shares: Vec<(Payee, i64)>,
        text: String,
    },
    /// The upper share is set elsewhere; the others are shares of what remains.
    Rest {
        upper: usize,
        shares: Vec<(usize, i64)>,
        text: String,
    },
    Main(usize, Vec<usize>),
    /// Empty: it does not say among whom.
    Unstated(Vec<usize>),
    Elsewhere(Option<&'static str>),
    Undetermined,
    Map(Map),
}

#[derive(Debug, Clone)]
pub struct Map {
    /// As written: facts, or the table of one.
    pub keys: Vec<String>,
    pub axes: Vec<usize>,
    pub rows: Vec<Row>,
    pub others: Option<Box<Payer>>,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub text: String,
    pub sets: Vec<Set>,
    /// How many rows it lies inside of; two rows lie one inside the other, or apart.
    pub depth: usize,
    pub payer: Payer,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transfer {
    Yes,
    No,
    From(usize),
    Discretionary,
}
