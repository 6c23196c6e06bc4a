//! Commands of the prompt: words after a colon.
//!
//! In: a line that starts with `:` or `：`. Out: the command it names; any beginning that fits only one will do.

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Help,
    Load,
    Reload,
    Check,
    Explain,
    List,
    Quit,
}

/// Every command with its names, English and Chinese.
pub(super) const COMMANDS: &[(Command, &str, &str)] = &[
    (Command::Help, "help", "帮助"),
    (Command::Load, "load", "载入"),
    (Command::Reload, "reload", "重载"),
    (Command::Check, "check", "检查"),
    (Command::Explain, "explain", "解释"),
    (Command::List, "list", "列出"),
    (Command::Quit, "quit", "退出"),
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

/// Every list with its names, English and Chinese.
pub(super) const LISTS: &[(List, &str, &str)] = &[
    (List::Matters, "matters", "事项"),
    (List::Levels, "levels", "层级"),
    (List::Facts, "facts", "事实"),
    (List::Rules, "rules", "规则"),
    (List::Remarks, "remarks", "说明"),
];

/// What a line after a colon is.
pub(super) enum Parsed<'l> {
    /// A command and the rest of the line.
    Known(Command, &'l str),
    /// A word that begins several commands.
    Ambiguous(Vec<&'static str>),
    /// A word that begins none.
    Unknown(&'l str),
}

/// Reads a command; nothing where the line does not start with a colon.
pub(super) fn parse(line: &str) -> Option<Parsed<'_>> {
    let line = line.trim();
    let rest = line.strip_prefix([':', '：'])?.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (word, argument) = rest.split_at_checked(end)?;
    let argument = argument.trim();
    if word == "?" || word == "？" {
        return Some(Parsed::Known(Command::Help, argument));
    }
    let exact = COMMANDS.iter().find(|(_, english, chinese)| *english == word || *chinese == word);
    if let Some((command, _, _)) = exact {
        return Some(Parsed::Known(*command, argument));
    }
    let begun: Vec<_> = COMMANDS
        .iter()
        .filter(|(_, en, zh)| !word.is_empty() && (en.starts_with(word) || zh.starts_with(word)))
        .collect();
    Some(match begun.as_slice() {
        [(command, _, _)] => Parsed::Known(*command, argument),
        [] => Parsed::Unknown(word),
        several => Parsed::Ambiguous(several.iter().map(|(_, english, _)| *english).collect()),
    })
}
