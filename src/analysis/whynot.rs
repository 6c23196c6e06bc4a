//! Why an answer is not another one, and what would make it so.
//!
//! In: a query and an answer that was expected. Out: every way to it that changes the fewest of the known facts, with the rules that
//! decide there; and the rules that decide now, which would have to say something else. Read off the diagram of the
//! matter: a fact that is let go is narrowed no longer.

use super::decides::{Aspect, deciding_at};
use super::evaluate::Evaluation;
use super::member::{Member, owns, pays, shared};
use super::tuples::DIFFERENT;
use crate::diagram::{Cube, Diagram, NodeId, Region, Status, TooLarge, Verdict};
use crate::model::{AxisId, LevelId, Model, Query, RuleId, Subject, ValueSet};

/// An answer that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// A level pays, all or a share.
    Payer(LevelId),
    /// A level alone has the authority.
    Class(LevelId),
    /// The authority is shared.
    Shared,
    /// The answer has this status.
    Status(Status),
}

/// What would make an answer another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNot {
    /// It is so already, in every possible case.
    pub already: bool,
    /// Every way that changes the fewest facts; none where no change of the known facts does.
    pub ways: Vec<Way>,
    /// The rules that decide the part that is at issue now.
    pub rules: Vec<RuleId>,
}

/// One way: facts that change, and what they have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The known facts that change; none where only what is unknown has to be so.
    pub changed: Vec<AxisId>,
    /// What they have to be, and what else has to be.
    pub region: Region,
    /// The rules that decide there.
    pub rules: Vec<RuleId>,
}

/// How many facts of a query are tried in all combinations.
const MOST_FACTS: usize = 12;

/// Says what would make the answer to a query another one.
///
/// # Errors
/// Fails when the question itself would need more nodes than the limit.
pub fn why_not(
    model: &Model,
    diagram: &mut Diagram,
    query: &Query,
    sought: Sought,
) -> Result<WhyNot, TooLarge> {
    let leaves = match &query.subject {
        Subject::Listed { leaves, .. } => leaves.clone(),
        // No fact makes a component that is not listed another one.
        Subject::UnlistedComponent { .. } => return Ok(nowhere_said(sought)),
        _ => ValueSet::single(model.matters.unlisted()),
    };
    diagram.prepare(model, &leaves)?;
    let before = diagram.store.len();
    let found = Search { sought, leaves: &leaves, query }.run(model, diagram);
    diagram.forget_nodes(before);
    found
}

/// Returns what leads to an answer about something of which the policy knows nothing: it is a gap in every case.
fn nowhere_said(sought: Sought) -> WhyNot {
    let already = sought == Sought::Status(Status::Gap);
    let always = Region { cubes: vec![Cube::default()], cut: false };
    let way = Way { changed: Vec::new(), region: always, rules: Vec::new() };
    WhyNot { already, ways: if already { vec![way] } else { Vec::new() }, rules: Vec::new() }
}

struct Search<'q> {
    sought: Sought,
    leaves: &'q ValueSet,
    query: &'q Query,
}

/// A query in which some facts are let go, as it looks on the diagram.
struct Loosened {
    /// 1 where the answer is the one that is sought.
    inside: NodeId,
    /// Some possible case has another answer.
    others: bool,
    /// The rules that decide where it is, and where it is not.
    rules: (Vec<RuleId>, Vec<RuleId>),
    /// The facts on which anything depends.
    support: Vec<AxisId>,
}

