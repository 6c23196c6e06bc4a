//! Two policies beside each other: how they differ, and how one conforms to the other.
//!
//! In: what the analysis found. Out: lines of text, and the same as Markdown.

use super::text::rule_line;
use super::words;
use crate::analysis::{Change, Conformity, Difference, Fate, Fault, Said, effect, fault, value_names};
use crate::diagram::Part;
use crate::message::{Between, Lang, Message, Word};
use crate::model::{AMOUNT, AxisId, Interval, MATTER, Model, RuleId, Unit, ValueSet, days};
use crate::source::Sources;
use crate::syntax::QueryWords;

/// How many rules of either side are listed for one change.
const MOST_RULES: usize = 100;

/// Two policies, and how to put them into words.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The old, or the upper one.
    pub old: &'a Model,
    /// The new, or the lower one.
    pub new: &'a Model,
    /// The texts of both.
    pub sources: &'a Sources,
    /// The reader's language.
    pub lang: Lang,
}

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Indented lines.
    Plain,
    /// Markdown.
    Markdown,
}

impl Setting {
    fn title(self, text: &str) -> String {
        match self {
            Setting::Plain => text.to_owned(),
            Setting::Markdown => format!("# {}\n", escaped(text)),
        }
    }

    fn head(self, text: &str) -> String {
        match self {
            Setting::Plain => text.to_owned(),
            Setting::Markdown => format!("- **{}**", escaped(text)),
        }
    }

    fn item(self, text: &str) -> String {
        match self {
            Setting::Plain => format!("  {text}"),
            Setting::Markdown => format!("  - {}", escaped(text)),
        }
    }
}

/// Keeps signs from being taken for Markdown.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, c| {
        if matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '`' | '#' | '|' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}

/// Returns how two policies differ, line by line; `amount` is what is to be paid, in fen.
#[must_use]
pub fn difference_lines(
    pair: Pair<'_>,
    found: &Difference,
    amount: Option<i64>,
    set: Setting,
) -> Vec<String> {
    let Pair { old, new, lang, .. } = pair;
    let (from, to) = (shown_name(pair, old), shown_name(pair, new));
    let title = Word::FromTo { from: from.clone(), to: to.clone() }.text(lang);
    let mut lines = vec![set.title(&title)];
    if let Some((before, after)) = found.in_force {
        let (from, to) = (period(before, lang), period(after, lang));
        lines.push(set.head(&Between::InForceDiffers { from, to }.text(lang)));
    }
    for change in &found.changes {
        let head = from_to(&found.words, change, lang);
        lines.push(set.head(&head));
        let sides = [Word::Before, Word::After];
        let told = change_lines(pair, &found.words, change, amount, sides);
        lines.extend(told.iter().map(|line| set.item(line)));
    }
    if !found.only_old.is_empty() {
        let matters = matter_names(&found.words, &found.only_old, lang);
        lines.push(set.head(&Between::NoLongerListed { matters }.text(lang)));
    }
    if !found.only_new.is_empty() {
        let matters = matter_names(&found.words, &found.only_new, lang);
        lines.push(set.head(&Between::NewlyListed { matters }.text(lang)));
    }
    for (from, to) in &found.renamed {
        lines.push(set.head(&Between::Renamed { from: from.clone(), to: to.clone() }.text(lang)));
    }
    for (axes, policy) in [(&found.facts_only_old, &from), (&found.facts_only_new, &to)] {
        if !axes.is_empty() {
            let facts =
                axes.iter().map(|&axis: &AxisId| words::fact_word(&found.words, axis, lang)).collect();
            lines.push(set.head(&Between::FactsOnlyIn { policy: policy.clone(), facts }.text(lang)));
        }
    }
    lines.extend(of_part(pair, found, amount).map(|note| note.text(lang)));
    lines.push(if !found.is_different() {
        Between::NoDifference { old: from, new: to }.text(lang)
    } else {
        let counts = Between::DifferenceCounts {
            changes: found.changes.len(),
            removed: found.only_old.len(),
            added: found.only_new.len(),
            renamed: found.renamed.len(),
        };
        counts.text(lang)
    });
    lines
}

