//! Bounds on what is read; the figures stand with all others in [`crate::limits`].

use crate::limits::LIMITS;

/// How deep brackets may nest.
pub const MAX_NESTING: usize = LIMITS.nesting;

/// How many bytes one text may have.
pub const MAX_BYTES: usize = LIMITS.text_bytes;

/// How many broken statements of one text are explained.
pub const MAX_ERRORS: usize = LIMITS.errors;
