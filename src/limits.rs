//! How much is read, and how much work is done, at most.
//!
//! In: nothing. Out: one table of figures; each is named in the message that refuses more. A text within them is answered;
//! one beyond them is refused, and never half answered. Of what is told, the last three cut only how much is shown, and what
//! is left out is counted.

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
    /// How many files deep a file may use files (D003).
    pub uses: usize,
    /// How many diagnostics are drawn for a reader.
    pub drawn: usize,
    /// How many boxes of one region are listed.
    pub boxes: usize,
    /// How many results a SARIF log has, as many as are shown where it is read; the gravest are kept.
    pub results: usize,
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
    uses: 32,
    drawn: 200,
    boxes: 200,
    results: 25_000,
};
