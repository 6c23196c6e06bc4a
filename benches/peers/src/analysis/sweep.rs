//! A plain sweep over the matters: what the analysis costs whoever knows that all facts are small.
//!
//! In: rows. Out: what is wrong with them. Each matter has a map with one bit a case. Rules about every
//! matter, and those about a group, are laid down once and copied, not once for each matter. It knows four
//! levels, 32 years and 8 kinds.

use super::Found;
use crate::generate::{ANSWERS, Matters, Policy, Rule};

/// A year is a bit; level and kind choose the word.
const KINDS: usize = 8;
const WORDS: usize = 4 * KINDS;
/// How many cases a matter has.
const CASES: u64 = 32 * WORDS as u64;

/// One bit a case.
type Map = [u32; WORDS];

/// What rules say about one matter.
#[derive(Clone)]
pub struct Cells {
    /// Where some rule applies.
    covered: Map,
    /// Where rules differ.
    clash: Map,
    /// Where some rule gives this answer.
    by_answer: [Map; ANSWERS.len()],
}

/// Finds all conflicts and gaps.
pub fn sweep(policy: &Policy) -> Found {
    let mut found = Found::nothing(policy);
    let order = Order::of(policy);
    let everywhere = Cells::of(order.every.iter().map(|&rule| &policy.rules[rule]), &Cells::empty());
    let mut clash_anywhere = [0; WORDS];
    for group in 0..policy.matters.div_ceil(policy.group) {
        let of_group = order.about_group(group);
        let layer = Cells::of(of_group.iter().map(|&rule| &policy.rules[rule]), &everywhere);
        let mut clash_in_group = [0; WORDS];
        let (first, end) = policy.range(Matters::Group(group));
        for matter in first..end {
            let of_matter = order.about_matter(matter);
            let cells = Cells::of(of_matter.iter().map(|&rule| &policy.rules[rule]), &layer);
            found.gaps += CASES - count(&cells.covered);
            let conflicts = count(&cells.clash);
            if conflicts > 0 {
                found.conflicts += conflicts;
                found.mark(policy, of_matter, &cells.clash);
                unite(&mut clash_in_group, &cells.clash);
            }
        }
        found.mark(policy, of_group, &clash_in_group);
        unite(&mut clash_anywhere, &clash_in_group);
    }
    found.mark(policy, &order.every, &clash_anywhere);
    found
}

/// Returns what the rules say about one matter.
pub fn cells(policy: &Policy, matter: u32) -> Cells {
    let about = |rule: &&Rule| {
        let (first, end) = policy.range(rule.matters);
        first <= matter && matter < end
    };
    Cells::of(policy.rules.iter().filter(about), &Cells::empty())
}

impl Cells {
    fn empty() -> Cells {
        Cells { covered: [0; WORDS], clash: [0; WORDS], by_answer: [[0; WORDS]; ANSWERS.len()] }
    }

    /// Lays rules down over what is there.
    fn of<'r>(rules: impl Iterator<Item = &'r Rule>, below: &Cells) -> Cells {
        let mut cells = below.clone();
        for rule in rules {
            let same = &mut cells.by_answer[rule.answer];
            for_each_word(rule, |word, years| {
                cells.clash[word] |= cells.covered[word] & !same[word] & years;
                cells.covered[word] |= years;
                same[word] |= years;
            });
        }
        cells
    }

    /// Tells whether no rule applies in a case.
    pub fn is_gap(&self, level: usize, year: usize, kind: usize) -> bool {
        self.covered[level * KINDS + kind] >> year & 1 == 0
    }

    /// Tells whether rules differ in a case.
    pub fn is_conflict(&self, level: usize, year: usize, kind: usize) -> bool {
        self.clash[level * KINDS + kind] >> year & 1 == 1
    }
}

impl Found {
    /// Marks the rules that apply somewhere in a map.
    fn mark(&mut self, policy: &Policy, rules: &[usize], clash: &Map) {
        for &rule in rules {
            let mut applies = false;
            for_each_word(&policy.rules[rule], |word, years| applies |= clash[word] & years != 0);
            self.involved[rule] |= applies;
        }
    }
}

/// The rules by what they are about; those about one matter, and those about one group, stand together.
struct Order {
    every: Vec<usize>,
    groups: Sorted,
    matters: Sorted,
}

impl Order {
    fn of(policy: &Policy) -> Order {
        let mut order = Order { every: Vec::new(), groups: Sorted::default(), matters: Sorted::default() };
        let (mut groups, mut matters) = (Vec::new(), Vec::new());
        for (number, rule) in policy.rules.iter().enumerate() {
            match rule.matters {
                Matters::One(matter) => matters.push((matter, number)),
                Matters::Group(group) => groups.push((group, number)),
                Matters::Every => order.every.push(number),
            }
        }
        order.groups = Sorted::of(groups, policy.matters.div_ceil(policy.group));
        order.matters = Sorted::of(matters, policy.matters);
        order
    }

    fn about_group(&self, group: u32) -> &[usize] {
        self.groups.under(group)
    }

    fn about_matter(&self, matter: u32) -> &[usize] {
        self.matters.under(matter)
    }
}

/// Rules sorted by a key, with the place where each key begins.
#[derive(Default)]
struct Sorted {
    rules: Vec<usize>,
    starts: Vec<usize>,
}

impl Sorted {
    fn of(mut pairs: Vec<(u32, usize)>, keys: u32) -> Sorted {
        pairs.sort_unstable();
        let starts = (0..=keys).map(|key| pairs.partition_point(|pair| pair.0 < key)).collect();
        Sorted { rules: pairs.into_iter().map(|(_, rule)| rule).collect(), starts }
    }

    fn under(&self, key: u32) -> &[usize] {
        &self.rules[self.starts[key as usize]..self.starts[key as usize + 1]]
    }
}

/// Visits the words of a rule's box.
fn for_each_word(rule: &Rule, mut visit: impl FnMut(usize, u32)) {
    let [levels, years, kinds, ..] = rule.sets;
    for level in bits(levels) {
        for kind in bits(kinds) {
            visit(level * KINDS + kind, years);
        }
    }
}

fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = set.trailing_zeros() as usize;
        let some = set != 0;
        set &= set.wrapping_sub(1);
        some.then_some(first)
    })
}

fn unite(to: &mut Map, from: &Map) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to |= from);
}

fn count(map: &Map) -> u64 {
    map.iter().map(|word| u64::from(word.count_ones())).sum()
}
