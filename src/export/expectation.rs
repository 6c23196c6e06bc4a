//! What came out of an `expect` line, as it would have to be written there.
//!
//! In: a line and the answer that came out. Out: what can stand behind its arrow in the file, and holds there; what no expectation
//! can say follows behind `//`, as a comment.

use super::money::money_text;
use super::text::{component_name, headline, missing_message};
use super::words;
use crate::analysis::{Answer, Branch, Money, branch_head};
use crate::diagram::{Part, Status};
use crate::message::{Lang, Word, local};
use crate::model::{
    AMOUNT, AxisId, Class, Expect, FurtherValue, LevelId, MATTER, Manner, Model, PERFORMER, PartId, Party,
    Payer, Portion, PortionShare, Transfer, Unit, share,
};
use crate::syntax::{AnswerWords, in_quotes, is_keyword, label_text, quoted};

/// Returns what came out of an `expect` line; where it expects a citation, with what is cited.
#[must_use]
pub fn actual_text(model: &Model, expect: &Expect, answer: &Answer, lang: Lang) -> String {
    let writer = Writer { model, lang, words: AnswerWords::of(lang) };
    let Some(mut text) = writer.expected(answer) else {
        // Nothing that a file could expect: then it is said as it is said elsewhere, and facts that only another document has beside it.
        let aside = writer.aside(answer).or_else(|| writer.needs_elsewhere(answer));
        return aside.unwrap_or_else(|| headline(model, answer, lang));
    };
    let mut asides: Vec<String> = writer.aside(answer).into_iter().collect();
    if !expect.cited.is_empty() {
        let (model, answer) = answer.holding(model);
        let mut cited: Vec<&str> =
            answer.all_rules().filter_map(|rule| model.cited_section(&model.rules[rule])).collect();
        cited.sort_unstable();
        cited.dedup();
        if cited.is_empty() {
            asides.push(Word::CitesNothing.text(lang));
        }
        for label in cited {
            text.push_str(&format!(" {} {}", writer.words.cite, label_text(label)));
        }
    }
    if asides.is_empty() { text } else { format!("{text} // {}", asides.join("; ")) }
}

struct Writer<'m> {
    model: &'m Model,
    lang: Lang,
    words: AnswerWords,
}

