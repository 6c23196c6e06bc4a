//! The forms in which other tools read what a check tells.

use crate::run::{folder, quanze, quanze_in};
use quanze::diagnostic::Severity;
use quanze::export::{sarif_log, told};
use quanze::message::Lang;
use quanze::session::Session;
use serde_json::Value;
use std::fs;
use std::path::Path;

const FILE: &str = "policies/benxi/ip-2025.qz";

/// A policy with a conflict, a gap and a redundant rule, with text before it that only moves lines.
fn faulty(before: &str) -> String {
    format!(
        "{before}policy \"甲政办发〔2025〕1号\"\nlevel city as 市\nlevel county as 县\n{before}\
         matters {{ 执法, 专利导航 }}\nmatter 执法 => city, payer city\n{before}\
         matter 执法 at level county   => shared, payer county\nmatter 专利导航 at level city => city, payer city\n\
         matter 专利导航 at level city => city\n"
    )
}

fn json(place: &Path, arguments: &[&str]) -> Value {
    let run = quanze_in(place, arguments, b"");
    serde_json::from_str(&run.stdout).unwrap_or_else(|why| panic!("{why}: {}{}", run.stdout, run.stderr))
}

fn fingerprints(place: &Path, text: &str) -> Vec<String> {
    fs::write(place.join("x.qz"), text).unwrap();
    let report = json(place, &["check", "x.qz", "--format", "json"]);
    let mut prints: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["fingerprint"].as_str().unwrap().to_owned())
        .collect();
    prints.sort();
    prints
}

