//! The rows as data of a Rego policy, for regorus.
//!
//! In: a task. Out: a decision by the virtual machine or by the interpreter. The rows are data and the rule
//! is one look-up for each way to find a row: rules written one a line are scanned from the first to the
//! last. A row for every level stands under `*`.

use super::{ByWords, Loaded};
use crate::task::{Code, NOT_LISTED, Task, Words};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};
use serde_json::{Map, json};
use std::collections::BTreeMap;

/// No `else`: the virtual machine answers nothing where the first body of such a chain is undefined.
const POLICY: &str = r#"package peers

answer := data.table[input.matter][input.level]

answer := data.table[input.matter]["*"] if not data.table[input.matter][input.level]
"#;
const ANSWER: &str = "data.peers.answer";

/// Writes the rows as JSON.
pub fn document(task: &Task) -> String {
    let mut table = Map::new();
    for matter in &task.matters {
        let mut row = Map::new();
        if let Some(code) = matter.everywhere {
            row.insert("*".to_owned(), json!(code));
        }
        row.extend(matter.at.iter().map(|(level, code)| (task.levels[*level].clone(), json!(code))));
        table.insert(matter.name.clone(), row.into());
    }
    json!({ "table": table }).to_string()
}

/// Loads policy and rows into the virtual machine.
pub fn machine<'t>(_: &'t Task, document: &str) -> Loaded<'t> {
    let mut engine = Engine::new();
    engine.add_policy("peers.rego".to_owned(), POLICY.to_owned()).map_err(|why| why.to_string())?;
    let compiled = engine.compile_with_entrypoint(&ANSWER.into()).map_err(|why| why.to_string())?;
    let program = Compiler::compile_from_policy(&compiled, &[ANSWER]).map_err(|why| why.to_string())?;
    let data = Value::from_json_str(document).map_err(|why| why.to_string())?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    machine.set_data(data).map_err(|why| why.to_string())?;
    let keys = Keys::new();
    Ok(Box::new(ByWords(move |words: &Words| {
        machine.set_input(keys.input(words));
        machine.execute().map_or(NOT_LISTED, |value| code(&value))
    })))
}

/// Loads policy and rows into the interpreter.
pub fn interpreter<'t>(_: &'t Task, document: &str) -> Loaded<'t> {
    let mut engine = Engine::new();
    engine.add_policy("peers.rego".to_owned(), POLICY.to_owned()).map_err(|why| why.to_string())?;
    let data = Value::from_json_str(document).map_err(|why| why.to_string())?;
    engine.add_data(data).map_err(|why| why.to_string())?;
    let keys = Keys::new();
    Ok(Box::new(ByWords(move |words: &Words| {
        engine.set_input(keys.input(words));
        engine.eval_rule(ANSWER.to_owned()).map_or(NOT_LISTED, |value| code(&value))
    })))
}

/// The names in an input, made once.
struct Keys {
    matter: Value,
    level: Value,
}

impl Keys {
    fn new() -> Keys {
        Keys { matter: "matter".into(), level: "level".into() }
    }

    fn input(&self, words: &Words) -> Value {
        let pairs = [
            (self.matter.clone(), words.matter.as_str().into()),
            (self.level.clone(), words.level.as_str().into()),
        ];
        BTreeMap::from(pairs).into()
    }
}

/// Undefined is the answer of a matter that is not listed.
fn code(value: &Value) -> Code {
    value.as_u16().unwrap_or(NOT_LISTED)
}
