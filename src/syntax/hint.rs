//! What to do about a word that cannot stand where it stands.
//!
//! In: a broken statement, the place and the word, and what could have stood there. Out: one piece of advice, from what
//! usually leads a drafter there; else the shape of the statement.

use super::broken::{QUOTES, brace_balance, first_keyword, is_chinese};
use super::grammar::{Grammar, Rule};
use super::quoted;
use super::{bound, expected};
use crate::message::{Advice, Expected, Form};
use pest::Parser;

/// Words that are written for a keyword, and the keyword in either language.
const GUESSED: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
    ("如果", "当"),
    ("若", "当"),
    ("和", "且"),
    ("与", "且"),
    ("及", "且"),
    ("并且", "且"),
    ("或者", "或"),
    ("等于", "为"),
    ("equals", "is"),
    ("between", "among"),
    ("override", "overrides"),
    ("到", "至"),
    ("直到", "至"),
    ("to", "until"),
    ("till", "until"),
    ("through", "until"),
];

/// What follows an answer without a comma.
pub(super) const CLAUSES: &[&str] = &["quote", "cite", "note", "overrides", "原文", "出处", "备注", "优先于"];

/// What is written for a clause behind an answer, and the keyword that is meant.
const BEHIND: &[(&str, &str)] = &[
    ("覆盖", "优先于"),
    ("替代", "优先于"),
    ("取代", "优先于"),
    ("引用", "原文"),
    ("原话", "原文"),
    ("依据", "出处"),
    ("来源", "出处"),
    ("备注说明", "备注"),
    ("注", "备注"),
    ("override", "overrides"),
    ("supersedes", "overrides"),
    ("replaces", "overrides"),
    ("quotes", "quote"),
    ("cites", "cite"),
    ("source", "cite"),
    ("notes", "note"),
];

/// What is written before who pays, rightly or not.
const PAYS: &[&str] =
    &["payer", "pays", "pay", "by", "支出", "支出责任", "承担", "支付", "付款", "余下", "rest"];

const COMMAS: [char; 3] = [',', '，', '、'];

/// What is written for a further name of a matter.
const ALSO: &[&str] =
    &["as", "aka", "alias", "or", "别名", "也称", "亦称", "也叫", "又名", "简称", "即", "或"];

/// Keywords before a level, and what a condition tests with; Chinese is typed without spaces.
const BEFORE_LEVEL: &[&str] = &["层级", "在"];
const TESTS: &[&str] = &["为", "是", "属于", "低于", "高于", "超过"];

/// How many characters a word has at most that is taken for a level behind its keyword.
const LONGEST_LEVEL: usize = 3;

/// Says what to do.
pub(super) fn advice(text: &str, at: usize, word: &str, expected: &[Expected]) -> Advice {
    let before = text.get(..at).unwrap_or_default();
    let keyword = first_keyword(text);
    let is = |words: &[&str]| words.contains(&word);
    let rule = matches!(keyword, Some("matter" | "rule" | "otherwise"));
    let answered = before.contains("=>") || before.contains("＝＞");
    if is(&["amount", "金额"]) && rule && answered {
        return Advice::AmountClause;
    }
    if clause_as_name(text, at, word, expected) {
        return Advice::KeywordAsName { word: word.to_owned() };
    }
    if keyword == Some("policy") && names_no_maxim(before) {
        return Advice::Maxims;
    }
    if is(CLAUSES) && expected.contains(&Expected::Payer) && rule && !before.trim_end().ends_with(COMMAS) {
        return Advice::WhoPays { clause: word.to_owned() };
    }
    if before.trim_end().ends_with(COMMAS)
        && is(CLAUSES)
        && let Some(advice) = clause_behind_comma(text, at, word, answered)
    {
        return advice;
    }
    if expected.contains(&Expected::Name) && Grammar::parse(Rule::reserved_word, word).is_ok() {
        return Advice::KeywordAsName { word: word.to_owned() };
    }
    if word.starts_with(QUOTES) {
        return before_quotation(before, keyword, answered);
    }
    if let Some(right) = day(text, at, expected) {
        return Advice::Write { right };
    }
    if keyword == Some("level")
        && let Some(right) = each_level(text, before, word)
    {
        return Advice::Write { right };
    }
    let special = match (rule, answered) {
        (true, true) => in_answer(text, at, word, expected),
        (true, false) => in_head(text, at, word),
        (false, _) => None,
    };
    if let Some(advice) = special {
        return advice;
    }
    let meant = GUESSED.iter().find(|(guess, _)| *guess == word);
    let period = |meant: &str| ["至", "until"].contains(&meant);
    if let Some((_, right)) = meant.filter(|(_, meant)| rule || period(meant) && begins_period(before)) {
        return Advice::DidYouMean { name: (*right).to_owned() };
    }
    if keyword == Some("matters") && brace_balance(before) <= 0 && word.starts_with(char::is_alphanumeric) {
        return Advice::ListBraces;
    }
    if keyword == Some("matters") && ALSO.contains(&word) {
        return Advice::DidYouMean { name: if word.is_ascii() { "also" } else { "又称" }.to_owned() };
    }
    if keyword == Some("matters") && word.starts_with(char::is_alphanumeric) {
        return Advice::Separator { word: word.to_owned() };
    }
    match keyword {
        Some(keyword) => Advice::Form { form: expected::form(keyword) },
        None => Advice::QueryForm,
    }
}

