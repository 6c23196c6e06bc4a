//! The findings that were there when a corpus took up checking.
//!
//! In: what is told; or the text of a baseline. Out: that text, in a fixed order; which of what is told is old, and what of the baseline
//! has gone. A finding is known by its fingerprint; equal ones by how many there are.

use super::json::json_laid_out;
use super::told::Told;
use serde::{Deserialize, Serialize};

/// The findings of a baseline.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The version of this form.
    quanze_baseline: u32,
    findings: Vec<Old>,
}

/// One finding of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Old {
    /// Where it was found; only for people, and to tell which files a check covers.
    pub file: String,
    /// Its code.
    pub code: String,
    /// What it is known by.
    pub fingerprint: String,
    /// What was said, in English.
    pub message: String,
}

const VERSION: u32 = 1;

impl Baseline {
    /// Makes a baseline of all that fails a check; broken texts are none of it. It is told in English.
    #[must_use]
    pub fn of(told: &[Told], path: &dyn Fn(&str) -> String) -> Baseline {
        let old = |one: &Told| Old {
            file: path(&one.file),
            code: one.code.as_str().to_owned(),
            fingerprint: one.fingerprint.clone(),
            message: one.message.clone(),
        };
        let mut findings: Vec<Old> =
            told.iter().filter(|one| one.policy.is_some() && one.counts()).map(old).collect();
        findings.sort();
        Baseline { quanze_baseline: VERSION, findings }
    }

    /// Reads a baseline; nothing where the text is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Baseline> {
        let baseline: Baseline = serde_json::from_str(text).ok()?;
        (baseline.quanze_baseline == VERSION).then_some(baseline)
    }

    /// Returns how many findings it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Tells whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Returns the text of a baseline.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n", json_laid_out(self))
    }

    /// Marks what is old, and returns what has gone from files that `covered` names.
    pub fn mark(mut self, told: &mut [Told], covered: &dyn Fn(&str) -> bool) -> Vec<Old> {
        for one in told.iter_mut().filter(|one| one.policy.is_some() && one.counts()) {
            let code = one.code.as_str();
            let same = |old: &Old| old.fingerprint == one.fingerprint && old.code == code;
            if let Some(at) = self.findings.iter().position(same) {
                self.findings.remove(at);
                one.old = true;
            }
        }
        self.findings.retain(|old| covered(&old.file));
        self.findings
    }
}
