//! "Did you mean".
//!
//! In: a name that is not known, and those that are. Out: the nearest, if it is near enough. A suggestion is only
//! ever a hint: no answer is given for it.

use super::look_alike::LookAlike;
use crate::message::Advice;

/// Returns the nearest of the candidates, if one is near.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    neighbours(name, candidates, 1).into_iter().next()
}

/// Says which name may be meant: one whose signs look alike, else the nearest.
pub fn advice<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Advice> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(alike) = alike(name, candidates.iter().copied()) {
        let differ = name.chars().zip(alike.chars()).find(|(typed, right)| typed != right);
        let sign = |c: char| format!("{c} (U+{:04X})", u32::from(c));
        if let Some((typed, right)) = differ {
            let (typed, right) = (sign(typed), sign(right));
            return Some(Advice::OtherSign { name: alike.to_owned(), typed, right });
        }
    }
    nearest(name, candidates).map(|near| Advice::DidYouMean { name: near.to_owned() })
}

/// Returns a candidate that cannot be told apart from a name by eye.
pub fn alike<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut look = LookAlike::default();
    let mut skeleton = |name: &str| look.skeleton(name).unwrap_or_else(|| name.to_owned());
    let wanted = skeleton(name);
    candidates.into_iter().find(|candidate| *candidate != name && skeleton(candidate) == wanted)
}

/// Returns up to `most` near candidates, the nearest first.
///
/// Near means: at most one edit in three letters or in four Chinese characters (Damerau–Levenshtein), or one name within
/// the other.
pub fn neighbours<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let length = name.chars().count();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        let other = candidate.chars().count();
        let longer = length.max(other);
        let part = length.min(other) >= 2 && (candidate.contains(name) || name.contains(candidate));
        if longer.saturating_sub(length.min(other)).saturating_mul(3) > longer && !part {
            continue;
        }
        let distance = strsim::damerau_levenshtein(name, candidate);
        // A Chinese character says as much as several letters: of two or three, another one is another word.
        let allowed = if name.is_ascii() { longer.div_ceil(3) } else { longer.div_euclid(4) };
        if candidate != name && (part || (distance <= allowed && distance < longer)) {
            near.push((distance, candidate));
        }
    }
    near.sort();
    near.dedup();
    near.truncate(most);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_is_near() {
        let names = ["专利导航", "执法", "维权援助", "county"];
        assert_eq!(nearest("专利导行", names), Some("专利导航"));
        assert_eq!(nearest("导航", names), Some("专利导航"));
        // One letter in three may be lost; a letter alone is near no other.
        assert_eq!(nearest("cnty", names), Some("county"));
        assert_eq!(nearest("cny", names), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("contry", names), Some("county"));
        assert_eq!(nearest("知识产权保险", names), None);
        assert_eq!(nearest("医疗", names), None);
    }
}
