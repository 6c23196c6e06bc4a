//! How the rules that apply in a case meet: the one place where precedence is decided.
//!
//! In: the claims that apply. Out: what they come to, part by part, and which of them decided it.

use super::validity::Outside;
use super::{ClaimId, Claims, PayerClaim, Says};
use crate::model::{Class, Effect, FurtherValue, Model, PartId, Payer, RuleId, Transfer};

/// What the claims of a case come to. Two cases have the same answer exactly when their verdicts are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The case cannot occur.
    Impossible,
    /// The policy is not in force.
    NotInForce,
    /// The case has these parts.
    Cell(Cell),
}

/// The parts of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Who has the authority.
    pub class: Part<Class>,
    /// Who pays.
    pub payer: Part<Payer>,
    /// The transfer, then the parts that the policy declares.
    pub further: Vec<Part<FurtherValue>>,
}

impl Cell {
    /// Makes an answer that says nothing.
    #[must_use]
    pub fn empty() -> Cell {
        Cell { class: Part::Unasked, payer: Part::Unasked, further: Vec::new() }
    }

    fn clashes(&self) -> bool {
        let further = self.further.iter().any(|part| matches!(part, Part::Clash(_)));
        matches!(self.class, Part::Clash(_)) || matches!(self.payer, Part::Clash(_)) || further
    }

    fn misses(&self) -> bool {
        let further = self.further.iter().any(|part| matches!(part, Part::Missing));
        let parts = matches!(self.class, Part::Missing) || matches!(self.payer, Part::Missing) || further;
        parts || matches!((&self.class, &self.payer), (Part::Unasked, Part::Unasked))
    }

    /// Returns the answer with those parts alone that clash.
    fn only_clashes(self) -> Cell {
        fn clash<T>(part: Part<T>) -> Part<T> {
            if matches!(part, Part::Clash(_)) { part } else { Part::Unasked }
        }
        Cell {
            class: clash(self.class),
            payer: clash(self.payer),
            further: self.further.into_iter().map(clash).collect(),
        }
    }
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part<T> {
    /// No rule of the policy ever states it.
    Unasked,
    /// No rule states it here.
    Missing,
    /// The rules that state it agree.
    Value(T),
    /// They do not; the values in order.
    Clash(Vec<T>),
}

/// The status of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Every part has a definite value.
    Decided,
    /// A clause leaves a part open.
    Undetermined,
    /// Somebody above keeps the matter.
    Retained,
    /// Another document says.
    Governed,
    /// The date lies outside of the policy's validity.
    NotInForce,
    /// Rules disagree.
    Conflict,
    /// No rule answers.
    Gap,
    /// The case cannot occur.
    Impossible,
    /// The answer depends on facts that are not known.
    NeedsFacts,
}

impl Status {
    /// Returns the word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Decided => "decided",
            Status::Undetermined => "undetermined",
            Status::Retained => "retained",
            Status::Governed => "governed",
            Status::NotInForce => "not-in-force",
            Status::Conflict => "conflict",
            Status::Gap => "gap",
            Status::Impossible => "impossible",
            Status::NeedsFacts => "needs-facts",
        }
    }
}

impl Verdict {
    /// Returns the status that this verdict has.
    #[must_use]
    pub fn status(&self) -> Status {
        let cell = match self {
            Verdict::Impossible => return Status::Impossible,
            Verdict::NotInForce => return Status::NotInForce,
            Verdict::Cell(cell) => cell,
        };
        if cell.clashes() {
            return Status::Conflict;
        }
        if cell.misses() {
            return Status::Gap;
        }
        let said = [cell.class.status(), cell.payer.status()];
        ANSWERED.into_iter().find(|status| said.contains(status)).unwrap_or(Status::Decided)
    }
}

/// The statuses of cases in which nothing clashes and nothing is missing; of several parts the first of these counts.
pub const ANSWERED: [Status; 4] = [Status::Retained, Status::Governed, Status::Undetermined, Status::Decided];

