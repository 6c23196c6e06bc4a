//! Exit codes.
//!
//! In: what happened. Out: one number; of several the highest.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Nothing to complain of.
    Clean,
    /// Findings, failed expectations.
    Findings,
    /// A command line, a path or an encoding that does not work.
    Usage,
    /// A text that did not parse or resolve, a query that is not understood.
    NotUnderstood,
}

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::NotUnderstood => 3,
        }
    }
}
