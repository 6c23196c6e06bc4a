//! Figures: amounts of money, whole numbers, days; and how an axis of them is cut into few values.
//!
//! In: a figure as written, and the bounds that rules mention. Out: exact integers (fen, pieces, days), and numbered
//! stretches between neighbouring bounds, within which no rule can tell two figures apart. Never a float.

use super::ValueSet;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Money, in fen.
    Fen,
    /// Whole pieces: heads, households.
    Count,
    /// Days since 1970-01-01.
    Day,
}

/// Figures from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The smallest.
    pub first: i64,
    /// The largest.
    pub last: i64,
}

/// Why a figure cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadFigure {
    /// `500美元`
    Unit,
    /// `0.001元`: finer than a fen, or than one piece.
    Fine,
    /// Larger than can be counted.
    Large,
    /// `2025-02-30`
    Day,
}

/// Units of money, in fen.
const MONEY: &[(&str, i64)] = &[
    ("亿元", 10_000_000_000),
    ("千万元", 1_000_000_000),
    ("百万元", 100_000_000),
    ("万元", 1_000_000),
    ("千元", 100_000),
    ("元", 100),
    ("角", 10),
    ("分", 1),
];

/// Multipliers of whole numbers.
const MANY: &[(&str, i64)] = &[("亿", 100_000_000), ("万", 10_000), ("", 1)];

impl Unit {
    /// Returns the smallest figure that there is.
    #[must_use]
    pub fn least(self) -> i64 {
        match self {
            Unit::Fen | Unit::Count => 0,
            Unit::Day => number_of(Date::MIN),
        }
    }

    /// Returns the largest figure that there is.
    #[must_use]
    pub fn greatest(self) -> i64 {
        match self {
            Unit::Fen | Unit::Count => i64::MAX,
            Unit::Day => number_of(Date::MAX),
        }
    }

    /// Reads a figure; a year or a month is all of its days.
    ///
    /// # Errors
    /// Says why the text is no such figure.
    pub fn read(self, text: &str) -> Result<Interval, BadFigure> {
        match self {
            Unit::Day => read_days(text),
            Unit::Fen => read_number(text, MONEY).map(Interval::single),
            Unit::Count => read_number(text, MANY).map(Interval::single),
        }
    }

    /// Writes a figure so that it can be read again.
    #[must_use]
    pub fn write(self, figure: i64) -> String {
        match self {
            Unit::Day => day_of(figure).to_string(),
            Unit::Count => figure.to_string(),
            Unit::Fen if figure != 0 && figure.rem_euclid(10_000_000_000) == 0 => {
                format!("{}亿元", figure.div_euclid(10_000_000_000))
            }
            Unit::Fen if figure != 0 && figure.rem_euclid(1_000_000) == 0 => {
                format!("{}万元", figure.div_euclid(1_000_000))
            }
            Unit::Fen => format!("{}元", yuan(figure).trim_end_matches('0').trim_end_matches('.')),
        }
    }
}

/// Writes fen as yuan with two decimals: `800000.00`.
#[must_use]
pub fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen.div_euclid(100), fen.rem_euclid(100))
}

/// Returns the number of a day.
#[must_use]
pub fn number_of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours().div_euclid(24)
}

/// Returns the day with a number; days beyond the calendar are its ends.
#[must_use]
pub fn day_of(number: i64) -> Date {
    let most = i64::from(i32::MAX);
    let hours = SignedDuration::from_hours(number.saturating_mul(24).clamp(most.saturating_neg(), most));
    EPOCH.checked_add(hours).unwrap_or(if number < 0 { Date::MIN } else { Date::MAX })
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn read_days(text: &str) -> Result<Interval, BadFigure> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let year = numbers.next().filter(|year| year.len() == 4).and_then(|part| part.parse().ok());
    let month: Option<i8> = numbers.next().map(|part| part.parse().unwrap_or(0));
    let day: Option<i8> = numbers.next().map(|part| part.parse().unwrap_or(0));
    let year: i16 = year.ok_or(BadFigure::Day)?;
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| BadFigure::Day)?;
    let last = match (month, day) {
        (Some(_), Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        _ => first.last_of_year(),
    };
    Ok(Interval { first: number_of(first), last: number_of(last) })
}

fn read_number(text: &str, units: &[(&str, i64)]) -> Result<i64, BadFigure> {
    let found = units.iter().find_map(|(unit, size)| {
        let digits = text.strip_suffix(unit)?;
        digits.chars().all(|c| c.is_ascii_digit() || c == '.').then_some((digits, *size))
    });
    let (digits, size) = found.filter(|(digits, _)| !digits.is_empty()).ok_or(BadFigure::Unit)?;
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut figure =
        whole.parse::<i64>().ok().and_then(|whole| whole.checked_mul(size)).ok_or(BadFigure::Large)?;
    let mut place = size;
    for digit in decimals.chars() {
        let digit = i64::from(digit.to_digit(10).ok_or(BadFigure::Unit)?);
        if digit != 0 && place.rem_euclid(10) != 0 {
            return Err(BadFigure::Fine);
        }
        place = place.div_euclid(10);
        figure =
            digit.checked_mul(place).and_then(|part| figure.checked_add(part)).ok_or(BadFigure::Large)?;
    }
    Ok(figure)
}

impl Interval {
    /// Returns the interval of one figure.
    #[must_use]
    pub fn single(figure: i64) -> Interval {
        Interval { first: figure, last: figure }
    }

