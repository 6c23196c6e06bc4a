//! Answers: who has the authority, who pays and how much, and further parts.
//!
//! In: the pairs of one answer. Out: its tree; shares are still text.

use super::{Lower, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::syntax::ast::{
    Answer, ClassWord, FurtherWord, Manner, MapRow, MapWord, Name, PayeeWord, PayerWord, PortionWord,
    ShareWord, Text, TransferWord,
};
use crate::syntax::grammar::Rule;
use crate::syntax::keywords::REST;

/// Keywords that stand before what an answer or an expectation names, the longer first.
const GLUED: &[&str] = &["支出责任", "支出", "需要"];

impl Lower {
    pub(super) fn answer(&mut self, node: Node<'_>) -> Option<Answer> {
        let span = self.span(&node);
        let mut answer =
            Answer { class: None, payer: None, transfer: None, further: Vec::new(), amounts: None, span };
        let mut parts = node.into_inner();
        let mut before = "";
        while let Some(inner) = parts.next() {
            let span = self.span(&inner);
            let earlier = std::mem::replace(&mut before, inner.as_str());
            let twice = match inner.as_rule() {
                Rule::class_part => {
                    if self.glued(&inner) {
                        answer.payer = None;
                        continue;
                    }
                    let class = self.class_part(inner)?;
                    // `payer city, county` means two payers, not a payer and a class.
                    if let (ClassWord::Level(name), Some(_)) = (&class, &answer.payer) {
                        let message = Message::ClassAfterPayer { level: name.text.clone() };
                        self.diagnostics.push(
                            Diagnostic::error(Code::ClassAfterPayer, span, message)
                                .help(Advice::ClassAfterPayer),
                        );
                        // Its shares are told of once it is clear who pays.
                        answer.payer = None;
                        continue;
                    }
                    answer.class.replace(class).is_some()
                }
                Rule::missing_comma => {
                    let diagnostic = Diagnostic::error(Code::MissingComma, span, Message::MissingComma);
                    let after = parts.peek().map_or("", |next| next.as_str());
                    self.diagnostics.push(diagnostic.help(with_comma(earlier, after)));
                    false
                }
                Rule::payer_part => {
                    let payer = self.payer_part(inner)?;
                    answer.payer.replace(payer).is_some()
                }
                Rule::transfer_part => {
                    let transfer = self.transfer(inner)?;
                    answer.transfer.replace(Box::new(transfer)).is_some()
                }
                Rule::amounts_part => {
                    let amounts = self.amounts(inner);
                    answer.amounts.replace(Box::new((amounts, span))).is_some()
                }
                Rule::further_part => {
                    if matches!(answer.payer, Some(PayerWord::Split(..))) && self.rest_behind(&inner) {
                        answer.payer = None;
                        continue;
                    }
                    let (name, value) = self.further(inner)?;
                    let twice = answer.further.iter().any(|(known, _)| known.text == name.text);
                    answer.further.push((name, value));
                    twice
                }
                _ => false,
            };
            if twice {
                self.diagnostics.push(
                    Diagnostic::error(Code::PartTwice, span, Message::PartTwice).help(Advice::PartTwice),
                );
            }
        }
        Some(answer)
    }

    /// Reports a keyword of an answer that is run together with what follows: no level is called 支出市.
    fn glued(&mut self, node: &Node<'_>) -> bool {
        let found = node.as_str();
        let Some(keyword) = glued_keyword(found) else { return false };
        let message = Message::Glued { found: found.to_owned(), keyword: keyword.to_owned() };
        let diagnostic = Diagnostic::error(Code::Unreadable, self.span(node), message);
        self.diagnostics.push(diagnostic.help(Advice::Space { keyword: keyword.to_owned() }));
        true
    }

    /// Reports `县 余下`, where the word for the rest stands behind the level.
    fn rest_behind(&mut self, node: &Node<'_>) -> bool {
        let mut words = node.as_str().split_whitespace();
        let (Some(level), Some(rest), None) = (words.next(), words.next(), words.next()) else {
            return false;
        };
        if !REST.contains(&rest) {
            return false;
        }
        let keyword = if rest.is_ascii() { "rest" } else { "余下" };
        let right = format!("{keyword} {level}");
        let message = Message::WordOrder { found: node.as_str().trim_end().to_owned(), right: right.clone() };
        let diagnostic = Diagnostic::error(Code::Unreadable, self.span(node), message);
        self.diagnostics.push(diagnostic.help(Advice::Write { right }));
        true
    }

    fn class_part(&mut self, node: Node<'_>) -> Option<ClassWord> {
        let inner = node.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::same_level => ClassWord::SameLevel,
            Rule::bad_same => return self.ambiguous_same(&inner),
            Rule::by_role => ClassWord::Role(self.role(inner)?),
            Rule::shared => {
                let among = inner.into_inner().find(|n| n.as_rule() == Rule::name_set);
                ClassWord::Shared(among.map_or_else(Vec::new, |set| self.names(set)))
            }
            Rule::undetermined => ClassWord::Undetermined,
            Rule::retained => {
                let by = inner.into_inner().find(|n| matches!(n.as_rule(), Rule::name | Rule::string));
                ClassWord::Retained(self.name(&by?))
            }
            Rule::governed => {
                let words = inner.into_inner();
                let manner = words.clone().find_map(|n| match n.as_rule() {
                    Rule::analogy | Rule::analogy_zh => Some(Manner::Analogy),
                    Rule::existing => Some(Manner::Existing),
                    _ => None,
                });
                let mut documents = words.filter(|n| n.as_rule() == Rule::string).map(|n| self.text(&n));
                let first = documents.next();
                let document = first.map(|first| documents.fold(first, joined));
                ClassWord::Governed(manner.unwrap_or(Manner::Document), document)
            }
            _ => ClassWord::Level(self.name(&inner)),
        })
    }

    fn payer_part(&mut self, node: Node<'_>) -> Option<PayerWord> {
        let mut payer = None;
        let (whole, start) = (node.as_str(), node.as_span().start());
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::bad_payer => self.guessed(&inner),
                Rule::bad_payer_sign => {
                    let found = inner.as_str().to_owned();
                    let words = inner.as_span().start().checked_sub(start);
                    let keyword = words.and_then(|end| whole.get(..end)).unwrap_or_default().trim_end();
                    let who = inner.as_span().end().checked_sub(start).and_then(|from| whole.get(from..));
                    let right = format!("{keyword} {}", who.unwrap_or_default().trim());
                    let diagnostic =
                        Diagnostic::error(Code::WrongPayer, self.span(&inner), Message::PayerSign { found });
                    self.diagnostics.push(diagnostic.help(Advice::Write { right }));
                }
                Rule::payer_value => payer = self.payer_value(inner),
                _ => {}
            }
        }
        payer
    }

    fn payer_value(&mut self, node: Node<'_>) -> Option<PayerWord> {
        let inner = node.into_inner().next()?;
        let span = self.span(&inner);
        Some(match inner.as_rule() {
            Rule::same_level => PayerWord::SameLevel,
            Rule::owner_level => PayerWord::OwnerLevel(span),
            Rule::bad_same => return self.ambiguous_same(&inner),
            Rule::bad_rest_level => {
                let found = inner.as_str().trim_end().to_owned();
                let diagnostic =
                    Diagnostic::error(Code::Unreadable, span, Message::RestWithoutShares { found });
                self.diagnostics.push(diagnostic.help(Advice::RestBehindShares));
                return None;
            }
            Rule::by_role => PayerWord::Role(self.role(inner)?),
            Rule::undetermined => PayerWord::Undetermined,
            Rule::unstated => {
                let among = inner.into_inner().find(|n| n.as_rule() == Rule::name_set);
                PayerWord::Unstated(among.map_or_else(Vec::new, |set| self.names(set)))
            }
            Rule::elsewhere => PayerWord::Elsewhere(self.text_in(inner)),
            Rule::split => PayerWord::Split(self.split(inner)?, span),
            Rule::mainly => PayerWord::Split(self.mainly(inner)?, span),
            Rule::map => PayerWord::Map(Box::new(self.map(inner)?)),
            Rule::as_rule => PayerWord::AsRule(self.names(inner).into_iter().next()?),
            _ => PayerWord::Level(self.name(&inner)),
        })
    }

    /// `central 80%, province 20%`, `central, province 8:2`, `…, rest county`
    fn split(&mut self, node: Node<'_>) -> Option<Vec<PortionWord>> {
        let mut portions = Vec::new();
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::ratio => portions.append(&mut self.ratio(inner)?),
                Rule::share_item => portions.push(self.share_item(inner)?),
                Rule::rest_item => {
                    let rest = self.rest(inner)?;
                    portions.push(PortionWord { payee: None, share: ShareWord::Rest(rest) });
                }
                _ => {}
            }
        }
        Some(portions)
    }

    /// `rest county`, `rest { city 60%, county 40% }`, `rest unstated among { city, county }`, `rest elsewhere "…"`
    fn rest(&mut self, node: Node<'_>) -> Option<Vec<PortionWord>> {
        let inner = node.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::rest_block => self.split(inner)?,
            Rule::elsewhere => {
                let share = ShareWord::Elsewhere(self.text_in(inner));
                vec![PortionWord { payee: None, share }]
            }
            Rule::unstated => {
                let among = inner.into_inner().find(|n| n.as_rule() == Rule::name_set);
                let names = among.map_or_else(Vec::new, |set| self.names(set));
                let open = |payee| PortionWord { payee, share: ShareWord::Open };
                if names.is_empty() {
                    vec![open(None)]
                } else {
                    names.into_iter().map(|name| open(Some(PayeeWord::Level(name)))).collect()
                }
            }
            _ => vec![PortionWord { payee: Some(self.payee(inner)?), share: ShareWord::Whole }],
        })
    }

    fn share_item(&mut self, node: Node<'_>) -> Option<PortionWord> {
        let mut payee = None;
        let mut share = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::payee => payee = Some(self.payee(inner)?),
                Rule::share => share = Some(ShareWord::Exact(self.literal(&inner))),
                Rule::elsewhere => share = Some(ShareWord::Elsewhere(self.text_in(inner))),
                _ => {}
            }
        }
        Some(PortionWord { payee, share: share? })
    }

    /// `central, province 8:2`: as many figures as payees.
    fn ratio(&mut self, node: Node<'_>) -> Option<Vec<PortionWord>> {
        let span = self.span(&node);
        let mut payees = Vec::new();
        let mut figures: Vec<Name> = Vec::new();
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::payee => payees.push(self.payee(inner)?),
                Rule::proportion => {
                    let name = self.name(&inner);
                    let parts = name.text.split([':', '∶']);
                    figures = parts.map(|part| Name { text: part.to_owned(), span: name.span }).collect();
                }
                _ => {}
            }
        }
        if payees.len() != figures.len() {
            let message = Message::RatioLength { payees: payees.len(), figures: figures.len() };
            self.diagnostics.push(Diagnostic::error(Code::BadShares, span, message).help(Advice::Shares));
            return None;
        }
        let portion = |(payee, figure)| PortionWord { payee: Some(payee), share: ShareWord::Ratio(figure) };
        Some(payees.into_iter().zip(figures).map(portion).collect())
    }

    /// `mainly county, subsidy city`
    fn mainly(&mut self, node: Node<'_>) -> Option<Vec<PortionWord>> {
        let mut portions = Vec::new();
        for inner in node.into_inner() {
            if inner.as_rule() == Rule::payee {
                let share = if portions.is_empty() { ShareWord::Main } else { ShareWord::Subsidy };
                portions.push(PortionWord { payee: Some(self.payee(inner)?), share });
            }
        }
        Some(portions)
    }

    fn payee(&mut self, node: Node<'_>) -> Option<PayeeWord> {
        let inner = node.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::same_level => PayeeWord::SameLevel,
            Rule::bad_same => return self.ambiguous_same(&inner),
            Rule::by_role => PayeeWord::Role(self.role(inner)?),
            _ => PayeeWord::Level(self.name(&inner)),
        })
    }

    /// `by 分档, kind { 第一档, any : central 80%, local 20%; others : local }`
    fn map(&mut self, node: Node<'_>) -> Option<MapWord> {
        let mut map = MapWord { facts: Vec::new(), rows: Vec::new(), span: self.span(&node) };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::fact_name => map.facts.push(self.fact_name(inner)),
                Rule::map_row => map.rows.push(self.map_row(inner)?),
                _ => {}
            }
        }
        Some(map)
    }

    fn map_row(&mut self, node: Node<'_>) -> Option<MapRow> {
        let span = self.span(&node);
        let mut keys = Vec::new();
        let mut payer = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::row_key => keys.extend(self.row_key(inner)),
                Rule::payer_value => payer = Some(self.payer_value(inner)?),
                _ => {}
            }
        }
        Some(MapRow { keys, payer: payer?, span })
    }

    /// `transfer yes`, `transfer from central`
    fn transfer(&mut self, node: Node<'_>) -> Option<TransferWord> {
        let mut may = false;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::discretionary => may = true,
                Rule::name if may => return Some(TransferWord::Discretionary(Some(self.name(&inner)))),
                Rule::name => return Some(TransferWord::From(self.name(&inner))),
                Rule::transfer_word => {
                    return Some(match inner.as_str() {
                        "yes" | "有" => TransferWord::Yes,
                        "no" | "无" => TransferWord::No,
                        "unstated" | "未提及" => TransferWord::Unstated(self.span(&inner)),
                        _ => TransferWord::Discretionary(None),
                    });
                }
                _ => {}
            }
        }
        None
    }

    /// `amounts central 80万元, local 20万元`
    fn amounts(&mut self, node: Node<'_>) -> Vec<(Name, Name)> {
        let mut amounts = Vec::new();
        let mut payee: Option<Name> = None;
        for inner in node.into_inner() {
            match (inner.as_rule(), payee.take()) {
                (Rule::name, _) => payee = Some(self.name(&inner)),
                (Rule::literal, Some(name)) => amounts.push((name, self.literal(&inner))),
                _ => {}
            }
        }
        amounts
    }

    /// `organiser city`
    fn further(&mut self, node: Node<'_>) -> Option<(Name, FurtherWord)> {
        let mut part = None;
        let mut value = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => part = Some(self.name(&inner)),
                Rule::further_value => {
                    let word = inner.into_inner().next()?;
                    value = Some(match word.as_rule() {
                        Rule::same_level => FurtherWord::SameLevel,
                        Rule::bad_same => return self.ambiguous_same(&word),
                        Rule::by_role => FurtherWord::Role(self.role(word)?),
                        _ => FurtherWord::Named(self.name(&word)),
                    });
                }
                _ => {}
            }
        }
        Some((part?, value?))
    }

    fn role(&mut self, node: Node<'_>) -> Option<Name> {
        let name = node.into_inner().find(|n| n.as_rule() == Rule::fact_name)?;
        Some(self.fact_name(name))
    }

    /// `同级` may be the performer's level or the owner's; it is never guessed which.
    fn ambiguous_same<T>(&mut self, node: &Node<'_>) -> Option<T> {
        let message = Message::AmbiguousSame { found: node.as_str().to_owned() };
        let diagnostic = Diagnostic::error(Code::AmbiguousSame, self.span(node), message);
        self.diagnostics.push(diagnostic.help(Advice::SameOrOwner));
        None
    }
}

/// Returns the keyword that a word begins with where it should name a level.
pub(super) fn glued_keyword(word: &str) -> Option<&'static str> {
    GLUED.iter().copied().find(|keyword| word.starts_with(keyword))
}

/// Joins the names of documents that govern together.
fn joined(before: Text, next: Text) -> Text {
    Text { text: format!("{}、{}", before.text, next.text), span: before.span.to(next.span) }
}

/// Writes two parts of an answer with the comma between them, where they fit a line.
fn with_comma(before: &str, after: &str) -> Advice {
    let before = before.trim();
    let joiner = before.rsplit_once(' ').filter(|(_, last)| JOINERS.contains(last));
    let right = format!("{}, {}", joiner.map_or(before, |(first, _)| first.trim_end()), after.trim());
    let fits = !right.contains(['\n', '\r', '`']) && right.chars().count() <= LONGEST_SHOWN;
    if fits { Advice::Write { right } } else { Advice::MissingComma }
}

/// Words that are written for the comma.
const JOINERS: &[&str] = &["和", "与", "及", "并", "且", "and"]; // a keyword

/// How many characters of an answer are shown as they are to be written.
const LONGEST_SHOWN: usize = 60;
