//! Items of one policy → [`Model`].
//!
//! In: the tree. Out: the model, or every name that could not be resolved. All mistakes come at once, in the order
//! of the text.

mod amend;
mod amount;
mod answer;
mod expects;
mod map;
mod overrides;
mod payer;
mod region;

use super::vocabulary::{Vocabulary, duplicate, statements};
use super::{
    AMOUNT, Allowance, Effect, Expect, FurtherTerm, FurtherValue, Header, ListedSection, MatterId, Model,
    Remark, Rule, RuleId, SectionId, SectionInfo, Start, Statement, Upper,
};
use crate::arena::Arena;
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::suggest;
use crate::source::Span;
use crate::syntax::ast::{self, DateWord, Item, Name, OverrideTarget, PolicyHeader, Text};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Splits a file into its policies: each header starts one; a file without headers is one.
#[must_use]
pub fn policies(items: Vec<Item>) -> Vec<Vec<Item>> {
    let mut policies: Vec<Vec<Item>> = vec![Vec::new()];
    let mut headed = false;
    for item in items {
        if matches!(item, Item::Policy(_)) {
            if headed {
                policies.push(Vec::new());
            }
            headed = true;
        }
        if let Some(policy) = policies.last_mut() {
            policy.push(item);
        }
    }
    policies
}

/// Resolves the items of one policy; `name` is used where no header gives one.
///
/// # Errors
/// Returns every diagnostic, in the order of the text.
pub fn resolve(items: &[Item], name: &str) -> Result<Model, Vec<Diagnostic>> {
    let mut resolver = Resolver::new(items, name);
    resolver.sections(items);
    resolver.rules(items);
    resolver.starts(items);
    resolver.overrides();
    resolver.expects(items);
    resolver.finish()
}

/// The state of one resolution.
struct Resolver<'t> {
    words: Vocabulary,
    model_name: String,
    header: Header,
    span: Option<Span>,
    sections: Arena<SectionId, SectionInfo>,
    section_ids: FxHashMap<String, SectionId>,
    /// How many rules each section has so far, for their ids; the last is for rules outside of sections.
    counts: FxHashMap<Option<SectionId>, usize>,
    rules: Arena<RuleId, Rule>,
    rule_names: FxHashMap<&'t str, (RuleId, Span)>,
    targets: Vec<(RuleId, &'t OverrideTarget)>,
    /// Who pays under each rule that has a name, as written.
    named_payers: FxHashMap<&'t str, Option<&'t ast::PayerWord>>,
    /// What rules say, each once: of many rules few say something of their own.
    statements: FxHashSet<Arc<Statement>>,
    /// The tables that the rule at hand reads, by their number.
    read_tables: Vec<usize>,
    starts: Vec<Start>,
    remarks: Vec<Remark>,
    listed_sections: Vec<ListedSection>,
    allowances: Vec<Allowance>,
    expects: Vec<Expect>,
    /// What some rule means hangs on which others there are.
    woven: bool,
}

