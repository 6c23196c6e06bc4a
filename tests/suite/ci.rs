//! What a CI needs: settings, fixes, baselines, thresholds, and what is generated for a system.

use crate::run::{folder, quanze, quanze_in};
use serde_json::Value;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

const CLEAN: &str = "level city as 市\nmatters { 执法 }\nmatter 执法 => city, payer city\n";

fn code(place: &Path, arguments: &[&str]) -> i32 {
    quanze_in(place, arguments, b"").code
}

#[test]
fn the_nearest_settings_hold() {
    let place = folder("settings");
    fs::create_dir_all(place.join("a/b")).unwrap();
    fs::write(place.join("a/b/x.qz"), format!("fact scope : 甲 | 乙\n{CLEAN}")).unwrap();
    assert_eq!(code(&place, &["check", "a/b/x.qz"]), 1);
    fs::write(place.join("quanze.toml"), "[lints]\nL001 = \"note\"\n").unwrap();
    assert_eq!(code(&place, &["check", "a/b/x.qz"]), 0);
    // From inside, the one above the folder where the program was started holds too.
    assert_eq!(code(&place.join("a"), &["check", "b/x.qz"]), 0);
    fs::write(place.join("a/quanze.toml"), "[lints]\nL001 = \"error\"\n").unwrap();
    let run = quanze_in(&place, &["check", "a", "--format", "short"], b"");
    assert!(run.code == 1 && run.stdout.contains("error[L001]"), "{}", run.stdout);
    let run = quanze_in(&place, &["lint", "--list", "a"], b"");
    assert!(run.stdout.lines().any(|line| line.starts_with("L001  error ")), "{}", run.stdout);
    fs::write(place.join("a/quanze.toml"), "[lints]\nL001 = \"of\"\n").unwrap();
    let run = quanze_in(&place, &["check", "a"], b"");
    assert!(run.code == 2 && run.stderr.contains("a/quanze.toml:2:8"), "{}", run.stderr);
}

/// Settings that are not understood fail the run, are told once, in every form, and hide nothing: the usual ones hold.
#[test]
fn settings_that_are_not_understood_hide_nothing() {
    let place = folder("settings-wrong");
    fs::create_dir_all(place.join("wrong")).unwrap();
    fs::write(place.join("wrong/quanze.toml"), "[lints]\nL001 = \"off\"\nL01 = \"off\"\n").unwrap();
    let unused = format!("fact scope : 甲 | 乙\n{CLEAN}expect 执法 => city\nallow L010 because \"示例\"\n");
    fs::write(place.join("wrong/a.qz"), &unused).unwrap();
    fs::write(place.join("wrong/b.qz"), &unused).unwrap();
    fs::write(place.join("c.qz"), &unused).unwrap();
    for lang in ["en", "zh"] {
        for form in ["human", "short", "json", "sarif", "github", "junit"] {
            let run = quanze_in(&place, &["check", ".", "--format", form, "--lang", lang], b"");
            let said = run.stdout + &run.stderr;
            assert_eq!(run.code, 2, "{form}: {said}");
            assert!(
                said.contains("U006") && said.contains("L01`") || said.contains("「L01」"),
                "{form}: {said}"
            );
            for file in ["wrong/a.qz", "wrong/b.qz", "c.qz"] {
                assert!(said.contains(file) || form == "sarif", "{form} {file}: {said}");
            }
            if form == "short" {
                assert_eq!(said.matches("U006").count(), 1, "{said}");
                assert_eq!(said.matches("warning[L001]").count(), 3, "{said}");
            }
        }
    }
    for (arguments, wanted) in [
        (&["test", "."][..], "3 of 3 expectations met"),
        (&["lint", "."], "L001"),
        (&["coverage", "."], "100%"),
    ] {
        let run = quanze_in(&place, arguments, b"");
        assert!(run.code == 2 && run.stderr.contains("U006") && run.stdout.contains(wanted), "{run:?}");
    }
    let run = quanze_in(&place, &["test", ".", "--format", "json"], b"");
    assert!(run.code == 2 && run.stdout.contains("\"code\":\"U006\""), "{run:?}");
    // Nothing is taken away from a file whose settings are not known.
    let run = quanze_in(&place, &["check", ".", "--fix"], b"");
    assert!(run.code == 2 && run.stderr.contains("c.qz"), "{run:?}");
    assert!(!fs::read_to_string(place.join("c.qz")).unwrap().contains("allow"));
    assert_eq!(fs::read_to_string(place.join("wrong/a.qz")).unwrap(), unused);
}

