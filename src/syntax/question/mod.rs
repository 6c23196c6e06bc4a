//! Questions in a person's words: `what does county pay for`, `谁承担 专利导航 县`.
//!
//! In: one line. Out: which question it is, and where in the line its level, its group and what is known stand. Names are not
//! looked up here. A line that is no such question is a query, or it is not understood: nothing is guessed.

mod words;

use std::ops::Range;
use words::{
    AFTER_LEVEL, AFTER_MATTER, ASKING, ASKING_CHINESE, BEFORE_LEVEL, BOUND, CLASS_WORDS, DENIED, EITHER,
    EITHER_WAY, EVERYTHING, HOW, JOINTLY, LEVEL_JOINERS, OWNED, PAID, PAYER_WORDS, SHARED, SHARED_WORDS,
    STATUSES, WHERE, WHO,
};

/// A question that is more than a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// `who pays 专利导航 at county`, `谁为专利导航买单，层级 县`: where the query stands, and where the rest of it.
    Who(Range<usize>, Range<usize>),
    /// A question for cases: what is asked for, the group, and from where on there is what is known.
    Cases(CaseQuestion),
}

/// A question for cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseQuestion {
    /// What is asked for.
    pub wanted: WantedWord,
    /// `in 执法`: where the group stands.
    pub group: Option<Range<usize>>,
    /// `at county, scope is 全市性`: where what is known begins.
    pub known: usize,
}

/// What is asked for, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedWord {
    /// What a level pays for.
    PaidBy(Range<usize>),
    /// What a level has the authority for.
    OwnedBy(Range<usize>),
    /// Either: `what is county responsible for`.
    ResponsibleFor(Range<usize>),
    /// What is shared.
    Shared,
    /// Where the answer has a status.
    Status(StatusWord),
    /// `*`: everything.
    Everything,
}

/// A status that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusWord {
    /// `undetermined`
    Undetermined,
    /// `retained`
    Retained,
    /// `governed`
    Governed,
    /// `in conflict`
    Conflict,
    /// `gaps`
    Gap,
    /// `impossible`
    Impossible,
    /// `not in force`
    NotInForce,
    /// `decided`
    Decided,
    /// `needs facts`
    NeedsFacts,
}

