//! What `:help` says of each command: first what may follow it, then what it does in one line, then more.

use super::catalogue;

catalogue! {
    /// What a command does.
    Topic {
        /// `:explain`
        Explain => "QUERY\nanswers, and shows every rule that has to do with the answer, in full", "提问\n回答，并列出与答案有关的每条规则的全文";
        /// `:list`
        List => "[matters|levels|facts|rules|remarks]\nlists what the policy has; alone: matters, levels and facts", "[事项|层级|事实|规则|说明]\n列出政策里有什么；不写则列出事项、层级和事实";
        /// `:check`
        Check => "\nfinds conflicts, gaps, idle rules and expectations that do not hold", "\n检查冲突、空白、无效规则和不成立的预期";
        /// `:load`
        Load => "PATH…\nreads files, or every `.qz` file of a folder, in the place of what is loaded\nIf anything is wrong with any of them, everything stays as it was.", "路径…\n读入文件（或文件夹里所有 .qz 文件），替换已载入的内容\n只要有一处不对，就保持原样。";
        /// `:reload`
        Reload => "\nreads the files again; what was typed since is kept", "\n重新读入文件；之后输入的语句仍然保留";
        /// `:help`
        Help => "[TASK|COMMAND]\nshows what can be written", "[任务|命令]\n列出可用的写法";
        /// `:quit`
        Quit => "\nleaves; `quit`, `exit` and Ctrl-D do so as well", "\n离开；退出、quit、Ctrl-D 也可以";
    }
}
