//! The lines of JSON output, field by field.
//!
//! In: nothing; these are plain types. Out: the published schema, `docs/schema.json`. Field names and statuses are the
//! same in every language; only `message`, `reason`, `notes` and `help` are prose.

use crate::export::told::Spot;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One answer: a line of `quanze eval --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerLine {
    /// The query as it was asked.
    pub(super) query: String,
    /// The policy that answers: its document number, or its file's name.
    pub(super) policy: String,
    #[serde(flatten)]
    pub(super) answer: AnswerBody,
}

/// What is answered.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AnswerBody {
    /// `decided`, `undetermined`, `retained`, `governed`, `not-in-force`, `conflict`, `gap`, `impossible`, `needs-facts`.
    pub(super) status: &'static str,
    /// The level that has the authority alone, `shared`, or null.
    pub(super) class: Option<String>,
    /// The levels that share the authority, where they are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) among: Vec<String>,
    /// The role that the class follows, or who retains the matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    /// The document that governs the matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) document: Option<String>,
    /// How it governs, where not directly: `analogy`, or `existing` rules that are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) manner: Option<&'static str>,
    /// Whether that document is loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) loaded: Option<bool>,
    /// Who pays, with exact shares.
    pub(super) payers: Vec<PayerBody>,
    /// `level`, `split`, `rest`, `main`, `unstated`, `elsewhere`, `undetermined`, `retained` or `governed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payer_kind: Option<&'static str>,
    /// Whether a transfer supports the payer: `yes`, `no`, `from LEVEL`, `discretionary`, `discretionary from LEVEL`, `not stated`; only where the
    /// policy says so of anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transfer: Option<String>,
    /// The further parts that the policy declares.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) parts: BTreeMap<String, String>,
    /// What is to be paid in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<AmountBody>,
    /// What each payer pays; the amounts sum to the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) amounts: Vec<PaidBody>,
    /// The components of the matter, where they are answered differently.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) components: Vec<ComponentBody>,
    /// The rules that decide.
    pub(super) rules: Vec<RuleBody>,
    /// The unknown facts that matter, and no others.
    pub(super) needs: Vec<String>,
    /// The answer for each case of those facts.
    pub(super) branches: Vec<BranchBody>,
    /// In a conflict: each rule with what it says, those of other documents first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) candidates: Vec<CandidateBody>,
    /// In a conflict: the values that clash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clash: Option<String>,
    /// The parts that a clause leaves open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) open: Vec<&'static str>,
    /// The parts that no rule states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) missing: Vec<String>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// The reason for which this conflict or gap is acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) acknowledged: Option<String>,
    /// What each level pays once the shares of the loaded documents above are multiplied out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) in_all: Vec<ShareBody>,
    /// Legal maxims that were used: the answer rests on them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) maxims: Vec<MaximBody>,
    /// The policy was made without its document's text: from what. Unless that is accepted the status is `needs-facts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reconstruction: Option<String>,
    /// The answer is a scoped default.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) default: bool,
    /// Facts of the query on which the answer never depends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) irrelevant: Vec<String>,
    /// Matters of the group asked about that are impossible in this case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) left_out: Vec<String>,
    /// The name that was asked, where the policy lists no such matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unlisted: Option<String>,
    /// Listed names near to a matter that is not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hints: Vec<String>,
    /// The days for which the answer holds; null means without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_force: Option<Period>,
    /// Remarks in the reader's language, and the notes of the deciding rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

/// A payer.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PayerBody {
    pub(super) level: String,
    /// An exact fraction: `1`, `3/5`; `3/5 of rest` after a share that is not known here; `elsewhere`, `main`, `subsidy`,
    /// `unstated`, `unstated of rest`. A rest that nobody is named for has the level "".
    pub(super) share: String,
    /// The levels that a composite one is made of; what each of them pays is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) inner: Vec<String>,
    /// The component of the matter that is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) component: Option<String>,
    /// The role whose level it is: `performer`, `owner`, or a fact's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<String>,
}

/// An amount of money.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AmountBody {
    /// In yuan, with two decimals.
    pub(super) total: String,
    /// It is a floor.
    pub(super) at_least: bool,
    /// Who takes what is left over after rounding to the fen: `largest` remainders, or a level.
    pub(super) remainder: String,
}

