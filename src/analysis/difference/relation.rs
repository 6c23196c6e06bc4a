//! Which names of one list stand for which of another.
//!
//! In: the leaves of two trees with their names and what stands above them. Out: pairs of leaves that are looked at together. A
//! leaf that the other side does not have stands for what holds it there: the nearest container that is a leaf of that side, or
//! whose list is open, or else any other name, if that side has any other.

use rustc_hash::{FxHashMap, FxHashSet};

/// A leaf of a tree of names.
#[derive(Debug, Clone, Default)]
pub(super) struct Twig<'m> {
    /// Its name and aliases; none for the rest of an open container.
    pub(super) names: Vec<&'m str>,
    /// The names of the matter of which it is a component: alone its name says nothing.
    pub(super) of: Vec<&'m str>,
    /// The names of what holds it, the narrowest first.
    pub(super) above: Vec<Vec<&'m str>>,
}

/// The leaves of one side, in order, and the number that stands for any other name.
#[derive(Debug, Clone, Default)]
pub(super) struct Side<'m> {
    pub(super) twigs: Vec<Twig<'m>>,
    pub(super) other: Option<u32>,
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
    containers: FxHashSet<&'m str>,
    other: Option<u32>,
}

impl<'m> Index<'m> {
    fn new(side: &Side<'m>) -> Index<'m> {
        let mut index = Index {
            leaves: FxHashMap::default(),
            components: FxHashMap::default(),
            rests: FxHashMap::default(),
            containers: FxHashSet::default(),
            other: side.other,
        };
        for (number, twig) in (0_u32..).zip(&side.twigs) {
            for name in &twig.names {
                if twig.of.is_empty() {
                    index.leaves.entry(name).or_insert(number);
                }
                for of in &twig.of {
                    index.components.entry((of, name)).or_insert(number);
                }
            }
            if twig.names.is_empty() {
                for name in twig.above.first().into_iter().flatten() {
                    index.rests.entry(name).or_insert(number);
                }
            }
            index.containers.extend(twig.above.iter().flatten());
        }
        index
    }

    fn find(&self, twig: &Twig<'_>) -> Found {
        if twig.of.is_empty() {
            if let Some(&same) = twig.names.iter().find_map(|name| self.leaves.get(name)) {
                return Found::Same(same);
            }
            if twig.names.iter().any(|name| self.containers.contains(name)) {
                return Found::Divided;
            }
        }
        let mut full = twig.of.iter().flat_map(|of| twig.names.iter().map(move |name| (*of, *name)));
        if let Some(&same) = full.find_map(|name| self.components.get(&name)) {
            return Found::Same(same);
        }
        let rest = |names: &Vec<&str>| names.iter().find_map(|name| self.rests.get(name)).copied();
        if twig.names.is_empty()
            && let Some(same) = twig.above.first().and_then(rest)
        {
            return Found::Same(same);
        }
        for names in &twig.above {
            let leaf = names.iter().find_map(|name| self.leaves.get(name)).copied();
            if let Some(holds) = leaf.or_else(|| rest(names)) {
                return Found::Within(Some(holds));
            }
        }
        Found::Within(self.other)
    }
}

/// Pairs the leaves of two sides.
pub(super) fn relate(old: &Side<'_>, new: &Side<'_>) -> Relation {
    let (of_old, of_new) = (Index::new(old), Index::new(new));
    let mut relation = Relation::default();
    let mut seen: FxHashSet<Pair> = FxHashSet::default();
    for (number, twig) in (0_u32..).zip(&new.twigs) {
        let (counterpart, alone) = match of_old.find(twig) {
            Found::Same(leaf) => (Some(leaf), false),
            Found::Divided => continue,
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
        let (counterpart, alone) = match of_new.find(twig) {
            Found::Same(leaf) => (Some(leaf), false),
            Found::Divided => continue,
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
    if old.other.is_some() || new.other.is_some() {
        relation.pairs.push(Pair { old: old.other, new: new.other });
    }
    relation
}

fn joint(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Pair, Side, Twig, relate};

    fn side<'a>(leaves: &[(&'a str, &[&'a str])], other: bool) -> Side<'a> {
        let twig = |(name, above): &(&'a str, &[&'a str])| Twig {
            names: if name.is_empty() { Vec::new() } else { vec![*name] },
            of: Vec::new(),
            above: above.iter().map(|name| vec![*name]).collect(),
        };
        let count = u32::try_from(leaves.len()).unwrap_or(0);
        Side { twigs: leaves.iter().map(twig).collect(), other: other.then_some(count) }
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
}
