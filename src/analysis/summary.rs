//! The counts at the end of a check.
//!
//! In: the number of cases of each status, and the findings. Out: the figures of the last line. A case is a cell over
//! the facts on which the answer for its matter depends.

use super::finding::{Finding, Kind};
use crate::diagnostic::Severity;
use crate::diagram::Status;

/// Counts of cases and of findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Cases with a definite answer.
    pub decided: u128,
    /// Cases that a clause leaves open.
    pub undetermined: u128,
    /// Cases that somebody above keeps.
    pub retained: u128,
    /// Cases that another document governs.
    pub governed: u128,
    /// Cases in which rules disagree.
    pub conflicts: u128,
    /// Cases that no rule answers.
    pub gaps: u128,
    /// Cases that cannot occur; they are not among the cases counted.
    pub impossible: u128,
    /// Findings that are errors and not acknowledged.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Conflicts that are acknowledged, as findings.
    pub acknowledged_conflicts: usize,
    /// Gaps that are acknowledged, as findings.
    pub acknowledged_gaps: usize,
    /// Findings that a baseline knows: they fail no check.
    pub old: usize,
    /// Only some findings are counted: lints.
    pub in_part: bool,
    /// `expect` lines that hold.
    pub expects_held: usize,
    /// `expect` lines.
    pub expects: usize,
}

impl Summary {
    /// Returns how many cases can occur.
    #[must_use]
    pub fn cases(&self) -> u128 {
        [self.decided, self.undetermined, self.retained, self.governed, self.conflicts, self.gaps]
            .into_iter()
            .fold(0, u128::saturating_add)
    }

    /// Returns how many findings are acknowledged.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        self.acknowledged_conflicts.saturating_add(self.acknowledged_gaps)
    }

    /// Tells whether nothing fails the check.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors == 0 && self.warnings == 0
    }

    /// Adds cases of one status.
    pub(super) fn add(&mut self, status: Status, count: u128) {
        let slot = match status {
            // A case that has not started is none yet.
            Status::NotInForce => return,
            Status::Decided | Status::NeedsFacts => &mut self.decided,
            Status::Undetermined => &mut self.undetermined,
            Status::Retained => &mut self.retained,
            Status::Governed => &mut self.governed,
            Status::Conflict => &mut self.conflicts,
            Status::Gap => &mut self.gaps,
            Status::Impossible => &mut self.impossible,
        };
        *slot = slot.saturating_add(count);
    }

    /// Counts the findings anew.
    pub(super) fn recount(&mut self, findings: &[Finding]) {
        for slot in [
            &mut self.errors,
            &mut self.warnings,
            &mut self.acknowledged_conflicts,
            &mut self.acknowledged_gaps,
        ] {
            *slot = 0;
        }
        self.count(findings);
    }

    /// Counts the findings.
    pub(super) fn count(&mut self, findings: &[Finding]) {
        self.old = findings.iter().filter(|finding| finding.old).count();
        for finding in findings.iter().filter(|finding| finding.allowed.is_none() && !finding.old) {
            let slot = match (&finding.kind, finding.acknowledged.is_empty(), finding.severity) {
                (Kind::Conflict { .. }, false, _) => &mut self.acknowledged_conflicts,
                (_, false, _) => &mut self.acknowledged_gaps,
                (_, true, Severity::Error) => &mut self.errors,
                (_, true, Severity::Warning) => &mut self.warnings,
                (_, true, Severity::Note) => continue,
            };
            *slot = slot.saturating_add(1);
        }
    }
}
