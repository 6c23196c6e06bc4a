//! What stands beside an answer: notes, reasons, what was left out. A flat table, in both languages.

use super::counts::{beside_en, beside_zh};
use super::{catalogue, listed, listed_zh};

catalogue! {
    /// What stands beside an answer, with its facts.
    Aside {
        /// Why a case is impossible.
        BecauseOf { reason: String } => format!("because {reason}"), format!("因为{reason}");
        /// A level above or below the plan.
        PerformsNothing { level: String } => format!("{level} performs nothing under this policy"), format!("按本政策，{level}不承办任何事项");
        /// A level that a role cannot have.
        LevelNotOf { level: String, fact: String } => format!("`{fact}` cannot be {level} under this policy"), format!("按本政策，「{fact}」不能是{level}");
        /// A value that is not declared.
        UndeclaredValue { value: String, fact: String, near: Option<String>, known: Vec<String> } =>
            match near { Some(near) => format!("`{fact}` has no value `{value}`; did you mean `{near}`?"), None => format!("`{fact}` has no value `{value}`; it is one of {}", listed(known)) },
            match near { Some(near) => format!("「{fact}」没有取值「{value}」；是不是「{near}」？"), None => format!("「{fact}」没有取值「{value}」；可取{}", listed_zh(known)) };
        /// A level, where none is declared.
        NoLevels { value: String } => format!("no level is declared, so `{value}` is none: write `level {value}`, and every other level on a line of its own"), format!("文件没有声明层级，「{value}」不是层级：请写 `层级 {value}`，其余各级也各写一行");
        /// A value of another fact.
        ValueOfOther { value: String, fact: String, other: String } => format!("`{fact}` has no value `{value}`; it is a value of `{other}`: write `{other} is {value}`"), format!("「{fact}」没有取值「{value}」；它是「{other}」的取值，请写「{other} 为 {value}」");
        /// No rule applies.
        NoRuleApplies => "no rule applies to this case", "没有规则适用于此情形";
        /// An unlisted matter, and no residual clause.
        UnlistedWithoutClause => "the policy does not list this matter and has no clause for the rest", "政策没有列出该事项，也没有兜底条款";
        /// Before the first day.
        NotYet { date: String } => format!("in force from {date} on"), format!("自 {date} 起施行");
        /// After the last day.
        NoLonger { date: String } => format!("in force until {date}"), format!("有效期至 {date}");
        /// Several values at once.
        Together { fact: String } => format!("each value of `{fact}` alone is answered differently, and no clause covers joint cases"), format!("「{fact}」的各个取值单独看答案不同，且没有条款规定共同承办的情形");
        /// A gap in one part, with what the other part says.
        PartMissing { class: bool, payer: bool, further: Vec<String>, said: String } =>
            match (class, payer) { (true, _) => format!("no rule states who has the authority ({said})"), (false, true) => format!("no rule states who pays ({said})"), _ => format!("no rule states {} ({said})", listed(further)) },
            match (class, payer) { (true, _) => format!("没有规则规定事权归属（{said}）"), (false, true) => format!("没有规则规定由谁支出（{said}）"), _ => format!("没有规则规定{}（{said}）", listed_zh(further)) };
        /// The class is given, the payer open.
        PayerOpen => "a clause leaves open who pays", "有条款把支出责任留待确定";
        /// No rule speaks of a transfer here.
        NoTransferStated => "whether a transfer supports it is not stated", "未提及转移支付";
        /// A payer that is made of several levels.
        CompositeOpen { level: String, members: Vec<String> } => format!("how {level} divides it among {} is not stated here", members.join(", ")), format!("{level}内部（{}）如何分担，此处未规定", members.join("、"));
        /// A sentence of the document that allocates nothing.
        Remark { text: String, cite: String } => format!("remark: {text} ({cite})"), format!("说明：{text}（{cite}）");
        /// A component that is not listed.
        UnlistedComponent { name: String, of: String, known: Vec<String>, open: bool } => format!("`{of}` has no component `{name}`; its components are {}{}", listed(known), if *open { format!(", and its list is open: ask `elsewhere in {of}` for the rest") } else { String::new() }), format!("「{of}」没有「{name}」这一部分；其组成部分有{}{}", listed_zh(known), if *open { format!("，且列表以“等”结尾：其余部分请问 `其他 {of}`") } else { String::new() });
        /// What each payer pays.
        Amounts { total: String, parts: Vec<String>, at_least: bool, rounded: bool, remainder: Option<String>, floor: Option<String>, own: Option<String> } =>
            format!("total {}{total}: {}{}{}", if *at_least { "at least " } else { "" }, parts.join(", "), match (rounded, remainder) { (false, _) => String::new(), (true, None) => " (what is left of a fen goes to the largest remainders, the upper level first)".to_owned(), (true, Some(level)) => format!(" (what is left of a fen goes to {level})") }, beside_en(floor.as_ref(), own.as_ref())),
            format!("总额{}{total}，其中：{}{}{}", if *at_least { "不低于" } else { "" }, parts.join("，"), match (rounded, remainder) { (false, _) => String::new(), (true, None) => "（不足一分的尾数按最大余额法分配，相同时上级在先）".to_owned(), (true, Some(level)) => format!("（不足一分的尾数归{level}）") }, beside_zh(floor.as_ref(), own.as_ref()));
        /// What an amount still needs.
        AmountNeeds { formula: String, facts: Vec<String>, at_least: bool } => format!("amount: {}{formula}; to compute it, give {}", if *at_least { "at least " } else { "" }, facts.join(", ")), format!("金额：{}{formula}；给出{}即可计算", if *at_least { "不低于 " } else { "" }, facts.join("、"));
        /// An answer that divides nothing exactly.
        NotDivided { components: bool } => if *components { "no amounts: how the total is divided among the components is not stated" } else { "no amounts: the answer gives no exact share to each payer" }, if *components { "无法分配金额：总额在各组成部分之间如何划分没有规定" } else { "无法分配金额：答案没有给出各方的确切比例" };
        /// An amount that is too large.
        AmountTooLarge => "no amounts: they are larger than can be counted exactly", "无法计算金额：数值过大";
        /// A scoped default.
        ByDefault => "by default: no other rule applies to this case", "依兜底规定：此情形没有其他规则适用";
        /// An acknowledged finding.
        Acknowledged { because: String } => format!("acknowledged: {because}"), format!("已认可：{because}");
        /// A matter that is not listed, and those near to it.
        NotListed { name: String, near: Vec<String> } =>
            if near.is_empty() { format!("the policy lists no matter `{name}`") } else { format!("the policy lists no matter `{name}`; did you mean {}?", listed(near)) },
            if near.is_empty() { format!("文件没有列出事项「{name}」") } else { format!("文件没有列出事项「{name}」；是不是{}？", listed_zh(near)) };
        /// Open lists.
        OpenLists { sections: Vec<String> } => format!("open lists (等), which may cover it: {}", sections.join(", ")), format!("以“等”结尾、可能涵盖它的列表：{}", sections.join("、"));
        /// Matters of a group that are impossible in the case.
        LeftOut { matters: Vec<String> } => format!("not among them, because impossible: {}", matters.join(", ")), format!("不含（不可能）：{}", matters.join("、"));
        /// A fact that only another policy has.
        FactElsewhere { fact: String } => format!("this policy does not know `{fact}`; it is answered without"), format!("本政策没有「{fact}」，未计入此答案");
        /// A word that is not declared of an open fact.
        TakenAsOther { value: String, fact: String, near: Option<String> } => format!("`{value}` is not declared; it is taken as a further value of `{fact}`{}", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()), format!("「{value}」没有声明；按「{fact}」的其他取值处理{}", near.as_ref().map(|near| format!("；是不是「{near}」？")).unwrap_or_default());
        /// A known fact that cannot matter.
        Irrelevant { fact: String } => format!("`{fact}` does not matter here"), format!("「{fact}」对此事项没有影响");
        /// The days for which an answer holds.
        Holds { days: String, open: bool } => format!("holds {days}{}", if *open { ", no end is stated" } else { "" }), format!("适用时间：{days}{}", if *open { "（未写明终止日期）" } else { "" });
        /// An exception.
        Beaten { loser: String, winner: String } => format!("[{winner}] is an exception to [{loser}]"), format!("[{winner}] 是 [{loser}] 的例外");
    }
}
