//! A query, narrowed to some of its cases.
//!
//! In: a query, and values of facts, as a branch of its answer has them. Out: the same query where those facts are known.

use crate::model::{AxisId, Interval, Known, Model, Query, ValueSet, day_of, number_of};

/// Returns the query where each of these facts has one of these values; figures and days stay within those that are asked about.
#[must_use]
pub fn narrowed(model: &Model, query: &Query, when: &[(AxisId, ValueSet)]) -> Query {
    let mut query = query.clone();
    for (axis, set) in when {
        let days =
            query.date.map(|(first, last)| Interval { first: number_of(first), last: number_of(last) });
        let asked = query.known(*axis).and_then(|known| known.figures);
        let asked = asked.or_else(|| days.filter(|_| *axis == model.date()));
        let figures = figures(model, *axis, set, asked);
        query.known.retain(|known| known.axis != *axis);
        if *axis == model.date() {
            query.date = figures
                .filter(|_| set.ranges().len() == 1)
                .map(|days| (day_of(days.first), day_of(days.last)));
            if query.date.is_some() {
                continue;
            }
        }
        query.known.push(Known {
            axis: *axis,
            set: set.clone(),
            figures,
            taken: Vec::new(),
            by_table: false,
            together: false,
            unknown: None,
        });
    }
    query.known.sort_by_key(|known| known.axis);
    query
}

/// Returns the figures of the stretches of a fact, cut to those that are asked about.
fn figures(model: &Model, axis: AxisId, set: &ValueSet, asked: Option<Interval>) -> Option<Interval> {
    let scale = model.axes[axis].scale.as_ref()?;
    let (start, _) = set.ranges().first()?;
    let (_, end) = set.ranges().last()?;
    let figures =
        Interval { first: scale.stretch(*start).first, last: scale.stretch(end.saturating_sub(1)).last };
    Some(asked.map(|asked| figures.meet(asked)).filter(|cut| !cut.is_empty()).unwrap_or(figures))
}
