//! One answer, ids put into words.
//!
//! In: an answer and its model. Out: the body of its line, and of each branch.

use super::line::{
    AmountBody, AnswerBody, BranchBody, CandidateBody, ComponentBody, LostBody, MaximBody, PaidBody,
    PayerBody, Period, RuleBody, ShareBody,
};
use crate::analysis::{Answer, Branch, Candidate, Link, Money, Precedence, Reason, Saying, value_names};
use crate::diagram::{Cube, Part, Status};
use crate::export::remarks::{all_notes, transfer_unstated};
use crate::export::text::{clash_text, component_name, missing_parts, reason_text};
use crate::export::words;
use crate::message::Lang;
use crate::model::{
    AMOUNT, AxisId, Class, ClassTerm, LevelId, MATTER, Manner, Maxim, Model, PERFORMER, Payer, PayerTerm,
    Portion, PortionShare, RuleId, Statement, TRANSFER, ValueSet, share, yuan,
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
    /// Makes the body of an answer; where another document holds instead, of what that one says.
    pub(super) fn answer(&self, answer: &Answer) -> AnswerBody {
        let body = match &answer.held {
            None => self.stated(answer),
            Some(held) => {
                let said = self.of(&held.model).stated(&held.answer);
                let notes = all_notes(self.model, answer, self.lang);
                AnswerBody {
                    in_all: in_all(answer),
                    unlisted: answer.unlisted.clone(),
                    hints: answer.near.clone(),
                    notes,
                    ..said
                }
            }
        };
        AnswerBody { maxims: answer.precedence.iter().map(|used| self.maxims(used)).collect(), ..body }
    }

    /// Returns a writer for the words of another document.
    fn of<'m>(&'m self, model: &'m Model) -> Writer<'m> {
        Writer { model, sources: self.sources, lang: self.lang }
    }

    fn maxims(&self, used: &Precedence) -> MaximBody {
        let Saying { model, answer } = &used.lost;
        let writer = self.of(model);
        let payer = value(&answer.payer);
        MaximBody {
            maxims: used.maxims.iter().map(|&maxim| maxim_name(maxim)).collect(),
            declared_by: used.declared_by.clone(),
            holds: used.holds.clone(),
            lost: LostBody {
                document: model.name.clone(),
                rules: answer.rules.iter().map(|&rule| writer.rule(rule)).collect(),
                class: value(&answer.class).and_then(|class| writer.class(class)),
                payers: payer.map(|payer| writer.payers(payer, &answer.rules)).unwrap_or_default(),
                payer_kind: payer.map(payer_kind),
            },
        }
    }

    /// Returns what another document says in a conflict.
    fn other(&self, saying: &Saying) -> Option<CandidateBody> {
        let Saying { model, answer } = saying;
        let candidate = Candidate {
            rule: *answer.rules.first()?,
            class: value(&answer.class).cloned(),
            payer: value(&answer.payer).cloned(),
            further: Vec::new(),
        };
        Some(self.of(model).candidate(&candidate))
    }

    fn stated(&self, answer: &Answer) -> AnswerBody {
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
                Some(Class::Governed(_, document)) => document.clone(),
                _ => None,
            },
            manner: match class {
                Some(Class::Governed(Manner::Analogy, _)) => Some("analogy"),
                Some(Class::Governed(Manner::Existing, _)) => Some("existing"),
                _ => None,
            },
            // Documents are not joined to one another, so one that is only named is not loaded.
            loaded: matches!(class, Some(Class::Governed(_, Some(_)))).then_some(false),
            payers: self.all_payers(answer),
            transfer: self.transfer(answer),
            parts: self.parts(answer),
            amount: self.amount(answer),
            amounts: self.amounts(answer),
            components: answer
                .components
                .iter()
                .map(|(matter, part)| self.component(*matter, part))
                .collect(),
            payer_kind: payer.map(payer_kind),
            rules: answer.rules.iter().map(|&rule| self.rule(rule)).collect(),
            needs: self.needs(answer),
            branches: answer.branches.iter().map(|branch| self.branch(branch)).collect(),
            candidates: {
                let own = answer.candidates.iter().map(|candidate| self.candidate(candidate));
                answer.others.iter().filter_map(|saying| self.other(saying)).chain(own).collect()
            },
            clash: self.clash(answer),
            open: open(answer),
            missing: self.missing(answer),
            reason: self.reason(answer),
            acknowledged: model.reasons(&answer.acknowledged),
            in_all: in_all(answer),
            maxims: Vec::new(),
            reconstruction: answer.reconstruction.as_ref().map(|made| made.because.clone()),
            default: answer.by_default,
            irrelevant: answer.irrelevant.iter().map(|&axis| model.axes[axis].name.clone()).collect(),
            left_out: self.left_out(answer),
            unlisted: answer.unlisted.clone(),
            hints: answer.near.clone(),
            in_force: period(answer.in_force),
            notes: all_notes(self.model, answer, self.lang),
        }
    }

    /// Returns the facts that are asked for; of a reconstruction it is the document's text.
    fn needs(&self, answer: &Answer) -> Vec<String> {
        let facts = answer.needs.iter().map(|&axis| self.axis(axis));
        let text = answer.reconstruction.as_ref().filter(|made| !made.accepted);
        facts.chain(text.map(|_| self.model.name.clone())).collect()
    }

    fn level(&self, level: LevelId) -> String {
        self.model.levels[level].name.clone()
    }

    fn transfer(&self, answer: &Answer) -> Option<String> {
        let stated = match answer.part(TRANSFER) {
            Some(Part::Value(value)) => Some(words::further_name(self.model, TRANSFER, value)),
            _ => None,
        };
        let definite = matches!(
            answer.status,
            Status::Decided | Status::Undetermined | Status::Retained | Status::Governed
        );
        let unstated = definite && self.model.states_transfer() && transfer_unstated(answer);
        stated.or_else(|| unstated.then(|| "not stated".to_owned()))
    }

    fn parts(&self, answer: &Answer) -> BTreeMap<String, String> {
        let parts = self
            .model
            .parts
            .ids()
            .zip(&answer.further)
            .filter(|(part, _)| ![TRANSFER, AMOUNT].contains(part));
        let values = parts.filter_map(|(part, value)| match value {
            Part::Value(value) => {
                Some((self.model.parts[part].name.clone(), words::further_name(self.model, part, value)))
            }
            _ => None,
        });
        values.collect()
    }

    fn amount(&self, answer: &Answer) -> Option<AmountBody> {
        let Some(Money::Paid(paid)) = &answer.money else { return None };
        Some(AmountBody {
            total: yuan(paid.total),
            at_least: paid.at_least,
            remainder: paid.remainder.map_or_else(|| "largest".to_owned(), |level| self.level(level)),
        })
    }

    fn amounts(&self, answer: &Answer) -> Vec<PaidBody> {
        let Some(Money::Paid(paid)) = &answer.money else { return Vec::new() };
        let body = |&(level, fen): &(LevelId, i64)| PaidBody { level: self.level(level), amount: yuan(fen) };
        paid.parts.iter().map(body).collect()
    }

    fn component(&self, matter: u32, part: &Answer) -> ComponentBody {
        ComponentBody { component: component_name(self.model, matter, Lang::En), answer: self.answer(part) }
    }

    /// Returns who pays; of a matter with components those of each.
    fn all_payers(&self, answer: &Answer) -> Vec<PayerBody> {
        if answer.components.is_empty() {
            return value(&answer.payer).map(|payer| self.payers(payer, &answer.rules)).unwrap_or_default();
        }
        let mut payers = Vec::new();
        for (matter, part) in &answer.components {
            let component = component_name(self.model, *matter, Lang::En);
            let own = value(&part.payer).map(|payer| self.payers(payer, &part.rules)).unwrap_or_default();
            payers
                .extend(own.into_iter().map(|body| PayerBody { component: Some(component.clone()), ..body }));
        }
        payers
    }

    fn missing(&self, answer: &Answer) -> Vec<String> {
        if answer.status != Status::Gap {
            return Vec::new();
        }
        let class = matches!(answer.class, Part::Missing).then(|| "class".to_owned());
        let payer = matches!(answer.payer, Part::Missing).then(|| "payer".to_owned());
        class.into_iter().chain(payer).chain(missing_parts(self.model, answer, Lang::En)).collect()
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
            Class::Undetermined | Class::Retained(_) | Class::Governed(..) => None,
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
        let level = match payer {
            Payer::Level(level) => level,
            Payer::Split(portions) => return portions.iter().map(|portion| self.portion(portion)).collect(),
            Payer::Unstated(among) => {
                return among.iter().map(|&level| self.body(Some(level), "unstated".to_owned())).collect();
            }
            _ => return Vec::new(),
        };
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
        vec![PayerBody { role, ..self.body(Some(*level), "1".to_owned()) }]
    }

    fn portion(&self, portion: &Portion) -> PayerBody {
        let share = match &portion.share {
            PortionShare::Exact(exact) => share::fraction(exact),
            PortionShare::OfRest(exact) => format!("{} of rest", share::fraction(exact)),
            PortionShare::Elsewhere(_) => "elsewhere".to_owned(),
            PortionShare::OpenRest => "unstated of rest".to_owned(),
            PortionShare::Main => "main".to_owned(),
            PortionShare::Subsidy => "subsidy".to_owned(),
        };
        self.body(portion.payee, share)
    }

    fn body(&self, level: Option<LevelId>, share: String) -> PayerBody {
        let members = level.map(|level| self.model.levels[level].members.as_slice()).unwrap_or_default();
        PayerBody {
            level: level.map(|level| self.level(level)).unwrap_or_default(),
            share,
            inner: members.iter().map(|&member| self.level(member)).collect(),
            component: None,
            role: None,
        }
    }

    pub(super) fn rule(&self, id: RuleId) -> RuleBody {
        let rule = &self.model.rules[id];
        let (file, line) = self.sources.cited(rule.span);
        RuleBody {
            id: rule.id.clone(),
            file: file.to_owned(),
            line,
            cite: self.model.citation(rule),
            quote: rule.quote.as_ref().map(|quote| quote.text.clone()),
        }
    }

    fn candidate(&self, candidate: &Candidate) -> CandidateBody {
        CandidateBody {
            rule: self.rule(candidate.rule),
            class: candidate.class.as_ref().and_then(|class| self.class(class)),
            payers: candidate.payer.as_ref().map(|p| self.payers(p, &[candidate.rule])).unwrap_or_default(),
            payer_kind: candidate.payer.as_ref().map(payer_kind),
        }
    }

    fn clash(&self, answer: &Answer) -> Option<String> {
        let conflict = answer.status == Status::Conflict && answer.components.is_empty();
        let text = conflict.then(|| clash_text(self.model, answer, self.lang))?;
        (!text.is_empty()).then_some(text)
    }

    fn left_out(&self, answer: &Answer) -> Vec<String> {
        let leaves =
            ValueSet::from_ranges(answer.left_out.iter().map(|&leaf| (leaf, leaf.saturating_add(1))));
        value_names(self.model, MATTER, &leaves, &[], Lang::En)
    }

    pub(super) fn axis(&self, axis: AxisId) -> String {
        if axis == MATTER { "matter".to_owned() } else { self.model.axes[axis].name.clone() }
    }

    fn branch(&self, branch: &Branch) -> BranchBody {
        let mut cases = branch.region.cubes.iter().map(|cube| self.case(cube, branch));
        let when = cases.next().unwrap_or_default();
        let or = cases.collect();
        BranchBody { when, or, answer: self.answer(&branch.answer) }
    }

    fn case(&self, cube: &Cube, branch: &Branch) -> BTreeMap<String, Vec<String>> {
        let names = |(axis, set): &(AxisId, ValueSet)| {
            (self.axis(*axis), value_names(self.model, *axis, set, &branch.asked, Lang::En))
        };
        cube.sets.iter().map(names).collect()
    }
}

