//! Completion: what goes on from what is typed.
//!
//! In: the line up to the cursor. Out: where the word starts that is completed, and what it could become: first what begins
//! with it, then what it spells in pinyin, then what has it inside.

use super::Typist;
use super::context::{Place, Wanted, place};
use super::paths::paths;
use super::pinyin::spelled;
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
    /// It has what is typed inside.
    Inside,
}

/// Returns how well a name fits what is typed.
fn rank(name: &str, typed: &str) -> Option<Rank> {
    let starts = |name: &str| name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
    if starts(name) {
        return Some(Rank::Begins);
    }
    if spelled(name, typed).is_some() {
        return Some(Rank::Spelled);
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
        ranked(pool.into_iter(), word)
    }
}

fn both(named: &Named) -> (&str, &str) {
    (&named.name, &named.written)
}

/// A setting, and behind it its values.
fn settings(typed: &str, argument: &str) -> Vec<Candidate> {
    let Some((name, value)) = argument.split_once(char::is_whitespace) else {
        let names = SETTINGS.iter().flat_map(|(_, (english, chinese), _)| [*english, *chinese]);
        return ranked(names.map(|name| (name, name)), argument);
    };
    let row = SETTINGS.iter().find(|(_, (english, chinese), _)| *english == name || *chinese == name);
    let words = row.map(|(_, _, words)| *words).unwrap_or_default();
    // What is completed is the whole argument.
    let head = typed.get(typed.len().saturating_sub(argument.len())..typed.len().saturating_sub(value.len()));
    let found = ranked(words.iter().flat_map(|(en, zh)| [(*en, *en), (*zh, *zh)]), value.trim_start());
    found
        .into_iter()
        .map(|one| Candidate { text: format!("{}{}", head.unwrap_or_default(), one.text), ..one })
        .collect()
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