#[test]
fn a_broken_file_is_left_out_of_coverage_and_hides_no_other() {
    let place = folder("coverage-broken");
    fs::write(place.join("a.qz"), CLEAN).unwrap();
    fs::write(place.join("b.qz"), "matter 执法 -> city\n").unwrap();
    fs::write(place.join("c.qz"), b"// \xCA\xC2\n").unwrap();
    fs::write(place.join("d.qz"), CLEAN).unwrap();
    for (lang, said) in [("en", "are not counted"), ("zh", "没有计入")] {
        let run = quanze_in(&place, &["coverage", ".", "--lang", lang], b"");
        assert!(run.code == 3 && run.stdout.contains("a.qz") && run.stdout.contains("d.qz"), "{run:?}");
        for wanted in ["P002", "U002", said] {
            assert!(run.stderr.contains(wanted), "{wanted}: {}", run.stderr);
        }
    }
    assert_eq!(code(&place, &["coverage", "a.qz", "c.qz"]), 2);
    assert_eq!(code(&place, &["coverage", "a.qz", "c.qz", "--at-least", "100"]), 2);
    let run = quanze_in(&place, &["coverage", ".", "--format", "markdown"], b"");
    assert!(run.code == 3 && run.stdout.matches("## ").count() == 2, "{run:?}");
    let run = quanze_in(&place, &["coverage", ".", "--format", "json"], b"");
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let codes: Vec<&str> = lines.iter().map(|line| line["code"].as_str().unwrap_or("-")).collect();
    assert_eq!((run.code, codes), (3, vec!["-", "-", "U002", "P002"]), "{}", run.stdout);
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/schema.json").unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema["coverage_error"]).unwrap();
    assert!(lines[2..].iter().all(|line| validator.is_valid(line)), "{}", run.stdout);
    // The others do as much.
    for arguments in [&["fmt", "--check", "."][..], &["lint", "."], &["test", "."]] {
        let run = quanze_in(&place, arguments, b"");
        assert!(run.code >= 2 && run.stderr.contains("U002"), "{run:?}");
    }
}

