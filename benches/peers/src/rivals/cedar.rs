//! The rows as permissions, for cedar.
//!
//! In: a task. Out: a decision whose answer is the annotation of the policy that permits. The level is the
//! principal and the matter the resource, so that both stand in the scope of a policy. There is no order of
//! policies: what a row for one level takes out of the row for every level stands there as `unless`.

use super::{ByWords, Loaded};
use crate::task::{Code, NOT_LISTED, Task, Words};
use cedar_policy::{
    Authorizer, Context, Entities, EntityId, EntityTypeName, EntityUid, PolicySet, Request, Response,
};
use std::fmt::Write;
use std::str::FromStr;

/// Writes one policy a row.
pub fn document(task: &Task) -> String {
    let mut text = String::new();
    for matter in &task.matters {
        let name = &matter.name;
        for (level, code) in &matter.at {
            let level = &task.levels[*level];
            let _ = writeln!(
                text,
                r#"@answer("{code}") permit(principal == Level::"{level}", action, resource == Matter::"{name}");"#
            );
        }
        if let Some(code) = matter.everywhere {
            let _ =
                write!(text, r#"@answer("{code}") permit(principal, action, resource == Matter::"{name}")"#);
            for (level, _) in &matter.at {
                let _ = write!(text, r#" unless {{ principal == Level::"{}" }}"#, task.levels[*level]);
            }
            text.push_str(";\n");
        }
    }
    text
}

/// Loads the policies.
pub fn authorizer<'t>(_: &'t Task, document: &str) -> Loaded<'t> {
    let policies = PolicySet::from_str(document).map_err(|why| why.to_string())?;
    let kind = |name: &str| EntityTypeName::from_str(name).map_err(|why| why.to_string());
    let (level, matter, action) = (kind("Level")?, kind("Matter")?, kind("Action")?);
    let decide = EntityUid::from_type_name_and_id(action, EntityId::new("decide"));
    let entities = Entities::empty();
    let authorizer = Authorizer::new();
    Ok(Box::new(ByWords(move |words: &Words| {
        let principal = EntityUid::from_type_name_and_id(level.clone(), EntityId::new(&words.level));
        let resource = EntityUid::from_type_name_and_id(matter.clone(), EntityId::new(&words.matter));
        let request = Request::new(principal, decide.clone(), resource, Context::empty(), None);
        request.map_or(Code::MAX, |request| {
            code(&policies, &authorizer.is_authorized(&request, &policies, &entities))
        })
    })))
}

/// Nothing permits a matter that is not listed.
fn code(policies: &PolicySet, response: &Response) -> Code {
    let Some(policy) = response.diagnostics().reason().next() else { return NOT_LISTED };
    policies.annotation(policy, "answer").and_then(|code| code.parse().ok()).unwrap_or(Code::MAX)
}
