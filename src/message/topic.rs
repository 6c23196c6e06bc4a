//! What `:help` says of each command: first what may follow it, then what it does in one line, then more.

use super::catalogue;

catalogue! {
    /// What a command does.
    Topic {
        /// `:explain`
        Explain => "QUERY\nanswers, and shows every rule that has to do with the answer, in full", "提问\n回答，并列出与答案有关的每条规则的全文";
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
