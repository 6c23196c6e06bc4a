//! What a policy means, by enumeration: every cell, every rule, each sentence of `docs/language.md` taken literally.
//!
//! It shares no code with the program. A cell gives every axis a value: 0 is the matter (the last one stands for any
//! other matter), 1 the level, further ones the facts in the order of their declaration.

use crate::policy::{Class, Condition, Kind, Payer, Policy, Region, Rule, Says, Subject, Target, values_of};
use std::collections::{BTreeMap, BTreeSet};

pub type Cell = Vec<usize>;
/// For each axis the values that are possible as far as is known.
pub type Sets = Vec<Vec<usize>>;

pub struct Oracle<'a> {
    pub policy: &'a Policy,
    pub matters: Vec<Matter>,
    /// All values of each axis.
    pub domain: Sets,
    /// `beats[a][b]`: rule a is an exception to rule b.
    beats: Vec<Vec<bool>>,
    /// Whether any rule of the policy states a class, and a payer.
    stated: [bool; 2],
    /// Rules that are left out.
    pub removed: BTreeSet<usize>,
}

/// One value of the matter's axis.
pub struct Matter {
    /// How a query names it.
    pub text: String,
    /// The nodes over it, its own included; none for any other matter.
    pub within: Vec<usize>,
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// No rule of the policy ever states it.
    Unused,
    Missing,
    Value(String),
    Clash(BTreeSet<String>),
}

/// Statuses in the order in which the first holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Impossible,
    Conflict,
    Gap,
    Retained,
    Governed,
    Undetermined,
    Decided,
}

/// Two cells are answered alike if these are equal.
pub type Key = (Status, Part, Part);

#[derive(Debug, Clone)]
pub struct Verdict {
    pub key: Key,
    /// The class and the payer, whatever tells answers apart.
    pub parts: [Part; 2],
    /// The rules that state an unbeaten value in some part.
    pub winners: BTreeSet<usize>,
    /// Those of them that state a part on which rules disagree.
    pub candidates: BTreeSet<usize>,
    /// The rules that state the class unbeaten, and the payer.
    pub stating: [BTreeSet<usize>; 2],
}

#[derive(Debug, PartialEq)]
pub enum Expected {
    Same(Key),
    /// The axes to be asked for.
    Needs(Vec<usize>),
}

impl<'a> Oracle<'a> {
    pub fn new(policy: &'a Policy) -> Self {
        let matters = matters(policy);
        let mut domain = vec![(0..matters.len()).collect()];
        domain.extend((0..=policy.facts.len()).map(|axis| values_of(policy, axis)));
        let says = || policy.rules.iter().filter_map(|rule| rule.says());
        let stated = [says().any(Says::has_class), says().any(Says::has_payer)];
        Oracle { policy, matters, domain, beats: beats(policy), stated, removed: BTreeSet::new() }
    }

    // ------------------------------------------------------------ one cell

    fn covers(&self, region: &Region, cell: &Cell) -> bool {
        let within = &self.matters[cell[0]].within;
        let matter = match &region.subject {
            None => true,
            Some(Subject::Every) => !within.is_empty(),
            Some(Subject::AnyOther) => within.is_empty(),
            Some(Subject::Nodes(nodes)) => nodes.iter().any(|node| within.contains(node)),
        };
        let level = region.levels.is_empty() || region.levels.contains(&cell[1]);
        matter && level && region.when.as_ref().is_none_or(|when| holds(when, cell))
    }

    /// Says whether a rule's own matter, level and condition hold.
    pub fn applies(&self, rule: usize, cell: &Cell) -> bool {
        !self.removed.contains(&rule) && self.covers(&self.policy.rules[rule].region, cell)
    }

    fn applying(&self, cell: &Cell, kind: fn(&Kind) -> bool) -> Vec<usize> {
        let rules = 0..self.policy.rules.len();
        rules.filter(|&rule| kind(&self.policy.rules[rule].kind) && self.applies(rule, cell)).collect()
    }

    pub fn is_impossible(&self, cell: &Cell) -> bool {
        !self.applying(cell, |kind| matches!(kind, Kind::Impossible)).is_empty()
    }

