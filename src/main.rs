//! The `quanze` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    quanze::cli::run(std::env::args_os())
}
