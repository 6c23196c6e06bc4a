//! Where claims apply beside one another.
//!
//! In: two claims, of one diagram or of two. Out: whether they are made in the same cases, or in some case together. Regions that are
//! kept as diagrams are not compared: they are never the same, and may always meet.

use super::boxes::{Area, Side, Values};
use super::{ClaimId, Diagram};
use crate::arena::Id;
use crate::model::AxisId;

impl Diagram {
    /// Tells whether a claim is made in the same cases as one of another diagram; `facts` gives for each fact of a side the number by
    /// which both know it, and nothing where they do not number its values alike.
    #[must_use]
    pub fn applies_like(
        &self,
        claim: ClaimId,
        facts: &[Option<AxisId>],
        (other, its, there): (&Diagram, ClaimId, &[Option<AxisId>]),
    ) -> bool {
        let (Area::Boxes(first, end), Area::Boxes(start, after)) =
            (self.boxes.area(claim), other.boxes.area(its))
        else {
            return false;
        };
        let fact = |facts: &[Option<AxisId>], side: &Side| facts.get(side.axis.index()).copied().flatten();
        let same = |(a, b): (&Side, &Side)| {
            let (one, two) = (fact(facts, a), fact(there, b));
            one.is_some()
                && one == two
                && match (a.values, b.values) {
                    (Values::Bits(one), Values::Bits(two)) => one == two,
                    (Values::Wide(one), Values::Wide(two)) => self.boxes.wide(one) == other.boxes.wide(two),
                    _ => false,
                }
        };
        let boxes_alike = |(a, b): (u32, u32)| {
            let (left, right) = (self.boxes.sides(a), other.boxes.sides(b));
            left.len() == right.len() && left.iter().zip(right).all(same)
        };
        end.saturating_sub(first) == after.saturating_sub(start)
            && (first..end).zip(start..after).all(boxes_alike)
    }

    /// Tells whether two claims may be made in one case.
    #[must_use]
    pub fn may_meet(&self, one: ClaimId, two: ClaimId) -> bool {
        let (Area::Boxes(first, end), Area::Boxes(start, after)) =
            (self.boxes.area(one), self.boxes.area(two))
        else {
            return true;
        };
        (first..end).any(|a| (start..after).any(|b| self.boxes_meet(a, b)))
    }

    fn boxes_meet(&self, one: u32, two: u32) -> bool {
        let others = self.boxes.sides(two);
        self.boxes.sides(one).iter().all(|side| {
            let other = others.iter().find(|other| other.axis == side.axis);
            other.is_none_or(|other| match (side.values, other.values) {
                (Values::Bits(a), Values::Bits(b)) => a & b != 0,
                (a, b) => !self.boxes.set(a).intersection(&self.boxes.set(b)).is_empty(),
            })
        })
    }
}
