//! The prompt without a terminal: the engine behind it, and lines from a pipe. Here is what these tests share.

mod asking;
mod commands;
mod files;
mod look;
mod odd;
mod pipe;
mod questions;
mod saving;
mod tutorial;

use crate::run::folder;
use quanze::message::Lang;
use quanze::repl::Engine;
use quanze::terminal::Canvas;
use std::fs;
use std::path::{Path, PathBuf};

pub const FILE: &str = "policies/benxi/ip-2025.qz";

/// A policy in a few lines, for tests that change the file.
pub const SMALL: &str = "\
policy \"甲\" { effective 2025-01-01 }
level city as 市
level county as 县
matters { 执法, 培训 }
fact scope also 范围 : 全市性 | 县区
matter 执法 => shared, payer same level
matter 培训 when scope is 全市性 => city, payer city
matter 培训 when scope is 县区 => county, payer county
otherwise => undetermined
";

pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn empty(lang: Lang) -> Engine {
    Engine::new(Canvas { lang, colour: false, width: 100, wraps: false })
}

/// An engine with the Benxi plan.
pub fn benxi(lang: Lang) -> Engine {
    let mut engine = empty(lang);
    let said = engine.load(vec![package().join(FILE)]);
    assert!(!said.failed, "{}", said.text);
    engine
}

/// An engine with `SMALL`, and the file that it came from.
pub fn small(name: &str) -> (Engine, PathBuf) {
    let path = folder(name).join("x.qz");
    fs::write(&path, SMALL).unwrap();
    let mut engine = empty(Lang::En);
    let said = engine.load(vec![path.clone()]);
    assert!(!said.failed, "{}", said.text);
    (engine, path)
}

/// Enters what is understood, and returns what is said.
pub fn yes(engine: &mut Engine, entry: &str) -> String {
    let said = engine.line(entry);
    assert!(!said.failed && !said.quit, "`{entry}` was refused:\n{}", said.text);
    assert!(said.text.is_empty() || said.text.ends_with('\n'), "{:?}", said.text);
    said.text
}

/// Enters what is refused, and returns what is said.
pub fn no(engine: &mut Engine, entry: &str) -> String {
    let said = engine.line(entry);
    assert!(said.failed && !said.quit, "`{entry}` was not refused:\n{}", said.text);
    assert!(said.text.ends_with('\n'), "{:?}", said.text);
    said.text
}

/// What can be seen of a sitting.
pub fn state(engine: &mut Engine) -> String {
    let looks = [
        ":list",
        ":list rules",
        ":check",
        "执法 at city",
        "执法",
        "培训 at county",
        "宣传教育和普法",
        "战略规划政策",
        "另一件事",
    ];
    looks.iter().map(|entry| engine.line(entry).text).collect()
}

/// Enters what is refused, and makes sure that nothing came of it.
pub fn changes_nothing(engine: &mut Engine, entry: &str) -> String {
    let before = state(engine);
    let said = no(engine, entry);
    assert_eq!(state(engine), before, "`{entry}` was refused and still changed something");
    said
}
