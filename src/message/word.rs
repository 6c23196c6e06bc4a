//! Words and short phrases: statuses, answers, the command line, the prompt. A flat table, in both languages.

use super::catalogue;

catalogue! {
    /// A word or a phrase.
    Word {
        /// Status `decided`.
        Decided => "decided", "已确定";
        /// Status `undetermined`, and a part that is.
        Undetermined => "undetermined", "未定";
        /// Status `retained`.
        Retained => "retained", "上级保留";
        /// Status `governed`.
        Governed => "governed by another document", "由其他文件规定";
        /// Status `not-in-force`.
        NotInForce => "not in force", "不在有效期内";
        /// Status `conflict`.
        Conflict => "conflict", "冲突";
        /// Status `gap`.
        Gap => "gap", "空白";
        /// Status `impossible`.
        Impossible => "impossible", "不可能";
        /// Status `needs-facts`.
        NeedsFacts => "needs facts", "缺少事实";
        /// The facts that are asked for.
        Needs { facts: Vec<String> } => format!("needs {}", facts.join(", ")), format!("需要知道：{}", facts.join("、"));

        /// Beside what came out, where a citation is expected.
        CitesNothing => "no section is cited", "没有引用任何章节";
        /// A document's text, where it is what is missing.
        TextOf { document: String } => format!("the text of {document}"), format!("{document}的原文");

        /// From what to what.
        FromTo { from: String, to: String } => format!("{from} → {to}"), format!("{from} → {to}");
        /// A side that does not say who has the authority.
        NoClass => "authority not stated", "事权未规定";
        /// A side that does not say who pays.
        NoPayer => "payer not stated", "支出责任未规定";
        /// A side that does not say a further part.
        NoFurther { part: String } => format!("{part} not stated"), format!("{part}未规定");
        /// A side that says nothing.
        SaysNothing => "nothing said", "没有规定";
        /// Before a rule of the old policy.
        Before => "before", "原";
        /// Before a rule of the new policy.
        After => "after", "现";
        /// Before a rule of the upper policy.
        AboveSays => "above", "上级";
        /// Before a rule of the lower policy.
        HereSays => "here", "本级";
        /// A period without a first or a last day.
        Always => "on every day", "任何日期";
        /// A class of one level.
        Exclusive { level: String } => format!("{level} alone"), format!("{level}财政事权");
        /// A class of several.
        Shared => "shared", "共同财政事权";
        /// A class of several that are named.
        SharedAmong { levels: Vec<String> } => format!("shared among {}", levels.join(", ")), format!("{}共同财政事权", levels.join("、"));
        /// A class that somebody above keeps.
        RetainedBy { by: String } => format!("retained by {by}"), format!("由{by}保留");
        /// A class that another document governs.
        GovernedBy { document: String } => format!("governed by {document} (not loaded)"), format!("适用「{document}」（未载入）");
        /// A class that follows another document by analogy.
        ByAnalogy { document: String } => format!("by analogy with {document} (not loaded)"), format!("参照「{document}」（未载入）");
        /// A class for which the rules in force before are kept.
        ExistingRules => "governed by the existing rules", "按照现行规定执行";
        /// The same, with the document that holds them.
        ExistingRulesOf { document: String } => format!("governed by the existing rules of {document} (not loaded)"), format!("按照现行规定「{document}」（未载入）执行");
        /// The payer.
        PaidBy { payer: String } => format!("payer {payer}"), format!("支出责任：{payer}");
        /// Several pay and no split is stated.
        Unstated => "joint (split not stated)", "共同承担，比例未明确";
        /// Several that are named pay and no split is stated.
        UnstatedAmong { levels: Vec<String> } => format!("{} jointly (split not stated)", levels.join(", ")), format!("{}共同承担，比例未明确", levels.join("、"));
        /// What each payer pays, as an expectation says it.
        AmountsAre { amounts: Vec<String> } => format!("amounts {}", amounts.join(", ")), format!("分担额 {}", amounts.join("，"));
        /// Between an answer and what is paid.
        Semicolon => "; ", "；";
        /// Between portions.
        Listing => " + ", "、";
        /// A payee of a rest that is not divided.
        Rest => "the rest", "其余部分";
        /// A share of a rest.
        OfRest { payee: String, share: String } => if share == "100%" { format!("{payee} (the rest)") } else { format!("{payee} {share} of the rest") }, if share == "100%" { format!("其余由{payee}承担") } else { format!("{payee}承担其余的 {share}") };
        /// A share that another document sets.
        PortionElsewhere { payee: String } => format!("{payee} (share set elsewhere)"), format!("{payee}（比例另定）");
        /// A share that a named document sets.
        PortionElsewhereIn { payee: String, document: String } => format!("{payee} (share set by {document})"), format!("{payee}（比例由「{document}」规定）");
        /// Before the rest that upper levels leave.
        AfterUpperShare => "after what upper levels pay", "上级承担之外的部分";
        /// A rest that is paid jointly.
        OpenRest { payee: Option<String> } => match payee { Some(payee) => format!("{payee} (a part of the rest, split not stated)"), None => "the rest jointly (split not stated)".to_owned() }, match payee { Some(payee) => format!("{payee}（共同承担其余，比例未明确）"), None => "其余共同承担（比例未明确）".to_owned() };
        /// A main payer.
        Mainly { payee: String } => format!("mainly {payee}"), format!("以{payee}为主");
        /// A payer of a subsidy.
        Subsidy { payee: String } => format!("{payee} subsidises"), format!("{payee}补助");
        /// `yes`
        Yes => "yes", "有";
        /// `no`
        No => "no", "无";
        /// A transfer from a level.
        TransferFrom { level: String } => format!("from {level}"), format!("来自{level}");
        /// A transfer that may be given.
        Discretionary => "discretionary", "酌情";
        /// A transfer that a level may give.
        DiscretionaryFrom { level: String } => format!("discretionary from {level}"), format!("{level}酌情");
        /// A further part of an answer.
        Further { part: String, value: String } => format!("{part} {value}"), format!("{part}：{value}");
        /// A further part on which rules disagree.
        FurtherClash { part: String, values: Vec<String> } => format!("{part} {}", values.join(" against ")), format!("{part}不一（{}）", values.join(" 与 "));
        /// A component with its answer.
        ComponentIs { component: String, says: String } => format!("{component}: {says}"), format!("{component}：{says}");
        /// Another document sets the payer.
        Elsewhere => "set elsewhere", "另行规定";
        /// A named document sets the payer.
        ElsewhereIn { document: String } => format!("set by {document}"), format!("由「{document}」另行规定");
        /// Classes that disagree.
        ClassClash { values: Vec<String> } => format!("class {}", values.join(" against ")), format!("财政事权归属不一（{}）", values.join(" 与 "));
        /// Payers that disagree.
        PayerClash { values: Vec<String> } => format!("payer {}", values.join(" against ")), format!("支出责任不一（{}）", values.join(" 与 "));
        /// Before advice.
        Help => "help", "提示";
        /// Between parts of an answer.
        Comma => ", ", "，";
        /// Between a head and what it heads.
        Colon { left: String, right: String } => format!("{left}: {right}"), format!("{left}：{right}");
        /// A rule of a conflict with what it says.
        RuleSays { rule: String, says: String } => format!("[{rule}] says {says}"), format!("[{rule}] 称：{says}");
        /// A legal maxim.
        UpperOverLower => "upper over lower", "上位法优于下位法";
        /// A legal maxim.
        SpecialOverGeneral => "special over general", "特别法优于一般法";
        /// A legal maxim.
        LaterOverEarlier => "later over earlier", "新法优于旧法";
        /// Cases, one or the other.
        Or { cases: Vec<String> } => cases.join("; or "), cases.join("；或 ");

        /// The day that a question is about.
        TheDay => "the day (`on 2021`)", "日期（`于 2021`）";
        /// The matter as a fact.
        Matter => "matter", "事项";
        /// Valid on one day.
        OnDay { day: String } => format!("on {day}"), format!("{day} 当日");
        /// Valid between days, both included.
        Between { from: String, until: String } => format!("from {from} until {until}"), format!("{from} 至 {until}");
        /// Valid from a day on.
        From { from: String } => format!("from {from}"), format!("自 {from} 起");
        /// Valid until a day, included.
        Until { until: String } => format!("until {until}"), format!("至 {until} 止");

        /// Heading of a list.
        Matters => "matters", "事项";
        /// Heading of a list.
        Levels => "levels", "层级";
        /// Heading of a list.
        Facts => "facts", "事实";
        /// Heading of a list.
        Remarks => "remarks", "说明";
        /// Heading of a list.
        Rules => "rules", "规则";
        /// A kind of name.
        Level => "level", "层级";
        /// A kind of name.
        Fact => "fact", "事实";
        /// A kind of name.
        Value => "value", "取值";
        /// A kind of name.
        Table => "table", "分档表";
        /// A kind of name.
        Row => "row", "档";
        /// A kind of name.
        Parameter => "parameter", "参数";
        /// A kind of name.
        Section => "section", "章节";
        /// In a table: several levels have the authority.
        SharedShort => "shared", "共同";
        /// In a table: the answer depends on further facts.
        DependsOn { facts: Vec<String> } => format!("by {}", facts.join(", ")), format!("视{}", facts.join("、"));
        /// Under a table of answers.
        MatrixLegend => "authority / payer; `by …`: it depends on these facts (`:given` one of them)", "事权 / 支出；“视…”：取决于这些事实（可先用 `:已知` 给出）";
        /// Before a list of matters.
        NotDecidedEverywhere => "not decided in every case:", "并非每种情形都已确定：";
        /// A setting.
        SetLang => "the language of messages: en or zh", "消息语言：英文 或 中文";
        /// A setting.
        SetFormat => "answers as text or as JSON lines", "回答的格式：文本 或 json";
        /// A setting.
        SetAsk => "missing facts are asked for, at a terminal: on or off", "缺少的事实逐个追问（仅在终端上）：开 或 关";
        /// A setting.
        SetWatch => "files that changed are read again: on or off", "文件改动后自动重读：开 或 关";
        /// A setting.
        SetAccept => "reconstructions are taken as they stand: on or off", "复原本按其所写采用：开 或 关";
        /// A setting.
        SetLimit => "how many lines of a list are shown; 0 for all", "列表最多显示几行；0 为全部";
        /// No limit.
        NoLimit => "all", "全部";
        /// A rule in full: its head.
        RuleHead { id: String, cite: String, title: String } => format!("rule [{id}] of {cite} {title}").trim_end(), format!("规则 [{id}]，出自 {cite} {title}").trim_end();

        /// What the program is.
        About => "who has the authority, and who pays: checks and answers policy rule files", "谁的事权、谁来支出：检查并查询政策规则文件";
        /// Examples under the help.
        AfterHelp =>
            "Without a command, starts the prompt.\n\nExamples:\n  quanze check policies\n  quanze eval policies '专利导航 at county'\n\nExit codes: 0 clean, 1 findings, 2 usage or unreadable file, 3 not understood",
            "不带命令时进入交互查询。\n\n示例：\n  quanze check policies\n  quanze eval policies '专利导航 at county'\n\n退出码：0 无问题，1 有发现，2 用法错误或文件读不了，3 看不懂";
        /// `check`
        AboutCheck => "Find conflicts, gaps, idle rules and failed expectations", "检查冲突、空白、无效规则和不成立的预期";
        /// `eval`
        AboutEval => "Answer queries", "回答查询";
        /// `ask`
        AboutAsk => "Answer questions in words: what a level pays for, what is shared, where the answer is open", "回答提问：某级承担什么、哪些是共同的、哪里未定";
        /// `explain`
        AboutExplain => "Explain an answer: every rule about the matter, or what would lead to another answer; or a code", "解释答案：与事项有关的每条规则，或怎样才会得出另一个答案；也可解释代码";
        /// `test`
        AboutTest => "Run the `expect` lines, expected and actual side by side", "运行 expect（预期）语句，对照预期与实际";
        /// `fmt`
        AboutFmt => "Set rule files in the one layout: only blanks change", "整理规则文件的版式：只动空白";
        /// `repl`
        AboutRepl => "Ask questions at a prompt", "交互查询";
        /// A heading of the help.
        Usage => "Usage", "用法";
        /// How it is written.
        UsageQuanze => "quanze [COMMAND] [OPTIONS]", "quanze [命令] [选项]";
        /// How it is written.
        UsageCheck => "quanze check [PATH…] [OPTIONS]", "quanze check [路径…] [选项]";
        /// How it is written.
        UsageEval => "quanze eval PATH [QUERY…] [OPTIONS]", "quanze eval 路径 [提问…] [选项]";
        /// How it is written.
        UsageAsk => "quanze ask PATH [QUESTION…] [OPTIONS]", "quanze ask 路径 [问题…] [选项]";
        /// How it is written.
        UsageExplain => "quanze explain PATH QUERY… [OPTIONS] | quanze explain --code CODE", "quanze explain 路径 提问… [选项] | quanze explain --code 代码";
        /// How it is written.
        UsageTest => "quanze test [PATH…] [OPTIONS]", "quanze test [路径…] [选项]";
        /// How it is written.
        UsageFmt => "quanze fmt [PATH…] [OPTIONS]", "quanze fmt [路径…] [选项]";
        /// How it is written.
        UsageRepl => "quanze repl [PATH…] [OPTIONS]", "quanze repl [路径…] [选项]";
        /// A heading of the help.
        Arguments => "Arguments", "参数";
        /// A heading of the help.
        Options => "Options", "选项";
        /// A heading of the help.
        Commands => "Commands", "命令";
        /// `PATH`
        ArgPath => "A rule file, or a folder of them", "规则文件，或存放规则文件的文件夹";
        /// `PATH…`
        ArgPaths => "Rule files or folders; the current folder if none is given", "规则文件或文件夹；不写则为当前文件夹";
        /// `PATH…`
        ArgFmtPaths => "Rule files or folders; the current folder if none is given; `-` sets standard input and prints it", "规则文件或文件夹；不写则为当前文件夹；`-` 整理标准输入并打印";
        /// `PATH…`
        ArgReplPaths => "Rule files or folders to load", "要载入的规则文件或文件夹";
        /// `QUERY…`
        ArgQuery => "Queries such as '专利导航 at county'; none or `-` reads them from standard input, one a line", "查询，如 '专利导航 at county'；不写或写 `-` 时从标准输入逐行读取";
        /// The queries of `explain`.
        ArgExplained => "Queries such as '专利导航 at county'; none or `-` reads them from standard input, one a line", "查询，如 '专利导航 at county'；不写或写 `-` 时从标准输入逐行读取";
        /// `--why-not`
        OptionWhyNot => "Show what would lead to this answer: a level, `payer county`, `class county`, `shared`, or a status", "列出怎样才会得出此答案：层级、`支出 县`、`事权 县`、`共同`或某种状态";
        /// `--code`
        OptionCode => "Explain the code of a message, such as C001", "解释消息代码，如 C001";
        /// `-c`
        OptionCommand => "An entry to take instead of a prompt; may be given several times", "直接执行的一条输入，可写多次";
        /// The questions of `ask`.
        ArgQuestion => "Questions such as 'what does county pay for'; none or `-` reads them from standard input, one a line", "问题，如 '县承担什么'；不写或写 `-` 时从标准输入逐行读取";
        /// `--format` where answers are rows.
        OptionRowsFormat => "Form of the output: human, json, csv or markdown", "输出格式：human、json、csv 或 markdown";
        /// `--lang`
        OptionLang => "Language of messages: en or zh; the system's if not given", "消息语言：en 或 zh；不写则随系统";
        /// `--color`
        OptionColor => "Colour: auto, always or never; auto if not given", "颜色：auto（自动）、always（总是）或 never（不用）；不写则自动";
        /// `--format`
        OptionFormat { known: String } => format!("Form of the output: {known}; human if not given"), format!("输出格式：{known}；不写则为 human（供人阅读）");
        /// `diff`
        AboutDiff => "Compare two policies: whose answers changed, from what to what", "比较两个政策：哪些答案变了，从什么变成什么";
        /// `conform`
        AboutConform => "Check a policy against the one above it: what it has to allocate, once, and as it was left", "对照上级文件检查：上级留给本级的事项是否逐项划分、只划分一次、不相抵触";
        /// How it is written.
        UsageDiff => "quanze diff OLD NEW [OPTIONS]", "quanze diff 旧文件 新文件 [选项]";
        /// How it is written.
        UsageConform => "quanze conform CHILD --to PARENT [OPTIONS]", "quanze conform 下级文件 --to 上级文件 [选项]";
        /// `OLD`
        ArgOld => "The file to compare with", "用来比较的文件";
        /// `NEW`
        ArgNew => "The file that is compared", "被比较的文件";
        /// `CHILD`
        ArgChild => "The file of the lower level", "下级的文件";
        /// `--to`
        OptionTo => "The file of the level above", "上级的文件";
        /// `--amount`
        OptionAmount => "Show what changes do to an amount, such as 100万元", "显示变化对一笔金额的影响，如 100万元";
        /// `--format` of a difference
        OptionDiffFormat => "Form of the output: human, json or markdown; human if not given", "输出格式：human（供人阅读）、json 或 markdown；不写则供人阅读";
        /// `--accept-reconstruction`
        OptionAcceptReconstruction => "Take what rests on a reconstruction as it stands", "复原本按其所写采用";
        /// A file that should hold policies.
        NoPolicy { path: String } => format!("`{path}` holds no policy"), format!("「{path}」没有政策");
        /// No policies of two files belong together.
        NoneBelong { first: String, second: String } => format!("no policy of `{second}` belongs to one of `{first}`: where a file holds several, two versions have the same number or title, and a plan names the document above it with `under`"), format!("「{second}」与「{first}」中的政策互不对应：一个文件有多个政策时，前后两版须文号或标题相同，下级政策须以 under（依据）写明上级文件");
        /// An amount that is none.
        BadAmount { found: String } => format!("`{found}` is no amount; an amount is written like `100万元`"), format!("「{found}」不是金额；金额的写法如 `100万元`");
        /// A file without findings.
        NothingFound => "nothing found", "无发现";
        /// `--check`
        OptionFmtCheck => "Change nothing; exit with 1 if something would change", "不作改动；若有需要改动之处，退出码为 1";
        /// `--diff`
        OptionFmtDiff => "Change nothing; show what would change", "不作改动，只显示会改动之处";
        /// `--fix`
        OptionFix => "Mend what has one remedy, in the files themselves", "在文件中直接修正只有一种改法的问题";
        /// `--baseline`
        OptionBaseline => "A file of old findings, which fail no check", "旧问题清单（基线）：其中的问题不算失败";
        /// `--write-baseline`
        OptionWriteBaseline => "Write all that is found now to such a file", "把现有问题写入基线文件";
        /// `--list`
        OptionList => "List the lints and how gravely each is told here", "列出各项检查及其在此处的级别";
        /// `lint`
        AboutLint => "Find what is better written otherwise", "找出写法上可以改进之处";
        /// How it is written.
        UsageLint => "quanze lint [PATH…] [OPTIONS]", "quanze lint [路径…] [选项]";
        /// `coverage`
        AboutCoverage => "Count the cases that the rules speak of, by section", "按章节统计规则覆盖的情形";
        /// How it is written.
        UsageCoverage => "quanze coverage [PATH…] [OPTIONS]", "quanze coverage [路径…] [选项]";
        /// `--at-least`
        OptionAtLeast => "Exit with 1 if rules speak of fewer cases, in per cent", "若覆盖率低于此百分比，则退出码为 1";
        /// `--mutants`
        OptionMutants => "Change each rule in turn, and count the changes that an expectation notices", "逐条改动规则，统计预期能发现的改动";
        /// `completions`
        AboutCompletions => "Print completions for a shell", "输出命令补全脚本";
        /// How it is written.
        UsageCompletions => "quanze completions SHELL", "quanze completions SHELL";
        /// `SHELL`
        ArgShell => "bash, zsh, fish, elvish or powershell", "bash、zsh、fish、elvish 或 powershell";
        /// `man`
        AboutMan => "Print a manual page", "输出手册页";
        /// How it is written.
        UsageMan => "quanze man [COMMAND]", "quanze man [命令]";
        /// `COMMAND`
        ArgCommand => "A command; the whole program if none is given", "命令名；不写则为整个程序";
        /// A lint that is not told.
        Off => "off", "不报";
        /// A lint whose level depends.
        Depends => "warning or note", "警告或提示";
        /// A column of coverage.
        Cases => "cases", "情形";
        /// A column of coverage.
        GovernedElsewhere => "governed", "另有规定";
        /// A column of coverage.
        Covered => "covered", "覆盖率";
        /// The last row of coverage.
        All => "all", "合计";
        /// Cases of no section.
        NoSection => "(no section)", "（章节之外）";
        /// `--require`
        OptionRequire => "`decided`: exit with 1 unless every answer is decided", "`decided`：若有答案不是“已确定”，则退出码为 1";
        /// `--help`
        OptionHelp => "Show this help", "显示帮助";
        /// `--version`
        OptionVersion => "Show the version", "显示版本";
        /// A command that does not exist.
        NoSuchCommand { found: String } => format!("there is no command `{found}`; there are check, eval, ask, explain, test, coverage, lint, fmt, diff, conform, repl, completions and man"), format!("没有命令 `{found}`；可用命令：check、eval、ask、explain、test、coverage、lint、fmt、diff、conform、repl、completions、man");
        /// A code that does not exist.
        NoSuchCode { found: String } => format!("there is no code `{found}`; codes look like C001, and docs/errors.md lists them"), format!("没有代码 `{found}`；代码形如 C001，见 docs/errors.md");
        /// A question for cases where one case is explained.
        NotACase { found: String } => format!("`{found}` asks for many cases; `quanze ask` lists them, and one case of them can be explained"), format!("「{found}」问的是许多情形；请用 `quanze ask` 列出，再解释其中一种");
        /// An option that does not exist.
        NoSuchOption { found: String } => format!("`{found}` does not belong here"), format!("这里不能写 `{found}`");
        /// An argument is missing.
        ArgumentMissing { found: String } => format!("missing: {found}"), format!("缺少：{found}");
        /// An option has a value that it does not take.
        BadOptionValue { option: String, found: String, known: String } => format!("`{option}` does not take `{found}`; it takes {known}"), format!("`{option}` 不接受 `{found}`；可选：{known}");
        /// Anything else about the arguments.
        BadArguments { found: String } => format!("the arguments do not fit together: {found}"), format!("参数不成立：{found}");
        /// The frame of a usage error.
        UsageError { what: String } => format!("error U004: {what}\n  help: `quanze --help` shows what can be written"), format!("错误 U004：{what}\n  提示：`quanze --help` 列出可用的写法");

        /// The first lines of a sitting with a policy.
        Greeting { query: String, letters: String } =>
            format!("Ask who has the authority and who pays:  {query}\n`:matrix` shows all answers, `:check` conflicts and gaps; Tab completes, by pinyin too: {letters}\n`:help` shows more, `:quit` leaves."),
            format!("直接提问，问谁的事权、谁来支出：{query}\n`:一览` 列出全部答案，`:检查` 找冲突和空白；Tab 补全，可用拼音：{letters}\n`:帮助` 看说明，`:退出` 离开。");
        /// The first lines of a sitting without one.
        GreetingEmpty =>
            "No policy is loaded yet: `:load PATH` reads one, or type a rule:\n  matter 专利导航 at level county => shared, payer county\nand then ask: 专利导航 at county. `:help` shows more, `:quit` leaves.",
            "还没有载入政策：`:载入 路径` 读入文件，或直接输入规则：\n  事项 专利导航 层级 县 => 共同, 支出 县\n然后直接提问：专利导航 在 县。`:帮助` 看说明，`:退出` 离开。";
        /// Behind an entry over several lines.
        HintGoesOn => "goes on; an empty line ends it", "未完，可接着写；空行结束";
        /// Behind letters that spell names.
        HintTab { names: String } => format!("[Tab] {names}"), format!("[Tab] {names}");
        /// `:help`: examples; behind a tab stands what they do.
        ReplHelp =>
            "Ask\n  专利导航 at county\twho has the authority, who pays, and why\n  专利导航\twhat is not said is asked for\n  专利导航 at county, scope is 全市性 on 2025-10-01\n  any other matter\twhat holds for matters that are not listed\nAdd\n  matter 专利导航 at level county => shared, payer county\n  given affiliation is county\tholds for the questions that follow",
            "提问\n  专利导航 在 县\t谁的事权、谁来支出、依据何在\n  专利导航\t没说的事实会反过来问\n  专利导航 在 县, scope 为 全市性 于 2025-10-01\n  其他未列事项\t文件没有列出的事项怎么办\n添加\n  matter 专利导航 at level county => shared, payer county\n  事项 专利导航 层级 县 => 共同, 支出 县\n  已知 affiliation 为 county\t对后面的提问都有效";
        /// Above the commands.
        ReplCommands =>
            "Commands: any beginning that fits only one will do, and ：is as good as `:`\n`:help check`, `:help :load` and `:help P001` tell of a task, a command or a code:",
            "命令：可只写开头，用 ：也行\n`:帮助 检查`、`:帮助 :载入`、`:帮助 P001` 分别说明一类任务、一个命令、一个代码：";
        /// A task of the help.
        TaskAsk => "ask", "提问";
        /// A task of the help.
        TaskLook => "look", "查看";
        /// A task of the help.
        TaskCheck => "check", "检查";
        /// A task of the help.
        TaskChange => "change", "修改";
        /// A task of the help.
        TaskSitting => "sitting", "其他";
    }
}
