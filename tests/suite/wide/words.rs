//! What the words of a wide policy stand for: values of facts, rows of the table, amounts, numbers and days.
//!
//! In: a policy and pieces of text. Out: numbers: of a value among its fact's values, of fen, of days. Nothing here
//! knows of rules.

use super::policy::{Entry, Fact, Item, Kind, Literal, Node, Policy, Set, Table};
use std::collections::BTreeSet;

/// One value of an axis that has a list of them.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub text: String,
    /// The nodes over it, its own first; none for what is not listed.
    pub within: Vec<usize>,
    /// The piece of an open node that its list does not name.
    pub rest: bool,
}

/// Returns the values of a tree: its leaves, and one more for each open node.
pub fn leaves(nodes: &[Node]) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        let within: Vec<usize> = std::iter::successors(Some(number), |&node| nodes[node].parent).collect();
        if nodes.iter().all(|other| other.parent != Some(number)) {
            leaves.push(Leaf { text: node.name.clone(), within, rest: false });
        } else if node.open {
            leaves.push(Leaf { text: format!("elsewhere in {}", node.name), within, rest: true });
        }
    }
    leaves
}

fn plain(text: &str) -> Leaf {
    Leaf { text: text.to_owned(), within: Vec::new(), rest: false }
}

impl Policy {
    /// Returns the matters; the last one is any other matter.
    pub fn matters(&self) -> Vec<Leaf> {
        let mut matters = leaves(&self.nodes);
        matters.push(plain("any other matter"));
        matters
    }

    pub fn fact(&self, axis: usize) -> Option<&Fact> {
        self.facts.get(axis.checked_sub(2)?)
    }

    /// The axis of the day asked about comes after those of the facts.
    pub fn date(&self) -> usize {
        2 + self.facts.len()
    }

