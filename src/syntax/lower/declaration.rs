//! Declarations: the policy header, sections, matters, levels, parameters, further parts; and dates.
//!
//! In: the pairs of one declaration. Out: its tree. Facts and tables are lowered beside this file.

use super::{Lower, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::syntax::ast::{
    DateWord, LevelDecl, MatterBlock, MatterDecl, Maxim, Maxims, Name, ParameterDecl, ParameterRow, PartDecl,
    PerformerDecl, Period, PolicyHeader, Section, Text, Use,
};
use crate::syntax::grammar::Rule;
use crate::syntax::in_quotes;
use crate::syntax::name::canonical;

impl Lower {
    pub(super) fn section(&mut self, node: Node<'_>) -> Section {
        let span = self.span(&node);
        let mut label = Name { text: String::new(), span };
        let mut title = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::label => label = self.name(&inner),
                Rule::string => title = Some(self.text(&inner)),
                _ => {}
            }
        }
        Section { label, title, statements: Vec::new(), span }
    }

    pub(super) fn policy(&mut self, node: Node<'_>) -> PolicyHeader {
        let span = self.span(&node);
        let document = Text { text: String::new(), span };
        let mut header = PolicyHeader {
            document,
            title: None,
            under: Vec::new(),
            divides: None,
            reconstruction: None,
            maxims: None,
            issued: None,
            published: None,
            effective: None,
            until: None,
            remainder: None,
            span,
        };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::string => header.document = self.text(&inner),
                Rule::policy_field => self.policy_field(inner, &mut header),
                _ => {}
            }
        }
        header
    }

    fn policy_field(&mut self, node: Node<'_>, header: &mut PolicyHeader) {
        let span = self.span(&node);
        let mut inner = node.into_inner();
        let (Some(field), Some(value)) = (inner.next(), inner.next()) else { return };
        let found = field.as_str().to_owned();
        if field.as_rule() == Rule::field_maxims {
            if let Some(maxims) = self.maxims(value)
                && header.maxims.replace(maxims).is_some()
            {
                self.bad_field(span, Message::FieldTwice { field: found });
            }
            return;
        }
        if field.as_rule() == Rule::field_under {
            if value.as_rule() != Rule::string {
                self.unquoted_field(span, found, value.as_str());
            } else if !header.under.is_empty() {
                self.bad_field(span, Message::FieldTwice { field: found });
            } else {
                header.under.push(self.text(&value));
                header
                    .under
                    .extend(inner.filter(|node| node.as_rule() == Rule::string).map(|node| self.text(&node)));
            }
            return;
        }
        let text = match field.as_rule() {
            Rule::field_title => Some(&mut header.title),
            Rule::field_reconstruction => Some(&mut header.reconstruction),
            _ => None,
        };
        if let Some(slot) = text {
            if value.as_rule() != Rule::string {
                self.unquoted_field(span, found, value.as_str());
            } else if slot.replace(self.text(&value)).is_some() {
                self.bad_field(span, Message::FieldTwice { field: found });
            }
            return;
        }
        let level = match field.as_rule() {
            Rule::field_remainder => Some(&mut header.remainder),
            Rule::field_divides => Some(&mut header.divides),
            _ => None,
        };
        if let Some(slot) = level {
            if value.as_rule() == Rule::date {
                self.bad_field(span, Message::FieldWantsLevel { field: found });
            } else if slot.replace(self.name(&value)).is_some() {
                self.bad_field(span, Message::FieldTwice { field: found });
            }
            return;
        }
        let slot = match field.as_rule() {
            Rule::field_issued => &mut header.issued,
            Rule::field_published => &mut header.published,
            Rule::field_effective => &mut header.effective,
            Rule::field_until => &mut header.until,
            _ => return self.bad_field(span, Message::UnknownField { field: found }),
        };
        if value.as_rule() != Rule::date {
            return self.field_wants_date(span, found);
        }
        let Some(date) = self.date(&value) else { return };
        if date.first != date.last {
            self.field_wants_date(span, found);
        } else if slot.replace(date).is_some() {
            self.bad_field(span, Message::FieldTwice { field: found });
        }
    }

    /// Reads a list of maxims; nothing where one of them is none, or is named twice.
    fn maxims(&mut self, node: Node<'_>) -> Option<Maxims> {
        let span = self.span(&node);
        let mut ranks: Vec<Vec<Maxim>> = vec![Vec::new()];
        let mut sound = true;
        for inner in node.into_inner() {
            let place = self.span(&inner);
            let found = inner.as_str().to_owned();
            match inner.as_rule() {
                Rule::then => ranks.push(Vec::new()),
                Rule::maxim => {
                    let maxim = match inner.into_inner().next().map(|kind| kind.as_rule()) {
                        Some(Rule::maxim_upper) => Maxim::Upper,
                        Some(Rule::maxim_special) => Maxim::Special,
                        _ => Maxim::Later,
                    };
                    if ranks.iter().flatten().any(|known| *known == maxim) {
                        sound = false;
                        self.bad_maxim(place, Message::MaximTwice { found });
                    } else if let Some(last) = ranks.last_mut() {
                        last.push(maxim);
                    }
                }
                Rule::bad_maxim => {
                    sound = false;
                    self.bad_maxim(place, Message::UnknownMaxim { found });
                }
                _ => {}
            }
        }
        sound.then_some(Maxims { ranks, span })
    }

    fn bad_maxim(&mut self, span: crate::source::Span, message: Message) {
        self.diagnostics.push(Diagnostic::error(Code::BadField, span, message).help(Advice::Maxims));
    }

    fn field_wants_date(&mut self, span: crate::source::Span, field: String) {
        let message = Message::FieldWantsDate { field };
        self.diagnostics.push(Diagnostic::error(Code::BadField, span, message).help(Advice::Date));
    }

    /// Reports a field whose text stands without quotes.
    fn unquoted_field(&mut self, span: crate::source::Span, field: String, text: &str) {
        let right = format!("{field} {}", in_quotes(text));
        let message = Message::FieldWantsText { field };
        self.diagnostics.push(Diagnostic::error(Code::BadField, span, message).help(Advice::Write { right }));
    }

    fn bad_field(&mut self, span: crate::source::Span, message: Message) {
        self.diagnostics.push(Diagnostic::error(Code::BadField, span, message).help(Advice::Fields));
    }

    pub(super) fn use_file(&mut self, node: Node<'_>) -> Use {
        let span = self.span(&node);
        let mut tree = Use { path: Text { text: String::new(), span }, prefix: None, span };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::string => tree.path = self.text(&inner),
                Rule::name => tree.prefix = Some(self.name(&inner)),
                _ => {}
            }
        }
        tree
    }

    pub(super) fn matters(&mut self, node: Node<'_>) -> MatterBlock {
        let mut group = None;
        let mut block = MatterBlock::default();
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => group = Some(self.name(&inner)),
                Rule::matter_block => block = self.matter_block(inner, 0),
                _ => {}
            }
        }
        match group {
            None => block,
            Some(name) => {
                let decl =
                    MatterDecl { name, aliases: Vec::new(), block: Some(Box::new(block)), whole: false };
                MatterBlock { matters: vec![decl], open: None }
            }
        }
    }

    fn matter_block(&mut self, node: Node<'_>, depth: usize) -> MatterBlock {
        let mut block = MatterBlock::default();
        if self.nests_too_deep(&node, depth) {
            return block;
        }
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::etc => block.open = Some(self.span(&inner)),
                Rule::usual_decl => block.matters.push(only_named(self.name(&inner))),
                Rule::matter_decl => {
                    if let Some(decl) = self.matter_decl(inner, depth) {
                        block.matters.push(decl);
                    }
                }
                _ => {}
            }
        }
        let last = block.matters.last().filter(|_| block.open.is_none());
        self.glued_etc(last.map(|decl| &decl.name));
        block.matters.shrink_to_fit();
        block
    }

    /// `丙等` at the end of a list may be a name, or a name and 等; it is never guessed which.
    pub(super) fn glued_etc(&mut self, last: Option<&Name>) {
        let Some(last) = last else { return };
        let length = last.span.end.saturating_sub(last.span.start) as usize;
        // A quoted name is longer than its text.
        if let Some(stem) = last.text.strip_suffix('等')
            && !stem.is_empty()
            && length == last.text.len()
        {
            let message = Message::GluedEtc { name: last.text.clone(), stem: stem.to_owned() };
            let help = Advice::GluedEtc { name: last.text.clone(), stem: stem.to_owned() };
            self.diagnostics.push(Diagnostic::error(Code::GluedEtc, last.span, message).help(help));
            // Which name is declared is not known, so none is told to be unknown.
            self.lost_declaration = true;
        }
    }

    fn matter_decl(&mut self, node: Node<'_>, depth: usize) -> Option<MatterDecl> {
        let mut decl: Option<MatterDecl> = None;
        for inner in node.into_inner() {
            match (inner.as_rule(), decl.as_mut()) {
                (Rule::name, _) => {
                    decl = Some(only_named(self.name(&inner)));
                }
                (Rule::kw_with, Some(decl)) => decl.whole = true,
                (Rule::also, Some(decl)) => decl.aliases.append(&mut self.names(inner)),
                (Rule::matter_block, Some(decl)) => {
                    decl.block = Some(Box::new(self.matter_block(inner, depth.saturating_add(1))));
                }
                _ => {}
            }
        }
        decl
    }

    pub(super) fn level(&mut self, node: Node<'_>) -> LevelDecl {
        let span = self.span(&node);
        let inner = node.into_inner();
        inner.clone().filter(|n| n.as_rule() == Rule::bad_as).for_each(|n| self.guessed(&n));
        let members = inner.clone().find(|n| n.as_rule() == Rule::members);
        let members = members.map_or_else(Vec::new, |node| self.names(node));
        let mut names = inner.filter(|n| n.as_rule() == Rule::name).map(|n| self.name(&n));
        let name = names.next().unwrap_or(Name { text: String::new(), span });
        let aliases = names.collect();
        LevelDecl { name, aliases, members }
    }

    /// `parameter 补助标准 { 2020 : 74元 }`
    pub(super) fn parameter(&mut self, node: Node<'_>) -> ParameterDecl {
        let span = self.span(&node);
        let name = Name { text: String::new(), span };
        let mut parameter = ParameterDecl { name, aliases: Vec::new(), rows: Vec::new(), span };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => parameter.name = self.name(&inner),
                Rule::also => parameter.aliases.append(&mut self.names(inner)),
                Rule::parameter_row => parameter.rows.extend(self.parameter_row(inner)),
                _ => {}
            }
        }
        parameter
    }

    fn parameter_row(&mut self, node: Node<'_>) -> Option<ParameterRow> {
        let mut period = None;
        let mut value = None;
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::period => period = Some(self.period(inner)?),
                Rule::date => {
                    let date = self.date(&inner)?;
                    period = Some(Period { from: Some(date), until: Some(date), span: date.span });
                }
                Rule::literal | Rule::name => value = Some(self.literal(&inner)),
                _ => {}
            }
        }
        Some(ParameterRow { period: period?, value: value? })
    }

    /// `answer organiser also 牵头 : level`
    pub(super) fn part(&mut self, node: Node<'_>) -> PartDecl {
        let name = Name { text: String::new(), span: self.span(&node) };
        let mut part = PartDecl { name, aliases: Vec::new(), values: Vec::new() };
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => part.name = self.name(&inner),
                Rule::also => part.aliases.append(&mut self.names(inner)),
                Rule::bad_colon => self.guessed(&inner),
                Rule::value_decl => part.values.extend(self.value_decl(inner, 0)),
                _ => {}
            }
        }
        part
    }

    pub(super) fn performer(&mut self, node: Node<'_>) -> PerformerDecl {
        let span = self.span(&node);
        let mut levels = Vec::new();
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::name => levels.push(self.name(&inner)),
                Rule::bad_colon => self.guessed(&inner),
                _ => {}
            }
        }
        PerformerDecl { levels, span }
    }

    /// Lowers a date; `2025` and `2025-09` mean all of their days.
    pub(super) fn date(&mut self, node: &Node<'_>) -> Option<DateWord> {
        let span = self.span(node);
        let text = canonical(node.as_str());
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let year: Option<i16> = numbers.next().and_then(|part| part.parse().ok());
        let month: Option<i8> = numbers.next().and_then(|part| part.parse().ok());
        let day: Option<i8> = numbers.next().and_then(|part| part.parse().ok());
        let days = year.and_then(|year| {
            let first = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
            let last = match (month, day) {
                (Some(_), Some(_)) => first,
                (Some(_), None) => first.last_of_month(),
                _ => first.last_of_year(),
            };
            Some(DateWord { first, last, span })
        });
        if days.is_none() {
            let message = Message::NoSuchDate { found: node.as_str().to_owned() };
            self.diagnostics.push(Diagnostic::error(Code::NoSuchDate, span, message).help(Advice::Date));
        }
        days
    }
}

fn only_named(name: Name) -> MatterDecl {
    MatterDecl { name, aliases: Vec::new(), block: None, whole: false }
}