/// Tells whether a word that begins a clause is meant as a name: a fact, a value, or what a query is about, with no text behind it.
fn clause_as_name(text: &str, at: usize, word: &str, expected: &[Expected]) -> bool {
    let clause = CLAUSES.contains(&word) || ["amount", "金额", "because", "因为"].contains(&word);
    let before = text.get(..at).unwrap_or_default().trim();
    let subject =
        before.is_empty() || first_keyword(text) == Some("expect") && last_word(before).0.is_empty();
    let tested = |one: &Expected| matches!(one, Expected::Condition | Expected::Fact | Expected::Value);
    let after = text.get(at..).and_then(|rest| rest.strip_prefix(word)).unwrap_or_default();
    clause && (subject || expected.iter().any(tested)) && !after.trim_start().starts_with(QUOTES)
}

/// Says what to do about a keyword of a clause behind a comma: in a list it is meant as a name.
fn clause_behind_comma(text: &str, at: usize, word: &str, answered: bool) -> Option<Advice> {
    let (before, after) = text.split_at_checked(at)?;
    let next = after.strip_prefix(word)?.trim_start();
    let labelled = ["cite", "overrides", "出处", "优先于"].contains(&word);
    let goes_on = next.starts_with(QUOTES) || labelled && next.starts_with(char::is_alphanumeric);
    let answer = before.rfind("=>").or_else(|| before.rfind("＝＞"));
    let answer = answer.and_then(|arrow| before.get(arrow..)).unwrap_or_default();
    let names_targets = answer.contains("overrides") || answer.contains("优先于");
    let behind_answer = answered && brace_balance(before) <= 0 && (goes_on || !names_targets);
    if behind_answer {
        return Some(Advice::NoComma { word: word.to_owned() });
    }
    (!goes_on).then(|| Advice::KeywordAsName { word: word.to_owned() })
}

/// Tells whether a period has begun that has no last day yet.
fn begins_period(before: &str) -> bool {
    before.split_whitespace().rev().take(2).any(|word| ["from", "自", "从"].contains(&word))
}

/// Writes a day as it has to be written: `20250701`, `2025-01-01到2026-01-01`.
fn day(text: &str, at: usize, expected: &[Expected]) -> Option<String> {
    let written = text.get(at..)?.split_whitespace().next().filter(|_| expected.contains(&Expected::Date))?;
    if let Some((from, until)) = written.split_once('到') {
        let is_day = |day: &str| Grammar::parse(Rule::date, day).is_ok_and(|pairs| pairs.as_str() == day);
        return (is_day(from) && is_day(until)).then(|| format!("{from} 至 {until}"));
    }
    let end = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
    let (year, rest) = written.get(..end).filter(|digits| digits.len() == 8)?.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let within = |digits: &str, most: u8| digits.parse().is_ok_and(|number: u8| (1..=most).contains(&number));
    (within(month, 12) && within(day, 31)).then(|| format!("{year}-{month}-{day}"))
}

/// Writes several levels of one statement as a statement each.
fn each_level(text: &str, before: &str, word: &str) -> Option<String> {
    let joined = [",", "，", "、", "和", "与", "及", "and"].contains(&word);
    let (keyword, first) = before.trim_end().split_once(char::is_whitespace)?;
    let rest = text.get(before.len()..)?;
    let rest = if joined { rest.strip_prefix(word)? } else { rest };
    let names = std::iter::once(first).chain(rest.split(COMMAS)).map(str::trim);
    let is_name = |name: &str| Grammar::parse(Rule::name, name).is_ok_and(|pairs| pairs.as_str() == name);
    let statement = |name: &str| is_name(name).then(|| format!("{keyword} {name}"));
    names.map(statement).collect::<Option<Vec<String>>>().map(|statements| statements.join("; "))
}

/// Tells whether a header breaks off where it is to name a maxim.
fn names_no_maxim(before: &str) -> bool {
    let after = |words: &[&str]| {
        words.iter().filter_map(|word| before.rsplit_once(word)).map(|(_, rest)| rest.len()).min()
    };
    let (field, maxim) = (after(&["maxims", "适用原则"]), after(&["over", "优于", "优先"]));
    let joined = before.trim_end().ends_with(|c| ",，".contains(c))
        || before.trim_end().ends_with("then")
        || before.trim_end().ends_with("其次");
    field.is_some_and(|field| maxim.is_none_or(|maxim| maxim > field || joined))
}

