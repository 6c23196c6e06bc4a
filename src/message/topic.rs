//! What `:help` says of each command: first what may follow it, then what it does in one line, then more.

use super::catalogue;

catalogue! {
    /// What a command does.
    Topic {
        /// `:explain`
        Explain => "QUERY\nanswers, and shows every rule that has to do with the answer, in full", "提问\n回答，并列出与答案有关的每条规则的全文";
        /// `:why`
        Why => "[QUERY]\nsays why an answer is so, by the rules that decide it; alone: the last one", "[提问]\n列出决定答案的规则，说明理由；不写则说明上一个答案";
        /// `:trace`
        Trace => "[QUERY]\nshows how every rule about the matter stands: decides, beaten and by what, does not apply and why", "[提问]\n列出与该事项有关的每条规则：起决定作用、被何者优先、因何不适用";
        /// `:whynot`
        WhyNot => "ANSWER [QUERY]\nshows the fewest facts that would have to change for another answer, and the rules that would have to say so\nThe answer is a level (`county`), `payer county`, `class county`, `shared`, or a status such as `gap`.", "答案 [提问]\n要得出另一个答案，最少要改变哪些事实，或须由哪些规则如此规定\n答案可写层级（县）、支出 县、事权 县、共同，或“空白”等状态。";
        /// `:whatif`
        WhatIf => "RULE…\nshows which answers would change, and what would newly be wrong; nothing is changed until `:keep`\nA rule takes the place of the one of its name or id, or of the only one about the same cases; else it is added.", "规则…\n列出哪些答案会改变、会新出现哪些问题；`:保留` 之前什么也不改\n同名（或同编号）的规则，或唯一针对相同情形的规则，会被替换；否则为新增。";
        /// `:keep`
        Keep => "\nkeeps what was tried with `:whatif`", "\n采用 `:假如` 试过的内容";
        /// `:undo`
        Undo => "\ntakes back the last statement that was typed or kept", "\n撤回最近输入或采用的语句";
        /// `:diff`
        Diff => "\nshows where answers differ from the files that were loaded", "\n列出与载入的文件相比，哪些答案不同";
        /// `:save`
        Save => "[FILE]\nwrites the policy with what was typed and kept; alone: over the file that was loaded\nThe file is replaced as a whole, or stays as it was.", "[文件]\n写出政策，包括输入和采用的内容；不写文件名则写回载入的文件\n要么整个替换，要么保持原样。";
        /// `:given`
        Given => "[FACT is VALUE]\nholds for the questions that follow; alone, shows what holds", "[事实 为 取值]\n对后面的提问都有效；不写则列出已给出的";
        /// `:forget`
        Forget => "[FACT]\nforgets a fact that was given; alone, all of them", "[事实]\n忘记给出的事实；不写则全部忘记";
        /// `:matters`
        Matters => "[WORDS]\nlists the matters, or those with the words in them", "[文字]\n列出事项，或只列出含有这些文字的";
        /// `:levels`
        Levels => "\nlists the levels with their local names", "\n列出层级及其别名";
        /// `:facts`
        Facts => "[WORDS]\nlists the facts with their values", "[文字]\n列出事实及其取值";
        /// `:rules`
        Rules => "[MATTER|WORDS]\nlists the rules: all, those about a matter, or those with the words in them", "[事项|文字]\n列出规则：全部、与某事项有关的，或含有这些文字的";
        /// `:remarks`
        Remarks => "[WORDS]\nlists what the document says without allocating anything", "[文字]\n列出文件中不涉及划分的说明";
        /// `:show`
        Show => "NAME\nshows what a matter, level, fact, value, section or rule is, and where it is written", "名称\n显示事项、层级、事实、取值、章节或规则是什么、写在哪里";
        /// `:matrix`
        Matrix => "[WORDS]\nshows every matter at every level in one table; what is given with `:given` holds here too", "[文字]\n用一张表列出每个事项在每个层级的答案；`:已知` 给出的事实同样有效";
        /// `:conflicts`
        Conflicts => "\nshows where rules disagree, with a case for each", "\n列出规则互相矛盾之处，各附一个实例";
        /// `:gaps`
        Gaps => "\nshows what no rule answers, with a case for each", "\n列出没有规则回答的情形，各附一个实例";
        /// `:coverage`
        Coverage => "\ncounts the cases by status, and names the matters that are not decided in every case", "\n按状态统计情形，并列出并非每种情形都已确定的事项";
        /// `:tests`
        Tests => "\nruns the `expect` lines of the files", "\n运行文件里的 expect（预期）语句";
        /// `:watch`
        Watch => "[on|off]\nreads files again when they have changed, before the next answer", "[开|关]\n文件有改动时，在下一次回答之前重新读入";
        /// `:edit`
        Edit => "[NAME]\nopens the file in your editor (`EDITOR`), where the matter or rule is written, and reads it again afterwards", "[名称]\n用编辑器（环境变量 EDITOR）打开文件中该事项或规则所在之处，之后重新读入";
        /// `:set`
        Set => "[SETTING [VALUE]]\nshows the settings, or changes one", "[设置项 [值]]\n列出设置，或更改其中一项";
        /// `:lang`
        Lang => "[en|zh]\nchanges the language of messages", "[英文|中文]\n更改消息语言";
        /// `:format`
        Format => "[text|json]\nanswers as text or as JSON lines", "[文本|json]\n回答的格式";
        /// `:history`
        History => "[NUMBER|WORDS]\nshows the last entries, or those with the words in them", "[条数|文字]\n列出最近的输入，或含有这些文字的";
        /// `:list`
        List => "[matters|levels|facts|rules|remarks]\nlists what the policy has; alone: matters, levels and facts", "[事项|层级|事实|规则|说明]\n列出政策里有什么；不写则列出事项、层级和事实";
        /// `:check`
        Check => "\nfinds conflicts, gaps, idle rules and expectations that do not hold", "\n检查冲突、空白、无效规则和不成立的预期";
        /// `:load`
        Load => "PATH…\nreads files, or every `.qz` file of a folder, in the place of what is loaded\nIf anything is wrong with any of them, everything stays as it was.", "路径…\n读入文件（或文件夹里所有 .qz 文件），替换已载入的内容\n只要有一处不对，就保持原样。";
        /// `:reload`
        Reload => "\nreads the files again; what was typed since is kept", "\n重新读入文件；之后输入的语句仍然保留";
        /// `:help`
        Help => "[TASK|COMMAND|CODE]\nshows what can be written", "[任务|命令|代码]\n列出可用的写法";
        /// `:quit`
        Quit => "\nleaves; `quit`, `exit` and Ctrl-D do so as well", "\n离开；退出、quit、Ctrl-D 也可以";
    }
}
