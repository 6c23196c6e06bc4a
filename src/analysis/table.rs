//! Answers ready to be looked up.
//!
//! In: a model with its diagram, the facts that every question will give, and facts that are the same in all of them. Out: a
//! table in which the answer to such a question is found by its words, or by their numbers, in a few steps however many rules
//! there are. Its cells are read off the diagram, or asked of the evaluator where further facts matter; what a question of
//! another form is answered, the evaluator says.

use super::cells::Cells;
use super::evaluate;
use crate::arena::{Arena, ids};
use crate::diagram::{Diagram, Grid, Outcome, Run, Status, TooLarge, Verdict};
use crate::model::{AxisId, Known, Model, Query, RuleId, Subject, ValueSet};
use crate::source::Span;
use crate::syntax::canonical;
use rustc_hash::FxHashMap;

ids! {
    /// A decision, by its number in one [`DecisionTable`].
    DecisionId;
}

/// What a question is answered.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'t> {
    /// The status; [`Status::NeedsFacts`] where the answer depends on facts that the table's questions do not give.
    pub status: Status,
    /// What it is answered; nothing where facts are missing.
    pub verdict: Option<&'t Verdict>,
    /// The rules that decide, in the order of the file.
    pub rules: &'t [RuleId],
    /// What each of these rules cites, by its number in [`DecisionTable::citations`].
    pub citations: &'t [u32],
}

/// Answers to all questions of one form.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    matters: FxHashMap<Box<str>, Option<u32>>,
    unlisted: u32,
    /// The words of each column with the number of the value.
    words: Vec<Vec<(Box<str>, u32)>>,
    cells: Cells,
    decisions: Arena<DecisionId, Stored>,
    verdicts: Vec<Verdict>,
    rules: Vec<RuleId>,
    cited: Vec<u32>,
    citations: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Stored {
    status: Status,
    verdict: Option<u32>,
    rules: (u32, u32),
}

impl DecisionTable {
    /// Makes the table of the questions that give the matter and a value for each of the columns, where the facts `given` have
    /// one value each, by their numbers.
    ///
    /// # Errors
    /// Fails where some matter's cases would need more nodes than the limit.
    pub fn new(
        model: &Model,
        diagram: &mut Diagram,
        columns: &[AxisId],
        given: &[(AxisId, u32)],
    ) -> Result<DecisionTable, TooLarge> {
        let words = columns.iter().map(|&axis| words(model, axis)).collect();
        let table = DecisionTable {
            matters: matters(model),
            unlisted: model.matters.unlisted(),
            words,
            cells: Cells::new(columns.iter().map(|&axis| model.axes[axis].size())),
            decisions: Arena::default(),
            verdicts: Vec::new(),
            rules: Vec::new(),
            cited: Vec::new(),
            citations: Vec::new(),
        };
        let mut maker = Maker {
            model,
            diagram,
            columns,
            given,
            table,
            stored: FxHashMap::default(),
            verdicts: FxHashMap::default(),
            citations: FxHashMap::default(),
        };
        maker.fill()?;
        maker.table.cells.settle();
        Ok(maker.table)
    }

    /// Answers a question in words; nothing where the matter is a group or no matter at all, or a value is not declared:
    /// then the evaluator has to be asked.
    #[must_use]
    pub fn decide(&self, matter: &str, values: &[&str]) -> Option<DecisionId> {
        let numbers = values.iter().enumerate().map(|(column, word)| self.value(column, word));
        self.cells.find(self.matter(matter)?, numbers)
    }

    /// Answers a question by the numbers of the matter and of a value for each column.
    #[inline]
    #[must_use]
    pub fn decide_ids(&self, matter: u32, values: &[u32]) -> Option<DecisionId> {
        self.cells.find(matter, values.iter().map(|&value| Some(value)))
    }

    /// Returns the number of a matter; that of all unlisted ones for a name that is not listed, nothing for a group.
    #[must_use]
    pub fn matter(&self, name: &str) -> Option<u32> {
        match self.matters.get(name) {
            Some(&number) => number,
            None => self.matters.get(canonical(name).as_str()).copied().unwrap_or(Some(self.unlisted)),
        }
    }

    /// Returns the number of a value of a column.
    #[must_use]
    pub fn value(&self, column: usize, word: &str) -> Option<u32> {
        let words = self.words.get(column)?;
        let find = |word: &str| words.iter().find(|(known, _)| **known == *word).map(|(_, value)| *value);
        find(word).or_else(|| find(canonical(word).as_str()))
    }

