//! What a query is answered.
//!
//! In: nothing; these are plain types. Out: ids of one model, to be put into words or JSON by `export`.

use super::money::Money;
use super::saying::{Precedence, Saying};
use crate::arena::Id;
use crate::diagram::{Cell, Outside, Part, Region, Status};
use crate::message::Message;
use crate::model::share::Share;
use crate::model::{AxisId, Class, FurtherValue, Interval, MatterId, PartId, Payer, RuleId, UnknownValue};
use jiff::civil::Date;

/// An answer with all that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: Status,
    /// Who has the authority.
    pub class: Part<Class>,
    /// Who pays.
    pub payer: Part<Payer>,
    /// The transfer, then the parts that the policy declares.
    pub further: Vec<Part<FurtherValue>>,
    /// The components of the matter, where they are answered differently: each with its number.
    pub components: Vec<(u32, Answer)>,
    /// What is paid, in money.
    pub money: Option<Money>,
    /// The rules that decide, in the order of the file.
    pub rules: Vec<RuleId>,
    /// In a conflict: each rule with what it says.
    pub candidates: Vec<Candidate>,
    /// Rules that an exception beat: loser, then winner.
    pub beaten: Vec<(RuleId, RuleId)>,
    /// Exactly the unknown facts that matter.
    pub needs: Vec<AxisId>,
    /// The answer for each case of those facts: disjoint, complete, no two alike.
    pub branches: Vec<Branch>,
    /// Known facts on which the answer for this matter never depends.
    pub irrelevant: Vec<AxisId>,
    /// Facts of the query that this policy does not have, where another policy does.
    pub unknown_facts: Vec<String>,
    /// Words of the query that are not declared, taken as further values of an open fact.
    pub taken: Vec<(AxisId, String)>,
    /// Matters of the group asked about that are impossible in this case, by their number.
    pub left_out: Vec<u32>,
    /// Why there is no answer.
    pub reason: Option<Reason>,
    /// The acknowledgements of this conflict or gap, in the order of the file.
    pub acknowledged: Vec<RuleId>,
    /// The answer is a scoped default.
    pub by_default: bool,
    /// The first and the last day for which the answer holds.
    pub in_force: (Option<Date>, Option<Date>),
    /// The matter that was asked about, where the policy does not list it.
    pub unlisted: Option<String>,
    /// Names near to one that is not listed.
    pub near: Vec<String>,
    /// The matter is not listed while a list of the policy is open.
    pub open_lists: bool,
    /// Entries of tables that took the case out of the row of its container: the table and the entry, by number.
    pub narrower: Vec<(usize, usize)>,
    /// Remarks about the matter, by their number.
    pub remarks: Vec<usize>,
    /// What loaded documents have to do with it.
    pub documents: Vec<Message>,
    /// The policy is a reconstruction.
    pub reconstruction: Option<Reconstruction>,
    /// What each level pays once the shares of all documents above are multiplied out, from the top.
    pub chain: Vec<Link>,
    /// In a conflict of documents: what the others say.
    pub others: Vec<Saying>,
    /// Another document holds instead, by a maxim: this is its answer. Then no part is stated here.
    pub held: Option<Box<Saying>>,
    /// Legal maxims that were used.
    pub precedence: Vec<Precedence>,
}

/// What one level pays of the whole, whichever document says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `city`
    pub level: String,
    /// `市`
    pub aliases: Vec<String>,
    /// How much of the whole.
    pub share: Share,
    /// It is made of others, and the document that divides its part is not loaded.
    pub open: bool,
}

/// A policy was made without its document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconstruction {
    /// From what it was made.
    pub because: String,
    /// It is taken as it stands; else there is no answer.
    pub accepted: bool,
}

/// A rule of a conflict, with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The rule.
    pub rule: RuleId,
    /// The class that it states.
    pub class: Option<Class>,
    /// The payer that it states.
    pub payer: Option<Payer>,
    /// The further parts that it states.
    pub further: Vec<(PartId, FurtherValue)>,
}