/// Returns the documents that stand above either of two policies.
fn above(pair: Pair<'_>) -> Vec<String> {
    let mut above: Vec<String> = Vec::new();
    for named in pair.old.header.under.iter().chain(&pair.new.header.under) {
        if !above.contains(&named.document) {
            above.push(named.document.clone());
        }
    }
    above
}

/// Says of amounts that are shown that they may be of a part of the whole only.
pub(super) fn of_part(pair: Pair<'_>, found: &Difference, amount: Option<i64>) -> Option<Between> {
    let documents = above(pair);
    let is_shown = |total| {
        found.changes.iter().any(|change| effect(pair.old, pair.new, &found.words, change, total).is_some())
    };
    (!documents.is_empty() && amount.is_some_and(is_shown)).then_some(Between::AmountsOfPart { documents })
}

/// Returns how the lower of two policies conforms to the upper, line by line.
#[must_use]
pub fn conformity_lines(pair: Pair<'_>, found: &Conformity) -> Vec<String> {
    let Pair { old: upper, new: lower, lang, .. } = pair;
    let set = Setting::Plain;
    let mut lines =
        vec![Between::ConformsTo { lower: lower.name.clone(), upper: upper.name.clone() }.text(lang)];
    let mut head = |message: Between| lines.push(set.item(&message.text(lang)));
    let divided: Vec<String> =
        found.divided.iter().map(|&level| words::level_word(&found.words, level, lang)).collect();
    head(Between::Divides { levels: divided });
    if let Some(because) = &upper.header.reconstruction {
        head(Between::AgainstReconstruction { name: upper.name.clone(), because: because.clone() });
    }
    let named: Vec<String> = lower.header.under.iter().map(|named| named.document.clone()).collect();
    if !named.is_empty() && !named.contains(&upper.name) {
        head(Between::OtherParent { lower: lower.name.clone(), under: named });
    }
    for line in section_lines(pair, found) {
        lines.push(set.item(&line));
    }
    for days in &found.orphaned {
        let message = Between::Orphaned {
            lower: lower.name.clone(),
            upper: upper.name.clone(),
            days: period(*days, lang),
        };
        lines.push(message.text(lang));
    }
    for matter in &found.matters {
        let name = above_name(upper, matter, lang);
        let section = section(upper, matter.section);
        if matter.missing {
            let near = crate::model::nearest(&matter.name, lower.matters.names()).map(str::to_owned);
            lines.push(Between::NotAllocated { name, section, near }.text(lang));
        } else if matter.is_twice() {
            lines.push(Between::AllocatedTwice { name, section, below: matter.below.clone() }.text(lang));
        }
    }
    for change in &found.contradictions {
        let said = from_to(&found.words, change, lang);
        lines.push(match fault(&change.to) {
            Fault::Contradicted => Between::Contradicted { said }.text(lang),
            Fault::NotAllocated => Between::AllocatedInPart { said }.text(lang),
        });
        let sides = [Word::AboveSays, Word::HereSays];
        let told = change_lines(pair, &found.words, change, None, sides);
        lines.extend(told.iter().map(|line| set.item(line)));
    }
    for change in &found.unclear {
        let said = from_to(&found.words, change, lang);
        lines.push(Between::MayContradict { said }.text(lang));
        let told = change_lines(pair, &found.words, change, None, [Word::AboveSays, Word::HereSays]);
        lines.extend(told.iter().map(|line| set.item(line)));
        let why = Between::DividedOtherwise { upper: upper.name.clone(), lower: lower.name.clone() };
        lines.push(set.item(&why.text(lang)));
    }
    for matter in found.matters.iter().filter(|matter| matter.renamed) {
        for to in matter.below.iter().filter(|to| **to != matter.name) {
            lines.push(Between::Renamed { from: matter.name.clone(), to: to.clone() }.text(lang));
        }
    }
    if !found.added.is_empty() {
        let matters = matter_names(&found.words, &found.added, lang);
        lines.push(Between::AddedBelow { matters }.text(lang));
    }
    let kept: Vec<String> = found
        .matters
        .iter()
        .filter(|matter| matter.fate == Fate::Kept && !matter.contradicted)
        .map(|matter| above_name(upper, matter, lang))
        .collect();
    if !kept.is_empty() {
        lines.push(Between::KeptAbove { matters: kept }.text(lang));
    }
    let counts = counts(found);
    lines.push(counts.text(lang));
    lines
}

