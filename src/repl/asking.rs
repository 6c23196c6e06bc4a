//! Facts that are missing are asked for in turn.
//!
//! In: an answer that needs facts, and what is entered next. Out: the question with its choices, and the question about the
//! matter with the fact added. It can be declined with an empty line, and anything else that can be entered still can.

use super::command::LEAVING;
use super::engine::{Engine, is_command, is_statement};
use super::said::Said;
use crate::analysis::{Answer, facts_text, query_text, value_names};
use crate::diagram::{Cube, Status};
use crate::export::fact_word;
use crate::message::{Lang, Message};
use crate::model::{Axis, AxisId, Interval, Model, ValueSet};
use crate::session::Reply;
use crate::syntax::{self, asks, canonical, quoted, quoted_value};
use crate::terminal::{clip, printable};

/// More choices than this are not listed.
const MOST: usize = 12;

/// A fact that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// What was asked about the matter.
    query: String,
    /// What the fact is called.
    fact: String,
    choices: Vec<Choice>,
    /// Figures and days: any may be given, not only those that are told apart.
    scale: bool,
    /// The name under which the fact is given.
    name: String,
    /// The policy and the fact.
    place: (usize, AxisId),
}

/// One of its values, or one stretch of them.
#[derive(Debug, Clone)]
struct Choice {
    shown: String,
    /// What it adds to the query.
    adds: String,
}

/// What an entry is to a question.
enum Heard {
    /// A value: the query goes on with it.
    Adds(String),
    /// It is left open.
    Declined,
    /// Something else altogether.
    Other,
    /// No value, and nothing else either.
    Unclear,
}

impl Engine {
    /// Returns what stands before the line that is typed.
    #[must_use]
    pub fn prompt(&self) -> String {
        const LONGEST: usize = 24;
        let fact = |question: &Question| format!("{}> ", clip(&printable(&question.fact), LONGEST));
        self.question.as_ref().map_or_else(|| "> ".to_owned(), fact)
    }

    /// Drops the question for a fact, as an interrupt does.
    pub fn interrupt(&mut self) {
        self.question = None;
    }

    /// Returns the values that are asked for.
    pub(super) fn choices(&self) -> Option<Vec<String>> {
        let question = self.question.as_ref()?;
        Some(question.choices.iter().map(|choice| choice.shown.clone()).collect())
    }

    /// Returns the question for the first fact that an answer needs, and keeps it until the next entry.
    pub(super) fn ask_for_fact(&mut self, replies: &[Reply]) -> String {
        let first = replies.first().filter(|reply| reply.answer.status == Status::NeedsFacts);
        let Some(reply) = first.filter(|_| self.settings.ask && !self.settings.json) else {
            return String::new();
        };
        let Some(model) = self.session.model(reply.policy) else { return String::new() };
        let Some(question) = Question::new(model, reply, self.lang()) else { return String::new() };
        let text = self.fitted(&printable(&question.text(self.lang())));
        self.question = Some(question);
        text
    }

    /// Takes an entry for the answer to the question that is open; nothing where it is something else.
    pub(super) fn hear(&mut self, entry: &str) -> Option<Said> {
        let question = self.question.take()?;
        match self.heard(&question, entry) {
            Heard::Adds(adds) => {
                let query = format!("{}{adds}", question.query);
                let echo = printable(&Message::AskedWithGiven { query: query.clone() }.text(self.lang()));
                // With facts that were given the answer itself repeats what is asked.
                let echo = if self.session.given().is_empty() { format!("{echo}\n") } else { String::new() };
                let said = self.query(&query);
                Some(Said { text: format!("{echo}{}", said.text), ..said })
            }
            Heard::Declined => Some(Said::text(format!("{}\n", Message::LeftOpen.text(self.lang())))),
            Heard::Other => None,
            Heard::Unclear => {
                let said = self
                    .refuse(Message::NoSuchChoice { value: entry.to_owned(), fact: question.fact.clone() });
                self.question = Some(question);
                Some(said)
            }
        }
    }

