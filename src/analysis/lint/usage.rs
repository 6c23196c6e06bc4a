//! Declarations that nothing uses.
//!
//! In: a model. Out: facts, tables, parameters and parts of the answer that no rule uses, and levels of which nothing speaks. What only an
//! expectation names is not used, as it decides nothing; but a document above may decide it, at levels that only an expectation names.

use super::Lint;
use crate::arena::Id;
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::{
    AMOUNT, AxisId, Class, ClassTerm, Condition, Expect, Expectation, Factor, FurtherTerm, FurtherValue,
    LevelId, Model, PERFORMER, Party, Payee, Payer, PayerTerm, Plain, PortionTerm, Statement, Transfer,
    ValueSet,
};
use crate::source::SourceId;
use std::collections::BTreeSet;

/// Finds them, in the order of the declarations; a question may give a fact for a document above.
pub(super) fn unused(model: &Model, above: &[AxisId]) -> Vec<Lint> {
    let mut used = Used::new(model);
    above.iter().for_each(|axis| mark(&mut used.axes, axis.index()));
    for rule in model.rules.iter() {
        used.condition(&rule.condition);
        if let Some(statement) = rule.effect.statement() {
            used.statement(statement);
        }
        for &table in &*rule.tables {
            mark(&mut used.tables, table);
        }
    }
    for start in &model.starts {
        used.condition(&start.condition);
    }
    if !model.header.under.is_empty() {
        model.expects.iter().for_each(|expect| used.expected(expect));
    }
    used.declarations();
    let mut found = used.words();
    found.extend(used.levels());
    // Words that several files share are there for all of them; a file without rules only declares.
    let own: BTreeSet<SourceId> = model.rules.iter().map(|rule| rule.span.source).collect();
    found.retain(|lint| lint.labels.iter().any(|label| own.contains(&label.span.source)));
    found
}

/// What is used, by number.
struct Used<'m> {
    model: &'m Model,
    axes: Vec<bool>,
    tables: Vec<bool>,
    parameters: Vec<bool>,
    parts: Vec<bool>,
    levels: Vec<bool>,
}

fn mark(marks: &mut [bool], number: usize) {
    if let Some(mark) = marks.get_mut(number) {
        *mark = true;
    }
}

fn marked(marks: &[bool], number: usize) -> bool {
    marks.get(number).copied().unwrap_or(false)
}

impl<'m> Used<'m> {
    fn new(model: &'m Model) -> Used<'m> {
        Used {
            model,
            axes: vec![false; model.axes.len()],
            tables: vec![false; model.tables.len()],
            parameters: vec![false; model.parameters.len()],
            parts: vec![false; model.parts.len()],
            levels: vec![false; model.levels.len()],
        }
    }

    fn level(&mut self, level: LevelId) {
        mark(&mut self.levels, level.index());
    }

    /// The role is read: so are all levels that it may be.
    fn role(&mut self, axis: AxisId) {
        mark(&mut self.axes, axis.index());
        self.values(axis, None);
    }

    /// Marks the levels among the values of a role.
    fn values(&mut self, axis: AxisId, set: Option<&ValueSet>) {
        let model = self.model;
        for (number, value) in (0_u32..).zip(&model.axes[axis].values) {
            if let Some(level) = value.level.filter(|_| set.is_none_or(|set| set.contains(number))) {
                self.level(level);
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Always => {}
            Condition::Test(axis, set) => {
                mark(&mut self.axes, axis.index());
                self.values(*axis, Some(set));
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part))
            }
            Condition::Not(part) => self.condition(part),
        }
    }

    fn statement(&mut self, says: &Statement) {
        match &says.class {
            Some(ClassTerm::Role(axis)) => self.role(*axis),
            Some(ClassTerm::Fixed(class)) => self.class(class),
            None => {}
        }
        if let Some(payer) = &says.payer {
            self.payer(payer);
        }
        for (part, term) in &says.further {
            mark(&mut self.parts, part.index());
            match term {
                FurtherTerm::Role(axis) => self.role(*axis),
                FurtherTerm::Fixed(value) => self.further(value),
            }
        }
    }

    /// Marks the levels that are expected.
    fn expected(&mut self, expect: &Expect) {
        let Expectation::Plain(Plain::Answer { statement, .. }) = &expect.expectation else { return };
        if let Some(ClassTerm::Fixed(class)) = &statement.class {
            self.class(class);
        }
        if let Some(payer) = statement.payer.as_ref().filter(|payer| payer.roles().is_empty()) {
            self.payer(payer);
        }
    }