impl<'t> Resolver<'t> {
    fn new(items: &'t [Item], name: &str) -> Resolver<'t> {
        let mut resolver = Resolver {
            words: Vocabulary::new(items),
            model_name: name.to_owned(),
            header: Header::default(),
            span: None,
            sections: Arena::default(),
            section_ids: FxHashMap::default(),
            counts: FxHashMap::default(),
            rules: Arena::default(),
            rule_names: FxHashMap::default(),
            targets: Vec::new(),
            named_payers: FxHashMap::default(),
            statements: FxHashSet::default(),
            read_tables: Vec::new(),
            starts: Vec::new(),
            remarks: Vec::new(),
            listed_sections: Vec::new(),
            allowances: Vec::new(),
            expects: Vec::new(),
            woven: false,
        };
        for item in items {
            if let Item::Policy(header) = item {
                resolver.policy_header(header);
            }
        }
        resolver
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.words.diagnostics.push(diagnostic);
    }

    fn policy_header(&mut self, header: &PolicyHeader) {
        let date = |word: &Option<DateWord>| word.map(|word| word.first);
        let upper = |text: &Text| Upper { document: text.text.clone(), span: text.span };
        self.model_name.clone_from(&header.document.text);
        self.span = Some(header.document.span);
        self.header = Header {
            title: header.title.as_ref().map(|text| text.text.clone()),
            under: header.under.iter().map(upper).collect(),
            divides: header.divides.as_ref().map(|name| name.text.clone()),
            divides_span: header.divides.as_ref().map(|name| name.span),
            reconstruction: header.reconstruction.as_ref().map(|text| text.text.clone()),
            maxims_span: header.maxims.as_ref().map(|maxims| maxims.span),
            maxims: header.maxims.as_ref().map(|maxims| maxims.ranks.clone()).unwrap_or_default(),
            issued: date(&header.issued),
            published: date(&header.published),
            effective: date(&header.effective),
            until: date(&header.until),
            remainder: None,
        };
        if let Some(name) = &header.remainder {
            self.header.remainder = self.known_level(name);
        }
        if let (Some(from), Some(until)) = (&header.effective, &header.until)
            && until.first < from.first
        {
            self.report(
                dates_reversed(from.first, until.first, until.span).label(from.span, Message::LabelFirstHere),
            );
        }
    }

    // ------------------------------------------------------------ sections and rules

    fn sections(&mut self, items: &[Item]) {
        for item in items {
            if let Item::Section(section) = item {
                let label = section.label.text.clone();
                if self.section_ids.contains_key(&label) {
                    continue;
                }
                let title = section.title.as_ref().map(|title| title.text.clone());
                let id = self.sections.push(SectionInfo { label: label.clone(), title, span: section.span });
                self.section_ids.insert(label, id);
            }
        }
        self.matters_in_sections(items);
    }

    /// Notes for each declared matter the section that it stands in.
    fn matters_in_sections(&mut self, items: &[Item]) {
        let openings: FxHashMap<Span, SectionId> = items
            .iter()
            .filter_map(|item| match item {
                Item::Section(section) => Some((section.span, *self.section_ids.get(&section.label.text)?)),
                _ => None,
            })
            .collect();
        let matters = &mut self.words.matters;
        for (number, opening) in (0_u32..).zip(&self.words.matter_sections) {
            let section = opening.and_then(|opening| openings.get(&opening).copied());
            if let Some(node) = matters.nodes.get_mut(MatterId::nth(number)) {
                node.section = section;
            }
        }
    }

    fn rules(&mut self, items: &'t [Item]) {
        for (_, statement) in statements(items) {
            if let ast::Statement::Rule(rule) = statement
                && let Some(name) = &rule.name
            {
                let payer = match &rule.effect {
                    ast::Effect::Allocate(answer) | ast::Effect::Default(answer) => answer.payer.as_ref(),
                    _ => None,
                };
                self.named_payers.entry(&name.text).or_insert(payer);
            }
        }
        let rules = |(_, statement): &(_, &ast::Statement)| matches!(statement, ast::Statement::Rule(_));
        self.rules.reserve_exact(statements(items).filter(rules).count());
        for (section, statement) in statements(items) {
            if let ast::Statement::Rule(rule) = statement {
                let section = section.and_then(|section| self.section_ids.get(&section.label.text).copied());
                self.rule(rule, section);
            }
        }
    }

    /// Reads `starts` and `remark` statements.
    fn starts(&mut self, items: &[Item]) {
        for (section, statement) in statements(items) {
            match statement {
                ast::Statement::Starts(tree) => {
                    let start = Start {
                        date: tree.date.first,
                        matters: self.subject(&tree.region.subject),
                        condition: self.region(&tree.region),
                    };
                    self.starts.push(start);
                }
                ast::Statement::Remark(tree) => {
                    let matters = tree.subject.as_ref().map(|subject| self.subject(subject));
                    let label = tree.cite.as_ref().map(|cite| cite.text.as_str());
                    let label = label.or_else(|| section.map(|section| section.label.text.as_str()));
                    let cite = match label {
                        Some(label) => format!("{} {label}", self.model_name),
                        None => self.model_name.clone(),
                    };
                    self.remarks.push(Remark {
                        text: tree.text.text.clone(),
                        matters,
                        cite,
                        label: label.map(str::to_owned),
                        span: tree.span,
                    });
                }
                ast::Statement::Sections(list) => {
                    let listed = |row: &ast::ListedSection| ListedSection {
                        label: row.label.text.clone(),
                        title: row.title.as_ref().map(|title| title.text.clone()),
                        span: row.label.span,
                    };
                    self.listed_sections.extend(list.iter().map(listed));
                }
                ast::Statement::Allow(tree) => {
                    let section =
                        section.and_then(|section| self.section_ids.get(&section.label.text).copied());
                    self.allow(tree, section);
                }
                _ => {}
            }
        }
    }

    fn allow(&mut self, tree: &ast::Allow, section: Option<SectionId>) {
        let mut codes = Vec::new();
        for word in &tree.codes {
            let written = word.text.to_ascii_uppercase();
            match Code::lints().find(|code| code.as_str() == written) {
                Some(code) => codes.push(code),
                None => self.report(not_allowed(word, &written)),
            }
        }
        let matters = tree.subject.as_ref().map(|subject| self.subject(subject));
        let because = tree.because.text.clone();
        self.allowances.push(Allowance { codes, section, matters, because, span: tree.span });
    }

    fn rule(&mut self, tree: &'t ast::Rule, section: Option<SectionId>) {
        self.read_tables.clear();
        let matters = self.subject(&tree.subject);
        let condition = self.region(tree);
        let mut effect = self.effect(tree);
        if let Some(word) = &tree.amount
            && let Some(amount) = self.amount(word)
        {
            let part = (AMOUNT, FurtherTerm::Fixed(FurtherValue::Amount(amount)));
            match &mut effect {
                Effect::Allocate(says) | Effect::Default(says) => {
                    let mut paid = Statement::clone(says);
                    paid.further.push(part);
                    paid.further.sort_by_key(|(part, _)| *part);
                    *says = self.shared(paid);
                }
                _ => self.report(
                    Diagnostic::error(Code::BadAmount, word.span, Message::AmountWithoutAnswer)
                        .help(Advice::AmountClause),
                ),
            }
        }
        let mut tables = std::mem::take(&mut self.read_tables);
        tables.sort_unstable();
        tables.dedup();
        let id = self.rule_id(tree, section);
        let rule = self.rules.push(Rule {
            id,
            effect,
            matters,
            condition,
            section,
            cite: tree.cite.as_ref().map(|cite| cite.text.as_str().into()),
            quote: tree.quote.clone(),
            notes: tree.notes.iter().map(|note| note.text.clone()).collect(),
            tables: tables.into(),
            beats: Box::default(),
            span: tree.span,
        });
        if let Some(name) = &tree.name {
            match self.rule_names.get(name.text.as_str()) {
                Some((_, first)) => {
                    let first = *first;
                    self.report(duplicate(name, first));
                }
                None => {
                    self.rule_names.insert(&name.text, (rule, name.span));
                }
            }
        }
        self.targets.extend(tree.overrides.iter().map(|target| (rule, target)));
    }

    fn rule_id(&mut self, tree: &ast::Rule, section: Option<SectionId>) -> String {
        loop {
            let count = self.counts.entry(section).or_insert(0);
            *count = count.saturating_add(1);
            let id = match (&tree.name, section) {
                (Some(name), _) => return name.text.clone(),
                (None, Some(section)) => format!("{}.{count}", self.sections[section].label),
                (None, None) => format!("r{count}"),
            };
            // A rule may have been given the name that would be made here.
            if !self.named_payers.contains_key(id.as_str()) {
                return id;
            }
        }
    }

    // ------------------------------------------------------------ the end

    fn finish(mut self) -> Result<Model, Vec<Diagnostic>> {
        let mut diagnostics = std::mem::take(&mut self.words.diagnostics);
        if !diagnostics.is_empty() {
            diagnostics.sort_by_key(|d| (d.span(), d.code));
            diagnostics.dedup();
            return Err(diagnostics);
        }
        let mapped = self.rules.pairs().filter(|(_, rule)| rule.payer_rows().is_some());
        Ok(Model {
            mapped: mapped.map(|(id, _)| id).collect(),
            name: self.model_name,
            header: self.header,
            levels: self.words.levels,
            matters: self.words.matters,
            axes: self.words.axes,
            tables: self.words.tables,
            parts: self.words.parts,
            parameters: self.words.parameters,
            starts: self.starts,
            remarks: self.remarks,
            listed_sections: self.listed_sections,
            allowances: self.allowances,
            sections: self.sections,
            rules: self.rules,
            expects: self.expects,
            inferred: self.words.inferred,
            places: self.words.places,
            woven: self.woven,
            listed: self.words.listed,
            span: self.span,
        })
    }
}

/// Refuses to allow what is no lint: a conflict is acknowledged, an error is mended.
fn not_allowed(word: &Name, written: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(Code::NotAllowed, word.span, Message::NotAllowed { code: word.text.clone() });
    let known = || Code::lints().map(Code::as_str);
    match Code::ALL.iter().find(|code| code.as_str() == written) {
        Some(Code::Conflict) => diagnostic.help(Advice::Acknowledge { gap: false }),
        Some(Code::Gap) => diagnostic.help(Advice::Acknowledge { gap: true }),
        Some(_) => diagnostic.help(Advice::Lints { known: known().map(str::to_owned).collect() }),
        None => match suggest::nearest(written, known()) {
            Some(near) => diagnostic.help(Advice::DidYouMean { name: near.to_owned() }),
            None => diagnostic.help(Advice::Lints { known: known().map(str::to_owned).collect() }),
        },
    }
}

fn dates_reversed(from: Date, until: Date, span: Span) -> Diagnostic {
    let message = Message::DatesReversed { from: from.to_string(), until: until.to_string() };
    Diagnostic::error(Code::DatesReversed, span, message).help(Advice::DatesReversed)
}
