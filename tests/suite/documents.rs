//! Files that use each other: what counts once, what is said once, and what is never read.

use crate::run::{folder, quanze, quanze_in};
use std::fs;

const CITY: &str = "policy \"甲政办发〔2025〕1号\"\nmatter 执法 => shared, payer county\n";

#[test]
fn a_file_that_is_used_is_reported_once() {
    let place = folder("documents-once");
    fs::write(place.join("quanze.toml"), "").unwrap();
    fs::write(place.join("words.qz"), "level city as 市\nlevel county as 县\n").unwrap();
    let rules = "matters { 执法, 维权 }\nmatter 执法 => shared, payer same level\n";
    fs::write(place.join("a.qz"), format!("use \"words.qz\"\npolicy \"甲\"\n{rules}")).unwrap();
    fs::write(place.join("b.qz"), format!("use \"words.qz\"\nuse \"a.qz\"\npolicy \"乙\"\n{rules}")).unwrap();
    let run = quanze_in(&place, &["check", "."], b"");
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    let last: Vec<&str> =
        run.stdout.lines().filter(|line| line.contains(": complete") || line.contains(" cases")).collect();
    assert_eq!(last.len(), 2, "{}", run.stdout);
    // Alone, only the file that is named is judged.
    let run = quanze_in(&place, &["check", "b.qz"], b"");
    assert_eq!(run.stdout.matches("C002").count(), 1, "{}", run.stdout);
    // A broken file is complained of once, however many use it.
    fs::write(place.join("words.qz"), "level city is 市\nlevel county as 县\n").unwrap();
    for paths in [["check", "."], ["check", "b.qz"]] {
        let run = quanze_in(&place, &paths, b"");
        assert_eq!((run.code, run.stdout.matches("P001").count()), (3, 1), "{}", run.stdout);
        assert!(!run.stdout.contains("R002"), "{}", run.stdout);
    }
}

#[test]
fn the_root_without_a_mark_is_the_folder_that_is_named() {
    // Outside of any project.
    let place = std::env::temp_dir().join(format!("quanze-root-{}", std::process::id()));
    fs::create_dir_all(place.join("a")).unwrap();
    fs::create_dir_all(place.join("b")).unwrap();
    fs::write(place.join("b/upper.qz"), CITY).unwrap();
    let lower = "use \"../b/upper.qz\"\npolicy \"乙\"\nmatter 执法 => shared, payer county\n";
    fs::write(place.join("a/lower.qz"), lower).unwrap();
    let named = place.to_str().unwrap();
    let file = place.join("a/lower.qz");
    let elsewhere = folder("documents-elsewhere");
    let run = quanze_in(&elsewhere, &["check", named], b"");
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let run = quanze_in(&place, &["check", "a/lower.qz"], b"");
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let run = quanze_in(&elsewhere, &["check", file.to_str().unwrap()], b"");
    assert!(run.code == 3 && run.stdout.contains("D002"), "{}{}", run.stdout, run.stderr);
    fs::remove_dir_all(&place).unwrap();
}

#[cfg(unix)]
#[test]
fn links_lead_to_one_file_and_not_out_of_the_root() {
    use std::os::unix::fs::symlink;
    let place = folder("documents-links");
    fs::create_dir(place.join("in")).unwrap();
    fs::write(place.join("in/quanze.toml"), "").unwrap();
    fs::write(place.join("outside.qz"), "level county as 县\n机密\n").unwrap();
    fs::write(place.join("in/words.qz"), "level county as 县\n").unwrap();
    symlink("words.qz", place.join("in/same.qz")).unwrap();
    symlink("../outside.qz", place.join("in/out.qz")).unwrap();
    symlink("..", place.join("in/up")).unwrap();
    let rule = "matters { 执法 }\nmatter 执法 => shared, payer county\n";
    fs::write(place.join("in/twice.qz"), format!("use \"words.qz\"\nuse \"same.qz\"\n{rule}")).unwrap();
    let run = quanze_in(&place, &["check", "in/twice.qz"], b"");
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for path in ["out.qz", "up/outside.qz", "../outside.qz"] {
        fs::write(place.join("in/leaves.qz"), format!("use \"{path}\"\n{rule}")).unwrap();
        let run = quanze_in(&place, &["check", "in/leaves.qz"], b"");
        assert!(run.code == 3 && run.stdout.contains("D002"), "{path}: {}{}", run.stdout, run.stderr);
        assert!(!run.stdout.contains("机密"), "{}", run.stdout);
    }
}

