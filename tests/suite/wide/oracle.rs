//! What a wide policy means, by enumeration: every cell, every rule, each sentence of `docs/language.md` taken literally.
//!
//! In: a policy, and where the questions to it cut the axes. Out: the verdict of each cell, the answer to a query. It
//! shares no code with the program. A cell gives every axis a value: 0 is the matter, 1 the level, then the facts in the
//! order of their declaration, and last the day asked about. An axis without a list of values has one representative
//! for each stretch between two bounds that anything mentions.

use super::policy::{
    Class, Condition, Effect, Manner, Payee, Payer, Policy, Region, Says, Set, Subject, Transfer, WHOLE,
};
use super::words::Leaf;
use std::collections::{BTreeMap, BTreeSet};

pub type Cell = Vec<i64>;

pub struct Oracle<'a> {
    pub policy: &'a Policy,
    pub matters: Vec<Leaf>,
    /// Where the policy cuts each axis.
    cuts: Vec<BTreeSet<i64>>,
    /// For each axis that is a role, the level of each value.
    roles: Vec<Vec<usize>>,
    /// `beats[a][b]`: rule a is an exception to rule b.
    beats: Vec<Vec<bool>>,
    /// Whether any rule of the policy states a class, a payer, a transfer.
    pub stated: [bool; 3],
    /// The matters of which some rule states the further part.
    asked: Vec<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Level(usize),
    /// Empty: it does not say among whom.
    Shared(Vec<usize>),
    /// What the levels pay, in their order; together it is the whole.
    Split(Vec<(usize, i64)>),
    /// Shares of what the first one leaves over.
    Rest(usize, Vec<(usize, i64)>),
    Main(usize, Vec<usize>),
    Unstated(Vec<usize>),
    Elsewhere(Option<&'static str>),
    Undetermined,
    Retained(String),
    Governed(Manner, Option<&'static str>),
    Transfer(Transfer),
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Nobody asks for it.
    Unused,
    Missing,
    Value(Value),
    Clash(BTreeSet<Value>),
}

/// Statuses in the order in which the first holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    NotInForce,
    Impossible,
    Conflict,
    Gap,
    Retained,
    Governed,
    Undetermined,
    Decided,
}

/// Class, payer, transfer and the further part. Two cells are answered alike if these are equal.
pub type Key = (Status, [Part; 4]);

/// What is known of some axes; an axis may be named twice, and then both hold.
pub type Known = Vec<(usize, Set)>;

pub const NOTHING: [Part; 4] = [Part::Unused, Part::Unused, Part::Unused, Part::Unused];

impl<'a> Oracle<'a> {
    pub fn new(policy: &'a Policy) -> Self {
        let axes = policy.date() + 1;
        let matters = policy.matters();
        let says = || policy.rules.iter().filter_map(|rule| rule.says());
        let stated = [
            says().any(|says| says.class.is_some()),
            says().any(has_payer),
            says().any(|says| says.transfer.is_some()),
        ];
        let role = |axis| match policy.fact(axis).map(|fact| &fact.kind) {
            Some(super::policy::Kind::Role(levels)) => levels.clone(),
            _ => Vec::new(),
        };
        let roles = (0..axes).map(role).collect();
        let cuts = cuts(policy);
        let asked = vec![false; matters.len()];
        let mut oracle = Oracle { policy, matters, cuts, roles, beats: beats(policy), stated, asked };
        oracle.asked = (0..oracle.matters.len() as i64).map(|matter| oracle.asks_of(matter)).collect();
        oracle
    }

    /// Says whether some rule ever states the further part of a matter: in any case, on any day.
    fn asks_of(&self, matter: i64) -> bool {
        let part = |rule: &usize| self.policy.rules[*rule].says().is_some_and(|says| says.part.is_some());
        let stating: Vec<usize> = (0..self.policy.rules.len()).filter(part).collect();
        if stating.is_empty() {
            return false;
        }
        let mut domain = self.domain(&[]);
        domain[0] = vec![matter];
        let cells = Self::cells(&domain, &[]);
        stating.iter().any(|&rule| cells.iter().any(|cell| self.applies(rule, cell)))
    }