    fn heard(&self, question: &Question, entry: &str) -> Heard {
        if entry.is_empty() {
            return Heard::Declined;
        }
        if is_command(entry) || LEAVING.contains(&entry) || entry.contains('\n') || is_statement(entry) {
            return Heard::Other;
        }
        let number = entry.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(choice) = number
            .filter(|_| !question.scale || question.choices.len() > 1)
            .and_then(|at| question.choices.get(at))
        {
            return Heard::Adds(choice.adds.clone());
        }
        if let Some(choice) = question.choices.iter().find(|choice| choice.shown == entry) {
            return Heard::Adds(choice.adds.clone());
        }
        let (policy, axis) = question.place;
        let Some(fact) = self.session.model(policy).map(|model| &model.axes[axis]) else {
            return Heard::Other;
        };
        if let Some(adds) = question.value(fact, entry) {
            return Heard::Adds(adds);
        }
        let first = entry.split(|c: char| c.is_whitespace() || matches!(c, ',' | '\u{FF0C}')).next();
        let first = canonical(first.unwrap_or_default());
        // `scope is 全市性`, as answers write it.
        if fact.is_called(&first) {
            return Heard::Adds(format!(", {entry}"));
        }
        let is_matter =
            self.session.policies().iter().any(|policy| policy.model.matters.find(&first).is_some());
        if is_matter || asks(entry) || syntax::question(entry).is_some() {
            Heard::Other
        } else {
            Heard::Unclear
        }
    }
}

impl Question {
    fn new(model: &Model, reply: &Reply, lang: Lang) -> Option<Question> {
        let axis = *reply.answer.needs.first()?;
        let fact = &model.axes[axis];
        let choices = choices(model, &reply.answer, axis, lang);
        Some(Question {
            query: query_text(model, &reply.query, lang),
            fact: fact_word(model, axis, lang),
            choices,
            scale: fact.scale.is_some(),
            name: quoted(&fact.name).into_owned(),
            place: (reply.policy, axis),
        })
    }

    /// Returns the question, with its choices by number.
    fn text(&self, lang: Lang) -> String {
        let listed = self.choices.len() <= MOST;
        let numbered = (1_usize..).zip(&self.choices);
        let choices =
            numbered.map(|(number, choice)| format!("{number} {}", choice.shown)).filter(|_| listed);
        let message = Message::WhichValue {
            fact: self.fact.clone(),
            choices: choices.collect(),
            many: if listed { 0 } else { self.choices.len() },
        };
        format!("{}\n", message.text(lang))
    }

    /// Returns what a value that is typed adds to the query; nothing where it is none of the fact's.
    fn value(&self, fact: &Axis, typed: &str) -> Option<String> {
        let typed = typed.trim_matches(['"', '\u{201C}', '\u{201D}']);
        let name = canonical(typed);
        if let Some(scale) = &fact.scale {
            scale.unit.read(&name).ok()?;
            let is_date = fact.name == crate::model::DATE_NAME;
            return Some(if is_date { format!(" on {name}") } else { format!(", {} is {name}", self.name) });
        }
        fact.named(&name)?;
        Some(format!(", {} is {}", self.name, quoted_value(&name)))
    }
}

/// Returns the values of a fact that lead to an answer: each by itself; of figures the stretches that are told apart.
fn choices(model: &Model, answer: &Answer, axis: AxisId, lang: Lang) -> Vec<Choice> {
    let fact = &model.axes[axis];
    let everything = ValueSet::full(fact.size());
    let mut sets: Vec<(ValueSet, &[(AxisId, Interval)])> = Vec::new();
    for branch in &answer.branches {
        for cube in &branch.region.cubes {
            sets.push((cube.get(axis).unwrap_or(&everything).clone(), &branch.asked));
        }
    }
    let choice = |set: ValueSet, asked: &[(AxisId, Interval)]| {
        let shown = value_names(model, axis, &set, asked, lang).join(" ");
        let cube = Cube { sets: vec![(axis, set)] };
        Choice { shown, adds: facts_text(model, &cube, asked, lang) }
    };
    let mut choices: Vec<Choice> = Vec::new();
    if fact.scale.is_some() {
        for (set, asked) in sets {
            for (start, end) in set.ranges() {
                choices.push(choice(ValueSet::range(*start, *end), asked));
            }
        }
        choices.dedup_by(|one, other| one.adds == other.adds);
        return choices;
    }
    let union = sets.iter().fold(ValueSet::default(), |union, (set, _)| union.union(set));
    choices.extend(union.iter().map(|value| choice(ValueSet::single(value), &[])));
    choices
}
