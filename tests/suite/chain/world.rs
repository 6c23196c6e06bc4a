//! Two or three documents, and the questions that can be asked of the lowest.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;

/// Each matter has two names, which look like nothing else.
pub const NAMES: [[&str; 2]; 3] =
    [["病虫害防治", "植物保护"], ["专利导航", "产业分析"], ["消防队伍", "应急救援"]];
/// What a document above may divide a matter into.
pub const PARTS: [&str; 2] = ["现场勘验", "行政处罚"];
pub const KINDS: [&str; 2] = ["甲", "乙"];
/// The levels that perform work under the lowest document.
pub const PERFORMERS: [&str; 2] = ["city", "county"];
pub const MAXIMS: [(&str, &str); 3] =
    [("upper", "upper over lower"), ("special", "特别法优于一般法"), ("later", "later over earlier")];

/// Documents from the top down.
#[derive(Debug, Clone)]
pub struct World {
    pub documents: Vec<Document>,
    /// Reconstructions are taken as they stand.
    pub accepts: bool,
}

/// Which of the three documents it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    Central,
    Province,
    City,
}

#[derive(Debug, Clone)]
pub struct Document {
    pub rank: Rank,
    /// For each matter the names by which it is listed; none where it is not.
    pub lists: Vec<Vec<usize>>,
    pub has_kind: bool,
    pub rules: Vec<Rule>,
    /// A matter that cannot occur with a kind.
    pub impossible: Option<(usize, usize)>,
    pub maxims: Vec<Vec<usize>>,
    pub issued: Option<i16>,
    pub effective: Option<i16>,
    /// The year with whose end it ends.
    pub until: Option<i16>,
    pub reconstruction: bool,
    /// A matter that it lists in two parts: its own rules are about the first, these about the second.
    pub divided: Option<(usize, Vec<Rule>)>,
    /// A matter of which these rules speak from `CHANGE` on, and its own rules until then.
    pub changed: Option<(usize, Vec<Rule>)>,
    /// The years that are looked at.
    pub stretch: Years,
}

/// The year with which rules change.
pub const CHANGE: i16 = 2026;

/// `matter … at level … when … => …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The matters; of the rule for the rest, none.
    pub matters: Option<BTreeSet<usize>>,
    pub kind: Option<usize>,
    pub level: Option<usize>,
    pub listed: Option<bool>,
    pub says: Say,
}

