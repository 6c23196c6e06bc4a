//! What could have been written: the pieces and the shapes of statements.
//!
//! In: a piece or a shape. Out: its name, or a line that shows it.

use super::Lang;

/// Something that could have stood at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expected {
    /// A sign such as `=>`.
    Sign(&'static str),
    /// A keyword such as `when`.
    Word(&'static str),
    /// `shared, payer county`
    Answer,
    /// `county`, `same level`
    Payer,
    /// `affiliation is county`
    Condition,
    /// `affiliation`
    Fact,
    /// `county`
    Value,
    /// `专利导航`
    Name,
    /// `二(二)`
    Label,
    /// `"…"`
    Quotation,
    /// `2025-09-26`
    Date,
    /// `80%`
    Share,
    /// `500万元`
    Figure,
}

impl Expected {
    /// Returns what it is called.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        let (en, zh) = match self {
            Expected::Sign(sign) => return format!("`{sign}`"),
            Expected::Word(word) => return format!("`{}`", spelling(word, lang)),
            Expected::Answer => ("an answer such as `shared`", "答案，如 `共同`"),
            Expected::Payer => ("a payer such as `county` or `same level`", "支出方，如 `县` 或 `承办级`"),
            Expected::Condition => ("a condition such as `scope is 全市性`", "条件，如 `范围 为 全市性`"),
            Expected::Fact => ("the name of a fact", "事实名称"),
            Expected::Value => ("a value", "取值"),
            Expected::Name => ("a name", "名称"),
            Expected::Label => ("the label of a section, such as `二(二)`", "章节编号，如 `二(二)`"),
            Expected::Quotation => ("text between quotes", "引号内的文字"),
            Expected::Date => ("a date such as `2025-09-26`", "日期，如 `2025-09-26`"),
            Expected::Share => ("a share such as `80%`", "比例，如 `80%`"),
            Expected::Figure => ("a figure such as `500万元`", "数值，如 `500万元`"),
        };
        match lang {
            Lang::En => en.to_owned(),
            Lang::Zh => zh.to_owned(),
        }
    }
}

/// Returns a keyword in the reader's language.
fn spelling(word: &'static str, lang: Lang) -> &'static str {
    const CHINESE: &[(&str, &str)] = &[
        ("at", "在"),
        ("when", "当"),
        ("and", "且"),
        ("or", "或"),
        ("is", "为"),
        ("in", "属于"),
        ("on", "于"),
        ("as", "别名"),
        ("payer", "支出"),
        ("because", "因为"),
        ("quote", "原文"),
        ("cite", "出处"),
        ("note", "备注"),
        ("overrides", "优先于"),
        ("conflict", "冲突"),
        ("gap", "空白"),
    ];
    match lang {
        Lang::En => word,
        Lang::Zh => CHINESE.iter().find(|(english, _)| *english == word).map_or(word, |(_, chinese)| chinese),
    }
}

/// Joins what could have been written.
pub(super) fn choices(expected: &[Expected], lang: Lang) -> String {
    let words: Vec<String> = expected.iter().map(|piece| piece.text(lang)).collect();
    match (words.split_last(), lang) {
        (Some((last, rest)), Lang::En) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        (Some((last, rest)), Lang::Zh) if !rest.is_empty() => format!("{}或{last}", rest.join("、")),
        (Some((last, _)), _) => last.clone(),
        (None, _) => String::new(),
    }
}

/// The shape of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `matter`
    Matter,
    /// `matters`
    Matters,
    /// `level`
    Level,
    /// `performer`
    Performer,
    /// `fact`
    Fact,
    /// `policy`
    Policy,
    /// `section`
    Section,
    /// `impossible`
    Impossible,
    /// `acknowledge`
    Acknowledge,
    /// `otherwise`
    Otherwise,
    /// `expect`
    Expect,
    /// `given`
    Given,
    /// `table`
    Table,
    /// `parameter`
    Parameter,
    /// `answer`
    Part,
    /// `starts`
    Starts,
    /// `remark`
    Remark,
    /// `use`
    Use,
    /// `sections`
    Sections,
    /// `allow`
    Allow,
}