/// A list and what would lead elsewhere are told of one document alone: that is said in every form.
#[test]
fn what_a_document_says_by_itself_is_called_so_in_every_form() {
    const FILE: &str = "policies/benxi/ip-2025.qz";
    const NOTE: &str = "a single case is also held against 辽政办发〔2024〕9号";
    let asked = ["ask", FILE, "which matters are retained"];
    let explained = ["explain", FILE, "专利导航 at city", "--why-not", "payer county"];
    for command in [asked.as_slice(), explained.as_slice()] {
        for form in ["human", "json", "csv", "markdown"] {
            let run = quanze(&[command, &["--format", form]].concat());
            assert!(run.code == 0 && run.stdout.contains(NOTE), "{form}: {}{}", run.stdout, run.stderr);
            let lines: Vec<&str> = run.stdout.lines().collect();
            match form {
                "json" => assert!(lines.iter().all(|line| line.contains(NOTE)), "{}", run.stdout),
                "csv" => {
                    assert!(lines[0].ends_with(",notes"), "{}", run.stdout);
                    assert!(lines[1..].iter().all(|line| line.contains(NOTE)), "{}", run.stdout);
                }
                "markdown" => assert!(lines[2..].iter().all(|line| line.contains(NOTE)), "{}", run.stdout),
                _ => assert_eq!(run.stdout.matches(NOTE).count(), 1, "{}", run.stdout),
            }
        }
    }
    for line in ["which matters are retained", ":whynot payer county 专利导航 at city"] {
        let run = quanze(&["repl", FILE, "-c", ":format json", "-c", line]);
        let last = run.stdout.lines().last().unwrap_or_default();
        assert!(last.starts_with('{') && last.contains(NOTE), "{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn rows_carry_the_notes_of_an_answer() {
    let place = folder("documents-notes");
    let text = "policy \"甲\"\nlevel city\nlevel county\nlevel local of city, county\nmatters { 执法, 维权 }\n\
        matter 执法 at level county => shared, payer county\nmatter 执法 at level city => shared, payer local\n\
        matter 维权 => city, payer city\n";
    fs::write(place.join("a.qz"), text).unwrap();
    let rows = |query: &str| quanze_in(&place, &["eval", "a.qz", query, "--format", "csv"], b"").stdout;
    let plain = rows("维权");
    assert!(plain.lines().nth(1).is_some_and(|line| line.ends_with(',')), "{plain}");
    let cases = rows("执法");
    let noted: Vec<bool> = cases.lines().skip(1).map(|line| line.contains("how local divides it")).collect();
    assert_eq!(noted.iter().filter(|noted| **noted).count(), 1, "{cases}");
    assert_eq!(noted.len(), 2, "{cases}");
}

/// A file with several policies: each is held against the one that it belongs to, and what belongs to none is told.
#[test]
fn several_policies_of_a_file_find_their_own() {
    let place = folder("documents-several");
    let plan = |number: &str, head: &str, who: &str| {
        format!(
            "policy \"{number}\" {{ {head} }}\nlevel province\nlevel 市县 of city\nlevel city\nperformer : {who}\nmatters {{ 执法 }}\n"
        )
    };
    let upper =
        |number: &str| format!("{}matter 执法 => 市县, payer 市县\n", plan(number, "", "province | 市县"));
    let lower = |number: &str, under: &str, who: &str| {
        let head = format!("under \"{under}\"");
        format!("{}matter 执法 => {who}, payer {who}\n", plan(number, &head, "city"))
    };
    let write = |name: &str, text: &[String]| fs::write(place.join(name), text.concat()).unwrap();
    write("upper.qz", &[upper("省甲"), upper("省乙"), upper("省丙")]);
    let both =
        [lower("市甲", "省乙", "city"), lower("市乙", "省甲", "province"), lower("市丙", "省丁", "city")];
    write("lower.qz", &both);
    let run = quanze_in(&place, &["conform", "lower.qz", "--to", "upper.qz"], b"");
    let heads: Vec<&str> = run.stdout.lines().filter(|line| line.contains(" against ")).collect();
    assert_eq!((run.code, heads), (1, vec!["市甲 against 省乙", "市乙 against 省甲"]), "{}", run.stdout);
    let alone: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("not compared: ")).collect();
    assert_eq!(alone.len(), 2, "{}", run.stdout);
    assert!(alone[0].contains("省丙 (upper.qz)") && alone[1].contains("市丙 (lower.qz)"), "{}", run.stdout);
    let run = quanze_in(&place, &["conform", "lower.qz", "--to", "upper.qz", "--format", "json"], b"");
    assert_eq!(
        (run.code, run.stdout.lines().count(), run.stderr.lines().count()),
        (1, 2, 2),
        "{}",
        run.stderr
    );
    // A file beside itself is the same, policy by policy.
    let run = quanze_in(&place, &["diff", "upper.qz", "upper.qz"], b"");
    assert_eq!((run.code, run.stdout.matches("no difference").count()), (0, 3), "{}", run.stdout);
    // So it is where two have one number: the first is the first again.
    write("twice.qz", &[lower("市甲", "省甲", "city"), lower("市甲", "省甲", "province")]);
    let run = quanze_in(&place, &["diff", "twice.qz", "twice.qz"], b"");
    assert_eq!((run.code, run.stdout.matches("no difference").count()), (0, 2), "{}", run.stdout);
    write("again.qz", &[lower("市甲", "省甲", "city"), lower("市甲", "省甲", "province")]);
    let run = quanze_in(&place, &["diff", "twice.qz", "again.qz"], b"");
    assert_eq!((run.code, run.stdout.matches("no difference").count()), (0, 2), "{}", run.stdout);
    // What is one too many belongs to none.
    write("once.qz", &[lower("市甲", "省甲", "city"), lower("市乙", "省甲", "province")]);
    let run = quanze_in(&place, &["diff", "twice.qz", "once.qz"], b"");
    let heads = run.stdout.lines().filter(|line| line.starts_with("市甲 (twice.qz) → 市甲 (once.qz)"));
    assert_eq!((run.code, heads.count()), (1, 1), "{}", run.stdout);
    assert_eq!(run.stdout.matches("not compared: ").count(), 2, "{}", run.stdout);
    // Where nothing belongs together, that is said, and nothing is guessed.
    let run = quanze_in(&place, &["diff", "upper.qz", "lower.qz"], b"");
    assert!(run.code == 2 && run.stderr.contains("belongs to one of"), "{}{}", run.stdout, run.stderr);
    let run = quanze_in(&place, &["conform", "upper.qz", "--to", "lower.qz", "--lang", "zh"], b"");
    assert!(run.code == 2 && run.stderr.contains("依据"), "{}{}", run.stdout, run.stderr);
}

const UPPER: &str = "policy \"国办1\"\nlevel central\nlevel 地方\nperformer : central | 地方\nmatters { 执法, 确权 }\n\
    matter 执法 => shared, payer central 70%, 地方 30%\nmatter 确权 => central, payer central\n";
const LOWER: &str = "use \"upper.qz\"\npolicy \"省1\" {\n  under \"国办1\"\n  divides 地方\n  maxims upper over lower\n}\n\
    level central\nlevel province\nlevel city\nperformer : province | city\nmatters { 执法, 确权 }\n\
    matter 执法 => shared, payer province, city 2:1\nmatter 确权 => province, payer province\n\
    expect 确权 => central, payer central\n";

/// What is compared at the prompt is one document; expectations are answered under those above, also where rules are changed.
#[test]
fn what_is_tried_is_checked_under_the_documents_above() {
    let place = folder("documents-tried");
    fs::write(place.join("upper.qz"), UPPER).unwrap();
    fs::write(place.join("lower.qz"), LOWER).unwrap();
    let note = "国办1 was not looked at";
    let tried = ":whatif matter 确权 => city, payer city";
    let run = quanze_in(&place, &["repl", "lower.qz", "-c", tried, "-c", ":keep", "-c", ":diff"], b"");
    assert_eq!(run.stdout.matches(note).count(), 2, "{}{}", run.stdout, run.stderr);
    // The document above still holds, so the expectation does.
    assert!(!run.stdout.contains("C006"), "{}", run.stdout);
    let run = quanze_in(&place, &["repl", "lower.qz", "-c", ":format json", "-c", tried], b"");
    assert!(run.stdout.lines().last().is_some_and(|line| line.contains(note)), "{}", run.stdout);
    // Alone the expectation would never hold, and no change would be noticed.
    let run = quanze_in(&place, &["coverage", "lower.qz", "--mutants", "--format", "json"], b"");
    assert!(run.stdout.contains("\"all\":6,\"tried\":6,\"noticed\":1"), "{}{}", run.stdout, run.stderr);
}

/// More files than are read at the same time: what comes of them stands in their order, on every run.
#[test]
fn many_files_stand_in_their_order() {
    let place = folder("documents-many");
    fs::write(place.join("quanze.toml"), "").unwrap();
    // It comes last, and the first file uses it.
    fs::write(place.join("z-words.qz"), "level city as 市\nlevel county as 县\n").unwrap();
    let broken = |number: usize| number % 7 == 3;
    for number in 0..150 {
        let list: Vec<String> = (0..=number * 37 % 61).map(|matter| format!("事项{matter}")).collect();
        let list = list.join(", ");
        let payer = if broken(number) { "payer 省" } else { "payer county" };
        let text = format!(
            "use \"z-words.qz\"\npolicy \"第{number:03}号\"\nmatters {{ {list} }}\nmatter 事项0 => shared, {payer}\n"
        );
        fs::write(place.join(format!("{number:03}.qz")), text).unwrap();
    }
    let run = quanze_in(&place, &["check", ".", "--format", "short"], b"");
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    let told: Vec<usize> = run
        .stdout
        .lines()
        .filter(|line| line.contains(": error[R"))
        .filter_map(|line| line.split(".qz").next()?.rsplit('/').next()?.parse().ok())
        .collect();
    let wrong: Vec<usize> = (0..150).filter(|number| broken(*number)).collect();
    assert_eq!(told, wrong, "{}", run.stdout);
    for _ in 0..3 {
        let again = quanze_in(&place, &["check", ".", "--format", "short"], b"");
        assert_eq!((again.stdout, again.stderr), (run.stdout.clone(), run.stderr.clone()));
    }
    let run = quanze_in(&place, &["coverage", "."], b"");
    let sound: Vec<String> =
        (0..150).filter(|number| !broken(*number)).map(|number| format!("第{number:03}号")).collect();
    let places: Vec<Option<usize>> = sound.iter().map(|name| run.stdout.find(name)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}{}", run.stdout, run.stderr);
}