    // ------------------------------------------------------------ one cell

    /// Says whether a rule's own matter, level, condition and time hold.
    fn applies(&self, rule: usize, cell: &Cell) -> bool {
        let region = &self.policy.rules[rule].region;
        let day = cell[self.policy.date()];
        about(region.subject.as_ref(), &self.matters[cell[0] as usize])
            && self.at(region, cell[1] as usize)
            && region.when.as_ref().is_none_or(|when| holds(when, cell))
            && region.from.as_ref().is_none_or(|from| day >= from.first)
            && region.until.as_ref().is_none_or(|until| day <= until.last)
    }

    fn at(&self, region: &Region, level: usize) -> bool {
        let member = |named: &usize| match &self.policy.composite {
            Some(members) if *named == self.policy.base => members.contains(&level),
            _ => *named == level,
        };
        region.levels.is_empty() || region.levels.iter().any(member)
    }

    fn applying(&self, cell: &Cell, kind: fn(&Effect) -> bool) -> Vec<usize> {
        let rules = 0..self.policy.rules.len();
        rules.filter(|&rule| kind(&self.policy.rules[rule].effect) && self.applies(rule, cell)).collect()
    }

    /// Returns the day for which the policy is not in force: on which it starts, or on which it has ended.
    fn is_out_of_force(&self, cell: &Cell) -> bool {
        let day = cell[self.policy.date()];
        let starts = self.applying(cell, |effect| matches!(effect, Effect::Starts(_)));
        let start = |&rule: &usize| match &self.policy.rules[rule].effect {
            Effect::Starts(day) => Some(day.first),
            _ => None,
        };
        let start = starts.iter().filter_map(start).max();
        let start = start.or(self.policy.effective.as_ref().map(|day| day.first));
        let until = self.policy.until.as_ref().map(|day| day.last);
        let start = start.filter(|start| day < *start);
        // Before the first start of all it is that one which is waited for.
        let first = self.first_day().filter(|first| day < *first);
        first.or(start).or(until.filter(|until| day > *until)).is_some()
    }

    /// A policy that is not in force says nothing at all, not even that a case is impossible.
    pub fn verdict(&self, cell: &Cell) -> Key {
        if self.is_out_of_force(cell) {
            return (Status::NotInForce, NOTHING);
        }
        if !self.applying(cell, |effect| matches!(effect, Effect::Impossible)).is_empty() {
            return (Status::Impossible, NOTHING);
        }
        let mut rules =
            self.applying(cell, |effect| matches!(effect, Effect::Allocate(_) | Effect::Residual(_)));
        if rules.is_empty() {
            rules = self.applying(cell, |effect| matches!(effect, Effect::Default(_)));
        }
        let class = self.combine(&rules, self.stated[0], |says| self.class(says, cell));
        let payer = self.combine(&rules, self.stated[1], |says| self.payer(says, &class, cell));
        let transfer = self.combine(&rules, false, |says| says.transfer.clone().map(Value::Transfer));
        let part = self.combine(&rules, self.asked[cell[0] as usize], |says| {
            says.part.as_ref().map(|payee| Value::Level(self.level_of(payee, cell)))
        });
        key([class, payer, transfer, part])
    }

