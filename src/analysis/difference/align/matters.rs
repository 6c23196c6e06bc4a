//! The names of the matters of a policy.
//!
//! In: its tree. Out: each leaf with its names and what holds it. A component is named by its matter and itself.

use super::Named;
use super::relation::{Holder, Side, Twig};
use crate::arena::Id;
use crate::model::{Leaf, MatterId, MatterTree};

/// Returns the matters, with what holds each.
pub(super) fn matters(tree: &MatterTree) -> Side<'_> {
    let named = |id: MatterId| -> Named<'_> {
        let node = &tree.nodes[id];
        (&node.name, &node.aliases)
    };
    let holder = |id: MatterId| {
        let node = &tree.nodes[id];
        Holder { named: named(id), above: node.parent.map(Id::index), whole: node.whole, spoken: node.spoken }
    };
    let twig = |leaf: Leaf| {
        let parent = tree.nodes[leaf.matter].parent;
        if leaf.elsewhere {
            return Twig { named: None, of: None, above: Some(leaf.matter.index()) };
        }
        let of = parent.filter(|&parent| tree.nodes[parent].whole).map(named);
        Twig { named: Some(named(leaf.matter)), of, above: parent.map(Id::index) }
    };
    Side {
        twigs: (0..tree.leaf_count()).filter_map(|number| tree.leaf(number)).map(twig).collect(),
        holders: tree.nodes.ids().map(holder).collect(),
        other: Some(tree.unlisted()),
    }
}
