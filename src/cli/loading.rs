//! The files that a command names, and what is wrong with them.
//!
//! In: paths. Out: a session of what is understood, beside it what is not; or, for commands that answer nothing unless all is sound, the
//! refusal. Settings that are not understood hide nothing: those hold that hold without any, and the command fails.

use super::exit::Exit;
use super::{Context, Format};
use crate::diagnostic::Diagnostic;
use crate::export::{Told, file_error_line, json_text, told};
use crate::message::{Asking, Between, Lang, Message, Word};
use crate::session::{Matched, Session};
use crate::settings::Settings;
use crate::source::{Source, Sources};
use crate::terminal::{
    Files, diagnostics, identity, named, printable, read_files, settings_of, shown, working,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

impl Context<'_> {
    /// Reads the texts under paths into a session, whatever cannot be read beside them. Where settings are not understood, those hold
    /// that hold without any.
    pub(super) fn load(&mut self, paths: &[PathBuf]) -> Loaded {
        let (texts, errors) = read_files(paths);
        let mut unusable: Vec<Diagnostic> = errors.into_iter().map(Into::into).collect();
        let mut session = Session::default();
        let _working = working(Asking::Reading.text(self.lang));
        let diagnostics = session.load_with(named(texts), &mut Files::new(paths));
        let files: Vec<String> =
            session.policies().iter().map(|policy| policy.file_name().to_owned()).collect();
        let mut wrong = BTreeSet::new();
        let mut bad_settings = 0_usize;
        for file in files {
            match settings_for(&file, &mut session.sources) {
                Ok(settings) => session.settle(&file, &settings),
                // Files of one folder have the same settings: what is wrong with them is said once.
                Err(Wrong { name, why }) if wrong.insert(name.clone()) => {
                    bad_settings = bad_settings.saturating_add(why.len());
                    unusable.extend(why);
                }
                Err(_) => {}
            }
        }
        Loaded { session, unusable, bad_settings, diagnostics }
    }

    /// Returns the settings that hold for a file.
    pub(super) fn settings(&mut self, file: &str) -> Result<Settings, Exit> {
        let mut sources = Sources::default();
        settings_for(file, &mut sources).map_err(|wrong| self.refuse(&sources, &wrong.why))
    }

    /// Says why nothing can be done.
    pub(super) fn refuse(&mut self, sources: &Sources, wrong: &[Diagnostic]) -> Exit {
        let text = diagnostics(&self.remarks, sources, wrong);
        self.output.remark(&text);
        Exit::Usage
    }

    /// Reads paths for a command that answers nothing unless every file is sound.
    pub(super) fn load_sound(&mut self, paths: &[PathBuf]) -> Result<Session, Exit> {
        let loaded = self.load(paths);
        if loaded.exit() == Exit::Clean {
            return Ok(loaded.session);
        }
        self.remark(&loaded, &Message::NoAnswerFromBroken);
        Err(loaded.exit())
    }

    /// Says which files a command left out, and why: to people on the error stream, to programs in lines of their own.
    pub(super) fn left_out(&mut self, loaded: &Loaded, consequence: &Message) {
        if self.format != Format::Json {
            return self.remark(loaded, consequence);
        }
        for one in loaded.wrong(self.lang) {
            self.output.line(&json_text(&file_error_line(&one)));
        }
    }

    /// Says on the error stream what is wrong, and what comes of texts that are not understood.
    fn remark(&mut self, loaded: &Loaded, consequence: &Message) {
        let sources = &loaded.session.sources;
        self.output.remark(&diagnostics(&self.remarks, sources, &loaded.unusable));
        if !loaded.diagnostics.is_empty() {
            let unclear = diagnostics(&self.remarks, sources, &loaded.diagnostics);
            self.output.remark(&format!("{unclear}{}\n", consequence.text(self.lang)));
        }
    }
}

impl Context<'_> {
    /// Reads two files, and finds which of their policies belong together.
    pub(super) fn load_pairs(
        &mut self,
        [first, second]: [&Path; 2],
        matching: fn(&Session, &[usize], &[usize]) -> Matched,
    ) -> Result<(Session, Matched), Exit> {
        let session = self.load_sound(&[first.to_path_buf(), second.to_path_buf()])?;
        let of = |path| session.policies_of(&identity(path));
        let (old, new) = (of(first), of(second));
        let matched = matching(&session, &old, &new);
        let none =
            |policies: &[usize], path| policies.is_empty().then(|| Word::NoPolicy { path: shown(path) });
        let none = none(&old, first).or_else(|| none(&new, second));
        let unlike = || Word::NoneBelong { first: shown(first), second: shown(second) };
        match none.or_else(|| matched.pairs.is_empty().then(unlike)) {
            None => Ok((session, matched)),
            Some(what) => {
                let what = what.text(self.lang);
                self.output.remark(&format!("{}\n", Word::UsageError { what }.text(self.lang)));
                Err(Exit::Usage)
            }
        }
    }

    /// Says which policies of two files belong to none of the other; programs are told beside what they read.
    pub(super) fn left_alone(&mut self, session: &Session, matched: &Matched) -> Exit {
        for policy in matched.alone.iter().filter_map(|&number| session.policies().get(number)) {
            let (name, file) = (policy.model.name.clone(), policy.file_name().to_owned());
            let line = printable(&Between::BelongsToNone { name, file }.text(self.lang));
            if self.json { self.output.remark(&format!("{line}\n")) } else { self.output.line(&line) }
        }
        if matched.alone.is_empty() { Exit::Clean } else { Exit::Findings }
    }
}

/// Settings that are not understood.
pub(super) struct Wrong {
    /// The name of their file.
    name: String,
    why: Vec<Diagnostic>,
}

/// Returns the settings that hold for a file; their text stays among the sources where something is wrong with it.
pub(super) fn settings_for(file: &str, sources: &mut Sources) -> Result<Settings, Wrong> {
    let (name, text) = match settings_of(file) {
        Ok(None) => return Ok(Settings::default()),
        Ok(Some(found)) => found,
        Err(error) => return Err(Wrong { name: error.path().to_owned(), why: vec![error.into()] }),
    };
    let source = Source::new(name.as_str(), text);
    let text = source.text().to_owned();
    let id = sources.add(source);
    let settings = Settings::read(id, &text).map_err(|why| Wrong { name, why })?;
    sources.forget_last(id);
    Ok(settings)
}

/// A session and what was wrong with its texts.
pub(super) struct Loaded {
    pub(super) session: Session,
    /// What is wrong with paths that gave no text, and with settings.
    pub(super) unusable: Vec<Diagnostic>,
    /// How many of these are about settings: no file is left out for them.
    pub(super) bad_settings: usize,
    /// What is wrong with the texts.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Returns how a command ends that did what could be done.
    pub(super) fn exit(&self) -> Exit {
        match (self.diagnostics.is_empty(), self.unusable.is_empty()) {
            (false, _) => Exit::NotUnderstood,
            (true, false) => Exit::Usage,
            (true, true) => Exit::Clean,
        }
    }

    /// Returns all that is wrong, as programs are told.
    pub(super) fn wrong(&self, lang: Lang) -> Vec<Told> {
        let wrong: Vec<&Diagnostic> = self.unusable.iter().chain(&self.diagnostics).collect();
        told(&self.session.sources, &wrong, &[], lang)
    }
}