    /// Combines what rules state of a part, without those to which one of the others is an exception.
    fn combine(&self, rules: &[usize], asked: bool, value: impl Fn(&Says) -> Option<Value>) -> Part {
        let state = |&rule: &usize| Some((rule, value(self.policy.rules[rule].says()?)?));
        let stating: Vec<(usize, Value)> = rules.iter().filter_map(state).collect();
        let beaten = |rule: usize| stating.iter().any(|(other, _)| self.beats[*other][rule]);
        let unbeaten = stating.iter().filter(|(rule, _)| !beaten(*rule));
        let mut values: BTreeSet<Value> = unbeaten.map(|(_, value)| value.clone()).collect();
        // Alone they do not say among whom, or from whom.
        if values.iter().any(|value| matches!(value, Value::Shared(among) if !among.is_empty())) {
            values.remove(&Value::Shared(Vec::new()));
        }
        if values.iter().any(|value| matches!(value, Value::Transfer(Transfer::From(_)))) {
            values.remove(&Value::Transfer(Transfer::Yes));
        }
        if values.iter().any(|value| matches!(value, Value::Unstated(among) if !among.is_empty())) {
            values.remove(&Value::Unstated(Vec::new()));
        }
        match values.len() {
            0 if asked => Part::Missing,
            0 => Part::Unused,
            1 => values.pop_first().map_or(Part::Unused, Part::Value),
            _ => Part::Clash(values),
        }
    }

    fn level_of(&self, payee: &Payee, cell: &Cell) -> usize {
        match payee {
            Payee::Level(level) => *level,
            Payee::Same => cell[1] as usize,
            Payee::Role(axis) => self.roles[*axis][cell[*axis] as usize],
        }
    }

    fn class(&self, says: &Says, cell: &Cell) -> Option<Value> {
        Some(match says.class.as_ref()? {
            Class::Level(level) => Value::Level(*level),
            Class::Shared => Value::Shared(Vec::new()),
            Class::Among(among) => Value::Shared(among.clone()),
            Class::Role(axis) => Value::Level(self.level_of(&Payee::Role(*axis), cell)),
            Class::Same => Value::Level(cell[1] as usize),
            Class::Undetermined => Value::Undetermined,
            Class::Retained(Ok(level)) => Value::Retained(self.policy.level(*level).to_owned()),
            Class::Retained(Err(who)) => Value::Retained((*who).to_owned()),
            Class::Governed(manner, document) => Value::Governed(*manner, *document),
        })
    }

    fn payer(&self, says: &Says, combined: &Part, cell: &Cell) -> Option<Value> {
        let own = self.class(says, cell);
        match &says.payer {
            // Three classes speak of the whole answer.
            None => own.filter(|_| has_payer(says)),
            Some(Payer::Owner) => match own.map_or(combined.clone(), Part::Value) {
                Part::Value(Value::Level(level)) => Some(Value::Split(vec![(level, WHOLE)])),
                _ => None,
            },
            Some(payer) => self.paid(payer, cell),
        }
    }

    fn paid(&self, payer: &Payer, cell: &Cell) -> Option<Value> {
        Some(match payer {
            Payer::One(payee) => Value::Split(vec![(self.level_of(payee, cell), WHOLE)]),
            Payer::Owner => return None,
            Payer::Split { shares, .. } => {
                let mut sums: BTreeMap<usize, i64> = BTreeMap::new();
                for (payee, share) in shares {
                    *sums.entry(self.level_of(payee, cell)).or_default() += share;
                }
                assert_eq!(sums.values().sum::<i64>(), WHOLE, "shares that are not the whole");
                Value::Split(sums.into_iter().collect())
            }
            Payer::Rest { upper, shares, .. } => Value::Rest(*upper, shares.clone()),
            Payer::Main(main, subsidies) => Value::Main(*main, subsidies.clone()),
            Payer::Unstated(among) => Value::Unstated(among.clone()),
            Payer::Elsewhere(document) => Value::Elsewhere(*document),
            Payer::Undetermined => Value::Undetermined,
            Payer::Map(map) => {
                let here = map.rows.iter().filter(|row| {
                    row.sets.iter().zip(&map.axes).all(|(set, axis)| set.contains(cell[*axis]))
                });
                let payer = here.max_by_key(|row| row.depth).map(|row| &row.payer);
                return self.paid(payer.or(map.others.as_deref())?, cell);
            }
        })
    }

    // ------------------------------------------------------------ many cells