fn value<T>(part: &Part<T>) -> Option<&T> {
    match part {
        Part::Value(value) => Some(value),
        _ => None,
    }
}

fn in_all(answer: &Answer) -> Vec<ShareBody> {
    let body = |link: &Link| ShareBody {
        level: link.level.clone(),
        share: share::fraction(&link.share),
        below: link.open.then_some("not loaded"),
    };
    answer.chain.iter().map(body).collect()
}

fn maxim_name(maxim: Maxim) -> &'static str {
    match maxim {
        Maxim::Upper => "upper",
        Maxim::Special => "special",
        Maxim::Later => "later",
    }
}

fn payer_kind(payer: &Payer) -> &'static str {
    match payer {
        Payer::Level(_) => "level",
        Payer::Split(portions) if portions.iter().any(|p| p.share == PortionShare::Main) => "main",
        Payer::Split(portions) if portions.iter().all(|p| matches!(p.share, PortionShare::Exact(_))) => {
            "split"
        }
        Payer::Split(_) => "rest",
        Payer::Unstated(_) => "unstated",
        Payer::Elsewhere(_) => "elsewhere",
        Payer::Undetermined => "undetermined",
        Payer::Retained(_) => "retained",
        Payer::Governed(..) => "governed",
    }
}

fn open(answer: &Answer) -> Vec<&'static str> {
    let class = matches!(answer.class, Part::Value(Class::Undetermined)).then_some("class");
    let payer = matches!(answer.payer, Part::Value(Payer::Undetermined)).then_some("payer");
    class.into_iter().chain(payer).collect()
}

fn period((from, until): (Option<jiff::civil::Date>, Option<jiff::civil::Date>)) -> Option<Period> {
    let day = |date: jiff::civil::Date| date.to_string();
    (from.is_some() || until.is_some()).then(|| Period { from: from.map(day), until: until.map(day) })
}
