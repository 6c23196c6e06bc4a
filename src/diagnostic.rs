//! What is said about a text: a code, a message, the places, and what to do.
//!
//! In: facts from any stage. Out: plain data; the words come from [`crate::message`] once the language is known.
//! No colour and no output here.

use crate::message::{Advice, Message};
use crate::source::{Position, Span};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a check.
    Note,
    /// Fails a check.
    Warning,
    /// Fails a check; from syntax and names it also withholds every answer.
    Error,
}

impl Severity {
    /// Returns the word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Declares the codes: one line each.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// A stable code; `docs/errors.md` has an entry and an example for each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// Returns the code as printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A text that no statement matches.
    Unreadable = "P001";
    /// `->` for `=>`.
    WrongArrow = "P002";
    /// `=` for `is`.
    WrongEquals = "P003";
    /// `pays` for `payer`.
    WrongPayer = "P004";
    /// `同级`, which has two meanings.
    AmbiguousSame = "P005";
    /// `is a or b`.
    AmbiguousOr = "P006";
    /// `at level a and b` in a rule.
    LevelsWithAnd = "P007";
    /// A block that never closes.
    UnclosedBlock = "P008";
    /// A closing brace without its opening.
    StrayBrace = "P009";
    /// A section or a policy inside a section.
    NestedBlock = "P010";
    /// Brackets inside brackets, too many.
    TooDeep = "P011";
    /// A file that says nothing.
    EmptyFile = "P012";
    /// A day that is in no calendar.
    NoSuchDate = "P013";
    /// Two classes or two payers in one answer.
    PartTwice = "P014";
    /// A header field that is unknown, repeated, or of the wrong kind.
    BadField = "P015";
    /// `=` for `:` or `as` in a declaration.
    WrongColon = "P016";
    /// `a and b or c` in a query.
    MixedJoiners = "P017";
    /// A text over the size limit.
    TooLarge = "P018";
    /// More broken statements than are listed.
    TooManyErrors = "P019";
    /// A clause said twice in one rule.
    ClauseTwice = "P020";
    /// `shared payer city`.
    MissingComma = "P021";
    /// `丙等` at the end of a list.
    GluedEtc = "P022";
    /// A quotation that does not end on its line.
    UnclosedQuote = "P023";
    /// `甲 < 乙 | 丙`: words that are ordered only in part.
    MixedOrder = "P024";
    /// `payer city, county`: a level alone after the payer.
    ClassAfterPayer = "P025";
    /// A character that is not seen, or that turns the order of the text around.
    HiddenCharacter = "P026";
    /// A word with letters of alphabets that look alike.
    MixedAlphabets = "P027";
    /// `because ""`: a clause whose text has no words.
    WithoutWords = "P028";

    /// A matter that is not declared.
    UnknownMatter = "R001";
    /// A level that is not declared.
    UnknownLevel = "R002";
    /// A fact that is not declared.
    UnknownFact = "R003";
    /// A value that its fact does not have.
    UnknownValue = "R004";
    /// `overrides` names a rule or a section that is not there.
    UnknownTarget = "R005";
    /// One name for two things.
    DuplicateName = "R006";
    /// Rules that override each other in a circle.
    OverrideCycle = "R007";
    /// `by` a fact whose values are not levels.
    NotARole = "R008";
    /// A rule at a level that performs nothing.
    OutsideRange = "R009";
    /// More facts than can be analysed.
    TooManyFacts = "R010";
    /// An end before its start.
    DatesReversed = "R011";
    /// `payer owner level` beside a class that is no level.
    NoOwner = "R012";
    /// `other` of a fact that is closed.
    ClosedFact = "R013";
    /// `elsewhere in` a matter without an open list.
    NotOpen = "R014";
    /// A fact given twice with different values.
    GivenTwice = "R015";
    /// An `expect` whose query has `together` values inside a branch.
    BadBranch = "R016";
    /// Shares that do not sum to one.
    BadShares = "R017";
    /// A value in two rows of a table.
    InTwoRows = "R018";
    /// A value in no row of a table.
    InNoRow = "R019";
    /// `500美元`: a figure without a unit that is known.
    BadFigure = "R020";
    /// A tree, or a composite level, that contains itself.
    Cycle = "R021";
    /// Rows of a map that meet, neither inside the other.
    RowsMeet = "R022";
    /// A part of an answer, or a value of one, that is not declared.
    UnknownPart = "R023";
    /// A row with too few or too many keys.
    BadRow = "R024";
    /// `at least` of words without order.
    NotOrdered = "R025";
    /// Two values of a parameter for one day.
    ParameterTwice = "R026";
    /// An amount in which not exactly one factor is money.
    BadAmount = "R027";
    /// `allow` of a code that is not a lint's.
    NotAllowed = "R028";

