//! What is said around lists of cases, changes and reasons: headings, columns, short remarks. A flat table, in both languages.

use super::catalogue;

catalogue! {
    /// A heading, a column or a remark.
    Asking {
        /// What a level pays for.
        Paid { level: String } => format!("what {level} pays for"), format!("由{level}承担支出责任的事项");
        /// What a level has the authority for.
        Owned { level: String } => format!("what {level} alone has the authority for"), format!("{level}的财政事权");
        /// What is shared.
        SharedAuthority => "shared authority", "共同财政事权";
        /// Where the answer has a status.
        WithStatus { status: String } => format!("where the answer is: {status}"), format!("答案为「{status}」的情形");
        /// Matters for which more has to be known.
        Needing => "matters for which more has to be known", "还要知道更多事实的事项";
        /// Every answer.
        EveryAnswer => "every answer", "全部答案";
        /// A heading with what is known.
        Given { heading: String, known: String } => format!("{heading} ({known})"), format!("{heading}（{known}）");
        /// Rows that hold in every case.
        Always => "always", "一律";
        /// Rows that hold in some cases.
        Depending { facts: Vec<String> } => format!("depending on {}", facts.join(", ")), format!("视情形而定（{}）", facts.join("、"));
        /// Rows that are neither.
        Apart => "not counted either way (open, joint, made of several levels, in conflict, or not stated)", "不计入也不排除（未定、共同而未分摊、由几个层级组成、冲突或未规定）";
        /// The name of the group of rows that hold in some cases.
        Depends => "depending", "视情形";
        /// The name of the group of rows that are neither.
        Open => "open", "未定";
        /// Between names.
        Listed => ", ", "、";
        /// Matters without a row.
        Never => "never", "从不";
        /// There is no row at all.
        None => "none", "没有";
        /// The facts that are needed.
        Needs { facts: Vec<String> } => format!("needs {}", facts.join(", ")), format!("需要知道 {}", facts.join("、"));
        /// A column: the question's group.
        ColumnGroup => "group", "类别";
        /// A column: the policy.
        ColumnPolicy => "policy", "政策";
        /// A column: the query.
        ColumnQuery => "query", "提问";
        /// A column: the matters.
        ColumnMatters => "matters", "事项";
        /// A column: the cases.
        ColumnCases => "cases", "情形";
        /// A column: the status.
        ColumnStatus => "status", "状态";
        /// A column: the class.
        ColumnClass => "class", "财政事权";
        /// A column: the payer.
        ColumnPayer => "payer", "支出责任";
        /// A column: the rules.
        ColumnRules => "rules", "规则";
        /// A column: the clauses.
        ColumnClauses => "clauses", "条文";
        /// A column: what was answered.
        ColumnFrom => "from", "原为";
        /// A column: what is answered.
        ColumnTo => "to", "改为";
    }
}
