//! Sets of values of one axis.
//!
//! In: value numbers. Out: sets kept as few disjoint rising ranges, so that a subtree or an interval is one range.

/// A set of value numbers of one axis.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ValueSet {
    /// Half-open, rising, neither overlapping nor touching.
    ranges: Vec<(u32, u32)>,
}

impl ValueSet {
    /// Returns the set of all values of an axis of this size.
    #[must_use]
    pub fn full(size: u32) -> ValueSet {
        ValueSet::range(0, size)
    }

    /// Returns the set of the values from `start` up to, but without, `end`.
    #[must_use]
    pub fn range(start: u32, end: u32) -> ValueSet {
        ValueSet { ranges: if start < end { vec![(start, end)] } else { Vec::new() } }
    }

    /// Returns the set of one value.
    #[must_use]
    pub fn single(value: u32) -> ValueSet {
        ValueSet::range(value, value.saturating_add(1))
    }

    /// Collects half-open ranges in any order; they may overlap.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> ValueSet {
        let mut sorted: Vec<(u32, u32)> = ranges.into_iter().filter(|(start, end)| start < end).collect();
        sorted.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(sorted.len());
        for (start, end) in sorted {
            match joined.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        ValueSet { ranges: joined }
    }

    /// Returns the ranges, half-open and rising.
    #[must_use]
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Tells whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Returns how many values there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.ranges.iter().fold(0, |sum: u32, (start, end)| sum.saturating_add(end.saturating_sub(*start)))
    }

    /// Tells whether a value is in the set.
    #[must_use]
    pub fn contains(&self, value: u32) -> bool {
        self.ranges.iter().any(|(start, end)| (*start..*end).contains(&value))
    }

    /// Returns the smallest value.
    #[must_use]
    pub fn first(&self) -> Option<u32> {
        self.ranges.first().map(|(start, _)| *start)
    }

    /// Returns the values, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.ranges.iter().flat_map(|(start, end)| *start..*end)
    }

    /// Returns the values of an axis of this size that are not in the set.
    #[must_use]
    pub fn complement(&self, size: u32) -> ValueSet {
        let mut ranges = Vec::new();
        let mut from = 0;
        for &(start, end) in &self.ranges {
            ranges.push((from, start.min(size)));
            from = end;
        }
        ranges.push((from, size));
        ValueSet::from_ranges(ranges)
    }

    /// Returns what is in either set.
    #[must_use]
    pub fn union(&self, other: &ValueSet) -> ValueSet {
        ValueSet::from_ranges(self.ranges.iter().chain(&other.ranges).copied())
    }

    /// Returns what is in both sets.
    #[must_use]
    pub fn intersection(&self, other: &ValueSet) -> ValueSet {
        let mut ranges = Vec::new();
        let (mut left, mut right) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(&&(a, b)), Some(&&(c, d))) = (left.peek(), right.peek()) {
            ranges.push((a.max(c), b.min(d)));
            if b <= d {
                left.next();
            } else {
                right.next();
            }
        }
        ValueSet::from_ranges(ranges)
    }

    /// Tells whether every value of `other` is in this set.
    #[must_use]
    pub fn covers(&self, other: &ValueSet) -> bool {
        // A range of the other set lies inside the first of ours that ends after it begins, or nowhere.
        other.ranges.iter().all(|&(start, end)| {
            let at = self.ranges.partition_point(|range| range.1 <= start);
            self.ranges.get(at).is_some_and(|range| range.0 <= start && end <= range.1)
        })
    }

    /// Tells whether some value is in both sets.
    #[must_use]
    pub fn meets(&self, other: &ValueSet) -> bool {
        other.ranges.iter().any(|&(start, end)| {
            let at = self.ranges.partition_point(|range| range.1 <= start);
            self.ranges.get(at).is_some_and(|range| range.0 < end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ValueSet;

    #[test]
    fn algebra() {
        let set = ValueSet::from_ranges([(4, 6), (0, 2), (1, 3)]);
        assert_eq!(set.ranges(), &[(0, 3), (4, 6)]);
        assert_eq!(set.complement(8).ranges(), &[(3, 4), (6, 8)]);
        assert_eq!(set.intersection(&ValueSet::range(2, 5)).ranges(), &[(2, 3), (4, 5)]);
        assert_eq!(set.union(&ValueSet::single(3)).ranges(), &[(0, 6)]);
        assert!(set.covers(&ValueSet::single(5)) && !set.covers(&ValueSet::single(3)));
        assert!(set.covers(&ValueSet::default()) && !set.covers(&ValueSet::range(2, 5)));
        assert!(set.meets(&ValueSet::range(2, 4)) && !set.meets(&ValueSet::range(3, 4)));
        assert_eq!(set.len(), 5);
    }
}