    /// Two rules disagree.
    Conflict = "C001";
    /// No rule answers.
    Gap = "C002";
    /// A rule that decides nothing.
    Unreachable = "C003";
    /// A rule without which every answer stays the same.
    Redundant = "C004";
    /// An acknowledgement of something that is not so.
    StaleAcknowledgement = "C005";
    /// An `expect` that does not hold.
    FailedExpect = "C006";
    /// Names taken from the rules because nothing declares them.
    InferredVocabulary = "C007";
    /// A policy too large to analyse exactly.
    TooManyCells = "C008";
    /// A witness that the evaluator does not confirm: a fault of this program.
    Unconfirmed = "C009";
    /// Idle or redundant rules that are not listed one by one.
    NotListed = "C010";
    /// An entry of a table that takes values out of its container's row.
    NarrowerEntry = "C011";

    /// `use` of a file that cannot be read.
    CannotUse = "D001";
    /// `use` of a file outside of the root.
    OutsideRoot = "D002";
    /// Files that use each other in a circle.
    UseCycle = "D003";
    /// `use` of a file that is neither words nor a document.
    NotForUse = "D004";
    /// `use` where there are no files.
    UseNowhere = "D005";
    /// No level of the upper document is what the lower one divides.
    NothingToDivide = "D006";
    /// `under` a number that two loaded documents have.
    SeveralDocuments = "D007";
    /// Documents that stand under each other in a circle.
    UnderCycle = "D008";
    /// A fact, a table, a parameter or a part of the answer that nothing uses.
    UnusedDeclaration = "L001";
    /// A level that nothing uses.
    UnusedLevel = "L002";
    /// A name that nothing declares, nearly the same as another.
    NearDuplicate = "L003";
    /// A name that looks like another.
    Confusable = "L004";
    /// A rule that cites nothing where others do.
    NoCitation = "L005";
    /// Two rules with one quotation for the same cases.
    CitedTwice = "L006";
    /// No clause for matters that are not listed.
    NoResidual = "L007";
    /// A matter without a performer clause where its siblings have one.
    NoPerformerClause = "L008";
    /// A quotation without the words of the matter.
    QuoteOfAnother = "L009";
    /// An `allow` that nothing is allowed by.
    UnusedAllowance = "L010";
    /// A section of the source with neither rule nor note.
    EmptySection = "L011";
    /// A section that the list of sections does not have.
    UnlistedSection = "L012";
    /// `under` a number that none of the used documents has.
    UnknownUpper = "L013";
    /// `maxims` where there are no two documents.
    IdleMaxims = "L014";

    /// A query that is not understood.
    BadQuery = "Q001";
    /// The text given has no policy that can be asked.
    NothingToAsk = "Q002";
    /// A parameter without a value for the day that is asked.
    NoParameter = "Q003";
    /// A question in a person's words that is not understood.
    BadQuestion = "Q004";

    /// A layout in which the file would say something else: a fault of this program.
    LayoutUnsure = "F001";
    /// A file that cannot be written.
    CannotWrite = "F002";

