//! Characters that look alike.
//!
//! In: a name. Out: its skeleton: two names with one skeleton cannot be told apart by eye. Unicode's own table (UTS 39) knows most pairs; a
//! small one of ours adds those that Chinese readers take for each other, and the traditional forms of words that plans are made of.

use rustc_hash::FxHashMap;
use unicode_security::confusable_detection::skeleton;

/// In each group every character is taken for the first.
const GROUPS: &[&str] = &[
    "己已巳",
    "维維",
    "人入",
    "县縣",
    "区區",
    "内內",
    "级級",
    "专專",
    "导導",
    "产產",
    "权權",
    "财財",
    "责責",
    "国國",
    "务務",
    "计計",
    "划劃",
    "护護",
    "执執",
    "规規",
    "设設",
    "统統",
    "调調",
    "监監",
    "门門",
    "预預",
    "应應",
    "灾災",
    "医醫",
    "卫衛",
    "动動",
    "业業",
    "机機",
    "构構",
    "单單",
    "层層",
    "实實",
    "费費",
    "资資",
    "补補",
    "贴貼",
    "转轉",
    "项項",
    "领領",
    "会會",
    "发發",
    "与與",
    "关關",
    "档檔",
    "条條",
    "纠糾",
    "纷紛",
    "裁栽",
    "侯候",
    "戊戌戍",
    "茶荼",
    "末未",
    "土士",
    "日曰",
    "千干",
    "市巿",
];

/// Makes skeletons; what a character stands for is looked up once.
#[derive(Debug, Default)]
pub struct LookAlike(FxHashMap<char, Option<Box<str>>>);

impl LookAlike {
    /// Returns the skeleton of a name; nothing where it is the name itself.
    #[must_use]
    pub fn skeleton(&mut self, name: &str) -> Option<String> {
        let mut changed = false;
        for c in name.chars() {
            changed |= self.prototype(c).is_some();
        }
        changed.then(|| {
            let mut text = String::new();
            for c in name.chars() {
                match self.prototype(c) {
                    Some(prototype) => text.push_str(prototype),
                    None => text.push(c),
                }
            }
            text
        })
    }

    fn prototype(&mut self, c: char) -> Option<&str> {
        let known = self.0.entry(c).or_insert_with(|| {
            let ours = GROUPS.iter().find(|group| group.contains(c)).and_then(|group| group.chars().next());
            let first = ours.unwrap_or(c);
            let text: String = skeleton(first.encode_utf8(&mut [0; 4])).collect();
            (!text.chars().eq([c])).then(|| text.into_boxed_str())
        });
        known.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::LookAlike;

    fn same(a: &str, b: &str) -> bool {
        let mut look = LookAlike::default();
        let mut of = |name: &str| look.skeleton(name).unwrap_or_else(|| name.to_owned());
        of(a) == of(b)
    }

    #[test]
    fn look_alikes_have_one_skeleton() {
        for (a, b) in
            [("市级规划", "巿级规划"), ("自己", "自已"), ("县级", "縣級"), ("专利", "專利"), ("A类", "Α类")]
        {
            assert!(same(a, b), "{a} {b}");
        }
        for (a, b) in [("专利导航", "专利评议"), ("市级", "县级"), ("甲", "乙"), ("大", "太")]
        {
            assert!(!same(a, b), "{a} {b}");
        }
    }
}
