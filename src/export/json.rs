//! Answers and findings as JSON.
//!
//! In: plain data of the analysis. Out: structs that serialise to the published schema, `docs/schema.json`. Field
//! names and statuses are the same in every language; only `message`, `reason`, `notes` and `help` are prose.

use super::text::{reason_text, remark_texts};
use super::words;
use crate::analysis::{Answer, Branch, Candidate, Finding, Need, Reason, Summary, value_names};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::diagram::{Cube, Part, Status};
use crate::message::Lang;
use crate::model::{
    AxisId, Class, ClassTerm, DATE_NAME, MATTER, Model, PERFORMER, Payer, PayerTerm, RuleId, Statement,
    ValueSet,
};
use crate::source::{Sources, Span};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One answer: a line of `quanze eval --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerLine {
    /// The query as it was asked.
    query: String,
    /// The policy that answers: its document number, or its file's name.
    policy: String,
    #[serde(flatten)]
    answer: AnswerBody,
}

/// What is answered.
#[derive(Debug, Serialize, JsonSchema)]
struct AnswerBody {
    /// `decided`, `undetermined`, `retained`, `governed`, `not-in-force`, `conflict`, `gap`, `impossible`, `needs-facts`.
    status: &'static str,
    /// The level that has the authority alone, `shared`, or null.
    class: Option<String>,
    /// The levels that share the authority, where they are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    among: Vec<String>,
    /// The role that the class follows, or who retains the matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The document that governs the matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    /// Whether that document is loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    loaded: Option<bool>,
    /// Who pays, with exact shares.
    payers: Vec<PayerBody>,
    /// `level`, `unstated`, `elsewhere`, `undetermined`, `retained` or `governed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_kind: Option<&'static str>,
    /// The rules that decide.
    rules: Vec<RuleBody>,
    /// The unknown facts that matter, and no others.
    needs: Vec<String>,
    /// The answer for each case of those facts.
    branches: Vec<BranchBody>,
    /// In a conflict: each rule with what it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateBody>,
    /// The parts that a clause leaves open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    open: Vec<&'static str>,
    /// The parts that no rule states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    missing: Vec<&'static str>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The reason for which this conflict or gap is acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<String>,
    /// The answer is a scoped default.
    #[serde(default, skip_serializing_if = "is_false")]
    default: bool,
    /// Facts of the query on which the answer never depends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    irrelevant: Vec<String>,
    /// Matters of the group asked about that are impossible in this case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    /// Listed names near to a matter that is not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hints: Vec<String>,
    /// The days for which the answer holds; null means without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<Period>,
    /// Remarks in the reader's language, and the notes of the deciding rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// A payer.
#[derive(Debug, Serialize, JsonSchema)]
struct PayerBody {
    level: String,
    /// An exact fraction: `1`, `3/5`.
    share: String,
    /// The role whose level it is: `performer`, `owner`, or a fact's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
}

/// A rule and where it stands.
#[derive(Debug, Serialize, JsonSchema)]
struct RuleBody {
    id: String,
    file: String,
    line: usize,
    /// The document number and the section.
    cite: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
}

/// A rule of a conflict.
#[derive(Debug, Serialize, JsonSchema)]
struct CandidateBody {
    #[serde(flatten)]
    rule: RuleBody,
    class: Option<String>,
    payers: Vec<PayerBody>,
}

/// One branch of `needs-facts`.
#[derive(Debug, Serialize, JsonSchema)]
struct BranchBody {
    /// For each needed fact the values that lead here; a fact that is not named may have any value.
    when: BTreeMap<String, Vec<String>>,
    /// Further cases with the same answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    or: Vec<BTreeMap<String, Vec<String>>>,
    #[serde(flatten)]
    answer: AnswerBody,
}

/// First and last day.
#[derive(Debug, Serialize, JsonSchema)]
struct Period {
    from: Option<String>,
    until: Option<String>,
}

/// A query that is not understood, in the place of its answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorLine {
    query: String,
    /// Always `error`.
    status: &'static str,
    code: &'static str,
    message: String,
    help: Vec<String>,
    line: usize,
    /// In characters, from 1.
    column: usize,
}

/// A line of `quanze test --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TestLine {
    query: String,
    policy: String,
    passed: bool,
    expected: String,
    actual: String,
    file: String,
    line: usize,
}

/// The object of `quanze check --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckLine {
    findings: Vec<FindingBody>,
    summary: SummaryBody,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