/// What usually goes wrong behind the arrow.
fn in_answer(text: &str, at: usize, word: &str, expected: &[Expected]) -> Option<Advice> {
    let (before, after) = text.split_at_checked(at)?;
    let is = |words: &[&str]| words.contains(&word);
    if let Some((_, meant)) = BEHIND.iter().find(|(guess, _)| *guess == word) {
        return Some(Advice::DidYouMean { name: (*meant).to_owned() });
    }
    if is(&["%", "％", ".", "．", "/", "／"])
        && let Some(figure) = glued_figure(before)
    {
        return Some(Advice::SpaceBefore { figure: format!("{figure}{}", share_rest(after)) });
    }
    if let Some(right) = share_before_payer(before, after) {
        return Some(Advice::Write { right });
    }
    if is(&["rest", "余下"]) {
        return Some(Advice::RestBehindShares);
    }
    if is(&["when", "at", "level", "from", "until", "当", "在", "层级", "自", "至"]) {
        return Some(Advice::BeforeArrow { word: word.to_owned() });
    }
    let joins = is(&["and", "or", "且", "或", "和", "与"]);
    let next = after.strip_prefix(word).unwrap_or_default().trim_start();
    if joins && ["payer", "支出"].iter().any(|payer| next.starts_with(payer)) {
        return Some(Advice::CommaInstead { word: word.to_owned() });
    }
    let shares = before.trim_end().ends_with(['%', '％']) || expected.contains(&Expected::Share);
    let figure = word.starts_with(|c: char| c.is_ascii_digit());
    (shares || joins || figure || word == "%").then_some(Advice::OnePayer)
}

/// What usually goes wrong before the arrow.
fn in_head(text: &str, at: usize, word: &str) -> Option<Advice> {
    let (before, after) = text.split_at_checked(at)?;
    let has = |words: &[&str]| before.split_whitespace().any(|one| words.contains(&one));
    let comma = [",", "，", "、"].contains(&word);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if comma && digit(before.chars().last()) && digit(after.chars().nth(1)) {
        return Some(Advice::NoThousands);
    }
    let guessed = GUESSED.iter().any(|(guess, _)| *guess == word);
    if first_keyword(text) == Some("matter")
        && let Some(advice) = glued(word)
    {
        return Some(advice);
    }
    if let Some(test) = before.split_whitespace().next_back().and_then(spaced_test).filter(|_| has(&["当"]))
    {
        return Some(Advice::Write { right: test });
    }
    if let Some(right) = test_without_is(text, before, word).filter(|_| !guessed) {
        return Some(Advice::Write { right });
    }
    if has(&["when", "当"]) {
        let condition = if comma { Advice::JoinTests } else { Advice::Condition };
        return (!guessed).then_some(condition);
    }
    if has(&["at", "level", "在", "层级"]) {
        return comma.then_some(Advice::LevelsWithOr);
    }
    if comma || ["and", "且", "和", "与", "及"].contains(&word) {
        return Some(Advice::Braces);
    }
    let wordy = word.starts_with(char::is_alphanumeric);
    if let Some(advice) = test_without_when(text, before, after) {
        return Some(advice);
    }
    if brace_balance(before) > 0 {
        let list = if wordy { Advice::Separator { word: word.to_owned() } } else { Advice::Braces };
        return Some(list);
    }
    if ["shared", "undetermined", "retained", "governed", "共同", "未定", "保留", "适用"].contains(&word)
    {
        return Some(Advice::Write { right: "=>".to_owned() });
    }
    if ["负责", "承担"].iter().any(|doing| word.ends_with(doing)) {
        return None;
    }
    if CLAUSES.contains(&word) || has(&["from", "until", "自", "至"]) {
        return None;
    }
    let named = first_keyword(text) == Some("matter") && before.split_whitespace().count() > 1;
    (named && !guessed && (wordy || [".", "/", "．", "／"].contains(&word))).then_some(Advice::QuoteName)
}

/// Writes 当 范围 全市性 with the word between fact and value.
fn test_without_is(text: &str, before: &str, value: &str) -> Option<String> {
    let mut words = before.split_whitespace().rev();
    let (fact, opener) = (words.next()?, words.next()?);
    let opens = ["when", "and", "or", "not", "当", "且", "或", "非"].contains(&opener);
    let is_name = |word: &str| word.chars().all(char::is_alphanumeric) && quoted(word) == word;
    if let Some(right) = bound::worded(value, is_chinese(text)).filter(|_| opens && is_name(fact)) {
        return Some(format!("{fact} {right}"));
    }
    let is = if is_chinese(text) { "为" } else { "is" };
    (opens && is_name(fact) && is_name(value)).then(|| format!("{fact} {is} {value}"))
}