#[test]
fn the_shipped_policies_have_nothing_to_lint() {
    let report: Value =
        serde_json::from_str(&quanze(&["lint", "policies", "--format", "json"]).stdout).unwrap();
    let told = report["findings"].as_array().unwrap().iter();
    let told: Vec<&Value> =
        told.filter(|one| one["code"] != "C011" && one["acknowledged"].is_null()).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn fixes_are_written_and_checked() {
    let place = folder("fix");
    let wrong = CLEAN.replace("=>", "->").replace("payer", "pays");
    fs::write(place.join("x.qz"), format!("\u{FEFF}{wrong}allow L003 because \"甲\"\n")).unwrap();
    fs::write(place.join("y.qz"), "matter 执法 => shared, payer 同级\n").unwrap();
    let before = fs::read_to_string(place.join("y.qz")).unwrap();
    let run = quanze_in(&place, &["check", "x.qz", "--fix"], b"");
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("x.qz: 3 places mended"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(place.join("x.qz")).unwrap(), format!("\u{FEFF}{CLEAN}"));
    // What stands in a statement with Chinese keywords is mended in Chinese.
    let chinese =
        "层级 市\n事实 跨县 : 跨 | 不跨\n事项清单 { 执法 }\n事项 执法 当 跨县 = 跨 -> 共同, 支付 市\n";
    fs::write(place.join("z.qz"), chinese).unwrap();
    quanze_in(&place, &["check", "z.qz", "--fix"], b"");
    let mended = chinese.replace('=', "为").replace("->", "=>").replace("支付", "支出");
    assert_eq!(fs::read_to_string(place.join("z.qz")).unwrap(), mended);
    // A sign between payer and who pays goes with the blanks around it; what is written then is read.
    let signs = "level city as 市\nmatters { 执法, 统计 }\nmatter 执法 => shared, payer: city\n事项 统计 => 共同，支付 ： 市\n";
    fs::write(place.join("w.qz"), signs).unwrap();
    assert_eq!(code(&place, &["check", "w.qz", "--fix"]), 0);
    let mended = signs.replace(": city", " city").replace("支付 ： 市", "支出 市");
    assert_eq!(fs::read_to_string(place.join("w.qz")).unwrap(), mended);
    // What has two remedies stays as it is.
    assert_eq!(code(&place, &["check", "y.qz", "--fix"]), 3);
    assert_eq!(fs::read_to_string(place.join("y.qz")).unwrap(), before);
}

#[test]
fn old_findings_fail_no_check_and_gone_ones_are_told() {
    let place = folder("baseline");
    let old = "level city as 市\nlevel county as 县\nmatters { 执法, 普法 }\nmatter 执法 at level city => city, payer city\n";
    fs::write(place.join("x.qz"), old).unwrap();
    let run = quanze_in(&place, &["check", "x.qz", "--write-baseline", "old.json"], b"");
    assert!(run.code == 0 && run.stderr.contains("now holds 2 findings"), "{}{}", run.stdout, run.stderr);
    let first = fs::read_to_string(place.join("old.json")).unwrap();
    let run = quanze_in(&place, &["check", "x.qz", "--write-baseline", "old.json"], b"");
    assert_eq!((run.code, fs::read_to_string(place.join("old.json")).unwrap()), (0, first));
    let against = ["check", "x.qz", "--baseline", "old.json"];
    let run = quanze_in(&place, &against, b"");
    assert!(run.code == 0 && run.stdout.contains("2 old findings in the baseline"), "{}", run.stdout);
    // Moved, and one more: only the new one counts.
    fs::write(place.join("x.qz"), format!("\n// 说明\n{old}matter 普法 at level city => city\n")).unwrap();
    let run = quanze_in(&place, &["check", "x.qz", "--baseline", "old.json", "--format", "json"], b"");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert!(run.code == 1 && findings.iter().any(|one| one["old"] == true), "{findings:#?}");
    assert!(findings.iter().any(|one| one["level"] == "error" && one["old"].is_null()), "{findings:#?}");
    // Mended: what has gone is told.
    fs::write(place.join("x.qz"), CLEAN).unwrap();
    let run = quanze_in(&place, &against, b"");
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout.matches("gone: C002 x.qz").count(), 2, "{}", run.stdout);
    // Errors of the text are never old.
    fs::write(place.join("x.qz"), "matter 执法 -> shared\n").unwrap();
    assert_eq!(code(&place, &against), 3);
}

