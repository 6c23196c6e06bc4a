//! `:check`: what a check of the policies finds.

use crate::message::Message;
use crate::repl::engine::Engine;
use crate::repl::said::Said;
use crate::terminal::{diagnostics, policy_report};

/// Checks every policy.
pub(in crate::repl) fn check(engine: &mut Engine, _: &str) -> Said {
    if engine.session.policies().is_empty() {
        return engine.refuse(Message::NothingToAsk);
    }
    let mut text = String::new();
    for policy in 0..engine.session.policies().len() {
        match engine.session.check(policy) {
            Ok(Some(report)) => {
                if let Some(model) = engine.session.model(policy) {
                    text.push_str(&policy_report(&engine.canvas, &engine.session.sources, model, &report));
                }
            }
            Ok(None) => {}
            Err(why) => text.push_str(&diagnostics(&engine.canvas, &engine.session.sources, &[*why])),
        }
    }
    Said::text(text)
}