/// What one level pays.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PaidBody {
    pub(super) level: String,
    /// In yuan, with two decimals.
    pub(super) amount: String,
}

/// A component with its answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ComponentBody {
    pub(super) component: String,
    #[serde(flatten)]
    pub(super) answer: AnswerBody,
}

/// What one level pays of the whole.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ShareBody {
    pub(super) level: String,
    /// An exact fraction.
    pub(super) share: String,
    /// Whether the document that divides this level's part is loaded; only where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) below: Option<&'static str>,
}

/// A rule and where it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RuleBody {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) line: usize,
    /// The document number and the section.
    pub(super) cite: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quote: Option<String>,
}

/// A rule of a conflict.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CandidateBody {
    #[serde(flatten)]
    pub(super) rule: RuleBody,
    pub(super) class: Option<String>,
    pub(super) payers: Vec<PayerBody>,
    /// As in an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payer_kind: Option<&'static str>,
}

/// One use of legal maxims.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MaximBody {
    /// `upper`, `special`, `later`: those that decide it.
    pub(super) maxims: Vec<&'static str>,
    /// The documents that declare them.
    pub(super) declared_by: Vec<String>,
    /// The document that holds.
    pub(super) holds: String,
    /// What is set aside.
    pub(super) lost: LostBody,
}

/// What a document says that is set aside.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LostBody {
    pub(super) document: String,
    pub(super) rules: Vec<RuleBody>,
    pub(super) class: Option<String>,
    pub(super) payers: Vec<PayerBody>,
    /// As in an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payer_kind: Option<&'static str>,
}

/// One branch of `needs-facts`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BranchBody {
    /// For each needed fact the values that lead here; a fact that is not named may have any value.
    pub(super) when: BTreeMap<String, Vec<String>>,
    /// Further cases with the same answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) or: Vec<BTreeMap<String, Vec<String>>>,
    #[serde(flatten)]
    pub(super) answer: AnswerBody,
}

/// First and last day.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Period {
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
}

/// A query that is not understood, in the place of its answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorLine {
    pub(super) query: String,
    /// Always `error`.
    pub(super) status: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Vec<String>,
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
}

/// A line of `quanze test --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TestLine {
    pub(super) query: String,
    pub(super) policy: String,
    pub(super) passed: bool,
    pub(super) expected: String,
    pub(super) actual: String,
    pub(super) file: String,
    pub(super) line: usize,
}

/// A line of `quanze test` and `quanze coverage` with `--format json` for what is wrong with a file: none of its expectations is
/// tried, none of its cases counted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileErrorLine {
    /// Always `error`.
    pub(super) status: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Vec<String>,
    pub(super) file: String,
    /// Nothing where the file could not be read.
    pub(super) line: Option<usize>,
    /// In characters, from 1.
    pub(super) column: Option<usize>,
}

/// The object of `quanze check --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckLine {
    pub(super) findings: Vec<FindingBody>,
    pub(super) summary: SummaryBody,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FindingBody {
    pub(super) code: &'static str,
    pub(super) level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) policy: Option<String>,
    pub(super) message: String,
    pub(super) help: Vec<String>,
    /// The file, or the folder, that could not be read: there is no place in it to point at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    pub(super) spans: Vec<Spot>,
    pub(super) witness: Option<String>,
    /// In a conflict: the values that clash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clash: Option<String>,
    /// Of an expectation that does not hold: what it expects, as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expected: Option<String>,
    /// Of an expectation that does not hold: what came out, in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actual: Option<String>,
    pub(super) region: Vec<String>,
    pub(super) acknowledged: Option<String>,
    /// The same for the same finding, wherever its lines have moved to.
    pub(super) fingerprint: String,
    /// A baseline has it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) old: bool,
}

/// The counts of all policies together.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct SummaryBody {
    pub(super) policies: usize,
    pub(super) cases: u64,
    pub(super) decided: u64,
    pub(super) undetermined: u64,
    pub(super) retained: u64,
    pub(super) governed: u64,
    pub(super) conflicts: u64,
    pub(super) gaps: u64,
    pub(super) impossible: u64,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) acknowledged: usize,
    pub(super) expects: usize,
    pub(super) expects_held: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
