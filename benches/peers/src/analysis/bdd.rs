//! The same by binary decision diagrams, with oxidd.
//!
//! In: rows. Out: what is wrong with them. A value is a number in binary, one variable a bit. Rules of one
//! subject and answer are united over the facts alone, and only then joined with their subject; the results
//! are united pair by pair in the order of the subjects, so that intermediate diagrams stay small. Uniting
//! rule after rule takes many times as long.

use super::Found;
use crate::generate::{ANSWERS, Matters, Policy};
use oxidd::bdd::{BDDFunction, new_manager};
use oxidd::util::{AllocResult, FxHasher, SatCountCache};
use oxidd::{BooleanFunction, BooleanFunctionQuant, BooleanOperator, Manager, ManagerRef};
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

/// Room for the diagrams of 100 000 rules.
const NODES: usize = 1 << 24;
/// Small enough to be cleared in no time; a larger one made nothing faster at any size.
const CACHE: usize = 1 << 16;

/// How many bits level, kind and year take.
const BITS: [(usize, usize); 3] = [(0, 2), (2, 3), (1, 5)];

/// Which variables come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The bits of the matter, then those of the facts.
    MatterFirst,
    /// The bits of the facts, then those of the matter.
    MatterLast,
}

type Hasher = BuildHasherDefault<FxHasher>;

/// Finds all conflicts and gaps, or says that memory does not suffice.
pub fn bdd(policy: &Policy, order: Order) -> Option<Found> {
    let matter_bits = (32 - policy.matters.saturating_sub(1).leading_zeros()).max(1);
    let facts: u32 = BITS.iter().map(|(_, bits)| *bits as u32).sum();
    let all = matter_bits + facts;
    let manager = new_manager(NODES, CACHE, 1);
    let variables = manager.with_manager_exclusive(|manager| {
        let numbers = manager.add_vars(all);
        numbers.map(|number| BDDFunction::var(manager, number)).collect::<AllocResult<Vec<_>>>()
    });
    let mut variables = variables.ok()?;
    let (matter, facts) = match order {
        Order::MatterFirst => {
            let facts = variables.split_off(matter_bits as usize);
            (variables, facts)
        }
        Order::MatterLast => (variables.split_off(facts as usize), variables),
    };
    let (no, yes) = manager.with_manager_shared(|manager| (BDDFunction::f(manager), BDDFunction::t(manager)));
    let sets = HashMap::default();
    Diagrams { policy, matter, facts, all, no, yes, sets }.run().ok()
}

/// The variables, and what is made of them.
struct Diagrams<'p> {
    policy: &'p Policy,
    matter: Vec<BDDFunction>,
    facts: Vec<BDDFunction>,
    /// How many variables there are.
    all: u32,
    no: BDDFunction,
    yes: BDDFunction,
    /// Sets of values that were made before, by fact.
    sets: HashMap<(usize, u32), BDDFunction, Hasher>,
}