    /// Returns a decision.
    #[must_use]
    pub fn decision(&self, id: DecisionId) -> Option<Decision<'_>> {
        let stored = self.decisions.find(id)?;
        let (start, end) = (stored.rules.0 as usize, stored.rules.1 as usize);
        Some(Decision {
            status: stored.status,
            verdict: stored.verdict.and_then(|verdict| self.verdicts.get(verdict as usize)),
            rules: self.rules.get(start..end)?,
            citations: self.cited.get(start..end)?,
        })
    }

    /// Returns what rules cite, each text once: `本政办发〔2025〕9号 二(二)`.
    #[must_use]
    pub fn citations(&self) -> &[String] {
        &self.citations
    }

    /// Returns the ids of all decisions, in the order of their numbers.
    pub fn decisions(&self) -> impl Iterator<Item = DecisionId> {
        self.decisions.ids()
    }

    /// Returns how many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Tells whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.len() == 0
    }
}

/// Returns the numbers of the matters that are asked about alone; of groups, and of words that name no matter, nothing.
fn matters(model: &Model) -> FxHashMap<Box<str>, Option<u32>> {
    let mut found: FxHashMap<Box<str>, Option<u32>> = FxHashMap::default();
    for name in model.matters.names() {
        let Some(id) = model.matters.find(name) else { continue };
        let node = &model.matters.nodes[id];
        let alone = !node.whole && node.leaves.1 == node.leaves.0.saturating_add(1);
        found.insert(name.into(), alone.then_some(node.leaves.0));
    }
    let levels = model.levels.iter().flat_map(|level| std::iter::once(&level.name).chain(&level.aliases));
    let facts = model.axes.iter().skip(1).flat_map(|axis| std::iter::once(&axis.name).chain(&axis.aliases));
    let tables = model.tables.iter().flat_map(|table| std::iter::once(&table.name).chain(&table.aliases));
    for word in levels.chain(facts).chain(tables) {
        found.entry(word.as_str().into()).or_insert(None);
    }
    found
}

fn words(model: &Model, axis: AxisId) -> Vec<(Box<str>, u32)> {
    let values = || (0_u32..).zip(&model.axes[axis].values).filter(|(_, value)| !value.rest);
    let names = values().map(|(number, value)| (&value.name, number));
    // Names are what is asked for most, so they come first.
    let aliases = values().flat_map(|(number, value)| value.aliases.iter().map(move |name| (name, number)));
    names.chain(aliases).map(|(name, number)| (name.as_str().into(), number)).collect()
}

/// Fills a table, run by run.
struct Maker<'m> {
    model: &'m Model,
    diagram: &'m mut Diagram,
    columns: &'m [AxisId],
    given: &'m [(AxisId, u32)],
    table: DecisionTable,
    stored: FxHashMap<(Status, Option<Verdict>, Vec<RuleId>), DecisionId>,
    verdicts: FxHashMap<Verdict, u32>,
    citations: FxHashMap<String, u32>,
}

