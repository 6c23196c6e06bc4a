//! Questions that go from an answer to its cases: what a level pays for, which matters are shared, where a conflict is.
//!
//! In: what is asked for, and what is known. Out: rows, each some matters, the cases in which they are answered so, and the rules that
//! decide it there; read off the diagram of each run of matters, not tried case by case. A matter for which it depends says on
//! which facts. A payer that is open or made of several, a conflict and a gap are neither yes nor no, and are rows apart.

use super::answer::Answer;
use super::decides::{Aspect, deciding_at};
use super::evaluate::Evaluation;
use super::member::{Member, owns, pays, shared};
use super::needs::needs;
use super::tuples::DIFFERENT;
use crate::diagram::{Cell, Diagram, IMPOSSIBLE, NodeId, Region, Status, TooLarge, Verdict};
use crate::model::{AxisId, Interval, LevelId, Model, Query, RuleId, ValueSet};
use rustc_hash::FxHashMap;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The cases that a level pays for.
    PaidBy(LevelId),
    /// The cases in which a level has the authority.
    OwnedBy(LevelId),
    /// The cases of shared authority.
    Shared,
    /// The cases whose answer has this status; [`Status::NeedsFacts`] asks for the matters for which more has to be known.
    Status(Status),
    /// All cases with their answers.
    Answers,
}

/// How a row stands to what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The matters are answered so whatever else is the case.
    Always,
    /// They are answered so in some cases.
    Depending,
    /// Neither yes nor no: the answer is open, made of several levels, in conflict, or missing.
    Apart,
}

/// Some matters, and the cases in which they are answered alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How it stands to the question.
    pub group: Group,
    /// The matters, by their numbers.
    pub matters: ValueSet,
    /// The cases, over the facts that matter for it.
    pub region: Region,
    /// The facts on which it depends.
    pub facts: Vec<AxisId>,
    /// The answer, or the part of it that is asked about.
    pub status: Status,
    /// The parts.
    pub parts: Cell,
    /// The rules that decide it in these cases, in the order of the file.
    pub rules: Vec<RuleId>,
}

/// What came of one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The rows: those of a group stand together, by their matters and then by their cases.
    pub rows: Vec<Row>,
    /// The matters of which no case is in a row.
    pub never: ValueSet,
    /// The figures and days that are asked about, to which the cases are cut.
    pub asked: Vec<(AxisId, Interval)>,
}

/// Lists what is asked for among some matters; the subject of the query is not looked at, what is known is.
///
/// # Errors
/// Fails when the question itself would need more nodes than the limit.
pub fn listing(
    model: &Model,
    diagram: &mut Diagram,
    wanted: Wanted,
    matters: &ValueSet,
    query: &Query,
) -> Result<Listing, TooLarge> {
    let mut lister = Lister { wanted, rows: Vec::new(), index: FxHashMap::default(), never: Vec::new() };
    let runs: Vec<(u32, u32)> = diagram.runs().all().iter().map(|run| (run.start, run.end)).collect();
    for (start, end) in runs {
        let here = matters.intersection(&ValueSet::range(start, end));
        if here.is_empty() {
            continue;
        }
        let mark = diagram.mark();
        let listed = lister.run(model, diagram, query, &here);
        diagram.forget(mark);
        listed?;
    }
    let mut rows = lister.rows;
    // The cases tell rows of the same matters apart, whatever was asked before.
    rows.sort_by(|one, two| {
        let key = |row: &Row| (row.group, row.matters.first());
        key(one).cmp(&key(two)).then_with(|| one.region.cubes.cmp(&two.region.cubes))
    });
    let asked = Evaluation::new(model, diagram, query).asked;
    Ok(Listing { rows, never: ValueSet::from_ranges(lister.never), asked })
}

/// The matters that a question is about: all that are listed, and the others where some rule answers for them.
#[must_use]
pub fn answered_matters(model: &Model) -> ValueSet {
    let unlisted = model.matters.unlisted();
    let answers = model.rules.iter().any(|r| r.effect.statement().is_some() && r.matters.contains(unlisted));
    ValueSet::range(0, unlisted.saturating_add(u32::from(answers)))
}

struct Lister {
    wanted: Wanted,
    rows: Vec<Row>,
    /// The rows that have these cases and this answer.
    index: FxHashMap<(Group, Status, Cell), Vec<usize>>,
    never: Vec<(u32, u32)>,
}

