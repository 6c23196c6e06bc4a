//! `docs/repl.md` is one sitting: it is typed again, and every line is compared.
//!
//! `QUANZE_ACCEPT=1 cargo test --test suite -- tutorial` writes what is said anew.

use super::*;

const PAGE: &str = "docs/repl.md";

#[test]
fn the_tutorial_is_a_sitting() {
    let page = fs::read_to_string(package().join(PAGE)).unwrap();
    let (replayed, entries) = replay(&page);
    assert!(entries > 20, "only {entries} entries");
    if std::env::var_os("QUANZE_ACCEPT").is_some() {
        fs::write(package().join(PAGE), replayed).unwrap();
        return;
    }
    for (number, (shown, said)) in page.lines().zip(replayed.lines()).enumerate() {
        assert_eq!(shown, said, "{PAGE}:{}", number + 1);
    }
    assert_eq!(page, replayed);
}

/// Types what a page types; returns the page with what is said now, and how many entries there were.
fn replay(page: &str) -> (String, usize) {
    let mut engine =
        Engine::new(Canvas { lang: Lang::En, colour: false, width: 100, wraps: false }).with_person();
    let mut replayed = String::new();
    let mut entries = 0;
    let mut inside = false;
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        let prompt = engine.prompt();
        if line.starts_with("```") {
            inside = !inside && line == "```repl";
            replayed.push_str(&format!("{line}\n"));
        } else if !inside {
            replayed.push_str(&format!("{line}\n"));
        } else if let Some(path) = line.strip_prefix("$ quanze repl ") {
            replayed.push_str(&format!("{line}\n{}", load(&mut engine, path)));
        } else if let Some(first) = line.strip_prefix(prompt.trim_end()) {
            let mut entry = first.trim_start().to_owned();
            replayed.push_str(&format!("{}\n", line.trim_end()));
            while let Some(next) = lines.next_if(|line| line.starts_with("| ")) {
                replayed.push_str(&format!("{next}\n"));
                entry.push_str(&format!("\n{}", &next[2..]));
            }
            replayed.push_str(&engine.line(&entry).text);
            entries += 1;
        }
        // Anything else was said before, and is said again above.
    }
    (replayed, entries)
}

/// Loads a file by the path that the page names; tests run in the folder of the package.
fn load(engine: &mut Engine, path: &str) -> String {
    let said = engine.load(vec![PathBuf::from(path)]);
    assert!(!said.failed, "{}", said.text);
    said.text
}
