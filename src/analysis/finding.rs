//! What a check finds.
//!
//! In: nothing; these are plain types. Out: findings with their witness and region, and the same as diagnostics.

use super::answer::Answer;
use super::lint::Lint;
use super::no_row::no_row;
use super::phrase::{Place, Witness};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::message::{Advice, Lang, Message, local};
use crate::model::{ClassTerm, FurtherTerm, Inferred, Model, PartId, RuleId};

/// One finding: one cause, however many cases it touches.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What was found.
    pub kind: Kind,
    /// How grave it is.
    pub severity: Severity,
    /// One concrete question that shows it.
    pub witness: Option<Witness>,
    /// All cases, as merged boxes.
    pub region: Vec<Place>,
    /// The acknowledgements that cover it.
    pub acknowledged: Vec<RuleId>,
    /// What the witness of a conflict is answered.
    pub clash: Option<Box<Answer>>,
    /// The allowance that lets it pass, by its number.
    pub allowed: Option<usize>,
    /// A baseline has it.
    pub old: bool,
}

/// What was found.
#[derive(Debug, Clone)]
pub enum Kind {
    /// These rules disagree.
    Conflict {
        /// The rules, in the order of the file.
        rules: Vec<RuleId>,
    },
    /// One of very many conflicts: all those of a rule, told together.
    Clashes {
        /// The rule that reaches furthest in each of them.
        rule: RuleId,
        /// The first rules that it disagrees with, in the order of the file.
        others: Vec<RuleId>,
        /// There are more of them.
        more: bool,
        /// How many matters they meet in.
        matters: u32,
    },
    /// Further rules of which conflicts are not listed.
    MoreClashes {
        /// How many.
        more: usize,
    },
    /// Further gaps that are not listed.
    MoreGaps {
        /// How many matters have them.
        matters: u32,
    },
    /// No rule states these parts.
    Gap {
        /// No class.
        class: bool,
        /// No payer.
        payer: bool,
        /// Further parts.
        further: Vec<PartId>,
        /// The rules that state the rest.
        rules: Vec<RuleId>,
        /// The first matter that it touches, by its number.
        matter: u32,
    },
    /// A rule never decides anything.
    Unreachable {
        /// The rule.
        rule: RuleId,
        /// Why.
        why: Why,
    },
    /// Without this rule every answer stays the same.
    Redundant {
        /// The rule.
        rule: RuleId,
        /// The rules that already say so, in the order of the file.
        cover: Vec<RuleId>,
    },
    /// An acknowledgement covers a case that is no such finding.
    Stale {
        /// The acknowledgement.
        rule: RuleId,
    },
    /// An `expect` line does not hold.
    Failed {
        /// Which one, in the order of the file.
        index: usize,
        /// What the query is answered; nothing where it could not be.
        actual: Box<Answer>,
    },
    /// Vocabulary that nothing declares.
    Inferred(Inferred),
    /// An entry of a table that takes values out of the row of its container.
    Narrower {
        /// The table, by its number.
        table: usize,
        /// The entry, by its number.
        entry: usize,
    },
    /// Idle or redundant rules that are not listed.
    NotListed {
        /// How many.
        more: usize,
        /// Whether further rules are redundant was not judged: too many meet in one case.
        unjudged: bool,
    },
    /// Something that is better not written so.
    Lint(Box<Lint>),
    /// Further findings of a lint that are not listed.
    MoreLints {
        /// The lint.
        code: Code,
        /// How many.
        more: usize,
    },
    /// The witness of another finding is not confirmed by the evaluator.
    Unconfirmed {
        /// The code of that finding.
        code: Code,
    },
}

/// Why a rule never decides anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its condition is never true.
    NeverTrue,
    /// It lies wholly inside what these declare impossible.
    Impossible(Vec<RuleId>),
    /// These exceptions beat it wherever it applies.
    Beaten(Vec<RuleId>),
    /// Wherever it applies there is no single owner whose level it could name.
    SaysNothing,
    /// It is a default, and other rules apply wherever it does.
    NeverDefault,
}