    pub fn verdict(&self, cell: &Cell) -> Verdict {
        if self.is_impossible(cell) {
            let key = (Status::Impossible, Part::Unused, Part::Unused);
            let parts = [Part::Unused, Part::Unused];
            let [winners, candidates] = [BTreeSet::new(), BTreeSet::new()];
            return Verdict { key, parts, winners, candidates, stating: Default::default() };
        }
        let mut rules = self.applying(cell, |kind| matches!(kind, Kind::Allocate(_) | Kind::Residual(_)));
        if rules.is_empty() {
            rules = self.applying(cell, |kind| matches!(kind, Kind::Default(_)));
        }
        let classes = self.unbeaten(&rules, |says| self.class(says, cell));
        let class = self.combine(&classes, 0);
        let payers = self.unbeaten(&rules, |says| self.payer(says, &class, cell));
        let payer = self.combine(&payers, 1);
        let parts = [class.clone(), payer.clone()];
        let stating = [classes, payers].map(|stating| stating.iter().map(|(rule, _)| *rule).collect());
        let clashing = parts.iter().zip(&stating).filter(|(part, _)| matches!(part, Part::Clash(_)));
        let candidates = clashing.flat_map(|(_, stating): (_, &BTreeSet<usize>)| stating).copied().collect();
        let winners = stating.iter().flatten().copied().collect();
        Verdict { key: key(class, payer), parts, winners, candidates, stating }
    }

    /// Returns the rules on which the class rests, or the payer, or all of the answer.
    pub fn deciding(&self, cell: &Cell, part: Option<usize>) -> BTreeSet<usize> {
        if self.is_impossible(cell) {
            return self.applying(cell, |kind| matches!(kind, Kind::Impossible)).into_iter().collect();
        }
        let verdict = self.verdict(cell);
        match part {
            Some(part) => verdict.stating[part].clone(),
            None if verdict.candidates.is_empty() => verdict.winners,
            None => verdict.candidates,
        }
    }

    /// Returns the rules that state a part, without those to which one of the others is an exception.
    fn unbeaten(&self, rules: &[usize], value: impl Fn(&Says) -> Option<String>) -> Vec<(usize, String)> {
        let state = |&rule: &usize| Some((rule, value(self.policy.rules[rule].says()?)?));
        let stating: Vec<_> = rules.iter().filter_map(state).collect();
        let beaten = |rule: usize| stating.iter().any(|(other, _)| self.beats[*other][rule]);
        stating.iter().filter(|(rule, _)| !beaten(*rule)).cloned().collect()
    }

    fn combine(&self, values: &[(usize, String)], part: usize) -> Part {
        let mut values: BTreeSet<String> = values.iter().map(|(_, value)| value.clone()).collect();
        if values.iter().any(|value| value.starts_with("shared among")) {
            // Alone it does not say among whom.
            values.remove("shared");
        }
        match values.len() {
            0 if self.stated[part] => Part::Missing,
            0 => Part::Unused,
            1 => Part::Value(values.into_iter().collect()),
            _ => Part::Clash(values),
        }
    }

    fn role(&self, fact: usize, cell: &Cell) -> String {
        let role = self.policy.facts[fact].role.as_ref().expect("a role");
        self.policy.level(role[cell[2 + fact]]).to_owned()
    }

    fn class(&self, says: &Says, cell: &Cell) -> Option<String> {
        Some(match says.class.as_ref()? {
            Class::Level(level) => self.policy.level(*level).to_owned(),
            Class::Shared => "shared".to_owned(),
            Class::Among(among) => {
                let among: Vec<_> = among.iter().map(|&level| self.policy.level(level)).collect();
                format!("shared among {}", among.join(","))
            }
            Class::Role(fact) => self.role(*fact, cell),
            Class::Same => self.policy.level(cell[1]).to_owned(),
            Class::Undetermined => "undetermined".to_owned(),
            Class::Retained(Ok(level)) => format!("retained {}", self.policy.level(*level)),
            Class::Retained(Err(who)) => format!("retained {who}"),
            Class::Governed(document) => format!("governed {document}"),
        })
    }