/// Says what to write where a condition stands behind the matter without its keyword: 执法 范围 为 全市性.
fn test_without_when(text: &str, before: &str, after: &str) -> Option<Advice> {
    if first_keyword(text) != Some("matter") || before.split_whitespace().count() != 2 {
        return None;
    }
    let is_name = |word: &str| word.chars().all(char::is_alphanumeric) && quoted(word) == word;
    let (when, is) = if is_chinese(text) { ("当", "为") } else { ("when", "is") };
    let end = ["=>", "＝＞"].iter().filter_map(|arrow| after.find(arrow)).min()?;
    let words: Vec<&str> = after.get(..end)?.split_whitespace().collect();
    match words.as_slice() {
        [fact, "is" | "为" | "是", value] if is_name(fact) => {
            Some(Advice::Write { right: format!("{when} {fact} {is} {value}") })
        }
        [fact, value] if is_name(fact) && is_name(value) => {
            Some(Advice::QuoteOrWhen { test: format!("{when} {fact} {is} {value}") })
        }
        _ => None,
    }
}

/// Says what is amiss before a quotation, behind the words that stand there.
fn before_quotation(before: &str, keyword: Option<&str>, answered: bool) -> Advice {
    let (rest, clause) = last_word(before);
    if !CLAUSES.contains(&clause) && !["because", "因为"].contains(&clause) {
        return Advice::QuoteWord;
    }
    if let Some(keyword) = keyword.filter(|_| !answered) {
        return Advice::Form { form: expected::form(keyword) };
    }
    if brace_balance(before) > 0 {
        return Advice::CloseBlock;
    }
    if rest.trim_end().ends_with(COMMAS) {
        return Advice::NoComma { word: clause.to_owned() };
    }
    if PAYS.contains(&last_word(rest).1) {
        return Advice::WhoPays { clause: clause.to_owned() };
    }
    Advice::Form { form: keyword.map_or(Form::Matter, expected::form) }
}

/// Parts a text before its last word.
fn last_word(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last();
    text.split_at_checked(start.map_or(text.len(), |(at, _)| at)).unwrap_or_default()
}

/// Writes a share that stands before who pays it: `50% city`.
fn share_before_payer(before: &str, after: &str) -> Option<String> {
    let figure = last_word(before).1;
    let rest = share_rest(after);
    let share = format!("{figure}{rest}");
    let is_share = Grammar::parse(Rule::share, &share).is_ok_and(|pairs| pairs.as_str() == share);
    let next = after.strip_prefix(rest)?.trim_start();
    let end = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
    let payer = next.get(..end).filter(|payer| !payer.is_empty() && quoted(payer) == *payer)?;
    is_share.then(|| format!("{payer} {share}"))
}

/// Returns the digits at the end of a name: `60` of 市60.
fn glued_figure(before: &str) -> Option<&str> {
    let name = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let figure = before.strip_prefix(name).filter(|figure| !figure.is_empty())?;
    name.ends_with(char::is_alphanumeric).then_some(figure)
}

/// Returns what goes on with a share: `%`, `.5%`, `/3`.
fn share_rest(after: &str) -> &str {
    let end = after.find(|c: char| !(c.is_ascii_digit() || "%％.．/／".contains(c)));
    after.get(..end.unwrap_or(after.len())).unwrap_or_default()
}

/// Says what to do about a word before the arrow that begins with a keyword.
fn glued(word: &str) -> Option<Advice> {
    if let Some(test) = word.strip_prefix("当").filter(|rest| TESTS.iter().any(|test| rest.contains(test))) {
        return Some(match spaced_test(test) {
            Some(test) => Advice::Write { right: format!("当 {test}") },
            None => Advice::Space { keyword: "当".to_owned() },
        });
    }
    let (keyword, level) =
        BEFORE_LEVEL.iter().find_map(|keyword| Some((*keyword, word.strip_prefix(*keyword)?)))?;
    let short = (1..=LONGEST_LEVEL).contains(&level.chars().count());
    short.then(|| Advice::Space { keyword: keyword.to_owned() })
}

/// Writes 跨县为跨 with its spaces, where it can be read in one way only: 行为 is a word of its own.
fn spaced_test(word: &str) -> Option<String> {
    let (fact, value) = word.split_once("为")?;
    let plain = !fact.is_empty() && !value.is_empty() && !value.contains("为");
    let one_word =
        fact.ends_with(['行', '作', '认', '因', '成', '称', '视', '较']) || value.starts_with('主');
    (plain && !one_word).then(|| format!("{fact} 为 {value}"))
}
