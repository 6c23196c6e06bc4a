//! Commands of the prompt: the table of them, and how a line names one.
//!
//! In: a line that starts with `:` or `：`. Out: the command it names; any beginning that fits only one will do. A command
//! is a row here, a function in `commands/`, and a text in [`crate::message::Topic`].

use super::commands::{
    coverage, explain, files, findings, given, help, history, list, matrix, save, settings, show, watch,
    what_if, why,
};
use super::engine::Engine;
use super::said::Said;
use crate::message::{Lang, Topic, Word};

/// A command.
pub(super) struct Command {
    /// What it is called.
    pub name: &'static str,
    /// What it is called in Chinese.
    pub chinese: &'static str,
    /// What it serves.
    pub task: Task,
    /// What may follow it.
    pub takes: Takes,
    /// What `:help` says of it.
    pub topic: Topic,
    /// What it does with what follows.
    pub run: fn(&mut Engine, &str) -> Said,
}

/// What somebody wants to do: the help is in order of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Ask,
    Look,
    Check,
    Change,
    Sitting,
}

/// Every task with its names, English and Chinese.
pub(super) const TASKS: &[(Task, &str, &str)] = &[
    (Task::Ask, "ask", "提问"),
    (Task::Look, "look", "查看"),
    (Task::Check, "check", "检查"),
    (Task::Change, "change", "修改"),
    (Task::Sitting, "sitting", "其他"),
];

/// What may follow a command: what completion offers behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing that is known beforehand.
    Nothing,
    /// Nothing stands behind it.
    Alone,
    /// Files and folders.
    Paths,
    /// A query.
    Query,
    /// One of these words.
    Words(&'static [Names]),
    /// A command, a task or a code.
    Topics,
    /// A name of the policy: a matter, a level, a fact, a value, a rule.
    Names,
    /// A fact.
    Facts,
    /// A setting, and then its value.
    Settings,
}

/// Every command. Those of one task stand together.
pub(super) const COMMANDS: &[Command] = &[
    row("explain", "解释", Task::Ask, Takes::Query, Topic::Explain, explain::explain),
    row("why", "为何", Task::Ask, Takes::Query, Topic::Why, why::why),
    row("trace", "追踪", Task::Ask, Takes::Query, Topic::Trace, why::trace),
    row("whynot", "为何不", Task::Ask, Takes::Query, Topic::WhyNot, why::why_not),
    row("given", "已知", Task::Ask, Takes::Facts, Topic::Given, given::given),
    row("forget", "忘记", Task::Ask, Takes::Facts, Topic::Forget, given::forget),
    row("matters", "事项", Task::Look, Takes::Names, Topic::Matters, |engine, only| {
        list::one(engine, List::Matters, only)
    }),
    row("levels", "层级", Task::Look, Takes::Nothing, Topic::Levels, |engine, only| {
        list::one(engine, List::Levels, only)
    }),
    row("facts", "事实", Task::Look, Takes::Names, Topic::Facts, |engine, only| {
        list::one(engine, List::Facts, only)
    }),
    row("rules", "规则", Task::Look, Takes::Names, Topic::Rules, |engine, only| {
        list::one(engine, List::Rules, only)
    }),
    row("remarks", "说明", Task::Look, Takes::Names, Topic::Remarks, |engine, only| {
        list::one(engine, List::Remarks, only)
    }),
    row("list", "列出", Task::Look, Takes::Words(LIST_WORDS), Topic::List, list::list),
    row("show", "显示", Task::Look, Takes::Names, Topic::Show, show::show),
    row("matrix", "一览", Task::Look, Takes::Names, Topic::Matrix, matrix::matrix),
    row("check", "检查", Task::Check, Takes::Alone, Topic::Check, findings::check),
    row("conflicts", "冲突", Task::Check, Takes::Alone, Topic::Conflicts, findings::conflicts),
    row("gaps", "空白", Task::Check, Takes::Alone, Topic::Gaps, findings::gaps),
    row("coverage", "覆盖", Task::Check, Takes::Alone, Topic::Coverage, coverage::coverage),
    row("tests", "预期", Task::Check, Takes::Alone, Topic::Tests, findings::tests),
    row("load", "载入", Task::Change, Takes::Paths, Topic::Load, files::load),
    row("reload", "重载", Task::Change, Takes::Alone, Topic::Reload, files::reload),
    row("watch", "监视", Task::Change, Takes::Words(SWITCH), Topic::Watch, watch::watch),
    row("edit", "编辑", Task::Change, Takes::Names, Topic::Edit, files::edit),
    row("whatif", "假如", Task::Change, Takes::Nothing, Topic::WhatIf, what_if::what_if),
    row("keep", "保留", Task::Change, Takes::Alone, Topic::Keep, what_if::keep),
    row("undo", "撤销", Task::Change, Takes::Alone, Topic::Undo, what_if::undo),
    row("diff", "差异", Task::Change, Takes::Alone, Topic::Diff, what_if::diff),
    row("save", "保存", Task::Change, Takes::Paths, Topic::Save, save::save),
    row("set", "设置", Task::Sitting, Takes::Settings, Topic::Set, settings::set),
    row("lang", "语言", Task::Sitting, Takes::Words(LANGUAGES), Topic::Lang, settings::lang),
    row("format", "格式", Task::Sitting, Takes::Words(FORMATS), Topic::Format, settings::format),
    row("history", "历史", Task::Sitting, Takes::Nothing, Topic::History, history::history),
    row("help", "帮助", Task::Sitting, Takes::Topics, Topic::Help, help::help),
    row("quit", "退出", Task::Sitting, Takes::Nothing, Topic::Quit, |_, _| Said::goodbye()),
];

