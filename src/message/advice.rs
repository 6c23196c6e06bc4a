//! What to do about a diagnostic or a finding. A flat table, in both languages.

use super::{Called, Form, Lang, catalogue, in_each, listed, listed_zh};

catalogue! {
    /// Advice with its facts.
    Advice {
        /// A near name.
        DidYouMean { name: String } => format!("did you mean `{name}`?"), format!("是不是「{name}」？");
        /// The right text.
        Write { right: String } => format!("write `{right}`"), format!("请写 `{right}`");
        /// A keyword where a name should stand.
        KeywordAsName { word: String } => format!("`{word}` is a keyword: choose another name, or put it between quotes wherever it is written: `\"{word}\"`"), format!("「{word}」是关键词：请换个名称，或每次都加引号：`\"{word}\"`");
        /// A condition behind the answer.
        BeforeArrow { word: String } => format!("`{word} …` stands before `=>`"), format!("「{word} …」写在 `=>` 之前");
        /// Several payers.
        OnePayer => "several payers have shares: `payer city 60%, county 40%`; where they pay jointly write `payer unstated`, where another document sets it `payer elsewhere \"…\"`", "多个支出方要写比例：`支出 市 60%, 县 40%`；共同承担而未分比例写 `支出 未分摊`，由其他文件规定写 `支出 另定 \"…\"`";
        /// A comma before a clause.
        NoComma { word: String } => format!("no comma stands before `{word}`; it follows the whole answer: `=> shared, payer county {word} …`"), format!("「{word}」前面不写逗号，写在整个答案之后：`=> 共同, 支出 县 {word} …`");
        /// A figure with commas in it.
        NoThousands => "figures are written without commas: `1200`, `3万`, `500万元`", "数字里不写逗号：`1200`、`3万`、`500万元`";
        /// Tests with a comma between.
        JoinTests => "tests are joined by `and` or `or`: `when scope is 全市性 and level is city`", "条件之间用 `且` 或 `或` 连接：`当 范围 为 全市性 且 层级 为 市`";
        /// How a condition is written.
        Condition => "a condition is written like this: `scope is 全市性`, `scope is not 全市性`, `scope in { 全市性, 县区 }`, `investment at least 500万元`; several are joined by `and` and `or`, and `at level …` stands before `when`", "条件的写法如：`范围 为 全市性`、`范围 不为 全市性`、`范围 属于 { 全市性, 县区 }`、`投资额 不低于 500万元`；几个条件用 `且`、`或` 连接，`层级 …` 写在 `当` 之前";
        /// A name with signs or blanks in it.
        QuoteName => "a name with a blank or another sign in it stands between quotes: `matter \"专利 导航\" => …`; if the name is finished, `=>` follows", "名称里有空格或其他符号时要加引号：`事项 \"专利 导航\" => …`；名称若已写完，后面是 `=>`";
        /// A comment in the manner of another language.
        Comment => "comments begin with `//` or `#` and end with their line", "注释以 `//` 或 `#` 开头，到行末为止";
        /// A level where `payer` should stand.
        PayerFirst { level: String } => format!("write `payer {level}` if it pays"), format!("若由它支出，请写 `支出 {level}`");
        /// A document without quotes.
        GovernedQuotes => "the document stands between quotes: `governed by \"外交领域改革方案\"`", "文件名要加引号：`适用 \"外交领域改革方案\"`";
        /// A list of matters without braces.
        Braces => "several matters stand in braces: `matter { 专利导航, 执法 } => …`; a name with 、 stands between quotes", "多个事项写在花括号里：`事项 { 专利导航, 执法 } => …`；名称里有「、」要加引号";
        /// A quotation without its keyword.
        QuoteWord => "write `quote` before the document's words: `quote \"…\"`", "引用原文前写 `原文`：`原文 \"…\"`";
        /// Names without a comma between.
        Separator { word: String } => format!("is a comma missing before `{word}`?"), format!("「{word}」前面是不是缺了逗号？");
        /// A keyword run together with a name.
        Space { keyword: String } => format!("put a space after `{keyword}`"), format!("「{keyword}」后面请空一格");
        /// A figure run together with a name.
        SpaceBefore { figure: String } => format!("put a space before `{figure}`"), format!("「{figure}」前面请空一格");
        /// An answer that names no payer behind its keyword.
        WhoPays { clause: String } => format!("behind `payer` stands who pays: `payer county {clause} …`"), format!("`支出` 后面要写明由谁支出：`支出 县 {clause} …`");
        /// A list of matters without braces.
        ListBraces => "a list of matters stands in braces: `matters { 农村公路 also 乡村道路, 执法 }`", "事项清单写在花括号里：`事项清单 { 农村公路 又称 乡村道路, 执法 }`";
        /// A name in which a sign only looks like the right one.
        OtherSign { name: String, typed: String, right: String } => format!("`{name}` is declared, and looks alike: the sign here is {typed}, there it is {right}; type the word anew everywhere"), format!("已声明的是字形相近的「{name}」：这里的字是 {typed}，那里是 {right}；请逐处重新键入");
        /// R006
        OneRow => "write one row with all that belongs to it: `第一档 : 内蒙古, 广西`", "请并成一行，写全所属各项：`第一档 : 内蒙古, 广西`";
        /// R006
        DeclaredTwice => "take one away; if two things are meant, give one of them another name", "请删去其中一个；若确是两项，请给其中一个换名";
        /// P026
        OddBlank => "type an ordinary space instead", "请改为普通空格";
        /// The shape of the statement.
        Form { form: Form } => format!("it is written like this: `{}`", form.example(Lang::En)), format!("写法如：`{}`", form.example(Lang::Zh));
        /// The shape of a query.
        QueryForm => "a query is written like this: `专利导航 at county, scope is 全市性 on 2025-10-01`", "提问的写法如：`专利导航 在 县，范围 为 全市性 于 2025-10-01`";
        /// A section where a matter is expected.
        AskOfSection { first: String, names: Vec<String> } => format!("ask about one of its matters, {} (`{first} at county`)", listed(names)), format!("请问其中的一个事项：{}（`{first} 在 县`）", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、"));
        /// A name near to listed ones by its words.
        MeantOrQuoted { name: String, first: String, names: Vec<String>, more: usize } => format!("if so, ask {}{}, with what is known behind the name (`{first} at county`); if you mean another matter, put it in quotes: `{name}`", listed(names), if *more > 0 { format!(" or {more} more") } else { String::new() }), format!("若是，请问 {}{}，层级等写在名称之后（`{first} 在 县`）；若确是另一件没有列出的事，请加引号：`{name}`", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、"), if *more > 0 { format!("（另有 {more} 项）") } else { String::new() });
        /// The question that is meant.
        Ask { question: String } => format!("ask `{question}`"), format!("请问 `{question}`");
        /// Q001, Q004
        AskEach { questions: Vec<String> } => format!("ask about one at a time: {}", questions.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")), format!("一次问一个，请分别问：{}", questions.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join("、"));
        /// Q001
        OneMatter => "ask about one matter or group at a time", "一次只问一个事项或一组";
        /// Q004
        AskOutright { listed: String } => format!("ask `{listed}`: the answer says who has the authority, and who pays"), format!("请直接问 `{listed}`：答案会写明事权归属和由谁支出");
        /// A question about a listed matter.
        AskListed { listed: String } => format!("ask one thing about one matter: `{listed}`, `{listed} at county`, `who pays {listed}`; for a matter that is not listed: `any other matter`"), format!("一次只问一个事项：`{listed}`、`{listed} 在 县`、`谁承担 {listed}`；问没有列出的事项：`其他事项`");
        /// A word behind a question for cases.
        AfterQuestion => "behind the question stand a group of matters, a level, or a fact: `what does county pay for in 对外合作, scope is 全市性`; `:matters` lists the matters", "问题后面可写事项组、层级或事实：`县承担什么 对外合作，范围 为 全市性`；`:事项` 列出事项";
        /// What can be asked in words.
        Questions => "ask like this: `专利导航 at county`, `who pays 专利导航 at county`, `what does county pay for`, `what is county responsible for`, `which matters are shared`, `where is the answer undetermined`, `* at county`", "可以这样问：`专利导航 县`、`谁承担 专利导航 县`、`县承担什么`、`县负责哪些`、`哪些事项是共同的`、`哪里未定`、`所有事项 县`";
        /// Where what a level does not pay for is to be found.
        AskWithoutNot { level: Called } => format!("ask `what does {level} pay for`, or `what is {level} responsible for`: what never is stands there under “never”", level = level.en()), format!("请问 `{level}承担什么` 或 `{level}负责什么`：列在“从不”之下的就是", level = level.zh());
        /// What can be asked instead of what is done jointly.
        AskShared => "ask `which matters are shared` for shared authority; `all matters` says of each who pays", "问共同财政事权：`哪些事项是共同的`；谁来支出：`所有事项` 会逐项列出";
        /// What statements there are.
        Statements => "statements begin with policy, section, matters, level, performer, fact, table, parameter, answer, matter, rule, otherwise, impossible, acknowledge, starts, remark, use, sections, allow, given or expect", "语句以 政策、章节、事项清单、层级、承办、事实、分档表、参数、答项、事项、规则、其余、不可能、认可、起始、说明、引入、章节清单、容许、已知 或 预期 开头";
        /// P005
        SameOrOwner => "write `same level` (承办级) for the performing unit's level, or `owner level` (事权级) for the level that has the authority", "承办单位的层级写 `承办级`，拥有事权的层级写 `事权级`";
        /// P007
        LevelsWithOr => "write `at level city or county`", "请写 `层级 市 或 县`";
        /// P008
        CloseBlockBefore { line: usize, word: String } => format!("write `}}` on a line of its own before line {line} (`{word} …`)"), format!("请在第 {line} 行（`{word} …`）之前另起一行写 `}}`");
        /// P008
        CloseBlock => "close it with `}` on a line of its own", "请另起一行写 `}` 结束";
        /// P009
        StrayBrace => "take it away, or open the section that it should close", "请删去，或补上它所结束的章节开头";
        /// P010
        NestedSection => "sections do not nest: close the first, or give the second its full label, such as `二(六)第二段`", "章节不能嵌套：请先结束前一章节，或写出完整编号，如 `二(六)第二段`";
        /// P011
        Unnest => "split the condition into several rules", "请把条件拆成几条规则";
        /// P012
        FirstRule => "a first rule is written like this: `matter 专利导航 at level county => shared, payer county`", "第一条规则可以这样写：`事项 专利导航 层级 县 => 共同, 支出 县`";
        /// P013
        Date => "write it like this: `2025-09-26` or `2025年9月26日`", "写法如：`2025-09-26` 或 `2025年9月26日`";
        /// P014
        PartTwice => "state one class and one payer: `shared, payer county`; several payers have shares (`payer city 60%, county 40%`) or pay jointly (`payer unstated among { city, county }`)", "只写一个事权归属和一个支出方：`共同, 支出 县`；多个支出方要写比例（`支出 市 60%, 县 40%`），或写共同承担（`支出 未分摊 限于 { 市, 县 }`）";
        /// P015
        Fields => "a header has title \"…\", under \"…\", the dates issued, published, effective and until, divides and remainder with a level, maxims, and reconstruction \"…\"", "标头可写 `标题 \"…\"`、`依据 \"…\"`，`成文`、`发布`、`施行`、`有效期至` 和日期，`划分`、`尾数` 和层级，`适用原则`，以及 `复原 \"…\"`";
        /// P015
        Maxims => "after `maxims` stand `upper over lower`, `special over general` or `later over earlier`, with commas between several; `then` before one says that it is asked only where those before it decide nothing", "“适用原则”后面写 `上位法优于下位法`、`特别法优于一般法`、`新法优于旧法`；前面写 `其次`，表示前述原则不能决定时才适用它";
        /// P017
        MixedJoiners => "use `or` for one of several values, `and` for several at once", "其中之一用 `或`，同时具备用 `且`";
        /// P018
        SplitFile => "split the file by policy", "请按政策拆分文件";
        /// P020
        ClauseTwice => "keep one of them", "只保留一个";
        /// P022
        GluedEtc { name: String, stem: String } => format!("write `{stem}, etc`, or the name between quotes: `\"{name}\"`"), format!("请写 `{stem} 等`；若确是名称，请加引号：`\"{name}\"`");
        /// P022
        OtherOrEtc => "write `etc` at the end for further values; a value of this name stands between quotes: `\"其他\"`", "还有别的取值，在末尾写 `等`；确是一个取值，请加引号：`\"其他\"`";
        /// P023
        UnclosedQuote => "text stands between quotes, on one line: `quote \"分别承担支出责任\"`", "文字写在引号内，不能跨行：`原文 \"分别承担支出责任\"`";
        /// P021
        MissingComma => "write a comma before it; everything else stays as it is", "请在它前面加一个逗号，其余不变";
        /// P001
        PartOfAnswer { part: String } => format!("this is a part of the answer before it: it follows a comma, not `;` or a line of its own: `…, {part}`"), format!("这是前面答案的一部分，用逗号连接，不用分号，也不单独成句：`…，{part}`");
        /// P001
        CommaInstead { word: String } => format!("write a comma instead of `{word}`"), format!("请把「{word}」改为逗号");
        /// R001
        DeclareMatter { name: String } => format!("declare it: `matters {{ {name} }}`"), format!("请先声明：`事项清单 {{ {name} }}`");
        /// R002
        Levels { known: Vec<Called> } => format!("declared levels: {}", listed(&in_each(known, Called::en))), format!("已声明的层级：{}", listed_zh(&in_each(known, Called::zh)));
        /// R002
        DeclareLevel { name: String } => format!("declare the levels first: `level {name}`"), format!("请先声明层级：`层级 {name}`");
        /// R003
        Facts { known: Vec<String> } => format!("declared facts: {}", listed(known)), format!("已声明的事实：{}", listed_zh(known));
        /// Q001
        OtherOfFact => "name the fact, as in `kind is other`; the matters that are not listed are asked about with `any other matter`", "请写明是哪个事实，如 `种类 为 其他`；问没有列出的事项：`其他事项`";
        /// Q001
        SeveralLevels => "write them apart: `at city or county` for one of two, `at city and county` for both", "几个层级分开写：两者之一写 `在 市 或 县`，两者同时写 `在 市 且 县`";
        /// Q001
        AmountBefore { value: String } => format!("an amount is written `amount {value}`"), format!("金额写作 `金额 {value}`");
        /// Q001
        OnDay { day: String } => format!("a date is written `on {day}`"), format!("日期写作 `于 {day}`");
        /// R004
        ValuesCalled { fact: Called, known: Vec<Called> } => format!("`{}` is one of {}", fact.en(), listed(&in_each(known, Called::en))), format!("「{}」可取{}", fact.zh(), listed_zh(&in_each(known, Called::zh)));
        /// R004
        Values { fact: Called, known: Vec<String> } => format!("`{}` is one of {}", fact.en(), listed(known)), format!("「{}」可取{}", fact.zh(), listed_zh(known));
        /// R005
        Target => "name a rule (`rule 名称: matter …`), a section (`section 二(二)`) or a matter (`matter 执法`)", "请写规则名（`规则 名称: 事项 …`）、章节（`章节 二(二)`）或事项（`事项 执法`）";
        /// R005
        NoPayerThere => "name the rule that states the payers", "请写明确规定支出方的那条规则";
        /// P001
        AmountClause => "no comma stands before `amount`; it follows the whole answer: `=> shared, payer county amount 补助标准 × 人数`", "`金额` 前不写逗号，写在整个答案之后：`=> 共同, 支出 县 金额 补助标准 × 人数`";
        /// R006
        DuplicateName => "give one of them another name", "请给其中一个换名";
        /// R007
        OverrideCycle => "take one `overrides` away", "请去掉其中一个 `优先于`";
        /// R008
        Role => "declare it with levels: `fact affiliation : province | city | county`", "请用层级声明：`事实 隶属关系 : 省 | 市 | 县`";
        /// R009
        Performer => "add the level to `performer : …`, or leave it out here", "请把该层级加入 `承办 : …`，或在此处删去";
        /// R011
        DatesReversed => "`effective` is the first day in force, `until` the last", "`施行` 是施行首日，`有效期至` 是有效末日";
        /// R012
        NoOwner => "name the payer, or write `payer same level` for the performing unit's level", "请写明支出方，或用 `支出 承办级` 表示承办单位的层级";
        /// R013
        OpenFact => "a fact has other values when its list ends in `etc`", "列表以 `等` 结尾的事实才有其他取值";
        /// R014
        NotOpen => "mark the list with `etc`: `matters 对外合作 { 港澳台合作, etc }`", "请给列表加上 `等`：`事项清单 对外合作 { 港澳台合作, 等 }`";
        /// R015
        GivenTwice => "give it once: `at city or county` for one of two, `at city and county` for both", "只写一次：两者之一写 `在 市 或 县`，两者同时写 `在 市 且 县`";
        /// P025
        ClassAfterPayer => "if it pays too, write shares (`payer city 60%, county 40%`) or `payer unstated among { city, county }`; if it has the authority, it stands first: `county, payer city`", "若它也支出，请写比例（`支出 市 60%, 县 40%`）或 `支出 未分摊 限于 { 市, 县 }`；若是事权归属，请写在前面：`县, 支出 市`";
        /// P024
        MixedOrder => "write all of them in order, without `|` and `etc`: `fact severity : 一般 < 较大 < 重大`", "请依次写全，不用 `|` 和 `等`：`事实 级别 : 一般 < 较大 < 重大`";
        /// R001
        Components { of: String, known: Vec<String> } => if known.is_empty() { format!("list its components: `matters {{ {of} with {{ 管理, 建设 }} }}`") } else { format!("its components are {}", listed(known)) }, if known.is_empty() { format!("请列出其组成部分：`事项清单 {{ {of} 含 {{ 管理, 建设 }} }}`") } else { format!("其组成部分有{}", listed_zh(known)) };
        /// R011
        Period => "`from` is the first day, `until` the last", "`自` 是首日，`至` 是末日";
        /// R014
        NotOpenNode => "mark the list with `etc`: `fact region : 辽宁 { 沈阳, 大连 etc } | 吉林`", "请给列表加上 `等`：`事实 地区 : 辽宁 { 沈阳, 大连 等 } | 吉林`";
        /// R015
        NotTogether => "give one of them, or such as agree", "只给其中一个，或给相符的";
        /// R017
        Shares => "exact shares sum to one: `payer central 80%, province 20%`, `payer central, province 8:2`, `payer province 1/3, county 2/3`, or `payer central 50%, rest county`", "比例合计须为 100%：`支出 中央 80%, 省 20%`、`支出 中央, 省 8:2`、`支出 省 1/3, 县 2/3`，或 `支出 中央 50%, 余下 县`";
        /// R018
        InTwoRows => "keep it once", "只保留一处";
        /// R017
        ElsewhereRest => "where one share is set elsewhere, the others share the rest: `payer central elsewhere, rest { province 60%, county 40% }`", "有一方比例另定时，其余各方分担余下部分：`支出 中央 另定, 余下 { 省 60%, 县 40% }`";
        /// R023
        Transfer => "write `transfer yes`, `transfer no`, `transfer from central` or `transfer discretionary`", "请写 `转移支付 有`、`转移支付 无`、`转移支付 来自 中央` 或 `转移支付 酌情`";
        /// R017
        NothingLeft => "nothing is left for the rest: take it away, or make the shares before it smaller", "没有剩余可分：请删去“余下”，或减小前面的比例";
        /// R017
        PayeeTwice => "name each level once, with all that it pays", "每个层级只写一次，写它承担的全部";
        /// R019
        InNoRow => "put each into a row, or write a row for the rest: `第五档 : others`", "请分别列入，或写一行兜底：`第五档 : 其余`";
        /// R020
        Money => "money has a unit and is exact to the fen: `500元`, `500万元`, `3.5亿元`; the units are 分, 角, 元, 千元, 万元, 百万元, 千万元, 亿元", "金额要带单位，精确到分：`500元`、`500万元`、`3.5亿元`；单位有 分、角、元、千元、万元、百万元、千万元、亿元";
        /// R020
        Number => "a whole number is written without a unit: `1200`, `3万`", "整数不带单位：`1200`、`3万`";
        /// R021
        InsideItself => "take out the inner one, or give it a name of its own", "请去掉里面的一个，或另取名称";
        /// R022
        RowsMeet => "narrow one of them, or add a row for just the cases that they share", "请收窄其中一行，或为共同的情形另写一行";
        /// R022
        RowTwice => "take one of them away, or correct what it is for", "请删去其中一行，或改正它所对照的值";
        /// R023
        DeclarePart { name: String } => format!("declare it: `answer {name} : level`; a class and a payer stand apart by a comma"), format!("请先声明：`答项 {name} : 层级`；事权归属与支出方之间用逗号");
        /// R023
        PayerOrPart { name: String, right: String } => format!("who pays is written `{right}`; only if something else is meant, declare it: `answer {name} : level`"), format!("由谁支出写作 `{right}`；确属另一项内容的，才另行声明：`答项 {name} : 层级`");
        /// R023
        Subsidy => "beside a subsidy the main payer is named with `mainly`: `payer mainly county, subsidy city`", "写补助时，主要支出方前写“主要”：`支出 主要 县, 补助 市`";
        /// R023
        OnlyExpected => "a rule states shares, and says nothing of a transfer by leaving it out", "规则只写比例；未提及转移支付时不写即可";
        /// R024
        RowLength => "write one key for each fact, `any` for every value: `第一档, any : central 80%, local 20%`", "每个事实写一项，任意取值写 `任意`：`第一档, 任意 : 中央 80%, 地方 20%`";
        /// R024
        OthersTwice => "keep one of them; `others` is all that no other row names", "只保留一行；“其余”指其他各行没有列出的全部情形";
        /// R024
        BadRowPayer => "write payers: `第一档 : central 80%, local 20%`", "请写支出方：`第一档 : 中央 80%, 地方 20%`";
        /// R024
        TableOfTable => "name the fact whose values are sorted: `table 分档 of region { … }`", "请写被分档的事实：`分档表 分档 依 地区 { … }`";
        /// R024
        TableOfFigures => "test figures in a condition instead: `when investment at least 500万元`", "数值请写在条件里：`当 投资额 不低于 500万元`";
        /// R025
        NotOrdered => "declare the order: `fact severity : 一般 < 较大 < 重大`, or a fact of figures: `fact investment : amount`", "请声明次序：`事实 级别 : 一般 < 较大 < 重大`，或声明数值事实：`事实 投资额 : 金额`";
        /// R026
        ParameterTwice => "end the earlier value before the later begins: `from 2020-01-01 until 2020-12-31 : 74元`", "请让前一数值在后一数值开始前结束：`自 2020-01-01 至 2020-12-31 : 74元`";
        /// R027
        Amount => "multiply one amount of money by numbers: `amount 补助标准 × 人数`, with `parameter 补助标准 { 2020 : 74元 }` and `fact 人数 : number`", "用一个金额乘以数量：`金额 补助标准 × 人数`，其中 `参数 补助标准 { 2020 : 74元 }`，`事实 人数 : 数量`";
        /// Q001
        IsComponent { queries: Vec<(String, String)> } => format!("ask {}", queries.iter().map(|(matter, part)| format!("`{matter} component {part}`")).collect::<Vec<_>>().join(" or ")), format!("请问 {}", queries.iter().map(|(matter, part)| format!("`{matter} 部分 {part}`")).collect::<Vec<_>>().join(" 或 "));
        /// Q001: a component whose name another name holds.
        ComponentOrQuoted { name: String, queries: Vec<(String, String)> } => format!("if it is a component, ask {}; if you mean another matter, put it in quotes: `{name}`", queries.iter().map(|(matter, part)| format!("`{matter} component {part}`")).collect::<Vec<_>>().join(" or ")), format!("若指某事项的组成部分，请问 {}；若确是另一件没有列出的事，请加引号：`{name}`", queries.iter().map(|(matter, part)| format!("`{matter} 部分 {part}`")).collect::<Vec<_>>().join(" 或 "));
        /// Q001
        FactWithoutIs { name: String } => format!("write `{name} is …`"), format!("请写 `{name} 为 …`");
        /// Q001
        NoComponents => "components are listed with `with`: `matters { 消防队伍 with { 管理, 建设 } }`", "组成部分用 `含` 列出：`事项清单 { 消防队伍 含 { 管理, 建设 } }`";
        /// Q003
        Parameter { name: String, known: Vec<String> } => format!("ask about days that it has a value for ({}), or add a row to `parameter {name}`", known.join(", ")), format!("请询问有数值的时间（{}），或在 `参数 {name}` 中补充一行", known.join("、"));
        /// R016
        BadBranch => "write it like this: `needs level { level is city => shared; level is county => gap }`", "写法如：`需要 层级 { 层级 为 市 => 共同; 层级 为 县 => 空白 }`";
        /// C001
        Conflict => "narrow one of them, declare one an exception (`overrides`), or acknowledge what the document itself causes", "请收窄其中一条，或声明例外（`优先于`），或认可文件本身造成的冲突（`认可 冲突`）";
        /// C002
        Gap => "add a rule, declare the case impossible, or acknowledge what the document itself leaves open", "请补充规则，或声明该情形不可能，或认可文件本身留下的空白（`认可 空白`）";
        /// C002
        GapPayer => "add who pays to the rule: `, payer same level`, or a payer by name", "请在规则后补充支出方：`, 支出 承办级`，或写明由谁支出";
        /// C002
        GapRow { key: Option<String> } => match key {
            Some(key) => format!("add a row to the map: `{key} : …`, or `others : …` for all that no row names"),
            None => "add a row for it to the map, or `others : …` for all that no row names".to_owned(),
        }, match key {
            Some(key) => format!("请在对照中补一行：`{key} : …`；或写 `其余 : …`，指各行没有列出的全部情形"),
            None => "请在对照中为该情形补一行，或写 `其余 : …`，指各行没有列出的全部情形".to_owned(),
        };
        /// C002
        GapClass => "add who has the authority: `shared`, or a level", "请补充事权归属：`共同`，或写明层级";
        /// C002, C003
        DeclareLevels => "declare the levels, a line each: `level city`, `level county`; where only some of them perform: `performer : city | county`", "请先声明层级，每级一行：`层级 市`、`层级 县`；只有其中几级承办的，再写 `承办 : 市 | 县`";
        /// C003
        Unreachable => "change its condition, or take it away", "请修改条件，或删去";
        /// C004
        Redundant => "take it away, or quote the clause that it stands for", "请删去，或写出它所依据的原文（`原文`）";
        /// C005
        Stale => "narrow the acknowledgement to what is left, or take it away", "请把认可收窄到仍存在的部分，或删去";
        /// C006
        Failed => "change the rule or the expectation, whichever does not say what the document says", "规则与预期，哪个与文件不符就改哪个";
        /// C007
        Inferred => "declare it, and a misspelt name will be noticed", "声明之后，写错的名称才会被发现";
        /// C008
        TooManyCells => "split the policy, or let rules test fewer facts together", "请拆分政策，或减少同一规则涉及的事实";
        /// C009
        Unconfirmed => "this is a fault of quanze itself: please report it with the file", "这是 quanze 自身的缺陷：请附上文件报告";
        /// R028
        Acknowledge { gap: bool } => format!("what the document itself causes is acknowledged: `acknowledge {} matter … because \"…\"`", if *gap { "gap" } else { "conflict" }), format!("文件本身造成的问题请认可：`认可 {} 事项 … 因为 \"…\"`", if *gap { "空白" } else { "冲突" });
        /// R028
        Lints { known: Vec<String> } => format!("these can be allowed: {}", known.join(", ")), format!("可以容许的有：{}", known.join("、"));
        /// L001
        Unused => "take it away, or write what was forgotten: a condition (`when …`), or the part of an answer", "请删去；若漏写了条件（当 …）或答案的一部分，请补上";
        /// L002
        UnusedLevel { name: String } => format!("take the declaration away; if the document gives `{name}` something, write that rule; if it only names it, `allow L002 because \"…\"`"), format!("请删去这个声明；若文件给了「{name}」事权或支出责任，请补写规则；若文件只是提到它，请写 `容许 L002 因为 \"…\"`");
        /// L003
        NearDuplicate => "if they are one, write one name; if they are two, declare both with `matters`", "若是同一事项，请统一写法；若是两个，请用 `事项清单` 分别声明";
        /// L004
        Confusable => "if they are one, write one name; if they are two, call one of them otherwise", "若是同一个，请统一写法；若是两个，请给其中一个换名";
        /// L004
        OnlyBlanks => "write the name without the blanks everywhere", "请去掉空格，统一写法";
        /// L005
        Cite => "quote the document (`quote \"…\"`), name its section (`cite 二(一)`), or move the rule into its section", "请引用原文（原文 \"…\"），写明出处（出处 二(一)），或移到所在章节里";
        /// L006
        CitedTwice => "state both parts of the answer in one rule", "请把答案的两部分写在同一条规则里";
        /// L007
        Residual => "add the clause about matters that are not listed: `otherwise => undetermined quote \"…\"`; if the document has none, `allow L007 because \"…\"`", "请补上关于未列事项的条款：`其余 => 未定 原文 \"…\"`；若文件没有，请写 `容许 L007 因为 \"…\"`";
        /// L008
        PerformerClause { name: String } => format!("write `at level …` or `same level`; if it is the same whoever performs it, `allow L008 matter {name} because \"…\"`"), format!("请写明层级（层级 …）或承办级；若与由谁承办无关，请写 `容许 L008 事项 {name} 因为 \"…\"`");
        /// L009
        QuoteOfAnother { name: String } => format!("quote the words that speak of it; if the document calls it otherwise, add that name where the matter is listed (`{name} also …`); if the words stand elsewhere, `allow L009 matter {name} because \"…\"`"), format!("请引用提到该事项的文字；若文件另有叫法，请在事项清单里补上（`{name} 又称 …`）；若文字在条款别处，请写 `容许 L009 事项 {name} 因为 \"…\"`");
        /// L010
        UnusedAllowance => "take it away; `quanze check --fix` does", "请删去；`quanze check --fix` 可代劳";
        /// L011
        EmptySection => "write its rules, or say what it holds: `remark \"…\" cite 三`", "请写出它的规则，或说明其内容：`说明 \"…\" 出处 三`";
        /// L012
        UnlistedSection => "correct the label, or add it to `sections`", "请更正编号，或补入 `章节清单`";
        /// L013
        UpperNumber { near: Option<String>, known: Vec<String> } => match near {
            Some(near) => format!("did you mean `{near}`? write `under \"{near}\"`"),
            None => format!("correct the number, or `use` that document; those that are used: {}", known.join(", ")),
        }, match near {
            Some(near) => format!("是否指“{near}”？请写 `依据 “{near}”`"),
            None => format!("请更正文号，或引入那份文件；已引入的有：{}", known.join("、")),
        };
        /// L014
        IdleMaxims => "`use` the document above and name it with `under`; if another document that stands under this one is meant, `allow L014 because \"…\"`", "请引入上级文件，并以 `依据` 写明；若是供下级文件适用，请写 `容许 L014 因为 \"…\"`";
        /// D008
        UnderCycle => "correct `under` in one of these headers: the document above is the one that is implemented", "请更正其中一份标头的 `依据`：依据是被执行的上级文件";
        /// U006
        SettingsForm => "settings are written like this: `[lints]` on a line, then `L005 = \"warning\"`", "设置的写法：一行 `[lints]`，下一行 `L005 = \"warning\"`";
        /// U006
        LintLevels => "write \"off\", \"note\", \"warning\" or \"error\"", "请写 \"off\"（不报）、\"note\"（提示）、\"warning\"（警告）或 \"error\"（错误）";
        /// U006
        PerCent => "write a whole number from 0 to 100", "请写 0 到 100 的整数";
        /// U006
        Settings { known: Vec<String> } => format!("there are {}", known.join(", ")), format!("可写的有：{}", known.join("、"));
        /// U007
        BadBaseline => "remove it, and write it anew with `--write-baseline`", "请先删除，再用 `--write-baseline` 重新写出";
        /// P026
        HiddenCharacter => "take it away, or type the line anew: such characters come along when text is copied, and can make a text look like another one", "请删去，或重新键入这一行：这类字符常随复制粘贴混入，会使文字看上去是另一个意思";
        /// P027
        Radical => "text copied from a PDF has such signs: type the word anew", "从 PDF 复制的文字常带这种符号：请重新键入这个词";
        /// P028
        ReasonInWords => "say why, in words: `because \"文件没有写明由谁支出\"`", "请写明理由，如 `因为 \"文件没有写明由谁支出\"`";
        /// P028
        WordsOrNothing => "write the words between the quotes, or take the clause away", "请在引号内写出文字，或删去这一项";
        /// P027
        MixedAlphabets => "type the word anew in one alphabet; if it is a name on purpose, put it between quotes", "请用同一种字母重新键入；若确为名称，请加引号";
        /// U005
        FewerFiles => "name fewer files, or a smaller folder", "请减少文件，或指定较小的文件夹";
        /// F001
        LayoutUnsure => "this is a fault of the program; please report the file", "这是程序的缺陷，请把该文件反馈给我们";
        /// F002
        CannotWrite => "check the permissions of the file and its folder, and the room on the disk", "请核对文件和文件夹的权限，以及磁盘空间";
        /// F002
        ReadOnly => "make it writable first, if it is yours to change", "若确需改动，请先去掉只读属性";
        /// F002
        RunAgain => "run it again", "请重新运行";
        /// U001
        CannotRead => "check the path and the permissions", "请核对路径和权限";
        /// P001
        RestBehindShares => "what is left stands behind the shares that come before it: `payer city 60%, rest county`; who pays all stands alone: `payer county`", "余下部分写在前面的份额之后：`支出 市 60%，余下 县`；若由一方全部支出，只写该方：`支出 县`";
        /// P001
        QuoteOrWhen { test: String } => format!("a condition has its keywords: `{test}`; a name with a blank in it stands between quotes"), format!("若是条件，请写全关键词：`{test}`；若名称里有空格，请加引号");
        /// F002
        NotReplaced => "name a file that holds text, or one that is not there yet", "请写一个文本文件，或尚不存在的文件名";
        /// U007
        NotOverwritten => "it was left as it is: name another file, or remove it first", "文件原样未动：请换一个文件名，或先将其删除";
        /// U001
        LinkToNothing => "make it lead to a rule file, or remove it", "请使其指向规则文件，或予以删除";
        /// U001
        NoRegularFile => "name a file that holds text; pipes, devices and folders are not read as one", "请写一个文本文件；管道、设备和文件夹不作为文件读取";
        /// U002
        NotUtf8 => "open it in an editor and save it with the encoding UTF-8 (“Save as” has a choice of encodings)", "请用编辑器打开，另存一次，“编码”选 UTF-8";
        /// U003
        NoRuleFiles => "rule files end in `.qz`", "规则文件以 .qz 结尾";
        /// Q002
        Load => "load one with `:load PATH`, or type a rule such as `matter 专利导航 at level county => shared, payer county`", "请用 `:载入 路径` 载入，或直接输入规则，如 `事项 专利导航 层级 县 => 共同, 支出 县`";
        /// Q002
        LoadOne => "load one policy alone, or write a rule about a matter that only one of them lists", "请只载入一个政策，或写只有一个政策列出的事项";
        /// D001
        UsePath => "the path is written from the folder of this file, with `/`: `use \"../liaoning/ip-2024.qz\"`", "路径从本文件所在文件夹写起，用 `/` 分隔：`引入 \"../liaoning/ip-2024.qz\"`";
        /// D002
        UseRoot => "move the file below that folder; it is the nearest that holds `quanze.toml` or `.git`, else the one that the command names or runs in", "请把文件移到该文件夹之内；它是最近的含有 `quanze.toml` 或 `.git` 的文件夹，都没有时是命令所写或所在的文件夹";
        /// D003
        UseCycle => "move what both need into a third file, and use that", "把双方都要用的内容移到第三个文件，再各自引入";
        /// D004
        UseOfRules => "give it a header `policy \"…\"`, or leave only declarations in it", "请给它加上标头 `政策 \"…\"`，或只在其中保留声明";
        /// D004
        PrefixOfDocument => "leave `as …` away", "请删去 `别名 …`";
        /// D005
        UseNowhere => "write it into a file, and load that", "请写进文件，再载入该文件";
        /// D007
        SeveralDocuments => "give the versions of a document numbers of their own, or use only one of them", "给同一文件的各个版本不同的文号，或只引入其中一份";
        /// D006
        SayWhatIsDivided { levels: Vec<String> } => format!("say in the header whose part is divided, one of {}: `divides …`", levels.join(", ")), format!("请在标头写明划分哪一层级的部分（{}）：`划分 …`", levels.join("、"));
        /// D006
        HoldAgainstNamed { named: Vec<String> } => format!("the header stands under {}: `--to` takes the file of that document", named.join(", ")), format!("标头写明依据{}：`--to` 应给出该文件", named.join("、"));
        /// R006
        QualifyName { name: String } => format!("the name comes from two files: give the names of one of them a word before: `use \"…\" as 甲`, then write `甲·{name}`"), format!("这个名称来自两个文件：给其中一个文件的名称加前缀，`引入 \"…\" 别名 甲`，然后写 `甲·{name}`");
    }
}