impl Search<'_> {
    fn run(&self, model: &Model, diagram: &mut Diagram) -> Result<WhyNot, TooLarge> {
        // What is not declared is a gap; another value may lead elsewhere.
        let declared = self.query.known.iter().all(|known| known.unknown.is_none());
        if !declared && self.sought == Sought::Status(Status::Gap) {
            return Ok(nowhere_said(self.sought));
        }
        let now = self.loosened(model, diagram, &[])?;
        let mut found = WhyNot { already: false, ways: Vec::new(), rules: now.rules.1 };
        if now.inside != NodeId::FALSE {
            found.already = !now.others;
            let region = region(model, diagram, now.inside);
            found.ways.push(Way { changed: Vec::new(), region, rules: now.rules.0 });
            return Ok(found);
        }
        let known = self.known(model, diagram)?;
        if self.loosened(model, diagram, &known)?.inside == NodeId::FALSE {
            return Ok(found);
        }
        // All facts let go is a way, so some size is reached at which there is one.
        for size in 1..=known.len() {
            for changed in subsets(&known, size) {
                let there = self.loosened(model, diagram, &changed)?;
                if there.inside != NodeId::FALSE {
                    let region = with_days(model, &changed, region(model, diagram, there.inside));
                    found.ways.push(Way { changed, region, rules: there.rules.0 });
                }
            }
            if !found.ways.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    /// Returns the known facts on which the answer depends; the date among them, where a day is asked about.
    fn known(&self, model: &Model, diagram: &mut Diagram) -> Result<Vec<AxisId>, TooLarge> {
        let mut all: Vec<AxisId> = self.query.known.iter().map(|known| known.axis).collect();
        if self.query.date.is_some() {
            all.push(model.date());
        }
        let support = self.loosened(model, diagram, &all)?.support;
        // What lies outside of the validity depends on the day, though no rule does.
        let depends = |axis: &AxisId| support.contains(axis) || *axis == model.date();
        all.retain(depends);
        all.sort_unstable();
        all.dedup();
        all.truncate(MOST_FACTS);
        Ok(all)
    }

    fn loosened(&self, model: &Model, diagram: &mut Diagram, free: &[AxisId]) -> Result<Loosened, TooLarge> {
        let mut query = self.query.clone();
        query.known.retain(|known| !free.contains(&known.axis));
        if free.contains(&model.date()) {
            query.date = None;
        }
        let mut evaluation = Evaluation::new(model, diagram, &query);
        let root = evaluation.listed(self.leaves)?;
        let node = evaluation.known(root, &query)?;
        let node = evaluation.dated(node, &query)?;
        let terminals = evaluation.diagram.store.terminals(node);
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for &terminal in &terminals {
            match self.holds(&evaluation, terminal) {
                Some(true) => inside.push(terminal),
                Some(false) => outside.push(terminal),
                None => {}
            }
        }
        let others = !outside.is_empty();
        if inside.is_empty() && !others {
            // Nothing is possible here: what says so is what decides.
            outside.extend(terminals.into_iter().filter(|&terminal| evaluation.is_declared(terminal)));
        }
        let rules = (self.rules(&evaluation, &inside), self.rules(&evaluation, &outside));
        let support = evaluation.diagram.store.support(node);
        let inside = evaluation
            .diagram
            .store
            .map(node, &mut |terminal| u32::from(inside.binary_search(&terminal).is_ok()))?;
        Ok(Loosened { inside, others, rules, support })
    }

    /// Tells whether a terminal is what is sought; nothing for what is no possible case.
    fn holds(&self, evaluation: &Evaluation<'_>, terminal: u32) -> Option<bool> {
        let number = evaluation.verdict_of(terminal);
        if number == DIFFERENT {
            return Some(self.sought == Sought::Status(Status::Conflict));
        }
        let verdict = evaluation.diagram.verdict(number);
        let status = verdict.status();
        let cell = match verdict {
            Verdict::Impossible => {
                // Beside possible cases the impossible ones do not count, unless they are what is sought.
                let asked = self.sought == Sought::Status(Status::Impossible);
                return (asked && evaluation.is_declared(terminal)).then_some(true);
            }
            Verdict::NotInForce => return Some(self.sought == Sought::Status(Status::NotInForce)),
            Verdict::Cell(cell) => cell,
        };
        let member = match self.sought {
            Sought::Status(wanted) => return Some(status == wanted),
            Sought::Payer(level) => pays(evaluation.model, &cell.payer, level),
            Sought::Class(level) => owns(evaluation.model, &cell.class, level),
            Sought::Shared => shared(&cell.class),
        };
        Some(member == Member::Yes && status != Status::Conflict)
    }

    fn rules(&self, evaluation: &Evaluation<'_>, terminals: &[u32]) -> Vec<RuleId> {
        let aspect = match self.sought {
            Sought::Payer(_) => Aspect::Payer,
            Sought::Class(_) | Sought::Shared => Aspect::Class,
            Sought::Status(_) => Aspect::Whole,
        };
        deciding_at(evaluation, terminals, aspect)
    }
}

fn region(model: &Model, diagram: &Diagram, node: NodeId) -> Region {
    diagram.store.region(node, &|axis| model.axes[axis].size())
}

/// Says on which days it would be so where another day is needed and all days will do on which the policy is in force.
fn with_days(model: &Model, changed: &[AxisId], mut region: Region) -> Region {
    let date = model.date();
    if changed.contains(&date) {
        for cube in region.cubes.iter_mut().filter(|cube| cube.sets.iter().all(|(axis, _)| *axis != date)) {
            cube.sets.push((date, Diagram::vouched(model, date)));
            cube.sets.sort_by_key(|(axis, _)| *axis);
        }
    }
    region
}

/// Returns the subsets of this size, in order.
fn subsets(axes: &[AxisId], size: usize) -> Vec<Vec<AxisId>> {
    let Some((first, rest)) = axes.split_first() else {
        return if size == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    if size == 0 {
        return vec![Vec::new()];
    }
    let with = subsets(rest, size.saturating_sub(1)).into_iter().map(|mut subset| {
        subset.insert(0, *first);
        subset
    });
    with.chain(subsets(rest, size)).collect()
}
