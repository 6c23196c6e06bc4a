//! The object of coverage.
//!
//! In: what a policy covers, and how its changes came out. Out: one object.

use crate::analysis::{Coverage, Mutation, RuleChange, Summary};
use crate::message::{Lang, Message};
use crate::model::{Model, SectionId};
use schemars::JsonSchema;
use serde::Serialize;

/// The object of `quanze coverage --format json`, one for each policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CoverageLine {
    policy: String,
    /// The sections that have cases; those outside of all sections have no label.
    sections: Vec<SectionBody>,
    total: CasesBody,
    rules: usize,
    /// The rules that no expectation rests on.
    unexercised: Vec<String>,
    /// Only with `--mutants`.
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<MutantsBody>,
    /// What is worth knowing beside it: that documents stand above which were not looked at, or that this is a reconstruction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct SectionBody {
    label: Option<String>,
    title: Option<String>,
    #[serde(flatten)]
    cases: CasesBody,
}

/// Cases by status; per cent are rounded down.
#[derive(Debug, Serialize, JsonSchema)]
struct CasesBody {
    cases: u64,
    decided: u64,
    undetermined: u64,
    retained: u64,
    governed: u64,
    conflicts: u64,
    gaps: u64,
    /// Not among the cases.
    impossible: u64,
    /// Cases of which some clause speaks, in per cent.
    covered_percent: u64,
    /// Cases with a definite answer, in per cent.
    decided_percent: u64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MutantsBody {
    all: usize,
    tried: usize,
    noticed: usize,
    unnoticed: Vec<MutantBody>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MutantBody {
    rule: String,
    /// `gone`, `class` or `payer`.
    change: &'static str,
}

/// Makes the object of a policy.
#[must_use]
pub fn coverage_line(
    model: &Model,
    coverage: &Coverage,
    mutation: Option<&Mutation>,
    cautions: &[Message],
) -> CoverageLine {
    let section = |(id, counts): &(Option<SectionId>, Summary)| {
        let info = id.map(|id| &model.sections[id]);
        SectionBody {
            label: info.map(|info| info.label.clone()),
            title: info.and_then(|info| info.title.clone()),
            cases: cases(counts),
        }
    };
    let change = |change: RuleChange| match change {
        RuleChange::Gone => "gone",
        RuleChange::Class => "class",
        RuleChange::Payer => "payer",
    };
    CoverageLine {
        policy: model.name.clone(),
        sections: coverage.sections.iter().map(section).collect(),
        total: cases(&coverage.total),
        notes: cautions.iter().map(|caution| caution.text(Lang::En)).collect(),
        rules: coverage.rules,
        unexercised: coverage.unexercised.iter().map(|&rule| model.rules[rule].id.clone()).collect(),
        mutants: mutation.map(|mutation| MutantsBody {
            all: mutation.all,
            tried: mutation.tried,
            noticed: mutation.noticed,
            unnoticed: mutation
                .unnoticed
                .iter()
                .map(|&(rule, what)| MutantBody { rule: model.rules[rule].id.clone(), change: change(what) })
                .collect(),
        }),
    }
}

fn cases(counts: &Summary) -> CasesBody {
    let number = |count: u128| u64::try_from(count).unwrap_or(u64::MAX);
    CasesBody {
        cases: number(counts.cases()),
        decided: number(counts.decided),
        undetermined: number(counts.undetermined),
        retained: number(counts.retained),
        governed: number(counts.governed),
        conflicts: number(counts.conflicts),
        gaps: number(counts.gaps),
        impossible: number(counts.impossible),
        covered_percent: number(counts.percent(counts.covered())),
        decided_percent: number(counts.percent(counts.decided)),
    }
}
