//! Questions asked of the diagram, one file a question.
//!
//! In: a [`Model`](crate::model::Model) and its [`Diagram`](crate::diagram::Diagram). Out: answers and findings as
//! plain data. Nothing is printed here, and no rule is ever applied but through the diagram.

mod answer;
mod cause;
mod check;
mod components;
mod coverage;
mod days;
mod evaluate;
mod finding;
mod layered;
mod lint;
mod money;
mod mutate;
mod needs;
mod phrase;
mod rules;
mod slice;
mod summary;
mod support;
mod survey;
mod table;
mod tuples;
mod verify;

pub use answer::{Answer, Branch, Candidate, Reason};
pub use check::{Report, check};
pub use coverage::{Coverage, coverage};
pub use evaluate::evaluate;
pub use finding::{Finding, Kind, Why, narrower_message};
pub use lint::Lint;
pub use money::{Money, Paid};
pub use mutate::{Change, Mutation, mutate};
pub use phrase::{Asked, Place, Witness, cube_text, facts_text, local, query_text, value_names};
pub use summary::Summary;
pub use table::{Decision, DecisionId, DecisionTable};
pub use verify::{Failure, verify};
