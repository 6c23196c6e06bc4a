//! The lines of why, and of why not.
//!
//! In: what the analysis found. Out: structs that serialise to the published schema.

use super::answer::Writer;
use super::line::{AnswerBody, RuleBody};
use crate::analysis::{Answer, Sought, Standing, Way, WhyNot, value_names};
use crate::export::why::{sought_text, way_cases};
use crate::message::Lang;
use crate::model::{AxisId, Model, RuleId, ValueSet};
use crate::source::Sources;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// An answer with every rule about the matter: a line of `quanze explain --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainLine {
    /// The query as it was asked.
    query: String,
    /// The policy that answers.
    policy: String,
    #[serde(flatten)]
    answer: AnswerBody,
    /// How every rule of the policy about the matter stands to the query, among themselves, in the order of the file.
    trace: Vec<StandingBody>,
}

/// How a rule stands to a query.
#[derive(Debug, Serialize, JsonSchema)]
struct StandingBody {
    rule: RuleBody,
    /// `decides`, `applies`, `beaten`, `behind`, `sometimes`, `not`.
    standing: &'static str,
    /// The exceptions that beat it; of a rule that decides, in another part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    by: Vec<String>,
    /// The facts on which it depends whether it applies, or that keep it away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facts: Vec<String>,
}

/// What would make an answer another one: a line of `quanze explain --why-not --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhyNotLine {
    /// The query as it was asked.
    query: String,
    /// The policy that answers.
    policy: String,
    /// The status of the answer.
    status: &'static str,
    /// The answer that was expected.
    sought: SoughtBody,
    /// It is so already, in every possible case.
    already: bool,
    /// How many of the given facts would have to change; null where no change leads there.
    changes: Option<usize>,
    /// Every way that changes so few.
    ways: Vec<WayBody>,
    /// The rules that decide now, and would have to say something else.
    rules: Vec<RuleBody>,
    /// Remarks in the reader's language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

impl WhyNotLine {
    /// Adds remarks about all of it.
    #[must_use]
    pub fn with_notes(self, notes: Vec<String>) -> WhyNotLine {
        WhyNotLine { notes, ..self }
    }
}

/// An answer that was expected.
#[derive(Debug, Serialize, JsonSchema)]
struct SoughtBody {
    /// `payer`, `class` or `status`.
    part: &'static str,
    /// A level, `shared`, or a status.
    value: String,
    /// The same in words.
    text: String,
}

/// A way to the expected answer.
#[derive(Debug, Serialize, JsonSchema)]
struct WayBody {
    /// The facts that change.
    changed: Vec<String>,
    /// What they have to be, and what else has to be: each fact with its values.
    cases: Vec<BTreeMap<String, Vec<String>>>,
    /// The same in words.
    text: Vec<String>,
    /// The rules that decide there.
    rules: Vec<String>,
}

/// Makes the line of an answer with every rule about the matter.
#[must_use]
pub fn explain_line(
    (model, sources): (&Model, &Sources),
    query: &str,
    answer: &Answer,
    traced: &[(RuleId, Standing)],
    lang: Lang,
) -> ExplainLine {
    let writer = Writer { model, sources, lang };
    let fact = |axes: &[AxisId]| axes.iter().map(|&axis| writer.axis(axis)).collect::<Vec<String>>();
    let body = |(rule, standing): &(RuleId, Standing)| {
        let (word, by, facts) = match standing {
            Standing::Decides(by) => {
                ("decides", by.iter().map(|&rule| model.rules[rule].id.clone()).collect(), Vec::new())
            }
            Standing::Applies => ("applies", Vec::new(), Vec::new()),
            Standing::Beaten(by) => {
                ("beaten", by.iter().map(|&rule| model.rules[rule].id.clone()).collect(), Vec::new())
            }
            Standing::Behind => ("behind", Vec::new(), Vec::new()),
            Standing::Sometimes(axes) => ("sometimes", Vec::new(), fact(axes)),
            Standing::Not(axes) => ("not", Vec::new(), fact(axes)),
        };
        StandingBody { rule: writer.rule(*rule), standing: word, by, facts }
    };
    ExplainLine {
        query: query.to_owned(),
        policy: model.name.clone(),
        answer: writer.answer(answer),
        trace: traced.iter().map(body).collect(),
    }
}

/// Makes the line of an answer that was expected.
#[must_use]
pub fn why_not_line(
    (model, sources): (&Model, &Sources),
    query: &str,
    answer: &Answer,
    (sought, found): &(Sought, WhyNot),
    lang: Lang,
) -> WhyNotLine {
    let writer = Writer { model, sources, lang };
    let level = |level| model.levels[level].name.clone();
    let (part, value) = match *sought {
        Sought::Payer(one) => ("payer", level(one)),
        Sought::Class(one) => ("class", level(one)),
        Sought::Shared => ("class", "shared".to_owned()),
        Sought::Status(status) => ("status", status.as_str().to_owned()),
    };
    let case = |sets: &[(AxisId, ValueSet)]| {
        let names = |(axis, set): &(AxisId, ValueSet)| {
            (writer.axis(*axis), value_names(model, *axis, set, &[], Lang::En))
        };
        sets.iter().map(names).collect::<BTreeMap<_, _>>()
    };
    let way = |way: &Way| WayBody {
        changed: way.changed.iter().map(|&axis| writer.axis(axis)).collect(),
        cases: way.region.cubes.iter().map(|cube| case(&cube.sets)).collect(),
        text: way_cases(model, way, Lang::En),
        rules: way.rules.iter().map(|&rule| model.rules[rule].id.clone()).collect(),
    };
    WhyNotLine {
        query: query.to_owned(),
        policy: model.name.clone(),
        status: answer.status.as_str(),
        sought: SoughtBody { part, value, text: sought_text(model, *sought, lang) },
        already: found.already,
        changes: found.ways.first().map(|way| way.changed.len()),
        ways: found.ways.iter().map(way).collect(),
        rules: found.rules.iter().map(|&rule| writer.rule(rule)).collect(),
        notes: Vec::new(),
    }
}
