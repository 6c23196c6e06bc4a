//! Grammar rules → words that a reader knows.
//!
//! In: the rules that pest tried at the furthest place. Out: a few things that could have stood there, the most
//! telling first. Rules that say nothing to a reader are left out.

use super::grammar::Rule;
use crate::message::{Expected, Form};

/// How many things are named at most.
const MOST: usize = 5;

/// Returns what could have stood at the place of an error.
pub(super) fn words(rules: &[Rule]) -> Vec<Expected> {
    let mut words: Vec<Expected> = rules.iter().filter_map(|rule| word(*rule)).collect();
    words.sort();
    words.dedup();
    words.truncate(MOST);
    words
}

/// Returns the shape of the statement that a keyword begins.
pub(super) fn form(keyword: &str) -> Form {
    match keyword {
        "policy" => Form::Policy,
        "section" => Form::Section,
        "matters" => Form::Matters,
        "level" => Form::Level,
        "performer" => Form::Performer,
        "fact" => Form::Fact,
        "impossible" => Form::Impossible,
        "acknowledge" => Form::Acknowledge,
        "otherwise" => Form::Otherwise,
        "expect" => Form::Expect,
        "given" => Form::Given,
        "table" => Form::Table,
        "parameter" => Form::Parameter,
        "answer" => Form::Part,
        "starts" => Form::Starts,
        "remark" => Form::Remark,
        "use" => Form::Use,
        "sections" => Form::Sections,
        "allow" => Form::Allow,
        _ => Form::Matter,
    }
}

fn word(rule: Rule) -> Option<Expected> {
    Some(match rule {
        Rule::arrow | Rule::bad_arrow => Expected::Sign("=>"),
        Rule::at_level | Rule::kw_at | Rule::at_part => Expected::Word("at"),
        Rule::when_clause | Rule::kw_when => Expected::Word("when"),
        Rule::kw_and => Expected::Word("and"),
        Rule::kw_or => Expected::Word("or"),
        Rule::kw_is => Expected::Word("is"),
        Rule::kw_in | Rule::query_in => Expected::Word("in"),
        Rule::kw_on | Rule::on_part => Expected::Word("on"),
        Rule::kw_as => Expected::Word("as"),
        Rule::kw_payer | Rule::payer_part => Expected::Word("payer"),
        Rule::because => Expected::Word("because"),
        Rule::quote => Expected::Word("quote"),
        Rule::kw_conflict => Expected::Word("conflict"),
        Rule::kw_gap => Expected::Word("gap"),
        Rule::name | Rule::matter_decl | Rule::value_decl => Expected::Name,
        Rule::fact_name | Rule::fact_part | Rule::fact_binding => Expected::Fact,
        Rule::value | Rule::value_set | Rule::query_value => Expected::Value,
        Rule::test | Rule::factor | Rule::condition | Rule::conjunction => Expected::Condition,
        Rule::share | Rule::proportion => Expected::Share,
        Rule::literal => Expected::Figure,
        Rule::answer | Rule::class_part | Rule::expectation => Expected::Answer,
        Rule::payer_value => Expected::Payer,
        Rule::string => Expected::Quotation,
        Rule::label => Expected::Label,
        Rule::date => Expected::Date,
        Rule::matter_block | Rule::branch_block => Expected::Sign("{"),
        _ => return None,
    })
}