#[test]
fn a_sarif_log_is_valid() {
    let schema =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/sarif-2.1.0.json"));
    // A stray bracket in the schema's own patterns for languages is no regular expression to every reader.
    let schema = schema.unwrap().replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let place = folder("sarif");
    fs::write(place.join("矛盾 1.qz"), faulty("")).unwrap();
    fs::write(place.join("broken.qz"), "事项 专利导航 -> 共同\n").unwrap();
    for lang in ["en", "zh"] {
        let log = json(&place, &["check", ".", "--format", "sarif", "--lang", lang]);
        let wrong: Vec<String> = validator.iter_errors(&log).map(|why| why.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let results = run["results"].as_array().unwrap();
        let arrow = results.iter().find(|result| result["ruleId"] == "P002").unwrap();
        let place = &arrow["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "broken.qz");
        // 事项 专利导航 -> : the arrow is the ninth character.
        assert_eq!((&place["region"]["startColumn"], &place["region"]["endColumn"]), (&9.into(), &11.into()));
        let conflict = results.iter().find(|result| result["ruleId"] == "C001").unwrap();
        assert_eq!(
            conflict["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "%E7%9F%9B%E7%9B%BE%201.qz"
        );
        assert_eq!(conflict["relatedLocations"].as_array().unwrap().len(), 1);
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(!rules[index]["shortDescription"]["text"].as_str().unwrap().is_empty());
            assert_eq!(result["partialFingerprints"]["quanze/v1"].as_str().unwrap().len(), 16);
        }
    }
}

/// A log with more results than its readers take is cut, the gravest are kept, and it says how many are left out.
#[test]
fn a_sarif_log_is_cut_where_it_is_too_long() {
    let mut session = Session::default();
    let broken = session.load([("x.qz".to_owned(), "matter 执法 -> city\n".to_owned())]);
    let error = told(&session.sources, &broken.iter().collect::<Vec<_>>(), &[], Lang::En).remove(0);
    assert_eq!(error.severity, Severity::Error);
    let mut warning = error.clone();
    warning.severity = Severity::Warning;
    let log = |warnings: usize, errors: usize| {
        let mut all = vec![warning.clone(); warnings];
        all.extend(vec![error.clone(); errors]);
        serde_json::to_value(sarif_log(&all, &str::to_owned, false, Lang::En)).unwrap()
    };
    let whole = log(24_997, 3);
    assert_eq!(whole["runs"][0]["results"].as_array().unwrap().len(), 25_000);
    assert_eq!(whole["runs"][0]["properties"], Value::Null);
    let cut = log(25_007, 3);
    let results = cut["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 3);
    assert_eq!(cut["runs"][0]["properties"]["resultsLeftOut"], 10);
}

#[test]
fn what_a_file_acknowledges_is_suppressed() {
    let log: Value = serde_json::from_str(&quanze(&["check", FILE, "--format", "sarif"]).stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        assert_eq!(result["suppressions"][0]["kind"], "inSource", "{result}");
        assert!(!result["suppressions"][0]["justification"].as_str().unwrap().is_empty());
    }
}

#[test]
fn a_fingerprint_survives_moved_lines() {
    let place = folder("fingerprints");
    let before = fingerprints(&place, &faulty(""));
    assert!(before.len() >= 3, "{before:?}");
    assert_eq!(before, fingerprints(&place, &faulty("\n\n// 说明\n")));
    assert_eq!(before, fingerprints(&place, &faulty("").replace("   =>", "\n  => // 说明\n ")));
    let other = fingerprints(&place, &faulty("").replace("执法", "维权援助"));
    assert!(before.iter().any(|print| !other.contains(print)));
    // Equal findings stay apart.
    let mut unique = before.clone();
    unique.dedup();
    assert_eq!(unique, before);
}

#[test]
fn each_annotation_is_one_line() {
    let place = folder("github");
    fs::write(place.join("a,b.qz"), faulty("")).unwrap();
    fs::write(place.join("c.qz"), "matter 执法 => shared, payer city 80%, county 30%\n").unwrap();
    let run = quanze_in(&place, &["check", "./a,b.qz", "c.qz", "--format", "github"], b"");
    assert_eq!(run.code, 3);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines.len() >= 3, "{}", run.stdout);
    for line in &lines {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
    }
    assert!(
        lines.iter().any(|line| line.starts_with("::error file=a%2Cb.qz,line=5,col=1,endColumn=")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.contains("80%25 + 30%25 come to 110%25")), "{lines:?}");
    assert!(
        quanze(&["check", FILE, "--format", "github"])
            .stdout
            .lines()
            .all(|line| line.starts_with("::notice "))
    );
}

#[test]
fn a_short_line_is_a_place_and_a_sentence() {
    let place = folder("short");
    fs::write(place.join("x.qz"), "事项 专利导航 -> 共同\n").unwrap();
    let run = quanze_in(&place, &["check", "x.qz", "--format", "short"], b"");
    assert_eq!(run.stdout, "x.qz:1:9: error[P002]: `->` is written `=>`\n");
}

#[test]
fn junit_reports_can_be_read() {
    let place = folder("junit");
    fs::write(place.join("x.qz"), faulty("")).unwrap();
    fs::write(place.join("y.qz"), "level city; level county\nmatters { 执法 }\nmatter 执法 => shared, payer same level\nexpect 执法 at city => shared\nexpect 执法 at city => county\n").unwrap();
    let run = quanze_in(&place, &["check", "x.qz", "--format", "junit"], b"");
    let report = quick_junit::Report::deserialize_from_str(&run.stdout).unwrap();
    assert_eq!(report.test_suites.len(), 1);
    assert!(report.failures >= 3, "{}", run.stdout);
    let run = quanze_in(&place, &["test", "y.qz", "--format", "junit"], b"");
    assert_eq!(run.code, 1);
    let report = quick_junit::Report::deserialize_from_str(&run.stdout).unwrap();
    assert_eq!((report.tests, report.failures), (2, 1), "{}", run.stdout);
    // Neither colour nor control characters are XML.
    fs::write(place.join("z.qz"), "事项 执法\u{1} => 共同\n").unwrap();
    let run = quanze_in(&place, &["check", "z.qz", "--format", "junit"], b"");
    assert!(!run.stdout.contains('\u{1}') && quick_junit::Report::deserialize_from_str(&run.stdout).is_ok());
}

/// A folder with a sound file that has a finding, and with paths that give no text.
fn half_readable(name: &str) -> std::path::PathBuf {
    let place = folder(name);
    fs::write(place.join("a.qz"), faulty("")).unwrap();
    fs::write(place.join("b.qz"), b"// \xE8\xAF\xB4\xE6\x98\x8E\n// \xCA\xC2\xCF\xEE\n").unwrap();
    fs::create_dir(place.join("empty")).unwrap();
    place
}

/// What cannot be read is told beside what is found in the others, in every form and in both languages.
#[test]
fn an_unreadable_file_hides_no_other() {
    let place = half_readable("unreadable");
    let paths = ["check", "a.qz", "b.qz", "empty", "missing.qz"];
    for lang in ["en", "zh"] {
        let run = |format: &str| {
            let arguments: Vec<&str> =
                paths.iter().copied().chain(["--format", format, "--lang", lang]).collect();
            let run = quanze_in(&place, &arguments, b"");
            assert_eq!(run.code, 2, "{format}: {}{}", run.stdout, run.stderr);
            run
        };
        let human = run("human");
        for code in ["U001", "U002", "U003"] {
            assert!(human.stderr.contains(code) && human.stdout.contains("C001"), "{human:?}");
            for format in ["short", "github", "junit", "sarif", "json"] {
                let run = run(format);
                assert!(run.stdout.contains(code) && run.stdout.contains("C001"), "{format} {run:?}");
                assert_eq!(run.stderr, "", "{format}");
            }
        }
        assert!(run("short").stdout.starts_with("b.qz:2:4: error[U002]: "), "{}", run("short").stdout);
        let github = run("github").stdout;
        assert!(github.contains("::error file=missing.qz,title=U001::"), "{github}");
        assert!(github.contains("::error file=b.qz,line=2,col=4,endColumn=5,title=U002::"), "{github}");
        let log: Value = serde_json::from_str(&run("sarif").stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let place = |code: &str| {
            let found = results.iter().find(|result| result["ruleId"] == code);
            found.unwrap()["locations"][0]["physicalLocation"].clone()
        };
        assert_eq!(place("U001")["artifactLocation"]["uri"], "missing.qz");
        assert_eq!(place("U001")["region"]["startLine"], 1);
        assert_eq!(place("U002")["region"]["startColumn"], 4);
        let report: Value = serde_json::from_str(&run("json").stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let missing = findings.iter().find(|one| one["code"] == "U001").unwrap();
        assert_eq!(
            (missing["file"].as_str(), missing["level"].as_str()),
            (Some("missing.qz"), Some("error"))
        );
        let report = quick_junit::Report::deserialize_from_str(&run("junit").stdout).unwrap();
        assert_eq!((report.test_suites.len(), report.errors), (4, 3));
    }
    // A text that is not understood is graver, and formatting goes on with the others.
    fs::write(place.join("c.qz"), "matter 执法 -> city\n").unwrap();
    assert_eq!(quanze_in(&place, &["check", "b.qz", "c.qz"], b"").code, 3);
    let run = quanze_in(&place, &["fmt", "a.qz", "b.qz"], b"");
    assert!(run.code == 2 && run.stderr.contains("U002"), "{run:?}");
    assert_ne!(fs::read_to_string(place.join("a.qz")).unwrap(), faulty(""));
}

/// What is called a rule file in a folder and leads nowhere, or is none, is not passed over; one folder that cannot be opened hides no
/// other.
#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_told_in_every_form() {
    let place = folder("link-to-nothing");
    fs::write(place.join("a.qz"), faulty("")).unwrap();
    fs::create_dir(place.join("deep")).unwrap();
    std::os::unix::fs::symlink("gone.qz", place.join("deep/b.qz")).unwrap();
    std::os::unix::fs::symlink("loop.qz", place.join("loop.qz")).unwrap();
    // Emacs marks so what is being edited.
    std::os::unix::fs::symlink("somebody@somewhere.1234", place.join(".#a.qz")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(place.join("pipe.qz")).status().unwrap().success());
    for (lang, words) in [("en", "is a link to `gone.qz`"), ("zh", "是指向「gone.qz」的链接")] {
        for form in ["human", "short", "json", "sarif", "github", "junit"] {
            let run = quanze_in(&place, &["check", ".", "--format", form, "--lang", lang], b"");
            let said = run.stdout + &run.stderr;
            assert_eq!(run.code, 2, "{form}: {said}");
            for wanted in ["U001", "C001", words, "deep/b.qz", "loop.qz", "pipe.qz"] {
                assert!(said.contains(wanted), "{form} {wanted}: {said}");
            }
            assert!(!said.contains(".#a"), "{form}: {said}");
        }
    }
    for arguments in [&["test", "."][..], &["coverage", "."], &["lint", "."], &["fmt", "--check", "."]] {
        let run = quanze_in(&place, arguments, b"");
        assert!(run.code == 2 && run.stderr.contains("link to `gone.qz`"), "{run:?}");
    }
    let run = quanze_in(&place, &["eval", ".", "执法 at city"], b"");
    assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains("gone.qz"), "{run:?}");
}

/// A fingerprint is of what is wrong, not of the words for it, nor of how far a file can be read.
#[test]
fn fingerprints_of_unreadable_files_are_the_same_in_every_language() {
    let place = half_readable("unreadable-prints");
    let prints = |lang: &str| -> Vec<(String, String)> {
        let paths = ["check", "a.qz", "b.qz", "empty", "missing.qz", "--format", "json", "--lang", lang];
        let report = json(&place, &paths);
        let told = report["findings"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        told.map(|one| (text(&one["code"]), text(&one["fingerprint"]))).collect()
    };
    let before = prints("en");
    assert_eq!(before, prints("zh"));
    assert!(before.iter().any(|(code, _)| code == "U001") && before.iter().any(|(code, _)| code == "U002"));
    fs::write(place.join("b.qz"), b"// \xE8\xAF\xB4\n\n\n// \xCA\xC2\n").unwrap();
    assert_eq!(before, prints("zh"));
}

/// The expectations of sound files are tried whatever other files are like.
#[test]
fn a_broken_file_hides_no_expectation_of_others() {
    let place = half_readable("broken-expectations");
    let sound = "level city; level county\nmatters { 执法 }\nmatter 执法 => shared, payer same level\nexpect 执法 at city => shared\n";
    fs::write(place.join("a.qz"), sound).unwrap();
    fs::write(place.join("c.qz"), "matter 执法 -> city\nexpect 执法 => city\n").unwrap();
    let run = quanze_in(&place, &["test", "a.qz", "b.qz"], b"");
    assert!(run.code == 2 && run.stdout == "1 of 1 expectations met\n", "{run:?}");
    let run = quanze_in(&place, &["test", "a.qz", "b.qz", "c.qz"], b"");
    assert!(run.code == 3 && run.stdout == "1 of 1 expectations met\n", "{run:?}");
    assert!(run.stderr.contains("U002") && run.stderr.contains("P002"), "{}", run.stderr);
    let run = quanze_in(&place, &["test", "a.qz", "b.qz", "c.qz", "--format", "junit"], b"");
    let report = quick_junit::Report::deserialize_from_str(&run.stdout).unwrap();
    assert_eq!((run.code, report.tests, report.errors, report.failures), (3, 3, 2, 0), "{}", run.stdout);
    let run = quanze_in(&place, &["test", "a.qz", "b.qz", "c.qz", "--format", "json"], b"");
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let codes: Vec<&str> = lines.iter().map(|line| line["code"].as_str().unwrap_or("-")).collect();
    assert_eq!((run.code, codes), (3, vec!["-", "U002", "P002"]), "{}", run.stdout);
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/schema.json").unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema["test_error"]).unwrap();
    assert!(lines[1..].iter().all(|line| validator.is_valid(line)), "{}", run.stdout);
}

/// What an expectation expects and what came out is told in every form.
#[test]
fn an_expectation_that_is_not_met_says_what_came_out() {
    let place = folder("not-met");
    let text = "level city as 市\nlevel county as 县\nmatters { 执法 }\nmatter 执法 => shared, payer same level\nexpect 执法 at city => county, payer county\n";
    fs::write(place.join("x.qz"), text).unwrap();
    let run = |format: &str, lang: &str| {
        let run = quanze_in(&place, &["check", "x.qz", "--format", format, "--lang", lang], b"");
        assert_eq!(run.code, 1, "{run:?}");
        run.stdout
    };
    assert_eq!(
        run("short", "en").lines().next().unwrap(),
        "x.qz:5:1: error[C006]: expectation does not hold: 执法 at city; it expects `county, payer county`, and the answer is `shared, payer city`"
    );
    for (lang, actual) in [("en", "shared, payer city"), ("zh", "共同，支出 市")] {
        for format in ["short", "github", "sarif", "junit", "json"] {
            let said = run(format, lang);
            assert!(said.contains("county, payer county") && said.contains(actual), "{format} {said}");
        }
        let report: Value = serde_json::from_str(&run("json", lang)).unwrap();
        let finding = &report["findings"][0];
        assert_eq!(
            (&finding["code"], &finding["expected"]),
            (&"C006".into(), &"county, payer county".into())
        );
        assert_eq!(finding["actual"], actual);
        let schema: Value = serde_json::from_str(&fs::read_to_string("docs/schema.json").unwrap()).unwrap();
        let wrong: Vec<String> = jsonschema::validator_for(&schema["check"])
            .unwrap()
            .iter_errors(&report)
            .map(|why| why.to_string())
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