/// A baseline takes the place of a baseline alone: not of the rule file that was named by mistake, nor of what is no file.
#[cfg(unix)]
#[test]
fn a_baseline_is_written_over_nothing_else() {
    let place = folder("baseline-over");
    fs::write(place.join("x.qz"), CLEAN).unwrap();
    fs::write(place.join("damaged.json"), "<<<<<<< HEAD\n").unwrap();
    std::os::unix::fs::symlink("gone.json", place.join("link.json")).unwrap();
    assert!(Command::new("mkfifo").arg(place.join("pipe.json")).status().unwrap().success());
    for (name, code) in
        [("x.qz", "U007"), ("damaged.json", "U007"), ("link.json", "F002"), ("pipe.json", "F002")]
    {
        let before = fs::symlink_metadata(place.join(name)).unwrap().file_type();
        let run = quanze_in(&place, &["check", "x.qz", "--write-baseline", name], b"");
        assert!(run.code == 2 && run.stderr.contains(code), "{name}: {}{}", run.stdout, run.stderr);
        assert_eq!(fs::symlink_metadata(place.join(name)).unwrap().file_type(), before, "{name}");
    }
    assert_eq!(fs::read_to_string(place.join("x.qz")).unwrap(), CLEAN);
    // What the system says is told without the name of a file that is gone again.
    let run = quanze_in(&place, &["check", "x.qz", "--write-baseline", "missing/old.json"], b"");
    assert!(run.code == 2 && run.stderr.contains("F002") && !run.stderr.contains(".tmp"), "{}", run.stderr);
}

/// What has the name of settings and cannot be read is not passed over.
#[cfg(unix)]
#[test]
fn settings_that_cannot_be_read_are_told() {
    let place = folder("settings-unread");
    fs::write(place.join("x.qz"), CLEAN).unwrap();
    let settings = place.join("quanze.toml");
    std::os::unix::fs::symlink("gone.toml", &settings).unwrap();
    let told = |wanted: &str| {
        let run = quanze_in(&place, &["check", "x.qz"], b"");
        assert!(run.code == 2 && run.stdout.contains("complete"), "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("U001") && run.stderr.contains(wanted), "{}", run.stderr);
    };
    told("link to `gone.toml`");
    fs::remove_file(&settings).unwrap();
    fs::create_dir(&settings).unwrap();
    told("not a regular file");
}

#[test]
fn a_threshold_is_exact_and_rounded_down() {
    let place = folder("threshold");
    let text =
        "level city\nlevel county\nmatters { 甲事, 乙事, 丙事 }\nmatter { 甲事, 乙事 } => city, payer city\n";
    fs::write(place.join("x.qz"), text).unwrap();
    // Two of three cases: 66 %, not 67.
    let report: Value =
        serde_json::from_str(&quanze_in(&place, &["coverage", "x.qz", "--format", "json"], b"").stdout)
            .unwrap();
    assert_eq!(report["total"]["covered_percent"], 66, "{report}");
    assert_eq!(code(&place, &["coverage", "x.qz", "--at-least", "66"]), 0);
    let run = quanze_in(&place, &["coverage", "x.qz", "--at-least", "67"], b"");
    assert!(run.code == 1 && run.stderr.contains("66%"), "{}", run.stderr);
    fs::write(place.join("quanze.toml"), "[coverage]\nat_least = 90\n").unwrap();
    assert_eq!(code(&place, &["coverage", "x.qz"]), 1);
    assert_eq!(code(&place, &["coverage", "x.qz", "--at-least", "101"]), 2);
}

#[test]
fn the_sections_sum_to_the_whole() {
    for file in [
        "policies/benxi/ip-2025.qz",
        "policies/emergency/response.qz",
        "policies/public-health/basic-2018.qz",
    ] {
        let report: Value =
            serde_json::from_str(&quanze(&["coverage", file, "--format", "json"]).stdout).unwrap();
        let check: Value =
            serde_json::from_str(&quanze(&["check", file, "--format", "json"]).stdout).unwrap();
        for what in
            ["cases", "decided", "undetermined", "retained", "governed", "conflicts", "gaps", "impossible"]
        {
            let sum: u64 =
                report["sections"].as_array().unwrap().iter().map(|one| one[what].as_u64().unwrap()).sum();
            assert_eq!(Some(sum), report["total"][what].as_u64(), "{file} {what}");
            assert_eq!(report["total"][what], check["summary"][what], "{file} {what}");
        }
    }
}

#[test]
fn expectations_notice_what_they_state() {
    let place = folder("mutants");
    let score = |expects: &str| {
        fs::write(place.join("x.qz"), format!("level county as 县\n{CLEAN}{expects}")).unwrap();
        let run = quanze_in(&place, &["coverage", "x.qz", "--mutants", "--format", "json"], b"");
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        report["mutants"]["noticed"].as_u64().unwrap()
    };
    // Gone, another class, another payer.
    assert_eq!(score(""), 0);
    assert_eq!(score("expect 执法 => city\n"), 2);
    assert_eq!(score("expect 执法 => city, payer city\n"), 3);
    // One that does not hold notices nothing.
    assert_eq!(score("expect 执法 => county\n"), 0);
}

#[test]
fn shells_and_manuals_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = quanze(&["completions", shell]);
        assert!(
            run.code == 0 && run.stdout.contains("coverage") && run.stdout.contains("write-baseline"),
            "{shell}"
        );
    }
    assert_eq!(quanze(&["completions", "csh"]).code, 2);
    let run = quanze(&["man"]);
    assert!(run.code == 0 && run.stdout.contains(".TH") && run.stdout.contains("coverage"), "{}", run.stdout);
    assert!(quanze(&["man", "check", "--lang", "zh"]).stdout.contains("基线"));
    assert_eq!(quanze(&["man", "chek"]).code, 2);
}

