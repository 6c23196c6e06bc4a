//! Two policies beside each other, as JSON.
//!
//! In: what the analysis found. Out: one object; names and cases are as in queries, and can be asked again.

use super::answer::Writer;
use super::line::{Period, RuleBody};
use crate::analysis::{Above, Change, Conformity, Difference, Fate, Fault, effect, fault};
use crate::export::compare::{Pair, above_name, listed, matter_names, of_part, said, section};
use crate::message::{Lang, Message};
use crate::model::{Interval, Model, RuleId, days, yuan};
use schemars::JsonSchema;
use serde::Serialize;

/// The object of `quanze diff --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DifferenceLine {
    old: String,
    new: String,
    /// Some answer differs, or the lists of matters do.
    different: bool,
    changes: Vec<ChangeBody>,
    /// Matters that only the new policy lists.
    added: Vec<String>,
    /// Matters that only the old policy lists.
    removed: Vec<String>,
    renamed: Vec<RenamedBody>,
    /// The days on which each is in force, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<BothPeriods>,
    /// What is worth knowing beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// The days on which either policy is in force.
#[derive(Debug, Serialize, JsonSchema)]
struct BothPeriods {
    old: Period,
    new: Period,
}

/// Something that is answered differently.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChangeBody {
    /// What the old, or the upper, policy says, in the words of answers.
    from: String,
    to: String,
    /// The cases; where there are very many, the first of them.
    region: Vec<String>,
    /// How many matters the change shows in besides, where not all are listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_matters: usize,
    /// One of the cases, as a query.
    witness: String,
    old_rules: Vec<RuleBody>,
    new_rules: Vec<RuleBody>,
    /// How many more rules say so in the region, where not all are listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    more_old_rules: usize,
    #[serde(default, skip_serializing_if = "is_zero")]
    more_new_rules: usize,
    /// What each level pays of the amount that was given, before and after; a note says where it is of a part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    effect: Vec<EffectBody>,
}

/// What one level pays, in yuan with two decimals.
#[derive(Debug, Serialize, JsonSchema)]
struct EffectBody {
    level: String,
    before: String,
    after: String,
}

/// One matter under two names.
#[derive(Debug, Serialize, JsonSchema)]
struct RenamedBody {
    from: String,
    to: String,
}

/// The object of `quanze conform --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConformityLine {
    child: String,
    parent: String,
    /// The parent was made without its document's text: from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    reconstruction: Option<String>,
    /// The child allocates all that the parent leaves to it, once, and contradicts nothing.
    conforms: bool,
    /// The levels of the parent whose part the child divides.
    divides: Vec<String>,
    /// Each matter of the parent, in its order.
    matters: Vec<AboveBody>,
    /// Where the child says something else than the parent, or nothing.
    contradictions: Vec<ContradictionBody>,
    /// Matters that the child lists and the parent does not.
    added: Vec<String>,
    /// Days on which the child is in force and the parent is not.
    orphaned: Vec<Period>,
    sections: Vec<SectionBody>,
}

/// A matter of the parent.
#[derive(Debug, Serialize, JsonSchema)]
struct AboveBody {
    matter: String,
    section: Option<String>,
    /// `left` to the child, at least in part; `kept`; `open`: the parent does not decide it.
    fate: &'static str,
    /// `allocated`, `not-allocated`, `twice`, `contradicted`, `unclear`, or null where nothing was to be allocated.
    result: Option<&'static str>,
    /// The child's matters of that name.
    child: Vec<String>,
    renamed: bool,
}

/// Where the child says something else, or nothing.
#[derive(Debug, Serialize, JsonSchema)]
struct ContradictionBody {
    /// `contradicted` or `not-allocated`; `unclear` where both divide a matter, each in its own way, so that it may be either.
    kind: &'static str,
    #[serde(flatten)]
    change: ChangeBody,
}

/// The counts of a section of the parent.
#[derive(Debug, Serialize, JsonSchema)]
struct SectionBody {
    section: Option<String>,
    matters: usize,
    left: usize,
    allocated: usize,
    kept: usize,
    findings: usize,
}

