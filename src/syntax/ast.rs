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
    /// `remainder county`: who takes what is left over when money is divided.
    pub remainder: Option<Name>,
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
    /// `table 分档 of region { 第一档 : 内蒙古; 第五档 : others }`
    Table(TableDecl),
    /// `parameter 补助标准 { 2020 : 74元 }`
    Parameter(ParameterDecl),
    /// `answer organiser : level`
    Part(PartDecl),
    /// `starts 2021-01-01 when region is 西藏`
    Starts(Box<Starts>),
    /// `remark "适时动态调整" matter 专利导航`
    Remark(Remark),
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
    /// `with { 管理, 建设 }`: the block holds the components of one matter.
    pub whole: bool,
}

/// `level county as 县, 区`
#[derive(Debug, Clone)]
pub struct LevelDecl {
    /// `county`
    pub name: Name,
    /// `县, 区`
    pub aliases: Vec<Name>,
    /// `of city, county`: what a composite level is made of.
    pub members: Vec<Name>,
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
    /// What kind of values it has.
    pub kind: FactKind,
    /// `全市性 | 县区`
    pub values: Vec<ValueDecl>,
    /// `etc`, or `other` among the values: there are further values.
    pub open: bool,
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
#[derive(Debug, Clone)]
pub struct ValueDecl {
    /// `全市性`
    pub name: Name,
    /// `also 全市`
    pub aliases: Vec<Name>,
    /// `{ 沈阳, 大连 etc }`
    pub block: Option<ValueBlock>,
}

/// `{ 沈阳, 大连 etc }`
#[derive(Debug, Clone, Default)]
pub struct ValueBlock {
    /// What stands inside, in order.
    pub values: Vec<ValueDecl>,
    /// `etc` at the end.
    pub open: bool,
}

/// `table 分档 also 档次 of region { 第一档 : 内蒙古; 第五档 : others }`
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct TableRow {
    /// `第一档`
    pub name: Name,
    /// `also 一档`
    pub aliases: Vec<Name>,
    /// `内蒙古, 广西`
    pub keys: Vec<RowKey>,
}

/// What a row of a table or of a map is about.
#[derive(Debug, Clone)]
pub enum RowKey {
    /// `others`: what no other row names.
    Others(Span),
    /// `any`: every value.
    Any(Span),
    /// `第一档`, `{ 第一档, 第二档 }`
    Values(Vec<Value>, Span),
}

/// `parameter 补助标准 also 人均标准 { 2020 : 74元; 2021 : 79元 }`
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct ParameterRow {
    /// `2020`
    pub period: Period,
    /// `74元`
    pub value: Name,
}

/// `from 2020-01-01 until 2022-12-31`
#[derive(Debug, Clone, Copy)]
pub struct Period {
    /// `from 2020-01-01`
    pub from: Option<DateWord>,
    /// `until 2022-12-31`
    pub until: Option<DateWord>,
    /// The whole period.
    pub span: Span,
}

/// `answer organiser also 牵头 : level`
#[derive(Debug, Clone)]
pub struct PartDecl {
    /// `organiser`
    pub name: Name,
    /// `also 牵头`
    pub aliases: Vec<Name>,
    /// `共同财政事权转移支付 | 专项转移支付`; empty for `level`.
    pub values: Vec<ValueDecl>,
}

/// `starts 2021-01-01 matter 专利导航 when region is 西藏`
#[derive(Debug, Clone)]
pub struct Starts {
    /// `2021-01-01`
    pub date: DateWord,
    /// Where the policy starts on that day.
    pub region: Rule,
}

/// `remark "适时动态调整" matter 专利导航 cite 三(四)`
#[derive(Debug, Clone)]
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
    /// `from 2020-01-01 until 2022-12-31`
    pub period: Option<Period>,
    /// `quote "…"`
    pub quote: Option<Text>,
    /// `cite 二(六)第二段`
    pub cite: Option<Name>,
    /// `because "…"`
    pub because: Option<Text>,
    /// `note "…"`
    pub notes: Vec<Text>,
    /// `amount 补助标准 × 人数`
    pub amount: Option<AmountWord>,
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
    Names(Vec<MatterWord>),
    /// `every matter`: all that the policy lists.
    Every,
    /// `any other matter`: all that it does not list.
    AnyOther,
    /// Nothing written: both.
    All,
}

