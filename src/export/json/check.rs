//! The object of a check.
//!
//! In: what is told, and the counts of each policy. Out: one object with all of it.

use super::line::{CheckLine, FindingBody, SummaryBody};
use crate::analysis::Summary;
use crate::diagnostic::Severity;
use crate::export::told::Told;

/// Makes the object of a check; `broken` diagnostics are about texts, and counted as errors.
#[must_use]
pub fn check_line(told: &[Told], broken: usize, summaries: &[&Summary]) -> CheckLine {
    let mut summary = SummaryBody { policies: summaries.len(), errors: broken, ..SummaryBody::default() };
    summary.notes = told.iter().filter(|one| one.severity == Severity::Note).count();
    for counts in summaries {
        summary.add(counts);
    }
    CheckLine { findings: told.iter().map(body).collect(), summary }
}

fn body(told: &Told) -> FindingBody {
    FindingBody {
        code: told.code.as_str(),
        level: told.severity.as_str(),
        policy: told.policy.clone(),
        message: told.message.clone(),
        help: told.help.clone(),
        file: (told.policy.is_none() && told.spots.is_empty()).then(|| told.file.clone()),
        spans: told.spots.clone(),
        witness: told.witness.clone(),
        clash: told.clash.clone(),
        expected: told.failed.as_ref().map(|failed| failed.expected.clone()),
        actual: told.failed.as_ref().map(|failed| failed.actual.clone()),
        region: told.region.clone(),
        acknowledged: told.acknowledged.clone(),
        fingerprint: told.fingerprint.clone(),
        old: told.old,
    }
}

impl SummaryBody {
    fn add(&mut self, counts: &Summary) {
        let number = |count: u128| u64::try_from(count).unwrap_or(u64::MAX);
        let add = |slot: &mut u64, count: u128| *slot = slot.saturating_add(number(count));
        add(&mut self.cases, counts.cases());
        add(&mut self.decided, counts.decided);
        add(&mut self.undetermined, counts.undetermined);
        add(&mut self.retained, counts.retained);
        add(&mut self.governed, counts.governed);
        add(&mut self.conflicts, counts.conflicts);
        add(&mut self.gaps, counts.gaps);
        add(&mut self.impossible, counts.impossible);
        self.errors = self.errors.saturating_add(counts.errors);
        self.warnings = self.warnings.saturating_add(counts.warnings);
        self.acknowledged = self.acknowledged.saturating_add(counts.acknowledged());
        self.expects = self.expects.saturating_add(counts.expects);
        self.expects_held = self.expects_held.saturating_add(counts.expects_held);
    }
}
