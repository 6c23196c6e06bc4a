//! The sections of the document, and what the file says of each.
//!
//! In: a model. Out: sections with neither rule nor note, and labels that the list of sections does not have. A label stands for
//! everything below it: 二 for 二(一).

use super::Lint;
use crate::diagnostic::Code;
use crate::message::{Advice, Message};
use crate::model::Model;
use crate::source::Span;
use std::collections::BTreeMap;

/// Finds both kinds.
pub(super) fn sections(model: &Model) -> Vec<Lint> {
    let cited = cited(model);
    let listed: BTreeMap<&str, Span> =
        model.listed_sections.iter().map(|section| (section.label.as_str(), section.span)).collect();
    let own = model.sections.iter().map(|section| (section.label.as_str(), section.span));
    let mut known = listed.clone();
    for (label, span) in own {
        known.entry(label).or_insert(span);
    }
    let mut found = Vec::new();
    for (label, span) in &known {
        if !said(&cited, label) {
            let message = Message::EmptySection { label: (*label).to_owned() };
            let mut lint = Lint::new(Code::EmptySection, *span, message, Advice::EmptySection);
            lint.section =
                model.sections.pairs().find(|(_, section)| section.label == *label).map(|(id, _)| id);
            found.push(lint);
        }
    }
    if !listed.is_empty() {
        for (label, span) in &cited {
            let within = |other: &&str| is_under(label, other) || is_under(other, label);
            if !listed.keys().any(within) {
                let message = Message::UnlistedSection { label: (*label).to_owned() };
                found.push(Lint::new(Code::UnlistedSection, *span, message, Advice::UnlistedSection));
            }
        }
    }
    found
}

/// Returns each section that a rule or a note speaks for, with the first place.
fn cited(model: &Model) -> BTreeMap<&str, Span> {
    let mut cited = BTreeMap::new();
    let rules = model.rules.iter().filter_map(|rule| Some((model.cited_section(rule)?, rule.span)));
    // A rule that cites another section speaks for the one that it stands in, too.
    let around = model.rules.iter().filter_map(|rule| {
        let section = &model.sections[rule.section?];
        Some((section.label.as_str(), section.span))
    });
    let remarks = model.remarks.iter().filter_map(|remark| Some((remark.label.as_deref()?, remark.span)));
    for (label, span) in rules.chain(remarks).chain(around) {
        cited.entry(label).or_insert(span);
    }
    cited
}

fn said(cited: &BTreeMap<&str, Span>, label: &str) -> bool {
    cited
        .range(label..)
        .take_while(|(other, _)| other.starts_with(label))
        .any(|(other, _)| is_under(other, label))
}

/// Tells whether a label is another, or lies under it.
fn is_under(label: &str, above: &str) -> bool {
    let Some(rest) = label.strip_prefix(above) else { return false };
    const DEEPER: [char; 6] = ['(', '（', '第', '.', '-', '·']; // a keyword
    rest.is_empty() || rest.starts_with(DEEPER)
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_label_lies_under_another() {
        assert!(is_under("二(一)", "二") && is_under("二(六)第二段", "二(六)") && is_under("1.2", "1"));
        assert!(!is_under("二十", "二") && !is_under("二", "二(一)") && !is_under("11", "1"));
    }
}
