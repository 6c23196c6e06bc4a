//! Tries mutants one after the other: which test notices each.
//!
//! In: the built tests, and how many minutes there are. Out: a line in `outcomes` for each mutant that was tried. They are
//! taken in strides over the list, so that as many as there is time for are spread over all files.

use crate::Mutant;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Tests that are run together: their names, and how many random cases they try (nothing for as many as in the suite).
const GROUPS: &[(&[&str], Option<&str>)] = &[
    (
        &[
            "cases::every_case",
            "bad::",
            "benxi::",
            "amended::",
            "usual::",
            "listing::",
            "whynot::",
            "scale::",
        ],
        None,
    ),
    (
        &["difference::", "conformity::", "documents::", "outputs::", "properties::", "wide::", "format::"],
        Some("60"),
    ),
    (&["properties::", "wide::", "format::", "docs::", "repl::", "cli::"], Some("300")),
];

#[derive(Debug, PartialEq)]
enum Ended {
    Passed,
    Failed(String),
    TooLong,
}

/// Tries as many as there is time for.
pub fn try_all(mutants: &[Mutant], copy: &str, suite: &str, minutes: u64) {
    let until = Instant::now() + Duration::from_secs(minutes * 60);
    let path = Path::new(copy).join("outcomes");
    let placed = crate::refused::placed(copy);
    let done: BTreeSet<usize> = fs::read_to_string(&path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split('\t').next()?.parse().ok())
        .collect();
    let mut limits = Vec::new();
    for group in GROUPS {
        let start = Instant::now();
        let ended = run(copy, suite, 0, group, Duration::from_secs(3600));
        assert_eq!(ended, Ended::Passed, "the tests fail without a mutant: {:?}", group.0);
        println!("without a mutant {:?} take {} s", group.0, start.elapsed().as_secs());
        limits.push(start.elapsed() * 6 + Duration::from_secs(60));
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("outcomes");
    for mutant in
        spread(mutants).filter(|mutant| placed.contains(&mutant.number) && !done.contains(&mutant.number))
    {
        if Instant::now() > until {
            break;
        }
        let mut outcome = "survived\t".to_owned();
        for (group, limit) in GROUPS.iter().zip(&limits) {
            match run(copy, suite, mutant.number, group, *limit) {
                Ended::Passed => continue,
                Ended::Failed(test) => outcome = format!("caught\t{test}"),
                Ended::TooLong => outcome = format!("caught\ttoo long: {:?}", group.0),
            }
            break;
        }
        writeln!(file, "{}\t{outcome}\t{}", mutant.number, mutant.name).expect("written");
    }
}

/// The list in strides of about the golden ratio, each once.
fn spread(mutants: &[Mutant]) -> impl Iterator<Item = &Mutant> {
    let count = mutants.len().max(1);
    let divides = |stride: usize| {
        let (mut one, mut other) = (count, stride);
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one > 1
    };
    let mut stride = (count * 618 / 1000).max(1);
    while divides(stride) {
        stride += 1;
    }
    (0..mutants.len()).map(move |at| &mutants[at * stride % count])
}

/// Runs tests until one fails.
fn run(copy: &str, suite: &str, number: usize, group: &(&[&str], Option<&str>), limit: Duration) -> Ended {
    let (tests, cases) = group;
    let mut command = Command::new(suite);
    command.args(*tests).args(["--test-threads", "2"]).current_dir(copy);
    command.env("QUANZE_MUTANT", number.to_string()).stdout(Stdio::piped()).stderr(Stdio::null());
    if let Some(cases) = cases {
        command.env("QUANZE_CASES", cases);
    }
    // What the tests started ends with them.
    let mut child = command.process_group(0).spawn().expect("the tests start");
    let everyone = format!("-{}", child.id());
    let lines = BufReader::new(child.stdout.take().expect("piped"));
    let (send, receive) = channel();
    thread::spawn(move || lines.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    let until = Instant::now() + limit;
    let ended = loop {
        match receive.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) if line.ends_with("FAILED") && line.starts_with("test ") => {
                break Ended::Failed(line.split_whitespace().nth(1).unwrap_or_default().to_owned());
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => break Ended::TooLong,
            Err(RecvTimeoutError::Disconnected) => {
                let status = child.wait().expect("it ends");
                break if status.success() {
                    Ended::Passed
                } else {
                    Ended::Failed("it ended otherwise".to_owned())
                };
            }
        }
    };
    drop(Command::new("kill").args(["-KILL", "--", &everyone]).stderr(Stdio::null()).status());
    drop(child.wait());
    ended
}
