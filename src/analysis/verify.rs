//! Whether an `expect` line holds.
//!
//! In: the line, resolved. Out: nothing where it holds; else the answer that came out instead.

use super::answer::{Answer, Branch, Reason};
use super::evaluate;
use super::money::Money;
use super::narrow::narrowed;
use crate::diagram::{Diagram, Part, Status, TooLarge};
use crate::model::{
    self, AxisId, Class, ClassTerm, Expect, Expectation, ExpectedAmount, FurtherTerm, FurtherValue, Known,
    Model, Payer, PayerTerm, Plain, Query, Statement, TRANSFER, Transfer, ValueSet,
};

/// An `expect` line that does not hold.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What came out instead.
    pub actual: Answer,
}

/// Runs one `expect` line.
///
/// # Errors
/// Fails when the question would need more nodes than the limit.
pub fn verify(model: &Model, diagram: &mut Diagram, expect: &Expect) -> Result<Option<Failure>, TooLarge> {
    let actual = evaluate(model, diagram, &expect.query)?;
    judge(model, expect, actual, &mut |query| evaluate(model, diagram, query))
}

/// How a query is answered whose facts are narrowed to those of a branch.
pub type Asking<'a> = &'a mut dyn FnMut(&Query) -> Result<Answer, TooLarge>;

/// Judges the answer that came out of an `expect` line; its branches are asked in the same way.
///
/// # Errors
/// Fails when the question would need more nodes than the limit.
pub fn judge(
    model: &Model,
    expect: &Expect,
    actual: Answer,
    ask: Asking<'_>,
) -> Result<Option<Failure>, TooLarge> {
    let own_words = actual.held.as_ref().map(|held| held.in_words_of(model));
    let answer = own_words.as_ref().unwrap_or(&actual);
    let holds = match &expect.expectation {
        Expectation::Plain(plain) => plain_holds(model, plain, &expect.query, answer),
        Expectation::Needs { facts, branches } => {
            needs_hold(model, facts, &actual)
                && match branches {
                    None => true,
                    Some(branches) => branches_hold(model, expect, branches, &actual, ask)?,
                }
        }
    };
    let cited = expect.cited.iter().all(|label| cites(model, &actual, label));
    Ok(if holds && cited { None } else { Some(Failure { actual }) })
}

fn plain_holds(model: &Model, plain: &Plain, query: &Query, actual: &Answer) -> bool {
    match plain {
        Plain::Gap => actual.status == Status::Gap,
        Plain::Conflict => actual.status == Status::Conflict,
        Plain::NotInForce => actual.status == Status::NotInForce,
        Plain::Impossible(None) => actual.status == Status::Impossible,
        Plain::Impossible(Some(because)) => {
            actual.status == Status::Impossible && impossible_because(model, actual, because)
        }
        Plain::Answer { statement, no_transfer, amounts } => {
            let definite = matches!(
                actual.status,
                Status::Decided | Status::Undetermined | Status::Retained | Status::Governed
            );
            let silent = !matches!(actual.part(TRANSFER), Some(Part::Value(_)));
            // What `eval` refuses is no answer here either.
            definite
                && !lacks_parameter(query, actual)
                && class_holds(model, statement, query, actual)
                && payer_holds(model, statement, amounts, query, actual)
                && further_hold(model, statement, query, actual)
                && (!no_transfer || silent)
                && amounts_hold(amounts, actual)
        }
    }
}

/// Tells whether a query asks for money that cannot be computed: it gives a figure that matters, and a parameter has no value for its
/// days.
#[must_use]
pub fn lacks_parameter(query: &Query, actual: &Answer) -> bool {
    let figure = |known: &Known| known.figure().is_some() && !actual.irrelevant.contains(&known.axis);
    matches!(actual.money, Some(Money::NoParameter(_))) && query.known.iter().any(figure)
}

fn impossible_because(model: &Model, actual: &Answer, because: &str) -> bool {
    let Some(Reason::Impossible(rules)) = &actual.reason else { return false };
    rules
        .iter()
        .any(|rule| matches!(&model.rules[*rule].effect, model::Effect::Impossible(text) if text == because))
}

fn class_holds(model: &Model, says: &Statement, query: &Query, actual: &Answer) -> bool {
    let wanted = match &says.class {
        None => return true,
        Some(ClassTerm::Fixed(class)) => Some(class.clone()),
        Some(ClassTerm::Role(axis)) => role(model, query, *axis).map(Class::Level),
    };
    // `shared` alone does not say among whom.
    match (&wanted, &actual.class) {
        (Some(Class::Shared(among)), Part::Value(Class::Shared(_))) if among.is_empty() => true,
        (Some(wanted), Part::Value(actual)) => wanted == actual,
        _ => false,
    }
}

fn payer_holds(
    model: &Model,
    says: &Statement,
    amounts: &[ExpectedAmount],
    query: &Query,
    actual: &Answer,
) -> bool {
    let wanted = match &says.payer {
        // Where no payer is expected, one that a clause leaves open still has to be expected.
        None => {
            let other = says.class.is_some() || !says.further.is_empty() || !amounts.is_empty();
            return other && (open_class(says) || actual.payer != Part::Value(Payer::Undetermined));
        }
        Some(PayerTerm::Owner) => match &actual.class {
            Part::Value(Class::Level(level)) => Some(Payer::Level(*level)),
            _ => None,
        },
        Some(term) => term.payer(&|axis| role(model, query, axis)),
    };
    // `unstated` alone does not say among whom, nor `elsewhere` alone where.
    match (wanted, &actual.payer) {
        (Some(Payer::Unstated(among)), Part::Value(Payer::Unstated(_))) if among.is_empty() => true,
        (Some(Payer::Elsewhere(None)), Part::Value(Payer::Elsewhere(_))) => true,
        (Some(wanted), Part::Value(actual)) => wanted == *actual,
        _ => false,
    }
}

