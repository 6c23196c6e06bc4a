//! What is measured, one file a work.
//!
//! In: the largest number of rules. Out: printed tables, and whether our goals hold.

mod analyse;
mod decide;
mod load;
mod process;
mod recheck;
mod scale;

/// Something to measure.
#[derive(Clone, Copy)]
pub struct Work {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Measures and prints, up to a number of rules.
    pub run: fn(usize),
}

/// All works, in the order in which they are printed.
pub const ALL: [Work; 6] = [
    Work { name: "decide", run: decide::run },
    Work { name: "scale", run: scale::run },
    Work { name: "analyse", run: analyse::run },
    Work { name: "load", run: load::run },
    Work { name: "recheck", run: recheck::run },
    Work { name: "process", run: process::run },
];

/// Returns the sizes that are not too large.
fn up_to(most: usize, sizes: &[usize]) -> impl Iterator<Item = usize> {
    sizes.iter().copied().filter(move |&size| size <= most)
}