    /// Returns the name of an axis as `needs` and `when` spell it.
    pub fn axis_name(&self, axis: usize) -> &'static str {
        match axis {
            0 => "matter",
            1 => "level",
            _ => self.fact(axis).map_or("date", |fact| fact.name),
        }
    }

    /// Returns the values of an axis, if it has a list of them.
    pub fn values(&self, axis: usize) -> Option<Vec<Leaf>> {
        let with_other = |mut values: Vec<Leaf>, open: bool| {
            values.extend(open.then(|| plain("other")));
            values
        };
        Some(match axis {
            0 => self.matters(),
            1 => (0..self.base).map(|level| plain(self.level(level))).collect(),
            _ => match &self.fact(axis)?.kind {
                Kind::Words { values, open } => {
                    with_other(values.iter().map(|value| plain(value)).collect(), *open)
                }
                Kind::Role(levels) => levels.iter().map(|&level| plain(self.level(level))).collect(),
                Kind::Ordered(values) => values.iter().map(|value| plain(value)).collect(),
                Kind::Tree { nodes, open } => with_other(leaves(nodes), *open),
                Kind::Amount | Kind::Number | Kind::Date => return None,
            },
        })
    }

    /// Returns the nodes of an axis that is a tree.
    pub fn tree(&self, axis: usize) -> &[Node] {
        match self.fact(axis).map(|fact| &fact.kind) {
            Some(Kind::Tree { nodes, .. }) => nodes,
            _ if axis == 0 => &self.nodes,
            _ => &[],
        }
    }

    /// Returns the values that a name stands for: one, all under a node, or those of a row of the table.
    pub fn named(&self, axis: usize, name: &str) -> Vec<i64> {
        let values = self.values(axis).unwrap_or_default();
        let node = self.tree(axis).iter().position(|node| node.name == name);
        let row = self.table.as_ref().filter(|table| table.axis == axis);
        let row = row.and_then(|table| table.rows.iter().position(|row| row.name == name));
        let group = self.composite.as_ref().filter(|_| axis == 1 && name == self.level(self.base));
        let every = axis == 0 && name == "every matter";
        let fits = |number: usize, value: &Leaf| {
            let under = node.is_some_and(|node| value.within.contains(&node));
            let member = group.is_some_and(|members| members.contains(&number));
            let sorted =
                row.is_some() && self.table.as_ref().is_some_and(|table| row_of(table, value) == row);
            value.text == name || under || member || sorted || every && !value.within.is_empty()
        };
        let found = values.iter().enumerate().filter(|(number, value)| fits(*number, value));
        found.map(|(number, _)| number as i64).collect()
    }

    /// Reads a point of an axis that has an order.
    pub fn literal(&self, axis: usize, text: &str) -> Option<Literal> {
        let text = text.trim();
        let (first, last) = match self.fact(axis).map(|fact| &fact.kind) {
            None if axis == self.date() => days(text)?,
            Some(Kind::Date) => days(text)?,
            Some(Kind::Amount) => single(amount(text)?),
            Some(Kind::Number) => single(number(text)?),
            Some(Kind::Ordered(values)) => single(values.iter().position(|value| *value == text)? as i64),
            _ => return None,
        };
        Some(Literal { first, last, text: text.to_owned() })
    }

    /// Reads what is written for values of an axis: a name, a point, or a range.
    pub fn item(&self, axis: usize, text: &str) -> Option<Item> {
        let text = text.trim();
        let (mut low, mut high) = (i64::MIN, i64::MAX);
        let mut rest = text;
        while let Some((word, after)) =
            RANGE_WORDS.iter().find_map(|word| Some((*word, rest.strip_prefix(word)?)))
        {
            let end = RANGE_WORDS.iter().filter_map(|word| after.find(&format!(" {word}"))).min();
            let (point, next) = after.split_at(end.unwrap_or(after.len()));
            let point = self.literal(axis, point)?;
            match word {
                "at least " | "from " => low = low.max(point.first),
                "above " => low = low.max(point.last + 1),
                "at most " | "until " => high = high.min(point.last),
                _ => high = high.min(point.first - 1),
            }
            rest = next.trim_start();
        }
        if rest.len() < text.len() && rest.is_empty() {
            return Some(Item::Range(low, high));
        }
        if let Some(point) = self.literal(axis, text.strip_prefix("on ").unwrap_or(text)) {
            return Some(Item::Range(point.first, point.last));
        }
        let named = self.named(axis, text);
        (!named.is_empty()).then_some(Item::Values(named))
    }

    /// Returns one value for every stretch of an axis between two bounds; all values where there is a list of them.
    pub fn representatives(&self, axis: usize, bounds: &BTreeSet<i64>) -> Vec<i64> {
        if let Some(values) = self.values(axis) {
            let levels = |value: &i64| axis != 1 || self.performer.contains(&(*value as usize));
            return (0..values.len() as i64).filter(levels).collect();
        }
        let day = axis == self.date() || matches!(self.fact(axis).map(|fact| &fact.kind), Some(Kind::Date));
        let first = match bounds.first() {
            _ if !day => 0,
            Some(bound) => bound - 1,
            None => SOME_DAY,
        };
        let further = bounds.iter().copied().filter(|bound| *bound > first);
        std::iter::once(first).chain(further).collect()
    }

    /// Writes one value of an axis.
    pub fn point(&self, axis: usize, value: i64) -> String {
        if let Some(values) = self.values(axis) {
            return values[value as usize].text.clone();
        }
        match self.fact(axis).map(|fact| &fact.kind) {
            Some(Kind::Amount) => amount_text(value),
            Some(Kind::Number) => value.to_string(),
            _ => day_text(value),
        }
    }
}

/// 2022-06-01, where no day is as good as another.
const SOME_DAY: i64 = 738_306;
const RANGE_WORDS: [&str; 7] = ["at least ", "above ", "at most ", "below ", "before ", "from ", "until "];

fn single(value: i64) -> (i64, i64) {
    (value, value)
}

impl Set {
    pub fn contains(&self, value: i64) -> bool {
        let inside = self.items.iter().any(|item| match item {
            Item::Values(values) => values.contains(&value),
            Item::Range(low, high) => (*low..=*high).contains(&value),
        });
        inside != self.negated
    }