struct FindingBody {
    code: &'static str,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    message: String,
    help: Vec<String>,
    spans: Vec<SpanBody>,
    witness: Option<String>,
    region: Vec<String>,
    acknowledged: Option<String>,
}

/// A place: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Debug, Serialize, JsonSchema)]
struct SpanBody {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// The counts of all policies together.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct SummaryBody {
    policies: usize,
    cases: u64,
    decided: u64,
    undetermined: u64,
    retained: u64,
    governed: u64,
    conflicts: u64,
    gaps: u64,
    impossible: u64,
    errors: usize,
    warnings: usize,
    notes: usize,
    acknowledged: usize,
    expects: usize,
    expects_held: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// Returns the published schema of every line, by its name.
#[must_use]
pub fn schema() -> serde_json::Value {
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "quanze output, one definition for each kind of line",
        "eval": schemars::schema_for!(AnswerLine),
        "eval_error": schemars::schema_for!(ErrorLine),
        "test": schemars::schema_for!(TestLine),
        "check": schemars::schema_for!(CheckLine),
    })
}

/// Makes the line of an answer.
#[must_use]
pub fn answer_line(model: &Model, sources: &Sources, query: &str, answer: &Answer, lang: Lang) -> AnswerLine {
    let answer = Writer { model, sources, lang }.answer(answer);
    AnswerLine { query: query.to_owned(), policy: model.name.clone(), answer }
}

/// Makes the line of a query that is not understood.
#[must_use]
pub fn error_line(sources: &Sources, query: &str, diagnostics: &[Diagnostic], lang: Lang) -> ErrorLine {
    let first = diagnostics.first();
    let position = first.and_then(Diagnostic::span).map(|span| sources.locate(span).1);
    let help = first.map(|d| d.help.iter().map(|help| help.text(lang)).collect()).unwrap_or_default();
    ErrorLine {
        query: query.to_owned(),
        status: "error",
        code: first.map_or(Code::BadQuery, |d| d.code).as_str(),
        message: first.map(|d| d.message.text(lang)).unwrap_or_default(),
        help,
        line: position.map_or(1, |p| p.line),
        column: position.map_or(1, |p| p.column),
    }
}

/// Makes the line of one `expect`.
#[must_use]
pub fn test_line(
    model: &Model,
    sources: &Sources,
    span: Span,
    query: String,
    expected: String,
    actual: String,
    passed: bool,
) -> TestLine {
    let (file, position) = sources.locate(span);
    TestLine {
        query,
        policy: model.name.clone(),
        passed,
        expected,
        actual,
        file: file.to_owned(),
        line: position.line,
    }
}

/// Makes the object of a check: diagnostics of the texts first, then the findings of each policy.
#[must_use]
pub fn check_line(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    policies: &[(&Model, &[Finding], &Summary)],
    lang: Lang,
) -> CheckLine {
    let mut findings: Vec<FindingBody> =
        diagnostics.iter().map(|diagnostic| finding_body(sources, diagnostic, lang)).collect();
    let mut summary =
        SummaryBody { policies: policies.len(), errors: diagnostics.len(), ..SummaryBody::default() };
    for (model, found, counts) in policies {
        for finding in *found {
            let mut body = finding_body(sources, &finding.diagnostic(model, lang), lang);
            body.policy = Some(model.name.clone());
            body.witness = finding.witness_text(model, Lang::En);
            body.region = finding.region_lines(model, Lang::En);
            body.acknowledged = model.reasons(&finding.acknowledged);
            summary.notes = summary.notes.saturating_add(usize::from(finding.severity == Severity::Note));
            findings.push(body);
        }
        summary.add(counts);
    }
    CheckLine { findings, summary }
}

fn finding_body(sources: &Sources, diagnostic: &Diagnostic, lang: Lang) -> FindingBody {
    FindingBody {
        code: diagnostic.code.as_str(),
        level: diagnostic.severity.as_str(),
        policy: None,
        message: diagnostic.message.text(lang),
        help: diagnostic.help.iter().map(|help| help.text(lang)).collect(),
        spans: diagnostic
            .labels
            .iter()
            .map(|label| span_body(sources, label.span, label.message.as_ref().map(|m| m.text(lang))))
            .collect(),
        witness: None,
        region: Vec::new(),
        acknowledged: None,
    }
}