impl Finding {
    /// Returns the finding's stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        match &self.kind {
            Kind::Conflict { .. } | Kind::Clashes { .. } => Code::Conflict,
            Kind::Gap { .. } | Kind::MoreGaps { .. } => Code::Gap,
            Kind::Unreachable { .. } => Code::Unreachable,
            Kind::Redundant { .. } => Code::Redundant,
            Kind::Stale { .. } => Code::StaleAcknowledgement,
            Kind::Failed { .. } => Code::FailedExpect,
            Kind::Inferred(_) => Code::InferredVocabulary,
            Kind::Narrower { .. } => Code::NarrowerEntry,
            Kind::NotListed { .. } | Kind::MoreClashes { .. } | Kind::MoreLints { .. } => Code::NotListed,
            Kind::Lint(lint) => lint.code,
            Kind::Unconfirmed { .. } => Code::Unconfirmed,
        }
    }

    /// Returns why it is acknowledged or allowed, if it is.
    #[must_use]
    pub fn excuse(&self, model: &Model) -> Option<String> {
        let allowance = self.allowed.and_then(|number| model.allowances.get(number));
        allowance.map(|allowance| allowance.because.clone()).or_else(|| model.reasons(&self.acknowledged))
    }

    /// Tells whether the finding fails a check.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.acknowledged.is_empty() && self.allowed.is_none() && !self.old && self.severity > Severity::Note
    }

    /// Puts the finding into the form that is drawn; the witness and the region are told apart from it.
    #[must_use]
    pub fn diagnostic(&self, model: &Model, lang: Lang) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code(), self.severity, self.message(model, lang));
        let diagnostic = self.labels(model, diagnostic, lang);
        match (&self.kind, self.acknowledged.is_empty()) {
            (_, false) => diagnostic,
            (Kind::Conflict { .. } | Kind::Clashes { .. }, _) => diagnostic.help(Advice::Conflict),
            (Kind::Gap { .. }, _) if model.rules.pairs().any(|(rule, _)| lacks_levels(model, rule)) => {
                diagnostic.help(Advice::DeclareLevels)
            }
            (Kind::Gap { class: false, payer: true, .. }, _) => {
                diagnostic.help(match self.no_row(model, lang) {
                    Some((_, key)) => Advice::GapRow { key },
                    None => Advice::GapPayer,
                })
            }
            (Kind::Gap { class: true, payer: false, rules, .. }, _) if !rules.is_empty() => {
                diagnostic.help(Advice::GapClass)
            }
            (Kind::Gap { .. } | Kind::MoreGaps { .. }, _) => diagnostic.help(Advice::Gap),
            (Kind::Unreachable { rule, why: Why::NeverTrue }, _) if lacks_levels(model, *rule) => {
                diagnostic.help(Advice::DeclareLevels)
            }
            (Kind::Unreachable { .. }, _) => diagnostic.help(Advice::Unreachable),
            (Kind::Redundant { .. }, _) => diagnostic.help(Advice::Redundant),
            (Kind::Stale { .. }, _) => diagnostic.help(Advice::Stale),
            (Kind::Failed { .. }, _) => diagnostic.help(Advice::Failed),
            (Kind::Inferred(_), _) => diagnostic.help(Advice::Inferred),
            (
                Kind::NotListed { .. }
                | Kind::MoreClashes { .. }
                | Kind::MoreLints { .. }
                | Kind::Narrower { .. },
                _,
            ) => diagnostic,
            (Kind::Lint(lint), _) => diagnostic.help(lint.help.clone()),
            (Kind::Unconfirmed { .. }, _) => diagnostic.help(Advice::Unconfirmed),
        }
    }

    /// Returns the region, one line a box.
    #[must_use]
    pub fn region_lines(&self, model: &Model, lang: Lang) -> Vec<String> {
        self.region.iter().flat_map(|place| place.lines(model, lang)).collect()
    }

    /// Returns the witness as a query line.
    #[must_use]
    pub fn witness_text(&self, model: &Model, lang: Lang) -> Option<String> {
        self.witness.as_ref().map(|witness| witness.text(model, lang))
    }

    fn message(&self, model: &Model, lang: Lang) -> Message {
        let id = |rule: &RuleId| model.rules[*rule].id.clone();
        let first = || self.region_lines(model, lang).into_iter().next().unwrap_or_default();
        match &self.kind {
            Kind::Conflict { rules } => {
                Message::Conflict { rules: rules.iter().map(id).collect(), place: first() }
            }
            Kind::Clashes { rule, others, more, matters } => Message::Clashes {
                rule: id(rule),
                others: others.iter().map(id).collect(),
                more: *more,
                matters: *matters,
            },
            Kind::MoreClashes { more } => Message::MoreClashes { more: *more },
            Kind::MoreGaps { matters } => Message::MoreGaps { matters: *matters },
            Kind::Gap { class, payer, further, .. } => Message::Gap {
                class: *class,
                payer: *payer,
                further: further
                    .iter()
                    .map(|&part| {
                        let info = &model.parts[part];
                        local(&info.name, &info.aliases, lang).to_owned()
                    })
                    .collect(),
                place: first(),
            },
            Kind::Narrower { table, entry } => narrower_message(model, *table, *entry),
            Kind::Unreachable { rule, why } => match why {
                Why::NeverTrue if lacks_levels(model, *rule) => Message::NoLevelsFor { rule: id(rule) },
                Why::NeverTrue => Message::NeverTrue { rule: id(rule) },
                Why::Impossible(_) => Message::InsideImpossible { rule: id(rule) },
                Why::Beaten(by) => Message::AlwaysBeaten { rule: id(rule), by: by.iter().map(id).collect() },
                Why::SaysNothing => Message::SaysNothing { rule: id(rule) },
                Why::NeverDefault => Message::NeverDefault { rule: id(rule) },
            },
            Kind::Redundant { rule, cover } => {
                Message::Redundant { rule: id(rule), cover: cover.iter().map(id).collect() }
            }
            Kind::Stale { rule } => {
                Message::Stale { conflict: is_conflict(model, *rule), nowhere: self.witness.is_none() }
            }
            Kind::Failed { .. } => {
                Message::FailedExpect { query: self.witness_text(model, lang).unwrap_or_default() }
            }
            Kind::Inferred(Inferred::Matters) => {
                Message::InferredMatters { count: model.matters.nodes.len() }
            }
            Kind::Inferred(Inferred::Levels) => Message::InferredLevels {
                names: model.levels.iter().map(|level| level.name.clone()).collect(),
            },
            Kind::Inferred(Inferred::Fact(axis)) => {
                let fact = &model.axes[*axis];
                let values = fact.values.iter().map(|value| value.name.clone()).collect();
                Message::InferredFact { fact: fact.name.clone(), values }
            }
            Kind::NotListed { more, unjudged } => {
                Message::NotListedRules { more: *more, unjudged: *unjudged }
            }
            Kind::Lint(lint) => lint.message.clone(),
            Kind::MoreLints { code, more } => Message::MoreLints { code: code.as_str(), more: *more },
            Kind::Unconfirmed { code } => Message::Unconfirmed { code: code.as_str() },
        }
    }

    /// Returns the rule whose map of payers leaves the gap, with the key of the row that it lacks.
    fn no_row(&self, model: &Model, lang: Lang) -> Option<(RuleId, Option<String>)> {
        match (&self.kind, &self.witness) {
            (Kind::Gap { payer: true, rules, .. }, Some(Witness::Case(matter, case))) => {
                no_row(model, rules, (*matter, case), lang)
            }
            _ => None,
        }
    }

    fn labels(&self, model: &Model, mut diagnostic: Diagnostic, lang: Lang) -> Diagnostic {
        let span = |rule: &RuleId| model.rules[*rule].span;
        match &self.kind {
            Kind::Conflict { rules } => {
                for rule in rules {
                    diagnostic = diagnostic
                        .label(span(rule), Message::LabelRuleSays { rule: model.rules[*rule].id.clone() });
                }
                diagnostic
            }
            Kind::Clashes { rule, others, .. } => {
                for rule in std::iter::once(rule).chain(others) {
                    diagnostic = diagnostic
                        .label(span(rule), Message::LabelRuleSays { rule: model.rules[*rule].id.clone() });
                }
                diagnostic
            }
            Kind::Gap { rules, matter, .. } => match (rules.first(), model.matters.leaf(*matter)) {
                (Some(rule), _) => match self.no_row(model, lang) {
                    Some((mapped, _)) if mapped == *rule => diagnostic.label(span(rule), Message::LabelNoRow),
                    Some((mapped, _)) => diagnostic
                        .label(span(rule), Message::LabelSaysTheRest)
                        .label(span(&mapped), Message::LabelNoRow),
                    None => diagnostic.label(span(rule), Message::LabelSaysTheRest),
                },
                (None, Some(leaf)) => diagnostic.at(model.matters.nodes[leaf.matter].span),
                (None, None) => diagnostic,
            },
            Kind::Unreachable { rule, why } => {
                diagnostic = diagnostic.at(span(rule));
                if let Why::Impossible(by) | Why::Beaten(by) = why {
                    for by in by {
                        diagnostic = diagnostic.label(span(by), Message::LabelBecauseOf);
                    }
                }
                diagnostic
            }
            Kind::Redundant { rule, cover } => {
                diagnostic = diagnostic.at(span(rule));
                for by in cover {
                    diagnostic = diagnostic.label(span(by), Message::LabelSaysItAlready);
                }
                diagnostic
            }
            Kind::Stale { rule } => diagnostic.at(span(rule)),
            Kind::Failed { index, .. } => match model.expects.get(*index) {
                Some(expect) => diagnostic.at(expect.span),
                None => diagnostic,
            },
            Kind::Narrower { table, entry } => {
                let found = model.tables.get(*table).and_then(|table| table.narrower.get(*entry));
                found.map_or(diagnostic.clone(), |entry| diagnostic.at(entry.span))
            }
            Kind::Lint(lint) => {
                diagnostic.labels.extend(lint.labels.iter().cloned());
                diagnostic
            }
            Kind::Inferred(_)
            | Kind::NotListed { .. }
            | Kind::MoreClashes { .. }
            | Kind::MoreLints { .. }
            | Kind::MoreGaps { .. }
            | Kind::Unconfirmed { .. } => diagnostic,
        }
    }
}

