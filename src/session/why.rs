//! Why an answer is so, and why it is not another one.
//!
//! In: a query, or an answer that was given; an answer that was expected. Out: how every rule stands to it, or what would make it so.

use super::question::{level, place, status};
use super::{Reply, Session, too_large};
use crate::analysis::{Answer, Sought, Standing, WhyNot, trace, why_not};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::Message;
use crate::model::RuleId;
use crate::source::{Source, SourceId};
use crate::syntax::{SoughtWord, StatusWord, sought};
use std::ops::Range;

/// What would make one policy's answer another one.
#[derive(Debug)]
pub struct WhyNotReply {
    /// The answer that was given.
    pub reply: Reply,
    /// Each answer that was expected, and what would lead to it.
    pub found: Vec<(Sought, WhyNot)>,
    /// What there is to say about all of it.
    pub notes: Vec<Message>,
}

impl Session {
    /// Says how every rule about the matter stands to a query that was answered.
    ///
    /// # Errors
    /// Says that the policy is too large.
    pub fn trace(&mut self, reply: &Reply) -> Result<Vec<(RuleId, Standing)>, Vec<Diagnostic>> {
        let Some(policy) = self.policies.get_mut(reply.policy) else { return Ok(Vec::new()) };
        policy.diagram.tidy();
        trace(&policy.model, &mut policy.diagram, &reply.query)
            .map_err(|limit| vec![too_large(limit, Some(reply.query.span))])
    }

    /// Says what would make the answer to a query another one: of each policy that lists the matter.
    ///
    /// # Errors
    /// Says why the query or the answer is not understood.
    pub fn why_not(&mut self, query: &str, answer: &str) -> Result<Vec<WhyNotReply>, Vec<Diagnostic>> {
        let replies = self.ask(query)?;
        let id = self.sources.add(Source::new("<answer>", answer));
        let mut found = Vec::new();
        let mut refused = Vec::new();
        for reply in replies {
            let Some(policy) = self.policies.get_mut(reply.policy) else { continue };
            let mut wanted = Vec::new();
            let already_refused = refused.len();
            let mut at = 0_usize;
            for part in answer.split([',', '，']) {
                let start = at;
                at = at.saturating_add(part.len());
                // Behind the comma, which may be a wide one.
                let comma = answer.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                let range = |word: &str| {
                    let inside = part.find(word).unwrap_or(0);
                    let from = start.saturating_add(inside);
                    from..from.saturating_add(word.len())
                };
                at = at.saturating_add(comma);
                let named = |word: &str| level(&policy.model, id, answer, &range(word));
                let one = match sought(part) {
                    SoughtWord::Payer(word) => named(word).map(|level| vec![Sought::Payer(level)]),
                    SoughtWord::Class(word) => named(word).map(|level| vec![Sought::Class(level)]),
                    SoughtWord::Level(word) => {
                        named(word).map(|level| vec![Sought::Payer(level), Sought::Class(level)])
                    }
                    SoughtWord::Shared => Ok(vec![Sought::Shared]),
                    SoughtWord::Status(StatusWord::NeedsFacts) => {
                        Err(Box::new(facts_expected(id, answer, &range(part.trim()))))
                    }
                    SoughtWord::Status(word) => Ok(vec![Sought::Status(status(word))]),
                };
                match one {
                    Ok(more) => wanted.extend(more),
                    Err(why) => refused.push(*why),
                }
            }
            if refused.len() > already_refused {
                continue;
            }
            if let Some(document) = decided_above(&reply.answer) {
                let whole = place(id, answer, &(0..answer.len()));
                refused.push(Diagnostic::error(Code::BadQuestion, whole, Message::WhyNotAcross { document }));
                continue;
            }
            let mut ways = Vec::new();
            policy.diagram.tidy();
            for sought in wanted {
                let found = why_not(&policy.model, &mut policy.diagram, &reply.query, sought)
                    .map_err(|limit| vec![too_large(limit, Some(reply.query.span))])?;
                ways.push((sought, found));
            }
            if !ways.is_empty() {
                let notes = self.alone(reply.policy).into_iter().collect();
                found.push(WhyNotReply { reply, found: ways, notes });
            }
        }
        if found.is_empty() && !refused.is_empty() {
            return Err(refused);
        }
        self.sources.forget_last(id);
        Ok(found)
    }
}

/// Returns the document that holds instead of the one that was asked, or denies what it says.
fn decided_above(answer: &Answer) -> Option<String> {
    let held = answer.held.as_deref();
    held.or(answer.others.first()).map(|other| other.model.name.clone())
}

/// Refuses an answer that is none: it depends on what is asked, not on what is so.
fn facts_expected(id: SourceId, answer: &str, at: &Range<usize>) -> Diagnostic {
    Diagnostic::error(Code::BadQuestion, place(id, answer, at), Message::NeedsFactsExpected)
}
