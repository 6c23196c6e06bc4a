//! Which documents of a chain hold, where some deny what others say.
//!
//! In: what each of them says, from the top. Out: the lowest that holds, the maxims by which others are set aside, or two that
//! disagree while nothing says which of them holds. Each is held against those of its own rank, and against the nearest above it that
//! hold, and where those are set aside for it, against the next.

use super::chain::Step;
use crate::analysis::{Precedence, Ruling, Saying, Vote, contradicts, disagree, ruling};
use crate::message::{Message, Word};
use crate::model::{Maxim, Model};
use std::sync::Arc;

/// How the documents of a chain stand to each other, by their number from the top.
pub(super) struct Settled {
    /// The lowest that is not set aside.
    pub(super) holds: usize,
    pub(super) uses: Vec<Used>,
    pub(super) clash: Option<Clash>,
}

/// A document that is set aside for another.
pub(super) struct Used {
    pub(super) lost: usize,
    won: usize,
    maxims: Vec<Maxim>,
    declared_by: Vec<String>,
}

/// Two documents that disagree, and why neither holds.
pub(super) struct Clash {
    pub(super) upper: usize,
    pub(super) lower: usize,
    why: Unsettled,
}

/// Why no maxim says which of two documents holds.
enum Unsettled {
    /// Those that are declared do not tell them apart.
    Silent(Vec<Maxim>),
    /// Those that are declared decide differently.
    Against(Vec<Vote>),
}

/// Finds out which documents hold; `ranks` has every document above, whether it says anything or not.
pub(super) fn settle(steps: &[Step], ranks: &[(usize, Arc<Model>)]) -> Settled {
    let mut standing: Vec<usize> = Vec::new();
    let mut settled = Settled { holds: steps.len().saturating_sub(1), uses: Vec::new(), clash: None };
    for (lower, here) in steps.iter().enumerate().filter(|(_, step)| step.is_definite()) {
        let stands = loop {
            let Some((upper, above)) = denied(steps, &standing, here, ranks) else { break true };
            let (there, own) = ((&*above.model, &above.answer), (&*here.model, &here.answer));
            let left = (above.rank > here.rank).then_some(above.left.as_slice());
            let (won, lost, maxims, declared_by) = match ruling(there, own, left) {
                Ruling::Holds { upper: true, maxims, declared_by } => (upper, lower, maxims, declared_by),
                Ruling::Holds { upper: false, maxims, declared_by } => (lower, upper, maxims, declared_by),
                Ruling::Silent(maxims) => return settled.clashing(upper, lower, Unsettled::Silent(maxims)),
                Ruling::Against(votes) => return settled.clashing(upper, lower, Unsettled::Against(votes)),
            };
            settled.uses.push(Used { lost, won, maxims, declared_by });
            if lost == lower {
                break false;
            }
            standing.retain(|&at| at != lost);
        };
        if stands {
            standing.push(lower);
        }
    }
    settled.holds = standing.last().copied().unwrap_or(settled.holds);
    settled
}

/// Finds a document that holds so far and that another one denies: one of its own rank, or one of the nearest rank above.
fn denied<'s>(
    steps: &'s [Step],
    standing: &[usize],
    here: &Step,
    ranks: &[(usize, Arc<Model>)],
) -> Option<(usize, &'s Step)> {
    let holding = || standing.iter().filter_map(|&at| Some((at, steps.get(at)?)));
    let own = (&*here.model, &here.answer);
    let mut beside =
        holding().filter(|(_, step)| step.rank == here.rank && step.model.name != here.model.name);
    if let Some(found) = beside.find(|(_, step)| disagree((&step.model, &step.answer), own)) {
        return Some(found);
    }
    let nearest = holding().map(|(_, step)| step.rank).filter(|rank| *rank > here.rank).min()?;
    let between = ranks.iter().filter(|(rank, _)| (here.rank.saturating_add(1)..nearest).contains(rank));
    let between: Vec<&Model> = between.map(|(_, model)| &**model).collect();
    holding()
        .filter(|(_, step)| step.rank == nearest)
        .find(|(_, above)| contradicts((&above.model, &above.answer), own, &above.left, &between))
}

impl Settled {
    fn clashing(self, upper: usize, lower: usize, why: Unsettled) -> Settled {
        Settled { clash: Some(Clash { upper, lower, why }), ..self }
    }

    /// Says what was set aside, and what is in conflict; `reading` returns where a document says what it says, in both languages.
    pub(super) fn messages(
        &self,
        steps: &[Step],
        reading: &dyn Fn(&Step) -> (String, String, String),
    ) -> Vec<Message> {
        let name = |at: usize| steps.get(at).map(|step| step.model.name.clone()).unwrap_or_default();
        let mut told = Vec::new();
        for used in &self.uses {
            told.push(Message::ByMaxim {
                maxims: used.maxims.iter().map(|&maxim| word(maxim)).collect(),
                declared_by: used.declared_by.clone(),
                holds: name(used.won),
                lost: name(used.lost),
            });
            let Some(lost) = steps.get(used.lost) else { continue };
            let (cite, english, chinese) = reading(lost);
            told.push(Message::SetAside { cite, english, chinese });
        }
        let Some(Clash { upper, lower, why }) = &self.clash else { return told };
        let own = lower.saturating_add(1) == steps.len();
        let below = (!own).then(|| name(*lower));
        match why {
            Unsettled::Silent(maxims) => {
                told.push(Message::AgainstDocument { below, document: name(*upper) });
                for maxim in maxims {
                    told.push(match maxim {
                        Maxim::Later => Message::NeitherIsLater,
                        _ => Message::NeitherIsSpecial,
                    });
                }
            }
            Unsettled::Against(votes) => {
                let vote = |vote: &Vote| {
                    let holds = name(if vote.upper { *upper } else { *lower });
                    (word(vote.maxim), vote.declared_by.clone(), holds)
                };
                let votes = votes.iter().map(vote).collect();
                told.push(Message::MaximsAgainst { below, document: name(*upper), votes });
            }
        }
        told
    }
}

impl Used {
    /// Returns what an answer keeps of it.
    pub(super) fn precedence(&self, steps: &[Step]) -> Option<Precedence> {
        let (won, lost) = (steps.get(self.won)?, steps.get(self.lost)?);
        Some(Precedence {
            maxims: self.maxims.clone(),
            declared_by: self.declared_by.clone(),
            holds: won.model.name.clone(),
            lost: Saying { model: Arc::clone(&lost.model), answer: lost.answer.clone() },
        })
    }
}

fn word(maxim: Maxim) -> Word {
    match maxim {
        Maxim::Upper => Word::UpperOverLower,
        Maxim::Special => Word::SpecialOverGeneral,
        Maxim::Later => Word::LaterOverEarlier,
    }
}
