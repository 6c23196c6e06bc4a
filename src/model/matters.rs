//! The tree of matters.
//!
//! In: `matters` statements. Out: leaves numbered from the top of the file down, so that the leaves under a node
//! are one range; and after the last leaf one number for every matter that is not listed.

use super::{MatterId, SectionId, ValueSet};
use crate::arena::Arena;
use crate::source::Span;
use rustc_hash::FxHashMap;

/// The matters of a policy.
#[derive(Debug, Clone, Default)]
pub struct MatterTree {
    /// The nodes, each after its parent.
    pub nodes: Arena<MatterId, Matter>,
    leaves: Vec<Leaf>,
    by_name: FxHashMap<String, MatterId>,
    /// Components by their matter and their name: two matters may each have 建设.
    by_part: FxHashMap<(MatterId, String), MatterId>,
    /// Lists that are marked open.
    pub open_lists: Vec<OpenList>,
}

/// A node of the tree.
#[derive(Debug, Clone)]
pub struct Matter {
    /// `专利导航`
    pub name: String,
    /// `开展专利导航`
    pub aliases: Vec<String>,
    /// The group that it stands in.
    pub parent: Option<MatterId>,
    /// The first leaf under it, and the leaf after the last.
    pub leaves: (u32, u32),
    /// What stands under it are its components: they are answered together.
    pub whole: bool,
    /// It holds others, and a clause speaks of it by its name, and so of all of them.
    pub spoken: bool,
    /// The section that it is declared in.
    pub section: Option<SectionId>,
    /// Where it is declared.
    pub span: Span,
}

/// A leaf: one matter, or what an open group holds besides its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// The matter, or the open group.
    pub matter: MatterId,
    /// It is the rest of the open group.
    pub elsewhere: bool,
}

/// A list that ends in `etc`.
#[derive(Debug, Clone)]
pub struct OpenList {
    /// The group, if the list is one.
    pub group: Option<MatterId>,
    /// The section that it stands in.
    pub section: Option<String>,
    /// The first matter that it names.
    pub first: Option<String>,
    /// Where `etc` stands.
    pub span: Span,
}

impl MatterTree {
    /// Adds a node; its leaves are set when it is closed.
    pub(super) fn open_node(
        &mut self,
        name: String,
        aliases: Vec<String>,
        parent: Option<MatterId>,
        whole: bool,
        span: Span,
    ) -> MatterId {
        let start = self.leaf_count();
        let names: Vec<String> = std::iter::once(name.clone()).chain(aliases.iter().cloned()).collect();
        let of = parent.filter(|&parent| self.nodes[parent].whole);
        let id = self.nodes.push(Matter {
            name,
            aliases,
            parent,
            leaves: (start, start),
            whole,
            spoken: false,
            section: None,
            span,
        });
        for name in names {
            match of {
                Some(parent) => self.by_part.entry((parent, name)).or_insert(id),
                None => self.by_name.entry(name).or_insert(id),
            };
        }
        id
    }

    /// Adds a leaf.
    pub(super) fn add_leaf(&mut self, leaf: Leaf) {
        self.leaves.push(leaf);
    }

    /// Ends a node: what was added since it was opened lies under it.
    pub(super) fn close_node(&mut self, id: MatterId) {
        let end = self.leaf_count();
        if let Some(node) = self.nodes.get_mut(id) {
            node.leaves.1 = end;
        }
    }

    /// Returns how many leaves there are.
    #[must_use]
    pub fn leaf_count(&self) -> u32 {
        u32::try_from(self.leaves.len()).unwrap_or(u32::MAX)
    }

    /// Returns the number that stands for every matter that is not listed.
    #[must_use]
    pub fn unlisted(&self) -> u32 {
        self.leaf_count()
    }

    /// Returns a leaf by its number; nothing for the unlisted matters.
    #[must_use]
    pub fn leaf(&self, number: u32) -> Option<Leaf> {
        self.leaves.get(number as usize).copied()
    }

