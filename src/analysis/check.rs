//! All that is reported of one policy.
//!
//! In: a model and its diagram. Out: what its rules come to together, each witness confirmed by the evaluator; failed `expect`
//! lines and lints; and the counts. In a fixed order.

use super::cause::Places;
use super::find::Found;
use super::finding::{Finding, Kind};
use super::phrase::{Place, Witness};
use super::summary::Summary;
use super::survey::answers_unlisted;
use super::{Failure, Lint, lint, verify};
use crate::diagnostic::Severity;
use crate::diagram::{Diagram, Mark, NodeId, TooLarge};
use crate::model::{AxisId, Model, SectionId, ValueSet};
use crate::settings::Settings;

/// What a check found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The findings: errors of meaning first, then notes.
    pub findings: Vec<Finding>,
    /// The counts.
    pub summary: Summary,
    /// The cases by status for each section that has any; those of no section come last.
    pub sections: Vec<(Option<SectionId>, Summary)>,
}

impl Report {
    /// Keeps some findings, and counts no others.
    pub fn keep(&mut self, wanted: &dyn Fn(&Finding) -> bool) {
        self.findings.retain(|finding| wanted(finding));
        self.summary.in_part = true;
        self.summary.recount(&self.findings);
    }

    /// Marks findings as old, by their number: they fail no check.
    pub fn mark_old(&mut self, old: &[usize]) {
        for &number in old {
            if let Some(finding) = self.findings.get_mut(number) {
                finding.old = true;
            }
        }
        self.summary.recount(&self.findings);
    }
}

/// Checks a policy; settings say how gravely lints are told.
///
/// # Errors
/// Fails when the questions asked on the way would need more nodes than the limit.
pub fn check(model: &Model, diagram: &mut Diagram, settings: &Settings) -> Result<Report, TooLarge> {
    check_with(model, diagram, settings, Beside::default())
}

/// An `expect` line that does not hold, by its number.
pub type Unmet = (usize, Failure);

/// What is known of a policy from other documents.
#[derive(Debug, Default)]
pub struct Beside {
    /// The `expect` lines that do not hold, if they were run.
    pub failed: Option<Vec<Unmet>>,
    /// What is found in its header.
    pub links: Vec<Lint>,
    /// Its facts that a document above has as well.
    pub above: Vec<AxisId>,
}

/// Checks a policy where other documents are known.
///
/// # Errors
/// Fails when the questions asked on the way would need more nodes than the limit.
pub fn check_with(
    model: &Model,
    diagram: &mut Diagram,
    settings: &Settings,
    beside: Beside,
) -> Result<Report, TooLarge> {
    let mark = diagram.mark();
    let report = Check::new(model, diagram).run(settings, beside);
    diagram.forget(mark);
    report
}

pub(super) struct Check<'a> {
    pub(super) model: &'a Model,
    pub(super) diagram: &'a mut Diagram,
    /// Some rule states an answer for the matters that are not listed.
    answers_unlisted: bool,
    /// What is still needed of what was made on the way; the rest is forgotten once it is much.
    pub(super) base: Mark,
}

/// How many findings of one kind are listed; the rest are counted.
pub(super) const MOST_LISTED: usize = 1_000;

impl<'a> Check<'a> {
    pub(super) fn new(model: &'a Model, diagram: &'a mut Diagram) -> Check<'a> {
        let (base, answers_unlisted) = (diagram.mark(), answers_unlisted(model, diagram));
        Check { model, diagram, answers_unlisted, base }
    }
}

impl Check<'_> {
    fn run(
        mut self,
        settings: &Settings,
        Beside { failed, links, above }: Beside,
    ) -> Result<Report, TooLarge> {
        let Found { mut findings, mut summary, sections } = self.find()?;
        self.confirm(&mut findings)?;
        let failed = match failed {
            Some(failed) => failed,
            None => self.expects()?,
        };
        let failed: Vec<Finding> = failed.into_iter().map(|failed| self.unmet(failed)).collect();
        let held = self.model.expects.len().saturating_sub(failed.len());
        findings.extend(failed);
        findings.extend(self.model.inferred.iter().cloned().map(|inferred| note(Kind::Inferred(inferred))));
        findings.extend(self.narrower());
        findings.extend(lint::lints(self.model, self.answers_unlisted, (links, &above)));
        lint::allow(self.model, settings, &mut findings);
        summary.expects_held = held;
        summary.expects = self.model.expects.len();
        summary.count(&findings);
        Ok(Report { findings, summary, sections })
    }

    /// Notes the entries of tables that take values out of the row of their container.
    fn narrower(&self) -> impl Iterator<Item = Finding> {
        let tables = self.model.tables.iter().enumerate();
        let entries =
            tables.flat_map(|(table, tree)| (0..tree.narrower.len()).map(move |entry| (table, entry)));
        entries.map(|(table, entry)| note(Kind::Narrower { table, entry }))
    }

    /// Tells whether some rule states an answer for the matters that are not listed; else they are not looked at.
    pub(super) fn answers_unlisted(&self) -> bool {
        self.answers_unlisted
    }

    /// Returns a case as a question that leaves open nothing on which the answer depends.
    pub(super) fn case(&mut self, matter: u32, case: Vec<(AxisId, u32)>) -> Result<Witness, TooLarge> {
        self.diagram.prepare(self.model, &ValueSet::single(matter))?;
        let support = self.diagram.verdict_support(self.diagram.root(matter))?;
        Ok(self.case_over(&support, matter, case))
    }

    /// Returns the same where it is known on which facts the answer depends.
    pub(super) fn case_over(&self, support: &[AxisId], matter: u32, mut case: Vec<(AxisId, u32)>) -> Witness {
        for &axis in support {
            if case.iter().all(|(known, _)| *known != axis) {
                // The region holds whatever this axis is, so its first value will do.
                let value = Diagram::vouched(self.model, axis).first().unwrap_or(0);
                case.push((axis, value));
            }
        }
        case.sort_unstable();
        Witness::Case(matter, case)
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

    /// Runs the `expect` lines.
    fn expects(&mut self) -> Result<Vec<Unmet>, TooLarge> {
        let mut failed = Vec::new();
        for (index, expect) in self.model.expects.iter().enumerate() {
            failed.extend(verify(self.model, self.diagram, expect)?.map(|failure| (index, failure)));
        }
        Ok(failed)
    }

    fn unmet(&self, (index, failure): Unmet) -> Finding {
        let asked =
            self.model.expects.get(index).map(|expect| Witness::Query(Box::new(expect.query.clone())));
        let kind = Kind::Failed { index, actual: Box::new(failure.actual) };
        Finding { severity: Severity::Error, witness: asked, ..note(kind) }
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
        allowed: None,
        old: false,
    }
}