    /// A path that cannot be read.
    CannotRead = "U001";
    /// A file that is not UTF-8.
    NotUtf8 = "U002";
    /// A folder without rule files.
    NoRuleFiles = "U003";
    /// A command line that is not understood.
    BadUsage = "U004";
    /// More files, or more bytes in all, than one run reads.
    TooMuchText = "U005";
    /// Settings that are not understood.
    BadSettings = "U006";
    /// A baseline that is not understood.
    BadBaseline = "U007";
}

/// The codes that settings can tell otherwise, and `allow` can let pass; each as grave as it is without a word. Where nothing is said
/// it depends on the finding.
const LINTS: &[(Code, Option<Severity>)] = &[
    (Code::Unreachable, Some(Severity::Warning)),
    (Code::Redundant, None),
    (Code::InferredVocabulary, Some(Severity::Note)),
    (Code::NarrowerEntry, Some(Severity::Note)),
    (Code::UnusedDeclaration, Some(Severity::Warning)),
    (Code::UnusedLevel, Some(Severity::Note)),
    (Code::NearDuplicate, Some(Severity::Warning)),
    (Code::Confusable, Some(Severity::Warning)),
    (Code::NoCitation, Some(Severity::Note)),
    (Code::CitedTwice, Some(Severity::Warning)),
    (Code::NoResidual, Some(Severity::Note)),
    (Code::NoPerformerClause, Some(Severity::Note)),
    (Code::QuoteOfAnother, Some(Severity::Note)),
    (Code::UnusedAllowance, Some(Severity::Warning)),
    (Code::EmptySection, Some(Severity::Warning)),
    (Code::UnlistedSection, Some(Severity::Warning)),
    (Code::UnknownUpper, Some(Severity::Warning)),
    (Code::IdleMaxims, Some(Severity::Note)),
];

impl Code {
    /// Returns the codes of lints, in order.
    pub fn lints() -> impl Iterator<Item = Code> {
        LINTS.iter().map(|(code, _)| *code)
    }

    /// Returns true for a mistake inside of one statement, whatever the names in it mean: it is told even where a declaration is lost.
    #[must_use]
    pub fn stands_alone(self) -> bool {
        matches!(self, Code::DatesReversed | Code::BadShares)
    }

    /// Returns how grave a lint is without settings; nothing where that depends on the finding, or the code is no lint's.
    #[must_use]
    pub fn usual_severity(self) -> Option<Severity> {
        LINTS.iter().find(|(code, _)| *code == self).and_then(|(_, severity)| *severity)
    }
}

/// A place, and what to say beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands beside the underline, if anything.
    pub message: Option<Message>,
}

/// One thing said about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is the matter.
    pub message: Message,
    /// Where; the first is the primary place.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Vec<Advice>,
    /// The file that it is about, where there is no text to point at.
    pub file: Option<Unread>,
}

/// A file that gave no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its path.
    pub path: String,
    /// How far it can be read, if at all.
    pub until: Option<Position>,
}

impl Diagnostic {
    /// Makes an error at a place.
    #[must_use]
    pub fn error(code: Code, span: Span, message: Message) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message).at(span)
    }

    /// Makes a diagnostic that has no place yet.
    #[must_use]
    pub fn new(code: Code, severity: Severity, message: Message) -> Diagnostic {
        Diagnostic { code, severity, message, labels: Vec::new(), help: Vec::new(), file: None }
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.labels.push(Label { span, message: None });
        self
    }

    /// Adds a place with words beside it.
    #[must_use]
    pub fn label(mut self, span: Span, message: Message) -> Diagnostic {
        self.labels.push(Label { span, message: Some(message) });
        self
    }

    /// Adds something to do.
    #[must_use]
    pub fn help(mut self, help: Advice) -> Diagnostic {
        self.help.push(help);
        self
    }

    /// Names the file that gave no text.
    #[must_use]
    pub fn unread(mut self, path: String, until: Option<Position>) -> Diagnostic {
        self.file = Some(Unread { path, until });
        self
    }

    /// Returns the primary place.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}