impl Writer<'_> {
    fn expected(&self, answer: &Answer) -> Option<String> {
        match answer.status {
            Status::NeedsFacts => self.needs(answer),
            _ => self.plain(answer),
        }
    }

    /// Returns what an answer without branches comes to; nothing where no part of it can be expected.
    fn plain(&self, answer: &Answer) -> Option<String> {
        let words = &self.words;
        Some(match answer.holding(self.model).1.status {
            Status::Gap => words.gap.to_owned(),
            Status::Conflict => words.conflict.to_owned(),
            Status::Impossible => words.impossible.to_owned(),
            Status::NotInForce => words.not_in_force.to_owned(),
            Status::NeedsFacts => return None,
            Status::Decided | Status::Undetermined | Status::Retained | Status::Governed => {
                // What another document says is expected in the words of this one.
                let own = answer.held.as_ref().map(|held| held.in_words_of(self.model));
                let parts = self.parts(own.as_ref().unwrap_or(answer));
                return (!parts.is_empty()).then(|| parts.join(words.comma));
            }
        })
    }

    fn parts(&self, answer: &Answer) -> Vec<String> {
        let mut parts = Vec::new();
        if let Part::Value(class) = &answer.class {
            parts.push(self.class(class));
        }
        if let Part::Value(payer) = &answer.payer
            && !words::follows(&answer.class, &answer.payer)
        {
            parts.extend(self.payer(payer).map(|payer| format!("{} {payer}", self.words.payer)));
        }
        let further = self.model.parts.ids().zip(&answer.further);
        parts.extend(further.filter_map(|(id, part)| match part {
            // What is paid in all has no place there; what each pays has.
            Part::Value(value) if id != AMOUNT => self.further(id, value),
            _ => None,
        }));
        if let Some(Money::Paid(paid)) = &answer.money {
            let amount = |&(level, fen): &_| format!("{} {}", self.level(level), Unit::Fen.write(fen));
            let amounts: Vec<String> = paid.parts.iter().map(amount).collect();
            parts.push(format!("{} {}", self.words.amounts, amounts.join(", ")));
        }
        parts
    }

    // ------------------------------------------------------------ parts

    fn class(&self, class: &Class) -> String {
        match class {
            Class::Level(level) => self.level(*level),
            Class::Shared(among) => self.among(self.words.shared, among),
            Class::Undetermined => self.words.undetermined.to_owned(),
            Class::Retained(Party::Level(level)) => format!("{} {}", self.words.retained, self.level(*level)),
            Class::Retained(Party::Named(name)) => format!("{} {}", self.words.retained, in_quotes(name)),
            Class::Governed(manner, document) => {
                let keyword = match manner {
                    Manner::Document => self.words.governed,
                    Manner::Analogy => self.words.analogy,
                    Manner::Existing => self.words.existing,
                };
                of_document(keyword, document.as_deref())
            }
        }
    }

    /// Returns who pays; nothing for a payer that only follows from a class.
    fn payer(&self, payer: &Payer) -> Option<String> {
        Some(match payer {
            Payer::Level(level) => self.level(*level),
            Payer::Split(portions) => self.portions(portions),
            Payer::Unstated(among) => self.among(self.words.unstated, among),
            Payer::Elsewhere(document) => of_document(self.words.elsewhere, document.as_deref()),
            Payer::Undetermined => self.words.undetermined.to_owned(),
            Payer::Retained(_) | Payer::Governed(..) => return None,
        })
    }

    fn portions(&self, portions: &[Portion]) -> String {
        let words = &self.words;
        let payee =
            |level: Option<LevelId>| level.map_or_else(|| words.rest.to_owned(), |level| self.level(level));
        let (mut main, mut named, mut of_rest, mut jointly) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut rest: Vec<String> = Vec::new();
        for portion in portions {
            let who = payee(portion.payee);
            match &portion.share {
                PortionShare::Exact(exact) => named.push(format!("{who} {}", share::percentage(exact))),
                PortionShare::Elsewhere(document) => {
                    let text = format!("{who} {}", of_document(words.elsewhere, document.as_deref()));
                    if portion.payee.is_some() { named.push(text) } else { rest.push(text) }
                }
                PortionShare::Main => main.push(format!("{} {who}", words.mainly)),
                PortionShare::Subsidy => named.push(format!("{} {who}", words.subsidy)),
                PortionShare::OfRest(exact) if exact.is_integer() => {
                    rest.push(format!("{} {who}", words.rest))
                }
                PortionShare::OfRest(exact) => of_rest.push(format!("{who} {}", share::percentage(exact))),
                PortionShare::OpenRest => jointly.push(portion.payee),
            }
        }
        if !of_rest.is_empty() {
            rest.push(format!("{} {{ {} }}", words.rest, of_rest.join(", ")));
        }
        if !jointly.is_empty() {
            let levels: Vec<LevelId> = jointly.into_iter().flatten().collect();
            rest.push(format!("{} {}", words.rest, self.among(words.unstated, &levels)));
        }
        main.into_iter().chain(named).chain(rest).collect::<Vec<_>>().join(words.comma)
    }

    fn further(&self, part: PartId, value: &FurtherValue) -> Option<String> {
        let words = &self.words;
        let info = &self.model.parts[part];
        let name = || self.name(local(&info.name, &info.aliases, self.lang));
        Some(match value {
            FurtherValue::Level(level) => format!("{} {}", name(), self.level(*level)),
            FurtherValue::Word(number) => {
                let (word, also) = info.words.get(*number)?;
                format!("{} {}", name(), self.name(local(word, also, self.lang)))
            }
            FurtherValue::Transfer(transfer) => {
                let (word, from) = match transfer {
                    Transfer::Yes => (words.yes, None),
                    Transfer::No => (words.no, None),
                    Transfer::From(level) => ("", Some(level)),
                    Transfer::Discretionary(from) => (words.discretionary, from.as_ref()),
                };
                let from = from.map(|level| format!("{} {}", words.from, self.level(*level)));
                let said: Vec<&str> =
                    [word].into_iter().chain(from.as_deref()).filter(|word| !word.is_empty()).collect();
                format!("{} {}", words.transfer, said.join(" "))
            }
            FurtherValue::Amount(_) => return None,
        })
    }

    fn among(&self, keyword: &str, levels: &[LevelId]) -> String {
        if levels.is_empty() {
            return keyword.to_owned();
        }
        let levels: Vec<String> = levels.iter().map(|&level| self.level(level)).collect();
        format!("{keyword} {} {{ {} }}", self.words.among, levels.join(", "))
    }

    fn level(&self, level: LevelId) -> String {
        self.name(&words::level_word(self.model, level, self.lang))
    }

    /// Returns a name as it stands in an answer: between quotes where it would be read as a keyword.
    fn name(&self, name: &str) -> String {
        if is_keyword(name) { in_quotes(name) } else { quoted(name).into_owned() }
    }

    // ------------------------------------------------------------ what has to be known

    /// Returns `needs level { … }`; without the cases where not all of them can be written.
    fn needs(&self, answer: &Answer) -> Option<String> {
        let (words, said) = answer.holding(self.model);
        let facts: Option<Vec<String>> = said.needs.iter().map(|&axis| self.fact(words, axis)).collect();
        let facts = facts.filter(|facts| !facts.is_empty())?;
        let head = format!("{} {}", self.words.needs, facts.join(", "));
        let own = answer.held.is_none() && answer.components.is_empty() && !answer.branches.is_empty();
        let branches: Option<Vec<String>> =
            if own { answer.branches.iter().map(|branch| self.branch(branch)).collect() } else { None };
        Some(match branches {
            Some(branches) => format!("{head} {{ {} }}", branches.join("; ")),
            None => head,
        })
    }

    /// Returns as a comment what has to be known, where this document has no word for some of it.
    fn needs_elsewhere(&self, answer: &Answer) -> Option<String> {
        let (words, said) = answer.holding(self.model);
        let theirs = |axis: AxisId| self.name(&words::fact_word(words, axis, self.lang));
        let fact = |&axis: &AxisId| self.fact(words, axis).unwrap_or_else(|| theirs(axis));
        let facts: Vec<String> = said.needs.iter().map(fact).collect();
        (!facts.is_empty()).then(|| format!("// {} {}", self.words.needs, facts.join(", ")))
    }

    /// Returns a fact of this or another document as this one calls it.
    fn fact(&self, words: &Model, axis: AxisId) -> Option<String> {
        match axis {
            MATTER => return Some(self.words.matter.to_owned()),
            PERFORMER => return Some(self.words.level.to_owned()),
            _ => {}
        }
        let there = &words.axes[axis];
        let names = || std::iter::once(&there.name).chain(&there.aliases);
        let fact = self.model.axes.iter().skip(1).find(|fact| names().any(|name| fact.is_called(name)))?;
        Some(self.name(local(&fact.name, &fact.aliases, self.lang)))
    }

    /// Returns the cases of a branch, each with what comes out there.
    fn branch(&self, branch: &Branch) -> Option<String> {
        let said = self.plain(&branch.answer)?;
        let case = |cube| {
            let head = branch_head(self.model, cube, &branch.asked, self.lang)?;
            Some(format!("{head} => {said}"))
        };
        let cases: Option<Vec<String>> = branch.region.cubes.iter().map(case).collect();
        cases.filter(|cases| !branch.region.cut && !cases.is_empty()).map(|cases| cases.join("; "))
    }

    // ------------------------------------------------------------ what cannot be expected

    /// Returns in words what else there is to the answer.
    fn aside(&self, answer: &Answer) -> Option<String> {
        let (model, said) = answer.holding(self.model);
        let lang = self.lang;
        if !said.components.is_empty() {
            let component = |(matter, part): &(u32, Answer)| Word::ComponentIs {
                component: component_name(model, *matter, lang),
                says: headline(model, part, lang),
            };
            let components = said.components.iter().map(|one| component(one).text(lang));
            return Some(components.collect::<Vec<_>>().join("; "));
        }
        let parts = || words::parts(model, &said.class, &said.payer, &said.further, lang);
        match said.status {
            Status::Gap => missing_message(model, said, lang).map(|message| message.text(lang)),
            Status::Conflict => Some(parts()).filter(|parts| !parts.is_empty()),
            Status::NeedsFacts => {
                let open = said.reconstruction.as_ref().is_some_and(|made| !made.accepted);
                open.then(|| Word::TextOf { document: model.name.clone() }.text(lang))
            }
            Status::Impossible | Status::NotInForce => None,
            Status::Decided | Status::Undetermined | Status::Retained | Status::Governed => {
                if let Some(Money::NoParameter(_)) = said.money {
                    return money_text(model, said, lang);
                }
                self.is_partial(answer).then(parts)
            }
        }
    }

    /// Tells whether a payer, or what another document says, has no words here.
    fn is_partial(&self, answer: &Answer) -> bool {
        let own = answer.held.as_ref().map(|held| held.in_words_of(self.model));
        let own = own.as_ref().unwrap_or(answer);
        let said = answer.holding(self.model).1;
        let lost = |there: bool, here: bool| there && !here;
        let payer = |answer: &Answer| matches!(answer.payer, Part::Value(_));
        let class = |answer: &Answer| matches!(answer.class, Part::Value(_));
        let unwritten = matches!(own.payer, Part::Value(Payer::Retained(_) | Payer::Governed(..)))
            && !words::follows(&own.class, &own.payer);
        unwritten || lost(payer(said), payer(own)) || lost(class(said), class(own))
    }
}

/// Returns a keyword with the document that it is about, if one is named.
fn of_document(keyword: &str, document: Option<&str>) -> String {
    match document {
        Some(document) => format!("{keyword} {}", in_quotes(document)),
        None => keyword.to_owned(),
    }
}