/// One answer among those that the unknown facts allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The cases that lead to it, over the needed facts.
    pub region: Region,
    /// The figures and days that are asked about, to which the cases are cut.
    pub asked: Vec<(AxisId, Interval)>,
    /// The answer; it has no branches of its own.
    pub answer: Answer,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// These declarations say that the case cannot occur.
    Impossible(Vec<RuleId>),
    /// A fact was given a value that it does not have.
    UnknownValue(AxisId, UnknownValue),
    /// No rule applies.
    NoRule,
    /// The policy does not list the matter and has no clause for the rest.
    Unlisted,
    /// The policy is not in force yet, or no longer.
    Outside(Vec<Outside>),
    /// Several values at once, and no clause for joint cases.
    Together(AxisId),
    /// The matter has no such component.
    UnknownComponent(MatterId, String),
}

impl Answer {
    /// Makes an answer with a status and nothing else.
    #[must_use]
    pub fn of(status: Status) -> Answer {
        Answer {
            status,
            class: Part::Unasked,
            payer: Part::Unasked,
            further: Vec::new(),
            components: Vec::new(),
            money: None,
            rules: Vec::new(),
            candidates: Vec::new(),
            beaten: Vec::new(),
            needs: Vec::new(),
            branches: Vec::new(),
            irrelevant: Vec::new(),
            unknown_facts: Vec::new(),
            taken: Vec::new(),
            left_out: Vec::new(),
            reason: None,
            acknowledged: Vec::new(),
            by_default: false,
            in_force: (None, None),
            unlisted: None,
            near: Vec::new(),
            open_lists: false,
            narrower: Vec::new(),
            remarks: Vec::new(),
            documents: Vec::new(),
            reconstruction: None,
            chain: Vec::new(),
            others: Vec::new(),
            held: None,
            precedence: Vec::new(),
        }
    }

    /// Makes an answer with these parts.
    #[must_use]
    pub fn with(status: Status, cell: Cell) -> Answer {
        Answer { class: cell.class, payer: cell.payer, further: cell.further, ..Answer::of(status) }
    }

    /// Returns a further part.
    #[must_use]
    pub fn part(&self, part: PartId) -> Option<&Part<FurtherValue>> {
        self.further.get(part.index())
    }

    /// Returns every rule that the answer, its branches and its components rest on.
    pub fn all_rules(&self) -> impl Iterator<Item = RuleId> {
        let mut rules = self.rules.clone();
        rules.extend(self.branches.iter().flat_map(|branch| branch.answer.rules.iter().copied()));
        // A component has no components of its own.
        for (_, part) in &self.components {
            rules.extend(part.rules.iter().copied());
            rules.extend(part.branches.iter().flat_map(|branch| branch.answer.rules.iter().copied()));
        }
        rules.into_iter()
    }

    /// Tells whether two answers say the same, also of what other documents say; rules, notes and wording do not count.
    #[must_use]
    pub fn same_as(&self, other: &Answer) -> bool {
        let saying = |a: &Saying, b: &Saying| a.model.name == b.model.name && a.answer.same_as(&b.answer);
        let held = match (&self.held, &other.held) {
            (None, None) => true,
            (Some(a), Some(b)) => saying(a, b),
            _ => false,
        };
        let value =
            |a: &Candidate, b: &Candidate| a.class == b.class && a.payer == b.payer && a.further == b.further;
        let others = self.others.len() == other.others.len()
            && self.others.iter().zip(&other.others).all(|(a, b)| saying(a, b))
            && (self.others.is_empty()
                || self.candidates.len() == other.candidates.len()
                    && self.candidates.iter().zip(&other.candidates).all(|(a, b)| value(a, b)));
        let branch = |a: &Branch, b: &Branch| a.region == b.region && a.answer.same_as(&b.answer);
        let component = |a: &(u32, Answer), b: &(u32, Answer)| a.0 == b.0 && a.1.same_as(&b.1);
        held && others
            && self.chain == other.chain
            && self.status == other.status
            && self.class == other.class
            && self.payer == other.payer
            && self.further == other.further
            && self.components.len() == other.components.len()
            && self.components.iter().zip(&other.components).all(|(a, b)| component(a, b))
            && self.needs == other.needs
            && self.branches.len() == other.branches.len()
            && self.branches.iter().zip(&other.branches).all(|(a, b)| branch(a, b))
    }
}
