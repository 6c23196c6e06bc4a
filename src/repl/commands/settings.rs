//! `:set`, `:lang`, `:format`: how the sitting speaks.

use super::watch;
use crate::message::{Lang, Message, Word};
use crate::repl::command::{SETTINGS, SWITCH, Setting, chosen};
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::pad;

/// What can be set, besides the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::repl) struct Settings {
    /// Answers are JSON lines.
    pub json: bool,
    /// Missing facts are asked for.
    pub ask: bool,
    /// Files are read again when they have changed.
    pub watch: bool,
    /// Reconstructions are taken as they stand.
    pub accept: bool,
    /// The longest list that is shown whole.
    pub limit: Option<usize>,
}

/// The first is on.
const ON: usize = 0;

/// Shows every setting, or changes one.
pub(in crate::repl) fn set(engine: &mut Engine, argument: &str) -> Said {
    let (name, value) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    if name.is_empty() {
        return Said::text(SETTINGS.iter().map(|row| line(engine, row.0)).collect());
    }
    let names: Vec<(&str, &str)> = SETTINGS.iter().map(|(_, names, _)| *names).collect();
    match chosen(&names, name).and_then(|at| SETTINGS.get(at)) {
        Some((setting, _, _)) => change(engine, *setting, value.trim()),
        None => engine.refuse(Message::NoSetting {
            name: name.to_owned(),
            known: names.iter().map(|(en, zh)| word(engine.lang(), en, zh)).collect(),
        }),
    }
}

/// Changes the language.
pub(in crate::repl) fn lang(engine: &mut Engine, value: &str) -> Said {
    change(engine, Setting::Lang, value)
}

/// Changes the form of answers.
pub(in crate::repl) fn format(engine: &mut Engine, value: &str) -> Said {
    change(engine, Setting::Format, value)
}

fn change(engine: &mut Engine, setting: Setting, value: &str) -> Said {
    if value.is_empty() {
        return Said::text(line(engine, setting));
    }
    let words = SETTINGS.iter().find(|(one, _, _)| *one == setting).map_or(SWITCH, |(_, _, words)| *words);
    let known = || words.iter().map(|(en, zh)| word(engine.lang(), en, zh)).collect();
    if setting == Setting::Limit {
        let Ok(limit) = value.parse::<usize>() else {
            return engine.refuse(Message::SettingTakes { value: value.to_owned(), known: Vec::new() });
        };
        engine.settings.limit = Some(limit).filter(|limit| *limit > 0);
        return Said::text(line(engine, setting));
    }
    let Some(at) = chosen(words, value) else {
        return engine.refuse(Message::SettingTakes { value: value.to_owned(), known: known() });
    };
    match setting {
        Setting::Lang => engine.canvas.lang = if at == ON { Lang::En } else { Lang::Zh },
        Setting::Format => engine.settings.json = at != ON,
        Setting::Ask => engine.settings.ask = at == ON,
        Setting::Watch => return watch::switch(engine, at == ON),
        Setting::Accept => engine.accept_reconstruction(at == ON),
        Setting::Limit => {}
    }
    Said::text(line(engine, setting))
}

/// Takes reconstructions as they stand, by the name of the option that messages speak of.
pub(in crate::repl) fn accept(engine: &mut Engine) -> Said {
    engine.accept_reconstruction(true);
    Said::text(line(engine, Setting::Accept))
}

fn line(engine: &Engine, setting: Setting) -> String {
    let lang = engine.lang();
    let Some((_, (english, chinese), words)) = SETTINGS.iter().find(|(one, _, _)| *one == setting) else {
        return String::new();
    };
    let settings = engine.settings;
    let at = match setting {
        Setting::Lang => usize::from(lang == Lang::Zh),
        Setting::Format => usize::from(settings.json),
        Setting::Ask => usize::from(!settings.ask),
        Setting::Watch => usize::from(!settings.watch),
        Setting::Accept => usize::from(!settings.accept),
        Setting::Limit => usize::MAX,
    };
    let value = match words.get(at) {
        Some((english, chinese)) => word(lang, english, chinese),
        None => settings.limit.map_or_else(|| Word::NoLimit.text(lang), |limit| limit.to_string()),
    };
    let about = match setting {
        Setting::Lang => Word::SetLang,
        Setting::Format => Word::SetFormat,
        Setting::Ask => Word::SetAsk,
        Setting::Watch => Word::SetWatch,
        Setting::Accept => Word::SetAccept,
        Setting::Limit => Word::SetLimit,
    };
    format!("{}{}{}\n", pad(&word(lang, english, chinese), 8), pad(&value, 8), about.text(lang))
}

fn word(lang: Lang, english: &str, chinese: &str) -> String {
    if lang == Lang::Zh { chinese.to_owned() } else { english.to_owned() }
}
