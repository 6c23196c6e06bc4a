//! Which names of one list stand for which of another.
//!
//! In: the leaves of two trees with their names and what stands above them. Out: pairs of leaves that are looked at together. A
//! leaf that the other side does not have stands for what holds it there: the nearest container that is a leaf of that side, or
//! whose list is open, or else any other name, if that side has any other.

use super::{Named, names};
use rustc_hash::{FxHashMap, FxHashSet};

/// A leaf of a tree of names.
#[derive(Debug, Clone)]
pub(super) struct Twig<'m> {
    /// Its name; none for the rest of an open container.
    pub(super) named: Option<Named<'m>>,
    /// The matter of which it is a component: alone its name says nothing.
    pub(super) of: Option<Named<'m>>,
    /// What holds it, by its place among the holders.
    pub(super) above: Option<usize>,
}

/// What holds leaves of a tree.
#[derive(Debug, Clone)]
pub(super) struct Holder<'m> {
    pub(super) named: Named<'m>,
    /// What holds it in turn.
    pub(super) above: Option<usize>,
    /// It is one matter, and what it holds are its components.
    pub(super) whole: bool,
    /// A clause speaks of it by its name: it is more than a heading over what it holds.
    pub(super) spoken: bool,
}

/// The leaves of one side, in order, and the number that stands for any other name.
#[derive(Debug, Clone, Default)]
pub(super) struct Side<'m> {
    pub(super) twigs: Vec<Twig<'m>>,
    pub(super) holders: Vec<Holder<'m>>,
    pub(super) other: Option<u32>,
}

impl<'m> Side<'m> {
    /// Adds holders that hold each other, the narrowest first, and returns the place of that one.
    pub(super) fn chain(&mut self, holders: Vec<Named<'m>>) -> Option<usize> {
        holders.into_iter().rev().fold(None, |above, named| {
            self.holders.push(Holder { named, above, whole: false, spoken: false });
            Some(self.holders.len().saturating_sub(1))
        })
    }

    /// Returns what holds a leaf, the narrowest first.
    fn above(&self, twig: &Twig<'m>) -> impl Iterator<Item = Named<'m>> {
        let first = twig.above.and_then(|at| self.holders.get(at));
        let holders = std::iter::successors(first, |holder| self.holders.get(holder.above?));
        holders.map(|holder| holder.named)
    }

    /// Tells of each holder whether it holds some leaf.
    fn holding(&self) -> Vec<bool> {
        let mut holding = vec![false; self.holders.len()];
        for twig in &self.twigs {
            let mut next = twig.above;
            while let Some(slot) = next.and_then(|at| holding.get_mut(at)).filter(|known| !**known) {
                *slot = true;
                next = next.and_then(|at| self.holders.get(at)?.above);
            }
        }
        holding
    }
}

/// Two values that are looked at together: nothing where a side has no such value, nor any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::analysis) struct Pair {
    pub(in crate::analysis) old: Option<u32>,
    pub(in crate::analysis) new: Option<u32>,
}

/// How two lists of names lie to each other.
#[derive(Debug, Clone, Default)]
pub(in crate::analysis) struct Relation {
    /// The pairs named as the new side names them, then those named as the old side does, then any other name.
    pub(in crate::analysis) pairs: Vec<Pair>,
    /// How many of the pairs the new side names.
    pub(super) by_new: usize,
    /// The leaves that the old side names, as they follow.
    pub(super) by_old: Vec<u32>,
    /// The pairs whose leaf the other side does not name.
    pub(in crate::analysis) only_old: Vec<u32>,
    pub(in crate::analysis) only_new: Vec<u32>,
    /// The new leaf that each of the first pairs names.
    pub(super) new_leaves: Vec<u32>,
    /// The pairs of parts into which both sides divide a matter, each by names of its own: which part is which is not said.
    pub(in crate::analysis) loose: Vec<u32>,
}

/// What one leaf is on the other side.
enum Found {
    /// The leaf of the same name.
    Same(u32),
    /// A container: its leaves find this one.
    Divided,
    /// What holds it there.
    Within(Option<u32>),
}

/// The names of one side.
struct Index<'m> {
    leaves: FxHashMap<&'m str, u32>,
    components: FxHashMap<(&'m str, &'m str), u32>,
    rests: FxHashMap<&'m str, u32>,
    /// What is no component, by each matter that holds it, where the other side may have it as a component.
    parts: FxHashMap<(&'m str, &'m str), u32>,
    containers: FxHashSet<&'m str>,
    other: Option<u32>,
}

