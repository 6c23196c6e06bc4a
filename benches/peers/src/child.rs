//! Other processes: building them, running them, the files that they read.
//!
//! In: names of programs. Out: paths and what they print. Files are written to the target folder and nowhere
//! else.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program `heap` calls our model, which is no contender.
pub const MODEL: &str = "quanze, model alone";

/// What it calls a session with its diagram, before anything is asked.
pub const SESSION: &str = "quanze, session";

/// And a session that was asked a question and checked its policy.
pub const CHECKED: &str = "quanze, session asked and checked";

/// Returns the folder of the whole project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Builds and returns the program itself.
pub fn quanze() -> Option<PathBuf> {
    build(&project(), "quanze")
}

/// Builds and returns a program of this package.
pub fn own(name: &str) -> Option<PathBuf> {
    build(Path::new(env!("CARGO_MANIFEST_DIR")), name)
}

fn build(package: &Path, name: &str) -> Option<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--release", "--quiet", "--bin", name, "--target-dir"]).arg(package.join("target"));
    let built = cargo.arg("--manifest-path").arg(package.join("Cargo.toml")).status();
    let program = package.join("target/release").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    (built.is_ok_and(|status| status.success()) && program.exists()).then_some(program)
}

/// Writes a file for a process to read.
pub fn file(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/policies");
    std::fs::create_dir_all(&folder).expect("the target folder is writable");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the target folder is writable");
    path
}

/// Runs a process to its end; what it prints is thrown away, and findings are no failure.
pub fn run(program: &Path, arguments: &[&str]) {
    let mut command = Command::new(program);
    let status = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| matches!(status.code(), Some(0 | 1))), "{} fails", program.display());
}

/// Runs a process to its end and returns what it prints.
pub fn output(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("the program starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
