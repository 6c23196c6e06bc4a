//! What a rule says: its effect, its class, its further parts.
//!
//! In: the tree of an answer. Out: terms in which every level and role is an id. Payers are resolved beside this file.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Called, Message};
use crate::model::{
    AxisId, AxisKind, Class, ClassTerm, Effect, FurtherTerm, FurtherValue, LevelId, PERFORMER, PartId, Party,
    Payer, PayerTerm, Statement, TRANSFER, Transfer, suggest,
};
use crate::syntax::ast::{self, Answer, ClassWord, FurtherWord, Name, TransferWord};
use crate::syntax::keywords::REST;
use crate::syntax::quoted;
use std::sync::Arc;

/// What the name of a part holds that is meant for who pays.
const PAYING: &[&str] = &[
    "支出", "支付", "付款", "负担", "承担", "出资", "出钱", "经费", "资金", "费用", "pay", "fund", "bear",
    "financ", "spend",
];

/// Words that are written for the comma before who pays.
const JOINERS: &[&str] = &["和", "与", "及", "并", "且", "and"];

impl Resolver<'_> {
    pub(super) fn effect(&mut self, tree: &ast::Rule) -> Effect {
        let because = || tree.because.as_ref().map(|text| text.text.clone()).unwrap_or_default();
        match &tree.effect {
            ast::Effect::Allocate(answer) => Effect::Allocate(self.rule_statement(answer)),
            ast::Effect::Default(answer) => Effect::Default(self.rule_statement(answer)),
            ast::Effect::Impossible => Effect::Impossible(because()),
            ast::Effect::AcknowledgeConflict => Effect::AcknowledgeConflict(because()),
            ast::Effect::AcknowledgeGap => Effect::AcknowledgeGap(because()),
        }
    }

    /// Resolves the answer of a rule, which states no amounts.
    fn rule_statement(&mut self, answer: &Answer) -> Arc<Statement> {
        let misplaced = answer.amounts.iter().map(|amounts| amounts.1);
        let unstated = answer.transfer.iter().filter_map(|transfer| match **transfer {
            TransferWord::Unstated(span) => Some(span),
            _ => None,
        });
        for span in misplaced.chain(unstated).collect::<Vec<_>>() {
            self.report(
                Diagnostic::error(Code::UnknownPart, span, Message::OnlyExpected).help(Advice::OnlyExpected),
            );
        }
        let statement = self.statement(answer);
        self.shared(statement)
    }

    /// Returns the one that is kept of equal statements.
    pub(super) fn shared(&mut self, statement: Statement) -> Arc<Statement> {
        if let Some(known) = self.statements.get(&statement) {
            return Arc::clone(known);
        }
        let kept = Arc::new(statement);
        self.statements.insert(Arc::clone(&kept));
        kept
    }

    /// Resolves an answer; a class that leaves all open, or gives it away, says the same of the payer.
    pub(super) fn statement(&mut self, answer: &Answer) -> Statement {
        let class = answer.class.as_ref().and_then(|word| self.class(word));
        let payer = match &answer.payer {
            Some(word) => self.payer(word, answer.class.as_ref()),
            None => match &class {
                Some(ClassTerm::Fixed(Class::Undetermined)) => Some(PayerTerm::Fixed(Payer::Undetermined)),
                Some(ClassTerm::Fixed(Class::Retained(by))) => {
                    Some(PayerTerm::Fixed(Payer::Retained(by.clone())))
                }
                Some(ClassTerm::Fixed(Class::Governed(manner, by))) => {
                    Some(PayerTerm::Fixed(Payer::Governed(*manner, by.clone())))
                }
                _ => None,
            },
        };
        let transfer = answer.transfer.as_ref().and_then(|word| self.transfer(word));
        let mut further: Vec<(PartId, FurtherTerm)> = transfer.into_iter().collect();
        for (name, word) in &answer.further {
            further.extend(self.further(name, word, answer.payer.is_some()));
        }
        further.sort_by_key(|(part, _)| *part);
        Statement { class, payer, further }
    }

    fn transfer(&mut self, word: &TransferWord) -> Option<(PartId, FurtherTerm)> {
        let transfer = match word {
            TransferWord::Yes => Transfer::Yes,
            TransferWord::No => Transfer::No,
            TransferWord::From(name) => Transfer::From(self.known_level(name)?),
            TransferWord::Discretionary(None) => Transfer::Discretionary(None),
            TransferWord::Discretionary(Some(name)) => Transfer::Discretionary(Some(self.known_level(name)?)),
            TransferWord::Unstated(_) => return None,
        };
        Some((TRANSFER, FurtherTerm::Fixed(FurtherValue::Transfer(transfer))))
    }

    fn further(&mut self, name: &Name, word: &FurtherWord, pays: bool) -> Option<(PartId, FurtherTerm)> {
        let mut declared = self.words.parts.pairs().skip(2);
        let found = declared.find(|(_, part)| part.name == name.text || part.aliases.contains(&name.text));
        let Some((id, words)) = found.map(|(id, info)| (id, info.words.clone())) else {
            drop(declared);
            self.unknown_part(name, word, pays);
            return None;
        };
        drop(declared);
        let term = match word {
            FurtherWord::SameLevel if words.is_empty() => FurtherTerm::Role(PERFORMER),
            FurtherWord::Role(role) if words.is_empty() => FurtherTerm::Role(self.role(role)?),
            FurtherWord::Named(value) if words.is_empty() => {
                FurtherTerm::Fixed(FurtherValue::Level(self.known_level(value)?))
            }
            FurtherWord::Named(value) => {
                let is =
                    |(text, also): &(String, Vec<String>)| *text == value.text || also.contains(&value.text);
                match words.iter().position(is) {
                    Some(number) => FurtherTerm::Fixed(FurtherValue::Word(number)),
                    None => return self.unknown_word(name, value, &words),
                }
            }
            FurtherWord::SameLevel | FurtherWord::Role(_) => {
                let message = Message::WordsPart { part: name.text.clone() };
                let known = words.iter().map(|(text, _)| text.clone()).collect();
                let help = Advice::Values { fact: Called::new(&name.text, &[]), known };
                self.report(Diagnostic::error(Code::UnknownPart, name.span, message).help(help));
                return None;
            }
        };
        Some((id, term))
    }

    /// Reports a part that is not declared; `pays` says whether the answer names a payer already.
    fn unknown_part(&mut self, name: &Name, word: &FurtherWord, pays: bool) {
        if let FurtherWord::Named(value) = word
            && REST.contains(&value.text.as_str())
            && self.words.levels.iter().any(|level| level.is_called(&name.text))
        {
            let found = format!("{} {}", name.text, value.text);
            let span = name.span.to(value.span);
            let wrong = Diagnostic::error(Code::Unreadable, span, Message::RestWithoutShares { found });
            return self.report(wrong.help(Advice::RestBehindShares));
        }
        if name.text == "transfer" || name.text == "转移支付" {
            let message = Message::UnknownPart { name: name.text.clone() };
            let diagnostic = Diagnostic::error(Code::UnknownPart, name.span, message);
            return self.report(diagnostic.help(Advice::Transfer));
        }
        if name.text == "subsidy" || name.text == "补助" {
            let message = Message::UnknownPart { name: name.text.clone() };
            let diagnostic = Diagnostic::error(Code::UnknownPart, name.span, message);
            return self.report(diagnostic.help(Advice::Subsidy));
        }
        let message = Message::UnknownPart { name: name.text.clone() };
        let diagnostic = Diagnostic::error(Code::UnknownPart, name.span, message);
        if name.text == "governed" || name.text == "适用" {
            return self.report(diagnostic.help(Advice::GovernedQuotes));
        }
        if self.words.levels.iter().any(|level| level.is_called(&name.text)) {
            if let FurtherWord::Named(joiner) = word
                && JOINERS.contains(&joiner.text.as_str())
                && pays
            {
                return self.report(diagnostic.help(Advice::CommaInstead { word: joiner.text.clone() }));
            }
            return self.report(diagnostic.help(Advice::PayerFirst { level: name.text.clone() }));
        }
        let known: Vec<String> = self.words.parts.iter().map(|part| part.name.clone()).collect();
        let near = suggest::nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
        let lower = name.text.to_ascii_lowercase();
        let paying = PAYING.iter().any(|word| lower.contains(word));
        let name_text = name.text.clone();
        self.report(diagnostic.help(match near {
            Some(near) => Advice::DidYouMean { name: near },
            None if paying && pays => Advice::OnePayer,
            None if paying => Advice::PayerOrPart { name: name_text, right: payer_part(name, word) },
            None => Advice::DeclarePart { name: name_text },
        }));
    }

    fn unknown_word<T>(&mut self, part: &Name, value: &Name, words: &[(String, Vec<String>)]) -> Option<T> {
        let fact = Called::new(&part.text, &[]);
        let message = Message::UnknownValue { value: value.text.clone(), fact: fact.clone() };
        let known = words.iter().map(|(text, _)| text.clone()).collect();
        let help = Advice::Values { fact, known };
        self.report(Diagnostic::error(Code::UnknownPart, value.span, message).help(help));
        None
    }

    pub(super) fn class(&mut self, word: &ClassWord) -> Option<ClassTerm> {
        Some(ClassTerm::Fixed(match word {
            ClassWord::SameLevel => return Some(ClassTerm::Role(PERFORMER)),
            ClassWord::Role(name) => return self.role(name).map(ClassTerm::Role),
            ClassWord::Level(name) => Class::Level(self.level_in_answer(name, false)?),
            ClassWord::Shared(among) => {
                let mut levels: Vec<_> = among.iter().filter_map(|name| self.known_level(name)).collect();
                levels.sort_unstable();
                levels.dedup();
                Class::Shared(levels)
            }
            ClassWord::Undetermined => Class::Undetermined,
            ClassWord::Retained(name) => Class::Retained(match self.words.level(&name.text) {
                Some(level) => Party::Level(level),
                None => Party::Named(name.text.clone()),
            }),
            ClassWord::Governed(manner, document) => {
                Class::Governed(*manner, document.as_ref().map(|text| text.text.clone()))
            }
        }))
    }

    pub(super) fn known_level(&mut self, name: &Name) -> Option<LevelId> {
        let level = self.words.level(&name.text);
        if level.is_none() {
            self.words.unknown_level(name);
        }
        level
    }

    /// Returns the level that has the authority, or that pays.
    pub(super) fn level_in_answer(&mut self, name: &Name, payer: bool) -> Option<LevelId> {
        let level = self.words.level(&name.text);
        if level.is_none() {
            let meant = self.words.meant_in_answer(&name.text, payer);
            self.words.unknown_level_or(name, meant);
        }
        level
    }

    pub(super) fn role(&mut self, name: &Name) -> Option<AxisId> {
        let Some(axis) = self.words.axis(&name.text) else {
            self.unknown_fact(name);
            return None;
        };
        if self.words.axes[axis].kind == AxisKind::Role {
            return Some(axis);
        }
        let message = Message::NotARole { fact: name.text.clone() };
        self.report(Diagnostic::error(Code::NotARole, name.span, message).help(Advice::Role));
        None
    }
}

/// Writes a part as who pays, in the language of its name.
fn payer_part(name: &Name, word: &FurtherWord) -> String {
    let english = name.text.is_ascii();
    let keyword = if english { "payer" } else { "支出" }; // a keyword
    match word {
        FurtherWord::SameLevel if english => format!("{keyword} same level"),
        FurtherWord::SameLevel => format!("{keyword} 承办级"), // a keyword
        FurtherWord::Role(role) if english => format!("{keyword} by {}", quoted(&role.text)),
        FurtherWord::Role(role) => format!("{keyword} 按 {}", quoted(&role.text)), // a keyword
        FurtherWord::Named(value) => format!("{keyword} {}", quoted(&value.text)),
    }
}