impl<'m> Index<'m> {
    fn new(side: &Side<'m>, other: &Side<'_>) -> Index<'m> {
        let by_part = other.holders.iter().any(|holder| holder.whole);
        let mut index = Index {
            leaves: FxHashMap::default(),
            components: FxHashMap::default(),
            rests: FxHashMap::default(),
            parts: FxHashMap::default(),
            containers: FxHashSet::default(),
            other: side.other,
        };
        for (number, twig) in (0_u32..).zip(&side.twigs) {
            match (twig.named, twig.of) {
                (Some(named), None) => {
                    for name in names(named) {
                        index.leaves.entry(name).or_insert(number);
                    }
                    for full in side.above(twig).filter(|_| by_part).flat_map(|of| component_names(of, named))
                    {
                        index.parts.entry(full).or_insert(number);
                    }
                }
                (Some(named), Some(of)) => {
                    for full in component_names(of, named) {
                        index.components.entry(full).or_insert(number);
                    }
                }
                (None, _) => {
                    for name in side.above(twig).take(1).flat_map(names) {
                        index.rests.entry(name).or_insert(number);
                    }
                }
            }
        }
        let holding = side.holders.iter().zip(side.holding()).filter(|(_, holding)| *holding);
        index.containers.extend(holding.flat_map(|(holder, _)| names(holder.named)));
        index
    }

    /// Finds what a leaf of another side is on this one.
    fn find(&self, side: &Side<'_>, twig: &Twig<'_>) -> Found {
        let rest = |named: Named<'_>| names(named).find_map(|name| self.rests.get(name)).copied();
        let same = match (twig.named, twig.of) {
            (Some(named), None) => {
                if let Some(&same) = names(named).find_map(|name| self.leaves.get(name)) {
                    return Found::Same(same);
                }
                if names(named).any(|name| self.containers.contains(name)) {
                    return Found::Divided;
                }
                let mut full = side.above(twig).flat_map(|of| component_names(of, named));
                full.find_map(|full| self.components.get(&full)).copied()
            }
            (Some(named), Some(of)) => {
                let known = |full| self.components.get(&full).or_else(|| self.parts.get(&full));
                component_names(of, named).find_map(known).copied()
            }
            (None, _) => side.above(twig).next().and_then(rest),
        };
        if let Some(same) = same {
            return Found::Same(same);
        }
        for named in side.above(twig) {
            let leaf = names(named).find_map(|name| self.leaves.get(name)).copied();
            if let Some(holds) = leaf.or_else(|| rest(named)) {
                return Found::Within(Some(holds));
            }
        }
        Found::Within(self.other)
    }
}

/// Returns the names of a component, each with a name of its matter.
fn component_names<'m>(of: Named<'m>, named: Named<'m>) -> impl Iterator<Item = (&'m str, &'m str)> {
    names(of).flat_map(move |of| names(named).map(move |name| (of, name)))
}

/// Pairs the leaves of two sides.
pub(super) fn relate(old: &Side<'_>, new: &Side<'_>) -> Relation {
    let (of_old, of_new) = (Index::new(old, new), Index::new(new, old));
    paired((old, &of_old), (new, &of_new), &Loose::default())
}

/// Pairs the leaves of two sides; where both divide one matter, each in its own way, every part of it with every part.
pub(super) fn relate_parts(old: &Side<'_>, new: &Side<'_>) -> Relation {
    let (of_old, of_new) = (Index::new(old, new), Index::new(new, old));
    let loose = Loose::new((old, &of_old), (new, &of_new));
    paired((old, &of_old), (new, &of_new), &loose)
}

