//! Shares of a whole, as exact fractions.
//!
//! In: a share as written: `80%`, `33.5%`, `1/3`, `8`. Out: a reduced fraction. Never a float.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub};

/// An exact fraction.
pub type Share = Ratio<i128>;

/// How many digits a figure of a share may have; sums of such shares stay within 128 bits.
const MOST_DIGITS: usize = 9;

/// Reads a share or one figure of a ratio; nothing where it has too many digits or divides by zero.
#[must_use]
pub fn read(text: &str) -> Option<Share> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((over, under)) = text.split_once('/') {
        let (over, under) = (figure(over)?, figure(under)?);
        return (under != 0).then(|| Ratio::new(over, under));
    }
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits, 100),
        None => (text.as_str(), 1),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let over = figure(&format!("{whole}{decimals}"))?;
    Some(Ratio::new(over, scale.checked_mul(percent)?))
}

fn figure(digits: &str) -> Option<i128> {
    let short = !digits.is_empty() && digits.len() <= MOST_DIGITS;
    if short { digits.parse().ok() } else { None }
}

/// Adds shares; nothing where the sum has too many digits.
pub fn sum<'s>(shares: impl IntoIterator<Item = &'s Share>) -> Option<Share> {
    shares.into_iter().try_fold(Ratio::from_integer(0), |sum: Share, share| sum.checked_add(share))
}

/// Multiplies two shares; nothing where the product has too many digits.
#[must_use]
pub fn product(a: &Share, b: &Share) -> Option<Share> {
    a.checked_mul(b)
}

/// Returns what a figure is of a sum; nothing where the sum is nothing.
#[must_use]
pub fn quotient(a: &Share, sum: &Share) -> Option<Share> {
    a.checked_div(sum)
}

/// Returns what is left of the whole after a share.
#[must_use]
pub fn left(share: &Share) -> Option<Share> {
    Share::from_integer(1).checked_sub(share)
}

/// Writes a share as a fraction: `4/5`, `1`.
#[must_use]
pub fn fraction(share: &Share) -> String {
    share.to_string()
}

/// Writes a share as people do: a percentage where that is exact with two decimals, else a fraction.
#[must_use]
pub fn percentage(share: &Share) -> String {
    let hundredths = share.checked_mul(&Ratio::from_integer(10_000));
    match hundredths {
        Some(exact) if exact.is_integer() => {
            let n = exact.to_integer();
            let text = format!("{}.{:02}", n.div_euclid(100), n.rem_euclid(100));
            format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => share.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{fraction, percentage, read, sum};

    #[test]
    fn shares_are_exact() {
        let read = |text| read(text).unwrap_or_default();
        assert_eq!(fraction(&read("80%")), "4/5");
        assert_eq!(fraction(&read("33.5 %")), "67/200");
        assert_eq!(percentage(&read("1/3")), "1/3");
        assert_eq!(percentage(&read("0.5%")), "0.5%");
        assert_eq!(sum(&[read("1/3"), read("2/3")]).map(|s| fraction(&s)).as_deref(), Some("1"));
        assert_eq!(super::read("1/0"), None);
        assert_eq!(super::read("12345678901%"), None);
    }
}