impl<T: Saying> Part<T> {
    fn status(&self) -> Status {
        if let Part::Value(value) = self { value.status() } else { Status::Decided }
    }
}

/// What the claims of a case come to, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What they come to.
    pub verdict: Verdict,
    /// The claims that the verdict rests on, in the order of the file: those that state its values, those that
    /// clash, or those that make the case impossible.
    pub deciding: Vec<ClaimId>,
    /// The claims that no exception beats in every part that they state.
    pub standing: Vec<ClaimId>,
    /// Claims that lost a part to an exception: loser, then winner.
    pub beaten: Vec<(ClaimId, ClaimId)>,
    /// Every part as it was combined; a verdict of a conflict leaves out those that do not clash.
    pub parts: Cell,
    /// The acknowledgements of this conflict or gap, in the order of the file.
    pub acknowledged: Vec<RuleId>,
    /// Acknowledgements of something that is not so here.
    pub stale: Vec<RuleId>,
    /// The verdict rests on a scoped default.
    pub by_default: bool,
    /// How the day lies outside of the policy's validity.
    pub outside: Option<Outside>,
}

impl Outcome {
    /// Makes the outcome of a day outside of the policy's validity.
    pub(super) fn outside(outside: Outside) -> Outcome {
        let outside = Some(outside);
        Outcome { verdict: Verdict::NotInForce, outside, ..Outcome::impossible(Vec::new()) }
    }

    fn impossible(deciding: Vec<ClaimId>) -> Outcome {
        Outcome {
            verdict: Verdict::Impossible,
            standing: deciding.clone(),
            deciding,
            beaten: Vec::new(),
            parts: Cell::empty(),
            acknowledged: Vec::new(),
            stale: Vec::new(),
            by_default: false,
            outside: None,
        }
    }
}

/// Which parts are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Some rule of the policy states a class.
    pub class: bool,
    /// Some rule of the policy states a payer.
    pub payer: bool,
    /// The further parts that some rule about the matter states, rising.
    pub further: Vec<PartId>,
}

/// Decides what a set of claims comes to.
#[must_use]
pub fn decide(model: &Model, claims: &Claims, asked: &Asked, applying: &[ClaimId]) -> Outcome {
    let effect = |id: &ClaimId| &model.rules[claims[*id].rule].effect;
    let select = |wanted: fn(&Effect) -> bool| {
        applying.iter().copied().filter(|id| wanted(effect(id))).collect::<Vec<_>>()
    };
    let impossible = select(|effect| matches!(effect, Effect::Impossible(_)));
    let mut allocating = select(|effect| matches!(effect, Effect::Allocate(_)));
    let by_default = allocating.is_empty();
    if by_default {
        allocating = select(|effect| matches!(effect, Effect::Default(_)));
    }
    let mut outcome = Outcome::impossible(impossible);
    outcome.by_default = by_default && !allocating.is_empty();
    if outcome.deciding.is_empty() {
        combine_parts(model, claims, asked, &allocating, &mut outcome);
        acknowledge(model, claims, applying, &mut outcome);
    }
    outcome
}

