//! Names that are nearly the same.
//!
//! In: names. Out: whether two of them are probably one, misspelt; and keys by which such pairs are found without comparing all.

/// Shorter names are too near to each other anyway.
const SHORTEST: usize = 4;

/// Characters that tell two things apart that are otherwise called the same.
const TELLING: &str =
    "中央省市州县区乡镇村国地内外上下东西南北左右大小高低新旧前后男女城一二三四五六七八九十甲乙丙丁";

/// What may be said before the name of a piece of work without naming another one.
const DOING: &[&str] = &["开展", "推进", "组织", "实施", "加强", "做好", "承担", "负责"];

/// Returns a name without what is merely done about it.
fn stem(name: &str) -> &str {
    let rest = DOING.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    rest.strip_suffix("工作").unwrap_or(rest)
}

/// Tells whether a character tells two names apart.
fn tells(c: char) -> bool {
    c.is_ascii() || c.is_numeric() || TELLING.contains(c)
}

/// Returns the stem, and the stem without each of its characters that does not tell names apart: two names that are near share one of them.
#[must_use]
pub fn near_keys(name: &str) -> Vec<String> {
    let stem: Vec<char> = stem(name).chars().collect();
    let mut keys = vec![stem.iter().collect()];
    if stem.len() >= SHORTEST {
        let without = |gone: usize| {
            stem.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).collect::<String>()
        };
        let one = stem.iter().enumerate().filter(|(_, c)| !tells(**c));
        keys.extend(one.map(|(gone, _)| without(gone)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Tells whether two names differ in one character that does not tell them apart, or only in what is done.
#[must_use]
pub fn is_near(name: &str, other: &str) -> bool {
    let (a, b) = (stem(name), stem(other));
    if a == b {
        return name != other;
    }
    let shortest = a.chars().count().min(b.chars().count());
    let start = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let end = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .count()
        .min(shortest.saturating_sub(start));
    let middle = |text: &str| {
        let length = text.chars().count().saturating_sub(start).saturating_sub(end);
        text.chars().skip(start).take(length).collect::<Vec<char>>()
    };
    let (x, y) = (middle(a), middle(b));
    shortest >= SHORTEST && x.len() <= 1 && y.len() <= 1 && !x.iter().chain(&y).any(|c| tells(*c))
}

/// Words with which a plan allocates, whatever the matter.
const ALLOCATING: &[&str] = &[
    "财政事权",
    "支出责任",
    "未列入",
    "未列事项",
    "确认为",
    "确定为",
    "共同",
    "承担",
    "分担",
    "分别",
    "主要",
    "按照",
    "根据",
    "依据",
    "一定",
    "比例",
    "隶属关系",
    "经费",
    "财政",
    "中央",
    "地方",
    "各级",
    "本级",
    "同级",
    "全市性",
    "县(区)",
    "市县",
    "补助",
    "给予",
    "适当",
    "其他",
    "事项",
    "有关",
    "规定",
    "执行",
    "继续",
    "现行",
    "办法",
    "统筹",
    "由",
    "省",
    "市",
    "县",
    "区",
    "与",
    "和",
    "的",
    "等",
];

/// Words of those who ask.
const ASKING: &[&str] = &["没有", "每个", "所有", "全部", "事权", "责任"];

/// Returns words that tell no matter from another one.
pub fn tells_nothing<'a>() -> impl Iterator<Item = &'a str> {
    ALLOCATING.iter().chain(DOING).chain(ASKING).copied().chain(["工作", "及"])
}

/// Tells whether a name says only who is to do or to pay something, and not what: 县财政事权, 每个事项.
#[must_use]
pub fn names_no_matter(name: &str) -> bool {
    let mut rest = name.to_owned();
    for word in ALLOCATING.iter().chain(ASKING) {
        rest = rest.replace(word, "");
    }
    !name.is_ascii() && rest.trim().is_empty()
}

/// Tells whether a quotation says anything besides who is to do and to pay it.
#[must_use]
pub fn says_something(quote: &str) -> bool {
    let mut rest = quote.to_owned();
    for word in ALLOCATING {
        rest = rest.replace(word, " ");
    }
    rest.split(|c: char| !c.is_alphanumeric()).any(|word| word.chars().count() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::{is_near, near_keys, says_something};

    #[test]
    fn allocating_says_nothing_of_a_matter() {
        for quote in [
            "确认为市与县(区)共同财政事权",
            "由市与县(区)分别承担支出责任",
            "未列入省财政事权的",
            "按照一定比例",
        ] {
            assert!(!says_something(quote), "{quote}");
        }
        assert!(says_something("开展知识产权维权援助"));
    }

    #[test]
    fn near_names_are_near() {
        for (a, b) in [
            ("专利导航", "专利导行"),
            ("专利导航", "开展专利导航"),
            ("行政裁决工作", "行政裁决"),
            ("维权援助中心", "维权助中心"),
            ("执法检查", "执法检检查"),
        ] {
            assert!(is_near(a, b), "{a} {b}");
            assert!(near_keys(a).iter().any(|key| near_keys(b).contains(key)), "{a} {b}");
        }
        for (a, b) in [
            ("市级规划", "县级规划"),
            ("国内合作", "国外合作"),
            ("执法", "执行"),
            ("事项一百", "事项二百"),
            ("item10", "item11"),
            ("专利导航", "专利导航"),
        ] {
            assert!(!is_near(a, b), "{a} {b}");
        }
    }
}