fn span_body(sources: &Sources, span: Span, label: Option<String>) -> SpanBody {
    let (file, start) = sources.locate(span);
    let end = sources.locate(Span { start: span.end, ..span }).1;
    SpanBody {
        file: file.to_owned(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label,
    }
}

impl SummaryBody {
    fn add(&mut self, counts: &Summary) {
        let number = |count: u128| u64::try_from(count).unwrap_or(u64::MAX);
        let add = |slot: &mut u64, count: u128| *slot = slot.saturating_add(number(count));
        add(&mut self.cases, counts.cases());
        add(&mut self.decided, counts.decided);
        add(&mut self.undetermined, counts.undetermined);
        add(&mut self.retained, counts.retained);
        add(&mut self.governed, counts.governed);
        add(&mut self.conflicts, counts.conflicts);
        add(&mut self.gaps, counts.gaps);
        add(&mut self.impossible, counts.impossible);
        self.errors = self.errors.saturating_add(counts.errors);
        self.warnings = self.warnings.saturating_add(counts.warnings);
        self.acknowledged = self.acknowledged.saturating_add(counts.acknowledged());
        self.expects = self.expects.saturating_add(counts.expects);
        self.expects_held = self.expects_held.saturating_add(counts.expects_held);
    }
}

/// What is needed to put ids into words.
struct Writer<'a> {
    model: &'a Model,
    sources: &'a Sources,
    lang: Lang,
}

impl Writer<'_> {
    fn answer(&self, answer: &Answer) -> AnswerBody {
        let model = self.model;
        let class = value(&answer.class);
        let payer = value(&answer.payer);
        AnswerBody {
            status: answer.status.as_str(),
            class: class.and_then(|class| self.class(class)),
            among: match class {
                Some(Class::Shared(among)) => {
                    among.iter().map(|&level| model.levels[level].name.clone()).collect()
                }
                _ => Vec::new(),
            },
            by: self.by(answer, class),
            document: match class {
                Some(Class::Governed(document)) => Some(document.clone()),
                _ => None,
            },
            // Documents are not joined to one another, so one that is only named is not loaded.
            loaded: matches!(class, Some(Class::Governed(_))).then_some(false),
            payers: payer.map(|payer| self.payers(payer, &answer.rules)).unwrap_or_default(),
            payer_kind: payer.map(payer_kind),
            rules: answer.rules.iter().map(|&rule| self.rule(rule)).collect(),
            needs: answer.needs.iter().map(|need| self.need(*need)).collect(),
            branches: answer.branches.iter().map(|branch| self.branch(branch)).collect(),
            candidates: answer.candidates.iter().map(|candidate| self.candidate(candidate)).collect(),
            open: open(answer),
            missing: missing(answer),
            reason: self.reason(answer),
            acknowledged: model.reasons(&answer.acknowledged),
            default: answer.by_default,
            irrelevant: answer.irrelevant.iter().map(|&axis| model.axes[axis].name.clone()).collect(),
            left_out: self.left_out(answer),
            hints: answer.near.clone(),
            in_force: period(answer.in_force),
            notes: remark_texts(model, answer, self.lang),
        }
    }

    /// Returns why there is no answer; the reason of an impossible case in the words of its declaration.
    fn reason(&self, answer: &Answer) -> Option<String> {
        let Some(Reason::Impossible(rules)) = &answer.reason else {
            return reason_text(self.model, answer, self.lang);
        };
        self.model.reasons(rules)
    }

    fn class(&self, class: &Class) -> Option<String> {
        match class {
            Class::Level(level) => Some(self.model.levels[*level].name.clone()),
            Class::Shared(_) => Some("shared".to_owned()),
            Class::Undetermined | Class::Retained(_) | Class::Governed(_) => None,
        }
    }

    /// Returns the role that the class follows, or who retains the matter.
    fn by(&self, answer: &Answer, class: Option<&Class>) -> Option<String> {
        match class? {
            Class::Retained(by) => Some(words::party(self.model, by, Lang::En)),
            Class::Level(_) => {
                let roles = self.statements(&answer.rules).filter_map(|says| match says.class {
                    Some(ClassTerm::Role(axis)) => Some(axis),
                    _ => None,
                });
                roles.max().map(|axis| self.model.axes[axis].name.clone())
            }
            _ => None,
        }
    }

    fn statements(&self, rules: &[RuleId]) -> impl Iterator<Item = &Statement> {
        rules.iter().filter_map(|&rule| self.model.rules[rule].effect.statement())
    }

    fn payers(&self, payer: &Payer, rules: &[RuleId]) -> Vec<PayerBody> {
        let Payer::Level(level) = payer else { return Vec::new() };
        // Where rules reach the same level by different roles, a declared fact tells most, and the owner more than the
        // performer; the order of the file tells nothing.
        let role = self.statements(rules).filter_map(|says| match says.payer {
            Some(PayerTerm::Role(axis)) if axis == PERFORMER => Some((0, axis)),
            Some(PayerTerm::Owner) => Some((1, PERFORMER)),
            Some(PayerTerm::Role(axis)) => Some((2, axis)),
            _ => None,
        });
        let role = role.max().map(|(rank, axis)| match rank {
            0 => "performer".to_owned(),
            1 => "owner".to_owned(),
            _ => self.model.axes[axis].name.clone(),
        });
        vec![PayerBody { level: self.model.levels[*level].name.clone(), share: "1".to_owned(), role }]
    }

    fn rule(&self, id: RuleId) -> RuleBody {
        let rule = &self.model.rules[id];
        let (file, position) = self.sources.locate(rule.span);
        RuleBody {
            id: rule.id.clone(),
            file: file.to_owned(),
            line: position.line,
            cite: self.model.citation(rule),
            quote: rule.quote.as_ref().map(|quote| quote.text.clone()),
        }
    }

    fn candidate(&self, candidate: &Candidate) -> CandidateBody {
        CandidateBody {
            rule: self.rule(candidate.rule),
            class: candidate.class.as_ref().and_then(|class| self.class(class)),
            payers: candidate.payer.as_ref().map(|p| self.payers(p, &[candidate.rule])).unwrap_or_default(),
        }
    }

    fn left_out(&self, answer: &Answer) -> Vec<String> {
        let leaves =
            ValueSet::from_ranges(answer.left_out.iter().map(|&leaf| (leaf, leaf.saturating_add(1))));
        value_names(self.model, MATTER, &leaves, Lang::En)
    }

    fn need(&self, need: Need) -> String {
        match need {
            Need::Date => DATE_NAME.to_owned(),
            Need::Axis(axis) => self.axis(axis),
        }
    }

    fn axis(&self, axis: AxisId) -> String {
        if axis == MATTER { "matter".to_owned() } else { self.model.axes[axis].name.clone() }
    }

    fn branch(&self, branch: &Branch) -> BranchBody {
        let mut cases = branch.region.cubes.iter().map(|cube| self.case(cube, branch));
        let when = cases.next().unwrap_or_default();
        let or = cases.collect();
        BranchBody { when, or, answer: self.answer(&branch.answer) }
    }

    fn case(&self, cube: &Cube, branch: &Branch) -> BTreeMap<String, Vec<String>> {
        let mut when: BTreeMap<String, Vec<String>> = cube
            .sets
            .iter()
            .map(|(axis, set)| (self.axis(*axis), value_names(self.model, *axis, set, Lang::En)))
            .collect();
        if let Some((from, until)) = branch.dates {
            let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
            when.insert(DATE_NAME.to_owned(), vec![format!("{}..{}", day(from), day(until))]);
        }
        when
    }
}

