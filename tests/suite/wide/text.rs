//! Wide policies as rule files.
//!
//! In: a policy. Out: its text. How a test or a share is written was decided when it was made; here it is only put in
//! its place. Nothing here says what a policy means.

use super::policy::{
    Class, Condition, Effect, Entry, Kind, Node, PART, Payee, Payer, Policy, Region, Says, Subject, TABLE,
    Table, Tier, Transfer,
};
use std::fmt;

/// A failure shows the text: that is what can be tried out.
impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.text())
    }
}

impl Policy {
    pub fn level(&self, level: usize) -> &'static str {
        match level.checked_sub(self.base) {
            Some(_) => "local",
            None => ["province", "city", "county"][level + 3 - self.base],
        }
    }

    fn levels(&self, levels: &[usize], between: &str) -> String {
        levels.iter().map(|&level| self.level(level)).collect::<Vec<_>>().join(between)
    }

    fn role(&self, axis: usize) -> &'static str {
        self.facts[axis - 2].name
    }

    /// Writes the policy as a rule file.
    pub fn text(&self) -> String {
        let mut lines = vec![self.header()];
        lines.extend((0..self.base).map(|level| format!("level {}", self.level(level))));
        let composite = self.composite.as_ref();
        let declared = |members: &Vec<usize>| format!("level local of {}", self.levels(members, ", "));
        lines.extend(composite.map(declared));
        if self.performer.len() < self.base {
            lines.push(format!("performer : {}", self.levels(&self.performer, " | ")));
        }
        lines.push(format!("matters {}", block(&self.nodes, None, false)));
        lines.extend(self.facts.iter().map(|fact| format!("fact {} : {}", fact.name, self.kind(&fact.kind))));
        lines.extend(self.table.as_ref().map(|table| self.table(table)));
        lines.extend(self.part.then(|| format!("answer {PART} : level")));
        lines.extend((0..self.rules.len()).map(|rule| self.rule(rule)));
        lines.retain(|line| !line.is_empty());
        lines.join("\n") + "\n"
    }

    fn header(&self) -> String {
        let fields = [
            self.effective.as_ref().map(|day| format!("effective {}", day.text)),
            self.until.as_ref().map(|day| format!("until {}", day.text)),
            self.remainder.map(|level| format!("remainder {}", self.level(level))),
        ];
        let fields: Vec<String> = fields.into_iter().flatten().collect();
        if fields.is_empty() {
            return String::new();
        }
        format!("policy \"试号\" {{\n  {}\n}}", fields.join("\n  "))
    }

    fn kind(&self, kind: &Kind) -> String {
        let etc = |open: bool| if open { " etc" } else { "" };
        match kind {
            Kind::Words { values, open } => values.join(" | ") + etc(*open),
            Kind::Role(levels) => self.levels(levels, " | "),
            Kind::Ordered(values) => values.join(" < "),
            Kind::Tree { nodes, open } => listed(nodes, None, " | ") + etc(*open),
            Kind::Amount => "amount".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Date => "date".to_owned(),
        }
    }

    fn table(&self, table: &Table) -> String {
        let fact = &self.facts[table.axis - 2];
        let Kind::Tree { nodes, .. } = &fact.kind else { return String::new() };
        let entry = |entry: &Entry| match entry {
            Entry::Node(node) => nodes[*node].name.clone(),
            Entry::Rest(node) => format!("elsewhere in {}", nodes[*node].name),
        };
        let row = |row: &Tier| {
            let others = row.others.then(|| "others".to_owned());
            let entries: Vec<String> = row.entries.iter().map(entry).chain(others).collect();
            format!("  {} : {}\n", row.name, entries.join(", "))
        };
        let rows: String = table.rows.iter().map(row).collect();
        format!("table {TABLE} of {} {{\n{rows}}}", fact.name)
    }

    // ------------------------------------------------------------ rules

    /// Only what states an answer has a name.
    pub fn name(rule: usize) -> String {
        format!("n{}", rule + 1)
    }

    fn rule(&self, number: usize) -> String {
        let rule = &self.rules[number];
        let region = &rule.region;
        let subject = region.subject.as_ref().map(|subject| self.subject(subject)).unwrap_or_default();
        let about = if subject.is_empty() { String::new() } else { format!(" matter {subject}") };
        let scope = self.scope(region);
        let name = Self::name(number);
        match &rule.effect {
            Effect::Allocate(says) => {
                let targets: Vec<String> = rule.overrides.iter().map(|&rule| Self::name(rule)).collect();
                let targets =
                    if targets.is_empty() { "" } else { &format!(" overrides {}", targets.join(", ")) };
                format!("rule {name}:{about}{scope} => {}{targets}", self.says(says))
            }
            Effect::Default(says) => {
                format!("rule {name}: otherwise in {subject}{scope} => {}", self.says(says))
            }
            Effect::Residual(says) => format!("rule {name}: otherwise{scope} => {}", self.says(says)),
            Effect::Impossible => format!("impossible{about}{scope} because \"不能\""),
            Effect::Starts(day) => format!("starts {}{about}{scope}", day.text),
        }
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Every => "every matter".to_owned(),
            Subject::AnyOther => "any other matter".to_owned(),
            Subject::Nodes(nodes) => {
                let names: Vec<&str> = nodes.iter().map(|&node| self.nodes[node].name.as_str()).collect();
                if names.len() == 1 { names.concat() } else { format!("{{ {} }}", names.join(", ")) }
            }
        }
    }

    fn scope(&self, region: &Region) -> String {
        let written = |word: &str, text: Option<&String>| text.map(|text| format!(" {word} {text}"));
        let levels = (!region.levels.is_empty()).then(|| self.levels(&region.levels, " or "));
        let when = region.when.as_ref().map(condition_text);
        let parts = [
            written("at level", levels.as_ref()),
            written("when", when.as_ref()),
            written("from", region.from.as_ref().map(|day| &day.text)),
            written("until", region.until.as_ref().map(|day| &day.text)),
        ];
        parts.into_iter().flatten().collect()
    }

    fn says(&self, says: &Says) -> String {
        let parts = [
            says.class.as_ref().map(|class| self.class(class)),
            says.payer.as_ref().map(|payer| format!("payer {}", self.payer(payer))),
            says.transfer.as_ref().map(|transfer| format!("transfer {}", self.transfer(transfer))),
            says.part.as_ref().map(|payee| format!("{PART} {}", self.payee(payee))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn class(&self, class: &Class) -> String {
        match class {
            Class::Level(level) => self.level(*level).to_owned(),
            Class::Shared => "shared".to_owned(),
            Class::Among(among) => format!("shared among {{ {} }}", self.levels(among, ", ")),
            Class::Role(axis) => format!("by {}", self.role(*axis)),
            Class::Same => "same level".to_owned(),
            Class::Undetermined => "undetermined".to_owned(),
            Class::Retained(Ok(level)) => format!("retained by {}", self.level(*level)),
            Class::Retained(Err(who)) => format!("retained by \"{who}\""),
            Class::Governed(manner, document) => {
                let words = ["by", "by analogy with", "by existing rules"][*manner as usize];
                format!("governed {words}{}", quoted(*document))
            }
        }
    }

    pub(super) fn payee(&self, payee: &Payee) -> String {
        match payee {
            Payee::Level(level) => self.level(*level).to_owned(),
            Payee::Same => "same level".to_owned(),
            Payee::Role(axis) => format!("by {}", self.role(*axis)),
        }
    }

    fn payer(&self, payer: &Payer) -> String {
        match payer {
            Payer::One(payee) => self.payee(payee),
            Payer::Owner => "owner level".to_owned(),
            Payer::Split { text, .. } | Payer::Rest { text, .. } => text.clone(),
            Payer::Main(level, subsidies) => {
                let subsidies = subsidies.iter().map(|&level| format!(", subsidy {}", self.level(level)));
                format!("mainly {}{}", self.level(*level), subsidies.collect::<String>())
            }
            Payer::Unstated(among) if among.is_empty() => "unstated".to_owned(),
            Payer::Unstated(among) => format!("unstated among {{ {} }}", self.levels(among, ", ")),
            Payer::Elsewhere(document) => format!("elsewhere{}", quoted(*document)),
            Payer::Undetermined => "undetermined".to_owned(),
            Payer::Map(map) => {
                let rows = map.rows.iter().map(|row| format!("{} : {}", row.text, self.payer(&row.payer)));
                let others = map.others.iter().map(|payer| format!("others : {}", self.payer(payer)));
                let rows: Vec<String> = rows.chain(others).collect();
                format!("by {} {{ {} }}", map.keys.join(", "), rows.join("; "))
            }
        }
    }

    fn transfer(&self, transfer: &Transfer) -> String {
        match transfer {
            Transfer::From(level) => format!("from {}", self.level(*level)),
            _ => transfer.word().to_owned(),
        }
    }
}

impl Transfer {
    pub fn word(&self) -> &'static str {
        match self {
            Transfer::Yes => "yes",
            Transfer::No => "no",
            Transfer::From(_) => "from",
            Transfer::Discretionary => "discretionary",
        }
    }
}

fn quoted(document: Option<&str>) -> String {
    document.map(|document| format!(" \"{document}\"")).unwrap_or_default()
}

/// Writes the members of a node, or the topmost nodes.
fn listed(nodes: &[Node], parent: Option<usize>, between: &str) -> String {
    let members = nodes.iter().enumerate().filter(|(_, node)| node.parent == parent);
    let member = |(number, node): (usize, &Node)| {
        let inner = nodes.iter().any(|other| other.parent == Some(number));
        let inside =
            if inner { format!(" {}", block(nodes, Some(number), node.open)) } else { String::new() };
        format!("{}{inside}", node.name)
    };
    members.map(member).collect::<Vec<_>>().join(between)
}

fn block(nodes: &[Node], parent: Option<usize>, open: bool) -> String {
    format!("{{ {}{} }}", listed(nodes, parent, ", "), if open { " etc" } else { "" })
}

/// Parentheses stand only where the reading would change without them.
fn condition_text(condition: &Condition) -> String {
    let join = |parts: &[Condition], word: &str, guard: fn(&Condition) -> bool| {
        let parts = parts.iter().map(|part| match condition_text(part) {
            text if guard(part) => format!("({text})"),
            text => text,
        });
        parts.collect::<Vec<_>>().join(word)
    };
    match condition {
        Condition::Test(test) => test.text.clone(),
        Condition::And(parts) => join(parts, " and ", |part| matches!(part, Condition::Or(_))),
        Condition::Or(parts) => join(parts, " or ", |_| false),
        Condition::Not(inner) => {
            let inner = std::slice::from_ref(&**inner);
            format!("not {}", join(inner, "", |part| matches!(part, Condition::Or(_) | Condition::And(_))))
        }
    }
}