fn paired(
    (old, of_old): (&Side<'_>, &Index<'_>),
    (new, of_new): (&Side<'_>, &Index<'_>),
    loose: &Loose,
) -> Relation {
    let mut relation = Relation::default();
    let mut seen: FxHashSet<Pair> = FxHashSet::default();
    let (mut divided_old, mut divided_new) = (Vec::new(), Vec::new());
    for (number, twig) in (0_u32..).zip(&new.twigs) {
        // The old leaves find it.
        if loose.of_new.contains_key(&number) {
            continue;
        }
        let (counterpart, alone) = match of_old.find(new, twig) {
            Found::Same(leaf) => (Some(leaf), false),
            Found::Divided => {
                divided_new.push(number);
                continue;
            }
            Found::Within(leaf) => (leaf, true),
        };
        let pair = Pair { old: counterpart, new: Some(number) };
        if alone {
            relation.only_new.push(joint(relation.pairs.len()));
        }
        seen.insert(pair);
        relation.pairs.push(pair);
        relation.new_leaves.push(number);
    }
    relation.by_new = relation.pairs.len();
    for (number, twig) in (0_u32..).zip(&old.twigs) {
        for &part in loose.of_old.get(&number).into_iter().flatten() {
            let pair = Pair { old: Some(number), new: Some(part) };
            if seen.insert(pair) {
                relation.loose.push(joint(relation.pairs.len()));
                relation.pairs.push(pair);
                relation.by_old.push(number);
            }
        }
        if loose.of_old.contains_key(&number) && !loose.placed.contains(&number) {
            continue;
        }
        let (counterpart, alone) = match of_new.find(old, twig) {
            Found::Same(leaf) => (Some(leaf), false),
            Found::Divided => {
                divided_old.push(number);
                continue;
            }
            Found::Within(leaf) => (leaf, true),
        };
        let pair = Pair { old: Some(number), new: counterpart };
        // Two names of the old side may be one leaf of the new, which has found only one of them.
        if !seen.insert(pair) {
            continue;
        }
        if alone {
            relation.only_old.push(joint(relation.pairs.len()));
        }
        relation.pairs.push(pair);
        relation.by_old.push(number);
    }
    let passed_over = passed_over(&relation, (old, &divided_old), (new, &divided_new));
    for pair in passed_over.into_iter().filter(|pair| loose.parts && seen.insert(*pair)) {
        relation.loose.push(joint(relation.pairs.len()));
        relation.pairs.push(pair);
        relation.by_old.extend(pair.old);
    }
    if old.other.is_some() || new.other.is_some() {
        relation.pairs.push(Pair { old: old.other, new: new.other });
    }
    relation
}

/// Pairs a leaf that the other side divides, and that none of the parts there has found, as each goes by its own name here: it may be any
/// of them.
fn passed_over(
    relation: &Relation,
    (old, divided_old): (&Side<'_>, &[u32]),
    (new, divided_new): (&Side<'_>, &[u32]),
) -> Vec<Pair> {
    let mut found = Vec::new();
    if !divided_new.is_empty() {
        let met: FxHashSet<u32> = relation.pairs.iter().filter_map(|pair| pair.new).collect();
        let alone = divided_new.iter().copied().filter(|leaf| !met.contains(leaf));
        found
            .extend(new.with_parts(alone, old).map(|(leaf, part)| Pair { old: Some(part), new: Some(leaf) }));
    }
    if !divided_old.is_empty() {
        let met: FxHashSet<u32> = relation.pairs.iter().filter_map(|pair| pair.old).collect();
        let alone = divided_old.iter().copied().filter(|leaf| !met.contains(leaf));
        found
            .extend(old.with_parts(alone, new).map(|(leaf, part)| Pair { old: Some(leaf), new: Some(part) }));
    }
    found
}

/// How many pairs of such parts there are at most.
const MOST_LOOSE: usize = 100_000;

/// The parts of matters that both sides divide, where the other side has no part of that name: for each those that it may be.
#[derive(Default)]
struct Loose {
    of_old: FxHashMap<u32, Vec<u32>>,
    of_new: FxHashMap<u32, Vec<u32>>,
    /// Old parts that lie in what an open list of the new side leaves unnamed, whatever else they may be.
    placed: FxHashSet<u32>,
    /// Parts may be one another at all.
    parts: bool,
}

/// A leaf that the other side does not have by name, and the leaf there in which it lies.
type Held = (u32, Option<u32>);

impl Loose {
    fn new((old, of_old): (&Side<'_>, &Index<'_>), (new, of_new): (&Side<'_>, &Index<'_>)) -> Loose {
        let mut loose = Loose { parts: true, ..Loose::default() };
        let divides = |holder: &Holder<'_>| holder.whole || holder.spoken;
        if ![old, new].iter().any(|side| side.holders.iter().any(divides)) {
            return loose;
        }
        let mut room = MOST_LOOSE;
        let (in_old, in_new) = (old.held(of_new), new.held(of_old));
        let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, holder) in new.holders.iter().enumerate() {
            names(holder.named).for_each(|name| {
                by_name.entry(name).or_insert(at);
            });
        }
        for ((from, holder), own) in old.holders.iter().enumerate().zip(&in_old) {
            let there = names(holder.named).find_map(|name| by_name.get(name)).copied();
            let Some((at, other)) = there.and_then(|at| Some((at, new.holders.get(at)?))) else { continue };
            let Some(parts) = in_new.get(at).filter(|_| divides(holder) || divides(other)) else { continue };
            // In a group, what an open list leaves unnamed is where the names of the other side lie that it does not have.
            let is_group = !holder.whole && !other.whole;
            let lies = |side: &Side<'_>, holder: usize, leaf: Option<u32>| {
                is_group && leaf.is_some_and(|leaf| side.lies_in(leaf, holder))
            };
            let free = |part: &&Held| {
                let named = new.twigs.get(part.0 as usize).is_some_and(|twig| twig.named.is_some());
                !is_group || named && !lies(old, from, part.1)
            };
            let parts: Vec<u32> = parts.iter().filter(free).map(|part| part.0).collect();
            let pairs = own.len().saturating_mul(parts.len());
            if pairs == 0 || pairs > room {
                continue;
            }
            room = room.saturating_sub(pairs);
            for &(part, there) in own {
                loose.of_old.entry(part).or_default().extend(&parts);
                if lies(new, at, there) {
                    loose.placed.insert(part);
                }
            }
            for part in parts {
                loose.of_new.entry(part).or_default().extend(own.iter().map(|own| own.0));
            }
        }
        loose
    }
}

