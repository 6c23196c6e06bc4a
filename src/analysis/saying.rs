//! What other documents say of a case, and by which maxim one of them holds.
//!
//! In: nothing; these are plain types. Out: answers in the ids of their own models, which they bring along.

use super::answer::Answer;
use crate::diagram::Part;
use crate::model::{
    AMOUNT, Class, FurtherValue, LevelId, Maxim, Model, PartId, Party, Payer, Portion, TRANSFER, Transfer,
};
use std::sync::Arc;

/// What a document says of a case.
#[derive(Debug, Clone)]
pub struct Saying {
    /// The words of the document.
    pub model: Arc<Model>,
    /// What it says, in those words.
    pub answer: Answer,
}

impl PartialEq for Saying {
    fn eq(&self, other: &Saying) -> bool {
        self.model.name == other.model.name && self.answer == other.answer
    }
}

impl Eq for Saying {}

/// One use of legal maxims: a document holds, and another is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedence {
    /// The maxims that decide it.
    pub maxims: Vec<Maxim>,
    /// The documents that declare them.
    pub declared_by: Vec<String>,
    /// The document that holds.
    pub holds: String,
    /// What is set aside.
    pub lost: Saying,
}

impl Answer {
    /// Returns the answer that holds, with the model of its ids: that of another document, where a maxim says so.
    #[must_use]
    pub fn holding<'a>(&'a self, model: &'a Model) -> (&'a Model, &'a Answer) {
        match &self.held {
            Some(held) => (&held.model, &held.answer),
            None => (model, self),
        }
    }
}

impl Saying {
    /// Returns the answer in the words of another document: what that one has no words for is left out of it.
    #[must_use]
    pub fn in_words_of(&self, other: &Model) -> Answer {
        let level = |own: LevelId| self.level(own, other);
        let said = &self.answer;
        let mut answer = Answer::of(said.status);
        answer.class = carried(&said.class, &|own| class(own, &level));
        answer.payer = carried(&said.payer, &|own| payer(own, &level));
        answer.further = other.parts.ids().map(|part| self.part(part, other)).collect();
        answer.money = None;
        answer
    }

    /// Returns what it says of a part of another document: of the transfer, and of a part that it declares as well.
    fn part(&self, theirs: PartId, other: &Model) -> Part<FurtherValue> {
        let level = |own: LevelId| self.level(own, other);
        if theirs == TRANSFER {
            let own = self.answer.part(TRANSFER);
            return own.map_or(Part::Unasked, |own| carried(own, &|own| transfer(own, &level)));
        }
        let alike = |a: (&str, &[String]), b: (&str, &[String])| {
            let names = |(name, also): (&'_ str, &'_ [String])| -> Vec<String> {
                std::iter::once(name.to_owned()).chain(also.iter().cloned()).collect()
            };
            let theirs = names(b);
            names(a).iter().any(|name| theirs.contains(name))
        };
        let info = &other.parts[theirs];
        let mut parts = self.model.parts.pairs();
        let own = parts.find(|(_, own)| alike((&own.name, &own.aliases), (&info.name, &info.aliases)));
        let Some((own, own_info)) = own.filter(|_| theirs != AMOUNT) else { return Part::Unasked };
        let word = |number: usize| {
            let (name, also) = own_info.words.get(number)?;
            info.words.iter().position(|(theirs, more)| alike((name, also), (theirs, more)))
        };
        let value = |own: &FurtherValue| match own {
            FurtherValue::Level(own) => level(*own).map(FurtherValue::Level),
            FurtherValue::Word(own) => word(*own).map(FurtherValue::Word),
            FurtherValue::Transfer(_) | FurtherValue::Amount(_) => None,
        };
        self.answer.part(own).map_or(Part::Unasked, |own| carried(own, &value))
    }

    /// Finds a level of another document: the one of the same name, made of the same levels.
    fn level(&self, own: LevelId, other: &Model) -> Option<LevelId> {
        let named = |own: LevelId| {
            let own = &self.model.levels[own];
            let names = || std::iter::once(&own.name).chain(&own.aliases);
            let mut levels = other.levels.pairs();
            levels.find(|(_, level)| names().any(|name| level.is_called(name))).map(|(id, _)| id)
        };
        let found = named(own)?;
        let members: Option<Vec<LevelId>> =
            self.model.levels[own].members.iter().map(|&member| named(member)).collect();
        let mut members = members?;
        let mut theirs = other.levels[found].members.clone();
        members.sort_unstable();
        theirs.sort_unstable();
        (members == theirs).then_some(found)
    }
}

type Levels<'a> = &'a dyn Fn(LevelId) -> Option<LevelId>;

fn carried<T>(part: &Part<T>, value: &dyn Fn(&T) -> Option<T>) -> Part<T> {
    match part {
        Part::Value(own) => value(own).map_or(Part::Unasked, Part::Value),
        _ => Part::Unasked,
    }
}

fn class(own: &Class, level: Levels<'_>) -> Option<Class> {
    Some(match own {
        Class::Level(own) => Class::Level(level(*own)?),
        Class::Shared(among) => Class::Shared(all(among, level)?),
        Class::Retained(by) => Class::Retained(party(by, level)?),
        Class::Undetermined | Class::Governed(..) => own.clone(),
    })
}

fn payer(own: &Payer, level: Levels<'_>) -> Option<Payer> {
    Some(match own {
        Payer::Level(own) => Payer::Level(level(*own)?),
        Payer::Split(portions) => {
            let portion = |own: &Portion| {
                let payee = own.payee.map_or(Some(None), |payee| level(payee).map(Some))?;
                Some(Portion { payee, share: own.share.clone() })
            };
            Payer::split(portions.iter().map(portion).collect::<Option<Vec<Portion>>>()?)
        }
        Payer::Unstated(among) => Payer::Unstated(all(among, level)?),
        Payer::Retained(by) => Payer::Retained(party(by, level)?),
        Payer::Elsewhere(_) | Payer::Undetermined | Payer::Governed(..) => own.clone(),
    })
}

fn transfer(own: &FurtherValue, level: Levels<'_>) -> Option<FurtherValue> {
    let FurtherValue::Transfer(transfer) = own else { return None };
    Some(FurtherValue::Transfer(match transfer {
        Transfer::From(own) => Transfer::From(level(*own)?),
        Transfer::Discretionary(Some(own)) => Transfer::Discretionary(Some(level(*own)?)),
        Transfer::Yes | Transfer::No | Transfer::Discretionary(None) => *transfer,
    }))
}

fn party(own: &Party, level: Levels<'_>) -> Option<Party> {
    Some(match own {
        Party::Level(own) => Party::Level(level(*own)?),
        Party::Named(name) => Party::Named(name.clone()),
    })
}

fn all(own: &[LevelId], level: Levels<'_>) -> Option<Vec<LevelId>> {
    let mut levels = own.iter().map(|&own| level(own)).collect::<Option<Vec<LevelId>>>()?;
    levels.sort_unstable();
    Some(levels)
}
