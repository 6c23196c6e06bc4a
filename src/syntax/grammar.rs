//! The parser that pest makes from `grammar/quanze.pest`.

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "../grammar/quanze.pest"]
pub(super) struct Grammar;