    fn class(&mut self, class: &Class) {
        match class {
            Class::Level(level) | Class::Retained(Party::Level(level)) => self.level(*level),
            Class::Shared(levels) => levels.iter().for_each(|&level| self.level(level)),
            Class::Retained(Party::Named(_)) | Class::Undetermined | Class::Governed(..) => {}
        }
    }

    fn payer(&mut self, term: &PayerTerm) {
        match term {
            PayerTerm::Role(axis) => self.role(*axis),
            PayerTerm::Owner => {}
            PayerTerm::Split(portions) => portions.iter().for_each(|portion| self.portion(portion)),
            PayerTerm::Map(arms) => {
                for arm in arms {
                    self.condition(&arm.condition);
                    self.payer(&arm.payer);
                }
            }
            PayerTerm::Fixed(payer) => match payer {
                Payer::Level(level) | Payer::Retained(Party::Level(level)) => self.level(*level),
                Payer::Split(portions) => {
                    portions.iter().filter_map(|portion| portion.payee).for_each(|level| self.level(level));
                }
                Payer::Unstated(levels) => levels.iter().for_each(|&level| self.level(level)),
                Payer::Retained(Party::Named(_))
                | Payer::Elsewhere(_)
                | Payer::Undetermined
                | Payer::Governed(..) => {}
            },
        }
    }

    fn portion(&mut self, portion: &PortionTerm) {
        match portion.payee {
            Some(Payee::Level(level)) => self.level(level),
            Some(Payee::Role(axis)) => self.role(axis),
            None => {}
        }
    }

    fn further(&mut self, value: &FurtherValue) {
        match value {
            FurtherValue::Level(level)
            | FurtherValue::Transfer(Transfer::From(level) | Transfer::Discretionary(Some(level))) => {
                self.level(*level);
            }
            FurtherValue::Amount(amount) => {
                for factor in &amount.factors {
                    match factor {
                        Factor::Parameter(number) => mark(&mut self.parameters, *number),
                        Factor::Fact(axis) => mark(&mut self.axes, axis.index()),
                        Factor::Literal(..) => {}
                    }
                }
            }
            FurtherValue::Word(_) | FurtherValue::Transfer(_) => {}
        }
    }

    /// Marks the levels that declarations need: the values of roles that are used, a range of performers that is declared, what a
    /// composite level is made of, who takes what is left over.
    fn declarations(&mut self) {
        let model = self.model;
        // No `fact` declares who performs.
        for (id, _) in model.axes.pairs().filter(|(_, axis)| axis.span.is_some()) {
            self.values(id, None);
        }
        let single = model.levels.iter().filter(|level| level.members.is_empty()).count();
        if model.axes[PERFORMER].values.len() < single {
            self.values(PERFORMER, None);
        }
        if let Some(level) = model.header.remainder {
            self.level(level);
        }
        for level in model.levels.iter() {
            level.members.iter().for_each(|&member| self.level(member));
        }
    }

    fn words(&self) -> Vec<Lint> {
        let model = self.model;
        let lint = |span, message| Lint::new(Code::UnusedDeclaration, span, message, Advice::Unused);
        let axes = model.axes.pairs().filter(|(id, _)| !marked(&self.axes, id.index()));
        let axes =
            axes.filter_map(|(_, axis)| Some((axis.span?, Message::UnusedFact { name: axis.name.clone() })));
        let tables = model.tables.iter().enumerate().filter(|(number, _)| !marked(&self.tables, *number));
        let tables = tables.map(|(_, table)| (table.span, Message::UnusedTable { name: table.name.clone() }));
        let parameters = model.parameters.iter().enumerate();
        let parameters =
            parameters.filter(|(number, _)| !marked(&self.parameters, *number)).map(|(_, parameter)| {
                (parameter.span, Message::UnusedParameter { name: parameter.name.clone() })
            });
        let parts = model.parts.pairs().filter(|(id, _)| *id > AMOUNT && !marked(&self.parts, id.index()));
        let parts =
            parts.filter_map(|(_, part)| Some((part.span?, Message::UnusedPart { name: part.name.clone() })));
        axes.chain(tables).chain(parameters).chain(parts).map(|(span, message)| lint(span, message)).collect()
    }

    /// Where no level is ever spoken of, none is the odd one out.
    fn levels(&self) -> Vec<Lint> {
        if !self.levels.contains(&true) {
            return Vec::new();
        }
        let unused = self.model.levels.pairs().filter(|(id, _)| !marked(&self.levels, id.index()));
        unused
            .map(|(_, level)| {
                let message = Message::UnusedLevel { name: level.name.clone() };
                let help = Advice::UnusedLevel { name: level.name.clone() };
                Lint::new(Code::UnusedLevel, level.span, message, help)
            })
            .collect()
    }
}
