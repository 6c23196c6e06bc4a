//! Sentences: diagnostics, findings, and what stands beside them. A flat table, in both languages. What to do about them is told in advice.

use super::counts::{counts, figures};
use super::form::choices;
use super::{Called, Expected, Lang, Word, catalogue, listed, listed_zh, s};

catalogue! {
    /// A sentence with its facts.
    Message {
        // ------------------------------------------------------------ syntax

        /// P001
        Unexpected { found: String, expected: Vec<Expected> } =>
            if expected.is_empty() { format!("`{found}` cannot stand here") } else { format!("`{found}` cannot stand here; expected {}", choices(expected, Lang::En)) },
            if expected.is_empty() { format!("此处不能出现「{found}」") } else { format!("此处不能出现「{found}」；应为 {}", choices(expected, Lang::Zh)) };
        /// P001
        EndsEarly { expected: Vec<Expected> } =>
            if expected.is_empty() { "this is not finished".to_owned() } else { format!("this is not finished; expected {}", choices(expected, Lang::En)) },
            if expected.is_empty() { "这里没有写完".to_owned() } else { format!("这里没有写完；还应有 {}", choices(expected, Lang::Zh)) };
        /// P001
        UnknownStart { found: String } => format!("no statement begins with `{found}`"), format!("没有以「{found}」开头的语句");
        /// P002, P003, P004, P016
        WrongSpelling { found: String, right: &'static str } => format!("`{found}` is written `{right}`"), format!("「{found}」应写作 `{right}`");
        /// P004
        PayerSign { found: String } => format!("no `{found}` stands between `payer` and who pays"), format!("「支出」与支出方之间不写「{found}」");
        /// P005
        AmbiguousSame { found: String } => format!("`{found}` has two meanings: the level of the performing unit, or the level that has the authority"), format!("「{found}」有两种含义：承办单位的层级，或拥有事权的层级");
        /// P001
        RestWithoutShares { found: String } => format!("`{found}`: no share before it leaves anything"), format!("「{found}」：前面没有份额，谈不上余下");
        /// P001
        WordOrder { found: String, right: String } => format!("`{found}` is written `{right}`"), format!("「{found}」应写作「{right}」");
        /// P001
        Glued { found: String, keyword: String } => format!("in `{found}` no space stands behind the keyword `{keyword}`"), format!("「{found}」中关键词「{keyword}」与后面的词连写了");
        /// P006
        AmbiguousOr => "`is … or …` can be read in two ways", "`为 … 或 …` 有两种读法";
        /// P007
        LevelsWithAnd => "a rule names several levels with `or`, not with `and`", "规则列举多个层级时用 `或`，不用 `且`";
        /// P008
        UnclosedBlock => "this block is never closed", "这一段没有结束";
        /// P009
        StrayBrace => "this `}` closes nothing", "这个 `}` 没有对应的开头";
        /// P010
        NestedSection => "a section starts before the one around it has ended", "上一章节尚未结束，又开始了新的章节";
        /// P010
        PolicyInSection => "a policy header stands inside a section", "政策标头写在了章节里面";
        /// P011
        TooDeep { limit: usize } => format!("brackets nest deeper than {limit}"), format!("括号嵌套超过 {limit} 层");
        /// P012
        EmptyFile => "the file says nothing", "文件里没有任何语句";
        /// P013
        NoSuchDate { found: String } => format!("`{found}` is in no calendar"), format!("日历上没有「{found}」");
        /// P014
        PartTwice => "this part of the answer is stated twice", "答案的同一部分写了两次";
        /// P015
        UnknownField { field: String } => format!("a policy header has no field `{field}`"), format!("政策标头没有「{field}」一项");
        /// P015
        FieldTwice { field: String } => format!("`{field}` is stated twice"), format!("「{field}」写了两次");
        /// P015
        UnknownMaxim { found: String } => format!("`{found}` is no legal maxim"), format!("「{found}」不是适用原则");
        /// P015
        MaximTwice { found: String } => format!("`{found}` is named twice"), format!("「{found}」写了两次");
        /// P015
        FieldWantsText { field: String } => format!("`{field}` takes text between quotes"), format!("「{field}」后面应是引号内的文字");
        /// P015
        FieldWantsDate { field: String } => format!("`{field}` takes a whole date"), format!("「{field}」后面应是完整的日期");
        /// P017
        MixedJoiners => "`and` and `or` stand in one list", "同一列表里既有 `and` 又有 `or`";
        /// P018
        TooLarge { bytes: usize, limit: usize } => format!("the text has {bytes} bytes; at most {limit} are read"), format!("文本有 {bytes} 字节；最多读取 {limit} 字节");
        /// P026
        OddBlank { code: String } => format!("here stands a blank that is no ordinary space: {code}"), format!("此处的空白不是普通空格：{code}");
        /// P026
        HiddenCharacter { code: String } => format!("here stands a character that is not seen: {code}"), format!("此处有一个看不见的字符：{code}");
        /// P027
        MixedAlphabets { word: String, letter: String, code: String } => format!("`{word}` mixes alphabets that look alike: `{letter}` is {code}"), format!("「{word}」混用了字形相近的不同字母：「{letter}」是 {code}");
        /// P027
        Radical { found: String, code: String } => format!("`{found}` is a radical ({code}), which only looks like the character"), format!("「{found}」是部首符号（{code}），只是看起来像那个字");
        /// P028
        WithoutWords { clause: String } => format!("nothing is said after `{clause}`"), format!("「{clause}」后面没有写出内容");
        /// U005
        TooManyBytes { path: String, limit: u64 } => format!("with `{path}` there are more than {limit} bytes to read"), format!("加上「{path}」，要读取的内容超过 {limit} 字节");
        /// U005
        TooManyFiles { path: String, limit: usize } => format!("from `{path}` on there are more than {limit} files to read"), format!("从「{path}」起，要读取的文件超过 {limit} 个");
        /// P019
        TooManyErrors { more: usize } => format!("{more} more broken statement{} not listed", if *more == 1 { " is" } else { "s are" }), format!("还有 {more} 处问题未列出");
        /// P020
        ClauseTwice => "this is stated twice", "这一项写了两次";

        /// P021
        MissingComma => "a comma is missing before this part of the answer", "答案的这一部分前面缺少逗号";

        /// P022
        GluedEtc { name: String, stem: String } => format!("`{name}` may be a name, or `{stem}` and 等 (an open list)"), format!("「{name}」可能是一个名称，也可能是「{stem}」加“等”");
        /// P022
        OtherOrEtc => "this may mean further values, or a value of this name", "这可能指还有别的取值，也可能是一个叫“其他”的取值";
        /// P023
        UnclosedQuote => "this quotation does not end on its line", "引号在本行内没有收尾";
        /// P001
        ClauseWithoutText { clause: String } => format!("`{clause}` cannot be read here: it follows an answer, with its text between quotes on one line"), format!("「{clause}」在此处读不通：它写在答案之后，后面是同一行里引号内的文字");

        /// P015
        FieldWantsLevel { field: String } => format!("`{field}` takes a level"), format!("「{field}」后面应是层级");
        /// P025
        ClassAfterPayer { level: String } => format!("`{level}` stands alone after the payer"), format!("「{level}」单独写在支出方之后");
        /// P024
        MixedOrder => "ordered words stand with `<` between all of them", "有高低次序的取值之间一律用 `<`";

        // ------------------------------------------------------------ names

        /// R001
        UnknownMatter { name: String } => format!("matter `{name}` is not declared"), format!("事项「{name}」没有声明");
        /// R002
        UnknownLevel { name: String } => format!("level `{name}` is not declared"), format!("层级「{name}」没有声明");
        /// R003
        UnknownFact { name: String } => format!("fact `{name}` is not declared"), format!("事实「{name}」没有声明");
        /// R004
        LevelNotOf { level: Called, fact: Called } => format!("`{}` cannot be {} under this policy", fact.en(), level.en()), format!("按本政策，「{}」不能是{}", fact.zh(), level.zh());
        /// R004
        UnknownValue { value: String, fact: Called } => format!("`{fact}` has no value `{value}`", fact = fact.en()), format!("「{fact}」没有取值「{value}」", fact = fact.zh());
        /// R005
        UnknownTarget { name: String } => format!("there is no rule or section `{name}`"), format!("没有规则或章节「{name}」");
        /// R005
        NoPayerThere { rule: String } => format!("rule `{rule}` does not itself state who pays"), format!("规则「{rule}」本身没有写明由谁支出");
        /// R006
        DeclaredTwice { name: String } => format!("`{name}` is declared twice"), format!("「{name}」声明了两次");
        /// R006
        DuplicateName { name: String } => format!("`{name}` already names something"), format!("「{name}」已经是另一项的名称");
        /// R007
        OverrideCycle { rule: String } => format!("rule `{rule}` overrides itself through others"), format!("规则「{rule}」经由其他规则优先于自身");
        /// R008
        NotARole { fact: String } => format!("the values of `{fact}` are not levels"), format!("「{fact}」的取值不是层级");
        /// R009
        OutsideRange { level: String } => format!("`{level}` performs nothing under this policy"), format!("按本政策，「{level}」不承办任何事项");
        /// R010
        TooManyFacts { limit: usize } => format!("a policy has at most {limit} facts"), format!("一个政策最多声明 {limit} 个事实");
        /// R011
        DatesReversed { from: String, until: String } => format!("the policy ends on {until}, before it starts on {from}"), format!("政策于 {until} 终止，却在 {from} 才施行");
        /// R012
        NoOwner => "no single level owns this class, so there is no owner's level to pay", "该事权不属于单一层级，因此没有“事权级”可以支出";
        /// R013
        ClosedFact { fact: Called } => format!("`{fact}` has no other values", fact = fact.en()), format!("「{fact}」没有其他取值", fact = fact.zh());
        /// R014
        NotOpen { name: String } => format!("`{name}` is not a group with an open list"), format!("「{name}」不是带“等”的事项组");
        /// R015
        GivenTwice { fact: Called } => format!("`{fact}` is given twice", fact = fact.en()), format!("「{fact}」给了两次", fact = fact.zh());
        /// R028
        NotAllowed { code: String } => format!("`{code}` is no lint"), format!("「{code}」不是可以容许的编号");
        /// L001
        UnusedFact { name: String } => format!("no rule asks for the fact `{name}`"), format!("没有规则用到事实「{name}」");
        /// L001
        UnusedTable { name: String } => format!("no rule uses the table `{name}`"), format!("没有规则用到分档表「{name}」");
        /// L001
        UnusedParameter { name: String } => format!("no rule uses the parameter `{name}`"), format!("没有规则用到参数「{name}」");
        /// L001
        UnusedPart { name: String } => format!("no rule states the part `{name}`"), format!("没有规则写明答项「{name}」");
        /// L002
        UnusedLevel { name: String } => format!("nothing speaks of the level `{name}`"), format!("没有任何语句用到层级「{name}」");
        /// L003
        NearDuplicate { name: String, other: String } => format!("`{name}` is nearly the same name as `{other}`"), format!("「{name}」与「{other}」几乎相同");
        /// L004
        Confusable { name: String, other: String } => format!("`{name}` looks like `{other}`, and is another name"), format!("「{name}」与「{other}」字形相近，却是两个名称");
        /// L004
        OnlyBlanks { name: String, other: String } => format!("only blanks tell `{name}` from `{other}`, and they are two names"), format!("「{name}」与「{other}」只差空格，却是两个名称");
        /// L005
        NoCitation { rule: String } => format!("rule `{rule}` stands in no section, and neither quotes nor cites its clause"), format!("规则「{rule}」不在任何章节里，也没有引用原文或写明出处");
        /// L006
        CitedTwice { rule: String, other: String } => format!("rule `{rule}` quotes the same words for the same cases as `{other}`"), format!("规则「{rule}」与「{other}」就相同情形引用了同一原文");
        /// L007
        NoResidual => "nothing is said of matters that are not listed", "没有写明未列事项如何处理";
        /// L008
        NoPerformerClause { name: String, siblings: usize } => format!("the rules of `{name}` do not ask who performs it; those of its {siblings} siblings do"), format!("「{name}」的规则没有区分承办层级，同组其余 {siblings} 个事项都有区分");
        /// L009
        QuoteOfAnother { rule: String, name: String } => format!("the words that rule `{rule}` quotes do not speak of `{name}`"), format!("规则「{rule}」引用的原文没有提到「{name}」");
        /// L010
        UnusedAllowance { codes: Vec<String> } => format!("nothing is found here that {} would have to be allowed for", codes.join(", ")), format!("此处没有需要容许的 {}", codes.join("、"));
        /// L011
        EmptySection { label: String } => format!("section {label} has neither rule nor note"), format!("章节 {label} 没有规则，也没有说明");
        /// L012
        UnlistedSection { label: String } => format!("the list of sections does not have {label}"), format!("章节清单里没有 {label}");
        /// L013
        UnderUnknown { document: String } => format!("none of the documents that this file uses has the number {document}: nothing is held against it"), format!("本文件引入的文件中没有文号{document}：不会与之对照");
        /// L014
        IdleMaxims => "these maxims count between no two documents: none above is loaded, and none stands under this one", "这些适用原则没有可用之处：没有载入上级文件，也没有文件以本文件为依据";
        /// D008
        UnderCycle { documents: Vec<String> } => format!("a document stands under itself: {}", documents.join(" → ")), format!("文件以自己为依据：{}", documents.join(" → "));
        /// C010
        MoreLints { code: &'static str, more: usize } => format!("{more} more {code} {} not listed", if *more == 1 { "is" } else { "are" }), format!("还有 {more} 处 {code} 未列出");
        /// L001
        LabelAnother => "the other name", "另一个名称";
        /// L006
        LabelQuotedHere => "quotes the same", "引用相同";
        /// U006
        SettingsText { why: String } => format!("this is no TOML: {why}"), format!("不是可读的 TOML：{why}");
        /// U006
        UnknownSetting { name: String } => format!("there is no setting `{name}`"), format!("没有「{name}」这项设置");
        /// U006
        SettingValue { key: String } => format!("`{key}` does not take this value"), format!("「{key}」不能取这个值");
        /// Rules that expectations look at.
        Exercised { exercised: usize, rules: usize } => format!("{exercised} of {rules} rules are looked at by an expectation"), format!("{rules} 条规则中有 {exercised} 条有预期检验");
        /// Rules that none looks at.
        Unexercised { names: Vec<String>, more: usize } => format!("not looked at: {}{}", listed(names), if *more > 0 { format!(" and {more} more") } else { String::new() }), format!("没有预期检验：{}{}", listed_zh(names), if *more > 0 { format!("，另有 {more} 条") } else { String::new() });
        /// Changes that expectations notice.
        Mutants { all: usize, tried: usize, noticed: usize, percent: usize } =>
            format!("{noticed} of {tried} changes to rules are noticed by an expectation ({percent}%){}", if tried < all { format!("; {} more were not tried", all.saturating_sub(*tried)) } else { String::new() }),
            format!("改动规则 {tried} 处，预期发现 {noticed} 处（{percent}%）{}", if tried < all { format!("；另有 {} 处没有试", all.saturating_sub(*tried)) } else { String::new() });
        /// A change that none notices.
        MutantGone { rule: String } => format!("without rule `{rule}` every expectation still holds"), format!("去掉规则「{rule}」，所有预期依然成立");
        /// A change that none notices.
        MutantClass { rule: String } => format!("with another class in rule `{rule}` every expectation still holds"), format!("改动规则「{rule}」的事权归属，所有预期依然成立");
        /// A change that none notices.
        MutantPayer { rule: String } => format!("with another payer in rule `{rule}` every expectation still holds"), format!("改动规则「{rule}」的支出方，所有预期依然成立");
        /// A threshold that is not reached.
        CoverageBelow { policy: String, percent: u128, wanted: u32 } => format!("{policy}: rules speak of {percent}% of the cases; {wanted}% are wanted"), format!("{policy}：规则覆盖 {percent}% 的情形，要求 {wanted}%");
        /// What a baseline did.
        BaselineOld { count: usize } => format!("{count} old finding{} in the baseline", s(*count)), format!("基线中的旧问题 {count} 处");
        /// A finding of a baseline that has gone.
        BaselineGone { code: String, file: String, what: String } => format!("gone: {code} {file}: {what}"), format!("已消除：{code} {file}：{what}");
        /// What to do then.
        BaselineShrink { count: usize } => format!("{count} finding{} of the baseline {} gone; write it anew with `--write-baseline`", s(*count), if *count == 1 { "is" } else { "are" }), format!("基线中有 {count} 处已消除；请用 `--write-baseline` 重新写出");
        /// A baseline was written.
        BaselineWritten { path: String, count: usize } => format!("`{path}` now holds {count} finding{}", s(*count)), format!("「{path}」已写入 {count} 处问题");
        /// A file was mended.
        FileMended { path: String, places: usize } => format!("{path}: {places} place{} mended", s(*places)), format!("{path}：修正 {places} 处");
        /// U007
        BadBaseline { path: String } => format!("`{path}` is no baseline that this program wrote"), format!("「{path}」不是本程序写出的基线");
        /// R016
        BadBranch => "a branch names declared values, one or the other", "分支须写已声明的取值，多个取值用“或”";

        /// R001
        UnknownComponent { name: String, of: String } => format!("`{of}` has no component `{name}`"), format!("「{of}」没有「{name}」这一部分");
        /// R011
        PeriodReversed { from: String, until: String } => format!("this ends on {until}, before it starts on {from}"), format!("这里于 {until} 终止，却在 {from} 才开始");
        /// R014
        NotOpenNode { name: String, fact: Called } => format!("`{name}` of `{fact}` has no list that ends in `etc`", fact = fact.en()), format!("「{fact}」中的「{name}」没有以“等”结尾的列表", fact = fact.zh());
        /// R015
        NotTogether { given: Vec<String> } => format!("these do not hold together: {}", listed(given)), format!("彼此矛盾：{}", listed_zh(given));
        /// R004
        NothingThere { fact: Called } => format!("no value of `{fact}` lies there", fact = fact.en()), format!("「{fact}」没有这样的取值", fact = fact.zh());
        /// R017
        BadShare { found: String } => format!("`{found}` is no share"), format!("「{found}」不是可用的比例");
        /// R017
        RatioLength { payees: usize, figures: usize } => format!("{payees} payers stand before {figures} figures"), format!("{payees} 个支出方，却有 {figures} 个比例数");
        /// R017
        SharesNotWhole { shares: Vec<String>, total: String, rest: bool } =>
            if shares.len() == 1 && !rest { format!("only {total} is shared out, not the whole") } else if *rest { format!("the shares do not fit: what is named comes to {total}, and a rest is to remain") } else { format!("the shares {} come to {total}, not to the whole", shares.join(" + ")) },
            if shares.len() == 1 && !rest { format!("只分配了 {total}，不足 100%") } else if *rest { format!("比例不成立：已写明的合计 {total}，却还要有剩余") } else { format!("比例 {} 合计 {total}，不等于 100%", shares.join(" + ")) };
        /// R017
        PayeeTwice { level: String } => format!("`{level}` pays twice here"), format!("「{level}」在此处写了两次");
        /// R018
        EntryTwice { value: String } => format!("`{value}` stands twice in this row"), format!("「{value}」在这一行写了两次");
        /// R018
        InTwoRows { value: String, first: String, second: String, table: String } => format!("`{value}` stands in two rows of `{table}`: `{first}` and `{second}`"), format!("「{value}」在「{table}」中出现了两次：「{first}」和「{second}」");
        /// R019
        InNoRow { values: Vec<String>, table: String } => format!("no row of `{table}` has {}", listed(values)), format!("「{table}」没有列入{}", listed_zh(values));
        /// R020
        UnknownUnit { found: String, money: bool } => if *money { format!("`{found}` is no amount of money that is understood") } else { format!("`{found}` is no whole number that is understood") }, if *money { format!("「{found}」不是可识别的金额") } else { format!("「{found}」不是可识别的整数") };
        /// R020
        FineFigure { found: String, money: bool } => if *money { format!("`{found}` is finer than a fen") } else { format!("`{found}` is no whole number") }, if *money { format!("「{found}」精确到了分以下") } else { format!("「{found}」不是整数") };
        /// R020
        LargeFigure { found: String } => format!("`{found}` is larger than can be counted exactly"), format!("「{found}」过大，无法精确计算");
        /// R021
        InsideItself { name: String } => format!("`{name}` stands inside itself"), format!("「{name}」包含了自身");
        /// R022
        RowsMeet { shared: String } => format!("two rows cover the same cases ({shared}), and neither lies inside the other"), format!("两行涉及相同的情形（{shared}），且互不包含");
        /// R022
        RowTwice { shared: String } => format!("two rows for the same cases ({shared}) say different things"), format!("同样的情形（{shared}）写了两行，说法却不同");
        /// R023
        UnknownPart { name: String } => format!("`{name}` is no part of an answer"), format!("答案没有「{name}」一项");
        /// R023
        WordsPart { part: String } => format!("`{part}` is one of its declared words; only a part that is a level follows a role"), format!("「{part}」须取已声明的词；只有取层级的答项才能随角色而定");
        /// R023
        OnlyExpected => "only an expectation says this", "只有预期语句才能这样写";
        /// R024
        RowLength { keys: usize, facts: usize } => format!("this row has {keys} key{} for {facts} fact{}", s(*keys), s(*facts)), format!("这一行写了 {keys} 项，而对照的事实有 {facts} 个");
        /// R024
        OthersTwice => "`others` stands in two rows", "“其余”写了两行";
        /// R024
        BadRowPayer => "a row names payers, not another map and not `owner level`", "表中一行写支出方，不能再套一层对照，也不能写“事权级”";
        /// R024
        TableOfTable { name: String } => format!("a table sorts the values of a fact; `{name}` is itself a table"), format!("分档表用于事实的取值；「{name}」本身就是分档表");
        /// R024
        TableOfFigures { fact: String } => format!("a table sorts words; `{fact}` has none"), format!("分档表只能用于列举的取值；「{fact}」不是");
        /// R025
        NotOrdered { fact: Called } => format!("the values of `{fact}` have no order", fact = fact.en()), format!("「{fact}」的取值没有高低次序", fact = fact.zh());
        /// R026
        ParameterTwice { name: String } => format!("`{name}` has two values for the same days"), format!("「{name}」在同一时期有两个数值");
        /// R027
        AmountWithoutAnswer => "an amount belongs to a rule that allocates", "金额只能写在划分责任的规则里";
        /// R027
        AmountFactors { money: usize } => if *money == 0 { "no factor of this amount is money" } else { "several factors of this amount are money" }, if *money == 0 { "这一金额的各因数中没有金额" } else { "这一金额的各因数中有多个金额" };
        /// R027
        UnknownFactor { name: String } => format!("`{name}` is neither a parameter, nor a fact of figures, nor a figure"), format!("「{name}」不是参数、数值事实或数值");

        // ------------------------------------------------------------ findings

        /// C001
        Conflict { rules: Vec<String>, place: String } => format!("rules {} disagree: {place}", listed(rules)), format!("规则{}互相矛盾：{place}", listed_zh(rules));
        /// C001
        Clashes { rule: String, others: Vec<String>, more: bool, matters: u32 } => format!("rule `{rule}` disagrees with {}{}, in cases of {matters} matter{}", listed(others), if *more { " and further rules" } else { "" }, if *matters == 1 { "" } else { "s" }), format!("规则「{rule}」与{}{}互相矛盾，涉及 {matters} 个事项", listed_zh(others), if *more { "等规则" } else { "" });
        /// C002
        MoreGaps { matters: u32 } => format!("there are further gaps in {matters} matter{}; they are not listed one by one", if *matters == 1 { "" } else { "s" }), format!("另有 {matters} 个事项存在空白，不再逐一列出");
        /// C002
        Gap { class: bool, payer: bool, further: Vec<String>, place: String } =>
            format!("{}: {place}", match (class, payer) { (true, true) => "no rule answers".to_owned(), (true, false) => "no rule states who has the authority".to_owned(), (false, true) => "no rule states who pays".to_owned(), _ => format!("no rule states {}", listed(further)) }),
            format!("{}：{place}", match (class, payer) { (true, true) => "没有规则作出规定".to_owned(), (true, false) => "没有规则规定事权归属".to_owned(), (false, true) => "没有规则规定由谁支出".to_owned(), _ => format!("没有规则规定{}", listed_zh(further)) });
        /// C003
        NoLevelsFor { rule: String } => format!("rule `{rule}` applies in no case: its answer is a level, and no level is declared"), format!("规则「{rule}」从不适用：它的答案是某一层级，而文件没有声明层级");
        /// C003
        NeverTrue { rule: String } => format!("rule `{rule}` applies in no case: its condition is never true"), format!("规则「{rule}」从不适用：其条件不可能成立");
        /// C003
        InsideImpossible { rule: String } => format!("rule `{rule}` applies only where the case is impossible"), format!("规则「{rule}」只涉及已声明为不可能的情形");
        /// C003
        AlwaysBeaten { rule: String, by: Vec<String> } => format!("rule `{rule}` never decides: {} always comes before it", listed(by)), format!("规则「{rule}」从不起作用：{}总是优先", listed_zh(by));
        /// C003
        SaysNothing { rule: String } => format!("rule `{rule}` states nothing: wherever it applies there is no single level that owns the authority"), format!("规则「{rule}」什么也没有规定：凡其适用之处，事权都不属于单一层级");
        /// C003
        NeverDefault { rule: String } => format!("default `{rule}` never decides: other rules apply wherever it does"), format!("兜底规则「{rule}」从不起作用：凡其涉及之处都有其他规则");
        /// C004
        Redundant { rule: String, cover: Vec<String> } => if cover.is_empty() { format!("without rule `{rule}` every answer stays the same") } else { format!("without rule `{rule}` every answer stays the same: {} already say{} so", listed(cover), if cover.len() == 1 { "s" } else { "" }) },
            if cover.is_empty() { format!("去掉规则「{rule}」，所有答案不变") } else { format!("去掉规则「{rule}」，所有答案不变：{}已经这样规定", listed_zh(cover)) };
        /// C005
        Stale { conflict: bool, nowhere: bool } =>
            match (conflict, nowhere) { (true, true) => "the acknowledged conflict does not exist", (true, false) => "part of what is acknowledged is no conflict", (false, true) => "the acknowledged gap does not exist", (false, false) => "part of what is acknowledged is no gap" },
            match (conflict, nowhere) { (true, true) => "所认可的冲突并不存在", (true, false) => "所认可的范围里有并不冲突的情形", (false, true) => "所认可的空白并不存在", (false, false) => "所认可的范围里有并非空白的情形" };
        /// C006
        FailedExpect { query: String } => format!("expectation does not hold: {query}"), format!("预期不成立：{query}");
        /// C007
        InferredMatters { count: usize } => format!("{count} matter{} taken from the rules, since no `matters` statement lists them", if *count == 1 { " was" } else { "s were" }), format!("没有“事项清单”，已从规则中取得 {count} 个事项");
        /// C007
        InferredLevels { names: Vec<String> } => format!("the levels {} were taken from the rules, since no `level` statement declares them", listed(names)), format!("没有声明层级，已从规则中取得{}", listed_zh(names));
        /// C007
        InferredFact { fact: String, values: Vec<String> } => format!("fact `{fact}` was taken from the rules with the values {}", listed(values)), format!("没有声明事实「{fact}」，已从规则中取得取值{}", listed_zh(values));
        /// C008
        TooManyCells { limit: usize } => format!("the exact analysis would need more than {limit} nodes and was not made"), format!("精确分析所需节点超过 {limit} 个，未进行");
        /// C009
        Unconfirmed { code: &'static str } => format!("a finding {code} could not be confirmed by asking its own witness"), format!("发现 {code} 的实例未能由查询证实");

        /// C010
        MoreClashes { more: usize } => format!("the conflicts of {more} more rules are not listed"), format!("另有 {more} 条规则的冲突未列出");
        /// C010
        NotListedRules { more: usize, unjudged: bool } =>
            format!("{}{}", if *more > 0 { format!("{more} more idle or redundant rules are not listed") } else { String::new() }, if *unjudged { " so many rules meet in one case that redundant ones were not all looked for" } else { "" }).trim_start(),
            format!("{}{}", if *more > 0 { format!("另有 {more} 条不起作用或多余的规则未列出。") } else { String::new() }, if *unjudged { "同一情形涉及的规则过多，没有逐条判断是否多余。" } else { "" });

        /// C011
        Narrower { entry: String, row: String, container: String, container_row: String } => format!("`{entry}` is in `{row}`, although `{container}` around it is in `{container_row}`: the narrower entry holds"), format!("「{entry}」属「{row}」，尽管其所在的「{container}」属「{container_row}」：以更具体的列举为准");

        // ------------------------------------------------------------ input and output

        /// F001
        LayoutUnsure { path: String } => format!("in another layout `{path}` would not be read as the same, so it was left as it is"), format!("「{path}」换版式后读出的内容会有不同，因此没有改动");
        /// F002
        CannotWrite { path: String, why: String } => format!("cannot write `{path}`: {why}; the file is as it was"), format!("写不了「{path}」：{why}；文件没有改动");
        /// F002
        ReadOnly { path: String } => format!("`{path}` is read-only, so it was left as it is"), format!("「{path}」是只读文件，没有改动");
        /// F002
        ChangedMeanwhile { path: String } => format!("`{path}` changed while it was being read, so it was left as it is"), format!("「{path}」在处理期间被别处改动，这里没有写入");
        /// What `fmt` did to a file.
        Reformatted { path: String } => format!("formatted {path}"), format!("已整理 {path}");
        /// What `fmt --check` says of a file.
        WouldReformat { path: String } => format!("{path} is not in the layout; `quanze fmt` sets it right"), format!("{path} 不合版式；用 `quanze fmt` 整理");
        /// What `fmt` could not read.
        LeftAsTheyAre { path: String, count: usize } => format!("{path}: {count} statement{} could not be read and stand{} as before; `quanze check` says why", s(*count), if *count == 1 { "s" } else { "" }), format!("{path}：有 {count} 条语句看不懂，原样保留；原因见 `quanze check`");
        /// U001
        CannotRead { path: String, why: String } => format!("cannot read `{path}`: {why}"), format!("读不了「{path}」：{why}");
        /// U001
        LinkToNothing { path: String, target: String } => format!("`{path}` is a link to `{target}`, which is not there"), format!("「{path}」是指向「{target}」的链接，而后者不存在");
        /// F002
        NotReplaced { path: String } => format!("`{path}` is not a regular file, and nothing takes its place"), format!("「{path}」不是普通文件，不会被改写");
        /// U001
        NoRegularFile { path: String } => format!("`{path}` is not a regular file"), format!("「{path}」不是普通文件");
        /// U002
        NotUtf8 { path: String, offset: usize, line: usize, guess: &'static str } => format!("`{path}` is not UTF-8 from byte {offset} (line {line}) on; it looks like {guess}"), format!("「{path}」从第 {offset} 字节（第 {line} 行）起不是 UTF-8；看起来是 {guess}");
        /// U003
        NoRuleFiles { path: String } => format!("there is no `.qz` file under `{path}`"), format!("「{path}」下没有 .qz 文件");
        /// Q001
        FactWithoutIs { name: String } => format!("`{name}` is a fact; its value follows `is`"), format!("「{name}」是事实，取值写在“为”之后");
        /// Q001
        BareValue { value: String } => format!("`{value}` is neither a level nor a value of just one fact"), format!("「{value}」既不是层级，也不是某一个事实的取值");
        /// Q001
        BareOther => "`other` alone does not say of which fact", "单写「其他」，看不出是哪个事实的其他取值";
        /// Q001
        NoWordAfterQuestion { word: String } => format!("`{word}` is no matter, no group, no level, and no value of just one fact"), format!("「{word}」不是事项或事项组，不是层级，也不是某一个事实的取值");
        /// Q001
        MatterBehind { name: String } => format!("`{name}` is a matter, which stands first in a query"), format!("「{name}」是事项，要写在最前面");
        /// Q001
        SecondMatter { first: String, second: String } => format!("`{first}` and `{second}` are two matters or groups, and a question is about one"), format!("「{first}」和「{second}」是两个事项（或组），一次只能问一个");
        /// Q001
        LevelNotMatter { name: String } => format!("`{name}` is a level, not a matter"), format!("「{name}」是层级，不是事项");
        /// Q001
        SectionNotMatter { name: String } => format!("`{name}` is a section, not a matter"), format!("「{name}」是一节的标题或编号，不是事项");
        /// Q001
        NamesNoMatter { name: String } => format!("`{name}` names no matter: it does not say what is to be done"), format!("「{name}」没有说是哪个事项");
        /// Q001
        FactNotMatter { name: String } => format!("`{name}` is a fact, not a matter"), format!("「{name}」是事实，不是事项");
        /// Q001
        NumberNotMatter { name: String } => format!("`{name}` is a number, not a matter"), format!("「{name}」是一个数，不是事项");
        /// Q001
        NotQuiteListed { name: String } => format!("no matter is called `{name}`; do you mean one that the policy lists?"), format!("没有叫「{name}」的事项；指的是不是文件所列的某一项？");
        /// Q001
        NotQuiteListedAbove { name: String, document: String } => format!("no matter is called `{name}`; do you mean one that {document} lists?"), format!("没有叫「{name}」的事项；指的是不是{document}所列的某一项？");
        /// Q001
        CalledAbove { name: String, document: String, listed: Vec<String> } => format!("the policy lists no matter `{name}`; {document} does, and here that is {}, or a part of it", listed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")), format!("本文件没有列出「{name}」；{document}列有此项，在本文件中即{}，或是其中一部分", listed.iter().map(|name| format!("「{name}」")).collect::<Vec<_>>().join("、"));
        /// Beside an answer about a part that only a document above lists.
        PartAbove { name: String, document: String, whole: String } => format!("the policy lists no matter `{name}`; {document} does, and here that is a part of `{whole}`, whose clauses answer for it"), format!("本文件没有列出「{name}」；{document}列有此项，在本文件中属于「{whole}」，按该项的规定作答");
        /// Where a document above tells parts of a matter apart, and has none of the name that is asked about.
        NoSuchPart { document: String, part: String } => format!("{document} divides this matter, and names no part `{part}`: what it says of that is not told by its list"), format!("{document}把该事项分列，其中没有「{part}」：对这一部分如何规定，从所列看不出来");
        /// What holds for some of several cases only.
        InCase { english: String, chinese: String, told: Box<Message> } => format!("for {english}: {}", told.text(Lang::En)), format!("就“{chinese}”而言：{}", told.text(Lang::Zh));
        /// Where a document above tells the parts of a matter apart.
        AskPart { document: String, parts: Vec<String> } => format!("{document} divides this matter; ask about a part by its name there: {}", listed(parts)), format!("{document}把该事项分列；请用其中的名称就某一部分提问：{}", listed_zh(parts));
        /// Where a document above divides a matter into other parts than the one below.
        OtherParts { document: String, english: Vec<String>, chinese: Vec<String> } => format!("{document} divides this matter as well, and otherwise: {}; nothing says which of these it is here", listed(english)), format!("{document}对该事项另有分列：{}；两份文件都没有说明此处所列属于其中哪一项", listed_zh(chinese));
        /// Q001
        RunTogether { name: String, listed: String, rest: String } => format!("no matter is called `{name}`; put a space after `{listed}`: `{listed} {rest}`"), format!("没有叫「{name}」的事项；「{listed}」后面请空一格：「{listed} {rest}」");
        /// Q001
        IsComponent { name: String } => format!("`{name}` names a component, not a matter"), format!("「{name}」是某事项的组成部分，不是事项");
        /// Q001
        NoComponents { name: String } => format!("`{name}` has no components"), format!("「{name}」没有分列的部分");
        /// A list of cases of a document under another one.
        SaysAlone { documents: Vec<String> } => format!("this is what the document says by itself; a single case is also held against {}", documents.join(", ")), format!("以上是本文件自身的规定；逐一提问时还会与{}对照", documents.join("、"));
        /// Beside a comparison of what one document says by itself.
        ComparedAlone { documents: Vec<String> } => format!("this compares what the document says by itself: {} was not looked at; ask single cases, before and after, to see what holds", documents.join(", ")), format!("以上只比较本文件自身的规定，没有与{}对照；要看以哪个为准，请在改动前后逐一提问", documents.join("、"));
        /// Too many cases for each to be asked of the documents above.
        TooManyCases { documents: Vec<String> } => format!("there are too many cases to hold each of them against {}; ask about fewer of them", documents.join(", ")), format!("情形太多，无法逐一与{}对照；请缩小提问范围", documents.join("、"));
        /// What is given cannot be put to a document above.
        CannotBeAsked { document: String } => format!("above: {document} could not be asked this: what is given does not hold together there; give each fact once"), format!("上级：无法就此查问{document}：所给事实在该文件中不能同时成立；请把每项事实只写一次");
        /// A document above has a closed list of values.
        ValueNotAbove { document: String, fact: Called, values: Vec<String>, known: Vec<String>, open: bool } => format!("above: {document} does not have {} among the values of `{fact}`, which are {}{}: nothing says which of them it is there", listed(values), listed(known), if *open { " and others" } else { "" }, fact = fact.en()), format!("上级：{document}的「{fact}」没有列{}，所列为{}{}；没有规定说明它属于其中哪一种", listed_zh(values), listed_zh(known), if *open { "等" } else { "" }, fact = fact.zh());
        /// A document above is a reconstruction that nobody accepted.
        NotLookedAt { document: String } => format!("above: {document} is loaded as a reconstruction, and is not looked at; `--accept-reconstruction` takes it"), format!("上级：载入的{document}是复原本，未与之对照；`--accept-reconstruction` 则予采用");
        /// Q004
        BadQuestion => "this question is not understood", "没有看懂这个问题";
        /// Q004
        DeniedQuestion => "what is not so has no question of its own: what is open, or needs facts, would be neither", "“不承担”“不负责”之类没有单独的问法：未定的、还缺事实的，两边都不算";
        /// Q004
        JointQuestion => "whether the authority is shared, and whether several pay together, are two questions", "是不是共同财政事权，与是不是由几方一起支出，是两个问题";
        /// That facts are missing was expected of an answer.
        NeedsFactsExpected => "that facts are missing is no answer that other facts could lead to; ask without the facts that are not known, and the answer says which are needed", "“缺少事实”不是改变事实就能得出的答案；请在提问时略去未知的事实，回答会说明需要哪些";
        /// Q003
        NoParameter { name: String } => format!("`{name}` has no value for the days that are asked about"), format!("「{name}」在所问的时间没有数值");
        /// Q002
        NothingToAsk => "no policy is loaded", "还没有载入政策";
        /// Q002
        WhichPolicy { names: Vec<String> } => format!("several policies are loaded ({}), and it is not clear which one is meant", names.join(", ")), format!("载入了多个政策（{}），不清楚指哪一个", names.join("、"));

        // ------------------------------------------------------------ beside a place

        /// The earlier of two places.
        LabelFirstHere => "first here", "先出现在这里";
        /// The statement before which a block ends.
        LabelCloseBefore => "`}` belongs before this", "`}` 应写在这之前";
        /// Where a block was opened.
        LabelOpenedHere => "opened here", "从这里开始";
        /// A rule of a conflict.
        LabelRuleSays { rule: String } => format!("[{rule}]"), format!("[{rule}]");
        /// A rule that states the other part.
        LabelSaysTheRest => "this rule states the rest", "这条规则只规定了其余部分";
        /// A rule whose map has no row for a case.
        LabelNoRow => "no row is for this case", "没有适用于该情形的行";
        /// What makes a rule idle.
        LabelBecauseOf => "because of this", "原因在此";
        /// Where a name is declared.
        LabelDeclaredHere => "declared here", "在此声明";
        /// What makes a rule redundant.
        LabelSaysItAlready => "says so already", "这里已有规定";

        // ------------------------------------------------------------ beside a finding

        /// What clashes in a conflict.
        Clash { what: String } => format!("they say: {what}"), format!("两说：{what}");
        /// One case.
        Witness { query: String } => format!("case: {query}"), format!("实例：{query}");
        /// All cases.
        RegionIs { lines: Vec<String> } => format!("where: {}", lines.join("\n       ")), format!("范围：{}", lines.join("\n      "));
        /// A finding that is acknowledged, in one line.
        AcknowledgedFinding { code: &'static str, what: String, because: String, place: String } =>
            format!("{code} acknowledged: {what}\n  because {because} ({place})"),
            format!("{code} 已认可：{what}\n  理由：{because}（{place}）");
        /// What an expectation says.
        Expected { text: String } => format!("expected: {text}"), format!("预期：{text}");
        /// What came out.
        Actual { text: String } => format!("actual:   {text}"), format!("实际：{text}");
        /// An `expect` that does not hold, in one line.
        FailedInOneLine { what: String, expected: String, actual: String } =>
            format!("{what}; it expects `{expected}`, and the answer is `{actual}`"),
            format!("{what}；预期为「{expected}」，实际为「{actual}」");
        /// Findings that are not drawn.
        AndMore { more: usize } => format!("and {more} more"), format!("另有 {more} 处");
        /// The last line of a check.
        Counts { clean: bool, old: usize, in_part: bool, errors: usize, warnings: usize, acknowledged: (usize, usize), cases: u128, decided: u128, undetermined: u128, retained: u128, governed: u128, conflicts: u128, gaps: u128, impossible: u128, expects: (usize, usize) } =>
            counts(Lang::En, (*clean, *old, *in_part), (*errors, *warnings), *acknowledged, &figures(Lang::En, *cases, [*decided, *undetermined, *retained, *governed, *conflicts, *gaps, *impossible], *expects)),
            counts(Lang::Zh, (*clean, *old, *in_part), (*errors, *warnings), *acknowledged, &figures(Lang::Zh, *cases, [*decided, *undetermined, *retained, *governed, *conflicts, *gaps, *impossible], *expects));
        /// Diagnostics of texts.
        BrokenCount { count: usize } => format!("{count} problem{}: these files were not checked any further", s(*count)), format!("共 {count} 处问题：有问题的文件未作进一步检查");
        /// `check` under settings that are not understood.
        UsualSettings => "until these settings are mended, the files under them are checked with the usual ones", "设置改正之前，其下的文件按通常的设置检查";
        /// `:diff other.qz`
        StandsAlone { command: String } => format!("nothing stands behind `:{command}`"), format!("`:{command}` 后面不写别的");
        /// `:matrix` of policies that have none.
        NoMatters => "no matter is listed yet; `matters { 执法 }` lists one", "还没有列出事项；可写 `事项清单 { 执法 }`";
        /// The last line of a test run.
        TestCount { held: usize, all: usize } => format!("{held} of {all} expectations met"), format!("{all} 条预期中 {held} 条成立");
        /// A failed expectation.
        TestFailed { file: String, line: usize, query: String, expected: String, actual: String } =>
            format!("{file}:{line}: {query}\n  expected: {expected}\n  actual:   {actual}"),
            format!("{file}:{line}：{query}\n  预期：{expected}\n  实际：{actual}");
        /// `eval` and `test` over a broken file.
        NotTestedFromBroken => "no expectation is tried in a file that is not understood in full", "没有全部读懂的文件，其中的预期没有检验";
        /// `coverage` over a broken file.
        NotCountedFromBroken => "the cases of a file that is not understood in full are not counted", "没有全部读懂的文件，其中的情形没有计入";
        /// Files that are not understood.
        NoAnswerFromBroken => "no answer is given from a file that is not understood in full", "文件没有全部读懂，因此不作任何回答";

        // ------------------------------------------------------------ the prompt

        /// An entry with bytes that are no UTF-8.
        EntryNotUtf8 => "this entry has bytes that are not UTF-8 and was not taken", "这一条含有不是 UTF-8 的字节，没有采用";
        /// A policy was loaded.
        Loaded { name: String, title: Option<String>, matters: u32, rules: usize } =>
            format!("{name}{}: {matters} matter{}, {rules} rule{}", title.as_ref().map(|title| format!(" {title}")).unwrap_or_default(), s(*matters), s(*rules)),
            format!("{name}{}：{matters} 个事项，{rules} 条规则", title.as_ref().map(|title| format!("《{title}》")).unwrap_or_default());
        /// An entry failed.
        NothingChanged => "nothing was changed", "什么都没有改变";
        /// A fact that is asked for.
        WhichValue { fact: String, choices: Vec<String>, many: usize } =>
            if *many > 0 { format!("which `{fact}`? It has {many} values: type one (Tab completes), or Enter to leave it open") } else { format!("which `{fact}`? {} (a number or a value; Enter leaves it open)", choices.join("   ")) },
            if *many > 0 { format!("「{fact}」是哪一个？共有 {many} 个取值：请输入（Tab 补全），直接回车则不答") } else { format!("「{fact}」是哪一个？{}（输入编号或取值；直接回车则不答）", choices.join("   ")) };
        /// A fact that was asked for is not told.
        LeftOpen => "left open; `:set ask off` asks no more", "暂不回答；`:设置 追问 关` 可不再追问";
        /// What was entered is no value of the fact that was asked for.
        NoSuchChoice { value: String, fact: String } => format!("`{value}` is no value of `{fact}`; enter a number or a value, or an empty line to leave it open"), format!("「{value}」不是「{fact}」的取值；请输入编号或取值，或直接回车不答");
        /// Statements over several lines were refused.
        WholeOrNot => "statements entered together are taken all or none; none of these was taken:", "一起输入的语句要么全部采用，要么全都不用；这些都没有采用：";
        /// Of several lines that were pasted.
        LinesFailed { failed: usize, count: usize } => format!("{failed} of {count} lines {} not understood; the others were taken, each by itself", if *failed == 1 { "was" } else { "were" }), format!("{count} 行中有 {failed} 行没有看懂；其余各行已逐行处理");
        /// A query failed.
        AskOrHelp => "`:help` shows how to ask", "`:帮助` 说明怎样提问";
        /// Facts that were given.
        AskedWithGiven { query: String } => format!("asked: {query}"), format!("所问：{query}");
        /// Statements were added.
        Added { count: usize } => format!("added {count} statement{}", s(*count)), format!("已加入 {count} 条语句");
        /// A command that does not exist.
        UnknownCommand { word: String, near: Option<String> } =>
            match near { Some(near) => format!("there is no command `:{word}`; did you mean `:{near}`? `:help` shows them all"), None => format!("there is no command `:{word}`; `:help` shows them all") },
            match near { Some(near) => format!("没有命令 `:{word}`；是不是 `:{near}`？`:帮助` 列出全部命令"), None => format!("没有命令 `:{word}`；`:帮助` 列出全部命令") };
        /// `:help` about something that is no topic.
        NoHelp { word: String } => format!("there is no help about `{word}`; `:help` alone shows the tasks and the commands"), format!("没有关于「{word}」的说明；`:帮助` 列出全部任务和命令");
        /// A beginning that fits several commands.
        AmbiguousCommand { commands: Vec<String> } => format!("which one: {}", commands.iter().map(|c| format!("`:{c}`")).collect::<Vec<_>>().join(", ")), format!("是哪一个：{}", commands.iter().map(|c| format!("`:{c}`")).collect::<Vec<_>>().join("、"));
        /// `:load` alone.
        LoadWhat => "say which file: `:load policies/benxi/ip-2025.qz`", "请写明文件：`:载入 policies/benxi/ip-2025.qz`";
        /// `:explain` alone.
        ExplainWhat => "say which question: `:explain 专利导航 at county`", "请写明提问：`:解释 专利导航 at county`";
        /// `:list` of something else.
        ListWhat => "there are lists of matters, levels, facts and rules: `:list matters`", "可列出 事项、层级、事实、规则：`:列出 事项`";
        /// `:show` alone.
        ShowWhat => "say which name: `:show 专利导航`", "请写明名称：`:显示 专利导航`";
        /// A name that nothing has.
        NoSuchName { name: String, near: Option<String> } =>
            format!("nothing is called `{name}`{}; `:list` shows what there is", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()),
            format!("没有叫「{name}」的{}；`:列出` 可查看全部", near.as_ref().map(|near| format!("，是不是「{near}」？")).unwrap_or_default());
        /// The group that a matter stands in.
        PartOf { name: String } => format!("in {name}"), format!("属于 {name}");
        /// What a group is made of.
        MadeOf { names: Vec<String> } => format!("with {}", names.join(", ")), format!("包括 {}", names.join("、"));
        /// The rest of a list.
        ListCut { more: usize } => format!("… and {more} more; `:set limit 0` shows all"), format!("……另有 {more} 行；`:设置 行数 0` 显示全部");
        /// A check found nothing of a kind.
        NoneFound { name: String, conflict: bool, cases: u128 } => format!("{name}: no {} in {cases} case{}", if *conflict { "conflict" } else { "gap" }, s(*cases)), format!("{name}：{cases} 种情形中没有{}", if *conflict { "冲突" } else { "空白" });
        /// How many cases there are.
        CaseCount { cases: u128 } => format!("{cases} case{}", s(*cases)), format!("共 {cases} 种情形");
        /// Facts under which a table holds.
        UnderGiven { facts: String } => format!("given: {facts}"), format!("已知：{facts}");
        /// `:given` alone.
        NothingGiven => "no fact is given; `:given level is county` gives one for the questions that follow", "还没有给出事实；`:已知 层级 为 县` 对后面的提问都有效";
        /// `:forget` of a fact that is not given.
        NotGiven { fact: String } => format!("`{fact}` is not given; `:given` shows what is"), format!("没有给出过「{fact}」；`:已知` 可查看");
        /// Facts are forgotten.
        Forgotten { count: usize } => format!("forgot {count} fact{}", s(*count)), format!("已忘记 {count} 个事实");
        /// `:history` of nothing.
        NoSuchEntry => "no such entry yet; `:history` alone shows the last ones", "还没有这样的记录；`:历史` 显示最近的";
        /// `:set` of something else.
        NoSetting { name: String, known: Vec<String> } => format!("there is no setting `{name}`; there are {}", listed(known)), format!("没有设置项「{name}」；可设置的有{}", listed_zh(known));
        /// A setting with a value that it does not take.
        SettingTakes { value: String, known: Vec<String> } => if known.is_empty() { format!("`{value}` is no number") } else { format!("it does not take `{value}`; it takes {}", listed(known)) }, if known.is_empty() { format!("「{value}」不是数字") } else { format!("不接受「{value}」；可选{}", listed_zh(known)) };
        /// `:watch`
        Watching { on: bool, files: usize } => if *on { format!("watching {files} file{}: what changes is read again before the next answer", s(*files)) } else { "not watching; `:reload` reads the files again".to_owned() }, if *on { format!("正在监视 {files} 个文件：有改动就在下一次回答之前重读") } else { "不再监视；`:重载` 重新读入文件".to_owned() };
        /// Files were read again.
        FilesChanged => "the files have changed:", "文件有改动：";
        /// Files have changed while the prompt waits.
        FilesWillBeRead => "the files have changed; they are read again before the next answer", "文件有改动；将在下一次回答之前重新读入";
        /// Files could not be read again.
        StaleFiles => "warning: the files on disk have changed and cannot be loaded; this answer rests on what was loaded before", "警告：磁盘上的文件已改动但无法载入；以下回答依据的是改动前的内容";
        /// `:edit` from a pipe.
        EditNeedsTerminal => "an editor needs a terminal; change the file and then `:reload`", "编辑需要在终端上进行；请改好文件后 `:重载`";
        /// `:edit` without a file.
        NothingToEdit => "there is no file to edit; `:load PATH` loads one, `:edit 专利导航` opens the file that a matter stands in", "没有可编辑的文件；请先 `:载入 路径`，或用 `:编辑 专利导航` 打开该事项所在的文件";
        /// An editor that could not be started.
        NoEditor { name: String, why: String } => format!("the editor `{name}` does not start: {why}; set `EDITOR` to one that does"), format!("编辑器 `{name}` 无法启动：{why}；请用环境变量 EDITOR 指定");
        /// `:reload` without files.
        NothingToReload => "no file was loaded that could be read again", "没有载入过文件，无从重载";

        // ------------------------------------------------------------ documents together

        /// D001
        UseMissing { path: String } => format!("there is no file `{path}`"), format!("没有文件「{path}」");
        /// D001
        UseUnreadable { path: String, why: String } => format!("`{path}` cannot be read: {why}"), format!("无法读取「{path}」：{why}");
        /// D001
        UseNotUtf8 { path: String } => format!("`{path}` is not UTF-8"), format!("「{path}」不是 UTF-8 编码");
        /// D001
        UseNotRelative { path: String } => format!("`{path}` does not start from the folder of this file"), format!("「{path}」不是从本文件所在文件夹写起的路径");
        /// D001
        UseNotRuleFile { path: String } => format!("`{path}` is no rule file"), format!("「{path}」不是规则文件");
        /// D002
        UseOutside { path: String, root: String } => format!("`{path}` lies outside of `{root}`"), format!("「{path}」在「{root}」之外");
        /// D003
        UseCycle { files: Vec<String> } => format!("these files use each other in a circle: {}", files.join(" → ")), format!("这些文件互相引入，成了循环：{}", files.join(" → "));
        /// D003
        UseTooDeep { limit: usize } => format!("files use files that use files, more than {limit} deep"), format!("文件层层引入，超过 {limit} 层");
        /// D004
        UseOfRules { path: String } => format!("`{path}` has rules and no policy header, so it is neither words to share nor a document"), format!("「{path}」有规则而没有政策标头，既不是共用词汇，也不是一份文件");
        /// D004
        PrefixOfDocument { path: String } => format!("`{path}` is a document: its names are not taken over, so there is nothing to put a name before"), format!("「{path}」是一份文件，它的名称并不并入本文件，无须另加前缀");
        /// D005
        UseNowhere => "`use` needs a file to start from", "`引入` 要从一个文件写起";
        /// D006
        NothingToDivide { lower: String, upper: String } =>
            format!("no level of {upper} performs work under {lower}, or is made of levels that do"),
            format!("{upper}的各层级，都不在{lower}承办，也不由其承办层级组成");
        /// D006
        DividesUnknown { level: String, upper: Vec<String> } => if let [upper] = upper.as_slice() { format!("{upper} has no level `{level}` whose part could be divided") } else { format!("none of {} has a level `{level}` whose part could be divided", upper.join(", ")) }, if let [upper] = upper.as_slice() { format!("{upper}没有「{level}」这一层级，无从划分其部分") } else { format!("{}都没有「{level}」这一层级，无从划分其部分", upper.join("、")) };
        /// The document above is not among those that the file uses.
        NotAmongUsed { document: String } => format!("not held against {document}: none of the documents that this file uses has that number"), format!("未与{document}对照：本文件引入的文件中没有这一文号");
        /// An amount whose shares lie in several documents.
        AmountAcross => "the amount is not divided here: its shares are those in all", "金额未在此分配：应按合计比例计算";
        /// Shares of which it is not known what they are of.
        AmountOpen => "the amount is not divided: the documents above do not say what share of it is left to this one", "金额未分配：上级文件没有说明其中多大份额留给本文件";
        /// Policies that a question for cases was not put to.
        NotAskedOf { policies: Vec<String> } => format!("not asked of {}: not every word of the question is known there", policies.join(", ")), format!("未查问{}：提问中有它不认识的词语", policies.join("、"));
        /// A document above that is not in force on all days of a case.
        WhileAbove { document: String, from: Option<String>, until: Option<String> } => format!("this holds while {document} is in force{}; for other days ask with `on`", match (from, until) { (Some(from), Some(until)) => format!(", from {from} until {until}"), (Some(from), None) => format!(", from {from} on"), (None, Some(until)) => format!(", until {until}"), (None, None) => String::new() }), format!("以上适用于{document}施行期间{}；其他日期请在提问时写明", match (from, until) { (Some(from), Some(until)) => format!("（{from} 至 {until}）"), (Some(from), None) => format!("（自 {from} 起）"), (None, Some(until)) => format!("（至 {until}）"), (None, None) => String::new() });
        /// A policy that does not answer beside others that do.
        AsksBack { policy: String, english: (String, String), chinese: (String, String) } => format!("{policy} does not answer: {}{}{}", english.0, if english.0.ends_with('?') { " " } else { "; " }, english.1), format!("{policy}没有作答：{}{}{}", chinese.0, if chinese.0.ends_with('？') { "" } else { "；" }, chinese.1);
        /// D007
        SeveralDocuments { document: String } => format!("two documents above have the number {document}, and nothing says which of them is meant"), format!("有两份上级文件的文号都是{document}，无从得知所指的是哪一份");
        /// An answer that a document above decides.
        WhyNotAcross { document: String } => format!("{document} has to do with this answer as well; what would change it is worked out within one document only"), format!("该答案还与{document}有关；“怎样才会不同”只能在一份文件之内推算");
        /// What a document above says.
        DocumentSays { cite: String, english: String, chinese: String } => format!("above: {cite} says {english}"), format!("上级：{cite}：{chinese}");
        /// What the document that is asked says, while one above asks for more.
        SaysItself { cite: String, english: String, chinese: String } => format!("by itself {cite} says {english}; what the document above says depends on what is not known yet"), format!("本文件自身的规定：{cite}：{chinese}；上级文件如何规定，取决于尚不知道的事实");
        /// Beside an answer: a document above lists other matters under the same heading.
        OthersListedAbove { document: String, group: String, listed: Vec<String> } => format!("above: {document} does not list this matter; under `{group}` it lists {}: if it is one of these, make it an alias", super::listed(listed)), format!("上级：{document}没有列出该事项；「{group}」之下列有{}：如系其中一项，请写为别名", listed_zh(listed));
        /// A document above does not list the matter.
        NotListedAbove { document: String, near: Option<String> } => match near {
            Some(near) => format!("above: {document} does not list this matter; it lists `{near}`: if that is this matter, make it an alias"),
            None => format!("above: {document} does not list this matter"),
        }, match near {
            Some(near) => format!("上级：{document}没有列出该事项，但列有「{near}」；如系同一事项，请写为别名"),
            None => format!("上级：{document}没有列出该事项"),
        };
        /// The answer denies what the document above says.
        AgainstDocument { below: Option<String>, document: String } => format!("{} contradicts {document}; no clause says which of the two holds", below.as_deref().unwrap_or("this")), format!("{}与{document}相抵触，没有条款说明以哪个为准", below.as_deref().unwrap_or_default());
        /// A maxim decides which of two documents holds.
        ByMaxim { maxims: Vec<Word>, declared_by: Vec<String>, holds: String, lost: String } =>
            format!("by {}, which {} declare{}: {holds} holds, {lost} does not", maxim_names(maxims, Lang::En), declared_by.join(" and "), if declared_by.len() == 1 { "s" } else { "" }),
            format!("依{}（{}载明适用）：以{holds}为准，不适用{lost}", maxim_names(maxims, Lang::Zh), declared_by.join("、"));
        /// What a document says that does not hold.
        SetAside { cite: String, english: String, chinese: String } => format!("set aside: {cite} says {english}"), format!("不予适用：{cite}：{chinese}");
        /// Before the rules of a document that does not hold.
        AmongThemselves { document: String } => format!("the rules of {document}, among themselves:"), format!("{document}各条规则之间：");
        /// Maxims that are declared decide differently.
        MaximsAgainst { below: Option<String>, document: String, votes: Vec<(Word, String, String)> } =>
            format!("{} contradicts {document}; the maxims that are declared decide differently, and nothing says which comes first: {}", below.as_deref().unwrap_or("this"), votes.iter().map(|(maxim, by, holds)| format!("{} ({by}) is for {holds}", maxim_names(std::slice::from_ref(maxim), Lang::En))).collect::<Vec<_>>().join(", ")),
            format!("{}与{document}相抵触；载明的适用原则结论不一，也没有写明先后：{}", below.as_deref().unwrap_or_default(), votes.iter().map(|(maxim, by, holds)| format!("{}（{by}）以{holds}为准", maxim_names(std::slice::from_ref(maxim), Lang::Zh))).collect::<Vec<_>>().join("，"));
        /// Special over general is declared, and does not tell which.
        NeitherIsSpecial => "`special over general` is declared and decides nothing here: the cases of neither clause all lie inside those of the other", "虽载明“特别法优于一般法”，但两个条款的情形互不完全包含，无从据以决定";
        /// Later over earlier is declared, and does not tell which.
        NeitherIsLater => "`later over earlier` is declared and decides nothing here: the days that both documents state do not say which is later", "虽载明“新法优于旧法”，但两份文件都写明的日期分不出先后，无从据以决定";
        /// The shares of all documents.
        InAll { shares: Vec<String> } => format!("in all: {}", shares.join(" + ")), format!("合计：{}", shares.join("、"));
        /// A level whose document is not loaded.
        BelowNotLoaded { level: String } => format!("below {level}: not loaded"), format!("{level}以下：未载入");
        /// A document's list does not have the matter.
        NotOnList { fact: Called, document: String } => format!("`{fact}` is no: {document} does not list this matter", fact = fact.en()), format!("「{fact}」为否：{document}没有列出该事项", fact = fact.zh());
        /// A document's list has the matter.
        OnList { fact: Called, value: bool, cite: String } => format!("`{fact}` is {}, by {cite}", if *value { "yes" } else { "no" }, fact = fact.en()), format!("「{fact}」为{}，见{cite}", if *value { "是" } else { "否" }, fact = fact.zh());
        /// A document's list is open.
        ListIsOpen { fact: Called, document: String } => format!("`{fact}` is not known: {document} does not name this matter, and its list is open", fact = fact.en()), format!("「{fact}」无法确定：{document}没有点名该事项，而它的清单是开放的", fact = fact.zh());
        /// A near name stands on the list.
        ListedAsNear { fact: Called, document: String, near: String } => format!("`{fact}` is not known: {document} lists `{near}`; if that is this matter, make it an alias", fact = fact.en()), format!("「{fact}」无法确定：{document}列有「{near}」；若是同一事项，请写成别名", fact = fact.zh());
        /// The document does not decide.
        ListUndecided { fact: Called, document: String, matter: String } => format!("`{fact}` is not known: {document} lists `{matter}` and does not decide it", fact = fact.en()), format!("「{fact}」无法确定：{document}列有「{matter}」，但没有作出决定", fact = fact.zh());
        /// The list is not in force.
        ListNotInForce { fact: Called, document: String } => format!("`{fact}` is not known: {document} is not in force on all days that this is about; ask about a day on which it is, or give `{fact}`", fact = fact.en()), format!("「{fact}」无法确定：所问日期并不都在{document}施行期间内；请就它施行的某一天提问，或者直接给出「{fact}」", fact = fact.zh());
        /// The query says otherwise than the list.
        AskedAgainstList { fact: Called } => format!("the question gives `{fact}`, and the loaded document says otherwise:", fact = fact.en()), format!("提问给出了「{fact}」，而已载入的文件另有说法：", fact = fact.zh());
        /// A reconstruction decides a fact, and is not accepted.
        NotAccepted { document: String } => format!("{document} is loaded as a reconstruction, so this is not taken; `--accept-reconstruction` takes it"), format!("载入的{document}是复原本，故不采用；`--accept-reconstruction` 则予采用");
        /// A reconstruction decides a fact.
        RestsOnReconstruction { document: String } => format!("this rests on a reconstruction of {document}, which is accepted here"), format!("以上依据{document}的复原本，此处已予采用");
        /// The policy is a reconstruction.
        IsReconstruction { name: String, because: String, accepted: bool } =>
            if *accepted { format!("this rests on a reconstruction of {name} ({because}), which is accepted here") } else { format!("this file is a reconstruction of {name} ({because}); `--accept-reconstruction` takes it as it stands") },
            if *accepted { format!("以上依据{name}的复原本（{because}），此处已予采用") } else { format!("本文件是{name}的复原本（{because}）；`--accept-reconstruction` 则按复原本作答") };
    }
}

/// Returns legal maxims between signs.
fn maxim_names(maxims: &[Word], lang: Lang) -> String {
    let names = maxims.iter().map(|maxim| maxim.text(lang));
    match lang {
        Lang::En => names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and "),
        Lang::Zh => names.map(|name| format!("“{name}”")).collect::<Vec<_>>().join("、"),
    }
}