    /// Returns where the values of the set begin, and where they have ended.
    pub fn bounds(&self) -> impl Iterator<Item = i64> {
        let ends = self.items.iter().flat_map(|item| match item {
            Item::Values(_) => [None, None],
            Item::Range(low, high) => {
                [(*low > i64::MIN).then_some(*low), (*high < i64::MAX).then(|| *high + 1)]
            }
        });
        ends.flatten()
    }
}

/// Returns the row of a table in which a value lies: the entry nearest to it wins, and `others` is the last resort.
pub fn row_of(table: &Table, value: &Leaf) -> Option<usize> {
    let rest = value.within.first().filter(|_| value.rest).map(|&node| Entry::Rest(node));
    let mut entries = rest.into_iter().chain(value.within.iter().map(|&node| Entry::Node(node)));
    let named = entries.find_map(|entry| table.rows.iter().position(|row| row.entries.contains(&entry)));
    named.or_else(|| table.rows.iter().position(|row| row.others))
}

// ---------------------------------------------------------------- amounts, numbers, days

const UNITS: [(&str, i64); 8] = [
    ("百万元", 100_000_000),
    ("千万元", 1_000_000_000),
    ("万元", 1_000_000),
    ("亿元", 10_000_000_000),
    ("千元", 100_000),
    ("元", 100),
    ("角", 10),
    ("分", 1),
];

/// Reads an amount: fen.
pub fn amount(text: &str) -> Option<i64> {
    let (figures, unit) = UNITS.iter().find_map(|(name, fen)| Some((text.strip_suffix(name)?, *fen)))?;
    decimal(figures.trim(), unit)
}

fn number(text: &str) -> Option<i64> {
    let units = [("万", 10_000), ("亿", 100_000_000), ("", 1)];
    let (figures, unit) = units.iter().find_map(|(name, size)| Some((text.strip_suffix(name)?, *size)))?;
    decimal(figures.trim(), unit)
}

fn decimal(figures: &str, unit: i64) -> Option<i64> {
    let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
    let ten = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
    let digits: i128 = format!("{whole}{part}").parse().ok()?;
    let total = digits.checked_mul(i128::from(unit))?;
    i64::try_from(total / ten).ok().filter(|_| total % ten == 0 && digits >= 0)
}

pub fn amount_text(fen: i64) -> String {
    if fen % 1_000_000 == 0 {
        return format!("{}万元", fen / 1_000_000);
    }
    let (yuan, rest) = (fen / 100, fen % 100);
    match (rest, rest % 10) {
        (0, _) => format!("{yuan}元"),
        (_, 0) => format!("{yuan}.{}元", rest / 10),
        _ => format!("{yuan}.{rest:02}元"),
    }
}

/// Reads a day, a month or a year: its first and its last day.
pub fn days(text: &str) -> Option<(i64, i64)> {
    let parts: Vec<i64> = text.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    match parts[..] {
        [year] if (1000..10_000).contains(&year) => Some((day(year, 1, 1), day(year + 1, 1, 1) - 1)),
        [year, month] => {
            let next = if month == 12 { day(year + 1, 1, 1) } else { day(year, month + 1, 1) };
            Some((day(year, month, 1), next - 1))
        }
        [year, month, of_month] => Some(single(day(year, month, of_month))),
        _ => None,
    }
}

fn leap(year: i64) -> bool {
    year % 4 == 0 && year % 100 != 0 || year % 400 == 0
}

fn months(year: i64) -> [i64; 12] {
    [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// Counts the days since the beginning of the year 1.
fn day(year: i64, month: i64, of_month: i64) -> i64 {
    let before = year - 1;
    let years = before * 365 + before / 4 - before / 100 + before / 400;
    years + months(year).iter().take(month as usize - 1).sum::<i64>() + of_month - 1
}

pub fn day_text(number: i64) -> String {
    let mut year = number / 366 + 1;
    while day(year + 1, 1, 1) <= number {
        year += 1;
    }
    let mut rest = number - day(year, 1, 1);
    let mut month = 0;
    while rest >= months(year)[month] {
        rest -= months(year)[month];
        month += 1;
    }
    format!("{year:04}-{:02}-{:02}", month + 1, rest + 1)
}