/// An answer that was expected, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoughtWord<'l> {
    /// `payer county`
    Payer(&'l str),
    /// `class county`
    Class(&'l str),
    /// `county`: who pays, or who has the authority.
    Level(&'l str),
    /// `shared`
    Shared,
    /// `undetermined`
    Status(StatusWord),
}

/// Reads an answer that was expected; a word that is nothing else is taken for a level.
#[must_use]
pub fn sought(text: &str) -> SoughtWord<'_> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let after = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word)).map(str::trim);
    if let Some((_, status)) = STATUSES.iter().find(|(word, _)| *word == lower) {
        return SoughtWord::Status(*status);
    }
    if SHARED_WORDS.contains(&lower.as_str()) {
        return SoughtWord::Shared;
    }
    match (after(PAYER_WORDS), after(CLASS_WORDS)) {
        (Some(level), _) => SoughtWord::Payer(level),
        (_, Some(level)) => SoughtWord::Class(level),
        _ => SoughtWord::Level(text),
    }
}

/// Cuts an expected answer from the query that may follow it: `payer county 专利导航 at city`.
#[must_use]
pub fn sought_and_query(text: &str) -> (&str, &str) {
    let text = text.trim();
    let mut length = text.find(' ').unwrap_or(text.len());
    let two = PAYER_WORDS.iter().chain(CLASS_WORDS).map(|word| word.trim_end());
    let first = text.get(..length).unwrap_or(text);
    if two.into_iter().any(|word| word == first || (word == "paid by" && text.starts_with(word))) {
        let rest = text.get(length..).unwrap_or_default();
        let rest = if text.starts_with("paid by ") { rest.strip_prefix(" by").unwrap_or(rest) } else { rest };
        let skipped = text.len().saturating_sub(rest.trim_start().len());
        let word = rest.trim_start();
        length = skipped.saturating_add(word.find(' ').unwrap_or(word.len()));
    }
    let (answer, query) = text.split_at_checked(length).unwrap_or((text, ""));
    (answer.trim(), query.trim())
}

/// Reads a question; nothing where the line is not one of those that are understood.
#[must_use]
pub fn question(line: &str) -> Option<Question> {
    let end = without_marks(line);
    let level = |list: &[&str], make: fn(Range<usize>) -> WantedWord| {
        let found = list.iter().filter_map(|template| about(line, end, template));
        found.filter_map(|(slot, rest)| cases(line, end, make(slot), rest)).next()
    };
    let alone = |list: &[&str], wanted: WantedWord| {
        list.iter().find_map(|text| cases(line, end, wanted.clone(), literal(line, start(line), text)?))
    };
    let status = || {
        WHERE.iter().find_map(|prefix| {
            let at = literal(line, start(line), prefix)?;
            STATUSES.iter().find_map(|(word, status)| {
                cases(line, end, WantedWord::Status(*status), literal(line, at, word)?)
            })
        })
    };
    // 共同 stands where a level may stand, so it is looked for first.
    let cases = alone(SHARED, WantedWord::Shared)
        .or_else(|| level(PAID, WantedWord::PaidBy))
        .or_else(|| level(OWNED, WantedWord::OwnedBy))
        .or_else(|| level(EITHER, WantedWord::ResponsibleFor))
        .or_else(status)
        .or_else(|| alone(EVERYTHING, WantedWord::Everything));
    cases.map(Question::Cases).or_else(|| WHO.iter().find_map(|template| who(line, end, template)))
}

/// Tells whether a line has the words of a question.
#[must_use]
pub fn asks(line: &str) -> bool {
    let lower = line.trim_start().to_ascii_lowercase();
    ASKING.iter().any(|word| lower.starts_with(word)) || ASKING_CHINESE.iter().any(|word| line.contains(word))
}

/// Tells whether a line asks if something is so.
#[must_use]
pub fn is_so(line: &str) -> bool {
    let lower = line.trim_start().to_ascii_lowercase();
    ["is ", "are ", "does ", "do "].iter().any(|word| lower.starts_with(word))
        || ["吗", "是否", "是不是"].iter().any(|word| line.contains(word))
}

/// What a line asks for that is no list of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlistable {
    /// What a level does not pay for, or has no authority over.
    Denied,
    /// What several levels do together.
    Jointly,
}

/// Tells whether a line asks for something that cannot be listed.
#[must_use]
pub fn unlistable(line: &str) -> Option<Unlistable> {
    let mut line = line.to_ascii_lowercase();
    // 是不是 asks, and denies nothing.
    for asking in EITHER_WAY {
        line = line.replace(asking, "");
    }
    let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
    if has(DENIED) {
        return Some(Unlistable::Denied);
    }
    has(JOINTLY).then_some(Unlistable::Jointly)
}

/// Returns the names that a word for a level may stand for: itself, and without what goes with it.
#[must_use]
pub fn level_names(word: &str) -> Vec<&str> {
    let mut names = vec![word.trim()];
    for before in BEFORE_LEVEL {
        names.extend(word.trim().strip_prefix(before).map(str::trim));
    }
    for after in AFTER_LEVEL {
        names.extend(word.trim().strip_suffix(after).map(str::trim).filter(|rest| !rest.is_empty()));
    }
    names
}

/// Returns a word for a level without what only says that it is bound: 县应当.
#[must_use]
pub fn without_bound(word: &str) -> Option<&str> {
    let word = word.trim();
    BOUND.iter().find_map(|bound| word.strip_suffix(bound)).map(str::trim).filter(|rest| !rest.is_empty())
}

/// Returns a word for a level without what says how it does something, which is no part of a question: 县主要.
#[must_use]
pub fn without_manner(word: &str) -> Option<&str> {
    let word = word.trim();
    HOW.iter().find_map(|how| word.strip_suffix(how)).map(str::trim).filter(|rest| !rest.is_empty())
}

