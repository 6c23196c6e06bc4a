//! What is paid, in money.
//!
//! In: an answer, and the query with its amount or with the facts of which the rule multiplies one. Out: what each payer
//! pays, exact to the fen, so that the parts sum to the whole. Nothing is estimated: what is not known is named.
//!
//! What is left over after rounding down goes, a fen each, to those with the largest remainders (the method of largest
//! remainders, after T. Hare, 1859), the upper level first where they are equal; or to the level that the policy names.

use super::answer::Answer;
use crate::diagram::{Part, Status};
use crate::model::share::Share;
use crate::model::{
    AMOUNT, Amount, AxisId, Factor, FurtherValue, Interval, LevelId, Model, Payer, PortionShare, Query,
    number_of,
};

/// What is paid, or why it cannot be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Money {
    /// So much.
    Paid(Paid),
    /// These facts have to be known, and perhaps the day.
    Needs {
        /// How it would be computed.
        amount: Amount,
        /// The facts.
        facts: Vec<AxisId>,
        /// The day.
        date: bool,
    },
    /// A parameter has no value for the days asked about.
    NoParameter(usize),
    /// The answer does not divide the whole into exact shares.
    NotDivided,
    /// More than can be counted.
    TooLarge,
}

/// An amount and its parts, in fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// All of it.
    pub total: i64,
    /// It is a floor.
    pub at_least: bool,
    /// What each payer pays; the parts sum to the whole.
    pub parts: Vec<(LevelId, i64)>,
    /// Who takes what is left over; nothing for the largest remainders.
    pub remainder: Option<LevelId>,
    /// Something was left over.
    pub rounded: bool,
    /// The floor that a rule sets, where the amount asked about is smaller.
    pub floor: Option<i64>,
    /// What the rule itself comes to, where the amount asked about is another.
    pub own: Option<i64>,
}

/// Returns what is paid under an answer; nothing where nobody asks and no rule says how to compute it.
pub(super) fn money(model: &Model, query: &Query, answer: &Answer) -> Option<Money> {
    let formula = formula(answer);
    let definite =
        matches!(answer.status, Status::Decided | Status::Undetermined | Status::Retained | Status::Governed);
    if !definite || !answer.components.is_empty() && query.amount.is_none() {
        return None;
    }
    let mut floor = None;
    let mut own = None;
    let (total, at_least) = match (query.amount, formula) {
        (Some(total), formula) => {
            let comes_to = formula.and_then(|amount| computed(model, query, amount).ok());
            let at_least = formula.is_some_and(|amount| amount.at_least);
            floor = comes_to.filter(|&floor| at_least && floor > total);
            own = comes_to.filter(|&own| !at_least && own != total);
            (total, false)
        }
        (None, None) => return None,
        (None, Some(amount)) => match computed(model, query, amount) {
            Ok(total) => (total, amount.at_least),
            Err(why) => return Some(why),
        },
    };
    let Some(shares) = shares_of(&answer.payer) else { return Some(Money::NotDivided) };
    let Some(parts) = divide(total, &shares, model.header.remainder) else { return Some(Money::TooLarge) };
    let remainder = model.header.remainder.filter(|level| shares.iter().any(|(payee, _)| payee == level));
    let whole = Share::from_integer(i128::from(total));
    let exact = |(_, share): &(LevelId, Share)| {
        crate::model::share::product(share, &whole).is_some_and(|part| part.is_integer())
    };
    let rounded = !shares.iter().all(exact);
    Some(Money::Paid(Paid { total, at_least, parts, remainder, rounded, floor, own }))
}

/// Returns what each payer pays of a total; nothing where no exact shares divide it.
pub(super) fn paid(total: i64, payer: &Part<Payer>, to: Option<LevelId>) -> Option<Vec<(LevelId, i64)>> {
    divide(total, &shares_of(payer)?, to)
}

