//! What a query asks about.
//!
//! In: the name as written. Out: a matter, a component, the rest of an open group, or a matter that the policy does not
//! list; what is no matter's name, or may mean a listed one, is refused, with the right way to ask.

use super::doubt::doubts;
use super::hints::hints;
use super::{Subject, Words};
use crate::diagnostic::{Code, Diagnostic};
use crate::message::{Advice, Message};
use crate::model::matters::MatterTree;
use crate::model::{ValueSet, suggest};
use crate::syntax::ast::{MatterWord, Name, QuerySubject};

pub(super) fn subject(words: Words<'_>, tree: &QuerySubject) -> Result<Subject, Box<Diagnostic>> {
    let matters = words.matters;
    match tree {
        QuerySubject::AnyOther => Ok(Subject::Unlisted { name: None, component: None, near: Vec::new() }),
        QuerySubject::Matter(MatterWord::Named(name)) if matters.find(&name.text).is_none() => {
            match doubts(words, &name.text) {
                Some((message, help)) => {
                    Err(Box::new(Diagnostic::error(Code::BadQuery, name.span, message).help(help)))
                }
                None => Ok(called(words, name)),
            }
        }
        QuerySubject::Called(name) | QuerySubject::Matter(MatterWord::Named(name)) => Ok(called(words, name)),
        QuerySubject::Matter(MatterWord::Elsewhere(name)) => elsewhere(matters, name),
        QuerySubject::Matter(MatterWord::Component(name, part)) => component(words, name, part),
    }
}

/// Returns the matter of exactly that name, listed or not.
fn called(words: Words<'_>, name: &Name) -> Subject {
    let matters = words.matters;
    match matters.find(&name.text) {
        Some(id) => Subject::Listed {
            leaves: matters.under(id),
            name: matters.nodes[id].name.clone(),
            whole: matters.nodes[id].whole,
        },
        None => {
            let near = hints(words, &name.text);
            Subject::Unlisted { name: Some(name.text.clone()), component: None, near }
        }
    }
}

fn elsewhere(matters: &MatterTree, name: &Name) -> Result<Subject, Box<Diagnostic>> {
    let leaf = matters.find(&name.text).and_then(|id| matters.elsewhere(id));
    match leaf {
        Some(leaf) => Ok(Subject::Listed {
            leaves: ValueSet::single(leaf),
            name: format!("elsewhere in {}", name.text),
            whole: false,
        }),
        None => {
            let message = Message::NotOpen { name: name.text.clone() };
            Err(Box::new(Diagnostic::error(Code::NotOpen, name.span, message).help(Advice::NotOpen)))
        }
    }
}

fn component(words: Words<'_>, name: &Name, part: &Name) -> Result<Subject, Box<Diagnostic>> {
    let matters = words.matters;
    let Some(matter) = matters.find(&name.text) else {
        let near = suggest::neighbours(&name.text, matters.names(), 3);
        return Ok(Subject::Unlisted {
            name: Some(format!("{} component {}", name.text, part.text)),
            component: Some((name.text.clone(), part.text.clone())),
            near: near.into_iter().map(str::to_owned).collect(),
        });
    };
    if !matters.nodes[matter].whole {
        let message = Message::NoComponents { name: name.text.clone() };
        return Err(Box::new(
            Diagnostic::error(Code::BadQuery, part.span, message).help(Advice::NoComponents),
        ));
    }
    Ok(match matters.component(matter, &part.text) {
        Some(id) => Subject::Listed {
            leaves: matters.under(id),
            name: format!("{} component {}", matters.nodes[matter].name, matters.nodes[id].name),
            whole: matters.nodes[id].whole,
        },
        // An open list never answers by itself: its rest has a query of its own.
        None => Subject::UnlistedComponent { matter, name: part.text.clone() },
    })
}