fn combine_parts(
    model: &Model,
    claims: &Claims,
    asked: &Asked,
    allocating: &[ClaimId],
    outcome: &mut Outcome,
) {
    // The claims that stand in each part, and whether they clash there.
    let mut standing: Vec<(Vec<ClaimId>, bool)> = Vec::new();

    let classes: Vec<_> =
        allocating.iter().filter_map(|&id| Some((id, claims.says(id).class.clone()?))).collect();
    let classes = undefeated(model, claims, classes, &mut outcome.beaten);
    let of_class: Vec<ClaimId> = classes.iter().map(|(id, _)| *id).collect();
    let class = part(classes, asked.class);
    standing.push((of_class, matches!(class, Part::Clash(_))));

    let payers: Vec<_> =
        allocating.iter().filter_map(|&id| Some((id, payer(claims.says(id), &class)?))).collect();
    let payers = undefeated(model, claims, payers, &mut outcome.beaten);
    let of_payer: Vec<ClaimId> = payers.iter().map(|(id, _)| *id).collect();
    let payer = part(payers, asked.payer);
    standing.push((of_payer, matches!(payer, Part::Clash(_))));

    let mut further = Vec::with_capacity(model.parts.len());
    for id in model.parts.ids() {
        let values: Vec<_> =
            allocating.iter().filter_map(|&c| Some((c, claims.says(c).further(id)?.clone()))).collect();
        let values = undefeated(model, claims, values, &mut outcome.beaten);
        let of_part: Vec<ClaimId> = values.iter().map(|(claim, _)| *claim).collect();
        let value = part(values, asked.further.contains(&id));
        standing.push((of_part, matches!(value, Part::Clash(_))));
        further.push(value);
    }

    let conflict = standing.iter().any(|(_, clash)| *clash);
    // In a conflict only the parts that clash are at issue: the rest is not answered by halves.
    let at_issue = standing.iter().filter(|(_, clash)| !conflict || *clash).flat_map(|(ids, _)| ids);
    outcome.deciding = sorted(at_issue.copied().collect());
    outcome.standing = sorted(standing.iter().flat_map(|(ids, _)| ids).copied().collect());
    outcome.beaten.sort_unstable();
    outcome.beaten.dedup();
    outcome.parts = Cell { class, payer, further };
    let cell = outcome.parts.clone();
    outcome.verdict = Verdict::Cell(if conflict { cell.only_clashes() } else { cell });
}

fn sorted(mut ids: Vec<ClaimId>) -> Vec<ClaimId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Leaves out the claims that an exception beats in this part.
fn undefeated<T>(
    model: &Model,
    claims: &Claims,
    contenders: Vec<(ClaimId, T)>,
    beaten: &mut Vec<(ClaimId, ClaimId)>,
) -> Vec<(ClaimId, T)> {
    let ids = contenders.iter().map(|(id, _)| *id);
    let exceptions: Vec<ClaimId> = ids.filter(|id| !model.rules[claims[*id].rule].beats.is_empty()).collect();
    let winner = |loser: ClaimId| {
        // INVARIANT: `beats` is sorted.
        let beats =
            |id: &ClaimId| model.rules[claims[*id].rule].beats.binary_search(&claims[loser].rule).is_ok();
        exceptions.iter().copied().find(beats)
    };
    let mut left = Vec::new();
    for (id, value) in contenders {
        match winner(id) {
            Some(winner) => beaten.push((id, winner)),
            None => left.push((id, value)),
        }
    }
    left
}

fn part<T: Saying + Ord + Clone>(contenders: Vec<(ClaimId, T)>, asked: bool) -> Part<T> {
    let mut values: Vec<T> = contenders.into_iter().map(|(_, value)| value).collect();
    values.sort();
    values.dedup();
    if values.len() > 1 {
        let all = values.clone();
        values.retain(|value| !all.iter().any(|other| value.named_by(other)));
    }
    match values.len() {
        0 if asked => Part::Missing,
        0 => Part::Unasked,
        1 => values.pop().map_or(Part::Missing, Part::Value),
        _ => Part::Clash(values),
    }
}

/// What may be said more or less fully.
pub trait Saying {
    /// Tells whether something fuller that is said beside this says it as well, so that the two agree.
    fn named_by(&self, fuller: &Self) -> bool;

    /// Returns the status of an answer that says this, as far as it is up to this.
    fn status(&self) -> Status {
        Status::Decided
    }
}

impl Saying for Class {
    /// `shared` alone does not say among whom: beside `shared among …` it agrees.
    fn named_by(&self, fuller: &Class) -> bool {
        matches!((self, fuller), (Class::Shared(bare), Class::Shared(among)) if bare.is_empty() && !among.is_empty())
    }

