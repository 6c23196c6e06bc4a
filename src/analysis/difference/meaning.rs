//! Rules that say the same in both policies, so that nothing has to be compared where only those apply.
//!
//! In: two models and their common vocabulary. Out: a number for each rule; rules with one number mean the same, whatever they cite. A
//! rule over facts that are not numbered alike has a number of its own. That two runs have equal numbers is enough for equal
//! answers, and is not needed for it.

use super::align::{Alignment, Own};
use crate::arena::Id;
use crate::diagram::{Diagram, Run};
use crate::model::{
    Arm, AxisId, ClassTerm, Condition, Effect, FurtherTerm, Model, Payee, PayerTerm, Rule, RuleId, Statement,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a rule says and when, in the numbers that both sides share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Sentence {
    Says {
        statement: Arc<Statement>,
        default: bool,
        condition: Condition,
    },
    Impossible(Condition),
    /// Nothing else says it.
    Alone {
        new: bool,
        rule: RuleId,
    },
}

/// The numbers of the rules of both sides; nothing for a rule that changes no answer.
pub(super) struct Meanings {
    old: Vec<Option<u32>>,
    new: Vec<Option<u32>>,
    /// Equal numbers do not mean equal answers: the policies differ as a whole.
    apart: bool,
}

/// The numbers of what applies to a run: its own, and those of its layer.
type Numbers = (Vec<u32>, Vec<u32>);

impl Meanings {
    pub(super) fn new(old: &Model, new: &Model, alignment: &Alignment, asked_alike: bool) -> Meanings {
        let levels_alike = alignment.old.levels == alignment.new.levels;
        let parts_alike =
            alignment.old.parts == alignment.new.parts && alignment.old.words == alignment.new.words;
        let sums_alike = alignment.old.parameters == alignment.new.parameters;
        let started = !old.starts.is_empty() || !new.starts.is_empty();
        let apart = !(levels_alike && parts_alike && sums_alike && asked_alike) || started;
        let mut meanings = Meanings { old: Vec::new(), new: Vec::new(), apart };
        if apart {
            return meanings;
        }
        let mut numbers: FxHashMap<Sentence, u32> = FxHashMap::default();
        let mut ranks: FxHashMap<(u32, Vec<u32>), u32> = FxHashMap::default();
        meanings.old = side(old, &alignment.old, false, &mut numbers, &mut ranks);
        meanings.new = side(new, &alignment.new, true, &mut numbers, &mut ranks);
        meanings
    }

    /// Tells whether the same rules apply to a run of either side.
    pub(super) fn alike(&self, (old, a): (&Diagram, &Run), (new, b): (&Diagram, &Run)) -> bool {
        !self.apart && numbers(old, a, &self.old) == numbers(new, b, &self.new)
    }
}

fn numbers(diagram: &Diagram, run: &Run, of: &[Option<u32>]) -> Numbers {
    let list = |claims: &[crate::diagram::ClaimId]| {
        let number =
            |id: &crate::diagram::ClaimId| of.get(diagram.claims[*id].rule.index()).copied().flatten();
        let mut numbers: Vec<u32> = claims.iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    (list(diagram.runs().own(run)), list(diagram.runs().layer_claims(run.layer)))
}

/// Numbers the rules of one side, those that they beat included.
fn side(
    model: &Model,
    own: &Own,
    new: bool,
    numbers: &mut FxHashMap<Sentence, u32>,
    ranks: &mut FxHashMap<(u32, Vec<u32>), u32>,
) -> Vec<Option<u32>> {
    let mut plain: Vec<Option<u32>> = Vec::with_capacity(model.rules.len());
    for (id, rule) in model.rules.pairs() {
        if matches!(rule.effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_)) {
            plain.push(None);
            continue;
        }
        let sentence = sentence(own, rule).unwrap_or(Sentence::Alone { new, rule: id });
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        plain.push(Some(*numbers.entry(sentence).or_insert(next)));
    }
    let ranked = |(rule, number): (&Rule, &Option<u32>)| {
        let beats = rule.beats.iter().filter_map(|loser| plain.get(loser.index()).copied().flatten());
        let mut beats: Vec<u32> = beats.collect();
        beats.sort_unstable();
        beats.dedup();
        let next = u32::try_from(ranks.len()).unwrap_or(u32::MAX);
        number.map(|number| *ranks.entry((number, beats)).or_insert(next))
    };
    model.rules.iter().zip(&plain).map(ranked).collect()
}

/// Puts a rule into the common numbers; nothing where a fact is not numbered alike.
fn sentence(own: &Own, rule: &Rule) -> Option<Sentence> {
    let condition = condition(own, &rule.condition)?;
    Some(match &rule.effect {
        Effect::Allocate(says) => {
            Sentence::Says { statement: statement(own, says)?, default: false, condition }
        }
        Effect::Default(says) => {
            Sentence::Says { statement: statement(own, says)?, default: true, condition }
        }
        Effect::Impossible(_) => Sentence::Impossible(condition),
        Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_) => return None,
    })
}

