//! Completion: what goes on from what is typed.
//!
//! In: the line up to the cursor. Out: where the word starts that is completed, and what it could become: first what begins
//! with it, then what it spells in pinyin, then what has it inside.

use super::Typist;
use super::context::{Place, Wanted, place};
use super::paths::paths;
use super::pinyin::{Reading, spelled};
use super::words::{Kind, Named};
use crate::repl::command::{COMMANDS, SETTINGS, TASKS};
use crate::syntax::keywords::{BEGINNING, IN_QUERY, IN_STATEMENT};

/// One thing that a word could become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What is written.
    pub text: String,
    /// How it was found: the less the better.
    pub rank: Rank,
}

/// How a candidate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// It begins with what is typed.
    Begins,
    /// What is typed spells its beginning.
    Spelled,
    /// The same, by rarer readings of its characters.
    SpelledRarely,
    /// It has what is typed inside.
    Inside,
}

/// Returns how well a name fits what is typed.
fn rank(name: &str, typed: &str) -> Option<Rank> {
    let starts = |name: &str| name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
    if starts(name) {
        return Some(Rank::Begins);
    }
    match spelled(name, typed) {
        Some(Reading::Common) => return Some(Rank::Spelled),
        Some(Reading::Other) => return Some(Rank::SpelledRarely),
        None => {}
    }
    // A letter inside a word is no reason to offer it.
    let inside = !typed.is_ascii() && name.contains(typed);
    inside.then_some(Rank::Inside)
}

impl Typist {
    /// Returns where the word before the cursor starts, and what it could become.
    pub(super) fn candidates(&self, typed: &str) -> (usize, Vec<Candidate>) {
        let Place { start, wanted } = place(typed, &self.words);
        let word = typed.get(start..).unwrap_or_default();
        if self.question.is_some()
            && !typed.contains(char::is_whitespace)
            && !typed.starts_with([':', '\u{FF1A}'])
        {
            let choices = self.question.iter().flatten().map(String::as_str);
            return (0, ranked(choices.map(|choice| (choice, choice)), typed.trim_start()));
        }
        let mut found = self.wanted(&wanted, word, typed);
        if found.is_empty()
            && !matches!(wanted, Wanted::Nothing | Wanted::Path | Wanted::Command)
            && !word.is_empty()
        {
            found = self.wanted(&Wanted::Name, word, typed);
        }
        (start, found)
    }

    fn wanted(&self, wanted: &Wanted, word: &str, typed: &str) -> Vec<Candidate> {
        let names = |kinds: &[Kind]| -> Vec<(&str, &str)> { self.words.of_kinds(kinds).map(both).collect() };
        let keywords = |list: &'static [(&'static str, &'static str)]| -> Vec<(&str, &str)> {
            let words = list.iter().flat_map(|(english, chinese)| [*english, *chinese]);
            words.map(|word| (word, word)).collect()
        };
        // Keywords are many: they are offered once a letter is typed.
        let typed_keywords = |list: &'static [(&'static str, &'static str)]| {
            if word.is_empty() { Vec::new() } else { keywords(list) }
        };
        let pool = match wanted {
            Wanted::Nothing => Vec::new(),
            Wanted::Path => return paths(word),
            Wanted::Command => {
                COMMANDS.iter().flat_map(|c| [(c.name, c.name), (c.chinese, c.chinese)]).collect()
            }
            Wanted::Words(list) => keywords(list),
            Wanted::Topic => {
                let tasks = TASKS.iter().flat_map(|(_, english, chinese)| [*english, *chinese]);
                let commands = COMMANDS.iter().flat_map(|command| [command.name, command.chinese]);
                tasks.chain(commands).map(|word| (word, word)).collect()
            }
            Wanted::Setting => return settings(typed, word),
            Wanted::Name => names(&[Kind::Matter, Kind::Level, Kind::Fact, Kind::Value, Kind::Rule]),
            Wanted::Matter => names(&[Kind::Matter]),
            Wanted::Level => names(&[Kind::Level]),
            Wanted::Fact => names(&[Kind::Fact]),
            Wanted::Value(fact) => self.words.values(*fact).map(both).collect(),
            Wanted::Start => {
                [names(&[Kind::Matter]), typed_keywords(BEGINNING), typed_keywords(IN_QUERY)].concat()
            }
            Wanted::InQuery => {
                [names(&[Kind::Level, Kind::Fact, Kind::Value]), typed_keywords(IN_QUERY)].concat()
            }
            Wanted::InStatement => {
                let all = names(&[Kind::Level, Kind::Fact, Kind::Matter, Kind::Value]);
                [typed_keywords(IN_STATEMENT), typed_keywords(IN_QUERY), all].concat()
            }
        };
        let found = ranked(pool.into_iter(), word);
        // Commands and the like have a name in each language: one of them will do.
        let twice = matches!(wanted, Wanted::Command | Wanted::Words(_) | Wanted::Topic);
        if twice { best(found) } else { found }
    }
}