fn value<T>(part: &Part<T>) -> Option<&T> {
    match part {
        Part::Value(value) => Some(value),
        _ => None,
    }
}

fn payer_kind(payer: &Payer) -> &'static str {
    match payer {
        Payer::Level(_) => "level",
        Payer::Unstated => "unstated",
        Payer::Elsewhere(_) => "elsewhere",
        Payer::Undetermined => "undetermined",
        Payer::Retained(_) => "retained",
        Payer::Governed(_) => "governed",
    }
}

fn open(answer: &Answer) -> Vec<&'static str> {
    let class = matches!(answer.class, Part::Value(Class::Undetermined)).then_some("class");
    let payer = matches!(answer.payer, Part::Value(Payer::Undetermined)).then_some("payer");
    class.into_iter().chain(payer).collect()
}

fn missing(answer: &Answer) -> Vec<&'static str> {
    if answer.status != Status::Gap {
        return Vec::new();
    }
    let class = matches!(answer.class, Part::Missing).then_some("class");
    let payer = matches!(answer.payer, Part::Missing).then_some("payer");
    class.into_iter().chain(payer).collect()
}

fn period((from, until): (Option<jiff::civil::Date>, Option<jiff::civil::Date>)) -> Option<Period> {
    let day = |date: jiff::civil::Date| date.to_string();
    (from.is_some() || until.is_some()).then(|| Period { from: from.map(day), until: until.map(day) })
}
