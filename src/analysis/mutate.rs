//! How many changes of the rules the expectations would notice.
//!
//! In: a model. Out: for each rule, taken away or made to say something else, whether some expectation that held holds no longer. Each
//! changed policy gets a diagram of its own; the expectations are run on it as ever.

use crate::diagram::{Diagram, TooLarge};
use crate::model::{
    Class, ClassTerm, Effect, Expect, LevelId, Model, Payer, PayerTerm, Rule, RuleId, Statement, Subject,
    ValueSet,
};
use std::sync::Arc;

/// What was done to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was taken away.
    Gone,
    /// It names another class.
    Class,
    /// It names another payer.
    Payer,
}

/// What came of the changes.
#[derive(Debug, Clone, Default)]
pub struct Mutation {
    /// How many changes there are.
    pub all: usize,
    /// How many were tried: with very many rules not all are.
    pub tried: usize,
    /// How many some expectation noticed.
    pub noticed: usize,
    /// Those that none noticed.
    pub unnoticed: Vec<(RuleId, Change)>,
}

/// How many rules may be built into diagrams in all.
const MOST_WORK: usize = 5_000_000;

/// Tells whether an expectation holds under some rules, of which a diagram is made.
pub type Holding<'a> = &'a mut dyn FnMut(&Model, &mut Diagram, &Expect) -> Result<bool, TooLarge>;

/// Tries all changes, or as many as can be tried in reasonable time, spread evenly over the file; `holds` runs an expectation.
///
/// # Errors
/// Fails when a diagram would need more nodes than the limit.
pub fn mutate(model: &Model, holds: Holding<'_>) -> Result<Mutation, TooLarge> {
    let mut diagram = Diagram::new(model)?;
    let mut held = Vec::new();
    for expect in &model.expects {
        if holds(model, &mut diagram, expect)? {
            held.push(expect);
        }
    }
    let changes: Vec<(RuleId, Change)> = model
        .rules
        .pairs()
        .flat_map(|(id, rule)| changes(rule).into_iter().map(move |change| (id, change)))
        .collect();
    let most = MOST_WORK.checked_div(model.rules.len()).unwrap_or(0).max(1);
    let step = changes.len().div_ceil(most).max(1);
    let mut result = Mutation { all: changes.len(), ..Mutation::default() };
    let mut changed = model.clone();
    for &(id, change) in changes.iter().step_by(step) {
        result.tried = result.tried.saturating_add(1);
        let Some(rule) = changed.rules.get_mut(id) else { continue };
        let before = rule.clone();
        alter(model, rule, change);
        if is_noticed(&changed, &held, &before.matters, holds)? {
            result.noticed = result.noticed.saturating_add(1);
        } else {
            result.unnoticed.push((id, change));
        }
        if let Some(rule) = changed.rules.get_mut(id) {
            *rule = before;
        }
    }
    Ok(result)
}

fn changes(rule: &Rule) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(says) = rule.effect.statement() {
        changes.push(Change::Gone);
        changes.extend(says.class.is_some().then_some(Change::Class));
        changes.extend(says.payer.is_some().then_some(Change::Payer));
    } else if matches!(rule.effect, Effect::Impossible(_)) {
        changes.push(Change::Gone);
    }
    changes
}

fn alter(model: &Model, rule: &mut Rule, change: Change) {
    if change == Change::Gone {
        rule.matters = ValueSet::default();
        return;
    }
    let Some(says) = rule.effect.statement() else { return };
    let says = Arc::new(another(model, says, change));
    rule.effect = match rule.effect {
        Effect::Default(_) => Effect::Default(says),
        _ => Effect::Allocate(says),
    };
}

/// Makes a statement that says something else in one part.
fn another(model: &Model, says: &Statement, change: Change) -> Statement {
    let mut other = says.clone();
    let differs = |level: &LevelId, own: Option<LevelId>| Some(*level) != own;
    if change == Change::Class {
        let own = match &says.class {
            Some(ClassTerm::Fixed(Class::Level(level))) => Some(*level),
            _ => None,
        };
        let level = model.levels.pairs().map(|(id, _)| id).find(|id| differs(id, own));
        let open = if says.class == Some(ClassTerm::Fixed(Class::Undetermined)) {
            Class::Shared(Vec::new())
        } else {
            Class::Undetermined
        };
        other.class = Some(ClassTerm::Fixed(level.map_or(open, Class::Level)));
    } else {
        let own = match &says.payer {
            Some(PayerTerm::Fixed(Payer::Level(level))) => Some(*level),
            _ => None,
        };
        let level = model.levels.pairs().map(|(id, _)| id).find(|id| differs(id, own));
        let open = if says.payer == Some(PayerTerm::Fixed(Payer::Undetermined)) {
            Payer::Elsewhere(None)
        } else {
            Payer::Undetermined
        };
        other.payer = Some(PayerTerm::Fixed(level.map_or(open, Payer::Level)));
    }
    other
}

/// Tells whether an expectation about these matters holds no longer.
fn is_noticed(
    changed: &Model,
    held: &[&Expect],
    matters: &ValueSet,
    holds: Holding<'_>,
) -> Result<bool, TooLarge> {
    let about = |expect: &&&Expect| match &expect.query.subject {
        Subject::Listed { leaves, .. } => leaves.meets(matters),
        Subject::UnlistedComponent { .. } => false,
        Subject::Unlisted { .. } => matters.contains(changed.matters.unlisted()),
    };
    let mut about = held.iter().filter(about).peekable();
    if about.peek().is_none() {
        return Ok(false);
    }
    let mut diagram = Diagram::new(changed)?;
    for expect in about {
        if !holds(changed, &mut diagram, expect)? {
            return Ok(true);
        }
    }
    Ok(false)
}
