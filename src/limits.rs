//! How much is read, and how much work is done, at most.
//!
//! In: nothing. Out: one table of figures; each is named in the message that refuses more. A text within them is answered;
//! one beyond them is refused, and never half answered.

/// Every limit of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes one text may have (P018).
    pub text_bytes: usize,
    /// How many bytes all files of one run may have together (U005).
    pub total_bytes: u64,
    /// How many files one run reads (U005).
    pub files: usize,
    /// How deep brackets may nest (P011).
    pub nesting: usize,
    /// How many broken statements, or hidden characters, of one text are explained (P019).
    pub errors: usize,
    /// How many facts a policy may have (R010).
    pub facts: usize,
    /// How many nodes the diagrams of a policy may have (C008).
    pub nodes: usize,
}

/// The limits that hold.
pub const LIMITS: Limits = Limits {
    text_bytes: 16 * 1024 * 1024,
    total_bytes: 256 * 1024 * 1024,
    files: 10_000,
    nesting: 128,
    errors: 1_000,
    facts: 256,
    nodes: 500_000,
};
