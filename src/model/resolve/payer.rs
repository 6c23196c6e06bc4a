//! Who pays, and how much of it.
//!
//! In: the tree of a payer. Out: a term with exact shares, which sum to one: what is left to a rest is multiplied out
//! wherever the share before it is known.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::model::share::{self, Share};
use crate::model::{PERFORMER, Payee, Payer, PayerTerm, PortionShare, PortionTerm};
use crate::source::Span;
use crate::syntax::ast::{ClassWord, Name, PayeeWord, PayerWord, PortionWord, ShareWord};

impl Resolver {
    pub(super) fn payer(&mut self, word: &PayerWord, class: Option<&ClassWord>) -> Option<PayerTerm> {
        Some(PayerTerm::Fixed(match word {
            PayerWord::SameLevel => return Some(PayerTerm::Role(PERFORMER)),
            PayerWord::Role(name) => return self.role(name).map(PayerTerm::Role),
            PayerWord::OwnerLevel(span) => return Some(self.owner(*span, class)),
            PayerWord::Split(portions, span) => return self.split(portions, *span),
            PayerWord::Map(map) => return self.map(map),
            PayerWord::Level(name) => Payer::Level(self.known_level(name)?),
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
            self.report(Diagnostic::error(Code::NoOwner, span, Message::NoOwner).help(Message::HelpNoOwner));
        }
        PayerTerm::Owner
    }

    fn split(&mut self, words: &[PortionWord], span: Span) -> Option<PayerTerm> {
        self.payees(words);
        let mut portions = Vec::new();
        let mut whole = true;
        for word in words {
            match self.portion(word, words) {
                Some(portion) => portions.push(portion),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        self.complete(words, &portions, span)?;
        Some(PayerTerm::Split(multiplied(portions)))
    }

    /// Reports a level that stands twice: one of its shares would be lost.
    fn payees(&mut self, words: &[PortionWord]) {
        let mut seen: Vec<&Name> = Vec::new();
        for word in words {
            let Some(PayeeWord::Level(name)) = &word.payee else { continue };
            let level = self.words.level(&name.text);
            match seen.iter().find(|other| level.is_some() && self.words.level(&other.text) == level) {
                Some(first) => {
                    let message = Message::PayeeTwice { level: name.text.clone() };
                    let first = first.span;
                    self.report(
                        Diagnostic::error(Code::BadShares, name.span, message)
                            .label(first, Message::LabelFirstHere)
                            .help(Message::HelpPayeeTwice),
                    );
                }
                None => seen.push(name),
            }
        }
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
            ShareWord::OfRest(name) => PortionShare::OfRest(self.share(name)?),
            ShareWord::Ratio(name) => PortionShare::Exact(self.ratio(name, all)?),
            ShareWord::RatioOfRest(name) => PortionShare::OfRest(self.ratio(name, all)?),
            ShareWord::WholeRest => PortionShare::OfRest(Share::from_integer(1)),
            ShareWord::Elsewhere(document) => {
                PortionShare::Elsewhere(document.as_ref().map(|text| text.text.clone()))
            }
            ShareWord::OpenRest => PortionShare::OpenRest,
            ShareWord::Main => PortionShare::Main,
            ShareWord::Subsidy => PortionShare::Subsidy,
        };
        Some(PortionTerm { payee, share })
    }

    fn share(&mut self, name: &Name) -> Option<Share> {
        let found = share::read(&name.text).filter(|share| *share > Share::from_integer(0));
        if found.is_none() {
            let message = Message::BadShare { found: name.text.clone() };
            self.report(Diagnostic::error(Code::BadShares, name.span, message).help(Message::HelpShares));
        }
        found
    }

    /// Returns what one figure of a ratio is of the whole.
    fn ratio(&mut self, name: &Name, all: &[PortionWord]) -> Option<Share> {
        let own = self.share(name)?;
        let figures = all.iter().filter_map(|word| match &word.share {
            ShareWord::Ratio(figure) | ShareWord::RatioOfRest(figure) if figure.span == name.span => {
                share::read(&figure.text)
            }
            _ => None,
        });
        let sum = share::sum(&figures.collect::<Vec<_>>())?;
        share::quotient(&own, &sum)
    }

    /// Shares must sum to one; before a rest, to less than one.
    fn complete(&mut self, words: &[PortionWord], portions: &[PortionTerm], span: Span) -> Option<()> {
        let sum = |of_rest: bool| {
            let shares: Vec<Share> = portions
                .iter()
                .filter_map(|portion| match &portion.share {
                    PortionShare::Exact(share) if !of_rest => Some(*share),
                    PortionShare::OfRest(share) if of_rest => Some(*share),
                    _ => None,
                })
                .collect();
            share::sum(&shares)
        };
        let one = Share::from_integer(1);
        let has = |wanted: fn(&PortionShare) -> bool| portions.iter().any(|portion| wanted(&portion.share));
        let open = has(|share| matches!(share, PortionShare::Elsewhere(_) | PortionShare::OpenRest));
        let rest = has(|share| matches!(share, PortionShare::OfRest(_)));
        let qualitative = has(|share| matches!(share, PortionShare::Main | PortionShare::Subsidy));
        let of_rest = sum(true);
        let whole = sum(false);
        let elsewhere = has(|share| matches!(share, PortionShare::Elsewhere(_)));
        let left = rest || has(|share| *share == PortionShare::OpenRest);
        if elsewhere && !left {
            let total = whole.map(|whole| share::percentage(&whole)).unwrap_or_default();
            let message = Message::SharesNotWhole { shares: Vec::new(), total, rest: true };
            self.report(Diagnostic::error(Code::BadShares, span, message).help(Message::HelpElsewhereRest));
            return None;
        }
        let right = match (whole, of_rest) {
            _ if qualitative => true,
            (Some(whole), Some(of_rest)) => {
                let before = if rest || open { whole < one } else { whole == one };
                before && (!rest || of_rest == one)
            }
            _ => false,
        };
        if right {
            return Some(());
        }
        let said = words.iter().filter_map(|word| match &word.share {
            ShareWord::Exact(name) | ShareWord::OfRest(name) => Some(name.text.clone()),
            _ => None,
        });
        let total = match (whole, of_rest) {
            (Some(whole), Some(of_rest)) => {
                share::percentage(if rest && of_rest != one { &of_rest } else { &whole })
            }
            _ => String::new(),
        };
        let of_rest = rest && of_rest != Some(one);
        let message = if of_rest {
            Message::RestNotWhole { total }
        } else {
            Message::SharesNotWhole { shares: said.collect(), total, rest: rest || open }
        };
        let nothing_left = !of_rest && (rest || open);
        let help = if nothing_left { Message::HelpNothingLeft } else { Message::HelpShares };
        self.report(Diagnostic::error(Code::BadShares, span, message).help(help));
        None
    }
}

/// Turns shares of a rest into shares of the whole where the share before the rest is known.
fn multiplied(mut portions: Vec<PortionTerm>) -> Vec<PortionTerm> {
    let exact = |portion: &PortionTerm| match &portion.share {
        PortionShare::Exact(share) => Some(*share),
        _ => None,
    };
    let upper: Vec<Share> = portions.iter().filter_map(exact).collect();
    let known = portions.iter().all(|p| matches!(p.share, PortionShare::Exact(_) | PortionShare::OfRest(_)));
    // A rest without anything before it is what another document leaves.
    let left =
        share::sum(&upper).filter(|_| known && !upper.is_empty()).and_then(|upper| share::left(&upper));
    let Some(left) = left else { return portions };
    for portion in &mut portions {
        if let PortionShare::OfRest(share) = &portion.share
            && let Some(product) = share::product(share, &left)
        {
            portion.share = PortionShare::Exact(product);
        }
    }
    portions
}