/// Each hook is run as pre-commit runs it: its entry, and the files.
#[test]
fn the_hooks_do_what_they_are_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).unwrap();
    let entries: Vec<Vec<&str>> = hooks
        .lines()
        .filter_map(|line| Some(line.trim().strip_prefix("entry: quanze ")?.split_whitespace().collect()))
        .collect();
    assert_eq!(entries, [["check"], ["fmt"]]);
    let place = folder("hooks");
    let ragged = CLEAN.replace(" => ", "   =>   ");
    fs::write(place.join("a.qz"), &ragged).unwrap();
    let gap = ragged.lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
    fs::write(place.join("b.qz"), gap).unwrap();
    for (entry, wanted) in entries.iter().zip([1, 0]) {
        let mut arguments = entry.clone();
        arguments.extend(["a.qz", "b.qz"]);
        let run = quanze_in(&place, &arguments, b"");
        assert_eq!(run.code, wanted, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    assert_eq!(fs::read_to_string(place.join("a.qz")).unwrap(), CLEAN);
}

/// The step of the action that checks is run as the runner does.
#[cfg(unix)]
#[test]
fn the_action_checks_what_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let action = fs::read_to_string(root.join("action.yml")).unwrap();
    let (_, script) = action.rsplit_once("run: |\n").unwrap();
    let script: String = script.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    let place = folder("action");
    fs::create_dir(place.join("policies")).unwrap();
    fs::write(place.join("policies/good.qz"), CLEAN).unwrap();
    fs::write(place.join("policies/bad.qz"), CLEAN.replace("=>", "->")).unwrap();
    fs::write(place.join("check.sh"), script).unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_quanze")).parent().unwrap();
    let run = |paths: &str, form: &str| {
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "check.sh"])
            .current_dir(&place)
            .envs([("PATHS", paths), ("FORM", form), ("BASELINE", ""), ("MESSAGES", "zh")])
            .env("PATH", path)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run("policies/good.qz", "github"), (Some(0), String::new()));
    for paths in [".", "", "policies/*.qz", "policies/good.qz\npolicies/bad.qz\n"] {
        let (code, annotations) = run(paths, "github");
        assert!(code == Some(3) && annotations.starts_with("::error file=policies/bad.qz,"), "{annotations}");
        let (code, printed) = run(paths, "sarif");
        assert_eq!((code, printed.as_str()), (Some(3), ""));
        let log: Value =
            serde_json::from_str(&fs::read_to_string(place.join("quanze.sarif")).unwrap()).unwrap();
        assert_eq!(log["runs"][0]["results"][0]["ruleId"], "P002", "{paths}");
    }
}
