//! Whole lines at the prompt never end the sitting by accident: questions, statements, commands, and answers to questions.
//!
//! In: lines; the first byte chooses the language, the width, and whether a person sits there. Out: nothing. Files are named
//! in a folder of the process alone, which is as it was before the next input is tried.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quanze::message::{Lang, Message};
use quanze::repl::Engine;
use quanze::source::is_hidden;
use quanze::terminal::Canvas;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

const FILE: &str = "policy \"甲\" { effective 2025-01-01 }\nlevel city as 市\nlevel county as 县\nfact scope also 范围 : 全市性 | 县区\n\
    fact 投资额 : amount\nmatters { 专利导航, 执法, 培训 }\n\
    matter 专利导航 at level county => shared, payer county\nmatter 专利导航 at level city => shared, payer city\n\
    matter 执法 when scope is 全市性 => city, payer city\nmatter 培训 when 投资额 >= 100万元 => shared, payer city 30%, county 70%\n\
    expect 专利导航 at level county => shared\n";

const OTHER: &str = "policy \"乙\" {}\nlevel city as 市\nlevel county as 县\nmatters { 专利导航 }\nmatter 专利导航 => city, payer city\n";

/// No more entries than these are taken from one input.
const ENTRIES: usize = 12;

/// A folder in which the process works: relative names lead nowhere else.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("quanze-prompt-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    std::env::set_current_dir(&folder).expect("a folder");
    folder
});

/// Makes the folder what it is at the start of every input.
fn tidy() {
    for entry in fs::read_dir(&*FOLDER).expect("a folder").flatten() {
        if entry.path().is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) }
            .expect("what was made here");
    }
    fs::write("x.qz", FILE).expect("a file");
    fs::write("y.qz", OTHER).expect("a file");
}

/// A line that names a command names no file outside of the folder.
fn harmless(line: &str) -> String {
    match line.trim_start().starts_with([':', '：']) {
        true => line.replace(['/', '\\'], "_").replace("..", "__"),
        false => line.to_owned(),
    }
}

/// The next entry, as a sitting makes it of lines: a brace that is open goes on to the next line, and a form feed stands
/// between lines that are pasted at once.
fn entry(engine: &Engine, lines: &mut std::str::Lines<'_>) -> Option<String> {
    let mut entry = lines.next()?.split('\u{C}').map(harmless).collect::<Vec<_>>().join("\n");
    while engine.is_unfinished(&entry) {
        let Some(next) = lines.next() else { break };
        entry.push('\n');
        entry.push_str(&harmless(next));
    }
    Some(entry)
}

fuzz_target!(|text: &str| {
    tidy();
    let chosen = text.bytes().next().unwrap_or(0);
    let lang = if chosen & 1 == 0 { Lang::En } else { Lang::Zh };
    let width = if chosen & 2 == 0 { 100 } else { 20 };
    let mut engine = Engine::new(Canvas { lang, colour: false, width, wraps: false });
    if chosen & 4 == 0 {
        engine = engine.with_person();
    }
    assert!(!engine.load(vec!["x.qz".into()]).failed);
    let mut lines = text.lines();
    for _ in 0..ENTRIES {
        let Some(entry) = entry(&engine, &mut lines) else { break };
        let before = (engine.session().steps(), engine.session().given().len(), engine.session().policies().len());
        let news = Message::FilesChanged.text(engine.lang());
        let said = engine.line(&entry);
        assert!(said.text.is_empty() || said.text.ends_with('\n'), "{entry:?}: {:?}", said.text);
        // Nothing that was typed reaches the terminal as a sign that moves the cursor or hides text.
        let odd = said.text.chars().find(|&c| c == '\r' || is_hidden(c));
        assert!(odd.is_none(), "{entry:?} is answered with {odd:?}: {:?}", said.text);
        // What fails changes nothing; what is pasted is many entries, and watched files are read again before an answer.
        if said.failed && !entry.trim().contains('\n') && !said.text.starts_with(&news) {
            let session = engine.session();
            assert_eq!(before, (session.steps(), session.given().len(), session.policies().len()), "{entry:?}");
        }
        if said.quit {
            break;
        }
    }
    // Whatever was typed, it can still be checked and asked.
    for entry in [":check", "专利导航 at county", ":set", ":diff", ":history"] {
        drop(engine.line(entry));
    }
});
