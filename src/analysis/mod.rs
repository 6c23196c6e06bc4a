//! Questions asked of the diagram, one file a question.
//!
//! In: a [`Model`](crate::model::Model) and its [`Diagram`](crate::diagram::Diagram). Out: answers and findings as
//! plain data. Nothing is printed here, and no rule is ever applied but through the diagram.

mod answer;
mod apart;
mod binding;
mod cause;
mod cells;
mod check;
mod components;
mod confirm;
mod conformity;
mod coverage;
mod days;
mod decides;
mod difference;
mod evaluate;
mod find;
mod finding;
mod layer;
mod lint;
mod listed;
mod listing;
mod member;
mod money;
mod mutate;
mod narrow;
mod needs;
mod no_row;
mod phrase;
mod place;
mod precedence;
mod regroup;
mod rules;
mod saying;
mod shared;
mod sheet;
mod slice;
mod special;
mod summary;
mod support;
mod survey;
mod table;
mod trace;
mod tuples;
mod verify;
mod whynot;
mod without;

pub use answer::{Answer, Branch, Candidate, Link, Reason, Reconstruction};
pub use binding::branch_head;
pub use check::{Beside, Report, Unmet, check, check_with};
pub use components::put_together;
pub use conformity::{
    Above, Conformity, Counterparts, Fate, Fault, SectionCounts, conformity, contradicts, disagree, fault,
};
pub use coverage::{Coverage, coverage};
pub use decides::answer_of;
pub use difference::{Change, Compared, Difference, Said, difference, difference_listing, effect};
pub use evaluate::{asked_figures, evaluate};
pub use find::{Found, find};
pub use finding::{Finding, Kind, Why, narrower_message};
pub use lint::Lint;
pub use listing::{Group, Listing, Row, Wanted, answered_matters, listing};
pub use money::{Money, Paid, shares_of};
pub use mutate::{Change as RuleChange, Mutation, mutate};
pub use narrow::narrowed;
pub use phrase::{Asked, Place, Witness, case_text, cube_text, facts_text, query_text, value_names};
pub use precedence::{Ruling, Vote, ruling};
pub use regroup::{Regrouped, regroup};
pub use saying::{Precedence, Saying};
pub use summary::Summary;
pub use table::{Decision, DecisionId, DecisionTable};
pub use trace::{Standing, trace};
pub use verify::{Asking, Failure, judge, lacks_parameter, verify};
pub use whynot::{Sought, Way, WhyNot, why_not};
