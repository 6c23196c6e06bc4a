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
        /// The group that is asked about, with what is known.
        Within { group: String, known: String } => if known.is_empty() { format!("in {group}") } else { format!("in {group}, {known}") }, if known.is_empty() { format!("限于「{group}」") } else { format!("限于「{group}」，{known}") };
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
        /// A rule that decides.
        Decides => "decides", "起决定作用";
        /// A rule that decides one part and is beaten in another.
        DecidesInPart { rules: Vec<String> } => format!("decides in part; beaten in another part by the exception {}", rules.join(", ")), format!("部分起决定作用；另一部分被例外规则 {} 优先", rules.join("、"));
        /// A rule that applies beside those that decide.
        AppliesBeside => "applies; others decide", "适用，但由其他规则决定";
        /// A rule that exceptions beat.
        BeatenBy { rules: Vec<String> } => format!("beaten by the exception {}", rules.join(", ")), format!("被例外规则 {} 优先", rules.join("、"));
        /// A default, or what stands behind other rules.
        StandsBehind => "stands behind other rules here", "此处排在其他规则之后";
        /// A rule that applies in some cases.
        AppliesSometimes { facts: Vec<String> } => if facts.is_empty() { "applies in some of these cases".to_owned() } else { format!("applies depending on {}", facts.join(", ")) }, if facts.is_empty() { "在部分情形下适用".to_owned() } else { format!("是否适用取决于{}", facts.join("、")) };
        /// A rule that does not apply.
        DoesNotApply { facts: Vec<String> } => if facts.is_empty() { "does not apply".to_owned() } else { format!("does not apply: {}", facts.join(", ")) }, if facts.is_empty() { "不适用".to_owned() } else { format!("不适用：{}不符", facts.join("、")) };
        /// Rules that are not shown.
        MoreRules { others: usize } => format!("{others} further rule{} about this matter; `:trace` shows all", super::s(*others)), format!("与该事项有关的规则还有 {others} 条；`:追踪` 全部列出");
        /// No other rule is about the matter.
        NoOtherRule => "no other rule is about this matter", "没有其他规则涉及该事项";
        /// What was expected: a payer.
        SoughtPayer { level: String } => format!("payer {level}"), format!("由{level}承担支出责任");
        /// What was expected: a class.
        SoughtClass { level: String } => format!("{level} alone has the authority"), format!("{level}财政事权");
        /// What was expected: a shared class.
        SoughtShared => "shared authority", "共同财政事权";
        /// What was expected: a status.
        SoughtStatus { status: String } => format!("status: {status}"), format!("状态：{status}");
        /// The answer is so already.
        AlreadySo { sought: String } => format!("{sought}: it is so"), format!("{sought}：本来就是如此");
        /// The answer is so where what is unknown is so.
        SoWhere { sought: String } => format!("{sought}: it is so where"), format!("{sought}：在下列情形下就是如此");
        /// Some facts would have to change.
        WouldBe { sought: String, count: usize } => format!("{sought}: it would be so with {count} fact{} changed", super::s(*count)), format!("{sought}：改变 {count} 项事实即可");
        /// No change of facts leads there.
        NoFacts { sought: String } => format!("{sought}: no change of the facts that are given leads to it"), format!("{sought}：怎样改变所给的事实都得不出");
        /// The rules that would have to say something else.
        OrRules => "or these rules would have to say so", "或者须由下列规则如此规定";
        /// There is no rule yet that could say so.
        OrAdd => "or a rule would have to say so: no rule decides this part here", "或者须另立规则：此处尚无规则规定这一部分";
        /// What a rule says now.
        SaysNow { says: String } => format!("says now: {says}"), format!("现规定：{says}");
        /// The change of a what-if.
        WouldReplace { rules: Vec<String> } => format!("in the place of {}", rules.join(", ")), format!("替换 {}", rules.join("、"));
        /// What a what-if adds.
        WouldAdd { count: usize } => format!("{count} statement{} added", super::s(*count)), format!("新增 {count} 条语句");
        /// Nothing would change.
        NothingWouldChange => "no answer would change", "答案都不会改变";
        /// What a check would newly find.
        WouldArise => "a check would newly find", "检查会新发现";
        /// How to keep it.
        KeepIt => "nothing is changed yet; `:keep` keeps it", "尚未改动；`:保留` 予以采用";
        /// It is kept.
        Kept => "kept; `:undo` takes it back, `:save FILE` writes it", "已采用；`:撤销` 可撤回，`:保存 文件` 可写出";
        /// Nothing was tried.
        NothingTried => "nothing was tried; `:whatif RULE` tries a rule", "还没有试过；请用 `:假如 规则` 试一条规则";
        /// The last step is taken back.
        Undone => "taken back", "已撤回";
        /// There is no step.
        NothingToUndo => "nothing to take back", "没有可撤回的";
        /// A file is written.
        Saved { path: String } => format!("written to {path}"), format!("已写入 {path}");
        /// A file could not be written.
        NotSaved { path: String, why: String } => format!("{path} could not be written ({why}); what was there is untouched"), format!("无法写入 {path}（{why}）；原有内容未动");
        /// A file is there already.
        FileExists { path: String } => format!("{path} exists already and is not the file that was loaded; name another one, or delete it first"), format!("{path} 已存在，且不是载入的文件；请换个名字，或先删除它");
        /// A file to write to is not what it was when it was read.
        FileChanged { path: String } => format!("{path} has changed since it was read; `:reload` reads it again, or name another file"), format!("{path} 在读入之后已被改动；请先用 `:重载` 重新读入，或换个文件名");
        /// No file to write to.
        SaveWhere => "name a file: `:save FILE`", "请写文件名：`:保存 文件`";
        /// What would be written would not mean the same.
        CannotWrite => "this cannot be written as one file that means the same; save the statements that you typed by hand", "无法写成含义相同的一个文件；请手工保存所输入的语句";
        /// Nothing differs from what was loaded.
        SameAsLoaded => "nothing differs from what was loaded", "与载入时没有差异";
        /// There is nothing to compare with.
        NothingLoaded => "nothing was loaded to compare with; `:load PATH` loads a file", "没有载入可比较的文件；请用 `:载入 路径` 载入";
        /// Which query.
        WhyWhat => "ask something first, or name it: `:why 专利导航 at county`", "请先提问，或写明：`:为何 专利导航 县`";
        /// Which answer.
        WhyNotWhat => "name the answer that you expected: `:whynot county`, `:whynot payer city`, `:whynot shared 专利导航 at county`", "请写明所期望的答案：`:为何不 县`、`:为何不 支出 市`、`:为何不 共同 专利导航 县`";
        /// Which rule.
        WhatIfWhat => "write a rule: `:whatif matter 专利导航 at level county => shared, payer city`", "请写一条规则：`:假如 事项 专利导航 层级 县 => 共同, 支出 市`";
        /// Files are read.
        Reading => "reading…", "正在读入…";
        /// Policies are checked.
        Checking => "checking…", "正在检查…";
        /// A question is answered.
        Working => "working…", "正在计算…";
        /// A column: the answer that was expected.
        ColumnSought => "sought", "所期望的答案";
        /// A column: how many facts change.
        ColumnChanges => "changes", "改变项数";
        /// A column: the rules that decide now.
        ColumnRulesNow => "rules_now", "现行规则";
        /// A column: how a rule stands.
        ColumnStanding => "standing", "作用";
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
        /// A column: what is worth knowing.
        ColumnNotes => "notes", "备注";
        /// A column: what was answered.
        ColumnFrom => "from", "原为";
        /// A column: what is answered.
        ColumnTo => "to", "改为";
    }
}