    /// Returns the values of each axis, cut by the policy and by what is asked.
    pub fn domain<'b>(&self, asked: impl IntoIterator<Item = &'b (usize, Set)>) -> Vec<Vec<i64>> {
        let mut cuts = self.cuts.clone();
        for (axis, set) in asked {
            cuts[*axis].extend(set.bounds());
        }
        cuts.iter().enumerate().map(|(axis, cuts)| self.policy.representatives(axis, cuts)).collect()
    }

    /// Returns the earliest of all starts, if every case has one.
    fn first_day(&self) -> Option<i64> {
        let starts = self.policy.rules.iter().filter_map(|rule| match &rule.effect {
            Effect::Starts(day) => Some(day.first),
            _ => None,
        });
        let header = self.policy.effective.as_ref().map(|day| day.first);
        header.and_then(|header| starts.chain([header]).min())
    }

    /// Returns the days on which the policy is in force in any case.
    pub fn window(&self) -> Set {
        let last = self.policy.until.as_ref().map(|day| day.last);
        let range =
            super::policy::Item::Range(self.first_day().unwrap_or(i64::MIN), last.unwrap_or(i64::MAX));
        Set { items: vec![range], negated: false }
    }

    /// Returns the cells of a domain in which all that is known holds.
    pub fn cells(domain: &[Vec<i64>], known: &[(usize, Set)]) -> Vec<Cell> {
        let mut cells = vec![Vec::with_capacity(domain.len())];
        for (axis, values) in domain.iter().enumerate() {
            let sets: Vec<&Set> = known.iter().filter(|(of, _)| *of == axis).map(|(_, set)| set).collect();
            let fit: Vec<i64> =
                values.iter().copied().filter(|value| sets.iter().all(|set| set.contains(*value))).collect();
            let longer = |cell: Cell| {
                let with = |&value: &i64| [cell.as_slice(), &[value]].concat();
                fit.iter().map(with).collect::<Vec<Cell>>()
            };
            cells = cells.into_iter().flat_map(longer).collect();
        }
        cells
    }

    /// Returns the cells with their verdicts.
    pub fn verdicts(&self, cells: Vec<Cell>) -> Vec<(Cell, Key)> {
        cells.into_iter().map(|cell| (self.verdict(&cell), cell)).map(|(key, cell)| (cell, key)).collect()
    }

    /// Leaves out the days on which the policy is not in force for a case: without a day a query asks about the others.
    /// Where there are no others, these are the answer.
    pub fn in_force(&self, verdicts: Vec<(Cell, Key)>) -> Vec<(Cell, Key)> {
        let outside = |key: &Key| key.0 == Status::NotInForce;
        let inside = |(_, key): &(Cell, Key)| !outside(key) && key.0 != Status::Impossible;
        if !verdicts.iter().any(inside) {
            return verdicts;
        }
        verdicts.into_iter().filter(|(_, key)| !outside(key)).collect()
    }

    /// Says whether `check` looks at a matter: at any other matter only if some rule speaks of it. Where a rule speaks
    /// of it only on days on which the policy is not in force, nothing is said.
    pub fn is_checked(&self, matter: i64, domain: &[Vec<i64>]) -> Option<bool> {
        if (matter as usize) + 1 < self.matters.len() {
            return Some(true);
        }
        let mut domain = domain.to_vec();
        domain[0] = vec![matter];
        let states = |rule: &usize| self.policy.rules[*rule].says().is_some();
        let rules: Vec<usize> = (0..self.policy.rules.len()).filter(states).collect();
        let spoken_of = |cell: &Cell| rules.iter().any(|&rule| self.applies(rule, cell));
        let (inside, outside): (Vec<Cell>, Vec<Cell>) = Self::cells(&domain, &[])
            .into_iter()
            .filter(spoken_of)
            .partition(|cell| !self.is_out_of_force(cell));
        match (inside.is_empty(), outside.is_empty()) {
            (false, _) => Some(true),
            (true, false) => None,
            (true, true) => Some(false),
        }
    }
}

