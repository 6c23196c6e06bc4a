//! All findings of one policy.
//!
//! In: a model and its diagram. Out: conflicts, gaps, stale acknowledgements, unreachable and redundant rules, failed
//! `expect` lines, each once, with a witness that the evaluator has confirmed; and the counts. In a fixed order.

use super::answer::{Answer, Reason};
use super::finding::{Finding, Kind};
use super::phrase::{Place, Witness};
use super::summary::Summary;
use super::{evaluate, rules, verify};
use crate::diagnostic::Severity;
use crate::diagram::{Diagram, NodeId, Part, Status, TooLarge, Verdict};
use crate::message::Lang;
use crate::model::{AxisId, Effect, FurtherValue, Model, PartId, RuleId, ValueSet, resolve_query};
use crate::source::{Source, Sources};
use crate::syntax::parse_query;
use rustc_hash::FxHashMap;

/// What a check found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The findings: errors of meaning first, then notes.
    pub findings: Vec<Finding>,
    /// The counts.
    pub summary: Summary,
}

/// Checks a policy.
///
/// # Errors
/// Fails when the questions asked on the way would need more nodes than the limit.
pub fn check(model: &Model, diagram: &mut Diagram) -> Result<Report, TooLarge> {
    diagram.prepare(model, &ValueSet::full(model.matters.unlisted().saturating_add(1)))?;
    let before = diagram.store.len();
    let report = Check { model, diagram, matters: Vec::new() }.run();
    diagram.store.forget(before);
    report
}

/// Why a leaf is a finding; leaves with equal causes are one finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Cause {
    Conflict {
        rules: Vec<RuleId>,
        acknowledged: Vec<RuleId>,
    },
    /// `root` tells gaps of different shape apart, so that each is said as few boxes.
    Gap {
        class: bool,
        payer: bool,
        further: Vec<PartId>,
        rules: Vec<RuleId>,
        acknowledged: Vec<RuleId>,
        shape: Option<NodeId>,
    },
    Stale {
        rule: RuleId,
    },
}

/// Where a cause shows: for each shape, the matters that have it.
type Places = Vec<(NodeId, Vec<u32>)>;

pub(super) struct Check<'a> {
    pub(super) model: &'a Model,
    pub(super) diagram: &'a mut Diagram,
    /// Matters that share one diagram, with that diagram; cases that nothing vouches for are cut off.
    matters: Vec<(NodeId, Vec<u32>)>,
}

/// Stands at the leaf of a case that is not looked at.
pub(super) const IGNORED: u32 = (u32::MAX >> 1) - 1;

