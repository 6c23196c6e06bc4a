//! One answer, ids put into words.
//!
//! In: an answer and its model. Out: the body of its line, and of each branch.

use super::line::{AnswerBody, BranchBody, CandidateBody, PayerBody, Period, RuleBody};
use crate::analysis::{Answer, Branch, Candidate, Need, Reason, value_names};
use crate::diagram::{Cube, Part, Status};
use crate::export::text::{reason_text, remark_texts};
use crate::export::words;
use crate::message::Lang;
use crate::model::{
    AxisId, Class, ClassTerm, DATE_NAME, MATTER, Model, PERFORMER, Payer, PayerTerm, RuleId, Statement,
    ValueSet,
};
use crate::source::Sources;
use std::collections::BTreeMap;

/// What is needed to put ids into words.
pub(super) struct Writer<'a> {
    pub(super) model: &'a Model,
    pub(super) sources: &'a Sources,
    pub(super) lang: Lang,
}

impl Writer<'_> {
    pub(super) fn answer(&self, answer: &Answer) -> AnswerBody {
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
