//! When a policy is in force.
//!
//! In: the first and the last day of the header, and cases that start on days of their own. Out: diagrams over the facts and
//! the date: 0 where the policy is in force, else the leaf that says why it is not.

use super::Diagram;
use super::build::Builder;
use super::store::{NodeId, Store, TooLarge};
use crate::model::{Interval, Model, Start, Unit, day_after, number_of};
use jiff::civil::Date;

/// How a day lies outside of a policy's validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outside {
    /// The first day in force comes later.
    NotYet(Date),
    /// The last day in force came before.
    NoLonger(Date),
}

impl Builder<'_> {
    /// Returns the days before the earliest start of all and after the last day.
    pub(super) fn bounds(&mut self) -> Result<NodeId, TooLarge> {
        let days = self.model.in_force();
        let mut node = NodeId::terminal(0);
        if days.first > Unit::Day.least() {
            let from = crate::model::day_of(days.first);
            let leaf = self.outside(Outside::NotYet(from));
            node = put(&mut self.store, self.model, node, before(from), leaf)?;
        }
        if let Some(until) = self.model.header.until {
            let after = Interval { first: number_of(day_after(until)), last: Unit::Day.greatest() };
            let leaf = self.outside(Outside::NoLonger(until));
            node = put(&mut self.store, self.model, node, after, leaf)?;
        }
        Ok(node)
    }
}

impl Diagram {
    /// Returns the days on which the cases of a matter have not started, where some start later than others.
    pub(super) fn starts(&mut self, model: &Model, matter: u32) -> Result<NodeId, TooLarge> {
        let mut starts: Vec<&Start> =
            model.starts.iter().filter(|start| start.matters.contains(matter)).collect();
        // Where several apply, the latest counts.
        starts.sort_by_key(|start| start.date);
        let mut node = NodeId::terminal(0);
        if model.starts.is_empty() {
            return Ok(node);
        }
        if let Some(effective) = model.header.effective {
            node = self.not_yet(model, node, effective)?;
        }
        for start in starts {
            let own = self.not_yet(model, NodeId::terminal(0), start.date)?;
            let cases = self.store.condition(model, &start.condition)?;
            node = self.store.combine(&[cases, own, node], &mut |values| match values {
                [1, own, _] => *own,
                [_, _, before] => *before,
                _ => 0,
            })?;
        }
        Ok(node)
    }

    fn not_yet(&mut self, model: &Model, node: NodeId, from: Date) -> Result<NodeId, TooLarge> {
        let leaf = self.leaves.outside(Outside::NotYet(from));
        put(&mut self.store, model, node, before(from), leaf)
    }
}

/// Returns all days before one.
fn before(day: Date) -> Interval {
    Interval { first: Unit::Day.least(), last: number_of(day).saturating_sub(1) }
}

/// Puts a leaf on the days of an interval.
fn put(
    store: &mut Store,
    model: &Model,
    node: NodeId,
    days: Interval,
    leaf: u32,
) -> Result<NodeId, TooLarge> {
    let axis = model.date();
    let size = model.axes[axis].size();
    let there = store.test(axis, &model.stretches(days), size)?;
    store.combine(&[there, node], &mut |values| match values {
        [1, _] => leaf,
        [_, before] => *before,
        _ => 0,
    })
}
