//! How much of a policy its rules speak of, and how much of its rules its expectations look at.
//!
//! In: a model and its diagram. Out: the cases of each section by status, as the check counts them, and the rules that no expectation rests
//! on. Nothing is tried out here: the counts are read off, and each expectation is asked once.

use super::check::check;
use super::evaluate;
use super::summary::Summary;
use crate::arena::Id;
use crate::diagram::{Diagram, TooLarge};
use crate::model::{Effect, Model, RuleId, SectionId};
use crate::settings::Settings;

/// What a policy covers.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The cases of each section that has any, in order; those of no section come last.
    pub sections: Vec<(Option<SectionId>, Summary)>,
    /// All cases.
    pub total: Summary,
    /// The rules that no expectation rests on, in the order of the file.
    pub unexercised: Vec<RuleId>,
    /// The rules that an expectation could rest on.
    pub rules: usize,
}

impl Summary {
    /// Returns in how many cases some clause speaks.
    #[must_use]
    pub fn covered(&self) -> u128 {
        [self.decided, self.undetermined, self.retained, self.governed]
            .into_iter()
            .fold(0, u128::saturating_add)
    }

    /// Returns what share of the cases a number of them is, in whole per cent, rounded down; of none it is all.
    #[must_use]
    pub fn percent(&self, part: u128) -> u128 {
        part.saturating_mul(100).checked_div(self.cases()).unwrap_or(100)
    }
}

/// Measures a policy.
///
/// # Errors
/// Fails when a question would need more nodes than the limit.
pub fn coverage(model: &Model, diagram: &mut Diagram) -> Result<Coverage, TooLarge> {
    let report = check(model, diagram, &Settings::default())?;
    let mut exercised = vec![false; model.rules.len()];
    for expect in &model.expects {
        diagram.tidy();
        let answer = evaluate(model, diagram, &expect.query)?;
        for rule in answer.all_rules() {
            if let Some(mark) = exercised.get_mut(rule.index()) {
                *mark = true;
            }
        }
    }
    let decides = |rule: &Effect| rule.statement().is_some() || matches!(rule, Effect::Impossible(_));
    let deciding: Vec<RuleId> =
        model.rules.pairs().filter(|(_, rule)| decides(&rule.effect)).map(|(id, _)| id).collect();
    let rules = deciding.len();
    let idle = |id: &RuleId| !exercised.get(id.index()).copied().unwrap_or(false);
    Ok(Coverage {
        sections: report.sections,
        total: report.summary,
        unexercised: deciding.into_iter().filter(idle).collect(),
        rules,
    })
}

/// The section of each matter, and its place among the counts.
pub(super) struct Sections {
    /// For each leaf the number of its section; the last number is for those of none.
    of_leaf: Vec<usize>,
    counts: Vec<Summary>,
}

impl Sections {
    pub(super) fn new(model: &Model) -> Sections {
        let none = model.sections.len();
        let leaves = (model.matters.leaf_count() as usize).saturating_add(1);
        let mut of_leaf = vec![none; leaves];
        for (number, slot) in (0_u32..).zip(of_leaf.iter_mut()) {
            let matter = model.matters.leaf(number).map(|leaf| &model.matters.nodes[leaf.matter]);
            if let Some(section) = matter.and_then(|matter| matter.section) {
                *slot = section.index();
            }
        }
        let mut sections = Sections { of_leaf, counts: vec![Summary::default(); none.saturating_add(1)] };
        sections.by_rules(model, none);
        sections
    }

    /// A matter that no section declares belongs to that of the first rule about it alone, or about few.
    fn by_rules(&mut self, model: &Model, none: usize) {
        const FEW: u32 = 64;
        if !self.of_leaf.contains(&none) {
            return;
        }
        let own =
            model.rules.iter().filter(|rule| rule.effect.statement().is_some() && rule.matters.len() <= FEW);
        for rule in own {
            let Some(section) = rule.section else { continue };
            for leaf in rule.matters.iter() {
                if let Some(slot) = self.of_leaf.get_mut(leaf as usize).filter(|slot| **slot == none) {
                    *slot = section.index();
                }
            }
        }
    }

    /// Calls a function for each stretch of matters of one section, with how many they are.
    pub(super) fn add(&mut self, start: u32, end: u32, add: &dyn Fn(&mut Summary, u128)) {
        let Some(here) = self.of_leaf.get(start as usize..end as usize) else { return };
        for stretch in here.chunk_by(|a, b| a == b) {
            let slot = stretch.first().and_then(|&section| self.counts.get_mut(section));
            if let Some(slot) = slot {
                add(slot, u128::try_from(stretch.len()).unwrap_or(u128::MAX));
            }
        }
    }

    /// Returns the sections that have cases.
    pub(super) fn counted(self) -> Vec<(Option<SectionId>, Summary)> {
        let last = self.counts.len().saturating_sub(1);
        let section = |number: usize| (number < last).then(|| SectionId::from_index(number));
        let counts = self.counts.into_iter().enumerate();
        counts
            .filter(|(_, counts)| counts.cases() > 0 || counts.impossible > 0)
            .map(|(number, counts)| (section(number), counts))
            .collect()
    }
}