/// Makes the object of a difference; `amount` is what is to be paid, in fen.
#[must_use]
pub fn difference_line(pair: Pair<'_>, found: &Difference, amount: Option<i64>) -> DifferenceLine {
    let words = &found.words;
    let change = |change: &Change| change_body(pair, words, change, amount);
    DifferenceLine {
        old: pair.old.name.clone(),
        new: pair.new.name.clone(),
        different: found.is_different(),
        changes: found.changes.iter().map(change).collect(),
        added: matter_names(words, &found.only_new, Lang::En),
        removed: matter_names(words, &found.only_old, Lang::En),
        renamed: found
            .renamed
            .iter()
            .map(|(from, to)| RenamedBody { from: from.clone(), to: to.clone() })
            .collect(),
        in_force: found.in_force.map(|(old, new)| BothPeriods { old: period(old), new: period(new) }),
        notes: of_part(pair, found, amount).iter().map(|note| note.text(pair.lang)).collect(),
    }
}

impl DifferenceLine {
    /// Says something beside the difference, where there is something to say.
    #[must_use]
    pub fn beside(mut self, note: Option<&Message>, lang: Lang) -> DifferenceLine {
        self.notes.extend(note.map(|note| note.text(lang)));
        self
    }
}

/// Makes the object of a conformity.
#[must_use]
pub fn conformity_line(pair: Pair<'_>, found: &Conformity) -> ConformityLine {
    let words = &found.words;
    let body =
        |kind, change: &Change| ContradictionBody { kind, change: change_body(pair, words, change, None) };
    let contradiction = |change: &Change| {
        let kind = match fault(&change.to) {
            Fault::Contradicted => "contradicted",
            Fault::NotAllocated => "not-allocated",
        };
        body(kind, change)
    };
    let unclear = |change: &Change| body("unclear", change);
    let contradictions = found.contradictions.iter().map(contradiction);
    let sections = found.sections();
    ConformityLine {
        child: pair.new.name.clone(),
        parent: pair.old.name.clone(),
        reconstruction: pair.old.header.reconstruction.clone(),
        conforms: found.holds(),
        divides: found.divided.iter().map(|&level| words.levels[level].name.clone()).collect(),
        matters: found.matters.iter().map(|matter| above_body(pair.old, matter)).collect(),
        contradictions: contradictions.chain(found.unclear.iter().map(unclear)).collect(),
        added: matter_names(words, &found.added, Lang::En),
        orphaned: found.orphaned.iter().map(|days| period(*days)).collect(),
        sections: sections
            .iter()
            .map(|counts| SectionBody {
                section: section(pair.old, counts.section),
                matters: counts.matters,
                left: counts.left,
                allocated: counts.allocated,
                kept: counts.kept,
                findings: counts.findings,
            })
            .collect(),
    }
}

fn above_body(upper: &Model, matter: &Above) -> AboveBody {
    let result = if matter.contradicted {
        Some("contradicted")
    } else if matter.unclear {
        Some("unclear")
    } else if matter.missing || matter.partly {
        Some("not-allocated")
    } else if matter.is_twice() {
        Some("twice")
    } else {
        matter.is_allocated().then_some("allocated")
    };
    AboveBody {
        matter: above_name(upper, matter, Lang::En),
        section: section(upper, matter.section),
        fate: match matter.fate {
            Fate::Left => "left",
            Fate::Kept => "kept",
            Fate::Open => "open",
        },
        result,
        child: matter.below.clone(),
        renamed: matter.renamed,
    }
}

fn change_body(pair: Pair<'_>, words: &Model, change: &Change, amount: Option<i64>) -> ChangeBody {
    let rules = |model: &Model, rules: &[RuleId]| {
        let writer = Writer { model, sources: pair.sources, lang: pair.lang };
        let (listed, more) = listed(rules);
        (listed.iter().map(|&rule| writer.rule(rule)).collect(), more)
    };
    let (old_rules, more_old_rules) = rules(pair.old, &change.old_rules);
    let (new_rules, more_new_rules) = rules(pair.new, &change.new_rules);
    let effect = amount.and_then(|total| effect(pair.old, pair.new, words, change, total));
    let body = |&(level, before, after): &(_, i64, i64)| EffectBody {
        level: words.levels[level].name.clone(),
        before: yuan(before),
        after: yuan(after),
    };
    ChangeBody {
        from: said(words, &change.from, Lang::En),
        to: said(words, &change.to, Lang::En),
        region: change.places.iter().flat_map(|place| place.lines(words, Lang::En)).collect(),
        more_matters: change.more,
        witness: change.witness.text(words, Lang::En),
        old_rules,
        new_rules,
        more_old_rules,
        more_new_rules,
        effect: effect.iter().flatten().map(body).collect(),
    }
}

fn is_zero(more: &usize) -> bool {
    *more == 0
}

fn period(interval: Interval) -> Period {
    let (from, until) = days(interval);
    let day = |date: jiff::civil::Date| date.to_string();
    Period { from: from.map(day), until: until.map(day) }
}
