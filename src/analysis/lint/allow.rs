//! Findings as the settings and the file want them told.
//!
//! In: findings, settings, and the file's own `allow` statements. Out: the same findings at their levels, without those that are off; what is
//! allowed is marked so, and an `allow` of nothing is a finding.

use super::{Lint, finding};
use crate::analysis::finding::{Finding, Kind};
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::{Allowance, Model, SectionId, ValueSet};
use crate::settings::Settings;

/// Applies settings and allowances.
pub(in crate::analysis) fn allow(model: &Model, settings: &Settings, findings: &mut Vec<Finding>) {
    let is_lint: Vec<Code> = Code::lints().collect();
    let mut used: Vec<Vec<Code>> = vec![Vec::new(); model.allowances.len()];
    for found in findings.iter_mut() {
        let code = found.code();
        if !is_lint.contains(&code) {
            continue;
        }
        let mut allowed = None;
        let (section, matters) = about(model, found);
        for (number, (allowance, used)) in model.allowances.iter().zip(&mut used).enumerate() {
            if allows(allowance, code, section, matters) {
                allowed = allowed.or(Some(number));
                used.push(code);
            }
        }
        found.allowed = allowed;
    }
    for (allowance, used) in model.allowances.iter().zip(&used) {
        // What is switched off is not looked for, so that it may be allowed for nothing.
        let idle = |code: &&Code| !used.contains(code) && settings.level(**code) != Some(None);
        let codes: Vec<String> =
            allowance.codes.iter().filter(idle).map(|code| code.as_str().to_owned()).collect();
        if !codes.is_empty() {
            let message = Message::UnusedAllowance { codes };
            findings.push(finding(Lint {
                section: allowance.section,
                ..Lint::new(Code::UnusedAllowance, allowance.span, message, Advice::UnusedAllowance)
            }));
        }
    }
    findings.retain_mut(|found| {
        let code = found.code();
        if !is_lint.contains(&code) {
            return true;
        }
        match settings.severity(code, found.severity) {
            Some(severity) => {
                found.severity = severity;
                true
            }
            None => false,
        }
    });
}

fn allows(allowance: &Allowance, code: Code, section: Option<SectionId>, matters: Option<&ValueSet>) -> bool {
    allowance.codes.contains(&code)
        && (allowance.section.is_none() || allowance.section == section)
        && allowance.matters.as_ref().is_none_or(|allowed| matters.is_some_and(|found| allowed.covers(found)))
}

/// Returns the section and the matters that a finding is about.
fn about<'f>(model: &'f Model, found: &'f Finding) -> (Option<SectionId>, Option<&'f ValueSet>) {
    match &found.kind {
        Kind::Lint(lint) => (lint.section, lint.matters.as_ref()),
        Kind::Unreachable { rule, .. } | Kind::Redundant { rule, .. } => {
            let rule = &model.rules[*rule];
            (rule.section, Some(&rule.matters))
        }
        _ => (None, None),
    }
}