/// Parts the levels that are named in one word: 市、县.
#[must_use]
pub fn several_levels(word: &str) -> Vec<&str> {
    let parted = LEVEL_JOINERS.iter().find(|joiner| word.contains(**joiner));
    parted.map_or_else(Vec::new, |joiner| word.split(joiner).map(str::trim).collect())
}

/// Returns a matter's name without the words that only say that it is paid for: 执法的经费.
#[must_use]
pub fn matter_name(words: &str) -> Option<&str> {
    AFTER_MATTER
        .iter()
        .find_map(|after| words.trim_end().strip_suffix(after))
        .filter(|name| !name.trim().is_empty())
}

fn start(line: &str) -> usize {
    line.len().saturating_sub(line.trim_start().len())
}

/// Returns where the line ends without question marks.
fn without_marks(line: &str) -> usize {
    line.trim_end_matches(|c: char| c.is_whitespace() || "?？。!！".contains(c)).len()
}

/// Matches words at a place; in Chinese spaces between them do not count. Returns where they end.
fn literal(line: &str, at: usize, words: &str) -> Option<usize> {
    let mut rest = line.get(at..)?.char_indices().peekable();
    let mut end = at;
    for wanted in words.chars() {
        loop {
            let (offset, found) = rest.next()?;
            if found.eq_ignore_ascii_case(&wanted) {
                end = at.saturating_add(offset).saturating_add(found.len_utf8());
                break;
            }
            if found != ' ' || words.is_ascii() {
                return None;
            }
        }
    }
    Some(end)
}

/// Finds words at or behind a place. Returns where they start and end.
fn find(line: &str, from: usize, words: &str) -> Option<(usize, usize)> {
    let places = line.get(from..)?.char_indices().map(|(offset, _)| from.saturating_add(offset));
    places.into_iter().find_map(|at| Some((at, literal(line, at, words)?)))
}

/// Matches a template about a level: where the level stands, and where the template ends.
fn about(line: &str, end: usize, template: &str) -> Option<(Range<usize>, usize)> {
    let (before, after) = template.split_once("{}")?;
    let from = literal(line, start(line), before)?;
    let (slot_end, rest) = if after.is_empty() {
        let rest = line.get(from..end)?;
        let length = rest.find([' ', ',', '，']).unwrap_or(rest.len());
        let stop = from.saturating_add(length);
        (stop, stop)
    } else {
        find(line, from, after)?
    };
    let slot = from..slot_end;
    let named = line.get(slot.clone()).is_some_and(|name| !name.trim().is_empty() && !asks(name));
    named.then_some((slot, rest))
}

/// Reads what follows the question: a group, and what is known.
fn cases(line: &str, end: usize, wanted: WantedWord, rest: usize) -> Option<CaseQuestion> {
    if !goes_on(line.get(rest..end)?) {
        return None;
    }
    let mut known = rest;
    let mut group = None;
    for word in [" in ", " within ", "属于"] {
        if let Some(from) = literal(line, rest, word) {
            let inside = line.get(from..end)?;
            let skipped = inside.len().saturating_sub(inside.trim_start().len());
            let from = from.saturating_add(skipped);
            let inside = line.get(from..end)?;
            let length = inside.find([' ', ',', '，']).unwrap_or(inside.len());
            known = from.saturating_add(length);
            group = Some(from..known).filter(|group| !group.is_empty());
            break;
        }
    }
    Some(CaseQuestion { wanted, group, known })
}

/// Tells whether what follows a question is what is known, or nothing.
fn goes_on(tail: &str) -> bool {
    tail.is_empty() || tail.starts_with([' ', ',', '，', '、']) || tail.starts_with('在')
}

/// Matches a template about a case.
fn who(line: &str, end: usize, template: &str) -> Option<Question> {
    let (before, after) = template.split_once("{}")?;
    let from = literal(line, start(line), before)?;
    let (to, rest) = if after.is_empty() { (end, end) } else { find(line, from, after)? };
    if !goes_on(line.get(rest..end)?) {
        return None;
    }
    let query = line.get(from..to)?;
    (!query.trim().is_empty()).then_some(Question::Who(from..to, rest..end))
}

