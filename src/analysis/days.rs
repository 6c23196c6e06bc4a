//! The days that a query asks about, and those for which its answer holds.
//!
//! In: a diagram narrowed to the other facts. Out: the same narrowed to days; and the stretch of days around them on which
//! the answer stays the same. What the policy says on a day is not decided here.

use super::answer::Answer;
use super::evaluate::Evaluation;
use super::tuples::EXCLUDED;
use crate::diagram::{NodeId, Status, TooLarge};
use crate::model::{Interval, Query, Unit, ValueSet, day_of, number_of};
use jiff::civil::Date;

impl Evaluation<'_> {
    /// Answers a narrowed diagram for the days asked about, with the days for which that holds.
    ///
    /// Where no day is named, those on which the policy is not in force for a case are left out, unless the answer changes
    /// with the day: then a branch has to say from when it holds.
    pub(super) fn on_days(&mut self, node: NodeId, query: &Query) -> Result<Answer, TooLarge> {
        let dated = self.dated(node, query)?;
        let mut answer = self.read(dated)?;
        if self.undated && answer.needs.contains(&self.model.date()) {
            self.undated = false;
            let read = self.read(dated);
            self.undated = true;
            answer = read?;
        }
        answer.in_force = self.holds(node, query, &answer)?;
        Ok(answer)
    }

    pub(super) fn validity(&self) -> (Option<Date>, Option<Date>) {
        crate::model::days(self.model.in_force())
    }

    /// Returns the stretches of days that are asked about, and whether some lie outside of the policy's validity.
    pub(super) fn asked_days(&self, query: &Query) -> (ValueSet, bool) {
        let inside = self.model.stretches(self.model.in_force());
        let asked = match (query.date, query.known(self.model.date())) {
            (Some((first, last)), _) => {
                self.model.stretches(Interval { first: number_of(first), last: number_of(last) })
            }
            (None, Some(known)) => known.set.clone(),
            (None, None) => inside.clone(),
        };
        let beyond = !inside.covers(&asked);
        (asked, beyond)
    }

    /// Narrows a diagram to the days asked about.
    pub(super) fn dated(&mut self, node: NodeId, query: &Query) -> Result<NodeId, TooLarge> {
        let (asked, beyond) = self.asked_days(query);
        let date = self.model.date();
        let node = if beyond { self.diagram.with_bounds(node, EXCLUDED)? } else { node };
        if !self.diagram.store.support(node).contains(&date) {
            return Ok(node);
        }
        match (asked.len(), asked.first()) {
            (1, Some(stretch)) => self.diagram.store.fix(node, date, stretch),
            _ => {
                let size = self.model.axes[date].size();
                self.diagram.store.within(node, date, &asked, size, EXCLUDED)
            }
        }
    }

    /// Returns the days around those asked about for which the answer stays the same.
    pub(super) fn holds(
        &mut self,
        node: NodeId,
        query: &Query,
        answer: &Answer,
    ) -> Result<(Option<Date>, Option<Date>), TooLarge> {
        let date = self.model.date();
        let depends = self.diagram.store.support(node).contains(&date);
        let (asked, _) = self.asked_days(query);
        let days = query.date.is_some() || query.known(date).is_some();
        if !depends || answer.status == Status::NotInForce {
            return Ok(self.validity());
        }
        let pieces = self.pieces(node);
        if !days {
            return self.started(node, &pieces);
        }
        let here = |piece: &(u32, u32)| !asked.intersection(&ValueSet::range(piece.0, piece.1)).is_empty();
        let Some(first) = pieces.iter().position(here) else { return Ok(self.validity()) };
        let last = pieces.iter().rposition(here).unwrap_or(first);
        let (mut start, mut end) = (first, last);
        while let Some(before) = start.checked_sub(1).and_then(|at| Some((at, *pieces.get(at)?))) {
            if !self.same_in(node, before.1.0, answer)? {
                break;
            }
            start = before.0;
        }
        while let Some(after) = end.checked_add(1).and_then(|at| Some((at, *pieces.get(at)?))) {
            if !self.same_in(node, after.1.0, answer)? {
                break;
            }
            end = after.0;
        }
        let scale = self.model.axes[date].scale.as_ref();
        let from = pieces.get(start).and_then(|piece| scale.map(|scale| scale.stretch(piece.0).first));
        let until = pieces
            .get(end)
            .and_then(|piece| scale.map(|scale| scale.stretch(piece.1.saturating_sub(1)).last));
        let from = from.filter(|&from| from > Unit::Day.least()).map(day_of);
        let until = until.filter(|&until| until < Unit::Day.greatest()).map(day_of);
        Ok((from, until))
    }

    /// Returns the days on which the policy is in force for every case that is left.
    fn started(
        &mut self,
        node: NodeId,
        pieces: &[(u32, u32)],
    ) -> Result<(Option<Date>, Option<Date>), TooLarge> {
        let (mut from, until) = self.validity();
        let date = self.model.date();
        for &(start, end) in pieces.iter().rev() {
            let there = self.diagram.store.fix(node, date, start)?;
            let terminals = self.diagram.store.terminals(there);
            if terminals.into_iter().any(|terminal| self.is_outside(terminal)) {
                let after = self.model.axes[date].scale.as_ref().map(|scale| scale.stretch(end).first);
                from = after.map(day_of);
                break;
            }
        }
        Ok((from, until))
    }

    /// Cuts the days in force where a diagram tells days apart.
    fn pieces(&self, node: NodeId) -> Vec<(u32, u32)> {
        let date = self.model.date();
        let inside = self.model.stretches(self.model.in_force());
        let (Some(&(first, _)), Some(&(_, end))) = (inside.ranges().first(), inside.ranges().last()) else {
            return Vec::new();
        };
        let mut cuts = vec![first, end];
        self.diagram.store.each_node(node, &mut |store, id| {
            if store.axis(id) == Some(date) {
                cuts.extend(
                    store.edges(id).iter().map(|edge| edge.end).filter(|&cut| first < cut && cut < end),
                );
            }
        });
        cuts.sort_unstable();
        cuts.dedup();
        cuts.iter().copied().zip(cuts.iter().copied().skip(1)).collect()
    }

    /// Tells whether the answer is the same in another stretch of days.
    fn same_in(&mut self, node: NodeId, stretch: u32, answer: &Answer) -> Result<bool, TooLarge> {
        let date = self.model.date();
        let there = self.diagram.store.fix(node, date, stretch)?;
        Ok(self.read(there)?.same_as(answer))
    }
}
