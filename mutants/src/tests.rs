//! The tests, one by one: how long each takes without a mutant, and which mutants it reaches.
//!
//! In: the built tests. Out: `reached`, a line for each test that passes and is quick enough to be run many times. Each
//! golden case counts as a test of its own.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use wait4::Wait4;

/// A test that takes more of a processor by itself is left out.
const LONGEST: Duration = Duration::from_secs(6);

/// The test that runs every golden case, or one that is picked.
const CASES: &str = "cases::every_case_comes_out_as_written";

/// The signals that end a program which has no processor time left, or is killed: `timeout` ends by the same.
const TOO_LONG: [i32; 2] = [24, 9];

#[derive(Debug, Clone)]
pub struct Test {
    /// The program that holds it.
    program: String,
    name: String,
    /// The golden case, or nothing.
    case: String,
    /// Processor time, so that it is the same on a busy machine.
    pub takes: Duration,
    pub reaches: BTreeSet<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ended {
    Passed,
    Failed,
    TooLong,
}

/// Tests that wait for what another program shows: on a busy machine they may fail by themselves.
const WAITING: &[&str] = &["pty::"];

impl Test {
    /// Tells whether it belongs to one of some modules.
    pub fn is_one_of(&self, modules: &[&str]) -> bool {
        modules.iter().any(|module| self.name.starts_with(module))
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.case)
    }
}

/// Where tests are run.
pub struct Place<'s> {
    copy: &'s str,
    /// What they write.
    folder: PathBuf,
}

fn path(copy: &str) -> PathBuf {
    Path::new(copy).join("reached")
}

/// Runs each test once and writes what it reaches.
pub fn record(copy: &str, programs: &[&str]) {
    let place = Place::new(copy, 0);
    let (mut table, mut left_out) = (String::new(), Vec::new());
    for test in programs.iter().flat_map(|program| listed(copy, program)) {
        let file = place.folder.join("reached");
        drop(fs::remove_file(&file));
        let (ended, takes) = place.run(&test, 0, Some(&file), LONGEST);
        if ended != Ended::Passed {
            left_out.push(format!("{test} ({ended:?})"));
            continue;
        }
        let takes = takes.as_millis();
        let reached = fs::read_to_string(&file).unwrap_or_default();
        let numbers: BTreeSet<usize> = reached.lines().filter_map(|line| line.parse().ok()).collect();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let Test { program, name, case, .. } = test;
        table.push_str(&format!("{program}\t{name}\t{case}\t{takes}\t{}\n", numbers.join(" ")));
    }
    println!("{} tests, left out: {left_out:#?}", table.lines().count());
    fs::write(path(copy), table).expect("written");
}

/// Returns what was recorded, the quickest first.
pub fn recorded(copy: &str) -> Vec<Test> {
    let text = fs::read_to_string(path(copy)).expect("what the tests reach");
    let test = |line: &str| {
        let parts: Vec<&str> = line.split('\t').collect();
        Test {
            program: parts[0].to_owned(),
            name: parts[1].to_owned(),
            case: parts[2].to_owned(),
            takes: Duration::from_millis(parts[3].parse().expect("milliseconds")),
            reaches: parts[4].split_whitespace().map(|number| number.parse().expect("a number")).collect(),
        }
    };
    let mut tests: Vec<Test> = text.lines().map(test).collect();
    tests.retain(|test| !test.is_one_of(WAITING));
    tests.sort_by_key(|test| test.takes);
    tests
}

/// Lists the tests of a program, and for the one of the golden cases each of them.
fn listed(copy: &str, program: &str) -> Vec<Test> {
    let listed = Command::new(program).arg("--list").output().expect("the tests start");
    let listed = String::from_utf8(listed.stdout).expect("text");
    let names = listed.lines().filter_map(|line| line.strip_suffix(": test"));
    let test = |name: &str, case: String| Test {
        program: program.to_owned(),
        name: name.to_owned(),
        case,
        takes: Duration::ZERO,
        reaches: BTreeSet::new(),
    };
    names
        .flat_map(|name| match name {
            CASES => cases(copy).into_iter().map(|case| test(name, case)).collect(),
            _ => vec![test(name, String::new())],
        })
        .collect()
}

fn cases(copy: &str) -> Vec<String> {
    let cases = Path::new(copy).join("tests/cases");
    let mut all = Vec::new();
    for folder in fs::read_dir(&cases).expect("the cases").map(|folder| folder.expect("a folder").path()) {
        for file in fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("a file").path()) {
            if file.extension().is_some_and(|extension| extension == "qz") {
                all.push(file.strip_prefix(&cases).expect("below").to_string_lossy().into_owned());
            }
        }
    }
    all.sort();
    all
}

impl<'s> Place<'s> {
    /// Each worker has a folder of its own.
    pub fn new(copy: &'s str, worker: usize) -> Self {
        let folder = Path::new(copy).join("target").join(format!("worker{worker}"));
        fs::create_dir_all(&folder).expect("a folder");
        Self { copy, folder }
    }

    /// Runs one test with a mutant on, for at most so much processor time; says how it ended, and what time it took. One that
    /// waits is ended too, later.
    pub fn run(&self, test: &Test, number: usize, reached: Option<&Path>, limit: Duration) -> (Ended, Duration) {
        let seconds = limit.as_secs();
        let mut command = Command::new("timeout");
        command.args(["--signal=KILL", &(seconds * 20 + 60).to_string()]);
        command.args(["prlimit", &format!("--cpu={seconds}"), &test.program]);
        command.args(["--exact", &test.name, "--test-threads", "1"]).current_dir(self.copy);
        command.env("QUANZE_MUTANT", number.to_string()).env("QUANZE_FOLDER", &self.folder);
        command.env("QUANZE_CASES", "60");
        if !test.case.is_empty() {
            command.env("QUANZE_CASE", &test.case);
        }
        if let Some(file) = reached {
            command.env("QUANZE_REACHED", file);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // What the test started ends with it.
        let child = command.process_group(0).spawn().expect("the tests start");
        let everyone = format!("-{}", child.id());
        let used = child.wait4().expect("it can be waited for");
        let ended = match (used.status.code(), used.status.signal()) {
            (Some(0), _) => Ended::Passed,
            (_, Some(signal)) if TOO_LONG.contains(&signal) => Ended::TooLong,
            _ => Ended::Failed,
        };
        if ended != Ended::Passed {
            drop(Command::new("kill").args(["-KILL", "--", &everyone]).stderr(Stdio::null()).status());
        }
        (ended, used.rusage.utime + used.rusage.stime)
    }
}
