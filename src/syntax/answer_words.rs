//! The keywords of an answer and of what is expected, in one language, to write one.
//!
//! In: a language. Out: keywords as the grammar reads them.

use crate::message::Lang;

/// The keywords of an answer.
#[derive(Debug, Clone, Copy)]
pub struct AnswerWords {
    /// Between two parts, with the blank that follows.
    pub comma: &'static str,
    /// Before who pays.
    pub payer: &'static str,
    /// Several levels have the authority.
    pub shared: &'static str,
    /// Before the levels that share.
    pub among: &'static str,
    /// A clause leaves it open.
    pub undetermined: &'static str,
    /// Before who keeps a matter.
    pub retained: &'static str,
    /// Before a document that says.
    pub governed: &'static str,
    /// Before a document that is followed by analogy.
    pub analogy: &'static str,
    /// Before a document whose rules are kept.
    pub existing: &'static str,
    /// Several pay jointly.
    pub unstated: &'static str,
    /// Another document sets it.
    pub elsewhere: &'static str,
    /// Before those who pay what is left.
    pub rest: &'static str,
    /// Before the main payer.
    pub mainly: &'static str,
    /// Before a further payer.
    pub subsidy: &'static str,
    /// Before whether there is a transfer.
    pub transfer: &'static str,
    /// There is a transfer.
    pub yes: &'static str,
    /// There is none.
    pub no: &'static str,
    /// There may be one.
    pub discretionary: &'static str,
    /// Before the level that a transfer comes from.
    pub from: &'static str,
    /// Before what each pays.
    pub amounts: &'static str,
    /// No rule answers.
    pub gap: &'static str,
    /// Rules disagree.
    pub conflict: &'static str,
    /// The case is declared impossible.
    pub impossible: &'static str,
    /// The day lies outside.
    pub not_in_force: &'static str,
    /// Before the facts that have to be known.
    pub needs: &'static str,
    /// The level of the performing unit, as a fact.
    pub level: &'static str,
    /// The matter, as a fact.
    pub matter: &'static str,
    /// Between two facts of a case.
    pub and: &'static str,
    /// Before a section.
    pub cite: &'static str,
}

impl AnswerWords {
    /// Returns the keywords of a language.
    #[must_use]
    pub const fn of(lang: Lang) -> AnswerWords {
        match lang {
            Lang::En => AnswerWords {
                comma: ", ",
                payer: "payer",
                shared: "shared",
                among: "among",
                undetermined: "undetermined",
                retained: "retained by",
                governed: "governed by",
                analogy: "governed by analogy with",
                existing: "governed by existing rules",
                unstated: "unstated",
                elsewhere: "elsewhere",
                rest: "rest",
                mainly: "mainly",
                subsidy: "subsidy",
                transfer: "transfer",
                yes: "yes",
                no: "no",
                discretionary: "discretionary",
                from: "from",
                amounts: "amounts",
                gap: "gap",
                conflict: "conflict",
                impossible: "impossible",
                not_in_force: "not in force",
                needs: "needs",
                level: "level",
                matter: "matter",
                and: "and",
                cite: "cite",
            },
            Lang::Zh => AnswerWords {
                comma: "，",
                payer: "支出",
                shared: "共同",
                among: "限于",
                undetermined: "未定",
                retained: "保留",
                governed: "适用",
                analogy: "参照",
                existing: "适用 现行规定",
                unstated: "未分摊",
                elsewhere: "另定",
                rest: "余下",
                mainly: "主要",
                subsidy: "补助",
                transfer: "转移支付",
                yes: "有",
                no: "无",
                discretionary: "酌情",
                from: "来自",
                amounts: "分担额",
                gap: "空白",
                conflict: "冲突",
                impossible: "不可能",
                not_in_force: "未施行",
                needs: "需要",
                level: "层级",
                matter: "事项",
                and: "且",
                cite: "出处",
            },
        }
    }
}
