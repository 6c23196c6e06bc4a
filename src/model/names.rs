//! The words of a fact, by name.
//!
//! In: the values and nodes of an axis, once all are there. Out: which of them a word is called by. It is made when it is
//! first asked, since most facts have few values; the first of equal names counts, and a mistake is reported elsewhere.

use super::domain::{AxisNode, AxisValue};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// An index of an axis.
#[derive(Debug, Clone, Default)]
pub struct Names(OnceLock<Index>);

#[derive(Debug, Clone, Default)]
struct Index {
    values: FxHashMap<String, u32>,
    nodes: FxHashMap<String, u32>,
}

/// Below this many values and nodes a look along the list is as fast.
const FEW: usize = 16;

impl Names {
    /// Returns the number of the value that a word is called by.
    pub(super) fn value(&self, name: &str, values: &[AxisValue], nodes: &[AxisNode]) -> Option<u32> {
        if values.len() <= FEW {
            return number(values.iter().position(|value| value.is_called(name)));
        }
        self.index(values, nodes).values.get(name).copied()
    }

    /// Returns the node that a word is called by.
    pub(super) fn node<'a>(
        &self,
        name: &str,
        values: &[AxisValue],
        nodes: &'a [AxisNode],
    ) -> Option<&'a AxisNode> {
        if nodes.len() <= FEW {
            return nodes.iter().find(|node| node.is_called(name));
        }
        self.index(values, nodes).nodes.get(name).and_then(|&at| nodes.get(at as usize))
    }

    fn index(&self, values: &[AxisValue], nodes: &[AxisNode]) -> &Index {
        self.0.get_or_init(|| {
            let mut index = Index::default();
            for (number, value) in (0_u32..).zip(values).filter(|(_, value)| !value.rest) {
                for name in std::iter::once(&value.name).chain(&value.aliases) {
                    index.values.entry(name.clone()).or_insert(number);
                }
            }
            for (number, node) in (0_u32..).zip(nodes) {
                for name in std::iter::once(&node.name).chain(&node.aliases) {
                    index.nodes.entry(name.clone()).or_insert(number);
                }
            }
            index
        })
    }
}

fn number(position: Option<usize>) -> Option<u32> {
    position.and_then(|at| u32::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::{AxisValue, Names};

    #[test]
    fn many_values_are_found_like_few() {
        let values: Vec<AxisValue> = (0..40).map(|n| AxisValue::word(&format!("v{}", n % 30))).collect();
        let names = Names::default();
        assert_eq!(names.value("v29", &values, &[]), Some(29));
        // The first of equal names.
        assert_eq!(names.value("v3", &values, &[]), Some(3));
        assert_eq!(names.value("v30", &values, &[]), None);
    }
}