/// Returns what a matter of the upper policy is called, as it is asked about: a component with its matter.
pub(super) fn above_name(upper: &Model, matter: &crate::analysis::Above, lang: Lang) -> String {
    let (words, name) = (QueryWords::of(lang), &matter.name);
    let rest = upper.matters.leaf(matter.number).is_some_and(|leaf| leaf.elsewhere);
    match upper.matters.whole_of(matter.number) {
        _ if rest => format!("{} {name}", words.elsewhere),
        Some(whole) => format!("{} {} {name}", upper.matters.nodes[whole].name, words.component),
        None => name.clone(),
    }
}

fn counts(found: &Conformity) -> Between {
    let count = |test: &dyn Fn(&crate::analysis::Above) -> bool| {
        found.matters.iter().filter(|matter| test(matter)).count()
    };
    Between::ConformityCounts {
        left: count(&|matter| matter.fate == Fate::Left),
        allocated: count(&|matter| matter.is_allocated()),
        missing: count(&|matter| matter.missing || matter.partly),
        twice: count(&|matter| matter.is_twice()),
        contradicted: count(&|matter| matter.contradicted),
        unclear: count(&|matter| matter.unclear),
        kept: count(&|matter| matter.fate == Fate::Kept),
        open: count(&|matter| matter.fate == Fate::Open),
        renamed: count(&|matter| matter.renamed),
        added: found.added.len(),
        of_rest: found.of_rest,
        orphaned: !found.orphaned.is_empty(),
        holds: found.holds(),
    }
}

/// Returns the counts of each section of the upper policy.
fn section_lines(pair: Pair<'_>, found: &Conformity) -> Vec<String> {
    let counts = found.sections();
    let line = |counts: &crate::analysis::SectionCounts| {
        let message = Between::SectionCounts {
            section: section(pair.old, counts.section).unwrap_or_default(),
            matters: counts.matters,
            left: counts.left,
            allocated: counts.allocated,
            kept: counts.kept,
            findings: counts.findings,
        };
        message.text(pair.lang)
    };
    counts.iter().map(line).collect()
}

/// Returns a section's label and title.
pub(super) fn section(model: &Model, id: Option<crate::model::SectionId>) -> Option<String> {
    let section = &model.sections[id?];
    Some(match &section.title {
        Some(title) => format!("{} {title}", section.label),
        None => section.label.clone(),
    })
}

/// Returns from what to what something changes.
fn from_to(model: &Model, change: &Change, lang: Lang) -> String {
    Word::FromTo { from: said(model, &change.from, lang), to: said(model, &change.to, lang) }.text(lang)
}