    fn payer(&self, says: &Says, combined: &Part, cell: &Cell) -> Option<String> {
        let own = self.class(says, cell);
        Some(match says.payer.as_ref() {
            None if says.has_payer() => own?,
            None => return None,
            Some(Payer::Level(level)) => self.policy.level(*level).to_owned(),
            Some(Payer::Same) => self.policy.level(cell[1]).to_owned(),
            Some(Payer::Owner) => {
                let class = own.map_or(combined.clone(), Part::Value);
                let Part::Value(class) = class else { return None };
                let single = (0..self.policy.levels).any(|level| self.policy.level(level) == class);
                return single.then_some(class);
            }
            Some(Payer::Role(fact)) => self.role(*fact, cell),
            Some(Payer::Unstated) => "unstated".to_owned(),
            Some(Payer::Elsewhere(None)) => "elsewhere".to_owned(),
            Some(Payer::Elsewhere(Some(document))) => format!("elsewhere {document}"),
            Some(Payer::Undetermined) => "undetermined".to_owned(),
        })
    }

    // ------------------------------------------------------------ many cells

    pub fn cells(sets: &[Vec<usize>]) -> Vec<Cell> {
        sets.iter().fold(vec![Vec::new()], |cells, set| {
            cells
                .iter()
                .flat_map(|cell| set.iter().map(|&value| [cell.as_slice(), &[value]].concat()))
                .collect()
        })
    }

    /// Returns every cell of one matter.
    pub fn cells_of(&self, matter: usize) -> Vec<Cell> {
        let mut sets = self.domain.clone();
        sets[0] = vec![matter];
        Self::cells(&sets)
    }

    /// Returns the matters that `check` looks at: any other matter only if some rule speaks of it.
    pub fn checked(&self) -> Vec<usize> {
        let last = self.matters.len() - 1;
        let cells = self.cells_of(last);
        let states = |rule: &usize| self.policy.rules[*rule].says().is_some();
        let mut rules = (0..self.policy.rules.len()).filter(states);
        let spoken_of = rules.any(|rule| cells.iter().any(|cell| self.applies(rule, cell)));
        (0..last + usize::from(spoken_of)).collect()
    }

    /// Returns the possible completions of a query with their answers.
    pub fn completions(&self, sets: &[Vec<usize>]) -> BTreeMap<Cell, Key> {
        let cells = Self::cells(sets).into_iter().map(|cell| (self.verdict(&cell).key, cell));
        cells.filter(|(key, _)| key.0 != Status::Impossible).map(|(key, cell)| (cell, key)).collect()
    }

    pub fn ask(&self, sets: &[Vec<usize>]) -> Expected {
        let possible = self.completions(sets);
        let keys: BTreeSet<&Key> = possible.values().collect();
        match keys.len() {
            0 => Expected::Same((Status::Impossible, Part::Unused, Part::Unused)),
            1 => Expected::Same((*keys.first().expect("one")).clone()),
            _ => Expected::Needs(needs(&possible, sets)),
        }
    }

    /// Returns the axes, other than the matter, on which the answer for one matter depends.
    pub fn dependencies(&self, matter: usize) -> Vec<usize> {
        let verdicts = self.cells_of(matter).into_iter().map(|cell| (self.verdict(&cell).key, cell));
        let verdicts: BTreeMap<Cell, Key> = verdicts.map(|(key, cell)| (cell, key)).collect();
        (1..self.domain.len()).filter(|&axis| matters_in(&verdicts, axis)).collect()
    }
}

impl Rule {
    /// Returns what a rule states; a declaration states nothing.
    pub fn says(&self) -> Option<&Says> {
        match &self.kind {
            Kind::Allocate(says) | Kind::Default(says) | Kind::Residual(says) => Some(says),
            Kind::Impossible | Kind::Acknowledge { .. } => None,
        }
    }
}

impl Says {
    fn has_class(&self) -> bool {
        self.class.is_some()
    }

    /// Three classes speak of the whole answer.
    fn has_payer(&self) -> bool {
        let whole = matches!(self.class, Some(Class::Undetermined | Class::Retained(_) | Class::Governed(_)));
        whole || self.payer.is_some()
    }
}

// ---------------------------------------------------------------- preparation

fn matters(policy: &Policy) -> Vec<Matter> {
    let mut matters = Vec::new();
    for node in 0..policy.nodes.len() {
        let within: Vec<usize> =
            std::iter::successors(Some(node), |&node| policy.nodes[node].parent).collect();
        let name = &policy.nodes[node].name;
        if policy.is_leaf(node) {
            matters.push(Matter { text: name.clone(), within });
        } else if policy.nodes[node].open {
            matters.push(Matter { text: format!("elsewhere in {name}"), within });
        }
    }
    matters.push(Matter { text: "any other matter".to_owned(), within: Vec::new() });
    matters
}