impl Diagrams<'_> {
    fn run(mut self) -> AllocResult<Found> {
        let policy = self.policy;
        let mut found = Found::nothing(policy);
        let boxes = policy
            .rules
            .iter()
            .map(|rule| self.facts_of(&rule.sets))
            .collect::<AllocResult<Vec<BDDFunction>>>()?;
        let by_subject = by_subject(policy);
        let mut subjects = Vec::new();
        for rules in by_subject.values() {
            subjects.push(self.subject(policy.rules[rules[0]].matters)?);
        }
        let (mut covered, mut clash) = (self.no.clone(), self.no.clone());
        for answer in 0..ANSWERS.len() {
            let mut pieces = Vec::new();
            for (rules, subject) in by_subject.values().zip(&subjects) {
                let same = rules.iter().filter(|&&rule| policy.rules[rule].answer == answer);
                let same = self.unite(same.map(|&rule| boxes[rule].clone()).collect())?;
                if same != self.no {
                    pieces.push(subject.and(&same)?);
                }
            }
            let given = self.unite(pieces)?;
            clash = clash.or(&covered.and(&given)?)?;
            covered = covered.or(&given)?;
        }
        let mut known = SatCountCache::<u64, Hasher>::default();
        found.conflicts = clash.sat_count(self.all, &mut known);
        let cases = u64::from(policy.matters) << self.facts.len();
        found.gaps = cases - covered.sat_count(self.all, &mut known);
        let matters = self.unite_all(&self.matter.clone(), BDDFunction::and)?;
        for (rules, subject) in by_subject.values().zip(&subjects) {
            // Where the subject clashes at all, over the facts alone.
            let clash = subject.apply_exists(BooleanOperator::And, &clash, &matters)?;
            if clash != self.no {
                for &rule in rules {
                    found.involved[rule] = boxes[rule].and(&clash)?.satisfiable();
                }
            }
        }
        Ok(found)
    }

    /// Returns the cases of a rule over the facts.
    fn facts_of(&mut self, sets: &[u32]) -> AllocResult<BDDFunction> {
        let mut made = self.yes.clone();
        let mut end = self.facts.len();
        for &(fact, bits) in BITS.iter().rev() {
            let set = self.set(fact, sets[fact], end - bits..end)?;
            end -= bits;
            made = set.and(&made)?;
        }
        Ok(made)
    }

    fn set(&mut self, fact: usize, set: u32, variables: std::ops::Range<usize>) -> AllocResult<BDDFunction> {
        if let Some(known) = self.sets.get(&(fact, set)) {
            return Ok(known.clone());
        }
        let values = (0..32).filter(|value| set >> value & 1 == 1);
        let points = values.map(|value| self.number(&self.facts[variables.clone()], value));
        let made = self.unite(points.collect::<AllocResult<Vec<_>>>()?)?;
        self.sets.insert((fact, set), made.clone());
        Ok(made)
    }

    /// Returns the matters of a rule.
    fn subject(&self, matters: Matters) -> AllocResult<BDDFunction> {
        let (first, end) = self.policy.range(matters);
        self.below(end)?.and(&self.below(first)?.not()?)
    }

    /// Returns the matters with a number below a bound.
    fn below(&self, bound: u32) -> AllocResult<BDDFunction> {
        if bound >> self.matter.len() > 0 {
            return Ok(self.yes.clone());
        }
        let mut made = self.no.clone();
        for (bit, variable) in self.matter.iter().rev().enumerate() {
            let not = variable.not()?;
            made = if bound >> bit & 1 == 1 { not.or(&made)? } else { not.and(&made)? };
        }
        Ok(made)
    }

    /// Returns the one case in which variables make up a number, the highest bit first.
    fn number(&self, variables: &[BDDFunction], number: u32) -> AllocResult<BDDFunction> {
        let mut made = self.yes.clone();
        for (bit, variable) in variables.iter().rev().enumerate() {
            made = if number >> bit & 1 == 1 { variable.and(&made)? } else { variable.not()?.and(&made)? };
        }
        Ok(made)
    }

    fn unite(&self, functions: Vec<BDDFunction>) -> AllocResult<BDDFunction> {
        if functions.is_empty() {
            return Ok(self.no.clone());
        }
        self.unite_all(&functions, BDDFunction::or)
    }

    /// Joins neighbours until one is left.
    fn unite_all(
        &self,
        functions: &[BDDFunction],
        join: fn(&BDDFunction, &BDDFunction) -> AllocResult<BDDFunction>,
    ) -> AllocResult<BDDFunction> {
        match functions {
            [only] => Ok(only.clone()),
            _ => {
                let (left, right) = functions.split_at(functions.len() / 2);
                join(&self.unite_all(left, join)?, &self.unite_all(right, join)?)
            }
        }
    }
}

/// Sorts rules by the matters that they are about.
fn by_subject(policy: &Policy) -> BTreeMap<(u32, u32), Vec<usize>> {
    let mut sorted: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (number, rule) in policy.rules.iter().enumerate() {
        sorted.entry(policy.range(rule.matters)).or_default().push(number);
    }
    sorted
}
