//! Rows → the text of a rule file.
//!
//! In: a [`Policy`]. Out: its text, one rule a line, as a drafter would write it.

use super::{ANSWERS, FACTS, LEVELS, Matters, NAMES, Policy, Rule};
use std::fmt::Write;

impl Policy {
    /// Returns the policy as the text of a rule file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.declare(&mut text);
        self.list_matters(&mut text);
        for (number, rule) in self.rules.iter().enumerate() {
            self.line(&mut text, number, rule);
        }
        text
    }

    fn declare(&self, text: &mut String) {
        text.push_str("policy \"某政发〔2025〕1号\" { effective 2025-01-01 }\n");
        for (level, name) in LEVELS.iter().zip(["中央", "省", "市", "县"]) {
            let _ = writeln!(text, "level {level} as {name}");
        }
        let _ = writeln!(text, "performer : {}", LEVELS.join(" | "));
        for (fact, name) in NAMES.iter().enumerate().skip(1) {
            if self.sizes[fact] > 1 {
                let between = if fact == 1 { " < " } else { " | " };
                let values: Vec<String> = (0..self.sizes[fact]).map(|v| self.value_name(fact, v)).collect();
                let _ = writeln!(text, "fact {name} : {}", values.join(between));
            }
        }
    }

    fn list_matters(&self, text: &mut String) {
        text.push_str("matters {\n");
        for outer in 1..self.depth {
            let _ = writeln!(text, "层{outer:02} {{");
        }
        for group in 0..self.matters.div_ceil(self.group) {
            let _ = write!(text, "组{group:05} {{ ");
            let (first, end) = self.range(Matters::Group(group));
            let names: Vec<String> = (first..end).map(|matter| self.matter_name(matter)).collect();
            let _ = writeln!(text, "{} }},", names.join(", "));
        }
        for _ in 1..self.depth {
            text.push_str("}\n");
        }
        text.push_str("}\n");
    }

    fn line(&self, text: &mut String, number: usize, rule: &Rule) {
        // Only a rule that another one overrides needs a name, and that one follows it.
        if self.rules.get(number + 1).is_some_and(|next| next.overrides == Some(number)) {
            let _ = write!(text, "rule R{number}: ");
        }
        let _ = match rule.matters {
            Matters::One(matter) => write!(text, "matter {}", self.matter_name(matter)),
            Matters::Group(group) => write!(text, "matter 组{group:05}"),
            Matters::Every => write!(text, "matter every matter"),
        };
        if rule.sets[0] != self.full(0) {
            let levels: Vec<&str> =
                (0..4).filter(|l| rule.sets[0] >> l & 1 == 1).map(|l| LEVELS[l]).collect();
            let _ = write!(text, " at level {}", levels.join(" or "));
        }
        let mut before = " when ";
        for fact in 1..FACTS {
            if rule.sets[fact] != self.full(fact) {
                text.push_str(before);
                self.test(text, fact, rule.sets[fact]);
                before = " and ";
            }
        }
        let (class, payer) = ANSWERS[rule.answer];
        let _ = write!(text, " => {class}, payer {payer}");
        if let Some(general) = rule.overrides {
            let _ = write!(text, " overrides R{general}");
        }
        text.push('\n');
    }

    fn test(&self, text: &mut String, fact: usize, set: u32) {
        let values: Vec<String> =
            (0..self.sizes[fact]).filter(|v| set >> v & 1 == 1).map(|v| self.value_name(fact, v)).collect();
        let name = NAMES[fact];
        let _ = match (values.as_slice(), fact) {
            ([only], _) => write!(text, "{name} is {only}"),
            ([first, .., last], 1) => write!(text, "{name} at least {first} at most {last}"),
            _ => write!(text, "{name} in {{ {} }}", values.join(", ")),
        };
    }
}
