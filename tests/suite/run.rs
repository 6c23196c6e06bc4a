//! Runs the program as a user would, in a fixed environment.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What came of one run.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

/// All that the program takes over from the environment of the tests: where it says which of its lines were reached, when
/// `.ci/coverage` asks for that, and which change of it `mutants/run.sh` tries.
pub fn profile() -> impl Iterator<Item = (&'static str, OsString)> {
    let names = ["LLVM_PROFILE_FILE", "QUANZE_MUTANT", "QUANZE_REACHED"];
    names.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)))
}

/// Runs `quanze` in a folder with text on its standard input; English, no colour, no terminal.
pub fn quanze_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quanze"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(profile())
        .env("LANG", "en_US.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may leave before it has read everything.
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Run {
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        code: output.status.code().expect("no signal"),
    }
}

/// Runs `quanze` in the package's own folder.
pub fn quanze(arguments: &[&str]) -> Run {
    quanze_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, b"")
}

/// Makes an empty folder of its own for one test. `QUANZE_FOLDER` is where, for suites that run at the same time.
pub fn folder(name: &str) -> std::path::PathBuf {
    let all = std::env::var_os("QUANZE_FOLDER").unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into());
    let path = Path::new(&all).join(name);
    drop(std::fs::remove_dir_all(&path));
    std::fs::create_dir_all(&path).expect("a folder for the test");
    path
}