impl Side<'_> {
    /// Returns for each holder those of its leaves that another side does not have by name.
    fn held(&self, index: &Index<'_>) -> Vec<Vec<Held>> {
        let mut held: Vec<Vec<Held>> = vec![Vec::new(); self.holders.len()];
        for (number, twig) in (0_u32..).zip(&self.twigs) {
            let Found::Within(there) = index.find(self, twig) else { continue };
            let mut next = twig.above;
            while let Some(at) = next {
                if let Some(list) = held.get_mut(at) {
                    list.push((number, there));
                }
                next = self.holders.get(at).and_then(|holder| holder.above);
            }
        }
        held
    }

    /// Returns some leaves, each with every leaf of another side that a holder of its name holds there.
    fn with_parts(
        &self,
        leaves: impl Iterator<Item = u32>,
        other: &Side<'_>,
    ) -> impl Iterator<Item = (u32, u32)> {
        let mut by_name: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (leaf, twig) in leaves.filter_map(|leaf| Some((leaf, self.twigs.get(leaf as usize)?))) {
            for name in twig.named.into_iter().flat_map(names) {
                by_name.entry(name).or_default().push(leaf);
            }
        }
        let mut found = Vec::new();
        for (part, twig) in (0_u32..).zip(&other.twigs).filter(|_| !by_name.is_empty()) {
            for name in other.above(twig).flat_map(names) {
                found.extend(by_name.get(name).into_iter().flatten().map(|&leaf| (leaf, part)));
            }
        }
        found.into_iter()
    }

    /// Tells whether a holder holds a leaf.
    fn lies_in(&self, leaf: u32, holder: usize) -> bool {
        let first = self.twigs.get(leaf as usize).and_then(|twig| twig.above);
        std::iter::successors(first, |&at| self.holders.get(at)?.above).any(|at| at == holder)
    }
}

