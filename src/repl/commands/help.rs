//! `:help`: on one screen by task; and on one task or one command.

use crate::message::{Lang, Message, Word};
use crate::repl::command::{COMMANDS, Command, TASKS, Task, after_colon, chosen, named};
use crate::repl::engine::Engine;
use crate::repl::said::Said;

/// Shows the help, all of it or about one thing.
pub(in crate::repl) fn help(engine: &mut Engine, about: &str) -> Said {
    let lang = engine.lang();
    if about.is_empty() {
        return Said::text(overview(lang));
    }
    let word = after_colon(about).unwrap_or(about).trim();
    let tasks: Vec<(&str, &str)> = TASKS.iter().map(|(_, english, chinese)| (*english, *chinese)).collect();
    let is_command = about != word;
    let task = chosen(&tasks, word).filter(|_| !is_command).and_then(|at| TASKS.get(at));
    match (named(word).as_slice(), task) {
        (_, Some((task, _, _))) => Said::text(about_task(lang, *task)),
        ([command], None) => Said::text(about_command(lang, command)),
        ([], None) => engine.refuse(Message::NoHelp { word: word.to_owned() }),
        (several, None) => engine.refuse(Message::AmbiguousCommand {
            commands: several.iter().map(|command| command.called(lang).to_owned()).collect(),
        }),
    }
}

fn overview(lang: Lang) -> String {
    let mut text = format!("{}\n", Word::ReplHelp.text(lang));
    for (task, _, _) in TASKS {
        let commands = COMMANDS.iter().filter(|command| command.task == *task);
        let names: Vec<String> = commands.map(|command| format!(":{}", command.called(lang))).collect();
        text.push_str(&format!("  {}  {}\n", task.heading().text(lang), names.join("  ")));
    }
    text
}

fn about_task(lang: Lang, task: Task) -> String {
    let commands = COMMANDS.iter().filter(|command| command.task == task);
    commands.map(|command| about_command(lang, command)).collect()
}

fn about_command(lang: Lang, command: &Command) -> String {
    let text = command.topic.text(lang);
    let (arguments, about) = text.split_once('\n').unwrap_or(("", &text));
    let head = format!(":{} {arguments}", command.called(lang));
    let about: String = about.lines().map(|line| format!("  {line}\n")).collect();
    format!("{}\n{about}", head.trim_end())
}