    /// Returns what lies in both.
    #[must_use]
    pub fn meet(self, other: Interval) -> Interval {
        Interval { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    /// Tells whether nothing lies in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.first > self.last
    }

    /// Returns where an axis has to be cut so that this interval is told apart.
    pub fn cuts(self) -> impl Iterator<Item = i64> {
        // Nothing comes after the largest figure.
        std::iter::once(self.first).chain(self.last.checked_add(1))
    }

    /// Returns the interval that reaches over both.
    #[must_use]
    pub fn hull(self, other: Interval) -> Interval {
        Interval { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// An axis of figures, cut where rules tell them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// What is counted.
    pub unit: Unit,
    /// The first figure of each stretch, rising; the first of all is the smallest figure that there is.
    cuts: Vec<i64>,
}

impl Scale {
    /// Cuts an axis at these figures.
    #[must_use]
    pub fn new(unit: Unit, mut cuts: Vec<i64>) -> Scale {
        cuts.retain(|&cut| cut > unit.least() && cut <= unit.greatest());
        cuts.push(unit.least());
        cuts.sort_unstable();
        cuts.dedup();
        Scale { unit, cuts }
    }

    /// Returns how many stretches there are.
    #[must_use]
    pub fn size(&self) -> u32 {
        u32::try_from(self.cuts.len()).unwrap_or(u32::MAX)
    }

    /// Returns every figure that there is.
    #[must_use]
    pub fn all(&self) -> Interval {
        Interval { first: self.unit.least(), last: self.unit.greatest() }
    }

    /// Returns a stretch by its number.
    #[must_use]
    pub fn stretch(&self, number: u32) -> Interval {
        let at = number as usize;
        let first = self.cuts.get(at).copied().unwrap_or(self.unit.greatest());
        let next = self.cuts.get(at.saturating_add(1)).map(|cut| cut.saturating_sub(1));
        Interval { first, last: next.unwrap_or(self.unit.greatest()) }
    }

    /// Returns the stretches that hold some figure of an interval.
    #[must_use]
    pub fn touching(&self, interval: Interval) -> ValueSet {
        let interval = interval.meet(self.all());
        if interval.is_empty() {
            return ValueSet::default();
        }
        let index = |figure: i64| {
            let after = self.cuts.partition_point(|&cut| cut <= figure);
            u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
        };
        ValueSet::range(index(interval.first), index(interval.last).saturating_add(1))
    }

    /// Returns a figure of a stretch to ask about: the one next to a bound.
    #[must_use]
    pub fn example(&self, number: u32) -> i64 {
        let stretch = self.stretch(number);
        if self.unit == Unit::Day && stretch.first == self.unit.least() {
            stretch.last
        } else {
            stretch.first
        }
    }
}

/// Returns days as a stretch of time, open where the calendar ends.
#[must_use]
pub fn days(interval: Interval) -> (Option<Date>, Option<Date>) {
    let from = (interval.first > Unit::Day.least()).then(|| day_of(interval.first));
    let until = (interval.last < Unit::Day.greatest()).then(|| day_of(interval.last));
    (from, until)
}

/// Returns the day after; the last day of the calendar has none.
#[must_use]
pub fn day_after(date: Date) -> Date {
    date.checked_add(1.day()).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::{BadFigure, Interval, Scale, Unit, day_of, number_of};
    use jiff::civil::date;

    #[test]
    fn money_is_exact_to_the_fen() {
        assert_eq!(Unit::Fen.read("3.5亿元"), Ok(Interval::single(35_000_000_000)));
        assert_eq!(Unit::Fen.read("0.5元"), Ok(Interval::single(50)));
        assert_eq!(Unit::Fen.read("0.001元"), Err(BadFigure::Fine));
        assert_eq!(Unit::Fen.read("5美元"), Err(BadFigure::Unit));
        assert_eq!(Unit::Fen.read("99999999999亿元"), Err(BadFigure::Large));
        assert_eq!(Unit::Count.read("3万"), Ok(Interval::single(30_000)));
        assert_eq!(Unit::Fen.write(500_000_000), "500万元");
        assert_eq!(Unit::Fen.write(350), "3.5元");
        assert_eq!(Unit::Fen.write(0), "0元");
    }

    #[test]
    fn days_are_counted_both_ways() {
        for day in [date(1969, 12, 31), date(2025, 2, 28), jiff::civil::Date::MIN, jiff::civil::Date::MAX] {
            assert_eq!(day_of(number_of(day)), day);
        }
        assert_eq!(day_of(i64::MIN), jiff::civil::Date::MIN);
        assert_eq!(day_of(i64::MAX), jiff::civil::Date::MAX);
        assert_eq!(Unit::Day.read("2025-02-30"), Err(BadFigure::Day));
        assert_eq!(
            Unit::Day.read("2024"),
            Ok(Interval { first: number_of(date(2024, 1, 1)), last: number_of(date(2024, 12, 31)) })
        );
    }

    #[test]
    fn stretches_lie_between_cuts() {
        let scale = Scale::new(Unit::Count, vec![10, 5, 10]);
        assert_eq!(scale.size(), 3);
        assert_eq!(scale.stretch(1), Interval { first: 5, last: 9 });
        assert_eq!(scale.touching(Interval { first: 7, last: 10 }).ranges(), &[(1, 3)]);
        assert!(scale.touching(Interval { first: 7, last: 6 }).is_empty());
    }
}