fn joint(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Pair, Side, Twig, relate, relate_parts};

    fn side<'a>(leaves: &[(&'a str, &[&'a str])], other: bool) -> Side<'a> {
        let count = u32::try_from(leaves.len()).unwrap_or(0);
        let mut side = Side { other: other.then_some(count), ..Side::default() };
        for (name, above) in leaves {
            let above = side.chain(above.iter().map(|&name| (name, &[] as &[String])).collect());
            let named = (!name.is_empty()).then_some((*name, &[] as &[String]));
            side.twigs.push(Twig { named, of: None, above });
        }
        side
    }

    fn pairs(old: &Side<'_>, new: &Side<'_>) -> Vec<(Option<u32>, Option<u32>)> {
        relate(old, new).pairs.into_iter().map(|Pair { old, new }| (old, new)).collect()
    }

    #[test]
    fn equal_names_meet_and_others_stand_for_any_other() {
        let old = side(&[("a", &[]), ("b", &[])], true);
        let new = side(&[("b", &[]), ("c", &[])], false);
        // b; c, which is another value of the old side; a, which the new side does not have; any other.
        assert_eq!(
            pairs(&old, &new),
            [(Some(1), Some(0)), (Some(2), Some(1)), (Some(0), None), (Some(2), None)]
        );
    }

    #[test]
    fn a_leaf_that_was_divided_meets_its_parts() {
        let old = side(&[("a", &[])], false);
        let new = side(&[("x", &["a"]), ("", &["a"])], false);
        assert_eq!(pairs(&old, &new), [(Some(0), Some(0)), (Some(0), Some(1))]);
        assert_eq!(pairs(&new, &old), [(Some(0), Some(0)), (Some(1), Some(0))]);
    }

    #[test]
    fn what_an_open_list_does_not_name_is_its_rest() {
        let old = side(&[("x", &["a"]), ("", &["a"])], false);
        let new = side(&[("x", &["a"]), ("y", &["a"])], false);
        assert_eq!(pairs(&old, &new), [(Some(0), Some(0)), (Some(1), Some(1)), (Some(1), None)]);
    }

    #[test]
    fn parts_of_a_matter_that_both_divide_may_be_one_another() {
        let old = side(&[("x", &["a"]), ("y", &["a"]), ("z", &["a"])], false);
        let mut new = side(&[("p", &["a"]), ("y", &["a"])], false);
        // A heading of the same name holds other matters.
        assert!(relate_parts(&old, &new).loose.is_empty());
        new.holders.iter_mut().for_each(|holder| holder.whole = true);
        let relation = relate_parts(&old, &new);
        let loose: Vec<_> = relation.loose.iter().map(|&at| relation.pairs[at as usize]).collect();
        let pair = |old, new| Pair { old: Some(old), new: Some(new) };
        assert_eq!(loose, [pair(0, 0), pair(2, 0)]);
        assert!(relation.pairs.contains(&pair(1, 1)) && relation.pairs.len() == 3);
        assert!(relation.only_old.is_empty() && relation.only_new.is_empty());
        assert!(relate(&old, &new).loose.is_empty());
    }

    #[test]
    fn parts_of_a_group_that_a_clause_speaks_of_are_loose_unless_a_list_is_open() {
        let mut old = side(&[("x", &["a"]), ("y", &["a"])], false);
        let mut new = side(&[("p", &["a"]), ("", &["a"])], false);
        new.holders.iter_mut().for_each(|holder| holder.spoken = true);
        for side in [&mut old, &mut new] {
            side.twigs.iter_mut().for_each(|twig| twig.above = Some(0));
        }
        // What the new side adds may be either; both also lie in what its list leaves unnamed.
        let relation = relate_parts(&old, &new);
        let pair = |old, new| Pair { old: Some(old), new: Some(new) };
        let loose: Vec<_> = relation.loose.iter().map(|&at| relation.pairs[at as usize]).collect();
        assert_eq!(loose, [pair(0, 0), pair(1, 0)]);
        assert!(relation.pairs.contains(&pair(0, 1)) && relation.pairs.contains(&pair(1, 1)));
        // What the old list leaves unnamed is what the new side adds.
        std::mem::swap(&mut old, &mut new);
        let relation = relate_parts(&old, &new);
        assert!(relation.loose.is_empty() && relation.pairs.contains(&pair(1, 0)));
    }

    #[test]
    fn a_leaf_whose_parts_all_go_by_another_name_may_be_any_of_them() {
        let old = side(&[("x", &["a"]), ("y", &["a"])], false);
        let mut new = side(&[("a", &[]), ("x", &[])], false);
        let also = ["y".to_owned()];
        new.twigs[1].named = Some(("x", &also));
        let pair = |old, new| Pair { old: Some(old), new: Some(new) };
        let relation = relate_parts(&old, &new);
        assert_eq!(relation.pairs, [pair(0, 1), pair(1, 1), pair(0, 0), pair(1, 0)]);
        assert_eq!(relation.loose, [2, 3]);
        assert_eq!(relate_parts(&new, &old).pairs.len(), 4);
        assert_eq!(relate(&old, &new).pairs.len(), 2);
    }

    #[test]
    fn a_component_is_the_part_of_the_same_name_in_the_matter_of_the_same_name() {
        let old = side(&[("x", &["a"]), ("y", &["a"]), ("x2", &["b"])], false);
        let mut new = side(&[("x", &["a"]), ("x2", &["a"])], false);
        new.holders.iter_mut().for_each(|holder| holder.whole = true);
        new.twigs.iter_mut().for_each(|twig| twig.of = Some(("a", &[])));
        let met = |pairs: &[(Option<u32>, Option<u32>)], pair| pairs.contains(&pair);
        assert!(met(&pairs(&old, &new), (Some(0), Some(0))) && !met(&pairs(&old, &new), (Some(2), Some(1))));
        assert!(met(&pairs(&new, &old), (Some(0), Some(0))) && !met(&pairs(&new, &old), (Some(1), Some(2))));
    }
}
