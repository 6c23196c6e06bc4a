//! What the figures were measured on.
//!
//! In: this machine and the locked versions. Out: a few lines that stand above the tables.

use std::process::Command;

const LOCK: &str = include_str!("../Cargo.lock");

/// The packages whose versions matter to the figures.
const PACKAGES: [&str; 8] =
    ["quanze", "regorus", "zen-engine", "cedar-policy", "oxidd", "pest", "rustc-hash", "serde_json"];

/// Prints the date, the processor and the versions.
pub fn print() {
    let cores = std::thread::available_parallelism().map_or(0, |cores| cores.get());
    println!("# Quanze and its peers\n");
    println!(
        "{}, {} ({cores} cores), {}\n",
        said_by("date", &["+%F"]),
        processor(),
        said_by("rustc", &["-V"])
    );
    let versions: Vec<String> =
        PACKAGES.iter().filter_map(|name| Some(format!("{name} {}", version(name)?))).collect();
    println!("{}\n", versions.join(", "));
    println!("Times are of the measuring thread, medians; ratios count, the machine is shared.\n");
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(|_| "?".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn processor() -> String {
    let known = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = known.lines().find(|line| line.starts_with("model name"));
    let name = line.and_then(|line| line.split_once(": ")).map(|(_, name)| name.to_owned());
    name.unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

/// Finds the version of a package in the lock file. Where there are several, this package says in its list
/// which one it uses.
fn version(name: &str) -> Option<&'static str> {
    let (_, own) = LOCK.split_once("name = \"quanze-peers\"")?;
    let (own, _) = own.split_once(']')?;
    let after = |text: &'static str, before: String| {
        let (_, rest) = text.split_once(&before)?;
        rest.split_once('"').map(|(version, _)| version)
    };
    after(own, format!("\"{name} ")).or_else(|| after(LOCK, format!("name = \"{name}\"\nversion = \"")))
}
