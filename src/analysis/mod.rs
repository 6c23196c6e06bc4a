//! Questions asked of the diagram, one file a question.
//!
//! In: a [`Model`](crate::model::Model) and its [`Diagram`](crate::diagram::Diagram). Out: answers and findings as
//! plain data. Nothing is printed here, and no rule is ever applied but through the diagram.

mod answer;
mod apart;
mod cause;
mod check;
mod components;
mod days;
mod evaluate;
mod finding;
mod layer;
mod listed;
mod money;
mod needs;
mod phrase;
mod place;
mod rules;
mod shared;
mod sheet;
mod slice;
mod summary;
mod support;
mod survey;
mod table;
mod tuples;
mod verify;
mod without;

pub use answer::{Answer, Branch, Candidate, Reason};
pub use check::{Report, check};
pub use evaluate::evaluate;
pub use finding::{Finding, Kind, Why, narrower_message};
pub use money::{Money, Paid};
pub use phrase::{Asked, Place, Witness, cube_text, facts_text, local, query_text, value_names};
pub use summary::Summary;
pub use table::{Decision, DecisionId, DecisionTable};
pub use verify::{Failure, verify};
