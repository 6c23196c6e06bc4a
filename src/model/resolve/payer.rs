//! Who pays, and how much of it.
//!
//! In: the tree of a payer. Out: a term with exact shares, which sum to one: what is left to a rest is multiplied out
//! wherever the share before it is known.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::share::{self, Share};
use crate::model::{PERFORMER, Payee, Payer, PayerTerm, PortionShare, PortionTerm, suggest};
use crate::source::Span;
use crate::syntax::ast::{ClassWord, Name, PayeeWord, PayerWord, PortionWord, ShareWord};

impl Resolver<'_> {
    pub(super) fn payer(&mut self, word: &PayerWord, class: Option<&ClassWord>) -> Option<PayerTerm> {
        Some(PayerTerm::Fixed(match word {
            PayerWord::SameLevel => return Some(PayerTerm::Role(PERFORMER)),
            PayerWord::Role(name) => return self.role(name).map(PayerTerm::Role),
            PayerWord::OwnerLevel(span) => return Some(self.owner(*span, class)),
            PayerWord::Split(portions, span) => return self.split(portions, *span),
            PayerWord::Map(map) => return self.map(map),
            PayerWord::AsRule(name) => return self.as_rule(name),
            PayerWord::Level(name) => Payer::Level(self.level_in_answer(name, true)?),
            PayerWord::Unstated(among) => {
                let mut levels: Vec<_> = among.iter().filter_map(|name| self.known_level(name)).collect();
                levels.sort_unstable();
                levels.dedup();
                Payer::Unstated(levels)
            }
            PayerWord::Elsewhere(document) => {
                Payer::Elsewhere(document.as_ref().map(|text| text.text.clone()))
            }
            PayerWord::Undetermined => Payer::Undetermined,
        }))
    }

    fn owner(&mut self, span: Span, class: Option<&ClassWord>) -> PayerTerm {
        let owned =
            matches!(class, None | Some(ClassWord::Level(_) | ClassWord::SameLevel | ClassWord::Role(_)));
        if !owned {
            self.report(Diagnostic::error(Code::NoOwner, span, Message::NoOwner).help(Advice::NoOwner));
        }
        PayerTerm::Owner
    }

    /// Returns who pays under another rule, which states it itself.
    fn as_rule(&mut self, name: &Name) -> Option<PayerTerm> {
        self.woven = true;
        let payer = self.named_payers.get(name.text.as_str()).copied();
        match payer {
            Some(Some(PayerWord::AsRule(_) | PayerWord::OwnerLevel(_)) | None) => {
                let message = Message::NoPayerThere { rule: name.text.clone() };
                let diagnostic = Diagnostic::error(Code::UnknownTarget, name.span, message);
                self.report(diagnostic.help(Advice::NoPayerThere));
                None
            }
            Some(Some(payer)) => self.payer(payer, None),
            None => {
                let near = suggest::nearest(&name.text, self.named_payers.keys().copied());
                let near = near.map(str::to_owned);
                self.unknown_target(name, near);
                None
            }
        }
    }

    fn split(&mut self, words: &[PortionWord], span: Span) -> Option<PayerTerm> {
        self.payees(words);
        self.portions(words, span).map(PayerTerm::Split)
    }

    /// Resolves the portions of a whole, or of a rest: the rest among them is multiplied out where it is known.
    fn portions(&mut self, words: &[PortionWord], span: Span) -> Option<Vec<PortionTerm>> {
        let mut portions: Vec<PortionTerm> = Vec::new();
        let mut rest: Option<Vec<PortionTerm>> = None;
        let mut whole = true;
        for word in words {
            if let ShareWord::Rest(inner) = &word.share {
                rest = self.portions(inner, span);
                whole &= rest.is_some();
                continue;
            }
            match self.portion(word, words) {
                Some(portion) => portions.push(portion),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let left = self.left(&portions, rest.is_some(), span)?;
        portions.extend(rest.into_iter().flatten().map(|portion| scaled(portion, left.as_ref())));
        Some(portions)
    }

    fn portion(&mut self, word: &PortionWord, all: &[PortionWord]) -> Option<PortionTerm> {
        let payee = match &word.payee {
            None => None,
            Some(PayeeWord::Level(name)) => Some(Payee::Level(self.known_level(name)?)),
            Some(PayeeWord::SameLevel) => Some(Payee::Role(PERFORMER)),
            Some(PayeeWord::Role(name)) => Some(Payee::Role(self.role(name)?)),
        };
        let share = match &word.share {
            ShareWord::Exact(name) => PortionShare::Exact(self.share(name)?),
            ShareWord::Ratio(name) => PortionShare::Exact(self.ratio(name, all)?),
            ShareWord::Whole => PortionShare::Exact(Share::from_integer(1)),
            ShareWord::Elsewhere(document) => {
                PortionShare::Elsewhere(document.as_ref().map(|text| text.text.clone()))
            }
            ShareWord::Open | ShareWord::Rest(_) => PortionShare::OpenRest,
            ShareWord::Main => PortionShare::Main,
            ShareWord::Subsidy => PortionShare::Subsidy,
        };
        Some(PortionTerm { payee, share })
    }

    /// Reports a level that stands twice: one of its shares would be lost.
    fn payees(&mut self, words: &[PortionWord]) {
        let mut seen: Vec<&Name> = Vec::new();
        let mut waiting: Vec<&PortionWord> = words.iter().rev().collect();
        while let Some(word) = waiting.pop() {
            if let ShareWord::Rest(inner) = &word.share {
                waiting.extend(inner.iter().rev());
            }
            let Some(PayeeWord::Level(name)) = &word.payee else { continue };
            let level = self.words.level(&name.text);
            match seen.iter().find(|other| level.is_some() && self.words.level(&other.text) == level) {
                Some(first) => {
                    let message = Message::PayeeTwice { level: name.text.clone() };
                    let first = first.span;
                    self.report(
                        Diagnostic::error(Code::BadShares, name.span, message)
                            .label(first, Message::LabelFirstHere)
                            .help(Advice::PayeeTwice),
                    );
                }
                None => seen.push(name),
            }
        }
    }

    fn share(&mut self, name: &Name) -> Option<Share> {
        let found = share::read(&name.text).filter(|share| *share > Share::from_integer(0));
        if found.is_none() {
            let message = Message::BadShare { found: name.text.clone() };
            self.report(Diagnostic::error(Code::BadShares, name.span, message).help(Advice::Shares));
        }
        found
    }

    /// Returns what one figure of a ratio is of the whole.
    fn ratio(&mut self, name: &Name, all: &[PortionWord]) -> Option<Share> {
        let own = self.share(name)?;
        let figures = all.iter().filter_map(|word| match &word.share {
            ShareWord::Ratio(figure) => share::read(&figure.text),
            _ => None,
        });
        let sum = share::sum(&figures.collect::<Vec<_>>())?;
        share::quotient(&own, &sum)
    }

    /// Returns what portions leave, if that is known; they must come to the whole, or to less where a rest remains.
    fn left(&mut self, portions: &[PortionTerm], rest: bool, span: Span) -> Option<Option<Share>> {
        let has = |wanted: fn(&PortionShare) -> bool| portions.iter().any(|portion| wanted(&portion.share));
        if has(|share| matches!(share, PortionShare::Main | PortionShare::Subsidy)) {
            return Some(None);
        }
        let exact: Vec<Share> = portions
            .iter()
            .filter_map(|portion| match &portion.share {
                PortionShare::Exact(share) => Some(*share),
                _ => None,
            })
            .collect();
        let one = Share::from_integer(1);
        let sum = share::sum(&exact);
        let open = has(|share| *share == PortionShare::OpenRest);
        let elsewhere = has(|share| matches!(share, PortionShare::Elsewhere(_)));
        // The whole of a rest may itself be set elsewhere, or be paid jointly.
        let alone =
            exact.is_empty() && (open || elsewhere) && portions.iter().all(|p| p.payee.is_none() || open);
        let right = match sum {
            Some(sum) if rest => sum < one,
            Some(sum) => alone || (!open && !elsewhere && sum == one),
            None => false,
        };
        if right {
            // Without anything before it, the rest is what another document leaves.
            let known = !elsewhere && !open && !exact.is_empty();
            return Some(sum.filter(|_| known).and_then(|sum| share::left(&sum)));
        }
        let shares = exact.iter().map(share::percentage).collect();
        let total = sum.map(|sum| share::percentage(&sum)).unwrap_or_default();
        let help = match (rest, elsewhere) {
            (true, _) => Advice::NothingLeft,
            (false, true) => Advice::ElsewhereRest,
            (false, false) => Advice::Shares,
        };
        let message = Message::SharesNotWhole { shares, total, rest: rest || elsewhere };
        self.report(Diagnostic::error(Code::BadShares, span, message).help(help));
        None
    }
}

/// Turns a share of a rest into one of the whole; where the rest is not known, it stays a share of the rest.
fn scaled(portion: PortionTerm, left: Option<&Share>) -> PortionTerm {
    let share = match (&portion.share, left) {
        (PortionShare::Exact(share), Some(left)) => {
            share::product(share, left).map_or(PortionShare::OfRest(*share), PortionShare::Exact)
        }
        (PortionShare::Exact(share), None) => PortionShare::OfRest(*share),
        (other, _) => other.clone(),
    };
    PortionTerm { share, ..portion }
}