/// Three classes speak of the whole answer.
fn has_payer(says: &Says) -> bool {
    let whole = matches!(says.class, Some(Class::Undetermined | Class::Retained(_) | Class::Governed(..)));
    whole || says.payer.is_some()
}

fn about(subject: Option<&Subject>, matter: &Leaf) -> bool {
    match subject {
        None => true,
        Some(Subject::Every) => !matter.within.is_empty(),
        Some(Subject::AnyOther) => matter.within.is_empty(),
        Some(Subject::Nodes(nodes)) => nodes.iter().any(|node| matter.within.contains(node)),
    }
}

fn holds(condition: &Condition, cell: &Cell) -> bool {
    match condition {
        Condition::Test(test) => test.set.contains(cell[test.axis]),
        Condition::And(parts) => parts.iter().all(|part| holds(part, cell)),
        Condition::Or(parts) => parts.iter().any(|part| holds(part, cell)),
        Condition::Not(inner) => !holds(inner, cell),
    }
}

// ---------------------------------------------------------------- preparation

/// Says which rule is an exception to which, directly or through others.
fn beats(policy: &Policy) -> Vec<Vec<bool>> {
    let count = policy.rules.len();
    let mut beats: Vec<Vec<bool>> =
        policy.rules.iter().map(|rule| (0..count).map(|b| rule.overrides.contains(&b)).collect()).collect();
    for through in 0..count {
        for a in 0..count {
            for b in 0..count {
                beats[a][b] |= beats[a][through] && beats[through][b];
            }
        }
    }
    beats
}

/// Returns every bound that the policy mentions.
fn cuts(policy: &Policy) -> Vec<BTreeSet<i64>> {
    let date = policy.date();
    let mut cuts = vec![BTreeSet::new(); date + 1];
    cuts[date].extend(policy.effective.as_ref().map(|day| day.first));
    cuts[date].extend(policy.until.as_ref().map(|day| day.last + 1));
    for rule in &policy.rules {
        cuts[date].extend(rule.region.from.as_ref().map(|day| day.first));
        cuts[date].extend(rule.region.until.as_ref().map(|day| day.last + 1));
        if let Effect::Starts(day) = &rule.effect {
            cuts[date].insert(day.first);
        }
        rule.region.when.iter().for_each(|when| cut_by(when, &mut cuts));
        if let Some(Payer::Map(map)) = rule.says().and_then(|says| says.payer.as_ref()) {
            let sets = map.rows.iter().flat_map(|row| map.axes.iter().zip(&row.sets));
            sets.for_each(|(axis, set)| cuts[*axis].extend(set.bounds()));
        }
    }
    cuts
}

fn cut_by(condition: &Condition, cuts: &mut [BTreeSet<i64>]) {
    match condition {
        Condition::Test(test) => cuts[test.axis].extend(test.set.bounds()),
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| cut_by(part, cuts)),
        Condition::Not(inner) => cut_by(inner, cuts),
    }
}

// ---------------------------------------------------------------- telling answers apart

/// Two conflicts are alike when the same values clash in the same parts, whatever else is stated.
fn key(parts: [Part; 4]) -> Key {
    let clash = |part: &Part| matches!(part, Part::Clash(_));
    if parts.iter().any(clash) {
        return (Status::Conflict, parts.map(|part| if clash(&part) { part } else { Part::Unused }));
    }
    let whole = [&parts[0], &parts[1]];
    let says =
        |fits: fn(&Value) -> bool| whole.iter().any(|part| matches!(part, Part::Value(value) if fits(value)));
    // Where the whole policy states nothing, no rule answers either.
    let status = if parts.contains(&Part::Missing) || whole == [&Part::Unused; 2] {
        Status::Gap
    } else if says(|value| matches!(value, Value::Retained(_))) {
        Status::Retained
    } else if says(|value| matches!(value, Value::Governed(..))) {
        Status::Governed
    } else if says(|value| matches!(value, Value::Undetermined)) {
        Status::Undetermined
    } else {
        Status::Decided
    };
    (status, parts)
}