/// What a terminal is to the question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    No,
    Yes(Status, Cell),
    Apart(Status, Cell),
}

/// The number of [`Kind::No`]; what cannot be is 0.
const NO: u32 = 1;

impl Lister {
    fn run(
        &mut self,
        model: &Model,
        diagram: &mut Diagram,
        query: &Query,
        matters: &ValueSet,
    ) -> Result<(), TooLarge> {
        let Some(first) = matters.first() else { return Ok(()) };
        diagram.prepare(model, &ValueSet::single(first))?;
        let root = diagram.root(first);
        let mut evaluation = Evaluation::new(model, diagram, query);
        let node = evaluation.known(root, query)?;
        let node = evaluation.dated(node, query)?;
        if self.wanted == Wanted::Status(Status::NeedsFacts) {
            return self.needing(&mut evaluation, node, matters);
        }
        let mut kinds: Vec<Kind> = vec![Kind::No];
        let mut of: FxHashMap<u32, u32> = FxHashMap::default();
        let terminals = evaluation.diagram.store.terminals(node);
        for &terminal in &terminals {
            let number = match self.kind(&evaluation, terminal) {
                None => 0,
                Some(kind) => {
                    let at = kinds.iter().position(|known| *known == kind);
                    if at.is_none() {
                        kinds.push(kind);
                    }
                    number(at.unwrap_or(kinds.len().saturating_sub(1)).saturating_add(1))
                }
            };
            of.insert(terminal, number);
        }
        let kind_of = |terminal: u32| of.get(&terminal).copied().unwrap_or(0);
        let mapped = evaluation.diagram.store.map(node, &mut |terminal| kind_of(terminal))?;
        let (facts, projected) = needs(&mut evaluation.diagram.store, mapped)?;
        let occurring: Vec<u32> = evaluation.diagram.store.terminals(projected);
        let always =
            occurring.iter().all(|&kind| kind == 0 || matches!(at(&kinds, kind), Some(Kind::Yes(..))));
        let mut some = false;
        for kind in occurring {
            let (group, status, parts) = match at(&kinds, kind) {
                Some(Kind::Yes(status, parts)) if always => (Group::Always, *status, parts.clone()),
                Some(Kind::Yes(status, parts)) => (Group::Depending, *status, parts.clone()),
                Some(Kind::Apart(status, parts)) => (Group::Apart, *status, parts.clone()),
                _ => continue,
            };
            some = true;
            let only = evaluation.diagram.store.map(projected, &mut |other| u32::from(other == kind))?;
            let region = region(&evaluation, only);
            let behind: Vec<u32> =
                terminals.iter().copied().filter(|&terminal| kind_of(terminal) == kind).collect();
            let rules = self.rules(&evaluation, &behind, status);
            let facts = facts.clone();
            self.add(Row { group, matters: matters.clone(), region, facts, status, parts, rules });
        }
        if !some {
            self.never.extend(matters.ranges());
        }
        Ok(())
    }

    /// Adds the matters for which more has to be known.
    fn needing(
        &mut self,
        evaluation: &mut Evaluation<'_>,
        node: NodeId,
        matters: &ValueSet,
    ) -> Result<(), TooLarge> {
        let terminals = evaluation.diagram.store.terminals(node);
        let verdicts: FxHashMap<u32, u32> =
            terminals.iter().map(|&terminal| (terminal, evaluation.verdict_of(terminal))).collect();
        let verdict = |terminal: u32| verdicts.get(&terminal).copied().unwrap_or(IMPOSSIBLE);
        let mapped = evaluation.diagram.store.map(node, &mut |terminal| verdict(terminal))?;
        let (facts, _) = needs(&mut evaluation.diagram.store, mapped)?;
        if facts.is_empty() {
            self.never.extend(matters.ranges());
            return Ok(());
        }
        let region = Region { cubes: vec![crate::diagram::Cube::default()], cut: false };
        self.add(Row {
            group: Group::Always,
            matters: matters.clone(),
            region,
            facts,
            status: Status::NeedsFacts,
            parts: Cell::empty(),
            rules: Vec::new(),
        });
        Ok(())
    }