impl Check<'_> {
    fn run(mut self) -> Result<Report, TooLarge> {
        self.matters = self.matters()?;
        let mut findings = Vec::new();
        for (cause, places) in self.causes()? {
            findings.push(self.finding(cause, &places)?);
        }
        findings.sort_by_key(|finding| finding.code());
        let silent = self.silent_acknowledgements(&findings);
        findings.extend(silent);
        findings.extend(rules::rules(&mut self)?);
        self.confirm(&mut findings)?;
        let failed = self.expects()?;
        let held = self.model.expects.len().saturating_sub(failed.len());
        findings.extend(failed);
        findings.extend(self.model.inferred.iter().cloned().map(|inferred| note(Kind::Inferred(inferred))));
        findings.extend(self.narrower());
        let mut summary = self.summary()?;
        summary.expects_held = held;
        summary.expects = self.model.expects.len();
        summary.count(&findings);
        Ok(Report { findings, summary })
    }

    /// Notes the entries of tables that take values out of the row of their container.
    fn narrower(&self) -> impl Iterator<Item = Finding> {
        let tables = self.model.tables.iter().enumerate();
        let entries =
            tables.flat_map(|(table, tree)| (0..tree.narrower.len()).map(move |entry| (table, entry)));
        entries.map(|(table, entry)| note(Kind::Narrower { table, entry }))
    }

    /// Groups matters by their diagram.
    fn matters(&mut self) -> Result<Vec<(NodeId, Vec<u32>)>, TooLarge> {
        let mut groups: Vec<(NodeId, Vec<u32>)> = Vec::new();
        let mut index: FxHashMap<NodeId, usize> = FxHashMap::default();
        for matter in 0..self.diagram.matter_count() {
            let root = self.diagram.root(matter);
            let node = self.vouched(root)?;
            match index.get(&node).and_then(|&at| groups.get_mut(at)) {
                Some((_, matters)) => matters.push(matter),
                None => {
                    index.insert(node, groups.len());
                    groups.push((node, vec![matter]));
                }
            }
        }
        Ok(groups)
    }

    /// Leaves out the unlisted matters unless some rule states an answer for them.
    fn answered(&self, matters: &[u32]) -> Vec<u32> {
        let unlisted = self.model.matters.unlisted();
        matters.iter().copied().filter(|&matter| matter != unlisted || self.answers_unlisted()).collect()
    }

    fn answers_unlisted(&self) -> bool {
        let root = self.diagram.root(self.model.matters.unlisted());
        let leaves = self.diagram.store.terminals(root).into_iter();
        let mut claims = leaves.flat_map(|leaf| self.diagram.claims_at(leaf));
        claims.any(|&id| self.model.rules[self.diagram.claims[id].rule].effect.statement().is_some())
    }

    /// Cuts off the days on which the policy is in force in no case.
    pub(super) fn in_force(&mut self, node: NodeId) -> Result<NodeId, TooLarge> {
        let date = self.model.date();
        if !self.diagram.store.support(node).contains(&date) {
            return Ok(node);
        }
        let size = self.model.axes[date].size();
        let days = Diagram::vouched(self.model, date);
        self.diagram.store.within(node, date, &days, size, IGNORED)
    }

    /// Cuts off the cases that no declaration vouches for.
    fn vouched(&mut self, mut node: NodeId) -> Result<NodeId, TooLarge> {
        for axis in self.diagram.store.support(node) {
            let set = Diagram::vouched(self.model, axis);
            let size = self.model.axes[axis].size();
            if set.len() < size {
                node = self.diagram.store.within(node, axis, &set, size, IGNORED)?;
            }
        }
        Ok(node)
    }

    /// Returns the diagrams of all matters, each with the matters that share it.
    pub(super) fn groups(&self) -> &[(NodeId, Vec<u32>)] {
        &self.matters
    }

    // ------------------------------------------------------------ conflicts, gaps, stale acknowledgements

    fn causes(&mut self) -> Result<Vec<(Cause, Places)>, TooLarge> {
        let mut order: Vec<(Cause, Places)> = Vec::new();
        let mut index: FxHashMap<Cause, usize> = FxHashMap::default();
        for (root, all) in self.matters.clone() {
            let mut causes: Vec<Cause> = Vec::new();
            for leaf in self.diagram.store.terminals(root) {
                causes.extend(self.causes_at(leaf));
            }
            let answered = self.answered(&all);
            causes.sort();
            causes.dedup();
            for mut cause in causes {
                let matters = if matches!(cause, Cause::Stale { .. }) { &all } else { &answered };
                if matters.is_empty() {
                    continue;
                }
                let shape = self.shape(root, &cause)?;
                if let Cause::Gap { shape: slot, .. } = &mut cause {
                    *slot = Some(shape);
                }
                let at = *index.entry(cause.clone()).or_insert(order.len());
                if at == order.len() {
                    order.push((cause, Vec::new()));
                }
                if let Some((_, places)) = order.get_mut(at) {
                    match places.iter_mut().find(|(node, _)| *node == shape) {
                        Some((_, more)) => more.extend(matters),
                        None => places.push((shape, matters.clone())),
                    }
                }
            }
        }
        Ok(order)
    }

    fn causes_at(&self, leaf: u32) -> Vec<Cause> {
        let Some(outcome) = self.diagram.outcome(leaf) else { return Vec::new() };
        let acknowledged = outcome.acknowledged.clone();
        let mut rules: Vec<RuleId> =
            outcome.deciding.iter().map(|&id| self.diagram.claims[id].rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut causes: Vec<Cause> = outcome.stale.iter().map(|&rule| Cause::Stale { rule }).collect();
        match (&outcome.verdict, outcome.verdict.status()) {
            (_, Status::Conflict) => causes.push(Cause::Conflict { rules, acknowledged }),
            (Verdict::Cell(cell), Status::Gap) => {
                let missing = |(_, part): &(PartId, &Part<FurtherValue>)| matches!(part, Part::Missing);
                let further: Vec<PartId> =
                    self.model.parts.ids().zip(&cell.further).filter(missing).map(|(part, _)| part).collect();
                let stated = matches!(cell.class, Part::Value(_)) || !further.is_empty();
                causes.push(Cause::Gap {
                    class: matches!(cell.class, Part::Missing) || !stated,
                    payer: matches!(cell.payer, Part::Missing),
                    further,
                    rules,
                    acknowledged,
                    shape: None,
                });
            }
            _ => {}
        }
        causes
    }

    /// Returns where a cause shows under a root.
    fn shape(&mut self, root: NodeId, cause: &Cause) -> Result<NodeId, TooLarge> {
        let leaves: Vec<u32> = self.diagram.store.terminals(root);
        let showing: Vec<u32> =
            leaves.into_iter().filter(|&leaf| self.causes_at(leaf).contains(cause)).collect();
        self.diagram.store.map(root, &mut |leaf| u32::from(showing.contains(&leaf)))
    }

    fn finding(&mut self, cause: Cause, places: &Places) -> Result<Finding, TooLarge> {
        let region = self.region(places);
        let first = places.iter().flat_map(|(_, matters)| matters).copied().min().unwrap_or(0);
        let witness = places
            .iter()
            .filter(|(_, matters)| matters.contains(&first))
            .filter_map(|(shape, _)| self.diagram.store.first_case(*shape))
            .min()
            .map(|case| self.case(first, case))
            .transpose()?;
        let (kind, acknowledged) = match cause {
            Cause::Conflict { rules, acknowledged } => (Kind::Conflict { rules }, acknowledged),
            Cause::Gap { class, payer, further, rules, acknowledged, .. } => {
                (Kind::Gap { class, payer, further, rules, matter: first }, acknowledged)
            }
            Cause::Stale { rule } => (Kind::Stale { rule }, Vec::new()),
        };
        let severity = if !acknowledged.is_empty() { Severity::Note } else { Severity::Error };
        Ok(Finding { kind, severity, witness, region, acknowledged, clash: None })
    }

    /// Returns a case as a question that leaves open nothing on which the answer depends.
    pub(super) fn case(&mut self, matter: u32, mut case: Vec<(AxisId, u32)>) -> Result<Witness, TooLarge> {
        let verdicts = self.diagram.verdicts(self.diagram.root(matter))?;
        for axis in self.diagram.store.support(verdicts) {
            if case.iter().all(|(known, _)| *known != axis) {
                // The region holds whatever this axis is, so its first value will do.
                let value = Diagram::vouched(self.model, axis).first().unwrap_or(0);
                case.push((axis, value));
            }
        }
        case.sort_unstable();
        Ok(Witness::Case(matter, case))
    }

    /// Returns each shape over the matters that have it, as few boxes.
    pub(super) fn region(&self, places: &Places) -> Vec<Place> {
        let size = |axis: AxisId| self.model.axes[axis].size();
        let place = |(shape, matters): &(NodeId, Vec<u32>)| Place {
            leaves: ValueSet::from_ranges(matters.iter().map(|&m| (m, m.saturating_add(1)))),
            region: self.diagram.store.region(*shape, &size),
        };
        places.iter().map(place).collect()
    }

    /// Finds acknowledgements that cover no possible case at all.
    fn silent_acknowledgements(&self, findings: &[Finding]) -> Vec<Finding> {
        let mut heard: Vec<RuleId> =
            findings.iter().flat_map(|finding| finding.acknowledged.clone()).collect();
        heard.extend(findings.iter().filter_map(|finding| match finding.kind {
            Kind::Stale { rule } => Some(rule),
            _ => None,
        }));
        // Where two acknowledgements cover the same finding, the second is heard too.
        for (root, _) in &self.matters {
            for leaf in self.diagram.store.terminals(*root) {
                let found =
                    self.diagram.outcome(leaf).is_some_and(|outcome| !outcome.acknowledged.is_empty());
                let claims = self.diagram.claims_at(leaf).iter().filter(|_| found);
                heard.extend(claims.map(|&id| self.diagram.claims[id].rule));
            }
        }
        let rules = self.model.rules.pairs().filter(|(id, rule)| {
            let acknowledges =
                matches!(rule.effect, Effect::AcknowledgeConflict(_) | Effect::AcknowledgeGap(_));
            acknowledges && !heard.contains(id)
        });
        let stale = |(rule, _)| Finding { severity: Severity::Error, ..note(Kind::Stale { rule }) };
        rules.map(stale).collect()
    }

    // ------------------------------------------------------------ witnesses and expects

    /// Asks every witness as a user would, and reports those that do not show what they should.
    fn confirm(&mut self, findings: &mut Vec<Finding>) -> Result<(), TooLarge> {
        let mut unconfirmed = Vec::new();
        for finding in findings.iter_mut() {
            let Some(witness) = &finding.witness else { continue };
            let answer = self.replay(&witness.text(self.model, Lang::En))?;
            if matches!(finding.kind, Kind::Conflict { .. }) {
                finding.clash = answer.clone().map(Box::new);
            }
            if !answer.is_some_and(|answer| shows(&finding.kind, &answer)) {
                let kind = Kind::Unconfirmed { code: finding.code() };
                unconfirmed.push(Finding {
                    severity: Severity::Error,
                    witness: Some(witness.clone()),
                    ..note(kind)
                });
            }
        }
        findings.extend(unconfirmed);
        Ok(())
    }

    fn replay(&mut self, witness: &str) -> Result<Option<Answer>, TooLarge> {
        let mut sources = Sources::default();
        let source = Source::new("<witness>", witness);
        let id = sources.add(source.clone());
        let Ok(tree) = parse_query(id, &source) else { return Ok(None) };
        let Ok(query) = resolve_query(self.model, &tree, &[]) else { return Ok(None) };
        evaluate(self.model, self.diagram, &query).map(Some)
    }

    fn expects(&mut self) -> Result<Vec<Finding>, TooLarge> {
        let mut failed = Vec::new();
        for (index, expect) in self.model.expects.iter().enumerate() {
            if let Some(failure) = verify(self.model, self.diagram, expect)? {
                let kind = Kind::Failed { index, actual: Box::new(failure.actual) };
                let witness = Some(Witness::Query(Box::new(expect.query.clone())));
                failed.push(Finding { severity: Severity::Error, witness, ..note(kind) });
            }
        }
        Ok(failed)
    }

    // ------------------------------------------------------------ counts

    /// Counts the cases of every matter, over the facts on which its answer depends.
    fn summary(&mut self) -> Result<Summary, TooLarge> {
        let mut summary = Summary::default();
        for (_, all) in self.matters.clone() {
            let matters = self.answered(&all);
            let Some(&first) = matters.first() else { continue };
            let verdicts = self.diagram.verdicts(self.diagram.root(first))?;
            let support = self.diagram.store.support(verdicts);
            let mut counted = verdicts;
            for &axis in &support {
                let set = Diagram::vouched(self.model, axis);
                let size = self.model.axes[axis].size();
                counted = self.diagram.store.within(counted, axis, &set, size, IGNORED)?;
            }
            let axes: Vec<(AxisId, u32)> =
                support.iter().map(|&axis| (axis, self.model.axes[axis].size())).collect();
            let counts = self.diagram.store.tally(counted, &axes);
            for (verdict, count) in counts.into_iter().filter(|(verdict, _)| *verdict != IGNORED) {
                let count = count.saturating_mul(matters.len() as u128);
                summary.add(self.diagram.verdict(verdict).status(), count);
            }
        }
        Ok(summary)
    }
}

/// Tells whether an answer shows what a finding says of it.
fn shows(kind: &Kind, answer: &Answer) -> bool {
    match kind {
        Kind::Conflict { rules } => {
            answer.status == Status::Conflict && rules.iter().all(|rule| answer.rules.contains(rule))
        }
        Kind::Gap { .. } => {
            answer.status == Status::Gap && !matches!(answer.reason, Some(Reason::UnknownValue(..)))
        }
        Kind::Stale { rule } => !answer.acknowledged.contains(rule),
        Kind::Unreachable { rule, .. } => !answer.rules.contains(rule),
        _ => true,
    }
}

/// Makes a finding that is only worth knowing.
pub(super) fn note(kind: Kind) -> Finding {
    Finding {
        kind,
        severity: Severity::Note,
        witness: None,
        region: Vec::new(),
        acknowledged: Vec::new(),
        clash: None,
    }
}
