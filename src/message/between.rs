//! Two policies beside each other: what differs, and how one conforms to the other. A flat table, in both languages.

use super::{catalogue, s};

catalogue! {
    /// What is told of two policies, with its facts.
    Between {
        /// The days in force differ.
        InForceDiffers { from: String, to: String } => format!("in force: {from} → {to}"), format!("施行期间：{from} → {to}");
        /// Matters that the new policy does not list.
        NoLongerListed { matters: Vec<String> } => format!("removed: {}", matters.join(", ")), format!("取消：{}", matters.join("、"));
        /// Matters that the old policy does not list.
        NewlyListed { matters: Vec<String> } => format!("added: {}", matters.join(", ")), format!("新增：{}", matters.join("、"));
        /// Facts that one policy alone has.
        FactsOnlyIn { policy: String, facts: Vec<String> } => format!("asked about in {policy} alone: {}", facts.join(", ")), format!("只有{policy}问及：{}", facts.join("、"));
        /// A matter with another name.
        Renamed { from: String, to: String } => format!("renamed: {from} → {to}"), format!("改名：{from} → {to}");
        /// Matters in which a change shows as well, in cases that are not listed.
        AlsoInMatters { more: usize } => format!("and in {more} more matter{}, which are not listed, nor are their rules", s(*more)), format!("另有 {more} 个事项也是如此，这些事项及其规则未逐一列出");
        /// Rules that are not listed.
        MoreRules { more: usize } => format!("and {more} more rule{}", s(*more)), format!("另有 {more} 条规则");
        /// What a change does to money; of a part, where documents stand above.
        Effect { total: String, part: bool, parts: Vec<String> } => format!("of {total}{}: {}", if *part { " that is divided here" } else { "" }, parts.join(", ")), format!("以{} {total} 计：{}", if *part { "此处所划分的" } else { "" }, parts.join("，"));
        /// Beside amounts of which documents above may leave a part only.
        AmountsOfPart { documents: Vec<String> } => format!("each amount is of what is divided here, which may be only what {} leave{} of the whole; ask `quanze eval` for the shares in all", documents.join(", "), if documents.len() == 1 { "s" } else { "" }), format!("以上金额只是此处划分的那一部分：{}留给此处划分的，可能不是全部；合计比例请用 `quanze eval` 查问", documents.join("、"));
        /// Nothing differs.
        NoDifference { old: String, new: String } => format!("no difference: {old} and {new} answer alike"), format!("没有差异：{old}与{new}答案相同");
        /// The last line of a comparison.
        DifferenceCounts { changes: usize, removed: usize, added: usize, renamed: usize } =>
            format!("{changes} change{}, {removed} matter{} removed, {added} added, {renamed} renamed", s(*changes), s(*removed)),
            format!("变化 {changes} 处，取消事项 {removed} 项，新增 {added} 项，改名 {renamed} 项");
        /// The head of a conformity.
        ConformsTo { lower: String, upper: String } => format!("{lower} against {upper}"), format!("{lower}对照{upper}");
        /// The levels whose part is divided.
        Divides { levels: Vec<String> } => format!("divides what was left to {}", levels.join(", ")), format!("划分上级留给{}的部分", levels.join("、"));
        /// The document above is a reconstruction.
        AgainstReconstruction { name: String, because: String } => format!("{name} is a reconstruction ({because}): all of this rests on it"), format!("{name}是复原本（{because}）：以下结论都以它为准");
        /// The header names another document above.
        OtherParent { lower: String, under: Vec<String> } => format!("{lower} itself names {} as what stands above it", under.join(", ")), format!("{lower}自己写明的依据是{}", under.join("、"));
        /// The counts of a section.
        SectionCounts { section: String, matters: usize, left: usize, allocated: usize, kept: usize, findings: usize } =>
            format!("{}{matters} matter{}: {left} left to this level, {allocated} allocated, {kept} kept above, {findings} with findings", if section.is_empty() { String::new() } else { format!("{section}: ") }, s(*matters)),
            format!("{}{matters} 项：留给本级 {left}，已划分 {allocated}，上级保留 {kept}，有问题 {findings}", if section.is_empty() { String::new() } else { format!("{section}：") });
        /// The upper policy is not in force.
        Orphaned { lower: String, upper: String, days: String } => format!("orphan: {days}, {lower} is in force and {upper} is not"), format!("失去依据：{days}，{lower}在施行期内，而{upper}不在");
        /// A matter that is not allocated.
        NotAllocated { name: String, section: Option<String>, near: Option<String> } =>
            format!("not allocated: {name}{}{}", section.as_ref().map(|section| format!(" ({section})")).unwrap_or_default(), near.as_ref().map(|near| format!("; if that is {near} here, make it an alias")).unwrap_or_default()),
            format!("未划分：{name}{}{}", section.as_ref().map(|section| format!("（{section}）")).unwrap_or_default(), near.as_ref().map(|near| format!("；若就是此处的「{near}」，请写成别名")).unwrap_or_default());
        /// A matter that is allocated twice.
        AllocatedTwice { name: String, section: Option<String>, below: Vec<String> } =>
            format!("allocated twice: {name}{} is {}", section.as_ref().map(|section| format!(" ({section})")).unwrap_or_default(), below.join(" and ")),
            format!("重复划分：{name}{}在此为{}", section.as_ref().map(|section| format!("（{section}）")).unwrap_or_default(), below.join("和"));
        /// A contradiction.
        Contradicted { said: String } => format!("contradicted: {said}"), format!("相抵触：{said}");
        /// A contradiction that there may be.
        MayContradict { said: String } => format!("may contradict: {said}"), format!("可能相抵触：{said}");
        /// Why it is not told whether there is one.
        DividedOtherwise { upper: String, lower: String } => format!("{upper} and {lower} divide this matter, each in its own way, and nothing says which part is which"), format!("{upper}与{lower}对该事项的分列不同，又没有说明如何对应");
        /// Cases that are not allocated.
        AllocatedInPart { said: String } => format!("not allocated in these cases: {said}"), format!("下列情形未划分：{said}");
        /// Matters that only the lower policy has.
        AddedBelow { matters: Vec<String> } => format!("added: {}", matters.join(", ")), format!("本级新增：{}", matters.join("、"));
        /// Matters that the upper policy keeps.
        KeptAbove { matters: Vec<String> } => format!("kept above: {}", matters.join(", ")), format!("上级保留：{}", matters.join("、"));
        /// The last line of a conformity.
        ConformityCounts { left: usize, allocated: usize, missing: usize, twice: usize, contradicted: usize, unclear: usize, kept: usize, open: usize, renamed: usize, added: usize, of_rest: (usize, usize), orphaned: bool, holds: bool } =>
            format!("{}: {left} left to this level, {allocated} allocated, {missing} not allocated, {twice} twice, {contradicted} contradicted{}; {kept} kept above, {open} not decided there, {renamed} renamed, {added} added{}{}", if *holds { "conforms" } else { "does not conform" }, if *unclear > 0 { format!(", {unclear} that may be") } else { String::new() }, match of_rest { (0, 0) => String::new(), (contradicted, missing) => format!("; of what is not listed above: {missing} not allocated, {contradicted} contradicted") }, if *orphaned { "; orphan" } else { "" }),
            format!("{}：留给本级 {left}，已划分 {allocated}，未划分 {missing}，重复 {twice}，相抵触 {contradicted}{}；上级保留 {kept}，上级未定 {open}，改名 {renamed}，新增 {added}{}{}", if *holds { "符合" } else { "不符合" }, if *unclear > 0 { format!("，可能相抵触 {unclear}") } else { String::new() }, match of_rest { (0, 0) => String::new(), (contradicted, missing) => format!("；上级未列出的事项：未划分 {missing}，相抵触 {contradicted}") }, if *orphaned { "；失去依据" } else { "" });
        /// A policy of a file with several that is not compared.
        BelongsToNone { name: String, file: String } => format!("not compared: {name} ({file}) belongs to no policy of the other file"), format!("未对照：{name}（{file}）在另一文件中没有对应的政策");
    }
}