/// Says that an entry is in another row than its container.
#[must_use]
pub fn narrower_message(model: &Model, table: usize, entry: usize) -> Message {
    let row = |table: &crate::model::Table, number: usize| {
        table.rows.get(number).map(|row| row.name.clone()).unwrap_or_default()
    };
    let found = model.tables.get(table).and_then(|table| Some((table, table.narrower.get(entry)?)));
    let (entry, own, container, other) = found.map_or_else(Default::default, |(table, entry)| {
        (entry.entry.clone(), row(table, entry.row), entry.container.clone(), row(table, entry.container_row))
    });
    Message::Narrower { entry, row: own, container, container_row: other }
}

fn is_conflict(model: &Model, rule: RuleId) -> bool {
    matches!(model.rules[rule].effect, crate::model::Effect::AcknowledgeConflict(_))
}

/// Tells whether the answer of a rule is a level that some role has, where no level is declared.
fn lacks_levels(model: &Model, rule: RuleId) -> bool {
    let Some(statement) = model.rules[rule].effect.statement().filter(|_| model.levels.is_empty()) else {
        return false;
    };
    let payer = statement.payer.as_ref().is_some_and(|payer| !payer.roles().is_empty());
    let further = statement.further.iter().any(|(_, term)| matches!(term, FurtherTerm::Role(_)));
    payer || further || matches!(statement.class, Some(ClassTerm::Role(_)))
}