    /// Returns a matter by its name or an alias.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<MatterId> {
        self.by_name.get(name).copied()
    }

    /// Returns a component of a matter by its name or an alias.
    #[must_use]
    pub fn component(&self, matter: MatterId, name: &str) -> Option<MatterId> {
        self.by_part.get(&(matter, name.to_owned())).copied()
    }

    /// Returns a part of a matter by its name or an alias: a component, or what a group holds.
    #[must_use]
    pub fn part(&self, matter: MatterId, name: &str) -> Option<MatterId> {
        let held = |id: &MatterId| {
            std::iter::successors(self.nodes[*id].parent, |&id| self.nodes[id].parent).any(|id| id == matter)
        };
        self.component(matter, name).or_else(|| self.find(name).filter(held))
    }

    /// Returns the components of a matter, in order.
    pub fn components(&self, matter: MatterId) -> impl Iterator<Item = &Matter> {
        let whole = self.nodes[matter].whole;
        self.nodes.iter().filter(move |node| whole && node.parent == Some(matter))
    }

    /// Returns the names by which a leaf can be on a list; a component goes by that of its matter, what is elsewhere has none.
    #[must_use]
    pub fn names_of(&self, leaf: u32) -> Option<Vec<String>> {
        let whole = self.whole_of(leaf);
        let leaf = self.leaf(leaf)?;
        if leaf.elsewhere && whole.is_none() {
            return None;
        }
        let node = &self.nodes[whole.unwrap_or(leaf.matter)];
        Some(std::iter::once(&node.name).chain(&node.aliases).cloned().collect())
    }

    /// Returns the matter whose components hold a leaf, if it has any.
    #[must_use]
    pub fn whole_of(&self, leaf: u32) -> Option<MatterId> {
        let leaf = self.leaf(leaf)?;
        let mut node = if leaf.elsewhere { Some(leaf.matter) } else { self.nodes[leaf.matter].parent };
        while let Some(id) = node {
            if self.nodes[id].whole {
                return Some(id);
            }
            node = self.nodes[id].parent;
        }
        None
    }

    /// Returns the leaves under a node.
    #[must_use]
    pub fn under(&self, id: MatterId) -> ValueSet {
        let (start, end) = self.nodes[id].leaves;
        ValueSet::range(start, end)
    }

    /// Returns the leaf that is the rest of an open group.
    #[must_use]
    pub fn elsewhere(&self, group: MatterId) -> Option<u32> {
        let (start, end) = self.nodes[group].leaves;
        (start..end).find(|&n| self.leaf(n) == Some(Leaf { matter: group, elsewhere: true }))
    }

    /// Returns the open lists of matters; a list of components is none.
    pub fn open_matter_lists(&self) -> impl Iterator<Item = &OpenList> {
        self.open_lists.iter().filter(|list| list.group.is_none_or(|group| !self.nodes[group].whole))
    }

    /// Returns every listed matter.
    #[must_use]
    pub fn all(&self) -> ValueSet {
        ValueSet::full(self.leaf_count())
    }

    /// Returns the tree with further leaves, taken from another tree, behind its own.
    #[must_use]
    pub fn with_leaves_of(&self, other: &MatterTree, leaves: &[u32]) -> MatterTree {
        let mut tree = self.clone();
        for leaf in leaves.iter().filter_map(|&number| other.leaf(number)) {
            let node = &other.nodes[leaf.matter];
            let holder = if leaf.elsewhere { Some(leaf.matter) } else { node.parent };
            let holder = holder.map(|id| &other.nodes[id]).filter(|node| leaf.elsewhere || node.whole);
            let holder = holder.map(|node| match tree.find(&node.name) {
                Some(known) => known,
                None => tree.open_node(node.name.clone(), node.aliases.clone(), None, node.whole, node.span),
            });
            match holder.filter(|_| leaf.elsewhere) {
                Some(matter) => {
                    let empty = tree.under(matter).is_empty();
                    tree.add_leaf(Leaf { matter, elsewhere: true });
                    if empty {
                        tree.close_node(matter);
                    }
                }
                None => {
                    let id =
                        tree.open_node(node.name.clone(), node.aliases.clone(), holder, false, node.span);
                    tree.add_leaf(Leaf { matter: id, elsewhere: false });
                    tree.close_node(id);
                }
            }
        }
        tree
    }

    /// Returns every name and alias by which a matter can be asked for alone.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let alone =
            self.nodes.iter().filter(|node| node.parent.is_none_or(|parent| !self.nodes[parent].whole));
        alone.flat_map(|node| {
            std::iter::once(node.name.as_str()).chain(node.aliases.iter().map(String::as_str))
        })
    }
}