fn axis(own: &Own, axis: AxisId) -> Option<AxisId> {
    own.values(axis).is_none().then(|| own.axis(axis))
}

fn condition(own: &Own, tree: &Condition) -> Option<Condition> {
    let all = |parts: &[Condition]| parts.iter().map(|part| condition(own, part)).collect::<Option<Vec<_>>>();
    Some(match tree {
        Condition::Always => Condition::Always,
        Condition::Test(fact, set) => Condition::Test(axis(own, *fact)?, set.clone()),
        Condition::All(parts) => Condition::All(all(parts)?),
        Condition::Any(parts) => Condition::Any(all(parts)?),
        Condition::Not(part) => Condition::Not(Box::new(condition(own, part)?)),
    })
}

/// Returns a statement over the common facts; its levels and parts are numbered alike already.
fn statement(own: &Own, says: &Arc<Statement>) -> Option<Arc<Statement>> {
    let class_role = match &says.class {
        Some(ClassTerm::Role(role)) => Some(*role),
        _ => None,
    };
    let further_roles = says.further.iter().any(|(_, term)| match term {
        FurtherTerm::Role(_) => true,
        FurtherTerm::Fixed(value) => matches!(value, crate::model::FurtherValue::Amount(_)),
    });
    let payer_plain = matches!(says.payer, None | Some(PayerTerm::Fixed(_) | PayerTerm::Owner));
    if class_role.is_none() && !further_roles && payer_plain {
        return Some(Arc::clone(says));
    }
    let mut made = Statement::clone(says);
    if let Some(ClassTerm::Role(role)) = &mut made.class {
        *role = axis(own, *role)?;
    }
    if let Some(term) = &mut made.payer {
        *term = payer(own, term)?;
    }
    for (_, term) in &mut made.further {
        match term {
            FurtherTerm::Role(role) => *role = axis(own, *role)?,
            FurtherTerm::Fixed(value) => *value = own.amount(value),
        }
    }
    Some(Arc::new(made))
}

fn payer(own: &Own, term: &PayerTerm) -> Option<PayerTerm> {
    Some(match term {
        PayerTerm::Fixed(_) | PayerTerm::Owner => term.clone(),
        PayerTerm::Role(role) => PayerTerm::Role(axis(own, *role)?),
        PayerTerm::Split(portions) => {
            let mut made = portions.clone();
            for portion in &mut made {
                if let Some(Payee::Role(role)) = &mut portion.payee {
                    *role = axis(own, *role)?;
                }
            }
            PayerTerm::Split(made)
        }
        PayerTerm::Map(arms) => {
            let arm = |arm: &Arm| {
                Some(Arm { condition: condition(own, &arm.condition)?, payer: payer(own, &arm.payer)? })
            };
            PayerTerm::Map(arms.iter().map(arm).collect::<Option<Vec<Arm>>>()?)
        }
    })
}