/// Returns what takes the place of letters that spell names: what those names begin with. Names that are spelled by
/// commoner readings count before others. Nothing where the letters themselves go on.
pub(super) fn replacement(found: &[Candidate], typed: &str) -> Option<String> {
    let best = found.first()?.rank;
    let spelled = matches!(best, Rank::Spelled | Rank::SpelledRarely) && typed.chars().count() > 1;
    let names: Vec<&Candidate> = found.iter().filter(|one| spelled && one.rank == best).collect();
    Some(common_beginning(&names).to_owned()).filter(|common| !common.is_empty())
}

fn common_beginning<'c>(found: &[&'c Candidate]) -> &'c str {
    let Some((first, others)) = found.split_first() else { return "" };
    let mut end = first.text.len();
    for other in others {
        let same = first.text.char_indices().zip(other.text.chars()).take_while(|((_, one), two)| one == two);
        end = end.min(same.last().map_or(0, |((at, c), _)| at.saturating_add(c.len_utf8())));
    }
    first.text.get(..end).unwrap_or_default()
}

fn both(named: &Named) -> (&str, &str) {
    (&named.name, &named.written)
}

/// A setting, and behind it its values.
fn settings(typed: &str, argument: &str) -> Vec<Candidate> {
    let Some((name, value)) = argument.split_once(char::is_whitespace) else {
        let names = SETTINGS.iter().flat_map(|(_, (english, chinese), _)| [*english, *chinese]);
        return best(ranked(names.map(|name| (name, name)), argument));
    };
    let row = SETTINGS.iter().find(|(_, (english, chinese), _)| *english == name || *chinese == name);
    let words = row.map(|(_, _, words)| *words).unwrap_or_default();
    // What is completed is the whole argument.
    let head = typed.get(typed.len().saturating_sub(argument.len())..typed.len().saturating_sub(value.len()));
    let found = best(ranked(words.iter().flat_map(|(en, zh)| [(*en, *en), (*zh, *zh)]), value.trim_start()));
    found
        .into_iter()
        .map(|one| Candidate { text: format!("{}{}", head.unwrap_or_default(), one.text), ..one })
        .collect()
}

/// Keeps those that fit best.
fn best(mut found: Vec<Candidate>) -> Vec<Candidate> {
    let best = found.first().map(|first| first.rank);
    found.retain(|candidate| Some(candidate.rank) == best);
    found
}

/// Returns those of some names that fit, the best first, each once.
fn ranked<'w>(names: impl Iterator<Item = (&'w str, &'w str)>, typed: &str) -> Vec<Candidate> {
    let typed = typed.trim_start_matches(['"', '\u{201C}', '\u{300C}']);
    let mut found: Vec<Candidate> = Vec::new();
    for (name, written) in names {
        if let Some(rank) = rank(name, typed)
            && found.iter().all(|one| one.text != written)
        {
            found.push(Candidate { text: written.to_owned(), rank });
        }
    }
    found.sort_by_key(|candidate| candidate.rank);
    // What has it inside is offered only where nothing begins with it.
    if found.first().is_some_and(|first| first.rank != Rank::Inside) {
        found.retain(|candidate| candidate.rank != Rank::Inside);
    }
    found
}