/// A class and a payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    pub class: Class,
    pub payer: Payer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Class {
    Level(&'static str),
    Shared,
    Retained(&'static str),
    Open,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payer {
    Split(Vec<(&'static str, Share)>),
    Unstated,
    /// As the class: retained, or open.
    Same,
}

/// A share, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(pub i128, pub i128);

impl Share {
    pub const ONE: Share = Share(1, 1);

    pub fn of(over: i128, under: i128) -> Share {
        fn common(a: i128, b: i128) -> i128 {
            if b == 0 { a } else { common(b, a % b) }
        }
        let by = common(over, under).max(1);
        Share(over / by, under / by)
    }

    pub fn times(self, other: Share) -> Share {
        Share::of(self.0 * other.0, self.1 * other.1)
    }

    pub fn plus(self, other: Share) -> Share {
        Share::of(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    pub fn over(self, other: Share) -> Share {
        Share::of(self.0 * other.1, self.1 * other.0)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.1 == 1 { write!(f, "{}", self.0) } else { write!(f, "{}/{}", self.0, self.1) }
    }
}

/// The first and the last year.
pub type Years = (Option<i16>, Option<i16>);

/// The years that all have.
pub fn common(all: impl IntoIterator<Item = Years>) -> Years {
    let all: Vec<Years> = all.into_iter().collect();
    (all.iter().filter_map(|years| years.0).max(), all.iter().filter_map(|years| years.1).min())
}

/// A question: a matter by one of its names, and all facts that the lowest document has.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub matter: usize,
    pub name: usize,
    pub kind: Option<usize>,
    pub performer: usize,
}

impl World {
    pub fn cases(&self) -> Vec<Case> {
        let lowest = self.documents.last().unwrap();
        // A fact may be given that only a document above has, or not be given.
        let any = self.documents.iter().any(|document| document.has_kind);
        let kinds: Vec<Option<usize>> = if any { vec![None, Some(0), Some(1)] } else { vec![None] };
        let mut cases = Vec::new();
        for (matter, names) in lowest.lists.iter().enumerate() {
            let name = names.first().copied().unwrap_or(0);
            for &kind in &kinds {
                cases.extend((0..PERFORMERS.len()).map(|performer| Case { matter, name, kind, performer }));
            }
        }
        cases
    }

    pub fn query(&self, case: &Case) -> String {
        let kind = case.kind.map(|kind| format!(", kind is {}", KINDS[kind])).unwrap_or_default();
        format!("{} at {}{kind}", NAMES[case.matter][case.name], PERFORMERS[case.performer])
    }

    /// Matters by names that the lowest document does not have for them, though it lists them; and whether a document above does.
    pub fn other_names(&self) -> Vec<(&'static str, bool)> {
        let (lowest, above) = self.documents.split_last().unwrap();
        let listed = lowest.lists.iter().enumerate().filter(|(_, names)| names.len() == 1);
        let other = listed.map(|(matter, names)| {
            let both = above.iter().any(|document| document.lists[matter].len() == 2);
            (NAMES[matter][1 - names[0]], both)
        });
        other.collect()
    }

    /// The files, the lowest document last.
    pub fn texts(&self) -> Vec<(String, String)> {
        let text = |at: usize| {
            let document = &self.documents[at];
            let above = at.checked_sub(1).map(|above| &self.documents[above]);
            (document.file().to_owned(), document.text(above))
        };
        (0..self.documents.len()).map(text).collect()
    }
}

impl World {
    /// The same where the document at a place says of the whole of its divided matter what it says of one of the parts.
    pub fn of_part(&self, at: usize, part: usize) -> World {
        let mut world = self.clone();
        let document = &mut world.documents[at];
        let Some((matter, rules)) = document.divided.take().filter(|_| part == 1) else { return world };
        for rule in &mut document.rules {
            rule.matters.as_mut().map(|matters| matters.remove(&matter));
        }
        document.rules.retain(|rule| rule.matters.as_ref().is_none_or(|matters| !matters.is_empty()));
        document.rules.extend(rules);
        document.impossible = document.impossible.filter(|(what, _)| *what != matter);
        world
    }
}

impl World {
    /// The same in the years until the lowest document's rules change, or from then on.
    pub fn in_stretch(&self, after: bool) -> World {
        let mut world = self.clone();
        let lowest = world.documents.last_mut().unwrap();
        let Some((matter, rules)) = lowest.changed.take() else { return world };
        lowest.stretch = (after.then_some(CHANGE), (!after).then_some(CHANGE - 1));
        if after {
            lowest.rules.retain(|rule| !rule.is_about(matter));
            lowest.rules.extend(rules);
        }
        world
    }
}

impl Rule {
    /// Tells whether it is about a matter, among others.
    pub fn is_about(&self, matter: usize) -> bool {
        self.matters.as_ref().is_some_and(|matters| matters.contains(&matter))
    }
}

impl Document {
    pub fn name(&self) -> &'static str {
        match self.rank {
            Rank::Central => "国办发〔2018〕1号",
            Rank::Province => "甲政办发〔2019〕2号",
            Rank::City => "乙政办发〔2020〕3号",
        }
    }

    fn file(&self) -> &'static str {
        match self.rank {
            Rank::Central => "central.qz",
            Rank::Province => "province.qz",
            Rank::City => "city.qz",
        }
    }

    /// The years in which it is in force.
    pub fn years(&self) -> Years {
        common([(self.effective, self.until), self.stretch])
    }

    /// The names by which it calls a matter.
    pub fn names(&self, matter: usize) -> Vec<&'static str> {
        self.lists[matter].iter().map(|&name| NAMES[matter][name]).collect()
    }

    fn text(&self, above: Option<&Document>) -> String {
        let mut text = String::new();
        if let Some(above) = above {
            text.push_str(&format!("use \"{}\"\n", above.file()));
        }
        text.push_str(&format!("policy \"{}\" {{\n", self.name()));
        if let Some(above) = above {
            text.push_str(&format!("  under \"{}\"\n", above.name()));
            if above.rank == Rank::Central {
                text.push_str("  divides 地方\n");
            }
        }
        if self.reconstruction {
            text.push_str("  reconstruction \"由下级文件反推\"\n");
        }
        for (field, year) in [("issued", self.issued), ("effective", self.effective)] {
            text.push_str(&year.map(|year| format!("  {field} {year}-01-01\n")).unwrap_or_default());
        }
        text.push_str(&self.until.map(|year| format!("  until {year}-12-31\n")).unwrap_or_default());
        if !self.maxims.is_empty() {
            let rank =
                |rank: &Vec<usize>| rank.iter().map(|&maxim| MAXIMS[maxim].1).collect::<Vec<_>>().join(", ");
            let ranks: Vec<String> = self.maxims.iter().map(rank).collect();
            text.push_str(&format!("  maxims {}\n", ranks.join(", then ")));
        }
        text.push_str("}\nlevel central\n");
        text.push_str(match self.rank {
            Rank::Central => "level 地方\nperformer : central | 地方\n",
            Rank::Province => {
                "level province\nlevel 市县 of city, county\nlevel city\nlevel county\nperformer : province | 市县\n"
            }
            Rank::City => "level province\nlevel city\nlevel county\nperformer : city | county\n",
        });
        if self.has_kind {
            text.push_str("fact kind : 甲 | 乙\n");
        }
        if let Some(above) = above.filter(|above| above.rank == Rank::Province) {
            text.push_str(&format!("fact listed : listed in \"{}\" as province\n", above.name()));
        }
        let named = |matter: usize| {
            let names = self.names(matter);
            let also: String = names[1..].iter().map(|name| format!(" also {name}")).collect();
            let parts = self.parts(matter).map(|[one, other]| format!(" {{ {one}, {other} }}"));
            format!("{}{also}{}", names[0], parts.unwrap_or_default())
        };
        let listed: Vec<String> =
            (0..NAMES.len()).filter(|&matter| !self.lists[matter].is_empty()).map(named).collect();
        text.push_str(&format!("matters {{ {} }}\n", listed.join(", ")));
        for rule in &self.rules {
            text.push_str(&format!("{}\n", self.rule(rule)));
        }
        for rule in self.changed.iter().flat_map(|(_, rules)| rules) {
            let text_of =
                self.rule_about(rule, |matter| self.ruled(matter), &format!(" from {CHANGE}-01-01"));
            text.push_str(&format!("{text_of}\n"));
        }
        for rule in self.divided.iter().flat_map(|(_, rules)| rules) {
            text.push_str(&format!("{}\n", self.rule_about(rule, |_| PARTS[1], "")));
        }
        if let Some((matter, kind)) = self.impossible {
            let (matter, kind) = (self.ruled(matter), KINDS[kind]);
            text.push_str(&format!(
                "impossible matter {matter} when kind is {kind} because \"没有这种情形\"\n"
            ));
        }
        text
    }

    fn parts(&self, matter: usize) -> Option<[&'static str; 2]> {
        self.divided.as_ref().filter(|(divided, _)| *divided == matter).map(|_| PARTS)
    }

    /// What its own rules about a matter call it.
    fn ruled(&self, matter: usize) -> &'static str {
        self.parts(matter).map_or_else(|| self.names(matter)[0], |[first, _]| first)
    }

    fn rule(&self, rule: &Rule) -> String {
        let ends = self.changed.as_ref().is_some_and(|(matter, _)| rule.is_about(*matter));
        let until = format!(" until {}-12-31", CHANGE - 1);
        self.rule_about(rule, |matter| self.ruled(matter), if ends { &until } else { "" })
    }

    fn rule_about(&self, rule: &Rule, name: impl Fn(usize) -> &'static str, period: &str) -> String {
        let Some(matters) = &rule.matters else { return format!("otherwise => {}", rule.says.text()) };
        let names: Vec<&str> = matters.iter().map(|&matter| name(matter)).collect();
        let level = rule.level.map(|level| format!(" at level {}", PERFORMERS[level])).unwrap_or_default();
        let kind = rule.kind.map(|kind| format!("kind is {}", KINDS[kind]));
        let listed = rule.listed.map(|listed| format!("listed is {}", if listed { "yes" } else { "no" }));
        let tests: Vec<String> = kind.into_iter().chain(listed).collect();
        let when = if tests.is_empty() { String::new() } else { format!(" when {}", tests.join(" and ")) };
        format!("matter {{ {} }}{level}{when}{period} => {}", names.join(", "), rule.says.text())
    }
}

impl Say {
    pub fn text(&self) -> String {
        let class = match &self.class {
            Class::Level(level) => (*level).to_owned(),
            Class::Shared => "shared".to_owned(),
            Class::Retained(by) => format!("retained by {by}"),
            Class::Open => "undetermined".to_owned(),
        };
        match &self.payer {
            Payer::Split(shares) if shares.len() == 1 => format!("{class}, payer {}", shares[0].0),
            Payer::Split(shares) => {
                let shares = shares.iter().map(|(level, share)| format!("{level} {}/{}", share.0, share.1));
                format!("{class}, payer {}", shares.collect::<Vec<_>>().join(", "))
            }
            Payer::Unstated => format!("{class}, payer unstated"),
            Payer::Same => class,
        }
    }

    /// Class, who retains it, and who pays, as an answer's line has them.
    pub fn json(&self) -> Value {
        let (class, by) = match self.class {
            Class::Level(level) => (json!(level), Value::Null),
            Class::Shared => (json!("shared"), Value::Null),
            Class::Retained(by) => (Value::Null, json!(by)),
            Class::Open => (Value::Null, Value::Null),
        };
        let mut payers: Vec<Value> = match &self.payer {
            Payer::Split(shares) => {
                shares.iter().map(|(level, share)| json!([level, share.to_string()])).collect()
            }
            Payer::Unstated | Payer::Same => Vec::new(),
        };
        payers.sort_by_key(Value::to_string);
        json!([class, by, payers])
    }
}