/// A matter as a rule or a query names it.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct AmountWord {
    /// `at least`
    pub at_least: bool,
    /// `补助标准`, `人数`, `300元`
    pub factors: Vec<Name>,
    /// The whole clause.
    pub span: Span,
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

/// `shared, payer county`
#[derive(Debug, Clone)]
pub struct Answer {
    /// `shared`
    pub class: Option<ClassWord>,
    /// `payer county`
    pub payer: Option<PayerWord>,
    /// `transfer yes`
    pub transfer: Option<TransferWord>,
    /// `organiser city`
    pub further: Vec<(Name, FurtherWord)>,
    /// `amounts central 80万元, local 20万元`
    pub amounts: Option<(Vec<(Name, Name)>, Span)>,
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
#[derive(Debug, Clone)]
pub enum TransferWord {
    /// `transfer yes`
    Yes,
    /// `transfer no`
    No,
    /// `transfer from central`
    From(Name),
    /// `transfer discretionary`
    Discretionary,
    /// `transfer unstated`: only in an expectation.
    Unstated(Span),
}

/// The value of a further part, as written.
#[derive(Debug, Clone)]
pub enum FurtherWord {
    /// `organiser city`
    Named(Name),
    /// `organiser same level`
    SameLevel,
    /// `organiser by affiliation`
    Role(Name),
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
    /// `payer unstated`, `payer unstated among { city, county }`
    Unstated(Vec<Name>),
    /// `payer central 80%, province 20%`
    Split(Vec<PortionWord>, Span),
    /// `payer by 分档 { 第一档 : central 80%, local 20% }`
    Map(Box<MapWord>),
    /// `payer elsewhere "…"`
    Elsewhere(Option<Text>),
    /// `payer undetermined`
    Undetermined,
}

/// `central 80%`
#[derive(Debug, Clone)]
pub struct PortionWord {
    /// `central`; nothing for a rest that is not divided.
    pub payee: Option<PayeeWord>,
    /// `80%`
    pub share: ShareWord,
}

/// Who pays a portion.
#[derive(Debug, Clone)]
pub enum PayeeWord {
    /// `central`
    Level(Name),
    /// `same level`
    SameLevel,
    /// `by affiliation`
    Role(Name),
}

/// How much of the whole a portion is.
#[derive(Debug, Clone)]
pub enum ShareWord {
    /// `80%`, `1/3`
    Exact(Name),
    /// `8` of `8:2`
    Ratio(Name),
    /// `elsewhere "…"`
    Elsewhere(Option<Text>),
    /// `rest county`: all of the rest.
    WholeRest,
    /// `rest { city 60% }`: a share of the rest.
    OfRest(Name),
    /// `rest { city, county 6:4 }`: a share of the rest.
    RatioOfRest(Name),
    /// `rest unstated`
    OpenRest,
    /// `mainly county`
    Main,
    /// `subsidy city`
    Subsidy,
}

/// `by 分档, kind { 第一档, any : central 80%, local 20%; others : local }`
#[derive(Debug, Clone)]
pub struct MapWord {
    /// `分档, kind`
    pub facts: Vec<Name>,
    /// The rows, in order.
    pub rows: Vec<MapRow>,
    /// The whole map.
    pub span: Span,
}

/// `第一档, any : central 80%, local 20%`
#[derive(Debug, Clone)]
pub struct MapRow {
    /// `第一档, any`
    pub keys: Vec<RowKey>,
    /// `central 80%, local 20%`
    pub payer: PayerWord,
    /// The whole row.
    pub span: Span,
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
    /// `amount 100万元`
    pub amount: Option<Name>,
    /// The whole query.
    pub span: Span,
}

/// What a query asks about.
#[derive(Debug, Clone)]
pub enum QuerySubject {
    /// `专利导航`, `消防队伍 component 管理`, `elsewhere in 对外合作`
    Matter(MatterWord),
    /// `any other matter`
    AnyOther,
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