/// Returns what one side says.
pub(super) fn said(model: &Model, side: &Said, lang: Lang) -> String {
    let silent = vec![Part::Unasked; model.parts.len()];
    let text = match side {
        Said::Impossible => Word::Impossible.text(lang),
        Said::NotInForce => Word::NotInForce.text(lang),
        Said::Nothing => String::new(),
        Said::Whole(cell) => words::parts(model, &cell.class, &cell.payer, &cell.further, lang),
        Said::Class(class) => words::parts(model, class, &Part::Unasked, &silent, lang),
        Said::Payer(payer) => words::parts(model, &Part::Unasked, payer, &silent, lang),
        // What is paid has a line of its own in an answer; here it is what changed.
        Said::Further(AMOUNT, Part::Value(value)) => words::further_word(model, AMOUNT, value, lang),
        Said::Further(part, value) => {
            let mut further = silent;
            let at = model.parts.ids().position(|id| id == *part);
            if let Some(slot) = at.and_then(|at| further.get_mut(at)) {
                *slot = value.clone();
            }
            words::parts(model, &Part::Unasked, &Part::Unasked, &further, lang)
        }
    };
    if !text.is_empty() {
        return text;
    }
    let nothing = match side {
        Said::Class(_) => Word::NoClass,
        Said::Payer(_) => Word::NoPayer,
        Said::Further(part, _) => Word::NoFurther { part: words::part_word(model, *part, lang) },
        Said::Impossible | Said::NotInForce | Said::Nothing | Said::Whole(_) => Word::SaysNothing,
    };
    nothing.text(lang)
}

/// Returns where a change shows, what it does to money, and the rules of both sides.
fn change_lines(
    pair: Pair<'_>,
    words: &Model,
    change: &Change,
    amount: Option<i64>,
    [before, after]: [Word; 2],
) -> Vec<String> {
    let lang = pair.lang;
    let mut lines: Vec<String> = change.places.iter().flat_map(|place| place.lines(words, lang)).collect();
    if change.more > 0 {
        lines.push(Between::AlsoInMatters { more: change.more }.text(lang));
    }
    if lines.len() > 1 {
        let query = change.witness.text(words, lang);
        lines.push(Message::Witness { query }.text(lang));
    }
    if let Some(total) = amount
        && let Some(effect) = effect(pair.old, pair.new, words, change, total)
    {
        let part = |&(level, before, after): &_| {
            let level = words::level_word(words, level, lang);
            format!("{level} {} → {}", Unit::Fen.write(before), Unit::Fen.write(after))
        };
        let parts = effect.iter().map(part).collect();
        lines.push(
            Between::Effect { total: Unit::Fen.write(total), part: !above(pair).is_empty(), parts }
                .text(lang),
        );
    }
    for (side, model, rules) in [(before, pair.old, &change.old_rules), (after, pair.new, &change.new_rules)]
    {
        let line = |right: String| Word::Colon { left: side.text(lang), right }.text(lang);
        let (listed, more) = listed(rules);
        lines.extend(listed.iter().map(|&rule| line(rule_line(model, pair.sources, rule))));
        if more > 0 {
            lines.push(line(Between::MoreRules { more }.text(lang)));
        }
    }
    lines
}

/// Returns the rules of one side that are listed, and how many more there are.
pub(super) fn listed(rules: &[RuleId]) -> (&[RuleId], usize) {
    let listed = rules.get(..MOST_RULES).unwrap_or(rules);
    (listed, rules.len().saturating_sub(listed.len()))
}

/// Returns what a policy is called beside the other: where both have one number, with its file.
fn shown_name(pair: Pair<'_>, model: &Model) -> String {
    let file = model.span.map(|span| pair.sources.locate(span).0).filter(|_| pair.old.name == pair.new.name);
    file.map_or_else(|| model.name.clone(), |file| format!("{} ({file})", model.name))
}

pub(super) fn matter_names(model: &Model, leaves: &[u32], lang: Lang) -> Vec<String> {
    let name = |&leaf: &u32| value_names(model, MATTER, &ValueSet::single(leaf), &[], lang).concat();
    leaves.iter().map(name).collect()
}

/// Returns the days of an interval.
pub(super) fn period(interval: Interval, lang: Lang) -> String {
    super::text::period(days(interval), lang).unwrap_or_else(|| Word::Always.text(lang))
}