impl Form {
    /// Every shape.
    pub const ALL: &[Form] = &[
        Form::Matter,
        Form::Matters,
        Form::Level,
        Form::Performer,
        Form::Fact,
        Form::Policy,
        Form::Section,
        Form::Impossible,
        Form::Acknowledge,
        Form::Otherwise,
        Form::Expect,
        Form::Given,
        Form::Table,
        Form::Parameter,
        Form::Part,
        Form::Starts,
        Form::Remark,
        Form::Use,
        Form::Sections,
        Form::Allow,
    ];

    /// Returns a line that shows the shape, with the keywords of a language.
    #[must_use]
    pub fn example(self, lang: Lang) -> &'static str {
        let (english, chinese) = self.examples();
        match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        }
    }

    fn examples(self) -> (&'static str, &'static str) {
        match self {
            Form::Matter => (
                "matter 专利导航 at level county => shared, payer county",
                "事项 专利导航 层级 县 => 共同, 支出 县",
            ),
            Form::Matters => ("matters { 专利导航, 执法 }", "事项清单 { 专利导航, 执法 }"),
            Form::Level => ("level county as 县, 区", "层级 县 别名 区, 县(区)"),
            Form::Performer => ("performer : city | county", "承办 : 市 | 县"),
            Form::Fact => ("fact scope : 全市性 | 县区", "事实 范围 : 全市性 | 县区"),
            Form::Policy => (
                "policy \"本政办发〔2025〕9号\" { effective 2025-09-26 }",
                "政策 \"本政办发〔2025〕9号\" { 施行 2025-09-26 }",
            ),
            Form::Section => ("section 二(二) \"知识产权运用促进\" {", "章节 二(二) \"知识产权运用促进\" {"),
            Form::Impossible => (
                "impossible matter 地方性法规规章 at level county because \"…\"",
                "不可能 事项 地方性法规规章 层级 县 因为 \"…\"",
            ),
            Form::Acknowledge => (
                "acknowledge gap matter 执法 at level city because \"…\"",
                "认可 空白 事项 执法 层级 市 因为 \"…\"",
            ),
            Form::Otherwise => ("otherwise => undetermined", "其余 => 未定"),
            Form::Expect => {
                ("expect 专利导航 at county => shared, payer county", "预期 专利导航 在 县 => 共同, 支出 县")
            }
            Form::Given => ("given scope is 全市性", "已知 范围 为 全市性"),
            Form::Table => (
                "table 分档 of region { 第一档 : 内蒙古, 广西; 第二档 : others }",
                "分档表 分档 依 地区 { 第一档 : 内蒙古, 广西; 第二档 : 其余 }",
            ),
            Form::Parameter => (
                "parameter 补助标准 { 2020 : 74元; 2021 : 79元 }",
                "参数 补助标准 { 2020 : 74元; 2021 : 79元 }",
            ),
            Form::Part => ("answer organiser : level", "答项 牵头 : 层级"),
            Form::Starts => ("starts 2021-01-01 when region is 西藏", "起始 2021-01-01 当 地区 为 西藏"),
            Form::Remark => ("remark \"…\" matter 专利导航", "说明 \"…\" 事项 专利导航"),
            Form::Use => ("use \"../liaoning/ip-2024.qz\"", "引入 \"../liaoning/ip-2024.qz\""),
            Form::Sections => (
                "sections { 一, 二(一) \"知识产权宏观管理\", 三 }",
                "章节清单 { 一, 二(一) \"知识产权宏观管理\", 三 }",
            ),
            Form::Allow => ("allow L005 matter 专利导航 because \"…\"", "容许 L005 事项 专利导航 因为 \"…\""),
        }
    }
}