fn further_hold(model: &Model, says: &Statement, query: &Query, actual: &Answer) -> bool {
    says.further.iter().all(|(part, term)| {
        let wanted = match term {
            FurtherTerm::Fixed(value) => Some(value.clone()),
            FurtherTerm::Role(axis) => role(model, query, *axis).map(FurtherValue::Level),
        };
        match (wanted, actual.part(*part)) {
            (
                Some(FurtherValue::Transfer(Transfer::Yes)),
                Some(Part::Value(FurtherValue::Transfer(Transfer::From(_)))),
            )
            | (
                Some(FurtherValue::Transfer(Transfer::Discretionary(None))),
                Some(Part::Value(FurtherValue::Transfer(Transfer::Discretionary(_)))),
            ) => true,
            (Some(wanted), Some(Part::Value(actual))) => wanted == *actual,
            _ => false,
        }
    })
}

/// Where amounts are expected, exactly those must come out.
fn amounts_hold(amounts: &[ExpectedAmount], actual: &Answer) -> bool {
    if amounts.is_empty() {
        return true;
    }
    let Some(Money::Paid(paid)) = &actual.money else { return false };
    paid.parts.len() == amounts.len() && amounts.iter().all(|one| paid.parts.contains(&(one.level, one.fen)))
}

fn open_class(says: &Statement) -> bool {
    matches!(
        says.class,
        Some(ClassTerm::Fixed(Class::Undetermined | Class::Retained(_) | Class::Governed(..)))
    )
}

/// Returns the level that a role has in the case that is asked, if the query says so.
fn role(model: &Model, query: &Query, axis: AxisId) -> Option<model::LevelId> {
    let known = query.known(axis).filter(|known| known.set.len() == 1)?;
    model.axes[axis].level(known.set.first()?)
}

/// A document above asks by its own words: they are the same facts where the names are the same.
fn needs_hold(model: &Model, facts: &[AxisId], actual: &Answer) -> bool {
    let (words, actual) = actual.holding(model);
    let mut left = facts.to_vec();
    let all = actual.needs.iter().all(|&need| {
        let need = &words.axes[need];
        let names = || std::iter::once(&need.name).chain(&need.aliases);
        let found = left.iter().position(|&fact| names().any(|name| model.axes[fact].is_called(name)));
        found.map(|at| left.swap_remove(at)).is_some()
    });
    actual.status == Status::NeedsFacts && all && left.is_empty()
}

/// Each branch must come out where it says, and together they must be all that the answer has.
fn branches_hold(
    model: &Model,
    expect: &Expect,
    branches: &[model::Branch],
    actual: &Answer,
    ask: Asking<'_>,
) -> Result<bool, TooLarge> {
    for branch in branches {
        let query = narrowed(model, &expect.query, &branch.when);
        let answer = ask(&query)?;
        let own_words = answer.held.as_ref().map(|held| held.in_words_of(model));
        if !plain_holds(model, &branch.expectation, &query, own_words.as_ref().unwrap_or(&answer)) {
            return Ok(false);
        }
    }
    Ok(actual.branches.iter().all(|branch| is_named(model, branch, branches)))
}

/// Tells whether every case of an actual branch lies in one that is expected, or in several together.
fn is_named(model: &Model, actual: &Branch, expected: &[model::Branch]) -> bool {
    actual.region.cubes.iter().all(|cube| {
        let whole = vec![cube.sets.clone()];
        let left = expected.iter().fold(whole, |left, branch| {
            left.iter().flat_map(|sets| without(model, sets, &branch.when)).collect()
        });
        left.is_empty()
    })
}

/// The values of some facts.
type Sets = Vec<(AxisId, ValueSet)>;

/// Returns what is left of a box, as boxes, once those cases are taken out.
fn without(model: &Model, sets: &Sets, when: &[(AxisId, ValueSet)]) -> Vec<Sets> {
    let (mut here, mut left) = (sets.clone(), Vec::new());
    for (axis, taken) in when {
        let size = model.axes[*axis].size();
        let own = here.iter().position(|(other, _)| other == axis).map(|at| here.swap_remove(at).1);
        let own = own.unwrap_or_else(|| ValueSet::full(size));
        let with = |set: ValueSet| here.iter().cloned().chain([(*axis, set)]).collect::<Sets>();
        let outside = own.intersection(&taken.complement(size));
        if !outside.is_empty() {
            left.push(with(outside));
        }
        let inside = own.intersection(taken);
        if inside.is_empty() {
            break;
        }
        here = with(inside);
    }
    left
}

fn cites(model: &Model, actual: &Answer, label: &str) -> bool {
    let (model, actual) = actual.holding(model);
    actual.all_rules().any(|rule| model.cited_section(&model.rules[rule]) == Some(label))
}