/// Makes a row of the table.
const fn row(
    name: &'static str,
    chinese: &'static str,
    task: Task,
    takes: Takes,
    topic: Topic,
    run: fn(&mut Engine, &str) -> Said,
) -> Command {
    Command { name, chinese, task, takes, topic, run }
}

/// A word in English and in Chinese.
pub(super) type Names = (&'static str, &'static str);

/// On and off.
pub(super) const SWITCH: &[Names] = &[("on", "开"), ("off", "关")];
/// The languages of the messages.
pub(super) const LANGUAGES: &[Names] = &[("en", "英文"), ("zh", "中文")];
/// The forms of answers.
pub(super) const FORMATS: &[Names] = &[("text", "文本"), ("json", "json")];

/// What can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Lang,
    Format,
    Ask,
    Watch,
    Accept,
    Limit,
}

/// Everything that can be set, with its names and the words that it takes; without words it takes a number.
pub(super) const SETTINGS: &[(Setting, Names, &[Names])] = &[
    (Setting::Lang, ("lang", "语言"), LANGUAGES),
    (Setting::Format, ("format", "格式"), FORMATS),
    (Setting::Ask, ("ask", "追问"), SWITCH),
    (Setting::Watch, ("watch", "监视"), SWITCH),
    (Setting::Accept, ("accept", "复原"), SWITCH),
    (Setting::Limit, ("limit", "行数"), &[]),
];

/// Words that leave without a colon.
pub(super) const LEAVING: &[&str] = &["quit", "exit", "q", "退出"];

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Matters,
    Levels,
    Facts,
    Rules,
    Remarks,
}

impl List {
    /// Every list, in order of [`LIST_WORDS`].
    pub(super) const ALL: &[List] = &[List::Matters, List::Levels, List::Facts, List::Rules, List::Remarks];
}

/// Every list with its names, English and Chinese.
pub(super) const LIST_WORDS: &[Names] =
    &[("matters", "事项"), ("levels", "层级"), ("facts", "事实"), ("rules", "规则"), ("remarks", "说明")];

/// What a line after a colon is.
pub(super) enum Parsed<'l> {
    /// A command and the rest of the line.
    Known(&'static Command, &'l str),
    /// A word that begins several commands.
    Ambiguous(Vec<&'static Command>),
    /// A word that begins none.
    Unknown(&'l str),
}

impl Command {
    /// Returns what it is called in a language.
    pub(super) fn called(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.name,
            Lang::Zh => self.chinese,
        }
    }

    fn is_called(&self, word: &str) -> bool {
        self.name == word || self.chinese == word
    }

    fn is_begun(&self, word: &str) -> bool {
        self.name.starts_with(word) || self.chinese.starts_with(word)
    }
}

impl Task {
    /// Returns the heading in the help.
    pub(super) fn heading(self) -> Word {
        match self {
            Task::Ask => Word::TaskAsk,
            Task::Look => Word::TaskLook,
            Task::Check => Word::TaskCheck,
            Task::Change => Word::TaskChange,
            Task::Sitting => Word::TaskSitting,
        }
    }
}

/// Returns what follows the colon of a command; nothing where the line does not start with one.
pub(super) fn after_colon(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix([':', '：'])
}

/// Reads a command; nothing where the line does not start with a colon.
pub(super) fn parse(line: &str) -> Option<Parsed<'_>> {
    let rest = after_colon(line)?.trim();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (word, argument) = rest.split_at_checked(end)?;
    Some(match named(word).as_slice() {
        [command] => Parsed::Known(command, argument.trim()),
        [] => Parsed::Unknown(word),
        several => Parsed::Ambiguous(several.to_vec()),
    })
}

/// Returns the command of a name without its colon.
pub(super) fn exactly(word: &str) -> Option<&'static Command> {
    let lower = word.to_ascii_lowercase();
    COMMANDS.iter().find(|command| command.is_called(&lower))
}

/// Returns the command that a word names, or those that it begins.
pub(super) fn named(word: &str) -> Vec<&'static Command> {
    let word = if matches!(word, "?" | "？") { "help".to_owned() } else { word.to_ascii_lowercase() };
    if let Some(command) = exactly(&word) {
        return vec![command];
    }
    COMMANDS.iter().filter(|command| !word.is_empty() && command.is_begun(&word)).collect()
}

/// Returns the place of the word in a list that a beginning names, if only one fits.
pub(super) fn chosen(words: &[(&str, &str)], typed: &str) -> Option<usize> {
    let typed = typed.to_ascii_lowercase();
    let exact = words.iter().position(|(english, chinese)| *english == typed || *chinese == typed);
    exact.or_else(|| {
        let begun = |(english, chinese): &(&str, &str)| {
            !typed.is_empty() && (english.starts_with(&typed) || chinese.starts_with(&typed))
        };
        let mut found = words.iter().enumerate().filter(|(_, word)| begun(word)).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    })
}