#[cfg(test)]
mod tests {
    use super::{
        CaseQuestion, Question, StatusWord, Unlistable, WantedWord, asks, level_names, question, unlistable,
    };

    fn slice(line: &str, at: std::ops::Range<usize>) -> &str {
        line.get(at).unwrap_or_default()
    }

    fn level(line: &str) -> Option<(&'static str, &str)> {
        match question(line)? {
            Question::Cases(CaseQuestion { wanted, .. }) => match wanted {
                WantedWord::PaidBy(at) => Some(("pays", slice(line, at).trim())),
                WantedWord::OwnedBy(at) => Some(("owns", slice(line, at).trim())),
                WantedWord::ResponsibleFor(at) => Some(("either", slice(line, at).trim())),
                _ => None,
            },
            Question::Who(..) => None,
        }
    }

    fn cases_in(line: &str) -> CaseQuestion {
        match question(line) {
            Some(Question::Cases(found)) => found,
            _ => CaseQuestion { wanted: WantedWord::Everything, group: None, known: 0 },
        }
    }

    #[test]
    fn levels_are_found_in_either_language() {
        assert_eq!(level("What does county pay for?"), Some(("pays", "county")));
        assert_eq!(level("what is paid by county, scope is a"), Some(("pays", "county")));
        assert_eq!(level("县承担什么"), Some(("pays", "县")));
        assert_eq!(level("县 承担 哪些？"), Some(("pays", "县")));
        assert_eq!(level("哪些事项由县级承担"), Some(("pays", "县级")));
        assert_eq!(level("县级负责哪些"), Some(("either", "县级")));
        assert_eq!(level("市有哪些财政事权"), Some(("owns", "市")));
        assert_eq!(level_names("县级财政"), ["县级财政", "县", "县级"]);
    }

    #[test]
    fn groups_and_facts_follow() {
        let line = "which matters are shared in 执法 at county, scope is a?";
        let found = cases_in(line);
        assert_eq!(found.wanted, WantedWord::Shared);
        assert_eq!(slice(line, found.group.unwrap_or_default()), "执法");
        assert_eq!(slice(line, found.known..line.len()), " at county, scope is a?");
        let found = cases_in("哪里有冲突，层级 县");
        assert_eq!(found.wanted, WantedWord::Status(StatusWord::Conflict));
    }

    #[test]
    fn who_leaves_the_query() {
        for (line, query) in [
            ("who pays 专利导航 at county?", "专利导航 at county"),
            ("谁承担 专利导航 县", " 专利导航 县"),
            ("专利导航 县 由谁承担？", "专利导航 县"),
            ("谁为专利导航买单", "专利导航"),
            ("专利导航由哪级承担", "专利导航"),
            ("which level pays for 专利导航", "专利导航"),
        ] {
            let at = match question(line) {
                Some(Question::Who(at, _)) => at,
                _ => 0..0,
            };
            assert_eq!(slice(line, at), query);
        }
        let line = "谁为专利导航买单，层级 县？";
        assert_eq!(question(line), Some(Question::Who(6..18, 24..37)));
    }

    #[test]
    fn what_cannot_be_listed_is_known_as_such() {
        for line in ["县不承担什么", "哪些事项不由县承担", "which matters does county not pay for"]
        {
            assert_eq!(unlistable(line), Some(Unlistable::Denied), "{line}");
        }
        for line in ["市县共同承担哪些事项", "哪些事项共同承担", "which matters are jointly paid"]
        {
            assert_eq!(unlistable(line), Some(Unlistable::Jointly), "{line}");
        }
        for line in ["是不是县承担", "哪些事项是共同的", "县承担什么"] {
            assert_eq!(unlistable(line), None, "{line}");
        }
        assert_eq!(cases_in("哪些事项未规定").wanted, WantedWord::Status(StatusWord::Gap));
    }

    #[test]
    fn nothing_is_guessed() {
        for line in ["县承担什么样的责任", "谁", "what", "专利导航 at county", "who"] {
            assert_eq!(question(line), None, "{line}");
        }
        assert!(asks("how much does county pay") && asks("县出多少钱") && !asks("专利导航 at county"));
    }
}
