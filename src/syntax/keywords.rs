//! Keywords as they are typed, for completion and colour.
//!
//! In: a word, or the text before one. Out: whether it is a keyword, and which keywords may stand there. What a text
//! means is not decided here: that is the grammar's.

use super::grammar::{Grammar, Rule};
use pest::Parser;

/// Keywords after which a level is written.
pub const BEFORE_LEVEL: &[&str] =
    &["at", "level", "payer", "payer mainly", "subsidy", "在", "层级", "支出", "支出责任"];

/// Keywords after which the value of a fact is written.
pub const BEFORE_VALUE: &[&str] = &[
    "is",
    "is not",
    "in",
    "not in",
    "at least",
    "at most",
    "above",
    "below",
    "为",
    "是",
    "不是",
    "不为",
    "属于",
    "不低于",
    "不高于",
    "高于",
    "低于",
];

/// Keywords after which a fact is written.
pub const BEFORE_FACT: &[&str] = &["when", "given", "needs", "by", "当", "已知", "需要", "按"];

/// Keywords after which a matter is written.
pub const BEFORE_MATTER: &[&str] = &["matter", "expect", "elsewhere in", "事项", "预期"];

/// Words for what the shares before leave.
pub const REST: &[&str] = &["rest", "余下", "其余", "其余部分"];

/// Keywords of a question, English and Chinese.
pub const IN_QUERY: &[(&str, &str)] = &[
    ("at", "在"),
    ("is", "为"),
    ("in", "属于"),
    ("on", "于"),
    ("or", "或"),
    ("and", "且"),
    ("from", "自"),
    ("until", "至"),
    ("amount", "金额"),
    ("component", "部分"),
    ("at least", "不低于"),
    ("at most", "不高于"),
    ("above", "高于"),
    ("below", "低于"),
    ("elsewhere in", "其他"),
    ("any other matter", "其他未列事项"),
];

/// Keywords that begin a statement, English and Chinese.
pub const BEGINNING: &[(&str, &str)] = &[
    ("matter", "事项"),
    ("matters", "事项清单"),
    ("level", "层级"),
    ("fact", "事实"),
    ("given", "已知"),
    ("otherwise", "其余"),
    ("expect", "预期"),
    ("impossible", "不可能"),
    ("acknowledge", "认可"),
    ("section", "章节"),
    ("policy", "政策"),
    ("performer", "承办"),
    ("rule", "规则"),
    ("table", "分档表"),
    ("parameter", "参数"),
    ("answer", "答项"),
    ("starts", "起始"),
    ("remark", "说明"),
];

/// Keywords inside a statement, English and Chinese.
pub const IN_STATEMENT: &[(&str, &str)] = &[
    ("at level", "层级"),
    ("when", "当"),
    ("shared", "共同"),
    ("payer", "支出"),
    ("same level", "承办级"),
    ("owner level", "事权级"),
    ("undetermined", "未定"),
    ("unstated", "未分摊"),
    ("elsewhere", "另定"),
    ("retained by", "保留"),
    ("governed by", "适用"),
    ("among", "限于"),
    ("rest", "余下"),
    ("mainly", "主要"),
    ("subsidy", "补助"),
    ("transfer", "转移支付"),
    ("overrides", "优先于"),
    ("quote", "原文"),
    ("cite", "出处"),
    ("note", "备注"),
    ("because", "因为"),
    ("also", "又称"),
    ("as", "别名"),
    ("of", "包括"),
    ("with", "含"),
    ("etc", "等"),
    ("needs", "需要"),
    ("not", "非"),
];

/// Tells whether a word is a keyword, wherever it may stand.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    const LONGEST: usize = 40;
    if word.is_empty() || word.len() > LONGEST {
        return false;
    }
    let among = |list: &[(&str, &str)]| {
        list.iter().any(|(english, chinese)| *chinese == word || english.split(' ').any(|part| part == word))
    };
    among(BEGINNING)
        || among(IN_STATEMENT)
        || among(IN_QUERY)
        || Grammar::parse(Rule::reserved_word, word).is_ok_and(|pairs| pairs.as_str() == word)
}
