//! Every code has an entry in `docs/errors.md`, and every example there yields what its heading says.

use crate::run::{Run, folder, quanze_in};
use quanze::diagnostic::Code;
use quanze::message::{Form, Lang, Message};
use quanze::repl::Engine;
use quanze::syntax::limits::{MAX_BYTES, MAX_ERRORS, MAX_NESTING};
use quanze::syntax::parse_meaning;
use quanze::terminal::Canvas;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Codes whose input is too long to read, or lies outside of a file: the tests below make it.
const MADE_HERE: &[Code] = &[
    Code::TooDeep,
    Code::TooLarge,
    Code::TooManyErrors,
    Code::TooManyFacts,
    Code::TooManyCells,
    Code::NotListed,
    Code::TooMuchText,
];

/// Codes that no input should yield.
const NEVER: &[Code] = &[Code::Unconfirmed, Code::LayoutUnsure];

/// What an advice shows of a statement is itself understood, in either language.
#[test]
fn examples_of_statements_are_read() {
    for form in Form::ALL {
        for lang in [Lang::En, Lang::Zh] {
            let example = form.example(lang);
            let example = example.replace('…', "理由");
            let closed = if example.ends_with('{') { format!("{example} }}") } else { example.to_owned() };
            let parsed = parse_meaning(&closed);
            assert!(parsed.diagnostics.is_empty(), "{closed}: {:?}", parsed.diagnostics);
        }
    }
}

// ---------------------------------------------------------------- the page

/// A fenced block, under the code of its entry.
struct Block {
    entry: String,
    line: usize,
    kind: String,
    text: String,
}

impl Block {
    /// Returns the codes of a rule file that must yield them; nothing for a block of another kind.
    fn codes(&self) -> Option<Vec<&str>> {
        let mut words = self.kind.split_whitespace();
        (words.next() == Some("qz")).then(|| words.collect())
    }

    fn at(&self) -> String {
        format!("docs/errors.md:{}", self.line)
    }

    /// Writes a rule file; `// name.qz` on its first line keeps it for the blocks that follow.
    fn write(&self, place: &Path) -> String {
        let first = self.text.lines().next().and_then(|line| line.strip_prefix("// "));
        let name = first.filter(|name| name.ends_with(".qz")).unwrap_or("block.qz");
        fs::write(place.join(name), &self.text).unwrap();
        name.to_owned()
    }
}

/// Returns the codes of the headings and the blocks under them.
fn page() -> (Vec<String>, Vec<Block>) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md")).unwrap();
    let mut entries: Vec<String> = Vec::new();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                let entry = entries.last().expect("a block stands in an entry").clone();
                let kind = kind.trim().to_owned();
                open = Some(Block { entry, line: number + 1, kind, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, None) => {
                if let Some(heading) = line.strip_prefix("## ") {
                    let (code, title) = heading.split_once(' ').expect("a code and a title");
                    assert_eq!(title.trim(), quanze::message::title(code, Lang::En), "{heading}");
                    assert!(!quanze::message::title(code, Lang::Zh).is_empty(), "{heading}");
                    entries.push(code.to_owned());
                }
            }
        }
    }
    assert!(open.is_none(), "a block is not closed");
    (entries, blocks)
}

/// Makes a folder with what no block can show: an empty folder, a file that is read-only, and one that is not UTF-8.
fn place(name: &str) -> PathBuf {
    let place = folder(name);
    fs::create_dir(place.join("empty")).unwrap();
    let read_only = place.join("readonly.qz");
    fs::write(&read_only, "level  city\n").unwrap();
    let mut permissions = fs::metadata(&read_only).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&read_only, permissions).unwrap();
    fs::create_dir(place.join("wrong")).unwrap();
    fs::write(place.join("wrong/quanze.toml"), "[lints]\nL05 = \"warning\"\n").unwrap();
    fs::write(
        place.join("wrong/first.qz"),
        "level county\nmatters { 专利导航 }\nmatter 专利导航 => shared, payer county\n",
    )
    .unwrap();
    // 专利 in GB18030.
    fs::write(place.join("gb18030.qz"), b"matter \xD7\xA8\xC0\xFB => shared, payer county\n").unwrap();
    place
}

// ---------------------------------------------------------------- running

/// What `check --format json` says once.
struct Said {
    code: String,
    level: String,
    message: String,
    place: Option<(u64, u64)>,
}

