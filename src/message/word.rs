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
        /// `--lang`
        OptionLang => "Language of messages: en or zh; the system's if not given", "消息语言：en 或 zh；不写则随系统";
        /// `--color`
        OptionColor => "Colour: auto, always or never; auto if not given", "颜色：auto（自动）、always（总是）或 never（不用）；不写则自动";
        /// `--format`
        OptionFormat { known: String } => format!("Form of the output: {known}; human if not given"), format!("输出格式：{known}；不写则为 human（供人阅读）");
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
        Section => "section", "章节";
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
        NoSuchCommand { found: String } => format!("there is no command `{found}`; there are check, eval, test, coverage, lint, fmt, repl, completions and man"), format!("没有命令 `{found}`；可用命令：check、eval、test、coverage、lint、fmt、repl、completions、man");
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

        /// The first line of a sitting.
        Banner => "Ask: 专利导航 at county. `:help` shows more, `:quit` leaves.", "直接提问：专利导航 在 县。`:帮助` 看说明，`:退出` 离开。";
        /// `:help`
        ReplHelp =>
            "Ask\n  专利导航 at county                          who has the authority, who pays, and why\n  专利导航                                    what is not said is asked for\n  专利导航 at county, scope is 全市性 on 2025-10-01\n  any other matter                            what holds for matters that are not listed\nAdd\n  matter 专利导航 at level county => shared, payer county\n  given affiliation is county                 holds for the questions that follow\nCommands (any beginning that fits only one; ：works as well)\n  :load PATH…  :reload  :check  :explain QUERY  :list [matters|levels|facts|rules|remarks]  :help  :quit",
            "提问\n  专利导航 at county                          谁的事权、谁来支出、依据何在\n  专利导航                                    没说的事实会反过来问\n  专利导航 在 县, scope 为 全市性 于 2025-10-01\n  其他未列事项                                文件没有列出的事项怎么办\n添加\n  matter 专利导航 at level county => shared, payer county\n  事项 专利导航 层级 县 => 共同, 支出 县\n  已知 affiliation 为 county                  对后面的提问都有效\n命令（可只写开头，用 ：也行）\n  :载入 路径…  :重载  :检查  :解释 提问  :列出 [事项|层级|事实|规则|说明]  :帮助  :退出";
    }
}
