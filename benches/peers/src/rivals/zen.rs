//! The rows as a decision table, for zen.
//!
//! In: a task. Out: a compiled decision. The table takes the first row that fits: rows for one level stand
//! before the row for every level, whose cell is empty, and the last row is for every other matter. Cells are
//! plain literals, which the engine indexes.

use super::{ByWords, Loaded};
use crate::task::{Code, NOT_LISTED, Task, Words};
use futures_executor::block_on;
use serde_json::{Value, json};
use std::sync::Arc;
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, Variable};

/// Writes the table as a graph of three nodes in JSON.
pub fn document(task: &Task) -> String {
    let mut rows: Vec<Value> = Vec::new();
    let mut row = |matter: &str, level: &str, code: Code| {
        let id = format!("r{}", rows.len());
        rows.push(json!({ "_id": id, "m": matter, "l": level, "a": code.to_string() }));
    };
    let quoted = |name: &str| format!("\"{name}\"");
    for matter in &task.matters {
        for (level, code) in &matter.at {
            row(&quoted(&matter.name), &quoted(&task.levels[*level]), *code);
        }
        if let Some(code) = matter.everywhere {
            row(&quoted(&matter.name), "", code);
        }
    }
    row("", "", NOT_LISTED);
    let table = json!({
        "hitPolicy": "first",
        "inputs": [
            { "id": "m", "name": "Matter", "field": "matter" },
            { "id": "l", "name": "Level", "field": "level" },
        ],
        "outputs": [{ "id": "a", "name": "Answer", "field": "answer" }],
        "rules": rows,
    });
    let graph = json!({
        "nodes": [
            { "id": "in", "name": "request", "type": "inputNode", "content": {} },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": table },
            { "id": "out", "name": "response", "type": "outputNode", "content": {} },
        ],
        "edges": [
            { "id": "e1", "sourceId": "in", "targetId": "table" },
            { "id": "e2", "sourceId": "table", "targetId": "out" },
        ],
    });
    graph.to_string()
}

/// Loads and compiles the table.
pub fn compiled<'t>(_: &'t Task, document: &str) -> Loaded<'t> {
    let content: DecisionContent = serde_json::from_str(document).map_err(|why| why.to_string())?;
    let graph = Arc::new(content).into_graph_arc().ok_or("not a graph")?;
    let mut decision = Decision::from(graph);
    decision.compile();
    let (matter, level) = (Variable::key("matter"), Variable::key("level"));
    Ok(Box::new(ByWords(move |words: &Words| {
        let pairs = [
            (matter.clone(), Variable::String(words.matter.as_str().into())),
            (level.clone(), Variable::String(words.level.as_str().into())),
        ];
        let context = Variable::from_object(pairs.into_iter().collect());
        block_on(decision.evaluate(context)).map_or(Code::MAX, |response| code(&response.result))
    })))
}

fn code(result: &Variable) -> Code {
    let number = result.dot("answer").and_then(|answer| answer.as_number());
    number.and_then(|number| number.try_into().ok()).unwrap_or(Code::MAX)
}
