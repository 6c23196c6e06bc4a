//! What `quanze.toml` says.
//!
//! In: its text. Out: how gravely each lint is told, and what coverage has to reach; or what is not understood there. Nothing is read
//! here.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::message::{Advice, Message};
use crate::model::nearest;
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The settings of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// How gravely lints are told, where not as usual; nothing means not at all.
    levels: BTreeMap<Code, Option<Severity>>,
    /// The share of the cases that some clause has to speak of, in whole per cent.
    pub at_least: Option<u32>,
}

impl Settings {
    /// Returns how gravely a finding is told; nothing where it is not.
    #[must_use]
    pub fn severity(&self, code: Code, usual: Severity) -> Option<Severity> {
        self.levels.get(&code).copied().unwrap_or(Some(usual))
    }

    /// Returns what the settings say of a lint, if anything.
    #[must_use]
    pub fn level(&self, code: Code) -> Option<Option<Severity>> {
        self.levels.get(&code).copied()
    }

    /// Reads settings.
    ///
    /// # Errors
    /// Returns all that is not understood, in the order of the text.
    pub fn read(id: SourceId, text: &str) -> Result<Settings, Vec<Diagnostic>> {
        let mut reader = Reader { id, settings: Settings::default(), diagnostics: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => reader.top(table.get_ref()),
            Err(why) => {
                let span = reader.span(why.span().unwrap_or(0..0));
                let message = Message::SettingsText { why: why.message().to_owned() };
                reader
                    .diagnostics
                    .push(Diagnostic::error(Code::BadSettings, span, message).help(Advice::SettingsForm));
            }
        }
        reader.diagnostics.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.code));
        if reader.diagnostics.is_empty() { Ok(reader.settings) } else { Err(reader.diagnostics) }
    }
}

/// What a lint can be told as.
const LEVELS: &[(&str, Option<Severity>)] = &[
    ("off", None),
    ("note", Some(Severity::Note)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

struct Reader {
    id: SourceId,
    settings: Settings,
    diagnostics: Vec<Diagnostic>,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader {
    fn span(&self, range: Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { source: self.id, start: offset(range.start), end: offset(range.end) }
    }

    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("lints", DeValue::Table(lints)) => {
                    for (key, value) in lints {
                        self.lint(key.get_ref(), key.span(), value);
                    }
                }
                ("coverage", DeValue::Table(coverage)) => {
                    for (key, value) in coverage {
                        self.coverage(key.get_ref(), key.span(), value);
                    }
                }
                ("lints" | "coverage", _) => {
                    let message = Message::SettingValue { key: key.get_ref().to_string() };
                    self.refuse(value.span(), message, Advice::SettingsForm);
                }
                (name, _) => self.unknown(name, key.span(), &["lints", "coverage"]),
            }
        }
    }

    fn lint(&mut self, name: &str, place: Range<usize>, value: &Value<'_>) {
        let Some(code) = Code::lints().find(|code| code.as_str() == name) else {
            let known: Vec<&str> = Code::lints().map(Code::as_str).collect();
            return self.unknown(name, place, &known);
        };
        let level = match value.get_ref() {
            DeValue::String(text) => LEVELS.iter().find(|(word, _)| *word == text.as_ref()),
            _ => None,
        };
        match level {
            Some((_, severity)) => {
                self.settings.levels.insert(code, *severity);
            }
            None => {
                let message = Message::SettingValue { key: name.to_owned() };
                self.refuse(value.span(), message, Advice::LintLevels);
            }
        }
    }

    fn coverage(&mut self, name: &str, place: Range<usize>, value: &Value<'_>) {
        if name != "at_least" {
            return self.unknown(name, place, &["at_least"]);
        }
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok().filter(|number| *number <= 100_u32),
            _ => None,
        };
        match number {
            Some(number) => self.settings.at_least = Some(number),
            None => {
                let message = Message::SettingValue { key: name.to_owned() };
                self.refuse(value.span(), message, Advice::PerCent);
            }
        }
    }

    fn unknown(&mut self, name: &str, place: Range<usize>, known: &[&str]) {
        let message = Message::UnknownSetting { name: name.to_owned() };
        let advice = match nearest(name, known.iter().copied()) {
            Some(near) => Advice::DidYouMean { name: near.to_owned() },
            None => Advice::Settings { known: known.iter().map(|&name| name.to_owned()).collect() },
        };
        self.refuse(place, message, advice);
    }

    fn refuse(&mut self, place: Range<usize>, message: Message, advice: Advice) {
        let span = self.span(place);
        self.diagnostics.push(Diagnostic::error(Code::BadSettings, span, message).help(advice));
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::diagnostic::{Code, Severity};
    use crate::source::SourceId;

    fn read(text: &str) -> Result<Settings, Vec<String>> {
        let lang = crate::message::Lang::En;
        Settings::read(SourceId::default(), text).map_err(|all| {
            all.iter()
                .map(|one| {
                    format!(
                        "{} {}",
                        one.message.text(lang),
                        one.help.first().map(|help| help.text(lang)).unwrap_or_default()
                    )
                })
                .collect()
        })
    }

    #[test]
    fn levels_are_read() {
        let settings =
            read("[lints]\nL005 = \"warning\"\nL007 = \"off\"\n[coverage]\nat_least = 95\n").unwrap();
        assert_eq!(settings.severity(Code::NoCitation, Severity::Note), Some(Severity::Warning));
        assert_eq!(settings.severity(Code::NoResidual, Severity::Note), None);
        assert_eq!(settings.severity(Code::Confusable, Severity::Warning), Some(Severity::Warning));
        assert_eq!(settings.at_least, Some(95));
        assert_eq!(read(""), Ok(Settings::default()));
    }

    #[test]
    fn every_mistake_is_told() {
        let wrong = read("[lints]\nL05 = \"note\"\nL005 = \"warn\"\n[coverge]\n[coverage]\nat_least = 101\n")
            .unwrap_err();
        assert_eq!(wrong.len(), 4, "{wrong:#?}");
        assert!(
            wrong.first().is_some_and(|one| one.contains("L05") && one.contains("did you mean")),
            "{wrong:#?}"
        );
        assert!(wrong.get(2).is_some_and(|one| one.contains("did you mean `coverage`")), "{wrong:#?}");
        assert_eq!(read("[lints").map(|_| ()).unwrap_err().len(), 1);
        // What a document itself causes is acknowledged in the file, not switched off.
        assert!(read("[lints]\nC001 = \"off\"\n").is_err());
    }
}
