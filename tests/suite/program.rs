//! The program as the properties see it: a policy as text in, JSON out; and how that JSON is read.
//!
//! In: texts and queries. Out: JSON, and pieces of its texts. What is right is not known here.

use proptest::prelude::*;
use quanze::diagnostic::Code;
use quanze::export::{Checked, answer_line, check_line, told};
use quanze::message::Lang;
use quanze::session::Session;
use quanze::settings::Settings;
use quanze::source::SourceId;
use serde_json::Value;

pub struct Program(Session);

impl Program {
    pub fn load(text: &str) -> Result<Self, TestCaseError> {
        let mut session = Session::default();
        let diagnostics = session.load([("policy.qz".to_owned(), text.to_owned())]);
        let messages: Vec<_> = diagnostics.iter().map(|problem| problem.message.text(Lang::En)).collect();
        prop_assert!(messages.is_empty(), "not understood: {messages:?}\n{text}");
        Ok(Program(session))
    }

    pub fn ask(&mut self, query: &str) -> Result<Value, TestCaseError> {
        let replies = self.0.ask(query).map_err(|problems| {
            let messages: Vec<_> = problems.iter().map(|problem| problem.message.text(Lang::En)).collect();
            TestCaseError::fail(format!("not understood: {query}: {messages:?}"))
        })?;
        prop_assert_eq!(replies.len(), 1, "one policy answers once");
        let model = self.0.model(0).expect("a policy");
        let line = answer_line(model, &self.0.sources, query, &replies[0].answer, Lang::En);
        Ok(serde_json::to_value(line).expect("serialisable"))
    }

    pub fn check(&mut self) -> Value {
        // The oracle knows what rules come to, not how they are better written.
        let off: String = Code::lints()
            .map(Code::as_str)
            .filter(|code| code.starts_with('L'))
            .map(|code| format!("{code} = \"off\"\n"))
            .collect();
        let settings = Settings::read(SourceId::default(), &format!("[lints]\n{off}")).expect("settings");
        self.0.settle("policy.qz", &settings);
        let report = self.0.check(0).expect("small").expect("a policy");
        let model = self.0.model(0).expect("a policy");
        let policies = [Checked { model, file: "policy.qz", report: &report }];
        let told = told(&self.0.sources, &[], &policies, Lang::En);
        serde_json::to_value(check_line(&told, 0, &[&report.summary])).expect("serialisable")
    }
}

pub fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

pub fn names_in(text: &str) -> Vec<&str> {
    text.trim().trim_start_matches('{').trim_end_matches('}').split(',').map(str::trim).collect()
}

pub fn split_outside_braces(line: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (place, sign) in line.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&line[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&line[start..]);
    parts
}
