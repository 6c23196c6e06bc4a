//! `:help`: on one screen by task; and on one task, one command or one code.

use crate::message::{Message, Word, about_code};
use crate::repl::command::{COMMANDS, Command, TASKS, Task, after_colon, chosen, named};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{columns, pad, wrap};

/// Shows the help, all of it or about one thing.
pub(in crate::repl) fn help(engine: &mut Engine, about: &str) -> Said {
    let lang = engine.lang();
    if about.is_empty() {
        return Said::text(overview(engine));
    }
    let word = after_colon(about).unwrap_or(about).trim();
    if let Some(text) = about_code(&word.to_ascii_uppercase(), lang) {
        return Said::text(wrap(&text, engine.canvas.width, 0));
    }
    let tasks: Vec<(&str, &str)> = TASKS.iter().map(|(_, english, chinese)| (*english, *chinese)).collect();
    let is_command = about != word;
    let task = chosen(&tasks, word).filter(|_| !is_command).and_then(|at| TASKS.get(at));
    match (named(word).as_slice(), task) {
        (_, Some((task, _, _))) => Said::text(about_task(engine, *task)),
        ([command], None) => Said::text(about_command(engine, command)),
        ([], None) => engine.refuse(Message::NoHelp { word: word.to_owned() }),
        (several, None) => engine.refuse(Message::AmbiguousCommand {
            commands: several.iter().map(|command| command.called(lang).to_owned()).collect(),
        }),
    }
}

fn overview(engine: &Engine) -> String {
    let lang = engine.lang();
    let mut text = examples(&Word::ReplHelp.text(lang), engine.canvas.width);
    let commands = format!("{}\n", Word::ReplCommands.text(lang));
    text.push_str(&wrap(&commands, engine.canvas.width, 2));
    let mut tasks = String::new();
    for (task, _, _) in TASKS {
        let commands = COMMANDS.iter().filter(|command| command.task == *task);
        let names: Vec<String> = commands.map(|command| format!(":{}", command.called(lang))).collect();
        tasks.push_str(&format!("  {} {}\n", pad(&task.heading().text(lang), 7), names.join("  ")));
    }
    text.push_str(&wrap(&tasks, engine.canvas.width, 10));
    text
}

/// Lays examples out beside what they do; where there is no room, what they do stands below.
fn examples(text: &str, width: usize) -> String {
    let pairs = || text.lines().filter_map(|line| line.split_once('\t'));
    let left = pairs().map(|(example, _)| columns(example)).max().unwrap_or(0).saturating_add(3);
    let right = pairs().map(|(_, about)| columns(about)).max().unwrap_or(0);
    let beside = left.saturating_add(right) <= width;
    let lines = text.lines().map(|line| match line.split_once('\t') {
        Some((example, about)) if beside => format!("{}{about}\n", pad(example, left)),
        Some((example, about)) => format!("{example}\n      {about}\n"),
        None => format!("{line}\n"),
    });
    wrap(&lines.collect::<String>(), width, 6)
}

fn about_task(engine: &Engine, task: Task) -> String {
    let commands = COMMANDS.iter().filter(|command| command.task == task);
    commands.map(|command| about_command(engine, command)).collect()
}

fn about_command(engine: &Engine, command: &Command) -> String {
    let text = command.topic.text(engine.lang());
    let (arguments, about) = text.split_once('\n').unwrap_or(("", &text));
    let head = format!(":{} {arguments}", command.called(engine.lang()));
    let about: String = about.lines().map(|line| format!("    {line}\n")).collect();
    wrap(&format!("{}\n{about}", head.trim_end()), engine.canvas.width, 4)
}
