//! What sets of claims come to, without deciding each anew.
//!
//! In: the claims of a set. Out: the number of its verdict, and whether the set is plain. Where claims only agree or clash, what they come to
//! follows from what they say, whichever rules say it; so each combination of sentences is decided once for all matters.

use super::claim::{ClaimId, Claims, Manner};
use super::verdict::{Asked, Outcome, Status, Verdict, decide};
use crate::arena::Id;
use crate::model::{Model, PartId};
use rustc_hash::FxHashMap;

/// What a set of claims comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// The number of the verdict.
    pub verdict: u32,
    /// Its status.
    pub status: Status,
    /// Its claims only agree or clash: no exception, no default, nothing impossible, no owner's level.
    pub plain: bool,
    /// An acknowledgement is among its claims.
    pub acknowledges: bool,
}

/// A profile, and the number of all parts: the verdict of a conflict leaves out those that do not clash.
pub(super) type Full = (Profile, u32);

/// The number of [`Verdict::Impossible`].
pub const IMPOSSIBLE: u32 = 0;

/// The verdicts by their numbers, and the profiles that were worked out.
#[derive(Debug, Clone)]
pub(super) struct Profiles {
    /// The parts that the policy answers at all.
    pub(super) asked: Asked,
    verdicts: Vec<Verdict>,
    /// The status of each.
    statuses: Vec<Status>,
    numbers: FxHashMap<Verdict, u32>,
    /// The profiles of one plain claim, by what it says.
    single: Vec<Option<Full>>,
    known: FxHashMap<(Vec<u32>, Vec<PartId>), Full>,
    key: (Vec<u32>, Vec<PartId>),
}

impl Profiles {
    pub(super) fn new(asked: Asked) -> Profiles {
        let mut numbers = FxHashMap::default();
        numbers.insert(Verdict::Impossible, IMPOSSIBLE);
        Profiles {
            asked,
            verdicts: vec![Verdict::Impossible],
            statuses: vec![Verdict::Impossible.status()],
            numbers,
            single: Vec::new(),
            known: FxHashMap::default(),
            key: (Vec::new(), Vec::new()),
        }
    }

    /// Returns what a set of claims comes to, where these further parts are asked for.
    pub(super) fn of(&mut self, model: &Model, claims: &Claims, set: &[ClaimId], further: &[PartId]) -> Full {
        let manner = |id: &ClaimId| claims[*id].manner;
        if let ([only], true) = (set, further.is_empty())
            && manner(only) == Manner::Plain
        {
            return self.of_one(model, claims, *only);
        }
        let acknowledges = set.iter().any(|id| manner(id) == Manner::Acknowledges);
        if set.iter().any(|id| manner(id) == Manner::Special) {
            let (profile, parts) = self.made(model, claims, set, further);
            return (Profile { acknowledges, plain: false, ..profile }, parts);
        }
        self.key.0.clear();
        let plain = set.iter().filter(|id| manner(id) == Manner::Plain);
        self.key.0.extend(plain.map(|&id| u32::try_from(claims[id].says.index()).unwrap_or(u32::MAX)));
        self.key.0.sort_unstable();
        self.key.0.dedup();
        self.key.1.clear();
        self.key.1.extend_from_slice(further);
        if let Some(&(known, parts)) = self.known.get(&self.key) {
            return (Profile { acknowledges, ..known }, parts);
        }
        let (profile, parts) = self.made(model, claims, set, further);
        self.known.insert(self.key.clone(), (profile, parts));
        (Profile { acknowledges, ..profile }, parts)
    }

    /// Returns a verdict by its number.
    pub(super) fn verdict(&self, number: u32) -> &Verdict {
        self.verdicts.get(number as usize).unwrap_or(&Verdict::Impossible)
    }

    /// Returns the status of a verdict by its number.
    pub(super) fn status(&self, number: u32) -> Status {
        self.statuses.get(number as usize).copied().unwrap_or(Status::Impossible)
    }

    /// Returns the number of a verdict, a new one if need be.
    pub(super) fn number(&mut self, verdict: &Verdict) -> u32 {
        if let Some(&known) = self.numbers.get(verdict) {
            return known;
        }
        let new = u32::try_from(self.verdicts.len()).unwrap_or(u32::MAX);
        self.verdicts.push(verdict.clone());
        self.statuses.push(verdict.status());
        self.numbers.insert(verdict.clone(), new);
        new
    }

    /// Returns what one plain claim comes to that stands alone.
    pub(super) fn of_one(&mut self, model: &Model, claims: &Claims, only: ClaimId) -> Full {
        let at = claims[only].says.index();
        if let Some(&Some(known)) = self.single.get(at) {
            return known;
        }
        let profile = self.made(model, claims, &[only], &[]);
        if self.single.len() <= at {
            self.single.resize(claims.sayings().len(), None);
        }
        if let Some(slot) = self.single.get_mut(at) {
            *slot = Some(profile);
        }
        profile
    }

    fn made(&mut self, model: &Model, claims: &Claims, set: &[ClaimId], further: &[PartId]) -> Full {
        let asked = Asked { further: further.to_vec(), ..self.asked.clone() };
        let Outcome { verdict, parts, .. } = decide(model, claims, &asked, set);
        let (number, status) = (self.number(&verdict), verdict.status());
        let parts = if status == Status::Conflict { self.number(&Verdict::Cell(parts)) } else { number };
        (Profile { verdict: number, status, plain: true, acknowledges: false }, parts)
    }
}