/// Multiplies the factors, in fen.
fn computed(model: &Model, query: &Query, amount: &Amount) -> Result<i64, Money> {
    let mut total = 1_i64;
    let mut facts = Vec::new();
    let mut date = false;
    let mut without: Option<usize> = None;
    for factor in &amount.factors {
        let figure = match factor {
            Factor::Literal(figure, _) => Some(*figure),
            Factor::Fact(axis) => {
                let figure = query.known(*axis).and_then(crate::model::Known::figure);
                if figure.is_none() {
                    facts.push(*axis);
                }
                figure
            }
            Factor::Parameter(number) => match parameter(model, query, *number) {
                Value::Is(figure) => Some(figure),
                Value::Changes => {
                    date = true;
                    None
                }
                Value::None => {
                    without.get_or_insert(*number);
                    None
                }
            },
        };
        total = total.checked_mul(figure.unwrap_or(0)).ok_or(Money::TooLarge)?;
    }
    // Where facts are missing too, nobody has asked for money yet.
    match without {
        Some(parameter) if facts.is_empty() => return Err(Money::NoParameter(parameter)),
        None if facts.is_empty() && !date => return Ok(total),
        _ => {}
    }
    Err(Money::Needs { amount: amount.clone(), facts, date })
}

/// What a parameter comes to on the days asked about.
enum Value {
    Is(i64),
    Changes,
    None,
}

fn parameter(model: &Model, query: &Query, number: usize) -> Value {
    let Some(parameter) = model.parameters.get(number) else { return Value::None };
    let days = match query.date {
        Some((first, last)) => Interval { first: number_of(first), last: number_of(last) },
        None => query.known(model.date()).and_then(|known| known.figures).unwrap_or(model.in_force()),
    };
    let single = days.first == days.last;
    let found = parameter.values.iter().find(|(inside, _)| inside.meet(days) == days);
    match found {
        Some((_, figure)) => Value::Is(*figure),
        None if single || parameter.values.iter().all(|(inside, _)| inside.meet(days).is_empty()) => {
            Value::None
        }
        None => Value::Changes,
    }
}

/// Returns the exact share of each payer; nothing where one has none.
#[must_use]
pub fn shares_of(payer: &Part<Payer>) -> Option<Vec<(LevelId, Share)>> {
    match payer {
        Part::Value(Payer::Level(level)) => Some(vec![(*level, Share::from_integer(1))]),
        Part::Value(Payer::Split(portions)) => portions
            .iter()
            .map(|portion| match (portion.payee, &portion.share) {
                (Some(level), PortionShare::Exact(share)) => Some((level, *share)),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

/// Divides fen by exact shares; the parts sum to the whole.
fn divide(total: i64, shares: &[(LevelId, Share)], to: Option<LevelId>) -> Option<Vec<(LevelId, i64)>> {
    let whole = Share::from_integer(i128::from(total));
    let mut parts: Vec<(LevelId, i64)> = Vec::with_capacity(shares.len());
    let mut fractions: Vec<(Share, usize)> = Vec::with_capacity(shares.len());
    let mut left = total;
    for (at, (level, share)) in shares.iter().enumerate() {
        let exact = crate::model::share::product(share, &whole)?;
        let floor = i64::try_from(exact.floor().to_integer()).ok()?;
        left = left.checked_sub(floor)?;
        parts.push((*level, floor));
        fractions.push((exact.fract(), at));
    }
    if let Some(part) = to.and_then(|to| parts.iter_mut().find(|(level, _)| *level == to)) {
        part.1 = part.1.checked_add(left)?;
        return Some(parts);
    }
    // The sort is stable, so equal remainders stay in the order of the levels.
    fractions.sort_by_key(|(fraction, _)| std::cmp::Reverse(*fraction));
    for (_, at) in fractions.iter().take(usize::try_from(left).ok()?) {
        if let Some(part) = parts.get_mut(*at) {
            part.1 = part.1.checked_add(1)?;
        }
    }
    Some(parts)
}

/// Returns how an answer says that its amount is computed.
fn formula(answer: &Answer) -> Option<&Amount> {
    match answer.part(AMOUNT) {
        Some(Part::Value(FurtherValue::Amount(amount))) => Some(amount),
        _ => None,
    }
}

/// Returns the facts that the amounts of an answer multiply.
pub(super) fn factors(answer: &Answer) -> Vec<AxisId> {
    let branches = answer.branches.iter().map(|branch| &branch.answer);
    let components = answer
        .components
        .iter()
        .flat_map(|(_, part)| std::iter::once(part).chain(part.branches.iter().map(|branch| &branch.answer)));
    let answers = std::iter::once(answer).chain(branches).chain(components);
    answers
        .filter_map(formula)
        .flat_map(|amount| &amount.factors)
        .filter_map(|factor| match factor {
            Factor::Fact(axis) => Some(*axis),
            Factor::Literal(..) | Factor::Parameter(_) => None,
        })
        .collect()
}