/// Says which rule is an exception to which, directly or through others.
fn beats(policy: &Policy) -> Vec<Vec<bool>> {
    let count = policy.rules.len();
    let direct =
        |a: usize, b: usize| policy.rules[a].overrides.iter().any(|target| reaches(policy, target, b));
    let mut beats: Vec<Vec<bool>> = (0..count).map(|a| (0..count).map(|b| direct(a, b)).collect()).collect();
    for through in 0..count {
        for a in 0..count {
            for b in 0..count {
                beats[a][b] |= beats[a][through] && beats[through][b];
            }
        }
    }
    beats
}

/// A rule covers a group if it covers a matter in it.
fn reaches(policy: &Policy, target: &Target, rule: usize) -> bool {
    let (number, rule) = (rule, &policy.rules[rule]);
    let plain = rule.overrides.is_empty() && rule.says().is_some();
    let covers = |matter: &Matter| match &rule.region.subject {
        Some(Subject::Every) => true,
        Some(Subject::Nodes(nodes)) => nodes.iter().any(|node| matter.within.contains(node)),
        Some(Subject::AnyOther) | None => false,
    };
    match target {
        Target::Rule(named) => *named == number,
        Target::Section(section) => plain && rule.section == Some(*section),
        Target::Node(node) => {
            plain && matters(policy).iter().any(|matter| matter.within.contains(node) && covers(matter))
        }
    }
}

fn holds(condition: &Condition, cell: &Cell) -> bool {
    match condition {
        Condition::Test { axis, values, negated } => values.contains(&cell[1 + axis]) != *negated,
        Condition::And(parts) => parts.iter().all(|part| holds(part, cell)),
        Condition::Or(parts) => parts.iter().any(|part| holds(part, cell)),
        Condition::Not(inner) => !holds(inner, cell),
    }
}

// ---------------------------------------------------------------- telling answers apart

/// Two conflicts are alike when the same values clash in the same parts, whatever else is stated.
fn key(class: Part, payer: Part) -> Key {
    let parts = [&class, &payer];
    let starts =
        |word: &str| parts.iter().any(|part| matches!(part, Part::Value(value) if value.starts_with(word)));
    let only_clash = |part: &Part| if matches!(part, Part::Clash(_)) { part.clone() } else { Part::Unused };
    if parts.iter().any(|part| matches!(part, Part::Clash(_))) {
        return (Status::Conflict, only_clash(&class), only_clash(&payer));
    }
    // Where the whole policy states nothing, no rule answers either.
    let status = if parts.contains(&&Part::Missing) || parts == [&Part::Unused; 2] {
        Status::Gap
    } else if starts("retained") {
        Status::Retained
    } else if starts("governed") {
        Status::Governed
    } else if starts("undetermined") {
        Status::Undetermined
    } else {
        Status::Decided
    };
    (status, class, payer)
}

/// Says whether two cells that differ only in one axis have different answers.
fn matters_in(answers: &BTreeMap<Cell, Key>, axis: usize) -> bool {
    let others: Vec<usize> =
        (0..answers.keys().next().map_or(0, Vec::len)).filter(|&other| other != axis).collect();
    !suffice(answers, &others)
}

/// Says whether cells that agree on some axes are answered alike.
fn suffice(answers: &BTreeMap<Cell, Key>, axes: &[usize]) -> bool {
    let mut seen: BTreeMap<Cell, &Key> = BTreeMap::new();
    let project = |cell: &Cell| axes.iter().map(|&axis| cell[axis]).collect::<Cell>();
    answers.iter().all(|(cell, key)| *seen.entry(project(cell)).or_insert(key) == key)
}

fn needs(possible: &BTreeMap<Cell, Key>, sets: &[Vec<usize>]) -> Vec<usize> {
    let mut needs: Vec<usize> = (0..sets.len()).filter(|&axis| matters_in(possible, axis)).collect();
    if suffice(possible, &needs) {
        return needs;
    }
    let mattering = needs;
    needs = (0..sets.len()).collect();
    for axis in (0..sets.len()).rev().filter(|axis| !mattering.contains(axis)) {
        let fewer: Vec<usize> = needs.iter().copied().filter(|&other| other != axis).collect();
        if suffice(possible, &fewer) {
            needs = fewer;
        }
    }
    needs
}
