//! What several sentences have in common: counts of cases and findings, and figures beside a figure.
//!
//! In: numbers and words. Out: a part of a sentence, in one language. The sentences themselves are in `sentence.rs`.

use super::{Lang, s};

/// Returns the counts of cases: what cannot be nought is always said.
pub(super) fn figures(lang: Lang, cases: u128, counts: [u128; 7], (held, expects): (usize, usize)) -> String {
    let names = match lang {
        Lang::En => {
            ["decided", "undetermined", "retained", "governed elsewhere", "conflict", "gap", "impossible"]
        }
        Lang::Zh => ["已确定", "未定", "上级保留", "另文规定", "冲突", "空白", "不可能"],
    };
    let always = [true, false, false, false, true, true, false];
    let mut parts = vec![match lang {
        Lang::En => format!("{cases} case{}", s(cases)),
        Lang::Zh => format!("{cases} 种情形"),
    }];
    for ((count, name), always) in counts.into_iter().zip(names).zip(always) {
        if count == 0 && !always {
            continue;
        }
        parts.push(match (lang, name) {
            (Lang::En, "conflict" | "gap") => format!("{count} {name}{}", s(count)),
            (Lang::En, _) => format!("{count} {name}"),
            (Lang::Zh, _) => format!("{name} {count}"),
        });
    }
    if expects > 0 {
        parts.push(match lang {
            Lang::En => format!("{held} of {expects} expectations met"),
            Lang::Zh => format!("预期 {expects} 条中 {held} 条成立"),
        });
    }
    parts.join(if lang == Lang::En { ", " } else { "，" })
}

/// Returns how a check came out, with its figures.
pub(super) fn counts(
    lang: Lang,
    (clean, old, in_part): (bool, usize, bool),
    (errors, warnings): (usize, usize),
    (conflicts, gaps): (usize, usize),
    figures: &str,
) -> String {
    let acknowledged = conflicts.saturating_add(gaps);
    match (lang, clean, acknowledged) {
        (Lang::En, true, _) if old > 0 => format!("nothing new, {old} old finding{}: {figures}", s(old)),
        (Lang::Zh, true, _) if old > 0 => format!("没有新的问题，旧有 {old} 处：{figures}"),
        (Lang::En, false, _) => {
            format!("{errors} error{}, {warnings} warning{}: {figures}", s(errors), s(warnings))
        }
        (Lang::Zh, false, _) => format!("{errors} 个错误，{warnings} 个警告：{figures}"),
        // What rules come to was not looked at.
        (Lang::En, true, _) if in_part => format!("no lints: {figures}"),
        (Lang::Zh, true, _) if in_part => format!("无写法提示：{figures}"),
        (Lang::En, true, 0) => format!("complete: {figures}"),
        (Lang::Zh, true, 0) => format!("完整：{figures}"),
        (Lang::En, true, _) => {
            let kinds = format!("{conflicts} conflict{}, {gaps} gap{}", s(conflicts), s(gaps));
            format!("clean, {acknowledged} acknowledged ({kinds}): {figures}")
        }
        (Lang::Zh, true, _) => {
            format!("无问题，已认可 {acknowledged} 项（冲突 {conflicts}，空白 {gaps}）：{figures}")
        }
    }
}

pub(super) fn beside_en(floor: Option<&String>, own: Option<&String>) -> String {
    match (floor, own) {
        (Some(floor), _) => format!("; this is below the floor of {floor}"),
        (None, Some(own)) => format!("; by the rule itself it is {own}"),
        (None, None) => String::new(),
    }
}

pub(super) fn beside_zh(floor: Option<&String>, own: Option<&String>) -> String {
    match (floor, own) {
        (Some(floor), _) => format!("；低于下限 {floor}"),
        (None, Some(own)) => format!("；按规则计算应为 {own}"),
        (None, None) => String::new(),
    }
}
