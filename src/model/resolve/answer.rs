//! What a rule says: its effect, its class, its payer.
//!
//! In: the tree of an answer. Out: terms in which every level and role is an id.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::model::{
    AxisId, AxisKind, Class, ClassTerm, Effect, LevelId, PERFORMER, Party, Payer, PayerTerm, Statement,
};
use crate::syntax::ast::{self, Answer, ClassWord, Name, PayerWord};

impl Resolver {
    pub(super) fn effect(&mut self, tree: &ast::Rule) -> Effect {
        let because = || tree.because.as_ref().map(|text| text.text.clone()).unwrap_or_default();
        match &tree.effect {
            ast::Effect::Allocate(answer) => Effect::Allocate(self.statement(answer)),
            ast::Effect::Default(answer) => Effect::Default(self.statement(answer)),
            ast::Effect::Impossible => Effect::Impossible(because()),
            ast::Effect::AcknowledgeConflict => Effect::AcknowledgeConflict(because()),
            ast::Effect::AcknowledgeGap => Effect::AcknowledgeGap(because()),
        }
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
                Some(ClassTerm::Fixed(Class::Governed(by))) => {
                    Some(PayerTerm::Fixed(Payer::Governed(by.clone())))
                }
                _ => None,
            },
        };
        Statement { class, payer }
    }

    pub(super) fn class(&mut self, word: &ClassWord) -> Option<ClassTerm> {
        Some(ClassTerm::Fixed(match word {
            ClassWord::SameLevel => return Some(ClassTerm::Role(PERFORMER)),
            ClassWord::Role(name) => return self.role(name).map(ClassTerm::Role),
            ClassWord::Level(name) => Class::Level(self.known_level(name)?),
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
            ClassWord::Governed(document) => Class::Governed(document.text.clone()),
        }))
    }

    pub(super) fn payer(&mut self, word: &PayerWord, class: Option<&ClassWord>) -> Option<PayerTerm> {
        Some(PayerTerm::Fixed(match word {
            PayerWord::SameLevel => return Some(PayerTerm::Role(PERFORMER)),
            PayerWord::Role(name) => return self.role(name).map(PayerTerm::Role),
            PayerWord::OwnerLevel(span) => {
                let owned = matches!(
                    class,
                    None | Some(ClassWord::Level(_) | ClassWord::SameLevel | ClassWord::Role(_))
                );
                if !owned {
                    self.report(
                        Diagnostic::error(Code::NoOwner, *span, Message::NoOwner).help(Message::HelpNoOwner),
                    );
                }
                return Some(PayerTerm::Owner);
            }
            PayerWord::Level(name) => Payer::Level(self.known_level(name)?),
            PayerWord::Unstated => Payer::Unstated,
            PayerWord::Elsewhere(document) => {
                Payer::Elsewhere(document.as_ref().map(|text| text.text.clone()))
            }
            PayerWord::Undetermined => Payer::Undetermined,
        }))
    }

    pub(super) fn known_level(&mut self, name: &Name) -> Option<LevelId> {
        let level = self.words.level(&name.text);
        if level.is_none() {
            self.words.unknown_level(name);
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
        self.report(Diagnostic::error(Code::NotARole, name.span, message).help(Message::HelpRole));
        None
    }
}
