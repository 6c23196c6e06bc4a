//! Bounds on what is read, each named in the message that refuses more.

/// How deep brackets may nest.
pub const MAX_NESTING: usize = 128;

/// How many bytes one file may have: 16 MiB.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// How many broken statements of one file are explained.
pub const MAX_ERRORS: usize = 1_000;