    /// Adds a row to one that says the same of other matters, or as one of its own.
    fn add(&mut self, row: Row) {
        let known = self.index.entry((row.group, row.status, row.parts.clone())).or_default();
        let same = |&&at: &&usize| {
            self.rows.get(at).is_some_and(|other| other.region == row.region && other.facts == row.facts)
        };
        match known.iter().find(same).copied() {
            Some(at) => {
                let Some(other) = self.rows.get_mut(at) else { return };
                other.matters = other.matters.union(&row.matters);
                other.rules.extend(row.rules);
                other.rules.sort_unstable();
                other.rules.dedup();
            }
            None => {
                known.push(self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// Returns what a terminal is to the question; nothing for what is not a case.
    fn kind(&self, evaluation: &Evaluation<'_>, terminal: u32) -> Option<Kind> {
        let number = evaluation.verdict_of(terminal);
        if number == DIFFERENT {
            return Some(self.conflict());
        }
        let verdict = evaluation.diagram.verdict(number);
        let status = verdict.status();
        let cell = match verdict {
            Verdict::Impossible => {
                let asked = self.wanted == Wanted::Status(Status::Impossible);
                let yes = asked && evaluation.is_declared(terminal);
                return yes.then(|| Kind::Yes(status, Cell::empty()));
            }
            Verdict::NotInForce => return Some(self.not_in_force()),
            Verdict::Cell(cell) => cell,
        };
        let class = Cell { class: cell.class.clone(), ..Cell::empty() };
        let payer = Cell { payer: cell.payer.clone(), ..Cell::empty() };
        let (member, part) = match self.wanted {
            Wanted::Answers => return Some(Kind::Yes(status, cell.clone())),
            Wanted::Status(wanted) => {
                return Some(if status == wanted { Kind::Yes(status, cell.clone()) } else { Kind::No });
            }
            Wanted::PaidBy(level) => (pays(evaluation.model, &cell.payer, level), payer),
            Wanted::OwnedBy(level) => (owns(evaluation.model, &cell.class, level), class),
            Wanted::Shared => (shared(&cell.class), class),
        };
        Some(match member {
            // Of a conflict only the parts that clash are kept, so that the others are open.
            Member::Yes => Kind::Yes(Status::Decided, part),
            Member::No => Kind::No,
            // A definite status with an open part: joint, made of several levels, set by another document.
            Member::Open if status == Status::Decided => Kind::Apart(status, part),
            Member::Open => Kind::Apart(status, cell.clone()),
        })
    }

    fn conflict(&self) -> Kind {
        match self.wanted {
            Wanted::Status(Status::Conflict) | Wanted::Answers => Kind::Yes(Status::Conflict, Cell::empty()),
            Wanted::Status(_) => Kind::No,
            _ => Kind::Apart(Status::Conflict, Cell::empty()),
        }
    }

    fn not_in_force(&self) -> Kind {
        match self.wanted {
            Wanted::Status(Status::NotInForce) | Wanted::Answers => {
                Kind::Yes(Status::NotInForce, Cell::empty())
            }
            Wanted::Status(_) => Kind::No,
            _ => Kind::Apart(Status::NotInForce, Cell::empty()),
        }
    }

    /// Returns the rules that decide what is asked about at some terminals.
    fn rules(&self, evaluation: &Evaluation<'_>, terminals: &[u32], status: Status) -> Vec<RuleId> {
        let aspect = match self.wanted {
            _ if status == Status::Conflict => Aspect::Whole,
            Wanted::PaidBy(_) => Aspect::Payer,
            Wanted::OwnedBy(_) | Wanted::Shared => Aspect::Class,
            Wanted::Status(_) | Wanted::Answers => Aspect::Whole,
        };
        deciding_at(evaluation, terminals, aspect)
    }
}

fn at(kinds: &[Kind], number: u32) -> Option<&Kind> {
    kinds.get((number as usize).checked_sub(NO as usize)?)
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn region(evaluation: &Evaluation<'_>, node: NodeId) -> Region {
    let axes = &evaluation.model.axes;
    evaluation.diagram.store.region(node, &|axis| axes[axis].size())
}

impl Row {
    /// Returns the row as an answer without its cases.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::with(self.status, self.parts.clone());
        answer.rules.clone_from(&self.rules);
        answer
    }
}