impl Maker<'_> {
    fn fill(&mut self) -> Result<(), TooLarge> {
        let mut claims = Vec::new();
        let mut grid = Grid::default();
        for run in self.diagram.runs().all().to_vec() {
            self.diagram.runs().claims(&run, &mut claims);
            let further = self.diagram.asked_of(self.model, &claims);
            let known =
                |axis: AxisId| self.columns.contains(&axis) || self.given.iter().any(|(g, _)| *g == axis);
            let painted = self.diagram.paint(self.model, &claims, &mut grid);
            if painted && grid.axes().iter().all(|axis| known(axis.id())) {
                self.lay_grid(&run, &grid, &further);
            } else {
                self.lay_answers(&run)?;
            }
        }
        Ok(())
    }

    /// Lays down the cells of a run that the columns and the given facts decide.
    fn lay_grid(&mut self, run: &Run, grid: &Grid, further: &[crate::model::PartId]) {
        let mut known: Vec<Option<DecisionId>> = vec![None; grid.set_count()];
        let mut cells = Vec::new();
        let mut claims = Vec::new();
        // Only the columns' axes are walked; the given facts stay where they are.
        let given =
            |axis: AxisId| self.given.iter().find(|(other, _)| *other == axis).map(|(_, value)| *value);
        let mut offsets = vec![grid.origin(&|axis| given(axis).filter(|_| !self.columns.contains(&axis)))];
        let walked: Vec<_> = grid.axes().iter().filter(|axis| self.columns.contains(&axis.id())).collect();
        for axis in &walked {
            let each = |offset: &usize| {
                let offset = *offset;
                (0..axis.count())
                    .map(move |class| offset.saturating_add((class as usize).saturating_mul(axis.stride())))
                    .collect::<Vec<usize>>()
            };
            offsets = offsets.iter().flat_map(each).collect();
        }
        for offset in offsets {
            let set = grid.cells().get(offset).copied().unwrap_or(0);
            let decision = known.get(set as usize).copied().flatten().unwrap_or_else(|| {
                grid.claims(set, &mut claims);
                let outcome = self.diagram.decide(self.model, &claims, further);
                let made = self.decision(&outcome);
                if let Some(slot) = known.get_mut(set as usize) {
                    *slot = Some(made);
                }
                made
            });
            cells.push(decision);
        }
        let mut stride = 1_u32;
        let mut steps_of: FxHashMap<AxisId, Vec<u32>> = FxHashMap::default();
        for axis in walked.iter().rev() {
            let mut steps = Vec::new();
            for (end, class) in axis.runs() {
                steps.resize(end as usize, class.saturating_mul(stride));
            }
            steps_of.insert(axis.id(), steps);
            stride = stride.saturating_mul(axis.count());
        }
        self.lay(run, cells, steps_of);
    }

    /// Lays down the cells of a run by asking the evaluator for each.
    fn lay_answers(&mut self, run: &Run) -> Result<(), TooLarge> {
        let mut cases: Vec<Vec<(AxisId, u32)>> = vec![self.given.to_vec()];
        let mut steps_of = FxHashMap::default();
        for &axis in self.columns {
            let size = self.model.axes[axis].size();
            let with = |case: &Vec<(AxisId, u32)>| {
                let case = case.clone();
                (0..size).map(move |value| [case.clone(), vec![(axis, value)]].concat()).collect::<Vec<_>>()
            };
            cases = cases.iter().flat_map(with).collect();
        }
        let mut stride = 1_u32;
        for &axis in self.columns.iter().rev() {
            let size = self.model.axes[axis].size();
            steps_of.insert(axis, (0..size).map(|value| value.saturating_mul(stride)).collect());
            stride = stride.saturating_mul(size);
        }
        let mut cells = Vec::with_capacity(cases.len());
        for case in cases {
            let answer = evaluate(self.model, self.diagram, &self.query(run.start, &case))?;
            self.diagram.tidy();
            let verdict = match answer.status {
                Status::NeedsFacts => None,
                Status::Impossible => Some(Verdict::Impossible),
                Status::NotInForce => Some(Verdict::NotInForce),
                _ => Some(Verdict::Cell(crate::diagram::Cell {
                    class: answer.class.clone(),
                    payer: answer.payer.clone(),
                    further: answer.further.clone(),
                })),
            };
            let rules: Vec<RuleId> = if verdict.is_none() { Vec::new() } else { answer.rules };
            cells.push(self.store(answer.status, verdict, rules));
        }
        self.lay(run, cells, steps_of);
        Ok(())
    }

    fn query(&self, matter: u32, case: &[(AxisId, u32)]) -> Query {
        let subject = if matter == self.model.matters.unlisted() {
            Subject::Unlisted { name: None, component: None, near: Vec::new() }
        } else {
            Subject::Listed { leaves: ValueSet::single(matter), name: String::new(), whole: false }
        };
        let known = case.iter().map(|&(axis, value)| Known {
            axis,
            set: ValueSet::single(value),
            figures: None,
            by_table: false,
            taken: Vec::new(),
            together: false,
            unknown: None,
        });
        let nowhere = Span { source: crate::source::SourceId::default(), start: 0, end: 0 };
        Query {
            subject,
            part: None,
            quoted: false,
            known: known.collect(),
            date: None,
            amount: None,
            span: nowhere,
        }
    }

    /// Lays down the cells of a run, and how its matters find them.
    fn lay(&mut self, run: &Run, cells: Vec<DecisionId>, mut steps_of: FxHashMap<AxisId, Vec<u32>>) {
        let steps: Vec<Option<Vec<u32>>> = self.columns.iter().map(|axis| steps_of.remove(axis)).collect();
        self.table.cells.lay(run.end.saturating_sub(run.start), cells, steps);
    }

    fn decision(&mut self, outcome: &Outcome) -> DecisionId {
        let mut rules: Vec<RuleId> =
            outcome.deciding.iter().map(|&id| self.diagram.claims[id].rule).collect();
        rules.sort_unstable();
        rules.dedup();
        self.store(outcome.verdict.status(), Some(outcome.verdict.clone()), rules)
    }

    fn store(&mut self, status: Status, verdict: Option<Verdict>, rules: Vec<RuleId>) -> DecisionId {
        let key = (status, verdict, rules);
        if let Some(&known) = self.stored.get(&key) {
            return known;
        }
        let verdict = key.1.clone().map(|verdict| {
            let next = index(self.table.verdicts.len());
            *self.verdicts.entry(verdict).or_insert_with_key(|verdict| {
                self.table.verdicts.push(verdict.clone());
                next
            })
        });
        let start = index(self.table.rules.len());
        for &rule in &key.2 {
            let text = self.model.citation(&self.model.rules[rule]);
            let next = index(self.table.citations.len());
            let cite = *self.citations.entry(text).or_insert_with_key(|text| {
                self.table.citations.push(text.clone());
                next
            });
            self.table.rules.push(rule);
            self.table.cited.push(cite);
        }
        let stored = Stored { status, verdict, rules: (start, index(self.table.rules.len())) };
        let made = self.table.decisions.push(stored);
        self.stored.insert(key, made);
        made
    }
}

fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
