//! Prints the tables.

use quanze_peers::{arguments, machine};
use std::process::ExitCode;

fn main() -> ExitCode {
    match arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => {
            machine::print();
            arguments.works.iter().for_each(|work| (work.run)(arguments.most));
            ExitCode::SUCCESS
        }
        Err(usage) => {
            eprintln!("{usage}");
            ExitCode::from(2)
        }
    }
}