fn check(place: &Path, file: &str, lang: &str) -> Vec<Said> {
    let run = quanze_in(place, &["check", file, "--format", "json", "--lang", lang], b"");
    let line: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|why| panic!("{why}: {}{}", run.stdout, run.stderr));
    let findings = line["findings"].as_array().expect("findings");
    let said = |finding: &Value| Said {
        code: finding["code"].as_str().unwrap().to_owned(),
        level: finding["level"].as_str().unwrap().to_owned(),
        message: finding["message"].as_str().unwrap().to_owned(),
        place: finding["spans"]
            .get(0)
            .map(|span| (span["line"].as_u64().unwrap(), span["column"].as_u64().unwrap())),
    };
    findings.iter().map(said).collect()
}

/// Returns the codes of errors and warnings, and of notes where they are asked for.
fn codes(said: &[Said], wanted: &[&str]) -> BTreeSet<String> {
    let counts = |said: &&Said| said.level != "note" || wanted.contains(&said.code.as_str());
    said.iter().filter(counts).map(|said| said.code.clone()).collect()
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

/// Makes sure that each code is said in both languages, in words of its own.
fn speaks_chinese(english: &[Said], chinese: &[Said], wanted: &[&str], at: &str) {
    for code in wanted {
        let message = |said: &[Said]| {
            said.iter()
                .find(|said| said.code == *code)
                .unwrap_or_else(|| panic!("{at}: {code}"))
                .message
                .clone()
        };
        is_chinese(&message(english), &message(chinese), at);
    }
}

fn is_chinese(english: &str, chinese: &str, at: &str) {
    assert_ne!(english, chinese, "{at}");
    assert!(own(english).chars().any(|c| c.is_ascii_alphabetic()), "{at}: {english}");
    assert!(own(chinese).chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{at}: {chinese}");
}

/// Returns what is left of a message without the names that it cites: they may be in either language.
fn own(message: &str) -> String {
    let mut left = String::new();
    let mut closing = None;
    for c in message.chars() {
        match (closing, c) {
            (Some(end), _) if c == end => closing = None,
            (None, '`') => closing = Some('`'),
            (None, '「') => closing = Some('」'),
            (None, _) => left.push(c),
            (Some(_), _) => {}
        }
    }
    left
}

/// Returns the line of a drawn diagnostic that holds its message.
fn message_line(run: &Run) -> String {
    let lines = printed(run);
    let found = lines.iter().find(|line| line.contains('×') || line.contains("U004"));
    found.unwrap_or_else(|| panic!("no message in {lines:#?}")).clone()
}

/// A console block: `$ quanze …` lines, each followed by what is printed; after `repl`, `> ` lines are typed.
fn console(place: &Path, block: &Block) {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.text.lines() {
        match line.strip_prefix("$ quanze ") {
            Some(command) => commands.push((command, Vec::new())),
            None => commands.last_mut().expect("a command first").1.push(line),
        }
    }
    for (command, shown) in commands {
        let (typed, shown): (Vec<&str>, Vec<&str>) = shown.iter().partition(|line| line.starts_with("> "));
        let input: String = typed.iter().map(|line| format!("{}\n", &line[2..])).collect();
        let words = words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = quanze_in(place, &words, input.as_bytes());
        assert_eq!(printed(&run), shown, "{}: {command}", block.at());
        if run.code != 0 {
            let with_language: Vec<&str> = words.iter().copied().chain(["--lang", "zh"]).collect();
            let chinese = quanze_in(place, &with_language, input.as_bytes());
            assert_eq!(run.code, chinese.code, "{}: {command}", block.at());
            is_chinese(&message_line(&run), &message_line(&chinese), &block.at());
        }
    }
}

/// Returns what a run printed, line by line, without blanks at the ends.
fn printed(run: &Run) -> Vec<String> {
    format!("{}{}", run.stdout, run.stderr)
        .trim_end()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// Splits a command at blanks, except between single quotes.
fn words(command: &str) -> Vec<String> {
    let pieces = command.split('\'').enumerate();
    pieces
        .flat_map(|(number, piece)| match number % 2 {
            1 => vec![piece.to_owned()],
            _ => piece.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

// ---------------------------------------------------------------- the page keeps its word

#[test]
fn every_code_has_one_entry_in_order() {
    let (entries, blocks) = page();
    let all: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(entries, all);
    for code in Code::ALL {
        let has_example = blocks.iter().filter(|block| block.entry == code.as_str()).any(|block| {
            block.kind == "console"
                || block.codes().is_some_and(|codes| codes.first() == Some(&code.as_str()))
        });
        assert!(
            has_example || MADE_HERE.contains(code) || NEVER.contains(code),
            "{} has no example",
            code.as_str()
        );
    }
}

#[test]
fn every_example_yields_its_codes_in_both_languages() {
    let (_, blocks) = page();
    let place = place("errors-examples/city");
    // Wherever the tests write, there is a root around it.
    fs::write(place.join("../quanze.toml"), "").unwrap();
    let mut count = 0;
    for block in &blocks {
        let Some(wanted) = block.codes() else { continue };
        let name = block.write(&place);
        let english = check(&place, &name, "en");
        let told: Vec<String> =
            english.iter().map(|said| format!("{} {}", said.code, said.message)).collect();
        assert_eq!(codes(&english, &wanted), set(&wanted), "{}: {told:#?}", block.at());
        if !wanted.is_empty() {
            speaks_chinese(&english, &check(&place, &name, "zh"), &wanted, &block.at());
            count += 1;
        }
    }
    assert!(count >= 40, "only {count} examples");
}

#[test]
#[cfg_attr(windows, ignore = "the system says in its own words why a file cannot be read")]
fn every_console_block_shows_what_is_printed() {
    let (_, blocks) = page();
    let place = place("errors-console");
    for block in &blocks {
        match block.kind.as_str() {
            "console" => console(&place, block),
            kind if kind.starts_with("qz") => drop(block.write(&place)),
            other => panic!("{}: no test runs blocks of the kind {other:?}", block.at()),
        }
    }
}

#[test]
fn files_and_command_lines_end_with_2() {
    let place = place("errors-usage");
    let cases: &[(&str, &[&str])] = &[
        ("U001", &["check", "missing.qz"]),
        ("U001", &["eval", "missing.qz", "专利导航"]),
        ("U001", &["test", "empty", "missing.qz"]),
        ("U002", &["check", "gb18030.qz"]),
        ("U003", &["check", "empty"]),
        ("U003", &["test", "empty"]),
        ("U004", &["chek", "gb18030.qz"]),
        ("U004", &["check", "--depth", "3"]),
        ("U004", &["check", "--format", "xml"]),
        ("U004", &["check", "--format"]),
        ("U004", &["eval"]),
    ];
    for (code, arguments) in cases {
        let mut said = Vec::new();
        for lang in ["en", "zh"] {
            let with_language: Vec<&str> = arguments.iter().copied().chain(["--lang", lang]).collect();
            let run = quanze_in(&place, &with_language, b"");
            assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.stdout, run.stderr);
            assert_eq!(run.stdout, "", "{arguments:?}");
            assert!(run.stderr.contains(code), "{arguments:?}: {}", run.stderr);
            said.push(run.stderr);
        }
        is_chinese(&said[0], &said[1], &format!("{arguments:?}"));
    }
}

// ---------------------------------------------------------------- inputs that are made

/// Checks a text that is made here: its codes, in both languages; returns what is said in English.
fn made(name: &str, text: &str, wanted: &[&str]) -> Vec<Said> {
    let place = folder(name);
    fs::write(place.join("made.qz"), text).unwrap();
    let english = check(&place, "made.qz", "en");
    assert_eq!(codes(&english, wanted), set(wanted), "{name}");
    speaks_chinese(&english, &check(&place, "made.qz", "zh"), wanted, name);
    english
}

#[test]
fn brackets_that_are_too_deep() {
    let nested = |depth: usize| {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        format!("matter 专利导航 when {open}scope is 全市性{close} => city, payer city\n")
    };
    made("errors-deep-enough", &nested(MAX_NESTING), &[]);
    let said = made("errors-deep", &nested(MAX_NESTING + 1), &["P011"]);
    // `matter 专利导航 when ` has 17 characters.
    assert_eq!(said[0].place, Some((1, 17 + MAX_NESTING as u64 + 1)));
}

#[test]
fn redundant_rules_past_the_last_that_is_listed() {
    let head = "level city as 市\nmatters { 专利导航 }\n";
    let text = format!("{head}{}", "matter 专利导航 => city, payer city\n".repeat(1_005));
    let said = made("errors-redundant", &text, &["C004", "C010"]);
    assert_eq!(said.iter().filter(|said| said.code == "C004").count(), 1_000);
    assert!(said.last().unwrap().message.starts_with("4 more"), "{}", said.last().unwrap().message);
}

/// Where exceptions meet by the thousand, the search for redundant rules stops; what takes no search is told all the same, and the answer
/// is exact.
#[test]
fn a_search_for_redundant_rules_that_stops() {
    let head = "level city as 市\nmatters { 专利导航, 执法 }\n";
    let easy = "matter 执法 => city, payer city\n".repeat(2);
    let plain = "matter 专利导航 => city, payer city\n".repeat(4_000);
    let exceptions = "matter 专利导航 => undetermined overrides section 一\n".repeat(4_000);
    let text = format!("{head}{easy}section 一 {{\n{plain}}}\n{exceptions}expect 专利导航 => undetermined\n");
    let said = made("errors-unjudged", &text, &["C003", "C010"]);
    // Beside the rules that never decide there is one of the two that say the same.
    assert!(said.iter().any(|said| said.message.starts_with("3001 more")));
    assert!(said.iter().any(|said| said.message.contains("not all looked for")));
}

#[test]
fn a_text_that_is_too_large() {
    let text = "/".repeat(MAX_BYTES + 1);
    assert_eq!(text.len(), 16 * 1024 * 1024 + 1);
    let said = made("errors-large", &text, &["P018"]);
    assert!(
        said[0].message.contains("16777217") && said[0].message.contains("16777216"),
        "{}",
        said[0].message
    );
}

#[test]
fn broken_statements_past_the_last_that_is_listed() {
    for (more, words) in [(1, "1 more"), (37, "37 more")] {
        let text = "matter 专利导航\n".repeat(MAX_ERRORS + more);
        let said = made(&format!("errors-many-{more}"), &text, &["P001", "P019"]);
        assert_eq!(said.len(), MAX_ERRORS + 1);
        let last = said.last().unwrap();
        assert_eq!((last.code.as_str(), last.place), ("P019", Some((MAX_ERRORS as u64 + 1, 12))));
        assert!(last.message.starts_with(words), "{}", last.message);
    }
    let said = made("errors-many-0", &"matter 专利导航\n".repeat(MAX_ERRORS), &["P001"]);
    assert_eq!(said.len(), MAX_ERRORS);
}

#[test]
fn facts_past_the_last_that_can_be_declared() {
    let declared = |count: usize| {
        let facts: String = (0..count).map(|number| format!("fact 事实{number} : yes | no\n")).collect();
        format!("{facts}matter 专利导航 => city, payer city\n")
    };
    made("errors-facts-enough", &declared(256), &["L001"]);
    let said = made("errors-facts", &declared(257), &["R010"]);
    assert_eq!(said[0].place, Some((257, 6)));
}

/// One rule that pairs each of the first facts with one of the last: a diagram must remember all of the first.
fn too_large() -> String {
    let number = 24;
    let mut text = String::from("level city\nmatters { 专利导航 }\n");
    for letter in ["甲", "乙"] {
        text.extend((0..number).map(|i| format!("fact {letter}{i} : yes | no\n")));
    }
    let pairs: Vec<String> = (0..number).map(|i| format!("甲{i} is yes and 乙{i} is yes")).collect();
    text.push_str(&format!("matter 专利导航 when {} => city, payer city\n", pairs.join(" or ")));
    text
}

#[test]
fn a_policy_that_is_too_large() {
    let place = folder("errors-cells");
    fs::write(place.join("made.qz"), too_large()).unwrap();
    // Once only: it takes a while until so many nodes are made.
    let said = check(&place, "made.qz", "zh");
    assert_eq!(codes(&said, &[]), set(&["C008"]));
    let english = Message::TooManyCells { limit: quanze::diagram::MAX_NODES }.text(Lang::En);
    assert!(english.contains("500000"), "{english}");
    is_chinese(&english, &said[0].message, "C008");
}

/// Whatever is asked of such a policy, it is refused in the same words, and others are still answered.
#[test]
fn a_policy_that_is_too_large_gives_no_answer() {
    let place = folder("errors-cells-asked");
    let sound = "level city\nmatters { 执法 }\nmatter 执法 => city, payer city\nexpect 执法 => city\n";
    fs::write(place.join("a.qz"), sound).unwrap();
    fs::write(place.join("made.qz"), format!("{}expect 专利导航 => city\n", too_large())).unwrap();
    for arguments in
        [&["eval", "made.qz", "专利导航"][..], &["coverage", "made.qz"], &["diff", "made.qz", "made.qz"]]
    {
        let run = quanze_in(&place, arguments, b"");
        assert!(
            run.code == 3 && run.stdout.is_empty() && run.stderr.contains("C008"),
            "{arguments:?}: {run:?}"
        );
    }
    let run = quanze_in(&place, &["test", "a.qz", "made.qz", "--format", "json"], b"");
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((run.code, lines.len()), (3, 2), "{run:?}");
    assert_eq!((&lines[0]["passed"], &lines[1]["code"]), (&Value::Bool(true), &"C008".into()));
    let mut engine = Engine::new(Canvas { lang: Lang::En, colour: false, width: 100, wraps: false });
    let said = engine.load(vec![place.join("made.qz")]);
    assert!(said.failed && said.text.contains("C008"), "{}", said.text);
}

#[test]
fn what_is_never_said_has_words_in_both_languages() {
    let message = Message::Unconfirmed { code: "C001" };
    is_chinese(&message.text(Lang::En), &message.text(Lang::Zh), "C009");
}

// ---------------------------------------------------------------- places

/// What is wrong, the text, the code, the line and the column, counted by hand in characters.
const PLACES: &[(&str, &str, &str, u64, u64)] = &[
    ("CRLF", "level city\r\nmatter 专利导航 -> city, payer city\r\n", "P002", 2, 13),
    ("CR alone", "level city\rmatter 专利导航 -> city, payer city\r", "P002", 2, 13),
    ("byte order mark", "\u{FEFF}matter 专利导航 shared, payer county\n", "P001", 1, 13),
    (
        "mark, CRLF and U+3000",
        "\u{FEFF}// 说明\r\n\u{3000}matter 专利导航 -> city, payer city\r\n",
        "P002",
        2,
        14,
    ),
    ("tabs", "\tmatter 专利导航\t-> city, payer city\n", "P002", 1, 14),
    ("U+3000", "事项\u{3000}专利导航\u{3000}-> 市，支出 市\n", "P002", 1, 9),
    ("U+00A0", "matter 专利导航\u{A0}-> city, payer city\n", "P002", 1, 13),
    ("full-width signs", "matter ｛专利导航、执法｝ ＝＞ 共同，支付 县\n", "P004", 1, 24),
    ("full-width closing brace", "matter 专利导航 => city, payer city ； ｝\n", "P009", 1, 35),
    ("curly quotes", "matter “战略、规划” when scope = 全市性 => city, payer city\n", "P003", 1, 27),
    ("corner brackets", "matter 「战略、规划」 -> city, payer city\n", "P002", 1, 16),
    ("after a comment", "// 专利导航：说明\nmatter 专利导航 => 共同, 支出 同级\n", "P005", 2, 23),
    ("comment inside a statement", "matter 专利导航 // 说明\n  -> 共同, 支出 县\n", "P002", 2, 3),
    ("a letter and its accent", "matter e\u{301}专 -> city, payer city\n", "P002", 1, 12),
    ("outside of the first plane", "matter 𠀀𠀁 -> city, payer city\n", "P002", 1, 11),
    (
        "a date",
        "policy \"甲政办发〔2025〕1号\" { effective 2025年2月30日 }\nmatter 执法 => city, payer city\n",
        "P013",
        1,
        35,
    ),
    ("a comma", "事项 执法\r\n\t=> 共同 支出 县\r\n", "P021", 2, 8),
    ("a matter", "matters { 专利导航 }\nmatter 专利导行 => city, payer city\n", "R001", 2, 8),
    ("a level", "level city as 市\nmatter 专利导航 => 市, payer 县区\n", "R002", 2, 25),
    ("a value", "fact 范围 ： 全市性｜县区\n事项 执法 当 范围 为 全市 => 市，支出 市\n", "R004", 2, 14),
    ("a name twice", "matters { 执法、\n  维权援助、执法 }\n", "R006", 2, 8),
    ("the end of the text", "matter 专利导航 =>\n\n", "P001", 1, 15),
    ("the end of a broken statement", "事项 专利导航 => 共同，\n事项 执法 => 共同，支出 县\n", "P001", 1, 15),
];

#[test]
fn places_are_counted_in_characters() {
    let place = folder("errors-places");
    assert!(PLACES.len() >= 12);
    for (what, text, code, line, column) in PLACES {
        fs::write(place.join("place.qz"), text).unwrap();
        let said = check(&place, "place.qz", "en");
        let first =
            said.iter().find(|said| said.level == "error").unwrap_or_else(|| panic!("{what}: no error"));
        assert_eq!(
            (first.code.as_str(), first.place),
            (*code, Some((*line, *column))),
            "{what}: {}",
            first.message
        );
    }
}