    fn status(&self) -> Status {
        match self {
            Class::Retained(_) => Status::Retained,
            Class::Governed(..) => Status::Governed,
            Class::Undetermined => Status::Undetermined,
            Class::Level(_) | Class::Shared(_) => Status::Decided,
        }
    }
}

impl Saying for Payer {
    /// `unstated` alone does not say among whom: beside `unstated among …` it agrees.
    fn named_by(&self, fuller: &Payer) -> bool {
        matches!((self, fuller), (Payer::Unstated(bare), Payer::Unstated(among)) if bare.is_empty() && !among.is_empty())
    }

    fn status(&self) -> Status {
        match self {
            Payer::Retained(_) => Status::Retained,
            Payer::Governed(..) => Status::Governed,
            Payer::Undetermined => Status::Undetermined,
            _ => Status::Decided,
        }
    }
}

impl Saying for PayerClaim {
    fn named_by(&self, fuller: &PayerClaim) -> bool {
        matches!((self, fuller), (PayerClaim::Fixed(bare), PayerClaim::Fixed(fuller)) if bare.named_by(fuller))
    }

    fn status(&self) -> Status {
        match self {
            PayerClaim::Fixed(payer) => payer.status(),
            PayerClaim::Owner => Status::Decided,
        }
    }
}

impl Saying for FurtherValue {
    /// `transfer yes` does not say from where: beside `transfer from …` it agrees; so does `discretionary` alone.
    fn named_by(&self, fuller: &FurtherValue) -> bool {
        let (FurtherValue::Transfer(bare), FurtherValue::Transfer(fuller)) = (self, fuller) else {
            return false;
        };
        matches!(
            (bare, fuller),
            (Transfer::Yes, Transfer::From(_))
                | (Transfer::Discretionary(None), Transfer::Discretionary(Some(_)))
        )
    }
}

/// Tells whether something that is said is said by none of the others, among claims that simply agree or clash: without it
/// the case would come to something else.
#[must_use]
pub fn says_more<'s>(says: &Says, others: impl Iterator<Item = &'s Says> + Clone) -> bool {
    fn alone<'o, T: Saying + PartialEq + 'o>(value: &T, mut others: impl Iterator<Item = &'o T>) -> bool {
        !others.any(|other| other == value || value.named_by(other))
    }
    let class = |class| alone(class, others.clone().filter_map(|other| other.class.as_ref()));
    let payer = |payer| alone(payer, others.clone().filter_map(|other| other.payer.as_ref()));
    let further = |(part, value): &(PartId, FurtherValue)| {
        alone(value, others.clone().filter_map(|other| other.further(*part)))
    };
    says.class.as_ref().is_some_and(class)
        || says.payer.as_ref().is_some_and(payer)
        || says.further.iter().any(further)
}

/// Returns the payer that a claim states; the owner's level comes from its own class, or from that of the case.
fn payer(says: &Says, class: &Part<Class>) -> Option<Payer> {
    match (says.payer.as_ref()?, &says.class, class) {
        (PayerClaim::Fixed(payer), _, _) => Some(payer.clone()),
        (PayerClaim::Owner, Some(own), _) => owner(own),
        (PayerClaim::Owner, None, Part::Value(common)) => owner(common),
        (PayerClaim::Owner, None, _) => None,
    }
}

fn owner(class: &Class) -> Option<Payer> {
    match class {
        Class::Level(level) => Some(Payer::Level(*level)),
        Class::Shared(_) | Class::Undetermined | Class::Retained(_) | Class::Governed(..) => None,
    }
}

fn acknowledge(model: &Model, claims: &Claims, applying: &[ClaimId], outcome: &mut Outcome) {
    let status = outcome.verdict.status();
    for id in applying {
        let rule = claims[*id].rule;
        let wanted = match model.rules[rule].effect {
            Effect::AcknowledgeConflict(_) => Status::Conflict,
            Effect::AcknowledgeGap(_) => Status::Gap,
            _ => continue,
        };
        if status == wanted {
            outcome.acknowledged.push(rule);
        } else {
            outcome.stale.push(rule);
        }
    }
}
